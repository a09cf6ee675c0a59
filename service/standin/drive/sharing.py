"""permissions.*, changes.*, about and drives."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from service.standin.call import Answer, Call
from service.standin.drive.files import find
from service.standin.drive.resource import permission_id, resource_of, user_of
from service.standin.errors import GoogleError

_DEFAULT_FIELDS = ("kind", "id", "type", "role")
_TYPES = ("user", "group", "domain", "anyone")
_GIVABLE = ("reader", "commenter", "writer", "owner", "organizer", "fileOrganizer")


def create_permission(call: Call) -> Answer:
    """permissions.create; a second permission for the same person replaces the first."""
    file = find(call, call.path["fileId"], "writer")
    body = call.body
    kind, role = body.get("type"), body.get("role")
    if kind not in _TYPES or role not in _GIVABLE:
        field = "type" if kind not in _TYPES else "role"
        raise GoogleError(400, f"The permission {field} field is required.", reason="required")
    address = body.get("emailAddress") or body.get("domain") or ""
    if kind in ("user", "group", "domain") and not address:
        raise GoogleError(
            400,
            "The specified emailAddress is invalid or not applicable for the given permission type.",
            reason="invalid",
            location="permission.emailAddress",
        )
    permission: dict[str, Any] = {
        "kind": "drive#permission",
        "id": permission_id(address) if address else "anyoneWithLink",
        "type": kind,
        "role": role,
    }
    permission |= {
        key: body[key] for key in ("emailAddress", "domain", "view", "expirationTime") if key in body
    }
    if kind in ("user", "group"):
        permission |= {"displayName": address.partition("@")[0], "deleted": False, "pendingOwner": False}
    if kind in ("anyone", "domain"):
        permission["allowFileDiscovery"] = body.get("allowFileDiscovery", False)
    if "view" in permission:
        # One who may answer a form may hold another permission on the file itself.
        permission["id"] += "-published"
    others = tuple(p for p in file.permissions if p["id"] != permission["id"])
    call.state.update_file(replace(file, permissions=(*others, permission)), touch=False)
    return _answer(call, permission)


def list_permissions(call: Call) -> Answer:
    """permissions.list; those for the published view only where they are asked for."""
    file = find(call, call.path["fileId"], "writer")
    with_view = call.param("includePermissionsForView") == "published"
    shown = [p for p in file.permissions if with_view or "view" not in p]
    return {"kind": "drive#permissionList", "permissions": [_answer(call, p, listed=True) for p in shown]}


def get_permission(call: Call) -> Answer:
    """permissions.get."""
    return _answer(call, _one(call)[1])


def update_permission(call: Call) -> Answer:
    """permissions.update: another role."""
    file, permission = _one(call)
    changed = {**permission, "role": call.body.get("role", permission["role"])}
    permissions = tuple(changed if p["id"] == permission["id"] else p for p in file.permissions)
    call.state.update_file(replace(file, permissions=permissions), touch=False)
    return _answer(call, changed)


def delete_permission(call: Call) -> Answer:
    """permissions.delete; the owner's cannot go."""
    file, permission = _one(call)
    if permission["role"] == "owner":
        raise GoogleError(403, "The owner of a file cannot be removed.", reason="cannotDeletePermission")
    left = tuple(p for p in file.permissions if p["id"] != permission["id"])
    call.state.update_file(replace(file, permissions=left), touch=False)
    return None


def _one(call: Call) -> tuple[Any, dict[str, Any]]:
    file = find(call, call.path["fileId"], "writer")
    wanted = call.path["permissionId"]
    permission = next((p for p in file.permissions if p["id"] == wanted), None)
    if permission is None:
        raise GoogleError(404, f"Permission not found: {wanted}.", reason="notFound", location="permissionId")
    return file, permission


def _answer(call: Call, permission: dict[str, Any], *, listed: bool = False) -> dict[str, Any]:
    if call.param("fields"):
        return permission
    fields = (*_DEFAULT_FIELDS, "allowFileDiscovery", "view") if listed else _DEFAULT_FIELDS
    return {key: permission[key] for key in fields if key in permission}


def start_page_token(call: Call) -> Answer:
    """changes.getStartPageToken."""
    return {"kind": "drive#startPageToken", "startPageToken": str(call.state.last_change() + 1)}


def list_changes(call: Call) -> Answer:
    """changes.list: a file's latest change only, in their order; removed files have no `file`."""
    token = call.param("pageToken")
    if not token.isdigit():
        raise GoogleError(400, "Invalid Value", reason="invalid", location="pageToken")
    size = min(int(call.param("pageSize", "100")), 1000)
    found = call.state.changes_since(int(token) - 1)
    page = found[:size]
    changes = [change for item in page if (change := _change(call, *item)) is not None]
    body: dict[str, Any] = {"kind": "drive#changeList", "changes": changes}
    if len(found) > size:
        body["nextPageToken"] = str(page[-1][0] + 1)
    else:
        body["newStartPageToken"] = str(call.state.last_change() + 1)
    return body


def _change(call: Call, _number: int, file_id: str, time: str, removed: bool) -> dict[str, Any] | None:
    file = None if removed else call.state.file(file_id)
    gone = file is None or file.role_of(call.state.user) is None
    if gone and call.param("includeRemoved", "true").lower() == "false":
        return None
    change: dict[str, Any] = {
        "kind": "drive#change",
        "changeType": "file",
        "time": time,
        "removed": gone,
        "fileId": file_id,
        "type": "file",
    }
    if file is not None and not gone:
        change["file"] = resource_of(file, call.state.user, call.base_url)
    return change


def about(call: Call) -> Answer:
    """about.get; Google insists on `fields`."""
    if not call.param("fields"):
        raise GoogleError(
            400, "The 'fields' parameter is required for this method.", reason="required", location="fields"
        )
    user = call.state.user
    return {"kind": "drive#about", "user": user_of(user, user)}


def list_drives(_: Call) -> Answer:
    """drives.list: the stand-in has no shared drives."""
    return {"kind": "drive#driveList", "drives": []}
