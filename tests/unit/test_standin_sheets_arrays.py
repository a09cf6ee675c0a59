"""Formulas of the stand-in that fill more cells than their own."""

from __future__ import annotations

from typing import Any

import pytest
from test_standin_sheets_formulas import MARKS, book_of

from service.standin.sheets.a1 import parse_range
from service.standin.sheets.book import Book
from service.standin.sheets.reading import Reader
from service.standin.sheets.render import Wanted, spreadsheet_json


def filled(
    formula: str, *, book: Book | None = None, area: str = "F1:I9", render: str = "UNFORMATTED_VALUE"
) -> Any:
    """What stands around F1 once the formula is there."""
    book = book or book_of(MARKS)
    book.sheets[0].put(0, 5, {"userEnteredValue": {"formulaValue": formula}})
    reader = Reader(book, {"valueRenderOption": render})
    return reader.value_range(parse_range(book, f"Sheet1!{area}")).get("values", [])


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=FILTER(A2:B5, C2:C5>7.8)", [["T1", "Toán"], ["T4", "Anh"]]),
        ('=FILTER(A2:A5, LEN(B2:B5)=4, C2:C5<>"")', [["T1"]]),
        ("=filter(A1:D1, {TRUE,FALSE,TRUE,FALSE})", [["Mã", "Điểm"]]),
        ("=SORT(A2:C5, 3, FALSE)", [["T1", "Toán", 9], ["T4", "Anh", 8], ["T2", "Văn", 7.5], ["T3", "toán"]]),
        ("=SORT(A2:A5, B2:B5, TRUE, C2:C5, FALSE)", [["T4"], ["T1"], ["T3"], ["T2"]]),
        ("=UNIQUE({1;2;1;3})", [[1], [2], [3]]),
        ("=UNIQUE({1;2;1;3},FALSE,TRUE)", [[2], [3]]),
        ("=TRANSPOSE(A2:B3)", [["T1", "T2"], ["Toán", "Văn"]]),
        ("=SEQUENCE(2,3,10,5)", [[10, 15, 20], [25, 30, 35]]),
        ("=FLATTEN(A2:B3)", [["T1"], ["Toán"], ["T2"], ["Văn"]]),
        ("=ARRAYFORMULA(C2:C3*2)", [[18], [15]]),
        ('=ARRAYFORMULA(IF(C2:C4>8,UPPER(B2:B4),"-"))', [["TOÁN"], ["-"], ["-"]]),
        ('=ARRAYFORMULA(VLOOKUP({"T4";"T2";"T9"},A2:C5,3,FALSE))', [[8], [7.5], ["#N/A"]]),
        ("={1,2;3,4}", [[1, 2], [3, 4]]),
        ("=SUM(FILTER(C2:C5, C2:C5>7.8))", [[17]]),
        ("=ARRAYFORMULA(SUM(IF(C2:C5>7.8,1,0)))", [[2]]),
    ],
)
def test_an_array_fills_the_cells_that_it_needs(formula: str, wanted: Any) -> None:
    assert filled(formula) == wanted


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=FILTER(A2:A5, C2:C5>70)", "#N/A"),
        ("=FILTER(A2:A5, C2:C4>7)", "#VALUE!"),
        ("=SORT(A2:B5, 3)", "#VALUE!"),
        ("=SEQUENCE(0)", "#NUM!"),
        ("=SEQUENCE(2000)", "#REF!"),
    ],
)
def test_an_array_that_cannot_be_is_an_error_in_its_cell(formula: str, wanted: str) -> None:
    assert filled(formula) == [[wanted]]


def test_an_array_fills_nothing_over_data() -> None:
    book = book_of(MARKS)
    book.sheets[0].put(2, 5, {"userEnteredValue": {"stringValue": "có rồi"}})
    assert filled("=SEQUENCE(4)", book=book) == [["#REF!"], [], ["có rồi"]]
    book.sheets[0].put(2, 5, {})
    assert filled("=SEQUENCE(4)", book=book) == [[1], [2], [3], [4]]


def test_what_is_filled_is_seen_by_formulas_and_by_other_arrays() -> None:
    book = book_of(MARKS)
    book.sheets[0].put(0, 6, {"userEnteredValue": {"formulaValue": "=SUM(F1:F9)"}})
    book.sheets[0].put(0, 7, {"userEnteredValue": {"formulaValue": "=SORT(F1:F3,1,FALSE)"}})
    assert filled("=SEQUENCE(3)", book=book) == [[1, 6, 3], [2, "", 2], [3, "", 1]]


def test_a_filled_cell_shows_a_value_that_nobody_entered() -> None:
    book = book_of(MARKS)
    book.sheets[0].put(0, 5, {"userEnteredValue": {"formulaValue": "=SEQUENCE(8)"}})
    wanted = Wanted(targets=[parse_range(book, "Sheet1!F1:F2")], grid_data=True)
    shown = spreadsheet_json(book, file_id="1", title="Sổ", url="", wanted=wanted)
    first, second = (row["values"][0] for row in shown["sheets"][0]["data"][0]["rowData"])
    assert first["userEnteredValue"] == {"formulaValue": "=SEQUENCE(8)"}
    assert (second["effectiveValue"], second["formattedValue"]) == ({"numberValue": 2}, "2")
    assert "userEnteredValue" not in second and "spilled" not in second
