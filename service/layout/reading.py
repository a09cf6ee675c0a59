"""A Word file → its measures: python-docx for the parts, the styles followed down to the defaults."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from service.domain.text import nfc
from service.layout.facts import Cell, Layout, LayoutFileError, Letters, Line, PageNumber, Section
from service.layout.word_styles import WordStyles

#: A few pages never unpack to more; a file that does is made to harm.
_MOST_UNPACKED = 300 * 1024 * 1024
_TWIP, _EMU = 20, 12700
_MM = 25.4 / 72
_ALIGNMENTS = {"start": "left", "end": "right", "distribute": "both"}
#: Height of a line of single spacing over the font size.
_LINE_OVER_SIZE = 1.15
_NO_LINE = ("nil", "none")
_WRAPPERS = ("ins", "smartTag", "hyperlink", "sdt", "sdtContent", "customXml", "fldSimple")


def read_layout(data: bytes) -> Layout:
    """The measures of a .docx. Raises LayoutFileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(item.file_size for item in packed.infolist()) > _MOST_UNPACKED:
                raise ValueError("too large unpacked")
        return _Reader(docx.Document(io.BytesIO(data))).layout()
    # python-docx has no error of its own for a broken part: lxml's and its own lookups come through.
    except Exception as error:
        raise LayoutFileError(
            "Không đọc được tệp này như một tệp Word (.docx). "
            "Hãy mở bằng Word, lưu lại dạng .docx rồi thử lại."
        ) from error


@dataclass(frozen=True, slots=True)
class _Where:
    section: int
    room: float
    cell: Cell | None = None


class _Reader:
    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.styles = WordStyles(word)
        self.sections = tuple(self._section(section) for section in word.sections)
        self.tables = 0

    def layout(self) -> Layout:
        """Everything."""
        return Layout(sections=self.sections, lines=tuple(self._body()))

    # --- sections ----------------------------------------------------------------------------------

    def _section(self, section: Any) -> Section:
        numbers = section._sectPr.find(qn("w:pgNumType"))
        starts_at = None if numbers is None else numbers.get(qn("w:start"))
        return Section(
            width=_mm(section.page_width),
            height=_mm(section.page_height),
            top=_mm(section.top_margin),
            bottom=_mm(section.bottom_margin),
            left=_mm(section.left_margin),
            right=_mm(section.right_margin),
            number=self._page_number(section),
            starts_at=int(starts_at) if starts_at else None,
        )

    def _page_number(self, section: Any) -> PageNumber:
        header = tuple(self._numbered_lines(section.header))
        differs = bool(section.different_first_page_header_footer)
        first = differs and any(
            self._numbered_lines(part) for part in (section.first_page_header, section.first_page_footer)
        )
        return PageNumber(
            in_header=header,
            in_footer=bool(self._numbered_lines(section.footer)),
            first_differs=differs,
            on_first=first,
        )

    def _numbered_lines(self, part: Any) -> list[Line]:
        """Paragraphs with the number of the page, in their looks."""
        found = []
        for paragraph in part._element.iter(qn("w:p")):
            codes = "".join(code.text or "" for code in paragraph.iter(qn("w:instrText")))
            simple = [field.get(qn("w:instr")) or "" for field in paragraph.iter(qn("w:fldSimple"))]
            if "PAGE" in f"{codes} {' '.join(simple)}".replace("NUMPAGES", "").split():
                found += self._number_line(paragraph)
        return found

    def _number_line(self, paragraph: Any) -> list[Line]:
        where = _Where(0, 0.0)
        line = next(iter(self._lines(paragraph, where)))
        if not line.shown:
            # The number is not calculated yet: the looks of its field.
            run = next(paragraph.iter(qn("w:r")), None)
            line = replace(line, letters=(self._letters("1", run, paragraph),))
        return [line]

    # --- lines -------------------------------------------------------------------------------------

    def _body(self) -> Iterator[Line]:
        number = 0
        for block in _blocks(self.word.element.body):
            section = self.sections[min(number, len(self.sections) - 1)]
            room = (section.width - section.left - section.right) / _MM
            yield from self._block(block, _Where(number, room))
            if block.tag == qn("w:p") and block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None:
                number += 1

    def _block(self, block: Any, where: _Where) -> Iterator[Line]:
        if block.tag == qn("w:p"):
            yield from self._lines(block, where)
        else:
            yield from self._table(block, where)

    def _table(self, table: Any, where: _Where) -> Iterator[Line]:
        number, self.tables = self.tables, self.tables + 1
        for r, row in enumerate(table.iterchildren(qn("w:tr"))):
            for c, cell in enumerate(row.iterchildren(qn("w:tc"))):
                width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
                room = where.room if width is None else float(width.get(qn("w:w")) or 0) / _TWIP
                # A table inside a cell belongs to the cell.
                inside = replace(where, room=room, cell=where.cell or Cell(table=number, row=r, column=c))
                for block in _blocks(cell):
                    yield from self._block(block, inside)

    def _lines(self, paragraph: Any, where: _Where) -> Iterator[Line]:
        """The paragraph, cut at its line breaks."""
        whole = self._measured(paragraph, where)
        parts: list[list[Letters]] = [[]]
        for run in _runs(paragraph):
            for item in run:
                name = item.tag.rpartition("}")[2]
                if name == "t":
                    parts[-1].append(self._letters(nfc(item.text or ""), run, paragraph))
                elif name == "tab":
                    parts[-1].append(self._letters(" ", run, paragraph))
                elif name in ("br", "cr") and item.get(qn("w:type")) != "page":
                    parts.append([])
        for place, letters in enumerate(parts):
            line = replace(whole, letters=tuple(letters), continues=place > 0)
            yield replace(line, line_spacing=line.line_spacing or 1.0)

    def _measured(self, paragraph: Any, where: _Where) -> Line:
        look = self.styles.paragraph(paragraph)
        left, right = look.points("ind", "left", "start"), look.points("ind", "right", "end")
        first = look.points("ind", "firstLine") - look.points("ind", "hanging")
        alignment = look.text("jc", "val") or "left"
        room = where.room - left - right
        return Line(
            alignment=_ALIGNMENTS.get(alignment, alignment),
            first_line=left + first if first or not left else left,
            above=look.points("spacing", "before"),
            below=look.points("spacing", "after"),
            line_spacing=self._line_spacing(look, paragraph),
            cell=where.cell,
            section=where.section,
            is_numbered=self.styles.is_numbered(paragraph),
            rule=_rule(paragraph, look, room),
            room=where.room,
        )

    def _line_spacing(self, look: Any, paragraph: Any) -> float:
        value = look.text("spacing", "line")
        if value is None:
            return 1.0
        if look.text("spacing", "lineRule") in (None, "auto"):
            return round(float(value) / 240, 3)
        size = self.styles.letters(next(_runs(paragraph), None), paragraph).size
        return round(float(value) / _TWIP / (_LINE_OVER_SIZE * size), 3)

    def _letters(self, text: str, run: Any, paragraph: Any) -> Letters:
        return replace(self.styles.letters(run, paragraph), text=text)


