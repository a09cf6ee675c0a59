"""Endings that are known without anybody typing them, from `templates/report/het-hieu-luc.toml`."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from dataclasses import dataclass
from typing import Any

from service.domain.directory import DirectoryEntry, EntryKind, KnownEnding
from service.domain.text import nfc


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """Something to be looked at in a row of «Danh bạ»; nobody is kept from anything by it."""

    pattern: re.Pattern[str]
    since: dt.date
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endings:
    """What is known of bodies that ended, and what people should look at."""

    known: tuple[KnownEnding, ...] = ()
    hints: tuple[Hint, ...] = ()

    def hint(self, entry: DirectoryEntry, day: dt.date) -> str:
        """What to look at in a unit's row; "" if nothing, or if somebody has looked at it already."""
        if entry.kind is not EntryKind.UNIT or entry.valid_to is not None or entry.basis:
            return ""
        name = nfc(entry.name).casefold()
        return next((h.text for h in self.hints if h.since <= day and h.pattern.search(name)), "")


def load_endings(text: str) -> Endings:
    """The endings in the text of the file. Raises KeyError for an entry without its parts."""
    data = tomllib.loads(text)
    return Endings(
        known=tuple(_known(item) for item in data.get("ket_thuc", ())),
        hints=tuple(
            Hint(pattern=_words(item["dau_hieu"]), since=item["tu"], text=item["noi_dung"])
            for item in data.get("nhac", ())
        ),
    )


def _known(item: dict[str, Any]) -> KnownEnding:
    """The sign stands before a proper name: «quận Tân Bình», «quận 3», but not «quận ủy»."""
    signs = "|".join(re.escape(_plain(word)) for word in item["dau_hieu"])
    but = "".join(rf"(?!{re.escape(_plain(name))}\b)" for name in (*item.get("tru", ()), "ủy", "uỷ", "đoàn"))
    return KnownEnding(
        pattern=re.compile(rf"(?<!\w)(?:{signs})\s+{but}\w"), last_day=item["den"], basis=item["can_cu"]
    )


def _words(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?<!\w){re.escape(_plain(word))}(?!\w)" for word in words))


def _plain(word: str) -> str:
    return nfc(word).casefold()
