"""How long fuzz tests look: a moment in `make test`, much longer in `make fuzz`."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

#: Set by `make fuzz`.
TIMES = int(os.environ.get("DUNGHAN_FUZZ") or "1")


def bounded(examples: int) -> settings:
    """So many examples in an ordinary run."""
    slow = (HealthCheck.too_slow, HealthCheck.function_scoped_fixture, HealthCheck.data_too_large)
    return settings(max_examples=examples * TIMES, deadline=None, suppress_health_check=slow)
