"""When all answers of a form are listed, so that those that were deleted show."""

from __future__ import annotations

import datetime as dt

from service.config import ZONE
from service.listings import closing_days, is_due
from service.plan_text import read_plan
from service.templates import template_text

CLOSE = dt.date(2025, 4, 29)


def at(hour: int, minute: int = 0, *, day: dt.date = CLOSE) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(hour, minute), ZONE)


def test_a_form_is_listed_at_first_and_then_once_a_night() -> None:
    night = at(2, day=CLOSE - dt.timedelta(days=7))
    assert is_due(None, night, ())
    assert not is_due(night, night + dt.timedelta(minutes=5), ())
    assert not is_due(night, night + dt.timedelta(hours=24, minutes=5), ()), "the nightly cycle reads it"
    assert is_due(night, night + dt.timedelta(hours=26), ()), "there was no nightly cycle"


def test_in_the_evening_of_a_close_it_is_listed_once_more() -> None:
    assert not is_due(at(2), at(19, 59), [CLOSE])
    assert is_due(at(2), at(20), [CLOSE])
    assert not is_due(at(20), at(20, 5), [CLOSE])
    assert not is_due(at(2), at(20), [CLOSE + dt.timedelta(days=1)])


def test_as_of_a_past_day_nothing_is_listed_for_its_own_sake() -> None:
    assert not is_due(at(2), at(2) - dt.timedelta(days=30), ())


def test_the_days_of_close_are_those_of_the_plan() -> None:
    plan = read_plan(template_text("plan", "ke-hoach-mau.txt"))
    assert CLOSE in closing_days(plan, CLOSE)
    assert closing_days(None, CLOSE) == frozenset()
