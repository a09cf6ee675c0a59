"""Dates and numbers out of what people typed, day first. What is not certain is refused by name."""

from __future__ import annotations

import datetime as dt
import re

from sheets.errors import UnreadableError
from sheets.text import clean, fold
from sheets.values import CellValue, as_text, date_of_serial, is_blank, serial_of

#: Dates outside these years are typing mistakes in a school's records.
_FIRST_YEAR, _LAST_YEAR = 2000, 2099
_FIRST_SERIAL = serial_of(dt.date(_FIRST_YEAR, 1, 1))
_LAST_SERIAL = serial_of(dt.date(_LAST_YEAR, 12, 31))

_WEEKDAY = re.compile(r"^(?:thu (?:hai|ba|tu|nam|sau|bay|[2-7])|chu nhat|t[2-7]|cn)\b")
_IN_WORDS = re.compile(r"(?:ngay )?(\d{1,2}) thang (\d{1,2})(?: nam (\d{4}))?")
_DAY_FIRST = re.compile(r"(?:ngay )?(\d{1,2}) (\d{1,2})(?: (\d{4}|\d{2}))?")
_ISO = re.compile(r"(\d{4}) (\d{1,2}) (\d{1,2})")
_TIME = re.compile(
    r"[ ,T]*\b(?:lúc\s+)?\d{1,2}(?::\d{2}){1,2}\b|\b(?:lúc\s+)?\d{1,2}\s?(?:h|giờ)\s?\d{0,2}\b", re.I
)

#: Words after a count of people that leave no doubt what was counted.
_PEOPLE = frozenset(
    fold(words)
    for words in (
        "người", "lượt", "lượt người", "em", "hs", "học sinh", "gv", "giáo viên", "cb", "cán bộ", "nv",
        "nhân viên", "phụ huynh", "ph", "phhs", "phụ huynh học sinh", "cha mẹ học sinh", "cmhs",
        "lượt cha mẹ học sinh", "lượt học sinh", "thầy cô", "đồng chí", "đ/c", "thành viên", "đoàn viên",
        "đội viên", "hội viên", "đại biểu", "người tham dự", "cb gv nv", "cbgvnv",
    )
)  # fmt: skip
_NOBODY = frozenset(fold(words) for words in ("không", "không có", "không ai", "không có ai", "không người"))
_GROUPED = re.compile(r"\d{1,3}(?:[. ]\d{3})+")
_COUNT = re.compile(r"(\d[\d. ]*\d|\d)\s*(\D*)")


def as_date(value: CellValue) -> dt.date | None:
    """The day meant by a cell of a date column; None for a blank cell.

    A number without a date format is a serial number (45678). Text is read day first.
    Raises UnreadableError for an impossible day, a year outside 2000 to 2099, a missing year, several dates.
    """
    if is_blank(value):
        return None
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return _plausible(value, as_text(value))
    if isinstance(value, bool):
        raise UnreadableError("ô ngày đang là hộp kiểm, không phải ngày")
    if isinstance(value, int | float):
        if not _FIRST_SERIAL <= value < _LAST_SERIAL + 1:
            raise UnreadableError(f"«{as_text(value)}» không phải ngày")
        return date_of_serial(value)
    return _date_in_text(clean(value or ""))


def _date_in_text(text: str) -> dt.date:
    plain = _WEEKDAY.sub("", fold(_TIME.sub(" ", text))).strip()
    if iso := _ISO.fullmatch(plain):
        year, month, day = (int(part) for part in iso.groups())
        return _day(text, year, month, day)
    found = _IN_WORDS.fullmatch(plain) or _DAY_FIRST.fullmatch(plain)
    if found is None:
        several = len(re.findall(r"\d+", plain)) > 3
        reason = "có nhiều hơn một ngày" if several else "không phải ngày"
        raise UnreadableError(f"«{text}» {reason}; hãy ghi một ngày dạng 12/3/2025")
    day, month = int(found[1]), int(found[2])
    if found[3] is None:
        raise UnreadableError(f"«{text}» thiếu năm; hãy ghi đủ ngày/tháng/năm, ví dụ 12/3/2025")
    year = int(found[3]) + (2000 if len(found[3]) == 2 else 0)
    return _day(text, year, month, day)


def _day(text: str, year: int, month: int, day: int) -> dt.date:
    if not 1 <= month <= 12:
        raise UnreadableError(f"«{text}»: không có tháng {month}; hãy ghi ngày trước, tháng sau")
    try:
        date = dt.date(year, month, day)
    except ValueError:
        raise UnreadableError(f"«{text}»: tháng {month} năm {year} không có ngày {day}") from None
    return _plausible(date, text)


def _plausible(date: dt.date, text: str) -> dt.date:
    if not _FIRST_YEAR <= date.year <= _LAST_YEAR:
        raise UnreadableError(f"«{text}»: năm {date.year} không hợp lý, hãy kiểm tra lại")
    return date


def as_whole_number(value: CellValue) -> int | None:
    """A count; None for a blank cell («chưa báo cáo»), 0 for a 0 and for «không», «không có ai».

    «1.234» is 1234, since a count has no decimals (official-reports.md §7); «12 người» is 12.
    Raises UnreadableError for all that is not certain: fractions, «khoảng 30», «12/15», a dash, a date.
    """
    if is_blank(value):
        return None
    if isinstance(value, bool):
        raise UnreadableError("ô số đang là hộp kiểm, không phải số")
    if isinstance(value, dt.date):
        raise UnreadableError(
            f"«{as_text(value)}» đang là ngày, không phải số; hãy đổi định dạng ô rồi ghi lại"
        )
    if isinstance(value, int | float):
        if value < 0 or not float(value).is_integer():
            raise UnreadableError(f"«{as_text(value)}» không phải số đếm; hãy ghi một số nguyên")
        return int(value)
    return _count_in_text(clean(value or ""))


def _count_in_text(text: str) -> int:
    if fold(text) in _NOBODY:
        return 0
    found = _COUNT.fullmatch(text)
    if found:
        digits, words = found[1], fold(found[2])
        certain = digits.isdecimal() or _GROUPED.fullmatch(digits)
        if certain and (not found[2].strip() or words in _PEOPLE):
            return int(re.sub(r"\D", "", digits))
    raise UnreadableError(
        f"«{text}» không phải một số chắc chắn; hãy chỉ ghi một số nguyên "
        "(0 nếu không có ai, để trống nếu chưa biết)"
    )


def as_decimal(value: CellValue) -> float | None:
    """A measure that may have decimals (9,25); None for a blank cell.

    Raises UnreadableError for «1.234», which is 1234 to one person and one and a bit to another.
    """
    if is_blank(value):
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    text = as_text(value)
    if isinstance(value, str):
        if re.fullmatch(r"-?\d+(?:,\d+)?", text):
            return float(text.replace(",", "."))
        if re.fullmatch(r"-?\d{1,3}(?:\.\d{3}){2,}(?:,\d+)?|-?\d{1,3}\.\d{3},\d+", text):
            return float(text.replace(".", "").replace(",", "."))
        if re.fullmatch(r"-?\d{1,3}\.\d{3}", text):
            whole, fraction = text.replace(".", ""), text.replace(".", ",")
            raise UnreadableError(
                f"«{text}» có thể là {whole} hoặc {fraction}; hãy ghi rõ một trong hai cách"
            )
    raise UnreadableError(f"«{text}» không phải số; hãy ghi dạng 9,25")
