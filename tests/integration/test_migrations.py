"""A store of the first released schema comes along: its rows stay, and the service runs on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from dumps import dump
from world import DAY, World

from service.backup import restore, write_archive
from service.config import end_of_day
from service.domain.runs import Outcome
from service.store import Database
from service.store import runs as run_rows
from service.store.copies import database_at, insert_rows, reading, rows_of, tables_of
from service.store.database import known_revisions
from service.store.schools import KNOWS_LESS
from service.store.tables import metadata
from service.workspace import SCHOOL_ID

FIRST = "0001"
#: As the first version kept a cycle: begun by the school's clock, ended by the real one.
OLD_RUN = {
    "school_id": SCHOOL_ID,
    "id": "r1",
    "kind": "cycle",
    "started_at": "2025-04-20T01:10:00.000000+00:00",
    "finished_at": "2026-01-02T03:04:05.000000+00:00",
    "as_of": "2025-04-20",
    "counts": {"read": {"form:activity": 3}, "changed": 3, "failed": [], "calls": {"sheets": 2}},
    "error": None,
}


@pytest.fixture
def old(cycled: World, tmp_path: Path) -> Path:
    """What the school's store was at the first release: its tables, its columns, its rows."""
    path = tmp_path / "old" / "dunghan.sqlite3"
    path.parent.mkdir()
    with database_at(path, FIRST) as target, cycled.database.engine.connect() as source:
        for table in tables_of(target):
            if table.name == "runs":
                insert_rows(target, table, [OLD_RUN])
                continue
            names = set(table.columns.keys())
            rows = rows_of(source, metadata.tables[table.name])
            insert_rows(target, table, ({k: v for k, v in row.items() if k in names} for row in rows))
    return path


def test_the_first_schema_is_still_known() -> None:
    assert known_revisions()[-1] == FIRST


def test_every_row_of_the_first_schema_stays_and_the_next_cycle_writes_nothing(
    cycled: World, old: Path
) -> None:
    with reading(old) as connection:
        before = {table.name: list(rows_of(connection, table)) for table in tables_of(connection)}
    upgraded = Database(f"sqlite:///{old}")
    after = dump(upgraded)
    assert len(before["records"]) > 100
    for name, rows in before.items():
        if name != "runs":
            assert [_only(row, rows[0]) for row in after[name]] == rows, name
    assert World(upgraded, cycled.endpoint).state().findings == cycled.state().findings
    result, calls = World(upgraded, cycled.endpoint).counted_cycle()
    assert result.errors == ()
    assert calls.writes == 0
    upgraded.close()


def _only(row: dict[str, Any], like: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in like}


def test_a_run_of_the_first_schema_has_its_two_clocks_apart(old: Path) -> None:
    upgraded = Database(f"sqlite:///{old}")
    with upgraded.begin() as tx:
        [run] = run_rows.latest_runs(tx, SCHOOL_ID)
    assert run.school_time.year == 2025
    assert run.started_at == run.finished_at
    assert run.started_at.year == 2026
    assert (run.outcome, run.proof.sources) == (Outcome.DONE, ())
    upgraded.close()


def test_a_backup_of_the_first_schema_is_restored_into_the_newest(old: Path, tmp_path: Path) -> None:
    file = tmp_path / "cu.zip"
    _back_up_as_it_is(old, file)
    fresh = Database(f"sqlite:///{tmp_path / 'fresh.sqlite3'}")
    manifest, _ = restore(fresh, file, force=False, now=end_of_day(DAY))
    assert manifest.revision == FIRST
    upgraded = Database(f"sqlite:///{old}")
    rows = dump(fresh)
    rows["snapshots"] = [row for row in rows["snapshots"] if row["name"] != KNOWS_LESS]
    assert rows == dump(upgraded)
    fresh.close()
    upgraded.close()


def _back_up_as_it_is(path: Path, file: Path) -> None:
    """A backup of a store that stays at its schema, as the first version would have made it."""
    with reading(path) as source:
        assert write_archive(source, file, end_of_day(DAY)).rows


# --- the tables as code, and as the migrations make them ---------------------------------------------


def differences(database: Database) -> list[Any]:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def test_migrations_make_the_tables_that_the_code_knows(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite3'}")
    assert differences(database) == []
    database.close()
