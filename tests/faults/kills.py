"""Killing the service at chance moments of its work, then letting it go on."""

from __future__ import annotations

import json
import os
import random
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

ROOT = Path(__file__).parents[2]
#: Kills before the service is let go on.
_IN_A_ROW = 3


@dataclass(slots=True)
class Killer:
    """A worker process, and how long each phase takes there when it is left alone."""

    bench: Bench
    into: IO[str]
    out: IO[str]
    seconds: dict[str, float]

    def start(self, phase: str, *, kill_after: float | None = None) -> None:
        """Begin a phase in a process of its own, which may be killed after some seconds."""
        order = {
            "phase": phase,
            "store": str(self.bench.database.engine.url),
            "address": self.bench.standin.url,
            "account": str(self.bench.standin.service_account),
            "kill_after": kill_after,
        }
        self.into.write(json.dumps(order) + "\n")
        self.into.flush()

    def end(self) -> int:
        """How the process ended: 0, or minus the signal that killed it."""
        return int(self.out.readline())

    def measure(self) -> None:
        """Let each phase run once."""
        for phase in PHASES:
            self.bench.load(phase)
            began = time.monotonic()
            self.start(phase)
            assert self.end() == 0, f"the phase {phase} fails by itself"
            self.seconds[phase] = time.monotonic() - began

    def series(self, phase: str, seed: int) -> tuple[int, list[str]]:
        """Some kills in a row, then a clean run; gives how many hit, and what is not as it should be."""
        chance = random.Random(seed)
        self.bench.load(phase)
        hits = 0
        for _ in range(_IN_A_ROW):
            self.start(phase, kill_after=chance.uniform(0.02, self.seconds[phase]))
            hits += self.end() == -signal.SIGKILL
            self.bench.faults.wait_until_idle()
        for _ in range(PHASES[phase].settles_in):
            self.bench.run(PHASES[phase])
        return hits, differences(self.bench.expected[phase], self.bench.state())


@contextmanager
def a_killer(bench: Bench, *, measured: bool = True) -> Iterator[Killer]:
    """A worker over the bench's school."""
    path = [str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path)}
    command = [sys.executable, "-m", "tests.faults.worker"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
    ) as worker:
        assert worker.stdin is not None
        assert worker.stdout is not None
        killer = Killer(bench, worker.stdin, worker.stdout, {})
        if measured:
            killer.measure()
        yield killer
        worker.stdin.close()
