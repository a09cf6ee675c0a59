"""A1 notation of the stand-in: which cells a text means, and how Google writes them back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.errors import GoogleError
from service.standin.sheets.a1 import Area, column_number, letters, parse_range, quoted, written
from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.defaults import sheet_properties, spreadsheet_properties

titles = st.text(alphabet="AB1 !':_-Đảà\u200b/", min_size=1, max_size=12)


def book(*titles: str, rows: int = 10, columns: int = 5) -> Book:
    """A spreadsheet with empty tabs."""
    sheets = [Sheet(sheet_properties(number, title, rows, columns)) for number, title in enumerate(titles)]
    return Book(spreadsheet_properties(), sheets)


def echo(text: str, of: Book | None = None) -> str:
    """The range as Google would write it back."""
    target = parse_range(of or book("Sheet1"), text)
    return written(target.sheet, target.area)


@given(st.integers(0, 18_277))
def test_letters_of_a_column_give_its_number_back(column: int) -> None:
    assert column_number(letters(column)) == column
    assert column_number(letters(column).lower()) == column


@pytest.mark.parametrize(("column", "text"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_counted_without_a_zero(column: int, text: str) -> None:
    assert letters(column) == text


@given(
    title=titles,
    top=st.integers(0, 9),
    left=st.integers(0, 4),
    height=st.integers(1, 10),
    width=st.integers(1, 5),
)
def test_what_is_written_is_read_as_the_same_cells(
    title: str, top: int, left: int, height: int, width: int
) -> None:
    of = book("Khác", title + "x")
    area = Area(top, left, min(top + height, 10), min(left + width, 5))
    target = parse_range(of, written(of.sheets[1], area))
    assert (target.sheet.title, target.area) == (title + "x", area)


@given(titles)
def test_a_quoted_title_means_the_whole_tab(title: str) -> None:
    of = book("Khác", title + "x")
    target = parse_range(of, "'" + (title + "x").replace("'", "''") + "'")
    assert target.sheet is of.sheets[1]
    assert target.area == Area(0, 0, 10, 5)


@given(st.text(max_size=12))
def test_any_text_means_cells_or_is_refused(text: str) -> None:
    of = book("Sheet1", "Tổ Toán")
    try:
        target = parse_range(of, text)
    except GoogleError as error:
        assert error.code == 400
    else:
        area = target.area
        assert 0 <= area.top < area.bottom <= 10
        assert 0 <= area.left < area.right <= 5


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Sheet1", "Sheet1!A1:E10"),
        ("sheet1", "Sheet1!A1:E10"),
        ("A1:1", "Sheet1!A1:E1"),
        ("A:B", "Sheet1!A1:B10"),
        ("2:3", "Sheet1!A2:E3"),
        ("B2:B", "Sheet1!B2:B10"),
        ("D4:A1", "Sheet1!A1:D4"),
        ("$B$2", "Sheet1!B2"),
        ("b2:c3", "Sheet1!B2:C3"),
        ("A1:ZZ999", "Sheet1!A1:E10"),
        ("'Sheet1'!A1:A1", "Sheet1!A1"),
    ],
)
def test_open_and_reversed_ranges_are_closed_at_the_edge_of_the_grid(text: str, shown: str) -> None:
    assert echo(text) == shown


@pytest.mark.parametrize(
    "text", ["", "A0", "A", "Nowhere!A1", "Sheet1!", "A1:B2:C3", "Sheet1!A1:!", "1A", "A-1"]
)
def test_what_is_no_range_is_not_parsed(text: str) -> None:
    with pytest.raises(GoogleError, match="Unable to parse range"):
        echo(text)


@pytest.mark.parametrize("text", ["A11", "F1", "Sheet1!A11:B12"])
def test_a_range_that_begins_outside_exceeds_the_grid(text: str) -> None:
    with pytest.raises(GoogleError, match=r"exceeds grid limits. Max rows: 10, max columns: 5"):
        echo(text)


@pytest.mark.parametrize(
    ("title", "shown"),
    [("Sheet1", "'Sheet1'"), ("Trang", "Trang"), ("Tổ Toán", "'Tổ Toán'"), ("D3", "'D3'"), ("R1C1", "'R1C1'"),
     ("Sheet", "Sheet"), ("a'b", "'a''b'"), ("_x1_", "_x1_")],
)  # fmt: skip
def test_a_title_that_could_be_read_as_something_else_is_quoted(title: str, shown: str) -> None:
    # Sheet1 itself is plain: the recordings have it without quotes.
    assert quoted(title) == (title if title == "Sheet1" else shown)


def test_a_tab_called_like_a_cell_is_meant_only_in_quotes() -> None:
    of = book("Sheet1", "D3")
    assert echo("D3", of) == "Sheet1!D3"
    assert echo("'D3'", of) == "'D3'!A1:E10"
    assert echo("'D3'!B2", of) == "'D3'!B2"


def test_a_name_stands_for_its_range_alone_and_behind_its_tab() -> None:
    of = book("Sheet1", "Khác")
    where = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 3, "startColumnIndex": 0, "endColumnIndex": 2}
    of.named_ranges.append({"namedRangeId": "1", "name": "Kỳ_1", "range": where})
    assert echo("Kỳ_1", of) == echo("'Sheet1'!kỳ_1", of) == "Sheet1!A2:B3"
    with pytest.raises(GoogleError, match="Unable to parse range"):
        echo("Khác!Kỳ_1", of)
