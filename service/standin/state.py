"""What the stand-in remembers, in one SQLite file that several processes may share.

Each request runs in one transaction; a request that writes takes the write lock at its start
(`BEGIN IMMEDIATE`), so that read-change-write is safe between processes.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from service.standin.errors import GoogleError, forbidden, not_found

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
FORM = "application/vnd.google-apps.form"
FOLDER = "application/vnd.google-apps.folder"

ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")

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


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A Drive file without its content; times are RFC 3339 in UTC."""

    id: str
    name: str
    mime_type: str
    owner: str
    created: str
    modified: str
    modified_by: str
    version: int
    trashed: bool = False
    parents: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    app_properties: dict[str, str] = field(default_factory=dict)
    #: Drive permission resources; the owner's comes first.
    permissions: tuple[dict[str, Any], ...] = ()
    #: Anything else that Drive keeps (description, starred, …).
    extra: dict[str, Any] = field(default_factory=dict)

    def role_of(self, user: str) -> str | None:
        """The strongest role that `user` has here; `view: published` gives none in the API."""
        held = [p["role"] for p in self.permissions if p.get("view") is None and who_holds(p) in _names(user)]
        return max(held, key=ROLES.index, default=None)


def permission_id(address: str) -> str:
    """The number of an account or a domain in permissions; Drive has one for each, the same everywhere."""
    return str(int.from_bytes(hashlib.sha256(address.lower().encode()).digest()[:8], "big")).zfill(20)


def who_holds(permission: Mapping[str, Any]) -> str:
    """ "anyone", "@a.domain" or an address in lower case."""
    if permission["type"] == "anyone":
        return "anyone"
    if permission["type"] == "domain":
        return "@" + str(permission.get("domain", "")).lower()
    return str(permission.get("emailAddress", "")).lower()


def _names(user: str) -> tuple[str, str, str]:
    """Under which names a permission may be held that serves this user."""
    return "anyone", "@" + user.lower().rpartition("@")[2], user.lower()


_JSON_COLUMNS = ("parents", "properties", "app_properties", "permissions", "extra")
_COLUMNS = (
    "id", "name", "mime_type", "owner", "created", "modified", "modified_by", "version", "trashed",
    *_JSON_COLUMNS,
)  # fmt: skip
# Only the names above go into the text of a statement; values are always bound.
_SELECT = f"SELECT {', '.join(_COLUMNS)} FROM files"  # noqa: S608
_INSERT = (
    f"INSERT INTO files ({', '.join(_COLUMNS)}, content, media) "  # noqa: S608
    f"VALUES ({', '.join('?' * (len(_COLUMNS) + 2))})"
)
_UPDATE = f"UPDATE files SET {', '.join(f'{column} = ?' for column in _COLUMNS[1:])} WHERE id = ?"  # noqa: S608


