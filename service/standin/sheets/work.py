"""What a request of a batch works on, and the checks that many of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.standin.errors import invalid
from service.standin.masks import Mask, parse_mask
from service.standin.sheets.a1 import Area, area_of, beyond_grid, letters
from service.standin.sheets.book import MAX_CELLS, MAX_COLUMNS, Book, Sheet

Json = dict[str, Any]


@dataclass(slots=True)
class Work:
    """A batch under way."""

    book: Book
    #: The spreadsheet's title; it is the file's name.
    title: str
    today: dt.date
    user: str


Request = Callable[[Work, Json], Json | None]


def mask_of(body: Json) -> Mask:
    """The `fields` of an update request."""
    text = body.get("fields", "")
    if not text:
        raise invalid("At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)")
    return parse_mask(text)


def with_sheet(where: Json) -> Json:
    """A range or a place with its sheetId written out."""
    return {"sheetId": 0, **where}


def grid(work: Work, grid_range: Json) -> tuple[Sheet, Area]:
    """The tab and the rectangle of a GridRange. Raises Google's 400 for one that leaves the grid."""
    sheet = work.book.sheet(grid_range.get("sheetId", 0))
    check_inside(sheet, grid_range)
    if grid_range.get("endRowIndex", 0) > sheet.rows or grid_range.get("endColumnIndex", 0) > sheet.columns:
        raise beyond_grid(sheet, _cells(sheet, grid_range))
    return sheet, area_of(sheet, grid_range)


def _cells(sheet: Sheet, where: Json) -> str:
    """A GridRange, inside of the grid or not, in A1 notation without its tab."""
    top, left = where.get("startRowIndex", 0), where.get("startColumnIndex", 0)
    bottom, right = where.get("endRowIndex", sheet.rows), where.get("endColumnIndex", sheet.columns)
    start = f"{letters(left)}{top + 1}"
    end = f"{letters(max(right - 1, left))}{max(bottom, top + 1)}"
    return start if start == end else f"{start}:{end}"


def check_inside(sheet: Sheet, grid_range: Json, *, may_be_empty: bool = False) -> None:
    """Raises Google's 400 for a GridRange that is empty or begins outside of the grid."""
    outside = False
    for name, limit in (("Row", sheet.rows), ("Column", sheet.columns)):
        start, end = grid_range.get(f"start{name}Index", 0), grid_range.get(f"end{name}Index", None)
        if start < 0 or (end is not None and end < 0):
            raise invalid(f"Indexes of a range may not be negative: {min(start, end or 0)}")
        if end is not None and (end < start or (end == start and not may_be_empty)):
            raise invalid(f"range.end{name}Index[{end}] must be greater than range.start{name}Index[{start}]")
        outside |= start >= limit
    if outside:
        raise beyond_grid(sheet, _cells(sheet, grid_range))


def span(work: Work, where: Json, *, may_end: bool = False) -> tuple[Sheet, str, int, int]:
    """(sheet, dimension, start, end) of a DimensionRange inside the grid."""
    sheet = work.book.sheet(where.get("sheetId", 0))
    dimension = where.get("dimension", "DIMENSION_UNSPECIFIED")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    length = sheet.length(dimension)
    start, end = where.get("startIndex", 0), where.get("endIndex", length)
    if start < 0 or end <= start:
        raise invalid(f"range.endIndex[{end}] must be greater than range.startIndex[{start}]")
    if start > length or (start == length and not may_end) or (end > length and not may_end):
        name = dimension.lower().removesuffix("s")
        raise invalid(f"range.startIndex[{start}] or endIndex[{end}] is after last {name} in grid[{length}]")
    return sheet, dimension, start, end


def check_size(book: Book, changed: Sheet) -> None:
    """Raises Google's 400 for a grid that is empty or too large."""
    if changed.rows < 1 or changed.columns < 1:
        raise invalid("You can't have a sheet with no rows or no columns.")
    others = sum(sheet.rows * sheet.columns for sheet in book.sheets if sheet is not changed)
    if changed.columns > MAX_COLUMNS or others + changed.rows * changed.columns > MAX_CELLS:
        raise invalid(
            "This action would increase the number of cells in the workbook above the limit of "
            f"{MAX_CELLS} cells."
        )


def place_of(work: Work, place: Json) -> tuple[Sheet, int, int]:
    """The tab, row and column of a GridCoordinate. Raises Google's 400 for one outside of the grid."""
    sheet = work.book.sheet(place.get("sheetId", 0))
    row, column = place.get("rowIndex", 0), place.get("columnIndex", 0)
    if not (0 <= row < sheet.rows and 0 <= column < sheet.columns):
        raise invalid(
            f"GridCoordinate.rowIndex[{row}] or columnIndex[{column}] is outside of the grid: "
            f"{sheet.rows} rows, {sheet.columns} columns"
        )
    return sheet, row, column
