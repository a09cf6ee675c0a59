"""The steps towards a due date as the pages draw them: a line of days with today's place."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.domain.dates import short_date
from service.domain.expectations import Period
from service.domain.ladder import marks


@dataclass(frozen=True, slots=True, kw_only=True)
class LadderLine:
    """One step with its day in words."""

    title: str
    day: str
    #: Classes of the style sheet: "reached", "reached here" or none.
    css: str
    is_here: bool


def ladder_lines(period: Period, today: dt.date) -> tuple[LadderLine, ...]:
    """T-21, T-14, T-7, T-2 and the last day to hand the report in."""
    return tuple(
        LadderLine(
            title=mark.title,
            day=short_date(mark.day),
            css=" ".join(
                name for name, holds in (("reached", mark.is_reached), ("here", mark.is_here)) if holds
            ),
            is_here=mark.is_here,
        )
        for mark in marks(period, today)
    )
