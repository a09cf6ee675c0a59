"""The methods on whole spreadsheets, on tabs and on developer metadata."""

from __future__ import annotations

from typing import Any

from service.standin.call import Call, Handler
from service.standin.errors import GoogleError, invalid, not_found
from service.standin.masks import Mask, parse_mask
from service.standin.sheets.a1 import parse_range
from service.standin.sheets.batch import apply
from service.standin.sheets.book import Book, dump, load, new_id
from service.standin.sheets.cell_requests import write_cell
from service.standin.sheets.colours import as_kept
from service.standin.sheets.copies import copy_sheet
from service.standin.sheets.data_filters import matching_metadata, targets_of
from service.standin.sheets.files import new_book, opened, save
from service.standin.sheets.render import Wanted, metadata_json, properties_json, spreadsheet_json
from service.standin.sheets.sheet_requests import add_sheet, check_properties
from service.standin.sheets.work import Work, check_size
from service.standin.state import SPREADSHEET, File

Json = dict[str, Any]

#: Of a tab given to spreadsheets.create: name → the request that makes one of it, and its key there.
_CREATED = {
    "merges": ("mergeCells", "range"),
    "conditionalFormats": ("addConditionalFormatRule", "rule"),
    "protectedRanges": ("addProtectedRange", "protectedRange"),
    "charts": ("addChart", "chart"),
    "slicers": ("addSlicer", "slicer"),
    "tables": ("addTable", "table"),
    "bandedRanges": ("addBanding", "bandedRange"),
    "filterViews": ("addFilterView", "filter"),
}
_PROPERTIES = ("locale", "timeZone", "autoRecalc", "defaultFormat", "iterativeCalculationSettings")
_UNTITLED = "Untitled spreadsheet"


def create(call: Call) -> Json:
    """spreadsheets.create: properties, tabs with their cells and what lies on them, names."""
    body = call.body
    given = as_kept(body.get("properties", {}))
    book = new_book()
    book.properties |= {key: given[key] for key in _PROPERTIES if key in given}
    check_properties(book.properties)
    title = given.get("title") or _UNTITLED
    work = Work(book, title, call.state.now.date(), call.state.user)
    if body.get("sheets"):
        book.sheets.clear()
        for number, sheet in enumerate(body["sheets"]):
            _create_sheet(work, number, sheet)
    apply(work, [{"addNamedRange": {"namedRange": named}} for named in body.get("namedRanges", ())])
    apply(work, [_metadata_request(item) for item in body.get("developerMetadata", ())])
    file = call.state.create_file(name=title, mime_type=SPREADSHEET, content=dump(book))
    return _shown(call, file, book, Wanted(mask=_mask(call)))


def _create_sheet(work: Work, number: int, given: Json) -> None:
    known = {"properties", "data", "basicFilter", "developerMetadata", *_CREATED}
    unknown = sorted(given.keys() - known)
    if unknown:
        raise invalid(f"Invalid sheets[{number}].{unknown[0]}: not supported by the stand-in on creation.")
    properties = dict(given.get("properties", {}))
    if not work.book.sheets:
        properties.setdefault("sheetId", 0)
    try:
        reply = add_sheet(work, {"properties": properties | {"index": len(work.book.sheets)}})
    except GoogleError as error:
        raise invalid(f"Invalid sheets[{number}]: {error.message}") from error
    sheet = work.book.sheet(reply["properties"]["sheetId"])
    for part in given.get("data", ()):
        top, left = part.get("startRow", 0), part.get("startColumn", 0)
        for row, data in enumerate(part.get("rowData", ()), top):
            for column, cell in enumerate((data or {}).get("values", ()), left):
                if cell:
                    sheet.resize(rows=max(sheet.rows, row + 1), columns=max(sheet.columns, column + 1))
                    check_size(work.book, sheet)
                    write_cell(sheet, row, column, cell, {"*": {}})
    requests = [{kind: {key: item}} for name, (kind, key) in _CREATED.items() for item in given.get(name, ())]
    if "basicFilter" in given:
        requests.append({"setBasicFilter": {"filter": given["basicFilter"]}})
    apply(work, requests + [_metadata_request(item) for item in given.get("developerMetadata", ())])


def _metadata_request(item: Json) -> Json:
    return {"createDeveloperMetadata": {"developerMetadata": item}}


