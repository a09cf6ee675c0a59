"""The reporting year up to the end of a period, over which figures are cumulative."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace

from service.domain.expectations import Period

_YEAR = dt.timedelta(days=366)


def year_to_date(period: Period, periods: Iterable[Period]) -> Period | None:
    """From the first day of the reporting year to the last of the period; None where that is the period.

    The year begins with the earliest window of the plan that lies within twelve months before.
    """
    starts = [
        other.data_from
        for other in periods
        if other.data_from <= period.data_from and other.data_from > period.data_to - _YEAR
    ]
    start = min(starts, default=period.data_from)
    if start >= period.data_from:
        return None
    return replace(period, key=f"{period.key}-lk", data_from=start)
