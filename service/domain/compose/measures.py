"""The value of each indicator: in the period, over the year, in the report before, and who reported it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TypeVar

from service.domain.compose.figures import figure_of
from service.domain.compose.inputs import LACKING, NOT_ASKED_FOR, ReportInputs, Task, tasks_of
from service.domain.compose.occasions import Occasion, occasions_of
from service.domain.compose.phrasing import clean
from service.domain.findings import Status
from service.domain.indicators import Group, Indicator, Origin, holds
from service.domain.records import Activity, Feedback, SourceRef
from service.domain.text import fold, slug

T = TypeVar("T")

#: Group of the figures that the catalogue does not know.
OTHERS = "Số liệu khác"
#: A share is held in tenths of a per cent.
WHOLE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One indicator over one window."""

    #: None if nobody reported it; 0 only where somebody said so. Of a share, tenths of a per cent.
    value: int | None = None
    units: tuple[str, ...] = ()
    #: Units that owe a part and have not reported it.
    missing_from: tuple[str, ...] = ()
    #: Participants: occasions of which it is said how many, and all of them.
    reported: int = 0
    of: int = 0
    sources: tuple[SourceRef, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One indicator of a report."""

    indicator: Indicator
    now: Reading
    #: From the beginning of the reporting year to the end of the period.
    year: Reading
    #: In the previous report; None without one.
    before: Reading | None
    #: Somebody is asked for it.
    is_asked: bool

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """All that its numbers rest on."""
        before = self.before.sources if self.before else ()
        return tuple(dict.fromkeys((*self.now.sources, *self.year.sources, *before)))


class Measures:
    """Every indicator of one report."""

    def __init__(self, inputs: ReportInputs) -> None:
        self._inputs = inputs
        self._now = _Window(inputs)
        whole, earlier = _in_year(inputs), _in_previous(inputs)
        self._year = _Window(whole) if whole else self._now
        self._before = _Window(earlier) if earlier else None

    def of(self, indicator: Indicator) -> Measure:
        """One indicator."""
        return Measure(
            indicator=indicator,
            now=self._now.read(indicator),
            year=self._year.read(indicator),
            before=self._before.read(indicator) if self._before else None,
            is_asked=self._now.asks_for(indicator),
        )

    def told(self) -> tuple[tuple[Group, tuple[Measure, ...]], ...]:
        """Groups with what the annex tells of them.

        A group is told if a law asks for it or one of its indicators is asked for or reported; of it, what is
        asked for or reported, and its main indicators.
        """
        found = []
        for group in (*self._inputs.catalogue.groups, *self._others()):
            measures = [self.of(indicator) for indicator in group.indicators]
            alive = [measure for measure in measures if measure.is_asked or measure.now.value is not None]
            told = tuple(m for m in measures if m in alive or m.indicator.is_main)
            if told and (alive or group.is_always_told):
                found.append((group, told))
        return tuple(found)

    def _others(self) -> tuple[Group, ...]:
        """Figures that a responsibility is asked for and no group of the catalogue holds."""
        others = self._now.others
        return (Group(name=OTHERS, indicators=others),) if others else ()


def _in_year(inputs: ReportInputs) -> ReportInputs | None:
    if inputs.year is None:
        return None
    return replace(inputs, period=inputs.year, findings=inputs.year_findings)


def _in_previous(inputs: ReportInputs) -> ReportInputs | None:
    if inputs.previous is None:
        return None
    return replace(inputs, period=inputs.previous, findings=inputs.previous_findings)


class _Window:
    """The same over one window."""

    def __init__(self, inputs: ReportInputs) -> None:
        self._inputs = inputs
        self._known: dict[str, Reading] = {}

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        return tasks_of(self._inputs)

    def read(self, indicator: Indicator) -> Reading:
        if indicator.key not in self._known:
            self._known[indicator.key] = self._read(indicator)
        return self._known[indicator.key]

    def asks_for(self, indicator: Indicator) -> bool:
        return bool(self._labels(indicator))

    def _read(self, indicator: Indicator) -> Reading:
        if indicator.origin is Origin.SHARE:
            return self._share(indicator)
        if indicator.origin in (Origin.SCHOOL, Origin.WORDS):
            found = next((item for item in self._inputs.base if item.key == indicator.key), None)
            return Reading(value=found.value if found else None)
        if indicator.origin is Origin.FEEDBACK:
            return _of_feedback(self._inputs.window_feedback)
        if indicator.origin is Origin.WAITING:
            return _of_feedback([item for item in self._inputs.window_feedback if item.wants_answer])
        # A figure that people are asked for wins over what could be counted or added up.
        if self.asks_for(indicator) or (indicator.origin is Origin.FIGURE and not indicator.parts):
            return self._reported(indicator)
        if indicator.origin is Origin.FIGURE:
            return _added([self.read(part) for part in self._parts(indicator)])
        return self._counted(indicator)

    def _labels(self, indicator: Indicator) -> Sequence[tuple[Task, str]]:
        return self._asked.get(indicator.key, ())

    @cached_property
    def _asked(self) -> Mapping[str, list[tuple[Task, str]]]:
        """Key of an indicator → who is asked for it, under which label."""
        keys = {name: item.key for item in self._inputs.catalogue.indicators for name in item.names}
        found: dict[str, list[tuple[Task, str]]] = {}
        for task in self.tasks:
            for label in task.expectation.figures:
                found.setdefault(keys.get(fold(label), _other(label).key), []).append((task, label))
        return found

    @property
    def others(self) -> tuple[Indicator, ...]:
        """Figures that somebody is asked for and the catalogue does not know, each once."""
        labels = (label for task in self.tasks for label in task.expectation.figures)
        unknown = dict.fromkeys(_other(label) for label in labels if _other(label).key in self._asked)
        return tuple({item.key: item for item in reversed(unknown)}.values())[::-1]

    def _reported(self, indicator: Indicator) -> Reading:
        return _added([_figure_reading(task, label) for task, label in self._labels(indicator)])

    def _parts(self, indicator: Indicator) -> list[Indicator]:
        found = (self._inputs.catalogue.find(key) for key in indicator.parts)
        return [part for part in found if part is not None]

    def _share(self, indicator: Indicator) -> Reading:
        part, whole = (self.read(item) for item in self._parts(indicator))
        known = part.value is not None and whole.value and not part.missing_from and not whole.missing_from
        return Reading(
            value=((part.value or 0) * WHOLE * 2 + (whole.value or 1)) // (2 * (whole.value or 1))
            if known
            else None,
            units=_once(part.units, whole.units),
            sources=_once(part.sources, whole.sources),
        )

    def _counted(self, indicator: Indicator) -> Reading:
        """Events or their participants, of the responsibilities and titles that the indicator names."""
        tasks = [task for task in self.tasks if _is_about(task, indicator)]
        occasions = [
            occasion
            for task in tasks
            for occasion in occasions_of(task.activities)
            if not indicator.titles or holds(occasion.activities[0].title, indicator.titles)
        ]
        if not occasions:
            return Reading() if indicator.titles else _said_nothing(tasks)
        activities = [activity for occasion in occasions for activity in occasion.activities]
        missing = () if indicator.titles else _silent(tasks)
        if indicator.origin is Origin.ACTIVITIES:
            return Reading(
                value=len(occasions),
                units=_units(activities),
                missing_from=missing,
                sources=tuple(a.ref for a in activities),
            )
        return _attended(occasions, missing)


def _other(label: str) -> Indicator:
    """A figure of the school's own."""
    return Indicator(key=f"khac.{slug(label)}", name=clean(label))


def _figure_reading(task: Task, label: str) -> Reading:
    figure = figure_of(task, label)
    quiet = tuple(ref for finding in task.findings for ref in finding.said_nothing if not finding.counted)
    if figure.value is None and not figure.missing_from and quiet:
        # «Không phát sinh» of the whole responsibility is a zero for each of its figures.
        owners = tuple(f.owner for f in task.findings if f.said_nothing and f.owner)
        return Reading(value=0, units=owners, sources=quiet)
    return Reading(
        value=figure.value,
        units=figure.reported_by or _units(a for a in task.activities if label in a.figures),
        missing_from=figure.missing_from,
        sources=figure.sources,
    )


def _added(readings: Sequence[Reading]) -> Reading:
    known = [reading for reading in readings if reading.value is not None]
    return Reading(
        value=sum(reading.value or 0 for reading in known) if known else None,
        units=_once(*(reading.units for reading in known)),
        missing_from=_once(*(reading.missing_from for reading in readings)),
        sources=_once(*(reading.sources for reading in known)),
    )


def _of_feedback(feedback: Sequence[Feedback]) -> Reading:
    return Reading(value=len(feedback), sources=tuple(item.ref for item in feedback))


def _attended(occasions: Sequence[Occasion], missing: tuple[str, ...]) -> Reading:
    known = [occasion for occasion in occasions if occasion.participants is not None]
    if not known:
        return Reading()
    said = [a for occasion in known for a in occasion.activities if a.participants is not None]
    return Reading(
        value=sum(occasion.participants or 0 for occasion in known),
        units=_units(said),
        missing_from=missing,
        reported=len(known),
        of=len(occasions),
        sources=tuple(activity.ref for activity in said),
    )


def _said_nothing(tasks: Sequence[Task]) -> Reading:
    """Zero, if every owner has said that nothing occurred; else nobody knows."""
    findings = [finding for task in tasks for finding in task.findings]
    quiet = tuple(ref for finding in findings for ref in finding.said_nothing)
    if not quiet or any(finding.status is not Status.NOTHING for finding in findings):
        return Reading()
    return Reading(value=0, units=tuple(f.owner for f in findings if f.owner), sources=quiet)


def _silent(tasks: Sequence[Task]) -> tuple[str, ...]:
    return tuple(
        dict.fromkeys(
            finding.owner
            for task in tasks
            for finding in task.findings
            if finding.owner
            and finding.status in LACKING
            and finding.rule != NOT_ASKED_FOR
            and not finding.counted
        )
    )


def _is_about(task: Task, indicator: Indicator) -> bool:
    words = f"{task.expectation.short_name} {task.expectation.text}"
    return not indicator.tasks or holds(words, indicator.tasks)


def _units(activities: Iterable[Activity]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(activity.unit for activity in activities))


def _once(*many: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(item for items in many for item in items))
