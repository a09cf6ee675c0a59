"""The pages with a lock on the door, and people who come in."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import requests
from flask import Flask
from flask.testing import FlaskClient
from web_school import GOOGLE, NOW
from werkzeug.test import TestResponse

from service.accounts import Identity, Rules, sign_in
from service.app import create_app
from service.config import SignInSettings, WebSettings
from service.domain.settings import StaffMember
from service.hooks import Hooks
from service.standin.server import StandIn
from service.state import SETTINGS, last_settings
from service.store import Database
from service.store import schools as school_rows
from service.store.codec import to_json
from service.workspace import SCHOOL_ID, GoogleEndpoint

PRINCIPAL = "tran.thu.ha@truongchinh.example"
SECRETARY = "nguyen.thi.mai@truongchinh.example"
VIEWER = "le.quoc.bao@truongchinh.example"
UNIONIST = "dang.van.hung@truongchinh.example"
STRANGER = "nguoi.la@truongchinh.example"
#: One of each role, as the tab «Nhân sự» has them.
STAFF = (
    StaffMember(name="Trần Thu Hà", email=PRINCIPAL, unit="Ban Giám hiệu", role="Hiệu trưởng"),
    StaffMember(name="Nguyễn Thị Mai", email=SECRETARY, unit="Tổ Văn phòng", role="Văn thư"),
    StaffMember(name="Lê Quốc Bảo", email=VIEWER, unit="Ban Giám hiệu", role="Phó Hiệu trưởng"),
    StaffMember(name="Đặng Văn Hùng", email=UNIONIST, unit="Công đoàn", role="Trưởng đơn vị"),
)
RULES = Rules(school_id=SCHOOL_ID)
LOCKED = WebSettings(
    sign_in=SignInSettings(client_id="khach", client_secret="bi-mat-cua-khach", issuer="http://127.0.0.1:9"),
    secret="mot-chuoi-ngau-nhien-du-dai-de-ky-cookie",
)


@dataclass
class Time:
    """A clock that goes on when it is told to."""

    now: dt.datetime = NOW

    def __call__(self) -> dt.datetime:
        return self.now

    def pass_by(self, **span: float) -> None:
        self.now += dt.timedelta(**span)


@dataclass
class House:
    """The pages over a store, locked unless told otherwise."""

    database: Database
    web: WebSettings = LOCKED
    time: Time = field(default_factory=Time)
    check: Callable[[str], None] | None = None

    def __post_init__(self) -> None:
        endpoint = GoogleEndpoint(base_url=GOOGLE, credentials=Path("unused"))
        hooks = Hooks(self.database, self.check)
        self.app: Flask = create_app(
            self.database, endpoint, lambda: NOW, clock=self.time, web=self.web, hooks=hooks
        )

    def browser(self) -> FlaskClient:
        """Somebody who is not signed in."""
        return self.app.test_client()

    def as_person(self, email: str) -> FlaskClient:
        """A browser in which this person is signed in."""
        browser = self.browser()
        who = Identity(sub=f"so-{email}", email=email, email_verified=True, name="")
        token = sign_in(self.database, RULES, who, self.time())
        with browser.session_transaction() as session:
            session["sign_in"] = token
        return browser


def list_staff(database: Database, *staff: StaffMember) -> None:
    """What the tab «Nhân sự» says now."""
    with database.begin() as tx:
        settings = replace(last_settings(tx, SCHOOL_ID), staff=staff)
        school_rows.save_snapshot(tx, SCHOOL_ID, SETTINGS, to_json(settings))


def locked_by(standin: StandIn, **more: str) -> WebSettings:
    """Settings with which people sign in at this stand-in."""
    client = json.loads(standin.oauth_client.read_text(encoding="utf-8"))["web"]
    settings = SignInSettings(
        client_id=client["client_id"],
        client_secret=client["client_secret"],
        issuer=standin.url,
        domain=more.get("domain"),
    )
    return replace(LOCKED, sign_in=settings, principal_email=more.get("principal_email"))


def at_google(start: TestResponse, account: str) -> str:
    """Chooses an account on Google's page; the way back, as the browser is told it."""
    assert start.status_code == 302, start.get_data(as_text=True)
    answer = requests.post(
        start.headers["Location"], data={"account": account}, allow_redirects=False, timeout=10
    )
    parts = urlsplit(answer.headers["Location"])
    return f"{parts.path}?{parts.query}"


def come_in(browser: FlaskClient, account: str, page: str = "/") -> TestResponse:
    """Signs in, from a page that was asked for to the answer that leads back to it."""
    start = browser.get("/dang-nhap/google", query_string={"tiep": page})
    return browser.get(at_google(start, account))


def csrf_of(browser: FlaskClient, page: str = "/") -> str:
    """The token of the forms on a page."""
    found = re.search(r'name="csrf_token" value="([^"]+)"', browser.get(page).get_data(as_text=True))
    assert found
    return found[1]
