"""Who comes in, how, and for how long."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import door
import pytest
import web_school
from door import PRINCIPAL, RULES, STAFF, STRANGER, UNIONIST, House, at_google, come_in, csrf_of

from service.accounts import ABSOLUTE, IDLE, Identity, RefusedError, Rules, forget, sign_in
from service.standin.server import StandIn
from service.store import Database
from service.web.signin import identity_of


@pytest.fixture(scope="module")
def standin(tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    with StandIn.start(tmp_path_factory.mktemp("google")) as running:
        yield running


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    web_school.fill(database)
    door.list_staff(database, *STAFF)
    yield database
    database.close()


@pytest.fixture
def house(database: Database, standin: StandIn) -> House:
    return House(database, door.locked_by(standin))


# --- the way in --------------------------------------------------------------------------------------


def test_a_locked_page_leads_to_google_and_back_to_itself(house: House) -> None:
    browser = house.browser()
    sent = browser.get("/nhiem-vu/II.1.b")
    assert (sent.status_code, urlsplit(sent.headers["Location"]).path) == (303, "/dang-nhap")
    page = browser.get(sent.headers["Location"]).get_data(as_text=True)
    assert "/dang-nhap/google?tiep=/nhiem-vu/II.1.b" in page
    back = come_in(browser, PRINCIPAL, "/nhiem-vu/II.1.b")
    assert (back.status_code, back.headers["Location"]) == (303, "/nhiem-vu/II.1.b")
    assert "Trần Thu Hà · Hiệu trưởng" in browser.get("/").get_data(as_text=True)


def test_google_is_asked_with_state_nonce_and_a_challenge(house: House) -> None:
    start = house.browser().get("/dang-nhap/google")
    asked = parse_qs(urlsplit(start.headers["Location"]).query)
    assert asked["code_challenge_method"] == ["S256"] and asked["scope"] == ["openid email profile"]
    assert all(len(asked[name][0]) >= 20 for name in ("state", "nonce", "code_challenge"))


def test_an_answer_that_nobody_here_asked_for_is_refused(house: House) -> None:
    way_back = at_google(house.browser().get("/dang-nhap/google"), PRINCIPAL)
    victim = house.browser()
    assert victim.get(way_back).status_code == 400
    assert victim.get("/").status_code == 303


def test_an_answer_is_good_once(house: House) -> None:
    browser = house.browser()
    way_back = at_google(browser.get("/dang-nhap/google"), PRINCIPAL)
    assert browser.get(way_back).status_code == 303
    assert browser.get(way_back).status_code == 400


def test_an_id_token_for_another_nonce_is_refused(house: House) -> None:
    browser = house.browser()
    start = browser.get("/dang-nhap/google")
    asked = start.headers["Location"]
    nonce = parse_qs(urlsplit(asked).query)["nonce"][0]
    start.headers["Location"] = asked.replace(nonce, "x" * 20)
    assert browser.get(at_google(start, PRINCIPAL)).status_code == 400
    assert browser.get("/").status_code == 303


def test_an_id_token_of_another_issuer_is_refused(database: Database, standin: StandIn) -> None:
    web = door.locked_by(standin)
    assert web.sign_in is not None
    elsewhere = standin.url.replace("127.0.0.1", "localhost")
    browser = House(database, replace(web, sign_in=replace(web.sign_in, issuer=elsewhere))).browser()
    assert come_in(browser, PRINCIPAL).status_code == 400
    assert browser.get("/").status_code == 303


@pytest.mark.parametrize(
    "page",
    [
        "https://xau.example/",
        "//xau.example/",
        "/\\xau.example",
        "\\/xau.example",
        "/ok\r\nLocation: https://xau.example",
        "javascript:alert(1)",
        "xau.example",
        "/\t/xau.example",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(house: House, page: str) -> None:
    assert come_in(house.browser(), PRINCIPAL, page).headers["Location"] == "/"


def test_without_google_the_page_says_to_try_again(database: Database) -> None:
    answer = House(database).browser().get("/dang-nhap/google")
    assert answer.status_code == 503
    assert "Xin thử lại" in answer.get_data(as_text=True)


def test_the_name_that_google_tells_is_one_clean_line_and_has_an_end() -> None:
    claims = {"sub": "1", "email": "a@b", "name": "Lan \u202e gnoH\n\x07" + "x" * 5000}
    name = identity_of(claims).name
    assert name.startswith("Lan gnoH xxx") and len(name) == 200


# --- who may -----------------------------------------------------------------------------------------


def test_one_who_is_not_listed_is_told_whom_to_ask(house: House) -> None:
    answer = come_in(house.browser(), STRANGER)
    assert answer.status_code == 403
    assert "chưa có trong tab «Nhân sự»" in answer.get_data(as_text=True)


def test_one_who_has_left_does_not_come_in_and_is_put_out_at_once(house: House) -> None:
    browser = house.browser()
    come_in(browser, UNIONIST)
    assert browser.get("/").status_code == 200
    door.list_staff(house.database, *(replace(row, active=row.email != UNIONIST) for row in STAFF))
    assert browser.get("/").status_code == 303
    assert come_in(house.browser(), UNIONIST).status_code == 403


def test_only_accounts_of_the_schools_domain_where_it_is_set(database: Database, standin: StandIn) -> None:
    door.list_staff(database, *STAFF, replace(STAFF[0], email="co.ha@gmail.com"))
    house = House(database, door.locked_by(standin, domain="truongchinh.example"))
    assert come_in(house.browser(), PRINCIPAL).status_code == 303
    refused = come_in(house.browser(), "co.ha@gmail.com")
    assert refused.status_code == 403 and "@truongchinh.example" in refused.get_data(as_text=True)


def test_the_principal_of_the_settings_comes_in_before_anybody_is_listed(
    database: Database, standin: StandIn
) -> None:
    door.list_staff(database)
    house = House(database, door.locked_by(standin, principal_email=PRINCIPAL))
    browser = house.browser()
    assert come_in(browser, PRINCIPAL).status_code == 303
    assert "Hiệu trưởng" in browser.get("/").get_data(as_text=True)


def person(email: str = UNIONIST, sub: str = "1", **more: bool) -> Identity:
    return Identity(sub=sub, email=email, email_verified=more.get("verified", True), name="")


def test_an_address_that_google_has_not_verified_is_refused(database: Database) -> None:
    with pytest.raises(RefusedError, match="chưa xác minh"):
        sign_in(database, RULES, person(verified=False), web_school.NOW)


def test_an_address_that_went_to_another_account_waits_until_it_is_freed(database: Database) -> None:
    sign_in(database, RULES, person(sub="1"), web_school.NOW)
    with pytest.raises(RefusedError, match=f"dunghan sign-out {UNIONIST}"):
        sign_in(database, RULES, person(sub="2"), web_school.NOW)
    assert forget(database, RULES.school_id, UNIONIST.upper()) == 1
    assert sign_in(database, RULES, person(sub="2"), web_school.NOW)


def test_the_rules_of_a_domain_hold_whatever_case_it_is_written_in(database: Database) -> None:
    rules = Rules(school_id=RULES.school_id, domain="TruongChinh.example")
    assert sign_in(database, rules, replace(person(), domain="truongchinh.example"), web_school.NOW)
    with pytest.raises(RefusedError):
        sign_in(database, rules, person(), web_school.NOW)


# --- for how long ------------------------------------------------------------------------------------


def test_a_browser_nobody_uses_is_signed_out(house: House) -> None:
    browser = house.as_person(UNIONIST)
    house.time.now += IDLE
    assert browser.get("/").status_code == 200
    house.time.now += IDLE
    assert browser.get("/").status_code == 200
    house.time.pass_by(hours=2, seconds=1)
    assert browser.get("/").status_code == 303


def test_nobody_stays_in_for_ever(house: House) -> None:
    browser = house.as_person(UNIONIST)
    begun = house.time()
    while house.time() - begun < ABSOLUTE:
        assert browser.get("/").status_code == 200
        house.time.pass_by(hours=1)
    house.time.pass_by(seconds=1)
    assert browser.get("/").status_code == 303


def test_signing_out_makes_the_old_cookie_worthless(house: House) -> None:
    browser = house.as_person(UNIONIST)
    stolen = browser.get_cookie("dunghan")
    assert stolen
    answer = browser.post("/dang-xuat", data={"csrf_token": csrf_of(browser)})
    assert answer.status_code == 303
    thief = house.browser()
    thief.set_cookie("dunghan", stolen.value)
    assert thief.get("/").status_code == 303


def test_signing_out_needs_the_token_of_the_page(house: House) -> None:
    browser = house.as_person(UNIONIST)
    assert browser.post("/dang-xuat").status_code == 400
    assert browser.get("/dang-xuat").status_code == 405
    assert browser.get("/").status_code == 200


def test_a_sign_in_begins_with_an_empty_cookie(house: House) -> None:
    browser = house.browser()
    browser.get("/")
    with browser.session_transaction() as session:
        session["gai-san"] = "ke gian de lai"
        session["csrf_token"] = "biet truoc"
    come_in(browser, PRINCIPAL)
    with browser.session_transaction() as session:
        assert "gai-san" not in session and session.get("csrf_token") != "biet truoc"


def test_the_cookie_is_kept_from_scripts_and_other_sites(house: House) -> None:
    cookie = come_in(house.browser(), PRINCIPAL).headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Path=/" in cookie
    public = replace(house.web, public_url="https://bao-cao.truong.edu.vn")
    encrypted = House(house.database, public)
    answer = encrypted.browser().get("/dang-nhap/google", base_url="https://bao-cao.truong.edu.vn")
    assert answer.headers["Set-Cookie"].startswith("__Host-dunghan=")
    assert "Secure" in answer.headers["Set-Cookie"]


def test_a_way_back_names_the_address_of_the_settings(house: House) -> None:
    public = replace(house.web, public_url="https://bao-cao.truong.edu.vn")
    answer = House(house.database, public).browser().get("/dang-nhap/google", base_url="https://localhost")
    assert parse_qs(urlsplit(answer.headers["Location"]).query)["redirect_uri"] == [
        "https://bao-cao.truong.edu.vn/dang-nhap/xong"
    ]


def test_one_address_may_try_only_so_often(house: House) -> None:
    browser = house.browser()
    codes = [browser.get("/dang-nhap/xong").status_code for _ in range(80)]
    assert codes[0] == 400 and codes[-1] == 429
    assert browser.get("/dang-nhap/xong").headers["Retry-After"] == "60"


def test_nothing_secret_is_logged(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser = house.browser()
    way_back = at_google(browser.get("/dang-nhap/google"), PRINCIPAL)
    browser.get(way_back)
    with browser.session_transaction() as session:
        token = session["sign_in"]
    browser.get(way_back)
    sign_in_settings = house.web.sign_in
    assert sign_in_settings is not None
    told = caplog.text + repr(house.web)
    for secret in (token, sign_in_settings.client_secret, house.web.secret, parse_qs(way_back)["code"][0]):
        assert secret and secret not in told
