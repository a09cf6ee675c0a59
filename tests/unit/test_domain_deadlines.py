"""Working days, and the periods that reporting duties make."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import THREE_DUTIES, a_period, a_plan, a_yearly_duty
from hypothesis import given
from hypothesis import strategies as st

from service.domain.deadlines import (
    is_open,
    is_working_day,
    last_working_day,
    periods_for,
    plan_year,
    report_as_of,
    with_window,
    working_days_before,
    working_days_between,
)
from service.domain.plan import DutyKind, ReportingDuty
from service.domain.settings import PeriodWindow

DAYS = st.dates(dt.date(2024, 1, 1), dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("day", "works"),
    [
        (dt.date(2025, 4, 29), True),  # an ordinary Tuesday
        (dt.date(2025, 5, 2), False),  # Friday swapped off
        (dt.date(2025, 4, 26), True),  # the Saturday worked for it
        (dt.date(2025, 4, 19), False),  # an ordinary Saturday
        (dt.date(2025, 9, 2), False),  # National Day
        (dt.date(2026, 1, 2), False),  # swapped, unknown to the library
        (dt.date(2026, 8, 22), True),  # the Saturday for 31/8/2026
    ],
)
def test_a_working_day_follows_the_calendar_of_vietnam(day: dt.date, works: bool) -> None:
    assert is_working_day(day) is works


@pytest.mark.parametrize(
    ("due", "strictly", "last"),
    [
        # 30/4 to 04/5 is a holiday
        (dt.date(2025, 5, 5), True, dt.date(2025, 4, 29)),
        (dt.date(2025, 9, 5), True, dt.date(2025, 9, 4)),
        (dt.date(2025, 11, 5), True, dt.date(2025, 11, 4)),
        # «chậm nhất ngày 17» takes the 17th in
        (dt.date(2025, 12, 17), False, dt.date(2025, 12, 17)),
        # and goes back from a Sunday
        (dt.date(2025, 6, 15), False, dt.date(2025, 6, 13)),
    ],
)
def test_the_last_working_day_lies_before_the_holiday(due: dt.date, strictly: bool, last: dt.date) -> None:
    assert last_working_day(due, strictly_before=strictly) == last


@given(DAYS, st.booleans())
def test_the_last_working_day_is_one_and_no_later_one_is_left_out(due: dt.date, strictly: bool) -> None:
    last = last_working_day(due, strictly_before=strictly)
    limit = due - dt.timedelta(days=1) if strictly else due
    assert is_working_day(last) and last <= limit
    assert working_days_between(last, limit) == 0


@given(DAYS, st.integers(0, 30))
def test_counting_back_and_counting_between_agree(day: dt.date, count: int) -> None:
    day = last_working_day(day, strictly_before=False)
    assert working_days_between(working_days_before(day, count), day) == count


def test_the_three_reports_of_the_plan_share_a_proposed_year() -> None:
    periods = periods_for(a_plan(*THREE_DUTIES), 2025)
    assert [(p.key, p.label, p.data_from, p.data_to, p.due) for p in periods] == [
        ("6T", "6 tháng đầu năm 2025", dt.date(2024, 11, 1), dt.date(2025, 4, 30), dt.date(2025, 5, 5)),
        ("9T", "9 tháng đầu năm 2025", dt.date(2024, 11, 1), dt.date(2025, 8, 31), dt.date(2025, 9, 5)),
        ("NAM", "năm 2025", dt.date(2024, 11, 1), dt.date(2025, 10, 31), dt.date(2025, 11, 5)),
    ]
    assert {p.confirmed_by for p in periods} == {None}


def test_a_period_opens_three_weeks_before_and_never_closes_after_the_last_working_day() -> None:
    six_months, nine_months, _ = periods_for(a_plan(*THREE_DUTIES), 2025)
    assert six_months.opens == dt.date(2025, 4, 14)
    assert six_months.drafts_from == dt.date(2025, 4, 21)
    assert six_months.closes == six_months.last_working_day == dt.date(2025, 4, 29)
    assert nine_months.closes == dt.date(2025, 9, 3)
    # seven working days before Tuesday 29/4, of which Saturday 26/4 is one
    assert six_months.internal_due == dt.date(2025, 4, 21)


def test_a_duty_of_one_date_runs_from_the_plan_to_the_day_before() -> None:
    duty = ReportingDuty(quote="trước 05/10/2026", kind=DutyKind.ONCE, due=dt.date(2026, 10, 5))
    (period,) = periods_for(a_plan(duty, date=dt.date(2026, 3, 1)), 2026)
    assert (period.key, period.label) == ("D2026-10-05", "đến 05/10/2026")
    assert (period.data_from, period.data_to) == (dt.date(2026, 3, 1), dt.date(2026, 10, 4))


def test_a_monthly_duty_covers_the_month_before() -> None:
    duty = ReportingDuty(quote="trước ngày 20 hằng tháng", kind=DutyKind.MONTHLY, day=20)
    periods = periods_for(a_plan(duty), 2025)
    assert len(periods) == 12
    assert (periods[3].key, periods[3].due) == ("2025-03", dt.date(2025, 4, 20))
    assert (periods[3].data_from, periods[3].data_to) == (dt.date(2025, 3, 1), dt.date(2025, 3, 31))


def test_a_vague_duty_gives_no_period() -> None:
    vague = ReportingDuty(quote="cuối học kỳ I", kind=DutyKind.VAGUE)
    assert periods_for(a_plan(vague), 2025) == ()


def test_two_duties_of_the_same_kind_keep_two_keys() -> None:
    plan = a_plan(a_yearly_duty("năm", 1, 6), a_yearly_duty("năm", 15, 11))
    assert [period.key for period in periods_for(plan, 2025)] == ["NAM", "NAM-2"]


def test_a_report_every_six_months_is_one_of_each_half_of_the_year() -> None:
    plan = a_plan(a_yearly_duty("6 tháng", 15, 12), a_yearly_duty("6 tháng", 15, 6))
    assert [(p.key, p.label, p.data_from, p.data_to) for p in periods_for(plan, 2025)] == [
        ("6T", "6 tháng đầu năm 2025", dt.date(2024, 12, 1), dt.date(2025, 5, 31)),
        ("6TC", "6 tháng cuối năm 2025", dt.date(2025, 6, 1), dt.date(2025, 11, 30)),
    ]


def test_the_autumn_of_a_school_year_lies_in_its_first_calendar_year() -> None:
    plan = a_plan(a_yearly_duty(None, 15, 11), a_yearly_duty(None, 25, 5), title="Kế hoạch năm học 2025-2026")
    assert [period.due for period in periods_for(plan, 2026)] == [dt.date(2025, 11, 15), dt.date(2026, 5, 25)]


@pytest.mark.parametrize(
    ("title", "date", "year"),
    [
        ("Kế hoạch dân vận năm 2025", dt.date(2024, 12, 20), 2025),
        ("Kế hoạch năm học 2025 – 2026", dt.date(2025, 9, 8), 2026),
        # no year in the title
        ("Kế hoạch dân vận", dt.date(2025, 3, 4), 2025),
        ("Kế hoạch dân vận", None, None),
    ],
)
def test_the_year_comes_from_the_title_and_then_from_the_date(
    title: str, date: dt.date | None, year: int | None
) -> None:
    assert plan_year(a_plan(title=title, date=date)) == year


def test_what_the_principal_left_blank_stays_as_proposed() -> None:
    window = PeriodWindow(period="6T", data_from=dt.date(2025, 1, 1), confirmed_by="Hiệu trưởng")
    period = with_window(a_period(), window)
    assert (period.data_from, period.data_to) == (dt.date(2025, 1, 1), dt.date(2025, 4, 30))
    assert period.confirmed_by == "Hiệu trưởng"
    assert with_window(a_period(), None) == a_period()


def test_a_report_tells_of_today_until_it_closes_and_of_the_close_afterwards() -> None:
    period = a_period()
    assert not is_open(period, period.drafts_from - dt.timedelta(days=1))
    assert is_open(period, period.drafts_from)
    assert report_as_of(period, dt.date(2025, 4, 20)) == dt.date(2025, 4, 20)
    assert report_as_of(period, dt.date(2025, 12, 1)) == period.closes