def get(call: Call) -> Json:
    """spreadsheets.get: tabs without cells, unless grid data are asked for."""
    file, book = opened(call, "reader")
    ranges = call.query.get("ranges")
    targets = [parse_range(book, text) for text in ranges] if ranges else None
    wanted = Wanted(
        targets=targets,
        grid_data=call.flag("includeGridData"),
        mask=_mask(call),
        bands_of_tables=not call.flag("excludeTablesInBandedRanges"),
    )
    return _shown(call, file, book, wanted)


def get_by_data_filter(call: Call) -> Json:
    """spreadsheets.getByDataFilter."""
    file, book = opened(call, "reader")
    targets = [t for item in call.body.get("dataFilters", ()) for t in targets_of(book, item)]
    grid_data = call.body.get("includeGridData", False)
    bands = not call.body.get("excludeTablesInBandedRanges", False)
    wanted = Wanted(targets=targets or None, grid_data=grid_data, mask=_mask(call), bands_of_tables=bands)
    return _shown(call, file, book, wanted)


def batch_update(call: Call) -> Json:
    """spreadsheets.batchUpdate: all of it or nothing."""
    file, book = opened(call, "writer")
    requests = call.body.get("requests", [])
    if not requests:
        raise invalid("Must specify at least one request.")
    work = Work(book, file.name, call.state.now.date(), call.state.user)
    replies = apply(work, requests)
    save(call, file, book, title=work.title)
    answer: Json = {"spreadsheetId": file.id, "replies": replies}
    if call.body.get("includeSpreadsheetInResponse"):
        changed = call.state.open(file.id, SPREADSHEET)
        answer["updatedSpreadsheet"] = _shown(call, changed, book, _response_wanted(call, book))
    return answer


def _response_wanted(call: Call, book: Book) -> Wanted:
    ranges = call.body.get("responseRanges")
    targets = [parse_range(book, text) for text in ranges] if ranges else None
    mask = _mask(call)
    below = mask.get("updatedSpreadsheet", {}) if mask and "*" not in mask else None
    grid_data = call.body.get("responseIncludeGridData", False)
    return Wanted(targets=targets, grid_data=grid_data, mask=below or None)


def _mask(call: Call) -> Mask | None:
    text = call.param("fields")
    return parse_mask(text) if text else None


def _shown(call: Call, file: File, book: Book, wanted: Wanted) -> Json:
    url = f"{call.base_url}/spreadsheets/d/{file.id}/edit"
    return spreadsheet_json(book, file_id=file.id, title=file.name, url=url, wanted=wanted)


def copy_to(call: Call) -> Json:
    """sheets.copyTo: a tab into another spreadsheet, as its last."""
    _, book = opened(call, "reader")
    source = book.find(int(call.path["sheetId"]))
    if source is None:
        raise not_found()
    goal_id = call.body.get("destinationSpreadsheetId", "")
    if goal_id == call.path["spreadsheetId"]:
        call.state.open(goal_id, SPREADSHEET, "writer")
        goal = book
    else:
        goal = load(call.state.content(call.state.open(goal_id, SPREADSHEET, "writer").id))
    title = f"Copy of {source.title}"
    number = 1
    while goal.by_title(title):
        number += 1
        title = f"Copy of {source.title} {number}"
    sheet = copy_sheet(book, source, goal, new_id({sheet.id for sheet in goal.sheets}), title)
    goal.sheets.append(sheet)
    save(call, call.state.open(goal_id, SPREADSHEET, "writer"), goal)
    return properties_json(goal, sheet)


def metadata_get(call: Call) -> Json:
    """developerMetadata.get."""
    _, book = opened(call, "reader")
    number = int(call.path["metadataId"])
    found = next((item for item in book.metadata if item["metadataId"] == number), None)
    if found is None:
        raise not_found()
    return metadata_json(found)


def metadata_search(call: Call) -> Json:
    """developerMetadata.search: each mark once, with the filters that it matches."""
    _, book = opened(call, "reader")
    found: dict[int, Json] = {}
    for data_filter in call.body.get("dataFilters", ()):
        for item in matching_metadata(book, data_filter):
            empty: Json = {"developerMetadata": metadata_json(item), "dataFilters": []}
            found.setdefault(item["metadataId"], empty)["dataFilters"].append(data_filter)
    return {"matchedDeveloperMetadata": list(found.values())} if found else {}


HANDLERS: dict[str, Handler] = {
    "spreadsheets.create": create,
    "spreadsheets.get": get,
    "spreadsheets.getByDataFilter": get_by_data_filter,
    "spreadsheets.batchUpdate": batch_update,
    "spreadsheets.sheets.copyTo": copy_to,
    "spreadsheets.developerMetadata.get": metadata_get,
    "spreadsheets.developerMetadata.search": metadata_search,
}
