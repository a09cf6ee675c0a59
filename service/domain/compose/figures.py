"""Figures of a responsibility: a sum over units, and who has not reported."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.domain.compose.claims import claim
from service.domain.compose.inputs import Task
from service.domain.compose.phrasing import counted, listed, things
from service.domain.compose.wording import Wording
from service.domain.dates import number
from service.domain.findings import Status
from service.domain.records import Activity, SourceRef
from service.domain.report import Claim, ClaimKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One figure of one responsibility in the period."""

    label: str
    #: None if nobody reported it; 0 is a true zero.
    value: int | None
    reported_by: tuple[str, ...]
    #: Owners who owe it and have not reported it.
    missing_from: tuple[str, ...]
    sources: tuple[SourceRef, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendance:
    """Participants over the activities; None if no activity says how many."""

    total: int | None
    #: Activities that say how many.
    reported: int
    of: int
    sources: tuple[SourceRef, ...]


def figures_of(task: Task) -> tuple[Figure, ...]:
    """The figures asked for, in order."""
    return tuple(_figure(task, label) for label in task.expectation.figures)


def attendance_of(activities: tuple[Activity, ...]) -> Attendance:
    """Participants of these activities."""
    known = [activity for activity in activities if activity.participants is not None]
    return Attendance(
        total=sum(a.participants or 0 for a in known) if known else None,
        reported=len(known),
        of=len(activities),
        sources=tuple(a.ref for a in known),
    )


def figure_claims(task: Task, wording: Wording) -> Iterator[Claim]:
    """Sentences: what there was, what there was none of, what nobody reported."""
    figures = figures_of(task)
    some = [figure for figure in figures if figure.value]
    if some:
        said = listed([_said(figure, wording) for figure in some])
        refs = [ref for figure in some for ref in figure.sources]
        yield claim(wording.say("ket_qua.so_lieu", task.turn, ten=said), ClaimKind.COUNTED, refs)
    zero = [figure for figure in figures if figure.value == 0]
    if zero:
        said = listed([things(f.label) + _partly(f, wording) for f in zero])
        refs = [ref for figure in zero for ref in figure.sources]
        yield claim(wording.say("ket_qua.so_lieu_khong", task.turn, ten=said), ClaimKind.COUNTED, refs)
    # A unit that sent nothing at all is named by itself; its figures need no second mention.
    unsaid = [things(figure.label) for figure in figures if figure.value is None]
    if unsaid and task.activities:
        text = wording.say("ket_qua.so_lieu_chua", task.turn, ten=listed(unsaid))
        yield claim(text, ClaimKind.ABSENT, basis=task.expectation.code)


def _figure(task: Task, label: str) -> Figure:
    reporters = [f for f in task.findings if label in f.figures]
    # A unit that says that nothing occurred owes no figure.
    silent = [
        f.owner
        for f in task.findings
        if f.owner and label not in f.figures and f.status not in (Status.NOTHING, Status.NOT_YET)
    ]
    owners = {f.owner for f in reporters}
    refs = tuple(
        a.ref
        for owner in task.by_owner
        if owner in owners
        for a in task.by_owner[owner]
        if label in a.figures
    )
    return Figure(
        label=label,
        # A sum that no activity at hand accounts for is not told.
        value=sum(f.figures[label] for f in reporters) if refs else None,
        reported_by=tuple(f.owner for f in reporters if f.owner),
        missing_from=tuple(silent),
        sources=refs,
    )


def _said(figure: Figure, wording: Wording) -> str:
    value = figure.value or 0
    said = counted(figure.label, value)
    if said is None:
        said = wording.say("ket_qua.so_lieu_khac", ten=things(figure.label), so=number(value))
    return said + _partly(figure, wording)


def _partly(figure: Figure, wording: Wording) -> str:
    if not figure.missing_from:
        return ""
    return " " + wording.say("ket_qua.so_lieu_thieu_phan", don_vi=listed(figure.missing_from))
