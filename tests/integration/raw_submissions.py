"""Submissions as they lie in the store, read by code that shares nothing with the service's own."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: Figures of which the first report counts, and of which the last; all others are added up.
FIRST, LAST = ("Đơn kỳ trước chuyển sang",), ("Đơn còn lại",)


@dataclass(frozen=True)
class Raw:
    """One version of one submission."""

    unit: str
    title: str
    result: str
    status: str
    day: dt.date | None
    people: int | None
    figures: Mapping[str, int] = field(default_factory=dict)


def read_raw(database: Path) -> dict[tuple[str, str, str], Raw]:
    """(file, record, version) → what was submitted."""
    with sqlite3.connect(database) as connection:
        sources = {
            key: (file_id, json.loads(detail))
            for key, file_id, detail in connection.execute("select key, file_id, detail from sources")
        }
        rows = connection.execute("select source_key, record_id, version, payload from records").fetchall()
    found = {}
    for source, record, version, payload in rows:
        file_id, detail = sources[source]
        body = json.loads(payload)
        raw = _row(body, detail) if source.startswith("sheet:") else _answer(body, detail)
        found[file_id, record, version] = raw
    return found


def events(raws: Sequence[Raw]) -> list[list[Raw]]:
    """Reports of one event together: one title, one day, several units; team meetings stay apart."""
    groups: dict[Any, list[Raw]] = {}
    for number, raw in enumerate(raws):
        words = raw.title.casefold().split()
        own = any(w == "tổ" and n != "chức" for w, n in zip(words, [*words[1:], ""], strict=True))
        own = own or "chi đoàn" in raw.title.casefold()
        key: Any = (raw.title.casefold(), raw.day)
        if own or any(raw.unit == other.unit for other in groups.get(key, ())):
            key = number
        groups.setdefault(key, []).append(raw)
    return list(groups.values())


def people(raws: Sequence[Raw]) -> int:
    """Participants, those of an event that two units report once."""
    return sum(max((r.people for r in group if r.people is not None), default=0) for group in events(raws))


def figure(raws: Sequence[Raw], label: str) -> int | None:
    """One figure over these submissions; None if nobody gave it."""
    ordered = sorted((r for r in raws if label in r.figures), key=lambda r: r.day or dt.date.min)
    if not ordered:
        return None
    by_unit: dict[str, list[int]] = {}
    for raw in ordered:
        by_unit.setdefault(raw.unit, []).append(raw.figures[label])
    if label in FIRST:
        return sum(values[0] for values in by_unit.values())
    if label in LAST:
        return sum(values[-1] for values in by_unit.values())
    return sum(map(sum, by_unit.values()))


def written(number: int) -> str:
    """04, 12, 1.026."""
    return f"{number:02d}" if 0 < number < 10 else f"{number:,}".replace(",", ".")


def bare_words(text: str) -> list[str]:
    """Letters and digits alone, for comparing what is quoted with what was said."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def _answer(body: Mapping[str, Any], detail: Mapping[str, Any]) -> Raw:
    said = {
        detail["questions"].get(question, question): answer["textAnswers"]["answers"][0]["value"]
        for question, answer in body["answers"].items()
        if answer.get("textAnswers", {}).get("answers")
    }
    day = said.get("date")
    return Raw(
        unit=said.get("unit", ""),
        title=said.get("title", ""),
        result=said.get("result", said.get("text", "")),
        status=said.get("status", ""),
        day=dt.date.fromisoformat(day) if day else None,
        people=int(said["participants"]) if said.get("participants") else None,
        figures={key.removeprefix("figure:"): int(v) for key, v in said.items() if key.startswith("figure:")},
    )


def _row(body: Mapping[str, Any], detail: Mapping[str, Any]) -> Raw:
    said = body["values"]
    day = said.get("date")
    return Raw(
        unit=detail["unit"],
        title=said.get("title") or "",
        result=said.get("result") or "",
        status=said.get("status") or "",
        day=dt.date.fromisoformat(day["date"]) if isinstance(day, dict) else None,
        people=said["participants"] if isinstance(said.get("participants"), int) else None,
        figures={key: value for key, value in body["extras"].items() if isinstance(value, int)},
    )
