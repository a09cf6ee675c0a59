"""The machine's own troubles: two services at once, a killed one, a full disk, a read-only database."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event

from service.errors import message_for_people
from service.store import Database, StoreError
from service.turns import BusyError, my_turn
from service.workspace import SCHOOL_ID
from tests.faults.bench import Bench
from tests.faults.kills import ROOT, Killer, a_killer
from tests.faults.school import PHASES
from tests.faults.sight import differences

HOLD = """
import sys
from service.store import Database
from service.turns import my_turn
with my_turn(Database(sys.argv[1]), "truong", wait=0):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def killer(bench: Bench) -> Iterator[Killer]:
    with a_killer(bench) as killer:
        yield killer


@contextmanager
def holder(bench: Bench) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the school's turn."""
    command = [sys.executable, "-c", HOLD, str(bench.database.engine.url)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        try:
            yield other
        finally:
            other.kill()


def test_while_another_process_works_a_second_one_says_so_in_one_line(bench: Bench) -> None:
    bench.load("first")
    with (
        holder(bench),
        pytest.raises(BusyError, match="Một lượt khác"),
        my_turn(bench.database, SCHOOL_ID, wait=0.2),
    ):
        pytest.fail("two work at once")


def test_the_turn_of_a_killed_process_is_free_at_once(bench: Bench) -> None:
    bench.load("first")
    with holder(bench) as other:
        other.kill()
        other.wait()
        with my_turn(bench.database, SCHOOL_ID, wait=0):
            pass


def test_the_turn_may_be_taken_again_by_who_has_it(bench: Bench) -> None:
    with my_turn(bench.database, SCHOOL_ID, wait=0), my_turn(bench.database, SCHOOL_ID, wait=0):
        pass
    with my_turn(bench.database, SCHOOL_ID, wait=0), my_turn(bench.database, "truong-khac", wait=0):
        pass


@pytest.mark.parametrize("phase", ["setup", "second"])
def test_two_services_on_one_database_do_the_work_once(bench: Bench, killer: Killer, phase: str) -> None:
    bench.load(phase)
    with a_killer(bench) as second:
        killer.start(phase)
        second.start(phase)
        assert (killer.end(), second.end()) == (0, 0)
    for _ in range(PHASES[phase].settles_in):
        bench.run(PHASES[phase])
    assert differences(bench.expected[phase], bench.state()) == []


@contextmanager
def pragma(database: Database, statement: str) -> Iterator[None]:
    """Every connection of the store is opened with this."""

    def on_connect(connection: object, _: object) -> None:
        connection.execute(statement)  # type: ignore[attr-defined]

    database.engine.dispose()
    event.listen(database.engine, "connect", on_connect)
    try:
        yield
    finally:
        event.remove(database.engine, "connect", on_connect)
        database.engine.dispose()


def pages(path: Path) -> int:
    import sqlite3

    connection = sqlite3.connect(path)
    try:
        return int(connection.execute("PRAGMA page_count").fetchone()[0])
    finally:
        connection.close()


@pytest.mark.parametrize("room", [0, 2])
def test_a_full_disk_is_told_as_such_and_nothing_is_lost(bench: Bench, room: int) -> None:
    bench.load("first")
    # With a few pages more it is in the middle of the work that the disk is full.
    limit = pages(bench.folder / "store.sqlite3") + room
    with pragma(bench.database, f"PRAGMA max_page_count = {limit}"), pytest.raises(StoreError) as caught:
        bench.run(PHASES["first"])
    assert "Ổ đĩa đã đầy" in message_for_people(caught.value)
    bench.run(PHASES["first"])
    assert differences(bench.expected["first"], bench.state()) == []


def test_a_disk_without_room_is_told_before_the_work_begins(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    bench.load("first")
    monkeypatch.setattr("service.store.turns._ROOM", 1 << 62)
    with pytest.raises(StoreError, match="Ổ đĩa đã đầy"):
        bench.run(PHASES["first"])
    assert bench.faults.seen == []


def test_a_database_that_is_read_only_is_told_as_such_and_stays_as_it_is(bench: Bench) -> None:
    bench.load("second")
    before = bench.state()
    with pragma(bench.database, "PRAGMA query_only = ON"), pytest.raises(StoreError) as caught:
        bench.run(PHASES["second"])
    assert "quyền ghi" in message_for_people(caught.value)
    assert differences(before, bench.state()) == []
    assert not [call for call in bench.faults.seen if call != "token"]
