"""What a report is composed from, and the same seen by responsibility."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from functools import cached_property

from service.domain.compose.phrasing import bare, names_in, shortened
from service.domain.expectations import Expectation, Period, SchoolProfile
from service.domain.findings import Finding, Status
from service.domain.hearing import Hearing
from service.domain.in_force import InForce
from service.domain.indicators import Catalogue
from service.domain.plan import Plan
from service.domain.records import Activity, ActivityStatus, Feedback, SourceRef
from service.domain.settings import BaseFigure, Decision
from service.domain.text import fold

#: Statuses that leave something to be handed in.
LACKING = (Status.MISSING, Status.OVERDUE, Status.UNDER_WAY)
#: The rule that says that the principal asks for nothing.
NOT_ASKED_FOR = "missing.not-asked-for"


@dataclass(frozen=True, kw_only=True)
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
    #: Bodies, places and legal bases as they are at the report's date; `profile` is of that day too.
    in_force: InForce
    feedback: tuple[Feedback, ...] = ()
    #: Those of this period.
    decisions: tuple[Decision, ...] = ()
    #: Activities that nobody could file under a responsibility.
    unassigned: tuple[SourceRef, ...] = ()
    #: What the annex tells of; without it, only the figures that responsibilities are asked for.
    catalogue: Catalogue = field(default_factory=Catalogue)
    #: What the school has filled in of itself.
    base: tuple[BaseFigure, ...] = ()
    #: The year up to the end of this period, with its findings; None where that is the period itself.
    year: Period | None = None
    year_findings: tuple[Finding, ...] = ()
    #: The report before this one, whose window lies in this one's or ends where it begins, with its findings.
    previous: Period | None = None
    previous_findings: tuple[Finding, ...] = ()
    #: Sources that are not known up to `as_of`, as people read it: «1 nguồn chưa đọc được: …»; "" if none.
    unread: str = ""
    #: What staff said of the draft; None before they are asked.
    hearing: Hearing | None = None
    #: Where a day begins; Việt Nam has no summer time.
    zone: dt.tzinfo = dt.timezone(dt.timedelta(hours=7))

    @cached_property
    def window_feedback(self) -> tuple[Feedback, ...]:
        """Feedback that came inside the window and by the day of the report, oldest first."""
        last = min(self.period.data_to, self.as_of)
        inside = (f for f in self.feedback if self.period.data_from <= self._day_of(f) <= last)
        return tuple(sorted(inside, key=lambda f: (f.submitted_at, f.ref)))

    @cached_property
    def names(self) -> tuple[str, ...]:
        """Names that a title in capitals hides: of the school, its units, and those in the plan's texts."""
        profile, plan = self.profile, self.plan
        texts = (plan.issuer or "", *plan.legal_bases, *(item.text for item in plan.responsibilities))
        found = (name for text in texts for name in names_in(text))
        units = (unit.name for unit in profile.units)
        return tuple(dict.fromkeys((profile.place, profile.name, *units, *found)))

    def _day_of(self, feedback: Feedback) -> dt.date:
        return feedback.submitted_at.astimezone(self.zone).date()


class Standing(Enum):
    """How a responsibility stands at the end of the report; every one has exactly one standing."""

    COMPLETE = auto()
    LACKING = auto()
    TO_REVIEW = auto()
    #: The principal asks for more, or finds it not reached.
    JUDGED_LACKING = auto()
    #: A unit has said that nothing occurred.
    NOTHING = auto()
    NOT_IN_FORCE = auto()
    NOT_YET = auto()
    #: Nothing came, and nothing was asked for.
    NOT_ASKED_FOR = auto()


