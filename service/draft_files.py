"""What becomes of the files that drafts live in: put into the bin, deleted, or touched by people.

Drive's change log tells it, so it costs no call; Drive itself is asked only before something is refused.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from service.google.documents.memory import WrittenDraft
from service.google.drive import FileChange, look_at
from service.lives import life
from service.store import Database, DraftRow
from service.store import drafts as draft_rows
from service.store import editions as edition_rows
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.store.events import Event, add_event
from service.workspace import Workspace

_NAME = "draft_files"
#: Key of the source that is the school's copy of the report template.
TEMPLATE = "template"
#: Kind of the event that a draft was begun anew.
ANEW = "anew"


class AnewError(Exception):
    """A draft is not begun anew; the message is Vietnamese and says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What the change log has said of a file since we last looked into it."""

    trashed: bool = False
    #: Deleted for good, or not shared with us any more.
    gone: bool = False
    #: Changed by somebody, perhaps by us.
    touched: bool = False

    @property
    def is_missing(self) -> bool:
        """Nothing is to be written into it."""
        return self.trashed or self.gone


def note(database: Database, school_id: str, log: Mapping[str, FileChange]) -> None:
    """Keep what the change log says of drafts and of the template; it says it once."""
    with database.begin() as tx:
        ours = {row.document_id for row in draft_rows.list_drafts(tx, school_id) if row.document_id}
        ours |= {item.document_id for item in edition_rows.list_editions(tx, school_id)}
        ours |= {
            source.file_id for source in school_rows.list_sources(tx, school_id) if source.key == TEMPLATE
        }
        told = {
            file_id: to_json(Standing(trashed=change.trashed, gone=change.removed, touched=True))
            for file_id, change in log.items()
            if file_id in ours
        }
        if told:
            known = school_rows.find_snapshot(tx, school_id, _NAME) or {}
            school_rows.save_snapshot(tx, school_id, _NAME, known | told)


def standings(database: Database, school_id: str) -> Mapping[str, Standing]:
    """File id → what is known of it; files of which the log said nothing are left out."""
    with database.begin() as tx:
        known = school_rows.find_snapshot(tx, school_id, _NAME) or {}
    return {file_id: from_json(Standing, value) for file_id, value in known.items()}


def looked_into(ws: Workspace, file_id: str) -> None:
    """Whatever people had done to the file until now is known."""
    with ws.database.begin() as tx:
        known = school_rows.find_snapshot(tx, ws.school_id, _NAME) or {}
        if known.pop(file_id, None) is not None:
            school_rows.save_snapshot(tx, ws.school_id, _NAME, known)


def missing(ws: Workspace, row: DraftRow) -> str | None:
    """The line for people if the Doc of a draft is in the bin or gone; it is never made again unasked."""
    document_id = row.document_id or ""
    if not standings(ws.database, ws.school_id).get(document_id, Standing()).is_missing:
        return None
    seen = look_at(ws.drive, document_id)
    command = f"«dunghan draft --anew {row.period}»"
    if seen is None:
        return (
            f"Tệp của «{row.name}» đã bị xóa hẳn hoặc không còn chia sẻ với dịch vụ. "
            f"Hãy chia sẻ lại tệp, hoặc lập lại dự thảo bằng {command}."
        )
    if seen.trashed:
        return (
            f"Tệp của «{row.name}» đang nằm trong Thùng rác nên dịch vụ không cập nhật nữa. "
            f"Hãy khôi phục tệp, hoặc lập lại dự thảo bằng {command}."
        )
    looked_into(ws, document_id)
    return None


def must_look(row: DraftRow, known: Mapping[str, Standing]) -> bool:
    """Whether the Doc is to be read although the report says nothing new.

    It is missing, or somebody touched it while something is offered in it: the offer may be answered.
    """
    standing = known.get(row.document_id or "", Standing())
    return standing.is_missing or (standing.touched and _has_offers(row))


def _has_offers(row: DraftRow) -> bool:
    if not row.state:
        return False
    return any(block.offered for block in from_json(WrittenDraft, row.state).blocks)


def begin_anew(ws: Workspace, period: str, now: dt.datetime, who: str = "") -> None:
    """Let the next run make a new Doc for a report whose Doc is in the bin or gone. Raises AnewError.

    That of an approved report says what was approved.
    """
    with ws.database.begin() as tx:
        row = next((r for r in draft_rows.list_drafts(tx, ws.school_id) if r.period == period), None)
        stand = life(tx, ws.school_id, period)
    if row is None or row.document_id is None:
        raise AnewError(f"Kỳ {period} chưa có dự thảo nào để lập lại.")
    if stand.is_held and not stand.is_settled:
        raise AnewError(f"«{row.name}» đã trình Hiệu trưởng nên không lập lại được.")
    seen = look_at(ws.drive, row.document_id)
    if seen is not None and not seen.trashed:
        raise AnewError(
            f"Tệp của «{row.name}» vẫn còn trong Google Drive. "
            "Muốn lập lại từ đầu, hãy bỏ tệp ấy vào Thùng rác trước."
        )
    was = {"document_id": row.document_id}
    with ws.database.begin() as tx:
        draft_rows.begin_anew(tx, ws.school_id, period)
        add_event(tx, ws.school_id, Event(at=now, who=who, kind=ANEW, subject=period, body=was))
        school_rows.set_inputs_hash(tx, ws.school_id, None)
