"""Where Google sends word of changes: answered as soon as it is written down."""

from __future__ import annotations

from typing import Any

from flask import Flask, abort, request
from flask_wtf import CSRFProtect

from service.hooks import DRIVE_PATH, FORMS_PATH, Hooks
from service.web.context import Context
from service.web.limits import Limit
from service.web.security import limited, public

#: Messages a minute from one address; Google sends at most two a minute for each watch.
_MESSAGES = 300
_BODY_LIMIT = 64 * 1024
_TAKEN = ("", 204)
_LONGEST_ID = 200


def register(app: Flask, context: Context, hooks: Hooks, csrf: CSRFProtect) -> None:
    """POST /hooks/forms (Pub/Sub push of forms.watches) and /hooks/drive (channel of changes.watch)."""
    limit = Limit(_MESSAGES)

    @app.post(FORMS_PATH)
    @public
    @limited(limit)
    def hook_forms() -> tuple[str, int]:
        request.max_content_length = _BODY_LIMIT
        if not hooks.is_from_google(request.headers.get("Authorization", "")):
            abort(403)
        form_id, watch_id = _watched(_json())
        # What is not ours is taken as well: Pub/Sub would send a refused message again for days.
        hooks.form_changed(form_id, watch_id, context.clock())
        return _TAKEN

    @app.post(DRIVE_PATH)
    @public
    @limited(limit)
    def hook_drive() -> tuple[str, int]:
        request.max_content_length = _BODY_LIMIT
        told = {name: request.headers.get(f"X-Goog-{name}", "") for name in _CHANNEL_HEADERS}
        known = hooks.files_changed(
            told["Channel-ID"], told["Channel-Token"], told["Resource-State"], context.clock()
        )
        if not known:
            abort(404)
        return _TAKEN

    # They come from no page, so they carry no token of one.
    for view in (hook_forms, hook_drive):
        csrf.exempt(view)


_CHANNEL_HEADERS = ("Channel-ID", "Channel-Token", "Resource-State")


def _json() -> Any:
    """The body; None for one that is no JSON, or a thousand lists deep."""
    try:
        return request.get_json(force=True, silent=True)
    except RecursionError:
        return None


def _watched(body: Any) -> tuple[str, str]:
    """Form and watch of a message in the shape of Pub/Sub; aborts with 400 for any other."""
    message = body.get("message") if isinstance(body, dict) else None
    attributes = message.get("attributes") if isinstance(message, dict) else None
    if not isinstance(attributes, dict):
        abort(400)
    return _id(attributes.get("formId")), _id(attributes.get("watchId"))


def _id(value: object) -> str:
    """An id as Google writes them; "" for anything else, which is nobody's."""
    is_one = isinstance(value, str) and value.isascii() and value.isprintable() and len(value) <= _LONGEST_ID
    return str(value) if is_one else ""
