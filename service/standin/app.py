"""The stand-in's one Flask app: finds the method, checks the request, runs the handler, checks the answer."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, request

from service.standin import auth, docs, drive, forms, sheets
from service.standin.batches import answer_batch
from service.standin.call import Answer, Call, Handlers, Media
from service.standin.discovery import Api, Match
from service.standin.drive import v2
from service.standin.errors import GoogleError
from service.standin.home import register_home
from service.standin.incoming import Incoming, Query, http_method, query, raw_path, read
from service.standin.masks import apply_mask
from service.standin.moment import NO_SHIFT, SHIFT, request_time
from service.standin.openid import exchange_code, register_openid
from service.standin.quotas import Quotas
from service.standin.scopes import Bearer, Reach, reach_of
from service.standin.state import Database, State
from service.standin.uploads import open_session, opens_session, take_piece

#: API, version, how its paths begin, handlers.
_SERVICES: tuple[tuple[str, str, tuple[str, ...], Handlers], ...] = (
    ("drive", "v3", ("/drive/v3/", "/upload/drive/v3/"), drive.HANDLERS),
    ("drive", "v2", ("/drive/v2/", "/upload/drive/v2/"), v2.HANDLERS),
    ("sheets", "v4", ("/v4/",), sheets.HANDLERS),
    ("docs", "v1", ("/v1/documents",), docs.HANDLERS),
    ("forms", "v1", ("/v1/forms",), forms.HANDLERS),
)
_BODY_LIMIT = 64 * 1024 * 1024
#: Where clients send many requests in one body.
_BATCHES = "/batch"


def create_app(
    database: Database, *, base_url: str, quotas: Quotas | None = None, shift: dt.timedelta = NO_SHIFT
) -> Flask:
    """The app over one state file.

    `base_url` is where it will be found, without a slash at the end; quotas are off unless given; `shift`
    is how far its clock is off the real one.
    """
    app = Flask("standin", static_folder=None)
    app.config["MAX_CONTENT_LENGTH"] = _BODY_LIMIT
    app.config[SHIFT] = shift
    auth.register_token_endpoint(app, database, lambda: exchange_code(database, base_url))
    register_openid(app, database, base_url)
    register_home(app, database)
    for kind in (sheets, docs, forms):
        kind.register_pages(app, database)
    services = [
        _Service(_api(name, version), prefixes, handlers, database, base_url, quotas or Quotas())
        for name, version, prefixes, handlers in _SERVICES
    ]

    @app.before_request
    def only_own_names() -> Response | None:
        host = request.headers.get("Host")
        return None if host is None or _is_own_name(host) else Response("Another host.\n", 421)

    @app.before_request
    def api_call() -> Response | None:
        path = raw_path()
        service = next((service for service in services if path.startswith(service.prefixes)), None)
        if service is None:
            return _batch(app) if path.startswith(_BATCHES) and request.method == "POST" else None
        try:
            return service.answer(path)
        except GoogleError as error:
            answer = _json(error.body(service.api.name), error.code)
            answer.headers.update(error.headers)
            return answer

    return app


@cache
def _api(name: str, version: str) -> Api:
    """Read once in a process: reading it and making its validators takes longer than most requests."""
    return Api(name, version)


def _is_own_name(host: str) -> bool:
    """Whether it is asked for as this machine, or as Google through the proxy.

    A web page elsewhere may let its own name point to this machine, and would read what is here.
    """
    try:
        name = (urlsplit(f"//{host}").hostname or "").lower()
    except ValueError:
        return False
    return name in ("127.0.0.1", "localhost", "::1") or name.endswith((".googleapis.com", ".google.com"))


class AnswerError(Exception):
    """A bug of the stand-in, never of the client: Google could not have given this answer."""


@dataclass(frozen=True, slots=True)
class _Service:
    """One API behind its paths."""

    api: Api
    prefixes: tuple[str, ...]
    handlers: Handlers
    database: Database
    base_url: str
    quotas: Quotas = field(default_factory=Quotas)

    def answer(self, path: str) -> Response:
        """The answer to the current request; raises GoogleError for one that is refused."""
        bearer = auth.bearer_of_request(self.database)
        upload_id = query().get("upload_id")
        if upload_id:
            with self.database.transaction(bearer.user, request_time(), write=True) as state:
                incoming = take_piece(state, self.api, upload_id[-1])
                if isinstance(incoming, Response):
                    return incoming
                state.reach = self._reach(bearer, incoming.match, incoming.query)
                return self._run(state, incoming)
        match = self.api.match(http_method(), path)
        if match is None:
            raise GoogleError(404, "Method not found.", reason="notFound")
        reach = self._reach(bearer, match, query())
        self.quotas.spend(self.api.name, match.method, bearer.user)
        incoming = read(match)
        incoming.check(self.api)
        with self.database.transaction(bearer.user, request_time(), write=http_method() != "GET") as state:
            state.reach = reach
            if opens_session(incoming):
                return open_session(state, self.base_url, incoming)
            return self._run(state, incoming)

    def _reach(self, bearer: Bearer, match: Match, asked: Query) -> Reach:
        content = match.is_upload or asked.get("alt", [""])[-1] == "media"
        method = match.method
        return reach_of(bearer, self.api.name, method.id, method.scopes, content=content)

    def _run(self, state: State, incoming: Incoming) -> Response:
        method = incoming.match.method
        handler = self.handlers.get(method.id)
        if handler is None:
            raise GoogleError(400, f"The stand-in does not implement {self.api.name}.{method.id}.")
        call = Call(
            method=method.id,
            path=incoming.match.path,
            query=incoming.query,
            body=incoming.body,
            state=state,
            base_url=self.base_url,
            cleared=incoming.cleared,
            media=incoming.media,
        )
        fields = call.param("fields")
        mask = self.api.mask(method, fields) if fields else {}
        answer = apply_mask(handler(call), mask)
        faults = self.api.faults(method, answer) if isinstance(answer, dict) else []
        if faults:
            raise AnswerError(f"{self.api.name}.{method.id}: {faults[:5]}")
        return _response(answer)


def _batch(app: Flask) -> Response:
    try:
        return answer_batch(app)
    except GoogleError as error:
        return _json(error.body("drive"), error.code)


def _response(answer: Answer) -> Response:
    if answer is None:
        return Response(status=204)
    if isinstance(answer, Media):
        return Response(answer.data, mimetype=answer.mime_type)
    return _json(answer, 200)


def _json(body: Any, code: int) -> Response:
    # Google indents unless it is told not to; here only on demand, for large answers take seconds with it.
    indent = 2 if request.args.get("prettyPrint") == "true" else None
    text = json.dumps(body, ensure_ascii=False, indent=indent)
    return Response(text + "\n", status=code, content_type="application/json; charset=UTF-8")
