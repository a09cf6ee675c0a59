"""permissions.*: who may do what with a file."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from service.standin.call import Answer, Call
from service.standin.drive.access import find, refuse_for_children
from service.standin.drive.drives import pass_on
from service.standin.drive.errors import not_offered, not_writable
from service.standin.errors import GoogleError
from service.standin.state import FORM, ROLES, File, permission_id

Permission = dict[str, Any]

_DEFAULT_FIELDS = ("kind", "id", "type", "role")
_LISTED_FIELDS = (*_DEFAULT_FIELDS, "allowFileDiscovery", "view")
_TYPES = ("user", "group", "domain", "anyone")
_PUBLISHED = "published"
_WRITABLE = frozenset(
    {
        "role",
        "type",
        "emailAddress",
        "domain",
        "view",
        "allowFileDiscovery",
        "withLink",
        "kind",
        "pendingOwner",
    }
)


def create_permission(call: Call) -> Answer:
    """permissions.create; a second permission for the same account replaces the first."""
    file = find(call, call.path["fileId"], "writer")
    if file.is_drive:
        find(call, file.id, "organizer")
    _check_body(call, file)
    permission = _offered(call, file, _new(call))
    held = next((p for p in file.permissions if p["id"] == permission["id"]), None)
    if permission["role"] == "owner":
        _transfer(call, file, permission)
    elif held is not None and held["role"] == "owner":
        # Sharing with the owner changes nothing.
        permission = held
    else:
        _save(call, file, [*_others(file, permission), permission])
    return _answer(call, permission)


def list_permissions(call: Call) -> Answer:
    """permissions.list; those for the published view only where they are asked for."""
    file = find(call, call.path["fileId"], "writer")
    with_view = call.param("includePermissionsForView") == _PUBLISHED
    listed = [p for p in file.permissions if with_view or "view" not in p]
    return {
        "kind": "drive#permissionList",
        "permissions": [_answer(call, permission, _LISTED_FIELDS) for permission in listed],
    }


def get_permission(call: Call) -> Answer:
    """permissions.get."""
    return _answer(call, _one(call)[1])


def update_permission(call: Call) -> Answer:
    """permissions.update: another role, or the offer of ownership."""
    file, permission = _one(call)
    if set(call.body) - {"role", "pendingOwner"}:
        raise not_writable()
    changed = _offered(call, file, permission | {"role": _role(call, is_in_drive=bool(file.drive_id))})
    if changed["role"] == "owner" and permission["role"] != "owner":
        _transfer(call, file, changed)
    elif permission["role"] == "owner" and changed["role"] != "owner":
        raise _owner_stays()
    else:
        _save(call, file, [changed if p["id"] == permission["id"] else p for p in file.permissions])
    return _answer(call, changed)


def _offered(call: Call, file: File, permission: Permission) -> Permission:
    """The permission with the offer of ownership that the body makes or takes back."""
    if "pendingOwner" not in call.body:
        return permission
    if permission["type"] != "user" or permission["role"] != "writer":
        message = "Only a user who is a writer can be offered the ownership of a file."
        raise GoogleError(403, message, reason="invalidSharingRequest", location="permission.pendingOwner")
    find(call, file.id, "owner")
    return permission | {"pendingOwner": call.body["pendingOwner"]}


def delete_permission(call: Call) -> Answer:
    """permissions.delete; the owner's cannot go."""
    file, permission = _one(call)
    if permission["role"] == "owner":
        raise _owner_stays()
    if file.is_drive and permission["id"] != permission_id(call.state.user):
        find(call, file.id, "organizer")
    _save(call, file, _others(file, permission))
    return None


def _check_body(call: Call, file: File) -> None:
    body = call.body
    if "expirationTime" in body:
        raise not_offered("permissions that expire")
    if set(body) - _WRITABLE:
        raise not_writable()
    if body.get("type") not in _TYPES:
        raise GoogleError(400, "The permission type field is required.", reason="required")
    role = _role(call, is_in_drive=bool(file.drive_id))
    if file.drive_id and role == "owner":
        raise GoogleError(403, "Items in shared drives have no owner.", reason="invalidSharingRequest")
    address = "domain" if body["type"] == "domain" else "emailAddress"
    if body["type"] != "anyone" and not body.get(address):
        raise GoogleError(
            400,
            f"The specified {address} is invalid or not applicable for the given permission type.",
            reason="invalid",
            location=f"permission.{address}",
        )
    if "view" in body and (body["view"] != _PUBLISHED or body["role"] != "reader" or file.mime_type != FORM):
        raise GoogleError(
            400, "The specified view is not applicable.", reason="invalid", location="permission.view"
        )


