"""A period's report before it is written: what it is composed from, and what keeps it from being signed."""

from __future__ import annotations

from service.domain.compose import ReportInputs, previous_of
from service.domain.expectations import Period
from service.domain.readiness import Blocker, ReportFacts, blockers
from service.state import SchoolState


def report_inputs(seen: SchoolState, period: Period) -> ReportInputs:
    """Everything that the report of a period may say, of a state as `load_report_state` gives it."""
    earlier = previous_of(period, seen.periods)
    return ReportInputs(
        profile=seen.school.profile,
        plan=seen.plan,
        period=period,
        as_of=seen.as_of,
        expectations=seen.settings.expectations,
        findings=tuple(f for f in seen.findings if f.period == period.key),
        activities={activity.ref: activity for activity in seen.submissions.activities},
        feedback=seen.submissions.feedback,
        decisions=tuple(d for d in seen.settings.decisions if d.period == period.key),
        unassigned=tuple(activity.ref for activity in seen.result.unassigned),
        previous=earlier,
        previous_findings=tuple(f for f in seen.findings if earlier and f.period == earlier.key),
    )


def blockers_of(seen: SchoolState, period: Period) -> tuple[Blocker, ...]:
    """What keeps the report of this period from being signed («chưa sẵn sàng ký»); empty when it is ready."""
    inputs = report_inputs(seen, period)
    return blockers(ReportFacts(period=period, profile=inputs.profile))
