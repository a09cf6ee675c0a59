"""Faults on order: what Google, the network between, and its token endpoint do on a bad day.

A layer in front of the stand-in's app. Answers of Google's are as recorded or as its pages give them
(google-facts §1.2, §3.1; r-lib/gargle for the 429).
"""

from __future__ import annotations

import fnmatch
import io
import json
import threading
import time
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from waitress.channel import ClientDisconnected

from service.standin.discovery import Api

Wsgi = Callable[[dict[str, Any], Any], Iterable[bytes]]
Json = dict[str, Any]

_HTML = (
    b"<!DOCTYPE html>\n<html lang=en>\n<meta charset=utf-8>\n<title>Error %d (Server Error)!!1</title>\n"
    b"<p><b>%d.</b> <ins>That\xe2\x80\x99s an error.</ins>\n"
    b"<p>The server encountered a temporary error and could not complete your request."
    b"<p>Please try again in 30 seconds. <ins>That\xe2\x80\x99s all we know.</ins>\n"
)
_RATE_DETAILS = [
    {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": "sheets.googleapis.com",
            "quota_metric": "sheets.googleapis.com/read_requests",
            "quota_limit": "ReadRequestsPerMinutePerUser",
            "quota_limit_value": "60",
            "consumer": "projects/100000000001",
        },
    },
    {"@type": "type.googleapis.com/google.rpc.Help", "links": []},
]
_RATE_MESSAGE = (
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of "
    "service 'sheets.googleapis.com' for consumer 'project_number:100000000001'."
)


def _error(code: int, message: str, **more: Any) -> tuple[int, Json]:
    return code, {"error": {"code": code, "message": message, **more}}


def _drive_error(code: int, message: str, reason: str) -> tuple[int, Json]:
    return _error(code, message, errors=[{"message": message, "domain": "usageLimits", "reason": reason}])


#: Kind → answer in place of the app's, which is never asked.
ANSWERS: Mapping[str, tuple[int, Json]] = {
    "429": _error(429, _RATE_MESSAGE, status="RESOURCE_EXHAUSTED", details=_RATE_DETAILS),
    "403-rate": _drive_error(403, "User Rate Limit Exceeded", "userRateLimitExceeded"),
    "403-rate-details": _error(403, _RATE_MESSAGE, status="PERMISSION_DENIED", details=_RATE_DETAILS),
    "403-storage": _drive_error(
        403,
        "Service Accounts do not have storage quota. Leverage shared drives "
        "(https://developers.google.com/workspace/drive/api/guides/about-shareddrives), or use OAuth "
        "delegation (http://support.google.com/a/answer/7281227) instead.",
        "storageQuotaExceeded",
    ),
    "403": _error(403, "The caller does not have permission", status="PERMISSION_DENIED"),
    "404": _error(404, "Requested entity was not found.", status="NOT_FOUND"),
    "401": _error(
        401,
        "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or "
        "other valid authentication credential.",
        status="UNAUTHENTICATED",
    ),
    "invalid-grant": (400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}),
    "revoked": (
        400,
        {"error": "invalid_grant", "error_description": "Token has been expired or revoked."},
    ),
    "skew": (
        400,
        {
            "error": "invalid_grant",
            "error_description": "Invalid JWT: Token must be a short-lived token (60 minutes) and in a "
            "reasonable timeframe. Check your iat and exp values in the JWT claim.",
        },
    ),
    "wrong-scope": (
        401,
        {
            "error": "unauthorized_client",
            "error_description": "Client is unauthorized to retrieve access tokens using this method, or "
            "client not authorized for any of the scopes requested.",
        },
    ),
}
#: Kinds that let the app do its work.
AFTER = ("drop-after", "time-out-after", "500-after", "truncated", "slow", "stale", "disorder")
BEFORE = ("drop-before", "time-out-before", "500", "502", "503")
KINDS = (*ANSWERS, *BEFORE, *AFTER)
#: Seconds that a time-out or a slow answer takes unless said otherwise.
_SECONDS = {"time-out-before": 240.0, "time-out-after": 240.0, "slow": 5.0}


class FaultsError(ValueError):
    """A file of faults that cannot be used; the message is Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of trouble for some calls."""

    kind: str
    #: "docs.documents.batchUpdate", "drive.*", "token"; * and ? as in file names.
    method: str = "*"
    #: The first call that it hits, counted from 1 among those that fit `method`.
    nth: int = 1
    #: How many calls in a row.
    times: int = 1
    #: How long a time-out or a slow answer takes; 0 takes the usual.
    seconds: float = 0.0


@dataclass(slots=True)
class Faults:
    """The faults of one stand-in, and every call that came in."""

    _faults: list[tuple[Fault, list[int]]] = field(default_factory=list)
    #: Names of calls in order, refused ones included.
    seen: list[str] = field(default_factory=list)
    #: Names of calls that a fault hit.
    hit: list[str] = field(default_factory=list)
    sleep: Callable[[float], None] = time.sleep
    _running: int = 0
    _lock: threading.Condition = field(default_factory=threading.Condition)

    def set(self, *faults: Fault) -> None:
        """Forget what was seen, and cause these from now on."""
        with self._lock:
            self._faults = [(fault, [0]) for fault in faults]
            self.seen.clear()
            self.hit.clear()

    def on(self, name: str) -> Fault | None:
        """The fault for a call that comes in now."""
        with self._lock:
            self.seen.append(name)
            found = None
            for fault, count in self._faults:
                if fnmatch.fnmatchcase(name, fault.method):
                    count[0] += 1
                    if found is None and fault.nth <= count[0] < fault.nth + fault.times:
                        found = fault
            if found is not None:
                self.hit.append(name)
            return found

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """A request is being answered."""
        with self._lock:
            self._running += 1
        try:
            yield
        finally:
            with self._lock:
                self._running -= 1
                self._lock.notify_all()

    def wait_until_idle(self) -> None:
        """Until no request is being answered, those of callers that are gone included."""
        with self._lock:
            self._lock.wait_for(lambda: self._running == 0)


