"""Cells of tables: merging, borders and backgrounds, widths, header rows."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from service.standin.docs.styles import apply_mask, names
from service.standin.docs.tables import empty_cell, found_cell, found_table, head_of, span
from service.standin.docs.tree import Cell, Document, Paragraph, Table
from service.standin.errors import invalid

Json = dict[str, Any]

CELL_FIELDS = names(
    "backgroundColor borderLeft borderRight borderTop borderBottom paddingLeft paddingRight "
    "paddingTop paddingBottom contentAlignment"
)
COLUMN_FIELDS = frozenset({"width", "widthType"})
ROW_FIELDS = frozenset({"minRowHeight", "tableHeader", "preventOverflow"})
MIN_COLUMN_POINTS = 5
#: A border and the same line as the neighbour (row step, column step) has it.
_SHARED = {
    "borderRight": (0, 1, "borderLeft"),
    "borderLeft": (0, -1, "borderRight"),
    "borderBottom": (1, 0, "borderTop"),
    "borderTop": (-1, 0, "borderBottom"),
}
Area = tuple[int, int, int, int]


def _area(document: Document, table_range: Json | None) -> tuple[Table, Area]:
    """The table and (row, column, rows, columns) of a tableRange."""
    table_range = table_range or {}
    _, table, row, column = found_cell(document, table_range.get("tableCellLocation"))
    rows, columns = table_range.get("rowSpan", 0), table_range.get("columnSpan", 0)
    if rows < 1 or columns < 1 or row + rows > len(table.rows) or column + columns > table.columns:
        raise invalid("Invalid table range: it must cover at least one cell and stay inside the table.")
    return table, (row, column, rows, columns)


def _cells(table: Table, area: Area) -> list[tuple[int, int, Cell]]:
    row, column, rows, columns = area
    return [
        (r, c, table.rows[r].cells[c])
        for r in range(row, row + rows)
        for c in range(column, column + columns)
    ]


def merge_table_cells_request(document: Document, body: Json) -> None:
    """mergeTableCells: the text of all goes to the upper left cell; the covered cells stay, empty."""
    table, area = _area(document, body.get("tableRange"))
    row, column, rows, columns = area
    for r, c, cell in _cells(table, area):
        top, left = head_of(table, r, c)
        height, width = span(table.rows[top].cells[left])
        if top < row or left < column or top + height > row + rows or left + width > column + columns:
            raise invalid("Invalid table range: the merged cells would not form a rectangle.")
        cell.style |= {"rowSpan": 1, "columnSpan": 1}
    head = table.rows[row].cells[column]
    for r, c, cell in _cells(table, area):
        if cell is head:
            continue
        if not _is_empty(cell):
            head.content = cell.content if _is_empty(head) else head.content + cell.content
        table.rows[r].cells[c] = empty_cell(cell.marks, cell.style)
    head.style |= {"rowSpan": rows, "columnSpan": columns}


def _is_empty(cell: Cell) -> bool:
    return len(cell.content) == 1 and isinstance(cell.content[0], Paragraph) and cell.content[0].width == 1


def unmerge_table_cells_request(document: Document, body: Json) -> None:
    """unmergeTableCells: every merge whose head is in the range."""
    table, area = _area(document, body.get("tableRange"))
    for _, _, cell in _cells(table, area):
        cell.style |= {"rowSpan": 1, "columnSpan": 1}


def update_table_cell_style_request(document: Document, body: Json) -> None:
    """updateTableCellStyle on a range or the whole table; a shared border changes on both sides."""
    if ("tableRange" in body) == ("tableStartLocation" in body):
        raise invalid("Exactly one of tableRange and tableStartLocation must be specified.")
    if "tableRange" in body:
        table, area = _area(document, body["tableRange"])
    else:
        _, table = found_table(document, body["tableStartLocation"])
        area = (0, 0, len(table.rows), table.columns)
    wanted, fields = body.get("tableCellStyle", {}), body.get("fields", "")
    for row, column, cell in _cells(table, area):
        apply_mask(cell.style, wanted, fields, CELL_FIELDS)
        for border, (down, right, opposite) in _SHARED.items():
            if (border in fields or fields.strip() == "*") and border in cell.style:
                _share(table, row + down, column + right, opposite, cell.style[border])


def _share(table: Table, row: int, column: int, border: str, line: Json) -> None:
    if 0 <= row < len(table.rows) and 0 <= column < table.columns:
        table.rows[row].cells[column].style[border] = deepcopy(line)


def update_table_column_properties_request(document: Document, body: Json) -> None:
    """updateTableColumnProperties; no indices mean all columns."""
    _, table = found_table(document, body.get("tableStartLocation"))
    wanted, fields = body.get("tableColumnProperties", {}), body.get("fields", "")
    if "width" in wanted and wanted["width"].get("magnitude", 0) < MIN_COLUMN_POINTS:
        raise invalid(f"The width of a column must be at least {MIN_COLUMN_POINTS} points.")
    properties = table.style.setdefault("tableColumnProperties", [])
    properties += [{"widthType": "EVENLY_DISTRIBUTED"} for _ in range(table.columns - len(properties))]
    for column in _indices(body.get("columnIndices"), table.columns, "column"):
        apply_mask(properties[column], wanted, fields, COLUMN_FIELDS)
        properties[column].setdefault("widthType", "EVENLY_DISTRIBUTED")


def update_table_row_style_request(document: Document, body: Json) -> None:
    """updateTableRowStyle; no indices mean all rows."""
    _, table = found_table(document, body.get("tableStartLocation"))
    for row in _indices(body.get("rowIndices"), len(table.rows), "row"):
        style = table.rows[row].style
        apply_mask(style, body.get("tableRowStyle", {}), body.get("fields", ""), ROW_FIELDS)
        style.setdefault("minRowHeight", {"unit": "PT"})


def _indices(wanted: list[int] | None, count: int, what: str) -> list[int]:
    for index in wanted or ():
        if not 0 <= index < count:
            raise invalid(f"The {what} index {index} must be less than the number of {what}s, {count}.")
    return wanted or list(range(count))


def pin_table_header_rows_request(document: Document, body: Json) -> None:
    """pinTableHeaderRows: the first N rows repeat on each page."""
    _, table = found_table(document, body.get("tableStartLocation"))
    count = body.get("pinnedHeaderRowsCount", 0)
    if not 0 <= count <= len(table.rows):
        raise invalid(f"The pinned header rows count must be between 0 and {len(table.rows)}.")
    for number, row in enumerate(table.rows):
        row.style.pop("tableHeader", None)
        if number < count:
            row.style["tableHeader"] = True
