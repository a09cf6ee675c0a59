"""What several units did together, told and counted once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.checks.stocks import Stock, stock_kind
from service.domain.records import Activity
from service.domain.text import fold, nfc

#: The rule by which reports of two units are one event; it stands as the basis of what is counted so.
JOINT = "events.joint-told-once"
#: Words of a gathering that each unit holds by itself, though all may hold it on one day.
_OWN_GATHERING = re.compile(
    r"\b(?:tổ(?! (?:chức|quốc))|chi đoàn|chi bộ|lớp|từng đơn vị)\b|\btổ chuyên môn\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Event:
    """One deed of one day, with each unit's report of it."""

    activities: tuple[Activity, ...]

    @property
    def participants(self) -> int | None:
        """The largest number that a unit reports: they counted the same people."""
        known = [a.participants for a in self.activities if a.participants is not None]
        return max(known, default=None)


def events_of(activities: Iterable[Activity]) -> tuple[Event, ...]:
    """The events in the order of their first report.

    Two units' reports are of one event if title and day are the same; a meeting that each unit holds by
    itself («sinh hoạt tổ») is as many events as units.
    """
    groups: list[list[Activity]] = []
    joint: dict[tuple[str, object], list[Activity]] = {}
    for activity in activities:
        key = _key(activity)
        group = joint.get(key) if key else None
        if key and group is not None and activity.unit not in {a.unit for a in group}:
            group.append(activity)
            continue
        groups.append([activity])
        if key:
            joint[key] = groups[-1]
    return tuple(Event(tuple(group)) for group in groups)


def is_joint(activities: Sequence[Activity]) -> bool:
    """True if some of these reports are of one event."""
    return len(events_of(activities)) < len(activities)


def counted_twice(activities: Iterable[Activity], label: str) -> int:
    """How much of a figure's sum is there only because several units reported one event."""
    if stock_kind(label) is not Stock.FLOW:
        return 0
    values = [
        [activity.figures[label] for activity in event.activities if label in activity.figures]
        for event in events_of(activities)
    ]
    return sum(sum(said) - max(said) for said in values if said)


def _key(activity: Activity) -> tuple[str, object] | None:
    title = fold(activity.title)
    if not title or activity.date is None or _OWN_GATHERING.search(nfc(activity.title)):
        return None
    return title, activity.date
