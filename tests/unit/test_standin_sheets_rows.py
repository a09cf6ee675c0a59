"""Rows of cells as they are kept: nothing is lost on the way to the store and back."""

from __future__ import annotations

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.standin.sheets.rows import Rows

numbers = st.integers() | st.floats(allow_nan=False) | st.just("NaN")
values = st.fixed_dictionaries({}, optional={
    "stringValue": st.text(max_size=5), "numberValue": numbers, "boolValue": st.booleans(),
    "formulaValue": st.just("=1+1"),
})  # fmt: skip
cells = st.fixed_dictionaries({}, optional={
    "userEnteredValue": values, "note": st.text(max_size=5),
    "userEnteredFormat": st.just({"textFormat": {"bold": True}}),
})  # fmt: skip
tables = st.dictionaries(st.integers(0, 9), st.dictionaries(st.integers(0, 9), cells, min_size=1), max_size=5)


def plain(rows: Rows) -> dict[int, Any]:
    return {row: rows[row] for row in rows}


@given(tables)
def test_rows_come_back_as_they_were(table: dict[int, Any]) -> None:
    assert plain(Rows.of(Rows(table).texts())) == table


@given(tables)
def test_looking_at_a_row_does_not_change_what_is_kept(table: dict[int, Any]) -> None:
    rows = Rows.of(Rows(table).texts())
    before = rows.texts()
    assert plain(rows) == table
    assert rows.texts() == before


@given(tables, st.integers(1, 5))
def test_a_copy_is_independent(table: dict[int, Any], by: int) -> None:
    rows = Rows(table)
    copied = copy.deepcopy(rows)
    copied[99] = {0: {"note": "x"}}
    assert 99 not in rows
    moved = rows.renumbered(lambda row: None if row % 2 else row + by)
    assert plain(moved) == {row + by: cells for row, cells in table.items() if not row % 2}


@given(tables)
def test_rows_of_an_earlier_store_are_read(table: dict[int, Any]) -> None:
    each = {str(row): text for text, rows in Rows(table).texts() for row in rows}
    assert plain(Rows.of(each)) == table


def test_rows_that_look_alike_are_kept_once() -> None:
    blank = {0: {"userEnteredFormat": {"textFormat": {"bold": True}}}}
    assert [rows for _, rows in Rows(dict.fromkeys(range(500), blank)).texts()] == [list(range(500))]
