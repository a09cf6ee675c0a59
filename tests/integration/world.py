"""A school's store and its Google, as the stories of these tests handle them."""

from __future__ import annotations

import datetime as dt
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from service import pipeline
from service.config import end_of_day
from service.domain.expectations import SchoolProfile, Unit
from service.google.session import CallCount
from service.sample.content import read_school
from service.sample.year import address_of
from service.standin.server import StandIn
from service.state import SchoolState, load_state
from service.store import Database, DraftRow, Source
from service.store import drafts as draft_rows
from service.store import schools as school_rows
from service.templates import template_text
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace

#: A school that stands in the store and nowhere else.
SCHOOL = "truong-chinh"
PROFILE = SchoolProfile(
    name="Trường THCS Trường Chinh",
    parent="ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH",
    place="Tân Bình",
    symbol="TC",
    principal="Trần Thu Hà",
    units=(Unit(name="Tổ Ngữ văn", aliases=("Tổ Văn",), group="Tổ chuyên môn"),),
)
#: The 6-month report has a draft (from 21/4 on), the others have not.
DAY = dt.date(2025, 4, 22)


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


@contextmanager
def standing(model: Path, folder: Path) -> Iterator[World]:
    """A copy of a school, with its Google running."""
    shutil.copytree(model, folder)
    database = Database(f"sqlite:///{folder / 'store.sqlite3'}")
    with StandIn.start(folder / "google") as standin:
        yield World(database, GoogleEndpoint(base_url=standin.url, credentials=standin.service_account))
    database.close()
