"""What a report is composed from, and the same seen by responsibility."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from service.domain.expectations import Expectation, Period, SchoolProfile
from service.domain.findings import Finding, Status
from service.domain.plan import Plan
from service.domain.records import Activity, ActivityStatus, Feedback, SourceRef
from service.domain.settings import Decision

#: Statuses that leave something to be handed in.
LACKING = (Status.MISSING, Status.OVERDUE, Status.UNDER_WAY)
#: The rule that says that the principal asks for nothing.
NOT_ASKED_FOR = "missing.not-asked-for"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportInputs:
    """Everything that one report of one period may say."""

    profile: SchoolProfile
    plan: Plan
    period: Period
    #: The report tells what was known at the end of this day.
    as_of: dt.date
    expectations: tuple[Expectation, ...]
    #: Those of this period.
    findings: tuple[Finding, ...]
    activities: Mapping[SourceRef, Activity]
    feedback: tuple[Feedback, ...] = ()
    #: Those of this period.
    decisions: tuple[Decision, ...] = ()
    #: Activities that nobody could file under a responsibility.
    unassigned: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Task:
    """One responsibility with what is known of it in the period."""

    #: Place among the responsibilities; it varies the wording.
    turn: int
    expectation: Expectation
    findings: tuple[Finding, ...]
    activities: tuple[Activity, ...]
    feedback: tuple[Feedback, ...]
    decision: Decision | None
    #: Day by which units owe their part: the internal date, or the principal's extension.
    due: dt.date

    @property
    def name(self) -> str:
        """The short name, else the plan's words."""
        return self.expectation.short_name or self.expectation.text

    @cached_property
    def by_owner(self) -> Mapping[str, tuple[Activity, ...]]:
        """Counted activities of each finding's owner."""
        known = {activity.ref: activity for activity in self.activities}
        return {
            finding.owner: tuple(known[ref] for ref in finding.counted if ref in known)
            for finding in self.findings
        }

    @property
    def lacking(self) -> tuple[Finding, ...]:
        """Findings of named owners who still owe something."""
        return tuple(f for f in self.findings if f.owner and f.status in LACKING and f.rule != NOT_ASKED_FOR)

    @property
    def is_complete(self) -> bool:
        """True if every owner has handed in what the period asks for, by the rule that says «done»."""
        settled = [f for f in self.findings if f.status in (Status.DONE, Status.NOTHING)]
        return (
            bool(self.findings)
            and len(settled) == len(self.findings)
            and any(f.status is Status.DONE for f in settled)
        )

    @property
    def is_lacking(self) -> bool:
        """True if somebody owes something, or nobody has been named who would owe it."""
        return bool(self.lacking) or any(
            not f.owner and f.status in LACKING and f.rule != NOT_ASKED_FOR for f in self.findings
        )

    @property
    def under_way(self) -> tuple[Activity, ...]:
        """Counted activities that are not over."""
        return tuple(a for a in self.activities if a.status is ActivityStatus.UNDER_WAY)


def tasks_of(inputs: ReportInputs) -> tuple[Task, ...]:
    """The responsibilities in the plan's order."""
    order = {item.code: place for place, item in enumerate(inputs.plan.responsibilities)}
    ordered = sorted(inputs.expectations, key=lambda item: order.get(item.code, len(order)))
    return tuple(_task(inputs, item, turn) for turn, item in enumerate(ordered))


def feedback_of(inputs: ReportInputs) -> tuple[Feedback, ...]:
    """Feedback that came inside the window and by the day of the report, oldest first."""
    last = min(inputs.period.data_to, inputs.as_of)
    inside = (f for f in inputs.feedback if inputs.period.data_from <= f.submitted_at.date() <= last)
    return tuple(sorted(inside, key=lambda f: (f.submitted_at, f.ref)))


def _task(inputs: ReportInputs, item: Expectation, turn: int) -> Task:
    findings = tuple(f for f in inputs.findings if f.code == item.code)
    counted = dict.fromkeys(ref for finding in findings for ref in finding.counted)
    activities = sorted(
        (inputs.activities[ref] for ref in counted if ref in inputs.activities),
        key=lambda a: (a.date or dt.date.min, a.submitted_at, a.ref),
    )
    decision = next((d for d in inputs.decisions if d.code == item.code), None)
    extended = decision.extended_to if decision else None
    return Task(
        turn=turn,
        expectation=item,
        findings=findings,
        activities=tuple(activities),
        feedback=tuple(f for f in feedback_of(inputs) if item.code in f.responsibilities),
        decision=decision,
        due=extended or inputs.period.internal_due,
    )
