"""Google's limits per minute; off by default."""

from __future__ import annotations

import threading
import time
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from service.standin.discovery import Method
from service.standin.errors import GoogleError

#: Requests per minute, user and project, as the limits pages of the APIs give them.
GOOGLE_LIMITS: Mapping[str, int] = {
    "sheets.read": 60,
    "sheets.write": 60,
    "docs.read": 300,
    "docs.write": 60,
    "forms.read": 390,
    "forms.write": 150,
    "forms.expensive": 180,
}
_NAMES = {"read": "Read", "write": "Write", "expensive": "Expensive Read"}
_MINUTE = 60.0


def parse_limits(text: str) -> dict[str, int]:
    """Limits from "google", which are Google's own, or from "sheets.read=5,docs.write=1".

    Raises ValueError for a name that no API has, or for what is no number.
    """
    if text == "google":
        return dict(GOOGLE_LIMITS)
    limits = {}
    for part in text.split(","):
        name, _, value = part.strip().partition("=")
        if name not in GOOGLE_LIMITS:
            raise ValueError(f"no such limit: {name}")
        limits[name] = int(value)
    return limits


@dataclass(slots=True)
class Quotas:
    """How much each caller may still do this minute."""

    #: "sheets.read" → requests a minute; what is absent is unlimited.
    limits: Mapping[str, int] = field(default_factory=dict)
    _spent: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spend(self, api: str, method: Method, user: str) -> None:
        """Count one request; raises Google's 429 over the limit."""
        kind = "read" if method.http_method == "GET" else "write"
        if method.id == "forms.responses.list":
            kind = "expensive"
        limit = self.limits.get(f"{api}.{kind}")
        if limit is None:
            return
        now = time.monotonic()
        with self._lock:
            spent = self._spent[user, f"{api}.{kind}"]
            while spent and spent[0] <= now - _MINUTE:
                spent.popleft()
            if len(spent) >= limit:
                raise _exceeded(api, _NAMES[kind], limit)
            spent.append(now)


def _exceeded(api: str, name: str, limit: int) -> GoogleError:
    service = f"{api}.googleapis.com"
    plain = name.replace(" ", "")
    message = (
        f"Quota exceeded for quota metric '{name} requests' and limit '{name} requests per minute per user' "
        f"of service '{service}' for consumer 'project_number:100000000001'."
    )
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "RATE_LIMIT_EXCEEDED",
        "domain": "googleapis.com",
        "metadata": {
            "service": service,
            "quota_metric": f"{service}/{name.lower().replace(' ', '_')}_requests",
            "quota_limit": f"{plain}RequestsPerMinutePerUser",
            "quota_limit_value": str(limit),
            "consumer": "projects/100000000001",
        },
    }
    help_links = {
        "@type": "type.googleapis.com/google.rpc.Help",
        "links": [
            {
                "description": "Request a higher quota limit.",
                "url": "https://cloud.google.com/docs/quotas/help/request_increase",
            }
        ],
    }
    return GoogleError(429, message, details=[info, help_links], reason="rateLimitExceeded")
