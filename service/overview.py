"""A school in one glance: its deadlines, how far each is covered, what it reads and what to mend."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from service.domain.coverage import Coverage, coverage
from service.domain.deadlines import working_days_between
from service.domain.expectations import Period
from service.domain.ladder import Step, step_on
from service.domain.readiness import Blocker
from service.domain.records import Problem
from service.domain.report import ClaimKind
from service.domain.stages import Life
from service.freshness import Freshness, freshness
from service.problems import problems_of
from service.signing import signing_blockers
from service.state import SchoolState
from service.store import Database, Source
from service.todo import Todo, todos

#: What a sentence rests on, in words.
CLAIM_KINDS: Mapping[ClaimKind, str] = {
    ClaimKind.SUBMITTED: "theo phiếu đã gửi",
    ClaimKind.COUNTED: "tổng hợp số liệu",
    ClaimKind.ABSENT: "chưa có ai báo cáo",
    ClaimKind.PLAN: "lời của kế hoạch",
    ClaimKind.DECISION: "ý kiến của Hiệu trưởng",
    ClaimKind.WORDING: "lời dẫn",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """One report with the time that is left and how far it is covered."""

    period: Period
    step: Step
    #: Where the report stands between draft and post.
    life: Life
    #: Working days after today up to the last one; 0 on that day and after it.
    working_days_left: int
    coverage: Coverage
    #: What keeps the report from being signed; empty when it is ready, or approved.
    blockers: tuple[Blocker, ...] = ()

    @property
    def time_left(self) -> str:
        """«còn 12 ngày làm việc»."""
        if self.step is Step.PAST:
            return "đã qua hạn nộp"
        if self.working_days_left == 0:
            return "hôm nay là ngày nộp cuối cùng"
        return f"còn {self.working_days_left} ngày làm việc"


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What the home page and `dunghan status` tell."""

    school: str
    as_of: dt.date
    deadlines: tuple[Deadline, ...]
    #: The report that is due next, else the last one; None for a plan without reports.
    next: Deadline | None
    sources: tuple[Source, ...]
    #: How far the sources are known, and which of them are not.
    freshness: Freshness
    problems: tuple[Problem, ...]
    #: Status → how many findings, of the periods that people are told of.
    findings: Mapping[str, int]
    #: What should be done now, the most pressing first.
    todos: tuple[Todo, ...]

    @property
    def headline(self) -> str:
        """«Báo cáo 9 tháng đầu năm 2025: còn 12 ngày làm việc · 7/11 nhiệm vụ đã đủ · 3 đơn vị còn thiếu»."""
        if self.next is None:
            return "Kế hoạch chưa nêu kỳ báo cáo nào có ngày cụ thể."
        return f"Báo cáo {self.next.period.label}: {self.next.time_left} · {self.next.coverage.summary}"


def overview(database: Database, state: SchoolState) -> Overview:
    """The glance at a school on the day of its state."""
    deadlines = tuple(_deadline(database, state, period) for period in state.periods)
    following = state.next_period
    keys = {period.key for period in state.told_periods}
    upcoming = next((d for d in deadlines if following and d.period.key == following.key), None)
    problems = problems_of(state)
    return Overview(
        school=state.school.profile.name,
        as_of=state.as_of,
        deadlines=deadlines,
        next=upcoming,
        sources=tuple(source for source in state.sources if source.kind != "template"),
        freshness=freshness(state.sources, state.as_of),
        problems=problems,
        findings=Counter(f.status.value for f in state.findings if f.period in keys),
        todos=todos(
            state, upcoming.period if upcoming else None, upcoming.coverage if upcoming else None, problems
        ),
    )


def _deadline(database: Database, state: SchoolState, period: Period) -> Deadline:
    return Deadline(
        period=period,
        step=step_on(period, state.as_of),
        life=state.life(period.key),
        working_days_left=working_days_between(state.as_of, period.last_working_day),
        coverage=coverage(state.settings.expectations, state.findings, period.key),
        blockers=signing_blockers(database, state, period),
    )


def overview_as_json(seen: Overview) -> dict[str, Any]:
    """The glance for machines; dates and moments in ISO form."""
    return {
        "school": seen.school,
        "as_of": seen.as_of.isoformat(),
        "headline": seen.headline,
        "deadlines": [_deadline_as_json(deadline) for deadline in seen.deadlines],
        "todo": [_todo_as_json(todo) for todo in seen.todos],
        "findings": dict(seen.findings),
        "known_at": seen.freshness.known_at.isoformat() if seen.freshness.known_at else None,
        "late": [item.label for item in seen.freshness.late],
        "sources": [_source_as_json(source) for source in seen.sources],
        "problems": [_problem_as_json(problem) for problem in seen.problems],
    }


def _deadline_as_json(deadline: Deadline) -> dict[str, Any]:
    period = deadline.period
    return {
        "period": period.key,
        "label": period.label,
        "due": period.due.isoformat(),
        "last_working_day": period.last_working_day.isoformat(),
        "internal_due": period.internal_due.isoformat(),
        "data_from": period.data_from.isoformat(),
        "data_to": period.data_to.isoformat(),
        "confirmed_by": period.confirmed_by,
        "step": deadline.step.value,
        **_life_as_json(deadline.life),
        "opens": period.opens.isoformat(),
        "drafts_from": period.drafts_from.isoformat(),
        "opinions_from": period.opinions_from.isoformat(),
        "closes": period.closes.isoformat(),
        "working_days_left": deadline.working_days_left,
        "responsibilities": len(deadline.coverage.rows),
        "complete": deadline.coverage.complete,
        "units_owing": list(deadline.coverage.units_owing),
        "blockers": [
            {"key": b.key, "reason": b.reason, "remedy": b.remedy, "page": b.page} for b in deadline.blockers
        ],
    }


def _life_as_json(life: Life) -> dict[str, Any]:
    issued = life.issued
    return {
        "stage": life.stage.name.lower(),
        "edition": life.edition,
        "number": issued.number if issued else None,
        "issued_on": issued.issued_on.isoformat() if issued and issued.issued_on else None,
    }


def _todo_as_json(todo: Todo) -> dict[str, Any]:
    return {
        "what": todo.what,
        "who": todo.who,
        "about": [{"unit": unit, "responsibilities": list(codes)} for unit, codes in todo.about],
    }


def _source_as_json(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "kind": source.kind,
        "label": source.label,
        "read_at": source.read_at.isoformat() if source.read_at else None,
        "error": source.last_error,
    }


def _problem_as_json(problem: Problem) -> dict[str, Any]:
    return {
        "key": problem.key,
        "source": problem.source,
        "where": problem.where,
        "reason": problem.reason,
        "remedy": problem.remedy,
        "who": problem.who,
    }
