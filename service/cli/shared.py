"""What the commands share: settings, the store, Google while a command runs."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from service.cli.rehearsing import rehearsing, store_copy
from service.config import ZONE, Settings, end_of_day, load_settings
from service.domain.expectations import Period
from service.errors import ServiceError
from service.local import google_endpoint
from service.serving import real_now
from service.standin.moment import NO_SHIFT
from service.state import SchoolState, load_state
from service.store import Database
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace

#: Said where a command needs a school and there is none.
NOT_SET_UP = (
    "Chưa có trường nào được thiết lập ở đây. "
    "Hãy chạy «dunghan demo» trước, hoặc chỉ --data tới đúng thư mục."
)


def settings_of(data: Path | None, port: int | None = None) -> Settings:
    """Settings of this run; options win over the environment. Raises SettingsError."""
    settings = load_settings(os.environ, data_dir=data)
    return replace(settings, port=port) if port else settings


def has_data(settings: Settings) -> bool:
    """Whether there may be a school; asking makes no file."""
    return not settings.is_local or (settings.data_dir / "dunghan.sqlite3").exists()


def day_of(moment: dt.datetime) -> dt.date:
    """The day in the school's zone."""
    return moment.astimezone(ZONE).date()


def state_on(database: Database, as_of: dt.date | None) -> SchoolState:
    """The school as of the end of a day, today without one. Raises ServiceError before its set-up."""
    state = load_state(database, SCHOOL_ID, as_of or day_of(real_now()))
    if state is None:
        raise ServiceError(NOT_SET_UP)
    return state


def period_of(state: SchoolState, key: str) -> Period:
    """The period with this key; raises ServiceError, which names those that there are."""
    period = state.period(key)
    if period is None:
        known = ", ".join(item.key for item in state.periods) or "chưa có kỳ nào"
        raise ServiceError(f"Không có kỳ «{key}». Các kỳ của kế hoạch: {known}.")
    return period


@contextmanager
def stored(data: Path | None, *, dry_run: bool = False) -> Iterator[Database]:
    """The store alone, or a copy of it; raises ServiceError, and makes nothing, where there is none."""
    settings = settings_of(data)
    if not has_data(settings):
        raise ServiceError(NOT_SET_UP)
    if dry_run:
        with store_copy(settings) as copy:
            yield copy
        return
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def google(
    settings: Settings, shift: dt.timedelta = NO_SHIFT, *, push_to: str | None = None
) -> Iterator[tuple[Database, GoogleEndpoint]]:
    """The store, made where it is missing, and Google, or a stand-in whose clock is off by `shift`.

    `push_to` is where a stand-in sends word of new answers.
    """
    database = Database(settings.database_url)
    try:
        with google_endpoint(settings, shift=shift, push_to=push_to) as endpoint:
            yield database, endpoint
    finally:
        database.close()


@contextmanager
def workspace(
    data: Path | None, as_of: dt.date | None, *, dry_run: bool = False
) -> Iterator[tuple[Workspace, dt.datetime]]:
    """A school's clients and the moment it is: the evening of `as_of`, else now. Raises ServiceError.

    With `dry_run` they work on a copy of the store, read Google and write nothing.
    """
    settings = settings_of(data)
    if not has_data(settings):
        raise ServiceError(NOT_SET_UP)
    moment = end_of_day(as_of) if as_of else None
    if dry_run:
        with rehearsing(settings, moment=moment) as ws:
            yield ws, moment or real_now()
        return
    with google(settings) as (database, endpoint), open_workspace(database, endpoint, moment=moment) as ws:
        yield ws, moment or real_now()
