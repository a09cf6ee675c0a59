"""Steps of the work in words: what they would write to a spreadsheet, a Doc, a new school's files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from service.domain.report import Report
from service.google.documents.memory import WrittenDraft
from service.google.documents.preview import BlockChange, new_draft, preview_refresh
from service.rehearsal import Change
from service.store import DraftRow
from service.store.codec import from_json
from service.workspace import Workspace
from sheets.requests import Request
from sheets.telling import Deed, tell
from sheets.workbook import Workbook


def sheet_changes(label: str, workbook: Workbook, requests: Sequence[Request]) -> tuple[Change, ...]:
    """What a plan does to the school's spreadsheet."""
    return tuple(
        Change(
            file=label,
            deed=item.deed.value,
            place=f"{item.tab}!{item.place}"
            if item.deed is Deed.CHANGE
            else f"{item.tab} {item.place}".strip(),
            about=item.row,
            before=item.before,
            after=item.after,
        )
        for item in tell(workbook, requests)
    )


def draft_changes(ws: Workspace, row: DraftRow | None, report: Report) -> tuple[Change, ...]:
    """What writing a report does to its Doc; the Doc is read and not touched."""
    if row is None or not row.document_id:
        made = Change(file=report.name, deed="tạo tệp")
        return (made, *_told(report.name, new_draft(report)))
    known = from_json(WrittenDraft, row.state) if row.state else WrittenDraft(document_id=row.document_id)
    return tuple(_told(report.name, preview_refresh(ws.docs, known, report)))


def _told(name: str, changes: Iterable[BlockChange]) -> Iterable[Change]:
    return (
        Change(file=name, deed=item.deed.value, place=item.key, before=item.before, after=item.after)
        for item in changes
    )
