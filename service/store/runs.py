"""The ledger: what each run read, changed, refused and wrote."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import runs
from service.store.upsert import upsert


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a job."""

    id: str
    kind: str
    started_at: dt.datetime
    as_of: dt.date
    finished_at: dt.datetime | None = None
    #: read, changed, refused, written, calls by service.
    counts: Mapping[str, Any] = field(default_factory=dict)
    error: str | None = None


def save_run(tx: Connection, school_id: str, run: Run) -> None:
    """Create or replace the ledger's row of this run."""
    values = {
        "kind": run.kind,
        "started_at": utc(run.started_at),
        "finished_at": utc(run.finished_at) if run.finished_at else None,
        "as_of": run.as_of.isoformat(),
        "counts": dict(run.counts),
        "error": run.error,
    }
    upsert(tx, runs, {"school_id": school_id, "id": run.id}, values)


def latest_runs(tx: Connection, school_id: str, limit: int = 20) -> tuple[Run, ...]:
    """The newest runs first, by when they really ended: a school may live the same day twice."""
    ended = sa.func.coalesce(runs.c.finished_at, runs.c.started_at)
    query = sa.select(runs).where(runs.c.school_id == school_id).order_by(ended.desc()).limit(limit)
    return tuple(
        Run(
            id=row.id,
            kind=row.kind,
            started_at=moment(row.started_at),
            as_of=dt.date.fromisoformat(row.as_of),
            finished_at=moment(row.finished_at) if row.finished_at else None,
            counts=row.counts,
            error=row.error,
        )
        for row in tx.execute(query)
    )
