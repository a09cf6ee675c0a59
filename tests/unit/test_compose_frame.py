"""What stands around the results: letterhead, opening, sections I, II and IV to VI, feedback, annex."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from builders import (
    CODE,
    MATHS,
    NINE_MONTHS,
    OFFICE,
    THREE_DUTIES,
    UNION,
    a_feedback,
    a_period,
    a_plan,
    a_ref,
    an_activity,
    an_expectation,
    at,
)
from report_builders import (
    CLOSED,
    a_directory,
    a_profile,
    block,
    claims_of,
    reported,
    rows_of,
    text_of,
    whole_text,
)

from service.domain.directory import Choice, ChoiceSource, EntryKind, identity
from service.domain.plan import Plan
from service.domain.records import Activity, ActivityStatus, FeedbackGroup
from service.domain.report import BlockKind, ClaimKind, Report
from service.domain.settings import Decision

LINK = ("https://drive.example/bien-ban",)
OTHER = "II.2.a"
TWO = (
    an_expectation(figures=()),
    an_expectation(OTHER, short_name="Tuyên truyền pháp luật", owners=(UNION,), figures=()),
)


def proven(count: int, *, unit: str = MATHS, code: str = CODE) -> list[Activity]:
    return [
        an_activity(
            unit=unit,
            responsibility=code,
            title="Tiếp công dân",
            date=dt.date(2025, 3, 3 + n),
            evidence=LINK,
        )
        for n in range(count)
    ]


# --- letterhead and opening --------------------------------------------------------------------------


def test_number_and_day_are_left_blank() -> None:
    head = reported().letterhead
    assert head.number_line == "Số:      /BC-TC"
    assert head.date_line == "Tân Bình, ngày      tháng      năm 2025"


def test_the_recipient_is_named_in_full_with_the_body_it_goes_through() -> None:
    period = replace(a_period(), recipient="UBND quận Tân Bình", via="Phòng Nội vụ")
    head = reported(period=period).letterhead
    assert head.recipient == "Kính gửi: Ủy ban nhân dân quận Tân Bình (qua Phòng Nội vụ)"
    assert head.copies_to[0] == "- Như trên;"
    assert head.copies_to[-1].endswith(".")


@pytest.mark.parametrize(
    ("title", "subject"),
    [
        (
            "Triển khai thực hiện công tác dân vận của chính quyền và quy chế dân chủ ở cơ sở năm 2025",
            "thực hiện công tác dân vận của chính quyền và quy chế dân chủ ở cơ sở",
        ),
        ("Về việc thực hiện công tác dân vận năm 2025", "thực hiện công tác dân vận"),
        (
            "THỰC HIỆN NGHỊ QUYẾT CỦA ĐẢNG TẠI QUẬN TÂN BÌNH",
            "thực hiện nghị quyết của Đảng tại quận Tân Bình",
        ),
        (
            "Tổ chức sinh hoạt công dân đầu năm học 2026 - 2027",
            "tổ chức sinh hoạt công dân đầu năm học 2026 - 2027",
        ),
        ("Phòng, chống tham nhũng năm học 2024 - 2025", "phòng, chống tham nhũng"),
        ("Công tác pháp chế năm 2025", "thực hiện công tác pháp chế"),
        (None, "thực hiện Kế hoạch số 95/KH-TC"),
    ],
)
def test_the_report_is_about_what_the_plan_is_about(title: str | None, subject: str) -> None:
    plan = replace(a_plan(), title=title)
    report = reported(plan=plan, period=replace(a_period(), label="6 tháng đầu năm 2025"))
    words = report.letterhead.subject.replace("\u00a0", " ")
    assert words == f"Kết quả {subject} 6 tháng đầu năm 2025"
    assert f"báo cáo kết quả {subject} 6 tháng đầu năm 2025" in text_of(report, "opening")


def test_the_opening_cites_the_legal_bases_the_plan_and_the_window() -> None:
    plan = replace(a_plan(), legal_bases=("Căn cứ Luật Thực hiện dân chủ ở cơ sở",))
    report = reported(plan=plan)
    assert text_of(report, "basis.1") == "Căn cứ Luật Thực hiện dân chủ ở cơ sở;"
    assert text_of(report, "basis.plan").startswith(
        "Căn cứ Kế hoạch số 95/KH-TC ngày 04 tháng 3 năm 2025 của Trường THCS Trường Chinh về "
    )
    opening = text_of(report, "opening")
    assert "số liệu từ ngày 01/11/2024 đến ngày 30/4/2025, tính đến ngày 03/5/2025" in opening


def test_what_keeps_the_report_from_being_signed_stands_first_for_the_principal() -> None:
    report = reported()
    assert "Chưa sẵn sàng ký: Chưa xác nhận kỳ số liệu" in text_of(report, "notice.window")
    assert [b.key for b in report.body if b.key.startswith("notice.ended")] == []
    ended = replace(NINE_MONTHS, confirmed_by="Trần Thu Hà", recipient="UBND quận Tân Bình")
    report = reported(period=ended, as_of=dt.date(2025, 8, 1))
    assert text_of(report, "notice.window") == ""
    first = report.body[0]
    assert first.key == "notice.ended-agency-uy-ban-nhan-dan-quan-tan-binh"
    assert "không còn từ ngày 01/7/2025 (Luật 72/2025/QH15, Điều 51 khoản 3)" in first.text
    assert "tab “Danh bạ”" in first.text


def test_once_the_principal_has_chosen_the_letterhead_follows_and_the_notice_is_gone() -> None:
    chosen = Choice(
        subject=identity(EntryKind.AGENCY, "Ủy ban nhân dân quận Tân Bình"),
        successor="Ủy ban nhân dân phường Tân Sơn",
        chosen_by="Trần Thu Hà",
        chosen_at=at(dt.date(2025, 8, 20)),
        source=ChoiceSource.PAGE,
        place="Tân Sơn",
    )
    ended = replace(NINE_MONTHS, confirmed_by="Trần Thu Hà", recipient="UBND quận Tân Bình")
    report = reported(period=ended, as_of=dt.date(2025, 8, 1), directory=a_directory(choices=[chosen]))
    head = report.letterhead
    assert head.parent_agency.replace("\u00a0", " ") == "ỦY BAN NHÂN DÂN PHƯỜNG TÂN SƠN"
    assert head.date_line.startswith("Tân Sơn, ngày")
    assert head.recipient == "Kính gửi: Ủy ban nhân dân phường Tân Sơn"
    assert not any(block.key.startswith("notice.ended") for block in report.body)


def test_activities_that_nobody_could_file_are_told_to_the_principal() -> None:
    report = reported(unassigned=[a_ref(), a_ref()])
    assert "Có 02 hoạt động chưa rõ thuộc nhiệm vụ nào" in text_of(report, "notice.unassigned")


def test_section_two_counts_what_came_beside_what_the_report_before_counted() -> None:
    old, new = proven(2), an_activity(title="Họp hè", date=dt.date(2025, 6, 3))
    report = reported(*old, new, period=NINE_MONTHS, earlier=a_period(), as_of=dt.date(2025, 9, 3))
    assert "đã tổng hợp 03 hoạt động do Tổ Toán – Tin báo cáo (báo cáo 6T: 02 hoạt động)" in text_of(
        report, "II.text"
    )


# --- section III: order ------------------------------------------------------------------------------


def test_responsibilities_stand_in_the_plans_order_under_its_headings() -> None:
    sections = [
        replace(an_expectation(code, short_name=code, figures=()), section=section, section_heading=heading)
        for code, section, heading in (
            ("II.2.a", "II.2", "CÔNG TÁC DÂN CHỦ"),
            ("II.1.d", "II.1", "Công tác dân vận"),
            ("II.1.e", "II.1", "Công tác dân vận"),
            ("III.1", "III", "TỔ CHỨC THỰC HIỆN"),
        )
    ]
    report = reported(expectations=sections)
    headings = [b.text for b in report.body if b.kind in (BlockKind.HEADING_2, BlockKind.HEADING_3)]
    assert headings[:8] == [
        "1. Công tác dân vận",
        "d) II.1.d",
        "đ) II.1.e",
        "2. Công tác dân chủ",
        "a) II.2.a",
        "3. Tổ chức thực hiện",
        "a) III.1",
        "4. Tiếp nhận góp ý, phản ánh",
    ]


# --- feedback ----------------------------------------------------------------------------------------


def opinions(**groups: int) -> list[object]:
    return [
        a_feedback(group=FeedbackGroup[name], satisfaction=5) for name, n in groups.items() for _ in range(n)
    ]


def test_feedback_is_told_by_groups_and_small_groups_together() -> None:
    report = reported(feedback=opinions(PARENT=7, PUPIL=5, STAFF=3, OTHER=1))
    told = text_of(report, "III.feedback.text")
    assert "nhận 16 ý kiến" in told
    assert "07 ý kiến của cha mẹ học sinh" in told
    assert "04 ý kiến của các nhóm còn lại" in told
    assert "cán bộ" not in told


def test_fewer_than_five_opinions_are_only_counted() -> None:
    report = reported(feedback=opinions(PARENT=3, PUPIL=1))
    assert (
        text_of(report, "III.feedback.text")
        == "Trong kỳ, nhà trường nhận 04 ý kiến qua biểu mẫu góp ý, phản ánh."
    )


def test_words_of_feedback_never_reach_the_report() -> None:
    secret = "Con tôi là Trần Văn Bình lớp 8A2 bị đối xử không công bằng, gọi tôi số 0903123456"
    report = reported(*proven(2), feedback=[a_feedback(text=secret, satisfaction=1) for _ in range(6)])
    assert "Bình lớp" not in whole_text(report)
    assert "0903" not in whole_text(report)


def test_feedback_is_dated_by_the_schools_clock() -> None:
    late = a_feedback(submitted_at=at(dt.date(2025, 5, 1), 0).astimezone(dt.UTC))
    assert late.submitted_at.date() == dt.date(2025, 4, 30)
    assert "chưa nhận được góp ý" in text_of(reported(feedback=[late]), "III.feedback.text")


# --- section IV: judgement ---------------------------------------------------------------------------


def test_every_responsibility_is_in_exactly_one_sentence_of_the_judgement() -> None:
    four = (
        *TWO,
        an_expectation("II.2.b", short_name="Cải cách hành chính", owners=(OFFICE,), figures=()),
        an_expectation("II.2.c", short_name="Công khai", owners=(OFFICE,), figures=(), min_activities=0),
    )
    quiet = an_activity(
        unit=OFFICE,
        responsibility="II.2.b",
        status=ActivityStatus.NOTHING,
        date=None,
        submitted_at=at(dt.date(2025, 4, 1)),
    )
    report = reported(*proven(2), quiet, expectations=four)
    strong, weak = text_of(report, "IV.strong.text"), text_of(report, "IV.weak.text")
    assert "01/04 nhiệm vụ đã hoàn thành theo yêu cầu của kỳ (điểm c khoản 1 mục III)" in strong
    assert "Có 01 nhiệm vụ không phát sinh trong kỳ, theo báo cáo của đơn vị" in strong
    assert "Có 01 nhiệm vụ không bắt buộc" in strong
    assert "Còn 01/04 nhiệm vụ chưa đủ báo cáo: tuyên truyền pháp luật (Công đoàn)." in weak


def test_what_is_doubted_is_told_apart_with_its_reason() -> None:
    report = reported(*proven(2), feedback=[a_feedback(satisfaction=1)])
    assert (
        "Có 01/01 nhiệm vụ đã báo hoàn thành nhưng đang được xem lại vì có ý kiến chưa hài lòng"
        in text_of(report, "IV.weak.text")
    )
    assert "đã hoàn thành theo yêu cầu" not in text_of(report, "IV.strong.text")


def test_a_unit_is_praised_by_a_rule_with_its_deeds() -> None:
    report = reported(*proven(3))
    praise = next(c for c in block(report, "IV.strong.text").claims if c.text.startswith("Biểu dương"))
    assert "Tổ Toán – Tin (03 hoạt động, nhiều nhất là tiếp công dân)" in praise.text
    assert praise.basis == "assessment.all-done-all-proven"
    assert len(praise.sources) == 3


@pytest.mark.parametrize(
    "activities",
    [
        proven(2),  # too few
        [*proven(3), an_activity(title="Họp tổ", date=dt.date(2025, 3, 20))],  # one without evidence
    ],
)
def test_a_unit_with_too_little_or_unproven_work_is_not_praised(activities: list[Activity]) -> None:
    assert "Biểu dương" not in whole_text(reported(*activities))


def test_every_sentence_that_judges_names_its_rule_or_the_principals_column() -> None:
    decision = Decision(code=CODE, period="6T", verdict="Cần bổ sung", note="Làm rõ số đơn.")
    report = reported(*proven(3), expectations=TWO, decisions=[decision])
    for key in ("IV.strong.text", "IV.weak.text", "IV.verdicts.text"):
        for claim in block(report, key).claims:
            assert claim.basis.startswith(("assessment.", "Theo dõi · Đánh giá")), claim.text


@pytest.mark.parametrize(
    ("verdict", "is_complete"),
    [("Hoàn thành tốt", True), ("Hoàn thành", True), ("Cần bổ sung", False), ("Chưa đạt", False)],
)
def test_the_principals_verdict_wins_over_the_rules(verdict: str, is_complete: bool) -> None:
    activities = [] if is_complete else proven(3)
    report = reported(*activities, decisions=[Decision(code=CODE, period="6T", verdict=verdict)])
    told = text_of(report, "IV.strong.text")
    assert ("cả 01 nhiệm vụ đã hoàn thành" in told) is is_complete
    assert f"{verdict}: điểm c khoản 1 mục III." in text_of(report, "IV.verdicts.text")
    assert "Biểu dương" not in told


# --- sections V and VI -------------------------------------------------------------------------------


def test_directions_and_proposals_are_the_principals_own_words() -> None:
    note = Decision(code=CODE, period="6T", note="Trả lời đơn trong 05 ngày")
    asked = Decision(code=OTHER, period="6T", note="Kiến nghị cấp tài liệu tuyên truyền")
    report = reported(expectations=TWO, decisions=[note, asked])
    assert text_of(report, f"V.direction.{CODE}").endswith("Trả lời đơn trong 05 ngày.")
    [proposal] = block(report, "VI.text").claims
    assert proposal.text.endswith("Kiến nghị cấp tài liệu tuyên truyền.")
    assert proposal.kind is ClaimKind.DECISION


def test_what_is_owed_comes_next_with_its_owner() -> None:
    report = reported(*proven(1), expectations=TWO, feedback=[a_feedback(wants_answer=True)])
    told = text_of(report, "V.next")
    assert "Đôn đốc các đơn vị bổ sung báo cáo: Công đoàn về “tuyên truyền pháp luật”." in told
    assert "Trả lời các ý kiến góp ý đề nghị được trả lời (01 ý kiến trong kỳ)." in told


def test_without_a_proposal_none_is_claimed() -> None:
    [claim] = block(reported(), "VI.text").claims
    assert claim.kind is ClaimKind.ABSENT
    assert claim.text == "Đến ngày 03/5/2025, nhà trường chưa ghi nhận kiến nghị, đề xuất nào."


# --- annex -------------------------------------------------------------------------------------------


def annex_rows(report: Report) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows_of(report, "annex.figures")}


def activity_rows(report: Report) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows_of(report, "annex.activities")}


def test_the_annex_says_zero_and_missing_apart() -> None:
    told = an_activity(figures={"Đơn nhận": 0}, participants=12)
    report = reported(told, expectations=[an_expectation()])
    rows = annex_rows(report)
    assert rows["– Đơn nhận trong kỳ"] == ("0 (không phát sinh)", "0", MATHS)
    assert rows["– Đã giải quyết"] == ("chưa báo cáo", "chưa báo cáo", "–")
    assert activity_rows(report)["1c. Tiếp công dân, giải quyết đơn thư"] == ("01", "12", MATHS)


def test_the_annex_sets_the_report_before_beside_this_one() -> None:
    new = an_activity(title="Họp hè", date=dt.date(2025, 6, 3), participants=30, figures={"Đơn nhận": 1})
    old = an_activity(participants=10, figures={"Đơn nhận": 2})
    report = reported(
        old,
        new,
        expectations=[an_expectation(figures=("Đơn nhận",))],
        period=NINE_MONTHS,
        earlier=a_period(),
        as_of=dt.date(2025, 9, 3),
    )
    table = block(report, "annex.figures").table
    assert table is not None
    assert table.header == ("Chỉ tiêu", "Kỳ này", "Lũy kế từ đầu năm", "6T", "Nguồn, đơn vị báo cáo")
    assert annex_rows(report)["– Đơn nhận trong kỳ"] == ("03", "03", "02", MATHS)
    assert activity_rows(report)["1c. Tiếp công dân, giải quyết đơn thư"] == ("02", "40", "01", MATHS)


def test_the_annex_lists_what_is_missing_by_owner_and_date() -> None:
    extended = Decision(code=OTHER, period="6T", extended_to=dt.date(2025, 4, 25))
    report = reported(*proven(1), expectations=TWO, decisions=[extended])
    [row] = rows_of(report, "annex.missing")
    assert row == ("2a. Tuyên truyền pháp luật", "Công đoàn", "chưa gửi báo cáo", "25/4/2025")


def test_numbers_of_the_annex_are_those_of_the_text() -> None:
    report = reported(*proven(3), expectations=[an_expectation(figures=())])
    assert "03 lần tiếp công dân" in text_of(report, f"III.{CODE}.text")
    assert activity_rows(report)["1c. Tiếp công dân, giải quyết đơn thư"][0] == "03"


# --- schools of every kind ---------------------------------------------------------------------------


def test_a_school_without_units_plan_or_submissions_gets_a_report() -> None:
    bare = Plan(number=None, symbol=None, place=None, date=None, issuer=None, title=None)
    report = reported(expectations=[], plan=bare, profile=replace(a_profile(), units=()))
    assert "chưa nhận được báo cáo hoạt động nào" in text_of(report, "II.text")
    assert "Kế hoạch số …/…" in text_of(report, "II.text")
    assert not any(claim.sources for claim in claims_of(report))


def test_a_plan_of_another_body_is_not_called_the_schools_own() -> None:
    plan = replace(a_plan(*THREE_DUTIES), issuer="Ủy ban nhân dân quận Tân Bình")
    report = reported(plan=plan)
    assert "thực hiện Kế hoạch số 95/KH-TC ngày 04 tháng 3 năm 2025 của Ủy ban nhân dân quận" in text_of(
        report, "II.text"
    )


def test_three_hundred_responsibilities_each_have_a_place_of_their_own() -> None:
    many = [an_expectation(f"II.{n}", short_name=f"Việc {n}", figures=()) for n in range(1, 301)]
    report = reported(*proven(1, code="II.300"), expectations=many, as_of=CLOSED)
    titles = [b.text for b in report.body if b.kind is BlockKind.HEADING_3]
    assert titles[0] == "1) Việc 1"
    assert len(set(titles)) == 300
    assert "(điểm 300 khoản 1 mục III)" in text_of(report, "IV.strong.text")
