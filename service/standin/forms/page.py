"""The page at which people answer, with the fields that Google's own page has."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, render_template_string, request

from service.standin.errors import GoogleError
from service.standin.forms.answers import Faults, read_answers
from service.standin.forms.content import Json, questions_of
from service.standin.forms.layout import CLOSED, FORM_PAGE, SIGN_IN, THANKS
from service.standin.forms.responses import submit
from service.standin.moment import request_time
from service.standin.state import FORM, Database, File, State

#: The signed-in account, where Google has its own cookies.
_ACCOUNT = "standin_user"
ANONYMOUS = "anonymous@standin.invalid"


@dataclass(frozen=True, slots=True)
class _Open:
    """A form that is being answered."""

    file: File
    content: Json


def register_pages(app: Flask, database: Database) -> None:
    """/forms/d/e/<public id>/viewform and formResponse, /forms/d/<id>/edit, /signin."""

    @app.get("/forms/d/e/<public_id>/viewform")
    def viewform(public_id: str) -> tuple[str, int]:
        with database.transaction(ANONYMOUS, request_time(), write=False) as state:
            form = _find(state, public_id)
        if form is None:
            return render_template_string(CLOSED, title="Biểu mẫu"), 404
        return _form_page(form, request.args.to_dict(flat=False), {})

    @app.post("/forms/d/e/<public_id>/formResponse")
    def form_response(public_id: str) -> tuple[str, int]:
        with database.transaction(ANONYMOUS, request_time(), write=True) as state:
            form = _find(state, public_id)
            if form is None:
                return render_template_string(CLOSED, title="Biểu mẫu"), 404
            return _take(state, form)

    @app.get("/forms/d/<form_id>/edit")
    def edit(form_id: str) -> Response | tuple[str, int]:
        with database.transaction(ANONYMOUS, request_time(), write=False) as state:
            file = state.file(form_id)
            if file is None or file.mime_type != FORM:
                return render_template_string(CLOSED, title="Biểu mẫu"), 404
            public_id = state.content(form_id)["publicId"]
        return redirect(f"/forms/d/e/{public_id}/viewform")  # type: ignore[return-value]

    @app.get("/signin")
    def sign_in() -> Response | str:
        email = request.args.get("email", "")
        goal = request.args.get("continue", "/")
        if not email:
            return render_template_string(SIGN_IN, goal=goal)
        # Only back to a page of this server.
        parts = urlsplit(goal)
        goal = "/" if parts.netloc or parts.scheme or not goal.startswith("/") else goal
        response = redirect(goal)
        response.set_cookie(_ACCOUNT, email, httponly=True, samesite="Lax")
        return response  # type: ignore[return-value]


def _take(state: State, form: _Open) -> tuple[str, int]:
    """Check a submission as Google does, and store it."""
    fields = dict(request.form.lists())
    closed = _why_closed(form)
    if closed:
        return render_template_string(CLOSED, title=form.file.name, reason=closed), 200
    email, fault = _email(form, fields)
    answers, faults = read_answers(form.content, fields)
    if fault:
        faults = {"emailAddress": fault, **faults}
    if faults:
        return _form_page(form, fields, faults, code=400)
    edited = request.args.get("edit2")
    try:
        response_id = submit(
            state, form.file.id, answers, email=email, response_id=_response_of(edited) if edited else None
        )
    except GoogleError:
        return render_template_string(
            CLOSED, title=form.file.name, reason="Liên kết sửa không còn dùng được."
        ), 404
    link = f"viewform?edit2={_edit_token(response_id)}"
    return render_template_string(THANKS, title=_title(form), link=link), 200


def _form_page(
    form: _Open, fields: dict[str, list[str]], faults: Faults, *, code: int = 200
) -> tuple[str, int]:
    closed = _why_closed(form)
    if closed:
        return render_template_string(CLOSED, title=form.file.name, reason=closed), 200
    setting = form.content["settings"].get("emailCollectionType", "DO_NOT_COLLECT")
    account = request.cookies.get(_ACCOUNT)
    if setting == "VERIFIED" and not account:
        return render_template_string(SIGN_IN, goal=request.full_path), 200
    edited = request.args.get("edit2")
    page = render_template_string(
        FORM_PAGE,
        title=_title(form),
        description=form.content["info"].get("description", ""),
        pages=list(_pages(form.content)),
        fields=fields,
        faults=faults,
        setting=setting,
        account=account,
        action=f"formResponse?edit2={edited}" if edited else "formResponse",
    )
    return page, code


def _pages(content: Json) -> Iterator[Json]:
    """The form's sections with what the page shows of each question."""
    page: Json = {"id": "", "title": "", "help": "", "items": []}
    for item in content["items"]:
        if "pageBreakItem" in item:
            yield page
            page = {
                "id": item["itemId"],
                "title": item.get("title", ""),
                "help": item.get("description", ""),
                "items": [],
            }
            continue
        page["items"].append(
            {
                "title": item.get("title", ""),
                "help": item.get("description", ""),
                "questions": [
                    {"entry": f"entry.{int(q['questionId'], 16)}", "question": q} for q in questions_of(item)
                ],
            }
        )
    yield page


def _find(state: State, public_id: str) -> _Open | None:
    for file in state.files():
        if file.mime_type == FORM and not file.trashed:
            content = state.content(file.id)
            if content["publicId"] == public_id:
                return _Open(file, content)
    return None


def _why_closed(form: _Open) -> str:
    if not form.content["published"]["isPublished"]:
        return "Biểu mẫu này chưa được xuất bản."
    if not form.content["published"]["isAcceptingResponses"]:
        return "Biểu mẫu này không còn nhận câu trả lời."
    account = request.cookies.get(_ACCOUNT, ANONYMOUS)
    may = any(
        p.get("view") == "published"
        and (
            p["type"] == "anyone"
            or p.get("emailAddress", "").lower() == account.lower()
            or (p["type"] == "domain" and account.lower().endswith("@" + p.get("domain", "")))
        )
        for p in form.file.permissions
    )
    return "" if may else "Thầy cô cần được cấp quyền để trả lời biểu mẫu này."


def _email(form: _Open, fields: dict[str, list[str]]) -> tuple[str | None, str]:
    """(address, fault) by the form's setting."""
    setting = form.content["settings"].get("emailCollectionType", "DO_NOT_COLLECT")
    if setting == "VERIFIED":
        account = request.cookies.get(_ACCOUNT)
        return account, "" if account else "Cần đăng nhập để gửi phiếu này."
    if setting == "RESPONDER_INPUT":
        typed = (fields.get("emailAddress") or [""])[0].strip()
        return typed, "" if "@" in typed else "Cần ghi địa chỉ thư điện tử."
    return None, ""


def _title(form: _Open) -> str:
    return str(form.content["info"].get("title") or form.file.name)


def _edit_token(response_id: str) -> str:
    return "2_ABaOnu" + base64.urlsafe_b64encode(json.dumps(response_id).encode()).decode().rstrip("=")


def _response_of(token: str) -> str:
    body = token.removeprefix("2_ABaOnu")
    try:
        return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except ValueError:
        return ""
