"""Recorded traffic of the real Google, sent to the stand-in: how many answers are the same."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from service.standin.server import StandIn

#: The part of all answers that has to be identical; only ever raised.
RATCHET = 0.911


def test_recorded_traffic_is_answered_as_google_answered_it(standin: StandIn, shared: Path) -> None:
    command = [
        sys.executable,
        str(shared / "tools" / "replay_cassettes.py"),
        str(shared / "data" / "google" / "gspread-cassettes"),
        standin.url,
        str(standin.service_account),
        "--deep",
    ]
    # google-auth would look the account up at Google itself.
    environment = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9"}

    run = subprocess.run(command, capture_output=True, text=True, env=environment, timeout=600, check=True)

    counted = re.search(r"(\d+)/(\d+) interactions identical", run.stdout)
    assert counted is not None, run.stdout
    assert int(counted[1]) >= RATCHET * int(counted[2]), run.stdout