def _rule(paragraph: Any, look: Any, room: float) -> float | None:
    """Length of a drawn line, of a border or of a row of underscores; None where there is none."""
    for extent in paragraph.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
    ):
        return float(extent.get("cx")) / _EMU
    for line in paragraph.iter("{urn:schemas-microsoft-com:vml}line"):
        ends = [(line.get(end) or "0").split(",")[0].removesuffix("pt") for end in ("from", "to")]
        try:
            return abs(float(ends[1]) - float(ends[0]))
        except ValueError:
            return room
    text = "".join(item.text or "" for item in paragraph.iter(qn("w:t"))).strip()
    if len(text) > 2 and not text.strip("_"):
        return len(text) * 6.5
    borders = look.element("pBdr")
    sides = () if borders is None else (borders.find(qn("w:top")), borders.find(qn("w:bottom")))
    if any(side is not None and side.get(qn("w:val")) not in _NO_LINE for side in sides):
        return room
    return None


def _blocks(parent: Any) -> Iterator[Any]:
    for item in parent:
        if item.tag in (qn("w:p"), qn("w:tbl")):
            yield item
        elif item.tag in (qn("w:sdt"), qn("w:sdtContent"), qn("w:ins"), qn("w:customXml")):
            yield from _blocks(item)


def _runs(parent: Any) -> Iterator[Any]:
    for item in parent:
        name = item.tag.rpartition("}")[2] if isinstance(item.tag, str) else ""
        if name == "r":
            yield item
        elif name in _WRAPPERS:
            yield from _runs(item)


def _mm(length: Any) -> float:
    return round(length.mm, 1) if length is not None else 0.0
