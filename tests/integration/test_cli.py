"""The `dunghan` commands: what they print for machines, and the one line for what a person can mend."""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import web_school
from click.testing import CliRunner, Result

from service.cli import main
from service.store import Database
from service.store import schools as school_rows
from service.templates import template_text
from service.workspace import SCHOOL_ID

ROOT = Path(__file__).parent.parent.parent
DAY = web_school.DAY.isoformat()

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    def invoke(*args: object, **environ: str) -> Result:
        settings = {"DUNGHAN_STANDIN_PORT": "0", "DATABASE_URL": "", "DUNGHAN_CREDENTIALS": "", "PORT": ""}
        return CliRunner().invoke(
            main, [str(arg) for arg in args], env=settings | environ, prog_name="dunghan"
        )

    return invoke


@pytest.fixture
def seeded(tmp_path: Path) -> Path:
    """The folder of a school with half a year of answers and one draft; its Google is empty."""
    folder = tmp_path / "dữ liệu của trường"
    database = Database(f"sqlite:///{folder / 'dunghan.sqlite3'}")
    web_school.fill(database)
    web_school.answer(database)
    web_school.bad_row(database)
    web_school.draft(database)
    database.close()
    return folder


@pytest.fixture
def lived(lived_school: Path, tmp_path: Path) -> Path:
    """The folder of a school that has files at Google."""
    folder = tmp_path / "data"
    shutil.copytree(lived_school, folder)
    (folder / "store.sqlite3").rename(folder / "dunghan.sqlite3")
    return folder


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def json_of(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def mistake_of(result: Result) -> str:
    """The one line of a command that a person can mend."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    return line


# --- from the store alone --------------------------------------------------------------------------


def test_status_gives_the_glance_as_json(run: Run, seeded: Path) -> None:
    told = json_of(run("status", "--data", seeded, "--as-of", DAY, "--json"))
    assert list(told) == [
        "school",
        "as_of",
        "headline",
        "deadlines",
        "todo",
        "findings",
        "known_at",
        "late",
        "sources",
        "problems",
    ]
    assert [item["period"] for item in told["deadlines"]] == ["6T", "9T", "NAM"]
    assert told["as_of"] == DAY
    assert told["todo"][0]["about"][0].keys() == {"unit", "responsibilities"}


def test_status_for_people_says_what_is_due_and_what_to_do(run: Run, seeded: Path) -> None:
    told = run("status", "--data", seeded, "--as-of", DAY).stdout
    assert "Báo cáo 6 tháng đầu năm 2025: còn 7 ngày làm việc" in told
    assert "Việc cần làm:" in told


def test_status_on_another_day_tells_of_that_day(run: Run, seeded: Path) -> None:
    told = json_of(run("status", "--data", seeded, "--as-of", "2025-02-03", "--json"))
    assert {item["step"] for item in told["deadlines"]} == {"ahead"}


def test_the_directory_says_what_each_report_names_and_what_waits(run: Run, seeded: Path) -> None:
    told = json_of(run("directory", "--data", seeded, "--as-of", DAY, "--json"))
    names = {report["period"]: report for report in told["reports"]}
    assert (names["6T"]["day"], names["6T"]["open"]) == ("2025-04-29", [])
    assert [item["name"] for item in names["9T"]["open"]] == [
        "Ủy ban nhân dân quận Tân Bình",
        "Phòng Nội vụ",
    ]
    assert told["choices"] == []
    assert "Cần chọn kế tục" in run("directory", "--data", seeded, "--as-of", DAY).stdout


def test_check_gives_findings_with_rule_and_evidence(run: Run, seeded: Path) -> None:
    findings = json_of(run("check", "--data", seeded, "--as-of", DAY, "--json"))
    assert {item["period"] for item in findings} == {"6T"}
    assert {"code", "owner", "status", "rule", "reason", "counted", "refused"} <= set(findings[0])


def test_why_lists_the_blocks_that_it_can_be_asked_about(run: Run, seeded: Path) -> None:
    blocks = json_of(run("why", "--data", seeded, "--json"))
    assert [(item["period"], item["block"]) for item in blocks] == [
        ("6T", "III"),
        ("6T", "III.II.1.b.text"),
    ]
    assert "6T:III.II.1.b.text" in run("why", "6T", "--data", seeded).stdout


def test_why_leads_from_a_block_to_the_answer_in_its_version(run: Run, seeded: Path) -> None:
    (block,) = json_of(run("why", "6T:III.II.1.b.text", "--data", seeded, "--json"))
    (source,) = block["claims"][0]["sources"]
    assert source["record_id"] == web_school.ANSWER.record_id
    assert source["version"] == web_school.ANSWER.version


def test_why_on_a_day_explains_the_draft_of_that_day(run: Run, seeded: Path) -> None:
    blocks = json_of(run("why", "9T", "--data", seeded, "--as-of", "2025-08-25", "--json"))
    assert len(blocks) > 10
    assert {item["period"] for item in blocks} == {"9T"}


def test_why_does_not_guess(run: Run, seeded: Path) -> None:
    assert "dunghan why" in mistake_of(run("why", "6T:khong-co", "--data", seeded))


def test_a_plan_is_told_as_json_where_no_school_is_set_up(run: Run, tmp_path: Path) -> None:
    plan = tmp_path / "kế hoạch.txt"
    plan.write_text(template_text("plan", "ke-hoach-mau.txt"), encoding="utf-8")
    told = json_of(run("plan", "import", plan, "--data", tmp_path / "rong", "--json"))
    assert {"number", "symbol", "responsibilities", "reporting"} <= set(told)
    assert not (tmp_path / "rong").exists()


# --- with Google -----------------------------------------------------------------------------------


def test_sync_review_and_draft_tell_machines_what_they_did(run: Run, lived: Path) -> None:
    read = json_of(run("sync", "--data", lived, "--as-of", DAY, "--json"))
    keys = {"key", "label", "read", "changed", "error", "cursor", "revision"}
    assert all(keys == set(item) for item in read)
    assert sum(item["changed"] for item in read) > 100
    assert json_of(run("sync", "--data", lived, "--as-of", DAY, "--json"))[0]["changed"] == 0

    assert json_of(run("review", "--data", lived, "--as-of", DAY, "--json")) == {"written": True}
    assert json_of(run("review", "--data", lived, "--as-of", DAY, "--json")) == {"written": False}

    (draft,) = json_of(run("draft", "--period", "6T", "--data", lived, "--as-of", DAY, "--json"))
    assert {"period", "due", "url", "document_id"} <= set(draft)
    assert "giữ nguyên" in run("draft", "--data", lived, "--as-of", DAY).stdout


def test_demo_once_prints_json_with_the_keys_agreed_on(run: Run, lived: Path) -> None:
    told = json_of(run("demo", "--data", lived, "--as-of", "2025-04-21", "--once", "--json"))
    assert {"review_sheet", "drafts", "findings", "problems", "api_calls"} <= set(told)
    assert told["errors"] == []
    assert [draft["period"] for draft in told["drafts"]] == ["6T"]


def test_only_a_period_that_has_opened_is_drafted(run: Run, seeded: Path) -> None:
    def drafted(period: str) -> Result:
        return run("draft", "--period", period, "--data", seeded, "--as-of", DAY)

    assert "22/8/2025" in mistake_of(drafted("9T"))
    assert "6T, 9T, NAM" in mistake_of(drafted("13T"))


# --- what a person can mend ------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["sync", "check", "review", "draft", "why", "status"])
def test_without_a_school_a_command_says_what_to_do_and_makes_nothing(
    run: Run, tmp_path: Path, command: str
) -> None:
    assert "dunghan demo" in mistake_of(run(command, "--data", tmp_path / "rong"))
    assert not (tmp_path / "rong").exists()


def test_a_demo_of_what_is_no_plan_makes_nothing(run: Run, tmp_path: Path) -> None:
    story = tmp_path / "truyen.txt"
    story.write_text("Ngày xưa có một nàng công chúa.\n" * 50, encoding="utf-8")
    assert "không phải là một kế hoạch" in mistake_of(
        run("demo", "--once", "--plan", story, "--data", tmp_path / "rong")
    )
    assert not (tmp_path / "rong").exists()


@pytest.mark.parametrize("command", ["demo", "serve"])
def test_a_taken_port_is_told_before_any_work_is_done(
    run: Run, tmp_path: Path, taken_port: int, command: str
) -> None:
    line = mistake_of(run(command, "--data", tmp_path / "rong", "--port", taken_port))
    assert f"Cổng {taken_port} đang được dùng" in line
    assert not (tmp_path / "rong").exists()


def test_a_port_of_the_stand_in_that_is_taken_is_told(run: Run, tmp_path: Path, taken_port: int) -> None:
    line = mistake_of(run("standin", "--data", tmp_path / "google", "--port", taken_port))
    assert f"Cổng {taken_port} đang được dùng" in line


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["plan", "import", "khong-co.txt"], "Không có tệp khong-co.txt"),
        (["plan", "import"], "Còn thiếu TỆP"),
        (["chek"], "Không có lệnh «chek»"),
        (["check", "--asof", "1"], "Không có tùy chọn --asof"),
        (["check", "--as-of"], "--as-of cần một giá trị"),
        (["check", "--as-of", "2025-02-30"], "«2025-02-30» không phải là một ngày có thật"),
        (["check", "thừa"], "thừa phần sau cùng"),
        (["serve", "--port", "99999"], "không phải là số cổng"),
        (["status", "--data", __file__], "là một tệp"),
        (["standin"], "Còn thiếu --data"),
    ],
)
def test_a_command_typed_wrong_is_told_in_one_vietnamese_line(run: Run, args: list[str], said: str) -> None:
    assert said in mistake_of(run(*args))


@pytest.mark.parametrize(
    ("environ", "said"),
    [
        ({"PORT": "abc"}, "PORT phải là một số cổng"),
        ({"DUNGHAN_CREDENTIALS": "khong-co.json"}, "không có tệp này"),
    ],
)
def test_a_setting_that_makes_no_sense_is_told(
    run: Run, tmp_path: Path, environ: dict[str, str], said: str
) -> None:
    assert said in mistake_of(run("status", "--data", tmp_path / "rong", **environ))


def test_the_sample_school_never_goes_to_google(run: Run, tmp_path: Path) -> None:
    key = tmp_path / "khoa.json"
    key.write_text("{}")
    line = mistake_of(run("demo", "--once", "--data", tmp_path / "rong", DUNGHAN_CREDENTIALS=str(key)))
    assert "DUNGHAN_CREDENTIALS" in line


# --- consoles --------------------------------------------------------------------------------------


def test_vietnamese_comes_through_on_a_console_of_windows(seeded: Path) -> None:
    """cp1252 is what Python takes for a pipe there; it has neither «ộ» nor «ế»."""
    code = "from service.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", code, "status", "--data", str(seeded), "--as-of", DAY],
        env={**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"},
        capture_output=True,
        check=False,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr
    assert "Việc cần làm" in done.stdout.decode("utf-8")


# --- what is written about them --------------------------------------------------------------------


def commands(group: click.Group = main, path: str = "dunghan") -> Iterator[tuple[str, click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{path} {name}")
        else:
            yield f"{path} {name}", command


@pytest.fixture(scope="module")
def documented() -> str:
    return (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(("path", "command"), list(commands()), ids=[path for path, _ in commands()])
def test_a_command_is_documented_with_its_options(documented: str, path: str, command: click.Command) -> None:
    begins = re.compile(rf"\| `{re.escape(path)}[ `]")
    (row,) = [line for line in documented.splitlines() if begins.match(line) and "`--data`" in line]
    options = [param.opts[0] for param in command.params if isinstance(param, click.Option)]
    assert set(re.findall(r"`(--[a-z-]+)`", row)) == set(options)


def test_an_option_is_explained(documented: str) -> None:
    for _, command in commands():
        for param in command.params:
            if isinstance(param, click.Option):
                assert re.search(rf"^\| `{param.opts[0]}[ `]", documented, re.MULTILINE), param.opts


def test_every_setting_is_documented_and_no_other(documented: str) -> None:
    asked = re.compile(r'environ(?:\.get\(|, )"([A-Z_]+)"')
    settings = {
        name
        for path in (ROOT / "service").rglob("*.py")
        for name in asked.findall(path.read_text(encoding="utf-8"))
    } - {"REQUEST_URI", "HTTP_X_HTTP_METHOD_OVERRIDE"}
    told = set(re.findall(r"^\| `([A-Z][A-Z_]+)` \|", documented, re.MULTILINE))
    assert told == settings


def test_help_is_in_vietnamese(run: Run) -> None:
    for path, _ in commands():
        text = run(*path.split()[1:], "--help").stdout
        assert text.startswith("Cách dùng: dunghan")
        assert "Xem hướng dẫn này." in text
        assert not re.search(r"Usage|Options|Show this|required|default:", text)


# --- a school of its own -----------------------------------------------------------------------------


def test_a_school_begins_with_its_plan_and_beginning_again_makes_nothing_twice(
    run: Run, tmp_path: Path
) -> None:
    plan = tmp_path / "kế hoạch.txt"
    plan.write_text(template_text("plan", "ke-hoach-mau.txt"), encoding="utf-8")
    data = tmp_path / "trường"
    begin = ("setup", plan, "--principal", "Trần Thu Hà", "--data", data, "--json")
    first, again = run(*begin), run(*begin)
    assert first.exit_code == again.exit_code == 0, first.output + again.output
    made, found = json.loads(first.stdout), json.loads(again.stdout)
    assert made["errors"] == found["errors"] == []
    assert [d["document_id"] for d in made["drafts"]] == [d["document_id"] for d in found["drafts"]]
    assert made["review_sheet"].split("/d/")[1] == found["review_sheet"].split("/d/")[1]


def test_another_school_does_not_take_over_a_folder(run: Run, lived: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.txt"
    plan.write_text(template_text("plan", "ke-hoach-mau.txt"), encoding="utf-8")
    result = run("setup", plan, "--principal", "Lê Văn Tám", "--name", "Trường THCS Hoa Lư", "--data", lived)
    assert result.exit_code == 2
    assert "Trường THCS Trường Chinh" in result.stderr
    assert "--data" in result.stderr


def test_a_demo_started_again_keeps_the_plan_that_was_imported_since(
    run: Run, lived: Path, tmp_path: Path
) -> None:
    amended = tmp_path / "sửa đổi.txt"
    text = template_text("plan", "ke-hoach-mau.txt").replace("Số: 95/KH-TC", "Số: 96/KH-TC")
    amended.write_text(text, encoding="utf-8")
    assert run("plan", "import", amended, "--data", lived).exit_code == 0
    assert run("demo", "--once", "--as-of", DAY, "--data", lived, "--json").exit_code == 0
    database = Database(f"sqlite:///{lived / 'dunghan.sqlite3'}")
    with database.begin() as tx:
        school = school_rows.find_school(tx, SCHOOL_ID)
    database.close()
    assert school is not None
    assert school.plan is not None
    assert school.plan.document_number == "96/KH-TC"