#: The principal's choices in «Đánh giá của Hiệu trưởng»; other words of hers are told and change nothing.
_JUDGED = {
    fold("Hoàn thành tốt"): Standing.COMPLETE,
    fold("Hoàn thành"): Standing.COMPLETE,
    fold("Cần bổ sung"): Standing.JUDGED_LACKING,
    fold("Chưa đạt"): Standing.JUDGED_LACKING,
}


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
    #: Findings of the previous report, what it is called, and whether its window lies in this one's.
    previous: tuple[Finding, ...] = ()
    previous_label: str = ""
    holds_previous: bool = False
    #: Owner → submissions of the window that could not be counted.
    unusable: Mapping[str, tuple[SourceRef, ...]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The short name, else the first of the plan's words, else the code."""
        known = (self.expectation.short_name, self.expectation.text, self.expectation.code)
        return shortened(next((name for text in known if (name := bare(text))), ""))

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
    def standing(self) -> Standing:
        """By the principal's word, else by the statuses of all owners: the worst one counts."""
        judged = _JUDGED.get(fold(self.decision.verdict or "")) if self.decision else None
        if judged is not None:
            return judged
        asked = [f for f in self.findings if f.rule != NOT_ASKED_FOR]
        statuses = {f.status for f in asked}
        if not self.findings or statuses & set(LACKING):
            return Standing.LACKING
        if Status.TO_REVIEW in statuses:
            return Standing.TO_REVIEW
        if Status.DONE in statuses:
            return Standing.COMPLETE
        if Status.NOTHING in statuses:
            said = any(f.said_nothing for f in self.findings)
            return Standing.NOTHING if said else Standing.NOT_IN_FORCE
        return Standing.NOT_YET if statuses else Standing.NOT_ASKED_FOR

    @property
    def under_way(self) -> tuple[Activity, ...]:
        """Counted activities that are not over."""
        return tuple(a for a in self.activities if a.status is ActivityStatus.UNDER_WAY)


def tasks_of(inputs: ReportInputs) -> tuple[Task, ...]:
    """The responsibilities in the plan's order."""
    order = {item.code: place for place, item in enumerate(inputs.plan.responsibilities)}
    ordered = sorted(
        inputs.expectations, key=lambda item: (order.get(item.code, len(order)), _natural(item.code))
    )
    return tuple(_task(inputs, item, turn) for turn, item in enumerate(ordered))


def previous_of(period: Period, periods: Iterable[Period]) -> Period | None:
    """The last shorter report that began on the same day (6 months for the 9 months), else the one whose
    window ends the day before this one's begins.
    """
    known = tuple(periods)
    shorter = [
        other for other in known if other.data_from == period.data_from and other.data_to < period.data_to
    ]
    day_before = period.data_from - dt.timedelta(days=1)
    adjacent = [other for other in known if other.data_to == day_before]
    return max(shorter or adjacent, key=lambda other: (other.data_to, other.data_from), default=None)


def _natural(code: str) -> tuple[tuple[int, str], ...]:
    """III.2 before III.10."""
    return tuple((int(part) if part.isdecimal() else 0, part) for part in code.split("."))


def _task(inputs: ReportInputs, item: Expectation, turn: int) -> Task:
    owners = {owner: place for place, owner in enumerate(item.owners)}
    findings = sorted(
        (f for f in inputs.findings if f.code == item.code),
        key=lambda f: (owners.get(f.owner, len(owners)), f.owner),
    )
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
        findings=tuple(findings),
        activities=tuple(activities),
        feedback=tuple(f for f in inputs.window_feedback if item.code in f.responsibilities),
        decision=decision,
        due=extended or inputs.period.internal_due,
        previous=tuple(f for f in inputs.previous_findings if f.code == item.code),
        previous_label=inputs.previous.label if inputs.previous else "",
        holds_previous=inputs.previous is not None and inputs.previous.data_from == inputs.period.data_from,
        unusable={finding.owner: _unusable(inputs, finding) for finding in findings},
    )


def _unusable(inputs: ReportInputs, finding: Finding) -> tuple[SourceRef, ...]:
    """Refused submissions that were meant for this period."""
    return tuple(r.ref for r in finding.refused if r.ref in inputs.activities and is_meant(inputs, r.ref))


def is_meant(inputs: ReportInputs, ref: SourceRef) -> bool:
    """True for a submission of a day inside the window, or of no day."""
    activity = inputs.activities.get(ref)
    day = activity.date if activity else None
    return day is None or inputs.period.data_from <= day <= inputs.period.data_to
