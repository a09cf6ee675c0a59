"""Requests about ranges: sorting, names, protection, shifting cells."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from service.standin.errors import invalid
from service.standin.masks import Mask
from service.standin.sheets.a1 import Area, area_of
from service.standin.sheets.book import Book, Sheet, new_id
from service.standin.sheets.cells import moved_cell, set_masked
from service.standin.sheets.colours import as_kept, wide_mask
from service.standin.sheets.formulas import Calculation
from service.standin.sheets.render import shown
from service.standin.sheets.work import Json, Request, Work, check_inside, grid, mask_of, with_sheet

_NAME = re.compile(r"[^\W\d]\w*(?:\.\w+)*")
#: A row's number before the sort, and its cells.
Row = tuple[int, dict[int, Json]]

_CELL_NAME = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*", re.ASCII)


# --- sorting ---------------------------------------------------------------------------------------


def sort_range(work: Work, body: Json) -> None:
    """Rows of a range in a new order; sizes, hiding and metadata of rows stay where they are."""
    sheet, area = grid(work, body.get("range", {}))
    for merge in sheet.merges:
        if area_of(sheet, merge).meets(area):
            raise invalid("You can't sort a range that contains merged cells.")
    rows = [
        (
            row,
            {
                column: sheet.cell(row, column)
                for column in range(area.left, area.right)
                if sheet.cell(row, column)
            },
        )
        for row in range(area.top, area.bottom)
    ]
    calculation = Calculation(work.book)
    for spec in reversed(body.get("sortSpecs", [])):
        column = spec.get("dimensionIndex", 0)
        if not area.left <= column < area.right:
            raise invalid(f"sortSpecs.dimensionIndex[{column}] is not in the range.")
        keys = {row: _sort_key(calculation.value(sheet, cells.get(column, {}))) for row, cells in rows}
        rows = _sorted(rows, keys, descending=spec.get("sortOrder") == "DESCENDING")
    for number, (was, cells) in enumerate(rows, area.top):
        for column in range(area.left, area.right):
            # What a formula says of its own row goes along with the row.
            sheet.put(number, column, moved_cell(work.book, cells.get(column, {}), number - was, 0))


def _sorted(rows: list[Row], keys: dict[int, tuple[int, Any] | None], *, descending: bool) -> list[Row]:
    """Numbers before texts before truth values; rows with a blank come last in either order."""
    keyed = [(keys[row[0]], row) for row in rows]
    filled = sorted((pair for pair in keyed if pair[0]), key=lambda pair: pair[0] or (), reverse=descending)
    return [row for _, row in filled] + [row for key, row in keyed if key is None]


def _sort_key(value: Json | None) -> tuple[int, Any] | None:
    if value is None:
        return None
    if "numberValue" in value:
        return 0, float(value["numberValue"])
    if "stringValue" in value:
        return 1, unicodedata.normalize("NFKD", value["stringValue"]).casefold()
    return (2, bool(value["boolValue"])) if "boolValue" in value else (3, "")


# --- names -----------------------------------------------------------------------------------------


def add_named_range(work: Work, body: Json) -> Json:
    """A name for a range."""
    given = body.get("namedRange", {})
    name, where = given.get("name", ""), with_sheet(given.get("range", {}))
    _check_name(work.book, name, own=None)
    grid(work, where)
    taken = {item["namedRangeId"] for item in work.book.named_ranges}
    key = given.get("namedRangeId") or str(new_id(set()))
    if key in taken:
        raise invalid(f"A named range with ID {key} already exists.")
    named = {"namedRangeId": key, "name": name, "range": where}
    work.book.named_ranges.append(named)
    return {"namedRange": shown(named)}


def update_named_range(work: Work, body: Json) -> None:
    """Another name or another range."""
    given = body.get("namedRange", {})
    named = _named(work.book, given.get("namedRangeId", ""))
    changed = _masked(named, given, {k: v for k, v in mask_of(body).items() if k != "namedRangeId"})
    if changed["range"] != named["range"]:
        grid(work, changed["range"])
    _check_name(work.book, changed.get("name", ""), own=named)
    _replace(named, changed)


def delete_named_range(work: Work, body: Json) -> None:
    """A name goes."""
    work.book.named_ranges.remove(_named(work.book, body.get("namedRangeId", "")))


def _named(book: Book, key: str) -> Json:
    found = next((item for item in book.named_ranges if item["namedRangeId"] == key), None)
    if found is None:
        raise invalid(f"Cannot find named range with id: {key}")
    return found


def _check_name(book: Book, name: str, *, own: Json | None) -> None:
    if not _NAME.fullmatch(name) or _CELL_NAME.fullmatch(name) or name.casefold() in ("true", "false"):
        raise invalid(f"Invalid name: {name}")
    for other in book.named_ranges:
        if other is not own and other["name"].casefold() == name.casefold():
            raise invalid(f"Name already exists: {name}")


# --- protection ------------------------------------------------------------------------------------


def add_protected_range(work: Work, body: Json) -> Json:
    """A range that only some may edit, or that warns; a namedRangeId or a range."""
    given = as_kept(body.get("protectedRange", {}))
    named = _named(work.book, given["namedRangeId"]) if "namedRangeId" in given else None
    where = with_sheet(named["range"] if named else given.get("range", {}))
    sheet = work.book.sheet(where["sheetId"])
    if where.keys() != {"sheetId"}:
        check_inside(sheet, where)
    taken = {item["protectedRangeId"] for other in work.book.sheets for item in other.protected_ranges}
    number = given.get("protectedRangeId") or new_id(taken)
    if number in taken:
        raise invalid(f"A protected range with ID {number} already exists.")
    kept = {"protectedRangeId": number, "range": where, **_protection(given)}
    reply = shown(kept)
    # Recorded: whoever protects is among the editors from the next reading on.
    editors = kept["editors"]
    kept["editors"] = {**editors, "users": list(dict.fromkeys([work.user, *editors.get("users", ())]))}
    sheet.protected_ranges.append(kept)
    return {"protectedRange": reply}


def _protection(given: Json) -> Json:
    """What is kept of a protection; its creator may edit."""
    kept: Json = {name: given[name] for name in ("namedRangeId", "description") if given.get(name)}
    if given.get("warningOnly"):
        return kept | {"warningOnly": True, "requestingUserCanEdit": True, "editors": {}}
    if given.get("unprotectedRanges"):
        kept["unprotectedRanges"] = [with_sheet(where) for where in given["unprotectedRanges"]]
    editors = {name: who for name, who in given.get("editors", {}).items() if who}
    return kept | {"requestingUserCanEdit": True, "editors": editors}


def update_protected_range(work: Work, body: Json) -> None:
    """Other properties of a protected range."""
    given = as_kept(body.get("protectedRange", {}))
    _, kept = work.book.item("protected_ranges", "protectedRangeId", given.get("protectedRangeId", 0))
    changed = _masked(kept, given, {k: v for k, v in mask_of(body).items() if k != "protectedRangeId"})
    work.book.sheet(changed["range"]["sheetId"])
    _replace(kept, changed)


def delete_protected_range(work: Work, body: Json) -> None:
    """Anybody may edit the range again."""
    number = body.get("protectedRangeId", 0)
    sheet, kept = work.book.item("protected_ranges", "protectedRangeId", number)
    sheet.protected_ranges.remove(kept)


def _masked(kept: Json, given: Json, mask: Mask) -> Json:
    """What an update makes of something that lies on a range; it has to lie on one afterwards as well."""
    changed = dict(kept)
    set_masked(changed, given, mask)
    if "range" not in changed:
        raise invalid("No range specified.")
    changed["range"] = with_sheet(changed["range"])
    return changed


def _replace(kept: Json, changed: Json) -> None:
    kept.clear()
    kept.update(changed)


# --- banding ---------------------------------------------------------------------------------------


def add_banding(work: Work, body: Json) -> Json:
    """Rows or columns in alternating colours."""
    given = as_kept(body.get("bandedRange", {}))
    given.pop("bandedRangeReference", None)
    where = with_sheet(given.get("range", {}))
    sheet, area = grid(work, where)
    if any(area_of(sheet, other["range"]).meets(area) for other in sheet.banded_ranges):
        raise invalid("You cannot add alternating background colors to a range that already has them.")
    taken = {item["bandedRangeId"] for other in work.book.sheets for item in other.banded_ranges}
    band = {**given, "bandedRangeId": given.get("bandedRangeId") or new_id(taken), "range": where}
    sheet.banded_ranges.append(band)
    return {"bandedRange": shown(band)}


def update_banding(work: Work, body: Json) -> None:
    """Other colours or another range."""
    given = as_kept(body.get("bandedRange", {}))
    _, kept = work.book.item("banded_ranges", "bandedRangeId", given.get("bandedRangeId", 0))
    mask = {k: v for k, v in wide_mask(mask_of(body)).items() if k != "bandedRangeId"}
    changed = _masked(kept, given, mask)
    if changed["range"] != kept["range"]:
        grid(work, changed["range"])
    _replace(kept, changed)


def delete_banding(work: Work, body: Json) -> None:
    """The colours go."""
    number = body.get("bandedRangeId", 0)
    sheet, kept = work.book.item("banded_ranges", "bandedRangeId", number)
    sheet.banded_ranges.remove(kept)


# --- shifting cells --------------------------------------------------------------------------------


def insert_range(work: Work, body: Json) -> None:
    """Empty cells; those that stood there move down or right, and off the grid they make it grow."""
    sheet, area = grid(work, body.get("range", {}))
    down = _goes_down(body)
    lane = _lane(sheet, area, down)
    for row, column in lane:
        sheet.put(row, column, {})
    for (row, column), cell in lane.items():
        place = (row + area.height, column) if down else (row, column + area.width)
        sheet.resize(rows=max(sheet.rows, place[0] + 1), columns=max(sheet.columns, place[1] + 1))
        sheet.put(*place, cell)


def delete_range(work: Work, body: Json) -> None:
    """Cells go; those behind move up or left."""
    sheet, area = grid(work, body.get("range", {}))
    down = _goes_down(body)
    lane = _lane(sheet, area, down)
    for row, column in lane:
        sheet.put(row, column, {})
    for (row, column), cell in lane.items():
        if not area.holds(row, column):
            sheet.put(*((row - area.height, column) if down else (row, column - area.width)), cell)


def _goes_down(body: Json) -> bool:
    dimension = body.get("shiftDimension")
    if dimension not in ("ROWS", "COLUMNS"):
        raise invalid("No shift dimension specified.")
    return bool(dimension == "ROWS")


def _lane(sheet: Sheet, area: Area, down: bool) -> dict[tuple[int, int], Json]:
    """Cells of the range and all behind it in the direction of the shift."""
    bottom, right = (sheet.rows, area.right) if down else (area.bottom, sheet.columns)
    reach = Area(area.top, area.left, bottom, right)
    return {(row, column): cell for row, column, cell in sheet.filled(reach.rows) if reach.holds(row, column)}


REQUESTS: dict[str, Request] = {
    "sortRange": sort_range,
    "addNamedRange": add_named_range,
    "updateNamedRange": update_named_range,
    "deleteNamedRange": delete_named_range,
    "addProtectedRange": add_protected_range,
    "updateProtectedRange": update_protected_range,
    "deleteProtectedRange": delete_protected_range,
    "addBanding": add_banding,
    "updateBanding": update_banding,
    "deleteBanding": delete_banding,
    "insertRange": insert_range,
    "deleteRange": delete_range,
}
