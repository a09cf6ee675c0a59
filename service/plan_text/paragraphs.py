"""Lines become paragraphs: page numbers out, words that a page or a line's end tore apart joined again."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.text import nfc
from service.plan_text.names import begins_with_verb
from service.plan_text.numbering import Style, is_lone_number, item_of
from service.plan_text.owners import is_body

_BREAK = re.compile(r"\r\n|\r|\n|\v|\x1c|\x85|\u2028|\u2029")
_PAGE_NUMBER = re.compile(
    r"[-–—]?\s*\d{1,3}\s*[-–—]?|(?:Trang|trang|Page)\s*:?\s*\d+(?:\s*(?:/|of|trên)\s*\d+)?"
)
_RULE = re.compile(r"[\s_\-–—=*.…]{3,}")
_CLOSING_MARKS = '"”»’)]'
_TERMINAL = (".", ";", ":", "!", "?", "…")
#: Words that begin a paragraph of their own, whatever the line before looks like.
_BEGINS_ANEW = re.compile(
    r"(?:Căn cứ|Trên đây|Nơi nhận|NƠI NHẬN|Phụ lục|PHỤ LỤC|Điều \d+\.|Trong quá trình (?:tổ chức|triển khai|thực hiện)|"
    r"Nhận được|Kính gửi|KT\.|TM\.|TL\.|TUQ\.|Q\.|KẾ HOẠCH$|QUYẾT ĐỊNH)"
)
#: «59/2023/NĐ-» + «CP»: the page broke inside a symbol.
_TORN_SYMBOL = re.compile(r"\d\s?/[\w/Đ.-]*[-–]$|\b[A-ZĐ]{2,}[A-ZĐ/]*[-–]$|\bsố\s*\d+[-–]$")
#: A heading that cannot end so goes on below.
_OPEN_HEADING = re.compile(
    r"(?:\b(?:VÀ|CỦA|VỚI|CHO|VỀ|TẠI|CÁC|TRONG|ĐẾN|THEO|và|của|với|cho|về|tại|các)|[,–-])$"
)
_YEAR_END = re.compile(r"(?:^|\D)\d{4}$")
#: A line longer than this was not broken by a page's edge.
_LONGEST_WRAPPED = 135


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, and whether a blank line stood before it."""

    text: str
    after_blank: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    blank: bool = False
    #: A page ended before this line.
    page: bool = False

    @property
    def is_table(self) -> bool:
        return self.text.startswith("|")


