"""Writing plain values into cells."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from service.standin.errors import invalid
from service.standin.sheets.a1 import Area, Target, beyond_grid, letters, written
from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.cells import locale_of, number_format, without_value
from service.standin.sheets.locales import Locale

Json = dict[str, Any]
#: (text, locale) → (ExtendedValue or None for a blank, NumberFormat that typing it sets).
Typed = Callable[[str, Locale], tuple[Json | None, Json | None]]


@dataclass(frozen=True, slots=True)
class Written:
    """What a write touched."""

    sheet: Sheet
    area: Area
    #: Cells that were set or emptied; a null in the values touches none.
    cells: int

    @property
    def rows(self) -> range:
        """Rows touched."""
        return range(self.area.top, self.area.bottom) if self.cells else range(0)

    @property
    def columns(self) -> range:
        """Columns touched."""
        return range(self.area.left, self.area.right) if self.cells else range(0)


def check_room(target: Target, values: Sequence[Sequence[Any]]) -> None:
    """Raises Google's 400 for values that leave the range, or the grid. A range of one cell is a start."""
    area, sheet = target.area, target.sheet
    height, width = len(values), max(map(len, values), default=0)
    if (area.height, area.width) != (1, 1):
        refusal = f"Requested writing within range [{written(sheet, area)}], but tried writing to"
        if height > area.height and area.bottom < sheet.rows:
            raise invalid(f"{refusal} row [{area.bottom + 1}]")
        if width > area.width and area.right < sheet.columns:
            raise invalid(f"{refusal} column [{letters(area.right)}]")
    if area.top + height > sheet.rows or area.left + width > sheet.columns:
        end = f"{letters(area.left + max(width, 1) - 1)}{area.top + max(height, 1)}"
        raise beyond_grid(sheet, f"{letters(area.left)}{area.top + 1}:{end}")


def write_values(
    book: Book, sheet: Sheet, place: tuple[int, int], values: Sequence[Sequence[Any]], *, typed_by: Typed
) -> Written:
    """Write rows from a cell on. Null leaves a cell alone, "" empties it."""
    top, left = place
    locale = locale_of(book)
    count = 0
    for row, items in enumerate(values, top):
        for column, item in enumerate(items, left):
            if item is not None:
                _write(sheet, row, column, item, locale, typed_by)
                count += 1
    width = max(map(len, values), default=0)
    return Written(sheet, Area(top, left, top + max(len(values), 1), left + max(width, 1)), count)


def _write(sheet: Sheet, row: int, column: int, item: Any, locale: Locale, typed_by: Typed) -> None:
    cell = without_value(sheet.cell(row, column))
    own_format = number_format(cell)
    value: Json | None
    look: Json | None = None
    if isinstance(item, bool):
        value = {"boolValue": item}
    elif isinstance(item, int | float):
        value = {"numberValue": item}
    elif isinstance(item, str):
        is_text = (own_format or {}).get("type") == "TEXT"
        value, look = ({"stringValue": item} if item else None, None) if is_text else typed_by(item, locale)
    else:
        raise invalid(f"Invalid values[{row}][{column}]: {type(item).__name__} is not a plain value.")
    if value is not None:
        cell["userEnteredValue"] = value
    if look is not None and own_format is None:
        cell["userEnteredFormat"] = {**cell.get("userEnteredFormat", {}), "numberFormat": look}
    sheet.put(row, column, cell)
