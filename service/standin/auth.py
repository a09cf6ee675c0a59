"""OAuth tokens: the JWT-bearer grant of service accounts, verified as Google verifies it."""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from flask import Flask, Response, request
from google.auth import exceptions, jwt

from service.standin import scopes
from service.standin.errors import GoogleError
from service.standin.scopes import Bearer
from service.standin.state import Database, State

#: The audience in every assertion, whatever address the token endpoint has.
AUDIENCE = "https://oauth2.googleapis.com/token"
LIFETIME = dt.timedelta(seconds=3599)
_NO_ACCOUNT = "Invalid grant: account not found"
PROJECT = "dunghan-standin"
#: Number of the project; Drive knows the app by it.
APP = "100000000001"
ACCOUNT = f"dung-han@{PROJECT}.iam.gserviceaccount.com"
#: Owner of what the stand-in brings with it.
SYSTEM = f"system@{PROJECT}.iam.gserviceaccount.com"


def write_service_account(data_dir: Path, database: Database, base_url: str, suffix: str = "") -> Path:
    """The credentials file of this stand-in, as Google Cloud would hand it out.

    The key is made once and kept, so that clients survive a restart; the address is today's.
    """
    with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=True) as state:
        key = state.thing("key", ACCOUNT)
        if key is None:
            key = _new_key()
            state.put_thing("key", ACCOUNT, key)
    info = {
        "type": "service_account",
        "project_id": PROJECT,
        "private_key_id": key["id"],
        "private_key": key["private"],
        "client_email": ACCOUNT,
        "client_id": "100000000000000000001",
        "auth_uri": f"{base_url}/o/oauth2/auth",
        "token_uri": f"{base_url}/token",
    }
    path = data_dir / f"service-account{suffix}.json"
    # Written beside and moved, so that another process never reads half a file.
    draft = path.with_suffix(f".{os.getpid()}.tmp")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(info, file, indent=2)
    draft.replace(path)
    return path


def register_token_endpoint(
    app: Flask, database: Database, exchange_code: Callable[[], tuple[dict[str, Any], int]]
) -> None:
    """POST /token; `exchange_code` answers those who bring the code of somebody who signed in."""

    @app.post("/token")
    def token() -> tuple[dict[str, Any], int]:
        if request.form.get("grant_type") == "authorization_code":
            return exchange_code()
        if request.form.get("grant_type") != "urn:ietf:params:oauth:grant-type:jwt-bearer":
            return {"error": "unsupported_grant_type", "error_description": "Invalid grant_type"}, 400
        now = dt.datetime.now(dt.UTC)
        with database.transaction(SYSTEM, now, write=True) as state:
            try:
                user, scope = _asked_for(state, request.form.get("assertion", ""))
            except (ValueError, exceptions.GoogleAuthError) as error:
                return {"error": "invalid_grant", "error_description": _explain(error)}, 400
            fault = scopes.fault_of(scope)
            if fault is not None:
                return {"error": fault[0], "error_description": fault[1]}, 400
            _forget_expired(state)
            value = "ya29." + secrets.token_urlsafe(48)
            kept = {"user": user, "scope": scope, "app": APP, "expires": (now + LIFETIME).isoformat()}
            state.put_thing("token", value, kept)
        return {
            "access_token": value,
            "expires_in": int(LIFETIME.total_seconds()),
            "token_type": "Bearer",
        }, 200

    @app.post("/revoke")
    def revoke() -> Response:
        with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=True) as state:
            state.put_thing("token", request.form.get("token", ""), None)
        return Response(status=200)


def _asked_for(state: State, assertion: str) -> tuple[str, str]:
    """Whom the token is for (the subject, else the account itself), and the scopes that are asked for.

    Raises for a claim that does not hold.
    """
    accounts = state.things("key")
    keys = {key["id"]: key["public"] for key in accounts.values()}
    claims = jwt.decode(assertion, certs=keys, audience=AUDIENCE)
    if claims.get("iss") not in accounts:
        raise ValueError(_NO_ACCOUNT)
    return str(claims.get("sub") or claims["iss"]), str(claims.get("scope") or "")


def _forget_expired(state: State) -> None:
    for value, token in state.things("token").items():
        if dt.datetime.fromisoformat(token["expires"]) < state.now:
            state.put_thing("token", value, None)


def bearer_of_request(database: Database) -> Bearer:
    """Who calls, and with which scopes; raises Google's 401 without a valid token."""
    header = request.headers.get("Authorization", "")
    value = (
        header.removeprefix("Bearer ") if header.startswith("Bearer ") else request.args.get("access_token")
    )
    if not value:
        raise _unauthenticated(
            "Request is missing required authentication credential. Expected OAuth 2 access token, login "
            "cookie or other valid authentication credential."
        )
    now = dt.datetime.now(dt.UTC)
    with database.transaction(SYSTEM, now, write=False) as state:
        # Who signed in on a page has a token as well: it says who one is, and opens no API.
        token = state.thing("token", value) or state.thing("identity", value)
    if token is None or "scope" not in token or dt.datetime.fromisoformat(token["expires"]) < now:
        raise _unauthenticated(
            "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
            "other valid authentication credential."
        )
    user = str(token.get("user") or token["email"])
    return Bearer(user, token.get("app", APP), scopes.held(token["scope"]))


def _unauthenticated(message: str) -> GoogleError:
    return GoogleError(401, message, reason="authError", location="Authorization")


def _explain(error: Exception) -> str:
    text = str(error)
    if "expired" in text or "too early" in text or "used too" in text:
        return "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe."
    if "audience" in text:
        return "Invalid JWT: Failed audience check."
    if text == _NO_ACCOUNT:
        return text
    return "Invalid JWT Signature."


def _new_key() -> dict[str, str]:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    return {"id": secrets.token_hex(20), "private": private.decode(), "public": public.decode()}
