"""Cells are read exactly and written without interpretation."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.errors import UnreadableError
from sheets.parsing import as_date, as_decimal, as_whole_number
from sheets.text import fold, header_keys
from sheets.values import canonical, from_cell_data, is_blank, to_cell


def api_cell(value: dict[str, object], number_format: str | None = None) -> dict[str, object]:
    cell: dict[str, object] = {"effectiveValue": value}
    if number_format:
        cell["effectiveFormat"] = {"numberFormat": {"type": number_format}}
    return cell


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (api_cell({"stringValue": "0123"}), "0123"),  # a leading zero is part of a text
        (api_cell({"numberValue": 9.25}), 9.25),  # a mark typed 9,25 in a vi_VN sheet
        (api_cell({"numberValue": 12}), 12),
        (api_cell({"numberValue": 45678}), 45678),  # without a date format it is a number
        (api_cell({"numberValue": 45678}, "DATE"), dt.date(2025, 1, 21)),
        (api_cell({"numberValue": 45678.5}, "DATE_TIME"), dt.datetime(2025, 1, 21, 12)),
        (api_cell({"numberValue": 0.256}, "PERCENT"), 0.256),
        (api_cell({"numberValue": -3}, "DATE"), -3),  # before the first day there is
        (api_cell({"boolValue": True}), True),
        (api_cell({"stringValue": "Nga\u0300y"}), "Ngày"),  # NFD of some phones
        (api_cell({"stringValue": ""}), None),
        ({"effectiveValue": {"errorValue": {"type": "REF"}}, "formattedValue": "#REF!"}, "#REF!"),
        ({}, None),
    ],
)
def test_a_cell_is_read_exactly(cell: dict[str, object], expected: object) -> None:
    value = from_cell_data(cell)
    assert value == expected
    assert type(value) is type(expected)


@pytest.mark.parametrize("text", ["=1+1", "+84 912", "-5", "@here", "0123", "'x", "9,25"])
def test_text_of_people_is_written_as_text(text: str) -> None:
    assert to_cell(text) == {"userEnteredValue": {"stringValue": text}}


def test_a_date_is_written_as_a_serial_number_that_looks_like_a_date() -> None:
    assert to_cell(dt.date(2025, 1, 21)) == {
        "userEnteredValue": {"numberValue": 45678},
        "userEnteredFormat": {"numberFormat": {"type": "DATE", "pattern": "dd/mm/yyyy"}},
    }


@pytest.mark.parametrize("number", [float("nan"), float("inf")])
def test_what_no_cell_can_hold_is_refused(number: float) -> None:
    with pytest.raises(ValueError, match="NaN"):
        to_cell(number)


CELL_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-1e9, 1e9),
    st.text(st.characters(exclude_categories=("Cs", "Cc"))),
    st.dates(dt.date(1900, 1, 1), dt.date(2999, 12, 31)),
    st.datetimes(dt.datetime(1900, 1, 1), dt.datetime(2999, 1, 1)).map(lambda t: t.replace(microsecond=0)),
)


@given(CELL_VALUES)
def test_what_is_written_is_read_back_as_the_same_content(value: object) -> None:
    written = to_cell(value)  # type: ignore[arg-type]
    read = from_cell_data(
        {
            "effectiveValue": written.get("userEnteredValue", {}),
            "effectiveFormat": written.get("userEnteredFormat", {}),
        }
    )
    assert canonical(read) == canonical(value)  # type: ignore[arg-type]


@pytest.mark.parametrize("value", [None, "", "  ", "\u200b", "\u00a0\ufeff"])
def test_what_shows_nothing_is_blank(value: str | None) -> None:
    assert is_blank(value)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (dt.date(2025, 3, 12), dt.date(2025, 3, 12)),
        (dt.datetime(2025, 3, 12, 8, 10), dt.date(2025, 3, 12)),
        (45678, dt.date(2025, 1, 21)),  # a date whose format was lost
        ("12/3/2025", dt.date(2025, 3, 12)),
        ("12-03-2025", dt.date(2025, 3, 12)),
        ("12.3.2025", dt.date(2025, 3, 12)),
        ("12/3/25", dt.date(2025, 3, 12)),
        ("2025-03-12", dt.date(2025, 3, 12)),
        ("ngày 12 tháng 3 năm 2025", dt.date(2025, 3, 12)),
        ("Ngày 04 tháng 03 năm 2025", dt.date(2025, 3, 4)),
        ("Thứ Tư, ngày 12/3/2025", dt.date(2025, 3, 12)),
        ("Thứ 4, 12/3/2025", dt.date(2025, 3, 12)),
        ("T4 12/3/2025", dt.date(2025, 3, 12)),
        ("12/3/2025 08:30", dt.date(2025, 3, 12)),
        ("8h30 12/3/2025", dt.date(2025, 3, 12)),
        ("14 giờ 00 ngày 12/3/2025", dt.date(2025, 3, 12)),
        (None, None),
        ("  ", None),
    ],
)
def test_a_date_is_read_day_first(value: object, expected: dt.date | None) -> None:
    assert as_date(value) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("12/3", "thiếu năm"),
        ("ngày 12 tháng 3", "thiếu năm"),
        ("3/25/2025", "không có tháng 25"),  # month first, as in an English sheet
        ("31/4/2025", "không có ngày 31"),
        ("29/2/2025", "không có ngày 29"),
        ("12/3/1025", "không hợp lý"),
        (dt.date(2205, 3, 12), "không hợp lý"),
        ("12/3/2025 - 15/3/2025", "nhiều hơn một ngày"),
        ("12-15/3/2025", "nhiều hơn một ngày"),
        ("Tháng 3/2025", "không phải ngày"),
        ("tuần 2", "không phải ngày"),
        (30, "không phải ngày"),  # a day of the month is no date
        (True, "hộp kiểm"),
    ],
)
def test_a_date_that_is_not_certain_is_refused_with_a_reason(value: object, reason: str) -> None:
    with pytest.raises(UnreadableError, match=reason):
        as_date(value)  # type: ignore[arg-type]


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)), st.sampled_from("/-."))
def test_every_day_written_day_first_is_read_back(day: dt.date, mark: str) -> None:
    assert as_date(f"{day.day}{mark}{day.month}{mark}{day.year}") == day
    assert as_date(f"ngày {day.day:02} tháng {day.month:02} năm {day.year}") == day


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, 12),
        (12.0, 12),
        (0, 0),
        ("45", 45),
        ("1.234", 1234),  # a count has no decimals
        ("1.234.567", 1234567),
        ("1 234", 1234),
        ("12 người", 12),
        ("35 em", 35),
        ("25hs", 25),
        ("không", 0),
        ("Không có ai", 0),
        (None, None),
        (" ", None),
    ],
)
def test_a_count_is_read_where_it_is_certain(value: object, expected: int | None) -> None:
    assert as_whole_number(value) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "value",
    [
        "khoảng 30",  # an estimate
        "12/15",  # some of some
        "1,234",  # a decimal comma in Vietnamese
        "12 lớp",  # classes are not people
        "120 lượt phụ huynh lớp 9",
        "30 người, vắng 2",
        "-",  # nobody, or unknown
        "không rõ",
        "12.34",
        "1.2345",
        "²",
        -1,
        1.5,
        True,
        dt.date(2025, 3, 12),  # typed 12/3 and made a date by the sheet
    ],
)
def test_a_count_that_is_not_certain_is_refused(value: object) -> None:
    with pytest.raises(UnreadableError):
        as_whole_number(value)  # type: ignore[arg-type]


def test_a_measure_has_a_decimal_comma_and_an_ambiguous_point_is_asked_back() -> None:
    assert as_decimal("9,25") == 9.25
    assert as_decimal("1.234,5") == 1234.5
    assert as_decimal(9.25) == 9.25
    with pytest.raises(UnreadableError, match="1234 hoặc 1,234"):
        as_decimal("1.234")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Hoà", "Hòa"),  # place of the tone
        ("ÐƠN VỊ", "Đơn vị"),  # U+00D0 for Đ
        (" Ngày\u00a0thực  hiện: ", "ngày thực hiện"),
        ("Nga\u0300y", "Ngày"),
        ("Số\u200blượng", "Sốlượng"),
    ],
)
def test_spellings_of_one_header_meet(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_remark_in_parentheses_does_not_hide_a_header() -> None:
    assert fold("Ngày") in header_keys("Ngày (dd/mm/yyyy)")
