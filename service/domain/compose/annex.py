"""The annex: indicators by subject, activities by responsibility, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.compose.claims import claim, line
from service.domain.compose.figures import attendance_of, figures_of
from service.domain.compose.inputs import NOT_ASKED_FOR, ReportInputs, Task
from service.domain.compose.measures import Measure, Measures, Reading
from service.domain.compose.occasions import JOINT, is_joint, occasions_of
from service.domain.compose.outline import Entry, Part
from service.domain.compose.phrasing import listed, share
from service.domain.compose.units import named
from service.domain.compose.wording import Wording, capital
from service.domain.dates import count, short_date
from service.domain.findings import Finding, Status
from service.domain.indicators import Group, Origin
from service.domain.records import Activity, SourceRef
from service.domain.report import Block, BlockKind, Claim, ClaimKind, TableData

#: Stands where a column has nothing to say.
NONE = "–"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table and what its numbers rest on."""

    cells: tuple[str, ...]
    kind: ClaimKind
    sources: tuple[SourceRef, ...] = ()
    basis: str = ""

    @property
    def claim(self) -> Claim:
        """The row as a sentence."""
        return claim(" · ".join(cell for cell in self.cells if cell), self.kind, self.sources, self.basis)


def annex_tables(
    inputs: ReportInputs, parts: Sequence[Part], wording: Wording, measures: Measures
) -> tuple[Block, ...]:
    """Three tables, each under its heading; they are there even when empty, so that a Doc keeps its shape."""
    writer = _Writer(inputs, wording, measures)
    entries = [(part, entry) for part in parts for entry in part.entries]
    done = [writer.activities(part, entry) for part, entry in entries]
    missing = [row for part, entry in entries for row in writer.missing(part, entry)]
    none = Row((wording.say("phu_luc.khong_thieu"), "", "", ""), ClaimKind.ABSENT)
    return (
        line("annex.figures.title", BlockKind.TABLE_TITLE, wording.say("tieu_de.bang_chi_tieu")),
        _table("annex.figures", writer.indicator_headings, [*writer.indicators()]),
        line("annex.activities.title", BlockKind.TABLE_TITLE, wording.say("tieu_de.bang_so_lieu")),
        _table("annex.activities", writer.activity_headings, done),
        line("annex.missing.title", BlockKind.TABLE_TITLE, wording.say("tieu_de.bang_thieu")),
        _table("annex.missing", writer.missing_headings, missing or [none]),
    )


def _table(key: str, header: tuple[str, ...], rows: Sequence[Row]) -> Block:
    return Block(
        key=key,
        kind=BlockKind.TABLE,
        claims=tuple(row.claim for row in rows),
        table=TableData(header=header, rows=tuple(row.cells for row in rows)),
    )