def paragraphs(text: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a plan's text, in NFC."""
    lines = _without_double_spacing(list(_lines(text)))
    return tuple(_with_split_names(list(_joined(lines, _Layout.of(lines)))))


def text_lines(text: str) -> list[str]:
    """The lines of a text in NFC, columns kept apart by tabs or spaces as they were."""
    return [line.strip() for line in _BREAK.split(nfc(text).replace("\f", "\n"))]


def is_capitals(text: str) -> bool:
    """True for a heading in capitals; numbers and marks do not count."""
    letters = [letter for letter in text if letter.isalpha()]
    return bool(letters) and sum(letter.isupper() for letter in letters) >= 0.8 * len(letters)


def ends_sentence(text: str) -> bool:
    """True if the text ends as sentences and list items do."""
    return text.rstrip().rstrip(_CLOSING_MARKS).endswith(_TERMINAL) or text.rstrip().endswith(("./.", ".)"))


def is_table_row(text: str) -> bool:
    """A row of a table drawn with bars."""
    return text.lstrip().startswith("|")


def _lines(text: str) -> Iterator[_Line]:
    blank = page = False
    for part in _BREAK.split(nfc(text).replace("\f", "\n\f\n")):
        if part == "\f":
            page = True
            continue
        plain = _table_row(part) or " ".join(part.split())
        if not plain:
            blank = True
        elif _PAGE_NUMBER.fullmatch(plain):
            page = True
        elif not _RULE.fullmatch(plain):
            yield _Line(plain, blank, page)
            blank = page = False


def _table_row(line: str) -> str | None:
    """A row whose cells are held apart by tabs, as a table that was pasted: drawn with bars."""
    cells = [" ".join(cell.split()) for cell in line.strip("\n").split("\t")]
    if len(cells) < 3 or sum(bool(cell) for cell in cells) < 3 or line.lstrip().startswith("|"):
        return None
    return "| " + " | ".join(cells) + " |"


def _without_double_spacing(lines: Sequence[_Line]) -> list[_Line]:
    """Where a blank line stands between any two lines, it says nothing."""
    body = lines[1:]
    if body and sum(line.blank or line.page for line in body) >= 0.9 * len(body) and _is_narrow(lines):
        return [replace(line, blank=False) for line in lines]
    return list(lines)


def _is_narrow(lines: Sequence[_Line]) -> bool:
    long = sum(len(line.text) > _LONGEST_WRAPPED for line in lines if not line.is_table)
    return len(lines) >= 12 and long <= 0.02 * len(lines)


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a text was broken into lines."""

    #: Width at which lines were broken; 0 where each line is a paragraph.
    width: int
    #: Blank lines stand between paragraphs and nowhere else.
    in_blocks: bool

    @classmethod
    def of(cls, lines: Sequence[_Line]) -> _Layout:
        if not _is_narrow(lines):
            return cls(0, False)
        lengths = sorted(len(line.text) for line in lines if not line.is_table)
        width = lengths[int(0.95 * (len(lengths) - 1))]
        inner = [(a, b) for a, b in itertools.pairwise(lines) if not b.blank and item_of(b.text) is None]
        open_ended = sum(not ends_sentence(a.text) for a, _ in inner)
        broken = [
            (a, b)
            for a, b in inner
            if len(a.text) >= 0.72 * width and not ends_sentence(a.text) and not a.is_table
        ]
        in_words = sum(b.text[0].islower() for _, b in broken)
        if width < 45 or (in_words < 2 and len(broken) < max(4, 0.25 * len(inner))):
            return cls(0, False)
        blocks = 1 + sum(line.blank for line in lines)
        in_blocks = open_ended >= 0.8 * len(inner) and len(lines) / blocks <= 8
        return cls(width, in_blocks)

    def is_full(self, text: str, share: float = 0.72) -> bool:
        """The line was as long as a line could be, so that the page's edge broke it."""
        return bool(self.width) and len(text) >= share * self.width


def _joined(lines: Sequence[_Line], layout: _Layout) -> Iterator[Paragraph]:
    current, last, after_blank = "", "", False
    for line in lines:
        if current and _continues(current, last, line, layout):
            current = _glued(current, line.text)
        else:
            if current:
                yield Paragraph(current, after_blank)
            current, after_blank = line.text, line.blank
        last = line.text
    if current:
        yield Paragraph(current, after_blank)


def _with_split_names(found: list[Paragraph]) -> Iterator[Paragraph]:
    """A numbered heading that names bodies and goes on below a blank line, above its dashes."""
    place = 0
    while place < len(found):
        here, following = found[place], found[place + 1 : place + 3]
        if len(following) == 2 and _is_split_name(here.text, following[0].text, following[1].text):
            here = Paragraph(_glued(here.text, following[0].text), here.after_blank)
            place += 1
        yield here
        place += 1


def _is_split_name(heading: str, rest: str, below: str) -> bool:
    item, under = item_of(heading), item_of(below)
    return (
        item is not None
        and item.style not in (Style.DASH, Style.ROMAN)
        and under is not None
        and under.style in (Style.DASH, Style.LETTER)
        and is_body(item.rest)
        and "," in item.rest
        and item_of(rest) is None
        and not is_table_row(rest)
        and not ends_sentence(rest)
        and not ends_sentence(heading)
        and not begins_with_verb(rest)
        and not _BEGINS_ANEW.match(rest)
    )


def _glued(before: str, after: str) -> str:
    return before + after if _is_torn(before, after) else f"{before} {after}"


def _is_torn(before: str, after: str) -> bool:
    return _TORN_SYMBOL.search(before) is not None and re.match(r"[A-ZĐ]{2}", after) is not None


def _continues(before: str, last: str, line: _Line, layout: _Layout) -> bool:
    """True if `line` goes on with the paragraph `before`, whose last line is `last`."""
    text = line.text
    if line.is_table or is_table_row(last):
        return False
    if is_lone_number(before):
        return item_of(text) is None
    if _is_torn(last, text):
        return True
    if _begins_item(last, line, layout) or _BEGINS_ANEW.match(text):
        return False
    if is_capitals(before):
        return _heading_goes_on(before, line)
    if _is_work_below_name(before, text):
        return False
    ended = ends_sentence(last)
    if text[0].islower():
        return not ended or (not line.blank and layout.is_full(last))
    if ended or (item_of(before) is not None and _is_short_title(before, layout)):
        return False
    if line.blank and not line.page:
        return False
    if line.page:
        return len(before) >= 60
    return layout.in_blocks or layout.is_full(last)


def _is_work_below_name(before: str, text: str) -> bool:
    """«2. Các sở, ban, ngành» with «Xây dựng kế hoạch …» on the next line: a heading and what it orders."""
    item = item_of(before)
    return item is not None and begins_with_verb(text) and text[0].isupper() and is_body(item.rest)


def _begins_item(last: str, line: _Line, layout: _Layout) -> bool:
    item = item_of(line.text)
    if item is None:
        return False
    if item.style is not Style.DASH or not layout.width or line.blank:
        return True
    # «2021» + «- 2025», «chính trị» + «- xã hội»: a dash inside a phrase.
    inside = (item.rest[:1].isdigit() and _YEAR_END.search(last)) or (
        item.rest[:1].islower() and not ends_sentence(last) and (layout.in_blocks or layout.is_full(last))
    )
    return not inside


def _heading_goes_on(before: str, line: _Line) -> bool:
    """A heading goes on in capitals, and never into a sentence."""
    if not is_capitals(line.text) or item_of(before) is None:
        return bool(_OPEN_HEADING.search(before)) and is_capitals(line.text) and not line.blank
    return not line.blank or bool(_OPEN_HEADING.search(before))


def _is_short_title(before: str, layout: _Layout) -> bool:
    """«2. Yêu cầu»: a title on a line of its own."""
    return not layout.in_blocks and not layout.is_full(before)
