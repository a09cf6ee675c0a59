"""The tables of the store, and a file as a row of one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from service.standin.file import File

SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, mime_type TEXT NOT NULL, owner TEXT NOT NULL,
    created TEXT NOT NULL, modified TEXT NOT NULL, modified_by TEXT NOT NULL, version INTEGER NOT NULL,
    trashed INTEGER NOT NULL, parents TEXT NOT NULL, properties TEXT NOT NULL, app_properties TEXT NOT NULL,
    permissions TEXT NOT NULL, extra TEXT NOT NULL, content TEXT, media BLOB);
CREATE TABLE IF NOT EXISTS changes (
    number INTEGER PRIMARY KEY AUTOINCREMENT, file_id TEXT NOT NULL, time TEXT NOT NULL,
    removed INTEGER NOT NULL, seen_by TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS responses (
    form_id TEXT NOT NULL, response_id TEXT NOT NULL, created TEXT NOT NULL, submitted TEXT NOT NULL,
    body TEXT NOT NULL, PRIMARY KEY (form_id, response_id));
CREATE INDEX IF NOT EXISTS responses_by_time ON responses (form_id, submitted);
CREATE TABLE IF NOT EXISTS things (
    kind TEXT NOT NULL, key TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (kind, key));
"""


_JSON_COLUMNS = ("parents", "properties", "app_properties", "permissions", "extra")
COLUMNS = (
    "id", "name", "mime_type", "owner", "created", "modified", "modified_by", "version", "trashed",
    *_JSON_COLUMNS,
)  # fmt: skip
# Only the names above go into the text of a statement; values are always bound.
SELECT = f"SELECT {', '.join(COLUMNS)} FROM files"  # noqa: S608
INSERT = (
    f"INSERT INTO files ({', '.join(COLUMNS)}, content, media) "  # noqa: S608
    f"VALUES ({', '.join('?' * (len(COLUMNS) + 2))})"
)
UPDATE = f"UPDATE files SET {', '.join(f'{column} = ?' for column in COLUMNS[1:])} WHERE id = ?"  # noqa: S608


def value_of(file: File, column: str) -> Any:
    """What stands in a column for a file."""
    value = getattr(file, column)
    return json.dumps(value, ensure_ascii=False) if column in _JSON_COLUMNS else value


def file_of(row: Sequence[Any]) -> File:
    """The file that a row of SELECT tells of."""
    values = dict(zip(COLUMNS, row, strict=True))
    values |= {column: json.loads(values[column]) for column in _JSON_COLUMNS}
    values["parents"] = tuple(values["parents"])
    values["permissions"] = tuple(values["permissions"])
    values["trashed"] = bool(values["trashed"])
    return File(**values)
