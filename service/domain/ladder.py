"""The steps towards a report's due date: what is missing is told, drafted, heard on, frozen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from service.domain.expectations import Period


class Step(StrEnum):
    """Where a report stands on a day, by the calendar alone."""

    AHEAD = "ahead"  # nothing is asked for yet
    WATCHED = "watched"  # what is missing is told; no draft yet
    DRAFTED = "drafted"  # a draft is kept and still takes submissions in
    OPINIONS = "opinions"  # the same, and staff are asked what they think of it
    CLOSED = "closed"  # nothing more is taken in; to be signed and sent
    PAST = "past"  # the last working day is over


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One step of the ladder, `days` before the date in the plan."""

    step: Step
    days: int
    #: At least so many working days before the last one, for long holidays eat into calendar days.
    lead: int
    title: str


#: T-21, T-14, T-7, T-2.
RUNGS = (
    Rung(step=Step.WATCHED, days=21, lead=10, title="Nhắc phần còn thiếu"),
    Rung(step=Step.DRAFTED, days=14, lead=5, title="Lập dự thảo"),
    Rung(step=Step.OPINIONS, days=7, lead=2, title="Lấy ý kiến về dự thảo"),
    Rung(step=Step.CLOSED, days=2, lead=0, title="Khóa số liệu"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A rung with its day, as people see it on a line."""

    step: Step
    title: str
    day: dt.date
    #: The day is over or has come.
    is_reached: bool
    #: The last one that has come.
    is_here: bool


def rung_days(
    due: dt.date, last: dt.date, working_days_before: Callable[[dt.date, int], dt.date]
) -> Mapping[Step, dt.date]:
    """The day of each rung for a report named for `due` that can be handed in until `last`."""
    return MappingProxyType(
        {
            rung.step: min(due - dt.timedelta(days=rung.days), working_days_before(last, rung.lead))
            for rung in RUNGS
        }
    )


def step_on(period: Period, today: dt.date) -> Step:
    """Where the report stands; data are taken in to the end of the day on which they close."""
    if today > period.last_working_day:
        return Step.PAST
    if today > period.closes:
        return Step.CLOSED
    if today >= period.opinions_from:
        return Step.OPINIONS
    if today >= period.drafts_from:
        return Step.DRAFTED
    return Step.WATCHED if today >= period.opens else Step.AHEAD


def marks(period: Period, today: dt.date) -> tuple[Mark, ...]:
    """The ladder of a report with today's place on it, and the last day to hand it in at the end."""
    days = (period.opens, period.drafts_from, period.opinions_from, period.closes)
    dated = [(rung.step, rung.title, day) for rung, day in zip(RUNGS, days, strict=True)]
    dated.append((Step.PAST, "Nộp chậm nhất", period.last_working_day))
    reached = sum(day <= today for _, _, day in dated)
    return tuple(
        Mark(step=step, title=title, day=day, is_reached=number < reached, is_here=number == reached - 1)
        for number, (step, title, day) in enumerate(dated)
    )
