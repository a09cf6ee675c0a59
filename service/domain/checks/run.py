"""The check of a whole plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from service.domain.checks.evidence import Sorted, links_of, sort_out
from service.domain.checks.rules import UNHAPPY, Case, decide
from service.domain.expectations import Expectation, Period
from service.domain.findings import Finding
from service.domain.records import Activity, Feedback

#: Owner of a responsibility that nobody has been named for: whatever any unit did counts.
NOBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckResult:
    """What a check found."""

    findings: tuple[Finding, ...]
    #: Activities whose responsibility nobody could tell; a person has to file them.
    unassigned: tuple[Activity, ...]


def check(
    expectations: Sequence[Expectation],
    periods: Sequence[Period],
    activities: Iterable[Activity],
    feedback: Iterable[Feedback],
    *,
    as_of: dt.date,
    zone: dt.tzinfo,
    extensions: Mapping[tuple[str, str], dt.date] | None = None,
) -> CheckResult:
    """A finding for each responsibility, owner and period, as of the end of a day.

    `extensions` moves the date for units: (code, period key) → day.
    """
    evening = dt.datetime.combine(as_of, dt.time.max, zone)
    by_owner: dict[tuple[str, str], list[Activity]] = defaultdict(list)
    unassigned: list[Activity] = []
    for activity in activities:
        if activity.submitted_at > evening:
            continue
        if activity.responsibility is None:
            unassigned.append(activity)
        else:
            by_owner[activity.responsibility, activity.unit].append(activity)
            by_owner[activity.responsibility, NOBODY].append(activity)
    unhappy = _complaints(feedback, evening)
    findings = tuple(
        _finding(expectation, owner, period, by_owner, unhappy, as_of, zone, extensions or {})
        for period in periods
        for expectation in expectations
        for owner in expectation.owners or (NOBODY,)
    )
    unassigned.sort(key=lambda item: (item.submitted_at, item.ref.key))
    return CheckResult(findings=findings, unassigned=tuple(unassigned))


def _finding(
    expectation: Expectation,
    owner: str,
    period: Period,
    by_owner: Mapping[tuple[str, str], Sequence[Activity]],
    unhappy: Mapping[str, Sequence[Feedback]],
    as_of: dt.date,
    zone: dt.tzinfo,
    extensions: Mapping[tuple[str, str], dt.date],
) -> Finding:
    closes = dt.datetime.combine(period.closes, dt.time.max, zone)
    evidence = sort_out(by_owner.get((expectation.code, owner), ()), expectation, period, closes)
    case = Case(
        expectation=expectation,
        period=period,
        due=extensions.get((expectation.code, period.key), period.internal_due),
        as_of=as_of,
        evidence=evidence,
        complaints=tuple(_inside(unhappy.get(expectation.code, ()), period, closes, zone)),
    )
    verdict = decide(case)
    days = [item.date for item in evidence.counted if item.date]
    return Finding(
        code=expectation.code,
        owner=owner,
        period=period.key,
        status=verdict.status,
        rule=verdict.rule,
        reason=verdict.reason,
        counted=tuple(item.ref for item in evidence.counted),
        refused=evidence.refused,
        contradicted_by=verdict.contradicted_by,
        figures=_sums(evidence, expectation.figures),
        evidence=links_of(evidence.counted),
        last_activity=max(days, default=None),
    )


def _complaints(feedback: Iterable[Feedback], evening: dt.datetime) -> dict[str, list[Feedback]]:
    found: dict[str, list[Feedback]] = defaultdict(list)
    for item in feedback:
        is_unhappy = item.satisfaction is not None and item.satisfaction <= UNHAPPY
        if is_unhappy and item.submitted_at <= evening:
            for code in item.responsibilities:
                found[code].append(item)
    return found


def _inside(
    feedback: Iterable[Feedback], period: Period, closes: dt.datetime, zone: dt.tzinfo
) -> Iterator[Feedback]:
    for item in feedback:
        day = item.submitted_at.astimezone(zone).date()
        if period.data_from <= day <= period.data_to and item.submitted_at <= closes:
            yield item


def _sums(evidence: Sorted, labels: Sequence[str]) -> dict[str, int]:
    """Sum of each figure over what counts; a figure that nobody reported is absent, not zero."""
    sums: dict[str, int] = {}
    for activity in evidence.counted:
        for label in labels:
            if label in activity.figures:
                sums[label] = sums.get(label, 0) + activity.figures[label]
    return sums
