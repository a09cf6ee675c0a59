"""The body of a file: which fields a caller may set, and what becomes of them."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from service.standin.call import Call
from service.standin.drive.access import folder, knows_drives, root_of
from service.standin.drive.errors import not_offered, not_writable
from service.standin.errors import GoogleError, no_storage

#: What the stand-in keeps of a body.
ON_UPDATE = frozenset({"name", "description", "starred", "properties", "appProperties", "mimeType"})
ON_COPY = ON_UPDATE | {"parents"}
ON_CREATE = ON_COPY | {"id"}
#: Drive lets these pass without doing anything.
_WITHOUT_EFFECT = frozenset({"kind", "originalFilename"})
#: Fields that Google lets a caller set and the stand-in has no use for.
_NOT_KEPT = frozenset(
    {
        "contentHints", "copyRequiresWriterPermission", "createdTime",
        "downloadRestrictions", "folderColorRgb", "inheritedPermissionsDisabled", "labelInfo", "modifiedTime",
        "shortcutDetails", "viewedByMeTime", "writersCanShare",
    }
)  # fmt: skip
_PROPERTY_BYTES = 124
_PROPERTIES_OF_ONE_APP = 30


def check_fields(body: Collection[str], writable: frozenset[str]) -> None:
    """Raises Drive's 403 for a field that only Drive sets, 400 for one that the stand-in does not keep."""
    for field in body:
        if field in writable or field in _WITHOUT_EFFECT:
            continue
        if field in _NOT_KEPT:
            raise not_offered(f"files.{field}")
        raise not_writable()


def parents_of(call: Call, otherwise: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The folder that a new file goes to; My Drive unless the body names one."""
    named = call.body.get("parents") or list(otherwise)
    if named and not call.state.has_storage and not knows_drives(call):
        raise no_storage()  # also for a folder of a shared drive [M]
    if len(named) > 1:
        raise GoogleError(
            400, "A file cannot be put into more than one folder.", reason="invalid", location="parents"
        )
    return tuple(folder(call, parent) for parent in named) or (root_of(call.state.user),)


def moved(call: Call, parents: tuple[str, ...]) -> tuple[str, ...]:
    """The parents after addParents and removeParents."""
    removed = set(_listed(call, "removeParents"))
    added = [folder(call, parent) for parent in _listed(call, "addParents")]
    left = [parent for parent in parents if parent not in removed]
    changed = (*left, *(parent for parent in added if parent not in left))
    if len(changed) > max(len(parents), 1):
        raise GoogleError(403, "Increasing the number of parents is not allowed", reason="cannotAddParent")
    return changed


def properties_of(call: Call, field: str, old: dict[str, str]) -> dict[str, str]:
    """The old properties with those of the body; a null one is taken away."""
    merged = old | dict(call.body.get(field, {}))
    merged = {key: value for key, value in merged.items() if f"{field}.{key}" not in call.cleared}
    if len(merged) > _PROPERTIES_OF_ONE_APP or any(
        len((key + value).encode()) > _PROPERTY_BYTES for key, value in merged.items()
    ):
        message = (
            f"At most {_PROPERTIES_OF_ONE_APP} properties of {_PROPERTY_BYTES} bytes, key and value together."
        )
        raise GoogleError(400, message, reason="invalid", location=field)
    return merged


def extra_of(call: Call, old: dict[str, Any]) -> dict[str, Any]:
    """What a file also keeps, with the fields of the body."""
    return old | {key: call.body[key] for key in ("description", "starred") if key in call.body}


def _listed(call: Call, parameter: str) -> list[str]:
    root = root_of(call.state.user)
    return [root if item == "root" else item for item in call.param(parameter).split(",") if item]
