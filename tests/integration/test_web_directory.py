"""The page «Danh bạ», and what pages tell of a report that cannot be signed; Google is not called for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import door
import pytest
import web_school
from flask.testing import FlaskClient
from web_school import DAY
from werkzeug.test import TestResponse

from service.domain.readiness import Blocker
from service.domain.stages import Act, Deed, Way
from service.lives import record
from service.reporting import blockers_of
from service.state import SchoolState, load_state
from service.store import Database
from service.store.events import list_events
from service.workspace import SCHOOL_ID

PAGE = "/danh-ba"
DISTRICT = "agency:uy ban nhan dan quan tan binh"
WARD = {
    "subject": DISTRICT,
    "name": "UBND  phường Tân Sơn",
    "place": "Tân Sơn",
    "via": "Phòng Văn hóa - Xã hội",
    "valid_from": "2025-07-01",
    "basis": "Nghị quyết 1685/NQ-UBTVQH15",
}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'web.sqlite3'}")
    web_school.fill(database)
    door.list_staff(database, *door.STAFF)
    yield database
    database.close()


def told(browser: FlaskClient, page: str = PAGE) -> str:
    return unescape(browser.get(page).get_data(as_text=True))


def send(browser: FlaskClient, **fields: str) -> TestResponse:
    token = door.csrf_of(browser, PAGE)
    return browser.post(f"{PAGE}/ke-tuc", data={"csrf_token": token, **fields})


def state_of(database: Database, day: dt.date = DAY) -> SchoolState:
    state = load_state(database, SCHOOL_ID, day)
    assert state is not None
    return state


def blockers(database: Database, key: str) -> list[Blocker]:
    state = state_of(database)
    period = state.period(key)
    assert period is not None
    return list(blockers_of(state, period))


def test_the_page_says_what_each_report_names_and_what_has_ended(school: Database) -> None:
    page = told(web_school.pages(school))
    assert "Ủy ban nhân dân quận Tân Bình; cơ quan này không còn từ ngày 01/7/2025" in page
    assert "Dùng trong báo cáo 9 tháng đầu năm 2025, năm 2025." in page
    assert page.count('name="subject"') == 1, "the department is asked for with its committee"
    assert "theo ngày 29/4/2025" in page


def test_the_principal_chooses_once_and_every_later_report_follows(school: Database) -> None:
    browser = door.House(school).as_person(door.PRINCIPAL)
    answer = send(browser, **WARD)
    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    state = state_of(school)
    for key in ("9T", "NAM"):
        names = state.in_force(next(p for p in state.periods if p.key == key))
        assert names.profile.parent == "Ủy ban nhân dân phường Tân Sơn"
        assert names.profile.place == "Tân Sơn"
        assert names.via == "Phòng Văn hóa - Xã hội"
    assert state.in_force(state.periods[0]).profile.place == "Tân Bình"
    assert [b.key for b in blockers(school, "9T")] == []
    page = told(browser)
    assert "Không có gì phải chọn." in page
    assert "Ủy ban nhân dân quận Tân Bình → Ủy ban nhân dân phường Tân Sơn (Trần Thu Hà, trang" in page
    with school.begin() as tx:
        kept = list_events(tx, SCHOOL_ID, kind="successor")
    assert [(event.subject, event.who) for event in kept] == [
        (DISTRICT, "Trần Thu Hà"),
        ("agency:phong noi vu", "Trần Thu Hà"),
    ]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"name": ""}, "Xin chọn trong danh sách hoặc ghi tên chính thức."),
        ({"place": " "}, "Xin ghi địa danh"),
        ({"valid_from": "01/7/2025"}, "Ngày hiệu lực viết chưa đúng."),
        ({"name": "A" * 301}, "Mỗi ô chỉ ghi được 300 chữ."),
        ({"chosen": "-"}, "Báo cáo phải có cơ quan này."),
        ({"subject": "agency:khac"}, "không còn chờ chọn"),
    ],
)
def test_a_form_that_cannot_be_taken_says_why_and_keeps_nothing(
    school: Database, change: dict[str, str], line: str
) -> None:
    browser = door.House(school).as_person(door.PRINCIPAL)
    answer = send(browser, **(WARD | change))
    assert answer.status_code == 400
    if change.get("subject") is None:
        assert line in unescape(answer.get_data(as_text=True))
    with school.begin() as tx:
        assert list_events(tx, SCHOOL_ID) == ()


def test_without_sign_in_whoever_chooses_gives_a_name(school: Database) -> None:
    browser = web_school.pages(school)
    assert send(browser, **WARD).status_code == 400
    assert send(browser, **WARD, who=" Trần  Thu Hà ").status_code == 303
    assert "(Trần Thu Hà, trang «Danh bạ»," in told(browser)


@pytest.mark.parametrize("person", [door.SECRETARY, door.VIEWER])
def test_only_the_principal_chooses(school: Database, person: str) -> None:
    browser = door.House(school).as_person(person)
    token = door.csrf_of(browser)
    answer = browser.post(f"{PAGE}/ke-tuc", data={"csrf_token": token, **WARD})
    assert answer.status_code == 403
    assert 'action="/danh-ba/ke-tuc"' not in told(browser)


def test_what_somebody_typed_is_text_and_nothing_else(school: Database) -> None:
    browser = door.House(school).as_person(door.PRINCIPAL)
    send(browser, **(WARD | {"name": "<script>alert(1)</script>"}))
    assert "<script>alert" not in browser.get(PAGE).get_data(as_text=True)


def test_an_approved_report_keeps_its_names_and_asks_for_nothing(school: Database) -> None:
    at = dt.datetime(2025, 4, 20, 8, tzinfo=dt.UTC)
    with school.begin() as tx:
        for key in ("9T", "NAM"):
            act = Act(deed=Deed.APPROVED, at=at, who="Trần Thu Hà", way=Way.PAGE)
            record(tx, SCHOOL_ID, key, act)
    page = told(web_school.pages(school))
    assert page.count("giữ nguyên tên trong văn bản") == 2
    assert "Không có gì phải chọn." in page


def test_the_draft_page_and_the_api_say_why_it_cannot_be_signed(school: Database) -> None:
    web_school.draft(school)
    browser = web_school.pages(school)
    status = browser.get("/api/status").get_json()
    by_period = {item["period"]: item["blockers"] for item in status["deadlines"]}
    assert by_period["6T"] == []
    assert by_period["9T"][0]["key"] == f"ended:{DISTRICT}"
    assert by_period["9T"][0]["page"] == PAGE
    assert {item["key"] for item in by_period["NAM"]} >= {"window"}
