"""The one HTTP session to Google: base address, timeouts, retries and a count of calls.

gspread and googleapiclient both talk through it. Their own transports are not used: gspread's waits
for ever, and httplib2 silently sends a POST again when the connection drops.
"""

from __future__ import annotations

import collections
import datetime as dt
import email.utils
import io
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import gspread
import httplib2
import requests
from google.auth.credentials import Credentials
from google.auth.transport.requests import AuthorizedSession
from googleapiclient.discovery import build

#: Seconds to connect and to wait for an answer; Google works on one Sheets request for up to 180 s.
TIMEOUT = (10.0, 200.0)
#: A limit per minute fills up again by the minute, so a shorter wait only burns tries.
MINUTE_LIMIT_WAIT = 61.0
MAX_TRIES = 4

_SERVICES = {
    "sheets.googleapis.com": "sheets",
    "docs.googleapis.com": "docs",
    "forms.googleapis.com": "forms",
    "www.googleapis.com": "drive",
}
_RATE_REASONS = ("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED")


@dataclass(slots=True)
class CallCount:
    """How many requests went out, by service ("sheets") and by kind ("sheets read")."""

    by_service: collections.Counter[str] = field(default_factory=collections.Counter)
    reads: int = 0
    writes: int = 0

    def add(self, service: str, method: str) -> None:
        """Count one request."""
        self.by_service[service] += 1
        if method.upper() == "GET":
            self.reads += 1
        else:
            self.writes += 1

    @property
    def total(self) -> int:
        """All requests."""
        return self.by_service.total()


class GoogleSession(AuthorizedSession):
    """An authorised `requests` session with the service's policy for calling Google."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        base_url: str | None = None,
        sleep: Callable[[float], None] = time.sleep,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`base_url` sends every Google host to one address (the stand-in); None talks to Google."""
        super().__init__(credentials)  # type: ignore[no-untyped-call]
        self.base_url = base_url.rstrip("/") if base_url else None
        self.calls = CallCount()
        self._sleep = sleep
        if headers:
            self.headers.update(headers)

    def request(  # type: ignore[override]  # the keywords of requests are passed on as they are
        self, method: str, url: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send one request; refused ones are tried again, those that may have been applied only if safe.

        Raises `requests.ConnectionError` or `requests.Timeout` when no answer came.
        """
        service = _SERVICES.get(urlsplit(url).netloc, "other")
        target = self._target(url)
        kwargs["timeout"] = TIMEOUT
        for tries in range(1, MAX_TRIES + 1):
            self.calls.add(service, method)
            last = tries == MAX_TRIES
            try:
                response: requests.Response = super().request(  # type: ignore[no-untyped-call]
                    method, target, *args, **kwargs
                )
            except (requests.ConnectionError, requests.Timeout):
                if last or not _is_safe_to_repeat(method):
                    raise
                self._sleep(_backoff(tries))
                continue
            wait = None if last else _wait_before_retry(method, response, tries)
            if wait is None:
                return response
            self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _target(self, url: str) -> str:
        parts = urlsplit(url)
        if self.base_url is None or parts.netloc not in _SERVICES:
            return url
        return self.base_url + url.split(parts.netloc, 1)[1]


def _is_safe_to_repeat(method: str) -> bool:
    return method.upper() in ("GET", "PUT", "DELETE", "HEAD")


def _wait_before_retry(method: str, response: requests.Response, tries: int) -> float | None:
    """Seconds to wait before the next try, or None to hand the answer to the caller."""
    if _is_rate_limited(response):
        return _retry_after(response) or MINUTE_LIMIT_WAIT + random.random()  # noqa: S311 - jitter
    if response.status_code >= 500 and _is_safe_to_repeat(method):
        return _retry_after(response) or _backoff(tries)
    return None


def _is_rate_limited(response: requests.Response) -> bool:
    # Storage and daily limits are 403 too; waiting does not help them.
    if response.status_code == 429:
        return True
    return response.status_code == 403 and any(f'"{reason}"' in response.text for reason in _RATE_REASONS)


def _retry_after(response: requests.Response) -> float | None:
    value = response.headers.get("Retry-After")
    if not value:
        return None
    if value.isdigit():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, (when - dt.datetime.now(dt.UTC)).total_seconds())


def _backoff(tries: int) -> float:
    return float(min(2.0**tries, 32.0) + random.random())  # noqa: S311 - jitter


class RequestsTransport:
    """The session in the shape of httplib2, for googleapiclient."""

    def __init__(self, session: GoogleSession) -> None:
        """All requests of the built services go through `session`."""
        self._session = session

    def request(
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = 0,
        connection_type: Any = None,
    ) -> tuple[httplib2.Response, bytes]:
        """Send once by the session's policy; status and headers as httplib2 gives them."""
        data = body.read() if isinstance(body, io.IOBase) else body
        answer = self._session.request(method, uri, data=data, headers=dict(headers or {}))
        info = httplib2.Response(
            {k.lower(): v for k, v in answer.headers.items()} | {"status": str(answer.status_code)}
        )
        info.reason = answer.reason
        return info, answer.content

    def close(self) -> None:
        """The session is closed by its owner."""


def gspread_client(session: GoogleSession) -> gspread.Client:
    """A gspread client that sends everything through `session`."""
    client = gspread.Client(auth=session.credentials, session=session)
    client.set_timeout(TIMEOUT)
    return client


def resource(session: GoogleSession, api: str, version: str) -> Any:
    """A googleapiclient service ("forms", "v1") that sends everything through `session`."""
    return build(api, version, http=RequestsTransport(session), static_discovery=True, cache_discovery=False)
