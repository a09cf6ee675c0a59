"""The outline of a plan: which paragraph stands under which number."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from service.plan_text.paragraphs import ITEM, Paragraph, is_capitals

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_END = re.compile(r"\s*(?:Nơi nhận|NƠI NHẬN)\b")
_APPENDIX = re.compile(r"\s*(?:PHỤ LỤC|Phụ lục)\b(?:\s*(?:số\s*)?[IVX\d]+)?\s*[.:]?\s*(?:[A-ZĐ]|$)")
#: The Vietnamese order of letters in numbering: a b c d đ e g h i k l …; plans leave out đ or use f, too.
_LETTERS = "abcdđefghijklmnopqrstuvxy"


@dataclass(slots=True)
class Node:
    """A numbered paragraph with what stands below it."""

    #: "II.1.c".
    code: str
    #: 1 Roman, 2 Arabic, 3 letter or deeper number.
    level: int
    text: str
    #: Paragraphs without a number, dashes among them.
    loose: list[str] = field(default_factory=list)
    children: list[Node] = field(default_factory=list)

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class Outline:
    """What stands before the first section, the sections, and what is odd about their numbers."""

    head: tuple[Paragraph, ...]
    sections: tuple[Node, ...]
    #: Numbers that occur twice.
    doubled: tuple[str, ...]


def outline_of(paragraphs: Sequence[Paragraph]) -> Outline:
    """The outline; the body ends with «Nơi nhận», an appendix, or where numbering begins again at I."""
    start = _first_section(paragraphs)
    if start is None:
        return Outline(tuple(paragraphs), (), ())
    builder = _Builder()
    for paragraph in paragraphs[start:]:
        if _END.match(paragraph.text) or _APPENDIX.match(paragraph.text) or not builder.take(paragraph.text):
            break
    codes = [section.code for section in builder.sections]
    doubled = tuple(dict.fromkeys(code for code in codes if codes.count(code) > 1))
    return Outline(tuple(paragraphs[:start]), tuple(builder.sections), doubled)


def roman_value(text: str) -> int:
    """IV → 4; 0 for what is no Roman number."""
    total = 0
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN_VALUES.get(letter, 0)
        total += -value if value < _ROMAN_VALUES.get(following, 0) else value
    return total


def _first_section(paragraphs: Sequence[Paragraph]) -> int | None:
    for index, paragraph in enumerate(paragraphs):
        found = ITEM.match(paragraph.text)
        if found and found["roman"] and roman_value(found["roman"]) == 1:
            return index
    return None


class _Builder:
    """Takes paragraph by paragraph and hangs each where its number belongs."""

    def __init__(self) -> None:
        self.sections: list[Node] = []
        self._path: list[Node] = []

    def take(self, text: str) -> bool:
        """False where the plan's body has ended."""
        found = ITEM.match(text)
        rest = text[found.end() :].strip() if found else text
        if found and found["roman"]:
            return self._section(found["roman"], rest)
        number = found and (found["arabic"] or found["decimal"])
        if number:
            self._numbered(number, rest)
        elif found and (found["letter"] or found["letter_dot"]):
            self._lettered((found["letter"] or found["letter_dot"]).lower(), rest, text)
        elif self._path:
            self._path[-1].loose.append(text)
        return True

    def _section(self, roman: str, rest: str) -> bool:
        value = roman_value(roman)
        last = roman_value(self.sections[-1].code) if self.sections else 0
        if value == 1 and last >= 2 and is_capitals(rest):
            return False
        fits = last <= value <= last + 2 and (value > last or is_capitals(rest))
        if not fits:
            # «V/v», an initial or a list in Roman numbers inside a section.
            self._path[-1].loose.append(f"{roman}. {rest}") if self._path else None
            return True
        section = Node(roman, 1, rest)
        self.sections.append(section)
        self._path = [section]
        return True

    def _numbered(self, number: str, rest: str) -> None:
        if not self._path:
            return
        section = self._path[0]
        parts = number.split(".")
        node = Node(f"{section.code}.{number}", 1 + len(parts), rest)
        parent = section
        if len(parts) > 1:
            above = f"{section.code}.{'.'.join(parts[:-1])}"
            parent = next((n for n in section.walk() if n.code == above), section)
        parent.children.append(node)
        self._path = [section, *([parent] if parent is not section else []), node]

    def _lettered(self, letter: str, rest: str, text: str) -> None:
        if not self._path or letter not in _LETTERS:
            if self._path:
                self._path[-1].loose.append(text)
            return
        parent = next(
            (n for n in reversed(self._path) if not n.code.rpartition(".")[2].isalpha() or n.level == 1),
            self._path[0],
        )
        parent.children.append(Node(f"{parent.code}.{letter}", parent.level + 1, rest))
        place = self._path.index(parent)
        self._path = [*self._path[: place + 1], parent.children[-1]]
