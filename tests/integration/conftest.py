"""A school that has lived half a year on the stand-in; each test gets a copy of its own."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from service import pipeline
from service.config import end_of_day
from service.google.session import CallCount
from service.sample.content import read_school
from service.sample.demo import set_up_sample
from service.sample.year import address_of
from service.standin.server import StandIn
from service.state import SchoolState, load_state
from service.store import Database, DraftRow, Source
from service.store import drafts as draft_rows
from service.store import schools as school_rows
from service.templates import template_text
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace

#: The 6-month report has opened (14/4), the others have not.
DAY = dt.date(2025, 4, 20)


@dataclass(frozen=True)
class World:
    """The school's store, its Google, and the people in it."""

    database: Database
    endpoint: GoogleEndpoint

    def cycle(self, day: dt.date = DAY, *, full: bool = False) -> pipeline.CycleResult:
        """One cycle in the evening of a day."""
        return self.counted_cycle(day, full=full)[0]

    def counted_cycle(
        self, day: dt.date = DAY, *, full: bool = False
    ) -> tuple[pipeline.CycleResult, CallCount]:
        """The same, with its calls by kind."""
        with self.open(day) as ws:
            return pipeline.run_cycle(ws, end_of_day(day), full=full), ws.session.calls

    @contextmanager
    def open(self, day: dt.date = DAY, *, subject: str | None = None) -> Iterator[Workspace]:
        """The service's clients, or those of a person."""
        with open_workspace(
            self.database, self.endpoint, subject=subject, moment=end_of_day(day)
        ) as workspace:
            yield workspace

    @contextmanager
    def principal(self, day: dt.date = DAY) -> Iterator[Workspace]:
        """Cô Hà at her own screen."""
        school = read_school(template_text("plan", "truong-mau.toml"))
        address = address_of(school.profile.principal, school.mail_domain)
        with self.open(day, subject=address) as workspace:
            yield workspace

    def state(self, day: dt.date = DAY) -> SchoolState:
        """What the store says as of a day."""
        state = load_state(self.database, SCHOOL_ID, day)
        assert state is not None
        return state

    def source(self, key: str) -> Source:
        """A source by its key."""
        with self.database.begin() as tx:
            return next(s for s in school_rows.list_sources(tx, SCHOOL_ID) if s.key == key)

    def draft(self, period: str = "6T") -> DraftRow:
        """The stored row of a draft."""
        with self.database.begin() as tx:
            return next(d for d in draft_rows.list_drafts(tx, SCHOOL_ID) if d.period == period)


@pytest.fixture(scope="session")
def lived_school(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the store and the stand-in of a school on DAY, before the service's first cycle."""
    folder = tmp_path_factory.mktemp("school")
    database = Database(f"sqlite:///{folder / 'store.sqlite3'}")
    with StandIn.start(folder / "google") as standin:
        endpoint = GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)
        set_up_sample(database, endpoint, as_of=DAY)
    database.close()
    return folder


@pytest.fixture
def world(lived_school: Path, tmp_path: Path) -> Iterator[World]:
    """A school before its first cycle."""
    folder = tmp_path / "school"
    shutil.copytree(lived_school, folder)
    database = Database(f"sqlite:///{folder / 'store.sqlite3'}")
    with StandIn.start(folder / "google") as standin:
        yield World(database, GoogleEndpoint(base_url=standin.url, credentials=standin.service_account))
    database.close()
