"""What runs by itself: due times in the database, claims, failures, and the tick that survives them."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import threading
from collections.abc import Callable

import pytest
from world import SCHOOL

from service.clock import run_clock
from service.config import ZONE
from service.jobs import RETRY_AFTER, JobKind, next_night, next_sync, schedule_school, tick
from service.store import Database, Job
from service.store import jobs as job_rows
from service.store.turns import turn

MORNING = dt.datetime(2025, 4, 22, 8, 0, tzinfo=ZONE)


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> dt.datetime:
        return self.now

    def turn(self, **by: float) -> None:
        self.now += dt.timedelta(**by)


@pytest.fixture
def clock() -> Clock:
    return Clock()


def a_kind(
    runs: list[str], name: str = "sync", fails: Callable[[], bool] = lambda: False
) -> dict[str, JobKind]:
    """A kind of job that notes its runs."""

    def run(school_id: str, now: dt.datetime) -> None:
        runs.append(f"{name} {school_id} {now:%H:%M}")
        if fails():
            raise RuntimeError("the network is gone")

    return {name: JobKind(run, next_sync)}


def the_job(database: Database) -> Job:
    with database.begin() as tx:
        [job] = job_rows.list_jobs(tx, SCHOOL)
    return job


def test_a_new_job_is_due_at_once_and_then_every_five_minutes(database: Database, clock: Clock) -> None:
    runs: list[str] = []
    kinds = a_kind(runs)
    schedule_school(database, SCHOOL, kinds, clock())

    for _ in range(11):
        tick(database, kinds, clock)
        clock.turn(minutes=1)

    assert runs == [f"sync {SCHOOL} 08:00", f"sync {SCHOOL} 08:05", f"sync {SCHOOL} 08:10"]


def test_times_missed_while_nothing_ran_are_made_up_for_once(database: Database, clock: Clock) -> None:
    runs: list[str] = []
    kinds = a_kind(runs)
    schedule_school(database, SCHOOL, kinds, clock())
    tick(database, kinds, clock)
    clock.turn(hours=9)
    assert tick(database, kinds, clock) == 1
    assert tick(database, kinds, clock) == 0
    assert len(runs) == 2


def test_scheduling_a_school_again_moves_nothing(database: Database, clock: Clock) -> None:
    kinds = a_kind([])
    schedule_school(database, SCHOOL, kinds, clock())
    tick(database, kinds, clock)
    due = the_job(database).due_at
    clock.turn(minutes=1)
    schedule_school(database, SCHOOL, kinds, clock())
    assert the_job(database).due_at == due


def test_a_failing_job_does_not_keep_the_next_one_from_running(database: Database, clock: Clock) -> None:
    runs: list[str] = []
    kinds = a_kind(runs, "broken", fails=lambda: True) | a_kind(runs, "sync")
    schedule_school(database, SCHOOL, kinds, clock())
    assert tick(database, kinds, clock) == 2
    assert sorted(runs) == [f"broken {SCHOOL} 08:00", f"sync {SCHOOL} 08:00"]


def test_a_failure_is_kept_for_people_and_forgotten_after_a_good_run(
    database: Database, clock: Clock
) -> None:
    broken = True
    kinds = a_kind([], fails=lambda: broken)
    schedule_school(database, SCHOOL, kinds, clock())
    tick(database, kinds, clock)
    failed = the_job(database)
    assert failed.last_error == (
        "Có lỗi bên trong dịch vụ. Dữ liệu đã có vẫn an toàn; xin gửi nhật ký cho người quản trị."
    )
    assert failed.last_ok_at is None

    broken = False
    clock.turn(minutes=6)
    tick(database, kinds, clock)
    mended = the_job(database)
    assert mended.last_error is None
    assert mended.last_ok_at == clock()


def test_a_nightly_job_that_failed_is_tried_again_the_same_night(database: Database, clock: Clock) -> None:
    kinds = {"nightly": JobKind(a_kind([], fails=lambda: True)["sync"].run, next_night)}
    schedule_school(database, SCHOOL, kinds, clock())
    tick(database, kinds, clock)
    assert the_job(database).due_at == clock() + RETRY_AFTER


def test_a_job_that_another_process_holds_is_left_to_it(database: Database, clock: Clock) -> None:
    runs: list[str] = []
    kinds = a_kind(runs)
    schedule_school(database, SCHOOL, kinds, clock())
    with concurrent.futures.ThreadPoolExecutor(1) as elsewhere, turn(database, SCHOOL, wait=0):
        assert elsewhere.submit(tick, database, kinds, clock).result() == 0
    assert runs == []
    assert tick(database, kinds, clock) == 1  # it stayed due


def test_the_claim_of_a_process_that_died_is_void_at_once(database: Database, clock: Clock) -> None:
    runs: list[str] = []
    kinds = a_kind(runs)
    schedule_school(database, SCHOOL, kinds, clock())
    with database.begin() as tx:
        job_rows.claim(tx, SCHOOL, "sync", clock())
    assert tick(database, kinds, clock) == 1
    assert len(runs) == 1


def test_a_job_of_a_kind_that_is_no_more_is_left_alone(database: Database, clock: Clock) -> None:
    schedule_school(database, SCHOOL, a_kind([], "gone"), clock())
    assert tick(database, a_kind([]), clock) == 0


@pytest.mark.parametrize(
    ("now", "night"),
    [
        # before two o'clock it is tonight, from two o'clock on the next one
        (dt.datetime(2025, 4, 20, 1, 59, tzinfo=ZONE), dt.datetime(2025, 4, 20, 2, 0, tzinfo=ZONE)),
        (dt.datetime(2025, 4, 20, 2, 0, tzinfo=ZONE), dt.datetime(2025, 4, 21, 2, 0, tzinfo=ZONE)),
        # the night is the school's: 18:30 UTC is 01:30 there
        (dt.datetime(2025, 4, 20, 18, 30, tzinfo=dt.UTC), dt.datetime(2025, 4, 21, 2, 0, tzinfo=ZONE)),
    ],
)
def test_the_night_run_is_at_two_in_the_schools_zone(now: dt.datetime, night: dt.datetime) -> None:
    assert next_night(now) == night


def test_a_tick_that_raises_does_not_stop_the_clock() -> None:
    stop = threading.Event()
    ticks: list[int] = []

    def bad_tick() -> None:
        ticks.append(1)
        stop.set()
        raise RuntimeError("the disk is full")

    run_clock(bad_tick, stop, pause=0.01)
    assert ticks == [1]
