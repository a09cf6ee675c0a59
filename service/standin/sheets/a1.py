"""A1 notation: which rectangle of which tab a text means, and how Google writes it back."""

from __future__ import annotations

import re
from dataclasses import dataclass

from service.standin.errors import GoogleError, invalid
from service.standin.sheets.book import Book, Sheet

_CORNER = re.compile(r"\$?([A-Za-z]{1,3})?\$?([1-9]\d{0,7})?")
_PLAIN_TITLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CELL_LIKE = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]\d*")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of a grid; `bottom` and `right` are just outside."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def height(self) -> int:
        """Rows."""
        return self.bottom - self.top

    @property
    def width(self) -> int:
        """Columns."""
        return self.right - self.left

    @property
    def rows(self) -> range:
        """Numbers of the rows."""
        return range(self.top, self.bottom)

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies inside."""
        return self.top <= row < self.bottom and self.left <= column < self.right

    def meets(self, other: Area) -> bool:
        """Whether the two share a cell."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )


@dataclass(frozen=True, slots=True)
class Target:
    """A range of a request: a tab and the part of its grid that is meant, open sides closed."""

    sheet: Sheet
    area: Area


def letters(column: int) -> str:
    """Column 0 is A."""
    text = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_number(text: str) -> int:
    """A is 0."""
    number = 0
    for letter in text.upper():
        number = number * 26 + ord(letter) - 64
    return number - 1


def quoted(title: str) -> str:
    """A tab's title as it stands before the ! of a range."""
    if _PLAIN_TITLE.fullmatch(title) and not _CELL_LIKE.fullmatch(title):
        return title
    return "'" + title.replace("'", "''") + "'"


def written(sheet: Sheet, area: Area) -> str:
    """The range as Google echoes it."""
    start = f"{letters(area.left)}{area.top + 1}"
    end = f"{letters(area.right - 1)}{area.bottom}"
    return f"{quoted(sheet.title)}!{start}" + ("" if start == end else f":{end}")


def parse_range(book: Book, text: str) -> Target:
    """What a range of the values methods means. Raises Google's 400."""
    found = _named(book, text) or _whole_sheet(book, text) or _in_sheet(book, text)
    if found is None:
        raise _unreadable(text)
    return found


def _unreadable(text: str) -> GoogleError:
    return invalid(f"Unable to parse range: {text}")


def _named(book: Book, text: str) -> Target | None:
    for named in book.named_ranges:
        if named["name"].casefold() == text.casefold():
            sheet = book.sheet(named["range"].get("sheetId", 0))
            return Target(sheet, area_of(sheet, named["range"]))
    return None


def _whole_sheet(book: Book, text: str) -> Target | None:
    title = _unquoted(text)
    if title is None and not _CELL_LIKE.fullmatch(text):
        title = text
    sheet = book.by_title(title) if title is not None else None
    return Target(sheet, whole(sheet)) if sheet else None


def _unquoted(text: str) -> str | None:
    """The title inside 'quotes'; None for a text without."""
    if len(text) >= 2 and text[0] == text[-1] == "'" and "'" not in text[1:-1].replace("''", ""):
        return text[1:-1].replace("''", "'")
    return None


def _in_sheet(book: Book, text: str) -> Target | None:
    title, mark, cells = text.rpartition("!")
    if mark:
        inner = _unquoted(title)
        sheet = book.by_title(title if inner is None else inner)
    else:
        sheet = book.sheets[0]
    if sheet is None:
        return None
    named = _named(book, cells) if mark else None  # 'Tab'!Name, as gspread writes names
    return named if named and named.sheet is sheet else rectangle(sheet, cells)


def rectangle(sheet: Sheet, cells: str) -> Target | None:
    """The cells that A1:B2, A:A, 1:2 mean in a tab; None for other texts. Raises Google's 400."""
    first, colon, last = cells.partition(":")
    start, end = _corner(first), _corner(last if colon else first)
    if start is None or end is None:
        return None
    columns = [c for c in (start[1], end[1]) if c is not None]
    rows = [r for r in (start[0], end[0]) if r is not None]
    open_rows, open_columns = None in (start[0], end[0]), None in (start[1], end[1])
    if not colon and (open_rows or open_columns):
        return None
    top, left = min(rows, default=0), min(columns, default=0)
    if top >= sheet.rows or left >= sheet.columns:
        raise beyond_grid(sheet, cells)
    bottom = sheet.rows if open_rows else min(max(rows) + 1, sheet.rows)
    right = sheet.columns if open_columns else min(max(columns) + 1, sheet.columns)
    return Target(sheet, Area(top, left, bottom, right))


def _corner(text: str) -> tuple[int | None, int | None] | None:
    """(row, column) of one end; an end may lack one of them."""
    found = _CORNER.fullmatch(text)
    if not text or found is None or (found[1] is None and found[2] is None):
        return None
    return (
        int(found[2]) - 1 if found[2] else None,
        column_number(found[1]) if found[1] else None,
    )


def beyond_grid(sheet: Sheet, cells: str) -> GoogleError:
    """A range that begins, or a write that ends, outside the grid."""
    return invalid(
        f"Range ({quoted(sheet.title)}!{cells}) exceeds grid limits. "
        f"Max rows: {sheet.rows}, max columns: {sheet.columns}"
    )


def whole(sheet: Sheet) -> Area:
    """All of a grid."""
    return Area(0, 0, sheet.rows, sheet.columns)


def area_of(sheet: Sheet, grid_range: dict[str, int]) -> Area:
    """A GridRange with its open sides closed, and cut off where the grid ends."""
    return Area(
        grid_range.get("startRowIndex", 0),
        grid_range.get("startColumnIndex", 0),
        min(grid_range.get("endRowIndex", sheet.rows), sheet.rows),
        min(grid_range.get("endColumnIndex", sheet.columns), sheet.columns),
    )
