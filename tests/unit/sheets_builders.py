"""Builders of workbooks, and the three requests of an owned tab's plan carried out on a Workbook."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sheets.owned import Kind, OwnedColumn, OwnedTab, Owner
from sheets.values import CellValue, from_cell_data
from sheets.workbook import EMPTY, Cell, ColumnMark, Merge, Tab, Workbook

Rows = Sequence[Sequence[CellValue]]


def a_tab(
    rows: Rows,
    *,
    title: str = "Hoạt động",
    sheet_id: int = 1,
    merges: Iterable[Merge] = (),
    marks: Iterable[ColumnMark] = (),
    row_count: int = 200,
    column_count: int = 20,
) -> Tab:
    return Tab(
        sheet_id=sheet_id,
        title=title,
        rows=tuple(tuple(Cell(value=value) if value is not None else EMPTY for value in row) for row in rows),
        row_count=row_count,
        column_count=column_count,
        merges=tuple(merges),
        marks=tuple(marks),
    )


def a_merge(top: int, bottom: int, left: int, right: int) -> Merge:
    return Merge(top=top, bottom=bottom, left=left, right=right)


def a_workbook(*tabs: Tab, title: str = "Tổ Toán") -> Workbook:
    return Workbook(spreadsheet_id="s1", title=title, tabs=tabs)


def ours(key: str, title: str, kind: Kind = Kind.TEXT) -> OwnedColumn:
    return OwnedColumn(key=key, title=title, owner=Owner.SERVICE, kind=kind)


def hers(key: str, title: str, kind: Kind = Kind.TEXT, choices: tuple[str, ...] = ()) -> OwnedColumn:
    return OwnedColumn(key=key, title=title, owner=Owner.PERSON, kind=kind, choices=choices)


REVIEW = OwnedTab(
    key="review",
    title="Theo dõi",
    sheet_id=101,
    columns=(
        ours("code", "Mã"),
        ours("status", "Tình trạng"),
        ours("count", "Số hoạt động", Kind.NUMBER),
        ours("last", "Cập nhật lần cuối", Kind.DATE),
        hers("verdict", "Đánh giá của Hiệu trưởng", Kind.CHOICE, ("Đạt", "Chưa đạt")),
        hers("new_due", "Gia hạn đến", Kind.DATE),
    ),
)


def an_owned_tab(
    spec: OwnedTab = REVIEW, rows: Rows = (), *, marked: bool = True, row_count: int = 200
) -> Tab:
    """The tab as `setup_requests` makes it, with rows in the order code, key, status, …"""
    columns = spec.all_columns
    marks = [
        ColumnMark(mark_id=number + 1, key=spec.mark_key, value=column.key, column=number)
        for number, column in enumerate(columns)
    ]
    return a_tab(
        [[column.title for column in columns], *rows],
        title=spec.title,
        sheet_id=spec.sheet_id,
        marks=marks if marked else (),
        row_count=row_count,
        column_count=len(columns),
    )


def carry_out(tab: Tab, plan: Iterable[Mapping[str, Any]]) -> Tab:
    """The tab after updateCells, appendDimension and deleteDimension, as Google would leave it."""
    rows = [list(row) for row in tab.rows]
    row_count = tab.row_count
    for request in plan:
        if "appendDimension" in request:
            row_count += request["appendDimension"]["length"]
        elif "deleteDimension" in request:
            gone = request["deleteDimension"]["range"]
            row_count -= gone["endIndex"] - gone["startIndex"]
            del rows[gone["startIndex"] : gone["endIndex"]]
        else:
            _update(rows, request["updateCells"], row_count)
    while rows and all(cell == EMPTY for cell in rows[-1]):
        rows.pop()
    return dataclasses.replace(tab, rows=tuple(map(tuple, rows)), row_count=row_count)


def _update(rows: list[list[Cell]], update: Mapping[str, Any], row_count: int) -> None:
    start = update["start"]
    for row, data in enumerate(update["rows"], start["rowIndex"]):
        assert row < row_count, "written outside the grid"
        for column, cell in enumerate(data["values"], start["columnIndex"]):
            while len(rows) <= row:
                rows.append([])
            while len(rows[row]) <= column:
                rows[row].append(EMPTY)
            read = {
                "effectiveValue": cell.get("userEnteredValue", {}),
                "effectiveFormat": cell.get("userEnteredFormat", {}),
            }
            value = from_cell_data(read)
            rows[row][column] = Cell(value=value) if value is not None else EMPTY


def written_columns(plan: Iterable[Mapping[str, Any]]) -> set[int]:
    """Columns that a plan writes to."""
    columns: set[int] = set()
    for request in plan:
        update = request.get("updateCells")
        if update:
            width = max(len(row["values"]) for row in update["rows"])
            left = update["start"]["columnIndex"]
            columns |= set(range(left, left + width))
    return columns
