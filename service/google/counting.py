"""A count of the calls to Google; the ledger counts them by step of the work."""

from __future__ import annotations

import collections
from dataclasses import dataclass, field


@dataclass(slots=True)
class CallCount:
    """How many requests went out in one session, which serves one school."""

    #: "sheets" → requests.
    by_service: collections.Counter[str] = field(default_factory=collections.Counter)
    reads: int = 0
    writes: int = 0

    def add(self, service: str, *, is_read: bool) -> None:
        """Count one request, tries after a refusal included."""
        self.by_service[service] += 1
        if is_read:
            self.reads += 1
        else:
            self.writes += 1

    @property
    def total(self) -> int:
        """All requests."""
        return self.by_service.total()
