"""Formulas that fill more cells than their own.

What they fill is put into the loaded spreadsheet for reading, under `SPILLED`, and is never kept.
"""

from __future__ import annotations

import re
from typing import Any

from service.standin.sheets.a1 import letters
from service.standin.sheets.book import SPILLED, Book, Sheet
from service.standin.sheets.formulas.engine import Calculation, extended
from service.standin.sheets.formulas.values import Argument, Cells, FormulaError

Json = dict[str, Any]
Anchor = tuple[Sheet, int, int]

_MAY_SPILL = re.compile(
    r"\b(?:ARRAYFORMULA|FILTER|FLATTEN|SEQUENCE|SORT|TRANSPOSE|UNIQUE)\s*\(|\{", re.IGNORECASE
)
#: One array may be made of what another fills; a longer chain is not followed to its end.
_PASSES = 5


def spread(book: Book) -> None:
    """Fill the cells that array formulas reach; call it before a reading, on a book that is not saved."""
    anchors = [anchor for sheet in book.sheets for anchor in _anchors(sheet)]
    before: list[Any] = []
    for _ in range(_PASSES if anchors else 0):
        calculation = Calculation(book)
        results = [(anchor, calculation.array(*anchor)) for anchor in anchors]
        _clear(book)
        filled = [cell for anchor, result in results for cell in _fill(anchor, result)]
        if filled == before:
            break
        before = filled


def _anchors(sheet: Sheet) -> list[Anchor]:
    found = []
    for row in sheet.cells.that_say("formulaValue"):
        for column, cell in sheet.cells[row].items():
            if _MAY_SPILL.search(cell.get("userEnteredValue", {}).get("formulaValue", "")):
                found.append((sheet, row, column))
    return found


def _clear(book: Book) -> None:
    for sheet in book.sheets:
        for row in sheet.cells.that_say(SPILLED):
            for column, cell in list(sheet.cells[row].items()):
                if SPILLED in cell:
                    sheet.put(row, column, {key: part for key, part in cell.items() if key != SPILLED})


def _fill(anchor: Anchor, result: Argument) -> list[Any]:
    """(tab, row, column, value) of the cells; an array that finds no room is an error in its first cell."""
    sheet, top, left = anchor
    if not isinstance(result, Cells):
        return [_put(sheet, top, left, extended(result))]
    error = _obstacle(sheet, top, left, result)
    if error is not None:
        return [_put(sheet, top, left, extended(error))]
    return [
        _put(sheet, top + row, left + column, extended(value))
        for row in range(result.height)
        for column in range(result.width)
        if (value := result.at(row, column)) is not None or (row, column) == (0, 0)
    ]


def _obstacle(sheet: Sheet, top: int, left: int, result: Cells) -> FormulaError | None:
    for missing, what in (
        (top + result.height - sheet.rows, "rows"),
        (left + result.width - sheet.columns, "columns"),
    ):
        if missing > 0:
            message = f"Result was not automatically expanded, please insert more {what} ({missing})."
            return FormulaError("REF", message)
    for row in range(top, top + result.height):
        for column in range(left, left + result.width):
            if (row, column) != (top, left) and (
                sheet.has_value(row, column) or SPILLED in sheet.cell(row, column)
            ):
                place = f"{letters(column)}{row + 1}"
                message = f"Array result was not expanded because it would overwrite data in {place}."
                return FormulaError("REF", message)
    return None


def _put(sheet: Sheet, row: int, column: int, value: Json) -> Any:
    sheet.put(row, column, sheet.cell(row, column) | {SPILLED: value})
    return sheet.id, row, column, value
