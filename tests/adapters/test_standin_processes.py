"""Several processes of the stand-in over one folder."""

from __future__ import annotations

import concurrent.futures
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from standin_caller import Caller

from service.standin.server import StandIn

ROOT = Path(__file__).parents[2]
SERVE = """
import sys, pathlib
from service.standin.server import serve
serve(pathlib.Path(sys.argv[1]), port=0, ready=lambda running: print(running.url, flush=True))
"""


@contextmanager
def process(folder: Path) -> Iterator[str]:
    """Address of a stand-in in a process of its own."""
    command = [sys.executable, "-c", SERVE, str(folder)]
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as running:
        try:
            assert running.stdout is not None
            yield running.stdout.readline().strip()
        finally:
            running.terminate()


def test_a_second_process_serves_the_same_files_and_takes_the_same_tokens(
    standin: StandIn, google: Caller
) -> None:
    google.create("Ở đây")
    folder = standin.service_account.parent

    with process(folder) as url:
        there = Caller(url, google.session)
        there.create("Ở kia")
        assert sorted(there.names()) == sorted(google.names()) == ["Ở kia", "Ở đây"]

        def tokens_from(name: str) -> str:
            return str(json.loads((folder / name).read_text(encoding="utf-8"))["token_uri"])

        # Each has a key file that leads to itself; the first one's stays as it was.
        assert tokens_from("service-account.json") == f"{standin.url}/token"
        assert tokens_from(f"service-account-{url.rpartition(':')[2]}.json") == f"{url}/token"


def test_writers_in_two_processes_lose_nothing(standin: StandIn, google: Caller) -> None:
    document = google.create()

    def add(url: str, word: str) -> None:
        insert = {"insertText": {"endOfSegmentLocation": {}, "text": word}}
        Caller(url, google.session).json(
            "POST", f"/v1/documents/{document}:batchUpdate", json={"requests": [insert]}
        )

    google.names()
    with process(standin.service_account.parent) as url:
        words = [f"({n})" for n in range(20)]
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            list(pool.map(add, [standin.url, url] * 10, words))

    text = google("GET", f"/drive/v3/files/{document}/export?mimeType=text/plain").text
    assert all(word in text for word in words)


def test_two_processes_may_make_the_folder_at_the_same_time(
    tmp_path: Path, credentials_for: Callable[..., object]
) -> None:
    folder = tmp_path / "fresh"
    with process(folder) as one, process(folder) as other:
        assert one != other
        assert (folder / "service-account.json").exists()


def test_a_port_that_is_taken_is_an_error(standin: StandIn, tmp_path: Path) -> None:
    port = int(standin.url.rpartition(":")[2])
    with pytest.raises(OSError, match="in use"):
        StandIn.start(tmp_path / "other", port=port)


def test_what_was_written_is_there_after_a_restart(standin: StandIn, google: Caller) -> None:
    file_id = google.create("Sổ")
    with StandIn.start(standin.service_account.parent) as again:
        assert Caller(again.url, google.session).file(file_id)["name"] == "Sổ"
