"""Inserting, deleting and moving rows or columns: everything on the sheet follows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from service.standin.sheets.a1 import Area, area_of, quoted
from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.formulas.rewriting import renamed, shifted
from service.standin.sheets.locales import locale_named
from service.standin.sheets.rows import Rows
from service.standin.sheets.tables import resized, write_headers

Json = dict[str, Any]
Span = tuple[int | None, int | None]

_ROWS = ("startRowIndex", "endRowIndex", "rowIndex")
_COLUMNS = ("startColumnIndex", "endColumnIndex", "columnIndex")
_GRID_RANGE = frozenset(("sheetId", *_ROWS[:2], *_COLUMNS[:2]))


class Shift(Protocol):
    """How row (or column) numbers change; an open side of a span is None and stays open."""

    def point(self, number: int) -> int | None:
        """Where a row goes; None if it is deleted."""

    def span(self, start: int | None, end: int | None) -> Span | None:
        """Where a span of rows goes; None if nothing of it is left."""


@dataclass(frozen=True, slots=True)
class Insert:
    """`count` new rows before row `at`."""

    at: int
    count: int

    def point(self, number: int) -> int:
        """Rows from `at` on move down."""
        return number + self.count if number >= self.at else number

    def span(self, start: int | None, end: int | None) -> Span:
        """A span that holds rows on both sides of `at` grows."""
        moved_end = end + self.count if end is not None and end > self.at else end
        return (None if start is None else self.point(start)), moved_end


@dataclass(frozen=True, slots=True)
class Delete:
    """Rows from `start` on, `end` excluded, go away."""

    start: int
    end: int

    def point(self, number: int) -> int | None:
        """Rows after the deleted ones move up."""
        return None if self.start <= number < self.end else self._edge(number)

    def span(self, start: int | None, end: int | None) -> Span | None:
        """What is left of a span."""
        left = None if start is None else self._edge(start)
        right = None if end is None else self._edge(end)
        if end is not None and right == (left or 0) and end > (start or 0):
            return None
        return left, right

    def _edge(self, number: int) -> int:
        return number - max(0, min(number, self.end) - self.start) if number > self.start else number


@dataclass(frozen=True, slots=True)
class Move:
    """Rows `start` to `end` (excluded) go before the row that was `to`."""

    start: int
    end: int
    to: int

    def point(self, number: int) -> int:
        """A permutation."""
        count = self.end - self.start
        if self.start <= number < self.end:
            return number - self.start + (self.to if self.to <= self.start else self.to - count)
        if self.to <= number < self.start:
            return number + count
        if self.end <= number < self.to:
            return number - count
        return number

    def span(self, start: int | None, end: int | None) -> Span:
        """From the first to the last of where the ends go."""
        if end is None or end <= (start or 0):
            return start, end
        ends = {self.point(number) for number in self._corners(start or 0, end)}
        low, high = min(ends), max(ends) + 1
        return (None if start is None and low == 0 else low), high

    def _corners(self, start: int, end: int) -> set[int]:
        """Rows of the span among which the extremes of its image are."""
        edges = (start, end - 1, self.start, self.end - 1, self.start - 1, self.end, self.to, self.to - 1)
        return {number for number in edges if start <= number < end}


def shift(book: Book, sheet: Sheet, dimension: str, change: Shift) -> None:
    """Move cells, properties of rows, and all that names them. The size of the grid is the caller's."""
    decimal = locale_named(book.properties.get("locale", "en_US")).decimal
    if dimension == "ROWS":
        sheet.cells = sheet.cells.renumbered(change.point)
    else:
        moved = {row: _moved(cells, change) for row, cells in sheet.cells.items()}
        sheet.cells = Rows({row: cells for row, cells in moved.items() if cells})
        _shift_filters(sheet, change)
        _shift_tables(sheet, change)
    meta = sheet.meta(dimension)
    kept = _moved(meta, change)
    meta.clear()
    meta.update(kept)
    shift_ranges(book, sheet, lambda where: _shifted(where, dimension, change))
    _shift_anchors(book, sheet, dimension, change)
    book.metadata = [m for m in book.metadata if _keep_metadata(m, sheet, dimension, change)]
    for table in sheet.tables:
        write_headers(sheet, table)
    _rewrite_formulas(book, lambda text, own: shifted(text, own, sheet.title, dimension, change, decimal))


def rename_in_formulas(book: Book, old: str, new: str) -> None:
    """Formulas follow a tab that gets another title."""
    decimal = locale_named(book.properties.get("locale", "en_US")).decimal
    _rewrite_formulas(book, lambda text, _: renamed(text, old, quoted(new), decimal))


