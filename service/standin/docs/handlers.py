"""The methods of the Docs API."""

from __future__ import annotations

import secrets
from copy import deepcopy
from typing import Any

from service.standin.call import Call, Handlers
from service.standin.docs.batch import COMMENTS, REMARKS, carry_out
from service.standin.docs.defaults import (
    DOCUMENT_STYLE,
    PARAGRAPH_STYLE,
    SECTION_STYLE,
    named_styles,
)
from service.standin.docs.expose import stored_form
from service.standin.docs.hand import Hand
from service.standin.docs.parse import THREADS, parse_document
from service.standin.docs.suggestions import without_remarks
from service.standin.docs.tree import Document, Paragraph, SectionBreak, Segment, Tab, text_run
from service.standin.docs.views import shown
from service.standin.docs.word import DOCX
from service.standin.errors import GoogleError, invalid
from service.standin.state import DOCUMENT, FOLDER, ROLES, File, State

Json = dict[str, Any]

_FIRST_TAB = {"tabId": "t.0", "title": "Tab 1", "index": 0}
_OFFICE = (DOCX, "application/msword")


# --- content of a file ---------------------------------------------------------------------------


def new_revision() -> str:
    """An opaque revision id, never used before."""
    return "A" + secrets.token_urlsafe(60)


def content_of(document: Document) -> Json:
    """What the stand-in keeps of a document, under a new revision."""
    return {"revisionId": new_revision()} | _stored(document)


def _stored(document: Document) -> Json:
    threads = {"suggestions": document.suggestions, "comments": document.comments}
    return {"tabs": stored_form(document)} | {kind: found for kind, found in threads.items() if found}


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
    """Content of a copy, a revision of its own; named ranges come along, comments and suggestions do not."""
    if not any(content.get(kind) for kind in THREADS):
        return content | {"revisionId": new_revision()}
    return content_of(without_remarks(parse_document(content)))


# --- methods -------------------------------------------------------------------------------------


def create(call: Call) -> Json:
    """documents.create: only the title of the body counts."""
    title = call.body.get("title", "")
    file = call.state.create_file(name=title or "Untitled document", mime_type=DOCUMENT, content=blank(title))
    return shown(call, file)


def get(call: Call) -> Json:
    """documents.get."""
    return shown(call, _open(call, "reader"))


def batch_update(call: Call) -> Json:
    """documents.batchUpdate: all of it or nothing; a batch that changes nothing makes no revision."""
    requests, control = call.body.get("requests", []), call.body.get("writeControl", {})
    suggests = control.get("writeMode") == "SUGGEST"
    only_remarks = bool(requests) and all(kind in REMARKS for request in requests for kind in request)
    file = _open(call, "commenter" if suggests or only_remarks else "writer")
    content = call.state.content(file.id)
    _check_write_control(control, content["revisionId"])
    document = parse_document(content)
    hand = hand_of(call.state, file, suggests=suggests)
    done = carry_out(document, requests, hand)
    stored = _stored(document)
    before = call.state.content(file.id)
    if stored != {key: value for key, value in before.items() if key != "revisionId"}:
        content = {"revisionId": new_revision()} | stored
        call.state.save_content(file, content)
    return {
        "replies": [reply for reply, _ in done],
        "writeControl": {"requiredRevisionId": content["revisionId"]},
        "documentId": file.id,
    } | _remarks_on(requests, [effects.shown() for _, effects in done], suggests=suggests)


def _remarks_on(requests: list[Json], effects: list[Json], *, suggests: bool) -> Json:
    """What the answer says of comments and suggestions; a batch without either says nothing."""
    found: Json = {}
    if suggests or any(effects):
        found["suggestionResponses"] = effects
    if any(kind in COMMENTS for request in requests for kind in request):
        found["commentUpdateState"] = "ALL_SAVED"
    elif found:
        found["commentUpdateState"] = "NO_UPDATES_REQUESTED"
    return found


def hand_of(state: State, file: File, *, suggests: bool = False) -> Hand:
    """The caller as the one who writes."""
    role = file.role_of(state.user) or "reader"
    edits = ROLES.index(role) >= ROLES.index("writer")
    return Hand(user=state.user, time=state.timestamp, suggests=suggests, edits=edits)


def _check_write_control(control: Json, latest: str) -> None:
    if "targetRevisionId" in control:
        raise invalid("Merging into a target revision (targetRevisionId) is not supported by the stand-in.")
    required = control.get("requiredRevisionId")
    if required and required != latest:
        raise invalid(f"The required revision ID '{required}' does not match the latest revision.")


def _open(call: Call, role: str) -> File:
    """The document; an uploaded file that was not converted is refused in the words for its kind."""
    file_id = call.path["documentId"]
    file = call.state.file(file_id)
    if file is not None and call.state.role_on(file) is not None and file.mime_type != DOCUMENT:
        if file.mime_type in _OFFICE:
            message = "This operation is not supported for this document"
            raise GoogleError(400, message, status="FAILED_PRECONDITION")
        if file.mime_type == FOLDER or not file.mime_type.startswith("application/vnd.google-apps."):
            raise invalid("Request contains an invalid argument.")
    return call.state.open(file_id, DOCUMENT, role)


HANDLERS: Handlers = {
    "documents.create": create,
    "documents.get": get,
    "documents.batchUpdate": batch_update,
}
