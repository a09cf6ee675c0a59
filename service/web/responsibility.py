"""A responsibility: what the plan orders, who owes it, where it stands in each period and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, abort, render_template

from service.domain.dates import short_date
from service.domain.expectations import Expectation, Period
from service.domain.findings import Finding, Refusal
from service.domain.records import Activity, Feedback, SourceRef
from service.domain.review import joint_status
from service.domain.roles import Action
from service.domain.rule_names import rule_name
from service.domain.settings import Decision
from service.state import SchoolState
from service.tracing import Trace, trace
from service.web.context import Context
from service.web.security import needs
from service.web.words import safe_link, status_class, trace_link, trace_place
from service.workspace import Links


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceLine:
    """One submission under a finding."""

    day: str
    title: str
    result: str
    participants: int | None
    #: Links that a browser may follow, and those that are only shown.
    links: tuple[str, ...]
    place: str
    source: str
    source_link: str | None
    #: Why it was not counted, or what it contradicts; "" for a counted one.
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPart:
    """One owner's state in one period."""

    owner: str
    status: str
    css: str
    reason: str
    rule: str
    figures: tuple[tuple[str, int], ...]
    counted: tuple[EvidenceLine, ...]
    said_nothing: tuple[EvidenceLine, ...]
    refused: tuple[EvidenceLine, ...]
    contradicted: tuple[EvidenceLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodPart:
    """One period with all owners."""

    key: str
    label: str
    window: str
    status: str
    css: str
    decision: Decision | None
    extended_to: str
    findings: tuple[FindingPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityPage:
    """All that the page of a responsibility shows."""

    school: str
    code: str
    name: str
    text: str
    section: str
    owners: tuple[str, ...]
    demands: tuple[str, ...]
    periods: tuple[PeriodPart, ...]


def register(app: Flask, context: Context) -> None:
    """GET /nhiem-vu/<code>."""

    @app.get("/nhiem-vu/<code>")
    @needs(Action.SEE_OWN)
    def responsibility(code: str) -> str:
        state = context.state()
        expectation = next((item for item in state.settings.expectations if item.code == code), None)
        if expectation is None:
            abort(404)
        findings = [finding for finding in state.findings if finding.code == code]
        traces = {item.ref: item for item in trace(context.database, context.school_id, refs_of(findings))}
        return render_template(
            "responsibility.html", page=present(state, expectation, findings, traces, context.links)
        )


def refs_of(findings: Sequence[Finding]) -> tuple[SourceRef, ...]:
    """Every submission that these findings name, each once."""
    return tuple(
        dict.fromkeys(
            ref
            for finding in findings
            for ref in (
                *finding.counted,
                *finding.said_nothing,
                *(item.ref for item in (*finding.refused, *finding.contradicted_by)),
            )
        )
    )


def present(
    state: SchoolState,
    expectation: Expectation,
    findings: Sequence[Finding],
    traces: Mapping[SourceRef, Trace],
    links: Links,
) -> ResponsibilityPage:
    """The page, the period that is due next first."""
    evidence = _Evidence(state, traces, links)
    following = state.next_period
    order = sorted(state.periods, key=lambda period: period != following)
    return ResponsibilityPage(
        school=state.school.profile.name,
        code=expectation.code,
        name=expectation.short_name,
        text=expectation.text,
        section=f"{expectation.section}. {expectation.section_heading}".strip(". "),
        owners=expectation.owners,
        demands=_demands(expectation),
        periods=tuple(
            _period(period, [f for f in findings if f.period == period.key], state, evidence)
            for period in order
        ),
    )


def _demands(expectation: Expectation) -> tuple[str, ...]:
    demands = [f"Mỗi đơn vị ít nhất {max(expectation.min_activities, 1):02d} hoạt động trong kỳ"]
    if expectation.evidence_required:
        demands.append("Mỗi hoạt động có liên kết minh chứng")
    if expectation.figures:
        demands.append(f"Số liệu: {'; '.join(expectation.figures)}")
    return tuple(demands)


def _period(
    period: Period, findings: Sequence[Finding], state: SchoolState, evidence: _Evidence
) -> PeriodPart:
    status = joint_status([finding.status for finding in findings])
    code = findings[0].code if findings else ""
    decision = state.settings.decision(code, period.key)
    return PeriodPart(
        key=period.key,
        label=period.label,
        window=f"{short_date(period.data_from)} – {short_date(period.data_to)}",
        status=status.value,
        css=status_class(status),
        decision=decision,
        extended_to=short_date(decision.extended_to) if decision and decision.extended_to else "",
        findings=tuple(_finding(finding, evidence) for finding in findings),
    )


def _finding(finding: Finding, evidence: _Evidence) -> FindingPart:
    return FindingPart(
        owner=finding.owner or "Chưa phân công",
        status=finding.status.value,
        css=status_class(finding.status),
        reason=finding.reason,
        rule=rule_name(finding.rule),
        figures=tuple(finding.figures.items()),
        counted=tuple(evidence.line(ref) for ref in finding.counted),
        said_nothing=tuple(evidence.line(ref) for ref in finding.said_nothing),
        refused=evidence.refusals(finding.refused),
        contradicted=evidence.refusals(finding.contradicted_by),
    )


class _Evidence:
    """Submissions as lines."""

    def __init__(self, state: SchoolState, traces: Mapping[SourceRef, Trace], links: Links) -> None:
        everything: tuple[Activity | Feedback, ...] = (
            *state.submissions.activities,
            *state.submissions.feedback,
        )
        self._known = {item.ref: item for item in everything}
        self._traces, self._links = traces, links

    def refusals(self, refused: Sequence[Refusal]) -> tuple[EvidenceLine, ...]:
        return tuple(self.line(item.ref, item.reason) for item in refused)

    def line(self, ref: SourceRef, reason: str = "") -> EvidenceLine:
        item, found = self._known.get(ref), self._traces[ref]
        activity = item if isinstance(item, Activity) else None
        opinion = item if isinstance(item, Feedback) else None
        day = activity.date if activity else opinion.submitted_at.date() if opinion else None
        return EvidenceLine(
            day=short_date(day) if day else "",
            title=found.title,
            result=found.said,
            participants=activity.participants if activity else None,
            links=tuple(link for raw in (activity.evidence if activity else ()) if (link := safe_link(raw))),
            place=trace_place(found),
            source=found.source,
            source_link=trace_link(self._links, found),
            reason=reason,
        )
