"""What every answer carries, and what no page takes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import door
import pytest
import web_school
from door import LOCKED, PRINCIPAL, STAFF, House

from service.config import SettingsError, WebSettings, load_settings, require_safe
from service.store import Database
from service.templates import web_folder
from service.web.limits import Limit

PAGES = [
    "/",
    "/nhiem-vu/II.1.b",
    "/du-thao/6T",
    "/khong-co",
    "/api/status",
    "/healthz",
    "/static/dunghan.css",
]
SECRET = "bf1d3c0e9a7b4f58a2c6d1e0f3b5a798"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('web') / 'store.sqlite3'}")
    web_school.fill(database)
    web_school.draft(database)
    door.list_staff(database, *STAFF)
    yield database
    database.close()


@pytest.fixture
def house(database: Database) -> House:
    return House(database)


@pytest.mark.parametrize("page", PAGES)
def test_every_answer_forbids_scripts_frames_and_guessing(house: House, page: str) -> None:
    with house.as_person(PRINCIPAL).get(page) as answer:
        headers = answer.headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy and "script" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("page", [page for page in PAGES if "static" not in page])
def test_pages_with_data_are_kept_nowhere(house: House, page: str) -> None:
    assert house.as_person(PRINCIPAL).get(page).headers["Cache-Control"] == "no-store"


def test_encrypted_lines_stay_encrypted(database: Database) -> None:
    house = House(database, replace(LOCKED, public_url="https://bao-cao.truong.edu.vn"))
    answer = house.browser().get("/", base_url="https://bao-cao.truong.edu.vn")
    assert "max-age" in answer.headers["Strict-Transport-Security"]


def test_templates_have_no_script_and_no_style_of_their_own() -> None:
    for path in web_folder().rglob("*.html"):
        html = path.read_text(encoding="utf-8")
        assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=|javascript:", html), path


def test_a_picture_may_style_itself_and_nothing_more(house: House) -> None:
    answer = house.as_person(PRINCIPAL).get("/bieu-do/muc-do-hoan-thanh.svg")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'"
    assert b"<script" not in answer.data and b"href" not in answer.data and b"url(" not in answer.data


@pytest.mark.parametrize(
    "host", ["xau.example", "localhost.xau.example", "127.0.0.1.xau.example", "xau@localhost"]
)
def test_another_host_is_somebody_elses_page(database: Database, host: str) -> None:
    # Else a page of theirs could read ours, whose name they let point to this machine.
    answer = House(database, WebSettings()).browser().get("/", headers={"Host": host})
    assert answer.status_code == 400
    assert "Trường" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["localhost:8080", "127.0.0.1:8080"])
def test_this_machine_is_known_by_its_names(database: Database, host: str) -> None:
    assert House(database, WebSettings()).browser().get("/", headers={"Host": host}).status_code == 200


def test_too_much_at_once_is_refused(house: House) -> None:
    answer = house.as_person(PRINCIPAL).post("/dang-xuat", data={"x": "x" * 2_000_000})
    assert answer.status_code == 413


def test_what_a_browser_says_of_itself_counts_only_behind_a_proxy(database: Database) -> None:
    claims = [{"X-Forwarded-For": f"10.0.0.{number}"} for number in range(80)]
    alone = House(database).browser()
    assert 429 in [alone.get("/dang-nhap/xong", headers=claim).status_code for claim in claims]
    behind = House(database, replace(LOCKED, proxies=1)).browser()
    assert 429 not in [behind.get("/dang-nhap/xong", headers=claim).status_code for claim in claims]


def test_a_limit_is_each_addresss_own_and_fills_up_again() -> None:
    now = [0.0]
    limit = Limit(2, lambda: now[0])
    assert [limit.allows("a") for _ in range(3)] == [True, True, False]
    assert limit.allows("b")
    now[0] = 61.0
    assert limit.allows("a")


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("10.0.0.1", "::ffff:10.0.0.1", True),
        ("10.0.0.1", "10.0.0.2", False),
        ("fe80::1%eth0", "fe80::2%eth0", True),
        ("không rõ", "", False),
    ],
)
def test_who_has_many_addresses_is_counted_once(one: str, other: str, together: bool) -> None:
    limit = Limit(1)
    assert limit.allows(one)
    assert limit.allows(other) is not together


# --- refusing to start -------------------------------------------------------------------------------

SAFE = {
    "DUNGHAN_HOST": "0.0.0.0",
    "DUNGHAN_PUBLIC_URL": "https://bao-cao.truong.edu.vn",
    "DUNGHAN_OIDC_CLIENT_ID": "khach",
    "DUNGHAN_OIDC_CLIENT_SECRET": "bi-mat",
    "DUNGHAN_SECRET": SECRET,
}


def test_an_installation_with_sign_in_and_a_secret_may_be_reached() -> None:
    require_safe(load_settings(SAFE))


def test_without_settings_only_this_machine_is_served() -> None:
    settings = load_settings({})
    assert settings.host == "127.0.0.1"
    require_safe(settings)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"DUNGHAN_OIDC_CLIENT_ID": "", "DUNGHAN_OIDC_CLIENT_SECRET": ""}, "chưa có đăng nhập"),
        ({"DUNGHAN_SECRET": ""}, "DUNGHAN_SECRET"),
        ({"DUNGHAN_SECRET": "ngan"}, "DUNGHAN_SECRET"),
        ({"DUNGHAN_SECRET": "a" * 40}, "DUNGHAN_SECRET"),
        ({"DUNGHAN_PUBLIC_URL": ""}, "https://"),
        ({"DUNGHAN_PUBLIC_URL": "http://bao-cao.truong.edu.vn"}, "https://"),
        # Behind a proxy on the same machine it is reached all the same.
        ({"DUNGHAN_HOST": "127.0.0.1", "DUNGHAN_SECRET": ""}, "DUNGHAN_SECRET"),
    ],
)
def test_what_would_be_open_to_the_world_does_not_start(changed: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told) as refused:
        require_safe(load_settings(SAFE | changed))
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"DUNGHAN_OIDC_CLIENT_ID": "khach"},
        {"DUNGHAN_TRUST_PROXY": "co"},
        {"DUNGHAN_PUBLIC_URL": "bao-cao.truong.edu.vn"},
        {"DUNGHAN_PUBLIC_URL": "https://truong.edu.vn/bao-cao"},
        {"DUNGHAN_PUSH_TOPIC": "projects/p/topics/t"},
        SAFE | {"DUNGHAN_PUSH_TOPIC": "t", "DUNGHAN_PUSH_ACCOUNT": "a@b"},
        {"DUNGHAN_SECRET_FILE": "/khong/co"},
    ],
)
def test_settings_that_make_no_sense_are_named(nonsense: dict[str, str]) -> None:
    with pytest.raises(SettingsError, match="DUNGHAN_"):
        load_settings(nonsense)


def test_a_secret_may_come_from_a_file_and_is_never_shown(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(f"{SECRET}\n", encoding="utf-8")
    settings = load_settings(SAFE | {"DUNGHAN_SECRET": "", "DUNGHAN_SECRET_FILE": str(file)})
    assert settings.web.secret == SECRET
    assert SECRET not in repr(settings) and "bi-mat" not in repr(settings)
