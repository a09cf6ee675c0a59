"""Runs phases in processes that may be killed: it has everything imported and forks for each.

A line of JSON in (phase, store, address, account), how the process ended out. «kill» meanwhile kills it.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
from pathlib import Path

from service.store import Database
from service.workspace import GoogleEndpoint
from tests.faults.school import PHASES, run_phase

KILL = "kill\n"


def main() -> None:
    """Serve until the input ends."""
    for line in iter(sys.stdin.readline, ""):
        if line == KILL:
            continue  # it had ended by itself
        child = os.fork()
        if child == 0:
            _work(json.loads(line))
        print(_end_of(child), flush=True)


def _end_of(child: int) -> int:
    """0, the exit code, or minus the signal; asked for here alone, so the number stays the child's."""
    while True:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status)
        if select.select([sys.stdin], [], [], 0.01)[0] and sys.stdin.readline() == KILL:
            os.kill(child, signal.SIGKILL)


def _work(order: dict[str, str]) -> None:
    database = Database(order["store"])
    endpoint = GoogleEndpoint(base_url=order["address"], credentials=Path(order["account"]))
    run_phase(database, endpoint, PHASES[order["phase"]])
    os._exit(0)


if __name__ == "__main__":
    main()
