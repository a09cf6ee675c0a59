"""Which submissions count for a responsibility, owner and period, and why the others do not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from service.domain.dates import short_date
from service.domain.expectations import Expectation, Period
from service.domain.findings import Refusal
from service.domain.records import Activity, ActivityStatus
from service.domain.text import fold

#: A text of fewer letters than this tells nothing that a report could use.
_SHORTEST = 12
_EMPTY_WORDS = frozenset({"tot", "da lam", "ok", "xong", "hoan thanh", "da thuc hien", "da hoan thanh", "co"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sorted:
    """The submissions of one responsibility, owner and period, told apart."""

    #: Done or under way, with content, inside the window, once each; oldest first.
    counted: tuple[Activity, ...] = ()
    #: «Không phát sinh trong kỳ».
    nothing: tuple[Activity, ...] = ()
    refused: tuple[Refusal, ...] = ()
    done: tuple[Activity, ...] = field(default=())


def sort_out(
    activities: Iterable[Activity], expectation: Expectation, period: Period, closes: dt.datetime
) -> Sorted:
    """Tell apart what counts and what does not; `activities` are those of one owner and responsibility."""
    counted: list[Activity] = []
    nothing: list[Activity] = []
    refused: list[Refusal] = []
    told: dict[tuple[dt.date | None, str], Activity] = {}
    for activity in sorted(activities, key=_age):
        reason = _refusal(activity, expectation, period, closes)
        twin = told.get(_deed(activity))
        if reason is None and twin is not None:
            reason = f"Trùng với hoạt động «{twin.title}» ngày {_day(twin)} đã được tính."
        if reason is not None:
            refused.append(Refusal(ref=activity.ref, reason=reason))
        elif activity.status is ActivityStatus.NOTHING:
            nothing.append(activity)
        else:
            told[_deed(activity)] = activity
            counted.append(activity)
    return Sorted(
        counted=tuple(counted),
        nothing=tuple(nothing),
        refused=tuple(refused),
        done=tuple(item for item in counted if item.status is ActivityStatus.DONE),
    )


def has_content(activity: Activity) -> bool:
    """False for «đã làm», «tốt» and the like: said, but nothing that a report could tell."""
    key = fold(activity.result)
    return key not in _EMPTY_WORDS and len(key) >= _SHORTEST


def _refusal(activity: Activity, expectation: Expectation, period: Period, closes: dt.datetime) -> str | None:
    if activity.submitted_at > closes:
        return f"Gửi sau ngày khóa số liệu {short_date(period.closes)}."
    day = activity.date
    if day is not None and not period.data_from <= day <= period.data_to:
        window = f"{short_date(period.data_from)} – {short_date(period.data_to)}"
        return f"Ngày {short_date(day)} nằm ngoài kỳ số liệu {window}."
    if day is not None and not _applies(expectation, day):
        return f"Ngày {short_date(day)} nhiệm vụ này không áp dụng."
    if activity.status is ActivityStatus.PLANNED:
        return "Mới lên kế hoạch, chưa thực hiện."
    if activity.status is not ActivityStatus.NOTHING and not has_content(activity):
        return "Chưa nói rõ đã làm gì, kết quả ra sao."
    return None


def _applies(expectation: Expectation, day: dt.date) -> bool:
    after_start = expectation.valid_from is None or day >= expectation.valid_from
    return after_start and (expectation.valid_to is None or day <= expectation.valid_to)


def _deed(activity: Activity) -> tuple[dt.date | None, str]:
    """Two submissions of a unit with the same day and the same title tell of one deed."""
    return activity.date, fold(activity.title or activity.result)


def _age(activity: Activity) -> tuple[dt.date, dt.datetime, str]:
    return activity.date or dt.date.min, activity.submitted_at, activity.ref.key


def _day(activity: Activity) -> str:
    return short_date(activity.date) if activity.date else "không rõ"


def links_of(activities: Sequence[Activity]) -> tuple[str, ...]:
    """Evidence of several activities, each link once."""
    return tuple(dict.fromkeys(link for activity in activities for link in activity.evidence))
