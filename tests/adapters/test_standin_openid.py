"""Sign in with Google at the stand-in, judged by Google's and Authlib's own libraries."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from google.auth.transport.requests import Request
from google.oauth2 import id_token
from joserfc import jwt
from joserfc.jwk import KeySet

from service.standin.server import StandIn

BACK = "http://127.0.0.1:8080/dang-nhap/xong"
VERIFIER = "x" * 43
WHO = "tran.thu.ha@truongchinh.example"


def client_of(standin: StandIn) -> tuple[str, str]:
    web = json.loads(standin.oauth_client.read_text(encoding="utf-8"))["web"]
    return web["client_id"], web["client_secret"]


def asked(standin: StandIn, **other: str) -> dict[str, str]:
    digest = hashlib.sha256(VERIFIER.encode()).digest()
    return {
        "client_id": client_of(standin)[0],
        "redirect_uri": BACK,
        "response_type": "code",
        "scope": "openid email profile",
        "state": "trang-thai",
        "nonce": "mot-lan",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
        **other,
    }


def code_for(standin: StandIn, who: str = WHO, **other: str) -> str:
    page = f"{standin.url}/o/oauth2/v2/auth"
    answer = requests.post(
        page, params=asked(standin, **other), data={"account": who}, allow_redirects=False, timeout=10
    )
    assert answer.status_code == 302
    back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert back["state"] == ["trang-thai"]
    return back["code"][0]


def exchange(standin: StandIn, code: str, **other: str) -> requests.Response:
    client_id, secret = client_of(standin)
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": BACK,
        "client_id": client_id,
        "client_secret": secret,
        "code_verifier": VERIFIER,
        **other,
    }
    return requests.post(f"{standin.url}/token", data=body, timeout=10)


def claims_of(standin: StandIn, answer: requests.Response) -> Any:
    certs = f"{standin.url}/oauth2/v1/certs"
    token = answer.json()["id_token"]
    return id_token.verify_token(token, Request(), client_of(standin)[0], certs)  # type: ignore[no-untyped-call]


def test_an_id_token_says_who_signed_in_as_googles_does(standin: StandIn) -> None:
    answer = exchange(standin, code_for(standin))
    claims = claims_of(standin, answer)
    assert claims["email"] == WHO and claims["email_verified"] is True
    assert (claims["hd"], claims["nonce"], claims["iss"]) == ("truongchinh.example", "mot-lan", standin.url)
    assert claims["sub"].isdigit() and claims["azp"] == claims["aud"]
    half = hashlib.sha256(answer.json()["access_token"].encode()).digest()[:16]
    assert claims["at_hash"] == base64.urlsafe_b64encode(half).rstrip(b"=").decode()


def test_both_pages_of_keys_check_the_same_token(standin: StandIn) -> None:
    token = exchange(standin, code_for(standin)).json()["id_token"]
    keys = requests.get(f"{standin.url}/oauth2/v3/certs", timeout=10).json()
    assert jwt.decode(token, KeySet.import_key_set(keys)).claims["email"] == WHO


def test_the_number_of_an_account_stays_and_is_its_own(standin: StandIn) -> None:
    numbers = [
        claims_of(standin, exchange(standin, code_for(standin, who)))["sub"]
        for who in (WHO, WHO.upper(), "le.quoc.bao@truongchinh.example")
    ]
    assert numbers[0] == numbers[1] != numbers[2]


def test_an_account_of_gmail_has_no_domain(standin: StandIn) -> None:
    assert "hd" not in claims_of(standin, exchange(standin, code_for(standin, "co.lan@gmail.com")))


def test_userinfo_tells_the_same_and_the_apis_do_not_take_the_token(standin: StandIn) -> None:
    access = exchange(standin, code_for(standin)).json()["access_token"]
    headers = {"Authorization": f"Bearer {access}"}
    assert requests.get(f"{standin.url}/v1/userinfo", headers=headers, timeout=10).json()["email"] == WHO
    assert requests.get(f"{standin.url}/drive/v3/files", headers=headers, timeout=10).status_code == 403


def test_a_code_is_good_once(standin: StandIn) -> None:
    code = code_for(standin)
    assert exchange(standin, code).ok
    again = exchange(standin, code)
    assert (again.status_code, again.json()["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"code_verifier": "y" * 43}, "Invalid code verifier."),
        ({"code_verifier": ""}, "Missing code verifier."),
        ({"redirect_uri": "http://127.0.0.1:8080/khac"}, "Bad Request"),
    ],
)
def test_a_code_with_something_else_than_it_was_made_for(
    standin: StandIn, other: dict[str, str], told: str
) -> None:
    answer = exchange(standin, code_for(standin), **other)
    assert answer.status_code == 400
    assert answer.json() == {"error": "invalid_grant", "error_description": told}


def test_a_client_needs_its_secret(standin: StandIn) -> None:
    answer = exchange(standin, code_for(standin), client_secret="GOCSPX-khac")
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("other", "told"),
    [
        ({"client_id": "ai-do"}, "invalid_client"),
        ({"redirect_uri": "https://xau.example/lay"}, "redirect_uri_mismatch"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "openid https://www.googleapis.com/auth/drive"}, "invalid_scope"),
    ],
)
def test_a_page_that_google_would_not_show(standin: StandIn, other: dict[str, str], told: str) -> None:
    page = f"{standin.url}/o/oauth2/v2/auth"
    shown = requests.get(page, params=asked(standin, **other), timeout=10)
    assert shown.status_code == 400 and told in shown.text
    sent = requests.post(
        page, params=asked(standin, **other), data={"account": WHO}, allow_redirects=False, timeout=10
    )
    assert sent.status_code == 400


def test_the_page_offers_who_holds_a_file_and_what_is_typed_is_only_text(standin: StandIn) -> None:
    code_for(standin, WHO)
    page = f"{standin.url}/o/oauth2/v2/auth"
    text = requests.get(page, params=asked(standin, login_hint='"><script>'), timeout=10).text
    assert WHO in text and "<script>" not in text
