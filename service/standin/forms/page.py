"""The page at which people answer, with the fields that Google's own page has."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Flask, Response, redirect, render_template_string, request

from service.standin.forms.answers import Reading, answered, fields_of, read_form, read_section
from service.standin.forms.content import Json
from service.standin.forms.layout import CLOSED, FORM_PAGE, SIGN_IN, THANKS
from service.standin.forms.responses import find_response, submit
from service.standin.forms.sections import next_section, sections_of
from service.standin.forms.shown import BACK, CONTINUE, HISTORY, always_submits, carried, shown_items
from service.standin.moment import request_time
from service.standin.state import FORM, Database, File, State

#: The signed-in account, where Google has its own cookies.
_ACCOUNT = "standin_user"
ANONYMOUS = "anonymous@standin.invalid"
_TOKEN = "2_ABaOnu"  # noqa: S105 - how Google's edit links begin, no secret

Fields = dict[str, list[str]]
Page = tuple[str, int]


@dataclass(frozen=True, slots=True)
class _Open:
    """A form that is being answered."""

    file: File
    content: Json
    #: The response that is edited; None for a new one.
    edited: Json | None = None

    @property
    def title(self) -> str:
        return str(self.content["info"].get("title") or self.file.name)

    @property
    def email_setting(self) -> str:
        return str(self.content["settings"].get("emailCollectionType", "DO_NOT_COLLECT"))


def register_pages(app: Flask, database: Database) -> None:
    """/forms/d/e/<public id>/viewform and formResponse, /forms/d/<id>/edit, /signin."""

    @app.get("/forms/d/e/<public_id>/viewform")
    def viewform(public_id: str) -> Page:
        with database.transaction(ANONYMOUS, request_time(), write=False) as state:
            found = _find(state, public_id)
        return found if isinstance(found, tuple) else _first_page(found)

    @app.post("/forms/d/e/<public_id>/formResponse")
    def form_response(public_id: str) -> Page:
        with database.transaction(ANONYMOUS, request_time(), write=True) as state:
            found = _find(state, public_id)
            return found if isinstance(found, tuple) else _take(state, found)

    @app.get("/forms/d/<form_id>/edit")
    def edit(form_id: str) -> Response | Page:
        with database.transaction(ANONYMOUS, request_time(), write=False) as state:
            file = state.file(form_id)
            if file is None or file.mime_type != FORM:
                return render_template_string(CLOSED, title="Biểu mẫu"), 404
            public_id = state.content(form_id)["publicId"]
        return redirect(f"/forms/d/e/{public_id}/viewform")  # type: ignore[return-value]

    @app.get("/signin")
    def sign_in() -> Response | str:
        email = request.args.get("email", "").strip()
        goal = request.args.get("continue", "/")
        if "@" not in email:
            return render_template_string(SIGN_IN, goal=goal)
        # Only back to a page of this server.
        parts = urlsplit(goal.replace("\\", "/"))
        goal = "/" if parts.netloc or parts.scheme or not goal.startswith("/") else goal
        response = redirect(goal)
        response.set_cookie(_ACCOUNT, email, httponly=True, samesite="Lax")
        return response  # type: ignore[return-value]


# --- finding the form ------------------------------------------------------------------------------


def _find(state: State, public_id: str) -> _Open | Page:
    """The form, open for the caller; else the page that says why it is not."""
    for file in state.files():
        if file.mime_type != FORM or file.trashed:
            continue
        content = state.content(file.id)
        if content["publicId"] == public_id:
            return _opened(state, file, content)
    return render_template_string(CLOSED, title="Biểu mẫu"), 404


def _opened(state: State, file: File, content: Json) -> _Open | Page:
    form = _Open(file, content)
    reason = _why_closed(form)
    if reason:
        return render_template_string(CLOSED, title=form.title, reason=reason), 200
    account = _account(form)
    # Who reads is shown where to sign in; an answer that is not taken must not look like one that was.
    unsigned = render_template_string(SIGN_IN, goal=_viewform()), 200 if request.method == "GET" else 401
    if not _may_answer(form, account):
        if account is None:
            return unsigned
        refused = "Thầy cô cần được cấp quyền để trả lời biểu mẫu này."
        return render_template_string(CLOSED, title=form.title, reason=refused), 403
    if form.email_setting == "VERIFIED" and account is None:
        return unsigned
    token = request.args.get("edit2")
    if not token:
        return form
    edited = find_response(state, file.id, _response_of(token))
    is_own = form.email_setting != "VERIFIED" or (
        edited is not None and edited.get("respondentEmail") == account
    )
    if edited is None or not is_own:
        reason = "Liên kết sửa không còn dùng được, hoặc là của người khác."
        return render_template_string(CLOSED, title=form.title, reason=reason), 404
    return _Open(file, content, edited)


def _why_closed(form: _Open) -> str:
    published = form.content["published"]
    if not published["isPublished"]:
        return "Biểu mẫu này chưa được xuất bản."
    return "" if published["isAcceptingResponses"] else "Biểu mẫu này không còn nhận câu trả lời."


def _account(form: _Open) -> str | None:
    """Who answers. Signing in is typing an address; a script may send it along with its answers."""
    typed = request.form.get("emailAddress", "").strip() if form.email_setting == "VERIFIED" else ""
    return request.cookies.get(_ACCOUNT) or (typed if "@" in typed else None)


def _may_answer(form: _Open, signed_in: str | None) -> bool:
    """Publishing lets nobody answer by itself: that takes a permission on the published view."""
    account = (signed_in or ANONYMOUS).lower()
    return any(
        p.get("view") == "published"
        and (
            p["type"] == "anyone"
            or p.get("emailAddress", "").lower() == account
            or (p["type"] == "domain" and account.endswith("@" + p.get("domain", "").lower()))
        )
        for p in form.file.permissions
    )


# --- filling it in ---------------------------------------------------------------------------------


def _first_page(form: _Open) -> Page:
    """Empty, filled from the link (entry.5=…), or with the answers that are edited."""
    fields: Fields = request.args.to_dict(flat=False)
    if form.edited is not None:
        fields = fields_of(form.content, form.edited.get("answers", {}))
        fields["emailAddress"] = [form.edited.get("respondentEmail", "")]
    return _page(form, fields, {}, [0])


def _take(state: State, form: _Open) -> Page:
    """A page of the form was sent: show the next one, or check everything and store it."""
    fields: Fields = dict(request.form.lists())
    history = _history(form, fields)
    if BACK in fields and len(history) > 1:
        return _page(form, fields, {}, history[:-1])
    email, fault = _email(form, fields)
    if CONTINUE in fields and not fault:
        sections, here = sections_of(form.content), Reading()
        read_section(sections[history[-1]], fields, here)
        if here.faults:
            return _page(form, fields, here.faults, history, code=400)
        following = next_section(sections, history[-1], here.said)
        if following is not None:
            return _page(form, fields, {}, [*history, following])
    reading = read_form(form.content, fields)
    faults = ({"emailAddress": fault} if fault else {}) | reading.faults
    if faults:
        return _page(form, fields, faults, _until_fault(form, reading), code=400)
    response_id = submit(
        state,
        form.file.id,
        answered(form.content, reading.said),
        email=email,
        response_id=form.edited["responseId"] if form.edited else None,
    )
    link = f"viewform?edit2={_edit_token(response_id)}"
    return render_template_string(THANKS, title=form.title, link=link), 200


def _history(form: _Open, fields: Fields) -> list[int]:
    """Numbers of the sections gone through, the one that was sent last; a form without pages has one."""
    last = len(sections_of(form.content)) - 1
    numbers = [int(n) for n in fields.get(HISTORY, [""])[0].split(",") if n.isdecimal() and int(n) <= last]
    return numbers or [0]


def _until_fault(form: _Open, reading: Reading) -> list[int]:
    """The way to the first section in which something is wrong."""
    sections = sections_of(form.content)
    for place, number in enumerate(reading.path):
        names = {q.name for item in shown_items(sections[number], {}, {}) for q in item.questions}
        if names & set(reading.faults):
            return reading.path[: place + 1]
    return [0]


def _page(
    form: _Open, fields: Fields, faults: Mapping[str, str], history: Sequence[int], *, code: int = 200
) -> Page:
    sections = sections_of(form.content)
    section = sections[history[-1]]
    is_last = history[-1] + 1 == len(sections) or always_submits(section)
    token = request.args.get("edit2")
    page = render_template_string(
        FORM_PAGE,
        title=form.title,
        description=form.content["info"].get("description", ""),
        number=history[-1],
        section=section,
        cards=shown_items(section, fields, faults),
        hidden=list(carried(section, fields)),
        history=history,
        label="Gửi" if is_last else "Tiếp",
        fields=fields,
        faults=faults,
        setting=form.email_setting,
        account=_account(form),
        action=f"formResponse?edit2={token}" if token else "formResponse",
    )
    return page, code


def _email(form: _Open, fields: Fields) -> tuple[str | None, str]:
    """(address, fault) by the form's setting."""
    if form.email_setting == "VERIFIED":
        return _account(form), ""
    if form.email_setting == "RESPONDER_INPUT":
        typed = (fields.get("emailAddress") or [""])[0].strip()
        return typed, "" if "@" in typed else "Cần ghi địa chỉ thư điện tử."
    return None, ""


def _viewform() -> str:
    """Where to go on after signing in: a page that was posted cannot be opened again."""
    return request.full_path.replace("/formResponse", "/viewform")


def _edit_token(response_id: str) -> str:
    return _TOKEN + base64.urlsafe_b64encode(json.dumps(response_id).encode()).decode().rstrip("=")


def _response_of(token: str) -> str:
    body = token.removeprefix(_TOKEN)
    try:
        return str(json.loads(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4))))
    except ValueError:
        return ""
