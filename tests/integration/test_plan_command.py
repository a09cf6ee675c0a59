"""`dunghan plan import`: what it prints, for people and for machines, with a school and without one."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from world import PROFILE

from service.cli import main
from service.store import Database, School
from service.store import schools as school_rows
from service.templates import template_text
from service.workspace import SCHOOL_ID

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Runs the command on a file with the given text; the data folder is the test's own."""

    def invoke(text: str | bytes | None, *options: str, name: str = "ke-hoach.txt") -> Result:
        path = tmp_path / name
        if text is not None:
            path.write_bytes(text.encode() if isinstance(text, str) else text)
        command = ["plan", "import", str(path), "--data", str(tmp_path / "data"), *options]
        return CliRunner().invoke(main, command, env={"DATABASE_URL": "", "DUNGHAN_CREDENTIALS": ""})

    return invoke


def a_text(**changes: str) -> str:
    text = template_text("plan", "ke-hoach-mau.txt")
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    return text


def set_up(tmp_path: Path) -> None:
    (tmp_path / "data").mkdir(exist_ok=True)
    database = Database(f"sqlite:///{tmp_path / 'data' / 'dunghan.sqlite3'}")
    with database.begin() as tx:
        school_rows.save_school(tx, School(id=SCHOOL_ID, profile=PROFILE))
    database.close()


def test_without_a_school_a_plan_is_just_printed_and_nothing_is_made(run: Run, tmp_path: Path) -> None:
    result = run(a_text())
    assert result.exit_code == 0, result.output
    assert "Kế hoạch số 95/KH-TC, 04/3/2025 · Trường THCS Trường Chinh" in result.output
    assert "11 nhiệm vụ" in result.output
    assert "– 6 tháng, trước ngày 05/5 về Ủy ban nhân dân quận (qua Phòng Nội vụ)" in result.output
    asked = [line for line in result.output.splitlines() if "Giao cho ai?" in line]
    assert len(asked) == 1
    assert asked[0].startswith("– II.1.a, II.1.b, ")
    assert not (tmp_path / "data").exists()


def test_as_json_it_has_the_agreed_shape(run: Run) -> None:
    result = run(a_text(), "--json")
    assert result.exit_code == 0, result.output
    read: dict[str, Any] = json.loads(result.stdout)
    assert {"number", "symbol", "place", "date", "level1", "reporting", "responsibilities"} <= set(read)
    assert (read["number"], read["symbol"], read["date"]) == ("95", "KH-TC", "2025-03-04")
    assert read["level1"] == ["I. MỤC ĐÍCH, YÊU CẦU", "II. NỘI DUNG THỰC HIỆN", "III. TỔ CHỨC THỰC HIỆN"]
    assert set(read["responsibilities"][0]) == {"code", "text", "owners"}
    assert read["reporting"][0] == {
        "quote": "06 tháng (trước ngày 05 tháng 5)",
        "kind": "yearly",
        "period": "6 tháng",
        "day": 5,
        "month": 5,
        "strictly_before": True,
        "recipient": "Ủy ban nhân dân quận",
        "via": "Phòng Nội vụ",
    }
    assert "changes" not in read


def test_the_first_plan_of_a_school_is_taken_over(run: Run, tmp_path: Path) -> None:
    set_up(tmp_path)
    assert "Đã đưa kế hoạch vào tab «Kế hoạch»" in run(a_text()).output
    assert "Không có gì khác so với kế hoạch đang dùng." in run(a_text()).output


def test_an_amended_plan_prints_what_changed(run: Run, tmp_path: Path) -> None:
    set_up(tmp_path)
    run(a_text())
    result = run(a_text(**{"05 tháng 9": "10 tháng 9", "Số: 95": "Số: 96"}), "--as-of", "2025-04-22")
    assert result.exit_code == 0, result.output
    assert "– Số kế hoạch: «95/KH-TC» → «96/KH-TC»." in result.output
    assert "– Thêm báo cáo: «9 tháng (trước ngày 10 tháng 9)» về Ủy ban nhân dân quận" in result.output
    assert "những gì Hiệu trưởng đã ghi trong tab được giữ nguyên" in result.output
    as_json = json.loads(run(a_text(), "--json").stdout)
    assert "Số kế hoạch: «96/KH-TC» → «95/KH-TC»." in as_json["changes"]


REFUSED = {
    "no plan": ("Thư mời họp phụ huynh đầu năm học, kính mời các bác đến dự đông đủ.", "a.txt", "Đây không phải là một kế hoạch"),
    "empty": ("", "a.txt", "trống"),
    "another encoding": (b"KE HOACH \xd5\xb8\xcb\x9f " * 30, "a.txt", "không phải văn bản Unicode"),
    "another kind": ("x", "a.xls", "Chưa đọc được tệp loại «.xls»"),
    "missing": (None, "khong-co.docx", "Không có tệp"),
    "too large": (b"x" * 21_000_000, "a.docx", "quá mức"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "name", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_no_plan_is_refused_in_one_line_and_nothing_is_written(
    run: Run, tmp_path: Path, text: str | bytes | None, name: str, why: str
) -> None:
    set_up(tmp_path)
    before = (tmp_path / "data" / "dunghan.sqlite3").read_bytes()
    result = run(text, name=name)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert why in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert (tmp_path / "data" / "dunghan.sqlite3").read_bytes() == before
