"""How each kind of block looks (Decree 30/2020, annex I), as requests that leave nothing to inheritance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.domain.report import BlockKind

Request = dict[str, Any]

FONT = "Times New Roman"
BODY_SIZE = 14
TABLE_SIZE = 12
#: First line of a paragraph: 12.7 mm.
FIRST_LINE = 36.0
#: Between paragraphs.
GAP = 6.0
#: Width of the text on the page (210 - 30 - 20 mm), in points.
PAGE_WIDTH = 453.5
#: The first column of a table holds names and is the widest.
FIRST_COLUMN = 0.38
_PARAGRAPH_FIELDS = (
    "namedStyleType,alignment,lineSpacing,spaceAbove,spaceBelow,indentFirstLine,indentStart,indentEnd,"
    "keepWithNext,keepLinesTogether,pageBreakBefore"
)
#: Inside a table Docs refuses to set a page break.
_CELL_FIELDS = _PARAGRAPH_FIELDS.removesuffix(",pageBreakBefore")
_TEXT_FIELDS = (
    "bold,italic,underline,strikethrough,smallCaps,backgroundColor,foregroundColor,fontSize,"
    "weightedFontFamily,baselineOffset,link"
)
_NOTICE_YELLOW = {"red": 1.0, "green": 0.95, "blue": 0.7}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """Paragraph and letters of one kind of block."""

    bold: bool = False
    italic: bool = False
    size: int = BODY_SIZE
    alignment: str = "JUSTIFIED"
    first_line: float = FIRST_LINE
    above: float = GAP
    below: float = 0.0
    named_style: str = "NORMAL_TEXT"
    keep_with_next: bool = False
    highlighted: bool = False


LOOKS: dict[BlockKind, Look] = {
    BlockKind.LEGAL_BASE: Look(italic=True),
    BlockKind.PARAGRAPH: Look(),
    BlockKind.HEADING_1: Look(bold=True, named_style="HEADING_1", keep_with_next=True),
    BlockKind.HEADING_2: Look(bold=True, named_style="HEADING_2", keep_with_next=True),
    BlockKind.HEADING_3: Look(bold=True, italic=True, named_style="HEADING_3", keep_with_next=True),
    BlockKind.NOTICE: Look(italic=True, highlighted=True, first_line=0.0),
    BlockKind.ANNEX_TITLE: Look(bold=True, alignment="CENTER", first_line=0.0, keep_with_next=True),
    BlockKind.ANNEX_NOTE: Look(italic=True, alignment="CENTER", first_line=0.0, below=GAP),
}
_CELL = Look(size=TABLE_SIZE, alignment="START", first_line=0.0, above=2.0, below=2.0)
_HEADER_CELL = Look(size=TABLE_SIZE, alignment="CENTER", first_line=0.0, above=2.0, below=2.0, bold=True)


def paragraph_style(span: dict[str, Any], kind: BlockKind, *, new_page: bool = False) -> list[Request]:
    """Requests that make a paragraph of this kind of the text in `span` (a Docs range)."""
    return _requests(span, LOOKS[kind], _PARAGRAPH_FIELDS, new_page=new_page)


def cell_style(span: dict[str, Any], *, header: bool) -> list[Request]:
    """Requests for the text of table cells."""
    return _requests(span, _HEADER_CELL if header else _CELL, _CELL_FIELDS)


def column_widths(location: dict[str, Any], columns: int) -> list[Request]:
    """Requests for the widths of a table's columns; `location` is where the table starts."""
    rest = PAGE_WIDTH * (1 - FIRST_COLUMN) / max(columns - 1, 1)
    widths = [PAGE_WIDTH * FIRST_COLUMN, *[rest] * (columns - 1)] if columns > 1 else [PAGE_WIDTH]
    return [
        {
            "updateTableColumnProperties": {
                "tableStartLocation": location,
                "columnIndices": [column],
                "tableColumnProperties": {"widthType": "FIXED_WIDTH", "width": _points(width)},
                "fields": "widthType,width",
            }
        }
        for column, width in enumerate(widths)
    ]


def _requests(span: dict[str, Any], look: Look, fields: str, *, new_page: bool = False) -> list[Request]:
    paragraph: dict[str, Any] = {
        "namedStyleType": look.named_style,
        "alignment": look.alignment,
        "lineSpacing": 100,
        "spaceAbove": _points(look.above),
        "spaceBelow": _points(look.below),
        "indentFirstLine": _points(look.first_line),
        "indentStart": _points(0),
        "indentEnd": _points(0),
        "keepWithNext": look.keep_with_next,
        "keepLinesTogether": False,
    }
    if "pageBreakBefore" in fields:
        paragraph["pageBreakBefore"] = new_page
    return [
        {"updateParagraphStyle": {"range": span, "paragraphStyle": paragraph, "fields": fields}},
        {"updateTextStyle": {"range": span, "textStyle": _letters(look), "fields": _TEXT_FIELDS}},
    ]


def _letters(look: Look) -> dict[str, Any]:
    style: dict[str, Any] = {
        "bold": look.bold,
        "italic": look.italic,
        "underline": False,
        "strikethrough": False,
        "smallCaps": False,
        "fontSize": _points(look.size),
        "weightedFontFamily": {"fontFamily": FONT, "weight": 400},
        "foregroundColor": {"color": {"rgbColor": {"red": 0.0, "green": 0.0, "blue": 0.0}}},
        "baselineOffset": "NONE",
    }
    if look.highlighted:
        style["backgroundColor"] = {"color": {"rgbColor": _NOTICE_YELLOW}}
    return style


def _points(magnitude: float) -> dict[str, Any]:
    return {"magnitude": magnitude, "unit": "PT"}
