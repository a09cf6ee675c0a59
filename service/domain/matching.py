"""Finding the responsibility, unit and status that people mean, only where it is certain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from service.domain.expectations import Expectation, Unit
from service.domain.records import ActivityStatus
from service.domain.text import fold

#: «II.1.c» at the start of a choice or anywhere in a cell; spaces and case do not matter.
_CODE = re.compile(r"\b([IVX]+)\s*[.\-]\s*(\d+)(?:\s*[.\-]\s*([a-zđ]))?\b", re.IGNORECASE)

_STATUS_WORDS: Mapping[str, ActivityStatus] = {
    "da hoan thanh": ActivityStatus.DONE,
    "hoan thanh": ActivityStatus.DONE,
    "xong": ActivityStatus.DONE,
    "da xong": ActivityStatus.DONE,
    "da thuc hien": ActivityStatus.DONE,
    "da lam": ActivityStatus.DONE,
    "dat": ActivityStatus.DONE,
    "ht": ActivityStatus.DONE,
    "x": ActivityStatus.DONE,
    "dang thuc hien": ActivityStatus.UNDER_WAY,
    "dang lam": ActivityStatus.UNDER_WAY,
    "dang trien khai": ActivityStatus.UNDER_WAY,
    "chua xong": ActivityStatus.UNDER_WAY,
    "chua hoan thanh": ActivityStatus.UNDER_WAY,
    "moi len ke hoach": ActivityStatus.PLANNED,
    "du kien": ActivityStatus.PLANNED,
    "chua thuc hien": ActivityStatus.PLANNED,
    "khong phat sinh trong ky": ActivityStatus.NOTHING,
    "khong phat sinh": ActivityStatus.NOTHING,
}


def responsibility_code(text: str, expectations: Sequence[Expectation]) -> str | None:
    """The code that a label or cell names, by number or by exactly one short name; None if not certain."""
    codes = {item.code.casefold(): item.code for item in expectations}
    for found in _CODE.finditer(text):
        code = ".".join(part for part in found.groups() if part).casefold()
        if code in codes:
            return codes[code]
    key = fold(text)
    if not key:
        return None
    same = [item.code for item in expectations if fold(item.short_name) == key]
    if len(same) == 1:
        return same[0]
    # A piece of a short name is enough where no other name has it.
    close = [item.code for item in expectations if len(key) >= 6 and key in fold(item.short_name)]
    return close[0] if len(close) == 1 else None


def unit_name(text: str, units: Sequence[Unit]) -> str | None:
    """The official name of the unit that people mean, or None."""
    key = fold(text)
    for unit in units:
        if key and key in {fold(unit.name), *map(fold, unit.aliases)}:
            return unit.name
    return None


def activity_status(text: str) -> ActivityStatus | None:
    """The status that the words say; None for words that nobody foresaw."""
    return _STATUS_WORDS.get(fold(text))


def evidence_links(text: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The http(s) links in a text and beside it, each once."""
    found = [part.rstrip(".,;)") for part in text.split() if part.lower().startswith(("http://", "https://"))]
    return tuple(dict.fromkeys([*found, *more]))
