"""The check of a whole plan."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from service.domain.checks.closing import ClosedUnit, owners_in
from service.domain.checks.complaints import complaints_by_code, inside
from service.domain.checks.evidence import Candidate, Window, candidates_of, links_of, sort_out
from service.domain.checks.rules import Case, decide
from service.domain.checks.stocks import figures_over
from service.domain.expectations import Expectation, Period
from service.domain.findings import Finding
from service.domain.records import Activity, Feedback

#: Owner of a responsibility that nobody has been named for: whatever any unit did counts.
NOBODY = ""
WHO_OWES_IT = "Kế hoạch chưa nêu đơn vị chịu trách nhiệm: Hiệu trưởng cần chọn ở tab «Kế hoạch»."


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
    closed: Mapping[str, ClosedUnit] = MappingProxyType({}),
) -> CheckResult:
    """A finding for each responsibility, owner and period, as of the end of a day.

    Owners are official names of units, as activities carry them. `extensions` moves the date for units:
    (code, period key) → day. `closed` are units with a last day, by name. The order in which submissions
    come makes no difference.
    """
    evening = dt.datetime.combine(as_of, dt.time.max, zone)
    known = [item for item in activities if item.submitted_at <= evening]
    candidates = _by_owner(known, expectations)
    complaints = complaints_by_code(feedback, evening)
    findings = []
    for window in windows(periods, zone):
        for item in expectations:
            key = (item.code, window.period.key)
            due = (extensions or {}).get(key, window.period.internal_due)
            unhappy = tuple(inside(complaints.get(item.code, ()), window))
            for owner in owners_in(item.owners, window.period, closed) or (NOBODY,):
                end = closed.get(owner)
                evidence = sort_out(candidates.get((item.code, owner), ()), item, window)
                case = Case(
                    expectation=item,
                    period=window.period,
                    due=due,
                    as_of=as_of,
                    evidence=evidence,
                    complaints=unhappy,
                    closed_on=end.last_day if end and end.is_closed_in(window.period) else None,
                )
                findings.append(_finding(case, owner))
    return CheckResult(findings=tuple(findings), unassigned=_unassigned(known))


def windows(periods: Sequence[Period], zone: dt.tzinfo) -> tuple[Window, ...]:
    """The periods as moments, in the order given."""
    return tuple(
        Window(
            period=period,
            begins=dt.datetime.combine(period.data_from, dt.time.min, zone),
            ends=dt.datetime.combine(period.data_to, dt.time.max, zone),
            closes=dt.datetime.combine(period.closes, dt.time.max, zone),
            after=_close_before(period, periods, zone),
        )
        for period in periods
    )


def _close_before(period: Period, periods: Sequence[Period], zone: dt.tzinfo) -> dt.datetime | None:
    """Close of the last shorter period that began on the same day: 6 months for the 9 months."""
    shorter = [
        other.closes
        for other in periods
        if other.data_from == period.data_from and other.data_to < period.data_to
    ]
    return dt.datetime.combine(max(shorter), dt.time.max, zone) if shorter else None


def _by_owner(
    activities: Iterable[Activity], expectations: Iterable[Expectation]
) -> Mapping[tuple[str, str], Sequence[Candidate]]:
    """Candidates by responsibility and owner, sorted once for all periods."""
    unowned = {item.code for item in expectations if not item.owners}
    found: dict[tuple[str, str], list[Activity]] = defaultdict(list)
    for activity in activities:
        code = activity.responsibility
        if code is not None:
            found[code, NOBODY if code in unowned else activity.unit].append(activity)
    return {key: candidates_of(items) for key, items in found.items()}


def _unassigned(activities: Iterable[Activity]) -> tuple[Activity, ...]:
    unfiled = (activity for activity in activities if activity.responsibility is None)
    return tuple(sorted(unfiled, key=lambda item: (item.submitted_at, item.ref)))


def _finding(case: Case, owner: str) -> Finding:
    verdict = decide(case)
    evidence = case.evidence
    return Finding(
        code=case.expectation.code,
        owner=owner,
        period=case.period.key,
        status=verdict.status,
        rule=verdict.rule,
        reason=verdict.reason if owner else f"{verdict.reason} {WHO_OWES_IT}",
        counted=tuple(item.ref for item in evidence.counted),
        said_nothing=tuple(item.ref for item in evidence.nothing),
        refused=evidence.refused,
        contradicted_by=case.contradictions,
        figures=figures_over(evidence.counted, case.expectation.figures),
        evidence=links_of(evidence.counted),
        last_activity=max((item.date for item in evidence.counted if item.date), default=None),
    )
