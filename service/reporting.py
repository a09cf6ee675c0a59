"""A period's report before it is written: what it is composed from, and what keeps it from being signed."""

from __future__ import annotations

from service.config import ZONE
from service.domain.checks import check
from service.domain.checks.closing import closed_units
from service.domain.compose import ReportInputs, compose_report, previous_of
from service.domain.compose.identities import identity_faults
from service.domain.compose.ready import facts_of
from service.domain.expectations import Period
from service.domain.findings import Finding
from service.domain.hearing import Hearing
from service.domain.readiness import Blocker, blockers
from service.domain.report import Report
from service.domain.year import year_to_date
from service.freshness import freshness
from service.state import SchoolState


def report_inputs(seen: SchoolState, period: Period, *, hearing: Hearing | None = None) -> ReportInputs:
    """Everything that the report of a period may say, of a state as `load_report_state` gives it."""
    earlier = previous_of(period, seen.periods)
    in_force = seen.in_force(period)
    year = year_to_date(period, seen.periods)
    return ReportInputs(
        profile=in_force.profile,
        plan=seen.plan,
        period=period,
        as_of=seen.as_of,
        expectations=seen.settings.expectations,
        findings=tuple(f for f in seen.findings if f.period == period.key),
        activities={activity.ref: activity for activity in seen.submissions.activities},
        feedback=seen.submissions.feedback,
        in_force=in_force,
        decisions=tuple(d for d in seen.settings.decisions if d.period == period.key),
        unassigned=tuple(activity.ref for activity in seen.result.unassigned),
        unread=freshness(seen.sources, seen.as_of).late_words,
        catalogue=seen.texts.catalogue,
        base=seen.settings.base,
        year=year,
        year_findings=_findings_of(seen, year) if year else (),
        hearing=hearing,
        previous=earlier,
        previous_findings=tuple(f for f in seen.findings if earlier and f.period == earlier.key),
    )


def report_of(seen: SchoolState, period: Period, *, hearing: Hearing | None = None) -> Report:
    """The report of a period, of a state as `load_report_state` gives it."""
    return compose_report(report_inputs(seen, period, hearing=hearing), seen.texts.wording)


def _findings_of(seen: SchoolState, window: Period) -> tuple[Finding, ...]:
    """What the submissions come to over a window that is no period of the plan."""
    submitted = seen.submissions
    return check(
        seen.settings.expectations,
        (window,),
        submitted.activities,
        submitted.feedback,
        as_of=seen.as_of,
        zone=ZONE,
        closed=closed_units(seen.directory, seen.settings.units),
    ).findings


def blockers_of(seen: SchoolState, period: Period) -> tuple[Blocker, ...]:
    """What keeps the report of this period from being signed («chưa sẵn sàng ký»); empty when it is ready."""
    inputs = report_inputs(seen, period)
    faults = ((fault.key, fault.said) for fault in identity_faults(inputs, seen.texts.wording))
    return blockers(facts_of(inputs, faults))
