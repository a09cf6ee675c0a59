"""Numbers and letters that begin a paragraph of a plan: I. 1. 1.1. a) (1) -."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from service.plan_text.letters import UPPER

_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50}
_ROMANS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII", "XIII", "XIV", "XV")
#: The Vietnamese order; plans also leave out đ (d → e) and use f (e → f → g).
_LETTERS = "abcdđefghijklmnopqrstuvxy"

DASHES = "-–—−‐‑•*+▪●○◦❖➢✓"
_ITEM = re.compile(
    # «I. », «I- MỤC», «I/ MỤC», and never «V/v» (about), «I.1» or «V. I. Lê-nin».
    rf"(?P<roman>[IVX]{{1,6}})(?:\s*[.):]\s*(?=\S)(?!\d)(?![IVX]\.)|\s*[-–—]\s*(?=[{UPPER}“\"])"
    rf"|\s*/\s*(?=[{UPPER}]{{2}})(?!V\b)|\s*/\s+(?=[{UPPER}]))"
    r"|(?P<mixed>[IVX]{1,6}(?:\.\d{1,2}){1,3})\s*[.):]?\s+(?=\S)"
    rf"|(?P<part>[A-H])\s*(?:[.):/]|[-–—])\s+(?=[{UPPER}]{{2}})"
    r"|(?P<arabic>\d{1,2}(?:\.\d{1,2}){0,4})(?:\s*[.)](?!\d)\s*(?=[^\s\d])|\s*[.)]\s+(?=\d)|/\s+(?=\D))"
    rf"|(?P<spaced>\d{{1,2}}\s*[-–—])\s+(?=[{UPPER}])"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,4})\s+(?=[^\W\d_])"
    rf"|(?P<letter>[a-zđ])\s*(?:[)]\s*(?=\S)|[./]\s\s*(?=\S)|[-–—]\s+(?=[{UPPER}]))"
    r"|\(\s*(?P<bracket>\d{1,2}|[a-zđ])\s*\)\s*(?=\S)"
    rf"|(?P<dash>[{re.escape(DASHES)}])\s*(?=\S)(?!\d+%)",
)
_PART = re.compile(
    r"(?:PHẦN|Phần)\s+(?P<name>[IVX]{1,4}|\d|(?:THỨ|thứ)\s+\w+|[A-H])\b\s*[.:)/–-]?\s*", re.UNICODE
)
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu")
#: A number that stands alone on its line; its words follow on the next.
_LONE = re.compile(r"(?:[IVX]{1,6}\s*[.)/]|\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)]|[a-zđ]\s*\))")


class Style(Enum):
    """Kinds of numbering."""

    PART = "part"
    ROMAN = "roman"
    ARABIC = "arabic"
    DECIMAL = "decimal"
    LETTER = "letter"
    BRACKET = "bracket"
    DASH = "dash"


@dataclass(frozen=True, slots=True)
class Item:
    """What a paragraph begins with, and the words after it."""

    style: Style
    #: As printed, without its punctuation: "II", "1.2", "đ".
    label: str
    rest: str

    @property
    def value(self) -> int:
        """Its place in the order of its style; 0 where it has none."""
        if self.style is Style.ROMAN:
            return roman_value(self.label)
        if self.style is Style.LETTER or (self.style is Style.BRACKET and self.label.isalpha()):
            return _LETTERS.find(self.label) + 1
        if self.style is Style.PART and not self.label.isdigit():
            return roman_value(self.label) or "ABCDEFGH".find(self.label) + 1
        last = self.label.rpartition(".")[2]
        return int(last) if last.isdigit() else 0


def item_of(text: str) -> Item | None:
    """The numbering at the beginning of a paragraph, None for a paragraph without one."""
    plain = text.strip()
    part = _PART.match(plain)
    if part and (part.end() == len(plain) or plain[part.end()].isupper()):
        word = part["name"].casefold().rpartition(" ")[2]
        label = str(_ORDINALS.index(word) + 1) if word in _ORDINALS else part["name"]
        return Item(Style.PART, label, plain[part.end() :])
    found = _ITEM.match(plain)
    if found is None:
        return None
    rest = plain[found.end() :].strip()
    for group, style in (
        ("roman", Style.ROMAN),
        ("part", Style.PART),
        ("letter", Style.LETTER),
        ("bracket", Style.BRACKET),
        ("dash", Style.DASH),
        ("decimal", Style.DECIMAL),
    ):
        if found[group]:
            return Item(style, found[group], rest)
    if found["mixed"]:
        return Item(Style.DECIMAL, found["mixed"].partition(".")[2], rest)
    label = found["arabic"] or found["spaced"].rstrip(" -–—")
    return Item(Style.DECIMAL if "." in label else Style.ARABIC, label, rest)


def is_lone_number(text: str) -> bool:
    """True for a line that holds a number and nothing else."""
    return _LONE.fullmatch(text.strip()) is not None


def roman_value(text: str) -> int:
    """IV → 4; 0 for what is no Roman number."""
    total = 0
    for letter, following in zip(text, [*text[1:], ""], strict=True):
        value = _ROMAN_VALUES.get(letter, 0)
        total += -value if value < _ROMAN_VALUES.get(following, 0) else value
    return total


def roman(value: int) -> str:
    """4 → IV, up to 15."""
    return _ROMANS[value]


def without_dash(text: str) -> str:
    """The words after a dash or bullet."""
    return text.strip().lstrip(DASHES).strip()
