"""The JSON for machines holds to its description, whatever is asked."""

from __future__ import annotations

import json
from collections.abc import Iterator

import door
import pytest
import schemathesis
import web_school
from door import PRINCIPAL, STAFF, UNIONIST, House
from fuzzing import bounded
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from web_school import NOW

from service.store import Database
from service.store import jobs as job_rows
from service.templates import web_folder
from service.workspace import SCHOOL_ID

DESCRIPTION = json.loads((web_folder() / "openapi.json").read_text(encoding="utf-8"))
schema = schemathesis.openapi.from_dict(DESCRIPTION)
# Who is signed in is the business of test_roles.py.
schema.config.generation.update(with_security_parameters=False)
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('api') / 'store.sqlite3'}")
    web_school.fill(database)
    web_school.draft(database)
    web_school.bad_row(database)
    door.list_staff(database, *STAFF)
    with database.begin() as tx:
        job_rows.ensure_job(tx, SCHOOL_ID, "sync", NOW)
    yield House(database)
    database.close()


def is_described(house: House, path: str, email: str | None) -> int:
    """The code of an answer that is as the description says."""
    browser = house.as_person(email) if email else house.browser()
    answer = browser.get(path)
    described = DESCRIPTION["paths"][path]["get"]["responses"][str(answer.status_code)]
    kind = described["content"]["application/json"]["schema"]
    body = answer.get_json()
    whole = {**kind, "components": DESCRIPTION["components"]}
    Draft202012Validator(whole, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(body)
    return answer.status_code


@pytest.mark.parametrize("path", ["/api/status", "/healthz", "/api/openapi.json"])
@pytest.mark.parametrize("email", [PRINCIPAL, UNIONIST, None])
def test_every_answer_is_as_it_is_described(house: House, path: str, email: str | None) -> None:
    is_open = not DESCRIPTION["paths"][path]["get"].get("security", [1])
    code = is_described(house, path, email)
    assert code == (401 if email is None and not is_open else code) and code in (200, 401, 503)


def test_everything_for_machines_is_described(house: House) -> None:
    routed = {rule.rule for rule in house.app.url_map.iter_rules() if rule.rule.startswith("/api/")}
    assert routed | {"/healthz"} == set(DESCRIPTION["paths"])


@schema.parametrize()
@pytest.mark.fuzz
@bounded(10)
def test_no_request_breaks_the_api(house: House, case: schemathesis.Case) -> None:
    case.call_and_validate(app=house.app)


@pytest.mark.fuzz
@bounded(6)
@given(value=words, name=words)
def test_no_query_breaks_a_page(house: House, value: str, name: str) -> None:
    browser = house.as_person(PRINCIPAL)
    for path in ("/", "/bieu-do/muc-do-hoan-thanh.svg", "/dang-nhap", "/api/status"):
        asked = {"ky": value, "co": value, "tiep": name, name or "x": value}
        assert browser.get(path, query_string=asked).status_code in (200, 303)
    for path in (f"/nhiem-vu/{name}", f"/du-thao/{name}", f"/du-thao/6T/{name}"):
        assert browser.get(path).status_code in (200, 303, 308, 400, 404, 405)
