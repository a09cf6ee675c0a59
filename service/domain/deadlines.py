"""Working days, and the periods that a plan's reporting duties make."""

from __future__ import annotations

import calendar
import datetime as dt
import functools
import re
from collections.abc import Iterator
from dataclasses import replace

import holidays

from service.domain.dates import short_date
from service.domain.expectations import Period
from service.domain.ladder import Step, rung_days
from service.domain.plan import DutyKind, Plan, ReportingDuty
from service.domain.settings import PeriodWindow
from service.domain.text import nfc

ONE_DAY = dt.timedelta(days=1)
#: Units hand in so many working days before the last day of the report.
INTERNAL_LEAD = 7

#: Saturdays worked to make up for a weekday off; the library knows the days off and not these.
MAKE_UP_SATURDAYS = frozenset(
    {dt.date(2024, 5, 4), dt.date(2025, 4, 26), dt.date(2026, 1, 10), dt.date(2026, 8, 22)}
)
#: Weekdays off by a yearly decision that some versions of the library do not know.
SWAPPED_DAYS_OFF = frozenset(
    {dt.date(2024, 4, 29), dt.date(2025, 5, 2), dt.date(2026, 1, 2), dt.date(2026, 8, 31)}
)

_PERIOD_KEYS = (
    (re.compile(r"0?6 tháng(?: đầu năm)?"), "6T"),
    (re.compile(r"0?6 tháng cuối năm"), "6TC"),
    (re.compile(r"0?9 tháng(?: đầu năm)?"), "9T"),
    (re.compile(r"(?:cả |hằng |hàng )?năm"), "NAM"),
)
_PERIOD_LABELS = {
    "6T": "6 tháng đầu năm {}",
    "6TC": "6 tháng cuối năm {}",
    "9T": "9 tháng đầu năm {}",
    "NAM": "năm {}",
}
_SCHOOL_YEAR = re.compile(r"năm học\s+(\d{4})\s*[-–]\s*(\d{4})", re.IGNORECASE)
_YEAR = re.compile(r"\bnăm\s+(20\d{2})\b", re.IGNORECASE)
#: From this month on, a day of a school year lies in its first calendar year.
_FIRST_MONTH = 9


@functools.lru_cache(maxsize=32)
def _days_off(year: int) -> frozenset[dt.date]:
    return frozenset(holidays.country_holidays("VN", years=year))


def is_working_day(day: dt.date) -> bool:
    """Monday to Friday and no holiday, or a Saturday worked to make up for one."""
    if day in MAKE_UP_SATURDAYS:
        return True
    return day.weekday() < 5 and day not in SWAPPED_DAYS_OFF and day not in _days_off(day.year)


def last_working_day(due: dt.date, *, strictly_before: bool) -> dt.date:
    """Last working day for a report: «trước ngày 05/5/2025» gives 29/4/2025, for 30/4 to 4/5 is a holiday."""
    day = due - ONE_DAY if strictly_before else due
    while not is_working_day(day):
        day -= ONE_DAY
    return day


def working_days_before(day: dt.date, count: int) -> dt.date:
    """The working day that lies `count` working days before `day`."""
    while count:
        day -= ONE_DAY
        count -= is_working_day(day)
    return day


def working_days_between(first: dt.date, last: dt.date) -> int:
    """Working days after `first` up to and including `last`; 0 if `last` is not later."""
    days = range((last - first).days)
    return sum(is_working_day(first + dt.timedelta(days=n + 1)) for n in days)


def plan_year(plan: Plan) -> int | None:
    """The year of a plan's reports: from its title (of a school year the second one), else from its date."""
    title = plan.title or ""
    school_year = _SCHOOL_YEAR.search(title)
    if school_year:
        return int(school_year[2])
    named = _YEAR.search(title)
    if named:
        return int(named[1])
    return plan.date.year if plan.date else None


def periods_for(plan: Plan, year: int) -> tuple[Period, ...]:
    """The periods of one year, the earliest due first; vague duties give none.

    Windows are proposals: they follow from the dates alone and nobody has confirmed them.
    """
    start = _reporting_year_start(plan, year)
    found: dict[str, Period] = {}
    for duty in plan.reporting:
        for period in _periods_of(duty, plan, year, start):
            key = period.key
            suffix = 2
            while key in found:
                key = f"{period.key}-{suffix}"
                suffix += 1
            found[key] = replace(period, key=key)
    return tuple(sorted(found.values(), key=lambda period: (period.due, period.key)))


def with_window(period: Period, window: PeriodWindow | None) -> Period:
    """The period as a person set it; what she left blank stays as proposed."""
    if window is None:
        return period
    return replace(
        period,
        data_from=window.data_from or period.data_from,
        data_to=window.data_to or period.data_to,
        estimate_to=window.estimate_to,
        confirmed_by=window.confirmed_by,
    )


