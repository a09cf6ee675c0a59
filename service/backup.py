"""The whole store as one portable file: a zip with a JSON line for each row, and what proves it whole.

The same file goes into SQLite and PostgreSQL, and into any later version of the service: it is read with the
schema that it was made with, and brought up to date from there. There is no key, password or session in it;
the personal data of the school is, so the file is for its owner alone.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection

from service.errors import ServiceError
from service.store import Database
from service.store import schools as school_rows
from service.store.copies import (
    LEFT_OUT,
    copy_to,
    database_at,
    fill,
    insert_rows,
    is_empty,
    reading,
    rows_of,
    tables_of,
)
from service.store.database import known_revisions, revision_of

_FORMAT = 1
_MANIFEST = "ban-sao-luu.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says of itself."""

    made_at: str
    #: Of the schema that its rows are of.
    revision: str
    #: Table → (rows, SHA-256 of its lines).
    tables: dict[str, tuple[int, str]]

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(count for count, _ in self.tables.values())


def back_up(database: Database, file: Path, now: dt.datetime) -> Manifest:
    """Write the whole store to a file that only its owner may read. Raises ServiceError.

    What stood there before is replaced once the new file is whole.
    """
    with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        copy_to(database, copy)
        unfinished = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            with reading(copy) as source:
                manifest = write_archive(source, unfinished, now)
            unfinished.replace(file)
        except OSError as error:
            raise ServiceError(f"Không ghi được {file}. Hãy kiểm tra thư mục và dung lượng ổ đĩa.") from error
        finally:
            unfinished.unlink(missing_ok=True)
    return manifest


def restore(database: Database, file: Path, *, force: bool, now: dt.datetime) -> tuple[Manifest, Path | None]:
    """Put a backup in the place of all that the store holds, as a whole or not at all. Raises ServiceError.

    A store that has a school in it is only replaced with `force`, and is backed up first, beside the file:
    the second value.
    """
    manifest = check(file)
    kept = None
    if not may_fill(database, force=force):
        kept = file.with_name(f"truoc-khi-khoi-phuc-{now:%Y%m%d-%H%M%S}.zip")
        back_up(database, kept, now)
    with tempfile.TemporaryDirectory(prefix="dunghan-") as folder:
        copy = Path(folder) / "copy.sqlite3"
        with zipfile.ZipFile(file) as archive, database_at(copy, manifest.revision) as old:
            for table in tables_of(old):
                if table.name in manifest.tables:
                    insert_rows(old, table, _lines(archive, table.name))
        # Opening it brings it up to date.
        newest = Database(f"sqlite:///{copy}")
        try:
            with newest.engine.connect() as source:
                fill(database, {table.name: rows_of(source, table) for table in tables_of(source)})
        finally:
            newest.close()
    with database.begin() as tx:
        # What was made since is at Google and not in here: it is looked for before it is made.
        for school_id in school_rows.school_ids(tx):
            school_rows.save_snapshot(tx, school_id, school_rows.KNOWS_LESS, True)
    return manifest, kept


def may_fill(database: Database, *, force: bool) -> bool:
    """True for an empty store, False for one to be backed up first; raises ServiceError without `force`."""
    if is_empty(database):
        return True
    if not force:
        raise ServiceError(
            "Ở đây đang có dữ liệu của một trường. Hãy chỉ --data tới thư mục mới, "
            "hoặc thêm --force: dữ liệu đang có sẽ được sao lưu trước rồi thay."
        )
    return False


def check(file: Path) -> Manifest:
    """What a backup holds; raises ServiceError unless every line of it is as it was written."""
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = _manifest(json.loads(archive.read(_MANIFEST)))
            for name, (count, digest) in manifest.tables.items():
                if _proof(archive, name) != (count, digest):
                    raise ServiceError(
                        f"{file} đã bị sửa hoặc hỏng (bảng {name}). Hãy dùng bản sao lưu khác."
                    )
    except FileNotFoundError as error:
        raise ServiceError(f"Không có tệp {file}.") from error
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, TypeError) as error:
        raise ServiceError(f"{file} không phải là bản sao lưu của Đúng Hạn, hoặc đã hỏng.") from error
    return manifest


def write_archive(source: Connection, file: Path, now: dt.datetime) -> Manifest:
    """A store, whatever its schema, as a file that only its owner may read. Raises OSError."""
    tables: dict[str, tuple[int, str]] = {}
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC
    with (
        os.fdopen(os.open(file, flags, 0o600), "wb") as target,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for table in tables_of(source):
            if table.name not in LEFT_OUT:
                with archive.open(_member(table.name), "w", force_zip64=True) as lines:
                    tables[table.name] = _write_rows(lines, rows_of(source, table))
        manifest = Manifest(
            made_at=now.isoformat(timespec="seconds"), revision=str(revision_of(source)), tables=tables
        )
        archive.writestr(_MANIFEST, json.dumps(_as_json(manifest), indent=1))
    return manifest


def _write_rows(lines: IO[bytes], rows: Iterable[dict[str, Any]]) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    for row in rows:
        line = json.dumps(row, ensure_ascii=False, sort_keys=True).encode() + b"\n"
        lines.write(line)
        digest.update(line)
        count += 1
    return count, digest.hexdigest()


def _lines(archive: zipfile.ZipFile, table: str) -> Iterator[dict[str, Any]]:
    with archive.open(_member(table)) as lines:
        for line in lines:
            yield json.loads(line)


def _proof(archive: zipfile.ZipFile, table: str) -> tuple[int, str]:
    count, digest = 0, hashlib.sha256()
    with archive.open(_member(table)) as lines:
        for line in lines:
            digest.update(line)
            count += 1
    return count, digest.hexdigest()


def _member(table: str) -> str:
    return f"{table}.jsonl"


def _as_json(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": _FORMAT,
        "made_at": manifest.made_at,
        "revision": manifest.revision,
        "tables": {
            name: {"rows": count, "sha256": digest} for name, (count, digest) in manifest.tables.items()
        },
    }


def _manifest(body: dict[str, Any]) -> Manifest:
    manifest = Manifest(
        made_at=str(body["made_at"]),
        revision=str(body["revision"]),
        tables={name: (part["rows"], part["sha256"]) for name, part in body["tables"].items()},
    )
    if body["format"] > _FORMAT or manifest.revision not in known_revisions():
        raise ServiceError(
            "Bản sao lưu này do phiên bản mới hơn của Đúng Hạn tạo ra. Hãy cập nhật phần mềm rồi khôi phục."
        )
    return manifest
