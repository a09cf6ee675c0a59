"""Every call of a full cycle × every fault: which trials there are, and what became of each."""

from __future__ import annotations

import gc
import logging
import random
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from multiprocessing.queues import Queue
from pathlib import Path

from service.google.retrying import MAX_TRIES
from service.standin.faults import Fault
from tests.faults.bench import Bench, open_bench
from tests.faults.sight import differences

#: Column of the table → kind of fault, and how many calls in a row it hits. What is refused once is sent
#: again by the session; what fails as often as the session tries is left to the next cycle.
COLUMNS: Mapping[str, tuple[str, int]] = {
    "429": ("429", 1),
    "429 lasting": ("429", MAX_TRIES),
    "403 rate": ("403-rate", 1),
    "403 rate (details)": ("403-rate-details", 1),
    "403": ("403", 1),
    "403 storage": ("403-storage", 1),
    "404": ("404", 1),
    "401": ("401", 1),
    "500 html": ("500", 1),
    "502 html": ("502", 1),
    "503 html": ("503", 1),
    "503 lasting": ("503", MAX_TRIES),
    "500 after": ("500-after", 1),
    "500 after, lasting": ("500-after", MAX_TRIES),
    "dropped before": ("drop-before", 1),
    "dropped before, lasting": ("drop-before", MAX_TRIES),
    "dropped after": ("drop-after", 1),
    "dropped after, lasting": ("drop-after", MAX_TRIES),
    "time-out before": ("time-out-before", 1),
    "time-out after": ("time-out-after", 1),
    "truncated": ("truncated", 1),
    "truncated, lasting": ("truncated", MAX_TRIES),
    "slow": ("slow", 1),
    "stale list": ("stale", 1),
    "disorder": ("disorder", 1),
}
_LISTS = ("files.list", "responses.list", "changes.list")
#: Faults of the way to Google, which only the session sees: one call of each method is enough.
_SESSION_ONLY = ("429", "403 rate", "403 rate (details)", "401", "502 html", "slow")


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """One fault at one call."""

    phase: str
    #: Counted from 1 among the calls of the phase.
    position: int
    call: str
    column: str

    @property
    def fault(self) -> Fault:
        kind, times = COLUMNS[self.column]
        # Tokens are fetched in between and are not counted.
        return Fault(kind=kind, method="*.*", nth=self.position, times=times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Which of the trials one process does."""

    number: int
    parts: int
    #: Only the trials of this phase, of this column; of all if None.
    phase: str | None = None
    column: str | None = None
    #: Only so many of them, picked by chance with this seed.
    sample: int | None = None
    seed: int = 0

    def picked(self, all_trials: Iterable[Trial]) -> list[Trial]:
        """The trials of this part."""
        wanted = [
            trial
            for trial in all_trials
            if self.phase in (None, trial.phase) and self.column in (None, trial.column)
        ]
        if self.sample is not None:
            chance = random.Random(self.seed)
            wanted = chance.sample(wanted, min(self.sample, len(wanted)))
        return wanted[self.number :: self.parts]


def trials(bench: Bench) -> Iterator[Trial]:
    """All trials, in the order of the calls."""
    for phase, calls in bench.calls.items():
        met: set[str] = set()
        for position, call in enumerate(calls, 1):
            for column in COLUMNS:
                if column == "stale list" and not call.endswith("files.list"):
                    continue
                if column == "disorder" and not call.endswith(_LISTS):
                    continue
                if column in _SESSION_ONLY and call in met:
                    continue
                yield Trial(phase=phase, position=position, call=call, column=column)
            met.add(call)


def outcome(bench: Bench, trial: Trial) -> list[str]:
    """What is not as it would be without the fault; nothing, if all is well."""
    try:
        state, _ = bench.trial(trial.phase, trial.fault)
    except Exception as error:
        return [f"the clean cycle failed: {type(error).__name__}: {error}"]
    return differences(bench.expected[trial.phase], state)


def part(order: Part, told: Queue[tuple[Trial, list[str]] | None]) -> None:
    """Every n-th trial, on a bench of its own. Each is told when it is over; nothing, when all are."""
    logging.disable(logging.CRITICAL)
    gc.set_threshold(20_000)  # as the command does (service/cli)
    try:
        with tempfile.TemporaryDirectory() as folder, open_bench(Path(folder)) as bench:
            for trial in order.picked(trials(bench)):
                told.put((trial, outcome(bench, trial)))
    finally:
        told.put(None)
