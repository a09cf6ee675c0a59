"""The one session, against a real HTTP server that misbehaves on order."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import requests
from google.auth.credentials import AnonymousCredentials

from service.google.session import MINUTE_LIMIT_WAIT, GoogleSession, gspread_client, resource

RATE_LIMIT = {"error": {"code": 429, "status": "RESOURCE_EXHAUSTED", "message": "Quota exceeded"}}
STORAGE_FULL = {"error": {"code": 403, "errors": [{"reason": "storageQuotaExceeded"}], "message": "full"}}
DRIVE_RATE = {"error": {"code": 403, "errors": [{"reason": "userRateLimitExceeded"}], "message": "slow down"}}


@dataclass
class Trouble:
    """Answers in order; the last one goes on for ever. None drops the connection."""

    answers: list[tuple[int, object] | None] = field(default_factory=lambda: [(200, {})])
    seen: list[str] = field(default_factory=list)
    url: str = ""

    def next(self, line: str) -> tuple[int, object] | None:
        self.seen.append(line)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]


@pytest.fixture
def server() -> Iterator[Trouble]:
    trouble = Trouble()

    class Handler(BaseHTTPRequestHandler):
        def handle_any(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            answer = trouble.next(f"{self.command} {self.path}")
            if answer is None:
                self.close_connection = True
                self.connection.close()
                return
            body = json.dumps(answer[1]).encode()
            self.send_response(answer[0])
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PUT = do_DELETE = handle_any  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    httpd = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=httpd.serve_forever, daemon=True)
    thread.start()
    trouble.url = f"http://127.0.0.1:{httpd.server_port}"
    yield trouble
    httpd.shutdown()
    httpd.server_close()
    thread.join()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def session(server: Trouble, waits: list[float]) -> Iterator[GoogleSession]:
    with GoogleSession(AnonymousCredentials(), base_url=server.url, sleep=waits.append) as session:  # type: ignore[no-untyped-call]
        yield session


def test_both_libraries_reach_the_configured_address(session: GoogleSession, server: Trouble) -> None:
    resource(session, "docs", "v1").documents().get(documentId="d1").execute()
    gspread_client(session).http_client.fetch_sheet_metadata("s1")
    assert [line.split("?")[0] for line in server.seen] == ["GET /v1/documents/d1", "GET /v4/spreadsheets/s1"]
    assert dict(session.calls.by_service) == {"docs": 1, "sheets": 1}


def test_a_refused_write_is_sent_again_after_the_minute(
    session: GoogleSession, server: Trouble, waits: list[float]
) -> None:
    server.answers = [(429, RATE_LIMIT), (200, {"ok": True})]
    answer = session.request("POST", "https://sheets.googleapis.com/v4/spreadsheets/s1:batchUpdate", json={})
    assert answer.json() == {"ok": True}
    assert waits[0] >= MINUTE_LIMIT_WAIT


def test_a_write_that_may_have_been_applied_is_never_sent_twice(
    session: GoogleSession, server: Trouble
) -> None:
    server.answers = [None]
    with pytest.raises(requests.ConnectionError):
        session.request("POST", "https://docs.googleapis.com/v1/documents/d1:batchUpdate", json={})
    assert len(server.seen) == 1


@pytest.mark.parametrize(
    ("answer", "tries"),
    [
        ((503, {}), 2),  # a read may be repeated
        ((403, DRIVE_RATE), 2),  # Drive's way of saying "too fast"
        ((403, STORAGE_FULL), 1),  # waiting does not make room
        ((404, {}), 1),  # gone stays gone
    ],
)
def test_a_read_is_repeated_only_where_that_helps(
    session: GoogleSession, server: Trouble, answer: tuple[int, object], tries: int
) -> None:
    server.answers = [answer, (200, {})]
    session.request("GET", "https://www.googleapis.com/drive/v3/files/f1")
    assert len(server.seen) == tries


def test_retries_come_to_an_end(session: GoogleSession, server: Trouble, waits: list[float]) -> None:
    server.answers = [(429, RATE_LIMIT)]
    assert session.request("GET", "https://forms.googleapis.com/v1/forms/f1").status_code == 429
    assert len(server.seen) == 4
    assert len(waits) == 3
