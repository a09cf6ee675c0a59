"""Tables of people are found by header names, wherever they stand and in any order."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets_builders import a_merge, a_tab

from sheets.activity_table import ACTIVITY_COLUMNS
from sheets.errors import HeaderNotFoundError
from sheets.tables import Column, Table, read_table
from sheets.workbook import Tab, a1, column_letters

DAY = dt.date(2025, 3, 12)
HEADER = ["Ngày", "Nội dung hoạt động", "Kết quả"]


def table_of(tab: Tab) -> Table:
    return read_table(tab, ACTIVITY_COLUMNS, file="Tổ Toán")


def titles(table: Table) -> list[object]:
    return [row.values["title"] for row in table.rows]


def test_a_row_carries_values_and_addresses_by_column() -> None:
    (row,) = table_of(a_tab([HEADER, [DAY, "Chuyên đề", "Tốt"]])).rows
    assert row.values == {"date": DAY, "title": "Chuyên đề", "result": "Tốt"}
    assert row.addresses["title"] == "Hoạt động!B2"
    assert row.number == 2


def test_the_header_may_stand_below_titles() -> None:
    table = table_of(a_tab([["TRƯỜNG THCS"], [], ["SỔ HOẠT ĐỘNG"], HEADER, [DAY, "Chuyên đề"]]))
    assert table.header_number == 4
    assert titles(table) == ["Chuyên đề"]


@pytest.mark.parametrize(
    "header",
    [
        ["NỘI DUNG CÔNG VIỆC", "KẾT QUẢ ĐẠT ĐƯỢC", "NGÀY THỰC HIỆN"],  # other names, other order
        ["  nội dung ", "Kết quả:", "Ngày\n(dd/mm/yyyy)"],  # blanks, marks, remarks
        ["Hoạt động", "Kết-quả", "Ngày,\u00a0tháng"],
        [unicodedata.normalize("NFD", name) for name in ("Tên hoạt động", "Kết quả", "Thời gian")],
        ["Noi dung", "Ket qua", "Ngay"],  # typed without diacritics
    ],
)
def test_headers_are_found_by_normalised_names_and_aliases_in_any_order(header: list[str]) -> None:
    (row,) = table_of(a_tab([header, ["Chuyên đề", "Tốt", DAY]])).rows
    assert row.values == {"title": "Chuyên đề", "result": "Tốt", "date": DAY}


def test_columns_that_nobody_asked_for_are_kept_by_their_header() -> None:
    tab = a_tab([["STT", *HEADER, "Kinh phí", None], [1, DAY, "Chuyên đề", "Tốt", 500_000, "x"]])
    (row,) = table_of(tab).rows
    assert row.extras == {"STT": 1, "Kinh phí": 500_000, "Cột F": "x"}


def test_a_doubled_header_is_named_and_its_values_are_kept() -> None:
    table = table_of(a_tab([[*HEADER, "Kết quả", "Kinh phí", "Kinh phí"], [DAY, "A", "Tốt", "Khá", 1, 2]]))
    assert table.doubled == ("Kết quả", "Kinh phí")
    assert table.rows[0].values["result"] == "Tốt"
    assert table.rows[0].extras == {"Kết quả (2)": "Khá", "Kinh phí": 1, "Kinh phí (2)": 2}


def test_optional_columns_that_are_not_there_are_told() -> None:
    assert "evidence" in table_of(a_tab([HEADER])).missing


@pytest.mark.parametrize(
    "rows",
    [
        [],  # an empty tab
        [[DAY, "Chuyên đề", "Tốt"]],  # no header at all
        [["Ngày", "Kết quả"], [DAY, "Tốt"]],  # one required column is missing
    ],
)
def test_a_missing_header_is_told_with_the_file_and_the_headers_looked_for(rows: list[list[object]]) -> None:
    with pytest.raises(HeaderNotFoundError) as caught:
        table_of(a_tab(rows))  # type: ignore[arg-type]
    assert "«Tổ Toán», trang «Hoạt động»" in caught.value.message
    assert "«Ngày», «Nội dung hoạt động»" in caught.value.message


@pytest.mark.parametrize(
    "blank",
    [
        [],
        [None, "  ", "\u200b"],
        [None, None, None, False],  # a tick box nobody ticked
    ],
)
def test_blank_rows_are_skipped(blank: list[object]) -> None:
    tab = a_tab([[*HEADER, "Đã in"], blank, [DAY, "Chuyên đề"], blank])  # type: ignore[list-item]
    assert [row.number for row in table_of(tab).rows] == [3]


def test_a_row_that_holds_only_its_running_number_is_blank() -> None:
    tab = a_tab([["STT", *HEADER], [1, DAY, "Chuyên đề"], [2], [3]])
    assert [row.number for row in table_of(tab).rows] == [2]


def test_a_row_that_holds_only_an_extra_value_is_not_lost() -> None:
    tab = a_tab([[*HEADER, "Kinh phí"], [None, None, None, 500_000]])
    assert table_of(tab).rows[0].extras == {"Kinh phí": 500_000}


def test_a_header_repeated_on_each_page_is_not_a_row() -> None:
    tab = a_tab([HEADER, [DAY, "A"], HEADER, [DAY, "B"]])
    assert titles(table_of(tab)) == ["A", "B"]


def test_a_date_merged_over_three_rows_belongs_to_each_of_them() -> None:
    tab = a_tab([HEADER, [DAY, "A"], [None, "B"], [None, "C"]], merges=[a_merge(1, 4, 0, 1)])
    assert [row.values["date"] for row in table_of(tab).rows] == [DAY, DAY, DAY]


def test_a_merge_does_not_make_a_row_where_nobody_wrote_anything() -> None:
    tab = a_tab([HEADER, [DAY, "A"], [None, None]], merges=[a_merge(1, 3, 0, 1)])
    assert titles(table_of(tab)) == ["A"]


def test_a_band_across_the_table_is_a_heading_and_not_a_row() -> None:
    tab = a_tab([HEADER, ["THÁNG 3"], [DAY, "A"]], merges=[a_merge(1, 2, 0, 3)])
    assert titles(table_of(tab)) == ["A"]


def test_a_header_of_two_rows_is_read_as_one() -> None:
    tab = a_tab(
        [["Ngày", "Hoạt động", "Tham dự", None], [None, None, "Sĩ số", "Nữ"], [DAY, "A", 30, 14]],
        merges=[a_merge(0, 2, 0, 1), a_merge(0, 2, 1, 2), a_merge(0, 1, 2, 4)],
    )
    (row,) = table_of(tab).rows
    assert row.values == {"date": DAY, "title": "A", "participants": 30}
    assert row.extras == {"Tham dự – Nữ": 14}


@given(st.permutations(ACTIVITY_COLUMNS), st.integers(0, 6), st.data())
def test_order_of_columns_and_titles_above_do_not_matter(
    order: list[Column], titles_above: int, data: st.DataObject
) -> None:
    header = [data.draw(st.sampled_from((column.title, *column.aliases))) for column in order]
    above = [[f"Sổ theo dõi {n}"] for n in range(titles_above)]
    row = [f"giá trị {column.key}" for column in order]
    table = table_of(a_tab([*above, header, row]))
    assert table.header_number == titles_above + 1
    assert table.rows[0].values == {column.key: f"giá trị {column.key}" for column in order}


def test_no_two_columns_claim_the_same_header() -> None:
    names = [name for column in ACTIVITY_COLUMNS for name in column.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_have_letters(column: int, letters: str) -> None:
    assert column_letters(column) == letters
    assert a1(6, column) == f"{letters}7"
