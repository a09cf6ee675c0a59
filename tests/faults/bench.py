"""A school on a stand-in that fails on order: its phases prepared once, and loaded again for each trial."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service.standin.faults import Fault, Faults
from service.standin.server import StandIn
from service.store import Database
from service.workspace import GoogleEndpoint
from tests.faults.school import PHASES, Phase, run_phase
from tests.faults.sight import State, seen

_STORE, _GOOGLE = "store.sqlite3", "google.sqlite3"


@dataclass(slots=True)
class Bench:
    """One school that can be set back to the beginning of a phase."""

    folder: Path
    standin: StandIn
    database: Database
    faults: Faults
    #: Name of a phase → what stands after it when nothing fails.
    expected: dict[str, State]
    #: Name of a phase → its calls to Google, in order, when nothing fails.
    calls: dict[str, list[str]]

    @property
    def endpoint(self) -> GoogleEndpoint:
        return GoogleEndpoint(base_url=self.standin.url, credentials=self.standin.service_account)

    def load(self, phase: str) -> None:
        """Set the school back to the beginning of a phase."""
        self.faults.set()
        self.database.engine.dispose()
        for name, folder in ((_STORE, self.folder), (_GOOGLE, self.folder / "google")):
            for extra in ("-wal", "-shm"):
                (folder / (name + extra)).unlink(missing_ok=True)
            shutil.copyfile(self.folder / "prepared" / phase / name, folder / name)

    def save(self, phase: str) -> None:
        """Keep the school as it is now as the beginning of a phase."""
        kept = self.folder / "prepared" / phase
        kept.mkdir(parents=True, exist_ok=True)
        self.database.engine.dispose()
        for name, folder in ((_STORE, self.folder), (_GOOGLE, self.folder / "google")):
            _checkpoint(folder / name)
            shutil.copyfile(folder / name, kept / name)

    def run(self, phase: Phase, **session: object) -> object:
        return run_phase(self.database, self.endpoint, phase, **session)

    def state(self) -> State:
        return seen(self.database, self.standin)

    def trial(self, phase: str, *faults: Fault) -> tuple[State, str | None]:
        """The phase with faults, then again without: what stands in the end, and how the first ended."""
        self.load(phase)
        ended = self.attempt(phase, *faults)
        for _ in range(PHASES[phase].settles_in):
            self.run(PHASES[phase])
        return self.state(), ended

    def attempt(self, phase: str, *faults: Fault) -> str | None:
        """The phase once with faults; how it ended, if not well."""
        self.faults.set(*faults)
        try:
            self.run(PHASES[phase])
        except Exception as error:
            return f"{type(error).__name__}: {error}"
        finally:
            self.faults.set()
        return None


def _checkpoint(path: Path) -> None:
    import sqlite3

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


@contextmanager
def open_bench(folder: Path) -> Iterator[Bench]:
    """A bench whose phases have been lived through once without a fault."""
    faults = Faults(sleep=lambda _: None)
    with StandIn.start(folder / "google", faults=faults) as standin:
        database = Database(f"sqlite:///{folder / _STORE}")
        bench = Bench(folder, standin, database, faults, {}, {})
        try:
            for name, phase in PHASES.items():
                faults.set()
                phase.people(database, bench.endpoint)
                bench.save(name)
                faults.set()
                bench.run(phase)
                bench.calls[name] = [call for call in faults.seen if call != "token"]
                for _ in range(phase.settles_in):
                    bench.run(phase)
                bench.expected[name] = bench.state()
            yield bench
        finally:
            database.close()
