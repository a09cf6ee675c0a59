"""What formulas calculate with: plain values, errors and areas of cells; and how one is taken for another."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.standin.sheets.entered import typed
from service.standin.sheets.locales import Locale

#: None is a blank.
Plain = float | str | bool | None


class FormulaError(Exception):
    """An error value on its way up; `kind` is Google's ErrorType."""

    def __init__(self, kind: str, message: str) -> None:
        """`message` is what a person reads who points at the cell."""
        super().__init__(message)
        self.kind = kind
        self.message = message


@dataclass(frozen=True, slots=True)
class Cells:
    """An area of values, read when it is asked for. An error in a cell is a FormulaError as a value."""

    height: int
    width: int
    at: Callable[[int, int], Value]
    #: Only the places that hold something, row by row.
    filled: Callable[[], Iterator[tuple[int, int]]]
    #: Row and column of the first cell in its tab; -1 for one that is calculated.
    top: int = -1
    left: int = -1

    def values(self) -> Iterator[Value]:
        """What is not blank."""
        return (self.at(row, column) for row, column in self.filled())


Value = Plain | FormulaError
Argument = Value | Cells


def table_of(rows: Sequence[Sequence[Value]]) -> Cells:
    """An area out of calculated values."""
    return Cells(
        len(rows),
        len(rows[0]) if rows else 0,
        lambda row, column: rows[row][column],
        lambda: ((r, c) for r, row in enumerate(rows) for c, value in enumerate(row) if value is not None),
    )


def single(value: Argument) -> Plain:
    """One value; raises what is an error, and for an area of more cells."""
    if isinstance(value, Cells):
        if (value.height, value.width) != (1, 1):
            raise FormulaError("VALUE", "An array value could not be found.")
        value = value.at(0, 0)
    if isinstance(value, FormulaError):
        raise value
    return value


def number(value: Argument, locale: Locale, where: str) -> float:
    """A number; raises #VALUE! for a text that is none. `where` is "Function ADD parameter 1"."""
    plain = single(value)
    if plain is None or isinstance(plain, bool | int | float):
        return float(plain or 0)
    found = number_in(plain, locale)
    if found is None:
        kind = "empty and" if plain == "" else "a text and"
        raise FormulaError(
            "VALUE", f"{where} expects number values. But '{plain}' is {kind} cannot be coerced to a number."
        )
    return found


def number_in(text: str, locale: Locale) -> float | None:
    """The number, date or time that a text says."""
    value, _ = typed(text.strip(), locale, dt.date.today())
    return None if value is None or "numberValue" not in value else float(value["numberValue"])


def text_of(value: Argument, locale: Locale) -> str:
    """A value as a part of a text."""
    plain = single(value)
    if plain is None:
        return ""
    if isinstance(plain, bool):
        return "TRUE" if plain else "FALSE"
    if isinstance(plain, str):
        return plain
    if float(plain).is_integer() and abs(plain) < 1e15:
        return str(int(plain))
    return f"{plain:.15g}".replace("e", "E").replace(".", locale.decimal)


def truth(value: Argument, where: str) -> bool:
    """TRUE or FALSE; raises #VALUE! for another text."""
    plain = single(value)
    if isinstance(plain, str):
        if plain.upper() in ("TRUE", "FALSE"):
            return plain.upper() == "TRUE"
        raise FormulaError(
            "VALUE",
            f"{where} expects boolean values. But '{plain}' is a text and cannot be coerced to a boolean.",
        )
    return bool(plain)


def order_key(value: Plain) -> tuple[int, float | str]:
    """Numbers come before texts, texts before truth values; letter case does not count."""
    if isinstance(value, bool):
        return 2, float(value)
    if isinstance(value, str):
        return 1, value.casefold()
    return 0, float(value or 0)


def compare(left: Plain, right: Plain) -> int:
    """-1, 0 or 1; a blank is as good as 0, "" or FALSE."""
    if left is None and right is not None:
        left = type(right)()
    if right is None and left is not None:
        right = type(left)()
    one, other = order_key(left), order_key(right)
    return (one > other) - (one < other)
