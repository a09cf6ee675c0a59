"""Figures of a responsibility: a sum over units, and who has not reported."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.checks.stocks import Stock, stock_kind
from service.domain.compose.claims import claim
from service.domain.compose.inputs import Task
from service.domain.compose.occasions import counted_twice, occasions_of
from service.domain.compose.phrasing import counted, listed, things
from service.domain.compose.units import named
from service.domain.compose.wording import Wording
from service.domain.dates import count, number
from service.domain.expectations import SchoolProfile
from service.domain.findings import Status
from service.domain.records import Activity, SourceRef
from service.domain.report import Claim, ClaimKind

#: The report's own year needs no second mention: «9 tháng đầu năm».
_YEAR = re.compile(r"(?:(?<!đầu)(?<!cuối) năm)? 20\d\d$")
#: So many figures of a responsibility are told with that of the previous report; the annex has them all.
MOST_COMPARED = 2


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
    """Participants over the occasions; None if no report says how many."""

    total: int | None
    #: Events of which it is said how many.
    reported: int
    of: int
    sources: tuple[SourceRef, ...]


def figures_of(task: Task) -> tuple[Figure, ...]:
    """The figures asked for, in order."""
    return tuple(figure_of(task, label) for label in task.expectation.figures)


def attendance_of(activities: tuple[Activity, ...]) -> Attendance:
    """Participants of these activities."""
    occasions = occasions_of(activities)
    known = [occasion for occasion in occasions if occasion.participants is not None]
    return Attendance(
        total=sum(occasion.participants or 0 for occasion in known) if known else None,
        reported=len(known),
        of=len(occasions),
        sources=tuple(a.ref for occasion in known for a in occasion.activities if a.participants is not None),
    )


def figure_claims(task: Task, profile: SchoolProfile, wording: Wording) -> Iterator[Claim]:
    """Sentences: what there was and what there was none of, what nobody reported."""
    figures = figures_of(task)
    there_are = [figure for figure in figures if figure.value]
    some = [
        _said(figure, task, profile, wording, _before(figure, task, wording) if place < MOST_COMPARED else "")
        for place, figure in enumerate(there_are)
    ]
    none = [*_zeros(figures, task, profile, wording)]
    refs = [ref for figure in figures if figure.value is not None for ref in figure.sources]
    if some and none:
        text = wording.say("ket_qua.so_lieu_va_khong", task.turn, ten=listed(some), khong=", ".join(none))
        yield claim(text, ClaimKind.COUNTED, refs)
    elif some:
        yield claim(wording.say("ket_qua.so_lieu", task.turn, ten=listed(some)), ClaimKind.COUNTED, refs)
    elif none:
        text = wording.say("ket_qua.so_lieu_khong", task.turn, khong=", ".join(none))
        yield claim(text, ClaimKind.COUNTED, refs)
    # A unit that sent nothing at all is named by itself; its figures need no second mention.
    unsaid = [things(figure.label) for figure in figures if figure.value is None]
    if unsaid and task.activities:
        text = wording.say("ket_qua.so_lieu_chua", task.turn, ten=listed(unsaid))
        yield claim(text, ClaimKind.ABSENT, basis=task.expectation.code)


def _zeros(figures: Sequence[Figure], task: Task, profile: SchoolProfile, wording: Wording) -> Iterator[str]:
    """«không phát sinh đơn thư», «không có đơn còn lại»: a remainder does not occur."""
    zero = [figure for figure in figures if figure.value == 0]
    for key, is_left in (("ket_qua.khong_so", False), ("ket_qua.khong_con", True)):
        said = [
            things(f.label) + _partly(f, task, profile, wording)
            for f in zero
            if (stock_kind(f.label) is not Stock.FLOW) is is_left
        ]
        if said:
            yield wording.say(key, ten=listed(said))


def figure_of(task: Task, label: str) -> Figure:
    """One figure of a responsibility; of a joint occasion it counts once."""
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
        value=_total(task, label) if refs else None,
        reported_by=tuple(f.owner for f in reporters if f.owner),
        missing_from=tuple(silent),
        sources=refs,
    )


def _total(task: Task, label: str) -> int:
    said = sum(f.figures[label] for f in task.findings if label in f.figures)
    return said - counted_twice(task.activities, label)


def _before(figure: Figure, task: Task, wording: Wording) -> str:
    """The figure of the previous report; of what is left over there is nothing to compare."""
    known = [f.figures[figure.label] for f in task.previous if figure.label in f.figures]
    if not known or not task.holds_previous or stock_kind(figure.label) is not Stock.FLOW:
        return ""
    then = {ref for finding in task.previous for ref in finding.counted}
    twice = counted_twice((a for a in task.activities if a.ref in then), figure.label)
    return " " + wording.say(
        "ket_qua.trong_do", ky=_YEAR.sub("", task.previous_label), so=count(sum(known) - twice)
    )


def _said(figure: Figure, task: Task, profile: SchoolProfile, wording: Wording, before: str = "") -> str:
    value = figure.value or 0
    said = counted(figure.label, value)
    if said is None:
        said = wording.say("ket_qua.so_lieu_khac", ten=things(figure.label), so=number(value))
    return said + before + _partly(figure, task, profile, wording)


def _partly(figure: Figure, task: Task, profile: SchoolProfile, wording: Wording) -> str:
    """Who has not reported this figure, without those who are named anyway for having sent nothing."""
    silent = {f.owner for f in task.lacking if not f.counted}
    missing = [unit for unit in figure.missing_from if unit not in silent]
    if not missing:
        return ""
    return " " + wording.say("ket_qua.so_lieu_thieu_phan", don_vi=named(missing, profile, wording))
