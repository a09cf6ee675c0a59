"""Schools, their plan, and the sources that are read for them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.domain.expectations import SchoolProfile
from service.domain.plan import Plan
from service.store.codec import from_json, moment, to_json, utc
from service.store.tables import schools, snapshots, sources
from service.store.upsert import upsert

#: Snapshot that is there once a store is behind what the account holds: it was restored, or begun again.
KNOWS_LESS = "knows-less"


@dataclass(frozen=True, slots=True, kw_only=True)
class School:
    """A school and where the service stands with it."""

    id: str
    profile: SchoolProfile
    plan: Plan | None = None
    #: Page token of Drive's change log after the last cycle; None before the first.
    changes_token: str | None = None
    #: Hash of everything that the last check and drafts were made from.
    inputs_hash: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A form, a spreadsheet or the Doc template of a school."""

    #: "form:activity", "form:feedback", "sheet:<unit>", "school", "template".
    key: str
    kind: str
    #: Its name as people know it.
    label: str
    file_id: str
    detail: Mapping[str, Any] = field(default_factory=dict)
    cursor: dt.datetime | None = None
    read_at: dt.datetime | None = None
    #: What went wrong last time, in Vietnamese; None if nothing.
    last_error: str | None = None
    #: Until then nothing is in the file that is not known: it was read, or Drive said that nobody touched it.
    known_at: dt.datetime | None = None
    #: Drive's number of the version that was read, where it was told.
    revision: str | None = None
    #: Digest of a reading that is not taken over until a person says so.
    stopped: str | None = None


def save_school(tx: Connection, school: School) -> None:
    """Create or replace the school's own row."""
    values = {
        "profile": to_json(school.profile),
        "plan": to_json(school.plan) if school.plan else None,
        "changes_token": school.changes_token,
        "inputs_hash": school.inputs_hash,
    }
    upsert(tx, schools, {"id": school.id}, values)


def find_school(tx: Connection, school_id: str) -> School | None:
    """The school, or None before set-up."""
    row = tx.execute(sa.select(schools).where(schools.c.id == school_id)).one_or_none()
    if row is None:
        return None
    return School(
        id=row.id,
        profile=from_json(SchoolProfile, row.profile),
        plan=from_json(Plan, row.plan) if row.plan else None,
        changes_token=row.changes_token,
        inputs_hash=row.inputs_hash,
    )


def school_ids(tx: Connection) -> tuple[str, ...]:
    """Every school of the store."""
    return tuple(tx.execute(sa.select(schools.c.id).order_by(schools.c.id)).scalars())


def set_changes_token(tx: Connection, school_id: str, token: str) -> None:
    """Remember how far Drive's change log was read."""
    tx.execute(sa.update(schools).where(schools.c.id == school_id).values(changes_token=token))


def set_inputs_hash(tx: Connection, school_id: str, digest: str | None) -> None:
    """Remember what the last check and drafts were made from."""
    tx.execute(sa.update(schools).where(schools.c.id == school_id).values(inputs_hash=digest))


def add_source(tx: Connection, school_id: str, source: Source) -> None:
    """Add a source, or point an existing key to another file."""
    values = {
        "kind": source.kind,
        "label": source.label,
        "file_id": source.file_id,
        "detail": dict(source.detail),
        "cursor": utc(source.cursor) if source.cursor else None,
        "read_at": utc(source.read_at) if source.read_at else None,
        "last_error": source.last_error,
        "known_at": utc(source.known_at) if source.known_at else None,
        "revision": source.revision,
        "stopped": source.stopped,
    }
    upsert(tx, sources, {"school_id": school_id, "key": source.key}, values)


def set_detail(tx: Connection, school_id: str, key: str, detail: Mapping[str, Any]) -> None:
    """Replace what is remembered of a source; how far it was read stays as it is."""
    chosen = (sources.c.school_id == school_id) & (sources.c.key == key)
    tx.execute(sa.update(sources).where(chosen).values(detail=dict(detail)))


def list_sources(tx: Connection, school_id: str) -> tuple[Source, ...]:
    """All sources of a school by key."""
    rows = tx.execute(sa.select(sources).where(sources.c.school_id == school_id).order_by(sources.c.key))
    return tuple(
        Source(
            key=row.key,
            kind=row.kind,
            label=row.label,
            file_id=row.file_id,
            detail=row.detail,
            cursor=moment(row.cursor) if row.cursor else None,
            read_at=moment(row.read_at) if row.read_at else None,
            last_error=row.last_error,
            known_at=moment(row.known_at) if row.known_at else None,
            revision=row.revision,
            stopped=row.stopped,
        )
        for row in rows
    )


def mark_read(
    tx: Connection,
    school_id: str,
    key: str,
    *,
    at: dt.datetime,
    cursor: dt.datetime | None,
    revision: str | None = None,
) -> None:
    """A source was read well; its error, if any, is over."""
    values: dict[str, Any] = {"read_at": utc(at), "known_at": utc(at), "last_error": None, "stopped": None}
    if cursor is not None:
        values["cursor"] = utc(cursor)
    if revision is not None:
        values["revision"] = revision
    _update_source(tx, school_id, key, values)


def mark_stale(tx: Connection, school_id: str, key: str) -> None:
    """A source is known to have changed; it stays so until it is read."""
    _update_source(tx, school_id, key, {"cursor": None})


def mark_known(tx: Connection, school_id: str, keys: Sequence[str], at: dt.datetime) -> None:
    """Nobody touched these files since they were read."""
    chosen = (sources.c.school_id == school_id) & sources.c.key.in_(keys)
    tx.execute(sa.update(sources).where(chosen).values(known_at=utc(at)))


def mark_failed(tx: Connection, school_id: str, key: str, error: str, *, stopped: str | None = None) -> None:
    """A source could not be read, or what was read is `stopped`; the message is what people are shown."""
    _update_source(tx, school_id, key, {"last_error": error, "stopped": stopped})


def save_snapshot(tx: Connection, school_id: str, name: str, body: Any) -> None:
    """Keep a JSON value under a name."""
    upsert(tx, snapshots, {"school_id": school_id, "name": name}, {"body": body})


def find_snapshot(tx: Connection, school_id: str, name: str) -> Any:
    """The JSON value kept under a name, or None."""
    query = sa.select(snapshots.c.body).where(snapshots.c.school_id == school_id, snapshots.c.name == name)
    return tx.execute(query).scalar_one_or_none()


def _update_source(tx: Connection, school_id: str, key: str, values: dict[str, Any]) -> None:
    tx.execute(
        sa.update(sources).where(sources.c.school_id == school_id, sources.c.key == key).values(**values)
    )
