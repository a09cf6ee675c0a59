"""Functions of dates and times; a date is the number of days since 30 December 1899."""

from __future__ import annotations

import calendar
import datetime as dt

from service.standin.sheets.entered import serial
from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.values import FormulaError, number_in

_EPOCH = dt.datetime(1899, 12, 30)
_DAY_SECONDS = 86400


def _moment(call: Call, index: int) -> dt.datetime:
    value = call.number(index)
    try:
        return _EPOCH + dt.timedelta(seconds=round(value * _DAY_SECONDS))
    except OverflowError as error:
        raise FormulaError("NUM", f"{call.where(index)} value {value:g} is out of range.") from error


def _day(call: Call, index: int) -> dt.date:
    return _moment(call, index).date()


def _now(call: Call) -> float:
    return (call.now - _EPOCH).total_seconds() / _DAY_SECONDS


def _date(call: Call) -> float:
    """Months and days over their ends go on into the next ones."""
    year, month, day = call.whole(0), call.whole(1), call.whole(2)
    year += 1900 if 0 <= year < 1900 else 0
    try:
        first = _month_later(dt.date(year, 1, 1), month - 1)
        return serial(first + dt.timedelta(days=day - 1))
    except (ValueError, OverflowError) as error:
        raise FormulaError(
            "NUM", f"Function DATE parameter 1 value is {year}. It is out of range."
        ) from error


def _month_later(day: dt.date, months: int) -> dt.date:
    """The same day of another month, or its last one."""
    number = day.year * 12 + day.month - 1 + months
    year, month = number // 12, number % 12 + 1
    return dt.date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def _later(call: Call) -> float:
    """EDATE and EOMONTH."""
    try:
        found = _month_later(_day(call, 0), call.whole(1))
    except (ValueError, OverflowError, IndexError) as error:
        raise FormulaError("NUM", f"{call.where(1)} is out of range.") from error
    if call.node.name == "EOMONTH":
        found = found.replace(day=calendar.monthrange(found.year, found.month)[1])
    return serial(found)


def _date_value(call: Call) -> float:
    text = call.text(0)
    found = number_in(text, call.locale)
    if found is None:
        name = call.node.name
        kind = "date" if name == "DATEVALUE" else "time"
        raise FormulaError("VALUE", f"{name} parameter '{text}' cannot be parsed to {kind}/time.")
    return float(int(found)) if call.node.name == "DATEVALUE" else found % 1


def _weekday(call: Call) -> float:
    number = _day(call, 0).isoweekday()
    kind = call.whole(1, 1)
    if kind == 1:
        return number % 7 + 1
    return number if kind == 2 else number - 1


def _work_days(call: Call) -> float:
    """NETWORKDAYS: Mondays to Fridays, both ends included, without the holidays of the third argument."""
    start, end = _day(call, 0), _day(call, 1)
    sign = 1 if start <= end else -1
    first, last = min(start, end), max(start, end)
    off = _holidays(call)
    weeks, rest = divmod((last - first).days + 1, 7)
    count = weeks * 5 + sum(1 for n in range(rest) if (first.weekday() + n) % 7 < 5)
    return sign * (count - sum(1 for day in off if first <= day <= last and day.weekday() < 5))


def _holidays(call: Call) -> set[dt.date]:
    if not call.has(2):
        return set()
    return {
        (_EPOCH + dt.timedelta(days=int(value))).date()
        for value in call.area(2).values()
        if isinstance(value, int | float)
    }


def _date_dif(call: Call) -> float:
    start, end, unit = _day(call, 0), _day(call, 1), call.text(2).upper()
    if start > end:
        raise FormulaError("NUM", "Function DATEDIF parameter 1 should be on or before parameter 2.")
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    known = {"D": (end - start).days, "M": months, "Y": months // 12, "YM": months % 12}
    if unit not in known:
        raise FormulaError("NUM", f"Function DATEDIF parameter 3 value '{unit}' is not valid.")
    return known[unit]


DATES = {
    "TODAY": Spec(0, 0, lambda call: serial(call.now.date())),
    "NOW": Spec(0, 0, _now),
    "DATE": Spec(3, 3, _date),
    "TIME": Spec(3, 3, lambda c: (c.whole(0) * 3600 + c.whole(1) * 60 + c.whole(2)) / _DAY_SECONDS % 1),
    "YEAR": Spec(1, 1, lambda call: _day(call, 0).year),
    "MONTH": Spec(1, 1, lambda call: _day(call, 0).month),
    "DAY": Spec(1, 1, lambda call: _day(call, 0).day),
    "HOUR": Spec(1, 1, lambda call: _moment(call, 0).hour),
    "MINUTE": Spec(1, 1, lambda call: _moment(call, 0).minute),
    "SECOND": Spec(1, 1, lambda call: _moment(call, 0).second),
    "WEEKDAY": Spec(1, 2, _weekday),
    "DAYS": Spec(2, 2, lambda call: (_day(call, 0) - _day(call, 1)).days),
    "EDATE": Spec(2, 2, _later),
    "EOMONTH": Spec(2, 2, _later),
    "DATEVALUE": Spec(1, 1, _date_value),
    "TIMEVALUE": Spec(1, 1, _date_value),
    "NETWORKDAYS": Spec(2, 3, _work_days),
    "DATEDIF": Spec(3, 3, _date_dif),
}