class _Writer:
    """Rows of one report."""

    def __init__(self, inputs: ReportInputs, wording: Wording, measures: Measures) -> None:
        self._inputs, self._wording, self._measures = inputs, wording, measures
        self._earlier = [capital(inputs.previous.label)] if inputs.previous else []

    @property
    def indicator_headings(self) -> tuple[str, ...]:
        """Indicator, value, over the year, in the previous report if there is one, who reported."""
        name, value, year, units = map(self._say, ("cot_chi_tieu", "cot_gia_tri", "cot_luy_ke", "cot_nguon"))
        return (name, value, year, *self._earlier, units)

    @property
    def activity_headings(self) -> tuple[str, ...]:
        """Responsibility, activities, participants, activities in the previous report, who reported."""
        name, done, people, units = map(
            self._say, ("cot_nhiem_vu", "cot_hoat_dong", "cot_luot_du", "cot_don_vi")
        )
        return (name, done, people, *self._earlier, units)

    @property
    def missing_headings(self) -> tuple[str, ...]:
        """What, from whom, how it stands, by when."""
        names = ("cot_nhiem_vu", "cot_thieu_don_vi", "cot_tinh_trang", "cot_han")
        return tuple(map(self._say, names))

    def indicators(self) -> Iterator[Row]:
        """A row for each group, then its indicators."""
        for number, (group, measures) in enumerate(self._measures.told(), start=1):
            name = self._say("nhom", so=_roman(number), ten=group.name)
            blank = [""] * (len(self.indicator_headings) - 1)
            yield Row((name, *blank), ClaimKind.WORDING, basis=group.basis)
            ditto = ""
            for measure in measures:
                who = self._who(measure)
                yield self._indicator(group, measure, self._say("nhu_tren") if who == ditto else who)
                ditto = who if who != NONE else ditto

    def activities(self, part: Part, entry: Entry) -> Row:
        """How often a responsibility was acted on, and before how many people."""
        task = entry.task
        said_none = tuple(ref for finding in task.findings for ref in finding.said_nothing)
        refs = tuple(activity.ref for activity in task.activities) or said_none
        units = [a.unit for a in task.activities] or [f.owner for f in task.findings if f.said_nothing]
        occasions = occasions_of(task.activities)
        done = count(len(occasions)) if occasions else self._none(bool(said_none))
        before = tuple(dict.fromkeys(ref for finding in task.previous for ref in finding.counted))
        earlier = [count(len(occasions_of(_known(self._inputs, before))))] if self._inputs.previous else []
        cells = (_name(part, entry), done, self._attendance(task), *earlier, self._units(units))
        kind = ClaimKind.COUNTED if (*refs, *before) else ClaimKind.ABSENT
        basis = JOINT if is_joint(task.activities) else task.expectation.code
        return Row(cells, kind, (*refs, *before), basis)

    def missing(self, part: Part, entry: Entry) -> Iterator[Row]:
        """A row for each owner who still owes something."""
        for finding in entry.task.findings:
            state = self._state(entry.task, finding)
            if state:
                owner = finding.owner or self._say("chua_ro")
                cells = (_name(part, entry), owner, state, short_date(entry.task.due))
                kind = ClaimKind.COUNTED if finding.counted else ClaimKind.ABSENT
                yield Row(cells, kind, finding.counted, finding.rule)

    def _indicator(self, group: Group, measure: Measure, who: str) -> Row:
        indicator = measure.indicator
        is_school = indicator.origin is Origin.SCHOOL
        earlier = []
        if measure.before is not None:
            earlier = [
                NONE if is_school or measure.before.value is None else self._plain(measure, measure.before)
            ]
        cells = (
            self._label(group, measure),
            self._value(measure, measure.now),
            self._cumulative(measure),
            *earlier,
            who,
        )
        kind = ClaimKind.COUNTED if measure.sources else ClaimKind.ABSENT
        if is_school and measure.now.value is not None:
            kind = ClaimKind.DECISION
        return Row(cells, kind, measure.sources, group.basis or indicator.key)

    def _label(self, group: Group, measure: Measure) -> str:
        """«– Đơn nhận trong kỳ»; a part of an indicator of its group stands further in."""
        indicator = measure.indicator
        is_part = any(
            indicator.key in other.parts for other in group.indicators if other.origin is not Origin.SHARE
        )
        key = "phan_cua_so_lieu" if is_part else "so_lieu"
        unit = f" ({indicator.unit})" if indicator.origin is Origin.SCHOOL and indicator.unit else ""
        return self._say(key, ten=f"{capital(indicator.name)}{unit}")

    def _value(self, measure: Measure, reading: Reading) -> str:
        if reading.value is None:
            return self._say("chua_bao_cao")
        value = self._plain(measure, reading)
        counts_itself = measure.indicator.origin in (Origin.FEEDBACK, Origin.WAITING, Origin.SHARE)
        if reading.value == 0 and not counts_itself:
            value = self._say("khong_phat_sinh")
        if reading.reported < reading.of:
            return self._say("tinh_mot_phan", so=value, co=count(reading.reported), tong=count(reading.of))
        if reading.missing_from:
            return self._say("thieu_phan", so=value, don_vi=self._units(reading.missing_from))
        return value

    def _cumulative(self, measure: Measure) -> str:
        """Over the year; what its number lacks is told beside the period's where that is the same."""
        if measure.indicator.origin is Origin.SCHOOL:
            return NONE
        if measure.year == measure.now and measure.year.value is not None:
            return self._plain(measure, measure.year)
        return self._value(measure, measure.year)

    def _plain(self, measure: Measure, reading: Reading) -> str:
        value = reading.value or 0
        return share(value, 1000) if measure.indicator.origin is Origin.SHARE else count(value)

    def _who(self, measure: Measure) -> str:
        origin = measure.indicator.origin
        if origin in (Origin.FEEDBACK, Origin.WAITING):
            return self._say("bieu_mau_gop_y")
        if origin is Origin.SCHOOL:
            return self._say("nha_truong")
        return self._units(measure.now.units)

    def _say(self, name: str, **values: str) -> str:
        return self._wording.say(f"phu_luc.{name}", **values)

    def _units(self, units: Sequence[str]) -> str:
        return named((unit for unit in units if unit), self._inputs.profile, self._wording) or NONE

    def _none(self, said: bool) -> str:
        return self._say("khong_phat_sinh" if said else "chua_bao_cao")

    def _attendance(self, task: Task) -> str:
        people = attendance_of(task.activities)
        if people.total is None:
            return NONE
        value = count(people.total)
        if people.reported < people.of:
            return self._say("tinh_mot_phan", so=value, co=count(people.reported), tong=count(people.of))
        return value

    def _state(self, task: Task, finding: Finding) -> str:
        """What this owner still owes, in words; empty if nothing."""
        if finding.status in (Status.NOTHING, Status.NOT_YET) or finding.rule == NOT_ASKED_FOR:
            return ""
        if not finding.counted:
            return self._say("khong_dung_duoc" if task.unusable.get(finding.owner) else "chua_gui")
        owed: list[str] = []
        if finding.status is Status.OVERDUE:
            owed.append(self._say("chua_du", so=count(len(finding.counted))))
        unreported = [f.label for f in figures_of(task) if finding.owner in f.missing_from]
        if unreported:
            owed.append(self._say("thieu_so_lieu", ten=listed(unreported)))
        return "; ".join(owed)


def _roman(number: int) -> str:
    """1 → I, 14 → XIV."""
    found = ""
    for value, letters in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        times, number = divmod(number, value)
        found += letters * times
    return found


def _known(inputs: ReportInputs, refs: Sequence[SourceRef]) -> list[Activity]:
    return [inputs.activities[ref] for ref in refs if ref in inputs.activities]


def _name(part: Part, entry: Entry) -> str:
    """«1c. Tiếp công dân, giải quyết đơn thư»: the same place as in section III."""
    return f"{part.number}{entry.letter}. {entry.heading.partition(' ')[2]}"
