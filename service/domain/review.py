"""The review Sheet's rows: the findings of all owners of a responsibility in a period, told as one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from service.domain.expectations import Expectation, Period
from service.domain.findings import Finding, Status

#: The first that any owner has is the row's, so that one owner's success never hides another's silence.
SEVERITY = (Status.OVERDUE, Status.TO_REVIEW, Status.MISSING, Status.UNDER_WAY, Status.DONE)
#: A row has these only when every owner has.
UNANIMOUS = (Status.NOT_YET, Status.NOTHING)
#: Owners with these still owe something.
OWING = (Status.OVERDUE, Status.MISSING, Status.UNDER_WAY)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewRow:
    """One responsibility in one period, all owners together."""

    code: str
    short_name: str
    period: str
    period_label: str
    owners: tuple[str, ...]
    status: Status
    reason: str
    #: Submissions counted.
    count: int
    figures: Mapping[str, int] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    last_activity: dt.date | None = None
    #: Owners that still owe something.
    missing: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Identity of the row in the Sheet."""
        return f"{self.code}|{self.period}"


def review_rows(
    expectations: Sequence[Expectation], periods: Sequence[Period], findings: Iterable[Finding]
) -> tuple[ReviewRow, ...]:
    """A row for each responsibility and period that has findings, by period and then in the plan's order."""
    grouped: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        grouped[finding.period, finding.code].append(finding)
    return tuple(
        _row(expectation, period, grouped[period.key, expectation.code])
        for period in periods
        for expectation in expectations
        if (period.key, expectation.code) in grouped
    )


def joint_status(statuses: Sequence[Status]) -> Status:
    """The status of a responsibility from those of its owners."""
    for status in SEVERITY:
        if status in statuses:
            return status
    for status in UNANIMOUS:
        if status in statuses:
            return status
    return Status.NOT_YET


def _row(expectation: Expectation, period: Period, findings: Sequence[Finding]) -> ReviewRow:
    status = joint_status([finding.status for finding in findings])
    figures: dict[str, int] = {}
    for finding in findings:
        for label, value in finding.figures.items():
            figures[label] = figures.get(label, 0) + value
    days = [finding.last_activity for finding in findings if finding.last_activity]
    return ReviewRow(
        code=expectation.code,
        short_name=expectation.short_name,
        period=period.key,
        period_label=period.label,
        owners=tuple(finding.owner for finding in findings if finding.owner),
        status=status,
        reason=_reason(status, findings),
        count=sum(len(finding.counted) for finding in findings),
        figures={label: figures[label] for label in expectation.figures if label in figures},
        evidence=tuple(dict.fromkeys(link for finding in findings for link in finding.evidence)),
        last_activity=max(days, default=None),
        missing=tuple(finding.owner for finding in findings if finding.owner and finding.status in OWING),
    )


def _reason(status: Status, findings: Sequence[Finding]) -> str:
    """The reasons of the owners that decide the status; one reason is told once with all who share it."""
    sharing: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        if finding.status is status:
            sharing[finding.reason].append(finding.owner)
    told = []
    for reason, owners in sharing.items():
        names = ", ".join(owner for owner in owners if owner)
        told.append(f"{names}: {reason}" if names and len(findings) > 1 else reason)
    return "\n".join(told)
