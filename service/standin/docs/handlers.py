"""The methods of the Docs API."""

from __future__ import annotations

import secrets
from copy import deepcopy
from typing import Any

from service.standin.call import Call, Handlers
from service.standin.docs.batch import apply
from service.standin.docs.defaults import (
    DOCUMENT_STYLE,
    PARAGRAPH_STYLE,
    SECTION_STYLE,
    named_styles,
)
from service.standin.docs.expose import expose_first_tab, expose_tabs, stored_form
from service.standin.docs.parse import parse_document
from service.standin.docs.tree import Document, Paragraph, SectionBreak, Segment, Tab, text_run
from service.standin.docs.word import DOCX
from service.standin.errors import GoogleError, invalid
from service.standin.state import DOCUMENT, FOLDER, File

Json = dict[str, Any]

_FIRST_TAB = {"tabId": "t.0", "title": "Tab 1", "index": 0}
_OFFICE = (DOCX, "application/msword")


# --- content of a file ---------------------------------------------------------------------------


def new_revision() -> str:
    """An opaque revision id, never used before."""
    return "A" + secrets.token_urlsafe(60)


def content_of(document: Document) -> Json:
    """What the stand-in keeps of a document, under a new revision."""
    return {"revisionId": new_revision(), "tabs": stored_form(document)}


def blank(title: str) -> Json:
    """Content of a new document; its title is the file's name and is not kept here."""
    del title
    body: list[Any] = [
        SectionBreak({"sectionStyle": deepcopy(SECTION_STYLE)}),
        Paragraph([text_run("\n")], deepcopy(PARAGRAPH_STYLE)),
    ]
    parts = {"documentStyle": deepcopy(DOCUMENT_STYLE), "namedStyles": named_styles()}
    return content_of(Document([Tab(dict(_FIRST_TAB), Segment("", "body", body), {}, parts, {})]))


def copied(content: Json) -> Json:
    """Content of a copy: the same, with a revision of its own. Named ranges come along."""
    return content | {"revisionId": new_revision()}


# --- methods -------------------------------------------------------------------------------------


def create(call: Call) -> Json:
    """documents.create: only the title of the body counts."""
    title = call.body.get("title", "")
    file = call.state.create_file(name=title or "Untitled document", mime_type=DOCUMENT, content=blank(title))
    return _shown(call, file)


def get(call: Call) -> Json:
    """documents.get."""
    if call.param("commentsViewMode") == "COMMENTS_VIEW_MODE_INCLUDED":
        raise invalid("Comments are not supported by the stand-in.")
    return _shown(call, _open(call, "reader"))


def batch_update(call: Call) -> Json:
    """documents.batchUpdate: all of it or nothing; a batch that changes nothing makes no revision."""
    file = _open(call, "writer")
    content = call.state.content(file.id)
    control = call.body.get("writeControl", {})
    _check_write_control(control, content["revisionId"])
    document = parse_document(content)
    replies = apply(document, call.body.get("requests", []))
    tabs = stored_form(document)
    if tabs != call.state.content(file.id)["tabs"]:
        content = {"revisionId": new_revision(), "tabs": tabs}
        call.state.save_content(file, content)
    return {
        "replies": replies,
        "writeControl": {"requiredRevisionId": content["revisionId"]},
        "documentId": file.id,
    }


def _check_write_control(control: Json, latest: str) -> None:
    if control.get("writeMode") == "SUGGEST":
        raise invalid("Suggestions (writeMode SUGGEST) are not supported by the stand-in.")
    if "targetRevisionId" in control:
        raise invalid("Merging into a target revision (targetRevisionId) is not supported by the stand-in.")
    required = control.get("requiredRevisionId")
    if required and required != latest:
        raise invalid(f"The required revision ID '{required}' does not match the latest revision.")


def _open(call: Call, role: str) -> File:
    """The document; an uploaded file that was not converted is refused in the words for its kind."""
    file_id = call.path["documentId"]
    file = call.state.file(file_id)
    if file is not None and file.role_of(call.state.user) is not None and file.mime_type != DOCUMENT:
        if file.mime_type in _OFFICE:
            message = "This operation is not supported for this document"
            raise GoogleError(400, message, status="FAILED_PRECONDITION")
        if file.mime_type == FOLDER or not file.mime_type.startswith("application/vnd.google-apps."):
            raise invalid("Request contains an invalid argument.")
    return call.state.open(file_id, DOCUMENT, role)


def _shown(call: Call, file: File) -> Json:
    content = call.state.content(file.id)
    document = parse_document(content)
    mode = call.param("suggestionsViewMode", "DEFAULT_FOR_CURRENT_ACCESS")
    tail = {
        "revisionId": content["revisionId"],
        "suggestionsViewMode": "SUGGESTIONS_INLINE" if mode == "DEFAULT_FOR_CURRENT_ACCESS" else mode,
    }
    if call.flag("includeTabsContent"):
        return {"title": file.name} | tail | {"documentId": file.id, "tabs": expose_tabs(document)}
    inner = expose_first_tab(document)
    objects = {key: inner.pop(key) for key in ("inlineObjects", "positionedObjects") if key in inner}
    return {"title": file.name} | inner | tail | objects | {"documentId": file.id}


HANDLERS: Handlers = {
    "documents.create": create,
    "documents.get": get,
    "documents.batchUpdate": batch_update,
}
