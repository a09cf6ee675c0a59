"""Every page and every role: who may, who may not, and what a member of a unit sees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import door
import pytest
import web_school
from door import PRINCIPAL, SECRETARY, STAFF, UNIONIST, VIEWER, House
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.domain.roles import MAY, Action, Role, role_of
from service.store import Database

#: What each page needs; None needs nobody. A page that is not here needs what its method says.
NEEDS: dict[str, Action | None] = {
    "home": Action.SEE_OWN,
    "coverage_chart": Action.SEE_OWN,
    "responsibility": Action.SEE_OWN,
    "status": Action.SEE_OWN,
    "openapi": None,
    "draft": Action.SEE_SCHOOL,
    "draft_block": Action.SEE_SCHOOL,
    "healthz": None,
    "sign_in": None,
    "sign_in_start": None,
    "sign_in_end": None,
    "sign_out": None,
    "hook_forms": None,
    "hook_drive": None,
    "static": None,
}
EMAILS = {
    Role.PRINCIPAL: PRINCIPAL,
    Role.SECRETARY: SECRETARY,
    Role.VIEWER: VIEWER,
    Role.STAFF: UNIONIST,
}
SAMPLES = {"key": "6T", "block": "III", "code": "II.1.b", "filename": "dunghan.css", "period": "6T"}
#: Refused for want of a right; a refusal for want of a token of the form comes after it.
REFUSED = (401, 403)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('roles') / 'store.sqlite3'}")
    web_school.fill(database)
    web_school.draft(database)
    door.list_staff(database, *STAFF)
    yield House(database)
    database.close()


def pages(house: House) -> list[tuple[str, str, Rule]]:
    """(method, address, rule) of everything that is routed."""
    found = []
    adapter = house.app.url_map.bind("localhost")
    for rule in house.app.url_map.iter_rules():
        values = {name: SAMPLES.get(name, "x") for name in rule.arguments}
        address = adapter.build(rule.endpoint, values)
        found += [(method, address, rule) for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def needed(method: str, rule: Rule, house: House) -> Action | None:
    view = house.app.view_functions[rule.endpoint]
    if rule.endpoint in NEEDS:
        return NEEDS[rule.endpoint]
    default = Action.SEE_SCHOOL if method == "GET" else Action.PREPARE
    marked: Action | None = getattr(view, "needs", default)
    assert marked is not None, f"{rule.endpoint} is open to everybody: is that meant?"
    return marked


def test_every_page_holds_to_the_table_for_every_role(house: House) -> None:
    for method, address, rule in pages(house):
        action = needed(method, rule, house)
        if action is None or rule.endpoint.startswith("sign_"):
            continue
        for role, email in EMAILS.items():
            code = house.as_person(email).open(address, method=method).status_code
            assert (code not in REFUSED) == (action in MAY[role]), (method, address, role, code)


def test_every_page_asks_for_a_sign_in_except_those_that_are_meant_for_all(house: House) -> None:
    for method, address, rule in pages(house):
        with house.browser().open(address, method=method) as answer:
            code = answer.status_code
        if needed(method, rule, house) is None:
            assert code != 401, (method, address)
        elif address.startswith("/api/") or method != "GET":
            assert code == 401, (method, address, code)
        else:
            assert code == 303, (method, address, code)


def test_nothing_is_changed_by_one_who_only_sees(house: House) -> None:
    for method, _, rule in pages(house):
        if method not in ("GET", "HEAD"):
            assert needed(method, rule, house) not in (Action.SEE_OWN, Action.SEE_SCHOOL), rule


def test_a_forged_role_in_the_cookie_is_no_role(house: House) -> None:
    browser = house.browser()
    with browser.session_transaction() as session:
        session["sign_in"] = "doan-bua"
        session["role"] = Role.PRINCIPAL.value
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    ("words", "role"),
    [
        ("Hiệu trưởng", Role.PRINCIPAL),
        ("HIỆU TRƯỞNG", Role.PRINCIPAL),
        ("Phó Hiệu trưởng", Role.VIEWER),
        ("Văn thư", Role.SECRETARY),
        ("Thư kí hội đồng", Role.SECRETARY),
        ("Người xem", Role.VIEWER),
        ("Trưởng đơn vị", Role.STAFF),
        ("Hiệu trưởng giỏi nhất", Role.STAFF),  # nobody becomes principal by a word that is like it
        ("", Role.STAFF),
    ],
)
def test_the_column_of_roles_is_read_strictly(words: str, role: Role) -> None:
    assert role_of(words) is role


# --- a member of a unit ------------------------------------------------------------------------------


def text_of(browser: FlaskClient, page: str) -> str:
    html = browser.get(page).get_data(as_text=True)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", html)))


def test_a_member_of_a_unit_sees_its_things_and_no_other_units(house: House) -> None:
    whole, own = text_of(house.as_person(PRINCIPAL), "/"), text_of(house.as_person(UNIONIST), "/")
    for other in ("Tổ Ngữ văn", "Đoàn Thanh niên", "Tổ Văn phòng", "Ban Giám hiệu"):
        assert other in whole and other not in own
    assert "Công đoàn" in own and "Đặng Văn Hùng · Cán bộ đơn vị, Công đoàn" in own


def test_a_member_of_a_unit_is_told_only_what_the_unit_has_to_do(house: House) -> None:
    own = house.as_person(UNIONIST).get("/api/status").get_json()["todo"]
    everything = house.as_person(PRINCIPAL).get("/api/status").get_json()["todo"]
    assert "Hiệu trưởng" in {todo["who"] for todo in everything}
    assert "Hiệu trưởng" not in {todo["who"] for todo in own}
    html = house.as_person(UNIONIST).get("/").get_data(as_text=True)
    assert "/du-thao/" not in html and "/danh-ba" not in html


def test_the_api_tells_a_member_of_a_unit_no_more_than_the_page(house: House) -> None:
    body = house.as_person(UNIONIST).get("/api/status").get_json()
    assert body["drafts"] == [] and body["review_sheet"] is None
    assert "Tổ Ngữ văn" not in str(body)


def test_what_another_unit_owes_is_not_there_for_a_member_of_a_unit(house: House) -> None:
    browser = house.as_person(UNIONIST)
    codes = set(re.findall(r"/nhiem-vu/([^\"?#]+)", browser.get("/").get_data(as_text=True)))
    everything = house.as_person(PRINCIPAL).get("/").get_data(as_text=True)
    others = set(re.findall(r"/nhiem-vu/([^\"?#]+)", everything)) - codes
    assert codes and others
    assert {browser.get(f"/nhiem-vu/{code}").status_code for code in codes} == {200}
    assert {browser.get(f"/nhiem-vu/{code}").status_code for code in others} == {404}


def test_a_responsibility_of_several_units_shows_only_ones_own_part(house: House) -> None:
    text = text_of(house.as_person(UNIONIST), "/nhiem-vu/II.1.b")
    assert "Công đoàn" in text
    findings = text[text.index("Kỳ số liệu") :]
    assert "Ban Giám hiệu" not in findings


def test_somebody_of_two_units_sees_both(house: House, tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    web_school.fill(database)
    second = STAFF[3].__class__(name="Đặng Văn Hùng", email=UNIONIST, unit="Tổ Văn", role="Thành viên")
    door.list_staff(database, *STAFF, second)
    text = text_of(House(database).as_person(UNIONIST), "/")
    # «Tổ Văn» is another name of the unit.
    assert "Tổ Ngữ văn" in text and "Công đoàn" in text and "Đoàn Thanh niên" not in text
    database.close()


def test_nobody_signed_in_is_needed_where_the_door_is_not_locked(house: House) -> None:
    open_house = House(house.database, web=door.WebSettings())
    assert open_house.browser().get("/").status_code == 200
    assert "Đăng xuất" not in open_house.browser().get("/").get_data(as_text=True)
