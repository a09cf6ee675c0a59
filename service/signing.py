"""What keeps a report from being signed: one answer for the pages, the commands, the tab and the Doc."""

from __future__ import annotations

from service.domain.expectations import Period
from service.domain.readiness import Blocker
from service.editions import seen_for_report
from service.reporting import blockers_of
from service.state import SchoolState
from service.store import Database


def signing_blockers(database: Database, state: SchoolState, period: Period) -> tuple[Blocker, ...]:
    """What speaks against signing the report as it is written: data up to its close, today's settings.

    Empty when it is ready, and once it is approved.
    """
    if state.life(period.key).is_settled:
        return ()
    return blockers_of(seen_for_report(database, state, period), period)
