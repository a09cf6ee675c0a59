"""Killing the service at chance moments of its work, then letting it go on."""

from __future__ import annotations

import json
import os
import random
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from tests.faults.bench import Bench
from tests.faults.school import PHASES
from tests.faults.sight import differences
from tests.faults.worker import KILL

ROOT = Path(__file__).parents[2]
#: Kills before the service is let go on.
_IN_A_ROW = 3
#: Seconds after the beginning of a call in which the kill comes: before, while, or after it is carried out.
_AFTER_CALL = 0.15


@dataclass(slots=True)
class Killer:
    """A worker process over the bench's school."""

    bench: Bench
    into: IO[str]
    out: IO[str]

    def start(self, phase: str) -> None:
        """Begin a phase in a process of its own."""
        order = {
            "phase": phase,
            "store": str(self.bench.database.engine.url),
            "address": self.bench.standin.url,
            "account": str(self.bench.standin.service_account),
        }
        self._say(json.dumps(order) + "\n")

    def end(self) -> int:
        """How the process ended: 0, or minus the signal that killed it."""
        return int(self.out.readline())

    def series(self, phase: str, seed: int) -> tuple[int, list[str]]:
        """Some kills in a row, then a clean run; gives how many hit, and what is not as it should be."""
        chance = random.Random(seed)
        self.bench.load(phase)
        hits = 0
        for _ in range(_IN_A_ROW):
            self.bench.faults.set()
            self.start(phase)
            self._wait_for_call(chance.randrange(len(self.bench.calls[phase])))
            time.sleep(chance.uniform(0, _AFTER_CALL))
            self._say(KILL)
            hits += self.end() == -signal.SIGKILL
            self.bench.faults.wait_until_idle()
        self.bench.faults.set()
        for _ in range(PHASES[phase].settles_in):
            self.bench.run(PHASES[phase])
        return hits, differences(self.bench.expected[phase], self.bench.state())

    def _wait_for_call(self, number: int) -> None:
        """Until so many calls have come in, or the process has ended: what is done is not done again."""
        while len(self.bench.faults.seen) <= number and not select.select([self.out], [], [], 0.005)[0]:
            pass

    def _say(self, line: str) -> None:
        self.into.write(line)
        self.into.flush()


@contextmanager
def a_killer(bench: Bench) -> Iterator[Killer]:
    """A worker over the bench's school."""
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path)}
    command = [sys.executable, "-m", "tests.faults.worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        yield Killer(bench, worker.stdin, worker.stdout)
        worker.stdin.close()
