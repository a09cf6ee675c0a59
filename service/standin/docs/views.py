"""documents.get: the views of suggestions and comments, and which of them are for whom."""

from __future__ import annotations

from typing import Any

from service.standin.call import Call
from service.standin.docs.expose import expose_first_tab, expose_tabs
from service.standin.docs.hand import OPEN, shown_thread
from service.standin.docs.parse import THREADS, parse_document
from service.standin.docs.suggestions import preview, summary
from service.standin.docs.tree import Document
from service.standin.errors import forbidden, invalid
from service.standin.masks import Mask, parse_mask
from service.standin.state import ROLES, File

Json = dict[str, Any]

INLINE, ACCEPTED, WITHOUT = (
    "SUGGESTIONS_INLINE",
    "PREVIEW_SUGGESTIONS_ACCEPTED",
    "PREVIEW_WITHOUT_SUGGESTIONS",
)
INCLUDED, OMITTED = "COMMENTS_VIEW_MODE_INCLUDED", "COMMENTS_VIEW_MODE_OMITTED"
#: Since May 2026, for masks that name too much.
_NO_COMMENTS = "cannot retrieve comment-specific fields when include_comments is false"
BY_ACCESS = "COMMENTS_VIEW_MODE_DEFAULT_FOR_CURRENT_ACCESS"


def shown(call: Call, file: File) -> Json:
    """The document as the call asks for it and as the caller may see it."""
    content = call.state.content(file.id)
    may_remark = _is_at_least(file, call.state.user, "commenter")
    mask = parse_mask(call.param("fields") or "title")
    mode = _suggestions_mode(call, may_remark=may_remark)
    comments_mode = _comments_mode(call, may_remark=may_remark)
    if comments_mode != INCLUDED and _asks_for_comments(mask):
        raise invalid(_NO_COMMENTS)
    document = parse_document(content)
    viewed = document if mode == INLINE else preview(document, accepted=mode == ACCEPTED)
    tail: Json = {}
    if _is_at_least(file, call.state.user, "writer"):
        tail["revisionId"] = content["revisionId"]
    tail["suggestionsViewMode"] = mode
    if _with_tabs(call):
        with_comments = comments_mode == INCLUDED
        if comments_mode:
            tail["commentsViewMode"] = comments_mode
        shown_tabs = {"documentId": file.id, "tabs": expose_tabs(viewed, comments=with_comments)}
        return {"title": file.name} | tail | shown_tabs | (_threads(call, document) if with_comments else {})
    inner = expose_first_tab(viewed)
    objects = {key: inner.pop(key) for key in ("inlineObjects", "positionedObjects") if key in inner}
    return {"title": file.name} | inner | tail | objects | {"documentId": file.id}


def _threads(call: Call, document: Document) -> Json:
    viewer = call.state.user
    suggestions = [
        shown_thread(
            thread | (summary(document, thread["suggestionId"]) if thread["status"] == OPEN else {}), viewer
        )
        for thread in document.suggestions
    ]
    comments = [shown_thread(thread, viewer) for thread in document.comments]
    found = {"comments": comments, "suggestions": suggestions}
    return {key: value for key, value in found.items() if value}


def _is_at_least(file: File, user: str, role: str) -> bool:
    held = file.role_of(user)
    return held is not None and ROLES.index(held) >= ROLES.index(role)


def _with_tabs(call: Call) -> bool:
    """A field mask that names `tabs` asks for them as well."""
    return call.flag("includeTabsContent") or "tabs" in parse_mask(call.param("fields") or "*")


def _asks_for_comments(mask: Mask) -> bool:
    """Whether a mask names a comment, or a whole message that may hold one."""
    tab = mask.get("tabs")
    inner = tab.get("documentTab") if tab else None
    whole = any(part is not None and (not part or "*" in part) for part in (tab, inner))
    return whole or any(name in mask for name in ("*", *THREADS)) or "commentAnchors" in (inner or {})


def _suggestions_mode(call: Call, *, may_remark: bool) -> str:
    wanted = call.param("suggestionsViewMode", "DEFAULT_FOR_CURRENT_ACCESS")
    if wanted == "DEFAULT_FOR_CURRENT_ACCESS":
        return INLINE if may_remark else WITHOUT
    if wanted != WITHOUT and not may_remark:
        raise forbidden()
    return wanted


def _comments_mode(call: Call, *, may_remark: bool) -> str:
    """ "" where the call does not say."""
    wanted = call.param("commentsViewMode")
    if not wanted:
        return ""
    if wanted == "COMMENTS_VIEW_MODE_UNSPECIFIED":
        wanted = OMITTED
    if not _with_tabs(call):
        raise invalid("commentsViewMode can only be set when includeTabsContent is true.")
    suggestions = call.param("suggestionsViewMode")
    if wanted == INCLUDED and suggestions != INLINE:
        raise invalid("suggestionsViewMode must be SUGGESTIONS_INLINE when comments are included.")
    if wanted == BY_ACCESS:
        if suggestions in (WITHOUT, ACCEPTED):
            raise invalid("suggestionsViewMode must not be a preview when comments may be included.")
        return INCLUDED if may_remark else OMITTED
    if wanted == INCLUDED and not may_remark:
        raise forbidden()
    return wanted
