"""Raw submissions, kept for ever in every version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import records
from service.store.upsert import insert_new

#: Most ids in one question to the database.
_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordVersion:
    """One submission as it was read at one moment."""

    source_key: str
    record_id: str
    version: str
    #: When the person sent it; for a row, when it is first known to have been there.
    submitted_at: dt.datetime
    #: When we read it.
    seen_at: dt.datetime
    #: Order in its source at that reading.
    position: int
    payload: Mapping[str, Any]
    #: When a row was found to be gone from its sheet, or an answer from its form.
    withdrawn_at: dt.datetime | None = None


def add_versions(tx: Connection, school_id: str, versions: Iterable[RecordVersion]) -> int:
    """Keep the versions not seen before; gives how many were new."""
    rows = [
        {
            "school_id": school_id,
            "source_key": item.source_key,
            "record_id": item.record_id,
            "version": item.version,
            "submitted_at": utc(item.submitted_at),
            "seen_at": utc(item.seen_at),
            "position": item.position,
            "payload": dict(item.payload),
        }
        for item in versions
    ]
    return insert_new(tx, records, rows)


def withdraw(
    tx: Connection, school_id: str, source_key: str, record_ids: Sequence[str], at: dt.datetime
) -> int:
    """Mark submissions that their author took away; gives how many rows changed."""
    return _set_withdrawn(tx, school_id, source_key, record_ids, records.c.withdrawn_at.is_(None), utc(at))


def restore(tx: Connection, school_id: str, source_key: str, record_ids: Sequence[str]) -> int:
    """Submissions that are there after all; gives how many rows changed."""
    return _set_withdrawn(tx, school_id, source_key, record_ids, records.c.withdrawn_at.is_not(None), None)


def _set_withdrawn(
    tx: Connection,
    school_id: str,
    source_key: str,
    record_ids: Sequence[str],
    where: sa.ColumnElement[bool],
    value: str | None,
) -> int:
    changed = 0
    for start in range(0, len(record_ids), _AT_ONCE):
        chosen = (
            records.c.school_id == school_id,
            records.c.source_key == source_key,
            records.c.record_id.in_(record_ids[start : start + _AT_ONCE]),
        )
        statement = sa.update(records).where(*chosen, where).values(withdrawn_at=value)
        changed += tx.execute(statement).rowcount
    return changed


def move(tx: Connection, school_id: str, versions: Sequence[RecordVersion]) -> None:
    """Rows that say what they said, but in other cells; their order stays that of the first reading."""
    if not versions:
        return
    chosen = (
        (records.c.school_id == school_id)
        & (records.c.source_key == sa.bindparam("of_source"))
        & (records.c.record_id == sa.bindparam("of_record"))
        & (records.c.version == sa.bindparam("of_version"))
    )
    places = [
        {
            "of_source": item.source_key,
            "of_record": item.record_id,
            "of_version": item.version,
            "payload": dict(item.payload),
        }
        for item in versions
    ]
    tx.execute(sa.update(records).where(chosen), places)


def versions_as_of(tx: Connection, school_id: str, at: dt.datetime) -> list[RecordVersion]:
    """The newest version of each submission that had been sent by `at`; withdrawn ones are left out."""
    known = records.c.school_id == school_id, records.c.submitted_at <= utc(at)
    rank = _newest_first().label("rank")
    ranked = sa.select(records, rank).where(*known).subquery()
    query = (
        sa.select(ranked)
        .where(
            ranked.c.rank == 1,
            sa.or_(ranked.c.withdrawn_at.is_(None), ranked.c.withdrawn_at > utc(at)),
        )
        .order_by(ranked.c.source_key, ranked.c.position, ranked.c.record_id)
    )
    return [version_of_row(row) for row in tx.execute(query)]


def all_versions(tx: Connection, school_id: str) -> list[RecordVersion]:
    """Every version of every submission, in the order in which `versions_as_of` gives them."""
    query = sa.select(records).where(records.c.school_id == school_id)
    order = (records.c.source_key, records.c.position, records.c.record_id, records.c.submitted_at)
    return [version_of_row(row) for row in tx.execute(query.order_by(*order))]


def current_versions(tx: Connection, school_id: str, source_key: str) -> list[RecordVersion]:
    """The newest version of each submission of one source that is still there, in the order of the source."""
    rank = _newest_first().label("rank")
    known = records.c.school_id == school_id, records.c.source_key == source_key
    ranked = sa.select(records, rank).where(*known).subquery()
    query = sa.select(ranked).where(ranked.c.rank == 1, ranked.c.withdrawn_at.is_(None))
    return [version_of_row(row) for row in tx.execute(query.order_by(ranked.c.position, ranked.c.record_id))]


def find_version(
    tx: Connection, school_id: str, source_key: str, record_id: str, version: str
) -> RecordVersion | None:
    """One stored version, or None."""
    query = sa.select(records).where(
        records.c.school_id == school_id,
        records.c.source_key == source_key,
        records.c.record_id == record_id,
        records.c.version == version,
    )
    row = tx.execute(query).one_or_none()
    return version_of_row(row) if row else None


def newest_versions(
    tx: Connection, school_id: str, source_key: str, record_ids: Iterable[str]
) -> dict[str, RecordVersion]:
    """Of these submissions of one source the newest version, also of those that were taken back."""
    wanted = sorted(set(record_ids))
    found: dict[str, RecordVersion] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        known = (
            records.c.school_id == school_id,
            records.c.source_key == source_key,
            records.c.record_id.in_(wanted[start : start + _AT_ONCE]),
        )
        ranked = sa.select(records, _newest_first().label("rank")).where(*known).subquery()
        for row in tx.execute(sa.select(ranked).where(ranked.c.rank == 1)):
            found[row.record_id] = version_of_row(row)
    return found


def count_records(tx: Connection, school_id: str) -> int:
    """How many submissions are known, whatever their versions."""
    query = sa.select(sa.func.count(sa.distinct(records.c.source_key + "\n" + records.c.record_id))).where(
        records.c.school_id == school_id
    )
    return int(tx.execute(query).scalar_one())


def _newest_first() -> sa.ColumnElement[int]:
    return sa.func.row_number().over(
        partition_by=(records.c.source_key, records.c.record_id),
        order_by=(records.c.submitted_at.desc(), records.c.seen_at.desc(), records.c.version.desc()),
    )


def version_of_row(row: Any) -> RecordVersion:
    """The version that a row of the table holds."""
    return RecordVersion(
        source_key=row.source_key,
        record_id=row.record_id,
        version=row.version,
        submitted_at=moment(row.submitted_at),
        seen_at=moment(row.seen_at),
        position=row.position,
        payload=row.payload,
        withdrawn_at=moment(row.withdrawn_at) if row.withdrawn_at else None,
    )
