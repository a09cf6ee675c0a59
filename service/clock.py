"""The alarm clock: one guarded tick a minute. What is due is the database's business, not this one's."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import schedule

log = logging.getLogger(__name__)


def run_clock(tick: Callable[[], object], stop: threading.Event, *, pause: float = 1.0) -> None:
    """Call `tick` at once and then every minute until `stop` is set; what it raises is logged."""

    def guarded() -> None:
        # `schedule` would neither reschedule a job that raises nor run those after it.
        try:
            tick()
        except Exception:
            log.exception("the tick failed; the next one comes in a minute")

    alarm = schedule.Scheduler()
    alarm.every(1).minutes.do(guarded)
    guarded()
    while not stop.wait(pause):
        alarm.run_pending()
