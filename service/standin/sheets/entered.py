"""What typing a text into a cell gives (valueInputOption USER_ENTERED), by the spreadsheet's locale."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from service.standin.sheets.locales import Locale

Json = dict[str, Any]

_EPOCH = dt.date(1899, 12, 30)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DATE = re.compile(r"(\d{1,2})[-/.](\d{1,2})(?:[-/.](\d{4}|\d{2}))?")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([AaPp])[Mm])?")
_PERCENT_SHARE = 100


def typed(text: str, locale: Locale, today: dt.date) -> tuple[Json | None, Json | None]:
    """(ExtendedValue, NumberFormat) of a text as typed; the value is None for "", most have no format."""
    if text == "":
        return None, None
    if text.startswith("'"):
        return {"stringValue": text[1:]}, None
    if text.startswith("=") and len(text) > 1:
        return {"formulaValue": text}, None
    if text.upper() in ("TRUE", "FALSE"):
        return {"boolValue": text.upper() == "TRUE"}, None
    stripped = text.strip()
    number = _number(stripped, locale) or _moment(stripped, locale, today)
    if number is None:
        return {"stringValue": text}, None
    value, number_format = number
    return {"numberValue": value}, number_format


def serial(day: dt.date) -> int:
    """Days since 30 December 1899."""
    return (day - _EPOCH).days


def _number(text: str, locale: Locale) -> tuple[float, Json | None] | None:
    point, group = re.escape(locale.decimal), re.escape(locale.thousands)
    found = re.fullmatch(
        rf"([+-]?)(\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:{point}(\d*))?(?:[eE]([+-]?\d+))?(\s?%)?", text
    )
    if found is None or (not found[2] and not found[3]):
        return None
    whole = (found[2] or "0").replace(locale.thousands, "")
    value = float(f"{found[1]}{whole}.{found[3] or '0'}e{found[4] or '0'}")
    if found[5]:
        pattern = "0.00%" if found[3] else "0%"
        return _plain(value / _PERCENT_SHARE), {"type": "PERCENT", "pattern": pattern}
    if found[4]:
        return _plain(value), {"type": "SCIENTIFIC", "pattern": "0.00E+00"}
    if found[2] and locale.thousands in found[2]:
        pattern = "#,##0.00" if found[3] else "#,##0"
        return _plain(value), {"type": "NUMBER", "pattern": pattern}
    return _plain(value), None


def _plain(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _moment(text: str, locale: Locale, today: dt.date) -> tuple[float, Json | None] | None:
    """A date, a time, or both with a space between."""
    first, _, rest = text.partition(" ")
    day = _day(first, locale, today)
    if day is None:
        time = _time(text)
        return None if time is None else (time, {"type": "TIME"})
    if not rest.strip():
        return serial(day), {"type": "DATE"}
    time = _time(rest.strip())
    return None if time is None else (serial(day) + time, {"type": "DATE_TIME"})


def _day(text: str, locale: Locale, today: dt.date) -> dt.date | None:
    iso = _ISO.fullmatch(text)
    found = iso or _DATE.fullmatch(text)
    if found is None:
        return None
    if iso:
        year, month, day = (int(part) for part in iso.groups())
    else:
        first, second = int(found[1]), int(found[2])
        day, month = (second, first) if locale.order != "dmy" else (first, second)
        year = _year(found[3], today)
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _year(text: str | None, today: dt.date) -> int:
    if text is None:
        return today.year
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < 50 else 1900)


def _time(text: str) -> float | None:
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int(found[3] or 0)
    if found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0)
    if minute > 59 or second > 59:
        return None
    return (hour * 3600 + minute * 60 + second) / 86400
