"""Evaluating formulas: each cell once in a calculation, whatever depends on it."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from service.standin.errors import GoogleError
from service.standin.sheets.a1 import Area, area_of, rectangle
from service.standin.sheets.book import SPILLED, Book, Sheet
from service.standin.sheets.formulas import looks, operators
from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.functions import EACH, FUNCTIONS
from service.standin.sheets.formulas.known import KNOWN
from service.standin.sheets.formulas.tokens import UnreadableError
from service.standin.sheets.formulas.tree import (
    Constant,
    Failure,
    Function,
    Name,
    Node,
    Operation,
    Reference,
    Table,
    parsed,
)
from service.standin.sheets.formulas.values import (
    Argument,
    Cells,
    FormulaError,
    Plain,
    Value,
    single,
    table_of,
)
from service.standin.sheets.locales import locale_named

Json = dict[str, Any]
Place = tuple[int, int, int]
T = TypeVar("T")

_CIRCLE = "Circular dependency detected. To resolve with iterative calculation, see File > Settings."
#: How many cells that wait for each other are calculated one inside the other; deeper ones come first.
_DEPTH = 12
_ERROR_KINDS = {
    "#NULL!": "NULL_VALUE", "#DIV/0!": "DIVIDE_BY_ZERO", "#VALUE!": "VALUE", "#REF!": "REF", "#NAME?": "NAME",
    "#NUM!": "NUM", "#N/A": "N_A", "#ERROR!": "ERROR",
}  # fmt: skip
_EXACT = 1e15


class _WaitingError(Exception):
    """A cell that has to be calculated before the one that asks for it."""

    def __init__(self, place: Place) -> None:
        super().__init__(place)
        self.place = place


class Calculation:
    """The values of one spreadsheet as it stands; make a new one after a change."""

    def __init__(self, book: Book) -> None:
        """The locale and the zone are the spreadsheet's."""
        self.book = book
        self.locale = locale_named(book.properties.get("locale", "en_US"))
        self._known: dict[Place, Value] = {}
        self._under_way: set[Place] = set()
        #: How many calls under way take areas for their parts cell by cell.
        self.arrays = 0

    @property
    def now(self) -> dt.datetime:
        """The time on the spreadsheet's wall, without a zone."""
        moment = self.book.now or dt.datetime.now(dt.UTC)
        try:
            zone = zoneinfo.ZoneInfo(self.book.properties.get("timeZone", "Etc/GMT"))
        except (zoneinfo.ZoneInfoNotFoundError, ValueError):
            return moment.replace(tzinfo=None)
        return moment.astimezone(zone).replace(tzinfo=None)

    def value(self, sheet: Sheet, cell: Json, at: tuple[int, int] | None = None) -> Json | None:
        """The ExtendedValue that a cell shows; None for a blank one. `at` is its row and column."""
        if SPILLED in cell:
            spilled: Json = cell[SPILLED]
            return spilled
        entered: Json | None = cell.get("userEnteredValue")
        if entered is None or "formulaValue" not in entered:
            return entered
        place = (sheet.id, *at) if at else (sheet.id, -1, -1)
        return extended(self._calculated(place, entered["formulaValue"], keep=at is not None))

    def array(self, sheet: Sheet, row: int, column: int) -> Argument:
        """All that the formula in a cell comes to."""
        place = (sheet.id, row, column)
        while True:
            try:
                return self._whole(place, self._formula_at(place), lambda value: value)
            except _WaitingError as error:
                self._calculated(error.place, self._formula_at(error.place), keep=True)

    def look(self, sheet: Sheet, cell: Json) -> Json | None:
        """The NumberFormat that a formula gives a cell without one of its own, as dates do."""
        formula = cell.get("userEnteredValue", {}).get("formulaValue")
        if formula is None:
            return None
        try:
            return looks.look_of(parsed(formula[1:].strip(), self.locale.decimal), self, sheet)
        except (UnreadableError, FormulaError, RecursionError):
            return None

    # --- cells in order -------------------------------------------------------------------------------

    def _calculated(self, place: Place, formula: str, *, keep: bool) -> Value:
        """The value of a formula; what it waits for too deep down is calculated first."""
        waiting: list[tuple[Place, str]] = [(place, formula)]
        while True:
            current, text = waiting[-1]
            try:
                value = self._known.get(current) if current in self._known else self._one(current, text)
            except _WaitingError as error:
                if error.place in [at for at, _ in waiting]:
                    self._known[error.place] = FormulaError("REF", _CIRCLE)
                    continue
                waiting.append((error.place, self._formula_at(error.place)))
                continue
            if keep or len(waiting) > 1:
                self._known[current] = value
            waiting.pop()
            if not waiting:
                return value

    def _formula_at(self, place: Place) -> str:
        sheet_id, row, column = place
        return str(self.book.sheet(sheet_id).cell(row, column)["userEnteredValue"]["formulaValue"])

    def _one(self, place: Place, formula: str) -> Value:
        return self._whole(place, formula, single)

    def _whole(self, place: Place, formula: str, taken: Callable[[Argument], T]) -> T | FormulaError:
        """What a formula comes to, as it is `taken`; an error is a value."""
        sheet = self.book.sheet(place[0])
        outer, self.arrays = self.arrays, 0
        self._under_way.add(place)
        try:
            tree = parsed(formula[1:].strip(), self.locale.decimal)
            return taken(self.evaluate(tree, sheet, place))
        except UnreadableError:
            return FormulaError("ERROR", "Formula parse error.")
        except FormulaError as error:
            return error
        except (OverflowError, ValueError, ArithmeticError):
            return FormulaError("NUM", "The result is not a number that can be shown.")
        finally:
            self._under_way.discard(place)
            self.arrays = outer

    def at(self, sheet: Sheet, row: int, column: int) -> Value:
        """The value in a cell; None where nothing is."""
        cell = sheet.cell(row, column)
        if SPILLED in cell:
            return _spilled(cell[SPILLED])
        entered = cell.get("userEnteredValue")
        if entered is None:
            return None
        if "formulaValue" not in entered:
            return _plain(entered)
        place = (sheet.id, row, column)
        if place in self._known:
            return self._known[place]
        if place in self._under_way:
            return FormulaError("REF", _CIRCLE)
        if len(self._under_way) > _DEPTH:
            raise _WaitingError(place)
        value = self._known[place] = self._one(place, entered["formulaValue"])
        return value

    # --- trees ------------------------------------------------------------------------------------------

    def evaluate(self, node: Node, sheet: Sheet, place: Place) -> Argument:
        """What a part of a formula comes to; raises FormulaError."""
        match node:
            case Constant():
                return node.value
            case Failure():
                raise FormulaError(
                    _ERROR_KINDS[node.text], "Reference does not exist." if "REF" in node.text else "Error"
                )
            case Reference():
                return self.area(node, sheet)
            case Name():
                return self._named(node)
            case Operation():
                sides = [self.evaluate(side, sheet, place) for side in node.sides]
                return operators.operate(node.sign, sides, self.locale)
            case Table():
                return table_of([[self._cell_of(item, sheet, place) for item in row] for row in node.rows])
            case Function():
                return self._called(node, sheet, place)

    def _cell_of(self, node: Node, sheet: Sheet, place: Place) -> Value:
        return single(self.evaluate(node, sheet, place))

    def _called(self, node: Function, sheet: Sheet, place: Place) -> Argument:
        spec = FUNCTIONS.get(node.name)
        if spec is None:
            if node.name in KNOWN:
                raise FormulaError("ERROR", f"The stand-in does not compute {node.name}.")
            raise FormulaError("NAME", f"Unknown function: '{node.name}'.")
        _check_count(spec, node)
        if self.arrays and (lanes := self._lanes(node, sheet, place)) is not None:
            return lanes
        return spec.run(Call(node, self, sheet, place))

    def _lanes(self, node: Function, sheet: Sheet, place: Place) -> Cells | None:
        """A function of single values, called for each cell of areas; None for others, and without areas."""
        single_ones = EACH.get(node.name)
        if single_ones is None:
            return None
        parts: dict[int, Argument] = {
            index: self.evaluate(part, sheet, place)
            for index, part in enumerate(node.arguments)
            if not single_ones or index in single_ones
        }
        areas = [
            part for part in parts.values() if isinstance(part, Cells) and (part.height, part.width) != (1, 1)
        ]
        if not areas:
            return None

        def at(row: int, column: int) -> Value:
            given = {index: Constant(operators.part_of(part, row, column)) for index, part in parts.items()}
            called = Function(node.name, tuple(given.get(i, part) for i, part in enumerate(node.arguments)))
            try:
                return single(FUNCTIONS[node.name].run(Call(called, self, sheet, place)))
            except FormulaError as error:
                return error

        height, width = max(a.height for a in areas), max(a.width for a in areas)
        return table_of([[at(row, column) for column in range(width)] for row in range(height)])

    def area(self, node: Reference, sheet: Sheet) -> Cells:
        """The cells that a reference means; raises #REF! where they do not exist."""
        title, mark, cells = node.text.rpartition("!")
        target = sheet
        if mark:
            name = title[1:-1].replace("''", "'") if title.startswith("'") else title
            found = self.book.by_title(name)
            if found is None:
                raise FormulaError("REF", f"Unresolved sheet name '{name}'.")
            target = found
        try:
            known = rectangle(target, cells)
        except GoogleError:
            known = None
        if known is None:
            raise FormulaError("REF", "Reference does not exist.")
        return self.cells(target, known.area)

    def _named(self, node: Name) -> Cells:
        for named in self.book.named_ranges:
            if named["name"].casefold() == node.text.rpartition("!")[2].casefold():
                sheet = self.book.sheet(named["range"].get("sheetId", 0))
                return self.cells(sheet, area_of(sheet, named["range"]))
        raise FormulaError("NAME", f"Unknown range name: '{node.text.upper()}'.")

    def cells(self, sheet: Sheet, area: Area) -> Cells:
        """An area of a tab."""

        def filled() -> Iterator[tuple[int, int]]:
            for row in sorted(row for row in sheet.cells if area.top <= row < area.bottom):
                for column, cell in sorted(sheet.cells[row].items()):
                    if area.left <= column < area.right and ("userEnteredValue" in cell or SPILLED in cell):
                        yield row - area.top, column - area.left

        def at(row: int, column: int) -> Value:
            return self.at(sheet, area.top + row, area.left + column)

        return Cells(area.height, area.width, at, filled, area.top, area.left)


