"""Requests about cells: values, formats, notes, rules, borders and merges."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from service.standin.errors import invalid
from service.standin.masks import Mask
from service.standin.sheets.a1 import Area, area_of
from service.standin.sheets.book import Sheet
from service.standin.sheets.cells import moved_cell, set_masked, without_value
from service.standin.sheets.colours import as_kept, wide_mask
from service.standin.sheets.tables import room_in
from service.standin.sheets.work import Json, Request, Work, check_size, grid, mask_of

_SIDES = ("top", "bottom", "left", "right")
#: Only shown, never written.
_READ_ONLY = ("effectiveValue", "effectiveFormat", "formattedValue", "hyperlink")


def update_cells(work: Work, body: Json) -> None:
    """Each cell from the data of its own; a range that the data do not fill is cleared of the same fields."""
    mask = wide_mask(mask_of(body))
    rows = body.get("rows", [])
    if "range" in body:
        sheet, area = grid(work, body["range"])
        _check_fits(rows, area)
    else:
        start = body.get("start", {})
        sheet = work.book.sheet(start.get("sheetId", 0))
        area = _written_area(sheet, start, rows)
    for row in range(area.top, area.bottom):
        cells = _cells_of(rows, row - area.top)
        width = area.width if "range" in body else len(cells)
        for column in range(width):
            data = cells[column] if column < len(cells) else {}
            if data is not None:  # a null in the list leaves its cell alone
                write_cell(sheet, row, area.left + column, data, mask)


def _cells_of(rows: list[Json | None], number: int) -> list[Json | None]:
    row = rows[number] if number < len(rows) else None
    cells: list[Json | None] = (row or {}).get("values", [])
    return cells


def _check_fits(rows: list[Json], area: Area) -> None:
    widest = max((len(row.get("values", ())) for row in rows if row), default=0)
    if len(rows) > area.height:
        raise invalid(
            f"Attempting to write row: {area.top + area.height}, "
            f"beyond the last requested row of: {area.bottom - 1}"
        )
    if widest > area.width:
        raise invalid(
            f"Attempting to write column: {area.left + area.width}, "
            f"beyond the last requested column of: {area.right - 1}"
        )


def _written_area(sheet: Sheet, start: Json, rows: list[Json]) -> Area:
    top, left = start.get("rowIndex", 0), start.get("columnIndex", 0)
    widest = max((len(row.get("values", ())) for row in rows if row), default=0)
    area = Area(top, left, top + len(rows), left + widest)
    if min(top, left) < 0 or area.bottom > sheet.rows or area.right > sheet.columns:
        raise invalid(
            f"Attempting to write beyond the grid: rows {top} to {area.bottom}, columns {left} to "
            f"{area.right}; the grid has {sheet.rows} rows and {sheet.columns} columns."
        )
    return area


def write_cell(sheet: Sheet, row: int, column: int, data: Json, mask: Mask) -> None:
    """Change one cell as the mask says; what only Google computes is never kept."""
    _put_cell(sheet, row, column, _given(data, mask), mask)


def _given(data: Json, mask: Mask) -> Json:
    """What a cell is to take over, as it is kept."""
    given = {key: value for key, value in as_kept(data).items() if key not in _READ_ONLY}
    if _sets_value(mask):
        given["userEnteredValue"] = _entered(given.get("userEnteredValue", {}))
    return given


def _put_cell(sheet: Sheet, row: int, column: int, given: Json, mask: Mask) -> None:
    kept = sheet.cell(row, column)
    cell = without_value(kept) if _sets_value(mask) else dict(kept)
    set_masked(cell, given, {key: below for key, below in mask.items() if key not in _READ_ONLY})
    sheet.put(row, column, {key: part for key, part in cell.items() if part not in ({}, "", None)})


def _sets_value(mask: Mask) -> bool:
    return "userEnteredValue" in mask or "*" in mask


def _entered(value: Json) -> Json:
    if value.get("stringValue") == "" or value.get("formulaValue") == "":
        return {}
    if "errorValue" in value:
        raise invalid("errorValue is read-only: a cell cannot be set to an error.")
    return value


def repeat_cell(work: Work, body: Json) -> None:
    """The same data in every cell of a range."""
    mask = wide_mask(mask_of(body))
    sheet, area = grid(work, body.get("range", {}))
    given = _given(body.get("cell", {}), mask)
    for row, column in places(area):
        # A formula is that of the first cell; in the others it reads as if it were copied there.
        moved = moved_cell(work.book, given, row - area.top, column - area.left)
        _put_cell(sheet, row, column, moved, mask)


def append_cells(work: Work, body: Json) -> None:
    """Rows below the last row that holds data, of a table or of all; the grid grows where it must."""
    mask = wide_mask(mask_of(body))
    rows = body.get("rows", [])
    if body.get("tableId"):
        sheet, top, left = room_in(work.book, body["tableId"], len(rows))
    else:
        sheet = work.book.sheet(body.get("sheetId", 0))
        top, left = sheet.last_value_row() + 1, 0
    widest = max((len(_cells_of(rows, number)) for number in range(len(rows))), default=0)
    sheet.resize(rows=max(sheet.rows, top + len(rows)), columns=max(sheet.columns, left + widest))
    check_size(work.book, sheet)
    for number in range(len(rows)):
        for column, data in enumerate(_cells_of(rows, number), left):
            if data is not None:
                write_cell(sheet, top + number, column, data, mask)


def places(area: Area) -> Iterator[tuple[int, int]]:
    """Every cell of a rectangle, row by row."""
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            yield row, column


# --- borders ---------------------------------------------------------------------------------------


def update_borders(work: Work, body: Json) -> None:
    """Outer and inner lines of a range."""
    sheet, area = grid(work, body.get("range", {}))
    for row, column in places(area):
        edges = {
            "top": "top" if row == area.top else "innerHorizontal",
            "bottom": "bottom" if row == area.bottom - 1 else "innerHorizontal",
            "left": "left" if column == area.left else "innerVertical",
            "right": "right" if column == area.right - 1 else "innerVertical",
        }
        lines = {side: as_kept(body[edge]) for side, edge in edges.items() if edge in body}
        if lines:
            _draw(sheet, row, column, lines)


def _draw(sheet: Sheet, row: int, column: int, lines: Json) -> None:
    cell = dict(sheet.cell(row, column))
    entered = dict(cell.get("userEnteredFormat", {}))
    borders = dict(entered.get("borders", {}))
    for side in _SIDES:
        if side in lines:
            borders[side] = lines[side]
            if lines[side].get("style", "NONE") in ("NONE", "STYLE_UNSPECIFIED"):
                del borders[side]
    entered["borders"] = borders
    if not borders:
        del entered["borders"]
    cell["userEnteredFormat"] = entered
    sheet.put(row, column, {key: part for key, part in cell.items() if part != {}})


# --- merges ----------------------------------------------------------------------------------------


def merge_cells(work: Work, body: Json) -> None:
    """One merge, or one for each row or column; only the first cell of each keeps its value."""
    sheet, area = grid(work, body.get("range", {}))
    _take_merges(sheet, area)
    kind = body.get("mergeType", "MERGE_ALL")
    for part in _parts(area, kind):
        if part.height * part.width < 2:
            continue
        sheet.merges.append(_range(sheet, part))
        for row, column in places(part):
            if (row, column) != (part.top, part.left):
                sheet.put(row, column, without_value(sheet.cell(row, column)))


def _parts(area: Area, kind: str) -> list[Area]:
    if kind == "MERGE_ROWS":
        return [Area(row, area.left, row + 1, area.right) for row in range(area.top, area.bottom)]
    if kind == "MERGE_COLUMNS":
        return [Area(area.top, column, area.bottom, column + 1) for column in range(area.left, area.right)]
    return [area]


def unmerge_cells(work: Work, body: Json) -> None:
    """Merges inside a range fall apart."""
    sheet, area = grid(work, body.get("range", {}))
    _take_merges(sheet, area)


def _take_merges(sheet: Sheet, area: Area) -> None:
    """Remove the merges inside; Google refuses a range that cuts through one."""
    kept: list[Json] = []
    for merge in sheet.merges:
        part = area_of(sheet, merge)
        if not part.meets(area):
            kept.append(merge)
        elif not (area.holds(part.top, part.left) and area.holds(part.bottom - 1, part.right - 1)):
            raise invalid("You must select all cells in a merged range to merge or unmerge them.")
    sheet.merges = kept


def _range(sheet: Sheet, area: Area) -> dict[str, Any]:
    return {
        "sheetId": sheet.id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


REQUESTS: dict[str, Request] = {
    "updateCells": update_cells,
    "repeatCell": repeat_cell,
    "appendCells": append_cells,
    "updateBorders": update_borders,
    "mergeCells": merge_cells,
    "unmergeCells": unmerge_cells,
}
