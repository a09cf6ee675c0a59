"""How a row or column of cells goes on: numbers, dates, texts that end in a number."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from typing import Any

Json = dict[str, Any]
#: Gives the value of the cell so many places after the last one, counted from 1.
Next = Callable[[int], Json]

_NUMBERED = re.compile(r"(.*?)([0-9]{1,15})", re.DOTALL)
#: Beyond this, steps of 1 are lost in a double.
_LARGEST = 1e15
_EPOCH = dt.date(1899, 12, 30)


def continued(values: Sequence[Json | None], *, dates: bool, alternate: bool, single: int = 1) -> Next | None:
    """What comes after these values; None: they are repeated, one after the other.

    A single number is repeated and a single date counted on, several of either go on in equal steps; the
    alternate series turns both around. `dates` says that the numbers show as dates; `single` is the step
    from a value that is alone: -1 for values that are given from last to first.
    """
    numbers = [value["numberValue"] for value in values if value and _countable(value.get("numberValue"))]
    if numbers and len(numbers) == len(values):
        if alternate == (len(numbers) > 1 or dates):
            return None
        return _by_months(numbers) if dates and _by_months(numbers) else _by_steps(numbers, single)
    texts = [value["stringValue"] for value in values if value and "stringValue" in value]
    if alternate or not texts or len(texts) != len(values):
        return None
    return _numbered(texts, single)


def _countable(number: Any) -> bool:
    return isinstance(number, int | float) and abs(number) < _LARGEST


def _by_steps(numbers: Sequence[float], single: int) -> Next:
    """On the line through the numbers, by least squares where the steps differ."""
    count = len(numbers)
    if count == 1:
        return lambda place: {"numberValue": _plain(numbers[0] + place * single)}
    middle, mean = (count - 1) / 2, sum(numbers) / count
    slope = sum((at - middle) * (number - mean) for at, number in enumerate(numbers)) / sum(
        (at - middle) ** 2 for at in range(count)
    )
    steps = {round(after - before, 9) for before, after in pairwise(numbers)}
    if len(steps) == 1:
        return lambda place: {"numberValue": _plain(numbers[-1] + place * (numbers[1] - numbers[0]))}
    return lambda place: {"numberValue": _plain(mean + (count - 1 + place - middle) * slope)}


def _by_months(numbers: Sequence[float]) -> Next | None:
    """The same day of each month, or of each so many months."""
    days = [_date(number) for number in numbers]
    if len(days) < 2 or None in days or len({day.day for day in days if day}) > 1:
        return None
    months = [day.year * 12 + day.month - 1 for day in days if day]
    steps = {after - before for before, after in pairwise(months)}
    if len(steps) > 1 or 0 in steps:
        return None
    [step] = steps
    first = days[0]

    def at(place: int) -> Json:
        year, month = divmod(months[-1] + place * step, 12)
        try:
            day = dt.date(year, month + 1, first.day if first else 1)
        except ValueError:  # a month that is too short ends on its last day
            day = dt.date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1) - dt.timedelta(1)
        return {"numberValue": (day - _EPOCH).days}

    return at


def _date(number: float) -> dt.date | None:
    if number != int(number) or not 0 < number < 2_958_466:  # 31.12.9999
        return None
    return _EPOCH + dt.timedelta(days=int(number))


def _numbered(texts: Sequence[str], single: int) -> Next | None:
    """«Tổ 1», «Tổ 2»: the number goes on, the text before it is the same; zeros in front stay."""
    found = [_NUMBERED.fullmatch(text) for text in texts]
    if None in found or len({match[1] for match in found if match}) > 1:
        return None
    [start, *_] = [match for match in found if match]
    numbers = [float(match[2]) for match in found if match]
    width = len(start[2]) if start[2].startswith("0") else 1
    after = _by_steps(numbers, single)
    return lambda place: {"stringValue": f"{start[1]}{max(0, int(after(place)['numberValue'])):0{width}d}"}


def _plain(number: float) -> float:
    rounded = round(number, 9)
    return int(rounded) if rounded == int(rounded) else rounded
