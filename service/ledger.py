"""Keeping a run in the ledger: entered when it begins, closed with what it read, refused, wrote and cost."""

from __future__ import annotations

import datetime as dt
import logging
import time
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

from service.config import ZONE
from service.domain.records import Problem
from service.domain.runs import Outcome, Proof, SourceRead, Step, Written
from service.errors import message_for_people
from service.google.session import GoogleSession
from service.store import Database, Run
from service.store import runs as run_rows
from service.store import schools as school_rows
from service.turns import my_turn
from service.workspace import Workspace

log = logging.getLogger(__name__)

#: Lines of runs in which nothing happened are kept so long, all others so long.
KEEP_IDLE = dt.timedelta(days=30)
KEEP = dt.timedelta(days=400)
#: A run without an end that began longer ago than this was killed.
KILLED_AFTER = dt.timedelta(minutes=30)


class Entry:
    """The open line of a run; gathers what there is to prove."""

    def __init__(self, session: GoogleSession) -> None:
        """Calls are those that `session` counts."""
        self._session = session
        self.proof = Proof()
        #: What went wrong without stopping the run, in Vietnamese.
        self.errors: tuple[str, ...] = ()

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time and calls of the block count for this step."""
        began, before = time.monotonic(), Counter(self._session.calls.by_service)
        try:
            yield
        finally:
            calls = Counter(self._session.calls.by_service) - before
            step = Step(name=name, seconds=round(time.monotonic() - began, 3), calls=dict(calls))
            self.proof = replace(self.proof, steps=(*self.proof.steps, step))

    def read(self, sources: Iterable[SourceRead]) -> None:
        """What came of reading sources."""
        self.proof = replace(self.proof, sources=(*self.proof.sources, *sources))

    def refused(self, problems: Iterable[Problem]) -> None:
        """What cannot be used as it is."""
        self.proof = replace(self.proof, refused=dict(Counter(problem.source for problem in problems)))

    def wrote(self, where: str, what: str) -> None:
        """Something was written to Google."""
        self.proof = replace(self.proof, written=(*self.proof.written, Written(where=where, what=what)))


@contextmanager
def entered(ws: Workspace, kind: str, now: dt.datetime) -> Iterator[Entry]:
    """A run that is in the ledger from its first moment, so that a killed one shows.

    `now` is the school's time. Only one run works for a school at a time: raises BusyError.
    """
    with my_turn(ws.database, ws.school_id), _entered(ws, kind, now) as entry:
        yield entry


@contextmanager
def _entered(ws: Workspace, kind: str, now: dt.datetime) -> Iterator[Entry]:
    run = Run(
        id=uuid.uuid4().hex,
        kind=kind,
        started_at=_real_now(),
        school_time=now,
        as_of=now.astimezone(ZONE).date(),
    )
    entry = Entry(ws.session)
    with ws.database.begin() as tx:
        is_set_up = school_rows.find_school(tx, ws.school_id) is not None
        if is_set_up:
            run_rows.begin_run(tx, ws.school_id, run)
    if not is_set_up:  # there is nobody's ledger yet; the work itself says what is missing
        yield entry
        return
    try:
        yield entry
    except Exception as error:
        entry.errors = (*entry.errors, message_for_people(error))
        _close_failed(ws, run, entry)
        raise
    _close(ws, run, entry)


def thin(database: Database, school_id: str, now: dt.datetime) -> int:
    """Take old lines out of the ledger, `now` being the real time; gives how many went."""
    with database.begin() as tx:
        return run_rows.thin_runs(tx, school_id, idle_before=now - KEEP_IDLE, before=now - KEEP)


def unfinished(runs: Sequence[Run], now: dt.datetime) -> frozenset[str]:
    """Ids of those, of the newest runs, that were killed: they never ended, and cannot be running."""
    return frozenset(
        run.id for run in runs if run.outcome is Outcome.RUNNING and run.started_at < now - KILLED_AFTER
    )


def _close_failed(ws: Workspace, run: Run, entry: Entry) -> None:
    # What stopped the run is what is told, not that the ledger could not take it either.
    try:
        _close(ws, run, entry)
    except Exception:
        log.exception("the ledger could not be closed")


def _close(ws: Workspace, run: Run, entry: Entry) -> None:
    ended = replace(
        run,
        finished_at=_real_now(),
        outcome=_outcome(entry),
        proof=entry.proof,
        error="\n".join(entry.errors) or None,
    )
    with ws.database.begin() as tx:
        run_rows.end_run(tx, ws.school_id, ended)


def _outcome(entry: Entry) -> Outcome:
    if entry.errors:
        return Outcome.FAILED
    # A source that fails again and again is nothing new; when it began to, a line was written of it.
    return Outcome.DONE if entry.proof.changed or entry.proof.written else Outcome.IDLE


def _real_now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)
