"""A file of Drive as the stand-in keeps it, and who may do what with it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
DOCUMENT = "application/vnd.google-apps.document"
FORM = "application/vnd.google-apps.form"
FOLDER = "application/vnd.google-apps.folder"

ROLES = ("reader", "commenter", "writer", "fileOrganizer", "organizer", "owner")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A Drive file without its content; times are RFC 3339 in UTC."""

    id: str
    name: str
    mime_type: str
    owner: str
    created: str
    modified: str
    modified_by: str
    version: int
    trashed: bool = False
    parents: tuple[str, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    app_properties: dict[str, str] = field(default_factory=dict)
    #: Drive permission resources; the owner's comes first.
    permissions: tuple[dict[str, Any], ...] = ()
    #: Anything else that Drive keeps (description, starred, …).
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def drive_id(self) -> str | None:
        """The shared drive that it is in."""
        found: str | None = self.extra.get("driveId")
        return found

    @property
    def is_locked(self) -> bool:
        """Whether a content restriction makes it read-only for everybody."""
        return any(item.get("readOnly") for item in self.extra.get("contentRestrictions", ()))

    @property
    def is_drive(self) -> bool:
        """Whether it is a shared drive itself, which is kept as its top folder."""
        return self.drive_id == self.id

    def role_of(self, user: str) -> str | None:
        """The strongest role that `user` has here; `view: published` gives none in the API."""
        names = names_of(user)
        held = [p["role"] for p in self.permissions if p.get("view") is None and who_holds(p) in names]
        return max(held, key=ROLES.index, default=None)


def permission_id(address: str) -> str:
    """The number of an account or a domain in permissions; Drive has one for each, the same everywhere."""
    return str(int.from_bytes(hashlib.sha256(address.lower().encode()).digest()[:8], "big")).zfill(20)


def person_permission(address: str, role: str) -> dict[str, Any]:
    """The permission of a person."""
    return {
        "kind": "drive#permission", "id": permission_id(address), "type": "user", "role": role,
        "emailAddress": address, "displayName": address.partition("@")[0], "deleted": False,
        "pendingOwner": False,
    }  # fmt: skip


def who_holds(permission: Mapping[str, Any]) -> str:
    """ "anyone", "@a.domain" or an address in lower case."""
    if permission["type"] == "anyone":
        return "anyone"
    if permission["type"] == "domain":
        return "@" + str(permission.get("domain", "")).lower()
    return str(permission.get("emailAddress", "")).lower()


def names_of(user: str) -> tuple[str, str, str]:
    """Under which names a permission may be held that serves this user."""
    return "anyone", "@" + user.lower().rpartition("@")[2], user.lower()
