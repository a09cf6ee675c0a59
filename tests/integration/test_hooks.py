"""Word of changes from Google: taken quickly, checked, and nothing but a reason to look."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import web_school
from door import House
from fuzzing import bounded
from hypothesis import given
from hypothesis import strategies as st
from waitress.server import create_server
from web_school import FORM, NOW

from service.app import create_app
from service.config import PushSettings, WebSettings
from service.google.push import TokenError
from service.hooks import hooks_for, token_hash
from service.standin.forms.responses import submit
from service.standin.pushing import GAP_SECONDS, PUSH_ACCOUNT, TOPIC, Pusher
from service.standin.server import StandIn
from service.store import Database, Job, Source, Watch
from service.store import jobs as job_rows
from service.store import schools as school_rows
from service.store import watches as watch_rows
from service.watching import LIFETIME, RENEW_BEFORE, keep_watching
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace

LATER = NOW + dt.timedelta(minutes=5)
WATCH = Watch(key=FORM.key, google_id="theo-doi", file_id=FORM.file_id, expires_at=NOW + LIFETIME)
CHANNEL = Watch(
    key=watch_rows.DRIVE,
    google_id="kenh",
    token_hash=token_hash("bi-mat"),
    resource_id="nguon",
    expires_at=NOW + LIFETIME,
)


def only_google(header: str) -> None:
    if header != "Bearer cua-google":
        raise TokenError("another")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    web_school.fill(database)
    with database.begin() as tx:
        job_rows.ensure_job(tx, SCHOOL_ID, "sync", LATER)
        watch_rows.save_watch(tx, SCHOOL_ID, WATCH)
        watch_rows.save_watch(tx, SCHOOL_ID, CHANNEL)
    yield database
    database.close()


def sync_job(database: Database) -> Job:
    with database.begin() as tx:
        return next(job for job in job_rows.list_jobs(tx, SCHOOL_ID) if job.name == "sync")


def push(house: House, token: str = "cua-google", **attributes: str) -> int:
    usual = {"formId": FORM.file_id, "watchId": "theo-doi", "eventType": "RESPONSES"}
    body = {"message": {"attributes": usual | attributes, "messageId": "1"}, "subscription": "s"}
    headers = {"Authorization": f"Bearer {token}"}
    return house.browser().post("/hooks/forms", json=body, headers=headers).status_code


def channel_message(house: House, token: str = "bi-mat", state: str = "change", channel: str = "kenh") -> int:
    headers = {"X-Goog-Channel-ID": channel, "X-Goog-Channel-Token": token, "X-Goog-Resource-State": state}
    return house.browser().post("/hooks/drive", headers=headers).status_code


# --- messages ----------------------------------------------------------------------------------------


def test_a_message_of_a_watched_form_makes_the_reading_due_now(database: Database) -> None:
    assert push(House(database, check=only_google)) == 204
    assert sync_job(database).due_at == NOW
    with database.begin() as tx:
        heard = {watch.google_id: watch.heard_at for watch in watch_rows.list_watches(tx, SCHOOL_ID)}
    assert heard == {"theo-doi": NOW, "kenh": None}


def test_many_messages_are_one_reading(database: Database) -> None:
    house = House(database, check=only_google)
    push(house)
    house.time.pass_by(seconds=20)
    assert push(house) == 204
    assert sync_job(database).due_at == NOW


def test_a_message_during_a_reading_is_followed_by_another_reading(database: Database) -> None:
    house = House(database, check=only_google)
    push(house)
    with database.begin() as tx:
        assert job_rows.claim(tx, SCHOOL_ID, "sync", house.time())
    house.time.pass_by(seconds=30)
    push(house)
    done = house.time() + dt.timedelta(seconds=30)
    with database.begin() as tx:
        job_rows.finish(tx, SCHOOL_ID, "sync", now=done, next_due=done + dt.timedelta(minutes=5), error=None)
    assert sync_job(database).due_at == done
    with database.begin() as tx:
        assert job_rows.claim(tx, SCHOOL_ID, "sync", done)
        job_rows.finish(tx, SCHOOL_ID, "sync", now=done, next_due=LATER, error=None)
    assert sync_job(database).due_at == LATER


def test_a_message_from_somebody_else_changes_nothing(database: Database) -> None:
    house = House(database, check=only_google)
    assert push(house, token="cua-ai-do") == 403
    assert House(database).browser().post("/hooks/forms", json={}).status_code == 403  # no push is set up
    assert sync_job(database).due_at == LATER


def test_a_message_of_a_form_that_is_not_ours_is_taken_and_forgotten(database: Database) -> None:
    house = House(database, check=only_google)
    assert push(house, formId="khac") == 204
    assert push(house, watchId="khac") == 204
    assert sync_job(database).due_at == LATER


def test_a_channel_opens_without_a_reading_and_a_change_asks_for_one(database: Database) -> None:
    house = House(database)
    assert channel_message(house, state="sync") == 204
    assert sync_job(database).due_at == LATER
    assert channel_message(house) == 204
    assert sync_job(database).due_at == NOW


@pytest.mark.parametrize(
    ("channel", "token"), [("kenh", "khac"), ("kenh", ""), ("khac", "bi-mat"), ("theo-doi", "")]
)
def test_a_channel_that_does_not_know_the_secret_is_refused(
    database: Database, channel: str, token: str
) -> None:
    assert channel_message(House(database), token, channel=channel) == 404
    assert sync_job(database).due_at == LATER


def test_a_long_message_is_refused(database: Database) -> None:
    house = House(database, check=only_google)
    headers = {"Authorization": "Bearer cua-google"}
    assert house.browser().post("/hooks/forms", data=b"x" * 70_000, headers=headers).status_code == 413


def test_a_flood_is_refused(database: Database) -> None:
    house = House(database)
    assert {channel_message(house, "khac") for _ in range(301)} == {404, 429}


json_values = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner, max_size=3),
    max_leaves=8,
)
messages = (
    json_values
    | st.fixed_dictionaries({"message": json_values})
    | st.fixed_dictionaries({"message": st.fixed_dictionaries({"attributes": json_values})})
)


@pytest.fixture(scope="module")
def busy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('fuzz') / 'store.sqlite3'}")
    web_school.fill(database)
    yield House(database, check=lambda _: None)
    database.close()


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"[" * 60_000, 400),
        (b'{"message": ' * 5_000, 400),
        (b'{"message": {"attributes": {"formId": "\\ud800", "watchId": "\\u0000"}}}', 204),
        (b'{"message": {"attributes": {"formId": {"a": 1}, "watchId": NaN}}}', 204),
    ],
)
def test_a_message_of_an_odd_shape_is_answered(busy: House, body: bytes, code: int) -> None:
    assert busy.browser().post("/hooks/forms", data=body).status_code == code


@pytest.mark.fuzz
@bounded(40)
@given(body=messages)
def test_no_message_breaks_the_hook(busy: House, body: Any) -> None:
    assert busy.browser().post("/hooks/forms", json=body).status_code in (204, 400, 429)


@pytest.mark.fuzz
@bounded(40)
@given(data=st.binary(max_size=200), kind=st.sampled_from(["application/json", "text/plain", ""]))
def test_no_bytes_break_the_hook(busy: House, data: bytes, kind: str) -> None:
    answer = busy.browser().post("/hooks/forms", data=data, content_type=kind)
    assert answer.status_code in (204, 400, 429)


# --- asking Google to send ---------------------------------------------------------------------------


@contextmanager
def served(house_of: Any) -> Iterator[str]:
    """The pages over HTTP, at an address that has to be known before they are made."""
    holder: list[Any] = []
    server = create_server(lambda environ, start: holder[0](environ, start), host="127.0.0.1", port=0)
    address = f"http://127.0.0.1:{server.effective_port}"
    holder.append(house_of(address))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield address
    server.trigger.pull_trigger(server.close)
    server.task_dispatcher.shutdown()
    thread.join(timeout=5)


class Line:
    """A school with one form, its pages over HTTP, and a stand-in that sends to them when it is told to."""

    def __init__(self, database: Database, standin: StandIn, address: str) -> None:
        standin.pusher.stop()
        self.database, self.standin = database, standin
        self.endpoint = GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)
        self.settings = PushSettings(topic=TOPIC, account=PUSH_ACCOUNT, public_url=address)
        self.seconds = 0.0
        shift = NOW - dt.datetime.now(dt.UTC)
        self.pusher = Pusher(
            standin.database, standin.url, f"{address}/hooks/forms", shift, clock=lambda: self.seconds
        )

    @contextmanager
    def workspace(self, now: dt.datetime = NOW) -> Iterator[Workspace]:
        with open_workspace(self.database, self.endpoint, moment=now) as ws:
            yield ws

    def keep(self, now: dt.datetime = NOW, **other: str) -> tuple[str, ...]:
        with self.workspace(now) as ws:
            return keep_watching(ws, replace(self.settings, **other), now).faults

    def watches(self) -> dict[str, list[Watch]]:
        found: dict[str, list[Watch]] = {}
        with self.database.begin() as tx:
            for watch in watch_rows.list_watches(tx, SCHOOL_ID):
                found.setdefault(watch.key, []).append(watch)
        return found

    def send(self) -> None:
        self.pusher.send_waiting()
        self.seconds += GAP_SECONDS

    def heard(self, key: str) -> bool:
        return any(watch.heard_at for watch in self.watches()[key])

    def rewind(self) -> None:
        """The reading is not due for a while."""
        with self.database.begin() as tx:
            job_rows.finish(tx, SCHOOL_ID, "sync", now=NOW, next_due=LATER, error=None)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    web_school.fill(database)
    with StandIn.start(tmp_path / "google") as standin:
        endpoint = GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)
        with open_workspace(database, endpoint, moment=NOW) as ws:
            made = ws.forms.forms().create(body={"info": {"title": "Báo cáo hoạt động"}}).execute()
        with database.begin() as tx:
            school_rows.add_source(tx, SCHOOL_ID, replace(FORM, file_id=made["formId"]))
            job_rows.ensure_job(tx, SCHOOL_ID, "sync", LATER)

        def pages(address: str) -> Any:
            settings = PushSettings(topic=TOPIC, account=PUSH_ACCOUNT, public_url=address)
            hooks = hooks_for(database, settings, standin.url)
            return create_app(database, endpoint, lambda: NOW, clock=lambda: NOW, hooks=hooks)

        with served(pages) as address:
            yield Line(database, standin, address)
    database.close()


def form_source(line: Line) -> Source:
    with line.database.begin() as tx:
        return next(s for s in school_rows.list_sources(tx, SCHOOL_ID) if s.key == FORM.key)


def test_what_happens_at_google_makes_the_reading_due(line: Line) -> None:
    assert line.keep() == ()
    line.send()  # the channel says that it is open
    assert line.heard(watch_rows.DRIVE)
    assert sync_job(line.database).due_at == LATER
    with line.workspace() as ws:
        ws.drive.files().create(body={"name": "Sổ", "mimeType": "text/plain"}).execute()
    line.send()
    assert sync_job(line.database).due_at == NOW
    line.rewind()
    answer_form(line)
    line.send()
    assert line.heard(FORM.key)
    assert sync_job(line.database).due_at == NOW


def answer_form(line: Line) -> None:
    """Somebody answers; who may is the stand-in's business and tested there."""
    with line.standin.database.transaction("ai-do@truong.example", NOW, write=True) as state:
        submit(state, form_source(line).file_id, {"answers": {}}, email=None)


