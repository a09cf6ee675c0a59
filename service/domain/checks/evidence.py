"""Which submissions count for a responsibility, owner and period, and why the others do not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.domain.checks.content import has_content, same_deed, words_of
from service.domain.dates import short_date
from service.domain.expectations import Expectation, Period
from service.domain.findings import Refusal
from service.domain.records import Activity, ActivityStatus, SourceRef


@dataclass(frozen=True, slots=True)
class Candidate:
    """An activity with what is worked out once for all periods."""

    activity: Activity
    #: False for «đã làm» and the like.
    says_something: bool
    #: Place of the first telling of the same deed: its own if there is no other.
    deed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a period takes in, as moments of the school's time zone."""

    period: Period
    #: First moment of the first day it covers.
    begins: dt.datetime
    #: Last moment of the last day it covers.
    ends: dt.datetime
    #: Last moment of the day on which the period closes.
    closes: dt.datetime
    #: Close of the period before that began on the same day: what was said then was said for that one.
    after: dt.datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The submissions of one responsibility, owner and period, told apart."""

    #: Done or under way, with content, inside the window, once each; oldest first.
    counted: tuple[Activity, ...] = ()
    #: Those of `counted` that are done.
    done: tuple[Activity, ...] = ()
    #: «Không phát sinh trong kỳ».
    nothing: tuple[Activity, ...] = ()
    refused: tuple[Refusal, ...] = ()


def candidates_of(activities: Iterable[Activity]) -> list[Candidate]:
    """The activities in an order that does not depend on how they came: oldest first."""
    ordered = sorted(activities, key=_age)
    deeds = _deeds(ordered)
    return [Candidate(item, has_content(item), deed) for item, deed in zip(ordered, deeds, strict=True)]


def sort_out(candidates: Sequence[Candidate], expectation: Expectation, window: Window) -> Evidence:
    """Tell apart what counts and what does not; `candidates` are of one responsibility, oldest first."""
    refused: list[Refusal] = []
    nothing: list[Activity] = []
    told: list[Candidate] = []
    for candidate in candidates:
        activity = candidate.activity
        reason = _refusal(candidate, expectation, window)
        if reason is not None:
            refused.append(Refusal(ref=activity.ref, reason=reason))
        elif activity.status is ActivityStatus.NOTHING:
            nothing.append(activity)
        else:
            told.append(candidate)
    counted: list[Activity] = []
    best = _best_tellings(told)
    for candidate in told:
        kept = best[candidate.deed].activity
        if kept is candidate.activity:
            counted.append(kept)
        else:
            reason = f"Trùng với hoạt động {_named(kept)} đã được tính."
            refused.append(Refusal(ref=candidate.activity.ref, reason=reason))
    return Evidence(
        counted=tuple(counted),
        done=tuple(item for item in counted if item.status is ActivityStatus.DONE),
        nothing=tuple(nothing),
        refused=tuple(refused),
    )


def links_of(activities: Iterable[Activity]) -> tuple[str, ...]:
    """Evidence of several activities, each link once."""
    return tuple(dict.fromkeys(link for activity in activities for link in activity.evidence))


def _refusal(candidate: Candidate, expectation: Expectation, window: Window) -> str | None:
    activity, period = candidate.activity, window.period
    if activity.submitted_at > window.closes:
        return f"Gửi sau ngày khóa số liệu {short_date(period.closes)}."
    if activity.status is ActivityStatus.NOTHING:
        return _stale(activity, window)
    if activity.status is ActivityStatus.PLANNED:
        return "Mới lên kế hoạch, chưa thực hiện."
    day = activity.date
    if day is None:
        return "Chưa ghi ngày thực hiện."
    if not period.data_from <= day <= period.data_to:
        span = f"{short_date(period.data_from)} – {short_date(period.data_to)}"
        return f"Ngày {short_date(day)} nằm ngoài kỳ số liệu {span}."
    if expectation.valid_from and day < expectation.valid_from:
        return f"Ngày {short_date(day)} nhiệm vụ này chưa áp dụng (từ {short_date(expectation.valid_from)})."
    if expectation.valid_to and day > expectation.valid_to:
        return (
            f"Ngày {short_date(day)} nhiệm vụ này đã thôi áp dụng (đến {short_date(expectation.valid_to)})."
        )
    return None if candidate.says_something else "Chưa nói rõ đã làm gì, kết quả ra sao."


def _stale(activity: Activity, window: Window) -> str | None:
    """«Không phát sinh» answers for the period in which it is said, not for the longer ones after it."""
    day, period = activity.date, window.period
    if day is not None and not period.data_from <= day <= period.data_to:
        return f"Báo «không phát sinh» cho ngày {short_date(day)}, ngoài kỳ số liệu."
    if window.after is not None and activity.submitted_at <= window.after:
        return "Báo «không phát sinh» cho kỳ trước; kỳ này đơn vị cần báo lại."
    if day is None and activity.submitted_at < window.begins:
        return "Báo «không phát sinh» trước khi kỳ số liệu bắt đầu."
    return None


def _deeds(ordered: Sequence[Activity]) -> list[int]:
    """For each activity the place of the first that one unit told of the same deed on the same day."""
    deeds = list(range(len(ordered)))
    same_day: dict[tuple[str, dt.date | None], list[int]] = defaultdict(list)
    for place, activity in enumerate(ordered):
        same_day[activity.unit, activity.date].append(place)
    for places in same_day.values():
        if len(places) == 1:
            continue
        first: dict[int, frozenset[str]] = {}
        for place in places:
            words = words_of(ordered[place])
            deeds[place] = next((deed for deed, said in first.items() if same_deed(words, said)), place)
            first.setdefault(deeds[place], words)
    return deeds


def _best_tellings(told: Sequence[Candidate]) -> dict[int, Candidate]:
    """Deed → the telling that counts."""
    best: dict[int, Candidate] = {}
    for candidate in told:
        known = best.setdefault(candidate.deed, candidate)
        if known is not candidate and _poverty(candidate.activity) < _poverty(known.activity):
            best[candidate.deed] = candidate
    return best


def _poverty(activity: Activity) -> tuple[bool, bool]:
    """Of two tellings the one that is done, and then the one with evidence, counts: it tells more."""
    return activity.status is not ActivityStatus.DONE, not activity.evidence


def _age(activity: Activity) -> tuple[dt.date, dt.datetime, SourceRef]:
    return activity.date or dt.date.min, activity.submitted_at, activity.ref


def _named(activity: Activity) -> str:
    day = f" ngày {short_date(activity.date)}" if activity.date else ""
    return f"«{activity.title}»{day}" if activity.title else f"cùng đơn vị{day}"
