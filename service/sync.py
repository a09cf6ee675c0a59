"""Reading the sources: form answers and units' sheets become raw versions in the store."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from forms.errors import FormsError
from forms.responses import Response, pull_responses
from forms.responses import to_json as response_to_json
from service import listings
from service.cells import encode_cell, encode_cells
from service.config import end_of_day
from service.google.drive import FileChange
from service.purged import as_kept, contents, purged_before
from service.source_watch import (
    digest_of,
    is_accepted,
    lost_answers_line,
    stopped_line,
    too_much_is_gone,
    trashed_line,
)
from service.store import RecordVersion, Source
from service.store import records as record_rows
from service.store import schools as school_rows
from service.workspace import Workspace
from sheets.activity_table import ACTIVITY_COLUMNS
from sheets.errors import SheetsError, TableError, UnreadableError
from sheets.identity import Snapshot, align
from sheets.parsing import as_date
from sheets.reading import read_workbook
from sheets.tables import TableRow, read_table

#: Google does not say which time the filter compares; answers are asked for again over this span and told
#: apart by their version.
OVERLAP = dt.timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceResult:
    """What came of reading one source."""

    key: str
    #: As people know it.
    label: str = ""
    #: Submissions in the answer.
    read: int = 0
    #: Versions not seen before, rows taken away included.
    changed: int = 0
    #: In Vietnamese; None if it was read.
    error: str | None = None
    #: Newest submission after the reading.
    cursor: dt.datetime | None = None
    #: Drive's number of the version of the file, where it was told.
    revision: str | None = None


def sync_form(
    ws: Workspace,
    source: Source,
    now: dt.datetime,
    *,
    whole: bool = False,
    change: FileChange | None = None,
    dismissed: Sequence[str] = (),
) -> SourceResult:
    """Pull a form's new and edited answers; a failure marks this source and leaves the others alone.

    `whole` lists all of them, and what is no more among them was deleted. If too many are gone at once they
    are kept until a person takes the loss over; an answer has an id, so new ones are taken in all the same.
    `change` is what Drive says of the file, where it was asked.
    """
    if change is not None and change.trashed:
        return _failed(ws, source, trashed_line(source.label))
    whole = whole or source.stopped is not None
    since = None if whole or source.cursor is None else source.cursor - OVERLAP
    try:
        responses = pull_responses(ws.forms, source.file_id, since=since, name=source.label)
    except FormsError as error:
        return _failed(ws, source, str(error))
    versions = [_form_version(source, response, now, i) for i, response in enumerate(responses)]
    newest = max((response.submitted_at for response in responses), default=source.cursor)
    there = {response.response_id for response in responses}
    with ws.database.begin() as tx:
        changed = record_rows.add_versions(tx, ws.school_id, versions)
        changed += record_rows.restore(tx, ws.school_id, source.key, sorted(there))
        known = record_rows.current_versions(tx, ws.school_id, source.key) if since is None else []
        let_go = purged_before(tx, ws.school_id)
    known = [item for item in known if let_go is None or item.submitted_at >= let_go]
    gone = [item.record_id for item in known if item.record_id not in there]
    if stopped := _stopped(ws, source, gone, len(known), dismissed):
        return stopped
    with ws.database.begin() as tx:
        changed += record_rows.withdraw(tx, ws.school_id, source.key, gone, now)
        revision = change.version if change else None
        school_rows.mark_read(tx, ws.school_id, source.key, at=now, cursor=newest, revision=revision)
        if since is None:
            listings.mark_listed(tx, ws.school_id, source.key, now)
    return SourceResult(
        key=source.key,
        label=source.label,
        read=len(responses),
        changed=changed,
        cursor=newest,
        revision=revision or source.revision,
    )


def sync_sheet(
    ws: Workspace,
    source: Source,
    now: dt.datetime,
    *,
    change: FileChange | None = None,
    dismissed: Sequence[str] = (),
) -> SourceResult:
    """Read a unit's sheet and keep what changed since the last reading.

    `change` is what Drive says of the file, where it was asked. A reading in which too many rows are gone is
    kept out as a whole until a person takes it over, or it is among the `dismissed` problems.
    """
    if change is not None and change.trashed:
        return _failed(ws, source, trashed_line(source.label))
    try:
        workbook = read_workbook(ws.sheets, source.file_id, name=source.label)
        tables = [read_table(tab, ACTIVITY_COLUMNS, file=source.label) for tab in workbook.tabs[:1]]
    except (SheetsError, TableError) as error:
        return _failed(ws, source, str(error))
    rows = [row for table in tables for row in table.rows]
    with ws.database.begin() as tx:
        known = record_rows.current_versions(tx, ws.school_id, source.key)
    ids = _identities(known, rows)
    there = set(ids)
    gone = [item.record_id for item in known if item.record_id not in there]
    if stopped := _stopped(ws, source, gone, len(known), dismissed):
        return stopped
    versions = _changed_rows(source, known, ids, rows, now)
    revision = change.version if change else None
    with ws.database.begin() as tx:
        added = record_rows.add_versions(tx, ws.school_id, versions)
        record_rows.move(tx, ws.school_id, _moved_rows(known, ids, rows))
        taken_away = record_rows.withdraw(tx, ws.school_id, source.key, gone, now)
        school_rows.mark_read(tx, ws.school_id, source.key, at=now, cursor=now, revision=revision)
    return SourceResult(
        key=source.key,
        label=source.label,
        read=len(rows),
        changed=added + taken_away,
        cursor=now,
        revision=revision or source.revision,
    )


def _stopped(
    ws: Workspace, source: Source, gone: Sequence[str], known: int, dismissed: Sequence[str]
) -> SourceResult | None:
    """What came of a reading in which too much is gone, and nobody has taken that over; else None."""
    if not too_much_is_gone(len(gone), known):
        return None
    digest = digest_of(gone)
    if is_accepted(ws.database, ws.school_id, source.key, digest, dismissed):
        return None
    line = lost_answers_line if source.kind == "form" else stopped_line
    return _failed(ws, source, line(source.label, len(gone), known), stopped=digest)


def _failed(ws: Workspace, source: Source, error: str, *, stopped: str | None = None) -> SourceResult:
    with ws.database.begin() as tx:
        school_rows.mark_failed(tx, ws.school_id, source.key, error, stopped=stopped)
    return SourceResult(
        key=source.key, label=source.label, error=error, cursor=source.cursor, revision=source.revision
    )


def _form_version(source: Source, response: Response, now: dt.datetime, position: int) -> RecordVersion:
    return RecordVersion(
        source_key=source.key,
        record_id=response.response_id,
        version=response.version,
        submitted_at=response.submitted_at,
        seen_at=now,
        position=position,
        payload=response_to_json(response),
    )


def _identities(known: Sequence[RecordVersion], rows: Sequence[TableRow]) -> list[str]:
    before, current = contents([item.payload for item in known], [row_payload(row) for row in rows])
    previous = [
        Snapshot(row_id=item.record_id, values=values) for item, values in zip(known, before, strict=True)
    ]
    return align(previous, current, new_id=lambda: uuid.uuid4().hex[:16])


def _changed_rows(
    source: Source,
    known: Sequence[RecordVersion],
    ids: Sequence[str],
    rows: Sequence[TableRow],
    now: dt.datetime,
) -> list[RecordVersion]:
    last = {item.record_id: item.payload for item in known}
    versions = []
    for position, (row_id, row) in enumerate(zip(ids, rows, strict=True)):
        payload = row_payload(row)
        if row_id in last and _digest(as_kept(last[row_id], payload)) == _digest(last[row_id]):
            continue
        digest = _digest(payload)
        versions.append(
            RecordVersion(
                source_key=source.key,
                record_id=row_id,
                # A row may come back to what it once said, so its content alone does not name a version.
                version=f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%S}-{digest[:10]}",
                submitted_at=_known_since(source, row, now),
                seen_at=now,
                position=position,
                payload=payload,
            )
        )
    return versions


def _moved_rows(
    known: Sequence[RecordVersion], ids: Sequence[str], rows: Sequence[TableRow]
) -> list[RecordVersion]:
    """Rows that say the same in other cells: what is told of them has to name the cell of today."""
    last = {item.record_id: item for item in known}
    moved = []
    for row_id, row in zip(ids, rows, strict=True):
        item = last.get(row_id)
        if item is None:
            continue
        payload = as_kept(item.payload, row_payload(row))
        if item.payload != payload and _digest(item.payload) == _digest(payload):
            moved.append(replace(item, payload=payload))
    return moved


def _known_since(source: Source, row: TableRow, now: dt.datetime) -> dt.datetime:
    """When a row is first known to have been there.

    A sheet says nothing of when it was typed. On the first reading of a sheet that people have kept for
    months, its own date is the best there is; later, the time of the reading that found it.
    """
    if source.read_at is not None:
        return now
    try:
        day = as_date(row.values.get("date"))
    except UnreadableError:
        return now
    return now if day is None else min(now, end_of_day(day))


def row_payload(row: TableRow) -> dict[str, Any]:
    """A row as plain JSON, dates told apart from text."""
    return {
        "number": row.number,
        "values": encode_cells(row.values),
        "addresses": dict(row.addresses),
        "links": {key: list(links) for key, links in row.links.items()},
        "extras": {header: encode_cell(value) for header, value in row.extras.items()},
    }


def _digest(payload: Mapping[str, Any]) -> str:
    said = {key: payload[key] for key in ("values", "links", "extras")}
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()
