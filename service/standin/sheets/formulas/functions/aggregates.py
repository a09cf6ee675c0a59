"""Functions over many values: SUM, COUNT, AVERAGE, MEDIAN, …"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable

from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.values import Cells, FormulaError


def _count(call: Call) -> float:
    """Numbers; a text counts only where it is an argument itself and says a number."""
    count = 0
    for value, in_cell in call.all_values():
        if isinstance(value, str) and not in_cell:
            try:
                count += float(value) == float(value)
            except ValueError:
                continue
        elif isinstance(value, int | float) and not (in_cell and isinstance(value, bool)):
            count += 1
    return count


def _count_blank(call: Call) -> float:
    count = 0
    for index in range(call.count):
        area = call.area(index)
        count += area.height * area.width - sum(1 for value in area.values() if value != "")
    return count


def _average(call: Call) -> float:
    numbers = list(call.numbers())
    if not numbers:
        raise FormulaError("DIVIDE_BY_ZERO", "Evaluation of function AVERAGE caused a divide by zero error.")
    return sum(numbers) / len(numbers)


def _spread(measure: Callable[[list[float]], float], least: int) -> Callable[[Call], float]:
    def run(call: Call) -> float:
        numbers = list(call.numbers())
        if len(numbers) < least:
            raise FormulaError(
                "DIVIDE_BY_ZERO", f"Evaluation of function {call.node.name} caused a divide by zero error."
            )
        return measure(numbers)

    return run


def _median(call: Call) -> float:
    numbers = list(call.numbers())
    if not numbers:
        raise FormulaError("NUM", "Function MEDIAN parameter 1 has no numbers.")
    return float(statistics.median(numbers))


def _ranked(call: Call) -> float:
    """LARGE and SMALL."""
    area = call.area(0)
    numbers = sorted(
        (float(v) for v in area.values() if isinstance(v, int | float) and not isinstance(v, bool)),
        reverse=call.node.name == "LARGE",
    )
    place = call.whole(1)
    if not 1 <= place <= len(numbers):
        raise FormulaError("NUM", f"Function {call.node.name} parameter 2 value {place} is out of range.")
    return numbers[place - 1]


def _rank(call: Call) -> float:
    wanted = call.number(0)
    numbers = [
        float(v) for v in call.area(1).values() if isinstance(v, int | float) and not isinstance(v, bool)
    ]
    if wanted not in numbers:
        raise FormulaError("N_A", "Function RANK evaluates to an out of range value.")
    ascending = call.truth(2) if call.has(2) else False
    return 1 + sum(1 for n in numbers if (n < wanted if ascending else n > wanted))


def _sum_product(call: Call) -> float:
    areas = [call.area(index) for index in range(call.count)]
    size = (areas[0].height, areas[0].width)
    if any((area.height, area.width) != size for area in areas):
        raise FormulaError("VALUE", "Function SUMPRODUCT has mismatched range sizes.")
    return sum(math.prod(_factor(area, row, column) for area in areas) for row, column in areas[0].filled())


def _factor(area: Cells, row: int, column: int) -> float:
    value = area.at(row, column)
    if isinstance(value, FormulaError):
        raise value
    return float(value) if isinstance(value, int | float) else 0.0


AGGREGATES = {
    "SUM": Spec(1, None, lambda call: sum(call.numbers())),
    "PRODUCT": Spec(1, None, lambda call: math.prod(call.numbers())),
    "COUNT": Spec(1, None, _count),
    "COUNTA": Spec(1, None, lambda call: sum(1 for _ in call.all_values())),
    "COUNTBLANK": Spec(1, None, _count_blank),
    "AVERAGE": Spec(1, None, _average),
    "MIN": Spec(1, None, lambda call: min(call.numbers(), default=0)),
    "MAX": Spec(1, None, lambda call: max(call.numbers(), default=0)),
    "MEDIAN": Spec(1, None, _median),
    "STDEV": Spec(1, None, _spread(statistics.stdev, 2)),
    "STDEVP": Spec(1, None, _spread(statistics.pstdev, 1)),
    "VAR": Spec(1, None, _spread(statistics.variance, 2)),
    "LARGE": Spec(2, 2, _ranked),
    "SMALL": Spec(2, 2, _ranked),
    "RANK": Spec(2, 3, _rank),
    "SUMPRODUCT": Spec(1, None, _sum_product),
}
