"""What has to be written so that a tab of ours says what it should: only the cells that differ."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sheets import requests
from sheets.owned import ROW_KEY, OwnedTab
from sheets.owned_rows import OwnedRow, OwnedRows, read_owned
from sheets.requests import Request
from sheets.text import clean
from sheets.values import CellValue, canonical, is_blank, to_cell
from sheets.workbook import Workbook

Values = Mapping[str, CellValue]
#: (row, column) → what the cell shall hold.
_Cells = dict[tuple[int, int], CellValue]

_VALUE = "userEnteredValue"
_DATE = "userEnteredValue,userEnteredFormat.numberFormat"
#: Rows added to the grid beyond those needed, so that it does not grow on every run.
_SPARE_ROWS = 50


def plan_changes(
    workbook: Workbook,
    spec: OwnedTab,
    desired: Mapping[str, Values],
    *,
    initial: Mapping[str, Values] | None = None,
    remove_missing: bool = False,
) -> tuple[Request, ...]:
    """Requests that bring our columns to `desired` (row key → column key → value); none if they are there.

    A person's columns are written only in rows that are new, from `initial`. New rows are added below
    the last filled row, in the order of `desired`. With `remove_missing`, a row whose key is not desired
    any more goes, unless a person wrote into it. A column that `desired` does not mention is left alone.
    Raises TableError as `read_owned` does, ValueError for a column that is not ours to write or for a key
    that would not be read back as it was written.
    """
    _check(spec, desired, initial or {})
    owned = read_owned(workbook, spec)
    changed = _changed_cells(owned, desired)
    fresh = [key for key in desired if key not in owned.by_key]
    # The first row stays free for a header, even in a tab that someone emptied.
    first_free = max(len(owned.tab.rows), 1)
    for row, key in enumerate(fresh, first_free):
        values = {**(initial or {}).get(key, {}), **desired[key], ROW_KEY: key}
        for column_key, value in values.items():
            if not is_blank(value):
                changed[row, owned.columns[column_key]] = value
    plan: list[Request] = []
    missing_rows = first_free + len(fresh) - owned.tab.row_count
    if missing_rows > 0:
        plan.append(requests.append_rows(spec.sheet_id, missing_rows + _SPARE_ROWS))
    plan.extend(_writes(spec.sheet_id, changed))
    if remove_missing:
        gone = [r.row for k, r in owned.by_key.items() if k not in desired and not _is_a_persons(r, spec)]
        plan.extend(_deletions(spec.sheet_id, gone))
    return tuple(plan)


def _check(spec: OwnedTab, desired: Mapping[str, Values], initial: Mapping[str, Values]) -> None:
    unclean = [key for key in desired if not key or clean(key) != key]
    if unclean:
        raise ValueError(f"tab {spec.key}: row keys {unclean} are blank or hold stray blanks")
    for rows, allowed, owner in (
        (desired, set(spec.service_keys), "the service"),
        (initial, set(spec.person_keys), "a person"),
    ):
        wrong = {key for values in rows.values() for key in values} - allowed
        if wrong:
            raise ValueError(f"tab {spec.key}: {sorted(wrong)} are not columns of {owner}")


def _changed_cells(owned: OwnedRows, desired: Mapping[str, Values]) -> _Cells:
    return {
        (row.row, owned.columns[column_key]): value
        for key, row in owned.by_key.items()
        for column_key, value in desired.get(key, {}).items()
        if canonical(row.values[column_key]) != canonical(value)
    }


def _is_a_persons(row: OwnedRow, spec: OwnedTab) -> bool:
    return row.has_more or any(not is_blank(row.values[key]) for key in spec.person_keys)


def _deletions(sheet_id: int, gone: Sequence[int]) -> Iterator[Request]:
    """Runs of rows, from the bottom up: a deletion moves all rows below it."""
    blocks = list(_consecutive((row, []) for row in sorted(gone)))
    for start, block in reversed(blocks):
        yield requests.delete_rows(sheet_id, start, start + len(block))


def _writes(sheet_id: int, cells: _Cells) -> Iterator[Request]:
    """As few updateCells as cover exactly these cells: runs along a row, equal runs stacked."""
    stacks: dict[tuple[int, int, str], list[tuple[int, list[dict[str, Any]]]]] = defaultdict(list)
    for row, column, values in _runs(cells):
        data = [to_cell(value) for value in values]
        stacks[column, len(values), _fields(values[0])].append((row, data))
    for (column, _, fields), rows in stacks.items():
        for start, block in _consecutive(rows):
            yield requests.update_cells(sheet_id, start, column, block, fields)


def _fields(value: CellValue) -> str:
    return _DATE if isinstance(value, dt.date) else _VALUE


def _runs(cells: _Cells) -> Iterator[tuple[int, int, list[CellValue]]]:
    """(row, first column, values) of neighbours that are written with the same fields."""
    run: list[CellValue] = []
    start = (-1, -1)
    for (row, column), value in sorted(cells.items(), key=lambda item: item[0]):
        follows = (
            run and (row, column) == (start[0], start[1] + len(run)) and _fields(run[0]) == _fields(value)
        )
        if follows:
            run.append(value)
            continue
        if run:
            yield (*start, run)
        start, run = (row, column), [value]
    if run:
        yield (*start, run)


def _consecutive(
    rows: Iterable[tuple[int, list[dict[str, Any]]]],
) -> Iterator[tuple[int, list[list[dict[str, Any]]]]]:
    start = -1
    block: list[list[dict[str, Any]]] = []
    for row, data in rows:
        if block and row == start + len(block):
            block.append(data)
            continue
        if block:
            yield start, block
        start, block = row, [data]
    if block:
        yield start, block
