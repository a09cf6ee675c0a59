"""Tables of a Word file: grid, widths, merges, borders."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import Any

from docx.oxml.ns import qn

from service.standin.docs.defaults import CELL_STYLE, ROW_STYLE, points
from service.standin.docs.tables import empty_cell
from service.standin.docs.tree import Block, Cell, Row, Table
from service.standin.docs.word.properties import (
    Xml,
    attribute,
    child,
    fill,
    is_on,
    line,
    number,
)
from service.standin.docs.word.styles import WordStyles

Json = dict[str, Any]
ReadBlocks = Callable[[Xml], list[Block]]

_VERTICAL = {"top": "TOP", "center": "MIDDLE", "bottom": "BOTTOM"}
#: Word's own cell margins where a file says nothing, in points.
_MARGINS = {"left": 5.4, "right": 5.4, "top": 0.0, "bottom": 0.0}
_SIDES = ("top", "bottom", "left", "right")


def read_table(table: Xml, styles: WordStyles, read_blocks: ReadBlocks) -> Table:
    """A w:tbl; the cells that a merge covers become empty cells, as Docs keeps them."""
    properties = child(table, "tblPr")
    look = [properties, *styles.table_properties(attribute(child(properties, "tblStyle"), "val"))]
    lines = list(table.iterchildren(qn("w:tr")))
    columns = max(1, *(sum(_span(tc) for tc in row.iterchildren(qn("w:tc"))) for row in lines))
    rows = [
        _row(row, columns, read_blocks, _Place(look, position, len(lines), columns))
        for position, row in enumerate(lines)
    ]
    _span_rows(rows)
    return Table(rows, {"tableColumnProperties": _widths(table, columns)}, columns)


class _Place:
    """Where a row stands in its table, and how the table looks."""

    def __init__(self, look: list[Xml], row: int, rows: int, columns: int) -> None:
        self.look, self.row, self.rows, self.columns = look, row, rows, columns

    def borders(self, cell: Xml, column: int, width: int) -> Json:
        """The four borders of a cell: its own, else the table's outer or inner ones."""
        outer = {
            "top": self.row == 0,
            "bottom": self.row == self.rows - 1,
            "left": column == 0,
            "right": column + width == self.columns,
        }
        own = child(cell, "tcPr", "tcBorders")
        shown: Json = {}
        for side in _SIDES:
            inside = "insideH" if side in ("top", "bottom") else "insideV"
            word = child(own, side)
            if word is None:
                word = self._of_table(side if outer[side] else inside)
            border = line(word) if word is not None else _no_line()
            shown[f"border{side.capitalize()}"] = border
        return shown

    def _of_table(self, side: str) -> Xml:
        found = (child(properties, "tblBorders", side) for properties in self.look)
        return next((border for border in found if border is not None), None)

    def padding(self, cell: Xml) -> Json:
        """The four paddings: the cell's, else the table's, else Word's own."""
        shown: Json = {}
        for side in _SIDES:
            margins = [child(cell, "tcPr", "tcMar", side)]
            margins += [child(properties, "tblCellMar", side) for properties in self.look]
            widths = (number(margin, "w", 20) for margin in margins)
            width = next((w for w in widths if w is not None), _MARGINS[side])
            shown[f"padding{side.capitalize()}"] = points(width)
        return shown


def _no_line() -> Json:
    return {"color": {"color": {"rgbColor": {}}}, "width": points(0), "dashStyle": "SOLID"}


def _row(row: Xml, columns: int, read_blocks: ReadBlocks, place: _Place) -> Row:
    cells: list[Cell] = []
    for tc in row.iterchildren(qn("w:tc")):
        width = _span(tc)
        style = _cell_style(tc, width) | place.padding(tc) | place.borders(tc, len(cells), width)
        cells.append(Cell(read_blocks(tc), style))
        covered = style | {"rowSpan": 1, "columnSpan": 1}
        cells += [empty_cell(style=covered) for _ in range(width - 1)]
    cells += [empty_cell() for _ in range(columns - len(cells))]
    return Row(cells, _row_style(row))


def _span(tc: Xml) -> int:
    return int(number(child(tc, "tcPr", "gridSpan"), "val", 1) or 1)


def _cell_style(tc: Xml, width: int) -> Json:
    properties = child(tc, "tcPr")
    style = deepcopy(CELL_STYLE) | {"columnSpan": width}
    alignment = _VERTICAL.get(attribute(child(properties, "vAlign"), "val") or "")
    style |= {"contentAlignment": alignment} if alignment else {}
    if (background := fill(child(properties, "shd"))) is not None:
        style["backgroundColor"] = background
    merge = child(properties, "vMerge")
    if merge is not None and attribute(merge, "val") != "restart":
        # Resolved by _span_rows: this cell is covered by the one above.
        style["rowSpan"] = 0
    return style


def _span_rows(rows: list[Row]) -> None:
    """Let each head of a vertical merge grow by the cells under it, which become empty ones."""
    heads: dict[int, Cell] = {}
    for row in rows:
        for column, cell in enumerate(row.cells):
            if cell.style["rowSpan"]:
                heads[column] = cell
                continue
            if column in heads:
                heads[column].style["rowSpan"] += 1
            row.cells[column] = empty_cell(style=cell.style | {"rowSpan": 1, "columnSpan": 1})


def _row_style(row: Xml) -> Json:
    properties = child(row, "trPr")
    style = deepcopy(ROW_STYLE)
    if (height := number(child(properties, "trHeight"), "val", 20)) is not None:
        style["minRowHeight"] = points(height)
    if (header := child(properties, "tblHeader")) is not None and is_on(header):
        style["tableHeader"] = True
    if (whole := child(properties, "cantSplit")) is not None and is_on(whole):
        style["preventOverflow"] = True
    return style


def _widths(table: Xml, columns: int) -> list[Json]:
    grid = child(table, "tblGrid")
    found = [] if grid is None else [number(column, "w", 20) for column in grid.iterchildren(qn("w:gridCol"))]
    found += [None] * (columns - len(found))
    return [
        {"widthType": "FIXED_WIDTH", "width": points(round(width, 4))}
        if width
        else {"widthType": "EVENLY_DISTRIBUTED"}
        for width in found[:columns]
    ]
