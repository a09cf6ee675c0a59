"""The number format that a formula brings along: TODAY() is a date, =A1 looks as A1 does."""

from __future__ import annotations

from typing import Any

from service.standin.sheets.book import Sheet
from service.standin.sheets.formulas.calls import Calculating
from service.standin.sheets.formulas.tree import Function, Node, Operation, Reference

Json = dict[str, Any]

_DATES = frozenset(("TODAY", "DATE", "DATEVALUE", "EDATE", "EOMONTH", "WORKDAY", "TO_DATE"))
#: Functions that look as their first argument does.
_ALIKE = frozenset(("SUM", "MIN", "MAX", "AVERAGE", "ROUND", "ABS", "SUMIF", "IFERROR"))


def look_of(node: Node, calculation: Calculating, sheet: Sheet) -> Json | None:
    """The format, or None where a plain number is shown."""
    match node:
        case Function(name=name) if name in _DATES:
            return {"type": "DATE"}
        case Function(name="NOW"):
            return {"type": "DATE_TIME"}
        case Function(name="TIME" | "TIMEVALUE"):
            return {"type": "TIME", "pattern": "h:mm am/pm"}
        case Function(name=name, arguments=arguments) if name in _ALIKE and arguments:
            return look_of(arguments[0], calculation, sheet)
        case Operation(sign="+" | "-", sides=(left, right)):
            one, other = look_of(left, calculation, sheet), look_of(right, calculation, sheet)
            # A date less a date is a number of days.
            return (
                None
                if node.sign == "-" and one and other and one == other and _is_moment(one)
                else one or other
            )
        case Operation(sign="%"):
            return {"type": "PERCENT", "pattern": "0%"}
        case Reference():
            return _look_of_cell(node, calculation, sheet)
    return None


def _is_moment(look: Json) -> bool:
    return look["type"] in ("DATE", "TIME", "DATE_TIME")


def _look_of_cell(node: Reference, calculation: Calculating, sheet: Sheet) -> Json | None:
    cells = calculation.area(node, sheet)
    title, mark, _ = node.text.rpartition("!")
    target = calculation.book.by_title(title.strip("'").replace("''", "'")) if mark else sheet
    if target is None:
        return None
    found: Json | None = target.cell(cells.top, cells.left).get("userEnteredFormat", {}).get("numberFormat")
    return found
