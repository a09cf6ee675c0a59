"""revisions.list and get: only the latest one, for nothing older is kept (Google merges them as it likes)."""

from __future__ import annotations

from typing import Any

from service.standin.call import Answer, Call, Media
from service.standin.drive.access import find
from service.standin.drive.conversion import NATIVE
from service.standin.drive.resource import user_of
from service.standin.errors import GoogleError
from service.standin.state import FOLDER, File

_DEFAULT_FIELDS = ("kind", "id", "mimeType", "modifiedTime")


def list_revisions(call: Call) -> Answer:
    """revisions.list."""
    file = _revised(call)
    return {"kind": "drive#revisionList", "revisions": [_shown(call, file)]}


def get_revision(call: Call) -> Answer:
    """revisions.get; "head" is the latest; alt=media gives the bytes of what is not a native file."""
    file = _revised(call)
    wanted = call.path["revisionId"]
    if wanted not in ("head", str(file.version)):
        message = f"Revision not found: {wanted}."
        raise GoogleError(404, message, reason="notFound", location="revisionId")
    if call.param("alt") == "media" and not file.mime_type.startswith(NATIVE):
        return Media(call.state.media(file.id) or b"", file.mime_type)
    return _shown(call, file)


def _revised(call: Call) -> File:
    file = find(call, call.path["fileId"], "writer")
    if file.mime_type == FOLDER:
        raise GoogleError(403, "The file does not support revisions.", reason="revisionsNotSupported")
    return file


def _shown(call: Call, file: File) -> dict[str, Any]:
    found = {
        "kind": "drive#revision",
        "id": str(file.version),
        "mimeType": file.mime_type,
        "modifiedTime": file.modified,
        "published": False,
        "lastModifyingUser": user_of(file.modified_by, call.state.user),
    }
    found |= {key: file.extra[key] for key in ("size", "md5Checksum") if key in file.extra}
    return found if call.param("fields") else {key: found[key] for key in _DEFAULT_FIELDS}
