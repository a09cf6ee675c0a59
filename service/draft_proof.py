"""Remembers for a school whether Google suggests in SUGGEST mode, so that it is tried out once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from googleapiclient.errors import HttpError

from service.google.documents.proof import (
    SCRATCH_NAME,
    Proof,
    discard_scratch,
    suggestions_are_suggestions,
)
from service.google.documents.speaking import GoogleDocsError
from service.google.making import may_be_done
from service.google.retrying import Verdict, verdict_of
from service.making import once
from service.store import intents
from service.store import schools as school_rows
from service.workspace import Workspace

_NAME = "docs.suggest"
#: Key of the intent to make the Doc on which it is tried; there as long as that Doc may be.
SCRATCH = "docs.suggest.scratch"
#: A project may get the mode later: so long a refusal holds.
_ASK_AGAIN = dt.timedelta(days=7)


def proof_of(ws: Workspace, now: dt.datetime) -> Proof:
    """What is known for this school and its Google project; tried out when there is something to suggest."""
    return Proof(
        works=lambda: _works(ws, now),
        distrust=lambda: _remember(ws, now, honoured=False, project=_project(ws)),
    )


def _works(ws: Workspace, now: dt.datetime) -> bool:
    project = _project(ws)
    with ws.database.begin() as tx:
        known = school_rows.find_snapshot(tx, ws.school_id, _NAME) or {}
    if known.get("project") != project:
        known = {}
    if known.get("honoured"):
        return True
    if known.get("honoured") is False and now - dt.datetime.fromisoformat(known["at"]) < _ASK_AGAIN:
        return False
    clear_scratch(ws)  # one that a run left when it died may be half used, or gone
    try:
        honoured = suggestions_are_suggestions(
            ws.drive, ws.docs, once=once(ws, SCRATCH, "scratch"), discard=lambda: clear_scratch(ws)
        )
    except HttpError as error:
        # Google is in trouble, or there is no answer: what is to be offered waits for the next refresh.
        if may_be_done(error) or verdict_of(int(error.status_code), error.content) is Verdict.REFUSED:
            raise
        if "honoured" in known or "refused_at" in known:
            return False  # no right to make files, say: comments will do, and the next refresh asks again
        # A comment that was made is not turned into a suggestion later, so one refusal is not enough.
        _keep(ws, {"project": project, "refused_at": now.isoformat()})
        raise GoogleDocsError(
            "Chưa thử được chế độ gợi ý của Google Docs, nên nội dung mới chưa vào dự thảo; dịch vụ sẽ thử "
            "lại ở lượt sau, nếu vẫn không được thì ghi thành nhận xét bên lề."
        ) from error
    _remember(ws, now, honoured=honoured, project=project)
    return honoured


def clear_scratch(ws: Workspace) -> str | None:
    """Take away the Doc on which it was tried, should it still be there; gives what to tell if it stays.

    No call where nothing was tried since the last time.
    """
    with ws.database.begin() as tx:
        intent = intents.find_intent(tx, ws.school_id, SCRATCH)
    if intent is None or ws.rehearsal is not None:
        return None
    if not discard_scratch(ws.drive, intent.file_id):
        return f"Chưa xóa được «{SCRATCH_NAME}» trong Google Drive; dịch vụ sẽ thử lại ở lần chạy sau."
    with ws.database.begin() as tx:
        intents.close_intent(tx, ws.school_id, SCRATCH)
    return None


def _remember(ws: Workspace, now: dt.datetime, *, honoured: bool, project: str) -> None:
    _keep(ws, {"project": project, "honoured": honoured, "at": now.isoformat()})


def _keep(ws: Workspace, seen: dict[str, Any]) -> None:
    with ws.database.begin() as tx:
        school_rows.save_snapshot(tx, ws.school_id, _NAME, seen)


def _project(ws: Workspace) -> str:
    """The Google project that the service's account belongs to; the stand-in is one of its own."""
    if ws.session.base_url is not None:
        return "stand-in"
    credentials = ws.session.credentials
    return str(getattr(credentials, "project_id", None) or getattr(credentials, "client_id", None))
