"""What was set when: values of a name and the moment from which they hold, so that a past day can be seen."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import history


def keep(tx: Connection, school_id: str, name: str, body: Any, at: dt.datetime) -> None:
    """From `at` on the value is this; nothing is kept where it was so already."""
    if _newest(tx, school_id, name, at) != body:
        tx.execute(sa.insert(history).values(school_id=school_id, name=name, at=utc(at), body=body))


@dataclass(frozen=True, slots=True)
class Kept:
    """A value and the moment from which it holds."""

    at: dt.datetime
    body: Any


def newest(tx: Connection, school_id: str, name: str) -> Kept | None:
    """The value that holds last, whatever the day; None before the first."""
    query = sa.select(history.c.at, history.c.body).where(_of(school_id, name))
    row = tx.execute(query.order_by(history.c.at.desc(), history.c.seq.desc()).limit(1)).first()
    return Kept(moment(row.at), row.body) if row else None


def is_empty(tx: Connection, school_id: str, name: str) -> bool:
    """Nothing was kept under this name yet."""
    return tx.execute(sa.select(history.c.seq).where(_of(school_id, name)).limit(1)).first() is None


def superseded_at(tx: Connection, school_id: str, name: str, at: dt.datetime) -> Any:
    """The value that held at a moment, if another came after it; None if today's held then too.

    Before the first known value, that one is taken: nothing older is known.
    """
    of = _of(school_id, name)
    later = tx.execute(sa.select(history.c.seq).where(of, history.c.at > utc(at)).limit(1)).first()
    if later is None:
        return None
    then = _newest(tx, school_id, name, at)
    if then is not None:
        return then
    first = sa.select(history.c.body).where(of).order_by(history.c.at, history.c.seq).limit(1)
    return tx.execute(first).scalar_one()


def _newest(tx: Connection, school_id: str, name: str, at: dt.datetime) -> Any:
    query = sa.select(history.c.body).where(_of(school_id, name), history.c.at <= utc(at))
    newest = query.order_by(history.c.at.desc(), history.c.seq.desc()).limit(1)
    return tx.execute(newest).scalar_one_or_none()


def _of(school_id: str, name: str) -> sa.ColumnElement[bool]:
    return sa.and_(history.c.school_id == school_id, history.c.name == name)
