"""Rows of which the person was taken out, while the sheet that they come from still has the name.

Instead of the value a few letters of a keyed digest are kept, too few to find the person by: enough to see
that the cell still says the same, so that the row keeps its identity and is not read anew with its name.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection

from service.cells import decode_cells
from service.config import ZONE
from service.store import events as event_rows
from sheets.values import CellValue

#: Kind of the events that tell of a purge; their subject is the day before which it went.
KIND = "purge"
#: Key in a payload: {"salt": …, "values": {column: letters}, "extras": {header: letters}}.
PURGED = "purged"
#: 16 bits: one in 65,536 other values looks the same.
_LETTERS = 4
_PARTS = ("values", "extras")

Payload = Mapping[str, Any]
Content = dict[str, CellValue]


def purged_before(tx: Connection, school_id: str) -> dt.datetime | None:
    """What was sent before this moment has lost its persons; None before the first purge.

    The school then deletes it at Google as well, and its figures are to stay.
    """
    days = [event.subject for event in event_rows.list_events(tx, school_id, kind=KIND)]
    return dt.datetime.combine(dt.date.fromisoformat(max(days)), dt.time(), ZONE) if days else None


def without(payload: Payload, columns: Mapping[str, Iterable[str]], salt: str) -> dict[str, Any]:
    """The payload without these columns ("values" or "extras" → keys), which keep their letters."""
    known = payload.get(PURGED, {})
    kept: dict[str, Any] = {**payload, PURGED: {"salt": known.get("salt", salt)}}
    for part in _PARTS:
        gone = [key for key in columns.get(part, ()) if payload[part].get(key) is not None]
        letters = {key: _letters(kept[PURGED]["salt"], payload[part][key]) for key in gone}
        kept[part] = {key: value for key, value in payload[part].items() if key not in letters}
        kept[PURGED][part] = {**known.get(part, {}), **letters}
    gone_keys = {key for part in _PARTS for key in kept[PURGED][part]}
    kept["links"] = {key: links for key, links in payload["links"].items() if key not in gone_keys}
    return kept


def as_kept(known: Payload, read: Payload) -> dict[str, Any]:
    """What was read now, with what was taken out of the row taken out again where it is still the same."""
    marks = known.get(PURGED)
    if not marks:
        return dict(read)
    same = {
        part: [
            key
            for key, letters in marks.get(part, {}).items()
            if read[part].get(key) is not None and _letters(marks["salt"], read[part][key]) == letters
        ]
        for part in _PARTS
    }
    return without(read, same, marks["salt"])


def contents(known: Iterable[Payload], read: Iterable[Payload]) -> tuple[list[Content], list[Content]]:
    """What rows say, to align the rows of two readings: what was taken out of any is masked in all."""
    before, now = list(known), list(read)
    masks: dict[tuple[str, str], dict[str, set[str]]] = {}
    for payload in before:
        marks = payload.get(PURGED, {})
        for part in _PARTS:
            for key, letters in marks.get(part, {}).items():
                masks.setdefault((part, key), {}).setdefault(marks["salt"], set()).add(letters)
    return [_content(payload, masks) for payload in before], [_content(payload, masks) for payload in now]


def _content(payload: Payload, masks: Mapping[tuple[str, str], Mapping[str, set[str]]]) -> Content:
    content = {**decode_cells(payload["values"]), **decode_cells(payload["extras"])}
    for (part, key), salts in masks.items():
        value = payload[part].get(key)
        if value is None:
            letters = payload.get(PURGED, {}).get(part, {}).get(key)
        else:
            letters = next(
                (x for salt, known in salts.items() if (x := _letters(salt, value)) in known), None
            )
        if letters is not None:
            content[key] = f"\0{letters}"
    return content


def _letters(salt: str, value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(said.encode(), key=salt.encode(), digest_size=16).hexdigest()[:_LETTERS]
