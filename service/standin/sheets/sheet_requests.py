"""Requests about the spreadsheet and its tabs as a whole."""

from __future__ import annotations

import re
from copy import deepcopy
from zoneinfo import available_timezones

from service.standin.errors import invalid
from service.standin.sheets.book import Sheet, new_id
from service.standin.sheets.cells import set_masked
from service.standin.sheets.colours import as_kept, wide_mask
from service.standin.sheets.copies import copy_sheet
from service.standin.sheets.defaults import TITLE_LIMIT, sheet_properties, spreadsheet_properties
from service.standin.sheets.render import properties_json
from service.standin.sheets.shift import Delete, rename_in_formulas, shift
from service.standin.sheets.work import Json, Request, Work, check_size, mask_of

#: ISO 639-1, ISO 639-2, or one of them with a country; "GMT-07:00" where a zone has no name.
_LOCALE = re.compile(r"[a-z]{2,3}(_[A-Z]{2}|_[0-9]{3})?")
_OFFSET_ZONE = re.compile(r"GMT[+-]\d{2}:\d{2}")
_READ_ONLY = ("sheetId", "sheetType", "dataSourceSheetProperties")


def update_spreadsheet_properties(work: Work, body: Json) -> None:
    """Locale, time zone, title, …"""
    mask = mask_of(body)
    properties = {"title": work.title, **work.book.properties}
    set_masked(properties, as_kept(body.get("properties", {})), wide_mask(mask))
    work.title = properties.pop("title", "") or work.title
    # What a mask took away goes back to what Google starts with.
    work.book.properties = {**spreadsheet_properties(), **properties}
    check_properties(work.book.properties)


def check_properties(properties: Json) -> None:
    """Raises Google's 400 for a locale or a time zone that there is not."""
    locale, zone = properties["locale"], properties["timeZone"]
    if not _LOCALE.fullmatch(locale):
        raise invalid(f"Unsupported locale: {locale}")
    if zone not in available_timezones() and not _OFFSET_ZONE.fullmatch(zone):
        raise invalid(f"Invalid time zone: {zone}")


def add_sheet(work: Work, body: Json) -> Json:
    """A new tab, last unless it has an index."""
    given = body.get("properties", {})
    kind = given.get("sheetType", "GRID")
    if kind != "GRID":
        raise invalid(f"Sheets of type {kind} are not supported by the stand-in.")
    sheet_id = given.get("sheetId", new_id({sheet.id for sheet in work.book.sheets}))
    check_new_id(work, sheet_id)
    title = given.get("title") or _free_title(work)
    check_title(work, title)
    properties = sheet_properties(sheet_id, title)
    extra = {key: value for key, value in as_kept(given).items() if key not in ("index", "gridProperties")}
    properties |= extra | {"sheetId": sheet_id, "title": title}
    properties["gridProperties"] |= given.get("gridProperties", {})
    sheet = Sheet(properties)
    check_size(work.book, sheet)
    place = given.get("index", len(work.book.sheets))
    _check_index(work, place)
    work.book.sheets.insert(place, sheet)
    return {"properties": properties_json(work.book, sheet)}


def check_new_id(work: Work, sheet_id: int) -> None:
    """Raises Google's 400 for the id of a tab that exists."""
    if sheet_id < 0:
        raise invalid(f"Invalid sheet ID: {sheet_id}. Sheet IDs must be non-negative.")
    if work.book.find(sheet_id):
        raise invalid(f"A sheet with the ID {sheet_id} already exists. Please specify another sheet ID.")


def check_title(work: Work, title: str, *, own: Sheet | None = None) -> None:
    """Raises Google's 400 for the title of another tab, for one too long, and for none."""
    if not title:
        raise invalid("The sheet name cannot be empty.")
    if len(title) > TITLE_LIMIT:
        raise invalid(f"Sheet name cannot be longer than {TITLE_LIMIT} characters.")
    other = work.book.by_title(title)
    if other is not None and other is not own:
        raise invalid(f'A sheet with the name "{title}" already exists. Please enter another name.')


def _check_index(work: Work, place: int) -> None:
    if not 0 <= place <= len(work.book.sheets):
        raise invalid(f"The sheet index {place} is out of range.")


def _free_title(work: Work) -> str:
    number = len(work.book.sheets) + 1
    while work.book.by_title(f"Sheet{number}"):
        number += 1
    return f"Sheet{number}"


