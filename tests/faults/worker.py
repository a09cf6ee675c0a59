"""Runs phases in processes that may be killed: it has everything imported and forks for each.

A line of JSON in (phase, store, address, account), the child's number out, then how it ended.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

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
        print(child, flush=True)
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)


def _work(order: dict[str, str]) -> None:
    database = Database(order["store"])
    endpoint = GoogleEndpoint(base_url=order["address"], credentials=Path(order["account"]))
    run_phase(database, endpoint, PHASES[order["phase"]])
    os._exit(0)


if __name__ == "__main__":
    main()
