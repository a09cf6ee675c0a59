"""A draft block by block, and a block claim by claim, down to the submissions."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import Flask, abort, render_template

from service.approving import ground_of
from service.domain.dates import short_date
from service.domain.expectations import Period
from service.domain.readiness import Blocker
from service.domain.report import Block, BlockKind, ClaimKind, TableData
from service.domain.rule_names import rule_name
from service.overview import CLAIM_KINDS
from service.state import SchoolState
from service.store import DraftRow
from service.store import drafts as draft_rows
from service.tracing import Explanation, Fate, Trace, changed_blocks, explain
from service.web import life
from service.web.context import Context
from service.web.life import present_life
from service.web.words import exact_time, safe_link, told_time, trace_link, trace_place
from service.workspace import Links

#: Element of the page for each kind of block.
_ELEMENTS = {BlockKind.HEADING_1: "h2", BlockKind.HEADING_2: "h3", BlockKind.HEADING_3: "h4",
             BlockKind.ANNEX_TITLE: "h2", BlockKind.TABLE_TITLE: "h3"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPart:
    """One block of a draft."""

    key: str
    element: str
    kind: str
    text: str
    table: TableData | None
    #: Submissions under it.
    sources: int
    #: «đã sửa sau khi viết», or "": what became of one of them since.
    fate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage:
    """All that the page of a draft shows; without a Doc it has no blocks."""

    school: str
    period: str
    label: str
    name: str
    last_day: str
    opens: str
    as_of: str
    written: str
    document: str | None
    blocks: tuple[BlockPart, ...]
    #: (key, words) of the headings that the page can jump to.
    contents: tuple[tuple[str, str], ...]
    #: What keeps the report from being signed; empty when it is ready, or approved.
    blockers: tuple[Blocker, ...] = ()

    @property
    def changed(self) -> tuple[BlockPart, ...]:
        """Blocks of which a source was edited or taken back since."""
        return tuple(part for part in self.blocks if part.fate)


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceLine:
    """One submission under a claim."""

    source: str
    link: str | None
    place: str
    #: When this version was sent or first read.
    sent: str
    version: str
    record: str
    unit: str
    title: str
    said: str
    #: «đã sửa sau khi viết», or "".
    fate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPart:
    """One sentence and what it rests on."""

    text: str
    kind: str
    basis: str
    traces: tuple[TraceLine, ...]
    fate: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockPage:
    """All that the page of a block shows."""

    school: str
    period: str
    label: str
    key: str
    document: str | None
    #: What the `dunghan why` command is asked with.
    address: str
    table: TableData | None
    claims: tuple[ClaimPart, ...]


def register(app: Flask, context: Context) -> None:
    """GET /du-thao/<period> and /du-thao/<period>/<block>, and what is done there."""

    @app.get("/du-thao/<key>")
    def draft(key: str) -> str:
        return show_draft(key)

    def show_draft(key: str, error: str = "") -> str:
        state = context.state()
        period = state.period(key) or abort(404)
        with context.database.begin() as tx:
            blocks = [item.block for item in draft_rows.list_blocks(tx, context.school_id, period=key)]
        row = context.drafts().get(key)
        fates = changed_blocks(context.database, context.school_id, key)
        ground = ground_of(context.database, state, period)
        page = present_draft(
            state, period, row, blocks, context.links, context.now(), fates, blockers=ground.blockers
        )
        stand = present_life(context, state, period, row, ground, error)
        return render_template("draft.html", page=page, life=stand)

    life.register(app, context, show_draft)

    @app.get("/du-thao/<key>/<path:block>")
    def draft_block(key: str, block: str) -> str:
        state = context.state()
        period = state.period(key) or abort(404)
        found = explain(context.database, context.school_id, f"{key}:{block}") or abort(404)
        row = context.drafts().get(key)
        page = present_block(state, period, row, found[0], context.links)
        return render_template("block.html", page=page)


def present_draft(
    state: SchoolState,
    period: Period,
    row: DraftRow | None,
    blocks: Sequence[Block],
    links: Links,
    now: dt.datetime,
    fates: Mapping[str, Fate] | None = None,
    *,
    blockers: tuple[Blocker, ...] = (),
) -> DraftPage:
    """The draft as it was last written."""
    parts = tuple(_block(block, (fates or {}).get(block.key, Fate.SAME)) for block in blocks) if row else ()
    return DraftPage(
        school=state.school.profile.name,
        period=period.key,
        label=period.label,
        name=row.name if row else "",
        last_day=short_date(period.last_working_day),
        opens=short_date(period.drafts_from),
        as_of=short_date(row.as_of) if row else "",
        written=told_time(row.written_at, now) if row and row.written_at else "",
        document=_document(row, links),
        blocks=parts,
        contents=tuple((part.key, part.text) for part in parts if part.element == "h2"),
        blockers=blockers,
    )


def present_block(
    state: SchoolState, period: Period, row: DraftRow | None, found: Explanation, links: Links
) -> BlockPage:
    """The block with its claims; the words of set phrases are told without sources."""
    return BlockPage(
        school=state.school.profile.name,
        period=period.key,
        label=period.label,
        key=found.block.key,
        document=_document(row, links),
        address=f"{period.key}:{found.block.key}",
        table=found.block.table,
        claims=tuple(
            ClaimPart(
                text=claim.text,
                kind=CLAIM_KINDS[claim.kind],
                basis="" if claim.kind is ClaimKind.WORDING else rule_name(claim.basis),
                traces=tuple(_trace(item, links) for item in claim.traces),
                fate=claim.fate.value,
            )
            for claim in found.claims
        ),
    )


def _document(row: DraftRow | None, links: Links) -> str | None:
    return safe_link(links.document(row.document_id)) if row and row.document_id else None


def _block(block: Block, fate: Fate = Fate.SAME) -> BlockPart:
    return BlockPart(
        key=block.key,
        element=_ELEMENTS.get(block.kind, "p"),
        kind=block.kind.value.replace("_", "-"),
        text=block.text,
        table=block.table,
        sources=len(block.sources),
        fate=fate.value,
    )


def _trace(found: Trace, links: Links) -> TraceLine:
    return TraceLine(
        source=found.source or "Nguồn không còn được theo dõi",
        link=trace_link(links, found),
        place=trace_place(found),
        sent=exact_time(found.sent_at) if found.sent_at else "",
        version=found.ref.version,
        record=found.ref.record_id,
        unit=found.unit,
        title=found.title,
        said=found.said,
        fate=found.fate.value,
    )
