"""What stands at Google and in the store, without what differs from run to run: ids of chance, and times."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import re
from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa

from service import tabs
from service.standin.auth import SYSTEM
from service.standin.server import NOBODYS_SPREADSHEET, StandIn
from service.standin.sheets.book import Sheet, load
from service.standin.state import DOCUMENT, SPREADSHEET, File
from service.store import Database
from service.store.tables import metadata

Json = Any
#: "files/Sổ hoạt động – Công đoàn" → what is there, as text.
State = Mapping[str, str]

#: Ids that Google gives by chance, and numbers that count writes.
_CHANCE = frozenset(
    {
        "commentId", "revisionId", "documentId", "namedRangeId", "suggestionId", "replyId", "revision",
        "suggestion_ids", "comment_ids", "createTime", "created", "modified", "updateTime", "version", "next",
    }
)  # fmt: skip
#: Columns that say when, or which way the work went.
_TIMES = frozenset(
    {
        "seen_at", "read_at", "known_at", "written_at", "submitted_at", "changes_token", "cursor", "at",
        "seq", "revision", "withdrawn_at", "made_at", "report_hash", "inputs_hash", "version", "since",
    }
)  # fmt: skip
#: Tables of which the way, and not the end, is the content.
#: Snapshots that note what the change log told, and so how often it was asked.
_NOTES = frozenset({"draft_files", "listings"})
_WAYS = frozenset({"runs", "jobs", "sign_ins", "watches", "accounts"})


def seen(database: Database, standin: StandIn) -> State:
    """Everything that must be the same whatever failed on the way."""
    names: dict[str, str] = {}
    found: dict[str, str] = {}
    with standin.database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=False) as state:
        files = [file for file in state.files() if file.id != NOBODYS_SPREADSHEET]
        for number, file in enumerate(sorted(files, key=lambda f: (f.name, f.created, f.id))):
            names[file.id] = f"<file {file.name}>"
            content = state.content(file.id)
            if isinstance(content, dict) and "publicId" in content:
                names[content["publicId"]] = f"<public {file.name}>"
            content = _content(file, content)
            found[f"files/{file.name}#{number}"] = _text({"file": _file(file), "content": content})
    found |= _store(database, names)
    return {key: _renamed(text, names) for key, text in found.items()}


def differences(wanted: State, got: State) -> list[str]:
    """What differs, in a few words each."""
    told = [f"gone: {key}" for key in sorted(wanted.keys() - got.keys())]
    told += [f"too much: {key}" for key in sorted(got.keys() - wanted.keys())]
    for key in sorted(wanted.keys() & got.keys()):
        if wanted[key] != got[key]:
            told.append(f"{key}: {_first_difference(wanted[key], got[key])}")
    return told


def _first_difference(wanted: str, got: str) -> str:
    at = next(
        (i for i, (a, b) in enumerate(zip(wanted, got, strict=False)) if a != b), min(len(wanted), len(got))
    )
    return f"…{wanted[max(0, at - 120) : at + 100]!r}\n      and not …{got[max(0, at - 60) : at + 100]!r}"


def _file(file: File) -> Json:
    permissions = [
        (p["type"], p["role"], p.get("emailAddress", ""), p.get("view", "")) for p in file.permissions
    ]
    return {
        "name": file.name,
        "kind": file.mime_type,
        "trashed": file.trashed,
        "app_properties": file.app_properties,
        "permissions": sorted(permissions),
    }


def _content(file: File, content: Json) -> Json:
    if file.mime_type == SPREADSHEET:
        book = load(content)
        # «Nhật ký» tells each run.
        shown = [_tab(sheet) for sheet in book.sheets if sheet.title != tabs.LOG.title]
        return {"properties": book.properties, "tabs": shown, "metadata": book.metadata}
    if file.mime_type == DOCUMENT:
        return _document(content)
    return _without_chance(content)


def _tab(sheet: Sheet) -> Json:
    """Values row by row, and whatever else a tab has; not how cells look, nor how many blank rows follow.

    A line of «Cần sửa» that came and went took one of the blank rows with it.
    """
    parts = {
        field.name: getattr(sheet, field.name)
        for field in dataclasses.fields(sheet)
        if field.name not in ("cells", "row_meta")
    }
    text = re.sub(r'"(endRowIndex|rowCount)": (4[5-9]\d|500)\b', r'"\1": 500', json.dumps(parts))
    values = {f"{row},{column}": cell.get("userEnteredValue") for row, column, cell in sheet.filled()}
    return {**json.loads(text), "values": {place: value for place, value in values.items() if value}}


def _document(content: Json) -> Json:
    """What people read in a Doc: paragraphs with their style, their marks of ours, what is suggested."""
    tab = content["tabs"][0]["documentTab"]
    lines = [line for item in tab["body"]["content"] for line in _lines(item, tab.get("rangeNames", {}))]
    threads = [(len(t.get("replies", ())), t.get("status")) for t in content.get("suggestions", ())]
    return {"lines": lines, "suggestions": threads, "comments": _without_chance(content.get("comments"))}


def _lines(item: Json, names: Mapping[str, str]) -> list[Json]:
    if "table" in item:
        cells = [cell for row in item["table"]["tableRows"] for cell in row["tableCells"]]
        return [[line for inner in cell["content"] for line in _lines(inner, names)] for cell in cells]
    if "paragraph" not in item:
        return []
    text, marks = "", set()
    for element in item["paragraph"]["elements"]:
        run = element.get("textRun", {})
        shown = run.get("content", "?")
        shown = f"[+{shown}+]" if run.get("suggestedInsertionIds") else shown
        text += f"[-{shown}-]" if run.get("suggestedDeletionIds") else shown
        marks |= {names.get(mark, mark) for mark in element.get("marks", ())}
    style = item["paragraph"].get("paragraphStyle", {})
    return [[text, sorted(marks), style.get("namedStyleType"), style.get("alignment")]]


def _without_chance(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _without_chance(item) for key, item in value.items() if key not in _CHANCE}
    if isinstance(value, list):
        return [_without_chance(item) for item in value]
    return value


def _store(database: Database, names: dict[str, str]) -> dict[str, str]:
    found = {}
    with database.begin() as tx:
        for table in metadata.sorted_tables:
            if table.name in _WAYS:
                continue
            rows = [dict(row._mapping) for row in tx.execute(sa.select(table))]
            if table.name == "records":
                for row in rows:
                    if row["source_key"].startswith("sheet:"):
                        names[row["record_id"]] = f"<row {row['position']}>"
            if table.name == "snapshots":
                rows = [row for row in rows if row["name"] not in _NOTES]
            kept = [
                {key: _without_chance(value) for key, value in row.items() if key not in _TIMES}
                for row in rows
            ]
            found[f"store/{table.name}"] = "\n".join(_text(row) for row in kept)
    return found


def _text(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def _renamed(text: str, names: Mapping[str, str]) -> str:
    """Lines with ids of chance replaced, and in an order that such ids do not decide."""
    for name, told in names.items():
        text = text.replace(name, told)
    return "\n".join(sorted(_text(_sorted_sources(json.loads(line))) for line in text.splitlines()))


def _sorted_sources(value: Json) -> Json:
    """Lists of what a text rests on are in the order of ids; two rows may have them either way round."""
    if isinstance(value, dict):
        return {key: _sorted_sources(item) for key, item in value.items()}
    if isinstance(value, list):
        items = [_sorted_sources(item) for item in value]
        is_sources = all(
            isinstance(item, list) or (isinstance(item, dict) and "record_id" in item) for item in items
        )
        return sorted(items, key=_text) if is_sources else items
    return value
