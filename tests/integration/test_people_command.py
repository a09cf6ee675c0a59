"""`dunghan sign-out`, and what the stand-in refuses to push to."""

from __future__ import annotations

from pathlib import Path

import door
import web_school
from click.testing import CliRunner
from door import STAFF, UNIONIST, House

from service.cli import main
from service.store import Database


def test_a_person_is_signed_out_everywhere(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'dunghan.sqlite3'}")
    web_school.fill(database)
    door.list_staff(database, *STAFF)
    browser = House(database).as_person(UNIONIST)
    assert browser.get("/").status_code == 200
    done = CliRunner().invoke(main, ["sign-out", UNIONIST, "--data", str(tmp_path)])
    assert (done.exit_code, done.stdout) == (0, f"Đã đăng xuất {UNIONIST} ở mọi máy.\n")
    assert browser.get("/").status_code == 303
    again = CliRunner().invoke(main, ["sign-out", UNIONIST, "--data", str(tmp_path)])
    assert again.exit_code == 2 and "Chưa ai đăng nhập" in again.stderr
    database.close()


def test_the_standin_pushes_to_no_other_machine(tmp_path: Path) -> None:
    asked = ["standin", "--data", str(tmp_path), "--push", "https://xau.example/hooks/forms"]
    done = CliRunner().invoke(main, asked)
    assert done.exit_code == 2 and "trên máy này" in done.stderr
