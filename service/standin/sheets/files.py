"""Spreadsheets as Drive keeps them: opening, saving, new ones, copies, csv in and out."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import replace
from typing import Any

from service.standin.call import Call
from service.standin.sheets.book import SPILLED, Book, Sheet, dump, load, new_id
from service.standin.sheets.cells import locale_of, shown_text
from service.standin.sheets.defaults import (
    COLUMNS,
    ROWS,
    TITLE_LIMIT,
    sheet_properties,
    spreadsheet_properties,
)
from service.standin.sheets.entered import typed
from service.standin.sheets.formulas import spread
from service.standin.sheets.work import check_size
from service.standin.sheets.writing import write_values
from service.standin.state import SPREADSHEET, File

Json = dict[str, Any]

_DELIMITERS = {"text/csv": ",", "text/tab-separated-values": "\t"}


def opened(call: Call, role: str) -> tuple[File, Book]:
    """The spreadsheet of the call's path. Raises Google's 404 or 403."""
    file = call.state.open(call.path["spreadsheetId"], SPREADSHEET, role)
    book = load(call.state.content(file.id))
    book.now = call.state.now
    return file, book


def save(call: Call, file: File, book: Book, *, title: str | None = None) -> None:
    """Keep the spreadsheet, under another title if one is given; one that did not change stays as it is."""
    if title is not None and title != file.name:
        file = call.state.update_file(replace(file, name=title))
    content = dump(book)
    if content != call.state.content(file.id):
        call.state.save_content(file, content)


def new_book() -> Book:
    """A spreadsheet with one empty tab."""
    return Book(spreadsheet_properties(), [Sheet(sheet_properties(0, "Sheet1"))])


def blank(title: str) -> Json:
    """Content of a new spreadsheet; its title is the file's name and is not kept here."""
    del title
    return dump(new_book())


def copied(content: Json) -> Json:
    """Content of a copy: all of it, under the same ids."""
    return content


def exported(file: File, content: Json, mime_type: str) -> bytes | None:
    """The first tab as csv or tsv, as people see its cells; None for any other type."""
    del file
    delimiter = _DELIMITERS.get(mime_type)
    if delimiter is None:
        return None
    book = load(content)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="\r\n").writerows(_shown(book, book.sheets[0]))
    return text.getvalue().removesuffix("\r\n").encode()


def _shown(book: Book, sheet: Sheet) -> list[list[str]]:
    locale = locale_of(book)
    spread(book)
    used = [
        (row, column) for row, column, cell in sheet.filled() if "userEnteredValue" in cell or SPILLED in cell
    ]
    rows = max((row for row, _ in used), default=-1) + 1
    columns = max((column for _, column in used), default=-1) + 1
    return [
        [shown_text(book, sheet, sheet.cell(row, column), locale) for column in range(columns)]
        for row in range(rows)
    ]


def imported(data: bytes, mime_type: str, name: str = "") -> Json | None:
    """Content of the spreadsheet that a csv or tsv becomes, as if it were typed in; None for other types.

    The tab is called as the file is, without its ending.
    """
    delimiter = _DELIMITERS.get(mime_type)
    if delimiter is None:
        return None
    text = io.StringIO(data.decode("utf-8-sig", errors="replace"), newline="")
    try:
        rows = list(csv.reader(text, delimiter=delimiter))
    except csv.Error:
        return None
    book = new_book()
    [sheet] = book.sheets
    sheet.properties["sheetId"] = new_id({0})
    sheet.properties["title"] = name.removesuffix(".csv").removesuffix(".tsv")[:TITLE_LIMIT] or sheet.title
    width = max(map(len, rows), default=0)
    sheet.resize(rows=max(len(rows), ROWS), columns=max(width, COLUMNS))
    check_size(book, sheet)
    today = dt.datetime.now(dt.UTC).date()
    write_values(book, sheet, (0, 0), rows, typed_by=lambda text, locale: typed(text, locale, today))
    return dump(book)
