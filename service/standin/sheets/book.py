"""A spreadsheet in memory: what one request changes, and how it is kept as JSON.

Cells are sparse. Every range inside is kept whole, with its sheetId even where that is 0; `render` leaves
the zero out as Google does.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from service.standin.errors import invalid
from service.standin.sheets.rows import Rows

Json = dict[str, Any]

#: What Google takes as largest numbers.
MAX_CELLS = 10_000_000
MAX_COLUMNS = 18_278
_ID_LIMIT = 2**31 - 1
#: Key of a cell's value that a formula in another cell fills it with; only for reading, never kept.
SPILLED = "spilled"


@dataclass(slots=True)
class Sheet:
    """One tab. Its place in Book.sheets is its index."""

    properties: Json
    cells: Rows = field(default_factory=Rows)
    #: Width, hiding, … by number; what is not here has Google's defaults.
    row_meta: dict[int, Json] = field(default_factory=dict)
    column_meta: dict[int, Json] = field(default_factory=dict)
    merges: list[Json] = field(default_factory=list)
    conditional_formats: list[Json] = field(default_factory=list)
    protected_ranges: list[Json] = field(default_factory=list)
    #: A list of one at most, so that all parts with ranges can be gone through alike.
    basic_filter: list[Json] = field(default_factory=list)
    filter_views: list[Json] = field(default_factory=list)
    banded_ranges: list[Json] = field(default_factory=list)
    charts: list[Json] = field(default_factory=list)
    slicers: list[Json] = field(default_factory=list)
    tables: list[Json] = field(default_factory=list)
    row_groups: list[Json] = field(default_factory=list)
    column_groups: list[Json] = field(default_factory=list)

    @property
    def id(self) -> int:
        """sheetId."""
        return int(self.properties["sheetId"])

    @property
    def title(self) -> str:
        """What the tab says."""
        return str(self.properties["title"])

    @property
    def rows(self) -> int:
        """Rows of the grid."""
        return int(self.properties["gridProperties"]["rowCount"])

    @property
    def columns(self) -> int:
        """Columns of the grid."""
        return int(self.properties["gridProperties"]["columnCount"])

    def resize(self, *, rows: int | None = None, columns: int | None = None) -> None:
        """Set the size of the grid, without looking at what is in it."""
        grid = self.properties["gridProperties"]
        grid["rowCount"] = self.rows if rows is None else rows
        grid["columnCount"] = self.columns if columns is None else columns

    def meta(self, dimension: str) -> dict[int, Json]:
        """Properties of ROWS or COLUMNS by number."""
        return self.row_meta if dimension == "ROWS" else self.column_meta

    def groups(self, dimension: str) -> list[Json]:
        """Dimension groups of ROWS or COLUMNS."""
        return self.row_groups if dimension == "ROWS" else self.column_groups

    def length(self, dimension: str) -> int:
        """How many ROWS or COLUMNS."""
        return self.rows if dimension == "ROWS" else self.columns

    def cell(self, row: int, column: int) -> Json:
        """The cell for looking at; {} where nothing is."""
        return self.cells[row].get(column, {}) if row in self.cells else {}

    def put(self, row: int, column: int, cell: Json) -> None:
        """Replace a cell; an empty one is forgotten."""
        if cell:
            self.cells.setdefault(row, {})[column] = cell
        elif row in self.cells:
            self.cells[row].pop(column, None)
            if not self.cells[row]:
                del self.cells[row]

    def filled(self, rows: range | None = None) -> Iterator[tuple[int, int, Json]]:
        """(row, column, cell) of what is kept, of all rows or of some, in no order."""
        for row in [row for row in self.cells if rows is None or row in rows]:
            for column, cell in self.cells[row].items():
                yield row, column, cell

    def last_value_row(self) -> int:
        """Number of the last row that holds a value or a formula; -1 if none does."""
        for row in sorted(self.cells, reverse=True):
            if any("userEnteredValue" in cell for cell in self.cells[row].values()):
                return row
        return -1

    def has_value(self, row: int, column: int) -> bool:
        """Whether the cell holds a value or a formula."""
        return "userEnteredValue" in self.cell(row, column)


_PARTS = (
    "merges", "conditional_formats", "protected_ranges", "basic_filter", "filter_views", "banded_ranges",
    "charts", "slicers", "tables", "row_groups", "column_groups",
)  # fmt: skip


@dataclass(slots=True)
class Book:
    """A whole spreadsheet except its title, which is the file's name."""

    properties: Json
    sheets: list[Sheet]
    named_ranges: list[Json] = field(default_factory=list)
    #: DeveloperMetadata; a location in rows or columns is {"dimensionRange": …}.
    metadata: list[Json] = field(default_factory=list)
    #: When it is for formulas such as TODAY(); None: now. Not kept.
    now: dt.datetime | None = None

    def find(self, sheet_id: int) -> Sheet | None:
        """The tab with this id."""
        return next((sheet for sheet in self.sheets if sheet.id == sheet_id), None)

    def sheet(self, sheet_id: int) -> Sheet:
        """The tab with this id; Google's 400 if there is none."""
        found = self.find(sheet_id)
        if found is None:
            raise invalid(f"No grid with id: {sheet_id}")
        return found

    def item(self, part: str, name: str, key: Any, called: str = "") -> tuple[Sheet, Json]:
        """The tab and what lies on it with this id: ("charts", "chartId", 5). Raises Google's 400."""
        for sheet in self.sheets:
            for item in getattr(sheet, part):
                if item[name] == key:
                    return sheet, item
        raise invalid(f"No {called or name.removesuffix('Id')} with ID: {key}")

    def by_title(self, title: str) -> Sheet | None:
        """The tab with this title; titles are told apart without regard to case."""
        return next((sheet for sheet in self.sheets if sheet.title.casefold() == title.casefold()), None)


def new_id(taken: Iterator[int] | set[int]) -> int:
    """A positive 31-bit number that nothing of this kind has."""
    used = set(taken)
    while True:
        number = secrets.randbelow(_ID_LIMIT - 1) + 1
        if number not in used:
            return number


def load(content: Json) -> Book:
    """The book out of what `dump` made."""
    return Book(
        properties=content["properties"],
        sheets=[_load_sheet(sheet) for sheet in content["sheets"]],
        named_ranges=content["namedRanges"],
        metadata=content["metadata"],
    )


def dump(book: Book) -> Json:
    """The book as JSON."""
    return {
        "properties": book.properties,
        "sheets": [_dump_sheet(sheet) for sheet in book.sheets],
        "namedRanges": book.named_ranges,
        "metadata": book.metadata,
    }


def _load_sheet(kept: Json) -> Sheet:
    return Sheet(
        properties=kept["properties"],
        cells=Rows.of(kept["cells"]),
        row_meta={int(row): meta for row, meta in kept["rowMeta"].items()},
        column_meta={int(column): meta for column, meta in kept["columnMeta"].items()},
        **{part: kept.get(part, []) for part in _PARTS},
    )


def _dump_sheet(sheet: Sheet) -> Json:
    return {
        "properties": sheet.properties,
        "cells": sheet.cells.texts(),
        "rowMeta": {str(row): meta for row, meta in sheet.row_meta.items()},
        "columnMeta": {str(column): meta for column, meta in sheet.column_meta.items()},
        **{part: getattr(sheet, part) for part in _PARTS},
    }
