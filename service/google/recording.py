"""Recording what is said between the service and Google, scrubbed, in the cassette format of vcrpy (JSON)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests

from service.google.scrubbing import Scrubber

Json = dict[str, Any]

#: How paths begin → the host they are on at Google; the stand-in has all on one.
_HOSTS = (
    ("/v4/spreadsheets", "sheets.googleapis.com"),
    ("/v1/documents", "docs.googleapis.com"),
    ("/v1/forms", "forms.googleapis.com"),
    ("/drive/", "www.googleapis.com"),
    ("/upload/drive/", "www.googleapis.com"),
)
_CURRENT: ContextVar[Recorder | None] = ContextVar("recorder", default=None)
#: What of an answer's head says nothing of anybody.
_HEADERS = ("Content-Type", "Retry-After")


class Recorder:
    """The exchanges of one recording, scrubbed as they come."""

    def __init__(self, scrubber: Scrubber | None = None) -> None:
        self._scrubber = scrubber or Scrubber()
        self.interactions: list[Json] = []

    def attach(self, session: requests.Session) -> None:
        """Every answer that the session gets from now on is kept."""
        session.hooks["response"].append(self._keep)

    def _keep(self, response: requests.Response, **_: Any) -> None:
        request = response.request
        parts = urlsplit(request.url or "")
        host = next((host for start, host in _HOSTS if parts.path.startswith(start)), None)
        if host is None:
            return
        uri = f"https://{host}{parts.path}" + (f"?{parts.query}" if parts.query else "")
        self.interactions.append(
            {
                "request": {
                    "method": request.method,
                    "uri": self._scrubber.address(uri),
                    "body": self._body(request.body) or None,
                    "headers": {},
                },
                "response": {
                    "status": {"code": response.status_code, "message": response.reason},
                    "headers": {n: [response.headers[n]] for n in _HEADERS if n in response.headers},
                    "body": {"string": self._body(response.content)},
                },
            }
        )

    def _body(self, body: Any) -> str:
        """A JSON text; bytes of files and what is streamed are left out."""
        if isinstance(body, bytes):
            try:
                body = body.decode("utf-8")
            except UnicodeDecodeError:
                return ""
        return self._scrubber.body(body) if isinstance(body, str) and body.strip() else ""

    def save(self, path: Path) -> None:
        """Write the recording; the folder is made where it is missing."""
        path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps({"version": 1, "interactions": self.interactions}, ensure_ascii=False, indent=1)
        path.write_text(text + "\n", encoding="utf-8")


@contextmanager
def recorded() -> Iterator[Recorder]:
    """Sessions that `record_if_asked` is told of while the block runs are recorded."""
    recorder = Recorder()
    token = _CURRENT.set(recorder)
    try:
        yield recorder
    finally:
        _CURRENT.reset(token)


def record_if_asked(session: requests.Session) -> None:
    """Attach the recording that is under way, if one is."""
    recorder = _CURRENT.get()
    if recorder is not None:
        recorder.attach(session)
