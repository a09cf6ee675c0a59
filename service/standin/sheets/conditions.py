"""Conditions of conditional formats and filters."""

from __future__ import annotations

import datetime as dt
from typing import Any

from service.standin.sheets.a1 import area_of
from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.entered import typed
from service.standin.sheets.locales import locale_named

Json = dict[str, Any]


class Rules:
    """The conditional formats of one tab."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        self._locale = str(book.properties.get("locale", "en_US"))
        self._rules = [
            ([area_of(sheet, where) for where in rule["ranges"]], rule.get("booleanRule", {}))
            for rule in sheet.conditional_formats
        ]
        self._parts = {part for _, boolean in self._rules for part in boolean.get("format", {})}

    def may_set(self, parts: frozenset[str] | None) -> bool:
        """Whether any rule says something of these members of a CellFormat (None: of any)."""
        return bool(self._parts if parts is None else self._parts & parts)

    def format_of(self, row: int, column: int, value: Json | None) -> Json:
        """The format of the first boolean rule that covers the cell and holds; {} if none does."""
        for areas, boolean in self._rules:
            if any(area.holds(row, column) for area in areas) and holds(
                boolean.get("condition", {}), value, self._locale
            ):
                found: Json = boolean.get("format", {})
                return found
        return {}


def holds(condition: Json, value: Json | None, locale: str) -> bool:
    """Whether a BooleanCondition is true of a cell's effective value."""
    kind = condition.get("type", "")
    wanted = [item.get("userEnteredValue", "") for item in condition.get("values", ())]
    if kind == "BLANK":
        return value is None
    if kind == "NOT_BLANK":
        return value is not None
    if kind.startswith("TEXT_"):
        return _text_holds(kind, str((value or {}).get("stringValue", "")), wanted)
    if kind.startswith("NUMBER_") and value is not None and "numberValue" in value:
        return _number_holds(kind, float(value["numberValue"]), [_number(text, locale) for text in wanted])
    return False


def _text_holds(kind: str, text: str, wanted: list[str]) -> bool:
    text, other = text.casefold(), (wanted[0] if wanted else "").casefold()
    return {
        "TEXT_EQ": text == other,
        "TEXT_NOT_EQ": text != other,
        "TEXT_CONTAINS": other in text,
        "TEXT_NOT_CONTAINS": other not in text,
        "TEXT_STARTS_WITH": text.startswith(other),
        "TEXT_ENDS_WITH": text.endswith(other),
    }.get(kind, False)


def _number_holds(kind: str, number: float, wanted: list[float | None]) -> bool:
    if not wanted or any(limit is None for limit in wanted):
        return False
    limits = [limit for limit in wanted if limit is not None]
    low, high = limits[0], limits[-1]
    return {
        "NUMBER_GREATER": number > low,
        "NUMBER_GREATER_THAN_EQ": number >= low,
        "NUMBER_LESS": number < low,
        "NUMBER_LESS_THAN_EQ": number <= low,
        "NUMBER_EQ": number == low,
        "NUMBER_NOT_EQ": number != low,
        "NUMBER_BETWEEN": low <= number <= high,
        "NUMBER_NOT_BETWEEN": not low <= number <= high,
    }.get(kind, False)


def _number(text: str, locale: str) -> float | None:
    value, _ = typed(text, locale_named(locale), dt.date.min)
    return None if value is None else value.get("numberValue")
