"""The text of a Word file as it prints: with the numbers that Word makes, and tables line by line."""

from __future__ import annotations

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

#: A few pages of text never unpack to more; a file that does is made to harm.
_MOST_UNPACKED = 300 * 1024 * 1024
#: Letterhead and signature stand side by side in a table without lines; anything else is a table of data.
_SIDE_BY_SIDE = re.compile(
    r"CỘNG\s+H[OÒ][ÀA]|Độc\s+lập|\bSố\s*:|Nơi nhận|HIỆU TRƯỞNG|CHỦ TỊCH|GIÁM ĐỐC|TRƯỞNG PHÒNG|TỔ TRƯỞNG|"
    r"\bngày\b.{0,20}\btháng\b.{0,12}\bnăm\b"
)
_ROMANS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


class WordFileError(Exception):
    """The file is no sound Word file."""


def word_text(data: bytes) -> str:
    """The text, a paragraph a line. Raises WordFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > _MOST_UNPACKED:
                raise WordFileError("too large unpacked")
        document = docx.Document(io.BytesIO(data))
        return "\n".join(_blocks(document.element.body, _Numbers.of(document)))
    except WordFileError:
        raise
    # python-docx has no error of its own for a broken part: lxml's and its own lookups come through.
    except Exception as error:
        raise WordFileError(str(error)) from error


# --- blocks ----------------------------------------------------------------------------------------


def _blocks(parent: Any, numbers: _Numbers) -> Iterator[str]:
    """Paragraphs and tables in the order in which they stand."""
    for block in parent:
        if block.tag == qn("w:p"):
            for box in _text_boxes(block):
                yield from _blocks(box, numbers)
            yield numbers.label(block) + _text(block)
        elif block.tag == qn("w:tbl"):
            yield from _table(block, numbers)
        elif block.tag in (qn("w:sdt"), qn("w:ins"), qn("w:customXml")):
            content = block.find(qn("w:sdtContent"))
            yield from _blocks(block if content is None else content, numbers)


def _text(paragraph: Any) -> str:
    """The words of a paragraph: insertions under review count, deletions and text boxes do not."""
    parts: list[str] = []
    for node in _walk(paragraph):
        if node.tag == qn("w:t"):
            parts.append(node.text or "")
        elif node.tag == qn("w:tab"):
            parts.append("\t")
        elif node.tag in (qn("w:br"), qn("w:cr")):
            parts.append("\f" if node.get(qn("w:type")) == "page" else "\n")
        elif node.tag == qn("w:noBreakHyphen"):
            parts.append("-")
    return "".join(parts)


def _text_boxes(paragraph: Any) -> Iterator[Any]:
    """The boxes that hang on a paragraph, each once: Word stores a second copy for old versions."""
    for box in paragraph.iter(qn("w:txbxContent")):
        if not any(above.tag == _FOR_OLD_WORD for above in box.iterancestors()):
            yield box


_COMPATIBLE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FOR_OLD_WORD = f"{_COMPATIBLE}Fallback"
_SKIPPED = {
    qn(tag)
    for tag in ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:drawing", "w:pict", "w:object", "w:instrText")
} | {f"{_COMPATIBLE}AlternateContent"}


def _walk(node: Any) -> Iterator[Any]:
    for child in node:
        if child.tag not in _SKIPPED:
            yield child
            yield from _walk(child)


def _table(table: Any, numbers: _Numbers) -> Iterator[str]:
    rows = [
        [list(_blocks(cell, numbers)) for cell in row.findall(qn("w:tc"))]
        for row in table.findall(qn("w:tr"))
    ]
    whole = " ".join(line for row in rows for cell in row for line in cell)
    most = max((sum(any(line.strip() for line in cell) for cell in row) for row in rows), default=0)
    side_by_side = most <= 2 and _SIDE_BY_SIDE.search(whole) is not None
    for row in rows:
        cells = ["\n".join(cell).strip() for cell in row]
        if most <= 1 or (side_by_side and any("\n" in cell for cell in cells)):
            yield from (line for cell in cells for line in cell.split("\n"))
        elif side_by_side:
            yield "\t".join(cells)
        else:
            yield "| " + " | ".join(" ".join(cell.split()) for cell in cells) + " |"


# --- numbers ---------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Level:
    start: int
    style: str
    #: «%1.», «%1.%2.».
    pattern: str
    #: «1.1» below «I»: the numbers of the levels above are printed in Arabic too.
    is_legal: bool = False


@dataclass(slots=True)
class _Numbers:
    """Counts Word's lists along the document."""

    #: List → its abstract list.
    lists: dict[str, str] = field(default_factory=dict)
    #: (list, level) → number at which the list begins anew.
    overrides: dict[tuple[str, int], int] = field(default_factory=dict)
    levels: dict[tuple[str, int], _Level] = field(default_factory=dict)
    #: Style → (list, level).
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    begun: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, document: Any) -> _Numbers:
        numbers = cls()
        related = [
            relation.target_part
            for relation in document.part.rels.values()
            if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external
        ]
        if related:
            numbers._read(related[0].element)
            numbers._read_styles(document.styles.element)
        return numbers

    def label(self, paragraph: Any) -> str:
        """«II. », «a) », «- » as it prints before the paragraph; "" for one that is in no list."""
        place = self._place(paragraph)
        if place is None or not _text(paragraph).strip():
            return ""
        number, depth = place
        abstract = self.lists.get(number)
        level = self.levels.get((abstract or "", depth))
        if abstract is None or level is None:
            return ""
        counts = self.counts[abstract]
        override = self.overrides.get((number, depth))
        if override is not None and (number, depth) not in self.begun:
            counts[depth] = override
        else:
            counts[depth] = counts[depth] + 1 if depth in counts else level.start
        self.begun.add((number, depth))
        for deeper in [known for known in counts if known > depth]:
            del counts[deeper]
        if level.style == "bullet":
            return "- "
        return "" if level.style == "none" else f"{self._printed(abstract, level)} "

    def _printed(self, abstract: str, level: _Level) -> str:
        def value(found: re.Match[str]) -> str:
            depth = int(found[1]) - 1
            shown = self.levels.get((abstract, depth), level)
            style = "decimal" if level.is_legal else shown.style
            return _formatted(self.counts[abstract].get(depth, shown.start), style)

        return re.sub(r"%(\d)", value, level.pattern).strip()

    def _place(self, paragraph: Any) -> tuple[str, int] | None:
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return None
        style = properties.find(qn("w:pStyle"))
        inherited = self.styles.get(style.get(qn("w:val"))) if style is not None else None
        own = properties.find(qn("w:numPr"))
        if own is None:
            return inherited
        number, depth = _child(own, "w:numId"), _child(own, "w:ilvl")
        if number == "0":
            return None
        if number is None:
            return (inherited[0], int(depth or 0)) if inherited else None
        return number, int(depth or 0)

    def _read(self, element: Any) -> None:
        for abstract in element.findall(qn("w:abstractNum")):
            name = abstract.get(qn("w:abstractNumId"))
            for level in abstract.findall(qn("w:lvl")):
                depth = int(level.get(qn("w:ilvl")))
                self.levels[name, depth] = _Level(
                    int(_child(level, "w:start") or 1),
                    _child(level, "w:numFmt") or "decimal",
                    _child(level, "w:lvlText") or "",
                    level.find(qn("w:isLgl")) is not None,
                )
        for number in element.findall(qn("w:num")):
            name = number.get(qn("w:numId"))
            self.lists[name] = _child(number, "w:abstractNumId") or ""
            for override in number.findall(qn("w:lvlOverride")):
                start = _child(override, "w:startOverride")
                if start is not None:
                    self.overrides[name, int(override.get(qn("w:ilvl")))] = int(start)

    def _read_styles(self, element: Any) -> None:
        based = {}
        for style in element.findall(qn("w:style")):
            name = style.get(qn("w:styleId"))
            based[name] = _child(style, "w:basedOn")
            properties = style.find(qn("w:pPr"))
            own = None if properties is None else properties.find(qn("w:numPr"))
            number = None if own is None else _child(own, "w:numId")
            if own is not None and number is not None and number != "0":
                self.styles[name] = number, int(_child(own, "w:ilvl") or 0)
        for name in based:
            above, seen = based[name], {name}
            while name not in self.styles and above is not None and above not in seen:
                if above in self.styles:
                    self.styles[name] = self.styles[above]
                seen.add(above)
                above = based.get(above)


def _child(element: Any, tag: str) -> str | None:
    found = element.find(qn(tag))
    value = None if found is None else found.get(qn("w:val"))
    return None if value is None else str(value)


def _formatted(value: int, style: str) -> str:
    if style in ("upperRoman", "lowerRoman"):
        small = _roman(value)
        return small.upper() if style == "upperRoman" else small
    if style in ("upperLetter", "lowerLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter.upper() if style == "upperLetter" else letter
    return f"{value:02d}" if style == "decimalZero" else str(value)


def _roman(value: int) -> str:
    text = ""
    for worth, letters in _ROMANS:
        while value >= worth:
            text += letters
            value -= worth
    return text
