"""The annex: a table of figures and a table of what is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.compose.claims import claim, line
from service.domain.compose.figures import Figure, attendance_of, figures_of
from service.domain.compose.inputs import NOT_ASKED_FOR, Task
from service.domain.compose.phrasing import clean, listed, once
from service.domain.compose.wording import Wording
from service.domain.dates import count, number, short_date
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


def annex_tables(tasks: Sequence[Task], wording: Wording) -> tuple[Block, ...]:
    """Both tables, each under its heading; they are there even when empty, so that a Doc keeps its shape."""
    figures_header = _headings(wording, "cot_nhiem_vu", "cot_so_lieu", "cot_gia_tri", "cot_don_vi")
    missing_header = _headings(wording, "cot_nhiem_vu", "cot_thieu_don_vi", "cot_tinh_trang", "cot_han")
    missing = [row for task in tasks for row in _missing_rows(task, wording)]
    nothing = Row((wording.say("phu_luc.khong_thieu"), "", "", ""))
    return (
        line("annex.figures.title", BlockKind.HEADING_2, wording.say("tieu_de.bang_so_lieu")),
        _table("annex.figures", figures_header, [r for task in tasks for r in _figure_rows(task, wording)]),
        line("annex.missing.title", BlockKind.HEADING_2, wording.say("tieu_de.bang_thieu")),
        _table("annex.missing", missing_header, missing or [nothing]),
    )


def _table(key: str, header: tuple[str, ...], rows: Sequence[Row]) -> Block:
    return Block(
        key=key,
        kind=BlockKind.TABLE,
        claims=tuple(row.claim for row in rows),
        table=TableData(header=header, rows=tuple(row.cells for row in rows)),
    )


def _headings(wording: Wording, *names: str) -> tuple[str, ...]:
    return tuple(wording.say(f"phu_luc.{name}") for name in names)


def _figure_rows(task: Task, wording: Wording) -> Iterator[Row]:
    activities = task.activities
    units = listed(once(activity.unit for activity in activities))
    code = task.expectation.code
    name = f"{code} · {clean(task.name)}"
    done = count(len(activities)) if activities else _none_done(task, wording)
    said_none = tuple(ref for finding in task.findings for ref in finding.said_nothing)
    refs = tuple(activity.ref for activity in activities) or said_none
    owners = units or listed([f.owner for f in task.findings if f.said_nothing and f.owner])
    yield Row((name, wording.say("phu_luc.so_hoat_dong"), done, owners or "–"), refs, code)
    people = attendance_of(activities)
    if people.total is not None:
        value = number(people.total) if people.total else wording.say("phu_luc.khong_phat_sinh")
        if people.reported < people.of:
            value = wording.say(
                "phu_luc.tinh_mot_phan", so=number(people.total), co=str(people.reported), tong=str(people.of)
            )
        reporters = once(a.unit for a in activities if a.participants is not None)
        yield Row(("", wording.say("phu_luc.luot_du"), value, listed(reporters)), people.sources, code)
    for figure in figures_of(task):
        reporters_named = listed(figure.reported_by) or "–"
        yield Row(("", figure.label, _value(figure, wording), reporters_named), figure.sources, code)


def _none_done(task: Task, wording: Wording) -> str:
    said = any(finding.said_nothing for finding in task.findings)
    return wording.say("phu_luc.khong_phat_sinh" if said else "phu_luc.chua_bao_cao")


def _value(figure: Figure, wording: Wording) -> str:
    if figure.value is None:
        return wording.say("phu_luc.chua_bao_cao")
    value = number(figure.value) if figure.value else wording.say("phu_luc.khong_phat_sinh")
    if not figure.missing_from:
        return value
    return wording.say("phu_luc.thieu_phan", so=value, don_vi=listed(figure.missing_from))


def _missing_rows(task: Task, wording: Wording) -> Iterator[Row]:
    name, due = f"{task.expectation.code} · {clean(task.name)}", short_date(task.due)
    for finding in task.findings:
        state = _state(task, finding, wording)
        if state:
            owner = finding.owner or wording.say("phu_luc.chua_ro")
            yield Row((name, owner, state, due), finding.counted, finding.rule)


def _state(task: Task, finding: Finding, wording: Wording) -> str:
    """What this owner still owes, in words; empty if nothing."""
    if finding.status in (Status.NOTHING, Status.NOT_YET) or finding.rule == NOT_ASKED_FOR:
        return ""
    if not finding.counted:
        return wording.say("phu_luc.chua_gui")
    owed: list[str] = []
    if finding.status is Status.OVERDUE:
        owed.append(wording.say("phu_luc.chua_du", so=count(len(finding.counted))))
    unreported = [f.label for f in figures_of(task) if finding.owner in f.missing_from]
    if unreported:
        owed.append(wording.say("phu_luc.thieu_so_lieu", ten=listed(unreported)))
    return "; ".join(owed)
