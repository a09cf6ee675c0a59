"""The service on PostgreSQL: the same tables, rows, turns and cycles as on SQLite."""

from __future__ import annotations

import concurrent.futures
import datetime as dt
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from dumps import dump
from postgresql import Server, running
from world import DAY, PROFILE, World

from service.backup import back_up, restore
from service.config import end_of_day
from service.errors import message_for_people
from service.google.documents.drafts import DOCUMENT, TEMPLATE_NAME
from service.store import Database, RecordVersion, School, Source, StoreError
from service.store import records as record_rows
from service.store import runs as run_rows
from service.store import schools as school_rows
from service.store.copies import copy_as_it_is, fill, reading, rows_of, tables_of
from service.store.database import engine_for, migrate, revision_of
from service.store.events import Event, add_event, list_events
from service.store.schools import KNOWS_LESS
from service.store.tables import metadata
from service.turns import BusyError, my_turn
from service.workspace import SCHOOL_ID

ROOT = Path(__file__).parents[2]
HOLD = """
import sys
from service.store import Database
from service.turns import my_turn
with my_turn(Database(sys.argv[1]), "truong", wait=0):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as server:
        yield server


@pytest.fixture
def empty(server: Server) -> Iterator[Database]:
    database = Database(server.create())
    yield database
    database.close()


def moved(world: World, server: Server) -> World:
    """The same school, its store on PostgreSQL."""
    database = Database(server.create())
    with world.database.engine.connect() as source:
        fill(database, {table.name: rows_of(source, table) for table in tables_of(source)})
    return World(database, world.endpoint)


# --- tables -------------------------------------------------------------------------------------------


def test_migrations_make_the_tables_that_the_code_knows(empty: Database) -> None:
    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert list(compare_metadata(context, metadata)) == []


def test_a_store_of_the_first_schema_comes_along(server: Server) -> None:
    address = server.create()
    engine = sa.create_engine(address.replace("postgresql:", "postgresql+psycopg:"))
    with engine.begin() as connection:
        migrate(connection, "0001")
        old = {table.name: table for table in tables_of(connection)}
        connection.execute(sa.insert(old["schools"]), {"id": SCHOOL_ID, "profile": {"name": "Trường A"}})
        run = {
            "school_id": SCHOOL_ID, "id": "r1", "kind": "cycle", "as_of": "2025-04-20",
            "started_at": "2025-04-20T01:10:00.000000+00:00",
            "finished_at": "2026-01-02T03:04:05.000000+00:00",
            "counts": {"read": {"form:activity": 3}, "changed": 3, "failed": [], "calls": {"sheets": 2}},
        }  # fmt: skip
        connection.execute(sa.insert(old["runs"]), run)
    engine.dispose()
    database = Database(address)
    with database.begin() as tx:
        [found] = run_rows.latest_runs(tx, SCHOOL_ID)
    assert (found.school_time.year, found.started_at.year) == (2025, 2026)
    database.close()


def test_names_of_any_length_and_any_letters_are_kept(empty: Database) -> None:
    long = "Đơn vị " + "rất dài " * 60
    now = end_of_day(DAY)
    source = Source(key=f"sheet:{long}", kind="sheet", label=long, file_id="f" * 300, detail={"unit": long})
    said = {"text": "dấu \x00 rỗng, nửa chữ \ud83d, 😀 và NFD e\u0301"}
    version = RecordVersion(
        source_key=source.key, record_id="p" * 300, version="v" * 200, submitted_at=now, seen_at=now,
        position=0, payload=said,
    )  # fmt: skip
    with empty.begin() as tx:
        school_rows.save_school(tx, School(id=SCHOOL_ID, profile=PROFILE))
        school_rows.add_source(tx, SCHOOL_ID, source)
        assert record_rows.add_versions(tx, SCHOOL_ID, [version]) == 1
        assert record_rows.add_versions(tx, SCHOOL_ID, [version]) == 0
        add_event(tx, SCHOOL_ID, Event(at=now, who=long, kind="successor", subject=f"agency:{long}"))
    with empty.begin() as tx:
        assert [item.key for item in school_rows.list_sources(tx, SCHOOL_ID)] == [source.key]
        [kept] = record_rows.current_versions(tx, SCHOOL_ID, source.key)
        assert (kept.payload, kept.record_id) == (said, version.record_id)
        assert len(list_events(tx, SCHOOL_ID, subject=f"agency:{long}")) == 1


def test_keys_are_in_the_same_order_as_on_sqlite(empty: Database, database: Database) -> None:
    keys = ["sheet:Tổ Văn", "form:b", "sheet:tổ Anh", "school", "form:A", "sheet:Đoàn", "sheet:Tổ Án"]
    found = []
    for store, school in ((empty, SCHOOL_ID), (database, SCHOOL_ID)):
        with store.begin() as tx:
            school_rows.save_school(tx, School(id=school, profile=PROFILE))
            for key in keys:
                source = Source(key=key, kind="sheet", label=key, file_id=key, detail={})
                school_rows.add_source(tx, school, source)
            found.append([item.key for item in school_rows.list_sources(tx, school)])
    assert found[0] == found[1]


# --- backup, cycles -----------------------------------------------------------------------------------


def test_a_backup_goes_there_and_back_and_the_next_cycle_writes_nothing(
    cycled: World, server: Server, tmp_path: Path
) -> None:
    file, again = tmp_path / "a.zip", tmp_path / "b.zip"
    back_up(cycled.database, file, end_of_day(DAY))
    there = Database(server.create())
    restore(there, file, force=False, now=end_of_day(DAY))
    back_up(there, again, end_of_day(DAY))
    back = Database(f"sqlite:///{tmp_path / 'back.sqlite3'}")
    restore(back, again, force=False, now=end_of_day(DAY))
    rows = dump(back)
    # What was restored remembers that it may know less than there is.
    rows["snapshots"] = [row for row in rows["snapshots"] if row["name"] != KNOWS_LESS]
    assert rows == dump(cycled.database)
    back.close()
    result, calls = World(there, cycled.endpoint).counted_cycle()
    assert (result.errors, calls.writes) == ((), 0)
    there.close()


def test_a_rehearsal_works_on_a_copy_of_the_store_with_the_schema_that_it_has(
    cycled: World, server: Server, tmp_path: Path
) -> None:
    there = moved(cycled, server).database
    address = there.engine.url.render_as_string(hide_password=False)
    copy_as_it_is(address, tmp_path / "copy.sqlite3")
    copy = Database(f"sqlite:///{tmp_path / 'copy.sqlite3'}")
    assert dump(copy) == dump(there)
    copy.close()
    there.close()
    old = server.create()
    engine = engine_for(old)
    with engine.begin() as connection:
        migrate(connection, "0001")
    copy_as_it_is(old, tmp_path / "old.sqlite3")
    with engine.connect() as connection, reading(tmp_path / "old.sqlite3") as copied:
        assert revision_of(connection) == revision_of(copied) == "0001"
    engine.dispose()


def test_a_first_cycle_ends_as_it_does_on_sqlite(
    world: World, server: Server, cycled_school: Path, tmp_path: Path
) -> None:
    on_server = moved(world, server)
    result = on_server.cycle()
    assert result.errors == ()
    assert [draft.written for draft in result.drafts] == [True]
    shutil.copyfile(cycled_school / "store.sqlite3", tmp_path / "cycled.sqlite3")
    on_sqlite = Database(f"sqlite:///{tmp_path / 'cycled.sqlite3'}")
    assert told(on_server.database) == told(on_sqlite)
    assert on_server.counted_cycle()[1].writes == 0
    on_sqlite.close()
    on_server.database.close()


def told(database: Database) -> list[Any]:
    """What came of a cycle, without the ids of rows, which are made by chance."""
    rows = dump(database)
    findings = [(r["period"], r["code"], r["owner"], r["body"]["reason"]) for r in rows["findings"]]
    blocks = [(r["block_key"], [claim["text"] for claim in r["claims"]]) for r in rows["blocks"]]
    answers = [(r["record_id"], r["version"]) for r in rows["records"] if r["source_key"].startswith("form:")]
    return [findings, blocks, answers]


# --- turns --------------------------------------------------------------------------------------------


def test_while_another_process_works_a_second_one_says_so_and_a_killed_one_frees_the_turn(
    empty: Database, server: Server
) -> None:
    address = empty.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-c", HOLD, address]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(BusyError, match="Một lượt khác"), my_turn(empty, SCHOOL_ID, wait=0.2):
            pytest.fail("two work at once")
        with my_turn(empty, "truong-khac", wait=0):
            pass
        other.kill()
        other.wait()
    with my_turn(empty, SCHOOL_ID, wait=5), my_turn(empty, SCHOOL_ID, wait=0):
        pass
    # A connection that the server ends takes the turn with it; the work that had it ends without a fuss.
    with my_turn(empty, SCHOOL_ID, wait=0):
        server.run("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    with my_turn(empty, SCHOOL_ID, wait=5):
        pass


def test_two_services_on_one_database_do_the_work_once(world: World, server: Server) -> None:
    first = moved(world, server)
    second = World(Database(first.database.engine.url.render_as_string(hide_password=False)), world.endpoint)
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda one: one.cycle(), (first, second)))
    assert [result.errors for result in results] == [(), ()]
    assert sorted(result.drafts[0].written for result in results) == [False, True]
    with first.database.begin() as tx:
        one, other = sorted(run_rows.latest_runs(tx, SCHOOL_ID), key=lambda run: run.started_at)
    assert one.finished_at is not None
    assert one.finished_at <= other.started_at + dt.timedelta(milliseconds=1)
    with first.open() as ws:
        query = f"mimeType = '{DOCUMENT}' and trashed = false and name != '{TEMPLATE_NAME}'"
        assert len(ws.drive.files().list(q=query).execute()["files"]) == 1
    for world_ in (first, second):
        world_.database.close()


# --- what people are told -----------------------------------------------------------------------------


def test_a_server_that_does_not_answer_or_takes_nothing_is_told_in_one_line(server: Server) -> None:
    with pytest.raises(StoreError, match="không kết nối được"):
        Database(server.address("khong_co"))
    address = server.create()
    Database(address).close()
    name = address.rpartition("/")[2]
    server.run(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
    database = Database(address)
    with pytest.raises(StoreError) as caught, database.begin() as tx:
        school_rows.save_school(tx, School(id=SCHOOL_ID, profile=PROFILE))
    assert "chỉ đọc" in message_for_people(caught.value)
    database.close()
