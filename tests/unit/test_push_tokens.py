"""The token on a pushed message: what is taken, and everything that is not."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from service.google.push import TokenCheck, TokenError
from service.standin.signing import SigningKey, signing_key
from service.standin.state import Database

ADDRESS = "https://bao-cao.truong.edu.vn/hooks/forms"
ACCOUNT = "bao-tin@du-an.iam.gserviceaccount.com"
Claims = dict[str, Any]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return signing_key(Database(tmp_path_factory.mktemp("keys") / "google.sqlite3"))


@pytest.fixture(scope="module")
def other_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return signing_key(Database(tmp_path_factory.mktemp("other") / "google.sqlite3"))


class Google:
    """Shows one key, and counts how often it is asked."""

    def __init__(self, *keys: SigningKey) -> None:
        self.keys, self.asked, self.is_away = list(keys), 0, False

    def __call__(self, url: str) -> dict[str, str]:
        assert url == "https://www.googleapis.com/oauth2/v1/certs"
        self.asked += 1
        if self.is_away:
            raise requests.ConnectionError
        return {key.id: key.certificate for key in self.keys}


def claims(**other: Any) -> Claims:
    now = int(time.time())
    usual = {
        "iss": "https://accounts.google.com",
        "aud": ADDRESS,
        "email": ACCOUNT,
        "email_verified": True,
        "iat": now,
        "exp": now + 3600,
    }
    return {name: value for name, value in (usual | other).items() if value is not None}


def checker(google: Google, clock: Callable[[], float] = time.monotonic) -> TokenCheck:
    return TokenCheck(audience=ADDRESS, account=ACCOUNT, fetch=google, clock=clock)


def test_googles_token_for_us_is_taken(key: SigningKey) -> None:
    checker(Google(key))(f"Bearer {key.sign(claims())}")


@pytest.mark.parametrize(
    "other",
    [
        {"aud": "https://truong-khac.edu.vn/hooks/forms"},
        {"aud": None},
        {"iss": "https://xau.example"},
        {"iss": None},
        {"email": "ke-khac@du-an.iam.gserviceaccount.com"},
        {"email": None},
        {"email_verified": False},
        {"email_verified": "true"},
        {"email_verified": None},
        {"exp": int(time.time()) - 3600, "iat": int(time.time()) - 7200},
        {"iat": int(time.time()) + 3600, "exp": int(time.time()) + 7200},
        {"exp": None},
        {"exp": "9999999999"},
        {"exp": [1]},
        {"iat": "bây giờ"},
        {"aud": [ADDRESS]},
        {"iss": ["https://accounts.google.com"]},
        {"email": [ACCOUNT]},
    ],
)
def test_a_token_that_says_anything_else_is_refused(key: SigningKey, other: Claims) -> None:
    with pytest.raises(TokenError):
        checker(Google(key))(f"Bearer {key.sign(claims(**other))}")


def test_a_token_of_another_key_is_refused(key: SigningKey, other_key: SigningKey) -> None:
    with pytest.raises(TokenError):
        checker(Google(key))(f"Bearer {other_key.sign(claims())}")
    forged = SigningKey(key.id, other_key.private, other_key.certificate)
    with pytest.raises(TokenError):
        checker(Google(key))(f"Bearer {forged.sign(claims())}")


def test_a_token_without_a_signature_is_refused(key: SigningKey) -> None:
    head, body, _ = key.sign(claims()).split(".")
    nothing = base64.urlsafe_b64encode(json.dumps({"alg": "none", "kid": key.id}).encode()).decode()
    for token in (f"{nothing.rstrip('=')}.{body}.", f"{head}.{body}.", f"{head}.{body}"):
        with pytest.raises(TokenError):
            checker(Google(key))(f"Bearer {token}")


DEEP = "[" * 30_000


@pytest.mark.parametrize("part", [0, 1])
@pytest.mark.parametrize(
    "text", [DEEP, '{"a":' * 20_000, "[]", '"a"', "NaN", '{"alg": "RS256", "kid": ["a"]}']
)
def test_no_part_of_a_token_breaks_the_check(key: SigningKey, part: int, text: str) -> None:
    pieces = key.sign(claims()).split(".")
    pieces[part] = base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")
    with pytest.raises(TokenError):
        checker(Google(key))(f"Bearer {'.'.join(pieces)}")


def test_a_certificate_is_no_shared_secret(key: SigningKey) -> None:
    head = base64.urlsafe_b64encode(json.dumps({"alg": "HS256", "kid": key.id}).encode()).decode().rstrip("=")
    said = f"{head}.{key.sign(claims()).split('.')[1]}"
    digest = hmac.new(key.certificate.encode(), said.encode(), hashlib.sha256).digest()
    with pytest.raises(TokenError):
        checker(Google(key))(f"Bearer {said}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}")


@given(header=st.text() | st.text().map(lambda text: f"Bearer {text}"))
def test_no_header_breaks_the_check(key: SigningKey, header: str) -> None:
    with pytest.raises(TokenError):
        checker(Google(key))(header)


def test_a_refusal_does_not_repeat_the_token(key: SigningKey) -> None:
    token = key.sign(claims(aud="x"))
    with pytest.raises(TokenError) as refused:
        checker(Google(key))(f"Bearer {token}")
    assert token not in str(refused.value)


def test_strangers_keys_do_not_make_us_ask_google_again_and_again(
    key: SigningKey, other_key: SigningKey
) -> None:
    google, now = Google(key), [0.0]
    check = checker(google, lambda: now[0])
    check(f"Bearer {key.sign(claims())}")
    for _ in range(20):
        with pytest.raises(TokenError):
            check(f"Bearer {other_key.sign(claims())}")
    assert google.asked == 1
    # A minute later Google may have a new key.
    google.keys, now[0] = [other_key], 61.0
    check(f"Bearer {other_key.sign(claims())}")
    assert google.asked == 2


def test_when_google_shows_no_keys_the_message_is_refused_and_comes_again(key: SigningKey) -> None:
    google, now = Google(key), [0.0]
    google.is_away = True
    check = checker(google, lambda: now[0])
    with pytest.raises(TokenError):
        check(f"Bearer {key.sign(claims())}")
    google.is_away, now[0] = False, 61.0
    check(f"Bearer {key.sign(claims())}")
