"""The whole report: sections I to VI in the order that offices use, then the annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from service.domain.compose.annex import annex_tables
from service.domain.compose.assessment import assessment, next_steps, proposals
from service.domain.compose.claims import line, paragraph, present
from service.domain.compose.frame import annex_heading, closing, direction, letterhead, opening, situation
from service.domain.compose.inputs import ReportInputs, Task, feedback_of, tasks_of
from service.domain.compose.narrative import results
from service.domain.compose.opinions import feedback_claims
from service.domain.compose.phrasing import bare
from service.domain.compose.wording import Wording, capital
from service.domain.report import Block, BlockKind, ClaimKind, Report

_LETTERS = "abcdđeghiklmnopqrstuvxy"


def compose_report(inputs: ReportInputs, wording: Wording) -> Report:
    """The report of one period. The same inputs give an equal report."""
    tasks = tasks_of(inputs)
    body = (
        *opening(inputs, wording),
        *situation(inputs, wording),
        *direction(inputs, tasks, wording),
        *_results(inputs, tasks, wording),
        *assessment(inputs, tasks, wording),
        *next_steps(inputs, tasks, wording),
        *proposals(inputs, tasks, wording),
        closing(inputs, wording),
    )
    return Report(
        period=inputs.period.key,
        name=wording.say("the_thuc.ten_tep", ky=inputs.period.label, truong=inputs.profile.name),
        as_of=inputs.as_of,
        letterhead=letterhead(inputs, wording),
        body=body,
        annex=(*annex_heading(inputs, wording), *annex_tables(tasks, wording)),
    )


def _results(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> Iterator[Block]:
    """Section III in the plan's order: a heading for each section of the plan, then its responsibilities."""
    yield line("III", BlockKind.HEADING_1, wording.say("tieu_de.iii"))
    place = 0
    for code, members in groupby(tasks, key=_section):
        place += 1
        tasks_here = tuple(members)
        heading = f"{place}. {_heading(inputs, code, tasks_here)}"
        yield line(f"III.section.{code}", BlockKind.HEADING_2, heading, ClaimKind.PLAN, code)
        for position, task in enumerate(tasks_here):
            key = f"III.{task.expectation.code}"
            yield line(
                key, BlockKind.HEADING_3, _title(task, position), ClaimKind.PLAN, task.expectation.code
            )
            yield from results(task, key, inputs.profile, wording)
    yield line("III.feedback", BlockKind.HEADING_2, wording.say("tieu_de.gop_y", thu_tu=str(place + 1)))
    said = feedback_claims(feedback_of(inputs), inputs.profile, wording)
    yield from present(paragraph("III.feedback.text", said))


def _section(task: Task) -> str:
    return task.expectation.section or task.expectation.code.rpartition(".")[0]


def _heading(inputs: ReportInputs, code: str, members: Sequence[Task]) -> str:
    known = next((section.heading for section in inputs.plan.sections if section.code == code), "")
    heading = bare(members[0].expectation.section_heading or known or code)
    return heading.capitalize() if heading.isupper() and len(heading) > 4 else heading


def _title(task: Task, position: int) -> str:
    """«c) Tiếp công dân, giải quyết đơn thư»: the plan's own letter, or where it has a number its place."""
    last = task.expectation.code.rpartition(".")[2]
    name = capital(bare(task.name))
    if last.isalpha() and last.islower():
        return f"{last}) {name}"
    return f"{_LETTERS[position % len(_LETTERS)]}) {name} (mục {task.expectation.code} của Kế hoạch)"
