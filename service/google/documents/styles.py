"""How each kind of block looks (Decree 30/2020, annex I), as requests that leave nothing to inheritance."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from service.domain.report import BlockKind

Request = dict[str, Any]

FONT = "Times New Roman"
BODY_SIZE = 14
#: First line of a paragraph: 12.7 mm.
FIRST_LINE = 36.0
#: Between paragraphs.
GAP = 6.0
#: Size of what is for the principal alone, smaller than the report's own words.
NOTICE_SIZE = 12
_PARAGRAPH_FIELDS = (
    "namedStyleType,alignment,lineSpacing,spaceAbove,spaceBelow,indentFirstLine,indentStart,indentEnd,"
    "borderLeft,shading,keepWithNext,keepLinesTogether,pageBreakBefore"
)
#: Inside a table Docs refuses to set a page break.
_CELL_FIELDS = _PARAGRAPH_FIELDS.removesuffix(",pageBreakBefore")
_TEXT_FIELDS = (
    "bold,italic,underline,strikethrough,smallCaps,backgroundColor,foregroundColor,fontSize,"
    "weightedFontFamily,baselineOffset,link"
)
#: A notice stands in a yellow field with a bar at its left, so that nobody signs it by oversight.
_NOTICE_YELLOW = {"red": 1.0, "green": 0.95, "blue": 0.8}
_NOTICE_BAR = {"red": 0.85, "green": 0.45, "blue": 0.0}
_NOTICE_INDENT = 9.0


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
    keep_together: bool = False
    is_notice: bool = False


LOOKS: dict[BlockKind, Look] = {
    BlockKind.LEGAL_BASE: Look(italic=True),
    BlockKind.PARAGRAPH: Look(),
    BlockKind.HEADING_1: Look(bold=True, named_style="HEADING_1", keep_with_next=True),
    BlockKind.HEADING_2: Look(bold=True, named_style="HEADING_2", keep_with_next=True),
    # «Kiểu chữ đứng», and not bold: the decree gives a point no title of its own.
    BlockKind.HEADING_3: Look(named_style="HEADING_3", keep_with_next=True),
    BlockKind.NOTICE: Look(size=NOTICE_SIZE, italic=True, is_notice=True, first_line=0.0),
    BlockKind.TABLE_TITLE: Look(
        bold=True, alignment="START", first_line=0.0, above=12.0, below=GAP, keep_with_next=True
    ),
    BlockKind.ANNEX_TITLE: Look(bold=True, alignment="CENTER", first_line=0.0, keep_with_next=True),
    BlockKind.ANNEX_NOTE: Look(italic=True, alignment="CENTER", first_line=0.0, below=GAP),
}


def paragraph_style(
    span: dict[str, Any], kind: BlockKind, *, new_page: bool = False, is_last: bool = False
) -> list[Request]:
    """Requests that make a paragraph of this kind of the text in `span` (a Docs range).

    The last of the body keeps the signature on its page: nobody signs a page of its own.
    """
    look = replace(LOOKS[kind], keep_with_next=True, keep_together=True) if is_last else LOOKS[kind]
    return _requests(span, look, _PARAGRAPH_FIELDS, new_page=new_page)


def cell_style(span: dict[str, Any], look: Look) -> list[Request]:
    """Requests for the text of table cells."""
    return _requests(span, look, _CELL_FIELDS)


def _requests(span: dict[str, Any], look: Look, fields: str, *, new_page: bool = False) -> list[Request]:
    paragraph: dict[str, Any] = {
        "namedStyleType": look.named_style,
        "alignment": look.alignment,
        "lineSpacing": 100,
        "spaceAbove": points(look.above),
        "spaceBelow": points(look.below),
        "indentFirstLine": points(look.first_line),
        "indentStart": points(0),
        "indentEnd": points(0),
        "keepWithNext": look.keep_with_next,
        "keepLinesTogether": look.is_notice or look.keep_together,
    }
    if look.is_notice:
        paragraph |= _notice_field()
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
        "fontSize": points(look.size),
        "weightedFontFamily": {"fontFamily": FONT, "weight": 400},
        "foregroundColor": rgb({"red": 0.0, "green": 0.0, "blue": 0.0}),
        "baselineOffset": "NONE",
    }
    return style


def _notice_field() -> dict[str, Any]:
    return {
        "indentFirstLine": points(_NOTICE_INDENT),
        "indentStart": points(_NOTICE_INDENT),
        "shading": {"backgroundColor": rgb(_NOTICE_YELLOW)},
        "borderLeft": {
            "color": rgb(_NOTICE_BAR),
            "width": points(3),
            "padding": points(6),
            "dashStyle": "SOLID",
        },
    }


def rgb(colour: dict[str, float]) -> dict[str, Any]:
    """An OptionalColor."""
    return {"color": {"rgbColor": colour}}


def points(magnitude: float) -> dict[str, Any]:
    """A Dimension."""
    return {"magnitude": magnitude, "unit": "PT"}
