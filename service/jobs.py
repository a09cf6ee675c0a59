"""What runs by itself: jobs with a due time in the database, run by whoever has the school's turn."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from service.config import ZONE
from service.errors import message_for_people
from service.store import Database
from service.store import jobs as job_rows
from service.turns import BusyError, my_turn

log = logging.getLogger(__name__)

#: No run takes longer: one that seems to was killed, and the next has not come yet.
STALE_AFTER = dt.timedelta(minutes=30)
SYNC_EVERY = dt.timedelta(minutes=5)
#: After a failure the next try comes sooner than the next night, but not at once.
RETRY_AFTER = dt.timedelta(minutes=15)
NIGHTLY_AT = dt.time(2, 0)
#: Watches last days; looking this often leaves many tries before one runs out.
WATCH_EVERY = dt.timedelta(hours=6)


@dataclass(frozen=True, slots=True)
class JobKind:
    """A kind of job: what it does for a school, and when it is due next."""

    #: (school id, now).
    run: Callable[[str, dt.datetime], None]
    next_due: Callable[[dt.datetime], dt.datetime]


def next_sync(now: dt.datetime) -> dt.datetime:
    """Five minutes from now: a time missed while nothing ran is made up for once, not many times."""
    return now + SYNC_EVERY


def next_night(now: dt.datetime) -> dt.datetime:
    """The next two o'clock in the night, in the school's zone."""
    local = now.astimezone(ZONE)
    tonight = dt.datetime.combine(local.date(), NIGHTLY_AT, ZONE)
    return tonight if tonight > local else tonight + dt.timedelta(days=1)


def next_watch(now: dt.datetime) -> dt.datetime:
    """Six hours from now."""
    return now + WATCH_EVERY


def schedule_school(
    database: Database, school_id: str, kinds: Mapping[str, JobKind], now: dt.datetime
) -> None:
    """Enter a school's jobs that are not there yet; the first of each is due at once."""
    with database.begin() as tx:
        for name in kinds:
            job_rows.ensure_job(tx, school_id, name, now)


def tick(database: Database, kinds: Mapping[str, JobKind], now: Callable[[], dt.datetime]) -> int:
    """Run what is due, one job after the other; gives how many ran. One failing job never stops the rest."""
    with database.begin() as tx:
        due = job_rows.due_jobs(tx, now())
    return sum(
        _run_one(database, kinds[name], school_id, name, now) for school_id, name in due if name in kinds
    )


def _run_one(
    database: Database, kind: JobKind, school_id: str, name: str, now: Callable[[], dt.datetime]
) -> bool:
    try:
        with my_turn(database, school_id, wait=0.0):
            return _run_in_turn(database, kind, school_id, name, now)
    except BusyError:
        return False  # it stays due


def _run_in_turn(
    database: Database, kind: JobKind, school_id: str, name: str, now: Callable[[], dt.datetime]
) -> bool:
    with database.begin() as tx:
        if not job_rows.claim(tx, school_id, name, now()):
            return False
    error = None
    try:
        kind.run(school_id, now())
    except Exception as failure:
        log.exception("job %s of school %s failed", name, school_id)
        error = message_for_people(failure)
    done = now()
    next_due = kind.next_due(done) if error is None else min(kind.next_due(done), done + RETRY_AFTER)
    with database.begin() as tx:
        job_rows.finish(tx, school_id, name, now=done, next_due=next_due, error=error)
    return True
