"""How often one address may knock: at the sign-in, and at the hooks."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from pyrate_limiter import Duration, InMemoryBucket, Rate, RateItem

#: Addresses remembered at once; whoever has not come for longest is forgotten first.
_MOST_ADDRESSES = 10_000


class Limit:
    """So many requests a minute from each address."""

    def __init__(self, per_minute: int, clock: Callable[[], float] = time.monotonic) -> None:
        """`clock` gives seconds that only go forward."""
        self._rate = Rate(per_minute, Duration.MINUTE)
        self._clock = clock
        self._buckets: OrderedDict[str, InMemoryBucket] = OrderedDict()
        self._lock = threading.Lock()

    def allows(self, address: str) -> bool:
        """Count one request; False if it is one too many."""
        now = int(self._clock() * 1000)
        with self._lock:
            bucket = self._buckets.setdefault(address, InMemoryBucket([self._rate]))
            self._buckets.move_to_end(address)
            if len(self._buckets) > _MOST_ADDRESSES:
                self._buckets.popitem(last=False)
            bucket.leak(now)
            return bool(bucket.put(RateItem(address, now)))
