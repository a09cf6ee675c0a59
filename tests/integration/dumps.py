"""A store as it lies on the disk: row by row, and as bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from service.store import Database
from service.store.copies import rows_of, tables_of


def dump(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    with database.engine.connect() as connection:
        return {table.name: list(rows_of(connection, table)) for table in tables_of(connection)}


def is_on_disk(database: Database, text: str) -> bool:
    """Whether a text is anywhere in the file or its journal, as it is or as JSON spells it."""
    path = Path(str(database.engine.url.database))
    files = (path, path.with_name(path.name + "-wal"))
    content = b"".join(file.read_bytes() for file in files if file.exists())
    return text.encode() in content or json.dumps(text).strip('"').encode() in content
