"""Where Google was asked to send word of changes."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import watches
from service.store.upsert import upsert

#: Key of the channel on Drive's change log.
DRIVE = "drive"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watch:
    """A watch on a form's answers, or a channel on Drive's change log."""

    #: Key of the form's source, or `DRIVE`.
    key: str
    #: Google's id of the watch, ours of the channel.
    google_id: str
    expires_at: dt.datetime
    file_id: str = ""
    resource_id: str = ""
    token_hash: str = ""
    heard_at: dt.datetime | None = None
    #: Why nothing is sent, in Vietnamese; None while Google sends.
    last_error: str | None = None


def save_watch(tx: Connection, school_id: str, watch: Watch) -> None:
    """Create or replace a watch; when it was last heard of stays."""
    values = {
        "file_id": watch.file_id,
        "resource_id": watch.resource_id,
        "token_hash": watch.token_hash,
        "expires_at": utc(watch.expires_at),
        "last_error": watch.last_error,
    }
    upsert(tx, watches, {"school_id": school_id, "key": watch.key, "google_id": watch.google_id}, values)


def list_watches(tx: Connection, school_id: str) -> tuple[Watch, ...]:
    """All of a school, by key; of one key the one that lasts longest first."""
    query = sa.select(watches).where(watches.c.school_id == school_id)
    rows = tx.execute(query.order_by(watches.c.key, watches.c.expires_at.desc()))
    return tuple(_watch(row) for row in rows)


def find_watches(tx: Connection, google_id: str) -> tuple[tuple[str, Watch], ...]:
    """(school id, watch) of all schools with this id of Google's."""
    rows = tx.execute(sa.select(watches).where(watches.c.google_id == google_id))
    return tuple((row.school_id, _watch(row)) for row in rows)


def mark_heard(tx: Connection, school_id: str, google_id: str, now: dt.datetime) -> None:
    """A message of this watch came in."""
    chosen = (watches.c.school_id == school_id) & (watches.c.google_id == google_id)
    tx.execute(sa.update(watches).where(chosen).values(heard_at=utc(now)))


def forget_watch(tx: Connection, school_id: str, key: str, google_id: str | None = None) -> None:
    """Take a watch out, or all of a key."""
    chosen = (watches.c.school_id == school_id) & (watches.c.key == key)
    if google_id is not None:
        chosen &= watches.c.google_id == google_id
    tx.execute(sa.delete(watches).where(chosen))


def _watch(row: sa.Row[tuple[object, ...]]) -> Watch:
    return Watch(
        key=row.key,
        google_id=row.google_id,
        file_id=row.file_id,
        resource_id=row.resource_id,
        token_hash=row.token_hash,
        expires_at=moment(row.expires_at),
        heard_at=moment(row.heard_at) if row.heard_at else None,
        last_error=row.last_error,
    )
