"""Every stored submission, to find persons in; accounts; and overwriting what was taken out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import utc
from service.store.database import Database
from service.store.records import RecordVersion, version_of_row
from service.store.tables import accounts, records

_BATCH = 500


def all_versions(
    tx: Connection, school_id: str, *, before: dt.datetime | None = None
) -> Iterator[RecordVersion]:
    """Every stored version of every submission, or of those sent before a moment."""
    query = sa.select(records).where(records.c.school_id == school_id)
    if before is not None:
        query = query.where(records.c.submitted_at < utc(before))
    query = query.order_by(
        records.c.source_key, records.c.record_id, records.c.submitted_at, records.c.version
    )
    for row in tx.execution_options(yield_per=_BATCH).execute(query):
        yield version_of_row(row)


def list_accounts(tx: Connection, school_id: str) -> list[dict[str, str]]:
    """Google accounts that have signed in here."""
    query = sa.select(accounts.c.email, accounts.c.name, accounts.c.bound_at)
    rows = tx.execute(query.where(accounts.c.school_id == school_id).order_by(accounts.c.email))
    return [{"email": row.email, "name": row.name, "bound_at": row.bound_at} for row in rows]


def scrub(database: Database) -> None:
    """Overwrite what was taken out: SQLite keeps it in free pages and in its journal until then."""
    if database.engine.dialect.name != "sqlite":
        return  # PostgreSQL does so by itself, by and by (autovacuum)
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM")
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
