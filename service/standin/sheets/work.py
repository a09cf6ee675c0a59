"""What a request of a batch works on, and the checks that many of them share."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from service.standin.errors import invalid
from service.standin.masks import Mask, parse_mask
from service.standin.sheets.a1 import Area, area_of
from service.standin.sheets.book import Book, Sheet

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
    """The tab and the rectangle of a GridRange. Raises Google's 400 for one outside of the grid."""
    sheet = work.book.sheet(grid_range.get("sheetId", 0))
    check_inside(sheet, grid_range)
    return sheet, area_of(sheet, grid_range)


def check_inside(sheet: Sheet, grid_range: Json) -> None:
    """Raises Google's 400 for a GridRange that is empty or outside of the grid."""
    for name, limit, words in (("Row", sheet.rows, "rows"), ("Column", sheet.columns, "columns")):
        start, end = grid_range.get(f"start{name}Index", 0), grid_range.get(f"end{name}Index", limit)
        if start < 0 or end < 0:
            raise invalid(f"Indexes of a range may not be negative: {min(start, end)}")
        if start >= limit:
            raise invalid(
                f"range.start{name}Index[{start}] is after last {name.lower()} in grid[{limit}] ({words})"
            )
        if end <= start:
            raise invalid(f"range.end{name}Index[{end}] must be greater than range.start{name}Index[{start}]")