def _check_count(spec: Spec, node: Function) -> None:
    count = len(node.arguments)
    if spec.least <= count and (spec.most is None or count <= spec.most):
        return
    if spec.most == spec.least:
        wanted = f"Expected {spec.least} arguments"
    elif spec.most is None:
        wanted = f"Expected at least {spec.least} arguments"
    else:
        wanted = f"Expected between {spec.least} and {spec.most} arguments"
    raise FormulaError(
        "N_A", f"Wrong number of arguments to {node.name}. {wanted}, but got {count} arguments."
    )


def _plain(entered: Json) -> Plain:
    [value] = entered.values()
    return value if isinstance(value, bool | int | float | str) else None


def _spilled(value: Json) -> Value:
    if "errorValue" in value:
        return FormulaError(value["errorValue"]["type"], value["errorValue"]["message"])
    return _plain(value)


def extended(value: Value) -> Json:
    """A value as an ExtendedValue."""
    if isinstance(value, FormulaError):
        return {"errorValue": {"type": value.kind, "message": value.message}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if value is None or isinstance(value, str):
        return {"stringValue": value or ""}
    if value != value or abs(value) == float("inf"):
        return {"errorValue": {"type": "NUM", "message": "The result is not a number that can be shown."}}
    return {"numberValue": int(value) if float(value).is_integer() and abs(value) < _EXACT else value}
