"""Remembers for a school whether Google suggests in SUGGEST mode, so that it is tried out once."""

from __future__ import annotations

import datetime as dt
from typing import Any

from googleapiclient.errors import HttpError

from service.google.documents.proof import Proof, suggestions_are_suggestions
from service.store import schools as school_rows
from service.workspace import Workspace

_NAME = "docs.suggest"
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
    if known.get("project") == project:
        if known["honoured"]:
            return True
        if now - dt.datetime.fromisoformat(known["at"]) < _ASK_AGAIN:
            return False
    try:
        honoured = suggestions_are_suggestions(ws.drive, ws.docs)
    except HttpError:
        return False  # Google could not say; the next refresh asks again.
    _remember(ws, now, honoured=honoured, project=project)
    return honoured


def _remember(ws: Workspace, now: dt.datetime, *, honoured: bool, project: str) -> None:
    seen: dict[str, Any] = {"project": project, "honoured": honoured, "at": now.isoformat()}
    with ws.database.begin() as tx:
        school_rows.save_snapshot(tx, ws.school_id, _NAME, seen)


def _project(ws: Workspace) -> str:
    """The Google project that the service's account belongs to; the stand-in is one of its own."""
    if ws.session.base_url is not None:
        return "stand-in"
    credentials = ws.session.credentials
    return str(getattr(credentials, "project_id", None) or getattr(credentials, "client_id", None))
