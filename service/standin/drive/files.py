"""files.*: metadata, copies, uploads with conversion, exports."""

from __future__ import annotations

import secrets
from dataclasses import replace
from types import ModuleType
from typing import Any

from service.standin import docs, forms, sheets
from service.standin.call import Answer, Call, Media
from service.standin.drive.query import parse_query
from service.standin.drive.resource import DEFAULT_FIELDS, resource_of
from service.standin.errors import GoogleError
from service.standin.state import DOCUMENT, FORM, ROLES, SPREADSHEET, File

KINDS: dict[str, ModuleType] = {SPREADSHEET: sheets, DOCUMENT: docs, FORM: forms}
_NATIVE = "application/vnd.google-apps."


def not_found(file_id: str) -> GoogleError:
    """Drive's 404; a file that is not for the caller looks the same."""
    return GoogleError(404, f"File not found: {file_id}.", reason="notFound", location="fileId")


def find(call: Call, file_id: str, role: str = "reader") -> File:
    """The file if the caller has this role on it."""
    file = call.state.file(file_id)
    held = file.role_of(call.state.user) if file else None
    if file is None or held is None:
        raise not_found(file_id)
    if ROLES.index(held) < ROLES.index(role):
        raise GoogleError(
            403,
            "The user does not have sufficient permissions for this file.",
            reason="insufficientFilePermissions",
        )
    return file


def answer(call: Call, file: File) -> dict[str, Any]:
    """The file for the answer: four fields unless others are asked for."""
    found = resource_of(file, call.state.user, call.base_url)
    return found if call.param("fields") else {key: found[key] for key in DEFAULT_FIELDS}


def create(call: Call) -> Answer:
    """files.create, with or without bytes."""
    body = call.body
    mime_type = body.get("mimeType") or (call.media.mime_type if call.media else "application/octet-stream")
    name = body.get("name", "Untitled")
    content: Any = None
    media = None
    if call.media is not None:
        content, media = _uploaded(call.media, mime_type)
    elif mime_type in KINDS:
        content = KINDS[mime_type].blank(name)
    file = call.state.create_file(
        name=name,
        mime_type=mime_type,
        content=content,
        media=media,
        parents=body.get("parents", ()),
        properties=_texts(body.get("properties")),
        app_properties=_texts(body.get("appProperties")),
        extra={key: body[key] for key in ("description",) if key in body},
        file_id=body.get("id"),
    )
    return answer(call, file)


def _uploaded(media: Media, mime_type: str) -> tuple[Any, bytes | None]:
    """(content, None) where the upload becomes a native file, else (None, bytes)."""
    if mime_type in KINDS:
        content = KINDS[mime_type].imported(media.data, media.mime_type)
        if content is None:
            raise GoogleError(400, "Bad Request", reason="badRequest")
        return content, None
    return None, media.data


def copy(call: Call) -> Answer:
    """files.copy: name, parents and properties may be given; sharing and comments are not copied."""
    source = find(call, call.path["fileId"])
    body = call.body
    content = call.state.content(source.id)
    if source.mime_type in KINDS:
        content = KINDS[source.mime_type].copied(content)
    file = call.state.create_file(
        name=body.get("name", f"Copy of {source.name}"),
        mime_type=source.mime_type,
        content=content,
        media=call.state.media(source.id),
        parents=body.get("parents", source.parents),
        properties={**source.properties, **_texts(body.get("properties"))},
        app_properties={**source.app_properties, **_texts(body.get("appProperties"))},
    )
    return answer(call, file)


def get(call: Call) -> Answer:
    """files.get; alt=media gives the bytes of what is not a native file."""
    file = find(call, call.path["fileId"])
    if call.param("alt") != "media":
        return answer(call, file)
    if file.mime_type.startswith(_NATIVE):
        raise GoogleError(
            403,
            "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
            reason="fileNotDownloadable",
            location="alt",
        )
    return Media(call.state.media(file.id) or b"", file.mime_type)


def update(call: Call) -> Answer:
    """files.update: rename, move, trash, properties, new bytes."""
    file = find(call, call.path["fileId"], "writer")
    body = call.body
    parents = [p for p in file.parents if p not in call.param("removeParents").split(",")]
    parents += [p for p in call.param("addParents").split(",") if p and p not in parents]
    if call.media is not None:
        content, media = _uploaded(call.media, body.get("mimeType", file.mime_type))
        call.state.save_bytes(file.id, content, media)
    changed = replace(
        file,
        name=body.get("name", file.name),
        trashed=body.get("trashed", file.trashed),
        parents=tuple(parents),
        properties=_merged(file.properties, body.get("properties")),
        app_properties=_merged(file.app_properties, body.get("appProperties")),
    )
    return answer(call, call.state.update_file(changed))


def delete(call: Call) -> Answer:
    """files.delete: for good, by the owner."""
    call.state.delete_file(find(call, call.path["fileId"], "owner").id)
    return None


def list_files(call: Call) -> Answer:
    """files.list."""
    test = parse_query(call.param("q"))
    found = [file for file in call.state.files() if file.role_of(call.state.user) and test(file)]
    _sort(found, call.param("orderBy"))
    size = min(int(call.param("pageSize", "100")), 1000)
    start = _page_start(call.param("pageToken"))
    page = found[start : start + size]
    body: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        body["nextPageToken"] = f"~!!~{start + size}"
    full = bool(call.param("fields"))
    resources = [resource_of(file, call.state.user, call.base_url) for file in page]
    body["files"] = resources if full else [{key: item[key] for key in DEFAULT_FIELDS} for item in resources]
    return body


def _sort(files: list[File], order: str) -> None:
    keys = {
        "name": lambda file: file.name.lower(),
        "createdTime": lambda file: file.created,
        "modifiedTime": lambda file: file.modified,
    }
    for part in reversed([part.strip() for part in order.split(",") if part.strip()]):
        key, _, direction = part.partition(" ")
        if key in keys:
            files.sort(key=keys[key], reverse=direction.strip() == "desc")


def _page_start(token: str) -> int:
    if not token:
        return 0
    number = token.removeprefix("~!!~")
    if not number.isdigit():
        raise GoogleError(400, "Invalid Value", reason="invalid", location="pageToken")
    return int(number)


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
        raise GoogleError(
            400, "The requested conversion is not supported.", reason="badRequest", location="convertTo"
        )
    return Media(data, wanted)


def generate_ids(call: Call) -> Answer:
    """files.generateIds."""
    count = int(call.param("count", "10"))
    ids = ["1" + secrets.token_urlsafe(24) for _ in range(count)]
    return {"kind": "drive#generatedIds", "space": call.param("space", "drive"), "ids": ids}


def _texts(properties: Any) -> dict[str, str]:
    return dict(properties or {})


def _merged(old: dict[str, str], new: Any) -> dict[str, str]:
    return old | _texts(new)
