"""Faults on order: what a client of the stand-in gets, and what was done all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from google.auth.exceptions import TransportError

from service.google.credentials import AccountError, load_credentials
from service.google.making import find_made, look_first, make_file
from service.google.session import GoogleSession, resource
from service.standin.faults import ANSWERS, KINDS, Fault, Faults, FaultsError, read_faults
from service.standin.server import StandIn

FILES = "https://www.googleapis.com/drive/v3/files"
FOLDER = {"name": "Thư mục", "mimeType": "application/vnd.google-apps.folder"}
CREATE = "drive.files.create"


@pytest.fixture(scope="module")
def faults() -> Faults:
    return Faults()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, faults: Faults) -> Iterator[StandIn]:
    with StandIn.start(tmp_path_factory.mktemp("google"), faults=faults) as running:
        yield running


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def session(running: StandIn, faults: Faults, waits: list[float]) -> Iterator[GoogleSession]:
    credentials = load_credentials(running.service_account)
    with GoogleSession(
        credentials,
        base_url=running.url,
        key_file=running.service_account,
        sleep=waits.append,
        timeout=(5.0, 0.8),
    ) as session:
        faults.set()
        session.request("GET", FILES)  # a token, so that faults hit calls
        for file in session.request("GET", FILES).json()["files"]:
            session.request("DELETE", f"{FILES}/{file['id']}")
        yield session
        faults.set()


def names(session: GoogleSession) -> list[str]:
    return [file["name"] for file in session.request("GET", FILES).json()["files"]]


@pytest.mark.parametrize("kind", ["429", "403-rate", "403-rate-details"])
def test_a_refused_write_is_sent_again_after_the_minute(
    session: GoogleSession, faults: Faults, waits: list[float], kind: str
) -> None:
    faults.set(Fault(kind=kind, method=CREATE))
    assert session.request("POST", FILES, json=FOLDER).ok
    assert faults.seen == [CREATE, CREATE]
    assert waits[0] > 60
    assert names(session) == ["Thư mục"]


@pytest.mark.parametrize("kind", ["500-after", "drop-after", "time-out-after", "truncated"])
def test_a_write_that_may_have_been_done_is_not_sent_again(
    session: GoogleSession, faults: Faults, kind: str
) -> None:
    faults.set(Fault(kind=kind, method=CREATE, seconds=1.2))
    try:
        answer = session.request("POST", FILES, json=FOLDER)
    except requests.RequestException:
        pass
    else:
        assert answer.status_code == 500
        assert answer.text.startswith("<!DOCTYPE html>")
    assert faults.seen == [CREATE]
    faults.wait_until_idle()
    assert names(session) == ["Thư mục"]


@pytest.mark.parametrize("kind", ["500", "502", "503", "drop-before"])
def test_a_read_is_sent_again(session: GoogleSession, faults: Faults, kind: str) -> None:
    faults.set(Fault(kind=kind, method="drive.files.list", times=2))
    assert session.request("GET", FILES).ok
    assert faults.seen == ["drive.files.list"] * 3


@pytest.mark.parametrize("kind", ["403-storage", "403", "404"])
def test_what_waiting_does_not_mend_is_told_at_once(
    session: GoogleSession, faults: Faults, waits: list[float], kind: str
) -> None:
    faults.set(Fault(kind=kind, method=CREATE))
    assert session.request("POST", FILES, json=FOLDER).status_code == ANSWERS[kind][0]
    assert (len(faults.seen), waits) == (1, [])


def test_a_token_that_ran_out_is_renewed_and_the_call_made_again(
    session: GoogleSession, faults: Faults
) -> None:
    faults.set(Fault(kind="401", method=CREATE))
    assert session.request("POST", FILES, json=FOLDER).ok
    assert faults.seen == [CREATE, "token", CREATE]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("invalid-grant", "khóa đã bị thu hồi"),
        ("revoked", "cấp quyền lại"),
        ("skew", "đồng hồ của máy"),
        ("wrong-scope", "ủy quyền toàn miền"),
    ],
)
def test_an_account_that_is_not_taken_is_named_with_its_file_and_what_to_do(
    session: GoogleSession, faults: Faults, waits: list[float], kind: str, told: str
) -> None:
    faults.set(Fault(kind="401", times=9, method="drive.*"), Fault(kind=kind, method="token", times=9))
    with pytest.raises(AccountError) as caught:
        session.request("GET", FILES)
    line = str(caught.value)
    assert "dung-han@dunghan-standin.iam.gserviceaccount.com (tệp service-account.json)" in line
    assert told in line
    assert "\n" not in line
    assert waits == []
    assert faults.seen.count("token") == 1


def test_a_token_endpoint_out_of_reach_is_tried_again(
    running: StandIn, session: GoogleSession, faults: Faults, waits: list[float]
) -> None:
    fresh = GoogleSession(load_credentials(running.service_account), base_url=running.url, sleep=waits.append)
    with fresh:
        faults.set(Fault(kind="drop-before", method="token", times=2))
        assert fresh.request("GET", FILES).ok
        assert faults.seen == ["token", "token", "token", "drive.files.list"]
        faults.set(Fault(kind="drop-before", method="token", times=99), Fault(kind="401", times=9))
        with pytest.raises(TransportError):
            fresh.request("GET", FILES)
    assert len(faults.seen) < 9


def test_a_list_that_lags_is_looked_at_until_it_shows_what_was_made(
    session: GoogleSession, faults: Faults, waits: list[float]
) -> None:
    drive = resource(session, "drive", "v3")
    key = {"dunghan_key": "thử"}
    # The answer is lost, and the list does not show the file at first.
    faults.set(
        Fault(kind="drop-after", method=CREATE), Fault(kind="stale", method="drive.files.list", times=4)
    )
    made = look_first(
        lambda: find_made(drive, key),
        lambda: make_file(drive, "Sổ", "application/vnd.google-apps.spreadsheet", key),
        sleep=waits.append,
    )
    assert faults.seen.count(CREATE) == 1
    assert names(session) == ["Sổ"]
    assert find_made(drive, key) == made
    assert sum(waits) > 10


def test_of_doubles_the_oldest_is_kept_and_the_others_are_told(
    session: GoogleSession, caplog: pytest.LogCaptureFixture
) -> None:
    drive = resource(session, "drive", "v3")
    made = [make_file(drive, "Sổ", FOLDER["mimeType"], {"dunghan_key": "đôi"}) for _ in range(2)]
    assert find_made(drive, {"dunghan_key": "đôi"}) in made
    assert "doubles" in caplog.text
    assert len(names(session)) == 2


def test_pages_in_another_order_are_the_same_files(session: GoogleSession, faults: Faults) -> None:
    for name in "abc":
        session.request("POST", FILES, json={**FOLDER, "name": name})
    there = names(session)
    faults.set(Fault(kind="disorder", method="drive.files.list"))
    assert names(session) == there[::-1]


def test_waits_come_to_an_end_over_a_whole_session(
    session: GoogleSession, faults: Faults, waits: list[float]
) -> None:
    faults.set(Fault(kind="429", times=10_000))
    for _ in range(30):
        assert session.request("GET", FILES).status_code == 429
    assert sum(waits) < 1000
    assert len(faults.seen) < 60  # after that each call is made once


def test_a_file_orders_faults(tmp_path: Path) -> None:
    toml = tmp_path / "loi.toml"
    toml.write_text('[[fault]]\nkind = "429"\nmethod = "sheets.*"\nnth = 2\n', encoding="utf-8")
    ordered = tmp_path / "loi.json"
    ordered.write_text(
        json.dumps({"fault": [{"kind": "429", "method": "sheets.*", "nth": 2}]}), encoding="utf-8"
    )
    for path in (toml, ordered):
        faults = read_faults(path)
        assert [faults.on("sheets.spreadsheets.get") is not None for _ in range(3)] == [False, True, False]
        assert faults.on("drive.files.list") is None


@pytest.mark.parametrize("text", ["[[fault]]\nkind = 'nonsense'", "[[fault]]\nkin = '429'", "[fault", ""])
def test_a_file_that_orders_nothing_sensible_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "loi.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(FaultsError, match=r"loi\.toml"):
        read_faults(path)


def test_every_kind_is_in_the_manual() -> None:
    manual = (Path(__file__).parents[2] / "docs" / "stand-in.md").read_text(encoding="utf-8")
    assert [kind for kind in KINDS if f"`{kind}`" not in manual] == []
