"""The one HTTP session to Google: base address, timeouts, retries, budgets and a count of calls.

gspread and googleapiclient both talk through it. Their own transports are not used: gspread's waits
for ever, and httplib2 silently sends a POST again when the connection drops.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import logging
import time
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import gspread
import httplib2
import requests
from google.auth.credentials import Credentials
from google.auth.exceptions import GoogleAuthError, RefreshError
from google.auth.transport.requests import AuthorizedSession
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc

from service.google.budgets import Budgets, cost_of
from service.google.counting import CallCount
from service.google.credentials import AccountError, account_of, trouble_with
from service.google.retrying import (
    MAX_TRIES,
    MINUTE_LIMIT_WAIT,
    NO_SCOPE,
    Verdict,
    check_whole,
    is_safe_to_repeat,
    meant_method,
    reasons_of,
    retry_after,
    verdict_of,
    verdict_of_failure,
    wait_before,
)

__all__ = [
    "CALLED_AS",
    "MINUTE_LIMIT_WAIT",
    "CallCount",
    "GoogleSession",
    "RequestsTransport",
    "gspread_client",
    "resource",
]

log = logging.getLogger(__name__)

#: Seconds to connect and to wait for an answer; Google works on one Sheets request for up to 180 s.
TIMEOUT = (10.0, 200.0)
#: Seconds that all waits and lost tries of one session may take together: a cycle has to come to an end.
PATIENCE = 900.0
#: Header of a refusal that says which account was refused, so that people can be told.
CALLED_AS = "X-Called-As"

#: What googleapiclient looks for in a message.
_PAGING = ("pageToken", "nextPageToken")
_SERVICES = {
    "sheets.googleapis.com": "sheets",
    "docs.googleapis.com": "docs",
    "forms.googleapis.com": "forms",
    "www.googleapis.com": "drive",
}


class GoogleSession(AuthorizedSession):
    """An authorised `requests` session with the service's policy for calling Google."""

    def __init__(
        self,
        credentials: Credentials,
        *,
        base_url: str | None = None,
        key_file: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
        timeout: tuple[float, float] = TIMEOUT,
        budgets: Budgets | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """`base_url` sends every Google host to one address (the stand-in); None talks to Google.

        `key_file` is named to people when the account is refused.
        """
        super().__init__(credentials)  # type: ignore[no-untyped-call]
        self.base_url = base_url.rstrip("/") if base_url else None
        self.calls = CallCount()
        self.account = account_of(credentials)
        self._key_file = key_file
        self._sleep = sleep
        self._timeout = timeout
        self._budgets = budgets or Budgets()
        self._patience = PATIENCE
        if headers:
            self.headers.update(headers)

    def sleep(self, seconds: float) -> None:
        """Wait, as the session itself does."""
        self._sleep(seconds)

    def request(  # type: ignore[override]  # the keywords of requests are passed on as they are
        self, method: str, url: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Send one request; refused ones are tried again, those that may have been applied only if safe.

        Raises `requests.RequestException` when no whole answer came, AccountError when Google does not take
        the account. Other refusals are handed back as they came.
        """
        parts = urlsplit(url)
        service = _SERVICES.get(parts.netloc, "other")
        is_read = meant_method(method, kwargs.get("headers")) in ("GET", "HEAD")
        body = kwargs.get("json") if kwargs.get("json") is not None else kwargs.get("data")
        is_safe = is_safe_to_repeat(method, url, body, kwargs.get("headers"))
        kwargs["timeout"] = self._timeout
        for tries in range(1, MAX_TRIES + 1):
            self._budgets.spend(cost_of(service, parts.path, is_read=is_read), self._sleep)
            self.calls.add(service, is_read=is_read)
            began = time.monotonic()
            failure: Exception | None = None
            response: requests.Response | None = None
            try:
                response = self._send(method, self._target(url), *args, **kwargs)
                verdict = verdict_of(response.status_code, response.content if not response.ok else b"")
            except (requests.RequestException, GoogleAuthError) as error:
                failure, verdict = error, verdict_of_failure(error)
            wait = self._wait(tries, verdict, response, is_safe=is_safe, lost=time.monotonic() - began)
            if wait is None:
                return self._given(response, failure)
            log.info("%s %s: %s, again in %.0f s", method, parts.path, verdict, wait)
            self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def once(self, method: str, url: str, **kwargs: Any) -> requests.Response:
        """Send without budgets and second tries: to see how Google refuses."""
        return self._send(method, self._target(url), timeout=self._timeout, **kwargs)

    def _send(self, method: str, target: str, *args: Any, **kwargs: Any) -> requests.Response:
        response: requests.Response = super().request(method, target, *args, **kwargs)  # type: ignore[no-untyped-call]
        if response.ok:
            check_whole(response)
        return response

    def _wait(
        self, tries: int, verdict: Verdict, response: requests.Response | None, *, is_safe: bool, lost: float
    ) -> float | None:
        """Seconds before the next try, or None if there is none."""
        if verdict in (Verdict.DONE, Verdict.FATAL) or tries == MAX_TRIES:
            return None
        if verdict is Verdict.MAYBE_APPLIED and not is_safe:
            return None
        asked = retry_after(response.headers, dt.datetime.now(dt.UTC)) if response is not None else None
        # Without an answer it was the way there that failed, and no limit.
        kind = verdict if response is not None else Verdict.MAYBE_APPLIED
        wait = wait_before(tries, kind, asked)
        self._patience -= lost + wait
        return wait if self._patience > 0 else None

    def _given(self, response: requests.Response | None, failure: Exception | None) -> requests.Response:
        """What the caller gets in the end."""
        if isinstance(failure, RefreshError) and not failure.retryable:
            raise AccountError(trouble_with(self.account, self._key_file, failure)) from failure
        if failure is not None or response is None:
            raise failure or AssertionError("neither an answer nor a failure")
        if response.status_code == 403 and reasons_of(response.content) & NO_SCOPE:
            said = RefreshError("Request had insufficient authentication scopes.")
            raise AccountError(trouble_with(self.account, self._key_file, said))
        if response.status_code in (401, 403):
            response.headers[CALLED_AS] = self.account
        return response

    def _target(self, url: str) -> str:
        parts = urlsplit(url)
        if self.base_url is None or parts.netloc not in _SERVICES:
            return url
        return self.base_url + url.split(parts.netloc, 1)[1]


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
    return build_from_document(_discovery_document(api, version), http=RequestsTransport(session))


@cache
def _discovery_document(api: str, version: str) -> str:
    """The document that comes with googleapiclient, without what its messages hold.

    From that googleapiclient writes a manual for each object that it makes, and nothing else but the way from
    page to page. For Docs this took a tenth of a second in each session, and again for each call.
    """
    document = json.loads(get_static_doc(api, version))
    for message in document["schemas"].values():
        if "properties" in message:
            held = message["properties"]
            message["properties"] = {name: held[name] for name in _PAGING if name in held}
    return json.dumps(document)
