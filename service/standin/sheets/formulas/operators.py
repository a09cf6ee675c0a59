"""The signs of formulas; with an area on a side, each of its cells."""

from __future__ import annotations

import operator
from collections.abc import Callable

from service.standin.sheets.formulas.values import (
    Argument,
    Cells,
    FormulaError,
    Plain,
    Value,
    compare,
    number,
    single,
    table_of,
    text_of,
)
from service.standin.sheets.locales import Locale

_COMPARISONS: dict[str, Callable[[int, int], bool]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, "<=": operator.le, ">": operator.gt,
    ">=": operator.ge,
}  # fmt: skip
#: Sign and number of sides → the function that Google's messages name.
_NAMES = {
    ("+", 2): "ADD", ("-", 2): "MINUS", ("*", 2): "MULTIPLY", ("/", 2): "DIVIDE", ("^", 2): "POW",
    ("+", 1): "UPLUS", ("-", 1): "UMINUS", ("%", 1): "UNARY_PERCENT",
}  # fmt: skip
_LARGEST_POWER = 1024


def operate(sign: str, sides: list[Argument], locale: Locale) -> Argument:
    """The result; raises FormulaError for one value, and keeps errors in their places for areas."""
    areas = [side for side in sides if isinstance(side, Cells) and (side.height, side.width) != (1, 1)]
    if not areas:
        return _one(sign, sides, locale)
    height, width = max(a.height for a in areas), max(a.width for a in areas)

    def at(row: int, column: int) -> Value:
        try:
            return _one(sign, [part_of(side, row, column) for side in sides], locale)
        except FormulaError as error:
            return error

    return table_of([[at(row, column) for column in range(width)] for row in range(height)])


def part_of(side: Argument, row: int, column: int) -> Value:
    """The value of one cell of a side; a side with one row or column has it everywhere."""
    if not isinstance(side, Cells):
        return side
    row, column = (0 if side.height == 1 else row), (0 if side.width == 1 else column)
    if row >= side.height or column >= side.width:
        return FormulaError("N_A", "Array arguments are of different sizes.")
    return side.at(row, column)


def _one(sign: str, sides: list[Argument] | list[Value], locale: Locale) -> Plain:
    if sign in _COMPARISONS:
        return _COMPARISONS[sign](compare(single(sides[0]), single(sides[1])), 0)
    if sign == "&":
        return text_of(sides[0], locale) + text_of(sides[1], locale)
    if sign == "+" and len(sides) == 1:
        return single(sides[0])
    name = _NAMES[sign, len(sides)]
    numbers = [
        number(side, locale, f"Function {name} parameter {place}") for place, side in enumerate(sides, 1)
    ]
    return _calculated(name, numbers)


def _calculated(name: str, numbers: list[float]) -> float:
    first, last = numbers[0], numbers[-1]
    match name:
        case "ADD":
            return first + last
        case "MINUS":
            return first - last
        case "MULTIPLY":
            return first * last
        case "DIVIDE":
            if last == 0:
                raise FormulaError("DIVIDE_BY_ZERO", "Function DIVIDE parameter 2 cannot be zero.")
            return first / last
        case "POW":
            return power(first, last)
        case "UMINUS":
            return -first
    return first / 100


def power(base: float, exponent: float) -> float:
    """Raises #NUM! where there is none."""
    if base == 0 and exponent < 0:
        raise FormulaError(
            "DIVIDE_BY_ZERO", "Function POWER parameter 1 cannot be zero with a negative exponent."
        )
    if abs(exponent) > _LARGEST_POWER and abs(base) > 1:
        raise FormulaError("NUM", "The result is too large.")
    result = base**exponent
    if isinstance(result, complex):
        raise FormulaError("NUM", f"Function POWER({base:g}, {exponent:g}) has no real value.")
    return float(result)