def _role(call: Call, *, is_in_drive: bool) -> str:
    role = call.body.get("role")
    if role not in ROLES:
        raise GoogleError(400, "The permission role field is required.", reason="required")
    if role in ("organizer", "fileOrganizer") and not is_in_drive:
        raise GoogleError(
            403, "The specified role is only valid in shared drives.", reason="invalidSharingRequest"
        )
    return str(role)


def _new(call: Call) -> Permission:
    body = call.body
    kind = body["type"]
    address = body["domain"] if kind == "domain" else body.get("emailAddress", "")
    permission: Permission = {
        "kind": "drive#permission",
        "id": "anyoneWithLink" if kind == "anyone" else permission_id(address),
        "type": kind,
        "role": body["role"],
    }
    if kind in ("anyone", "domain"):
        permission["allowFileDiscovery"] = body.get("allowFileDiscovery", False)
    if kind == "domain":
        permission |= {"domain": address, "displayName": address}
    if kind in ("user", "group"):
        permission |= {
            "emailAddress": address,
            "displayName": address.partition("@")[0],
            "deleted": False,
            "pendingOwner": False,
        }
    if "view" in body:
        # One who may answer a form may hold another permission on the file itself.
        permission |= {"view": body["view"], "id": permission["id"] + "-published"}
    return permission


def _transfer(call: Call, file: File, permission: Permission) -> None:
    """Ownership passes on; the old owner stays as a writer."""
    if not call.flag("transferOwnership"):
        raise GoogleError(
            403,
            "The transferOwnership parameter must be enabled when the permission role is 'owner'.",
            reason="forbidden",
            location="transferOwnership",
        )
    if call.param("sendNotificationEmail").lower() == "false":
        raise GoogleError(
            403,
            "The sendNotificationEmail parameter is only applicable for permissions of type 'user' or "
            "'group', and must not be disabled for ownership transfers.",
            reason="forbidden",
            location="sendNotificationEmail",
        )
    accepted = permission["id"] == permission_id(call.state.user) and permission.get("pendingOwner")
    if not accepted:
        find(call, file.id, "owner")
    permission = permission | ({"pendingOwner": False} if "pendingOwner" in permission else {})
    others = [p | {"role": "writer"} if p["role"] == "owner" else p for p in _others(file, permission)]
    _save(call, replace(file, owner=permission["emailAddress"]), [permission, *others])


def _others(file: File, permission: Permission) -> list[Permission]:
    return [p for p in file.permissions if p["id"] != permission["id"]]


def _save(call: Call, file: File, permissions: list[Permission]) -> None:
    if file.is_drive and not any(p["role"] == "organizer" for p in permissions):
        message = "A shared drive must have at least one organizer."
        raise GoogleError(403, message, reason="cannotRemoveLastOrganizer", location="permissionId")
    refuse_for_children(call, file)
    changed = call.state.update_file(replace(file, permissions=tuple(permissions)), touch=False)
    if changed.is_drive:
        pass_on(call.state, changed)


def _one(call: Call) -> tuple[File, Permission]:
    wanted = call.path["permissionId"]
    # One's own permission may be read and given up without being a writer.
    role = "reader" if wanted == permission_id(call.state.user) and "role" not in call.body else "writer"
    file = find(call, call.path["fileId"], role)
    permission = next((p for p in file.permissions if p["id"] == wanted), None)
    if permission is None:
        raise GoogleError(404, f"Permission not found: {wanted}.", reason="notFound", location="permissionId")
    return file, permission


def _owner_stays() -> GoogleError:
    return GoogleError(
        403,
        "The owner of a file cannot be removed.",
        reason="insufficientFilePermissions",
        location="permissionId",
    )


def _answer(call: Call, permission: Permission, fields: tuple[str, ...] = _DEFAULT_FIELDS) -> Permission:
    if call.param("fields"):
        return permission
    return {key: permission[key] for key in fields if key in permission}
