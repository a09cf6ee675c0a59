"""Where values.append writes: Google looks for a table in the range and goes below it."""

from __future__ import annotations

from collections.abc import Iterable

from service.standin.sheets.a1 import Area
from service.standin.sheets.book import Sheet


def place_after_table(sheet: Sheet, area: Area) -> tuple[Area | None, int, int]:
    """(table, row, column) to write at; without any value in the range, its first cell and no table.

    Of several tables the last counts, as the recordings show: A1 and C1 with a gap between give C1.
    """
    last = _last_value(sheet, area)
    if last is None:
        return None, area.top, area.left
    table = _grown(sheet, *last)
    return table, table.bottom, table.left


def _last_value(sheet: Sheet, area: Area) -> tuple[int, int] | None:
    for row in sorted((row for row in sheet.cells if area.top <= row < area.bottom), reverse=True):
        columns = [c for c in sheet.cells[row] if area.left <= c < area.right and sheet.has_value(row, c)]
        if columns:
            return row, max(columns)
    return None


def _grown(sheet: Sheet, row: int, column: int) -> Area:
    """The rectangle around a cell, grown while any cell that touches it (corners too) holds a value."""
    top, left, bottom, right = row, column, row + 1, column + 1
    while True:
        before = (top, left, bottom, right)
        while _any(sheet, (top - 1,), range(left - 1, right + 1)):
            top -= 1
        while _any(sheet, (bottom,), range(left - 1, right + 1)):
            bottom += 1
        while _any(sheet, range(top - 1, bottom + 1), (left - 1,)):
            left -= 1
        while _any(sheet, range(top - 1, bottom + 1), (right,)):
            right += 1
        if (top, left, bottom, right) == before:
            return Area(*before)


def _any(sheet: Sheet, rows: Iterable[int], columns: Iterable[int]) -> bool:
    return any(sheet.has_value(row, column) for row in rows for column in columns)
