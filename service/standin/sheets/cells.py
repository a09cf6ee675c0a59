"""One cell: what its value comes to, how it shows, and changing it through a field mask."""

from __future__ import annotations

from typing import Any

from service.standin.masks import Mask
from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.formats import formatted
from service.standin.sheets.formulas import Calculation, moved
from service.standin.sheets.locales import Locale, locale_named

Json = dict[str, Any]


def locale_of(book: Book) -> Locale:
    """The habits of the spreadsheet's locale."""
    return locale_named(book.properties.get("locale", "en_US"))


def effective_value(book: Book, sheet: Sheet, cell: Json) -> Json | None:
    """The ExtendedValue that a cell shows: its own, or what its formula comes to."""
    return Calculation(book).value(sheet, cell)


def number_format(cell: Json) -> Json | None:
    """The NumberFormat of a cell, if it has one."""
    found: Json | None = cell.get("userEnteredFormat", {}).get("numberFormat")
    return found


def shown_text(book: Book, sheet: Sheet, cell: Json, locale: Locale) -> str:
    """formattedValue; "" for a cell without a value."""
    calculation = Calculation(book)
    value = calculation.value(sheet, cell)
    return "" if value is None else formatted(value, look(calculation, sheet, cell), locale)


def look(calculation: Calculation, sheet: Sheet, cell: Json) -> Json | None:
    """The NumberFormat that a cell shows in: its own, or the one that its formula brings along."""
    return number_format(cell) or calculation.look(sheet, cell)


def moved_cell(book: Book, cell: Json, rows: int, columns: int) -> Json:
    """The cell as its copy so many rows and columns away; what a formula refers to without $ goes along."""
    formula = cell.get("userEnteredValue", {}).get("formulaValue")
    if formula is None or not (rows or columns):
        return cell
    copy = moved(formula, rows, columns, locale_of(book).decimal)
    return cell | {"userEnteredValue": {"formulaValue": copy}}


def set_masked(target: Json, source: Json, mask: Mask) -> None:
    """Take over from `source` what the mask names; what it names and `source` has not is removed.

    Parts are shared with `source` and not copied: what is inside of a part is replaced, never changed.
    """
    if "*" in mask:
        mask = {key: {} for key in {*target, *source}}
    for key, below in mask.items():
        # A mask that goes into a list, as gspread-formatting sends them, means the list.
        if not below or isinstance(source.get(key), list) or isinstance(target.get(key), list):
            if key in source:
                target[key] = source[key]
            else:
                target.pop(key, None)
        elif key in source or key in target:
            inner = dict(target.get(key, {}))
            set_masked(inner, source.get(key, {}), below)
            if inner:
                target[key] = inner
            else:
                target.pop(key, None)


def without_value(cell: Json) -> Json:
    """The cell after Delete: format, note and rule stay."""
    return {
        key: part
        for key, part in cell.items()
        if key not in ("userEnteredValue", "textFormatRuns", "chipRuns", "hyperlink")
    }
