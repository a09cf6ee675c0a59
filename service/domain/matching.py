"""Finding the responsibility, unit and status that people mean, only where it is certain."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Mapping, Sequence

from service.domain.expectations import Expectation, Unit
from service.domain.records import ActivityStatus
from service.domain.text import fold, nfc

#: What people put between the parts of a code: «II.1.c», «ii-1-c», «II. 1. c».
_BETWEEN = r"\s*[.\-–)]\s*"
#: A part of a code; the second of two that the plan numbers alike is «1(2)».
_PART = re.compile(r"(\w+)(?:\((\d+)\))?")
#: A piece of a short name of fewer words may belong to something else.
_FEWEST_WORDS = 3
_LINK = re.compile(r"https?://\S+|(?:www\.|drive\.google\.com/|docs\.google\.com/)\S+", re.IGNORECASE)

#: Words that mean one status, besides the choices of the form.
_SAID_FOR = {
    ActivityStatus.DONE: ("hoàn thành", "xong", "đã xong", "đã thực hiện", "đã làm", "đạt", "HT", "x"),
    ActivityStatus.UNDER_WAY: ("đang làm", "đang triển khai", "chưa xong", "chưa hoàn thành"),
    ActivityStatus.PLANNED: ("dự kiến", "chưa thực hiện"),
    ActivityStatus.NOTHING: ("không phát sinh",),
}
_STATUS_WORDS: Mapping[str, ActivityStatus] = {
    fold(words): status for status, said in _SAID_FOR.items() for words in (status.value, *said)
}


@functools.lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`fold` of names and labels, which come again and again."""
    return fold(text)


def responsibility_code(text: str, expectations: Sequence[Expectation]) -> str | None:
    """The code that a label or cell names, by number or by a short name; None if it is not certain."""
    return _matcher(tuple((item.code, item.short_name) for item in expectations))(nfc(text))


def unit_name(text: str, units: Sequence[Unit]) -> str | None:
    """The official name of the unit that people mean; None if none or several have that name."""
    key = folded(text)
    same = {unit.name for unit in units if key and key in map(folded, (unit.name, *unit.aliases))}
    return same.pop() if len(same) == 1 else None


@functools.lru_cache(maxsize=8)
def _matcher(named: tuple[tuple[str, str], ...]) -> Callable[[str], str | None]:
    """Reads labels against one plan's codes and short names; the same few labels come thousands of times."""
    codes = [(re.compile(_code_pattern(code), re.IGNORECASE), code) for code, _ in named]
    names = [(f" {fold(name)} ", code) for code, name in named if fold(name)]

    @functools.lru_cache(maxsize=4096)
    def match(text: str) -> str | None:
        by_number = {code for pattern, code in codes if pattern.search(text)}
        if by_number:
            return by_number.pop() if len(by_number) == 1 else None
        return _by_name(f" {fold(text)} ", names)

    return match


def _code_pattern(code: str) -> str:
    parts = _PART.findall(code)
    told = _BETWEEN.join(rf"{name}\s*\({again}\)" if again else re.escape(name) for name, again in parts)
    if len(parts) == 1 or all(name.isdigit() for name, _ in parts):
        # A bare «1» or «1.2» is a number like any other but where it stands as a label's own.
        return rf"^\s*{told}\s*(?:[.)·:–-](?!\w)|$)"
    return rf"(?<![\w.]){told}(?!\w|\.\w|\s*\(\d+\))"


def _by_name(key: str, names: Sequence[tuple[str, str]]) -> str | None:
    """By the same name, else by a whole name in the text, else by a piece of a name that no other has."""
    same = [code for name, code in names if name == key]
    inside = [code for name, code in names if len(name.split()) >= _FEWEST_WORDS and name in key]
    pieces = [code for name, code in names if len(key.split()) >= _FEWEST_WORDS and key in name]
    for found in (same, inside, pieces):
        if found:
            return found[0] if len(found) == 1 else None
    return None


def activity_status(text: str) -> ActivityStatus | None:
    """The status that the words say; None for words that nobody foresaw."""
    return _STATUS_WORDS.get(folded(text))


def evidence_links(text: str, more: Iterable[str] = ()) -> tuple[str, ...]:
    """The links in a text and beside it, each once; a link typed without https:// gets it.

    Beside a text somebody may have put any address; only those of pages are links.
    """
    typed = (link.rstrip(".,;)") for link in _LINK.findall(text))
    found = [link if "://" in link else f"https://{link}" for link in typed]
    beside = [link for link in more if link.startswith(("https://", "http://"))]
    return tuple(dict.fromkeys([*found, *beside]))
