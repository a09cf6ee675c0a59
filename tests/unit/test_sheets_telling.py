"""A plan of requests in words."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from sheets import requests
from sheets.telling import Deed, Told, tell
from sheets.values import CellValue, to_cell
from sheets.workbook import Cell, Tab, Workbook

SHEET = 7


def workbook(*rows: tuple[CellValue, ...]) -> Workbook:
    cells = tuple(tuple(Cell(value=value) for value in row) for row in rows)
    tab = Tab(sheet_id=SHEET, title="Theo dõi", rows=cells, row_count=50, column_count=5)
    return Workbook(spreadsheet_id="s", title="Trang tính", tabs=(tab,))


BOOK = workbook(("Mã", "Khóa", "Tình trạng"), ("II.1.c", "II.1.c|6T", "Chưa có báo cáo"))


def write(row: int, column: int, *values: CellValue) -> requests.Request:
    return requests.update_cells(
        SHEET, row, column, [[to_cell(value) for value in values]], "userEnteredValue"
    )


def test_a_cell_that_changes_is_told_with_its_column_its_row_and_both_values() -> None:
    assert tell(BOOK, [write(1, 2, "Hoàn thành")]) == (
        Told(
            tab="Theo dõi",
            deed=Deed.CHANGE,
            place="C2 (Tình trạng)",
            row="II.1.c · Chưa có báo cáo",
            before="Chưa có báo cáo",
            after="Hoàn thành",
        ),
    )


def test_a_cell_that_is_written_as_it_is_is_no_change() -> None:
    assert tell(BOOK, [write(1, 2, "Chưa có báo cáo")]) == ()


def test_cells_below_the_last_row_are_one_new_row_without_its_hidden_key() -> None:
    [told] = tell(BOOK, [requests.append_rows(SHEET, 50), write(2, 0, "III.2", "III.2|6T", "Quá hạn")])
    assert (told.deed, told.place, told.after) == (Deed.ADD_ROW, "dòng 3", "III.2 | Quá hạn")


def test_a_date_is_told_as_people_read_it() -> None:
    cells = [[to_cell(dt.date(2025, 5, 4))]]
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    [told] = tell(BOOK, [requests.update_cells(SHEET, 1, 3, cells, fields)])
    assert told.after == "04/05/2025"


def test_a_row_that_goes_is_told_with_what_stood_there() -> None:
    [told] = tell(BOOK, [requests.delete_rows(SHEET, 1, 2)])
    assert (told.deed, told.place, told.before) == (Deed.DELETE_ROW, "dòng 2", "II.1.c | Chưa có báo cáo")


def test_a_new_tab_and_what_is_no_cell_are_named() -> None:
    plan = [
        {"addSheet": {"properties": {"sheetId": 9, "title": "Ý kiến"}}},
        {"updateSheetProperties": {"properties": {"sheetId": SHEET}, "fields": "gridProperties"}},
    ]
    told = tell(BOOK, plan)
    assert [(item.tab, item.deed) for item in told] == [("Ý kiến", Deed.ADD_TAB), ("Theo dõi", Deed.LAYOUT)]


@given(
    st.lists(st.lists(st.text("ab", max_size=2), min_size=3, max_size=3), min_size=2, max_size=5), st.data()
)
def test_exactly_the_cells_that_differ_are_told(rows: list[list[str]], data: st.DataObject) -> None:
    book = workbook(*(tuple(row) for row in rows))
    wanted = data.draw(st.lists(st.text("ab", max_size=2), min_size=3, max_size=3))
    told = tell(book, [write(1, 0, *wanted)])
    assert len(told) == sum(now != then for now, then in zip(wanted, rows[1], strict=True))
