"""Numbers and letters that begin a paragraph of a plan: A. I. 1. 1.1. a) (1) «Một là,» -."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from service.plan_text.letters import LOWER, UPPER

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
    rf"|(?P<capital>[A-H])\s*(?:[.):/]|[-–—])\s+(?=[{UPPER}][{UPPER}{LOWER}])"
    r"|(?P<arabic>\d{1,2}(?:\.\d{1,2}){0,4})(?:\s*[.)](?!\d)\s*(?=[^\s\d])|\s*[.)]\s+(?=\d)|/\s+(?=\D))"
    rf"|(?P<spaced>\d{{1,2}}\s*[-–—])\s+(?=[{UPPER}])"
    rf"|(?P<decimal>\d{{1,2}}(?:\.\d{{1,2}}){{1,4}})(?:\s+(?=[^\W\d_])|\s*[-–—:]\s*(?=[{UPPER}]))"
    rf"|(?P<letter>[a-zđ])\s*(?:[)]\s*(?=\S)|[./]\s\s*(?=\S)|[-–—]\s+(?=[{UPPER}]))"
    r"|\(\s*(?P<bracket>\d{1,2}|[a-zđ])\s*\)\s*(?=\S)"
    rf"|(?P<dash>[{re.escape(DASHES)}])\s*(?=\S)(?!\d+%)",
)
_PART = re.compile(
    r"(?:PHẦN|Phần|CHƯƠNG|Chương)\s+(?P<name>[IVX]{1,4}|\d|(?:THỨ|thứ|Thứ)\s+\w+|[A-H])\b\s*[.:)/–-]?\s*",
    re.UNICODE,
)
#: «Một là, …», «Thứ hai: …»: counted in words.
_SPOKEN = re.compile(
    r"(?:(?P<word>Một|Hai|Ba|Bốn|Năm|Sáu|Bảy|Tám|Chín|Mười) là|Thứ (?P<place>nhất|hai|ba|tư|năm|sáu|bảy|tám|chín|mười))\s*[,:]\s*(?=\S)"
)
_WORDS = ("một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười")
_PLACES = ("nhất", "hai", "ba", "tư", "năm", "sáu", "bảy", "tám", "chín", "mười")
#: «Il. NỘI DUNG», «lV- KINH PHÍ»: a reading machine takes I for l, 1 or a stroke.
_MISREAD = re.compile(rf"(?=[IVXl1|]*[IVXl|])(?P<label>[IVXl1|]{{1,5}})\s*[.,/:-]\s*(?=[{UPPER}])(?!V\b)")
_ORDINALS = ("nhất", "hai", "ba", "tư", "năm", "sáu")
#: A number that stands alone on its line; its words follow on the next.
_LONE = re.compile(r"(?:[IVX]{1,6}\s*[.)/]|\d{1,2}(?:\.\d{1,2}){0,3}\s*[.)]|[a-zđ]\s*\))")


class Style(Enum):
    """Kinds of numbering."""

    PART = "part"
    CAPITAL = "capital"
    ROMAN = "roman"
    ARABIC = "arabic"
    DECIMAL = "decimal"
    LETTER = "letter"
    BRACKET = "bracket"
    SPOKEN = "spoken"
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
        if self.style is Style.CAPITAL:
            return "ABCDEFGH".find(self.label) + 1
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
    if found is None or plain[0] in "l1":
        other = _spoken(plain) or _misread(plain)
        if found is None or other is not None:
            return other
    rest = plain[found.end() :].strip()
    for group, style in (
        ("roman", Style.ROMAN),
        ("capital", Style.CAPITAL),
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


def _spoken(text: str) -> Item | None:
    found = _SPOKEN.match(text)
    if found is None:
        return None
    place = _WORDS.index(found["word"].lower()) if found["word"] else _PLACES.index(found["place"])
    return Item(Style.SPOKEN, str(place + 1), text[found.end() :].strip())


def _misread(text: str) -> Item | None:
    """A Roman number of a heading in capitals, with letters that were read wrongly put right."""
    found = _MISREAD.match(text)
    rest = text[found.end() :].strip() if found else ""
    if found is None or len(rest.split()) < 2 or rest != rest.upper():
        return None
    label = re.sub(r"[l1|]", "I", found["label"])
    return Item(Style.ROMAN, label, rest) if label == roman(roman_value(label)) else None


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
    """4 → IV; "" above 15."""
    return _ROMANS[value] if 0 <= value < len(_ROMANS) else ""


def without_dash(text: str) -> str:
    """The words after a dash or bullet."""
    return text.strip().lstrip(DASHES).strip()
