"""`--dry-run`: what would be written is told, and nothing is written, neither to Google nor to the store."""

from __future__ import annotations

import hashlib
import json
import re
import tempfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from dumps import dump
from world import DAY, World

from service import pipeline
from service.cli import main
from service.config import end_of_day
from service.rehearsal import NotInRehearsalError, Rehearsal, told_by_address
from service.state import SCHOOL_SHEET
from service.store import Database
from service.store.copies import copy_to
from service.workspace import open_workspace

LATER = "2025-05-02"


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith((".turn", "-wal", "-shm"))
    }


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


@pytest.fixture(scope="module")
def folder(cycled_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data in which nothing runs, as the commands find it."""
    folder = tmp_path_factory.mktemp("rehearsal")
    for path in cycled_school.rglob("*"):
        target = folder / path.relative_to(cycled_school)
        target.mkdir(parents=True, exist_ok=True) if path.is_dir() else target.write_bytes(path.read_bytes())
    (folder / "store.sqlite3").rename(folder / "dunghan.sqlite3")
    return folder


@pytest.mark.parametrize(
    "command",
    [
        ("cycle", "--full"),
        ("sync",),
        ("check",),
        ("review",),
        ("draft",),
        ("purge", "--before", "2025-03-01"),
    ],
)
def test_a_rehearsed_command_leaves_every_byte_as_it_was(folder: Path, command: tuple[str, ...]) -> None:
    before = bytes_of(folder)
    as_of = () if command[0] == "purge" else ("--as-of", LATER)
    result = run(*command, *as_of, "--dry-run", "--data", str(folder))
    assert result.exit_code == 0, result.output
    assert bytes_of(folder) == before


def test_a_rehearsed_set_up_makes_no_folder_and_names_the_files(tmp_path: Path) -> None:
    plan = Path(__file__).parents[2] / "templates" / "plan" / "ke-hoach-mau.txt"
    target = tmp_path / "new"
    result = run(
        "setup", str(plan), "--principal", "Trần Thu Hà", "--dry-run", "--json", "--data", str(target)
    )
    assert result.exit_code == 0, result.output
    assert not target.exists()
    made = [item["file"] for item in json.loads(result.output)["changes"] if item["deed"] == "tạo tệp"]
    assert {"Báo cáo hoạt động", "Góp ý – phản ánh"} <= set(made)
    assert sum(name.startswith("Sổ hoạt động – ") for name in made) > 3


def test_a_rehearsed_import_of_a_plan_keeps_the_plan_in_use(folder: Path) -> None:
    plan = Path(__file__).parents[2] / "templates" / "plan" / "ke-hoach-mau.txt"
    before = bytes_of(folder)
    assert run("plan", "import", str(plan), "--dry-run", "--data", str(folder)).exit_code == 0
    assert bytes_of(folder) == before


def test_what_a_rehearsal_tells_is_what_the_work_then_does(cycled: World) -> None:
    """Cells told as changed hold afterwards what was told, and blocks say what was told."""
    day = DAY.replace(month=5, day=2)
    with cycled.open() as ws:  # a row that is new to the service
        sheet = ws.sheets.open_by_key(cycled.source("sheet:Tổ Ngữ văn").file_id).sheet1
        row = [
            "18/4/2025",
            "Kể chuyện về Bác",
            "III.2",
            "",
            "45",
            "45 học sinh khối 6 nghe kể chuyện.",
            "",
            "",
        ]
        sheet.append_row(row, value_input_option="USER_ENTERED")
    before = dump(cycled.database)
    told = rehearse(cycled, day)
    assert dump(cycled.database) == before
    assert {item.deed for item in told.changes} >= {"sửa", "viết lại"}
    cycled.cycle(day)
    cells = [item for item in told.changes if item.deed == "sửa" and not item.place.startswith("Nhật ký")]
    blocks = [item for item in told.changes if item.deed == "viết lại" and "\n" not in item.after]
    assert cells
    assert blocks
    with cycled.open(day) as ws:
        book = ws.sheets.open_by_key(cycled.source(SCHOOL_SHEET).file_id)
        for item in cells[:12]:
            title, place = item.place.split("!", 1)
            address = re.match(r"[A-Z]+\d+", place)
            assert address is not None
            assert book.worksheet(title).acell(address[0]).value == item.after, item
        document = ws.docs.documents().get(documentId=cycled.draft().document_id).execute()
        text = json.dumps(document, ensure_ascii=False)
    assert all(json.dumps(item.after, ensure_ascii=False)[1:-1] in text for item in blocks)


def rehearse(world: World, day: Any) -> Rehearsal:
    """A cycle as `dunghan cycle --dry-run` runs it, on a copy of the store and against the running Google."""
    rehearsal = Rehearsal()
    with tempfile.TemporaryDirectory() as place:
        copy_to(world.database, Path(place) / "copy.sqlite3")
        database = Database(f"sqlite:///{Path(place) / 'copy.sqlite3'}")
        moment = end_of_day(day)
        with open_workspace(database, world.endpoint, moment=moment, rehearsal=rehearsal) as ws:
            pipeline.run_cycle(ws, moment)
            assert ws.session.calls.writes == 0
        database.close()
    return rehearsal


def test_a_write_that_nobody_told_of_is_refused_before_it_is_sent(cycled: World) -> None:
    rehearsal = Rehearsal()
    with open_workspace(cycled.database, cycled.endpoint, rehearsal=rehearsal) as ws:
        with pytest.raises(NotInRehearsalError):
            ws.drive.files().create(body={"name": "Tệp mới"}).execute()
        with pytest.raises(NotInRehearsalError):
            ws.sheets.open_by_key(cycled.source(SCHOOL_SHEET).file_id).sheet1.update_acell("A1", "x")
        assert ws.session.calls.writes == 0
    first = rehearsal.changes[0]
    assert (first.file, first.deed) == ("Tệp mới", "tạo tệp")


def test_questions_of_a_form_are_told_by_their_titles() -> None:
    body = {"requests": [{"createItem": {"item": {"title": "Số lượt người"}, "location": {"index": 3}}}]}
    [told] = told_by_address("POST", "https://forms.googleapis.com/v1/forms/f1:batchUpdate?alt=json", body)
    assert (told.file, told.deed, told.after) == ("f1", "thêm câu hỏi", "Số lượt người")
