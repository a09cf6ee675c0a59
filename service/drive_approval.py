"""Approval by Google Drive: asked for, read back, and its lock taken off again when the draft goes on.

Only accounts of some Google Workspace editions have it, and only for files of their own domain; where Drive
refuses, the page and the tab «Kỳ báo cáo» do the same. Drive locks the Doc as the approval begins.
https://developers.google.com/workspace/drive/api/guides/approvals
"""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from googleapiclient.errors import HttpError

from service.approving import act_on, refresh_lives
from service.config import end_of_day
from service.domain.expectations import Period
from service.domain.stages import Act, Deed, Life, Way
from service.errors import ServiceError
from service.lives import record
from service.state import SchoolState
from service.store import DraftRow
from service.store import drafts as draft_rows
from service.workspace import Workspace

log = logging.getLogger(__name__)

_FIELDS = (
    "items(approvalId,status,approvedRevisionId,"
    "reviewerResponses(response,reviewer(displayName,emailAddress)))"
)
NO_ADDRESS = "Chưa có thư điện tử của Hiệu trưởng ở tab «Nhân sự» nên chưa gửi được yêu cầu phê duyệt."
NOT_THERE = (
    "Google Drive không nhận yêu cầu phê duyệt: tài khoản hoặc tệp này không dùng được tính năng phê duyệt. "
    "Xin duyệt ở trang dự thảo hoặc ở tab «Kỳ báo cáo»."
)
CANCELLED = "Yêu cầu phê duyệt đã bị hủy trên Google Drive."
#: What Drive says to a request that will not be better the next time.
_FOR_GOOD = (400, 403, 404, 501)


def keep_approvals(
    ws: Workspace, state: SchoolState, now: dt.datetime
) -> tuple[SchoolState, tuple[str, ...]]:
    """Begin what was asked for and read what was answered; gives the state after it, and what went wrong.

    Nothing is asked of Google for reports that nobody sent there.
    """
    waiting = [p for p in state.periods if _has_business(state.life(p.key))]
    if not waiting:
        return state, ()
    with ws.database.begin() as tx:
        rows = {row.period: row for row in draft_rows.list_drafts(tx, ws.school_id) if row.document_id}
    errors = []
    for period in waiting:
        row = rows.get(period.key)
        try:
            if row is not None:
                _keep_one(ws, state, period, row, now)
        except (HttpError, ServiceError) as error:
            log.warning("approval of %s: %s", period.key, error)
            errors.append(f"Chưa đọc được phê duyệt của báo cáo {period.label}; dịch vụ sẽ thử lại.")
    return refresh_lives(ws.database, state), tuple(errors)


def _has_business(life: Life) -> bool:
    return life.pending is not None or (life.is_locked and not life.is_settled)


def _keep_one(ws: Workspace, state: SchoolState, period: Period, row: DraftRow, now: dt.datetime) -> None:
    life = state.life(period.key)
    if life.pending is None:
        _unlock(ws, period, life, row, now)
    elif life.pending.deed is Deed.ASKED:
        _begin(ws, state, period, row, now)
    else:
        _read_back(ws, state, period, row, now)


def _begin(ws: Workspace, state: SchoolState, period: Period, row: DraftRow, now: dt.datetime) -> None:
    reviewer = principal_address(state)
    if reviewer is None:
        _keep(ws, period, Act(deed=Deed.REFUSED, at=now, reason=NO_ADDRESS))
        return
    file_id = row.document_id or ""
    # The answer to an earlier start may have been lost: at most one approval runs on a file.
    running = next((a for a in _approvals(ws, file_id) if a["status"] == "IN_PROGRESS"), None)
    body = {
        "reviewerEmails": [reviewer],
        "lockFile": True,
        "dueTime": end_of_day(period.last_working_day).astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "message": f"Kính đề nghị Hiệu trưởng duyệt {row.name}.",
    }
    if end_of_day(period.last_working_day) <= now:
        del body["dueTime"]
    try:
        made = running or ws.drive.approvals().start(fileId=file_id, body=body).execute()
    except HttpError as error:
        if error.status_code not in _FOR_GOOD:
            raise
        log.warning("approval of %s refused: %s", period.key, error.reason)
        _keep(ws, period, Act(deed=Deed.REFUSED, at=now, reason=NOT_THERE))
        return
    _keep(ws, period, Act(deed=Deed.STARTED, at=now, approval_id=str(made["approvalId"])))


def _read_back(ws: Workspace, state: SchoolState, period: Period, row: DraftRow, now: dt.datetime) -> None:
    life = state.life(period.key)
    found = [a for a in _approvals(ws, row.document_id or "") if a["approvalId"] == life.approval_id]
    status = found[0]["status"] if found else "CANCELLED"
    who = _answered(found[0]) if found else ""
    if status == "APPROVED":
        # She answers for it: what spoke against it was told, and kept, when it was sent to her.
        asked = next(act for act in reversed(life.acts) if act.deed is Deed.ASKED)
        reason = asked.reason or "đã nêu khi gửi phê duyệt"
        revision = str(found[0].get("approvedRevisionId", ""))
        act = Act(deed=Deed.APPROVED, at=now, who=who, way=Way.DRIVE, reason=reason, revision=revision)
        act_on(ws.database, state, period, act)
    elif status == "DECLINED":
        _keep(ws, period, Act(deed=Deed.DECLINED, at=now, who=who, way=Way.DRIVE))
    elif status == "CANCELLED":
        _keep(ws, period, Act(deed=Deed.REFUSED, at=now, way=Way.DRIVE, reason=CANCELLED))


def _unlock(ws: Workspace, period: Period, life: Life, row: DraftRow, now: dt.datetime) -> None:
    """The draft goes on: an approval that still runs is called off, and the lock is taken off."""
    file_id = row.document_id or ""
    if any(a["status"] == "IN_PROGRESS" for a in _approvals(ws, file_id)):
        ws.drive.approvals().cancel(fileId=file_id, approvalId=life.approval_id, body={}).execute()
    file = (
        ws.drive.files().get(fileId=file_id, fields="contentRestrictions", supportsAllDrives=True).execute()
    )
    if any(item.get("readOnly") for item in file.get("contentRestrictions", ())):
        ws.drive.files().update(
            fileId=file_id, body={"contentRestrictions": [{"readOnly": False}]}, supportsAllDrives=True
        ).execute()
    _keep(ws, period, Act(deed=Deed.UNLOCKED, at=now))


def principal_address(state: SchoolState) -> str | None:
    """Who is asked: the first in «Nhân sự» whose role is that of the one who signs."""
    return next(iter(state.signers), None)


def _approvals(ws: Workspace, file_id: str) -> list[Mapping[str, Any]]:
    answer = ws.drive.approvals().list(fileId=file_id, fields=_FIELDS).execute()
    return list(answer.get("items", ()))


def _answered(approval: Mapping[str, Any]) -> str:
    """Who gave the answer."""
    names = [
        item["reviewer"].get("displayName") or item["reviewer"].get("emailAddress", "")
        for item in approval.get("reviewerResponses", ())
        if item.get("response") in ("APPROVED", "DECLINED")
    ]
    return ", ".join(name for name in names if name) or "Hiệu trưởng"


def _keep(ws: Workspace, period: Period, act: Act) -> None:
    with ws.database.begin() as tx:
        record(tx, ws.school_id, period.key, act)
