"""Requests that clean up cells: doubles, blanks, texts to columns, pasted texts, random order."""

from __future__ import annotations

import random
import re

from service.standin.errors import invalid
from service.standin.sheets.a1 import Area
from service.standin.sheets.book import Sheet
from service.standin.sheets.cells import effective_value, locale_of, without_value
from service.standin.sheets.entered import typed
from service.standin.sheets.work import Json, Request, Work, check_size, grid, place_of

_DELIMITERS = {"COMMA": ",", "SEMICOLON": ";", "PERIOD": ".", "SPACE": " "}
#: What AUTODETECT tries, in this order.
_DETECTED = (",", ";", "\t", "|", " ")


def delete_duplicates(work: Work, body: Json) -> Json:
    """Rows that say the same as one above go; letter case, formats and formulas do not count."""
    sheet, area = grid(work, body.get("range", {}))
    compared = _compared(body.get("comparisonColumns", []), area)
    seen: set[tuple[str, ...]] = set()
    kept: list[dict[int, Json]] = []
    for cells in _rows(sheet, area):
        key = tuple(_said(work, sheet, cells.get(column, {})) for column in compared)
        if key not in seen:
            kept.append(cells)
        seen.add(key)
    removed = area.height - len(kept)
    _put_rows(sheet, area, kept + [{}] * removed)
    return {"duplicatesRemovedCount": removed} if removed else {}


def _compared(spans: list[Json], area: Area) -> list[int]:
    columns: set[int] = set()
    for where in spans:
        if where.get("dimension", "COLUMNS") != "COLUMNS":
            raise invalid("comparisonColumns must be columns.")
        inside = range(where.get("startIndex", area.left), where.get("endIndex", area.right))
        if not inside or inside.start < area.left or inside.stop > area.right:
            raise invalid("comparisonColumns must lie in the range.")
        columns.update(inside)
    return sorted(columns) or list(range(area.left, area.right))


def _said(work: Work, sheet: Sheet, cell: Json) -> str:
    value = effective_value(work.book, sheet, cell) or {}
    return next((f"{kind}:{str(item).casefold()}" for kind, item in value.items()), "")


def randomize_range(work: Work, body: Json) -> None:
    """Rows of a range in any order."""
    sheet, area = grid(work, body.get("range", {}))
    rows = _rows(sheet, area)
    random.shuffle(rows)
    _put_rows(sheet, area, rows)


def _rows(sheet: Sheet, area: Area) -> list[dict[int, Json]]:
    inside = range(area.left, area.right)
    return [
        {column: cell for column, cell in sheet.cells.get(row, {}).items() if column in inside}
        for row in range(area.top, area.bottom)
    ]


def _put_rows(sheet: Sheet, area: Area, rows: list[dict[int, Json]]) -> None:
    for number, cells in enumerate(rows, area.top):
        for column in {*sheet.cells.get(number, {}), *cells}:
            if area.left <= column < area.right:
                sheet.put(number, column, cells.get(column, {}))


def trim_whitespace(work: Work, body: Json) -> Json:
    """No blanks at the ends of texts, and single ones inside."""
    sheet, area = grid(work, body.get("range", {}))
    changed = 0
    for row, column, cell in list(sheet.filled(area.rows)):
        text = cell.get("userEnteredValue", {}).get("stringValue")
        if text is None or not area.holds(row, column):
            continue
        trimmed = re.sub(r"\s+", " ", text).strip()
        if trimmed != text:
            value = {"userEnteredValue": {"stringValue": trimmed}} if trimmed else {}
            sheet.put(row, column, without_value(cell) | value)
            changed += 1
    return {"cellsChangedCount": changed} if changed else {}


def text_to_columns(work: Work, body: Json) -> None:
    """Texts of one column are split into it and the columns to its right."""
    sheet, area = grid(work, body.get("source", {}))
    if area.width != 1:
        raise invalid("The source must span exactly one column.")
    texts = {
        row: text
        for row in range(area.top, area.bottom)
        if (text := sheet.cell(row, area.left).get("userEnteredValue", {}).get("stringValue")) is not None
    }
    delimiter = _delimiter(body, list(texts.values()))
    for row, text in texts.items():
        _type_row(work, sheet, row, area.left, text.split(delimiter))


def _delimiter(body: Json, texts: list[str]) -> str:
    kind = body.get("delimiterType", "DELIMITER_TYPE_UNSPECIFIED")
    if kind == "CUSTOM":
        if not body.get("delimiter"):
            raise invalid("A custom delimiter must be given.")
        return str(body["delimiter"])
    if kind == "AUTODETECT":
        return next((mark for mark in _DETECTED if any(mark in text for text in texts)), ",")
    if kind not in _DELIMITERS:
        raise invalid("A delimiter type must be specified.")
    return _DELIMITERS[kind]


def paste_data(work: Work, body: Json) -> None:
    """Text with a delimiter, typed in from a cell on."""
    if body.get("html") or not body.get("delimiter"):
        raise invalid("Pasting HTML is not supported by the stand-in; give a delimiter.")
    if body.get("type", "PASTE_NORMAL") not in ("PASTE_NORMAL", "PASTE_VALUES"):
        raise invalid(f"Paste type {body['type']} is not supported by the stand-in.")
    sheet, top, left = place_of(work, body.get("coordinate", {}))
    for number, line in enumerate(body.get("data", "").splitlines()):
        _type_row(work, sheet, top + number, left, line.split(body["delimiter"]))


def _type_row(work: Work, sheet: Sheet, row: int, left: int, texts: list[str]) -> None:
    sheet.resize(rows=max(sheet.rows, row + 1), columns=max(sheet.columns, left + len(texts)))
    check_size(work.book, sheet)
    locale = locale_of(work.book)
    for column, text in enumerate(texts, left):
        value, look = typed(text, locale, work.today)
        cell = without_value(sheet.cell(row, column))
        if value is not None:
            cell["userEnteredValue"] = value
        if look is not None:
            cell["userEnteredFormat"] = {"numberFormat": look} | cell.get("userEnteredFormat", {})
        sheet.put(row, column, cell)


REQUESTS: dict[str, Request] = {
    "deleteDuplicates": delete_duplicates,
    "randomizeRange": randomize_range,
    "trimWhitespace": trim_whitespace,
    "textToColumns": text_to_columns,
    "pasteData": paste_data,
}
