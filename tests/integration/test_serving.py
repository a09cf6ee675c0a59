"""The clock beside the pages."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import web_school

from service.config import ZONE, load_settings
from service.serving import keep_time, real_now, shift_to
from service.store import Database, Job
from service.store import jobs as job_rows
from service.workspace import SCHOOL_ID, GoogleEndpoint


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    yield database
    database.close()


def one_beat(database: Database) -> tuple[Job, ...]:
    """The jobs after the clock has ticked once; Google cannot be reached."""
    stop = threading.Event()
    stop.set()
    nowhere = GoogleEndpoint(base_url="http://127.0.0.1:9", credentials=Path("khong-co.json"))
    keep_time(load_settings({}), database, nowhere, real_now, stop)
    with database.begin() as tx:
        return tuple(job_rows.list_jobs(tx, SCHOOL_ID))


def test_the_clock_waits_for_a_school_to_be_set_up(database: Database) -> None:
    assert one_beat(database) == ()
    web_school.fill(database)
    assert {job.name for job in one_beat(database)} == {"sync", "nightly"}


def test_a_job_that_fails_is_due_again_and_says_why(database: Database) -> None:
    web_school.fill(database)
    for job in one_beat(database):
        assert job.last_error
        assert job.due_at > real_now()


def test_a_shifted_clock_shows_the_day_asked_for_and_goes_on() -> None:
    day = dt.date(2025, 10, 20)
    assert (real_now() + shift_to(day)).astimezone(ZONE).date() == day
    assert shift_to(None) == dt.timedelta(0)