def test_watching_again_opens_nothing_twice(line: Line) -> None:
    line.keep()
    first = line.watches()
    line.keep(NOW + dt.timedelta(hours=6))
    assert line.watches() == first
    assert {key: len(found) for key, found in first.items()} == {FORM.key: 1, watch_rows.DRIVE: 1}


def test_what_would_run_out_is_renewed_in_time(line: Line) -> None:
    line.keep()
    before = line.watches()
    late = NOW + LIFETIME - RENEW_BEFORE + dt.timedelta(hours=1)
    line.keep(late)
    after = line.watches()
    assert after[FORM.key][0].google_id == before[FORM.key][0].google_id
    assert after[watch_rows.DRIVE][0].google_id != before[watch_rows.DRIVE][0].google_id
    assert all(len(found) == 1 and found[0].expires_at > late + RENEW_BEFORE for found in after.values())


def test_what_has_run_out_is_opened_anew(line: Line) -> None:
    line.keep()
    late = NOW + LIFETIME + dt.timedelta(days=1)
    assert line.keep(late) == ()
    assert all(len(found) == 1 and found[0].expires_at > late for found in line.watches().values())


def test_an_answer_that_was_lost_leaves_no_second_watch(line: Line) -> None:
    line.keep()
    known = line.watches()[FORM.key][0].google_id
    with line.database.begin() as tx:
        watch_rows.forget_watch(tx, SCHOOL_ID, FORM.key)
    line.keep()
    assert [watch.google_id for watch in line.watches()[FORM.key]] == [known]


