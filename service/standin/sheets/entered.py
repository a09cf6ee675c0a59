"""What typing a text into a cell gives (valueInputOption USER_ENTERED), by the spreadsheet's locale."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from service.standin.sheets.locales import Locale

Json = dict[str, Any]
#: (number, NumberFormat that typing it sets)
Number = tuple[float, Json | None]

_EPOCH = dt.date(1899, 12, 30)
_ISO = re.compile(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})")
_DATE = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?:(?P=s)(?P<y>\d{4}|\d{2}))?")
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WORDED = re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<d>\d{1,2})(?P<comma>,?) (?P<y>\d{4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(:\d{2})?(\s*[AaPp][Mm])?")
_PERCENT_SHARE = 100
#: From this two-digit year on, the last century is meant.
_LAST_CENTURY = 50
#: Larger whole numbers lose digits as a float.
_EXACT = 1e15


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
    number = _number(stripped, locale) or _money(stripped, locale) or _moment(stripped, locale, today)
    if number is None:
        return {"stringValue": text}, None
    value, number_format = number
    return {"numberValue": value}, number_format


def serial(day: dt.date) -> int:
    """Days since 30 December 1899."""
    return (day - _EPOCH).days


# --- numbers ---------------------------------------------------------------------------------------


def _number(text: str, locale: Locale) -> Number | None:
    if locale.thousands == "\u00a0":  # whichever blank was typed
        text = re.sub("(?<=\\d)[ \u202f](?=\\d{3})", locale.thousands, text)
    point, group = re.escape(locale.decimal), re.escape(locale.thousands)
    found = re.fullmatch(
        rf"([+-]?)(\d{{1,3}}(?:{group}\d{{3}})+|\d+)?(?:{point}(\d*))?(?:[eE]([+-]?\d{{1,3}}))?(\s?%)?",
        text,
        re.ASCII,
    )
    if found is None or (not found[2] and not found[3]):
        return None
    whole = (found[2] or "0").replace(locale.thousands, "")
    value = float(f"{found[1]}{whole}.{found[3] or '0'}e{found[4] or '0'}")
    if value in (float("inf"), float("-inf")):
        return None
    if found[5]:
        return _plain(value / _PERCENT_SHARE), _look("PERCENT", "0.00%" if found[3] else "0%")
    if found[4]:
        return _plain(value), _look("SCIENTIFIC", "0.00E+00")
    if found[2] and locale.thousands in found[2]:
        return _plain(value), _look("NUMBER", "#,##0.00" if found[3] else "#,##0")
    return _plain(value), None


def _money(text: str, locale: Locale) -> Number | None:
    """A number with the locale's own sign of money before or behind it."""
    for sign in locale.money:
        bare = text.removeprefix(sign).removesuffix(sign).strip() if text.strip(sign) != text else text
        number = _number(bare, locale) if bare != text else None
        if number is not None and (number[1] or {}).get("type", "NUMBER") == "NUMBER":
            return number[0], _look("CURRENCY", locale.money_pattern(has_cents=locale.decimal in bare))
    return None


def _look(kind: str, pattern: str) -> Json:
    return {"type": kind, "pattern": pattern}


def _plain(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


# --- dates and times -------------------------------------------------------------------------------


def _moment(text: str, locale: Locale, today: dt.date) -> Number | None:
    """A date, a time, or both with a blank between; each is shown the way it was typed."""
    first, _, rest = text.partition(" ")
    date, clock = _day(first, locale, today), rest.strip()
    if date is None and (date := _worded(text)) is not None:
        clock = ""
    if date is None:
        time = _time(text)
        return None if time is None else (time[0], _look("TIME", time[1]))
    day, pattern = date
    if not clock:
        is_usual = pattern == locale.date_pattern
        return serial(day), {"type": "DATE"} if is_usual else _look("DATE", pattern)
    time = _time(clock)
    return None if time is None else (serial(day) + time[0], _look("DATE_TIME", f"{pattern} {time[1]}"))


def _day(text: str, locale: Locale, today: dt.date) -> tuple[dt.date, str] | None:
    found = _ISO.fullmatch(text) or _DATE.fullmatch(text)
    if found is None:
        return None
    part, mark = found.groupdict(), found["s"]
    if "m" in part:
        names = (("y", "yyyy"), ("m", "m"), ("d", "d"))
    else:
        order = ("d", "m") if locale.order == "dmy" else ("m", "d")
        part |= {order[0]: part["a"], order[1]: part["b"]}
        names = ((order[0], order[0]), (order[1], order[1]), ("y", ""))
    pattern = mark.join(
        "y" * len(part[key]) if key == "y" else name * len(part[key]) for key, name in names if part[key]
    )
    return _valid(_year(part["y"], today), int(part["m"]), int(part["d"]), pattern)


def _worded(text: str) -> tuple[dt.date, str] | None:
    """Mar 1 2016, as Google's documentation types it."""
    found = _WORDED.fullmatch(text)
    if found is None or found["name"][:3].lower() not in _MONTHS:
        return None
    month = _MONTHS.index(found["name"][:3].lower()) + 1
    name = dt.date(2000, month, 1).strftime("%B").lower()
    if found["name"].lower() not in (name, name[:3]):
        return None
    pattern = f"{'mmm' if len(found['name']) == 3 else 'mmmm'} d{found['comma']} yyyy"
    return _valid(int(found["y"]), month, int(found["d"]), pattern)


def _valid(year: int, month: int, day: int, pattern: str) -> tuple[dt.date, str] | None:
    try:
        return dt.date(year, month, day), pattern
    except ValueError:
        return None


def _year(text: str | None, today: dt.date) -> int:
    if text is None:
        return today.year
    year = int(text)
    if len(text) == 4:
        return year
    return year + (2000 if year < _LAST_CENTURY else 1900)


def _time(text: str) -> tuple[float, str] | None:
    """(part of a day, pattern); hours over 24 are a duration and are left as a text."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    hour, minute, second = int(found[1]), int(found[2]), int((found[3] or ":0")[1:])
    half = (found[4] or "").strip().lower()
    if half:
        hour = hour % 12 + (12 if half == "pm" else 0)
    if hour > 23 or minute > 59 or second > 59:
        return None
    pattern = "h" * len(found[1]) + ":mm" + (":ss" if found[3] else "") + (" am/pm" if half else "")
    return (hour * 3600 + minute * 60 + second) / 86400, pattern
