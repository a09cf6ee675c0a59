"""Does Google do what the service counts on? Tried out with scratch files that are thrown away again."""

from __future__ import annotations

from service.verifying.run import verify
from service.verifying.seen import Seen

__all__ = ["Seen", "verify"]
