"""Which submissions count for a responsibility, owner and period, and why the others do not."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from service.domain.checks.content import has_content, same_deed, words_of
from service.domain.dates import short_date
from service.domain.expectations import Expectation, Period
from service.domain.findings import Refusal
from service.domain.records import Activity, ActivityStatus


@dataclass(frozen=True, slots=True)
class Candidate:
    """An activity with what is worked out once for all periods."""

    activity: Activity
    #: False for «đã làm» and the like.
    says_something: bool
    #: By which a second telling of the same deed is recognised.
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What a period takes in, as moments of the school's time zone."""

    period: Period
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
    return [Candidate(item, has_content(item), words_of(item)) for item in sorted(activities, key=_age)]


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
    twins = dict(_twins(told))
    counted = tuple(item.activity for item in told if item.activity.ref not in twins)
    refused += [
        Refusal(
            ref=ref,
            reason=f"Trùng với hoạt động «{kept.title}» ngày {_day(kept)} đã được tính.",
        )
        for ref, kept in twins.items()
    ]
    return Evidence(
        counted=counted,
        done=tuple(item for item in counted if item.status is ActivityStatus.DONE),
        nothing=tuple(nothing),
        refused=tuple(refused),
    )