def read_faults(path: Path) -> Faults:
    """Faults of a TOML or JSON file: a list `fault` of kind, method, nth, times, seconds.

    Raises FaultsError.
    """
    try:
        text = path.read_text(encoding="utf-8")
        body = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
        listed = [Fault(**entry) for entry in body["fault"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise FaultsError(
            f"Tệp lỗi giả {path.name} không đọc được; xem mẫu trong docs/stand-in.md."
        ) from error
    wrong = next((fault.kind for fault in listed if fault.kind not in KINDS), None)
    if wrong is not None:
        raise FaultsError(f"Tệp {path.name}: không có loại lỗi «{wrong}». Các loại: {', '.join(KINDS)}.")
    faults = Faults()
    faults.set(*listed)
    return faults


class FaultLayer:
    """The WSGI app with faults in front of it."""

    def __init__(self, app: Wsgi, faults: Faults, apis: Sequence[Api] | None = None) -> None:
        """`apis` name the calls; all that the stand-in has, if none are given."""
        self._app, self._faults = app, faults
        self._apis = tuple(apis or _apis())

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request, well or badly."""
        with self._faults.at_work():
            return self._answer(environ, start_response)

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        name = self._name(environ)
        fault = self._faults.on(name) if name else None
        if fault is None:
            return self._app(environ, start_response)
        # An unread body would be taken for the next request.
        environ["wsgi.input"] = io.BytesIO(environ["wsgi.input"].read())
        seconds = fault.seconds or _SECONDS.get(fault.kind, 0.0)
        if fault.kind in ANSWERS:
            code, body = ANSWERS[fault.kind]
            return _send(start_response, code, json.dumps(body).encode(), "application/json; charset=UTF-8")
        if fault.kind.isdecimal():
            return _send(start_response, int(fault.kind), _HTML % ((int(fault.kind),) * 2), "text/html")
        if fault.kind == "drop-before":
            raise ClientDisconnected
        if fault.kind == "time-out-before":
            self._faults.sleep(seconds)
            raise ClientDisconnected
        return self._after(fault, seconds, environ, start_response)

    def _after(
        self, fault: Fault, seconds: float, environ: dict[str, Any], start_response: Any
    ) -> Iterable[bytes]:
        """Let the app do its work, and spoil the answer."""
        status, headers, data = _carried_out(self._app, environ)
        if fault.kind == "drop-after":
            raise ClientDisconnected
        if fault.kind == "time-out-after":
            self._faults.sleep(seconds)
            raise ClientDisconnected
        if fault.kind == "500-after":
            return _send(start_response, 500, _HTML % (500, 500), "text/html")
        if fault.kind == "slow":
            self._faults.sleep(seconds)
        elif fault.kind == "truncated":
            data = data[: len(data) // 2]
        elif fault.kind in ("stale", "disorder"):
            data = _rearranged(fault.kind, data)
        kept = [(key, value) for key, value in headers if key.lower() != "content-length"]
        start_response(status, [*kept, ("Content-Length", str(len(data)))])
        return [data]

    def _name(self, environ: Mapping[str, Any]) -> str | None:
        path = str(environ.get("REQUEST_URI") or environ["PATH_INFO"]).partition("?")[0]
        if path == "/token":
            return "token"
        method = str(environ.get("HTTP_X_HTTP_METHOD_OVERRIDE") or environ["REQUEST_METHOD"]).upper()
        for api in self._apis:
            match = api.match(method, path)
            if match is not None:
                return f"{api.name}.{match.method.id}"
        return None


def _apis() -> tuple[Api, ...]:
    return tuple(
        Api(name, version)
        for name, version in (("drive", "v3"), ("sheets", "v4"), ("docs", "v1"), ("forms", "v1"))
    )


def _send(start_response: Any, code: int, body: bytes, kind: str) -> list[bytes]:
    start_response(f"{code} Fault", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


def _carried_out(app: Wsgi, environ: dict[str, Any]) -> tuple[str, list[tuple[str, str]], bytes]:
    told: list[Any] = []

    def start(status: str, headers: list[tuple[str, str]], _: Any = None) -> None:
        told[:] = [status, headers]

    parts = app(environ, start)
    try:
        data = b"".join(parts)
    finally:
        close = getattr(parts, "close", None)
        if close is not None:
            close()
    return told[0], told[1], data


def _rearranged(kind: str, data: bytes) -> bytes:
    """A list that does not show yet what was made last, or shows everything in another order."""
    try:
        body = json.loads(data)
    except ValueError:
        return data
    for key in ("files",) if kind == "stale" else ("files", "responses", "changes"):
        if isinstance(body.get(key), list):
            body[key] = [] if kind == "stale" else body[key][::-1]
    return json.dumps(body, ensure_ascii=False).encode()
