"""The steps towards a due date."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.deadlines import periods_for, working_days_between
from service.domain.ladder import Step, marks, step_on
from tests.unit.builders import THREE_DUTIES, a_plan, a_yearly_duty

SIX, NINE, YEAR = periods_for(a_plan(*THREE_DUTIES), 2025)


def test_the_steps_lie_21_14_7_and_2_days_before_the_date_in_the_plan() -> None:
    assert [mark.day for mark in marks(YEAR, YEAR.opens)] == [
        dt.date(2025, 10, 15),
        dt.date(2025, 10, 22),
        dt.date(2025, 10, 29),
        dt.date(2025, 11, 3),
        dt.date(2025, 11, 4),
    ]


def test_a_long_holiday_before_the_due_date_moves_the_steps_to_working_days_before_it() -> None:
    # 30/4 to 4/5 is a holiday, so that the report is handed in on 29/4: staff get two working days for it
    assert SIX.opinions_from == dt.date(2025, 4, 26)
    assert SIX.closes == dt.date(2025, 4, 29)


@pytest.mark.parametrize(
    ("day", "step"),
    [
        ((10, 14), Step.AHEAD),
        ((10, 15), Step.WATCHED),
        ((10, 21), Step.WATCHED),
        ((10, 22), Step.DRAFTED),
        ((10, 29), Step.OPINIONS),
        ((11, 3), Step.OPINIONS),  # data are taken in to the end of this day
        ((11, 4), Step.CLOSED),
        ((11, 5), Step.PAST),
    ],
)
def test_a_report_stands_on_the_last_step_that_has_come(day: tuple[int, int], step: Step) -> None:
    assert step_on(YEAR, dt.date(2025, *day)) is step


def test_the_line_shows_where_today_is() -> None:
    line = marks(YEAR, dt.date(2025, 10, 23))
    assert [mark.is_reached for mark in line] == [True, True, False, False, False]
    assert [mark.title for mark in line if mark.is_here] == ["Lập dự thảo"]
    assert not any(mark.is_here for mark in marks(YEAR, dt.date(2025, 10, 1)))


@given(st.dates(dt.date(2024, 6, 1), dt.date(2026, 12, 31)))
def test_steps_follow_each_other_whatever_the_due_date(due: dt.date) -> None:
    duty = a_yearly_duty("năm", due.day, due.month)
    (period,) = periods_for(a_plan(duty), due.year)
    days = [period.opens, period.drafts_from, period.opinions_from, period.closes, period.last_working_day]
    assert days == sorted(days)
    assert period.opens < period.drafts_from < period.opinions_from < period.last_working_day
    assert working_days_between(period.opinions_from - dt.timedelta(days=1), period.last_working_day) >= 2
