"""Insert or update by primary key, on SQLite and PostgreSQL alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite


def upsert(tx: Connection, table: Table, key: Mapping[str, Any], values: Mapping[str, Any]) -> None:
    """Write one row; only the named columns of an existing row change."""
    statement = _insert(tx, table).values(**key, **values)
    tx.execute(statement.on_conflict_do_update(index_elements=list(key), set_=dict(values)))


def insert_new(tx: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> int:
    """Add the rows that are not there yet; gives how many were added."""
    if not rows:
        return 0
    before = tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()
    tx.execute(_insert(tx, table).on_conflict_do_nothing(), list(rows))
    return int(tx.execute(sa.select(sa.func.count()).select_from(table)).scalar_one() - before)


def _insert(tx: Connection, table: Table) -> Any:
    # Both dialects spell ON CONFLICT alike, but SQLAlchemy keeps it in each dialect's own insert().
    return postgresql.insert(table) if tx.dialect.name == "postgresql" else sqlite.insert(table)
