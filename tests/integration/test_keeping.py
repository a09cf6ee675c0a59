"""What is kept: backups that prove themselves, and persons who can be let go of and told what is held."""

from __future__ import annotations

import datetime as dt
import json
import stat
import zipfile
from pathlib import Path
from typing import Any

import pytest
from dumps import dump, is_on_disk
from sqlalchemy import select, update
from world import DAY, World

from service import personal_data
from service.backup import back_up, check, restore
from service.config import ZONE, end_of_day
from service.drafting import compose
from service.errors import ServiceError
from service.store import Database
from service.store.copies import LEFT_OUT
from service.store.schools import KNOWS_LESS
from service.store.tables import records
from service.submissions import ACTIVITY_FORM
from service.workspace import SCHOOL_ID

NOW = end_of_day(DAY)
#: What was read on DAY goes as well.
BEFORE = DAY + dt.timedelta(days=1)
TEACHER = "Vũ Thị Hạnh Nguyên"
MAIL = "hanh.nguyen@truongchinh.example"


@pytest.fixture
def empty(tmp_path: Path) -> Any:
    database = Database(f"sqlite:///{tmp_path / 'fresh' / 'dunghan.sqlite3'}")
    yield database
    database.close()


# --- backup ------------------------------------------------------------------------------------------


def restored_rows(database: Database) -> dict[str, list[dict[str, Any]]]:
    """Every row, without the one that says that the account may hold what the store does not know."""
    rows = dump(database)
    behind = [row for row in rows["snapshots"] if row["name"] == KNOWS_LESS]
    assert len(behind) == 1
    return rows | {"snapshots": [row for row in rows["snapshots"] if row not in behind]}


def test_a_store_from_a_backup_is_the_same_and_the_next_cycle_changes_nothing(
    cycled: World, empty: Database, tmp_path: Path
) -> None:
    file = tmp_path / "sao-luu.zip"
    manifest = back_up(cycled.database, file, NOW)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    restore(empty, file, force=False, now=NOW)
    kept = {name: rows for name, rows in dump(cycled.database).items() if name not in LEFT_OUT}
    restored = restored_rows(empty)
    assert {name: rows for name, rows in restored.items() if name not in LEFT_OUT} == kept
    assert manifest.rows == sum(len(rows) for rows in kept.values())
    result, calls = World(empty, cycled.endpoint).counted_cycle()
    assert calls.writes == 0
    assert not result.review_written
    assert not any(source.changed for source in result.sources)


def test_a_draft_that_was_made_since_the_backup_is_found_and_not_made_again(
    world: World, empty: Database, tmp_path: Path
) -> None:
    early = DAY - dt.timedelta(days=10)
    world.cycle(early)
    back_up(world.database, tmp_path / "sao-luu.zip", NOW)
    world.cycle()
    restore(empty, tmp_path / "sao-luu.zip", force=False, now=NOW)
    again = World(empty, world.endpoint)
    again.cycle()
    assert again.draft().document_id == world.draft().document_id


def test_a_school_is_not_replaced_unless_forced_and_is_kept_then(cycled: World, tmp_path: Path) -> None:
    file = tmp_path / "sao-luu.zip"
    back_up(cycled.database, file, NOW)
    before = dump(cycled.database)
    with pytest.raises(ServiceError, match="--force"):
        restore(cycled.database, file, force=False, now=NOW)
    _, kept = restore(cycled.database, file, force=True, now=NOW)
    assert kept is not None
    assert check(kept).rows == check(file).rows
    assert restored_rows(cycled.database) == before | {name: [] for name in LEFT_OUT}


@pytest.mark.parametrize("harm", ["cut", "changed", "newer", "other"])
def test_a_backup_that_is_not_whole_is_refused_and_nothing_is_touched(
    cycled: World, empty: Database, tmp_path: Path, harm: str
) -> None:
    file = tmp_path / "sao-luu.zip"
    back_up(cycled.database, file, NOW)
    _harm(file, harm)
    with pytest.raises(ServiceError):
        restore(empty, file, force=True, now=NOW)
    assert not any(dump(empty).values())


def _harm(file: Path, harm: str) -> None:
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-200])
        return
    if harm == "other":
        file.write_text("không phải zip")
        return
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    if harm == "changed":
        members["schools.jsonl"] = members["schools.jsonl"].replace("Trường Chinh".encode(), b"Khac")
    else:
        manifest = json.loads(members["ban-sao-luu.json"])
        members["ban-sao-luu.json"] = json.dumps(manifest | {"revision": "9999"}).encode()
    with zipfile.ZipFile(file, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)


