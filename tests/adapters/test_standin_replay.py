"""Recorded traffic of the real Google, sent to the stand-in: how many answers are the same."""

from __future__ import annotations

import datetime as dt
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from service.standin.auth import ACCOUNT
from service.standin.server import StandIn
from service.standin.sheets.book import Book, Sheet, dump
from service.standin.sheets.defaults import spreadsheet_properties
from service.standin.state import SPREADSHEET

Json = dict[str, Any]

#: The part of all answers that has to be identical; only ever raised. docs/stand-in.md lists the others.
#: One recording reads all files of the account that was recorded: on an empty account they are missing.
ON_AN_EMPTY_ACCOUNT = 0.911
ON_THE_SAME_ACCOUNT = 0.995

_READ = re.compile(r"/v4/spreadsheets/([\w-]{40,})(?:\?|$)")


@pytest.fixture
def recordings(shared: Path) -> Path:
    """The folder of recordings."""
    return shared / "data" / "google" / "gspread-cassettes"


def test_recorded_traffic_is_answered_as_google_answered_it(
    standin: StandIn, shared: Path, recordings: Path
) -> None:
    same, total, report = replay(standin, shared, recordings)
    assert same >= ON_AN_EMPTY_ACCOUNT * total, report


def test_on_an_account_with_the_same_files_nearly_all_answers_are_the_same(
    standin: StandIn, shared: Path, recordings: Path
) -> None:
    for answer in older_spreadsheets(recordings):
        put(standin, answer)
    same, total, report = replay(standin, shared, recordings)
    assert same >= ON_THE_SAME_ACCOUNT * total, report


def replay(standin: StandIn, shared: Path, recordings: Path) -> tuple[int, int, str]:
    """(identical answers, all answers, what the tool printed)."""
    tool = shared / "tools" / "replay_cassettes.py"
    command = [sys.executable, tool, recordings, standin.url, standin.service_account, "--deep"]
    # google-auth would look the account up at Google itself.
    environment = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9"}
    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=True)
    counted = re.search(r"(\d+)/(\d+) interactions identical", run.stdout)
    assert counted is not None, run.stdout
    return int(counted[1]), int(counted[2]), run.stdout


def older_spreadsheets(recordings: Path) -> Iterator[Json]:
    """What Google says of spreadsheets that a recording reads and did not make."""
    seen: set[str] = set()
    for path in sorted(recordings.glob("*.json")):
        made: set[str] = set()
        for interaction in json.loads(path.read_text(encoding="utf-8"))["interactions"]:
            request, text = interaction["request"], interaction["response"]["body"]["string"]
            if request["method"] == "POST" and "/drive/v3/files" in request["uri"]:
                made.add(json.loads(text)["id"])
            read = _READ.search(request["uri"])
            if read is None or request["method"] != "GET" or interaction["response"]["status"]["code"] != 200:
                continue
            if read[1] not in made | seen:
                seen.add(read[1])
                yield json.loads(text)


def put(standin: StandIn, answer: Json) -> None:
    """A spreadsheet with the id, name, locale and tabs that Google told of."""
    properties = {key: value for key, value in answer["properties"].items() if key != "title"}
    sheets = []
    for shown in answer["sheets"]:
        sheet = Sheet({key: value for key, value in shown["properties"].items() if key != "index"})
        sheet.merges = [{"sheetId": sheet.id, **merge} for merge in shown.get("merges", ())]
        sheets.append(sheet)
    book = Book(spreadsheet_properties() | properties, sheets, answer.get("namedRanges", []))
    with standin.database.transaction(ACCOUNT, dt.datetime.now(dt.UTC), write=True) as state:
        state.create_file(
            name=answer["properties"]["title"],
            mime_type=SPREADSHEET,
            content=dump(book),
            file_id=answer["spreadsheetId"],
        )
