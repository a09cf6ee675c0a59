"""Dates and numbers as State documents write them."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.dates import count, number, short_date, state_date


@pytest.mark.parametrize(
    ("day", "long", "short"),
    [
        # days under 10 and months 1 and 2 carry a zero, March does not
        (dt.date(2025, 3, 4), "ngày 04 tháng 3 năm 2025", "04/3/2025"),
        (dt.date(2025, 2, 28), "ngày 28 tháng 02 năm 2025", "28/02/2025"),
        (dt.date(2025, 1, 9), "ngày 09 tháng 01 năm 2025", "09/01/2025"),
        (dt.date(2025, 11, 10), "ngày 10 tháng 11 năm 2025", "10/11/2025"),
    ],
)
def test_a_date_is_written_as_in_a_state_document(day: dt.date, long: str, short: str) -> None:
    assert (state_date(day), short_date(day)) == (long, short)


@pytest.mark.parametrize(("value", "written"), [(0, "0"), (2, "02"), (9, "09"), (10, "10"), (1234, "1.234")])
def test_a_count_under_ten_carries_a_zero_and_zero_stays_zero(value: int, written: str) -> None:
    assert count(value) == written


@given(st.dates())
def test_a_short_date_says_the_day_it_was_made_from(day: dt.date) -> None:
    d, m, y = map(int, short_date(day).split("/"))
    assert dt.date(y, m, d) == day


@given(st.integers(min_value=0))
def test_the_dots_of_a_number_stand_between_groups_of_three(value: int) -> None:
    written = number(value)
    assert re.fullmatch(r"\d{1,3}(?:\.\d{3})*", written)
    assert int(written.replace(".", "")) == value
