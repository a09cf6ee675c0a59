"""The annex: a table of figures and a table of what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.compose.claims import claim, line
from service.domain.compose.figures import Figure, attendance_of, figures_of
from service.domain.compose.inputs import NOT_ASKED_FOR, ReportInputs, Task
from service.domain.compose.outline import Entry, Part
from service.domain.compose.phrasing import clean, listed
from service.domain.compose.units import named
from service.domain.compose.wording import Wording, capital
from service.domain.dates import count, short_date
from service.domain.findings import Finding, Status
from service.domain.records import SourceRef
from service.domain.report import Block, BlockKind, Claim, ClaimKind, TableData


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table and the submissions its numbers rest on."""

    cells: tuple[str, ...]
    sources: tuple[SourceRef, ...] = ()
    basis: str = ""

    @property
    def claim(self) -> Claim:
        """The row as a sentence."""
        kind = ClaimKind.COUNTED if self.sources else ClaimKind.ABSENT
        return claim(" · ".join(self.cells), kind, self.sources, self.basis)


def annex_tables(inputs: ReportInputs, parts: Sequence[Part], wording: Wording) -> tuple[Block, ...]:
    """Both tables, each under its heading; they are there even when empty, so that a Doc keeps its shape."""
    writer = _Writer(inputs, wording)
    entries = [(part, entry) for part in parts for entry in part.entries]
    figures = [row for part, entry in entries for row in writer.figures(part, entry)]
    missing = [row for part, entry in entries for row in writer.missing(part, entry)]
    none = Row((wording.say("phu_luc.khong_thieu"), "", "", ""))
    return (
        line("annex.figures.title", BlockKind.TABLE_TITLE, wording.say("tieu_de.bang_so_lieu")),
        _table("annex.figures", writer.figure_headings, figures),
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

    def __init__(self, inputs: ReportInputs, wording: Wording) -> None:
        self._inputs, self._wording = inputs, wording
        self._compares = inputs.previous is not None

    @property
    def figure_headings(self) -> tuple[str, ...]:
        """Content, value, the value in the previous report if there is one, who reported."""
        earlier = [capital(self._inputs.previous.label)] if self._inputs.previous else []
        content, value, units = map(self._say, ("cot_noi_dung", "cot_gia_tri", "cot_don_vi"))
        return (content, value, *earlier, units)

    @property
    def missing_headings(self) -> tuple[str, ...]:
        """What, from whom, how it stands, by when."""
        names = ("cot_nhiem_vu", "cot_thieu_don_vi", "cot_tinh_trang", "cot_han")
        return tuple(map(self._say, names))

    def figures(self, part: Part, entry: Entry) -> Iterator[Row]:
        """The responsibility with its number of activities, then a row for each of its figures."""
        task = entry.task
        code = task.expectation.code
        said_none = tuple(ref for finding in task.findings for ref in finding.said_nothing)
        refs = tuple(activity.ref for activity in task.activities) or said_none
        units = [a.unit for a in task.activities] or [f.owner for f in task.findings if f.said_nothing]
        before = tuple(dict.fromkeys(ref for finding in task.previous for ref in finding.counted))
        done = count(len(task.activities)) if task.activities else self._none(bool(said_none))
        name = self._say("nhiem_vu", ten=_name(part, entry))
        who = self._units(units)
        yield self._row(name, done, count(len(before)), who, (*refs, *before), code)
        yield from self._attendance(task, who)
        for figure in figures_of(task):
            earlier = [f.figures[figure.label] for f in task.previous if figure.label in f.figures]
            before_text = count(sum(earlier)) if earlier else "–"
            label = self._say("so_lieu", ten=capital(clean(figure.label)))
            cells = (label, self._value(figure), before_text, self._ditto(figure.reported_by, who))
            yield self._row(*cells, figure.sources, code)

    def missing(self, part: Part, entry: Entry) -> Iterator[Row]:
        """A row for each owner who still owes something."""
        for finding in entry.task.findings:
            state = self._state(entry.task, finding)
            if state:
                owner = finding.owner or self._say("chua_ro")
                cells = (_name(part, entry), owner, state, short_date(entry.task.due))
                yield Row(cells, finding.counted, finding.rule)

    def _say(self, name: str, **values: str) -> str:
        return self._wording.say(f"phu_luc.{name}", **values)

    def _row(
        self, name: str, value: str, before: str, units: str, refs: tuple[SourceRef, ...], code: str
    ) -> Row:
        earlier = (before,) if self._compares else ()
        return Row((name, value, *earlier, units), refs, code)

    def _units(self, units: Sequence[str]) -> str:
        return named((unit for unit in units if unit), self._inputs.profile, self._wording) or "–"

    def _ditto(self, units: Sequence[str], who: str) -> str:
        these = self._units(units)
        return self._say("nhu_tren") if these == who != "–" else these

    def _none(self, said: bool) -> str:
        return self._say("khong_phat_sinh" if said else "chua_bao_cao")

    def _attendance(self, task: Task, who: str) -> Iterator[Row]:
        people = attendance_of(task.activities)
        if people.total is None:
            return
        value = count(people.total)
        if people.reported < people.of:
            value = self._say("tinh_mot_phan", so=value, co=count(people.reported), tong=count(people.of))
        reporters = [a.unit for a in task.activities if a.participants is not None]
        known = {activity.ref: activity.participants for activity in task.activities}
        earlier = [known.get(ref) for finding in task.previous for ref in finding.counted]
        before = count(sum(value or 0 for value in earlier)) if any(v is not None for v in earlier) else "–"
        yield self._row(
            self._say("luot_du"),
            value,
            before,
            self._ditto(reporters, who),
            people.sources,
            task.expectation.code,
        )

    def _value(self, figure: Figure) -> str:
        if figure.value is None:
            return self._say("chua_bao_cao")
        value = count(figure.value) if figure.value else self._say("khong_phat_sinh")
        if not figure.missing_from:
            return value
        return self._say("thieu_phan", so=value, don_vi=self._units(figure.missing_from))

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


def _name(part: Part, entry: Entry) -> str:
    """«1c. Tiếp công dân, giải quyết đơn thư»: the same place as in section III."""
    return f"{part.number}{entry.letter}. {entry.heading.partition(' ')[2]}"
