"""Ledger, sources, backups and personal data from the terminal."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from service.cli import main

LATER = "2025-05-02"


@pytest.fixture(scope="module")
def folder(cycled_school: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of data in which nothing runs."""
    folder = tmp_path_factory.mktemp("commands") / "data"
    shutil.copytree(cycled_school, folder)
    (folder / "store.sqlite3").rename(folder / "dunghan.sqlite3")
    return folder


def run(folder: Path, *arguments: object) -> Result:
    return CliRunner().invoke(main, [*(str(item) for item in arguments), "--data", str(folder)])


def test_the_ledger_lists_runs_and_shows_one(folder: Path) -> None:
    assert run(folder, "check", "--as-of", LATER).exit_code == 0
    listed = json.loads(run(folder, "ledger", "--json").stdout)
    assert [item["kind"] for item in listed] == ["check", "cycle"]
    cycle = listed[1]
    assert (cycle["outcome"], cycle["as_of"]) == ("done", "2025-04-22")
    assert cycle["changed"] == cycle["read"] > 100
    assert {step["name"] for step in cycle["steps"]} >= {"sync", "draft"}
    shown = run(folder, "ledger", "--run", cycle["id"][:8])
    assert shown.exit_code == 0
    assert "Sổ hoạt động – Ban Giám hiệu" in shown.stdout
    assert "Một lượt đầy đủ" in run(folder, "ledger", "--limit", 5).stdout
    refused = run(folder, "ledger", "--run", "khong-co")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)


def test_sources_say_until_when_they_are_known(folder: Path) -> None:
    found = json.loads(run(folder, "sources", "--json").stdout)
    assert {item["kind"] for item in found} == {"form", "sheet", "school"}
    assert all(item["known_at"] and not item["error"] for item in found)
    assert "biết đến" in run(folder, "sources").stdout


@pytest.mark.parametrize(
    ("key", "line"), [("khong-co", "Không có nguồn"), ("school", "không có gì đang chờ")]
)
def test_only_what_waits_for_a_person_can_be_accepted(folder: Path, key: str, line: str) -> None:
    result = run(folder, "sources", "accept", key, "--by", "Văn thư")
    assert result.exit_code == 2
    assert line in result.stderr


def test_a_backup_is_restored_where_nothing_is_and_nowhere_else(folder: Path, tmp_path: Path) -> None:
    file, target = tmp_path / "sao lưu.zip", tmp_path / "máy mới"
    assert run(folder, "backup", file).exit_code == 0
    assert run(target, "restore", file, "--dry-run").exit_code == 0
    assert not target.exists()
    assert run(target, "restore", file).exit_code == 0
    known = json.loads(run(target, "check", "--json", "--as-of", LATER).stdout)
    assert known == json.loads(run(folder, "check", "--json", "--as-of", LATER).stdout)
    refused = run(target, "restore", file)
    assert refused.exit_code == 2
    assert "--force" in refused.stderr
    assert run(target, "restore", file, "--force").exit_code == 0
    assert len(list(tmp_path.glob("truoc-khi-khoi-phuc-*.zip"))) == 1
    assert run(target, "restore", tmp_path / "không có.zip", "--force").exit_code == 2


def test_a_purge_is_counted_before_and_done_after(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "data"
    shutil.copytree(folder, target)
    rehearsed = run(target, "purge", "--before", "2025-03-01", "--dry-run", "--json")
    done = run(target, "purge", "--before", "2025-03-01", "--json")
    assert json.loads(rehearsed.stdout)["submissions"] == json.loads(done.stdout)["submissions"] != {}
    assert "0 phiếu và dòng" in run(target, "purge", "--before", "2025-03-01").stdout


def test_what_is_held_on_a_person_goes_to_a_file(folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "người.json"
    result = run(folder, "person", "nguyen.thi.lan@truongchinh.example", "--out", file)
    assert result.exit_code == 0
    assert "tab «Nhân sự»" in result.stdout
    assert json.loads(file.read_text(encoding="utf-8"))["staff"][0]["unit"] == "Tổ Ngữ văn"
    nobody = run(folder, "person", "Không Có Ai", "--out", file)
    assert "không giữ gì" in nobody.stdout
