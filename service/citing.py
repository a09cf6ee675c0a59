"""What each sentence of a draft rests on, for an endnote: form and time, or sheet and cell; no name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.config import ZONE
from service.domain.dates import count, short_date
from service.domain.records import SourceKind, SourceRef
from service.domain.report import Block, BlockKind, ClaimKind
from service.endnotes import Note
from service.store import Database
from service.store import drafts as draft_rows
from service.store import schools as school_rows
from service.submissions import FEEDBACK_FORM
from service.tracing import Fate, Trace, trace

_FROM_SUBMISSIONS = (ClaimKind.SUBMITTED, ClaimKind.COUNTED)


def block_sources(database: Database, school_id: str, period: str) -> dict[str, str]:
    """Key of a block → its sources, sentence by sentence; of a table as a whole, of notices none."""
    blocks, known, feedback = _known(database, school_id, period)
    found: dict[str, str] = {}
    for block in blocks:
        notes = [note.text.removeprefix("Nguồn: ") for note in _of_block(block, known, feedback)]
        if block.table is not None and notes:
            found[block.key] = told([known[ref] for ref in block.sources], feedback)
        elif len(notes) == 1:
            found[block.key] = notes[0]
        elif notes:
            found[block.key] = "\n".join(f"({place}) {note}" for place, note in enumerate(notes, start=1))
    return found


def notes_of(database: Database, school_id: str, period: str) -> tuple[Note, ...]:
    """A note for each sentence and each row of a table that rests on submissions; notices have none."""
    blocks, known, feedback = _known(database, school_id, period)
    return tuple(note for block in blocks for note in _of_block(block, known, feedback))


def _known(
    database: Database, school_id: str, period: str
) -> tuple[list[Block], dict[SourceRef, Trace], str]:
    """The blocks of a draft but its notices, what is known of their sources, and which form is anonymous."""
    with database.begin() as tx:
        stored = [item.block for item in draft_rows.list_blocks(tx, school_id, period=period)]
        sources = school_rows.list_sources(tx, school_id)
    feedback = next((source.file_id for source in sources if source.key == FEEDBACK_FORM), "")
    blocks = [block for block in stored if block.kind is not BlockKind.NOTICE]
    refs = dict.fromkeys(ref for block in blocks for ref in block.sources)
    known = dict(zip(refs, trace(database, school_id, refs), strict=True))
    return blocks, known, feedback


def _of_block(block: Block, known: dict[SourceRef, Trace], feedback: str) -> Iterator[Note]:
    for place, claim in enumerate(block.claims):
        if claim.kind not in _FROM_SUBMISSIONS:
            continue
        text = f"Nguồn: {told([known[ref] for ref in claim.sources], feedback)}."
        if block.table is None:
            yield Note(sentence=claim.text, text=text)
        elif place < len(block.table.rows):
            yield Note(sentence="", cells=block.table.rows[place], text=text)


def told(traces: Sequence[Trace], feedback: str = "") -> str:
    """«Báo cáo hoạt động: Công đoàn (08:10 ngày 12/3/2025); Sổ hoạt động – Tổ Văn: ô Hoạt động!B7»."""
    groups: dict[tuple[str, str], list[Trace]] = {}
    for item in traces:
        anonymous = item.ref.source_id == feedback
        groups.setdefault((item.source or "nguồn không còn", "" if anonymous else item.unit), []).append(item)
    return "; ".join(
        _group(source, unit, items, is_feedback=items[0].ref.source_id == feedback)
        for (source, unit), items in groups.items()
    )


def _group(source: str, unit: str, items: Sequence[Trace], *, is_feedback: bool) -> str:
    if is_feedback:
        # Opinions have no name, and the minute of one could give it one.
        days = sorted(item.sent_at.astimezone(ZONE).date() for item in items if item.sent_at)
        span = f", từ ngày {short_date(days[0])} đến ngày {short_date(days[-1])}" if days else ""
        return f"{source}: {count(len(items))} phiếu{span}"
    who = f" ({unit})" if unit and unit not in source else ""
    if items[0].ref.kind is SourceKind.SHEET:
        return f"{source}{who}: ô {', '.join(_cells(items))}"
    return f"{source}{who}: phiếu gửi {', '.join(_marked(item, _when(item)) for item in items)}"


def _cells(items: Sequence[Trace]) -> Iterator[str]:
    """The tab is named once: «Hoạt động!B3, B4»."""
    last = ""
    for item in items:
        tab, _, cell = item.address.rpartition("!")
        yield _marked(item, cell if tab == last else item.address)
        last = tab


def _when(item: Trace) -> str:
    return f"{item.sent_at.astimezone(ZONE):%H:%M %d/%m/%Y}" if item.sent_at else "không rõ"


def _marked(item: Trace, text: str) -> str:
    """With what became of it since, where that is worth knowing."""
    return text if item.fate is Fate.SAME else f"{text} ({item.fate})"
