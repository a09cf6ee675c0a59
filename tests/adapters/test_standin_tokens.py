"""Signing in: the grant of service accounts, verified as Google verifies it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from google.auth import crypt, jwt
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import Request
from google.oauth2 import service_account
from standin_caller import TEACHER, Caller, error_of

from service.standin.auth import AUDIENCE
from service.standin.server import StandIn

DRIVE = "https://www.googleapis.com/auth/drive"
GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"


def assertion(standin: StandIn, key: str | None = None, **claims: Any) -> bytes:
    """A signed claim, right in everything unless told otherwise."""
    info = json.loads(standin.service_account.read_text(encoding="utf-8"))
    now = int(dt.datetime.now(dt.UTC).timestamp())
    payload = {"iss": info["client_email"], "aud": AUDIENCE, "iat": now, "exp": now + 3600, "scope": DRIVE}
    signer = crypt.RSASigner.from_string(key or info["private_key"], info["private_key_id"])
    signed: bytes = jwt.encode(signer, payload | claims)
    return signed


def ask(standin: StandIn, signed: bytes, grant: str = GRANT) -> requests.Response:
    data = {"grant_type": grant, "assertion": signed}
    return requests.post(f"{standin.url}/token", data=data, timeout=10)


def stranger_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode()


def test_a_signed_claim_gets_a_token_for_an_hour(standin: StandIn) -> None:
    answer = ask(standin, assertion(standin)).json()
    assert answer.keys() == {"access_token", "expires_in", "token_type"}
    assert (answer["expires_in"], answer["token_type"]) == (3599, "Bearer")


def test_a_claim_signed_with_another_key_is_refused(standin: StandIn) -> None:
    answer = ask(standin, assertion(standin, key=stranger_key()))
    assert answer.status_code == 400
    assert answer.json() == {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}


@pytest.mark.parametrize(
    ("claims", "description"),
    [
        # An hour that is over.
        ({"iat": 1_700_000_000, "exp": 1_700_003_600}, "Invalid JWT: Token must be a short-lived token"),
        # An hour that has not begun.
        ({"iat": 4_000_000_000, "exp": 4_000_003_600}, "Invalid JWT: Token must be a short-lived token"),
        # A claim for somebody else's server; the audience is Google's wherever the stand-in listens.
        ({"aud": "https://example.org/token"}, "Invalid JWT: Failed audience check."),
        # An account that the stand-in did not make.
        ({"iss": "someone@else.iam.gserviceaccount.com"}, "Invalid grant: account not found"),
    ],
)
def test_a_claim_that_does_not_hold_is_refused(
    standin: StandIn, claims: dict[str, Any], description: str
) -> None:
    answer = ask(standin, assertion(standin, **claims))
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")
    assert answer.json()["error_description"].startswith(description)


@pytest.mark.parametrize("signed", [b"", b"a.b", b"a.b.c", b"\xff\xfe"])
def test_what_is_no_claim_at_all_is_refused(standin: StandIn, signed: bytes) -> None:
    assert ask(standin, signed).json()["error"] == "invalid_grant"


def test_another_grant_is_not_offered(standin: StandIn) -> None:
    answer = ask(standin, assertion(standin), grant="password")
    assert (answer.status_code, answer.json()["error"]) == (400, "unsupported_grant_type")


def test_a_person_is_acted_for_by_subject(caller_for: Callable[..., Caller]) -> None:
    user = caller_for(TEACHER).json("GET", "/drive/v3/about", params={"fields": "user"})["user"]
    assert (user["emailAddress"], user["me"]) == (TEACHER, True)


def test_googles_own_library_reports_the_refusal(standin: StandIn) -> None:
    info = json.loads(standin.service_account.read_text(encoding="utf-8")) | {"private_key": stranger_key()}
    credentials = service_account.Credentials.from_service_account_info(info, scopes=[DRIVE])
    with pytest.raises(RefreshError, match="invalid_grant: Invalid JWT Signature"):
        credentials.refresh(Request())


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer ya29.none"}, {"Authorization": "Basic x"}])
def test_a_call_without_a_good_token_is_answered_401(standin: StandIn, headers: dict[str, str]) -> None:
    for path in ("/drive/v3/files", "/v1/documents/x", "/v1/forms/x", "/v4/spreadsheets/x"):
        answer = requests.get(standin.url + path, headers=headers, timeout=10)
        assert error_of(answer)["code"] == 401
        assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert error_of(answer)["status"] == "UNAUTHENTICATED"


def test_a_revoked_token_is_renewed_by_the_library_without_anybody_noticing(
    google: Caller, standin: StandIn
) -> None:
    google.names()
    token = google.session.credentials.token

    requests.post(f"{standin.url}/revoke", data={"token": token}, timeout=10).raise_for_status()

    assert google.names() == []
    assert google.session.credentials.token != token


def test_a_token_is_good_for_its_hour_only(standin: StandIn) -> None:
    token = ask(standin, assertion(standin)).json()["access_token"]
    now = dt.datetime.now(dt.UTC)
    with standin.database.transaction("test", now, write=True) as state:
        kept = state.thing("token", token)
        state.put_thing("token", token, kept | {"expires": (now - dt.timedelta(seconds=1)).isoformat()})

    headers = {"Authorization": f"Bearer {token}"}
    answer = requests.get(f"{standin.url}/drive/v3/files", headers=headers, timeout=10)

    assert answer.status_code == 401


def test_the_key_is_for_its_owner_only_and_survives_a_restart(standin: StandIn) -> None:
    before = json.loads(standin.service_account.read_text(encoding="utf-8"))
    assert standin.service_account.stat().st_mode & 0o777 == 0o600

    with StandIn.start(standin.service_account.parent) as again:
        after = json.loads(again.service_account.read_text(encoding="utf-8"))

    assert after == before | {
        "token_uri": f"{again.url}/token",
        "auth_uri": f"{again.url}/o/oauth2/auth",
    }
