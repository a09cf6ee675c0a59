"""Functions that come to more than one cell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial, total_ordering

from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.values import (
    Argument,
    Cells,
    FormulaError,
    Value,
    number,
    order_key,
    table_of,
)

Rows = list[list[Value]]
_MOST_CELLS = 1_000_000


def _rows(area: Cells) -> Rows:
    """The rows up to the last that holds something, at least one."""
    last = max((row for row, _ in area.filled()), default=0)
    return [[area.at(row, column) for column in range(area.width)] for row in range(last + 1)]


def _turned(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def _filter(call: Call) -> Argument:
    """Rows (or columns) for which every condition is true."""
    area = call.array(0)
    chosen: list[bool] | None = None
    across = False
    for index in range(1, call.count):
        condition = call.array(index)
        by_row = (condition.height, condition.width) == (area.height, 1)
        if not by_row and (condition.height, condition.width) != (1, area.width):
            raise FormulaError(
                "VALUE",
                "FILTER has mismatched range sizes. "
                f"Expected row count: {area.height}. column count: 1. "
                f"Actual row count: {condition.height}, column count: {condition.width}.",
            )
        length = condition.height if by_row else condition.width
        line = [condition.at(n, 0) if by_row else condition.at(0, n) for n in range(length)]
        holds = [_is_true(value) for value in line]
        across = not by_row
        chosen = holds if chosen is None else [a and b for a, b in zip(chosen, holds, strict=True)]
    numbers = [number for number, is_chosen in enumerate(chosen or ()) if is_chosen]
    if not numbers:
        raise FormulaError("N_A", "No matches are found in FILTER evaluation.")
    if across:
        return table_of([[area.at(row, column) for column in numbers] for row in range(area.height)])
    return table_of([[area.at(row, column) for column in range(area.width)] for row in numbers])


def _is_true(value: Value) -> bool:
    return not isinstance(value, FormulaError | str) and bool(value)


def _unique(call: Call) -> Argument:
    """Each row (or column) once, in the order in which it comes first."""
    by_column, once = call.truth(1), call.truth(2)
    rows = _rows(call.array(0))
    rows = _turned(rows) if by_column else rows
    keys = [tuple(str(v) if isinstance(v, FormulaError) else v for v in row) for row in rows]
    kept = [
        row
        for n, row in enumerate(rows)
        if keys.index(keys[n]) == n and (not once or keys.count(keys[n]) == 1)
    ]
    if not kept:
        raise FormulaError("N_A", "No matches are found in UNIQUE evaluation.")
    return table_of(_turned(kept) if by_column else kept)


def _sort(call: Call) -> Argument:
    """Rows by columns of their own, or by others beside them; blanks come last."""
    area = call.array(0)
    rows = _rows(area)
    order = list(range(len(rows)))
    for index in reversed(range(1, max(call.count, 2), 2)):
        rising = call.truth(index + 1, otherwise=True)
        keys = _sort_keys(call, index, area, rows)
        order.sort(key=partial(_key, keys, rising))
    return table_of([rows[number] for number in order])


def _sort_keys(call: Call, index: int, area: Cells, rows: Rows) -> list[Value]:
    by = call.array(index) if call.has(index) else table_of([[1]])
    if (by.height, by.width) == (1, 1) and area.height != 1:
        column = int(number(by, call.locale, call.where(index)))
        if not 1 <= column <= area.width:
            wanted = f"Valid values are between 1 and {area.width} inclusive."
            raise FormulaError("VALUE", f"{call.where(index)} value is {column}. {wanted}")
        return [row[column - 1] for row in rows]
    if by.height != area.height:
        raise FormulaError("VALUE", f"{call.where(index)} has mismatched row size.")
    return [by.at(row, 0) for row in range(len(rows))]


def _key(keys: list[Value], rising: bool, number_: int) -> _Order:
    return _Order(keys[number_], rising)


@total_ordering
@dataclass(frozen=True, slots=True)
class _Order:
    """A value among others: blanks are last either way, errors before them."""

    value: Value
    rising: bool

    def __lt__(self, other: _Order) -> bool:
        ranks = _rank(self.value), _rank(other.value)
        if ranks[0] != ranks[1] or ranks[0]:
            return ranks[0] < ranks[1]
        one, two = order_key(self.value), order_key(other.value)  # type: ignore[arg-type]
        return one < two if self.rising else two < one


def _rank(value: Value) -> int:
    return 2 if value is None else 1 if isinstance(value, FormulaError) else 0


def _sequence(call: Call) -> Argument:
    """Numbers in equal steps, row by row."""
    height, width = call.whole(0), call.whole(1, 1)
    start, step = call.number(2, 1), call.number(3, 1)
    if height < 1 or width < 1 or height * width > _MOST_CELLS:
        raise FormulaError("NUM", "SEQUENCE parameters are out of range.")
    return table_of(
        [[start + step * (row * width + column) for column in range(width)] for row in range(height)]
    )


def _transpose(call: Call) -> Argument:
    area = call.array(0)
    return table_of([[area.at(row, column) for row in range(area.height)] for column in range(area.width)])


def _flatten(call: Call) -> Argument:
    """All cells in one column, row by row."""
    areas = [call.array(index) for index in range(call.count)]
    return table_of(
        [[area.at(r, c)] for area in areas for r in range(area.height) for c in range(area.width)]
    )


ARRAYS = {
    "ARRAYFORMULA": Spec(1, 1, lambda call: call.array(0)),
    "FILTER": Spec(2, None, _filter),
    "FLATTEN": Spec(1, None, _flatten),
    "SEQUENCE": Spec(1, 4, _sequence),
    "SORT": Spec(1, None, _sort),
    "TRANSPOSE": Spec(1, 1, _transpose),
    "UNIQUE": Spec(1, 3, _unique),
}
