"""Recorded traffic of the real Google, sent to the stand-in: how many answers are the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from service.standin.prepared import prepare
from service.standin.server import StandIn

#: The part of all answers that has to be identical; only ever raised. docs/stand-in.md lists the others.
#: One recording reads all files of the account that was recorded: an empty account cannot give those answers.
ON_AN_EMPTY_ACCOUNT = 0.911
ON_THE_SAME_ACCOUNT = 0.995
WITHOUT_THAT_RECORDING = 0.997
OF_OLD_FILES = "ClientTest.test_open_all_has_metadata.json"


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
    assert prepare(standin.database, recordings) == 33
    assert prepare(standin.database, recordings) == 0
    same, total, report = replay(standin, shared, recordings)
    assert same >= ON_THE_SAME_ACCOUNT * total, report


def test_but_for_the_recording_of_old_files_an_empty_account_answers_nearly_all(
    standin: StandIn, shared: Path, recordings: Path, tmp_path: Path
) -> None:
    for path in recordings.glob("*.json"):
        if path.name != OF_OLD_FILES:
            (tmp_path / path.name).symlink_to(path)
    same, total, report = replay(standin, shared, tmp_path)
    assert same >= WITHOUT_THAT_RECORDING * total, report


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
