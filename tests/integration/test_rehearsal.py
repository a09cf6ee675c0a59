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
from service.store import Account, Database
from service.store import accounts as account_rows
from service.store import schools as school_rows
from service.store.copies import copy_to, database_at, insert_rows, reading, rows_of, tables_of
from service.store.database import known_revisions
from service.workspace import SCHOOL_ID, open_workspace

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
        ("draft", "--period", "6T", "--out", "khong-ghi.txt"),
        ("demo", "--once"),
        ("clock",),
    ],
)
def test_a_rehearsed_command_leaves_every_byte_as_it_was(folder: Path, command: tuple[str, ...]) -> None:
    before = bytes_of(folder)
    result = run(*command, "--as-of", LATER, "--dry-run", "--data", str(folder))
    assert result.exit_code == 0, result.output
    assert bytes_of(folder) == before
    assert not Path("khong-ghi.txt").exists()
    if command == ("clock",):
        assert "Đến hạn bây giờ: lượt ban đêm" in result.output
        assert "Đến ngày 29/4/2025" in result.output
        assert "nhờ báo tin" in result.output


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("purge", "--before", "2025-03-01"), "Sẽ bỏ phần cá nhân"),
        (("serve", "--port", "8479"), "Vai trò: Hiệu trưởng 01"),
        (("record", "--out", "khong-ghi.json", "--dry-run", "sync"), "Sẽ chạy: dunghan sync"),
        (("verify-google",), "tệp thử: Đúng Hạn – trang tính thử (có thể xóa)"),
        (("cite", "6T"), "thêm nhận xét"),
        (("sign-out", "ai@truong.example"), "Chưa ai đăng nhập"),
        (("sources", "accept", "sheet:Tổ Ngữ văn", "--by", "Văn thư"), "không có gì đang chờ"),
    ],
)
def test_so_do_commands_that_know_no_other_day(folder: Path, command: tuple[str, ...], said: str) -> None:
    before = bytes_of(folder)
    # What stands behind the name of a command to be recorded is that command's.
    flag = () if "--dry-run" in command else ("--dry-run",)
    result = run(*command, *flag, "--data", str(folder))
    assert said in result.output
    assert bytes_of(folder) == before
    assert not Path("khong-ghi.json").exists()


def test_who_is_signed_in_and_what_is_stopped_stays_so(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "dunghan.sqlite3"
    copy.write_bytes((folder / "dunghan.sqlite3").read_bytes())
    database = Database(f"sqlite:///{copy}")
    who = Account(sub="1", email="ai@truong.example", name="Ai", bound_at=end_of_day(DAY))
    with database.begin() as tx:
        account_rows.save_account(tx, SCHOOL_ID, who)
        school_rows.mark_failed(tx, SCHOOL_ID, "sheet:Tổ Ngữ văn", "Mất 9 dòng.", stopped="9")
    database.close()
    before = bytes_of(tmp_path)
    for command, said in (
        (("sign-out", who.email), "Sẽ đăng xuất"),
        (("sources", "accept", "sheet:Tổ Ngữ văn", "--by", "Văn thư"), "Khi nhận thật"),
    ):
        result = run(*command, "--dry-run", "--data", str(tmp_path))
        assert said in result.output, result.output
        assert bytes_of(tmp_path) == before


@pytest.mark.parametrize("command", [("demo",), ("serve", "--port", "8479"), ("clock",), ("standin",)])
def test_a_rehearsed_beginning_makes_no_folder(tmp_path: Path, command: tuple[str, ...]) -> None:
    target = tmp_path / "new"
    result = run(*command, "--dry-run", "--data", str(target))
    assert result.exit_code == 0, result.output
    assert list(tmp_path.iterdir()) == []


def test_what_would_be_refused_is_refused_in_a_rehearsal(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = str(tmp_path / "sao-luu.zip")
    assert run("backup", file, "--data", str(folder)).exit_code == 0
    refused = run("restore", file, "--dry-run", "--data", str(folder))
    assert refused.exit_code == 2
    assert "--force" in refused.output
    monkeypatch.setenv("DUNGHAN_HOST", "0.0.0.0")
    exposed = run("serve", "--dry-run", "--port", "8479", "--data", str(folder))
    assert exposed.exit_code == 2
    assert "DUNGHAN_OIDC_CLIENT_ID" in exposed.output
    monkeypatch.setenv("DUNGHAN_HOST", "127.0.0.1")
    key = tmp_path / "khoa.json"
    key.write_text("{}", encoding="utf-8")
    monkeypatch.setenv("DUNGHAN_CREDENTIALS", str(key))
    useless = run("serve", "--dry-run", "--port", "8479", "--data", str(folder))
    assert useless.exit_code == 2
    assert "khoa.json" in useless.output


def test_an_older_store_is_not_brought_up_to_date_by_a_rehearsal(folder: Path, tmp_path: Path) -> None:
    old = tmp_path / "dunghan.sqlite3"
    with database_at(old, known_revisions()[-1]) as target, reading(folder / "dunghan.sqlite3") as source:
        rows = {table.name: list(rows_of(source, table)) for table in tables_of(source)}
        for table in tables_of(target):
            kept = [
                {name: value for name, value in row.items() if name in table.c}
                for row in rows.get(table.name, ())
            ]
            insert_rows(target, table, kept)
    before = bytes_of(tmp_path)
    result = run("purge", "--before", "2025-03-01", "--dry-run", "--data", str(tmp_path))
    assert result.exit_code == 0, result.output
    assert bytes_of(tmp_path) == before


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
