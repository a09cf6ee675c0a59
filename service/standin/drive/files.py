"""files.*: metadata, copies, uploads, deletion."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from typing import Any

from service.standin.call import Answer, Call, Media
from service.standin.drive.access import find, refuse_for_children
from service.standin.drive.conversion import KINDS, NATIVE, Upload, taken_in
from service.standin.drive.drives import drive_of
from service.standin.drive.errors import not_offered, not_writable
from service.standin.drive.metadata import (
    ON_COPY,
    ON_CREATE,
    ON_UPDATE,
    check_fields,
    extra_of,
    moved,
    parents_of,
    properties_of,
)
from service.standin.drive.resource import shown
from service.standin.drive.restrictions import FIELD, refuse_if_locked, restricted
from service.standin.errors import GoogleError, no_storage
from service.standin.file import person_permission
from service.standin.state import FOLDER, File

_GENERATED_ID = re.compile(r"[\w-]{25,}")


def create(call: Call) -> Answer:
    """files.create, with or without bytes."""
    body = call.body
    check_fields(body, ON_CREATE)
    mime_type = body.get("mimeType") or (call.media.mime_type if call.media else "application/octet-stream")
    name = body.get("name", "Untitled")
    parents = parents_of(call)
    upload = _first_content(call.media, mime_type, name)
    file = call.state.create_file(
        name=name,
        mime_type=mime_type,
        content=upload.content,
        media=upload.data,
        parents=parents,
        drive=drive_of(call.state, parents),
        properties=properties_of(call, "properties", {}),
        app_properties=properties_of(call, "appProperties", {}),
        extra=extra_of(call, upload.facts),
        file_id=_chosen_id(call, mime_type),
    )
    return shown(call, file)


def _first_content(media: Media | None, mime_type: str, name: str) -> Upload:
    if media is not None:
        return taken_in(media, mime_type, name)
    if mime_type in KINDS:
        return Upload(content=KINDS[mime_type].blank(name))
    if mime_type.startswith(NATIVE) and mime_type != FOLDER:
        raise not_offered(f"files of type {mime_type}")
    return Upload() if mime_type == FOLDER else taken_in(Media(b"", mime_type), mime_type)


def _chosen_id(call: Call, mime_type: str) -> str | None:
    """An id that files.generateIds gave; Docs Editors files cannot have one."""
    file_id = call.body.get("id")
    if file_id is None:
        return None
    if mime_type in KINDS or not _GENERATED_ID.fullmatch(file_id):
        raise GoogleError(
            400, "The provided file ID is not usable.", reason="fileIdInvalid", location="file.id"
        )
    if call.state.file(file_id) is not None:
        raise GoogleError(409, "A file already exists with the provided ID.", reason="fileIdInUse")
    return str(file_id)


def copy(call: Call) -> Answer:
    """files.copy: name, folder and properties may be given; sharing and comments are not copied."""
    source = find(call, call.path["fileId"])
    body = call.body
    check_fields(body, ON_COPY)
    if source.mime_type == FOLDER:
        raise GoogleError(403, "This file cannot be copied by the user.", reason="cannotCopyFile")
    if body.get("mimeType", source.mime_type) != source.mime_type:
        raise not_offered("files.copy to another type")
    content = call.state.content(source.id)
    if source.mime_type in KINDS:
        content = KINDS[source.mime_type].copied(content)
    stays = source.owner == call.state.user or source.drive_id
    parents = parents_of(call, source.parents if stays else ())
    file = call.state.create_file(
        name=body.get("name", f"Copy of {source.name}"),
        mime_type=source.mime_type,
        content=content,
        media=call.state.media(source.id),
        parents=parents,
        drive=drive_of(call.state, parents),
        properties=properties_of(call, "properties", source.properties),
        app_properties=properties_of(call, "appProperties", source.app_properties),
        extra=extra_of(call, {key: value for key, value in source.extra.items() if key != FIELD}),
    )
    return shown(call, file)


def get(call: Call) -> Answer:
    """files.get; alt=media gives the bytes of what is not a native file."""
    file = find(call, call.path["fileId"])
    if call.param("alt") != "media":
        return shown(call, file)
    if file.mime_type.startswith(NATIVE):
        raise GoogleError(
            403,
            "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
            reason="fileNotDownloadable",
            location="alt",
        )
    return Media(call.state.media(file.id) or b"", file.mime_type)


def update(call: Call) -> Answer:
    """files.update: rename, move, trash, properties, new bytes."""
    return shown(call, changed(call))


def changed(call: Call) -> File:
    """The file after files.update."""
    file = find(call, call.path["fileId"], "writer")
    body = call.body
    if "parents" in body:
        raise not_writable(
            "The parents field is not directly writable in update requests. Use the addParents and "
            "removeParents parameters instead."
        )
    check_fields(body, ON_UPDATE | {"trashed", FIELD})
    refuse_if_locked(call, file)
    if "trashed" in body:
        find(call, file.id, "fileOrganizer" if file.drive_id else "owner")
        refuse_for_children(call, file)
    facts: dict[str, Any] = {}
    mime_type = file.mime_type
    if call.media is not None:
        mime_type = body.get("mimeType") or _kept_type(file, call.media)
        upload = taken_in(call.media, mime_type, body.get("name", file.name))
        call.state.save_bytes(file.id, upload.content, upload.data)
        facts = upload.facts
    elif body.get("mimeType", mime_type) != mime_type:
        raise not_writable()
    after = replace(
        file,
        name=body.get("name", file.name),
        mime_type=mime_type,
        trashed=body.get("trashed", file.trashed),
        parents=moved(call, file.parents),
        properties=properties_of(call, "properties", file.properties),
        app_properties=properties_of(call, "appProperties", file.app_properties),
        extra=restricted(call, file, extra_of(call, file.extra | facts)),
    )
    return call.state.update_file(_with_drive(call, file, after))


def _with_drive(call: Call, before: File, after: File) -> File:
    """A file that is moved into a shared drive belongs to it; one that is moved out, to who moved it."""
    drive = drive_of(call.state, after.parents)
    if (drive.id if drive else None) == before.drive_id:
        return after
    find(call, before.id, "fileOrganizer" if before.drive_id else "owner")
    if drive is None:
        if not call.state.has_storage:
            raise no_storage()
        extra = {key: value for key, value in after.extra.items() if key != "driveId"}
        owner = (person_permission(call.state.user, "owner"),)
        return replace(after, owner=call.state.user, permissions=owner, extra=extra)
    return replace(after, owner="", permissions=drive.permissions, extra=after.extra | {"driveId": drive.id})


def _kept_type(file: File, media: Media) -> str:
    """New bytes bring their type with them, except into a native file."""
    return file.mime_type if file.mime_type.startswith(NATIVE) else media.mime_type


def delete(call: Call) -> Answer:
    """files.delete: for good, by the owner; a folder takes what the owner has in it along."""
    file = find(call, call.path["fileId"], "owner")
    refuse_for_children(call, file)
    _delete_with_contents(call, file)
    return None


def _delete_with_contents(call: Call, file: File) -> None:
    call.state.delete_file(file.id)
    if file.mime_type == FOLDER:
        for inside in [f for f in call.state.files() if file.id in f.parents and f.owner == file.owner]:
            _delete_with_contents(call, inside)


def generate_ids(call: Call) -> Answer:
    """files.generateIds, for uploads that may be sent again."""
    count = int(call.param("count", "10"))
    ids = ["1" + secrets.token_urlsafe(24) for _ in range(count)]
    return {"kind": "drive#generatedIds", "space": call.param("space", "drive"), "ids": ids}
