"""A call of a function: its arguments, taken as numbers, texts or areas as the function needs them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.formulas import values
from service.standin.sheets.formulas.tree import Constant, Function, Node, Reference
from service.standin.sheets.formulas.values import Argument, Cells, FormulaError, Plain, Value
from service.standin.sheets.locales import Locale


class Calculating(Protocol):
    """What a call may ask of the calculation that it is a part of."""

    book: Book
    locale: Locale
    #: How many calls under way take areas for their parts cell by cell.
    arrays: int

    @property
    def now(self) -> dt.datetime: ...

    def evaluate(self, node: Node, sheet: Sheet, place: tuple[int, int, int]) -> Argument: ...

    def area(self, node: Reference, sheet: Sheet) -> Cells: ...


@dataclass(frozen=True, slots=True)
class Spec:
    """How many arguments a function takes (None: any number) and what it does."""

    least: int
    most: int | None
    run: Callable[[Call], Argument]


@dataclass(frozen=True, slots=True)
class Call:
    """One call under way."""

    node: Function
    calculation: Calculating
    sheet: Sheet
    #: Sheet id, row and column of the cell; row and column are -1 where they are not known.
    place: tuple[int, int, int]

    @property
    def locale(self) -> Locale:
        """The spreadsheet's."""
        return self.calculation.locale

    @property
    def now(self) -> dt.datetime:
        """The time on the spreadsheet's wall."""
        return self.calculation.now

    @property
    def count(self) -> int:
        """How many arguments there are."""
        return len(self.node.arguments)

    def has(self, index: int) -> bool:
        """Whether an argument is there and is not left blank between separators."""
        return index < self.count and self.node.arguments[index] != Constant(None)

    def part(self, index: int) -> Node:
        """An argument that is not evaluated yet."""
        return self.node.arguments[index]

    def argument(self, index: int) -> Argument:
        """An argument as it is: a value or an area."""
        return self.calculation.evaluate(self.part(index), self.sheet, self.place)

    def plain(self, index: int, otherwise: Plain = None) -> Plain:
        """One value."""
        return values.single(self.argument(index)) if index < self.count else otherwise

    def number(self, index: int, otherwise: float = 0) -> float:
        """A number; raises #VALUE!."""
        if not self.has(index):
            return otherwise
        return values.number(self.argument(index), self.locale, self.where(index))

    def whole(self, index: int, otherwise: int = 0) -> int:
        """A number without its fraction."""
        return int(self.number(index, otherwise))

    def text(self, index: int, otherwise: str = "") -> str:
        """A text."""
        return values.text_of(self.argument(index), self.locale) if index < self.count else otherwise

    def truth(self, index: int, *, otherwise: bool = False) -> bool:
        """TRUE or FALSE; raises #VALUE!."""
        return values.truth(self.argument(index), self.where(index)) if self.has(index) else otherwise

    def area(self, index: int) -> Cells:
        """Cells; one value is an area of one cell."""
        found = self.argument(index)
        return found if isinstance(found, Cells) else values.table_of([[found]])

    def array(self, index: int) -> Cells:
        """Cells, with functions of single values taken cell by cell."""
        self.calculation.arrays += 1
        try:
            return self.area(index)
        finally:
            self.calculation.arrays -= 1

    def where(self, index: int) -> str:
        """How Google's messages call an argument."""
        return f"Function {self.node.name} parameter {index + 1}"

    def all_values(self, start: int = 0) -> Iterator[tuple[Value, bool]]:
        """(value, whether it stood in a cell) of all arguments from `start` on, blanks in areas left out."""
        for index in range(start, self.count):
            found = self.argument(index)
            if isinstance(found, Cells):
                yield from ((value, True) for value in found.values())
            else:
                yield found, False

    def numbers(self, start: int = 0) -> Iterator[float]:
        """Numbers of all arguments: in cells only what is one, as an argument what can be taken for one."""
        for index in range(start, self.count):
            found = self.argument(index)
            if not isinstance(found, Cells):
                yield values.number(found, self.locale, self.where(index))
                continue
            for value in found.values():
                if isinstance(value, FormulaError):
                    raise value
                if isinstance(value, int | float) and not isinstance(value, bool):
                    yield float(value)
