"""What is held on persons: let go of after a time, figures kept, and handed out to whom it is about.

Basis: Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15, in force since 01/01/2026 (access, deletion, keeping no
longer than needed). What the service holds, why and how long stands in docs/du-lieu-ca-nhan.md.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from service.cells import decode_cell
from service.config import ZONE
from service.domain.readings import UnclearError, read_whole
from service.domain.text import fold
from service.purged import KIND, PURGED, without
from service.state import last_settings
from service.store import Database, Event, RecordVersion, Source
from service.store import drafts as draft_rows
from service.store import events as event_rows
from service.store import persons as person_rows
from service.store import records as record_rows
from service.store import schools as school_rows
from service.store.codec import to_json
from service.submissions import FEEDBACK_FORM, answers_of

#: Said after a purge.
STILL_AT_GOOGLE = (
    "Biểu mẫu và sổ của nhà trường trên Google vẫn còn nguyên: muốn xóa ở đó, xin xóa trả lời trong biểu mẫu "
    "và nội dung trong sổ."
)
#: Stands for words that somebody wrote, so that it still shows that there were some.
_REMOVED = "(đã xóa theo thời hạn lưu giữ)"
#: Answers of the feedback form that say nothing of who gave them; anything else goes.
_NOT_PERSONAL = ("group", "topic", "satisfaction", "wants_answer")
#: Columns of a unit's sheet that name people, or may.
_PERSONAL_COLUMNS = ("person", "note")
_SALT = "purge"


def purge(database: Database, school_id: str, before: dt.date, *, now: dt.datetime) -> Mapping[str, int]:
    """Take the persons out of all that was sent before a day; gives source → submissions that lost something.

    Figures, dates, units and deeds stay, so a report that is made again says the same figures.
    """
    moment = dt.datetime.combine(before, dt.time(), ZONE)
    purged: Counter[str] = Counter()
    with database.begin() as tx:
        sources = {source.key: source for source in school_rows.list_sources(tx, school_id)}
        salt = school_rows.find_snapshot(tx, school_id, _SALT) or secrets.token_hex(16)
        school_rows.save_snapshot(tx, school_id, _SALT, salt)
        changed = []
        for version in person_rows.all_versions(tx, school_id, before=moment):
            source = sources.get(version.source_key)
            if source is None:
                continue
            payload = _without_person(version, source, salt)
            if payload != version.payload:
                changed.append(replace(version, payload=payload))
                purged[source.label] += 1
        record_rows.move(tx, school_id, changed)
        if changed:
            # «Góp ý» still shows what was taken out; the next cycle writes it anew.
            school_rows.set_inputs_hash(tx, school_id, None)
            said = Event(at=now, who="", kind=KIND, subject=before.isoformat(), body=dict(purged))
            event_rows.add_event(tx, school_id, said)
    if purged:
        person_rows.scrub(database)
    return dict(purged)


def _without_person(version: RecordVersion, source: Source, salt: str) -> Mapping[str, Any]:
    if source.kind == "sheet":
        extras = [key for key, value in version.payload["extras"].items() if not _is_number(value)]
        if not extras and not any(version.payload["values"].get(key) for key in _PERSONAL_COLUMNS):
            return version.payload
        return without(version.payload, {"values": _PERSONAL_COLUMNS, "extras": extras}, salt)
    payload = {key: value for key, value in version.payload.items() if key != "respondentEmail"}
    if source.key == FEEDBACK_FORM:
        keys: Mapping[str, str] = source.detail.get("questions", {})
        payload["answers"] = {
            question: said if keys.get(question) in _NOT_PERSONAL else _removed(said)
            for question, said in payload.get("answers", {}).items()
        }
    return payload


def _removed(answer: Mapping[str, Any]) -> dict[str, Any]:
    return {**answer, "textAnswers": {"answers": [{"value": _REMOVED}]}}


def _is_number(value: Any) -> bool:
    try:
        return read_whole(decode_cell(value)) is not None
    except UnclearError:
        return False


# --- what is held on one person --------------------------------------------------------------------


def held_on(database: Database, school_id: str, who: str, *, now: dt.datetime) -> dict[str, Any]:
    """Everything about one person, known by address or full name, as plain JSON."""
    looked_for = fold(who)
    found: dict[str, Any] = {"about": who, "made_at": now.isoformat(timespec="seconds")}
    with database.begin() as tx:
        sources = {source.key: source for source in school_rows.list_sources(tx, school_id)}
        settings = last_settings(tx, school_id)
        found["staff"] = [to_json(m) for m in settings.staff if looked_for in (fold(m.email), fold(m.name))]
        # Who is known by name and writes by address is one person.
        names = {looked_for} | {fold(x) for m in found["staff"] for x in (m["name"], m["email"])}
        names.discard("")
        listed = person_rows.list_accounts(tx, school_id)
        found["accounts"] = [a for a in listed if {fold(a["email"]), fold(a["name"])} & names]
        found["sent"], found["mentioned"] = [], []
        for version in person_rows.all_versions(tx, school_id):
            source = sources.get(version.source_key)
            if source is not None:
                _sort(version, source, names, found)
        found["events"] = [
            to_json(event)
            for event in event_rows.list_events(tx, school_id)
            if fold(event.who) in names or _mentions(json.dumps(event.body, ensure_ascii=False), names)
        ]
        found["drafts"] = [
            {"period": item.period, "block": item.block.key, "text": item.block.text}
            for item in draft_rows.list_blocks(tx, school_id)
            if _mentions(item.block.text, names)
        ]
    found["elsewhere"] = STILL_AT_GOOGLE
    return found


def _sort(version: RecordVersion, source: Source, names: set[str], found: dict[str, Any]) -> None:
    """Into what the person sent, whole, or what others wrote of them, the places alone."""
    said = dict(_said(version, source))
    about = {
        "source": source.label,
        "record_id": version.record_id,
        "version": version.version,
        "submitted_at": version.submitted_at.isoformat(),
    }
    sender = said.get("person") if source.kind == "sheet" else version.payload.get("respondentEmail")
    if sender and fold(str(sender)) in names:
        found["sent"].append({**about, "email": version.payload.get("respondentEmail"), "said": said})
        return
    places = {key: text for key, text in said.items() if _mentions(text, names)}
    if places:
        found["mentioned"].append({**about, "said": places})


def _said(version: RecordVersion, source: Source) -> Iterator[tuple[str, str]]:
    if source.kind != "sheet":
        yield from answers_of(version, source).items()
        return
    for part in ("values", "extras"):
        for key, value in version.payload[part].items():
            if value is not None and key != PURGED:
                yield key, str(decode_cell(value))


def _mentions(text: str, names: set[str]) -> bool:
    words = f" {fold(text)} "
    return any(f" {name} " in words for name in names)


def counts_of(held: Mapping[str, Any]) -> dict[str, int]:
    """What was found, in words: label → how many."""
    labels = {
        "staff": "dòng ở tab «Nhân sự»",
        "accounts": "tài khoản đăng nhập",
        "sent": "phiếu và dòng đã gửi",
        "mentioned": "phiếu và dòng có nhắc tên",
        "events": "việc đã quyết định",
        "drafts": "đoạn dự thảo",
    }
    return {label: len(held[key]) for key, label in labels.items()}


def write_private(file: Path, held: Mapping[str, Any]) -> None:
    """As JSON that only the owner of the file may read; raises OSError."""
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(held, out, ensure_ascii=False, indent=2)
        out.write("\n")
