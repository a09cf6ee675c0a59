"""The whole report: sections I to VI in the order that offices use, then the annex."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.domain.compose.annex import annex_tables
from service.domain.compose.assessment import assessment, next_steps, proposals
from service.domain.compose.claims import line, paragraph, present
from service.domain.compose.feedback import feedback_claims
from service.domain.compose.frame import (
    annex_heading,
    closing,
    direction,
    letterhead,
    name_of,
    opening,
)
from service.domain.compose.identities import figure_notices
from service.domain.compose.inputs import ReportInputs, tasks_of
from service.domain.compose.measures import Measures
from service.domain.compose.narrative import results
from service.domain.compose.outline import Part, outline_of
from service.domain.compose.situation import situation
from service.domain.compose.wording import Wording
from service.domain.report import Block, BlockKind, ClaimKind, Report


def compose_report(inputs: ReportInputs, wording: Wording) -> Report:
    """The report of one period. The same inputs, in whatever order they come, give an equal report."""
    tasks = tasks_of(inputs)
    parts = outline_of(inputs, tasks, wording)
    measures = Measures(inputs)
    body = (
        *figure_notices(inputs, wording, measures),
        *opening(inputs, wording),
        *situation(inputs, wording),
        *direction(inputs, tasks, wording),
        *_results(inputs, parts, wording),
        *assessment(inputs, tasks, parts, wording),
        *next_steps(inputs, tasks, wording),
        *proposals(inputs, tasks, wording),
        closing(inputs, wording),
    )
    annex = (*annex_heading(inputs, wording), *annex_tables(inputs, parts, wording, measures))
    keyed = tuple(_with_own_keys((*body, *annex)))
    return Report(
        period=inputs.period.key,
        name=name_of(inputs, wording),
        as_of=inputs.as_of,
        letterhead=letterhead(inputs, wording),
        body=keyed[: len(body)],
        annex=keyed[len(body) :],
    )


def _results(inputs: ReportInputs, parts: Sequence[Part], wording: Wording) -> Iterator[Block]:
    """Section III in the plan's order: a heading for each section of the plan, then its responsibilities."""
    yield line("III", BlockKind.HEADING_1, wording.say("tieu_de.iii"))
    for part in parts:
        heading = f"III.section.{part.code}"
        yield line(heading, BlockKind.HEADING_2, part.heading, ClaimKind.PLAN, part.code)
        for entry in part.entries:
            code = entry.task.expectation.code
            yield line(f"III.{code}", BlockKind.HEADING_3, entry.heading, ClaimKind.PLAN, code)
            yield from results(entry.task, f"III.{code}", inputs.profile, wording)
    title = wording.say("tieu_de.gop_y", thu_tu=str(len(parts) + 1))
    yield line("III.feedback", BlockKind.HEADING_2, title)
    said = feedback_claims(inputs.window_feedback, inputs.profile, wording)
    yield from present(paragraph("III.feedback.text", said))


def _with_own_keys(blocks: Sequence[Block]) -> Iterator[Block]:
    """Every key once, even where a plan names two things alike; the Doc finds its blocks by them."""
    taken = {block.key for block in blocks}
    seen: set[str] = set()
    for block in blocks:
        key, number = block.key, 1
        while key in seen or (number > 1 and key in taken):
            number += 1
            key = f"{block.key}-{number}"
        seen.add(key)
        yield block if key == block.key else replace(block, key=key)
