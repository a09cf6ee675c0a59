"""The ledger: a line for each run, written when it begins and closed when it ends; none is changed later."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.domain.runs import Outcome, Proof
from service.store.codec import from_json, moment, to_json, utc
from service.store.tables import runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run: a whole cycle, or a single command."""

    id: str
    #: "cycle", "sync", "review", …
    kind: str
    #: By the real clock.
    started_at: dt.datetime
    #: The school's moment, which may be that of a past day.
    school_time: dt.datetime
    as_of: dt.date
    #: By the real clock; None while it runs, and for ever if it was killed.
    finished_at: dt.datetime | None = None
    outcome: Outcome = Outcome.RUNNING
    proof: Proof = field(default_factory=Proof)
    #: What went wrong, in Vietnamese, a line each.
    error: str | None = None


def begin_run(tx: Connection, school_id: str, run: Run) -> None:
    """Enter a run that begins."""
    tx.execute(
        sa.insert(runs).values(
            school_id=school_id,
            id=run.id,
            kind=run.kind,
            started_at=utc(run.started_at),
            school_time=utc(run.school_time),
            as_of=run.as_of.isoformat(),
            outcome=Outcome.RUNNING.value,
            counts={},
        )
    )


def end_run(tx: Connection, school_id: str, run: Run) -> None:
    """Close the line of a run; one that is closed already stays as it is."""
    is_open = (runs.c.school_id == school_id) & (runs.c.id == run.id) & runs.c.finished_at.is_(None)
    values = {
        "finished_at": utc(run.finished_at) if run.finished_at else None,
        "outcome": run.outcome.value,
        "counts": to_json(run.proof),
        "error": run.error,
    }
    tx.execute(sa.update(runs).where(is_open).values(**values))


def latest_runs(tx: Connection, school_id: str, limit: int = 20) -> tuple[Run, ...]:
    """The newest first, by the real clock: a school may live the same day twice."""
    query = sa.select(runs).where(runs.c.school_id == school_id)
    newest = query.order_by(runs.c.started_at.desc(), runs.c.id).limit(limit)
    return tuple(_run(row) for row in tx.execute(newest))


def find_run(tx: Connection, school_id: str, run_id: str) -> Run | None:
    """A run by its id, or by the beginning of it if only one begins so."""
    begins = runs.c.id.startswith(run_id, autoescape=True)
    rows = tx.execute(sa.select(runs).where(runs.c.school_id == school_id, begins).limit(2)).all()
    return _run(rows[0]) if len(rows) == 1 else None


def thin_runs(tx: Connection, school_id: str, *, idle_before: dt.datetime, before: dt.datetime) -> int:
    """Take old lines out: idle ones first, in the end all of them; gives how many went."""
    is_old = (runs.c.outcome == Outcome.IDLE.value) & (runs.c.started_at < utc(idle_before))
    gone = sa.or_(is_old, runs.c.started_at < utc(before))
    return tx.execute(sa.delete(runs).where(runs.c.school_id == school_id, gone)).rowcount


def _run(row: Any) -> Run:
    started_at = moment(row.started_at)
    return Run(
        id=row.id,
        kind=row.kind,
        started_at=started_at,
        school_time=moment(row.school_time) if row.school_time else started_at,
        as_of=dt.date.fromisoformat(row.as_of),
        finished_at=moment(row.finished_at) if row.finished_at else None,
        outcome=_outcome(row),
        # Lines of the first schema have other counts, which say nothing here.
        proof=from_json(Proof, row.counts if row.outcome else {}),
        error=row.error,
    )


def _outcome(row: Any) -> Outcome:
    if row.outcome:
        return Outcome(row.outcome)
    return Outcome.FAILED if row.error else Outcome.DONE
