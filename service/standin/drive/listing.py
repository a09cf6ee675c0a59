"""files.list: search, order and pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from service.standin.call import Answer, Call
from service.standin.drive.access import knows_drives
from service.standin.drive.drives import shared_drive
from service.standin.drive.errors import invalid_value, not_offered
from service.standin.drive.query import parse_query
from service.standin.drive.resource import shown
from service.standin.errors import GoogleError
from service.standin.state import FOLDER, File

_PAGE_MARK = "~!!~"
_ORDERS: dict[str, Callable[[File], Any]] = {
    "createdTime": lambda file: file.created,
    "folder": lambda file: file.mime_type != FOLDER,
    "modifiedTime": lambda file: file.modified,
    "name": lambda file: file.name.lower(),
    "name_natural": lambda file: file.name.lower(),
    "recency": lambda file: file.modified,
}


def list_files(call: Call) -> Answer:
    """files.list."""
    _check_places(call)
    test = parse_query(call.param("q"), call.state.user, call.state.content)
    found = [
        file
        for file in call.state.files()
        if call.state.role_on(file) and _in_place(call, file) and test(file)
    ]
    _sort(found, call.param("orderBy"))
    size = int(call.param("pageSize", "100"))
    start = _page_start(call.param("pageToken"))
    body: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        body["nextPageToken"] = f"{_PAGE_MARK}{start + size}"
    return body | {"files": [shown(call, file) for file in found[start : start + size]]}


def _check_places(call: Call) -> None:
    drive_id = call.param("driveId") or call.param("teamDriveId")
    if bool(drive_id) != (call.param("corpora") in ("drive", "teamDrive")):
        message = "The driveId parameter must be specified if and only if corpora is set to drive."
        raise GoogleError(403, message, reason="teamDriveIdRequired", location="driveId")
    if drive_id or call.param("corpora") == "allDrives":
        if not _with_drives(call):
            message = "The includeItemsFromAllDrives parameter must be set to true to search shared drives."
            raise GoogleError(403, message, reason="teamDrivesParameterRequired", location="corpora")
        if drive_id:
            shared_drive(call, drive_id)
    if call.param("spaces", "drive") != "drive":
        raise not_offered(f"the space {call.param('spaces')}")


def _with_drives(call: Call) -> bool:
    includes = call.flag("includeItemsFromAllDrives") or call.flag("includeTeamDriveItems")
    return includes and knows_drives(call)


def _in_place(call: Call, file: File) -> bool:
    """Whether the file is where the caller looks; a shared drive itself is in none."""
    drive_id = call.param("driveId") or call.param("teamDriveId")
    if file.is_drive or (drive_id and file.drive_id != drive_id):
        return False
    return file.drive_id is None or _with_drives(call)


def _sort(files: list[File], order: str) -> None:
    for part in reversed([part.split() for part in order.split(",") if part.strip()]):
        if part[0] not in _ORDERS or part[1:] not in ([], ["desc"]):
            raise invalid_value("orderBy")
        files.sort(key=_ORDERS[part[0]], reverse=part[1:] == ["desc"])


def _page_start(token: str) -> int:
    number = token.removeprefix(_PAGE_MARK)
    if token and not number.isdecimal():
        raise invalid_value("pageToken")
    return int(number or 0)
