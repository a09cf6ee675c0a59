"""What an answer of Google's, or the lack of one, means, and how long to wait before asking again.

Three kinds of failure (google-facts §1.4): refused, nothing was done, so ask again after a while; maybe
applied, so ask again only where twice is as good as once; fatal, asking again does not help.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import email.utils
import json
import random
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

import requests
from google.auth.exceptions import RefreshError, TransportError

#: A limit per minute fills up again by the minute, so a shorter wait only burns tries.
MINUTE_LIMIT_WAIT = 61.0
MAX_TRIES = 4
#: Longest wait that the doubling grows to (Google: 32 or 64 s), and that a Retry-After may ask for.
_LONGEST_BACKOFF = 32.0
LONGEST_RETRY_AFTER = 300.0

#: Reasons of a 403 or 429 that a minute's wait mends; those below stay whatever one waits.
_RATE_REASONS = frozenset(
    {"rateLimitExceeded", "userRateLimitExceeded", "sharingRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
)
_LASTING_REASONS = frozenset({"dailyLimitExceeded", "quotaExceeded", "storageQuotaExceeded"})
#: The token holds no scope that the method takes; Drive says it in its own words as well.
NO_SCOPE = frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions"})
_SAFE_METHODS = frozenset({"GET", "HEAD", "PUT", "DELETE"})
#: POSTs that set a state, so that twice is as good as once; Drive has one permission for each grantee.
_SAFE_ENDINGS = (":setPublishSettings", ":getByDataFilter", ":batchGetByDataFilter", "/permissions")


class Verdict(StrEnum):
    """What became of a request."""

    DONE = "done"
    REFUSED = "refused"
    MAYBE_APPLIED = "maybe applied"
    FATAL = "fatal"


class BrokenAnswerError(requests.ConnectionError):
    """An answer of success came cut off, or is no JSON: what was asked may have been done."""


def verdict_of(status: int, body: bytes) -> Verdict:
    """What an answer means; `body` may be HTML."""
    if status < 400:
        return Verdict.DONE
    reasons = reasons_of(body)
    if reasons & _LASTING_REASONS:
        return Verdict.FATAL
    if status == 429 or (status == 403 and reasons & _RATE_REASONS):
        return Verdict.REFUSED
    return Verdict.MAYBE_APPLIED if status >= 500 or status == 408 else Verdict.FATAL


def verdict_of_failure(error: BaseException) -> Verdict:
    """What it means that no answer came."""
    if isinstance(error, TransportError):
        return Verdict.REFUSED  # no token, so the request itself was never sent
    if isinstance(error, RefreshError):
        return Verdict.REFUSED if error.retryable else Verdict.FATAL
    if isinstance(error, (requests.exceptions.SSLError, requests.exceptions.InvalidURL)):
        return Verdict.FATAL
    if isinstance(error, requests.ConnectTimeout):
        return Verdict.REFUSED
    return Verdict.MAYBE_APPLIED if isinstance(error, requests.RequestException) else Verdict.FATAL


def reasons_of(body: bytes) -> frozenset[str]:
    """Reasons in an error, of the old shape (`errors[]`) and of the new (`details[]`)."""
    try:
        error = json.loads(body)["error"]
        entries = [*error.get("errors", ()), *error.get("details", ())]
        return frozenset(str(entry["reason"]) for entry in entries if "reason" in entry)
    except (ValueError, TypeError, KeyError, AttributeError):
        return frozenset()


def is_safe_to_repeat(
    method: str, url: str, body: Any = None, headers: Mapping[str, str] | None = None
) -> bool:
    """Whether sending it twice is as good as once.

    A batch under `requiredRevisionId` is: if the first was carried out, the second is refused, for the
    revision is another by then.
    """
    meant = meant_method(method, headers)
    if meant in _SAFE_METHODS:
        return True
    path = url.partition("?")[0]
    return path.endswith(_SAFE_ENDINGS) or _is_under_revision(body)


def meant_method(method: str, headers: Mapping[str, str] | None = None) -> str:
    """googleapiclient sends a GET with a long query as a POST."""
    override = {key.lower(): value for key, value in (headers or {}).items()}.get("x-http-method-override")
    return (override or method).upper()


def _is_under_revision(body: Any) -> bool:
    if isinstance(body, Mapping):
        control = body.get("writeControl")
        return isinstance(control, Mapping) and bool(control.get("requiredRevisionId"))
    if isinstance(body, (str, bytes)):
        text = body.encode() if isinstance(body, str) else body
        # Cheap first: most bodies are large and have none.
        if b'"requiredRevisionId"' in text:
            try:
                return _is_under_revision(json.loads(text))
            except ValueError:
                return False
    return False


def check_whole(response: requests.Response) -> None:
    """Raises BrokenAnswerError for a success whose JSON is cut off, or is the page of some portal."""
    kind = response.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    if not response.content or kind not in ("application/json", "text/html"):
        return
    if kind == "application/json":
        with contextlib.suppress(ValueError):
            parsed = json.loads(response.content)
            # A spreadsheet's answer takes long to parse: once is enough.
            response.json = lambda **_: parsed  # type: ignore[method-assign]
            return
    elif "/export" in response.url or "alt=media" in response.url:
        return  # a file that is HTML
    raise BrokenAnswerError(f"{response.status_code} {kind}: not the answer of an API", response=response)


def wait_before(
    tries: int, verdict: Verdict, retry_after: float | None, *, jitter: float | None = None
) -> float:
    """Seconds before the next try; `tries` is how many were made. `retry_after` is what Google asked for."""
    chance = random.random() if jitter is None else jitter  # noqa: S311 - jitter
    if retry_after is not None:
        return min(retry_after, LONGEST_RETRY_AFTER) + chance
    if verdict is Verdict.REFUSED:
        return MINUTE_LIMIT_WAIT + chance
    return float(min(2.0**tries, _LONGEST_BACKOFF)) + chance


def retry_after(headers: Mapping[str, str], now: dt.datetime) -> float | None:
    """Seconds that a Retry-After asks for, given as seconds or as a time; None without a readable one."""
    value = headers.get("Retry-After", "").strip()
    if value.isdecimal():
        return float(value)
    try:
        when = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    when = when if when.tzinfo else when.replace(tzinfo=dt.UTC)
    return max(0.0, (when - now).total_seconds())
