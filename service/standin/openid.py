"""Sign in with Google, as OpenID Connect has it: a page on which one says who one is, codes and id tokens.

There are no passwords here. Addresses of the endpoints end as Google's do.
https://developers.google.com/identity/openid-connect/openid-connect
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import json
import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Flask, Response, redirect, render_template_string, request
from flask.typing import ResponseReturnValue

from service.standin.auth import PROJECT, SYSTEM
from service.standin.openid_page import PAGE
from service.standin.signing import SigningKey, signing_key
from service.standin.state import Database, State, permission_id

_AUTHORIZE = "/o/oauth2/v2/auth"
_CODE_LIFETIME = dt.timedelta(minutes=10)
_TOKEN_LIFETIME = dt.timedelta(seconds=3599)
_CLIENT = f"100000000001-dunghan.{PROJECT}.apps.googleusercontent.com"
#: Mail that belongs to no Workspace: its accounts have no `hd`.
_NO_WORKSPACE = ("gmail.com", "googlemail.com")
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_SCOPES = ("openid", "email", "profile")
_Faulty = tuple[dict[str, Any], int]


def write_oauth_client(data_dir: Path, database: Database, base_url: str, suffix: str = "") -> Path:
    """The client file for web pages on this machine, as Google Cloud would hand it out."""
    with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=True) as state:
        client = state.thing("client", _CLIENT)
        if client is None:
            client = {"secret": "GOCSPX-" + secrets.token_urlsafe(21)}
            state.put_thing("client", _CLIENT, client)
    info = {
        "client_id": _CLIENT,
        "project_id": PROJECT,
        "auth_uri": base_url + _AUTHORIZE,
        "token_uri": f"{base_url}/token",
        "client_secret": client["secret"],
    }
    path = data_dir / f"oauth-client{suffix}.json"
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({"web": info}, file, indent=2)
    draft.replace(path)
    return path


def register_openid(app: Flask, database: Database, base_url: str) -> None:
    """The discovery document, the page to sign in on, the keys, and who a token is for."""

    @app.get("/.well-known/openid-configuration")
    def configuration() -> dict[str, Any]:
        return {
            "issuer": base_url,
            "authorization_endpoint": base_url + _AUTHORIZE,
            "token_endpoint": f"{base_url}/token",
            "userinfo_endpoint": f"{base_url}/v1/userinfo",
            "revocation_endpoint": f"{base_url}/revoke",
            "jwks_uri": f"{base_url}/oauth2/v3/certs",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "scopes_supported": list(_SCOPES),
            "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
            "claims_supported": [
                "aud", "email", "email_verified", "exp", "given_name", "iat", "iss", "name", "sub",
            ],
            "code_challenge_methods_supported": ["plain", "S256"],
            "grant_types_supported": ["authorization_code", "urn:ietf:params:oauth:grant-type:jwt-bearer"],
        }  # fmt: skip

    @app.get("/oauth2/v3/certs")
    def jwks() -> Response:
        return _keys({"keys": [signing_key(database).as_jwk()]})

    @app.get("/oauth2/v1/certs")
    def certs() -> Response:
        key = signing_key(database)
        return _keys({key.id: key.certificate})

    @app.get(_AUTHORIZE)
    def authorize() -> ResponseReturnValue:
        fault = _authorize_fault(database)
        if fault is not None:
            return render_template_string(PAGE, fault=fault), 400
        return render_template_string(
            PAGE, fault="", asked=list(request.args.items()), accounts=_accounts(database),
            hint=request.args.get("login_hint", ""), domain=request.args.get("hd", ""),
        )  # fmt: skip

    @app.post(_AUTHORIZE)
    def chosen() -> ResponseReturnValue:
        fault = _authorize_fault(database)
        address = request.form.get("account", "").strip().lower()
        if fault is None and (address.count("@") != 1 or not address.isprintable() or " " in address):
            fault = "invalid_request: Xin ghi một địa chỉ thư."
        if fault is not None:
            return render_template_string(PAGE, fault=fault), 400
        return redirect(_with_code(database, address), 302)

    @app.get("/v1/userinfo")
    def userinfo() -> _Faulty:
        value = request.headers.get("Authorization", "").removeprefix("Bearer ")
        now = dt.datetime.now(dt.UTC)
        with database.transaction(SYSTEM, now, write=False) as state:
            token = state.thing("identity", value)
        if token is None or dt.datetime.fromisoformat(token["expires"]) < now:
            return {"error": "invalid_request", "error_description": "Invalid Credentials"}, 401
        return _claims_of(token["email"], token["scope"]), 200


def exchange_code(database: Database, base_url: str) -> _Faulty:
    """POST /token with grant_type=authorization_code: a code is good once, for ten minutes."""
    client_id, secret = _client_of_request()
    now = dt.datetime.now(dt.UTC)
    key = signing_key(database)
    with database.transaction(SYSTEM, now, write=True) as state:
        client = state.thing("client", client_id)
        if client is None or not hmac.compare_digest(client["secret"], secret):
            return {"error": "invalid_client", "error_description": "Unauthorized"}, 401
        code = state.thing("code", request.form.get("code", ""))
        if code is None:
            return {"error": "invalid_grant", "error_description": "Malformed auth code."}, 400
        state.put_thing("code", request.form["code"], None)
        fault = _code_fault(code, client_id, now)
        if fault:
            return {"error": "invalid_grant", "error_description": fault}, 400
        return _tokens(state, key, code, base_url), 200


def _tokens(state: State, key: SigningKey, code: dict[str, Any], base_url: str) -> dict[str, Any]:
    access = "ya29." + secrets.token_urlsafe(48)
    expires = (state.now + _TOKEN_LIFETIME).isoformat()
    # A token of identity alone: the APIs do not know it.
    state.put_thing("identity", access, {"email": code["email"], "scope": code["scope"], "expires": expires})
    issued = int(state.now.timestamp())
    claims = {
        "iss": base_url,
        "azp": code["client_id"],
        "aud": code["client_id"],
        **_claims_of(code["email"], code["scope"]),
        "at_hash": _half_hash(access),
        **({"nonce": code["nonce"]} if code["nonce"] else {}),
        "iat": issued,
        "exp": issued + int(_TOKEN_LIFETIME.total_seconds()),
    }
    return {
        "access_token": access,
        "expires_in": int(_TOKEN_LIFETIME.total_seconds()),
        "scope": code["scope"],
        "token_type": "Bearer",
        "id_token": key.sign(claims),
    }


def _authorize_fault(database: Database) -> str | None:
    """Why the page cannot be shown, as Google names it; None if all is well."""
    asked = request.args
    with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=False) as state:
        known = state.thing("client", asked.get("client_id", "")) is not None
    if not known:
        return "invalid_client: The OAuth client was not found."
    if not _is_loopback(asked.get("redirect_uri", "")):
        return "redirect_uri_mismatch: chỉ địa chỉ trên máy này (127.0.0.1, localhost)."
    if asked.get("response_type") != "code":
        return "unsupported_response_type: response_type=code."
    scopes = asked.get("scope", "").split()
    if "openid" not in scopes or not set(scopes) <= set(_SCOPES):
        return "invalid_scope: openid email profile."
    if asked.get("code_challenge_method", "plain") not in ("plain", "S256"):
        return "invalid_request: code_challenge_method."
    return None


def _with_code(database: Database, address: str) -> str:
    """Where the browser goes back to."""
    now = dt.datetime.now(dt.UTC)
    value = "4/" + secrets.token_urlsafe(54)
    code = {
        "email": address,
        "client_id": request.args["client_id"],
        "redirect_uri": request.args["redirect_uri"],
        "scope": request.args["scope"],
        "nonce": request.args.get("nonce", ""),
        "challenge": request.args.get("code_challenge", ""),
        "method": request.args.get("code_challenge_method", "plain"),
        "expires": (now + _CODE_LIFETIME).isoformat(),
    }
    with database.transaction(SYSTEM, now, write=True) as state:
        state.put_thing("code", value, code)
        state.put_thing("account", address, {"signed_in": now.isoformat()})
    answer = {"state": request.args.get("state", ""), "code": value, "scope": code["scope"], "prompt": "none"}
    return f"{code['redirect_uri']}?{urlencode({k: v for k, v in answer.items() if v})}"


def _code_fault(code: dict[str, Any], client_id: str, now: dt.datetime) -> str:
    if dt.datetime.fromisoformat(code["expires"]) < now or code["client_id"] != client_id:
        return "Bad Request"
    if request.form.get("redirect_uri") != code["redirect_uri"]:
        return "Bad Request"
    if not code["challenge"]:
        return ""
    verifier = request.form.get("code_verifier", "")
    made = verifier if code["method"] == "plain" else _s256(verifier)
    if not verifier:
        return "Missing code verifier."
    return "" if hmac.compare_digest(made, code["challenge"]) else "Invalid code verifier."


def _client_of_request() -> tuple[str, str]:
    basic = request.authorization
    if basic is not None and basic.type == "basic":
        return basic.username or "", basic.password or ""
    return request.form.get("client_id", ""), request.form.get("client_secret", "")


def _claims_of(email: str, scope: str) -> dict[str, Any]:
    """Who somebody is; the number stays with the address for ever."""
    domain = email.rpartition("@")[2]
    claims: dict[str, Any] = {"sub": "1" + permission_id(email)}
    if domain not in _NO_WORKSPACE:
        claims["hd"] = domain
    if "email" in scope.split():
        claims |= {"email": email, "email_verified": True}
    if "profile" in scope.split():
        name = email.partition("@")[0]
        claims |= {"name": name, "given_name": name}
    return claims


def _accounts(database: Database) -> list[str]:
    """Addresses that hold a file, or have signed in before."""
    with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=False) as state:
        holders = {
            str(permission["emailAddress"])
            for file in state.files()
            for permission in file.permissions
            if permission.get("emailAddress") and "gserviceaccount.com" not in permission["emailAddress"]
        }
        return sorted(holders | set(state.things("account")))


def _keys(body: dict[str, Any]) -> Response:
    headers = {"Cache-Control": "public, max-age=3600, must-revalidate, no-transform"}
    return Response(json.dumps(body), mimetype="application/json", headers=headers)


def _is_loopback(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK and not parts.fragment


def _s256(verifier: str) -> str:
    return _base64(hashlib.sha256(verifier.encode()).digest())


def _half_hash(access: str) -> str:
    return _base64(hashlib.sha256(access.encode()).digest()[:16])


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()