def is_open(period: Period, as_of: dt.date) -> bool:
    """True from the day on which a draft is kept."""
    return as_of >= period.drafts_from


def is_watched(period: Period, as_of: dt.date) -> bool:
    """True on the days on which people are told what is missing and no draft is kept yet."""
    return period.opens <= as_of < period.drafts_from


def report_as_of(period: Period, as_of: dt.date) -> dt.date:
    """The day as of which the report tells: today, and after the close the close."""
    return min(as_of, period.closes)


def _reporting_year_start(plan: Plan, year: int) -> dt.date:
    """The day after the window of the last yearly report, which ends with the month before it is due."""
    yearly = [d for d in plan.reporting if d.kind is DutyKind.YEARLY and d.month and d.day]
    whole = [d for d in yearly if _period_key(d) == "NAM"] or yearly
    if not whole:
        return dt.date(year, 1, 1)
    last = max(_due_day(plan, year - 1, d.month or 1, d.day or 1) for d in whole)
    return _month_end_before(last) + ONE_DAY


def _due_day(plan: Plan, year: int, month: int, day: int) -> dt.date:
    """The date of a yearly or monthly duty; a school year's autumn lies in the calendar year before."""
    autumn = month >= _FIRST_MONTH and _SCHOOL_YEAR.search(plan.title or "") is not None
    return _date(year - 1 if autumn else year, month, day)


def _periods_of(duty: ReportingDuty, plan: Plan, year: int, start: dt.date) -> Iterator[Period]:
    if duty.kind is DutyKind.ONCE and duty.due:
        begin = min(plan.date or duty.due, duty.due - ONE_DAY)
        label = f"đến {short_date(duty.due)}"
        yield _period(duty, f"D{duty.due.isoformat()}", label, begin, duty.due - ONE_DAY, duty.due)
    elif duty.kind is DutyKind.MONTHLY and duty.day:
        for month in range(1, 13):
            due = _due_day(plan, year, month, duty.day)
            end = _month_end_before(due)
            label = f"tháng {end.month} năm {end.year}"
            yield _period(duty, f"{end:%Y-%m}", label, end.replace(day=1), end, due)
    elif duty.kind is DutyKind.YEARLY and duty.month and duty.day:
        due = _due_day(plan, year, duty.month, duty.day)
        key = "6TC" if _is_second_half(duty, plan) else _period_key(duty)
        start = _months_before(due, 6) if key == "6TC" else start
        label = _PERIOD_LABELS.get(key, f"{duty.period or 'định kỳ'} năm {{}}").format(year)
        yield _period(duty, key, label, start, max(start, _month_end_before(due)), due)


def _is_second_half(duty: ReportingDuty, plan: Plan) -> bool:
    """A report every six months is two in a year: the later one tells of the second half."""
    if _period_key(duty) != "6T":
        return False
    halves = [d for d in plan.reporting if d.kind is DutyKind.YEARLY and _period_key(d) == "6T"]
    before = [d for d in halves if d.recipient == duty.recipient and (d.month or 0) + 6 == (duty.month or 0)]
    return bool(before)


def _months_before(day: dt.date, count: int) -> dt.date:
    """The first day of the month that lies so many months before."""
    month = day.year * 12 + day.month - 1 - count
    return dt.date(month // 12, month % 12 + 1, 1)


def _period(
    duty: ReportingDuty, key: str, label: str, data_from: dt.date, data_to: dt.date, due: dt.date
) -> Period:
    # What the plan leaves unsaid is read the strict way: handing in a day early harms nobody.
    strictly = duty.strictly_before is not False
    last = last_working_day(due, strictly_before=strictly)
    days = rung_days(due, last, working_days_before)
    return Period(
        key=key,
        label=label,
        data_from=data_from,
        data_to=data_to,
        due=due,
        strictly_before=strictly,
        last_working_day=last,
        internal_due=working_days_before(last, INTERNAL_LEAD),
        closes=days[Step.CLOSED],
        opens=days[Step.WATCHED],
        drafts_from=days[Step.DRAFTED],
        opinions_from=days[Step.OPINIONS],
        recipient=duty.recipient,
        via=duty.via,
        quote=duty.quote,
    )


def _period_key(duty: ReportingDuty) -> str:
    named = nfc(duty.period or "").casefold().strip()
    known = (key for pattern, key in _PERIOD_KEYS if pattern.fullmatch(named))
    return next(known, f"{duty.month:02d}-{duty.day:02d}")


def _date(year: int, month: int, day: int) -> dt.date:
    """The date, or the last day of a month that is too short for it."""
    return dt.date(year, month, min(day, calendar.monthrange(year, month)[1]))


def _month_end_before(day: dt.date) -> dt.date:
    return day.replace(day=1) - ONE_DAY
