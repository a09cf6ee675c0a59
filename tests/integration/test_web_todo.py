"""What the home page tells to do, day by day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import web_school

from service.domain.findings import Status
from service.domain.settings import Decision
from service.overview import overview
from service.state import SchoolState, load_state
from service.store import Database
from service.todo import PRINCIPAL, Door, Todo
from service.workspace import SCHOOL_ID


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('todo') / 'web.sqlite3'}")
    web_school.fill(database)
    yield database
    database.close()


def state_on(database: Database, day: dt.date) -> SchoolState:
    state = load_state(database, SCHOOL_ID, day)
    assert state is not None
    return state


def first_on(database: Database, month: int, day: int) -> Todo:
    return overview(database, state_on(database, dt.date(2025, month, day))).todos[0]


@pytest.mark.parametrize(
    ("month", "day", "said"),
    [
        (2, 3, "Tiếp tục gửi phiếu; từ ngày 14/4/2025 sẽ nhắc phần còn thiếu"),  # nothing is asked for yet
        (4, 20, "gửi phần còn thiếu trước hết ngày 21/4/2025"),  # units may still be in time
        (4, 22, "gửi ngay; hạn nội bộ đã qua ngày 21/4/2025"),  # they are late, the report is not
        (9, 4, "Hoàn thiện, duyệt, ký và gửi báo cáo; ngày cuối là 04/9/2025"),  # closed on 3/9
        (4, 30, "Hạn nộp báo cáo 6 tháng đầu năm 2025 đã qua ngày 29/4/2025"),  # due 5/5, holidays between
        (12, 1, "Hạn nộp báo cáo năm 2025 đã qua ngày 04/11/2025"),  # nothing comes after it
    ],
)
def test_the_first_thing_to_do_depends_on_the_day(
    database: Database, month: int, day: int, said: str
) -> None:
    assert said in first_on(database, month, day).what


def test_units_are_reminded_of_what_each_owes(database: Database) -> None:
    owed = dict(first_on(database, 4, 20).about)
    assert owed
    assert all(codes for codes in owed.values())


def test_what_the_principal_has_judged_is_not_asked_of_her_again(database: Database) -> None:
    state = state_on(database, web_school.DAY)
    doubtful = tuple(
        replace(item, status=Status.TO_REVIEW) if item.code == "II.1.c" else item for item in state.findings
    )
    state = replace(state, result=replace(state.result, findings=doubtful))
    (asked,) = [todo for todo in overview(database, state).todos if "cần xem lại" in todo.what]
    assert (asked.who, asked.door) == (PRINCIPAL, Door.SHEET)
    judged = tuple(
        Decision(code=code, period="6T", verdict="Hoàn thành") for _, codes in asked.about for code in codes
    )
    after = overview(database, replace(state, settings=replace(state.settings, decisions=judged)))
    assert not any("cần xem lại" in todo.what for todo in after.todos)


def test_a_window_is_to_be_confirmed_until_somebody_has(database: Database) -> None:
    state = state_on(database, web_school.DAY)
    assert not any("Xác nhận" in todo.what for todo in overview(database, state).todos)
    open_ones = tuple(replace(period, confirmed_by=None) for period in state.periods)
    assert any(
        "Xác nhận" in todo.what for todo in overview(database, replace(state, periods=open_ones)).todos
    )


def test_a_source_that_cannot_be_read_comes_first(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'web.sqlite3'}")
    web_school.fill(database)
    web_school.fail_source(database)
    first = first_on(database, 4, 20)
    database.close()
    assert "Sổ hoạt động – Công đoàn" in first.what
    assert first.door is Door.SOURCES
