"""When a form is read as a whole: an answer that was deleted at Google shows only by being absent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from sqlalchemy import Connection

from service.config import ZONE
from service.domain.deadlines import periods_for, plan_year
from service.domain.plan import Plan
from service.store import schools as school_rows

#: Name of the snapshot: key of a form → when all its answers were last listed, in ISO form.
NAME = "listings"
#: The nightly cycle reads everything; this is for a service that sleeps at night.
EVERY = dt.timedelta(hours=25)
#: On the day on which the data of a report close, once more from this hour on: it still counts.
CLOSING_HOUR = dt.time(20, 0)


def is_due(last: dt.datetime | None, now: dt.datetime, closings: Collection[dt.date]) -> bool:
    """Whether a form that was last listed then is to be listed again; `closings` are days, times aware."""
    if last is None or now - last > EVERY:
        return True
    day = now.astimezone(ZONE).date()
    return day in closings and last < dt.datetime.combine(day, CLOSING_HOUR, ZONE) <= now


def closing_days(plan: Plan | None, day: dt.date) -> frozenset[dt.date]:
    """The days on which the data of the plan's reports close."""
    if plan is None:
        return frozenset()
    return frozenset(period.closes for period in periods_for(plan, plan_year(plan) or day.year))


def last_listings(tx: Connection, school_id: str) -> dict[str, dt.datetime]:
    """Key of a form → when its answers were last listed."""
    known = school_rows.find_snapshot(tx, school_id, NAME) or {}
    return {key: dt.datetime.fromisoformat(moment) for key, moment in known.items()}


def mark_listed(tx: Connection, school_id: str, key: str, at: dt.datetime) -> None:
    """All answers of a form were read."""
    known = school_rows.find_snapshot(tx, school_id, NAME) or {}
    listed = known | {key: at.astimezone(dt.UTC).isoformat()}
    school_rows.save_snapshot(tx, school_id, NAME, listed)
