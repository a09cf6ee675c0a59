"""A school as a member of one of its units sees it: what the unit owes and did, and nothing of others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from service.domain.records import Problem
from service.domain.settings import SchoolSettings
from service.domain.text import fold
from service.overview import Overview
from service.state import SchoolState
from service.store import Source
from service.submissions import Submissions
from service.todo import Door, Todo


def seen_by_units(state: SchoolState, names: Iterable[str]) -> SchoolState:
    """The state with the things of these units alone.

    Pages that are made from it cannot tell of another unit, whatever they show. Feedback is the school's; who
    works there is nobody's business.
    """
    units = _official(state, names)
    sources = tuple(source for source in state.sources if _is_theirs(source, units))
    labels = {source.label for source in sources if source.kind == "sheet"}
    result = replace(
        state.result,
        findings=tuple(item for item in state.findings if item.owner in units),
        unassigned=tuple(item for item in state.result.unassigned if item.unit in units),
    )
    return replace(
        state,
        settings=_settings(state.settings, units),
        sources=sources,
        submissions=Submissions(
            activities=tuple(item for item in state.submissions.activities if item.unit in units),
            problems=tuple(item for item in state.submissions.problems if _concerns(item, units, labels)),
        ),
        result=result,
    )


def told_to_units(seen: Overview) -> Overview:
    """The glance without what others have to do; what keeps a report from being signed is none of theirs."""
    return replace(
        seen,
        deadlines=tuple(replace(deadline, blockers=()) for deadline in seen.deadlines),
        next=replace(seen.next, blockers=()) if seen.next else None,
        todos=tuple(todo for todo in seen.todos if _is_units(todo)),
    )


def _is_units(todo: Todo) -> bool:
    owes_something = any(unit for unit, _ in todo.about)
    return owes_something or todo.door in (Door.PROBLEMS, Door.COVERAGE)


def _official(state: SchoolState, names: Iterable[str]) -> frozenset[str]:
    """Names as the findings spell them; people may be listed under another name of their unit."""
    wanted = {fold(name) for name in names}
    known = (*state.settings.units, *state.school.profile.units)
    return frozenset(
        unit.name for unit in known if wanted & {fold(name) for name in (unit.name, *unit.aliases)}
    )


def _settings(settings: SchoolSettings, units: frozenset[str]) -> SchoolSettings:
    expectations = tuple(item for item in settings.expectations if units & set(item.owners))
    codes = {item.code for item in expectations}
    # Made anew, so that what is added to the settings one day is not shown before somebody says so here.
    return SchoolSettings(
        expectations=expectations,
        windows=settings.windows,
        units=settings.units,
        directory=settings.directory,
        decisions=tuple(item for item in settings.decisions if item.code in codes),
        dismissed=settings.dismissed,
    )


def _is_theirs(source: Source, units: frozenset[str]) -> bool:
    return source.kind == "form" or (source.kind == "sheet" and source.detail.get("unit") in units)


def _concerns(problem: Problem, units: frozenset[str], labels: set[str]) -> bool:
    return problem.who in units or problem.source in labels
