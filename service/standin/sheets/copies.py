"""Copies of a tab, in the same spreadsheet or another."""

from __future__ import annotations

import secrets
from copy import deepcopy
from typing import Any

from service.standin.sheets.book import Book, Sheet, new_id
from service.standin.sheets.tables import of_book

Json = dict[str, Any]

_IDS = {
    "protected_ranges": "protectedRangeId",
    "filter_views": "filterViewId",
    "banded_ranges": "bandedRangeId",
    "charts": "chartId",
    "slicers": "slicerId",
}


def copy_sheet(source_book: Book, source: Sheet, book: Book, sheet_id: int, title: str) -> Sheet:
    """A tab like `source`, not yet among the tabs of `book`; what has an id gets a new one there.

    Developer metadata of rows, columns and the tab comes along.
    """
    sheet = deepcopy(source)
    sheet.properties |= {"sheetId": sheet_id, "title": title}
    for part in ("merges", "conditional_formats", "basic_filter", "row_groups", "column_groups", "tables",
                 *_IDS):  # fmt: skip
        setattr(sheet, part, _at(getattr(sheet, part), source.id, sheet_id))
    for part, name in _IDS.items():
        taken = {item[name] for other in book.sheets for item in getattr(other, part)}
        for item in getattr(sheet, part):
            item[name] = new_id(taken)
            taken.add(item[name])
    _rename_tables(book, sheet)
    taken = {item["metadataId"] for item in book.metadata}
    for metadata in [m for m in source_book.metadata if _on(m, source.id)]:
        copy = _at(metadata, source.id, sheet_id) | {"metadataId": new_id(taken)}
        taken.add(copy["metadataId"])
        book.metadata.append(copy)
    return sheet


def _rename_tables(book: Book, sheet: Sheet) -> None:
    """Names of tables are those of the spreadsheet: one that is taken gets a number."""
    taken = {table["name"].casefold() for table in of_book(book)}
    for table in sheet.tables:
        name, number = table["name"], 1
        while table["name"].casefold() in taken:
            number += 1
            table["name"] = f"{name}_{number}"
        table["tableId"] = secrets.token_hex(5)
        taken.add(table["name"].casefold())


def _on(metadata: Json, sheet_id: int) -> bool:
    location = metadata["location"]
    return bool(location.get("dimensionRange", location).get("sheetId") == sheet_id)


def _at(value: Any, old: int, new: int) -> Any:
    """A copy in which every place on the old tab is on the new one."""
    if isinstance(value, list):
        return [_at(item, old, new) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        key: new if key == "sheetId" and item == old else _at(item, old, new) for key, item in value.items()
    }
