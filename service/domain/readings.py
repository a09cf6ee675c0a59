"""Dates and counts as people write them, read only where there is one way to read them."""

from __future__ import annotations

import datetime as dt
import math
import re

from service.domain.text import nfc

Value = str | int | float | bool | dt.date | dt.datetime | None

_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(
    r"(?<![\d/.])(?P<day>\d{1,2})\s*[/.\-]\s*(?P<month>\d{1,2})\s*[/.\-]\s*(?P<year>\d{4}|\d{2})(?![\d/])"
)
_IN_WORDS = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})\s+năm\s+(?P<year>\d{4})(?!\d)", re.IGNORECASE
)
_SERIAL = re.compile(r"\d{5}")
_WHOLE = re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")
_COUNTED = re.compile(r"\s*(?:người|lượt người|lượt|em|học sinh|đơn|cuộc|bộ|buổi)$", re.IGNORECASE)
#: Day 0 of a spreadsheet's serial dates, and the span in which a bare number is read as a date.
_EPOCH = dt.date(1899, 12, 30)
_SERIALS = range(36526, 73051)  # 2000 to 2099
#: As much of a value as a message quotes.
_QUOTED = 60


class UnclearError(ValueError):
    """A value that cannot be read with certainty; the message says why, in Vietnamese."""


def read_date(value: Value) -> dt.date | None:
    """A date in any of the ways people write one, day first; None if blank.

    Of a deed of several days («12-15/3/2025») it is the last one. Raises UnclearError.
    """
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    if isinstance(value, (int, float)):
        return _serial_date(value)
    text = nfc(value).strip()
    if not text:
        return None
    if _SERIAL.fullmatch(text):
        return _serial_date(int(text))
    found = [_day(match, text) for form in (_ISO, _DAY_FIRST, _IN_WORDS) for match in form.finditer(text)]
    if not found:
        raise UnclearError(
            f"Không đọc được ngày «{quoted(text)}»; cần ghi đủ ngày/tháng/năm, ví dụ 12/3/2025."
        )
    return max(found)


def read_whole(value: Value) -> int | None:
    """A count; None if blank, 0 only for a true zero. Raises UnclearError for anything not certain."""
    if value is None:
        return None
    if isinstance(value, (bool, dt.date)):
        raise UnclearError(f"«{value}» không phải là số lượng; cần ghi bằng chữ số, ví dụ 45.")
    if isinstance(value, (int, float)):
        if not math.isfinite(value) or value != int(value) or value < 0:
            raise UnclearError(f"Số lượng phải là số nguyên không âm, không phải «{value}».")
        return int(value)
    text = nfc(value).strip()
    if not text:
        return None
    if re.fullmatch(r"[-−–]\s*\d+", text):
        raise UnclearError(f"Số lượng phải là số nguyên không âm, không phải «{text}».")
    found = _WHOLE.fullmatch(_COUNTED.sub("", text))
    if found is None or len(found[0]) > _QUOTED:
        raise UnclearError(f"«{quoted(text)}» không phải là số lượng; cần ghi bằng chữ số, ví dụ 45.")
    return int(found[0].replace(".", ""))


def quoted(text: str) -> str:
    """As much of a text as a message should repeat."""
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED].rstrip()}…"


def _serial_date(value: float) -> dt.date:
    if not isinstance(value, bool) and math.isfinite(value) and int(value) in _SERIALS:
        return _EPOCH + dt.timedelta(days=int(value))
    raise UnclearError(f"«{value}» không phải là ngày; cần ghi đủ ngày/tháng/năm, ví dụ 12/3/2025.")


def _day(match: re.Match[str], text: str) -> dt.date:
    year = int(match["year"])
    try:
        return dt.date(year + 2000 if year < 100 else year, int(match["month"]), int(match["day"]))
    except ValueError as error:
        raise UnclearError(f"Không có ngày «{quoted(text)}» trong lịch.") from error
