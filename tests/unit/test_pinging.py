"""The watcher outside hears of each cycle, and its troubles are not the school's."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from service.config import SettingsError, load_settings
from service.pinging import ping

ANSWERS = {"/busy": 503, "/moved": 302}


class Watcher(BaseHTTPRequestHandler):
    """Writes down what it is asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_response(ANSWERS.get(self.path, 200))
        self.send_header("Location", "/elsewhere")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def watcher() -> Iterator[tuple[str, list[str]]]:
    """(address, what was asked)."""
    asked: list[str] = []
    handler = type("Noting", (Watcher,), {"asked": asked})
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()
        thread.join()


def test_a_good_cycle_and_a_failed_one_are_told_apart(watcher: tuple[str, list[str]]) -> None:
    address, asked = watcher
    ping(f"{address}/ping/1234", ok=True)
    ping(f"{address}/ping/1234/?rid=1", ok=False)
    ping(f"{address}/ping/1234", ok=False, fail_url=f"{address}/down")
    assert asked == ["/ping/1234", "/ping/1234/fail?rid=1", "/down"]


def test_without_an_address_nobody_is_asked() -> None:
    ping(None, ok=True)
    ping(None, ok=False)


@pytest.mark.parametrize("path", ["/busy", "/moved"])
def test_it_is_asked_once_and_followed_nowhere(
    watcher: tuple[str, list[str]], path: str, caplog: pytest.LogCaptureFixture
) -> None:
    address, asked = watcher
    with caplog.at_level(logging.WARNING):
        ping(address + path, ok=True)
    assert asked == [path]
    assert bool(caplog.records) is (path == "/busy")


def test_a_watcher_that_is_gone_is_logged_without_its_address(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        ping("http://127.0.0.1:9/ping/secret-1234", ok=True)
    assert len(caplog.records) == 1
    assert "secret-1234" not in caplog.text


@pytest.mark.parametrize("value", ["ftp://example.org/x", "file:///etc/passwd", "hc-ping.com/1", "http://"])
def test_an_address_that_is_none_is_refused_by_its_setting(value: str) -> None:
    with pytest.raises(SettingsError, match="DUNGHAN_PING_URL"):
        load_settings({"DUNGHAN_PING_URL": value})


def test_the_address_is_no_part_of_what_settings_show() -> None:
    settings = load_settings({"DUNGHAN_PING_URL": "https://hc-ping.com/secret-1234"})
    assert settings.ping_url == "https://hc-ping.com/secret-1234"
    assert "secret-1234" not in repr(settings)
