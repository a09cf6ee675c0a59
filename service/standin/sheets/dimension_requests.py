"""Requests about rows and columns: inserting, deleting, moving, sizes."""

from __future__ import annotations

from copy import deepcopy

from service.standin.errors import invalid
from service.standin.sheets.book import Sheet
from service.standin.sheets.cells import locale_of, set_masked, shown_text
from service.standin.sheets.colours import as_kept
from service.standin.sheets.defaults import COLUMN_PIXELS, ROW_PIXELS
from service.standin.sheets.shift import Delete, Insert, Move, shift
from service.standin.sheets.work import Json, Request, Work, check_size, mask_of, span

#: Pixels of a capital A and of the room beside a text, as recorded: 1,024 of them make 8,691.
_LETTER_PIXELS = 8.484375
_ROOM_PIXELS = 3


def insert_dimension(work: Work, body: Json) -> None:
    """New rows or columns that look like those before, or behind, them."""
    sheet, dimension, start, end = span(work, body.get("range", {}), may_end=True)
    before = body.get("inheritFromBefore", False)
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true when inserting at the start of the sheet.")
    count = end - start
    shift(work.book, sheet, dimension, Insert(start, count))
    _set_length(sheet, dimension, sheet.length(dimension) + count)
    _grow_frozen(sheet, dimension, start, count)
    check_size(work.book, sheet)
    _inherit(sheet, dimension, start - 1 if before else end, range(start, end))


def _inherit(sheet: Sheet, dimension: str, model: int, fresh: range) -> None:
    """Formats of the model row (or column) for the new ones."""
    by_row = dimension == "ROWS"
    looks = [
        (row, column, deepcopy(cell["userEnteredFormat"]))
        for row, column, cell in list(sheet.filled(range(model, model + 1) if by_row else None))
        if (row if by_row else column) == model and "userEnteredFormat" in cell
    ]
    for row, column, look in looks:
        for number in fresh:
            place = (number, column) if by_row else (row, number)
            sheet.put(*place, {"userEnteredFormat": deepcopy(look)})


def delete_dimension(work: Work, body: Json) -> None:
    """Rows or columns go; at least one has to stay, and one that is not frozen."""
    sheet, dimension, start, end = span(work, body.get("range", {}))
    words = dimension.lower()
    if end - start >= sheet.length(dimension):
        raise invalid(f"You can't delete all the {words} on the sheet.")
    name = _frozen_name(dimension)
    frozen = sheet.properties["gridProperties"].get(name, 0)
    still_frozen = frozen - max(0, min(end, frozen) - start)
    if frozen and still_frozen >= sheet.length(dimension) - (end - start):
        raise invalid(f"You can't delete all the non-frozen {words} on the sheet.")
    shift(work.book, sheet, dimension, Delete(start, end))
    _set_length(sheet, dimension, sheet.length(dimension) - (end - start))
    if frozen:
        sheet.properties["gridProperties"][name] = still_frozen


def move_dimension(work: Work, body: Json) -> None:
    """Rows or columns go before another one, counted as they stand before the move."""
    sheet, dimension, start, end = span(work, body.get("source", {}))
    to = body.get("destinationIndex", 0)
    if not 0 <= to <= sheet.length(dimension) or start < to < end:
        raise invalid(f"destinationIndex[{to}] must be outside of the moved {dimension.lower()}.")
    shift(work.book, sheet, dimension, Move(start, end, to))


def append_dimension(work: Work, body: Json) -> None:
    """Empty rows or columns at the end."""
    sheet = work.book.sheet(body.get("sheetId", 0))
    dimension, length = body.get("dimension", ""), body.get("length", 0)
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No dimension specified.")
    if length <= 0:
        raise invalid(f"Invalid length: {length}. Must be greater than 0.")
    _set_length(sheet, dimension, sheet.length(dimension) + length)
    check_size(work.book, sheet)


def update_dimension_properties(work: Work, body: Json) -> None:
    """Sizes and hiding."""
    sheet, dimension, start, end = span(work, body.get("range", {}))
    mask = mask_of(body)
    given = as_kept(body.get("properties", {}))
    for number in range(start, end):
        kept = sheet.meta(dimension).setdefault(number, {})
        set_masked(kept, given, mask)
        if not any(kept.values()):
            del sheet.meta(dimension)[number]


def auto_resize_dimensions(work: Work, body: Json) -> None:
    """Columns as wide as their longest text in capitals, rows as high as by default."""
    sheet, dimension, start, end = span(work, body.get("dimensions", {}))
    locale = locale_of(work.book)
    longest = dict.fromkeys(range(start, end), 0)
    if dimension == "COLUMNS":
        for _, column, cell in sheet.filled():
            if column in longest:
                text = shown_text(work.book, sheet, cell, locale)
                longest[column] = max(longest[column], *map(len, text.splitlines() or [""]))
    for number, letters in longest.items():
        default = COLUMN_PIXELS if dimension == "COLUMNS" else ROW_PIXELS
        pixels = round(letters * _LETTER_PIXELS) + _ROOM_PIXELS if letters else default
        sheet.meta(dimension).setdefault(number, {})["pixelSize"] = pixels


def _set_length(sheet: Sheet, dimension: str, length: int) -> None:
    if dimension == "ROWS":
        sheet.resize(rows=length)
    else:
        sheet.resize(columns=length)


def _frozen_name(dimension: str) -> str:
    return "frozenRowCount" if dimension == "ROWS" else "frozenColumnCount"


def _grow_frozen(sheet: Sheet, dimension: str, start: int, count: int) -> None:
    grid, name = sheet.properties["gridProperties"], _frozen_name(dimension)
    if start < grid.get(name, 0):
        grid[name] += count


REQUESTS: dict[str, Request] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "appendDimension": append_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
}
