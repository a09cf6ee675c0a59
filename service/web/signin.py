"""Signing in with Google (OpenID Connect) and out again."""

from __future__ import annotations

import logging

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.flask_client import OAuth
from flask import Flask, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from joserfc.errors import JoseError

from service.accounts import Identity, RefusedError, sign_in, sign_out
from service.config import GOOGLE_ISSUER, SignInSettings, WebSettings
from service.domain.text import one_line
from service.web.context import Context
from service.web.limits import Limit
from service.web.security import TOKEN, limited, own_path, public, rules_of

log = logging.getLogger(__name__)

#: Tries a minute from one address; a whole school may be behind one.
_TRIES = 60
_TIMEOUT = 10.0
_LONGEST_NAME = 200
_NEXT = "next"


def register(app: Flask, context: Context, web: WebSettings) -> None:
    """GET /dang-nhap, the way to Google and back, and POST /dang-xuat."""
    provider = _provider(app, web.sign_in) if web.sign_in else None
    limit = Limit(_TRIES)

    @app.get("/dang-nhap", endpoint="sign_in")
    @public
    def ask() -> ResponseReturnValue:
        path = own_path(request.args.get("tiep"))
        if provider is None or context.person() is not None:
            return redirect(path, 303)
        return render_template("sign_in.html", path=path, domain=web.sign_in.domain if web.sign_in else None)

    @app.get("/dang-nhap/google", endpoint="sign_in_start")
    @public
    @limited(limit)
    def start() -> ResponseReturnValue:
        path = own_path(request.args.get("tiep"))
        if provider is None or web.sign_in is None:
            return redirect(path, 303)
        session[_NEXT] = path
        asked = {"hd": web.sign_in.domain} if web.sign_in.domain else {}
        try:
            answer: ResponseReturnValue = provider.authorize_redirect(
                _return_address(web), prompt="select_account", **asked
            )
        except requests.RequestException:
            log.exception("the sign-in server does not answer")
            return _told("Chưa kết nối được tới Google để đăng nhập. Xin thử lại sau ít phút.", 503)
        return answer

    @app.get("/dang-nhap/xong", endpoint="sign_in_end")
    @public
    @limited(limit)
    def end() -> ResponseReturnValue:
        if provider is None or web.sign_in is None:
            return redirect("/", 303)
        path = own_path(session.get(_NEXT))
        try:
            token = provider.authorize_access_token(claims_options=_claims(web.sign_in))
            who = identity_of(token.get("userinfo") or {})
            started = sign_in(context.database, rules_of(context, web), who, context.clock())
        except RefusedError as refused:
            return _told(str(refused), 403)
        except (OAuthError, JoseError, ValueError, requests.RequestException) as error:
            # The cause may carry tokens; its kind says enough.
            log.warning("a sign-in failed: %s", type(error).__name__)
            return _told("Đăng nhập chưa xong hoặc đã quá lâu. Xin bấm đăng nhập lại.", 400)
        # Whatever was in the cookie before belongs to nobody: a new sign-in begins with an empty one.
        session.clear()
        session[TOKEN] = started
        return redirect(path, 303)

    @app.post("/dang-xuat", endpoint="sign_out")
    @public
    def leave() -> ResponseReturnValue:
        token = session.get(TOKEN)
        if isinstance(token, str):
            sign_out(context.database, context.school_id, token)
        session.clear()
        return redirect(url_for("sign_in"), 303)


def _provider(app: Flask, settings: SignInSettings) -> OAuth:
    oauth = OAuth(app)
    return oauth.register(
        "google",
        client_id=settings.client_id,
        client_secret=settings.client_secret,
        server_metadata_url=f"{settings.issuer}/.well-known/openid-configuration",
        client_kwargs={
            "scope": "openid email profile",
            "code_challenge_method": "S256",
            "default_timeout": _TIMEOUT,
        },
    )


def _claims(settings: SignInSettings) -> dict[str, dict[str, object]]:
    """What an id token has to say; authlib checks nonce, at_hash and times besides."""
    issuers = [settings.issuer, *(["accounts.google.com"] if settings.issuer == GOOGLE_ISSUER else [])]
    return {
        "iss": {"essential": True, "values": issuers},
        "aud": {"essential": True, "value": settings.client_id},
        "sub": {"essential": True},
    }


def identity_of(claims: dict[str, object]) -> Identity:
    """Raises ValueError where the token does not say who it is for."""
    sub, email = claims.get("sub"), claims.get("email")
    if not isinstance(sub, str) or not isinstance(email, str):
        raise ValueError("the id token names nobody")
    domain = claims.get("hd")
    return Identity(
        sub=sub,
        email=email,
        email_verified=claims.get("email_verified") is True,
        name=one_line(str(claims.get("name") or email), _LONGEST_NAME),
        domain=domain if isinstance(domain, str) else None,
    )


def _return_address(web: WebSettings) -> str:
    path = url_for("sign_in_end")
    return f"{web.public_url}{path}" if web.public_url else f"{request.host_url.rstrip('/')}{path}"


def _told(text: str, code: int) -> ResponseReturnValue:
    return render_template("message.html", title="Chưa đăng nhập được", text=text), code
