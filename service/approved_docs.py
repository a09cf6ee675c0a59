"""The Docs of approved reports: their text is kept at the approval, and held against what they say since.

Drive's change log tells which of them somebody touched, so a cycle in which nobody did costs no call.
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from googleapiclient.errors import HttpError
from sqlalchemy import Connection

from service import draft_files
from service.config import ZONE
from service.domain.approved import DocFault, Trouble, changes_between, comparable
from service.domain.stages import Way
from service.google.documents.drafts import GoogleDocsError
from service.google.documents.plain import read_plain
from service.google.drive import FileChange, look_at
from service.lives import lives
from service.state import APPROVED_DOCS
from service.store import editions as edition_rows
from service.store import schools as school_rows
from service.store.codec import to_json
from service.store.editions import Edition
from service.workspace import Workspace

log = logging.getLogger(__name__)

#: Drive may write down an edit a while after it was made.
_LAG = dt.timedelta(minutes=2)


def watch_approved(ws: Workspace, *, full: bool = False) -> tuple[str, ...]:
    """Keep the text of reports that were approved since, and look at those that somebody touched.

    `full` looks at all of them. Gives what went wrong, in Vietnamese.
    """
    with ws.database.begin() as tx:
        editions = {item.period: item for item in edition_rows.list_editions(tx, ws.school_id)}
        texts = {key: _text_of(tx, ws.school_id, item) for key, item in editions.items()}
        ways = {key: life.approved.way for key, life in lives(tx, ws.school_id).items() if life.approved}
    touched = draft_files.standings(ws.database, ws.school_id)
    errors = []
    for key, edition in editions.items():
        known = texts[key]
        if known is not None and not full and edition.document_id not in touched:
            continue
        try:
            _look(ws, edition, known, ways.get(key))
        except (GoogleDocsError, HttpError) as error:
            log.warning("approved report %s: %s", key, error)
            errors.append(f"Chưa đọc được văn bản đã duyệt «{edition.name}»; dịch vụ sẽ thử lại.")
    return tuple(errors)


def forget_text(tx: Connection, school_id: str, period: str, edition: int) -> None:
    """The next look takes the text as it is then for the approved one."""
    school_rows.save_snapshot(tx, school_id, _name(period, edition), None)
    _save_fault(tx, school_id, period, None)


def _look(ws: Workspace, edition: Edition, known: Mapping[str, Any] | None, way: Way | None) -> None:
    file = look_at(ws.drive, edition.document_id)
    if file is None or file.trashed:
        trouble = Trouble.GONE if file is None else Trouble.TRASHED
        fault = DocFault(trouble=trouble, edition=edition.edition, document_id=edition.document_id)
        _settle(ws, edition, fault)
        return
    doc = read_plain(ws.docs, edition.document_id, edition.name)
    now = comparable(doc.lines)
    if known is None:
        body: dict[str, Any] = {"lines": list(now), "unclear": _is_unclear(edition, file, way)}
        with ws.database.begin() as tx:
            school_rows.save_snapshot(tx, ws.school_id, _name(edition.period, edition.edition), body)
            if edition.revision is None:
                edition_rows.set_revision(tx, ws.school_id, edition.period, edition.edition, doc.revision)
        known = body
    changes = changes_between(known["lines"], now)
    fault = DocFault(
        trouble=Trouble.EDITED if changes else Trouble.UNCLEAR,
        edition=edition.edition,
        document_id=edition.document_id,
        changes=changes,
        who=file.who,
        at=file.modified_at.astimezone(ZONE) if file.modified_at else None,
    )
    _settle(ws, edition, fault if changes or known["unclear"] else None)


def _is_unclear(edition: Edition, file: FileChange, way: Way | None) -> bool:
    """Whether somebody edited between the approval and now.

    A command may approve as of another day, and Drive's own approval locks the file: there is no such time.
    """
    if way not in (Way.PAGE, Way.SHEET) or file.modified_at is None:
        return False
    return file.modified_at > edition.approved_at + _LAG


def _settle(ws: Workspace, edition: Edition, fault: DocFault | None) -> None:
    draft_files.looked_into(ws, edition.document_id)
    with ws.database.begin() as tx:
        _save_fault(tx, ws.school_id, edition.period, fault)


def _save_fault(tx: Connection, school_id: str, period: str, fault: DocFault | None) -> None:
    known = school_rows.find_snapshot(tx, school_id, APPROVED_DOCS) or {}
    faults = {key: value for key, value in known.items() if key != period}
    if fault is not None:
        faults[period] = to_json(fault)
    if faults != known:
        school_rows.save_snapshot(tx, school_id, APPROVED_DOCS, faults)


def _text_of(tx: Connection, school_id: str, edition: Edition) -> Mapping[str, Any] | None:
    found: Mapping[str, Any] | None = school_rows.find_snapshot(
        tx, school_id, _name(edition.period, edition.edition)
    )
    return found


def _name(period: str, edition: int) -> str:
    return f"approved:{period}:{edition}"
