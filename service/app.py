"""The pages as one Flask application, and the server under it."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from collections.abc import Callable

import waitress
from flask import Flask
from jinja2 import StrictUndefined

from service.config import WebSettings
from service.hooks import Hooks
from service.store import Database
from service.templates import web_folder
from service.web import api, directory, draft, faults, hearing, home, ledger, responsibility, security, signin
from service.web import hooks as hook_pages
from service.web.context import Context
from service.workspace import GoogleEndpoint, links_to

log = logging.getLogger(__name__)

_LOCAL = WebSettings()
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
    web: WebSettings = _LOCAL,
    hooks: Hooks | None = None,
) -> Flask:
    """The pages over a store.

    `now` is the school's time, which may be that of a past day; `clock` is the real one, which jobs go by.
    Without `web` they are open to whoever sits at this machine, and without `hooks` no message is taken.
    """
    folder = web_folder()
    app = Flask("service", template_folder=folder, static_folder=folder / "static", static_url_path="/static")
    app.jinja_options = {"undefined": StrictUndefined, "trim_blocks": True, "lstrip_blocks": True}
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    app.json.sort_keys = False  # type: ignore[attr-defined]
    # A secret of its own holds as long as this process; whoever is signed in signs in again after it.
    app.config["SECRET_KEY"] = web.secret or secrets.token_hex(32)
    context = Context(database=database, links=links_to(endpoint), now=now, clock=clock)
    csrf = security.register(app, context, web)
    signin.register(app, context, web)
    hook_pages.register(app, context, hooks or Hooks(database, None), csrf)
    home.register(app, context)
    responsibility.register(app, context)
    draft.register(app, context)
    ledger.register(app, context)
    hearing.register(app, context)
    directory.register(app, context)
    api.register(app, context)
    faults.register(app)
    return app


def serve_web(app: Flask, host: str, port: int, *, behind_proxy: bool = False) -> None:
    """Serve until interrupted; raises OSError if the port is taken."""
    log.info("pages at http://%s:%s", host, port)
    # What a proxy says of the browser is read by the app; from anybody else it is thrown away here.
    waitress.serve(
        app,
        host=host,
        port=port,
        threads=_THREADS,
        ident=None,
        clear_untrusted_proxy_headers=not behind_proxy,
        _quiet=True,
    )
