"""The engine, its pragmas and the migrations."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import InternalError, OperationalError

_MIGRATIONS = Path(__file__).with_name("migrations")


DISK_IS_FULL = (
    "Ổ đĩa đã đầy nên chưa ghi được dữ liệu; dữ liệu cũ còn nguyên. Hãy giải phóng dung lượng rồi chạy lại."
)


#: What a database says that will not do a thing; PostgreSQL's «read-only» is the second.
_REFUSED = (OperationalError, InternalError)


class StoreError(Exception):
    """The database cannot be used; the message says, in Vietnamese, what to do."""


def engine_for(url: str) -> Engine:
    """An engine for an address; PostgreSQL is spoken to through psycopg, however it is written.

    Raises StoreError.
    """
    address = re.sub(r"^postgres(?:ql)?://", "postgresql+psycopg://", url)
    try:
        return sa.create_engine(address)
    except ModuleNotFoundError as error:
        raise StoreError(
            "DATABASE_URL chỉ tới PostgreSQL nhưng máy chưa có psycopg. "
            'Hãy chạy: pip install "psycopg[binary]"'
        ) from error
    except sa.exc.ArgumentError as error:
        raise StoreError(
            "DATABASE_URL viết chưa đúng, ví dụ: postgresql://ten:mat_khau@may/dunghan"
        ) from error


class Database:
    """Connections to the store, at the newest schema."""

    def __init__(self, url: str) -> None:
        """Opens the database and brings its schema up to date; raises StoreError."""
        self.engine = engine_for(url)
        if self.engine.dialect.name == "sqlite":
            _prepare_sqlite(self.engine)
        try:
            self._migrate()
        except _REFUSED as error:
            raise StoreError(_explain(error)) from error

    @contextmanager
    def begin(self) -> Iterator[Connection]:
        """One transaction: committed at the end, rolled back on any exception."""
        try:
            with self.engine.begin() as connection:
                yield connection
        except _REFUSED as error:
            raise StoreError(_explain(error)) from error

    def close(self) -> None:
        """Give the connections back."""
        self.engine.dispose()

    def _migrate(self) -> None:
        with self.engine.begin() as connection:
            migrate(connection)


def migrate(connection: Connection, revision: str = "head") -> None:
    """Bring a schema up to a revision."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def revision_of(connection: Connection) -> str | None:
    """The revision that a schema is at; None for an empty database."""
    return MigrationContext.configure(connection).get_current_revision()


def known_revisions() -> tuple[str, ...]:
    """Every revision, the newest first."""
    return tuple(script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    return config


def _prepare_sqlite(engine: Engine) -> None:
    if engine.url.database and engine.url.database != ":memory:":
        try:
            Path(engine.url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"Không tạo được thư mục dữ liệu {Path(engine.url.database).parent}. "
                "Hãy chọn thư mục khác bằng --data."
            ) from error

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: object, _record: object) -> None:
        # WAL lets the pages be read while a cycle writes; the timeout waits for the other process.
        cursor = connection.cursor()  # type: ignore[attr-defined]
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA busy_timeout = 30000")
        cursor.close()


def _explain(error: OperationalError | InternalError) -> str:
    text = str(error.orig)
    if "full" in text or "No space left" in text:
        return DISK_IS_FULL
    if "disk I/O" in text:
        return (
            "Không ghi được xuống ổ đĩa (đầy, quá hạn mức hoặc hỏng); dữ liệu cũ còn nguyên. "
            "Hãy kiểm tra ổ đĩa rồi chạy lại."
        )
    if "read-only" in text:
        return "Cơ sở dữ liệu đang ở chế độ chỉ đọc; dữ liệu cũ còn nguyên. Hãy hỏi người quản trị máy chủ."
    if "readonly" in text or "unable to open" in text:
        return "Không mở hoặc không ghi được tệp dữ liệu. Hãy kiểm tra quyền ghi của thư mục dữ liệu."
    return "Cơ sở dữ liệu đang bận hoặc không kết nối được. Hãy thử lại sau ít phút."
