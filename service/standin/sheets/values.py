"""The values methods: reading, writing, appending and clearing plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from service.standin.call import Call, Handler
from service.standin.errors import invalid
from service.standin.sheets.a1 import Area, Target, parse_range, written
from service.standin.sheets.append import place_after_table
from service.standin.sheets.book import Book
from service.standin.sheets.cells import without_value
from service.standin.sheets.data_filters import targets_of
from service.standin.sheets.entered import typed
from service.standin.sheets.files import opened, save
from service.standin.sheets.reading import Reader
from service.standin.sheets.shift import Insert, shift
from service.standin.sheets.tables import grow_over
from service.standin.sheets.work import check_size
from service.standin.sheets.writing import Written, check_room, write_values
from service.standin.state import File

Json = dict[str, Any]

_RENDER = ("FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA")
_INPUT = ("RAW", "USER_ENTERED")


# --- reading ---------------------------------------------------------------------------------------


def _query_options(call: Call) -> Json:
    names = ("majorDimension", "valueRenderOption", "dateTimeRenderOption")
    return {name: call.param(name) for name in names if call.param(name)}


def get(call: Call) -> Json:
    """values.get."""
    _, book = opened(call, "reader")
    return Reader(book, _query_options(call)).value_range(parse_range(book, call.path["range"]))


def batch_get(call: Call) -> Json:
    """values.batchGet."""
    file, book = opened(call, "reader")
    reader = Reader(book, _query_options(call))
    targets = [parse_range(book, text) for text in call.query.get("ranges", ())]
    answer: Json = {"spreadsheetId": file.id}
    return answer | ({"valueRanges": [reader.value_range(target) for target in targets]} if targets else {})


def batch_get_by_data_filter(call: Call) -> Json:
    """values.batchGetByDataFilter."""
    file, book = opened(call, "reader")
    reader = Reader(book, call.body)
    found = [
        {"valueRange": reader.value_range(target), "dataFilters": [data_filter]}
        for data_filter in call.body.get("dataFilters", ())
        for target in targets_of(book, data_filter)
    ]
    return {"spreadsheetId": file.id, **({"valueRanges": found} if found else {})}


# --- writing ---------------------------------------------------------------------------------------


def update(call: Call) -> Json:
    """values.update."""
    file, book = opened(call, "writer")
    text = call.path["range"]
    if call.body.get("range", text) != text and not _same(book, call.body["range"], text):
        raise invalid(f"Requested writing within range [{text}], but the body says [{call.body['range']}].")
    target = parse_range(book, text)
    done = _write(call, book, target, call.body, _input_option(call.param("valueInputOption")))
    save(call, file, book)
    return _update_answer(file.id, book, done, call.flag("includeValuesInResponse"), _response_options(call))


def batch_update(call: Call) -> Json:
    """values.batchUpdate."""
    file, book = opened(call, "writer")
    data = [(parse_range(book, item.get("range", "")), item) for item in call.body.get("data", ())]
    return _batch_update(call, file, book, data)


def batch_update_by_data_filter(call: Call) -> Json:
    """values.batchUpdateByDataFilter."""
    file, book = opened(call, "writer")
    data = [
        (target, item)
        for item in call.body.get("data", ())
        for target in targets_of(book, item.get("dataFilter", {}))
    ]
    answer = _batch_update(call, file, book, data)
    for response, (_, item) in zip(answer.get("responses", ()), data, strict=True):
        del response["spreadsheetId"]
        response["dataFilter"] = item.get("dataFilter", {})
    return answer


def _batch_update(call: Call, file: File, book: Book, data: Sequence[tuple[Target, Json]]) -> Json:
    option = _input_option(call.body.get("valueInputOption", ""))
    done = [_write(call, book, target, item, option) for target, item in data]
    save(call, file, book)
    shows = call.body.get("includeValuesInResponse", False)
    options = {
        "valueRenderOption": call.body.get("responseValueRenderOption"),
        "dateTimeRenderOption": call.body.get("responseDateTimeRenderOption"),
    }
    answer: Json = {"spreadsheetId": file.id}
    if done:
        answer |= {
            "totalUpdatedRows": len({(w.sheet.id, row) for w in done for row in w.rows}),
            "totalUpdatedColumns": len({(w.sheet.id, column) for w in done for column in w.columns}),
            "totalUpdatedCells": sum(w.cells for w in done),
            "totalUpdatedSheets": len({w.sheet.id for w in done}),
            "responses": [_update_answer(file.id, book, w, shows, options) for w in done],
        }
    return answer


def append(call: Call) -> Json:
    """values.append: below the table found in the range."""
    file, book = opened(call, "writer")
    option = _input_option(call.param("valueInputOption"))
    target = parse_range(book, call.path["range"])
    sheet = target.sheet
    table, top, left = place_after_table(sheet, target.area)
    values = _by_rows(call.body)
    width = max(map(len, values), default=0)
    if call.param("insertDataOption") == "INSERT_ROWS" and table is not None and values:
        # A table at the end of the grid has nothing to push down.
        if top < sheet.rows:
            shift(book, sheet, "ROWS", Insert(top, len(values)))
        sheet.resize(rows=sheet.rows + len(values))
    sheet.resize(rows=max(sheet.rows, top + len(values)), columns=max(sheet.columns, left + width))
    check_size(book, sheet)
    done = write_values(book, sheet, (top, left), values, typed_by=_typed_by(call, option))
    if table is not None:
        grow_over(sheet, Area(top, left, top + len(values), left + width))
    save(call, file, book)
    shows = call.flag("includeValuesInResponse")
    answer: Json = {"spreadsheetId": file.id}
    if table is not None:
        answer["tableRange"] = written(sheet, table)
    return answer | {"updates": _update_answer(file.id, book, done, shows, _response_options(call))}


def _same(book: Book, one: str, other: str) -> bool:
    first, second = parse_range(book, one), parse_range(book, other)
    return first.sheet is second.sheet and first.area == second.area


def _input_option(text: str) -> str:
    if text not in _INPUT:
        raise invalid("'valueInputOption' is required but not specified")
    return text


def _response_options(call: Call) -> Json:
    return {
        "valueRenderOption": call.param("responseValueRenderOption"),
        "dateTimeRenderOption": call.param("responseDateTimeRenderOption"),
    }


def _by_rows(body: Json) -> list[list[Any]]:
    values: list[list[Any]] = body.get("values", [])
    if body.get("majorDimension") != "COLUMNS":
        return values
    # A column that is shorter than others leaves the cells below it alone, as a null does.
    height = max(map(len, values), default=0)
    return [[column[row] if row < len(column) else None for column in values] for row in range(height)]


def _typed_by(call: Call, option: str) -> Any:
    today: dt.date = call.state.now.date()
    if option == "RAW":
        return lambda text, locale: ({"stringValue": text} if text else None, None)
    return lambda text, locale: typed(text, locale, today)


def _write(call: Call, book: Book, target: Target, body: Json, option: str) -> Written:
    values = _by_rows(body)
    check_room(target, values)
    place = (target.area.top, target.area.left)
    return write_values(book, target.sheet, place, values, typed_by=_typed_by(call, option))


def _update_answer(file_id: str, book: Book, done: Written, shows: bool, options: Json) -> Json:
    answer: Json = {"spreadsheetId": file_id, "updatedRange": written(done.sheet, done.area)}
    counts = {"updatedRows": len(done.rows), "updatedColumns": len(done.columns), "updatedCells": done.cells}
    answer |= {name: count for name, count in counts.items() if count}
    if shows:
        answer["updatedData"] = Reader(book, options).value_range(Target(done.sheet, done.area))
    return answer


# --- clearing --------------------------------------------------------------------------------------


def clear(call: Call) -> Json:
    """values.clear: values go; formats, notes and rules stay."""
    file, book = opened(call, "writer")
    target = parse_range(book, call.path["range"])
    _clear(target)
    save(call, file, book)
    return {"spreadsheetId": file.id, "clearedRange": written(target.sheet, target.area)}


def batch_clear(call: Call) -> Json:
    """values.batchClear."""
    file, book = opened(call, "writer")
    return _batch_clear(call, file, book, [parse_range(book, text) for text in call.body.get("ranges", ())])


def batch_clear_by_data_filter(call: Call) -> Json:
    """values.batchClearByDataFilter."""
    file, book = opened(call, "writer")
    filters = call.body.get("dataFilters", ())
    return _batch_clear(call, file, book, [t for item in filters for t in targets_of(book, item)])


def _batch_clear(call: Call, file: File, book: Book, targets: Sequence[Target]) -> Json:
    for target in targets:
        _clear(target)
    save(call, file, book)
    cleared = [written(target.sheet, target.area) for target in targets]
    return {"spreadsheetId": file.id, **({"clearedRanges": cleared} if cleared else {})}


def _clear(target: Target) -> None:
    for row, column, cell in list(target.sheet.filled(target.area.rows)):
        if target.area.holds(row, column):
            target.sheet.put(row, column, without_value(cell))


HANDLERS: dict[str, Handler] = {
    "spreadsheets.values.get": get,
    "spreadsheets.values.batchGet": batch_get,
    "spreadsheets.values.batchGetByDataFilter": batch_get_by_data_filter,
    "spreadsheets.values.update": update,
    "spreadsheets.values.batchUpdate": batch_update,
    "spreadsheets.values.batchUpdateByDataFilter": batch_update_by_data_filter,
    "spreadsheets.values.append": append,
    "spreadsheets.values.clear": clear,
    "spreadsheets.values.batchClear": batch_clear,
    "spreadsheets.values.batchClearByDataFilter": batch_clear_by_data_filter,
}
