"""The stand-in's one Flask app: finds the method, checks the request, runs the handler, checks the answer."""

from __future__ import annotations

import email
import email.policy
import json
import logging
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask, Response, request

from service.standin import auth, docs, drive, forms, sheets
from service.standin.call import Answer, Call, Handlers, Media
from service.standin.discovery import Api, Match, without_nulls
from service.standin.errors import GoogleError
from service.standin.home import register_home
from service.standin.masks import apply_mask, parse_mask
from service.standin.moment import request_time
from service.standin.quotas import Quotas
from service.standin.state import Database

log = logging.getLogger(__name__)

#: API → (version, handlers).
APIS: Mapping[str, tuple[str, Handlers]] = {
    "drive": ("v3", drive.HANDLERS),
    "sheets": ("v4", sheets.HANDLERS),
    "docs": ("v1", docs.HANDLERS),
    "forms": ("v1", forms.HANDLERS),
}
_PREFIXES = {
    "/v4/": "sheets",
    "/v1/documents": "docs",
    "/v1/forms": "forms",
    "/drive/": "drive",
    "/upload/drive/": "drive",
}
_BODY_LIMIT = 64 * 1024 * 1024


def create_app(database: Database, *, quotas: Quotas | None = None) -> Flask:
    """The app over one state file; quotas are off unless given."""
    app = Flask("standin", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _BODY_LIMIT
    apis = {name: Api(name, version) for name, (version, _) in APIS.items()}
    auth.register_token_endpoint(app, database)
    register_home(app, database)
    for kind in (sheets, docs, forms):
        kind.register_pages(app, database)

    @app.before_request
    def api_call() -> Response | None:
        # Paths are matched raw: a tab's title may hold an escaped / or :, which routing would unescape.
        path = urlsplit(request.environ.get("REQUEST_URI") or request.full_path).path
        name = next((api for prefix, api in _PREFIXES.items() if path.startswith(prefix)), None)
        if name is None:
            return None
        try:
            return _answer(apis[name], APIS[name][1], path, database, quotas or Quotas())
        except GoogleError as error:
            return _json(error.body(name), error.code)

    return app


def _answer(api: Api, handlers: Handlers, path: str, database: Database, quotas: Quotas) -> Response:
    http_method = request.headers.get("X-HTTP-Method-Override", request.method).upper()
    match = api.match(http_method, path)
    if match is None:
        raise GoogleError(404, "Method not found.", status="NOT_FOUND", reason="notFound")
    query = _query(request.headers.get("X-HTTP-Method-Override") is not None)
    user = auth.user_of_request(database)
    quotas.spend(api.name, match.method, user)
    api.check_parameters(match.method, query)
    body, media = _body(match)
    api.check_request(match.method, body)
    _check_one_kind_each(body)
    handler = handlers.get(match.method.id)
    if handler is None:
        raise GoogleError(400, f"The stand-in does not implement {api.name}.{match.method.id}.")
    writes = http_method != "GET"
    with database.transaction(user, request_time(), write=writes) as state:
        call = Call(
            method=match.method.id,
            path=match.path,
            query=query,
            body=body,
            state=state,
            base_url=request.host_url.rstrip("/"),
            media=media,
        )
        answer = handler(call)
        return _response(api, match, query, answer)


def _query(from_body: bool) -> dict[str, list[str]]:
    text = request.get_data(as_text=True) if from_body else request.query_string.decode()
    return parse_qs(text, keep_blank_values=True)


def _body(match: Match) -> tuple[dict[str, Any], Media | None]:
    if match.is_upload:
        return _upload_body()
    text = request.get_data(cache=True)
    if match.method.request is None or not text.strip():
        return {}, None
    return _json_object(text), None


def _upload_body() -> tuple[dict[str, Any], Media | None]:
    """Metadata and bytes of a multipart or simple upload."""
    kind = request.headers.get("Content-Type", "application/octet-stream")
    data = request.get_data()
    if not kind.startswith("multipart/"):
        return {}, Media(data, kind)
    message = email.message_from_bytes(
        f"Content-Type: {kind}\r\nMIME-Version: 1.0\r\n\r\n".encode() + data, policy=email.policy.HTTP
    )
    parts = list(message.iter_parts())  # type: ignore[attr-defined]
    if len(parts) != 2:
        raise GoogleError(400, "Malformed multipart body.", reason="badContent")
    metadata, content = parts
    payload = content.get_payload(decode=True)
    return _json_object(metadata.get_payload(decode=True)), Media(payload, content.get_content_type())


def _json_object(text: bytes) -> dict[str, Any]:
    try:
        body = json.loads(text)
    except ValueError as error:
        message = "Invalid JSON payload received. Unexpected token."
        raise GoogleError(400, message, reason="parseError") from error
    if not isinstance(body, dict):
        raise GoogleError(400, "Invalid JSON payload received. Unexpected token.", reason="parseError")
    cleaned: dict[str, Any] = without_nulls(body)
    return cleaned


def _check_one_kind_each(body: dict[str, Any]) -> None:
    """Each item of a batch is a oneof, which JSON Schema made from discovery cannot say."""
    items = body.get("requests")
    if not isinstance(items, list):
        return
    for number, item in enumerate(items):
        if len(item) == 0:
            raise GoogleError(400, f"Invalid requests[{number}]: No request set.")
        if len(item) > 1:
            second = sorted(item)[1]
            raise GoogleError(
                400,
                f"Invalid value at 'requests[{number}]' (oneof), oneof field 'kind' is already set. "
                f"Cannot set '{second}'",
            )


def _response(api: Api, match: Match, query: Mapping[str, list[str]], answer: Answer) -> Response:
    if answer is None:
        return Response(status=204)
    if isinstance(answer, Media):
        return Response(answer.data, mimetype=answer.mime_type)
    wrong = api.check_response(match.method, answer)
    if wrong:
        # A bug of the stand-in, never of the client.
        log.error("%s.%s answered outside the discovery document: %s", api.name, match.method.id, wrong[:5])
        raise AssertionError(f"{api.name}.{match.method.id}: {wrong[:5]}")
    fields = query.get("fields") or query.get("$fields")
    if fields:
        mask = parse_mask(fields[-1])
        unknown = sorted(set(mask) - set(api.message_fields(match.method.response)) - {"*"})
        if unknown:
            raise GoogleError(
                400,
                f"Request contains an invalid argument. Invalid field selection {unknown[0]}",
                reason="invalidParameter",
                location="fields",
            )
        answer = apply_mask(answer, mask)
    return _json(answer, 200)


def _json(body: Any, code: int) -> Response:
    return Response(
        json.dumps(body, ensure_ascii=False, indent=2) + "\n", status=code, mimetype="application/json"
    )
