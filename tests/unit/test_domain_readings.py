"""Dates and counts as people write them."""

from __future__ import annotations

import datetime as dt
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.dates import number, short_date, state_date
from service.domain.readings import UnclearError, Value, read_date, read_whole

MARCH_12 = dt.date(2025, 3, 12)


@pytest.mark.parametrize(
    ("value", "day"),
    [
        (MARCH_12, MARCH_12),  # a date cell
        (dt.datetime(2025, 3, 12, 8, 30), MARCH_12),  # with a time
        (45728, MARCH_12),  # the same cell formatted as a number
        (45728.354, MARCH_12),  # and with its time
        ("45728", MARCH_12),  # pasted as text
        ("2025-03-12", MARCH_12),  # a form's answer
        ("12/3/2025", MARCH_12),  # day first, always
        ("12.03.2025", MARCH_12),
        ("12-3-25", MARCH_12),  # two digits of the year
        ("Thứ Tư, ngày 12 tháng 3 năm 2025", MARCH_12),
        ("10-12/3/2025", MARCH_12),  # several days end with the last
        ("từ 28/02/2025 đến 12/3/2025", MARCH_12),
        (45678, dt.date(2025, 1, 21)),
        (None, None),
        ("  ", None),
    ],
)
def test_a_date_is_read_in_the_ways_people_write_it(value: Value, day: dt.date | None) -> None:
    assert read_date(value) == day


@pytest.mark.parametrize(
    "value",
    [
        "05/5",  # no year
        "30/02/2025",  # no such day
        "3/13/2025",  # month first
        "123/4/2025",  # a slip of the finger is not 23/4
        "2025-03-123",
        "tháng 3",
        "đã họp",
        45,  # a number of people in the column of dates
        True,
        math.nan,
        math.inf,
    ],
)
def test_a_date_that_is_not_certain_is_not_guessed(value: Value) -> None:
    with pytest.raises(UnclearError):
        read_date(value)


@pytest.mark.parametrize(
    ("value", "count"),
    [
        (45, 45),
        (45.0, 45),  # every number of a sheet is a float
        ("45", 45),
        ("45 người", 45),
        ("1.234", 1234),  # dots between thousands
        ("0123", 123),
        (0, 0),  # a true zero
        ("0", 0),
        ("", None),  # not reported
        (None, None),
    ],
)
def test_a_count_is_read_and_blank_is_not_zero(value: Value, count: int | None) -> None:
    assert read_whole(value) == count


@pytest.mark.parametrize(
    "value",
    [-5, "-5", 9.25, "9,25", "1,234.5", "khoảng 40", "12.34", "1.2345", True, math.nan, MARCH_12, "9" * 5000],
)
def test_a_count_that_is_not_certain_is_not_guessed(value: Value) -> None:
    with pytest.raises(UnclearError):
        read_whole(value)


def test_a_message_repeats_only_the_beginning_of_a_long_text() -> None:
    with pytest.raises(UnclearError) as error:
        read_date("Hội nghị viên chức " * 200)
    assert len(str(error.value)) < 200


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_way_of_writing_a_day_reads_as_that_day(day: dt.date) -> None:
    serial = (day - dt.date(1899, 12, 30)).days
    for written in (day.isoformat(), short_date(day), state_date(day), f"{day:%d.%m.%y}", serial):
        assert read_date(written) == day


@given(st.integers(0, 10**12))
def test_a_number_reads_back_as_it_was_written(value: int) -> None:
    assert read_whole(number(value)) == read_whole(str(value)) == value


@given(st.text() | st.floats() | st.integers())
def test_anything_is_either_read_or_unclear(value: str | float) -> None:
    for read in (read_date, read_whole):
        try:
            read(value)
        except UnclearError as error:
            assert str(error)
