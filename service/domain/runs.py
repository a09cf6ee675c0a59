"""What a run of the service did, as its line in the ledger proves it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Outcome(StrEnum):
    """How a run ended."""

    RUNNING = "running"
    DONE = "done"
    #: It went well, and there was nothing new to read or write.
    IDLE = "idle"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRead:
    """What was read of one source."""

    key: str
    #: As people know it.
    label: str
    #: Submissions in the answer.
    read: int = 0
    #: Of those not known before, rows taken away included.
    changed: int = 0
    #: Newest submission after the reading.
    cursor: dt.datetime | None = None
    #: Drive's number of the version of the file, where it was told.
    revision: str | None = None
    #: In Vietnamese; None if it was read.
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One thing that was written to Google."""

    #: A file as people know it.
    where: str
    #: What of it, in Vietnamese: «tab «Theo dõi»», «12 đoạn».
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the run and what it cost."""

    name: str
    seconds: float
    #: Google's service → requests.
    calls: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Proof:
    """Everything that a run read, refused and wrote. All of it may be empty: older lines knew less."""

    sources: tuple[SourceRead, ...] = ()
    #: Name of a form or file → how much in it cannot be used.
    refused: Mapping[str, int] = field(default_factory=dict)
    written: tuple[Written, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def read(self) -> int:
        """Submissions read."""
        return sum(item.read for item in self.sources)

    @property
    def changed(self) -> int:
        """Submissions that were not known before."""
        return sum(item.changed for item in self.sources)

    @property
    def failed(self) -> tuple[SourceRead, ...]:
        """Sources that could not be read."""
        return tuple(item for item in self.sources if item.error)

    @property
    def calls(self) -> Mapping[str, int]:
        """Google's service → requests of all steps."""
        total: Counter[str] = Counter()
        for step in self.steps:
            total.update(step.calls)
        return dict(total)
