"""The whole store at once: copied as it stands at one moment, read table by table, filled anew."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection, Table
from sqlalchemy.exc import OperationalError

from service.store.database import Database, StoreError, engine_for, migrate, revision_of
from service.store.tables import metadata

#: Rows that are in hand at a time.
_BATCH = 500

#: Who is signed in just now: no copy of the store lets anybody in.
LEFT_OUT = ("sign_ins",)


def copy_to(database: Database, path: Path) -> None:
    """A copy as an SQLite file, as the store stood at one moment; people may go on working."""
    if database.engine.dialect.name == "sqlite":
        connection = database.engine.raw_connection()
        try:
            with closing(sqlite3.connect(path)) as target:
                connection.driver_connection.backup(target)  # type: ignore[union-attr]
        finally:
            connection.close()
        return
    copy = Database(f"sqlite:///{path}")
    try:
        # One look at everything: rows that others write meanwhile are not seen.
        with database.engine.connect().execution_options(isolation_level="REPEATABLE READ") as source:
            fill(copy, {table.name: rows_of(source, table) for table in metadata.sorted_tables})
    finally:
        copy.close()


def copy_as_it_is(url: str, path: Path) -> None:
    """The same of a store that is not opened: its schema stays as it is, and so does the copy's."""
    engine = engine_for(url)
    try:
        if engine.dialect.name == "sqlite":
            with (
                closing(sqlite3.connect(str(engine.url.database))) as source,
                closing(sqlite3.connect(path)) as target,
            ):
                source.backup(target)
            return
        with engine.connect().execution_options(isolation_level="REPEATABLE READ") as connection:
            revision = revision_of(connection)
            if revision is None:
                return
            with database_at(path, revision) as target:
                rows = {table.name: rows_of(connection, table) for table in tables_of(connection)}
                for table in tables_of(target):
                    insert_rows(target, table, rows.get(table.name, ()))
    except (sqlite3.OperationalError, OperationalError) as error:
        raise StoreError(
            "Không mở được cơ sở dữ liệu. Hãy kiểm tra quyền đọc của thư mục dữ liệu hoặc DATABASE_URL."
        ) from error
    finally:
        engine.dispose()


@contextmanager
def database_at(path: Path, revision: str) -> Iterator[Connection]:
    """A transaction on a new, empty SQLite file with the schema of a revision."""
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.begin() as connection:
            migrate(connection, revision)
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


@contextmanager
def reading(path: Path) -> Iterator[Connection]:
    """An SQLite file as it is, with whatever schema it has."""
    engine = sa.create_engine(f"sqlite:///{path}")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def tables_of(connection: Connection) -> list[Table]:
    """The tables as they are in this database, those that others refer to first."""
    found = sa.MetaData()
    found.reflect(connection)
    return [table for table in found.sorted_tables if table.name != "alembic_version"]


def rows_of(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    """Every row, in the order of the primary key, so that two readings of the same store are the same."""
    query = sa.select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=_BATCH).execute(query):
        yield dict(row._mapping)


def insert_rows(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> int:
    """Add rows; gives how many."""
    batch: list[dict[str, Any]] = []
    count = 0
    for row in rows:
        batch.append({name: value for name, value in row.items() if value is not None})
        if len(batch) == _BATCH:
            count += _insert(connection, table, batch)
            batch = []
    return count + _insert(connection, table, batch)


def fill(database: Database, rows: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
    """Take everything out of the store and put these rows in, as a whole or not at all."""
    with database.begin() as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(sa.delete(table))
        for table in metadata.sorted_tables:
            insert_rows(tx, table, rows.get(table.name, ()))
            _go_on_counting(tx, table)


def is_empty(database: Database) -> bool:
    """Whether no school was ever set up here."""
    with database.begin() as tx:
        return not tx.execute(sa.select(sa.func.count()).select_from(metadata.tables["schools"])).scalar_one()


def _insert(connection: Connection, table: Table, batch: list[dict[str, Any]]) -> int:
    # An empty cell is left out, for None in a JSON column would be the word null: rows go by their cells.
    shapes: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in batch:
        shapes.setdefault(tuple(row), []).append(row)
    for rows in shapes.values():
        connection.execute(sa.insert(table), rows)
    return len(batch)


def _go_on_counting(tx: Connection, table: Table) -> None:
    """PostgreSQL counts on from its own sequence, which does not see numbers that were put in."""
    counted = table.autoincrement_column
    if tx.dialect.name != "postgresql" or counted is None or not isinstance(counted.type, sa.Integer):
        return
    newest = sa.select(sa.func.max(counted)).scalar_subquery()
    sequence = sa.func.pg_get_serial_sequence(table.name, counted.name)
    tx.execute(sa.select(sa.func.setval(sequence, sa.func.coalesce(newest, 0) + 1, False)))
