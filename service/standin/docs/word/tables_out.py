"""Docs tables → Word's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from service.standin.docs.tables import head_of, span
from service.standin.docs.tree import Block, Cell, Row, Table
from service.standin.docs.word.properties import Xml
from service.standin.docs.word.xml import border, shading, size, twips, w

Json = dict[str, Any]
WriteBlock = Callable[[Block], Iterable[Xml]]

_VERTICAL = {"TOP": "top", "MIDDLE": "center", "BOTTOM": "bottom"}
_SIDES = ("top", "left", "bottom", "right")
#: How Docs draws a cell border that nobody set.
_DEFAULT_LINE: Json = {
    "color": {"color": {"rgbColor": {}}},
    "width": {"magnitude": 1, "unit": "PT"},
    "dashStyle": "SOLID",
}


def table_xml(table: Table, write: WriteBlock, text_width: int) -> Xml:
    """A w:tbl; columns without a width share what is left of `text_width` (twips)."""
    widths = column_widths(table, text_width)
    grid = w("tblGrid", *(w("gridCol", w=width) for width in widths))
    # A Doc's table begins at the margin; Word's own begins a cell's room to the left of it.
    no_room = w("tblCellMar", w("left", w=0, type="dxa"), w("right", w=0, type="dxa"))
    place = w("tblInd", w=0, type="dxa")
    layout = w("tblLayout", type="fixed")
    properties = w("tblPr", w("tblW", w=sum(widths), type="dxa"), place, layout, no_room)
    rows = [_row(table, number, row, widths, write) for number, row in enumerate(table.rows)]
    return w("tbl", properties, grid, *rows)


def column_widths(table: Table, text_width: int) -> list[int]:
    """Widths in twips."""
    properties = table.style.get("tableColumnProperties", [])
    known = [twips(p.get("width")) for p in properties] + [0] * (table.columns - len(properties))
    missing = known.count(0)
    share = max(0, text_width - sum(known)) // missing if missing else 0
    return [width or share for width in known]


def _row(table: Table, number: int, row: Row, widths: list[int], write: WriteBlock) -> Xml:
    properties = w("trPr")
    if row.style.get("preventOverflow"):
        properties.append(w("cantSplit"))
    if size(row.style.get("minRowHeight")):
        properties.append(w("trHeight", val=twips(row.style["minRowHeight"]), hRule="atLeast"))
    if row.style.get("tableHeader"):
        properties.append(w("tblHeader"))
    shown = w("tr", properties)
    for column, cell in enumerate(row.cells):
        top, left = head_of(table, number, column)
        if left != column:
            continue
        head = table.rows[top].cells[left]
        shown.append(
            _cell(cell, head, covered=top != number, width=_width(head, column, widths), write=write)
        )
    return shown


def _width(head: Cell, column: int, widths: list[int]) -> int:
    return sum(widths[column : column + span(head)[1]])


def _cell(cell: Cell, head: Cell, *, covered: bool, width: int, write: WriteBlock) -> Xml:
    height, columns = span(head)
    style = cell.style
    properties = w("tcPr", w("tcW", w=width, type="dxa"))
    if columns > 1:
        properties.append(w("gridSpan", val=columns))
    if covered:
        properties.append(w("vMerge"))
    elif height > 1:
        properties.append(w("vMerge", val="restart"))
    lines = (border(side, style.get(f"border{side.capitalize()}", _DEFAULT_LINE)) for side in _SIDES)
    properties.append(w("tcBorders", *lines))
    for item in shading(style.get("backgroundColor")):
        properties.append(item)
    margins = (w(side, w=twips(style.get(f"padding{side.capitalize()}")), type="dxa") for side in _SIDES)
    properties.append(w("tcMar", *margins))
    properties.append(w("vAlign", val=_VERTICAL.get(style.get("contentAlignment", ""), "top")))
    content = (item for block in cell.content for item in write(block))
    return w("tc", properties, *content)
