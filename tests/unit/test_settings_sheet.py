"""What people have filled in and decided in the school's spreadsheet, read out of a Workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace

import pytest
from builders import a_plan
from sheets_builders import a_workbook, an_owned_tab

from service import tabs
from service.domain.plan import Plan, Responsibility, Section
from service.domain.settings import Decision, PeriodWindow, SchoolSettings
from service.settings_sheet import read_settings, short_name_of
from service.tabs import SCHOOL_TABS
from sheets.owned import ROW_KEY, OwnedTab
from sheets.values import CellValue
from sheets.workbook import Tab, Workbook

CODE = "II.1.c"
#: A plan with one task, owned by the subject teams.
PLAN: Plan = replace(
    a_plan(),
    sections=(Section(code="II.1", heading="Công tác dân vận", level=2),),
    responsibilities=(
        Responsibility(
            code=CODE,
            text="Tiếp công dân định kỳ; giải quyết đơn thư đúng thời hạn.",
            owners=("Tổ chuyên môn",),
            section="II.1",
        ),
    ),
)
Rows = Iterable[Mapping[str, CellValue]]


def a_school_tab(tab: OwnedTab, rows: Rows = ()) -> Tab:
    """A tab as set-up makes it; a row without «row_key» is one that a person typed."""
    keys = [column.key for column in tab.all_columns]
    return an_owned_tab(tab, [[row.get(key) for key in keys] for row in rows])


def a_school_sheet(*, without: OwnedTab | None = None, **filled: Rows) -> Workbook:
    """All tabs of a school, with rows by the tab's key."""
    kept = [tab for tab in SCHOOL_TABS if tab is not without]
    return a_workbook(*(a_school_tab(tab, filled.get(tab.key, ())) for tab in kept), title="Đúng Hạn")


UNITS: Rows = (
    {
        ROW_KEY: "unit:1",
        "kind": "Đơn vị",
        "name": "Tổ Ngữ văn",
        "aliases": "Tổ Văn",
        "group": "Tổ chuyên môn",
    },
    {ROW_KEY: "unit:2", "kind": "Đơn vị", "name": "Tổ Toán", "group": "Tổ chuyên môn"},
    {ROW_KEY: "school", "kind": "Trường", "name": "Trường THCS Trường Chinh"},
)


def test_without_a_word_of_the_principal_the_plan_speaks() -> None:
    settings = read_settings(a_school_sheet(), PLAN)
    [expectation] = settings.expectations
    assert expectation.code == CODE
    assert expectation.short_name == "Tiếp công dân định kỳ"
    assert expectation.section_heading == "Công tác dân vận"
    assert expectation.owners == ("Tổ chuyên môn",)
    assert settings.unread == ()


def test_the_principals_corrections_win_over_the_text() -> None:
    row: Mapping[str, CellValue] = {
        ROW_KEY: CODE,
        "short_name": "Tiếp công dân",
        "owners": "Tổ Văn; Công đoàn",
        "min_activities": 2,
        "evidence_required": "Có",
        "figures": "Đơn nhận;Đã giải quyết\nĐơn nhận",
        "valid_from": dt.date(2025, 3, 4),
    }
    [expectation] = read_settings(a_school_sheet(plan=[row], directory=UNITS), PLAN).expectations
    assert expectation.short_name == "Tiếp công dân"
    assert expectation.owners == ("Tổ Ngữ văn", "Công đoàn")
    assert expectation.min_activities == 2
    assert expectation.evidence_required
    assert expectation.figures == ("Đơn nhận", "Đã giải quyết")
    assert expectation.valid_from == dt.date(2025, 3, 4)
    assert expectation.text == PLAN.responsibilities[0].text


def test_a_class_of_units_becomes_each_unit_of_it() -> None:
    settings = read_settings(a_school_sheet(plan=[{ROW_KEY: CODE}], directory=UNITS), PLAN)
    assert settings.expectations[0].owners == ("Tổ Ngữ văn", "Tổ Toán")


def test_a_row_of_the_plan_that_somebody_deleted_falls_back_to_the_text() -> None:
    other = {ROW_KEY: "IX.9.z", "short_name": "Không có trong kế hoạch"}
    [expectation] = read_settings(a_school_sheet(plan=[other]), PLAN).expectations
    assert (expectation.code, expectation.short_name) == (CODE, "Tiếp công dân định kỳ")


