"""What typing a text gives, and how it shows: by the spreadsheet's locale, as Google does it."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.sheets.entered import serial, typed
from service.standin.sheets.formats import formatted
from service.standin.sheets.locales import locale_named

TODAY = dt.date(2025, 10, 20)
VI, US, FR = (locale_named(name) for name in ("vi_VN", "en_US", "fr_FR"))


def value(text: str, locale: Any = VI) -> Any:
    """The plain value that typing gives."""
    entered, _ = typed(text, locale, TODAY)
    return None if entered is None else next(iter(entered.values()))


def shows(text: str, locale: Any = VI) -> str:
    """What the cell says after typing."""
    entered, look = typed(text, locale, TODAY)
    return "" if entered is None else formatted(entered, look, locale)


@pytest.mark.parametrize(
    ("text", "number", "shown"),
    [
        ("9,25", 9.25, "9,25"),
        ("1.234,5", 1234.5, "1.234,50"),
        ("1.234", 1234, "1.234"),
        ("0123", 123, "123"),
        ("-7", -7, "-7"),
        ("+7", 7, "7"),
        (",5", 0.5, "0,5"),
        (" 12 ", 12, "12"),
        ("50%", 0.5, "50%"),
        ("9,5%", 0.095, "9,50%"),
        ("1E3", 1000, "1,00E+03"),
        ("100.000 ₫", 100_000, "100.000 ₫"),
        ("100.000đ", 100_000, "100.000 ₫"),
    ],
)
def test_numbers_are_read_in_vietnamese(text: str, number: float, shown: str) -> None:
    assert value(text) == pytest.approx(number)
    assert shows(text) == shown


@pytest.mark.parametrize(
    "text", ["9.25", "1.23,5", "1.2345", "12a", "1,2,3", "--1", "1 234", "$5", "1E999", "١٢"]
)
def test_what_is_no_vietnamese_number_stays_a_text(text: str) -> None:
    assert value(text) == text
    assert shows(text) == text


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("04/3/2025", dt.date(2025, 3, 4)),
        ("04-03-2025", dt.date(2025, 3, 4)),
        ("4/3/25", dt.date(2025, 3, 4)),
        ("31/12", dt.date(2025, 12, 31)),
        ("2025-03-04", dt.date(2025, 3, 4)),
        ("4/3/99", dt.date(1999, 3, 4)),
    ],
)
def test_a_date_is_a_number_that_shows_the_way_it_was_typed(text: str, day: dt.date) -> None:
    assert value(text) == serial(day)
    assert shows(text) == text


@pytest.mark.parametrize(
    "text", ["30/2/2025", "13/13/2025", "04/3/202", "2025-3-4-5", "1/2-2025", "0/1/2025"]
)
def test_a_day_that_there_is_not_stays_a_text(text: str) -> None:
    assert value(text) == text


def test_the_month_comes_first_in_american_english_only() -> None:
    assert value("3/4/2025", US) == serial(dt.date(2025, 3, 4))
    assert value("3/4/2025", VI) == serial(dt.date(2025, 4, 3))
    assert value("3/4/2025", FR) == serial(dt.date(2025, 4, 3))


def test_an_iso_date_keeps_its_form_in_american_english() -> None:
    assert shows("2020-01-01", US) == "2020-01-01"
    assert shows("1/2/2020", US) == "1/2/2020"


@pytest.mark.parametrize("text", ["Mar 1 2016", "March 1, 2016"])
def test_a_month_may_be_named(text: str) -> None:
    assert value(text, US) == serial(dt.date(2016, 3, 1))
    assert shows(text, US) == text


@pytest.mark.parametrize(
    ("text", "part"),
    [("8:30", 8.5 / 24), ("08:30:36", 8.51 / 24), ("8:30 pm", 20.5 / 24), ("12:00 AM", 0)],
)
def test_a_time_is_a_part_of_a_day(text: str, part: float) -> None:
    assert value(text) == pytest.approx(part)
    assert shows(text).lower() == text.lower()


def test_a_date_with_a_time() -> None:
    assert value("04/3/2025 8:30") == pytest.approx(serial(dt.date(2025, 3, 4)) + 8.5 / 24)
    assert shows("04/3/2025 8:30") == "04/3/2025 8:30"


@pytest.mark.parametrize("text", ["25:00", "8:60", "8:3"])
def test_what_no_clock_shows_stays_a_text(text: str) -> None:
    assert value(text) == text


def test_truth_values_are_english_whatever_the_locale() -> None:
    assert value("TRUE") is True
    assert value("false") is False
    assert value("ĐÚNG") == "ĐÚNG"
    assert shows("true") == "TRUE"


def test_an_apostrophe_makes_a_text_and_is_not_part_of_it() -> None:
    assert typed("'0123", VI, TODAY) == ({"stringValue": "0123"}, None)


def test_a_formula_is_kept_as_it_was_typed() -> None:
    assert typed('=HYPERLINK("x";"y")', VI, TODAY) == ({"formulaValue": '=HYPERLINK("x";"y")'}, None)
    assert value("=") == "="


def test_nothing_typed_is_a_blank() -> None:
    assert typed("", VI, TODAY) == (None, None)


def test_any_blank_may_part_thousands_in_french() -> None:
    assert value("1 234,5", FR) == value("1\u202f234,5", FR) == value("1\u00a0234,5", FR) == 1234.5


@given(st.dates(min_value=dt.date(1900, 1, 1), max_value=dt.date(2999, 12, 31)))
def test_every_day_is_read_back_from_how_it_shows(day: dt.date) -> None:
    for locale in (VI, US, FR):
        shown = formatted({"numberValue": serial(day)}, {"type": "DATE"}, locale)
        assert value(shown, locale) == serial(day)


@given(st.integers(-(10**12), 10**12).map(lambda cents: cents / 100))
def test_every_number_is_read_back_from_how_it_shows(number: float) -> None:
    for locale in (VI, US, FR):
        shown = formatted({"numberValue": number}, {"type": "NUMBER", "pattern": "#,##0.00"}, locale)
        assert value(shown, locale) == pytest.approx(number)


@given(st.text(max_size=12))
def test_any_text_can_be_typed_and_shown(text: str) -> None:
    for locale in (VI, US, FR):
        entered, look = typed(text, locale, TODAY)
        assert entered is None or isinstance(formatted(entered, look, locale), str)


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("DIVIDE_BY_ZERO", "#DIV/0!"),
        ("N_A", "#N/A"),
        ("NAME", "#NAME?"),
        ("REF", "#REF!"),
        ("ERROR", "#ERROR!"),
    ],
)
def test_errors_show_as_people_know_them(kind: str, shown: str) -> None:
    assert formatted({"errorValue": {"type": kind}}, None, VI) == shown


@pytest.mark.parametrize(
    ("number", "pattern", "shown"),
    [
        (1234.5, "#,##0.0", "1.234,5"),
        (0.256, "0.0%", "25,6%"),
        (-3, "0;(0)", "(3)"),
        (0, "0;-0;không", "không"),
        (7, '0 "giờ"', "7 giờ"),
        (1000, '#,##0 "₫"', "1.000 ₫"),
    ],
)
def test_a_pattern_is_filled_in_the_locale(number: float, pattern: str, shown: str) -> None:
    assert formatted({"numberValue": number}, {"type": "NUMBER", "pattern": pattern}, VI) == shown


@pytest.mark.parametrize(
    ("number", "shown"), [(1 / 1024, "0,0009765625"), (1 / 3, "0,3333333333"), (10**14, "100000000000000")]
)
def test_a_number_without_a_format_has_ten_digits_or_is_whole(number: float, shown: str) -> None:
    assert formatted({"numberValue": number}, None, VI) == shown