def _rewrite_formulas(book: Book, change: Callable[[str, str], str]) -> None:
    """`change` is given a formula and the title of its tab."""
    for holder in book.sheets:
        for row in holder.cells.that_say("formulaValue"):
            for column, cell in holder.cells[row].items():
                text = cell.get("userEnteredValue", {}).get("formulaValue")
                if text is not None and (new := change(text, holder.title)) != text:
                    value = {"formulaValue": new}
                    holder.cells[row][column] = cell | {"userEnteredValue": value}


def shift_ranges(book: Book, sheet: Sheet, change: Callable[[Json], Json | None]) -> None:
    """Change every range on this sheet; a range that is gone takes with it what stands on it."""
    for holder in book.sheets:
        for part in ("conditional_formats", "filter_views", "protected_ranges", "basic_filter",
                     "banded_ranges", "charts", "slicers", "tables"):  # fmt: skip
            setattr(holder, part, _walk(getattr(holder, part), sheet.id, change) or [])
    for part in ("merges", "row_groups", "column_groups"):
        setattr(sheet, part, _walk(getattr(sheet, part), sheet.id, change) or [])
    book.named_ranges = _walk(book.named_ranges, sheet.id, change) or []


def _walk(value: Any, sheet_id: int, change: Callable[[Json], Json | None]) -> Any:
    if isinstance(value, list):
        walked = [_walk(item, sheet_id, change) for item in value]
        return [item for item in walked if item is not None]
    if not isinstance(value, dict):
        return value
    if is_range(value):
        return change(value) if value.get("sheetId", 0) == sheet_id else value
    kept: Json = {}
    for key, item in value.items():
        changed = item if key == "position" else _walk(item, sheet_id, change)
        if changed is None:
            return None
        if key == "ranges" and not changed:
            return None
        kept[key] = changed
    return kept


def is_range(value: Json) -> bool:
    """Whether a JSON object is a GridRange or a DimensionRange."""
    return bool(value) and (value.keys() <= _GRID_RANGE or "dimension" in value)


def _shifted(where: Json, dimension: str, change: Shift) -> Json | None:
    if "dimension" in where:
        if where["dimension"] != dimension:
            return where
        names: tuple[str, str] = ("startIndex", "endIndex")
    else:
        names = ("startRowIndex", "endRowIndex") if dimension == "ROWS" else _COLUMNS[:2]
    span = change.span(where.get(names[0]), where.get(names[1]))
    if span is None:
        return None
    return where | {name: side for name, side in zip(names, span, strict=True) if side is not None}


def _moved(by_number: dict[int, Any], change: Shift) -> dict[int, Any]:
    moved = {}
    for number, item in by_number.items():
        place = change.point(number)
        if place is not None:
            moved[place] = item
    return moved


def _shift_filters(sheet: Sheet, change: Shift) -> None:
    """Criteria of filters are kept by column number."""
    for kept in (*sheet.basic_filter, *sheet.filter_views):
        if "criteria" in kept:
            by_column = {int(column): item for column, item in kept["criteria"].items()}
            kept["criteria"] = {str(column): item for column, item in _moved(by_column, change).items()}


def _shift_tables(sheet: Sheet, change: Shift) -> None:
    """Columns of a table go where those of the tab go; the range itself follows as all ranges do."""
    for table in sheet.tables:
        area = area_of(sheet, table["range"])
        span = change.span(area.left, area.right)
        if span is None:
            continue
        left, right = span[0] or 0, span[1] or area.right
        places = {number: change.point(area.left + number) for number in range(area.width)}
        kept = {number: place - left for number, place in places.items() if place is not None}
        where = table["range"]
        resized(table, Area(area.top, left, area.bottom, right), kept)
        table["range"] = where


def _shift_anchors(book: Book, sheet: Sheet, dimension: str, change: Shift) -> None:
    """A chart or slicer whose own cell is deleted stays at the place of that cell."""
    name = "rowIndex" if dimension == "ROWS" else "columnIndex"
    for holder in book.sheets:
        for item in (*holder.charts, *holder.slicers):
            anchor = item.get("position", {}).get("overlayPosition", {}).get("anchorCell")
            if anchor and anchor.get("sheetId", 0) == sheet.id and name in anchor:
                place = change.point(anchor[name])
                if place is not None:
                    anchor[name] = place


def _keep_metadata(metadata: Json, sheet: Sheet, dimension: str, change: Shift) -> bool:
    where = metadata["location"].get("dimensionRange")
    if where is None or where["sheetId"] != sheet.id or where["dimension"] != dimension:
        return True
    place = change.point(where["startIndex"])
    if place is None:
        return False
    where |= {"startIndex": place, "endIndex": place + 1}
    return True
