"""Values as the values methods read them: shown, plain, or as typed."""

from __future__ import annotations

from typing import Any

from service.standin.sheets.a1 import Area, Target, written
from service.standin.sheets.book import SPILLED, Book, Sheet
from service.standin.sheets.cells import locale_of, look
from service.standin.sheets.formats import formatted, is_moment
from service.standin.sheets.formulas import Calculation, spread
from service.standin.sheets.locales import Locale

Json = dict[str, Any]


class Reader:
    """How a request wants its values."""

    def __init__(self, book: Book, options: Json) -> None:
        """`options` has majorDimension, valueRenderOption and dateTimeRenderOption."""
        spread(book)
        self._calculation = Calculation(book)
        self._locale: Locale = locale_of(book)
        self._render = options.get("valueRenderOption") or "FORMATTED_VALUE"
        self._dates_as_text = options.get("dateTimeRenderOption") == "FORMATTED_STRING"
        major = options.get("majorDimension") or "ROWS"
        self._major = "ROWS" if major == "DIMENSION_UNSPECIFIED" else major

    def value_range(self, target: Target) -> Json:
        """A ValueRange; blank ends are left out."""
        rows = self._table(target.sheet, target.area)
        if self._major == "COLUMNS":
            rows = _trimmed([list(column) for column in zip(*_padded(rows), strict=True)])
        answer: Json = {"range": written(target.sheet, target.area), "majorDimension": self._major}
        return answer | ({"values": rows} if rows else {})

    def _table(self, sheet: Sheet, area: Area) -> list[list[Any]]:
        used = [row for row in sheet.cells if area.top <= row < area.bottom]
        rows: list[list[Any]] = [[] for _ in range(max(used, default=area.top - 1) - area.top + 1)]
        for row in used:
            cells = sheet.cells[row]
            columns = [column for column in cells if area.left <= column < area.right]
            values: list[Any] = [""] * (max(columns, default=area.left - 1) - area.left + 1)
            for column in columns:
                values[column - area.left] = self._value(sheet, cells[column], (row, column))
            rows[row - area.top] = values
        return _trimmed(rows)

    def _value(self, sheet: Sheet, cell: Json, at: tuple[int, int]) -> Any:
        entered = cell.get("userEnteredValue") or ({} if SPILLED in cell else None)
        if entered is None:
            return ""
        if self._render == "FORMULA" and "formulaValue" in entered:
            return entered["formulaValue"]
        value = self._calculation.value(sheet, cell, at) or {}
        number_format = look(self._calculation, sheet, cell) if "numberValue" in value else None
        if (
            self._render == "FORMATTED_VALUE"
            or "errorValue" in value
            or (self._dates_as_text and is_moment(number_format))
        ):
            return formatted(value, number_format, self._locale)
        return next(iter(value.values()), "")


def _trimmed(rows: list[list[Any]]) -> list[list[Any]]:
    for row in rows:
        while row and row[-1] == "":
            row.pop()
    while rows and not rows[-1]:
        rows.pop()
    return rows


def _padded(rows: list[list[Any]]) -> list[list[Any]]:
    width = max(map(len, rows), default=0)
    return [row + [""] * (width - len(row)) for row in rows]