def test_what_google_refuses_is_told_in_one_line_and_the_rest_is_watched(line: Line) -> None:
    faults = line.keep(topic="khong-phai-chu-de")
    assert len(faults) == 1 and "«Báo cáo hoạt động»" in faults[0] and "5 phút" in faults[0]
    assert line.watches()[FORM.key][0].last_error == faults[0]
    assert line.watches()[watch_rows.DRIVE][0].last_error is None
    assert line.keep() == ()
    assert line.watches()[FORM.key][0].last_error is None


def test_a_form_that_is_read_no_more_is_watched_no_more(line: Line) -> None:
    line.keep()
    with line.database.begin() as tx:
        school_rows.set_detail(tx, SCHOOL_ID, FORM.key, {"is_closed": True})
    line.keep()
    assert set(line.watches()) == {watch_rows.DRIVE}


def test_the_secret_of_the_channel_is_not_kept(line: Line) -> None:
    line.keep()
    with line.standin.database.transaction("ai", NOW, write=False) as state:
        [token] = [item["token"] for item in state.things("channel").values()]
    with line.database.begin() as tx:
        kept = str(watch_rows.list_watches(tx, SCHOOL_ID))
    assert len(token) >= 32 and token not in kept


def test_people_are_told_of_a_source_that_google_sends_no_word_of(database: Database) -> None:
    fault = "Google đã ngừng báo tin về «Báo cáo hoạt động»; dịch vụ vẫn tự đọc 5 phút một lần."
    page = House(database, web=WebSettings()).browser()
    assert fault not in page.get("/").get_data(as_text=True)
    with database.begin() as tx:
        watch_rows.save_watch(tx, SCHOOL_ID, replace(WATCH, last_error=fault))
    assert fault in page.get("/").get_data(as_text=True)
