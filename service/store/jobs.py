"""What is due: a column in the database."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import jobs
from service.store.upsert import insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Work that comes back at a time."""

    name: str
    due_at: dt.datetime
    claimed_at: dt.datetime | None = None
    last_ok_at: dt.datetime | None = None
    last_error: str | None = None


def ensure_job(tx: Connection, school_id: str, name: str, due_at: dt.datetime) -> None:
    """Enter a job if it is not there yet."""
    insert_new(tx, jobs, [{"school_id": school_id, "name": name, "due_at": utc(due_at)}])


def list_jobs(tx: Connection, school_id: str) -> tuple[Job, ...]:
    """All jobs of a school, the next first."""
    query = sa.select(jobs).where(jobs.c.school_id == school_id).order_by(jobs.c.due_at, jobs.c.name)
    return tuple(
        Job(
            name=row.name,
            due_at=moment(row.due_at),
            claimed_at=moment(row.claimed_at) if row.claimed_at else None,
            last_ok_at=moment(row.last_ok_at) if row.last_ok_at else None,
            last_error=row.last_error,
        )
        for row in tx.execute(query)
    )


def ask_for(tx: Connection, school_id: str, name: str, now: dt.datetime) -> bool:
    """Make a job due now; once it is, asking again changes nothing but the time. False if there is none."""
    statement = (
        sa.update(jobs)
        .where(jobs.c.school_id == school_id, jobs.c.name == name)
        .values(
            asked_at=utc(now),
            due_at=sa.case((jobs.c.due_at > utc(now), utc(now)), else_=jobs.c.due_at),
        )
    )
    return tx.execute(statement).rowcount == 1


def due_jobs(tx: Connection, now: dt.datetime) -> list[tuple[str, str]]:
    """(school id, name) of what is due, of all schools, the longest waiting first."""
    query = sa.select(jobs.c.school_id, jobs.c.name).where(jobs.c.due_at <= utc(now)).order_by(jobs.c.due_at)
    return [(row.school_id, row.name) for row in tx.execute(query)]


def claim(tx: Connection, school_id: str, name: str, now: dt.datetime) -> bool:
    """Take a job; False if it is not due any more.

    Only who has the school's turn may (`store.turns`), so an older claim is that of a process that died.
    """
    statement = (
        sa.update(jobs)
        .where(
            jobs.c.school_id == school_id,
            jobs.c.name == name,
            jobs.c.due_at <= utc(now),
        )
        .values(claimed_at=utc(now))
    )
    return tx.execute(statement).rowcount == 1


def finish(
    tx: Connection, school_id: str, name: str, *, now: dt.datetime, next_due: dt.datetime, error: str | None
) -> None:
    """Give a job back with its next time; an error is kept where people see it.

    A job that was asked for while it ran is due again at once: it may have looked before there was anything.
    """
    asked = jobs.c.asked_at >= jobs.c.claimed_at
    due = sa.case((asked, utc(now)), else_=utc(next_due)) if error is None else utc(next_due)
    values: dict[str, Any] = {"claimed_at": None, "due_at": due, "last_error": error}
    if error is None:
        values["last_ok_at"] = utc(now)
    tx.execute(sa.update(jobs).where(jobs.c.school_id == school_id, jobs.c.name == name).values(**values))
