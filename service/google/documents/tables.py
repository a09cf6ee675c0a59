"""Bringing a table of ours up to date, cell by cell, so that its borders and place stay."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.report import Block
from service.google.documents.reading import Table, View
from service.google.documents.requests import Request, insert_text, location, span
from service.google.documents.text import cells_of, units


def table_changes(view: View, block: Block, table: Table) -> Iterator[Request]:
    """Requests that make `table` say what the block says; it still starts where it did."""
    wanted = cells_of(block.table) if block.table else ()
    if len(wanted[0]) == len(table.rows[0]):
        yield from _rows(view, table, len(wanted))
        yield from _filled(view, table, wanted)
        return
    # With other columns every place changes; in an empty table they are easy to tell.
    yield from _filled(view, table, tuple(("",) * len(row) for row in table.rows))
    yield from _rows(view, table, len(wanted))
    yield from _columns(view, table, len(wanted[0]))
    columns = len(wanted[0])
    for row in reversed(range(len(wanted))):
        for column in reversed(range(columns)):
            if wanted[row][column]:
                at = table.start + 3 + row * (2 * columns + 1) + 2 * column
                yield insert_text(view, at, wanted[row][column])


def _rows(view: View, table: Table, wanted: int) -> Iterator[Request]:
    """Rows are added and taken away at the end of the table."""
    have = len(table.rows)
    for row in reversed(range(wanted, have)):
        yield {"deleteTableRow": {"tableCellLocation": _cell_at(view, table, row, 0)}}
    for row in range(have, wanted):
        yield {
            "insertTableRow": {"tableCellLocation": _cell_at(view, table, row - 1, 0), "insertBelow": True}
        }


def _columns(view: View, table: Table, wanted: int) -> Iterator[Request]:
    have = len(table.rows[0])
    for column in reversed(range(wanted, have)):
        yield {"deleteTableColumn": {"tableCellLocation": _cell_at(view, table, 0, column)}}
    for column in range(have, wanted):
        where = _cell_at(view, table, 0, column - 1)
        yield {"insertTableColumn": {"tableCellLocation": where, "insertRight": True}}


def _cell_at(view: View, table: Table, row: int, column: int) -> Request:
    return {"tableStartLocation": location(view, table.start), "rowIndex": row, "columnIndex": column}


def _filled(view: View, table: Table, wanted: tuple[tuple[str, ...], ...]) -> Iterator[Request]:
    """Texts of the cells, last cell first; an empty row takes one unit, and two for each of its cells."""
    columns = len(wanted[0])
    for row in reversed(range(len(wanted))):
        for column in reversed(range(columns)):
            text = wanted[row][column]
            if row >= len(table.rows):
                fresh = table.end - 1 + (row - len(table.rows)) * (2 * columns + 1)
                old, at = "", fresh + 2 + 2 * column
            else:
                cell = table.rows[row][column]
                old, at = cell.text, cell.start
            if text == old:
                continue
            if old:
                yield {"deleteContentRange": {"range": span(view, at, at + units(old))}}
            if text:
                yield insert_text(view, at, text)
