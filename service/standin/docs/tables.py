"""Tables: making them, their rows and columns."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from service.standin.docs.defaults import CELL_PARAGRAPH, CELL_STYLE, ROW_STYLE
from service.standin.docs.targets import insertion, insertion_place, segment_of, tab_of
from service.standin.docs.text import insert_text
from service.standin.docs.tree import (
    Cell,
    Document,
    Marks,
    Paragraph,
    Row,
    Table,
    text_run,
)
from service.standin.docs.walk import Spot, marks_between, table_at
from service.standin.errors import invalid

Json = dict[str, Any]
#: Docs' own limit on the columns of a table.
MAX_COLUMNS = 20


def empty_cell(marks: Marks = frozenset(), style: Json | None = None) -> Cell:
    """A cell with one empty paragraph."""
    paragraph = Paragraph([text_run("\n", marks=marks)], deepcopy(CELL_PARAGRAPH))
    return Cell([paragraph], deepcopy(CELL_STYLE if style is None else style), marks)


def empty_row(columns: int, marks: Marks = frozenset()) -> Row:
    """A row of empty cells."""
    return Row([empty_cell(marks) for _ in range(columns)], deepcopy(ROW_STYLE), marks)


def insert_table_request(document: Document, body: Json) -> None:
    """insertTable: a newline first, so the table starts at index + 1 and the segment grows by R(2C+1)+3."""
    rows, columns = body.get("rows", 0), body.get("columns", 0)
    if rows < 1 or not 1 <= columns <= MAX_COLUMNS:
        raise invalid(f"The table must have at least 1 row and between 1 and {MAX_COLUMNS} columns.")
    _, segment, index = insertion(document, body)
    if segment.kind == "footnotes":
        raise invalid("Tables cannot be inserted inside a footnote.")
    marks = marks_between(segment, index)
    insert_text(segment, index, "\n", marks=marks)
    after = insertion_place(segment, index + 1)
    style = {"tableColumnProperties": [{"widthType": "EVENLY_DISTRIBUTED"} for _ in range(columns)]}
    table = Table([empty_row(columns, marks) for _ in range(rows)], style, columns, marks)
    after.spot.blocks.insert(after.spot.position, table)
    segment.changed(index)


def found_table(document: Document, location: Json | None) -> tuple[Spot, Table]:
    """The table that starts at the location."""
    location = location or {}
    segment = segment_of(tab_of(document, location.get("tabId")), location.get("segmentId"))
    spot = table_at(segment, location.get("index", 0))
    if spot is None or not isinstance(spot.block, Table):
        raise invalid("Invalid table start location. Must specify the start index of the table.")
    return spot, spot.block


def found_cell(document: Document, location: Json | None) -> tuple[Spot, Table, int, int]:
    """The table, row and column of a tableCellLocation."""
    location = location or {}
    spot, table = found_table(document, location.get("tableStartLocation"))
    row, column = location.get("rowIndex", 0), location.get("columnIndex", 0)
    if not (0 <= row < len(table.rows) and 0 <= column < table.columns):
        raise invalid(f"Invalid table cell location: row {row}, column {column} is outside of the table.")
    return spot, table, row, column


def span(cell: Cell) -> tuple[int, int]:
    """(rowSpan, columnSpan)."""
    return cell.style.get("rowSpan", 1), cell.style.get("columnSpan", 1)


def insert_table_row_request(document: Document, body: Json) -> None:
    """insertTableRow; a merge that the new row cuts through grows by it."""
    _, table, row, column = found_cell(document, body.get("tableCellLocation"))
    row, column = head_of(table, row, column)
    at = row + span(table.rows[row].cells[column])[0] if body.get("insertBelow") else row
    for number, above in enumerate(table.rows[:at]):
        for cell in above.cells:
            if number + span(cell)[0] > at:
                cell.style["rowSpan"] += 1
    table.rows.insert(at, empty_row(table.columns, table.marks))


def insert_table_column_request(document: Document, body: Json) -> None:
    """insertTableColumn; a merge that the new column cuts through grows by it."""
    _, table, row, column = found_cell(document, body.get("tableCellLocation"))
    if table.columns >= MAX_COLUMNS:
        raise invalid(f"A table cannot have more than {MAX_COLUMNS} columns.")
    row, column = head_of(table, row, column)
    at = column + span(table.rows[row].cells[column])[1] if body.get("insertRight") else column
    for line in table.rows:
        for number, cell in enumerate(line.cells[:at]):
            if number + span(cell)[1] > at:
                cell.style["columnSpan"] += 1
        line.cells.insert(at, empty_cell(table.marks))
    table.columns += 1
    properties = table.style.setdefault("tableColumnProperties", [])
    properties.insert(at, {"widthType": "EVENLY_DISTRIBUTED"})


def delete_table_row_request(document: Document, body: Json) -> None:
    """deleteTableRow: every row that the cell spans; the whole table with its last row."""
    spot, table, row, column = found_cell(document, body.get("tableCellLocation"))
    row, column = head_of(table, row, column)
    gone = range(row, row + span(table.rows[row].cells[column])[0])
    for number, line in enumerate(table.rows):
        for cell in line.cells:
            covered = sum(number < r < number + span(cell)[0] for r in gone)
            if number not in gone and covered:
                cell.style["rowSpan"] -= covered
    del table.rows[gone.start : gone.stop]
    if not table.rows:
        del spot.blocks[spot.position]


def delete_table_column_request(document: Document, body: Json) -> None:
    """deleteTableColumn: every column that the cell spans; the whole table with its last column."""
    spot, table, row, column = found_cell(document, body.get("tableCellLocation"))
    row, column = head_of(table, row, column)
    gone = range(column, column + span(table.rows[row].cells[column])[1])
    for line in table.rows:
        for number, cell in enumerate(line.cells):
            covered = sum(number < c < number + span(cell)[1] for c in gone)
            if number not in gone and covered:
                cell.style["columnSpan"] -= covered
        del line.cells[gone.start : gone.stop]
    table.columns -= len(gone)
    del table.style.get("tableColumnProperties", [])[gone.start : gone.stop]
    if not table.columns:
        del spot.blocks[spot.position]


def head_of(table: Table, row: int, column: int) -> tuple[int, int]:
    """The upper left cell of the merge that covers a cell; the cell itself when it is not merged."""
    for r, line in enumerate(table.rows[: row + 1]):
        for c, cell in enumerate(line.cells[: column + 1]):
            rows, columns = span(cell)
            if r + rows > row and c + columns > column:
                return r, c
    raise AssertionError("every cell covers itself")
