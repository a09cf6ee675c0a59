"""Rounding, powers and other functions of one or two numbers."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal, localcontext

from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.operators import power
from service.standin.sheets.formulas.values import FormulaError

#: Digits that a rounding may name; more change nothing.
_PLACES = 300


def _rounding(way: str) -> Callable[[Call], float]:
    def run(call: Call) -> float:
        places = max(-_PLACES, min(call.whole(1), _PLACES))
        with localcontext(prec=2 * _PLACES + 50):
            value = Decimal(repr(call.number(0)))
            return float(value.quantize(Decimal(1).scaleb(-places), way))

    return run


def _divide(call: Call) -> float:
    divisor = call.number(1)
    if divisor == 0:
        raise FormulaError("DIVIDE_BY_ZERO", f"Function {call.node.name} parameter 2 cannot be zero.")
    return call.number(0) / divisor


def _mod(call: Call) -> float:
    divisor = call.number(1)
    if divisor == 0:
        raise FormulaError("DIVIDE_BY_ZERO", "Function MOD parameter 2 cannot be zero.")
    return call.number(0) % divisor


def _positive(function: Callable[[float], float], *, zero_too: bool = False) -> Callable[[Call], float]:
    def run(call: Call) -> float:
        value = call.number(0)
        if value < 0 or (value == 0 and not zero_too):
            least = "greater than or equal to zero" if zero_too else "greater than zero"
            raise FormulaError(
                "NUM", f"Function {call.node.name} parameter 1 value is {value:g}. It should be {least}."
            )
        return function(value)

    return run


def _log(call: Call) -> float:
    value, base = call.number(0), call.number(1, 10)
    if value <= 0 or base <= 0 or base == 1:
        raise FormulaError("NUM", "Function LOG parameter 1 value should be greater than zero.")
    return math.log10(value) if base == 10 else math.log(value, base)


def _multiple(rounded: Callable[[float], int]) -> Callable[[Call], float]:
    """FLOOR and CEILING."""

    def run(call: Call) -> float:
        factor = call.number(1, 1)
        return (
            0.0 if factor == 0 else float(Decimal(rounded(call.number(0) / factor)) * Decimal(repr(factor)))
        )

    return run


def _random_between(call: Call) -> float:
    low, high = math.ceil(call.number(0)), math.floor(call.number(1))
    if low > high:
        raise FormulaError("NUM", "Function RANDBETWEEN parameter 2 value is too small.")
    return random.randint(low, high)  # noqa: S311 - what the formula is for


MATHEMATICS = {
    "ROUND": Spec(1, 2, _rounding(ROUND_HALF_UP)),
    "ROUNDUP": Spec(1, 2, _rounding(ROUND_UP)),
    "ROUNDDOWN": Spec(1, 2, _rounding(ROUND_DOWN)),
    "TRUNC": Spec(1, 2, _rounding(ROUND_DOWN)),
    "INT": Spec(1, 1, lambda call: math.floor(call.number(0))),
    "FLOOR": Spec(1, 2, _multiple(math.floor)),
    "CEILING": Spec(1, 2, _multiple(math.ceil)),
    "ABS": Spec(1, 1, lambda call: abs(call.number(0))),
    "SIGN": Spec(1, 1, lambda call: (call.number(0) > 0) - (call.number(0) < 0)),
    "MOD": Spec(2, 2, _mod),
    "QUOTIENT": Spec(2, 2, lambda call: math.trunc(_divide(call))),
    "POWER": Spec(2, 2, lambda call: power(call.number(0), call.number(1))),
    "POW": Spec(2, 2, lambda call: power(call.number(0), call.number(1))),
    "SQRT": Spec(1, 1, _positive(math.sqrt, zero_too=True)),
    "EXP": Spec(1, 1, lambda call: math.exp(call.number(0))),
    "LN": Spec(1, 1, _positive(math.log)),
    "LOG10": Spec(1, 1, _positive(math.log10)),
    "LOG": Spec(1, 2, _log),
    "PI": Spec(0, 0, lambda call: math.pi),
    "ADD": Spec(2, 2, lambda call: call.number(0) + call.number(1)),
    "MINUS": Spec(2, 2, lambda call: call.number(0) - call.number(1)),
    "MULTIPLY": Spec(2, 2, lambda call: call.number(0) * call.number(1)),
    "DIVIDE": Spec(2, 2, _divide),
    "RAND": Spec(0, 0, lambda call: random.random()),  # noqa: S311 - what the formula is for
    "RANDBETWEEN": Spec(2, 2, _random_between),
}
