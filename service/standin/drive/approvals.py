"""approvals.*: reviewers say yes or no to a file, which may be locked meanwhile.

From the discovery document and developers.google.com/workspace/drive/api/guides/approvals. Neither says with
which codes Google refuses, nor whether a lock stays after a no: here it is 400 and 403, and it stays.
"""

from __future__ import annotations

import re
import secrets
from typing import Any

from service.standin.call import Answer, Call
from service.standin.drive.access import find
from service.standin.drive.errors import invalid_value, not_permitted
from service.standin.drive.resource import user_of
from service.standin.drive.restrictions import lock, may_start_approval
from service.standin.errors import GoogleError
from service.standin.state import ROLES, File, State

Json = dict[str, Any]

KIND = "approval"
IN_PROGRESS, APPROVED, DECLINED, CANCELLED = "IN_PROGRESS", "APPROVED", "DECLINED", "CANCELLED"
WAITING = "NO_RESPONSE"
_RESET = "RESET_APPROVAL"
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+")
_PAGE = 100


def start(call: Call) -> Answer:
    """approvals.start: one at a time on a file; reviewers are not given access by it."""
    file = find(call, call.path["fileId"], "writer")
    body = call.body
    reviewers = list(dict.fromkeys(map(_address, body.get("reviewerEmails", ()))))
    if not reviewers:
        raise invalid_value("reviewerEmails")
    if not may_start_approval(file, call.state.user):
        raise not_permitted(file.id)
    if any(item["status"] == IN_PROGRESS for item in of_file(call.state, file.id)):
        raise _precondition("An approval is already in progress on this file.")
    made: Json = {
        "approvalId": "A" + secrets.token_urlsafe(16),
        "targetFileId": file.id,
        "createTime": call.state.timestamp,
        "modifyTime": call.state.timestamp,
        "status": IN_PROGRESS,
        "initiator": call.state.user,
        "fileContentChangeBehavior": body.get("fileContentChangeBehavior", _RESET),
        "reviewers": [{"email": email, "response": WAITING} for email in reviewers],
        "log": [{"who": call.state.user, "said": body.get("message", "")}],
    }
    if "dueTime" in body:
        made["dueTime"] = body["dueTime"]
    if body.get("lockFile"):
        lock(call.state, file, call.state.user)
    return _saved(call.state, made)


def get(call: Call) -> Answer:
    """approvals.get."""
    file = find(call, call.path["fileId"])
    return shown(call.state, _one(call.state, file.id, call.path["approvalId"]))


def list_approvals(call: Call) -> Answer:
    """approvals.list, the newest first; without `fields` it has no items."""
    file = find(call, call.path["fileId"])
    answer: Json = {"kind": "drive#approvalList"}
    if not call.param("fields"):
        return answer
    found = of_file(call.state, file.id)
    size, begin = int(call.param("pageSize", str(_PAGE))), call.param("pageToken", "0")
    if not begin.isdigit():
        raise invalid_value("pageToken")
    if not 1 <= size <= _PAGE:
        raise invalid_value("pageSize")
    end = int(begin) + size
    if end < len(found):
        answer["nextPageToken"] = str(end)
    return answer | {"items": [shown(call.state, item) for item in found[int(begin) : end]]}


def approve(call: Call) -> Answer:
    """approvals.approve: the last reviewer's yes completes it."""
    return _saved(call.state, answered(call.state, *_running(call), approves=True, said=_message(call)))


def decline(call: Call) -> Answer:
    """approvals.decline: one no completes it."""
    return _saved(call.state, answered(call.state, *_running(call), approves=False, said=_message(call)))


def cancel(call: Call) -> Answer:
    """approvals.cancel: by any writer while it runs."""
    find(call, call.path["fileId"], "writer")
    _, approval = _running(call)
    return _saved(call.state, _completed(call.state, approval, CANCELLED, _message(call)))


def comment(call: Call) -> Answer:
    """approvals.comment: while it runs, or once none runs on the file."""
    file = find(call, call.path["fileId"])
    approval = _one(call.state, file.id, call.path["approvalId"])
    if not _message(call):
        raise invalid_value("message")
    runs = [item for item in of_file(call.state, file.id) if item["status"] == IN_PROGRESS]
    if runs and runs[0]["approvalId"] != approval["approvalId"]:
        raise _precondition("Another approval is in progress on this file.")
    return _saved(call.state, _logged(call.state, approval, _message(call)))