def test_a_window_is_confirmed_by_the_one_who_signs_for_it() -> None:
    row: Mapping[str, CellValue] = {
        ROW_KEY: "6T",
        "data_from": dt.date(2024, 11, 1),
        "data_to": dt.date(2025, 4, 25),
        "confirmed_by": "Trần Thu Hà",
    }
    settings = read_settings(a_school_sheet(periods=[row]), PLAN)
    assert settings.window("6T") == PeriodWindow(
        period="6T",
        data_from=dt.date(2024, 11, 1),
        data_to=dt.date(2025, 4, 25),
        confirmed_by="Trần Thu Hà",
    )


def test_decisions_are_read_and_rows_without_one_left_out() -> None:
    rows: Rows = (
        {
            ROW_KEY: f"{CODE}|6T",
            "verdict": "Cần bổ sung",
            "note": "Bổ sung biên bản",
            "extended_to": dt.date(2025, 5, 1),
        },
        {ROW_KEY: f"{CODE}|9T"},
    )
    assert read_settings(a_school_sheet(review=rows), PLAN).decisions == (
        Decision(
            code=CODE,
            period="6T",
            verdict="Cần bổ sung",
            note="Bổ sung biên bản",
            extended_to=dt.date(2025, 5, 1),
        ),
    )


def test_people_that_the_secretary_types_below_the_list_belong_to_the_staff() -> None:
    typed = {"name": "Ngô Bảo An", "email": "an@truongchinh.example", "unit": "Tổ Toán", "active": "Không"}
    [member] = read_settings(a_school_sheet(staff=[typed]), PLAN).staff
    assert (member.name, member.unit, member.active) == ("Ngô Bảo An", "Tổ Toán", False)


def test_a_problem_is_waved_through_by_saying_why() -> None:
    rows: Rows = (
        {ROW_KEY: "row:1", "dismissed": "Đã bổ sung bằng giấy"},
        {ROW_KEY: "row:2", "dismissed": "  "},
    )
    assert read_settings(a_school_sheet(problems=rows), PLAN).dismissed == ("row:1",)


@pytest.mark.parametrize("column", ["valid_from", "min_activities"])
def test_a_cell_that_cannot_be_understood_counts_as_blank_and_is_named(column: str) -> None:
    plan = a_school_sheet(plan=[{ROW_KEY: CODE, column: "khoảng giữa tháng"}])
    settings = read_settings(plan, PLAN)
    place = [c.key for c in tabs.PLAN.all_columns].index(column)
    [unread] = settings.unread
    assert unread.cell == f"Kế hoạch!{'ABCDEFGHIJKLM'[place]}2"
    assert unread.key == f"{CODE}/{column}"
    assert "khoảng giữa tháng" in unread.reason
    assert settings.expectations[0].min_activities == 1


def test_a_tab_that_was_deleted_keeps_what_was_last_known_of_it() -> None:
    last = read_settings(a_school_sheet(directory=UNITS), PLAN)
    settings = read_settings(a_school_sheet(without=tabs.DIRECTORY), PLAN, last=last)
    assert settings.units == last.units
    [unread] = settings.unread
    assert unread.tab == "Danh bạ"
    assert unread.cell is None


def test_the_same_sheet_gives_the_same_settings() -> None:
    sheet = a_school_sheet(plan=[{ROW_KEY: CODE}], directory=UNITS)
    first = read_settings(sheet, PLAN)
    assert read_settings(sheet, PLAN, last=first) == first
    assert first != SchoolSettings()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        # up to the first mark that ends a thought
        ("Tiếp công dân định kỳ; giải quyết đơn thư.", "Tiếp công dân định kỳ"),
        # a short sentence stays whole, without its full stop
        ("Tổ chức đối thoại với cha mẹ học sinh.", "Tổ chức đối thoại với cha mẹ học sinh"),
        # a date is no end of a sentence
        ("Họp ngày 5.3 để bàn việc dạy thêm", "Họp ngày 5.3 để bàn việc dạy thêm"),
        # a long one is cut at a comma in its second half
        (
            "Tăng cường công tác tuyên truyền, vận động cán bộ, giáo viên, nhân viên, người lao động",
            "Tăng cường công tác tuyên truyền, vận động cán bộ, giáo viên…",
        ),
    ],
)  # fmt: skip
def test_a_short_name_is_the_beginning_of_the_text(text: str, name: str) -> None:
    assert short_name_of(text) == name
