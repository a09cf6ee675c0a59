"""A file as Drive prints it."""

from __future__ import annotations

from typing import Any

from service.standin.call import Call
from service.standin.drive.restrictions import FIELD, may_start_approval
from service.standin.state import DOCUMENT, FOLDER, FORM, SPREADSHEET, File, permission_id

_PAGES = {
    SPREADSHEET: "{}/spreadsheets/d/{}/edit",
    DOCUMENT: "{}/document/d/{}/edit",
    FORM: "{}/forms/d/{}/edit",
    FOLDER: "{}/drive/folders/{}",
}
#: What Drive says of a file when no fields are asked for.
_DEFAULT_FIELDS = ("kind", "id", "name", "mimeType")


def shown(call: Call, file: File) -> dict[str, Any]:
    """The file for an answer: four fields unless others are asked for."""
    found = resource_of(file, call.state.user, call.base_url)
    return found if call.param("fields") else {key: found[key] for key in _DEFAULT_FIELDS}


def resource_of(file: File, user: str, base_url: str) -> dict[str, Any]:
    """All that the stand-in knows of a file, for a caller who may see it."""
    role = file.role_of(user)
    may_write = role in ("writer", "owner", "organizer", "fileOrganizer")
    found: dict[str, Any] = {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
        "trashed": file.trashed,
        "explicitlyTrashed": file.trashed,
        "starred": False,
        "parents": list(file.parents),
        "properties": file.properties,
        "appProperties": file.app_properties,
        "version": str(file.version),
        "createdTime": file.created,
        "modifiedTime": file.modified,
        "owners": [user_of(file.owner, user)],
        "lastModifyingUser": user_of(file.modified_by, user),
        "ownedByMe": file.owner == user,
        "shared": len(file.permissions) > 1,
        "webViewLink": _PAGES.get(file.mime_type, "{}/file/d/{}/view").format(base_url, file.id),
        "capabilities": {
            "canEdit": may_write and not file.is_locked,
            "canDelete": role == "owner",
            "canTrash": role == "owner",
            "canShare": may_write,
            "canModifyContent": may_write and not file.is_locked,
            "canModifyContentRestriction": may_write,
            "canStartApproval": may_start_approval(file, user),
        },
        "spaces": ["drive"],
        **file.extra,
    }
    if file.is_locked:
        found[FIELD] = [
            item | {"restrictingUser": user_of(item["restrictingUser"], user)} for item in file.extra[FIELD]
        ]
    if file.drive_id:
        manages = role in ("fileOrganizer", "organizer")
        found |= {"teamDriveId": file.drive_id, "shared": True}
        found["capabilities"] |= {"canDelete": role == "organizer", "canTrash": manages}
        # Whose they are is not said of items in shared drives.
        del found["owners"], found["ownedByMe"]
    elif may_write:
        found["permissions"] = list(file.permissions)
        found["permissionIds"] = [permission["id"] for permission in file.permissions]
    return {key: value for key, value in found.items() if value not in ([], {})}


def user_of(email: str, caller: str) -> dict[str, Any]:
    """A user as Drive prints one."""
    return {
        "kind": "drive#user",
        "displayName": email.partition("@")[0],
        "me": email == caller,
        "permissionId": permission_id(email),
        "emailAddress": email,
    }
