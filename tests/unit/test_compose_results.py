"""Section III: how the results of one responsibility are told."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from builders import CODE, MATHS, OFFICE, UNION, a_feedback, a_period, an_activity, an_expectation, at
from report_builders import CLOSED, LITERATURE, SCIENCE, block, reported, text_of, whole_text

from service.domain.records import Activity, ActivityStatus
from service.domain.report import ClaimKind, Report

TEXT, MISSING = f"III.{CODE}.text", f"III.{CODE}.missing"
TEAMS = an_expectation(owners=(LITERATURE, MATHS, SCIENCE), figures=())
BOTH = an_expectation(owners=(UNION, MATHS), figures=())
NOTHING, UNDER_WAY = ActivityStatus.NOTHING, ActivityStatus.UNDER_WAY


def day(number: int) -> dt.date:
    """A day of March 2025."""
    return dt.date(2025, 3, number)


def receptions(count: int, *, unit: str = MATHS, **words: object) -> list[Activity]:
    """So many receptions of citizens, a day apart."""
    return [
        an_activity(unit=unit, date=day(3 + n), title=f"Tiếp công dân tháng {n + 1}", **words)  # type: ignore[arg-type]
        for n in range(count)
    ]


# --- what was done -----------------------------------------------------------------------------------


def test_one_activity_is_told_with_its_day_and_unit() -> None:
    report = reported(an_activity(title="Rà soát quy chế", date=day(12)))
    assert text_of(report, TEXT).startswith("Ngày 12/3/2025, Tổ Toán – Tin đã rà soát quy chế.")


def test_activities_of_one_kind_are_told_once_with_how_often() -> None:
    report = reported(*receptions(3, result="Đã họp và thống nhất nội dung."))
    assert text_of(report, TEXT).startswith("Trong kỳ, Tổ Toán – Tin có 03 lần tiếp công dân.")


def test_several_kinds_are_one_sentence_and_the_most_frequent_comes_first() -> None:
    report = reported(*receptions(2), an_activity(title="Hội nghị đối thoại với phụ huynh", date=day(20)))
    first = block(report, TEXT).claims[0].text
    assert first == (
        "Trong kỳ, Tổ Toán – Tin có 03 hoạt động, gồm: tiếp công dân (02 lần) "
        "và tổ chức hội nghị đối thoại với phụ huynh."
    )


def test_what_two_units_did_is_told_once_with_both_named_in_the_order_of_the_directory() -> None:
    hers = [replace(a, date=day(20 + n)) for n, a in enumerate(receptions(2, unit=UNION))]
    report = reported(*receptions(2), *hers, expectations=[BOTH])
    first = block(report, TEXT).claims[0]
    assert first.text == "Trong kỳ, Công đoàn và Tổ Toán – Tin có 04 lần tiếp công dân."
    assert len(first.sources) == 4


def test_a_whole_class_of_units_is_named_by_its_class() -> None:
    told = [an_activity(unit=unit, title="Sinh hoạt tổ") for unit in (SCIENCE, MATHS, LITERATURE)]
    report = reported(*told, expectations=[TEAMS])
    assert "cả 03 tổ chuyên môn có 03 lần sinh hoạt tổ" in text_of(report, TEXT)
    report = reported(*told[:2], expectations=[TEAMS])
    assert "Tổ Toán – Tin và Tổ Khoa học tự nhiên có 02 lần" in text_of(report, TEXT)


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Hội nghị viên chức", "tổ chức hội nghị viên chức"),
        ("Mô hình “Cổng trường an toàn”", "thực hiện mô hình “Cổng trường an toàn”"),
        ("Đã tiếp cha mẹ học sinh.", "tiếp cha mẹ học sinh"),
        ("Công đoàn với pháp luật", "thực hiện hoạt động “Công đoàn với pháp luật”"),
        ("TUYÊN TRUYỀN LUẬT", "TUYÊN TRUYỀN LUẬT"),  # what people write is not re-spelt
    ],
)
def test_a_title_reads_on_after_the_unit(title: str, told: str) -> None:
    report = reported(an_activity(title=title, date=day(12)))
    assert f"đã {told}." in text_of(report, TEXT)


def test_activities_that_go_on_are_told_as_going_on() -> None:
    report = reported(*receptions(2), an_activity(title="Họp tổ", date=day(20), status=UNDER_WAY))
    assert "Trong đó, 01 hoạt động đang thực hiện, chưa kết thúc." in text_of(report, TEXT)


def test_what_goes_on_in_several_months_is_one_task_of_the_next_period() -> None:
    report = reported(*[an_activity(title="Số hóa hồ sơ", date=day(n), status=UNDER_WAY) for n in (12, 20)])
    assert f"Hoàn thành các hoạt động đang thực hiện: số hóa hồ sơ ({MATHS})." in whole_text(report)


# --- sentences of the reports ------------------------------------------------------------------------


def test_a_number_of_one_day_is_told_with_its_day_and_not_as_the_periods() -> None:
    result = "Đã đối thoại với 59 đại diện cha mẹ học sinh về bữa ăn bán trú."
    report = reported(an_activity(result=result, date=day(12)), *receptions(2, result="Đã tiếp đúng lịch."))
    told = next(c for c in block(report, TEXT).claims if c.kind is ClaimKind.SUBMITTED)
    assert "Ngày 12/3/2025, Tổ Toán – Tin đã đối thoại với 59 đại diện" in told.text
    assert len(told.sources) == 1


@pytest.mark.parametrize(
    "result",
    [
        "Đã thực hiện theo Luật số 10/2022/QH15 và Nghị định số 59/2023/NĐ-CP của Chính phủ.",
        "Đã trả lời các kiến nghị bằng văn bản trong 07 ngày làm việc theo quy định.",
    ],
)
def test_numbers_of_documents_and_lengths_of_time_count_nothing(result: str) -> None:
    report = reported(*receptions(2, result=result))
    assert "/3/2025" not in text_of(report, TEXT)


def test_a_sentence_without_a_subject_gets_its_unit_as_subject() -> None:
    result = "Duy trì lịch tiếp công dân, có sổ ghi và phân công người trực."
    report = reported(*receptions(2, result=result))
    assert "Tổ Toán – Tin duy trì lịch tiếp công dân" in text_of(report, TEXT)


def test_a_team_that_speaks_of_itself_is_named() -> None:
    result = "Tổ thống nhất dùng sổ điểm điện tử ở tất cả các lớp học."
    told = [an_activity(unit=unit, result=result, title="Họp tổ") for unit in (MATHS, LITERATURE)]
    report = reported(*told, expectations=[TEAMS])
    assert "Tổ Ngữ văn và Tổ Toán – Tin thống nhất dùng sổ điểm điện tử" in text_of(report, TEXT)


def test_the_same_sentence_of_two_units_is_told_once_with_both_as_its_sources() -> None:
    result = "Giáo viên phổ biến quyền góp ý của cha mẹ học sinh tại họp lớp."
    told = [an_activity(unit=unit, result=result) for unit in (MATHS, UNION)]
    report = reported(*told, expectations=[BOTH])
    [claim] = [c for c in block(report, TEXT).claims if c.kind is ClaimKind.SUBMITTED]
    assert claim.text.startswith("Theo")
    assert "Công đoàn và Tổ Toán – Tin" in claim.text
    assert len(claim.sources) == 2


@pytest.mark.parametrize(
    "result",
    [
        "Đã tiếp phụ huynh em Nguyễn Văn An, trao đổi về việc nghỉ học kéo dài.",
        "Đã gặp ông Tư và trả lời đơn kiến nghị về việc đón con ở cổng trường.",
        "Đã tiếp nhận đơn của bà Trần Thị Bích về việc xếp lớp cho con.",
        "Đã liên hệ qua số 0903 123 456 để hẹn ngày trả lời kiến nghị.",
        "Đã gửi trả lời đến địa chỉ an.phuhuynh@thu.example theo yêu cầu.",
    ],
)
def test_a_sentence_with_a_persons_name_or_contact_is_not_told(result: str) -> None:
    report = reported(an_activity(result=result))
    assert result[4:30] not in whole_text(report)


def test_a_title_with_a_persons_name_is_told_without_it() -> None:
    report = reported(an_activity(title="Thăm hỏi em Lê Thị Hoa lớp 9A1"))
    assert "Hoa" not in whole_text(report)
    assert "không nêu tên" in text_of(report, TEXT)


# --- figures -----------------------------------------------------------------------------------------


def figure_report(
    *values: dict[str, int], labels: tuple[str, ...], owners: tuple[str, ...] = (MATHS,)
) -> Report:
    told = [
        an_activity(
            unit=owners[n % len(owners)], date=day(3 + n), title=f"Tiếp công dân tháng {n + 1}", figures=value
        )
        for n, value in enumerate(values)
    ]
    return reported(*told, expectations=[an_expectation(owners=owners, figures=labels)])


def test_figures_are_summed_over_units_and_small_numbers_carry_a_zero() -> None:
    report = figure_report(
        {"Lượt tiếp công dân": 3}, {"Lượt tiếp công dân": 5}, labels=("Lượt tiếp công dân",)
    )
    assert "Trong kỳ có 08 lượt tiếp công dân." in text_of(report, TEXT)


def test_a_reported_zero_is_said() -> None:
    labels = ("Số cuộc kiểm tra", "Số vụ việc vi phạm")
    report = figure_report({"Số cuộc kiểm tra": 2, "Số vụ việc vi phạm": 0}, labels=labels)
    assert "Trong kỳ có 02 cuộc kiểm tra; không phát sinh vụ việc vi phạm." in text_of(report, TEXT)


def test_a_figure_that_nobody_reported_is_missing_and_not_zero() -> None:
    report = figure_report({}, labels=("Số cuộc kiểm tra",))
    assert "Chưa có số liệu về cuộc kiểm tra." in text_of(report, TEXT)
    assert "không phát sinh" not in whole_text(report)


def test_a_sum_with_a_missing_part_says_whose_part() -> None:
    report = figure_report({"Đơn nhận": 4}, {}, labels=("Đơn nhận",), owners=(MATHS, UNION))
    assert "04 đơn nhận (chưa gồm số liệu của Công đoàn)" in text_of(report, TEXT)


def test_a_unit_that_is_named_for_its_silence_is_not_named_twice() -> None:
    report = figure_report({"Đơn nhận": 4}, labels=("Đơn nhận",), owners=(MATHS, UNION))
    assert "chưa gồm" not in text_of(report, TEXT)
    assert "Công đoàn" in text_of(report, MISSING)


def test_what_is_left_over_is_not_added_up_month_by_month() -> None:
    labels = ("Đơn kỳ trước chuyển sang", "Đơn nhận", "Đơn đã giải quyết", "Đơn còn lại")
    months = [(1, 2, 1, 2), (2, 0, 1, 1), (1, 1, 2, 0)]
    report = figure_report(*(dict(zip(labels, month, strict=True)) for month in months), labels=labels)
    assert text_of(report, TEXT).endswith(
        "Trong kỳ có 01 đơn kỳ trước chuyển sang, 03 đơn nhận và 04 đơn đã giải quyết; không có đơn còn lại."
    )
    assert "chưa khớp" not in whole_text(report)


def test_petitions_that_do_not_balance_are_shown_to_the_principal() -> None:
    labels = ("Đơn nhận", "Đơn đã giải quyết", "Đơn còn lại")
    report = figure_report({"Đơn nhận": 4, "Đơn đã giải quyết": 1, "Đơn còn lại": 1}, labels=labels)
    [notice] = [b for b in report.body if b.key.startswith("notice.figures")]
    assert notice.text == (
        "[Dành cho Hiệu trưởng, xóa trước khi ký] Số liệu chưa khớp. Đơn thư: đơn nhận trong kỳ 04 "
        "không bằng đơn đã giải quyết 01 và đơn còn lại 01, cộng là 02 (theo Tổ Toán – Tin). "
        "Đề nghị kiểm tra lại trước khi ký."
    )
    assert report.body[0] == notice
    assert notice.sources


def test_participants_are_summed_and_it_is_said_how_many_activities_counted_them() -> None:
    counted = [an_activity(title="Họp tổ", date=day(3 + n), participants=40) for n in range(2)]
    assert "với 80 lượt người tham dự." in text_of(reported(*counted), TEXT)
    silent = an_activity(title="Họp tổ", date=day(20))
    told = text_of(reported(*counted, silent), TEXT)
    assert "với 80 lượt người tham dự (02/03 hoạt động có báo số người dự)" in told


# --- what is missing ---------------------------------------------------------------------------------


def test_what_is_missing_is_said_with_its_owner_and_the_internal_date() -> None:
    report = reported(*receptions(1), expectations=[BOTH])
    assert text_of(report, MISSING) == "Công đoàn chưa gửi báo cáo của kỳ này (hạn nội bộ ngày 18/4/2025)."
    [claim] = block(report, MISSING).claims
    assert claim.kind is ClaimKind.ABSENT


def test_nothing_is_said_to_have_occurred_only_where_the_owner_said_so() -> None:
    silent = reported(expectations=[an_expectation()])
    assert "không phát sinh" not in whole_text(silent)
    told = an_activity(status=NOTHING, date=None, result="", submitted_at=at(day(20)))
    report = reported(told, expectations=[an_expectation()])
    [claim] = block(report, TEXT).claims
    assert claim.text == "Tổ Toán – Tin báo cáo không phát sinh trong kỳ."
    assert claim.sources == (told.ref,)
    assert text_of(report, MISSING) == ""


def test_a_report_that_could_not_be_counted_is_not_called_unsent() -> None:
    report = reported(an_activity(result="tốt"))
    assert text_of(report, MISSING) == (
        "Báo cáo của Tổ Toán – Tin chưa đủ thông tin để tổng hợp, cần bổ sung (hạn nội bộ ngày 18/4/2025)."
    )


def test_too_few_activities_after_the_date_are_said_to_be_too_few() -> None:
    report = reported(*receptions(1), expectations=[an_expectation(min_activities=3, figures=())])
    assert "mới báo cáo 01 hoạt động, chưa đủ theo yêu cầu" in text_of(report, MISSING)


def test_a_responsibility_without_an_owner_asks_for_one() -> None:
    report = reported(expectations=[an_expectation(owners=())])
    assert "chưa rõ đơn vị chịu trách nhiệm" in text_of(report, f"III.{CODE}.notice.owner")
    assert text_of(report, MISSING) == "Chưa có báo cáo về nội dung này."


def test_a_responsibility_that_does_not_apply_is_said_not_to_apply() -> None:
    ended = an_expectation(valid_to=dt.date(2024, 10, 1))
    assert text_of(reported(expectations=[ended]), MISSING) == "Nhiệm vụ không áp dụng trong kỳ này."


def test_before_the_window_nothing_is_called_missing() -> None:
    ahead = a_period(data_from=dt.date(2025, 6, 1), data_to=dt.date(2025, 8, 31), due=dt.date(2025, 9, 5))
    report = reported(period=ahead, expectations=[an_expectation()], as_of=dt.date(2025, 4, 1))
    assert text_of(report, MISSING) == "Chưa đến kỳ thực hiện."


# --- feedback ----------------------------------------------------------------------------------------


def test_feedback_against_what_is_reported_as_done_is_shown_to_the_principal_and_told() -> None:
    happy = [a_feedback(satisfaction=5) for _ in range(4)]
    report = reported(*receptions(2), feedback=[a_feedback(satisfaction=1), *happy])
    assert "Trong 05 ý kiến góp ý về nội dung này có 01 ý kiến chưa hài lòng." in text_of(report, TEXT)
    notice = block(report, f"III.{CODE}.notice.review")
    assert "Tổ Toán – Tin báo đã hoàn thành nhưng có 01 góp ý chưa hài lòng" in notice.text
    assert len(notice.sources) == 1


def test_done_without_evidence_is_shown_to_the_principal() -> None:
    report = reported(*receptions(2), expectations=[an_expectation(evidence_required=True, figures=())])
    assert "02 hoạt động chưa có minh chứng" in text_of(report, f"III.{CODE}.notice.review")


def test_little_feedback_on_a_responsibility_is_not_broken_down() -> None:
    report = reported(*receptions(2), feedback=[a_feedback(satisfaction=1)])
    assert "chưa hài lòng" not in text_of(report, TEXT)


def test_content_feedback_is_not_repeated_under_every_responsibility() -> None:
    report = reported(*receptions(2), feedback=[a_feedback(satisfaction=5) for _ in range(9)])
    assert "ý kiến" not in text_of(report, TEXT)


def test_another_units_deed_for_a_responsibility_of_no_concern_to_it_is_not_told() -> None:
    report = reported(*receptions(1), an_activity(unit=OFFICE, title="Phát báo"), as_of=CLOSED)
    assert "phát báo" not in whole_text(report).casefold()
