"""How often one address may knock: at the sign-in, and at the hooks."""

from __future__ import annotations

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable

from pyrate_limiter import Duration, InMemoryBucket, Rate, RateItem

#: Addresses remembered at once; whoever has not come for longest is forgotten first.
_MOST_ADDRESSES = 10_000


def neighbourhood(address: str) -> str:
    """Who is counted together: one IPv4 address, or the 2⁶⁴ IPv6 addresses that one household has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


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
        now, address = int(self._clock() * 1000), neighbourhood(address)
        with self._lock:
            bucket = self._buckets.setdefault(address, InMemoryBucket([self._rate]))
            self._buckets.move_to_end(address)
            if len(self._buckets) > _MOST_ADDRESSES:
                self._buckets.popitem(last=False)
            bucket.leak(now)
            return bool(bucket.put(RateItem(address, now)))
