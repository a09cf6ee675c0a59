"""Reading a tab of ours, wherever people have moved its columns and rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sheets.errors import ColumnsMissingError, TabMissingError
from sheets.owned import ROW_KEY, OwnedTab
from sheets.text import clean, fold
from sheets.values import CellValue, as_text, is_blank
from sheets.workbook import Tab, Workbook

#: Rows in which a header is looked for where the key column does not name it.
_LAST_HEADER_ROW = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedRow:
    """One row of a tab of ours, both owners' columns."""

    #: "" in a row that a person added.
    key: str
    #: Row counted from 0, true at the moment of reading only.
    row: int
    values: Mapping[str, CellValue]
    #: True if something stands beside the columns we know: a person's own column.
    has_more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedRows:
    """What stands in a tab of ours."""

    tab: Tab
    #: Row of the header counted from 0; None if a person deleted it.
    header_row: int | None
    #: Column key → column counted from 0.
    columns: Mapping[str, int]
    #: Row key → row, in the order of the tab.
    by_key: Mapping[str, OwnedRow]
    #: Rows that a person added below the header: no key, not blank.
    unkeyed: tuple[OwnedRow, ...]
    #: Further rows with a key that stands above them already (a person copied the row).
    doubled: tuple[OwnedRow, ...]


def read_owned(workbook: Workbook, spec: OwnedTab) -> OwnedRows:
    """The rows of a tab of ours by their keys. Columns are found by their marks, else by header text.

    A column that came later and is not there yet (`owned_setup.upgrade_requests`) reads as blank. Raises
    TabMissingError or ColumnsMissingError; other tabs of the workbook can still be read.
    """
    tab = workbook.tab(spec.sheet_id)
    if tab is None:
        raise TabMissingError(file=workbook.title, tab=spec.title)
    columns, header_row = _locate(tab, spec)
    lost = [c.title for c in spec.all_columns if c.key not in columns and not c.later]
    if lost:
        raise ColumnsMissingError(file=workbook.title, tab=tab.title, titles=lost)
    by_key: dict[str, OwnedRow] = {}
    unkeyed: list[OwnedRow] = []
    doubled: list[OwnedRow] = []
    for row in _rows(tab, spec, columns, header_row):
        if row.key and row.key not in by_key:
            by_key[row.key] = row
        elif row.key:
            doubled.append(row)
        elif header_row is None or row.row > header_row:
            unkeyed.append(row)
    return OwnedRows(
        tab=tab,
        header_row=header_row,
        columns=columns,
        by_key=by_key,
        unkeyed=tuple(unkeyed),
        doubled=tuple(doubled),
    )


def _locate(tab: Tab, spec: OwnedTab) -> tuple[dict[str, int], int | None]:
    known = {column.key for column in spec.all_columns}
    columns: dict[str, int] = {}
    for mark in tab.marks:
        if mark.key == spec.mark_key and mark.value in known:
            columns.setdefault(mark.value, mark.column)
    header_row = _header_row(tab, spec, columns)
    if header_row is not None and len(columns) < len(known):
        taken = set(columns.values())
        for key, column in _named_columns(tab, spec, header_row).items():
            if key not in columns and column not in taken:
                columns[key] = column
    return columns, header_row


def _header_row(tab: Tab, spec: OwnedTab, columns: Mapping[str, int]) -> int | None:
    """The row whose key cell says «Khóa» (nobody renames a hidden header), else the one with most names."""
    if ROW_KEY in columns:
        for row in range(len(tab.rows)):
            if as_text(tab.value(row, columns[ROW_KEY])) == "Khóa":
                return row
    counts = {row: len(_named_columns(tab, spec, row)) for row in range(min(len(tab.rows), _LAST_HEADER_ROW))}
    best = max(counts, key=lambda row: counts[row], default=None)
    # One cell that happens to read like a header does not make a row the header.
    enough = min(2, len(spec.columns))
    return best if best is not None and counts[best] >= enough else None


def _named_columns(tab: Tab, spec: OwnedTab, row: int) -> dict[str, int]:
    key_of = {fold(name): c.key for c in spec.all_columns for name in (*c.aliases, c.title)}
    found: dict[str, int] = {}
    for column, cell in enumerate(tab.rows[row]):
        key = key_of.get(fold(as_text(cell.value)))
        if key is not None:
            found.setdefault(key, column)
    return found


def _rows(tab: Tab, spec: OwnedTab, columns: Mapping[str, int], header_row: int | None) -> Iterator[OwnedRow]:
    ours = set(columns.values())
    not_yet: dict[str, CellValue] = {c.key: None for c in spec.columns if c.key not in columns}
    for row, cells in enumerate(tab.rows):
        if row == header_row:
            continue
        values = not_yet | {key: tab.value(row, column) for key, column in columns.items() if key != ROW_KEY}
        key = clean(as_text(tab.value(row, columns[ROW_KEY])))
        more = any(not is_blank(cell.value) for column, cell in enumerate(cells) if column not in ours)
        if key or more or not all(map(is_blank, values.values())):
            yield OwnedRow(key=key, row=row, values=values, has_more=more)
