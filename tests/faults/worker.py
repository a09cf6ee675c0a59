"""Runs phases in processes that may be killed: it has everything imported and forks for each.

A line of JSON in (phase, store, address, account, kill_after), how it ended out.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from service.store import Database
from service.workspace import GoogleEndpoint
from tests.faults.school import PHASES, run_phase


def main() -> None:
    """Serve until the input ends."""
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            _work(order)
        if order["kill_after"] is not None:
            time.sleep(order["kill_after"])
            # It is asked for only below, so the number is still its own, even if it has ended.
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _work(order: dict[str, Any]) -> None:
    database = Database(order["store"])
    endpoint = GoogleEndpoint(base_url=order["address"], credentials=Path(order["account"]))
    run_phase(database, endpoint, PHASES[order["phase"]])
    os._exit(0)


if __name__ == "__main__":
    main()