def delete_sheet(work: Work, body: Json) -> None:
    """A tab goes with all that is on it; the last visible one stays."""
    sheet = work.book.sheet(body.get("sheetId", 0))
    if all(other is sheet or other.properties.get("hidden") for other in work.book.sheets):
        raise invalid("You can't remove all the visible sheets in a document.")
    work.book.sheets.remove(sheet)
    work.book.named_ranges = [n for n in work.book.named_ranges if n["range"]["sheetId"] != sheet.id]
    work.book.metadata = [m for m in work.book.metadata if _sheet_of(m) != sheet.id]


def _sheet_of(metadata: Json) -> int | None:
    location = metadata["location"]
    found: int | None = location.get("dimensionRange", location).get("sheetId")
    return found


def update_sheet_properties(work: Work, body: Json) -> None:
    """Title, place, size, frozen rows, hiding, …"""
    given = as_kept(body.get("properties", {}))
    mask = wide_mask(mask_of(body))
    if "*" in mask:
        mask = {key: {} for key in given}
    sheet = work.book.sheet(given.get("sheetId", 0))
    mask = {key: below for key, below in mask.items() if key not in _READ_ONLY}
    place = given.get("index", 0) if mask.pop("index", None) is not None else None
    before = deepcopy(sheet.properties)
    set_masked(sheet.properties, given, mask)
    check_title(work, sheet.properties.get("title", ""), own=sheet)
    if sheet.title != before["title"]:
        rename_in_formulas(work.book, before["title"], sheet.title)
    if all(other.properties.get("hidden") for other in work.book.sheets):
        raise invalid("You can't hide all the sheets in a document.")
    _apply_size(work, sheet, before["gridProperties"])
    if place is not None:
        _move(work, sheet, place)


def _apply_size(work: Work, sheet: Sheet, before: Json) -> None:
    """A smaller grid loses what was on its end."""
    grid = sheet.properties.setdefault("gridProperties", {})
    for key in ("rowCount", "columnCount"):
        grid.setdefault(key, before[key])
    check_size(work.book, sheet)
    _check_frozen(sheet)
    for dimension, old in (("ROWS", before["rowCount"]), ("COLUMNS", before["columnCount"])):
        if sheet.length(dimension) < old:
            shift(work.book, sheet, dimension, Delete(sheet.length(dimension), old))


def _check_frozen(sheet: Sheet) -> None:
    grid = sheet.properties["gridProperties"]
    for frozen, count, words in (
        ("frozenRowCount", sheet.rows, "rows"),
        ("frozenColumnCount", sheet.columns, "columns"),
    ):
        if grid.get(frozen, 0) < 0:
            raise invalid(f"{frozen} must not be negative: {grid[frozen]}")
        if grid.get(frozen, 0) >= count and grid.get(frozen, 0) > 0:
            raise invalid(f"You can't freeze all visible {words} on the sheet.")


def _move(work: Work, sheet: Sheet, place: int) -> None:
    """The new index counts the tabs as they stand before the move."""
    sheets = work.book.sheets
    old = sheets.index(sheet)
    _check_index(work, place)
    sheets.remove(sheet)
    sheets.insert(place - 1 if place > old else place, sheet)


def duplicate_sheet(work: Work, body: Json) -> Json:
    """A copy of a tab in the same spreadsheet."""
    source = work.book.sheet(body.get("sourceSheetId", 0))
    sheet_id = body.get("newSheetId", new_id({sheet.id for sheet in work.book.sheets}))
    check_new_id(work, sheet_id)
    title = body.get("newSheetName") or _copy_title(work, source)
    check_title(work, title)
    sheet = copy_sheet(work.book, source, work.book, sheet_id, title)
    place = body.get("insertSheetIndex", 0)
    _check_index(work, place)
    work.book.sheets.insert(place, sheet)
    return {"properties": properties_json(work.book, sheet)}


def _copy_title(work: Work, source: Sheet) -> str:
    title, number = f"Copy of {source.title}", 1
    while work.book.by_title(title):
        number += 1
        title = f"Copy of {source.title} {number}"
    return title


REQUESTS: dict[str, Request] = {
    "updateSpreadsheetProperties": update_spreadsheet_properties,
    "addSheet": add_sheet,
    "deleteSheet": delete_sheet,
    "updateSheetProperties": update_sheet_properties,
    "duplicateSheet": duplicate_sheet,
}
