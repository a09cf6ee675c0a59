"""Requests about tables."""

from __future__ import annotations

import secrets
from copy import deepcopy

from service.standin.errors import invalid
from service.standin.masks import Mask
from service.standin.sheets import tables
from service.standin.sheets.a1 import Area, area_of
from service.standin.sheets.book import Sheet
from service.standin.sheets.cells import set_masked
from service.standin.sheets.colours import as_kept
from service.standin.sheets.render import shown
from service.standin.sheets.work import Json, Request, Work, grid, mask_of, with_sheet

_COLUMN_PARTS = ("columnIndex", "columnName", "columnType", "dataValidationRule")


def add_table(work: Work, body: Json) -> Json:
    """A table over a range; its first row becomes the header."""
    given = body.get("table", {})
    sheet, area = grid(work, with_sheet(given.get("range", {})))
    _check_free(sheet, area, own=None)
    taken = {table["tableId"] for table in tables.of_book(work.book)}
    key = given.get("tableId") or secrets.token_hex(5)
    if key in taken:
        raise invalid(f"A table with ID {key} already exists.")
    name = given.get("name") or _free_name(work)
    _check_name(work, name, own=None)
    looks = {**tables.LOOKS, **_styles(given.get("rowsProperties", {}))}
    table: Json = {"tableId": key, "name": name, "range": {"sheetId": sheet.id}, "rowsProperties": looks,
                   "columnProperties": []}  # fmt: skip
    tables.resized(table, area, {})
    _set_columns(sheet, table, given.get("columnProperties", []))
    sheet.tables.append(table)
    return {"table": shown(tables.table_json(work.book, sheet, table))}


def update_table(work: Work, body: Json) -> None:
    """Another name, range, columns or colours; a footer comes with its colour and goes with it."""
    given = deepcopy(body.get("table", {}))
    sheet, table = tables.find(work.book, given.get("tableId", ""))
    mask = mask_of(body)
    if "*" in mask:
        mask = {"name": {}, "range": {}, "rowsProperties": {}, "columnProperties": {}}
    if "name" in mask:
        name = given.get("name", "")
        _check_name(work, name, own=table)
        table["name"] = name
    if "range" in mask:
        _set_range(work, sheet, table, given.get("range", {}))
    if "rowsProperties" in mask:
        _set_looks(sheet, table, given, mask)
    if "columnProperties" in mask:
        _set_columns(sheet, table, given.get("columnProperties", []))


def delete_table(work: Work, body: Json) -> None:
    """The table goes; what is in its cells stays."""
    sheet, table = tables.find(work.book, body.get("tableId", ""))
    sheet.tables.remove(table)


def _set_range(work: Work, sheet: Sheet, table: Json, where: Json) -> None:
    goal, area = grid(work, with_sheet(where))
    if goal is not sheet:
        raise invalid("A table cannot move to another sheet.")
    _check_free(sheet, area, own=table)
    way = table["range"]["startColumnIndex"] - area.left
    tables.resized(table, area, {number: number + way for number in range(len(table["columnProperties"]))})
    tables.write_headers(sheet, table)
    tables.fill_defaults(sheet, table)


def _set_looks(sheet: Sheet, table: Json, given: Json, mask: Mask) -> None:
    had = tables.has_footer(table)
    looks = {"rowsProperties": dict(table["rowsProperties"])}
    styles = {"rowsProperties": _styles(given.get("rowsProperties", {}))}
    set_masked(looks, styles, {"rowsProperties": mask["rowsProperties"]})
    table["rowsProperties"] = {**tables.LOOKS, **looks.get("rowsProperties", {})}
    change = tables.has_footer(table) - had
    if change and "range" not in mask:
        area = area_of(sheet, table["range"])
        if change > 0:
            below = Area(area.bottom, area.left, area.bottom + 1, area.right)
            _check_free(sheet, below, own=table)
        tables.grow(sheet, table, change)


def _set_columns(sheet: Sheet, table: Json, given: list[Json]) -> None:
    """The columns that are told of; the others stay as they are."""
    columns = table["columnProperties"]
    named: set[int] = set()
    for item in given:
        number = item.get("columnIndex", 0)
        if not 0 <= number < len(columns):
            raise invalid(f"columnProperties.columnIndex[{number}] is outside of the table.")
        _check_column(item)
        columns[number] = {part: item[part] for part in _COLUMN_PARTS if part in item} | {
            "columnIndex": number
        }
        if item.get("columnName"):
            named.add(number)
    tables.write_headers(sheet, table, over=frozenset(named))
    tables.fill_defaults(sheet, table)


def _check_column(column: Json) -> None:
    rule = column.get("dataValidationRule")
    if column.get("columnType") == "DROPDOWN":
        if (rule or {}).get("condition", {}).get("type") != "ONE_OF_LIST":
            raise invalid("A dropdown column must have a data validation rule of type ONE_OF_LIST.")
    elif rule is not None:
        raise invalid("Only a dropdown column may have a data validation rule.")


def _check_free(sheet: Sheet, area: Area, *, own: Json | None) -> None:
    for other in sheet.tables:
        if other is not own and area_of(sheet, other["range"]).meets(area):
            raise invalid("A table cannot overlap another table.")
    for merge in sheet.merges:
        if area_of(sheet, merge).meets(area):
            raise invalid("A table cannot contain merged cells.")


def _check_name(work: Work, name: str, *, own: Json | None) -> None:
    if not name:
        raise invalid("The name of a table cannot be empty.")
    for other in tables.of_book(work.book):
        if other is not own and other["name"].casefold() == name.casefold():
            raise invalid(f"A table with the name {name} already exists.")


def _free_name(work: Work) -> str:
    taken = {table["name"].casefold() for table in tables.of_book(work.book)}
    number = 1
    while f"table{number}" in taken:
        number += 1
    return f"Table{number}"


def _styles(rows: Json) -> Json:
    """Colours of a table's rows, which have one form only."""
    return {key: style for key, style in as_kept(rows).items() if key.endswith("Style")}


REQUESTS: dict[str, Request] = {
    "addTable": add_table,
    "updateTable": update_table,
    "deleteTable": delete_table,
}
