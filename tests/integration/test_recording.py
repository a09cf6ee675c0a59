"""Recordings: nothing of the school's is in them, and they fit together when they are played again."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import gspread
import pytest
from world import DAY, World

from service import pipeline
from service.config import end_of_day
from service.google.credentials import load_credentials
from service.google.recording import Recorder, recorded
from service.google.scrubbing import Scrubber
from service.google.session import GoogleSession, gspread_client
from service.sample.content import read_school
from service.standin.server import StandIn
from service.templates import template_text

PERSONAL = (
    "Trường Chinh",
    "Thu Hà",
    "truong.edu",
    "Tân Bình",
    "An toàn giao thông",
    "ya29.",
    "Bearer",
    "PRIVATE KEY",
)


@pytest.fixture
def recording(world: World, tmp_path: Path) -> Path:
    """One whole cycle of the sample school."""
    with recorded() as recorder, world.open() as ws:
        pipeline.run_cycle(ws, end_of_day(DAY), full=True)
    path = tmp_path / "recording.json"
    recorder.save(path)
    return path


def test_a_recorded_cycle_tells_nothing_of_the_school(recording: Path, world: World) -> None:
    text = recording.read_text(encoding="utf-8")
    school = read_school(template_text("plan", "truong-mau.toml"))
    names = {school.profile.principal, *(unit.name for unit in school.profile.units)}
    ids = {source.file_id for source in _sources(world)}

    assert [word for word in (*PERSONAL, *names, *ids) if word.casefold() in text.casefold()] == []
    addresses = set(re.findall(r"[\w.+-]+@([\w.-]+\w)", text))
    assert addresses <= {"example.com"}
    assert not re.search(r"(?<!\d)0\d{9}(?!\d)", text)


def test_a_recorded_cycle_is_made_of_exchanges_with_googles_hosts(recording: Path) -> None:
    kept = json.loads(recording.read_text(encoding="utf-8"))
    hosts = {interaction["request"]["uri"].split("/")[2] for interaction in kept["interactions"]}
    assert kept["version"] == 1
    assert {"sheets.googleapis.com", "forms.googleapis.com", "www.googleapis.com"} <= hosts
    assert all(set(i["request"]) == {"method", "uri", "body", "headers"} for i in kept["interactions"])


def test_a_recording_played_against_a_fresh_account_gets_the_same_answers(
    tmp_path: Path, shared: Path
) -> None:
    recorder = Recorder()
    with StandIn.start(tmp_path / "one") as standin, session_to(standin) as session:
        recorder.attach(session)
        work_on_a_spreadsheet(gspread_client(session))
    (tmp_path / "kept").mkdir()
    recorder.save(tmp_path / "kept" / "work.json")

    with StandIn.start(tmp_path / "two") as fresh:
        tool = shared / "tools" / "replay_cassettes.py"
        command = [sys.executable, tool, tmp_path / "kept", fresh.url, fresh.service_account, "--deep"]
        environment = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9"}
        run = subprocess.run(
            command, capture_output=True, text=True, env=environment, timeout=120, check=True
        )
    counted = re.search(r"(\d+)/(\d+) interactions identical", run.stdout)
    assert counted is not None, run.stdout
    assert counted[1] == counted[2] == str(len(recorder.interactions)), run.stdout


def session_to(standin: StandIn) -> GoogleSession:
    return GoogleSession(load_credentials(standin.service_account), base_url=standin.url)


def work_on_a_spreadsheet(client: gspread.Client) -> None:
    """What a school does with one: names, marks, addresses, a telephone number, formulas, tabs."""
    book = client.create("Sổ theo dõi lớp 6A – cô Lan")
    tab = book.add_worksheet("Tổ 1/2: Toán", 20, 5)
    tab.update(
        [
            ["Họ tên", "Điểm", "Thư"],
            ["Nguyễn Văn An", 9.25, "an@truong.edu.vn"],
            ["0912 345 678", "8", "=B2+1"],
        ],
        "A1",
        raw=False,
    )
    tab.append_row(
        ["Trần Thị Bình", 7, "3/4/2025"], value_input_option=gspread.utils.ValueInputOption.user_entered
    )
    assert tab.acell("C3").value == "10.25"
    tab.format("A1:C1", {"textFormat": {"bold": True}})
    tab.insert_note("A2", "Con cô Lan")
    tab.sort((2, "asc"), range="A2:C4")
    book.batch_update(
        {"requests": [{"addNamedRange": {"namedRange": {"name": "diem", "range": {"sheetId": tab.id}}}}]}
    )
    assert len(tab.get_all_values()) == 4
    assert tab.find("Nguyễn Văn An") is not None
    with pytest.raises(gspread.exceptions.APIError):
        tab.update([["x"]], "Z99")
    client.del_spreadsheet(book.id)


def _sources(world: World) -> Iterator[object]:
    yield from world.state().sources


def test_the_same_word_is_replaced_alike_and_marks_and_dates_stay() -> None:
    scrubber = Scrubber(b"key")
    first = scrubber.text("Cô Lan chấm 9,25 điểm ngày 04/3/2025")
    assert re.fullmatch(r"[A-Z][a-z] [A-Z][a-z]{2} [a-z]{4} 9,25 [a-z]{4} [a-z]{4} 04/3/2025", first)
    assert scrubber.text("cô lan").title() == first[:6].title()
    assert Scrubber(b"other").text("Cô Lan") != scrubber.text("Cô Lan")


def test_ranges_keep_their_cells_and_formulas_their_functions() -> None:
    scrubber = Scrubber(b"key")
    title = scrubber.range("'Tổ Toán'!A1:B2")
    assert title.endswith("'!A1:B2")
    assert "Toán" not in title
    assert scrubber.range("A1:Z1000") == "A1:Z1000"
    assert re.fullmatch(r"=SUM\(A1:B2\)&\"[A-Z][a-z]{3}\"", scrubber.text('=SUM(A1:B2)&"Toán"'))
    uri = "https://sheets.googleapis.com/v4/spreadsheets/1abcdefghijklmnopqrstuvwxyz0123456789/values/%27T%E1%BB%95%27%21A1:append"
    assert scrubber.address(uri).endswith("%21A1:append")
    assert "1abcdefgh" not in scrubber.address(uri)
