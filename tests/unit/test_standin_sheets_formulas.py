"""Formulas of the stand-in: what a cell shows, and what becomes of references."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.cells import locale_of, look
from service.standin.sheets.defaults import sheet_properties, spreadsheet_properties
from service.standin.sheets.entered import typed
from service.standin.sheets.formats import formatted
from service.standin.sheets.formulas import Calculation, moved, shifted
from service.standin.sheets.formulas.functions import FUNCTIONS
from service.standin.sheets.formulas.known import KNOWN
from service.standin.sheets.shift import Delete, Insert

NOW = dt.datetime(2025, 4, 29, 1, 30, tzinfo=dt.UTC)
MARKS = [
    ["Mã", "Tổ", "Điểm", "Ngày"],
    ["T1", "Toán", 9, "2025-03-04"],
    ["T2", "Văn", 7.5, "2025-03-05"],
    ["T3", "toán", None, "2025-04-01"],
    ["T4", "Anh", 8, None],
]


def book_of(*tabs: list[list[Any]], locale: str = "en_US", time_zone: str = "Asia/Ho_Chi_Minh") -> Book:
    """A spreadsheet with tabs Sheet1, Sheet2, … as if their values were typed in."""
    book = Book(spreadsheet_properties() | {"locale": locale, "timeZone": time_zone}, [], now=NOW)
    for number, rows in enumerate(tabs):
        sheet = Sheet(sheet_properties(number, f"Sheet{number + 1}"))
        for row, items in enumerate(rows):
            for column, item in enumerate(items):
                if item is not None:
                    sheet.put(row, column, cell_of(item, book))
        book.sheets.append(sheet)
    return book


def cell_of(item: Any, book: Book) -> dict[str, Any]:
    if isinstance(item, bool):
        return {"userEnteredValue": {"boolValue": item}}
    if isinstance(item, int | float):
        return {"userEnteredValue": {"numberValue": item}}
    value, number_format = typed(item, locale_of(book), NOW.date())
    looks = {"userEnteredFormat": {"numberFormat": number_format}} if number_format else {}
    return {"userEnteredValue": value, **looks}


def result(formula: str, book: Book | None = None) -> Any:
    """What a formula comes to in cell F9 of the first tab; an error as its type."""
    book = book or book_of(MARKS)
    cell = {"userEnteredValue": {"formulaValue": formula}}
    value = Calculation(book).value(book.sheets[0], cell, (8, 5))
    assert value is not None
    [(kind, plain)] = value.items()
    return plain["type"] if kind == "errorValue" else plain


def message(formula: str) -> str:
    book = book_of(MARKS)
    value = Calculation(book).value(book.sheets[0], {"userEnteredValue": {"formulaValue": formula}}, (8, 5))
    assert value is not None
    return str(value["errorValue"]["message"])


def shown(formula: str, book: Book) -> str:
    cell = {"userEnteredValue": {"formulaValue": formula}}
    calculation = Calculation(book)
    value = calculation.value(book.sheets[0], cell, (8, 5))
    assert value is not None
    return formatted(value, look(calculation, book.sheets[0], cell), locale_of(book))


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=1+2*3", 7),
        ("=-2^2", 4),
        ("=(1+2)*3%", 0.09),
        ('="a"&1&TRUE', "a1TRUE"),
        ("=1/4=0.25", True),
        ('="Toán"="toán"', True),
        ("=SUM(C2:C5)", 24.5),
        ("=SUM(C:C, 1, \"2\")", 27.5),
        ("=AVERAGE(C2:C5)", 24.5 / 3),
        ("=COUNT(C1:C5)", 3),
        ("=COUNTA(C1:C5)", 4),
        ("=COUNTBLANK(C1:C5)", 1),
        ('=COUNTIF(B:B, "toán")', 2),
        ('=COUNTIF(B2:B5, "*n")', 3),
        ('=COUNTIF(C2:C5, ">=8")', 2),
        ('=COUNTIF(B2:B5, "<>Anh")', 3),
        ('=COUNTIFS(B2:B5, "toán", C2:C5, ">1")', 1),
        ('=SUMIF(B2:B5, "Văn", C2:C5)', 7.5),
        ('=SUMIFS(C2:C5, B2:B5, "<>Văn", A2:A5, "T*")', 17),
        ('=AVERAGEIF(C2:C5, ">7.5")', 8.5),
        ("=MAX(C2:C5)-MIN(C2:C5)", 1.5),
        ('=IF(C2>8, "giỏi", "khá")', "giỏi"),
        ('=IF(FALSE, 1)', False),
        ("=IFERROR(1/0, 5)", 5),
        ("=IFERROR(1/0)", ""),
        ("=IFNA(NA(), 3)", 3),
        ("=AND(TRUE, C2=9)", True),
        ("=OR(FALSE, C2=1)", False),
        ("=NOT(C2=9)", False),
        ("=ROUND(2.345, 2)", 2.35),
        ("=ROUND(-2.5)", -3),
        ("=ROUND(1234, -2)", 1200),
        ("=INT(-1.5)", -2),
        ("=MOD(-1, 3)", 2),
        ('=CONCATENATE(A2:B2, "-", 1.5)', "T1Toán-1.5"),
        ('=TEXTJOIN(", ", TRUE, B2:B5)', "Toán, Văn, toán, Anh"),
        ('=TEXT(0.256, "0.0%")', "25.6%"),
        ('=TEXT(D2, "dd/mm/yyyy")', "04/03/2025"),
        ('=LEN(" Tổ ")', 4),
        ('=TRIM("  a   b ")', "a b"),
        ('=UPPER("tổ")&LOWER("TỔ")', "TỔtổ"),
        ('=LEFT("Toán",2)&RIGHT("Toán")&MID("Toán",2,2)', "Tonoá"),
        ('=SUBSTITUTE("a-b-c", "-", "+", 2)', "a-b+c"),
        ('=VLOOKUP("T2", A2:C5, 3, FALSE)', 7.5),
        ('=INDEX(B2:B5, MATCH("T4", A2:A5, 0))', "Anh"),
        ("=SUM(INDEX(A1:C5, 0, 3))", 24.5),
        ('=XLOOKUP("T9", A2:A5, B2:B5, "không có")', "không có"),
        ("=MATCH(8, {5,7,9})", 2),
        ('=SUMPRODUCT((B2:B5="toán")*(C2:C5))', 9),
        ("=ROW()+COLUMN()", 15),
        ("=ROWS(A2:C5)*COLUMNS(A2:C5)", 12),
        ("=DATE(2025, 14, 1)-DATE(2026, 1, 31)", 1),
        ("=YEAR(D2)*100+MONTH(D2)", 202503),
        ("=WEEKDAY(D2)", 3),
        ("=NETWORKDAYS(DATE(2025,4,28), DATE(2025,5,5))", 6),
        ("=EOMONTH(D2, 1)-DATE(2025,4,30)", 0),
        ("=TODAY()-DATE(2025,4,29)", 0),
        ('=DATEVALUE("3/4/2025")-D2', 0),
        ("=COUNTUNIQUE(B2:B5)", 3),
        ("=IFS(C2>9, 1, C2>8, 2)", 2),
        ('=REGEXEXTRACT("II.1.c", "[0-9]+")', "1"),
        ("=ISBLANK(C4)", True),
        ("=C4+1", 1),
        ('=C4=""', True),
        ("=A1:A1", "Mã"),
        ("=F100", ""),
    ],
)  # fmt: skip
def test_a_formula_comes_to_what_google_makes_of_it(formula: str, wanted: Any) -> None:
    found = result(formula)
    assert found == (pytest.approx(wanted) if isinstance(wanted, float) else wanted)
    assert isinstance(found, bool) is isinstance(wanted, bool)


@pytest.mark.parametrize(
    ("formula", "kind"),
    [
        ("=1/0", "DIVIDE_BY_ZERO"),
        ("=AVERAGE(B2:B5)", "DIVIDE_BY_ZERO"),
        ('=1+"a"', "VALUE"),
        ("=TONG(A1)", "NAME"),
        ("=khongco", "NAME"),
        ("=Nowhere!A1", "REF"),
        ("=A5000", "REF"),
        ("=#REF!+1", "REF"),
        ('=VLOOKUP("T9", A:B, 2, FALSE)', "N_A"),
        ("=IF(TRUE)", "N_A"),
        ("=SQRT(-1)", "NUM"),
        ("=10^400", "NUM"),
        ("=1+", "ERROR"),
        ("=(" * 200, "ERROR"),
        ("=QUERY(A1:B2, \"select A\")", "ERROR"),
    ],
)  # fmt: skip
def test_an_error_has_googles_type(formula: str, kind: str) -> None:
    assert result(formula) == kind


def test_a_function_that_is_not_computed_is_named() -> None:
    assert "IMPORTRANGE" in message('=IMPORTRANGE("x", "A1")')
    assert message("=TONG(1)") == "Unknown function: 'TONG'."
    assert not KNOWN & FUNCTIONS.keys()


def test_a_vietnamese_spreadsheet_separates_with_semicolons() -> None:
    book = book_of([[1.5, 2]], locale="vi_VN")
    assert result("=SUM(A1:B1;0,5)", book) == 4
    assert result("=SUM(A1,B1)", book) == "ERROR"
    assert shown("=A1/4", book) == "0,375"


def test_formulas_see_each_other_across_tabs_and_names() -> None:
    book = book_of([["=Sheet2!A1*2", "='Sheet2'!A2"]], [[4], ["=Sheet1!A1+tong"]])
    book.named_ranges.append({"namedRangeId": "1", "name": "tong", "range": {"sheetId": 1, "endRowIndex": 1}})
    book.named_ranges[0]["range"]["endColumnIndex"] = 1
    assert result("=B1", book) == 12


def test_a_circle_is_an_error_and_ends() -> None:
    book = book_of([["=B1", "=C1", "=A1+1", "=SUM(A1:D1)"]])
    calculation = Calculation(book)
    for column in range(4):
        value = calculation.value(book.sheets[0], book.sheets[0].cell(0, column), (0, column))
        assert value is not None
        assert value["errorValue"]["type"] == "REF", column
        assert value["errorValue"]["message"].startswith("Circular dependency")


def test_a_long_chain_of_running_sums_is_computed() -> None:
    rows = [[1, "=A1"], *([1, f"=B{row}+A{row + 1}"] for row in range(1, 900))]
    assert result("=B900", book_of(rows)) == 900


def test_dates_and_percent_are_shown_as_such() -> None:
    book = book_of(MARKS)
    assert shown("=TODAY()", book) == "4/29/2025"
    assert shown("=D2", book) == "2025-03-04"
    assert shown("=D2+1", book) == "2025-03-05"
    assert shown("=D3-D2", book) == "1"
    assert shown("=NOW()", book) == "4/29/2025 8:30:00"


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=A1+$A1+A$1+$A$1", "=B3+$A3+B$1+$A$1"),
        ('=SUM(A1:B2)&"A1"', '=SUM(B3:C4)&"A1"'),
        ("=SUM(A:A)+SUM(1:1)", "=SUM(B:B)+SUM(3:3)"),
        ("='Tổ 1'!A1", "='Tổ 1'!B3"),
        ("=LOG10(A1)", "=LOG10(B3)"),
    ],
)
def test_a_copied_formula_takes_its_references_along(formula: str, wanted: str) -> None:
    assert moved(formula, 2, 1, ".") == wanted


def test_a_reference_that_would_leave_the_grid_is_gone() -> None:
    assert moved("=A1+B2", -1, 0, ".") == "=#REF!+B1"


@pytest.mark.parametrize(
    ("formula", "wanted"),
    [
        ("=SUM(A1:A5)", "=SUM(A1:A7)"),
        ("=A3+$A$3+A2", "=A5+$A$5+A2"),
        ("=Khac!A3", "=Khac!A3"),
        ("=SUM(A:A)", "=SUM(A:A)"),
    ],
)
def test_a_formula_follows_rows_that_are_put_in(formula: str, wanted: str) -> None:
    assert shifted(formula, "Tab", "Tab", "ROWS", Insert(2, 2), ".") == wanted


def test_a_formula_loses_what_is_deleted() -> None:
    change = Delete(1, 3)
    assert shifted("=A2+A4", "Tab", "Tab", "ROWS", change, ".") == "=#REF!+A2"
    assert shifted("=SUM(A1:A5)", "Khac", "Tab", "ROWS", change, ".") == "=SUM(A1:A5)"
    assert shifted("=SUM(Tab!A1:A5)", "Khac", "Tab", "ROWS", change, ".") == "=SUM(Tab!A1:A3)"


PIECES = [*"=()+-*/^&<>%,;:{}\\\"'!#$. ABC123ạ", "SUM(", "IF(", "A1:B2", "Sheet1!", "\U0001f600"]
FORMULA_TEXT = st.lists(st.sampled_from(PIECES), max_size=25).map("".join)


@given(text=FORMULA_TEXT, locale=st.sampled_from(["en_US", "vi_VN"]))
def test_any_text_is_a_value_or_an_error(text: str, locale: str) -> None:
    book = book_of(MARKS, locale=locale)
    cell = {"userEnteredValue": {"formulaValue": "=" + text}}
    value = Calculation(book).value(book.sheets[0], cell, (8, 5))
    assert value is not None
    assert len(value) == 1


@given(name=st.sampled_from(sorted(FUNCTIONS)), data=st.data())
def test_any_function_takes_any_arguments(name: str, data: st.DataObject) -> None:
    parts = st.sampled_from(
        [
            "1",
            "-2",
            "0",
            "1E300",
            '"a"',
            '">1"',
            "TRUE",
            "A1:C5",
            "C2:C5",
            "D2",
            "C4",
            "",
            "1/0",
            "{1,2;3,4}",
            "B:B",
        ]
    )
    arguments = ", ".join(data.draw(st.lists(parts, max_size=5)))
    found = Calculation(book := book_of(MARKS)).value(
        book.sheets[0], {"userEnteredValue": {"formulaValue": f"={name}({arguments})"}}, (8, 5)
    )
    assert found is not None
    assert next(iter(found.values())) is not None


@given(rows=st.integers(-3, 5), columns=st.integers(-3, 5))
def test_there_and_back_again_is_the_same_formula(rows: int, columns: int) -> None:
    formula = "=SUM(H9:$J12)+Sheet2!H$9*$H9-K:K"
    there = moved(formula, rows, columns, ".")
    assert moved(there, -rows, -columns, ".") == formula