def reassign(call: Call) -> Answer:
    """approvals.reassign: adds or replaces reviewers who have not answered; none is taken away."""
    file, approval = _running(call)
    reviewers = list(approval["reviewers"])
    writes = ROLES.index(file.role_of(call.state.user) or "reader") >= ROLES.index("writer")
    for change in call.body.get("replaceReviewers", ()):
        old, new = _address(change.get("removedReviewerEmail")), _address(change.get("addedReviewerEmail"))
        place = next((n for n, item in enumerate(reviewers) if _is(item["email"], old)), None)
        if place is None or reviewers[place]["response"] != WAITING:
            raise _precondition("The reviewer to be replaced is not waiting to respond.")
        if not writes and not _is(old, call.state.user):
            raise not_permitted(file.id)
        reviewers[place] = {"email": new, "response": WAITING}
    for change in call.body.get("addReviewers", ()):
        if not writes:
            raise not_permitted(file.id)
        reviewers.append({"email": _address(change.get("addedReviewerEmail")), "response": WAITING})
    return _saved(call.state, _logged(call.state, approval | {"reviewers": reviewers}, _message(call)))


# --- what the page of a document does as well ----------------------------------------------------


def of_file(state: State, file_id: str) -> list[Json]:
    """The approvals of a file, the newest first; a yes to a text that has changed since counts no more."""
    found = [item for item in state.things(KIND).values() if item["targetFileId"] == file_id]
    return [_fresh(state, item) for item in sorted(found, key=lambda item: item["createTime"], reverse=True)]


def answered(state: State, file: File, approval: Json, *, approves: bool, said: str = "") -> Json:
    """The approval after the caller's answer; raises Drive's 403 for who is no reviewer of it."""
    mine = next((item for item in approval["reviewers"] if _is(item["email"], state.user)), None)
    if mine is None:
        raise not_permitted(file.id)
    response = APPROVED if approves else DECLINED
    after = mine | {"response": response, "revision": _revision(state, file.id)}
    reviewers = [after if item is mine else item for item in approval["reviewers"]]
    approval = approval | {"reviewers": reviewers}
    if not approves:
        return _completed(state, approval, DECLINED, said)
    if any(item["response"] != APPROVED for item in reviewers):
        return _logged(state, approval, said)
    if approval["fileContentChangeBehavior"] == _RESET:
        lock(state, file, state.user)
    approval = _completed(state, approval, APPROVED, said)
    return approval | {"approvedRevisionId": _revision(state, file.id)}


def save(state: State, approval: Json) -> None:
    """Keep it."""
    state.put_thing(KIND, approval["approvalId"], approval)


def shown(state: State, approval: Json) -> Json:
    """The approval as Drive prints it."""
    names = ("approvalId", "targetFileId", "createTime", "modifyTime", "completeTime", "dueTime", "status",
             "fileContentChangeBehavior", "approvedRevisionId")  # fmt: skip
    return {
        "kind": "drive#approval",
        **{name: approval[name] for name in names if approval.get(name)},
        "initiator": user_of(approval["initiator"], state.user),
        "reviewerResponses": [
            {
                "kind": "drive#reviewerResponse",
                "reviewer": user_of(item["email"], state.user),
                "response": item["response"],
            }
            for item in approval["reviewers"]
        ],
    }


def _fresh(state: State, approval: Json) -> Json:
    if approval["status"] != IN_PROGRESS or approval["fileContentChangeBehavior"] != _RESET:
        return approval
    revision = _revision(state, approval["targetFileId"])
    reviewers = [
        item if item.get("revision") in (None, revision) else {"email": item["email"], "response": WAITING}
        for item in approval["reviewers"]
    ]
    return approval | {"reviewers": reviewers}


def _revision(state: State, file_id: str) -> str:
    content = state.content(file_id)
    if isinstance(content, dict) and "revisionId" in content:
        return str(content["revisionId"])
    file = state.file(file_id)
    return file.modified if file else ""


def _running(call: Call) -> tuple[File, Json]:
    file = find(call, call.path["fileId"])
    approval = _one(call.state, file.id, call.path["approvalId"])
    if approval["status"] != IN_PROGRESS:
        raise _precondition("The approval is not in progress.")
    return file, approval


def _one(state: State, file_id: str, approval_id: str) -> Json:
    for item in of_file(state, file_id):
        if item["approvalId"] == approval_id:
            return item
    raise GoogleError(404, f"Approval not found: {approval_id}.", reason="notFound", location="approvalId")


def _completed(state: State, approval: Json, status: str, said: str) -> Json:
    return _logged(state, approval, said) | {"status": status, "completeTime": state.timestamp}


def _logged(state: State, approval: Json, said: str) -> Json:
    entry = {"who": state.user, "said": said}
    return approval | {"modifyTime": state.timestamp, "log": [*approval["log"], entry]}


def _saved(state: State, approval: Json) -> Json:
    save(state, approval)
    return shown(state, approval)


def _message(call: Call) -> str:
    return str(call.body.get("message", ""))


def _address(text: object) -> str:
    if not isinstance(text, str) or not _ADDRESS.fullmatch(text):
        raise invalid_value("reviewerEmails")
    return text


def _is(one: str, other: str) -> bool:
    return one.lower() == other.lower()


def _precondition(message: str) -> GoogleError:
    return GoogleError(400, message, reason="failedPrecondition")
