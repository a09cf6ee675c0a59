"""What every request passes: which host was asked for, who asks, whether the table of roles lets them; and
the headers that every answer carries."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import CSRFProtect
from werkzeug.middleware.proxy_fix import ProxyFix

from service.accounts import Rules, who_is
from service.config import WebSettings
from service.domain.roles import Action, Person
from service.web.context import Context
from service.web.limits import Limit

P = ParamSpec("P")
R = TypeVar("R")

#: Key of the token of a sign-in in the browser's cookie.
TOKEN = "sign_in"  # noqa: S105 - the name of it
#: What a page without a mark of its own needs; members of a unit see only pages that say they are for them.
_READING, _WRITING = Action.SEE_SCHOOL, Action.PREPARE
#: Bytes of a form that somebody sends.
_BODY_LIMIT = 1024 * 1024
#: ::1 is reached as localhost: Werkzeug compares no names in brackets.
_LOCAL_HOSTS = ("localhost", "127.0.0.1")

#: Nothing but our own style sheet and pictures; no script at all.
_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Other sites learn nothing; our own forms are told from those of others by it.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}
_HSTS = "max-age=31536000"


def needs(action: Action) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Marks a page: who may not do this is refused. It stands below the route."""

    def mark(view: Callable[P, R]) -> Callable[P, R]:
        view.needs = action  # type: ignore[attr-defined]
        return view

    return mark


def public(view: Callable[P, R]) -> Callable[P, R]:
    """Marks a page that needs nobody to be signed in."""
    view.needs = None  # type: ignore[attr-defined]
    return view


def limited(limit: Limit) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Refuses an address that asks for this page too often."""

    def wrap(view: Callable[P, R]) -> Callable[P, R]:
        @wraps(view)
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            if not limit.allows(request.remote_addr or ""):
                abort(429)
            return view(*args, **kwargs)

        return counted

    return wrap


def register(app: Flask, context: Context, web: WebSettings) -> CSRFProtect:
    """Guards before every page and headers after it; gives what lets the hooks through without a form."""
    app.config.update(
        SESSION_COOKIE_NAME="__Host-dunghan" if web.is_https else "dunghan",
        SESSION_COOKIE_SECURE=web.is_https,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        MAX_CONTENT_LENGTH=_BODY_LIMIT,
        # A form may be left open for as long as somebody is signed in.
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=trusted_hosts(web),
    )
    if web.proxies:
        count = web.proxies
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=count, x_proto=count, x_host=count)  # type: ignore[method-assign]
    csrf = CSRFProtect()
    app.before_request(lambda: _guard(app, context, web))
    csrf.init_app(app)
    app.after_request(lambda response: _with_headers(response, web))
    app.context_processor(lambda: _for_templates(web))
    return csrf


def trusted_hosts(web: WebSettings) -> list[str]:
    """Names under which the pages may be asked for; another one is a page of somebody else's."""
    own = urlsplit(web.public_url).hostname if web.public_url else None
    return [*([own] if own else []), *_LOCAL_HOSTS]


def rules_of(context: Context, web: WebSettings) -> Rules:
    """Who may come in."""
    return Rules(
        school_id=context.school_id,
        domain=web.sign_in.domain if web.sign_in else None,
        principal_email=web.principal_email,
    )


def own_path(value: str | None) -> str:
    """The path if it leads to a page of ours, else the home page: signing in sends nobody elsewhere."""
    path = value or "/"
    is_ours = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return path if is_ours and "\\" not in path else "/"


def _guard(app: Flask, context: Context, web: WebSettings) -> ResponseReturnValue | None:
    g.person = _person(context, web)
    if request.endpoint is None or request.endpoint == "static":
        return None
    view = app.view_functions[request.endpoint]
    default = _READING if request.method in ("GET", "HEAD", "OPTIONS") else _WRITING
    action: Action | None = getattr(view, "needs", default)
    if action is None:
        return None
    if g.person is None:
        return None if web.sign_in is None or not web.sign_in.required else _to_sign_in()
    if not g.person.may(action):
        abort(403)
    return None


def _person(context: Context, web: WebSettings) -> Person | None:
    token = session.get(TOKEN)
    if web.sign_in is None or not isinstance(token, str):
        return None
    person = who_is(context.database, rules_of(context, web), token, context.clock())
    if person is None:
        session.pop(TOKEN)
    return person


def _to_sign_in() -> ResponseReturnValue:
    if request.path.startswith("/api/"):
        return {"error": "Xin đăng nhập trước."}, 401
    if request.method != "GET":
        abort(401)
    path = request.full_path.rstrip("?")
    return redirect(url_for("sign_in", tiep=path if path != "/" else None), 303)


def _with_headers(response: Response, web: WebSettings) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if web.is_https:
        response.headers.setdefault("Strict-Transport-Security", _HSTS)
    return response


def _for_templates(web: WebSettings) -> dict[str, Any]:
    person: Person | None = g.get("person")
    is_locked = web.sign_in is not None and web.sign_in.required

    def may(action: str) -> bool:
        return person.may(Action[action]) if person else not is_locked

    return {"person": person, "may": may, "sign_in_offered": web.sign_in is not None}
