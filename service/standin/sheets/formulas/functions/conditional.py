"""Functions over the cells that meet criteria: COUNTIF, SUMIFS, MAXIFS, …"""

from __future__ import annotations

from collections.abc import Iterator

from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.criteria import criterion
from service.standin.sheets.formulas.values import Cells, FormulaError, Value, order_key


def _met(call: Call, start: int) -> Iterator[tuple[int, int]]:
    """Places where all pairs of area and criterion from `start` on hold."""
    pairs = [
        (call.area(index), criterion(call.plain(index + 1), call.locale))
        for index in range(start, call.count, 2)
    ]
    size = (pairs[0][0].height, pairs[0][0].width)
    if any((area.height, area.width) != size for area, _ in pairs):
        raise FormulaError("VALUE", f"Array arguments to {call.node.name} are of different size.")
    if any(test(None) for _, test in pairs):
        # Blanks may meet them, so every place is looked at that any area, or none, fills.
        places: Iterator[tuple[int, int]] = ((r, c) for r in range(size[0]) for c in range(size[1]))
    else:
        places = pairs[0][0].filled()
    for row, column in places:
        if all(test(area.at(row, column)) for area, test in pairs):
            yield row, column


def _numbers(area: Cells, places: Iterator[tuple[int, int]]) -> list[float]:
    found = []
    for row, column in places:
        value = _value(area, row, column)
        if isinstance(value, FormulaError):
            raise value
        if isinstance(value, int | float) and not isinstance(value, bool):
            found.append(float(value))
    return found


def _value(area: Cells, row: int, column: int) -> Value:
    return area.at(row, column) if row < area.height and column < area.width else None


def _one_criterion(call: Call) -> list[float]:
    """SUMIF and AVERAGEIF: the numbers stand in the third area, or in the first."""
    area = call.area(2) if call.has(2) else call.area(0)
    tested, test = call.area(0), criterion(call.plain(1), call.locale)
    return _numbers(area, ((r, c) for r, c in tested.filled() if test(tested.at(r, c))))


def _many_criteria(call: Call) -> list[float]:
    if call.count % 2 == 0:
        raise FormulaError("N_A", f"Wrong number of arguments to {call.node.name}.")
    return _numbers(call.area(0), _met(call, 1))


def _count_ifs(call: Call) -> float:
    if call.count % 2:
        raise FormulaError("N_A", f"Wrong number of arguments to {call.node.name}.")
    return sum(1 for _ in _met(call, 0))


def _mean(call: Call, numbers: list[float]) -> float:
    if not numbers:
        message = f"Evaluation of function {call.node.name} caused a divide by zero error."
        raise FormulaError("DIVIDE_BY_ZERO", message)
    return sum(numbers) / len(numbers)


def _count_unique(call: Call) -> float:
    found = set()
    for value, _ in call.all_values():
        if isinstance(value, FormulaError):
            raise value
        found.add(order_key(value))
    return len(found)


CONDITIONAL = {
    "COUNTIF": Spec(2, 2, _count_ifs),
    "COUNTIFS": Spec(2, None, _count_ifs),
    "SUMIF": Spec(2, 3, lambda call: sum(_one_criterion(call))),
    "SUMIFS": Spec(3, None, lambda call: sum(_many_criteria(call))),
    "AVERAGEIF": Spec(2, 3, lambda call: _mean(call, _one_criterion(call))),
    "AVERAGEIFS": Spec(3, None, lambda call: _mean(call, _many_criteria(call))),
    "MINIFS": Spec(3, None, lambda call: min(_many_criteria(call), default=0)),
    "MAXIFS": Spec(3, None, lambda call: max(_many_criteria(call), default=0)),
    "COUNTUNIQUE": Spec(1, None, _count_unique),
}
