"""The pages as one Flask application, and the server under it."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable

import waitress
from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined

from service.store import Database
from service.templates import web_folder
from service.web import api, draft, faults, home, responsibility
from service.web.context import Context
from service.workspace import GoogleEndpoint, links_to

log = logging.getLogger(__name__)

#: Pages are read by a handful of people at once.
_THREADS = 4


def real_now() -> dt.datetime:
    """The real time."""
    return dt.datetime.now(dt.UTC)


def create_app(
    database: Database,
    endpoint: GoogleEndpoint,
    now: Callable[[], dt.datetime],
    *,
    clock: Callable[[], dt.datetime] = real_now,
    secret: str | None = None,
) -> Flask:
    """The pages over a store.

    `now` is the school's time, which may be that of a past day; `clock` is the real one, which jobs go by.
    `secret` signs cookies and forms; without one they hold as long as this process.
    """
    folder = web_folder()
    app = Flask("service", template_folder=folder, static_folder=folder / "static", static_url_path="/static")
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.config["SECRET_KEY"] = secret or secrets.token_hex(32)
    CSRFProtect(app)
    context = Context(database=database, links=links_to(endpoint), now=now, clock=clock)
    home.register(app, context)
    responsibility.register(app, context)
    draft.register(app, context)
    api.register(app, context)
    faults.register(app)
    return app


def serve_web(app: Flask, host: str, port: int) -> None:
    """Serve until interrupted; raises OSError if the port is taken."""
    log.info("pages at http://%s:%s", host, port)
    waitress.serve(app, host=host, port=port, threads=_THREADS, ident=None, _quiet=True)
