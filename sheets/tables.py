"""Tables that people keep in their own way: the header is found by name, wherever it is, in any order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sheets.errors import HeaderNotFoundError
from sheets.text import clean, fold, header_keys
from sheets.values import CellValue, as_text, is_blank
from sheets.workbook import EMPTY, Cell, Merge, Tab, column_letters

#: A header below this row is not a header.
_LAST_HEADER_ROW = 40
#: A header is at most so many rows high.
_HEADER_ROWS = 3
#: Columns that people fill in ahead of the rows themselves.
_COUNTERS = frozenset({"stt", "tt", "so tt", "so thu tu"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column that is looked for."""

    key: str
    #: The header as we would write it.
    title: str
    #: Other headers that people write for it.
    aliases: tuple[str, ...] = ()
    #: Without it the table cannot be used.
    required: bool = False

    @property
    def names(self) -> frozenset[str]:
        """Keys of all headers that mean this column."""
        return frozenset(fold(name) for name in (self.title, *self.aliases))


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row that people filled in."""

    #: Number of the row as people see it, from 1. Never an identity.
    number: int
    #: Column key → value, for every column that was found; merged cells filled from their top left.
    values: Mapping[str, CellValue]
    #: Column key → «Hoạt động!B7».
    addresses: Mapping[str, str]
    #: Column key → links of that cell, where there are any.
    links: Mapping[str, tuple[str, ...]]
    #: Header → value, for the columns that nobody asked for, blanks left out.
    extras: Mapping[str, CellValue]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table as it was found in a tab."""

    title: str
    #: Number of the header row as people see it, from 1.
    header_number: int
    #: Column key → column counted from 0.
    columns: Mapping[str, int]
    #: Keys that have no column here.
    missing: tuple[str, ...]
    #: Headers that occur again; the first occurrence is used, the others are kept as extras.
    doubled: tuple[str, ...]
    rows: tuple[TableRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    top: int
    #: First row of the table's body.
    bottom: int
    columns: Mapping[str, int]
    extras: Mapping[int, str]
    doubled: tuple[str, ...] = ()
    labels: Mapping[int, str] = field(default_factory=dict)


def read_table(tab: Tab, columns: Sequence[Column], *, file: str) -> Table:
    """The table of a tab. Blank rows, repeated headers and bands merged across the table are skipped.

    Raises HeaderNotFoundError, naming `file` and the headers looked for.
    """
    header = _find_header(tab, columns)
    required = [column.title for column in columns if column.required]
    if header is None:
        raise HeaderNotFoundError(file=file, tab=tab.title, looked_for=required or [columns[0].title])
    fill = _vertical_fill(tab.merges)
    bands = _band_rows(tab.merges, header)
    numbers = range(header.bottom, len(tab.rows))
    rows = (
        _row(tab, header, fill, row) for row in numbers if row not in bands and _is_filled(tab, header, row)
    )
    return Table(
        title=tab.title,
        header_number=header.top + 1,
        columns=header.columns,
        missing=tuple(column.key for column in columns if column.key not in header.columns),
        doubled=header.doubled,
        rows=tuple(rows),
    )


def _find_header(tab: Tab, columns: Sequence[Column]) -> _Header | None:
    """The row that names the most columns, all required ones among them; the upper one of two equals."""
    required = {column.key for column in columns if column.required}
    key_of = {name: column.key for column in columns for name in column.names}
    best: _Header | None = None
    for top in range(min(len(tab.rows), _LAST_HEADER_ROW)):
        header = _header_at(tab, top, key_of)
        if required <= header.columns.keys() and len(header.columns) > len(best.columns if best else ()):
            best = header
    return best


def _header_at(tab: Tab, top: int, key_of: Mapping[str, str]) -> _Header:
    """The header that starts in a row, whatever it is worth."""
    bottom = max((merge.bottom for merge in tab.merges if merge.top == top), default=top + 1)
    bottom = min(bottom, top + _HEADER_ROWS)
    width = max((len(row) for row in tab.rows[top:]), default=0)
    merges = [merge for merge in tab.merges if merge.top < bottom and merge.bottom > top]
    labels = [_labels(tab, merges, range(top, bottom), column) for column in range(width)]
    found = _known_columns(labels, key_of)
    used = set(found.values())
    extras: dict[int, str] = {}
    doubled: list[str] = []
    for index, texts in enumerate(labels):
        if index in used:
            continue
        shown = " – ".join(reversed(texts))
        # Left over although it names a column of ours, or another left-over column: it is there twice.
        if shown and (_known_columns([texts], key_of) or shown in extras.values()):
            doubled.append(shown)
        extras[index] = _unused(shown or f"Cột {column_letters(index)}", extras.values(), doubled)
    return _Header(
        top=top,
        bottom=bottom,
        columns=found,
        extras=extras,
        doubled=tuple(doubled),
        labels={index: " ".join(map(fold, texts)) for index, texts in enumerate(labels)},
    )


def _known_columns(labels: Sequence[Sequence[str]], key_of: Mapping[str, str]) -> dict[str, int]:
    """Column key → the first column that has a name of it (`key_of`: folded name → column key)."""
    found: dict[str, int] = {}
    for index, texts in enumerate(labels):
        for name in header_keys(texts[0]) if texts else ():
            if name in key_of:
                found.setdefault(key_of[name], index)
                break
    return found


def _labels(tab: Tab, merges: Sequence[Merge], rows: range, column: int) -> list[str]:
    """Texts of a header cell, the lowest first: that one names the column, what stands above its group."""
    texts = (clean(as_text(_merged(tab, merges, row, column).value)) for row in reversed(rows))
    return list(dict.fromkeys(text for text in texts if text))


def _merged(tab: Tab, merges: Sequence[Merge], row: int, column: int) -> Cell:
    for merge in merges:
        if merge.top <= row < merge.bottom and merge.left <= column < merge.right:
            return tab.cell(merge.top, merge.left)
    return tab.cell(row, column)


def _unused(header: str, taken: Iterable[str], doubled: Sequence[str]) -> str:
    names = set(taken)
    if header not in names and header not in doubled:
        return header
    number = 2
    while f"{header} ({number})" in names:
        number += 1
    return f"{header} ({number})"


def _vertical_fill(merges: Sequence[Merge]) -> dict[tuple[int, int], tuple[int, int]]:
    """Cell → the cell it repeats. A merge to the right belongs to its first column only."""
    return {
        (row, merge.left): (merge.top, merge.left)
        for merge in merges
        for row in range(merge.top, merge.bottom)
    }


def _band_rows(merges: Sequence[Merge], header: _Header) -> set[int]:
    """Rows that are one heading across the table («THÁNG 9»), not a row of it."""
    known = set(header.columns.values())
    enough = max(2, (len(known) + 1) // 2)
    return {
        row
        for merge in merges
        if merge.top >= header.bottom and len(known & set(range(merge.left, merge.right))) >= enough
        for row in range(merge.top, merge.bottom)
    }


def _is_filled(tab: Tab, header: _Header, row: int) -> bool:
    """True if someone wrote into this row itself, and not the header once more."""
    own = {column: tab.value(row, column) for column in header.columns.values()}
    written = {column: value for column, value in own.items() if not is_blank(value) and value is not False}
    if written:
        return any(fold(as_text(value)) != header.labels.get(column) for column, value in written.items())
    return any(
        not is_blank(value) and value is not False and fold(name) not in _COUNTERS
        for name, value in ((name, tab.value(row, column)) for column, name in header.extras.items())
    )


def _row(tab: Tab, header: _Header, fill: Mapping[tuple[int, int], tuple[int, int]], row: int) -> TableRow:
    def cell(column: int) -> Cell:
        found = tab.cell(row, column)
        return tab.cell(*fill.get((row, column), (row, column))) if found == EMPTY else found

    cells = {key: cell(column) for key, column in header.columns.items()}
    extras = {name: cell(column).value for column, name in header.extras.items()}
    return TableRow(
        number=row + 1,
        values={key: found.value for key, found in cells.items()},
        addresses={key: tab.address(row, column) for key, column in header.columns.items()},
        links={key: found.links for key, found in cells.items() if found.links},
        extras={name: value for name, value in extras.items() if not is_blank(value)},
    )
