"""From a block of a draft back to the submissions that it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection

from service.cells import decode_cell
from service.domain.compose.people import without_names
from service.domain.records import SourceKind, SourceRef
from service.domain.report import Block, ClaimKind
from service.domain.text import typed
from service.drafting import compose
from service.history import last_settings
from service.state import load_state
from service.store import Database, RecordVersion, Source
from service.store import drafts as draft_rows
from service.store import records as record_rows
from service.store import schools as school_rows
from service.store.drafts import StoredClaim
from service.submissions import FEEDBACK_FORM, answers_of


class Fate(StrEnum):
    """What became of a submission after a sentence was written from it."""

    SAME = ""
    EDITED = "đã sửa sau khi viết"
    WITHDRAWN = "đã rút sau khi viết"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One version of one submission, as far as people may know it: no name, no address of the sender."""

    ref: SourceRef
    #: Name of the form or file; "" if the source is no longer known.
    source: str
    #: What it is about: the title of an activity, the topic of a feedback.
    title: str
    unit: str
    #: What was reported.
    said: str
    #: When this version was sent, or the row was first known; None if the version is not in the store.
    sent_at: dt.datetime | None
    #: «Hoạt động!B7», as it was read; "" for an answer of a form.
    address: str = ""
    fate: Fate = Fate.SAME


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedClaim:
    """A sentence and all that it rests on."""

    text: str
    kind: ClaimKind
    basis: str
    traces: tuple[Trace, ...]

    @property
    def fate(self) -> Fate:
        """The worst that became of what it rests on."""
        fates = {item.fate for item in self.traces}
        return next((fate for fate in (Fate.WITHDRAWN, Fate.EDITED) if fate in fates), Fate.SAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """A block as it was written, claim by claim."""

    period: str
    block: Block
    claims: tuple[TracedClaim, ...]


def explain(
    database: Database, school_id: str, block: str, *, as_of: dt.date | None = None
) -> tuple[Explanation, ...]:
    """The block with this key in each draft that has it; "6T:III.1.c.text" asks the draft of 6T alone.

    As it was last written, or with `as_of` as it would read on that day.
    """
    period, _, key = block.rpartition(":")
    found = [
        item
        for item in blocks_of_drafts(database, school_id, as_of=as_of)
        if item.block.key == key and period in ("", item.period)
    ]
    with database.begin() as tx:
        tracer = _Tracer(tx, school_id)
        return tuple(
            Explanation(
                period=item.period,
                block=item.block,
                claims=tuple(
                    TracedClaim(
                        text=claim.text, kind=claim.kind, basis=claim.basis, traces=tracer.all(claim.sources)
                    )
                    for claim in item.block.claims
                ),
            )
            for item in found
        )


def blocks_of_drafts(
    database: Database, school_id: str, *, as_of: dt.date | None = None
) -> tuple[StoredClaim, ...]:
    """Every block of every draft as last written, or with `as_of` as it would read on that day."""
    if as_of is None:
        with database.begin() as tx:
            written = {row.period: row.due for row in draft_rows.list_drafts(tx, school_id)}
            blocks = draft_rows.list_blocks(tx, school_id)
        return tuple(sorted(blocks, key=lambda item: written.get(item.period, dt.date.max)))
    state = load_state(database, school_id, as_of)
    if state is None:
        return ()
    return tuple(
        StoredClaim(period=period.key, block=block)
        for period in state.open_periods
        for block in compose(database, state, period).blocks
    )


def changed_blocks(database: Database, school_id: str, period: str) -> dict[str, Fate]:
    """Key of a block → what became of its sources, those blocks of a draft that rest on changed ones."""
    with database.begin() as tx:
        blocks = [item.block for item in draft_rows.list_blocks(tx, school_id, period=period)]
        fates = _Tracer(tx, school_id).fates(ref for block in blocks for ref in block.sources)
    found: dict[str, Fate] = {}
    for block in blocks:
        here = {fates[ref] for ref in block.sources}
        fate = next((fate for fate in (Fate.WITHDRAWN, Fate.EDITED) if fate in here), Fate.SAME)
        if fate is not Fate.SAME:
            found[block.key] = fate
    return found


def trace(database: Database, school_id: str, refs: Iterable[SourceRef]) -> tuple[Trace, ...]:
    """What is known of each of these submissions, in the order asked."""
    with database.begin() as tx:
        return _Tracer(tx, school_id).all(refs)


class _Tracer:
    """Looks submissions up inside one transaction."""

    def __init__(self, tx: Connection, school_id: str) -> None:
        self._tx = tx
        self._school_id = school_id
        self._sources = {source.file_id: source for source in school_rows.list_sources(tx, school_id)}
        self._staff = last_settings(tx, school_id).staff_names

    def all(self, refs: Iterable[SourceRef]) -> tuple[Trace, ...]:
        asked = tuple(refs)
        fates = self.fates(asked)
        return tuple(replace(self._one(ref), fate=fates[ref]) for ref in asked)

    def fates(self, refs: Iterable[SourceRef]) -> dict[SourceRef, Fate]:
        """What became of each of these versions; of one that is not in the store, nothing is known."""
        asked = tuple(dict.fromkeys(refs))
        newest: dict[str, dict[str, RecordVersion]] = {}
        for file_id in {ref.source_id for ref in asked}:
            source = self._sources.get(file_id)
            ids = [ref.record_id for ref in asked if ref.source_id == file_id]
            if source is not None:
                newest[file_id] = record_rows.newest_versions(self._tx, self._school_id, source.key, ids)
        return {ref: _fate(ref, newest.get(ref.source_id, {}).get(ref.record_id)) for ref in asked}

    def _one(self, ref: SourceRef) -> Trace:
        source = self._sources.get(ref.source_id)
        if source is None:
            return _unknown(ref)
        version = record_rows.find_version(self._tx, self._school_id, source.key, ref.record_id, ref.version)
        if version is None:
            return _unknown(ref, source.label)
        if ref.kind is SourceKind.SHEET:
            return _row_trace(ref, source, version)
        return _answer_trace(ref, source, version, self._staff)


def _fate(ref: SourceRef, newest: RecordVersion | None) -> Fate:
    if newest is None:
        return Fate.SAME
    if newest.withdrawn_at is not None:
        return Fate.WITHDRAWN
    return Fate.SAME if newest.version == ref.version else Fate.EDITED


def _unknown(ref: SourceRef, label: str = "") -> Trace:
    return Trace(ref=ref, source=label, title="", unit="", said="", sent_at=None)


def _row_trace(ref: SourceRef, source: Source, version: RecordVersion) -> Trace:
    values, addresses = version.payload["values"], version.payload["addresses"]
    said = {key: typed(str(decode_cell(value) or "")) for key, value in values.items()}
    return Trace(
        ref=ref,
        source=source.label,
        title=said.get("title", ""),
        unit=str(source.detail.get("unit", "")),
        said=said.get("result", ""),
        sent_at=version.submitted_at,
        address=addresses.get("title") or next(iter(addresses.values()), ""),
    )


def _answer_trace(ref: SourceRef, source: Source, version: RecordVersion, staff: Collection[str]) -> Trace:
    answers = {key: typed(value) for key, value in answers_of(version, source).items()}
    if source.key == FEEDBACK_FORM:
        title, unit = answers.get("topic", ""), answers.get("group", "")
        said = without_names(answers.get("text", ""), staff)
    else:
        title, unit, said = answers.get("title", ""), answers.get("unit", ""), answers.get("result", "")
    return Trace(
        ref=ref, source=source.label, title=title, unit=unit, said=said, sent_at=version.submitted_at
    )
