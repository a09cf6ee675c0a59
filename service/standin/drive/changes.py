"""changes.*: what happened to the caller's files, in order."""

from __future__ import annotations

from typing import Any

from service.standin.call import Answer, Call
from service.standin.drive.access import knows_drives
from service.standin.drive.errors import invalid_value
from service.standin.drive.resource import shown


def start_page_token(call: Call) -> Answer:
    """changes.getStartPageToken: from here on everything that is still to come is listed."""
    return {"kind": "drive#startPageToken", "startPageToken": str(call.state.last_change() + 1)}


def list_changes(call: Call) -> Answer:
    """changes.list: only a file's latest change; a file that is gone for the caller has no `file`."""
    token = call.param("pageToken")
    if not token.isdecimal():
        raise invalid_value("pageToken")
    size = int(call.param("pageSize", "100"))
    found = call.state.changes_since(int(token) - 1)
    page = found[:size]
    changes = [change for item in page if (change := _change(call, *item)) is not None]
    body: dict[str, Any] = {"kind": "drive#changeList", "changes": changes}
    if len(found) > size:
        return body | {"nextPageToken": str(page[-1][0] + 1)}
    return body | {"newStartPageToken": str(call.state.last_change() + 1)}


def _with_drives(call: Call) -> bool:
    return call.flag("includeItemsFromAllDrives") and knows_drives(call)


def _change(call: Call, _number: int, file_id: str, time: str, removed: bool) -> dict[str, Any] | None:
    if not call.state.is_granted(file_id):
        return None
    file = None if removed else call.state.file(file_id)
    gone = file is None or call.state.role_on(file) is None
    if file is not None and file.drive_id and not (_with_drives(call) and not file.is_drive):
        return None
    if call.param("driveId") and file is not None and file.drive_id != call.param("driveId"):
        return None
    if gone and call.param("includeRemoved", "true").lower() == "false":
        return None
    change: dict[str, Any] = {
        "kind": "drive#change",
        "changeType": "file",
        "type": "file",
        "time": time,
        "removed": gone,
        "fileId": file_id,
    }
    if file is not None and not gone:
        change["file"] = shown(call, file)
    return change
