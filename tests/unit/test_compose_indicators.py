"""Indicators of the annex: their values over windows, zero and missing, joint occasions, what must agree."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from builders import (
    CODE,
    MATHS,
    NINE_MONTHS,
    OFFICE,
    UNION,
    a_feedback,
    a_period,
    an_activity,
    an_expectation,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from report_builders import block, reported, rows_of, some_inputs, text_of, the_wording, whole_text

from service.domain.compose.identities import identity_faults
from service.domain.compose.occasions import occasions_of
from service.domain.expectations import Expectation
from service.domain.records import Activity, ActivityStatus
from service.domain.report import ClaimKind, Report
from service.domain.settings import BaseFigure

CONFERENCE = (
    "Số người được triệu tập dự hội nghị viên chức",
    "Số người dự hội nghị viên chức",
    "Số người tán thành nghị quyết hội nghị",
)
RECEPTION = (
    "Lượt tiếp công dân thường xuyên",
    "Lượt tiếp công dân định kỳ",
    "Lượt tiếp công dân đột xuất",
)
PETITIONS = ("Đơn kỳ trước chuyển sang", "Đơn nhận trong kỳ", "Đơn đã giải quyết", "Đơn còn lại")


def asking(*labels: str, owners: tuple[str, ...] = (MATHS,), name: str = "Tiếp dân") -> list[Expectation]:
    return [an_expectation(figures=labels, owners=owners, short_name=name)]


def saying(figures: dict[str, int], **words: object) -> Activity:
    return an_activity(figures=figures, **words)  # type: ignore[arg-type]


def rows(report: Report) -> dict[str, tuple[str, ...]]:
    return {row[0]: row[1:] for row in rows_of(report, "annex.figures")}


def notices(report: Report) -> list[str]:
    return [item.text for item in report.body if item.key.startswith("notice.figures")]


# --- which are told ----------------------------------------------------------------------------------


def test_what_a_law_asks_for_is_told_even_where_nobody_is_asked() -> None:
    found = rows(reported(expectations=asking()))
    assert found["– Lượt tiếp công dân"] == ("chưa báo cáo", "chưa báo cáo", "–")
    assert "– Số cuộc kiểm tra" not in found
    assert "– Hồ sơ tiếp nhận" not in found
    # Of a group that is told only for the law's sake, only its main lines.
    assert "+ Lượt tiếp công dân đột xuất" not in found


def test_a_figure_of_the_schools_own_is_told_under_its_own_name() -> None:
    report = reported(saying({"Số cây đã trồng": 12}), expectations=asking("Số cây đã trồng"))
    assert rows(report)["– Số cây đã trồng"] == ("12", "12", MATHS)
    assert any(row[0].endswith(". Số liệu khác") for row in rows_of(report, "annex.figures"))


def test_another_name_of_an_indicator_is_the_same_indicator() -> None:
    report = reported(saying({"Hồ sơ đúng hạn": 3}), expectations=asking("Hồ sơ đúng hạn"))
    assert rows(report)["– Hồ sơ giải quyết đúng hạn"][0] == "03"


# --- values ------------------------------------------------------------------------------------------


def test_nothing_occurred_makes_each_figure_of_the_responsibility_a_zero() -> None:
    quiet = an_activity(status=ActivityStatus.NOTHING, title="Đơn thư", result="Không phát sinh.")
    found = rows(reported(quiet, expectations=asking(*PETITIONS)))
    assert found["– Đơn nhận trong kỳ"][:2] == ("0 (không phát sinh)", "0")


def test_silence_of_one_owner_keeps_a_zero_from_being_said() -> None:
    quiet = an_activity(status=ActivityStatus.NOTHING, title="Đơn thư", result="Không phát sinh.")
    found = rows(reported(quiet, expectations=asking("Đơn nhận trong kỳ", owners=(MATHS, UNION))))
    assert found["– Đơn nhận trong kỳ"][0] == "chưa báo cáo"


def test_a_sum_without_a_part_says_whose_part() -> None:
    told = saying({"Đơn nhận trong kỳ": 4})
    found = rows(reported(told, expectations=asking("Đơn nhận trong kỳ", owners=(MATHS, UNION))))
    assert found["– Đơn nhận trong kỳ"][0] == "04 (chưa gồm Công đoàn)"


def test_a_total_that_nobody_is_asked_for_is_added_up_from_its_parts() -> None:
    report = reported(saying(dict(zip(RECEPTION, (2, 3, 0), strict=True))), expectations=asking(*RECEPTION))
    found = rows(report)
    assert found["– Lượt tiếp công dân"][0] == "05"
    assert found["+ Lượt tiếp công dân đột xuất"][0] == "0 (không phát sinh)"
    [claim] = [
        c for c in block(report, "annex.figures").claims if c.text.startswith("– Lượt tiếp công dân ·")
    ]
    assert (claim.kind, len(claim.sources)) == (ClaimKind.COUNTED, 1)


def test_a_share_is_of_both_sums() -> None:
    told = [
        saying({"Hồ sơ tiếp nhận": whole, "Hồ sơ giải quyết đúng hạn": part}, date=dt.date(2025, 3, day))
        for day, whole, part in ((3, 40, 39), (4, 8, 8))
    ]
    report = reported(*told, expectations=asking("Hồ sơ tiếp nhận", "Hồ sơ giải quyết đúng hạn"))
    assert rows(report)["– Tỷ lệ hồ sơ đúng hạn"][0] == "97,9%"


def test_activities_are_counted_without_being_asked_for() -> None:
    told = [
        an_activity(title="Đối thoại với cha mẹ học sinh", date=dt.date(2025, 3, 3), participants=40),
        an_activity(title="Đối thoại với viên chức", date=dt.date(2025, 3, 9)),
        an_activity(title="Họp hội đồng", date=dt.date(2025, 3, 10), participants=50),
    ]
    found = rows(reported(*told, expectations=asking()))
    assert found["– Số cuộc đối thoại"][0] == "02"
    assert found["– Số lượt người dự đối thoại"][0] == "40 (01/02 hoạt động có báo)"


def test_feedback_is_counted_and_named_by_its_form() -> None:
    report = reported(expectations=asking(), feedback=[a_feedback(text="Tốt", wants_answer=True)])
    found = rows(report)
    assert found["– Số ý kiến góp ý, phản ánh nhận được"] == ("01", "01", "Biểu mẫu góp ý")


MARCH = a_period("2025-03", data_from=dt.date(2025, 3, 1), data_to=dt.date(2025, 3, 31))
FEBRUARY = a_period(
    "2025-02",
    data_from=dt.date(2025, 2, 1),
    data_to=dt.date(2025, 2, 28),
    due=dt.date(2025, 3, 5),
    internal_due=dt.date(2025, 2, 20),
    closes=dt.date(2025, 3, 3),
)


def month(day: dt.date, **figures: int) -> Activity:
    labels = dict(zip(("before", "received", "solved", "left"), PETITIONS, strict=True))
    said = {labels[key]: value for key, value in figures.items()}
    return saying(said, date=day, title=f"Tiếp dân ngày {day.day}")


def test_a_monthly_report_tells_the_month_the_year_and_the_month_before() -> None:
    told = [
        month(dt.date(2025, 2, 10), before=1, received=2, solved=2, left=1),
        month(dt.date(2025, 3, 10), before=1, received=5, solved=6, left=0),
    ]
    report = reported(*told, expectations=asking(*PETITIONS), period=MARCH, earlier=FEBRUARY)
    found = rows(report)
    assert found["– Đơn nhận trong kỳ"][:3] == ("05", "07", "02")
    # What was there at first is February's, what is left at last March's.
    assert found["– Đơn kỳ trước chuyển sang"][:3] == ("01", "01", "01")
    assert found["– Đơn còn lại"][:3] == ("0 (không phát sinh)", "0 (không phát sinh)", "01")
    assert notices(report) == []


def test_what_is_carried_over_must_be_what_was_left() -> None:
    told = [
        month(dt.date(2025, 2, 10), before=0, received=3, solved=1, left=2),
        month(dt.date(2025, 3, 10), before=0, received=1, solved=1, left=0),
    ]
    report = reported(*told, expectations=asking(*PETITIONS), period=MARCH, earlier=FEBRUARY)
    [notice] = notices(report)
    assert "Đơn kỳ trước chuyển sang: kỳ này ghi 0, nhưng 2025-02 ghi Đơn còn lại 02" in notice


# --- joint occasions ------------------------------------------------------------------------------------

BOTH = [an_expectation(owners=(UNION, MATHS), figures=("Số cuộc thi",))]


def together(title: str) -> list[Activity]:
    return [
        an_activity(unit=MATHS, title=title, participants=40, figures={"Số cuộc thi": 1}),
        an_activity(unit=UNION, title=title.upper(), participants=45, figures={"Số cuộc thi": 1}),
    ]


def test_an_occasion_that_two_units_report_is_told_once_with_both_and_counted_once() -> None:
    report = reported(*together("Hội thi nấu ăn"), expectations=BOTH)
    told = block(report, f"III.{CODE}.text").claims[0]
    assert told.text == (
        "Ngày 12/3/2025, Công đoàn và Tổ Toán – Tin đã tổ chức hội thi nấu ăn với 45 lượt người tham dự."
    )
    assert told.basis == "occasions.joint-told-once"
    assert len(told.sources) == 2
    assert rows_of(report, "annex.activities")[0][1:3] == ("01", "45")
    assert rows(report)["– Số cuộc thi"][0] == "01"


def test_meetings_that_each_unit_holds_by_itself_stay_apart() -> None:
    report = reported(*together("Sinh hoạt tổ về chuyển đổi số"), expectations=BOTH)
    assert rows_of(report, "annex.activities")[0][1:3] == ("02", "85")
    assert rows(report)["– Số cuộc thi"][0] == "02"


def test_two_occasions_of_one_title_and_day_are_two_in_whatever_order_they_are_reported() -> None:
    first, second = together("Hội thi nấu ăn"), together("Hội thi nấu ăn")
    assert len(occasions_of([*first, *second])) == 2
    assert len(occasions_of([first[0], second[0], first[1], second[1]])) == 2


def test_the_same_title_on_another_day_is_another_occasion() -> None:
    first, second = together("Hội thi nấu ăn")
    report = reported(first, dataclasses.replace(second, date=dt.date(2025, 3, 20)), expectations=BOTH)
    assert rows_of(report, "annex.activities")[0][1] == "02"


# --- what must agree ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "told"),
    [((40, 38, 36), ""), ((40, 41, 36), "Dự hội nghị"), ((40, 38, 39), "Tán thành nghị quyết hội nghị")],
)
def test_no_more_come_than_are_called_and_no_more_agree_than_come(values: tuple[int, ...], told: str) -> None:
    said = saying(dict(zip(CONFERENCE, values, strict=True)))
    found = notices(reported(said, expectations=asking(*CONFERENCE)))
    assert [told in notice for notice in found] == ([True] if told else [])


def test_a_total_and_its_parts_must_agree_where_both_are_asked_for() -> None:
    labels = ("Lượt tiếp công dân", *RECEPTION)
    said = saying(dict(zip(labels, (9, 2, 3, 0), strict=True)))
    [notice] = notices(reported(said, expectations=asking(*labels)))
    assert "lượt tiếp công dân 09 không bằng" in notice
    assert "cộng là 05 (theo Tổ Toán – Tin)" in notice


def test_figures_that_are_not_reported_in_full_are_not_judged() -> None:
    said = saying({"Đơn nhận trong kỳ": 4, "Đơn đã giải quyết": 1, "Đơn còn lại": 0})
    asked = asking("Đơn nhận trong kỳ", "Đơn đã giải quyết", "Đơn còn lại", owners=(MATHS, UNION))
    assert notices(reported(said, expectations=asked)) == []


@settings(deadline=None)
@given(st.lists(st.integers(0, 9), min_size=4, max_size=4))
def test_petitions_are_called_wrong_exactly_if_they_do_not_balance(values: list[int]) -> None:
    said = saying(dict(zip(PETITIONS, values, strict=True)))
    before, received, solved, left = values
    faults = identity_faults(some_inputs(said, expectations=asking(*PETITIONS)), the_wording())
    assert bool(faults) is (before + received != solved + left)
    assert all(fault.sources == (said.ref,) for fault in faults)


# --- the school itself -------------------------------------------------------------------------------

DAY = dt.date(2024, 10, 20)


def base(**values: int | str) -> list[BaseFigure]:
    return [
        BaseFigure(
            key=f"truong.{key}",
            value=value if isinstance(value, int) else None,
            words=value if isinstance(value, str) else "",
            as_of=DAY,
            entered_by="Văn thư",
        )
        for key, value in values.items()
    ]


WHOLE = base(
    cbgvnv=40, nu=22, cbql=3, gv=32, nv=5, dang_vien=14, lop=32, hs=1312, thuan_loi="Đội ngũ đoàn kết",
    kho_khan="Thiếu phòng học.",
)  # fmt: skip


def test_section_one_tells_what_the_school_has_filled_in_and_asks_for_nothing_more() -> None:
    report = reported(base=WHOLE)
    assert text_of(report, "I.base") == (
        "Tính đến ngày 20/10/2024, nhà trường có 40 cán bộ, giáo viên, nhân viên (trong đó có 22 nữ), gồm "
        "03 cán bộ quản lý, 32 giáo viên và 05 nhân viên; có 14 đảng viên. "
        "Quy mô nhà trường: 32 lớp và 1.312 học sinh."
    )
    assert text_of(report, "I.strong") == "Thuận lợi: đội ngũ đoàn kết."
    assert text_of(report, "I.hard") == "Khó khăn: thiếu phòng học."
    assert text_of(report, "I.notice") == ""
    assert rows(report)["– Học sinh (em)"] == ("1.312", "–", "như trên")
    [first, *_] = block(report, "I.base").claims
    assert (first.kind, first.basis) == (ClaimKind.DECISION, "Số liệu trường · Giá trị (Văn thư)")


def test_what_is_still_to_be_filled_in_is_named() -> None:
    report = reported(base=base(cbgvnv=40))
    told = text_of(report, "I.notice")
    assert "“Học sinh”" in told
    assert "“Cán bộ, giáo viên, nhân viên”" not in told
    assert "Đảng viên" not in whole_text(report).replace(told, "")


def test_the_schools_own_numbers_must_add_up() -> None:
    [notice] = notices(reported(base=base(cbgvnv=41, cbql=3, gv=32, nv=5)))
    assert "cộng là 40 không bằng cán bộ, giáo viên, nhân viên 41 (theo số liệu nhà trường điền)" in notice


def test_the_nine_months_begin_where_the_six_began_so_that_cumulative_is_the_period() -> None:
    old = saying({"Đơn nhận trong kỳ": 2})
    new = saying({"Đơn nhận trong kỳ": 1}, date=dt.date(2025, 6, 3), title="Tiếp dân hè")
    report = reported(
        old,
        new,
        expectations=asking("Đơn nhận trong kỳ"),
        period=NINE_MONTHS,
        earlier=a_period(),
        as_of=dt.date(2025, 9, 3),
    )
    assert rows(report)["– Đơn nhận trong kỳ"][:3] == ("03", "03", "02")


def test_the_text_sets_the_figure_of_the_report_before_beside_this_one() -> None:
    old = saying({"Đơn nhận trong kỳ": 2, "Đơn còn lại": 1})
    new = saying({"Đơn nhận trong kỳ": 1, "Đơn còn lại": 1}, date=dt.date(2025, 6, 3), title="Tiếp dân hè")
    report = reported(
        old,
        new,
        expectations=asking("Đơn nhận trong kỳ", "Đơn còn lại"),
        period=NINE_MONTHS,
        earlier=a_period(),
        as_of=dt.date(2025, 9, 3),
    )
    told = text_of(report, f"III.{CODE}.text")
    assert "Trong kỳ có 03 đơn nhận trong kỳ (trong đó 6T: 02) và 01 đơn còn lại." in told


def test_one_occasion_is_dated_once() -> None:
    told = text_of(reported(an_activity(title="Rà soát quy chế", participants=None)), f"III.{CODE}.text")
    assert told.count("12/3/2025") == 1


def test_the_office_that_is_asked_for_nothing_is_missing_nowhere() -> None:
    report = reported(saying({"Đơn nhận trong kỳ": 2}), expectations=asking("Đơn nhận trong kỳ"))
    assert OFFICE not in " ".join(" ".join(row) for row in rows_of(report, "annex.figures"))
