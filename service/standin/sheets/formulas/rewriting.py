"""What becomes of the references in a formula when it, or what it refers to, moves."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Protocol

from service.standin.sheets.a1 import column_number, letters
from service.standin.sheets.formulas.tokens import UnreadableError, tokens

_CORNER = re.compile(r"^(\$?)([A-Za-z]{0,3})(\$?)(\d*)$")
_GONE = "#REF!"
Span = tuple[int | None, int | None]


class Change(Protocol):
    """How row (or column) numbers change."""

    def span(self, start: int | None, end: int | None) -> Span | None:
        """Where a span goes; None if nothing of it is left."""


def moved(formula: str, rows: int, columns: int, decimal: str) -> str:
    """The formula as a copy of it reads so many rows and columns away: what has no $ goes along."""
    return _rewritten(formula, decimal, lambda _, cells: _moved_area(cells, rows, columns))


def shifted(formula: str, own: str, changed: str, dimension: str, change: Change, decimal: str) -> str:
    """The formula of a cell on the tab `own` after rows or columns of the tab `changed` moved."""

    def area(title: str | None, cells: str) -> str:
        if (own if title is None else title).casefold() != changed.casefold():
            return cells
        return _shifted_area(cells, dimension, change)

    return _rewritten(formula, decimal, area)


def renamed(formula: str, old: str, new: str, decimal: str) -> str:
    """The formula with another title for a tab; `new` is quoted where it has to be."""
    try:
        words = tokens(formula[1:], decimal)
    except UnreadableError:
        return formula
    parts = []
    for word in words:
        title, mark, cells = word.text.rpartition("!")
        if word.kind == "reference" and mark and _bare(title).casefold() == old.casefold():
            parts.append(f"{new}!{cells}")
        else:
            parts.append(word.text)
    return formula[:1] + "".join(parts)


def _bare(title: str) -> str:
    return title[1:-1].replace("''", "'") if title.startswith("'") else title


def _rewritten(formula: str, decimal: str, area: Callable[[str | None, str], str]) -> str:
    try:
        words = tokens(formula[1:], decimal)
    except UnreadableError:
        return formula
    parts = []
    for word in words:
        if word.kind != "reference":
            parts.append(word.text)
            continue
        title, mark, cells = word.text.rpartition("!")
        parts.append(title + mark + area(_bare(title) if mark else None, cells))
    return formula[:1] + "".join(parts)


def _corners(cells: str) -> list[tuple[bool, int | None, bool, int | None]]:
    """(column is fixed, column, row is fixed, row) of each end."""
    found = []
    for text in cells.split(":"):
        [(first, column, second, row)] = _CORNER.findall(text)
        fixed_row = second or ("" if column else first)
        found.append(
            (
                bool(first) and bool(column),
                column_number(column) if column else None,
                bool(fixed_row),
                int(row) - 1 if row else None,
            )
        )
    return found


def _written(fixed_column: bool, column: int | None, fixed_row: bool, row: int | None) -> str:
    text = "" if column is None else ("$" if fixed_column else "") + letters(column)
    return text + ("" if row is None else ("$" if fixed_row else "") + str(row + 1))


def _moved_area(cells: str, rows: int, columns: int) -> str:
    ends = []
    for fixed_column, column, fixed_row, row in _corners(cells):
        if column is not None and not fixed_column:
            column += columns
        if row is not None and not fixed_row:
            row += rows
        if min(column or 0, row or 0) < 0:
            return _GONE
        ends.append(_written(fixed_column, column, fixed_row, row))
    return ":".join(ends)


def _shifted_area(cells: str, dimension: str, change: Change) -> str:
    corners = _corners(cells)
    first, last = corners[0], corners[-1]
    index = 3 if dimension == "ROWS" else 1
    start, end = first[index], last[index]
    if start is None and end is None:
        return cells
    span = change.span(start, None if end is None else end + 1)
    if span is None:
        return _GONE
    new = [span[0] if start is not None else None, None if span[1] is None else span[1] - 1]
    ends = []
    for (fixed_column, column, fixed_row, row), number in zip((first, last), new, strict=True):
        if dimension == "ROWS":
            row = None if row is None else number
        else:
            column = None if column is None else number
        ends.append(_written(fixed_column, column, fixed_row, row))
    return ends[0] if len(corners) == 1 else ":".join(ends)