class State:
    """One transaction over the store, for one caller at one moment."""

        if file.is_locked and role != "reader":
            raise forbidden()
    def __init__(self, connection: sqlite3.Connection, user: str, now: dt.datetime) -> None:
        """`user` is an e-mail address; `now` is aware."""
        self.connection = connection
        self.user = user
        self.now = now

    @property
    def timestamp(self) -> str:
        """Now, as Drive prints times (milliseconds, Z)."""
        return self.now.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    # --- files -----------------------------------------------------------------------------------

    def file(self, file_id: str) -> File | None:
        """The file, whoever may see it; None if there is none."""
        row = self.connection.execute(_SELECT + " WHERE id = ?", (file_id,)).fetchone()
        return _file(row) if row else None

    def files(self) -> Iterator[File]:
        """Every file, newest first; the caller filters by `role_of`."""
        for row in self.connection.execute(_SELECT + " ORDER BY modified DESC, id"):
            yield _file(row)

    def open(self, file_id: str, mime_type: str, role: str = "reader") -> File:
        """The file for the caller, or Google's 404 (none, or of another kind) or 403 (not for them)."""
        file = self.file(file_id)
        if file is None or file.mime_type != mime_type:
            raise not_found()
        held = file.role_of(self.user)
        if held is None or ROLES.index(held) < ROLES.index(role):
            raise forbidden()
        return file

    def create_file(
        self, *, name: str, mime_type: str, content: Any = None, media: bytes | None = None,
        parents: Sequence[str] = (), properties: dict[str, str] | None = None,
        app_properties: dict[str, str] | None = None, extra: dict[str, Any] | None = None,
        file_id: str | None = None,
    ) -> File:  # fmt: skip
        """A new file owned by the caller."""
        owner = {
            "kind": "drive#permission", "id": permission_id(self.user), "type": "user", "role": "owner",
            "emailAddress": self.user, "displayName": self.user.partition("@")[0], "deleted": False,
            "pendingOwner": False,
        }  # fmt: skip
        file = File(
            id=file_id or "1" + secrets.token_urlsafe(32),
            name=name, mime_type=mime_type, owner=self.user, created=self.timestamp, modified=self.timestamp,
            modified_by=self.user, version=1, parents=tuple(parents), properties=properties or {},
            app_properties=app_properties or {}, permissions=(owner,), extra=extra or {},
        )  # fmt: skip
        values = [_value(file, column) for column in _COLUMNS]
        self.connection.execute(
            _INSERT,
            (*values, None if content is None else json.dumps(content, ensure_ascii=False), media),
        )
        self._changed(file.id)
        return file

    def update_file(self, file: File, *, touch: bool = True) -> File:
        """Store changed metadata; `touch` also moves modifiedTime, as renaming does and sharing does not."""
        file = replace(file, version=file.version + 1)
        if touch:
            file = replace(file, modified=self.timestamp, modified_by=self.user)
        values = [_value(file, column) for column in _COLUMNS[1:]]
        self.connection.execute(_UPDATE, (*values, file.id))
        self._changed(file.id)
        return file

    def delete_file(self, file_id: str) -> None:
        """Gone for good, responses included."""
        self.connection.execute("DELETE FROM files WHERE id = ?", (file_id,))
        self.connection.execute("DELETE FROM responses WHERE form_id = ?", (file_id,))
        self._changed(file_id, removed=True)

    def content(self, file_id: str) -> Any:
        """The JSON kept for a Sheet, Doc or Form: a fresh copy, free to change and save."""
        row = self.connection.execute("SELECT content FROM files WHERE id = ?", (file_id,)).fetchone()
        return json.loads(row[0]) if row and row[0] is not None else None

    def save_content(self, file: File, content: Any) -> File:
        """Store the content; version, modifiedTime and the change log move with it."""
        self.connection.execute(
            "UPDATE files SET content = ? WHERE id = ?", (json.dumps(content, ensure_ascii=False), file.id)
        )
        return self.update_file(file)

    def save_bytes(self, file_id: str, content: Any, media: bytes | None) -> None:
        """Replace content or bytes after an upload; the caller updates the metadata."""
        text = None if content is None else json.dumps(content, ensure_ascii=False)
        self.connection.execute(
            "UPDATE files SET content = ?, media = ? WHERE id = ?", (text, media, file_id)
        )

    def media(self, file_id: str) -> bytes | None:
        """Bytes of an uploaded file that was not converted."""
        row = self.connection.execute("SELECT media FROM files WHERE id = ?", (file_id,)).fetchone()
        return row[0] if row else None

    # --- changes ---------------------------------------------------------------------------------

    def _changed(self, file_id: str, *, removed: bool = False) -> None:
        """Only a file's latest change is kept, with everyone who could see the file up to now."""
        row = self.connection.execute("SELECT seen_by FROM changes WHERE file_id = ?", (file_id,)).fetchone()
        seen_by = set(json.loads(row[0])) if row else set()
        file = self.file(file_id)
        seen_by |= {who_holds(p) for p in file.permissions if p.get("view") is None} if file else set()
        self.connection.execute("DELETE FROM changes WHERE file_id = ?", (file_id,))
        self.connection.execute(
            "INSERT INTO changes (file_id, time, removed, seen_by) VALUES (?, ?, ?, ?)",
            (file_id, self.timestamp, removed, json.dumps(sorted(seen_by))),
        )

    def changes_since(self, number: int) -> list[tuple[int, str, str, bool]]:
        """(number, file id, time, removed) after `number` of files that the caller can or could see."""
        rows = self.connection.execute(
            "SELECT number, file_id, time, removed, seen_by FROM changes WHERE number > ? ORDER BY number",
            (number,),
        )
        names = set(_names(self.user))
        return [
            (n, file_id, time, bool(removed))
            for n, file_id, time, removed, seen_by in rows
            if names.intersection(json.loads(seen_by))
        ]

    def last_change(self) -> int:
        """Number of the latest change; 0 before the first."""
        row = self.connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'changes'").fetchone()
        return int(row[0]) if row else 0

    # --- small things (tokens, watches, settings) --------------------------------------------------

    def thing(self, kind: str, key: str) -> Any:
        """A small JSON value kept under (kind, key), or None."""
        row = self.connection.execute(
            "SELECT body FROM things WHERE kind = ? AND key = ?", (kind, key)
        ).fetchone()
        return json.loads(row[0]) if row else None

    def things(self, kind: str) -> dict[str, Any]:
        """All values of a kind by key."""
        rows = self.connection.execute("SELECT key, body FROM things WHERE kind = ? ORDER BY key", (kind,))
        return {key: json.loads(body) for key, body in rows}

    def put_thing(self, kind: str, key: str, body: Any) -> None:
        """Keep a small JSON value; None forgets it."""
        if body is None:
            self.connection.execute("DELETE FROM things WHERE kind = ? AND key = ?", (kind, key))
        else:
            self.connection.execute(
                "INSERT INTO things VALUES (?, ?, ?) "
                "ON CONFLICT (kind, key) DO UPDATE SET body = excluded.body",
                (kind, key, json.dumps(body, ensure_ascii=False)),
            )


class Database:
    """The SQLite file; hands out one State for each request."""

    def __init__(self, path: Path) -> None:
        """Creates the file and its tables where they are missing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        with self._connect() as connection:
            connection.executescript("PRAGMA journal_mode = WAL;" + SCHEMA)
        connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, timeout=30, isolation_level=None)
        connection.execute("PRAGMA synchronous = NORMAL")
        return connection

    @contextmanager
    def transaction(self, user: str, now: dt.datetime, *, write: bool) -> Iterator[State]:
        """Commits on a normal end, rolls back on any exception."""
        connection = self._connect()
        try:
            connection.execute("BEGIN IMMEDIATE" if write else "BEGIN")
            try:
                yield State(connection, user, now)
            except BaseException:
                connection.execute("ROLLBACK")
                raise
            connection.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise GoogleError(503, "The service is currently unavailable.") from error
        finally:
            connection.close()


def _value(file: File, column: str) -> Any:
    value = getattr(file, column)
    return json.dumps(value, ensure_ascii=False) if column in _JSON_COLUMNS else value


def _file(row: Sequence[Any]) -> File:
    values = dict(zip(_COLUMNS, row, strict=True))
    values |= {column: json.loads(values[column]) for column in _JSON_COLUMNS}
    values["parents"] = tuple(values["parents"])
    values["permissions"] = tuple(values["permissions"])
    values["trashed"] = bool(values["trashed"])
    return File(**values)
