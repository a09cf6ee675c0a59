"""autoFill: cells that go on as those beside them do."""

from __future__ import annotations

from service.standin.errors import invalid
from service.standin.sheets.a1 import Area
from service.standin.sheets.book import Sheet
from service.standin.sheets.cells import moved_cell, number_format
from service.standin.sheets.series import continued
from service.standin.sheets.work import Json, Request, Work, check_size, grid

#: What a filled cell takes over from its model.
_PARTS = ("userEnteredValue", "userEnteredFormat", "dataValidation", "textFormatRuns", "chipRuns")
Place = tuple[int, int]


def auto_fill(work: Work, body: Json) -> None:
    """Fill what lies behind a source, or the part of a range that has no data."""
    alternate = body.get("useAlternateSeries", False)
    if ("range" in body) == ("sourceAndDestination" in body):
        raise invalid("Exactly one of range and sourceAndDestination must be set.")
    if "range" in body:
        sheet, area = grid(work, body["range"])
        found = _found_source(sheet, area)
        if found is None:
            return
        source, by_rows, length = found
    else:
        given = body["sourceAndDestination"]
        sheet, source = grid(work, given.get("source", {}))
        length = given.get("fillLength", 0)
        if given.get("dimension") not in ("ROWS", "COLUMNS"):
            raise invalid("No dimension specified.")
        by_rows = given["dimension"] == "ROWS"
        _make_room(work, sheet, source, by_rows, length)
    for lane in _lanes(source, by_rows):
        _fill(work, sheet, lane, length, by_rows, alternate)


def _found_source(sheet: Sheet, area: Area) -> tuple[Area, bool, int] | None:
    """(source, whether it goes on by rows, how far) of a range whose data end before it does.

    Data that do not reach the range's end are filled down (or up); else those that leave columns, across.
    """
    filled = [
        (row, column)
        for row, column, _ in sheet.filled(area.rows)
        if area.holds(row, column) and sheet.has_value(row, column)
    ]
    if not filled:
        return None
    top, bottom = min(row for row, _ in filled), max(row for row, _ in filled) + 1
    left, right = min(column for _, column in filled), max(column for _, column in filled) + 1
    if bottom < area.bottom:
        return Area(area.top, area.left, bottom, area.right), True, area.bottom - bottom
    if right < area.right:
        return Area(area.top, area.left, area.bottom, right), False, area.right - right
    if top > area.top:
        return Area(top, area.left, area.bottom, area.right), True, area.top - top
    if left > area.left:
        return Area(area.top, left, area.bottom, area.right), False, area.left - left
    return None


def _make_room(work: Work, sheet: Sheet, source: Area, by_rows: bool, length: int) -> None:
    if (source.top if by_rows else source.left) + length < 0:
        raise invalid(f"fillLength[{length}] goes before the first row or column of the sheet.")
    bottom = source.bottom + (length if by_rows else 0)
    right = source.right + (0 if by_rows else length)
    sheet.resize(rows=max(sheet.rows, bottom), columns=max(sheet.columns, right))
    check_size(work.book, sheet)


def _lanes(source: Area, by_rows: bool) -> list[list[Place]]:
    """The cells that make a series each."""
    rows, columns = list(source.rows), list(range(source.left, source.right))
    if by_rows:
        return [[(row, column) for row in rows] for column in columns]
    return [[(row, column) for column in columns] for row in rows]


def _fill(work: Work, sheet: Sheet, lane: list[Place], length: int, by_rows: bool, alternate: bool) -> None:
    if length < 0:
        lane = lane[::-1]
    cells = [dict(sheet.cell(*place)) for place in lane]
    values = [cell.get("userEnteredValue") for cell in cells]
    kinds = {(number_format(cell) or {}).get("type") for cell in cells}
    dates = bool(kinds) and kinds <= {"DATE", "DATE_TIME"}
    step = -1 if length < 0 else 1
    after = continued(values, dates=dates, alternate=alternate, single=step)
    for place in range(1, abs(length) + 1):
        model = (place - 1) % len(lane)
        row, column = lane[-1]
        goal = (row + step * place, column) if by_rows else (row, column + step * place)
        way = goal[0] - lane[model][0], goal[1] - lane[model][1]
        cell = {part: value for part, value in cells[model].items() if part in _PARTS}
        if after is not None:
            cell = {**cell, "userEnteredValue": after(place)}
        note = {part: value for part, value in sheet.cell(*goal).items() if part not in _PARTS}
        sheet.put(*goal, note | moved_cell(work.book, cell, *way))


REQUESTS: dict[str, Request] = {"autoFill": auto_fill}
