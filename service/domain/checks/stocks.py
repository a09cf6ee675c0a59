"""Figures that are no sums: what was left over at the beginning, and what is left at the end.

Each month's report of «đơn còn lại» counts the same petitions again, so that a sum would make one
petition many. Of what was there at the beginning the first report counts, of what is left the last.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import Enum, auto

from service.domain.records import Activity
from service.domain.text import fold


class Stock(Enum):
    """How a figure of several reports becomes one."""

    #: The sum.
    FLOW = auto()
    #: The first: «kỳ trước chuyển sang», «tồn đầu kỳ».
    OPENING = auto()
    #: The last: «còn lại», «tồn cuối kỳ».
    CLOSING = auto()


_OPENING = ("kỳ trước chuyển sang", "chuyển sang từ kỳ trước", "đầu kỳ")
_CLOSING = (
    "còn lại", "còn tồn", "tồn đọng", "cuối kỳ", "chuyển kỳ sau", "chưa giải quyết", "đang giải quyết",
)  # fmt: skip


def stock_kind(label: str) -> Stock:
    """By the words of its label."""
    words = fold(label)
    if any(fold(mark) in words for mark in _OPENING):
        return Stock.OPENING
    return Stock.CLOSING if any(fold(mark) in words for mark in _CLOSING) else Stock.FLOW


def figures_over(activities: Iterable[Activity], labels: Sequence[str]) -> dict[str, int]:
    """Each figure over these activities, oldest first; one that nobody reported is absent, not zero."""
    reported = list(activities)
    found: dict[str, int] = {}
    for label in dict.fromkeys(labels):
        by_unit: dict[str, list[int]] = defaultdict(list)
        for activity in reported:
            if label in activity.figures:
                by_unit[activity.unit].append(activity.figures[label])
        if by_unit:
            kind = stock_kind(label)
            found[label] = sum(_one(kind, values) for values in by_unit.values())
    return found


def _one(kind: Stock, values: Sequence[int]) -> int:
    """What the reports of one unit come to."""
    if kind is Stock.FLOW:
        return sum(values)
    return values[0] if kind is Stock.OPENING else values[-1]
