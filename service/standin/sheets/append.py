"""Where values.append writes: Google looks for a table in the range and goes below it."""

from __future__ import annotations

from service.standin.sheets.a1 import Area
from service.standin.sheets.book import Sheet


def place_after_table(sheet: Sheet, area: Area) -> tuple[Area | None, int, int]:
    """(table, row, column) to write at; without any value in the range, its first cell and no table.

    Of several tables the last counts, as the recordings show: A1 and C1 with a gap between give C1.
    """
    filled = {(row, column) for row, column, _ in sheet.filled() if sheet.has_value(row, column)}
    inside = [place for place in filled if area.holds(*place)]
    if not inside:
        return None, area.top, area.left
    table = _grown(filled, max(inside))
    return table, table.bottom, table.left


def _grown(filled: set[tuple[int, int]], seed: tuple[int, int]) -> Area:
    """The rectangle around a cell, grown while any cell that touches it holds a value."""
    row, column = seed
    area = Area(row, column, row + 1, column + 1)
    while True:
        touching = [
            (r, c)
            for r, c in filled
            if area.top - 1 <= r <= area.bottom and area.left - 1 <= c <= area.right and not area.holds(r, c)
        ]
        if not touching:
            return area
        rows = [r for r, _ in touching]
        columns = [c for _, c in touching]
        area = Area(
            min(area.top, *rows),
            min(area.left, *columns),
            max(area.bottom, max(rows) + 1),
            max(area.right, max(columns) + 1),
        )
