"""Lines become paragraphs: page numbers out, words that a page break tore apart joined again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.text import nfc

_PAGE_NUMBER = re.compile(r"\s*[-–]?\s*\d{1,3}\s*[-–]?\s*")
_RULE = re.compile(r"[\s_\-–—=*.…]{3,}")
_TABLE = re.compile(r"\s*\|")
#: What begins a paragraph of its own: a number, a letter, a dash.
ITEM = re.compile(
    r"\s*(?:(?P<roman>[IVX]{1,6})\s*[.)\-–:]\s*(?=\S)(?!\d)"
    r"|(?P<arabic>\d{1,2}(?:\.\d{1,2}){0,3})\s*[.)]\s*(?=\D)"
    r"|(?P<decimal>\d{1,2}(?:\.\d{1,2}){1,3})\s+(?=[^\W\d_])"
    r"|(?P<letter>[a-hđA-HĐ])\s*[)]\s*|(?P<letter_dot>[a-zđ])\.\s+"
    r"|(?P<dash>[-–—+•*])\s*(?=\S))"
)
_ENDS = (".", ";", ":", "!", "?", "./.", "…", ".”", '."', "”;")
_BEGINS_ANEW = re.compile(
    r"\s*(?:Căn cứ|Thực hiện|Theo đề nghị|Xét|Trên đây|Nơi nhận|Phụ lục|PHỤ LỤC|Điều \d|Trong quá trình|"
    r"Yêu cầu|Đề nghị|Nhận được|Kính gửi|KT\.|TM\.|TL\.|HIỆU TRƯỞNG)"
)
#: «59/2023/NĐ-» + «CP»: the page broke inside a symbol.
_TORN_SYMBOL = re.compile(r"\d/[\w/Đ-]*-$")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and whether a blank line stood before it."""

    text: str
    after_blank: bool = False


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a plan's text, in NFC."""
    return tuple(_joined(list(_lines(nfc(text)))))


def _lines(text: str) -> Iterator[str]:
    for line in re.split(r"\r\n|\r|\n|\f|\v|\u2028", text):
        plain = line.replace("\t", " ").rstrip()
        if _PAGE_NUMBER.fullmatch(plain) or (plain and _RULE.fullmatch(plain)):
            continue
        yield plain.strip()


def _joined(lines: Sequence[str]) -> Iterator[Paragraph]:
    current = ""
    blank = after_blank = False
    for line in lines:
        if not line:
            blank = True
            continue
        if current and _continues(current, line, blank):
            current = _glued(current, line)
        else:
            if current:
                yield Paragraph(current, after_blank)
            current, after_blank = line, blank
        blank = False
    if current:
        yield Paragraph(current, after_blank)


def _glued(before: str, after: str) -> str:
    return before + after if _TORN_SYMBOL.search(before) else f"{before} {after}"


def _continues(before: str, line: str, blank: bool) -> bool:
    """True if `line` goes on with the paragraph that `before` holds."""
    if _TABLE.match(line) or _TABLE.match(before):
        return False
    if _TORN_SYMBOL.search(before):
        return True
    if ITEM.match(line) or _BEGINS_ANEW.match(line) or before.endswith(_ENDS):
        return False
    if is_capitals(before):
        # A heading goes on in capitals, and never into a sentence.
        return is_capitals(line) and (ITEM.match(before) is not None) and not blank
    if blank:
        return line[0].islower() or before.endswith((",", "-"))
    return _is_wrapped(before) or line[0].islower()


def _is_wrapped(line: str) -> bool:
    """Long enough to have been broken by the page's edge and not by its author."""
    return len(line) >= 50


def is_capitals(text: str) -> bool:
    """True for a heading in capitals; numbers and marks do not count."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)
