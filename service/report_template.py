"""The school's copy of the report template: made once, kept if the school edited it, else renewed."""

from __future__ import annotations

import datetime as dt
from typing import Any

from service.draft_files import TEMPLATE, Standing, looked_into, standings
from service.google.documents.drafts import GoogleDocsError, ensure_template
from service.google.drive import look_at
from service.making import once
from service.store import Source, intents
from service.store import schools as school_rows
from service.templates import report_template
from service.workspace import Workspace

LABEL = "Mẫu báo cáo"
#: Google takes so long at the most to convert an upload; a change after that is a person's.
_CONVERTING = dt.timedelta(minutes=2)
_IN_THE_BIN = (
    "Mẫu báo cáo của nhà trường đang nằm trong Thùng rác nên chưa lập được dự thảo mới. "
    "Hãy khôi phục tệp «Mẫu báo cáo – Đúng Hạn», hoặc xóa hẳn tệp ấy để dịch vụ tạo mẫu mới."
)
_KEPT = (
    "Nhà trường đã sửa mẫu báo cáo nên dự thảo này vẫn dùng mẫu của trường; dịch vụ đã có mẫu mới hơn. "
    "Muốn dùng mẫu mới, hãy xóa hẳn tệp «Mẫu báo cáo – Đúng Hạn» đang có."
)


def template_for_draft(ws: Workspace) -> tuple[str, tuple[str, ...]]:
    """File id of the template for a new draft, and what people should know of it.

    Raises GoogleDocsError if it is in the bin. No call where the copy is of the version of today.
    """
    version = report_template()[1]
    known = _known(ws)
    if known is not None:
        known = _unless_gone(ws, known)
    if known is None:
        return _made(ws, version), ()
    if known.detail.get("version") == version:
        return known.file_id, ()
    if _is_edited(ws.drive, known.file_id):
        return known.file_id, (_KEPT,)
    return _made(ws, version), ()


def _known(ws: Workspace) -> Source | None:
    with ws.database.begin() as tx:
        sources = school_rows.list_sources(tx, ws.school_id)
    return next((source for source in sources if source.key == TEMPLATE), None)


def _unless_gone(ws: Workspace, known: Source) -> Source | None:
    if not standings(ws.database, ws.school_id).get(known.file_id, Standing()).is_missing:
        return known
    seen = look_at(ws.drive, known.file_id)
    if seen is not None and seen.trashed:
        raise GoogleDocsError(_IN_THE_BIN)
    looked_into(ws, known.file_id)
    return known if seen is not None else None


def _is_edited(drive: Any, file_id: str) -> bool:
    """Whether somebody changed the file after its upload; one call."""
    fields = "createdTime,modifiedTime"
    file = drive.files().get(fileId=file_id, fields=fields, supportsAllDrives=True).execute()
    made, changed = (dt.datetime.fromisoformat(file[name]) for name in ("createdTime", "modifiedTime"))
    return changed - made > _CONVERTING


def _made(ws: Workspace, version: str) -> str:
    """Each school has a copy of its own, also where one account serves several."""
    key = f"{TEMPLATE}:{version}"
    docx, _ = report_template()
    file_id = ensure_template(ws.drive, docx, f"{ws.school_id}:{version}", once=once(ws, key, TEMPLATE))
    source = Source(key=TEMPLATE, kind=TEMPLATE, label=LABEL, file_id=file_id, detail={"version": version})
    with ws.database.begin() as tx:
        school_rows.add_source(tx, ws.school_id, source)
        intents.close_intent(tx, ws.school_id, key)
    return file_id
