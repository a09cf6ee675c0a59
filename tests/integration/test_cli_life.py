"""The commands on a report's life; Google is not called for any of them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import door
import pytest
import web_school
from click.testing import CliRunner, Result
from test_web_life import write_down
from web_school import DAY, NOW

from service.cli import main
from service.store import Database

AS_OF = ("--as-of", DAY.isoformat())
REASON = ("--reason", "Phòng Nội vụ yêu cầu nộp sớm")


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    database = Database(f"sqlite:///{tmp_path / 'dunghan.sqlite3'}")
    web_school.fill(database)
    door.list_staff(database, *door.STAFF)
    write_down(database)
    yield tmp_path
    database.close()


def run(folder: Path, *words: str) -> Result:
    return CliRunner().invoke(main, [*words, "--data", str(folder)], env={"DATABASE_URL": ""})


def test_a_report_goes_from_draft_to_correction_by_commands(folder: Path) -> None:
    refused = run(folder, "approve", "6T", "--by", "Trần Thu Hà", *AS_OF)
    assert refused.exit_code == 2
    assert "khoản 4 Điều 53" in refused.output
    assert "Báo cáo đã duyệt" in run(folder, "approve", "6T", "--by", "Trần Thu Hà", *REASON, *AS_OF).output
    issued = run(folder, "issue", "6T", "--number", "7", "--date", DAY.isoformat(), *AS_OF)
    assert "số 07/BC-TC" in issued.output
    assert run(folder, "reopen", "6T", "--by", "Trần Thu Hà", *AS_OF).exit_code == 2
    answer = run(
        folder, "correct", "6T", "--by", "Văn thư", "--reason", "Công đoàn gửi muộn", "--json", *AS_OF
    )
    told = json.loads(answer.output)
    assert (told["stage"], told["edition"]) == ("draft", 2)


def test_a_dry_run_approves_nothing(folder: Path) -> None:
    said = run(folder, "approve", "6T", "--by", "Trần Thu Hà", *REASON, "--dry-run", *AS_OF)
    assert said.output.startswith("Chạy thử, chưa ghi gì. Báo cáo đã duyệt.")
    assert "chưa được duyệt" in run(folder, "reopen", "6T", "--by", "Trần Thu Hà", *AS_OF).output


def test_what_came_after_is_listed(folder: Path) -> None:
    run(folder, "approve", "6T", "--by", "Trần Thu Hà", *REASON, *AS_OF)
    database = Database(f"sqlite:///{folder / 'dunghan.sqlite3'}")
    web_school.send(database, "muon-1", NOW.replace(month=6), participants="45")
    database.close()
    june = ("--as-of", "2025-07-01")
    (late,) = json.loads(run(folder, "late", "6T", "--json", *june).output)
    assert (late["unit"], late["source"]["record_id"], late["is_edit"]) == ("Công đoàn", "muon-1", False)
    found = json.loads(run(folder, "corrections", "6T", "--json", *june).output)
    assert any(ref["record_id"] == "muon-1" for item in found for ref in item["new"])
    assert "Đã duyệt:" in run(folder, "corrections", "6T", *june).output
    assert "Không có kỳ «7T»" in run(folder, "late", "7T", *june).output


def test_the_text_of_a_report_as_of_a_day_is_the_same_whenever_it_is_made(folder: Path) -> None:
    first, again, today = (folder / name for name in ("mot.txt", "hai.txt", "ba.txt"))
    draft = ("draft", "--period", "6T", "--out")
    assert run(folder, *draft, str(first), *AS_OF).exit_code == 0
    database = Database(f"sqlite:///{folder / 'dunghan.sqlite3'}")
    web_school.send(database, "sau-1", NOW.replace(day=25), participants="45")
    database.close()
    run(folder, *draft, str(again), *AS_OF)
    run(folder, *draft, str(today), "--as-of", "2025-04-29")
    assert first.read_bytes() == again.read_bytes()
    assert today.read_bytes() != first.read_bytes()
    assert "\nIII. KẾT QUẢ THỰC HIỆN\n" in first.read_text(encoding="utf-8")
    assert run(folder, "draft", "--out", str(first), *AS_OF).exit_code == 2
