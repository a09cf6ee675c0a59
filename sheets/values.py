"""Values of cells: exact reading of what Google sends, and writing without interpretation.

A serial number counts days from 1899-12-30 and carries no zone (the spreadsheet's own applies).
"""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from collections.abc import Mapping
from typing import Any

from sheets.text import clean

CellValue = str | int | float | bool | dt.date | dt.datetime | None

EPOCH = dt.date(1899, 12, 30)
_LAST_SERIAL = (dt.date.max - EPOCH).days
_SECONDS_A_DAY = 86_400

DATE_FORMAT = {"type": "DATE", "pattern": "dd/mm/yyyy"}
DATE_TIME_FORMAT = {"type": "DATE_TIME", "pattern": "hh:mm dd/mm/yyyy"}


def from_cell_data(cell: Mapping[str, Any]) -> CellValue:
    """The value of a CellData: text stays text ("0123"), numbers are exact, a date format makes a date.

    An error (#N/A) is read as the text that people see, so that whoever needs a date or a number there
    refuses it by name.
    """
    effective = cell.get("effectiveValue", {})
    if "numberValue" in effective:
        number_format = cell.get("effectiveFormat", {}).get("numberFormat", {})
        return _number(effective["numberValue"], number_format.get("type", ""))
    if "stringValue" in effective:
        return unicodedata.normalize("NFC", effective["stringValue"]) or None
    if "boolValue" in effective:
        return bool(effective["boolValue"])
    if "errorValue" in effective:
        return str(cell.get("formattedValue") or effective["errorValue"].get("type", "ERROR"))
    return None


def _number(number: float, format_type: str) -> CellValue:
    if format_type in ("DATE", "DATE_TIME") and 0 <= number <= _LAST_SERIAL:
        return date_of_serial(number) if format_type == "DATE" else moment_of_serial(number)
    return int(number) if float(number).is_integer() else float(number)


def date_of_serial(serial: float) -> dt.date:
    """The day of a serial number; its fraction is the time of day and is left out."""
    return EPOCH + dt.timedelta(days=int(serial))


def moment_of_serial(serial: float) -> dt.datetime:
    """Day and time of a serial number, to the second."""
    seconds = round((serial - int(serial)) * _SECONDS_A_DAY)
    return dt.datetime.combine(date_of_serial(serial), dt.time()) + dt.timedelta(seconds=seconds)


def serial_of(value: dt.date) -> int | float:
    """The serial number of a day, or of a naive moment."""
    days = (dt.date(value.year, value.month, value.day) - EPOCH).days
    if not isinstance(value, dt.datetime):
        return days
    seconds = value.hour * 3600 + value.minute * 60 + value.second
    return days + seconds / _SECONDS_A_DAY


def to_cell(value: CellValue) -> dict[str, Any]:
    """A CellData for updateCells that stores `value` as it is: `=1+1` from a person stays text.

    A date also gets its number format, a blank clears the cell. Raises ValueError for NaN and infinity.
    """
    if value is None or value == "":
        return {}
    if isinstance(value, bool):
        return {"userEnteredValue": {"boolValue": value}}
    if isinstance(value, int | float):
        if not math.isfinite(value):
            raise ValueError("a cell cannot hold NaN or infinity")
        return {"userEnteredValue": {"numberValue": value}}
    if isinstance(value, dt.date):
        shown = DATE_TIME_FORMAT if isinstance(value, dt.datetime) else DATE_FORMAT
        return {
            "userEnteredValue": {"numberValue": serial_of(value)},
            "userEnteredFormat": {"numberFormat": shown},
        }
    return {"userEnteredValue": {"stringValue": unicodedata.normalize("NFC", value)}}


def is_blank(value: CellValue) -> bool:
    """True for nothing and for text that shows nothing."""
    return value is None or (isinstance(value, str) and not clean(value))


def as_text(value: CellValue) -> str:
    """A value as people would write it in Vietnamese: 9,25 · 12/03/2025 · Có; blank is ""."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "Có" if value else "Không"
    if isinstance(value, dt.datetime):
        return value.strftime("%H:%M %d/%m/%Y")
    if isinstance(value, dt.date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, float):
        return repr(value).replace(".", ",")
    return clean(value) if isinstance(value, str) else str(value)


def canonical(value: CellValue) -> tuple[str, str]:
    """A key under which equal contents meet: 5 and 5.0, a date and its serial number, "" and nothing."""
    if is_blank(value):
        return ("blank", "")
    if isinstance(value, bool):
        return ("bool", str(value))
    if isinstance(value, dt.date):
        return canonical(serial_of(value))
    if isinstance(value, int | float):
        whole = float(value).is_integer()
        # Adding 0 makes the negative zero of floats a plain one.
        return ("number", f"{value + 0:.0f}" if whole else f"{value:.12g}")
    return ("text", unicodedata.normalize("NFC", str(value)))
