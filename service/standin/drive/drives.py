"""drives.*: shared drives. One is kept as its top folder; what is in it has its members and no owner."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from service.standin.call import Answer, Call
from service.standin.drive.errors import not_offered, not_permitted, not_writable
from service.standin.errors import GoogleError
from service.standin.state import ROLES, File, State

_KIND = "drive#drive"
_REQUEST = "drive request"
_WRITABLE = frozenset({"name", "colorRgb", "themeId"})
_MANAGERS = ("fileOrganizer", "organizer")


def create_drive(call: Call) -> Answer:
    """drives.create: whoever makes it is its organizer; the same requestId never makes a second one."""
    request = f"{call.state.user}/{call.param('requestId')}"
    if not call.body.get("name"):
        raise GoogleError(400, "The name is required.", reason="required", location="name")
    if call.state.thing(_REQUEST, request) is not None:
        message = "A shared drive with the given request ID already exists."
        raise GoogleError(409, message, reason="duplicate", location="requestId")
    drive = call.state.create_drive(call.body["name"])
    call.state.put_thing(_REQUEST, request, drive.id)
    return _shown(call, drive)


def get_drive(call: Call) -> Answer:
    """drives.get."""
    return _shown(call, shared_drive(call, call.path["driveId"]))


def list_drives(call: Call) -> Answer:
    """drives.list: those that the caller is a member of; `q` by name only."""
    wanted = _name_query(call.param("q"))
    found = [
        file
        for file in call.state.files()
        if file.is_drive and file.role_of(call.state.user) and (wanted is None or wanted in file.name)
    ]
    return {"kind": "drive#driveList", "drives": [_shown(call, file) for file in found]}


def update_drive(call: Call) -> Answer:
    """drives.update: another name."""
    file = shared_drive(call, call.path["driveId"], "organizer")
    if set(call.body) - _WRITABLE:
        raise not_writable()
    return _shown(call, call.state.update_file(replace(file, name=call.body.get("name", file.name))))


def delete_drive(call: Call) -> Answer:
    """drives.delete: an empty one, by an organizer."""
    file = shared_drive(call, call.path["driveId"], "organizer")
    if any(inside.drive_id == file.id and not inside.is_drive for inside in call.state.files()):
        message = "A shared drive cannot be deleted if it contains untrashed items."
        raise GoogleError(403, message, reason="cannotDeleteResourceWithChildren")
    call.state.delete_file(file.id)
    return None


def shared_drive(call: Call, drive_id: str, role: str = "reader") -> File:
    """The drive if the caller has at least this role in it; raises Drive's 404 or 403."""
    file = call.state.file(drive_id)
    held = file.role_of(call.state.user) if file is not None and file.is_drive else None
    if file is None or held is None:
        message = f"Shared drive not found: {drive_id}"
        raise GoogleError(404, message, reason="notFound", location="driveId")
    if ROLES.index(held) < ROLES.index(role):
        raise not_permitted(drive_id)
    return file


def drive_of(state: State, parents: tuple[str, ...]) -> File | None:
    """The shared drive that a folder belongs to."""
    folder = state.file(parents[0]) if parents else None
    return state.file(folder.drive_id) if folder is not None and folder.drive_id else None


def pass_on(state: State, drive: File) -> None:
    """Members of a drive may do the same with everything in it."""
    for file in list(state.files()):
        if file.drive_id == drive.id and not file.is_drive:
            own = tuple(p for p in file.permissions if p.get("view") is not None)
            state.update_file(replace(file, permissions=(*drive.permissions, *own)), touch=False)


def _shown(call: Call, file: File) -> dict[str, Any]:
    found = {"kind": _KIND, "id": file.id, "name": file.name}
    if not call.param("fields"):
        return found
    role = file.role_of(call.state.user) or "reader"
    may_write = role == "writer" or role in _MANAGERS
    return found | {
        "createdTime": file.created,
        "hidden": False,
        "capabilities": {
            "canAddChildren": may_write,
            "canEdit": may_write,
            "canListChildren": True,
            "canManageMembers": role == "organizer",
            "canTrashChildren": role in _MANAGERS,
            "canDeleteDrive": role == "organizer",
        },
    }


def _name_query(text: str) -> str | None:
    if not text.strip():
        return None
    found = re.fullmatch(r"\s*name\s*(?:contains|=)\s*'((?:[^'\\]|\\.)*)'\s*", text)
    if found is None:
        raise not_offered("searching shared drives by anything but their names")
    return re.sub(r"\\(.)", r"\1", found[1])
