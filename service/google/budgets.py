"""Budgets before the call, so that Google's limits per minute are an exception and not the brake.

Numbers: google-facts §1.1, a sixth below what Google allows, since other programs of the account count too.
A service account is one user, so all schools of one service share them.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import cast

from pyrate_limiter import InMemoryBucket, Rate, RateItem

_MINUTE_MS = 60_000
_SECOND_MS = 1_000

#: Units a minute for one user; Drive counts units of its own (here in fives), everything else requests.
GOOGLE: Mapping[str, int] = MappingProxyType(
    {
        "sheets.read": 50,
        "sheets.write": 50,
        "docs.read": 250,
        "docs.write": 50,
        "forms.read": 320,
        "forms.write": 125,
        "forms.expensive": 150,
        "drive": 54_000,
        "file": 1,  # a second, to one spreadsheet
    }
)
#: Drive's price in fives of units: lists cost 100, changes of files 50, everything else 5.
_DRIVE_LIST, _DRIVE_WRITE, _DRIVE_READ = 20, 10, 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one request takes from which budget."""

    budget: str
    units: int = 1
    #: The spreadsheet that it is about, if it is about one.
    file_id: str | None = None


def cost_of(service: str, path: str, *, is_read: bool) -> Cost | None:
    """The cost of a request to a service ("sheets"); None for what has no budget."""
    if service == "drive":
        listing = is_read and path.rstrip("/").rpartition("/")[2] in ("files", "changes", "comments")
        units = _DRIVE_LIST if listing else _DRIVE_READ if is_read else _DRIVE_WRITE
        return Cost(budget="drive", units=units)
    kind = "read" if is_read else "write"
    if service == "forms" and path.endswith("/responses"):
        kind = "expensive"
    if f"{service}.{kind}" not in GOOGLE:
        return None
    file_id = path.removeprefix("/v4/spreadsheets/").partition("/")[0].partition(":")[0]
    return Cost(budget=f"{service}.{kind}", file_id=(file_id or None) if service == "sheets" else None)


@dataclass(slots=True)
class Budgets:
    """What may still be spent this minute; shared by all sessions of a process that act for one account."""

    #: Budget → units a minute ("file": requests a second); what is absent is unlimited.
    limits: Mapping[str, int] = field(default_factory=dict)
    _buckets: dict[str, InMemoryBucket] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, cost: Cost | None, sleep: Callable[[float], None]) -> None:
        """Wait until the request may go out."""
        if cost is None:
            return
        self._take(cost.budget, self.limits.get(cost.budget), _MINUTE_MS, cost.units, sleep)
        if cost.file_id is not None:
            self._take(f"file {cost.file_id}", self.limits.get("file"), _SECOND_MS, 1, sleep)

    def _take(
        self, name: str, limit: int | None, span_ms: int, units: int, sleep: Callable[[float], None]
    ) -> None:
        if limit is None:
            return
        with self._lock:
            bucket = self._buckets.setdefault(name, InMemoryBucket([Rate(limit, span_ms)]))
        while True:
            with self._lock:
                moment: int = bucket.now()  # type: ignore[no-untyped-call]  # of the library's own clock
                item = RateItem(name, moment, weight=min(units, limit))
                bucket.leak(item.timestamp)
                if bucket.put(item):
                    return
                wait = cast(int, bucket.waiting(item))  # a bucket in memory answers at once
            sleep(max(wait, 1) / 1000)
