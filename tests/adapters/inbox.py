"""A server on this machine that keeps what is sent to it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Letter:
    """One request that came in."""

    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Inbox:
    """What came in, in order; `status` is what the sender is told."""

    url: str = ""
    status: int = 204
    letters: list[Letter] = field(default_factory=list)


@contextmanager
def open_inbox() -> Iterator[Inbox]:
    """An inbox on a free port."""
    inbox = Inbox()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            body = json.loads(data) if data else None
            headers = {name.lower(): value for name, value in self.headers.items()}
            inbox.letters.append(Letter(self.path, headers, body))
            self.send_response(inbox.status)
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    inbox.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield inbox
    server.shutdown()
    server.server_close()
    thread.join()
