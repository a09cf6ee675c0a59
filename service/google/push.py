"""The token that Pub/Sub puts on each message it pushes, checked as Google's page on push asks for.

https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import requests
from google.auth import exceptions, jwt

GOOGLE_CERTS = "https://www.googleapis.com/oauth2/v1/certs"
GOOGLE_ISSUERS = ("https://accounts.google.com", "accounts.google.com")
#: Google changes its keys every few days and shows new ones early.
_KEEP_SECONDS = 3600.0
#: A token with a key nobody knows may come from anyone; it does not make us ask Google at every knock.
_ASK_AGAIN_SECONDS = 60.0
_SKEW_SECONDS = 30
_TIMEOUT = (5.0, 10.0)
#: What reading a token raises whose parts are no JSON, or JSON of another shape, or a thousand lists deep.
_UNREADABLE = (ValueError, TypeError, AttributeError, OverflowError, RecursionError)


class TokenError(Exception):
    """The message is not from the account it has to be from; the text is for the log and names no token."""


def fetch_certs(url: str) -> Mapping[str, str]:
    """Key id → certificate; raises requests.RequestException or ValueError."""
    answer = requests.get(url, timeout=_TIMEOUT)
    answer.raise_for_status()
    return {str(key): str(value) for key, value in dict(answer.json()).items()}


@dataclass(slots=True)
class TokenCheck:
    """Checks tokens for one address of ours."""

    #: The address that the token is for.
    audience: str
    #: E-mail of the service account that pushes.
    account: str
    issuers: tuple[str, ...] = GOOGLE_ISSUERS
    certs_url: str = GOOGLE_CERTS
    fetch: Callable[[str], Mapping[str, str]] = fetch_certs
    clock: Callable[[], float] = time.monotonic
    _certs: Mapping[str, str] = field(default_factory=dict)
    _fetched: float | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, header: str) -> None:
        """Raises TokenError unless this is the `Authorization` of a message of the account."""
        kind, _, token = header.partition(" ")
        if kind.lower() != "bearer" or not token:
            raise TokenError("no bearer token")
        try:
            key = jwt.decode_header(token).get("kid")
            certs = self._certs_with(key)
            claims = jwt.decode(
                token, certs=certs, audience=self.audience, clock_skew_in_seconds=_SKEW_SECONDS
            )
        except (exceptions.GoogleAuthError, requests.RequestException, *_UNREADABLE) as error:
            raise TokenError(f"not a good token: {type(error).__name__}") from error
        if claims.get("iss") not in self.issuers:
            raise TokenError("another issuer")
        if claims.get("email") != self.account or claims.get("email_verified") is not True:
            raise TokenError("another account")

    def _certs_with(self, key: object) -> Mapping[str, str]:
        """Google's keys; raises ValueError for one that is not among them."""
        if not isinstance(key, str):
            raise ValueError("the token names no key")
        with self._lock:
            age = None if self._fetched is None else self.clock() - self._fetched
            is_old = age is None or age > _KEEP_SECONDS
            if is_old or (key not in self._certs and age is not None and age > _ASK_AGAIN_SECONDS):
                self._fetched = self.clock()
                self._certs = self.fetch(self.certs_url)
            if key not in self._certs:
                raise ValueError("nobody's key")
            return self._certs
