"""What people do on a document's page: answer suggestions and comments, edit a paragraph."""

from __future__ import annotations

from itertools import takewhile
from typing import Any

from flask import Flask, Response, abort, redirect, request, url_for

from service.standin.call import Call
from service.standin.docs import handlers
from service.standin.docs.page_approval import APPROVE, DECLINE, answer
from service.standin.docs.page_remarks import inline_text
from service.standin.docs.parse import parse_document
from service.standin.docs.tree import Document, Paragraph
from service.standin.docs.utf16 import units
from service.standin.docs.walk import place
from service.standin.errors import GoogleError
from service.standin.moment import request_time
from service.standin.state import DOCUMENT, ROLES, Database, File, State

Json = dict[str, Any]

_CHANGED = "Tệp vừa có người khác sửa nên chưa lưu được. Hãy quay lại, tải lại trang rồi làm lại."
_REFUSED = "Không làm được việc này."


def editors(file: File) -> tuple[str, ...]:
    """Addresses of those who may edit; people to whom the file was shared come before its owner."""
    able = [
        str(p["emailAddress"])
        for p in file.permissions
        if p.get("emailAddress") and ROLES.index(p["role"]) >= ROLES.index("writer")
    ]
    return tuple(sorted(set(able), key=lambda user: (user == file.owner, able.index(user))))


def chosen(file: File, wanted: str) -> str:
    """The one who sits at the page."""
    users = editors(file)
    return wanted if wanted in users else users[0]


def register_actions(app: Flask, database: Database) -> None:
    """Serve the forms of the page; each is one batchUpdate of the person who is chosen there."""

    @app.post("/document/d/<file_id>/lam")
    def act(file_id: str) -> Any:
        now = request_time()
        with database.transaction("", now, write=False) as state:
            file = state.file(file_id)
            if file is None or file.mime_type != DOCUMENT or file.trashed:
                abort(404)
            document = parse_document(state.content(file_id))
        user = chosen(file, request.form.get("la", ""))
        deed = request.form.get("viec", "")
        try:
            with database.transaction(user, now, write=True) as state:
                if deed in (APPROVE, DECLINE):
                    answer(state, file_id, request.form.get("ma", ""), approves=deed == APPROVE)
                else:
                    _carry_out(state, file_id, _requests(document, deed), suggests=deed == "goi-y")
        except GoogleError as error:
            told = _CHANGED if "required revision ID" in error.message else f"{_REFUSED} ({error.message})"
            return Response(told, error.code, content_type="text/plain; charset=utf-8")
        return redirect(url_for("document_page", file_id=file_id, la=user), 303)


def _carry_out(state: State, file_id: str, requests: list[Json], *, suggests: bool) -> None:
    if not requests:
        return
    control = {"requiredRevisionId": request.form.get("ban", "")}
    handlers.batch_update(
        Call(
            method="documents.batchUpdate",
            path={"documentId": file_id},
            query={},
            body={
                "requests": requests,
                "writeControl": control | ({"writeMode": "SUGGEST"} if suggests else {}),
            },
            state=state,
            base_url="",
        )
    )


def _requests(document: Document, deed: str) -> list[Json]:
    made = request.form.get("ma", "")
    if deed == "nhan":
        return [{"acceptSuggestion": {"suggestionId": made}}]
    if deed == "bo":
        return [{"rejectSuggestion": {"suggestionId": made}}]
    if deed == "xong":
        return [{"addCommentReply": {"commentId": made, "post": {"commentAction": "RESOLVE"}}}]
    start = request.form.get("cho", type=int)
    if deed not in ("sua", "goi-y", "xoa") or start is None:
        abort(400)
    body = document.tabs[0].body
    found = place(body, start)
    if found is None or found.offset:
        abort(400)
    if deed == "xoa":
        # The last newline of the body, of a cell or before a table has to stay.
        blocks, at = found.spot.blocks, found.spot.position
        is_last = at + 1 == len(blocks) or not isinstance(blocks[at + 1], Paragraph)
        end = found.spot.end - int(is_last)
        return [_delete(start, end)] if end > start else []
    text = request.form.get("chu", "").replace("\r\n", "\n").rstrip("\n")
    return _replacement(start, inline_text(found.paragraph), text)


def _replacement(start: int, old: str, new: str) -> list[Json]:
    """Requests that change only what differs."""
    head = _same(old, new)
    tail = _same(old[head:][::-1], new[head:][::-1])
    gone, come = (text[head : len(text) - tail] for text in (old, new))
    at = start + units(old[:head])
    requests: list[Json] = []
    if come:
        where = {"index": at + units(gone)}
        requests.append({"insertText": {"location": where, "text": come}})
    if gone:
        requests.append(_delete(at, at + units(gone)))
    return requests


def _same(one: str, other: str) -> int:
    """Letters that both begin with."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _delete(start: int, end: int) -> Json:
    return {"deleteContentRange": {"range": {"startIndex": start, "endIndex": end}}}
