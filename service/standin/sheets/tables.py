"""Tables of a tab: a range with a header row, a name, and a type for each of its columns.

A column is called as its header cell says; the name that is kept counts only where that cell is empty.
"""

from __future__ import annotations

from typing import Any

from service.standin.sheets.a1 import Area, area_of
from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.cells import locale_of, shown_text
from service.standin.sheets.colours import as_kept
from service.standin.sheets.work import check_size

Json = dict[str, Any]

#: What a table looks like that is told nothing else.
LOOKS: Json = {
    "headerColorStyle": {"rgbColor": {"red": 0.20784314, "green": 0.40784314, "blue": 0.32941177}},
    "firstBandColorStyle": {"rgbColor": {"red": 1, "green": 1, "blue": 1}},
    "secondBandColorStyle": {"rgbColor": {"red": 0.9647059, "green": 0.972549, "blue": 0.9764706}},
}


def find(book: Book, table_id: str) -> tuple[Sheet, Json]:
    """The tab and the table with this id. Raises Google's 400."""
    return book.item("tables", "tableId", table_id)


def of_book(book: Book) -> list[Json]:
    """The tables of all tabs."""
    return [table for sheet in book.sheets for table in sheet.tables]


def has_footer(table: Json) -> bool:
    """A table has a footer as long as that has a colour."""
    return "footerColorStyle" in table["rowsProperties"]


def body_of(sheet: Sheet, table: Json) -> Area:
    """The rows between header and footer."""
    area = area_of(sheet, table["range"])
    return Area(area.top + 1, area.left, max(area.top + 1, area.bottom - has_footer(table)), area.right)


def column_names(book: Book, sheet: Sheet, table: Json) -> list[str]:
    """What the header cells say, or what their columns are called where they are empty."""
    area = area_of(sheet, table["range"])
    locale = locale_of(book)
    cells = [sheet.cell(area.top, column) for column in range(area.left, area.right)]
    texts = [shown_text(book, sheet, cell, locale) for cell in cells]
    kept = [column.get("columnName", "") for column in table["columnProperties"]]
    return [text or name for text, name in zip(texts, kept, strict=False)]


def write_headers(sheet: Sheet, table: Json, *, over: frozenset[int] = frozenset()) -> None:
    """A text for each header cell that is empty, and for those of the columns in `over`.

    A column without a name is called by its number.
    """
    area = area_of(sheet, table["range"])
    for number, column in enumerate(table["columnProperties"]):
        place = area.top, area.left + number
        if number in over or not sheet.has_value(*place):
            column["columnName"] = column.get("columnName") or f"Column {number + 1}"
            cell = sheet.cell(*place) | {"userEnteredValue": {"stringValue": column["columnName"]}}
            sheet.put(*place, cell)


def fill_defaults(sheet: Sheet, table: Json) -> None:
    """Check boxes and ratings are never empty."""
    area = body_of(sheet, table)
    for number, column in enumerate(table["columnProperties"]):
        kind = column.get("columnType")
        if kind not in ("BOOLEAN", "RATINGS_CHIP"):
            continue
        value: Json = {"boolValue": False} if kind == "BOOLEAN" else {"numberValue": 0}
        for row in area.rows:
            place = row, area.left + number
            if not sheet.has_value(*place):
                sheet.put(*place, sheet.cell(*place) | {"userEnteredValue": dict(value)})


def resized(table: Json, area: Area, places: dict[int, int]) -> None:
    """Another range for a table; `places` says where its columns go, by number: others are new."""
    old = table["columnProperties"]
    new: list[Json] = [{"columnIndex": number} for number in range(area.width)]
    for was, place in places.items():
        if was < len(old) and 0 <= place < area.width:
            new[place] = old[was] | {"columnIndex": place}
    table["columnProperties"] = new
    table["range"] = {
        "sheetId": table["range"]["sheetId"],
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


def grow(sheet: Sheet, table: Json, rows: int) -> None:
    """So many rows more at the end; an open footer moves down with them."""
    table["range"]["endRowIndex"] += rows
    sheet.resize(rows=max(sheet.rows, table["range"]["endRowIndex"]))


def grow_over(sheet: Sheet, area: Area) -> None:
    """A table without a footer takes in what was appended right below it."""
    for table in sheet.tables:
        own = area_of(sheet, table["range"])
        if own.bottom == area.top and own.left <= area.left < own.right and not has_footer(table):
            grow(sheet, table, area.height)


def room_in(book: Book, table_id: str, count: int) -> tuple[Sheet, int, int]:
    """(tab, row, column) where `count` rows can be appended to a table; the table grows where it must.

    What stands below it, a footer too, moves down within the columns of the table.
    """
    sheet, table = find(book, table_id)
    area = body_of(sheet, table)
    filled = [r for r, c, _ in sheet.filled(area.rows) if area.holds(r, c) and sheet.has_value(r, c)]
    top = max(filled, default=area.top - 1) + 1
    missing = top + count - area.bottom
    if missing > 0:
        _push_down(sheet, Area(area.bottom, area.left, sheet.rows, area.right), missing)
        grow(sheet, table, missing)
        check_size(book, sheet)
    return sheet, top, area.left


def _push_down(sheet: Sheet, lane: Area, rows: int) -> None:
    moved = {(row, column): cell for row, column, cell in sheet.filled(lane.rows) if lane.holds(row, column)}
    if not any("userEnteredValue" in cell for cell in moved.values()):
        return
    for place in moved:
        sheet.put(*place, {})
    for (row, column), cell in moved.items():
        sheet.resize(rows=max(sheet.rows, row + rows + 1))
        sheet.put(row + rows, column, cell)


def table_json(book: Book, sheet: Sheet, table: Json) -> Json:
    """The table as Google prints it, but for zeros."""
    names = column_names(book, sheet, table)
    columns = [
        {key: value for key, value in column.items() if key != "columnIndex" or value} | {"columnName": name}
        for column, name in zip(table["columnProperties"], names, strict=True)
    ]
    return table | {"columnProperties": columns}


def band_of(table: Json) -> Json:
    """The banded range that a table is as well; it has no number, only a reference."""
    return {
        "bandedRangeReference": table["tableId"],
        "range": table["range"],
        "rowProperties": as_kept(table["rowsProperties"]),
    }
