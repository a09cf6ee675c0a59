"""Which file a call means, whether the caller may have it, and where its folder is."""

from __future__ import annotations

import hashlib

from service.standin.call import Call
from service.standin.drive.errors import (
    app_not_authorized,
    child_not_authorized,
    file_not_found,
    not_permitted,
)
from service.standin.errors import GoogleError
from service.standin.state import FOLDER, ROLES, File

#: The alias of the caller's My Drive.
ROOT = "root"


def find(call: Call, file_id: str, role: str = "reader") -> File:
    """The file if the caller has at least this role on it; raises Drive's 404 or 403."""
    file = call.state.file(file_id)
    held = file.role_of(call.state.user) if file else None
    # A file of a shared drive is not there for who does not say that they know of shared drives.
    if file is None or held is None or (file.drive_id and not knows_drives(call)):
        raise file_not_found(file_id)
    reach = call.state.reach
    if reach is not None and not call.state.is_granted(file_id):
        if not reach.knows_all:
            raise file_not_found(file_id)
        raise app_not_authorized(reach.app, file_id, "read" if role == "reader" else "write")
    if file.drive_id and role == "owner":
        role = "organizer"
    if ROLES.index(held) < ROLES.index(role):
        raise not_permitted(file_id)
    return file


def refuse_for_children(call: Call, file: File) -> None:
    """Raises Drive's 403 where a change of a folder would reach files that the app may not touch."""
    reach = call.state.reach
    if reach is None or not reach.own_only or file.mime_type != FOLDER:
        return
    inside = [found for found in call.state.files() if file.id in found.parents]
    for child in inside:
        if not call.state.is_granted(child.id):
            raise child_not_authorized(reach.app, child.id)
        refuse_for_children(call, child)


def knows_drives(call: Call) -> bool:
    """Whether the caller says to support shared drives, by the new or by the old name."""
    return call.flag("supportsAllDrives") or call.flag("supportsTeamDrives")


def root_of(user: str) -> str:
    """Id of a user's My Drive: the same for ever, and not a file of its own here."""
    return "0A" + hashlib.sha256(user.lower().encode()).hexdigest()[:10].upper() + "Uk9PVA"


def folder(call: Call, wanted: str) -> str:
    """Id of a folder into which the caller may put files; raises Drive's 404 or 403."""
    root = root_of(call.state.user)
    if wanted in (ROOT, root):
        return root
    found = find(call, wanted, "writer")
    if found.mime_type != FOLDER:
        raise GoogleError(
            403, "The specified parent is not a folder.", reason="parentNotAFolder", location="parents"
        )
    return found.id
