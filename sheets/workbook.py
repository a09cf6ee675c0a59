"""A spreadsheet as it was read in one call: tabs of cells, with what is needed to find columns again."""

from __future__ import annotations

from dataclasses import dataclass

from sheets.values import CellValue


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell."""

    value: CellValue = None
    #: As people see it, in the spreadsheet's locale.
    shown: str = ""
    #: Links of the cell, of parts of its text and of its smart chips, in order, each once.
    links: tuple[str, ...] = ()


EMPTY = Cell()


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Merged cells; rows and columns from 0, ends excluded."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMark:
    """Developer metadata on a column: it follows the column when people move it."""

    mark_id: int
    key: str
    value: str
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """One tab. Rows and columns count from 0; blank ends of rows are absent."""

    sheet_id: int
    title: str
    rows: tuple[tuple[Cell, ...], ...] = ()
    #: Size of the grid, blank cells included.
    row_count: int = 0
    column_count: int = 0
    merges: tuple[Merge, ...] = ()
    marks: tuple[ColumnMark, ...] = ()
    chart_ids: tuple[int, ...] = ()

    def cell(self, row: int, column: int) -> Cell:
        """The cell; an empty one outside what was filled in."""
        if 0 <= row < len(self.rows) and 0 <= column < len(self.rows[row]):
            return self.rows[row][column]
        return EMPTY

    def value(self, row: int, column: int) -> CellValue:
        """The value of a cell."""
        return self.cell(row, column).value

    def address(self, row: int, column: int) -> str:
        """Where a cell is, as people say it: «Hoạt động!B7»."""
        return f"{self.title}!{a1(row, column)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """One spreadsheet, all tabs in their order."""

    spreadsheet_id: str
    title: str
    locale: str = "vi_VN"
    time_zone: str = "Asia/Ho_Chi_Minh"
    tabs: tuple[Tab, ...] = ()

    def tab(self, sheet_id: int) -> Tab | None:
        """The tab with this id, whatever its title is now."""
        return next((tab for tab in self.tabs if tab.sheet_id == sheet_id), None)


def column_letters(column: int) -> str:
    """Letters of a column counted from 0: 0 is A, 26 is AA."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def a1(row: int, column: int) -> str:
    """A1 address of a cell counted from 0: (6, 1) is B7."""
    return f"{column_letters(column)}{row + 1}"
