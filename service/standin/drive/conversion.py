"""Bytes to native files and back: uploads with conversion, and exports."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from types import ModuleType
from typing import Any

from service.standin import docs, forms, sheets
from service.standin.call import Answer, Call, Media
from service.standin.drive.access import find
from service.standin.drive.errors import not_convertible
from service.standin.errors import GoogleError
from service.standin.state import DOCUMENT, FORM, SPREADSHEET

KINDS: dict[str, ModuleType] = {SPREADSHEET: sheets, DOCUMENT: docs, FORM: forms}
NATIVE = "application/vnd.google-apps."


@dataclass(frozen=True, slots=True)
class Upload:
    """What is stored of uploaded bytes: native content or the bytes themselves."""

    content: Any = None
    data: bytes | None = None
    #: What Drive says of bytes: size and sums.
    facts: dict[str, Any] = field(default_factory=dict)


def taken_in(media: Media, mime_type: str, name: str = "") -> Upload:
    """The upload as a file of this type; raises Drive's 400 where it cannot become one."""
    if mime_type in KINDS:
        if mime_type == SPREADSHEET:
            content = sheets.imported(media.data, media.mime_type, name)
        else:
            content = KINDS[mime_type].imported(media.data, media.mime_type)
        if content is None:
            raise not_convertible()
        return Upload(content=content)
    if mime_type.startswith(NATIVE):
        raise not_convertible()
    facts = {
        "size": str(len(media.data)),
        "md5Checksum": hashlib.md5(media.data, usedforsecurity=False).hexdigest(),
        "sha256Checksum": hashlib.sha256(media.data).hexdigest(),
    }
    return Upload(data=media.data, facts=facts)


def export(call: Call) -> Answer:
    """files.export of a native file."""
    file = find(call, call.path["fileId"])
    kind = KINDS.get(file.mime_type)
    if kind is None:
        raise GoogleError(
            403, "Export only supports Docs Editors files.", reason="fileNotExportable", location="fileId"
        )
    wanted = call.param("mimeType")
    data = kind.exported(file, call.state.content(file.id), wanted)
    if data is None:
        raise not_convertible()
    return Media(data, wanted)
