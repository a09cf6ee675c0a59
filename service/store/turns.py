"""One piece of work at a time for a school, whoever does it: this process, another one, a command.

The lock is the operating system's, or the database server's: it goes with the process that holds it, so
nothing has to be cleaned up after one that died.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError

from service.store.database import DISK_IS_FULL, Database, StoreError

log = logging.getLogger(__name__)

#: Bytes that have to be free before work begins: a cycle's records, the journal beside them, a template.
_ROOM = 16 * 1024 * 1024
#: Seconds between two tries for PostgreSQL's lock; SQLite waits by itself.
_PAUSE = 0.5
_held = threading.local()


@contextmanager
def turn(database: Database, school_id: str, *, wait: float) -> Iterator[bool]:
    """Hold the school's turn while the block runs; False if it was not to be had within `wait` seconds.

    Whoever holds it may ask for it again.
    """
    name = f"{database.engine.url!r} {school_id}"
    mine: set[str] = _held.__dict__.setdefault("names", set())
    if name in mine:
        yield True
        return
    take = _take_on_server if database.engine.dialect.name == "postgresql" else _take_beside
    with take(database, school_id, wait) as taken:
        if taken:
            mine.add(name)
        try:
            yield taken
        finally:
            mine.discard(name)


@contextmanager
def _take_beside(database: Database, school_id: str, wait: float) -> Iterator[bool]:
    """A file beside the database, locked by SQLite: the same on every system."""
    path = database.engine.url.database
    if not path or path == ":memory:":
        yield True  # a database that no other process can see
        return
    if shutil.disk_usage(Path(path).parent).free < _ROOM:
        # Half a cycle on a full disk is told by whoever meets it first, the stand-in as Google's trouble.
        raise StoreError(DISK_IS_FULL)
    lock = None
    try:
        file = Path(path).with_suffix(f".{school_id}.turn")
        lock = sqlite3.connect(file, timeout=wait, isolation_level=None, check_same_thread=False)
        lock.execute("BEGIN EXCLUSIVE")
        taken = True
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raise StoreError(
                "Không mở hoặc không ghi được tệp dữ liệu. Hãy kiểm tra quyền ghi của thư mục dữ liệu."
            ) from error
        taken = False
    try:
        yield taken
    finally:
        if lock is not None:
            lock.close()


@contextmanager
def _take_on_server(database: Database, school_id: str, wait: float) -> Iterator[bool]:
    """An advisory lock of PostgreSQL, held by one connection."""
    key = sa.func.hashtext(f"dunghan {school_id}")
    until = time.monotonic() + wait
    with database.engine.connect() as connection:
        while True:
            taken = bool(connection.execute(sa.select(sa.func.pg_try_advisory_lock(key))).scalar_one())
            connection.commit()
            if taken or time.monotonic() >= until:
                break
            time.sleep(_PAUSE)
        try:
            yield taken
        finally:
            if taken:
                _give_back(connection, key)


def _give_back(connection: Connection, key: sa.ColumnElement[Any]) -> None:
    try:
        connection.execute(sa.select(sa.func.pg_advisory_unlock(key)))
        connection.commit()
    except OperationalError as error:
        # The server has ended the connection, and the lock with it.
        log.warning("the turn was lost before it was given back: %s", error.orig)
        connection.invalidate()
