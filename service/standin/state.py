"""What the stand-in remembers, in one SQLite file that several processes may share.

Each request runs in one transaction; a request that writes takes the write lock at its start
(`BEGIN IMMEDIATE`), so that read-change-write is safe between processes.
"""

from __future__ import annotations

import datetime as dt
import json
import secrets
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.standin.errors import GoogleError, forbidden, no_storage, not_found
from service.standin.file import (
    DOCUMENT,
    FOLDER,
    FORM,
    ROLES,
    SPREADSHEET,
    File,
    names_of,
    permission_id,
    person_permission,
    who_holds,
)
from service.standin.rows import COLUMNS, INSERT, SCHEMA, SELECT, UPDATE, file_of, value_of
from service.standin.scopes import Reach

__all__ = [
    "DOCUMENT", "FOLDER", "FORM", "ROLES", "SPREADSHEET", "Database", "File", "State", "permission_id",
    "set_storage", "who_holds",
]  # fmt: skip


class State:
    """One transaction over the store, for one caller at one moment."""

    def __init__(self, connection: sqlite3.Connection, user: str, now: dt.datetime) -> None:
        """`user` is an e-mail address; `now` is aware."""
        self.connection = connection
        self.user = user
        self.now = now
        #: What the token allows; None for people on the stand-in's own pages, and for the stand-in itself.
        self.reach: Reach | None = None

    @property
    def timestamp(self) -> str:
        """Now, as Drive prints times (milliseconds, Z)."""
        return self.now.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")

    @property
    def has_storage(self) -> bool:
        """Whether the caller may own files: people may, service accounts where nothing else is said."""
        is_robot = self.user.endswith(".iam.gserviceaccount.com")
        return not is_robot or self.thing("setting", "no_storage") is None

    # --- files -----------------------------------------------------------------------------------

    def file(self, file_id: str) -> File | None:
        """The file, whoever may see it; None if there is none."""
        row = self.connection.execute(SELECT + " WHERE id = ?", (file_id,)).fetchone()
        return file_of(row) if row else None

    def files(self) -> Iterator[File]:
        """Every file, newest first; the caller filters by `role_of`."""
        for row in self.connection.execute(SELECT + " ORDER BY modified DESC, id"):
            yield file_of(row)

    def open(self, file_id: str, mime_type: str, role: str = "reader") -> File:
        """The file for the caller, or Google's 404 (none, or of another kind) or 403 (not for them)."""
        file = self.file(file_id)
        if file is None or file.mime_type != mime_type:
            raise not_found()
        if not self.is_granted(file_id):
            raise not_found()
        held = file.role_of(self.user)
        if held is None or ROLES.index(held) < ROLES.index(role):
            raise forbidden()
        if file.is_locked and role != "reader":
            raise forbidden()
        return file

    def role_on(self, file: File) -> str | None:
        """The caller's role on a file, as far as their token reaches it."""
        return file.role_of(self.user) if self.is_granted(file.id) else None

    def is_granted(self, file_id: str) -> bool:
        """Whether the token reaches this file: under `drive.file` only what the app made for this person."""
        if self.reach is None or not self.reach.own_only:
            return True
        return self.thing(_grants(self.reach.app, self.user), file_id) is not None

    def grant(self, app: str, file_id: str, user: str | None = None) -> None:
        """The caller, or `user`, lets an app have a file: it was made with the app, or opened there."""
        self.put_thing(_grants(app, self.user if user is None else user), file_id, True)

    def create_file(
        self, *, name: str, mime_type: str, content: Any = None, media: bytes | None = None,
        parents: Sequence[str] = (), properties: dict[str, str] | None = None,
        app_properties: dict[str, str] | None = None, extra: dict[str, Any] | None = None,
        file_id: str | None = None, drive: File | None = None,
    ) -> File:  # fmt: skip
        """A new file owned by the caller, or by the shared drive that it is put into."""
        if drive is None and not self.has_storage:
            raise no_storage()
        kept = {key: value for key, value in (extra or {}).items() if key != "driveId"}
        file = File(
            id=file_id or "1" + secrets.token_urlsafe(32),
            name=name, mime_type=mime_type, owner="" if drive else self.user, created=self.timestamp,
            modified=self.timestamp, modified_by=self.user, version=1, parents=tuple(parents),
            properties=properties or {}, app_properties=app_properties or {},
            permissions=drive.permissions if drive else (person_permission(self.user, "owner"),),
            extra=kept | ({"driveId": drive.id} if drive else {}),
        )  # fmt: skip
        return self._insert(file, content, media)

    def create_drive(self, name: str) -> File:
        """A new shared drive, which is its own top folder; the caller organizes it."""
        drive_id = "0A" + secrets.token_urlsafe(12) + "Uk9PVA"
        file = File(
            id=drive_id, name=name, mime_type=FOLDER, owner="", created=self.timestamp,
            modified=self.timestamp, modified_by=self.user, version=1,
            permissions=(person_permission(self.user, "organizer"),),
            extra={"driveId": drive_id},
        )  # fmt: skip
        return self._insert(file, None, None)

    def _insert(self, file: File, content: Any, media: bytes | None) -> File:
        values = [value_of(file, column) for column in COLUMNS]
        self.connection.execute(
            INSERT,
            (*values, None if content is None else json.dumps(content, ensure_ascii=False), media),
        )
        self._changed(file.id)
        if self.reach is not None:
            self.grant(self.reach.app, file.id)
        return file

    def update_file(self, file: File, *, touch: bool = True) -> File:
        """Store changed metadata; `touch` also moves modifiedTime, as renaming does and sharing does not."""
        file = replace(file, version=file.version + 1)
        if touch:
            file = replace(file, modified=self.timestamp, modified_by=self.user)
        values = [value_of(file, column) for column in COLUMNS[1:]]
        self.connection.execute(UPDATE, (*values, file.id))
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
        names = set(names_of(self.user))
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


def set_storage(database: Database, *, has_storage: bool) -> None:
    """Whether service accounts may own files; Google's of today may not."""
    with database.transaction("", dt.datetime.now(dt.UTC), write=True) as state:
        state.put_thing("setting", "no_storage", None if has_storage else True)


def _grants(app: str, user: str) -> str:
    return f"grant {app} {user.lower()}"
