"""What several units did together, told and counted once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.checks.stocks import Stock, stock_kind
from service.domain.records import Activity
from service.domain.text import fold, nfc

#: The rule by which reports of two units are one occasion; it stands as the basis of what is counted so.
JOINT = "occasions.joint-told-once"
#: Words of a gathering that each unit holds by itself, though all may hold it on one day.
_OWN_GATHERING = re.compile(
    r"\b(?:tổ(?! (?:chức|quốc))|chi đoàn|chi bộ|lớp|từng đơn vị)\b|\btổ chuyên môn\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Occasion:
    """One deed of one day, with each unit's report of it."""

    activities: tuple[Activity, ...]

    @property
    def participants(self) -> int | None:
        """The largest number that a unit reports: they counted the same people."""
        known = [a.participants for a in self.activities if a.participants is not None]
        return max(known, default=None)


def occasions_of(activities: Iterable[Activity]) -> tuple[Occasion, ...]:
    """The occasions in the order of their first report.

    Two units' reports are of one occasion if title and day are the same; a meeting that each unit holds by
    itself («sinh hoạt tổ») is as many occasions as units.
    """
    groups: dict[object, list[Activity]] = {}
    seen: Counter[tuple[object, str]] = Counter()
    for place, activity in enumerate(activities):
        key = _key(activity)
        if key is None:
            groups[place] = [activity]
            continue
        # A unit's second report of that title and day is of a second occasion, whoever reports first.
        number = seen[key, activity.unit]
        seen[key, activity.unit] += 1
        groups.setdefault((key, number), []).append(activity)
    return tuple(Occasion(tuple(group)) for group in groups.values())


def is_joint(activities: Sequence[Activity]) -> bool:
    """True if some of these reports are of one occasion."""
    return len(occasions_of(activities)) < len(activities)


def counted_twice(activities: Iterable[Activity], label: str) -> int:
    """How much of a figure's sum is there only because several units reported one occasion."""
    if stock_kind(label) is not Stock.FLOW:
        return 0
    values = [
        [activity.figures[label] for activity in occasion.activities if label in activity.figures]
        for occasion in occasions_of(activities)
    ]
    return sum(sum(said) - max(said) for said in values if said)


def _key(activity: Activity) -> tuple[str, object] | None:
    title = fold(activity.title)
    if not title or activity.date is None or _OWN_GATHERING.search(nfc(activity.title)):
        return None
    return title, activity.date
