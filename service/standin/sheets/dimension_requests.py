"""Requests about rows and columns: inserting, deleting, moving, sizes, groups."""

from __future__ import annotations

from copy import deepcopy

from service.standin.errors import invalid
from service.standin.sheets.book import Sheet
from service.standin.sheets.cells import locale_of, set_masked, shown_text
from service.standin.sheets.colours import as_kept
from service.standin.sheets.defaults import COLUMN_PIXELS, ROW_PIXELS
from service.standin.sheets.sheet_requests import check_size
from service.standin.sheets.shift import Delete, Insert, Move, shift
from service.standin.sheets.work import Json, Request, Work, mask_of

#: Pixels of a capital A and of the room beside a text, as recorded: 1,024 of them make 8,691.
_LETTER_PIXELS = 8.484375
_ROOM_PIXELS = 3


def _span(work: Work, where: Json, *, may_end: bool = False) -> tuple[Sheet, str, int, int]:
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


def insert_dimension(work: Work, body: Json) -> None:
    """New rows or columns that look like those before, or behind, them."""
    sheet, dimension, start, end = _span(work, body.get("range", {}), may_end=True)
    before = body.get("inheritFromBefore", False)
    if before and start == 0:
        raise invalid("inheritFromBefore cannot be true when inserting at the start of the sheet.")
    count = end - start
    shift(work.book, sheet, dimension, Insert(start, count))
    _set_length(sheet, dimension, sheet.length(dimension) + count)
    _grow_frozen(sheet, dimension, start, count)
    check_size(work, sheet)
    _inherit(sheet, dimension, start - 1 if before else end, range(start, end))


def _inherit(sheet: Sheet, dimension: str, model: int, fresh: range) -> None:
    """Formats of the model row (or column) for the new ones."""
    by_row = dimension == "ROWS"
    looks = [
        (row, column, deepcopy(cell["userEnteredFormat"]))
        for row, column, cell in list(sheet.filled())
        if (row if by_row else column) == model and "userEnteredFormat" in cell
    ]
    for row, column, look in looks:
        for number in fresh:
            place = (number, column) if by_row else (row, number)
            sheet.put(*place, {"userEnteredFormat": deepcopy(look)})


def delete_dimension(work: Work, body: Json) -> None:
    """Rows or columns go; at least one has to stay, and one that is not frozen."""
    sheet, dimension, start, end = _span(work, body.get("range", {}))
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
    sheet, dimension, start, end = _span(work, body.get("source", {}))
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
    check_size(work, sheet)


def update_dimension_properties(work: Work, body: Json) -> None:
    """Sizes and hiding."""
    sheet, dimension, start, end = _span(work, body.get("range", {}))
    mask = mask_of(body)
    given = as_kept(body.get("properties", {}))
    for number in range(start, end):
        kept = sheet.meta(dimension).setdefault(number, {})
        set_masked(kept, given, mask)
        if not any(kept.values()):
            del sheet.meta(dimension)[number]


def auto_resize_dimensions(work: Work, body: Json) -> None:
    """Columns as wide as their longest text in capitals, rows as high as by default."""
    sheet, dimension, start, end = _span(work, body.get("dimensions", {}))
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


# --- groups ----------------------------------------------------------------------------------------


def add_dimension_group(work: Work, body: Json) -> Json:
    """A group over a span: one deeper where it lies in, or over, another."""
    sheet, dimension, start, end = _span(work, body.get("range", {}))
    depths = _depths(sheet, dimension)
    _set_groups(sheet, dimension, [d + (start <= n < end) for n, d in enumerate(depths)])
    # Recorded: with the first group the button moves behind its group, and stays there.
    sheet.properties["gridProperties"][f"{dimension.lower().removesuffix('s')}GroupControlAfter"] = True
    return {"dimensionGroups": _shown_groups(sheet, dimension)}


def delete_dimension_group(work: Work, body: Json) -> Json:
    """One level less over a span."""
    sheet, dimension, start, end = _span(work, body.get("range", {}))
    depths = _depths(sheet, dimension)
    if not all(depths[start:end]):
        raise invalid("There is no group over the whole range.")
    _set_groups(sheet, dimension, [d - (start <= n < end) for n, d in enumerate(depths)])
    groups = _shown_groups(sheet, dimension)
    return {"dimensionGroups": groups} if groups else {}


def _depths(sheet: Sheet, dimension: str) -> list[int]:
    """How many groups cover each row or column."""
    depths = [0] * sheet.length(dimension)
    for group in sheet.groups(dimension):
        where = group["range"]
        for number in range(where.get("startIndex", 0), min(where["endIndex"], len(depths))):
            depths[number] += 1
    return depths


def _set_groups(sheet: Sheet, dimension: str, depths: list[int]) -> None:
    """The fewest groups that give these depths."""
    found: list[Json] = []
    for depth in range(1, max(depths, default=0) + 1):
        start = None
        for number, covered in enumerate([*(d >= depth for d in depths), False]):
            if covered and start is None:
                start = number
            elif not covered and start is not None:
                where = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": number}
                found.append({"range": where, "depth": depth})
                start = None
    sheet.groups(dimension)[:] = sorted(found, key=lambda g: (g["range"]["startIndex"], g["depth"]))


def _shown_groups(sheet: Sheet, dimension: str) -> list[Json]:
    shown = deepcopy(sheet.groups(dimension))
    for group in shown:
        if group["range"]["sheetId"] == 0:
            del group["range"]["sheetId"]
    return shown


REQUESTS: dict[str, Request] = {
    "insertDimension": insert_dimension,
    "deleteDimension": delete_dimension,
    "moveDimension": move_dimension,
    "appendDimension": append_dimension,
    "updateDimensionProperties": update_dimension_properties,
    "autoResizeDimensions": auto_resize_dimensions,
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
}
