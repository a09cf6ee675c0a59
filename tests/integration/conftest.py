"""A school that has lived half a year on the stand-in, of which each test gets a copy; and an empty store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
from world import DAY, PROFILE, SCHOOL, World, standing

from service.sample.demo import set_up_sample
from service.standin.server import StandIn
from service.store import Database, School
from service.store import schools as school_rows
from service.workspace import GoogleEndpoint


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """A store that knows one school and nothing of it yet."""
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with database.begin() as tx:
        school_rows.save_school(tx, School(id=SCHOOL, profile=PROFILE))
    yield database
    database.close()


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


@pytest.fixture(scope="session")
def school_after(lived_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[dt.date], Path]:
    """The same after the service's first cycle, on one day or another; each is lived through once."""

    @cache
    def after(day: dt.date) -> Path:
        folder = tmp_path_factory.mktemp("after") / "school"
        with standing(lived_school, folder) as world:
            world.cycle(day)
        return folder

    return after


@pytest.fixture(scope="session")
def cycled_school(school_after: Callable[[dt.date], Path]) -> Path:
    """The same after the service's first cycle."""
    return school_after(DAY)


@pytest.fixture
def world(lived_school: Path, tmp_path: Path) -> Iterator[World]:
    """A school before its first cycle."""
    with standing(lived_school, tmp_path / "school") as world:
        yield world


@pytest.fixture(scope="module")
def shared_world(lived_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A school before its first cycle, one for all tests of a module."""
    with standing(lived_school, tmp_path_factory.mktemp("shared") / "school") as world:
        yield world


@pytest.fixture
def cycled(cycled_school: Path, tmp_path: Path) -> Iterator[World]:
    """A school after its first cycle."""
    with standing(cycled_school, tmp_path / "school") as world:
        yield world