# --- persons -----------------------------------------------------------------------------------------


def seed(world: World) -> None:
    """A row of a teacher, and answers with an address, a name in the text and a contact."""
    with world.open() as ws:
        sheet = ws.sheets.open_by_key(world.source("sheet:Tổ Ngữ văn").file_id).sheet1
        row = ["10/3/2025", "Kể chuyện về Bác", "III.2", TEACHER, "45", "45 học sinh nghe kể.", "", ""]
        sheet.append_row(row, value_input_option="USER_ENTERED")
    world.cycle()
    form = world.source(ACTIVITY_FORM)
    with world.database.begin() as tx:
        _sign_first_answers(tx, form.key)


def _sign_first_answers(tx: Any, key: str) -> None:
    early = select(records).where(records.c.source_key == key, records.c.submitted_at < "2025-03-01")
    for row in tx.execute(early).all()[:3]:
        signed = {**row.payload, "respondentEmail": MAIL}
        chosen = (records.c.source_key == key) & (records.c.record_id == row.record_id)
        tx.execute(update(records).where(chosen).values(payload=signed))


def figures(world: World) -> list[Any]:
    state = world.state()
    found = [(f.period, f.code, f.owner, f.status, dict(f.figures), len(f.counted)) for f in state.findings]
    texts = [compose(world.database, state, period).blocks for period in state.open_periods]
    return [found, [[block.text for block in blocks if block.kind.value != "NOTICE"] for blocks in texts]]


def test_a_purge_takes_the_persons_and_leaves_the_figures(cycled: World) -> None:
    seed(cycled)
    before = figures(cycled)
    assert is_on_disk(cycled.database, TEACHER)
    assert is_on_disk(cycled.database, MAIL)

    purged = personal_data.purge(cycled.database, SCHOOL_ID, BEFORE, now=NOW)

    assert purged["Sổ hoạt động – Tổ Ngữ văn"] >= 1
    assert purged["Góp ý – phản ánh"] > 3
    assert figures(cycled) == before
    assert not is_on_disk(cycled.database, TEACHER)
    assert not is_on_disk(cycled.database, MAIL)
    assert personal_data.purge(cycled.database, SCHOOL_ID, BEFORE, now=NOW) == {}  # once is enough

    # The sheet and the form still have the names: reading all of them again does not bring them back.
    result = cycled.cycle(full=True)
    assert not any(source.changed for source in result.sources)
    assert not is_on_disk(cycled.database, TEACHER)
    assert figures(cycled) == before


def test_submissions_from_the_day_on_keep_their_persons(cycled: World) -> None:
    seed(cycled)
    personal_data.purge(cycled.database, SCHOOL_ID, DAY, now=NOW)
    assert is_on_disk(cycled.database, TEACHER)


def test_what_is_held_on_a_person_is_handed_out_whole(cycled: World, tmp_path: Path) -> None:
    seed(cycled)
    held = personal_data.held_on(cycled.database, SCHOOL_ID, TEACHER, now=NOW)
    assert [item["said"]["title"] for item in held["sent"]] == ["Kể chuyện về Bác"]
    by_mail = personal_data.held_on(cycled.database, SCHOOL_ID, MAIL.upper(), now=NOW)
    assert [item["email"] for item in by_mail["sent"]] == [MAIL] * 3
    file = tmp_path / "nguoi.json"
    personal_data.write_private(file, held)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert json.loads(file.read_text(encoding="utf-8"))["about"] == TEACHER


def test_a_member_of_staff_is_found_by_name_and_by_address(cycled: World) -> None:
    [member] = [m for m in cycled.state().settings.staff if m.role == "Hiệu trưởng"]
    by_name = personal_data.held_on(cycled.database, SCHOOL_ID, member.name, now=NOW)
    by_mail = personal_data.held_on(cycled.database, SCHOOL_ID, member.email, now=NOW)
    assert by_name["staff"] == by_mail["staff"] != []
    assert by_name["made_at"] == NOW.astimezone(ZONE).isoformat(timespec="seconds")


def test_nobody_is_found_who_is_not_there(cycled: World) -> None:
    held = personal_data.held_on(cycled.database, SCHOOL_ID, "Không Có Ai", now=NOW)
    assert not any(personal_data.counts_of(held).values())
