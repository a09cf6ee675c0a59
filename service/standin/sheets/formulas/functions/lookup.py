"""Functions that look something up, and that say where a cell is."""

from __future__ import annotations

from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.criteria import wildcard
from service.standin.sheets.formulas.values import (
    Argument,
    Cells,
    FormulaError,
    Plain,
    Value,
    compare,
    order_key,
    text_of,
)


def _is(value: Value, wanted: Plain) -> bool:
    if isinstance(value, FormulaError) or value is None:
        return False
    if isinstance(wanted, str) and isinstance(value, str):
        return wildcard(wanted).fullmatch(value) is not None
    return order_key(value)[0] == order_key(wanted)[0] and compare(value, wanted) == 0


def _line(area: Cells) -> list[Value]:
    """A row or a column of cells up to the last that holds something."""
    last = max((max(place) for place in area.filled()), default=-1)
    across = area.height == 1
    return [area.at(0, n) if across else area.at(n, 0) for n in range(last + 1)]


def _nearest(line: list[Value], wanted: Plain, *, falling: bool = False) -> int:
    """Place of the last value that is not past the wanted one, in a sorted line; -1 if there is none."""
    place = -1
    for number, value in enumerate(line):
        if isinstance(value, FormulaError) or value is None or order_key(value)[0] != order_key(wanted)[0]:
            continue
        order = compare(value, wanted)
        if order > 0 if not falling else order < 0:
            break
        place = number
    return place


def _place(call: Call, line: list[Value], wanted: Plain, *, is_sorted: bool) -> int:
    if is_sorted:
        place = _nearest(line, wanted)
    else:
        place = next((n for n, value in enumerate(line) if _is(value, wanted)), -1)
    if place < 0:
        shown = text_of(wanted, call.locale)
        raise FormulaError("N_A", f"Did not find value '{shown}' in {call.node.name} evaluation.")
    return place


def _row(area: Cells, row: int) -> Cells:
    places = lambda: ((0, c) for r, c in area.filled() if r == row)  # noqa: E731
    return Cells(1, area.width, lambda _, column: area.at(row, column), places)


def _column(area: Cells, column: int) -> Cells:
    places = lambda: ((r, 0) for r, c in area.filled() if c == column)  # noqa: E731
    return Cells(area.height, 1, lambda row, _: area.at(row, column), places)


def _look_up(call: Call) -> Value:
    """VLOOKUP and HLOOKUP."""
    down = call.node.name == "VLOOKUP"
    wanted, area, index = call.plain(0), call.area(1), call.whole(2)
    if not 1 <= index <= (area.width if down else area.height):
        name = call.node.name
        raise FormulaError("REF" if index > 0 else "VALUE", f"{name} evaluates to an out of bounds range.")
    line = _line(_column(area, 0) if down else _row(area, 0))
    place = _place(call, line, wanted, is_sorted=call.truth(3, otherwise=True))
    return area.at(place, index - 1) if down else area.at(index - 1, place)


def _xlookup(call: Call) -> Argument:
    wanted, found = call.plain(0), call.area(2)
    if call.has(4) and call.whole(4) not in (0, 2):
        raise FormulaError("ERROR", "The stand-in does not compute XLOOKUP with this match mode.")
    line = _line(call.area(1))
    place = next((n for n, value in enumerate(line) if _is(value, wanted)), -1)
    if place >= 0:
        return found.at(0, place) if found.height == 1 else found.at(place, 0)
    if call.has(3):
        return call.argument(3)
    raise FormulaError("N_A", f"Did not find value '{text_of(wanted, call.locale)}' in XLOOKUP evaluation.")


def _lookup(call: Call) -> Value:
    wanted, line = call.plain(0), _line(call.area(1))
    results = call.area(2) if call.count > 2 else call.area(1)
    place = _place(call, line, wanted, is_sorted=True)
    return results.at(0, place) if results.height == 1 else results.at(place, 0)


def _match(call: Call) -> float:
    wanted, line, kind = call.plain(0), _line(call.area(1)), call.number(2, 1)
    if kind < 0:
        place = _nearest(line, wanted, falling=True)
        if place >= 0:
            return place + 1
    return _place(call, line, wanted, is_sorted=kind > 0) + 1


def _index(call: Call) -> Argument:
    area, row, column = call.area(0), call.whole(1), call.whole(2)
    if area.height == 1 and call.count == 2:
        row, column = 1, row
    if not (0 <= row <= area.height and 0 <= column <= area.width):
        name = call.node.name
        raise FormulaError("NUM", f"Function {name} parameter 2 value {row} is out of range.")
    if row and column:
        return area.at(row - 1, column - 1)
    if row:
        return _row(area, row - 1)
    return _column(area, column - 1) if column else area


def _choose(call: Call) -> Argument:
    index = call.whole(0)
    if not 1 <= index < call.count:
        raise FormulaError("NUM", f"Function CHOOSE parameter 1 value is {index}. It is out of range.")
    return call.argument(index)


def _row_of(call: Call) -> float:
    is_row = call.node.name == "ROW"
    number = call.place[1 if is_row else 2]
    if call.count:
        area = call.area(0)
        number = area.top if is_row else area.left
    if number < 0:
        raise FormulaError("ERROR", f"The stand-in does not know which {call.node.name.lower()} this is.")
    return number + 1


LOOKUP = {
    "VLOOKUP": Spec(3, 4, _look_up),
    "HLOOKUP": Spec(3, 4, _look_up),
    "XLOOKUP": Spec(3, 6, _xlookup),
    "LOOKUP": Spec(2, 3, _lookup),
    "MATCH": Spec(2, 3, _match),
    "INDEX": Spec(1, 3, _index),
    "CHOOSE": Spec(2, None, _choose),
    "ROW": Spec(0, 1, _row_of),
    "COLUMN": Spec(0, 1, _row_of),
    "ROWS": Spec(1, 1, lambda call: call.area(0).height),
    "COLUMNS": Spec(1, 1, lambda call: call.area(0).width),
}
