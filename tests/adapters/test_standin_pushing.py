"""What the stand-in sends by itself, as Pub/Sub and Drive do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
from forms_browser import ANYONE, OPEN, FormMaker, question
from google.auth.transport.requests import Request
from google.oauth2 import id_token
from inbox import Inbox, open_inbox
from standin_caller import Caller, error_of

from service.google.session import GoogleSession
from service.standin.pushing import GAP_SECONDS, PUSH_ACCOUNT, TOPIC, Pusher
from service.standin.server import StandIn


@dataclass
class Seconds:
    """A clock that goes on when it is told to."""

    now: float = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    with open_inbox() as opened:
        yield opened


@pytest.fixture
def seconds() -> Seconds:
    return Seconds()


@pytest.fixture
def pusher(standin: StandIn, inbox: Inbox, seconds: Seconds) -> Pusher:
    """Sends when it is told to; the one of the running stand-in is stopped."""
    standin.pusher.stop()
    return Pusher(standin.database, standin.url, f"{inbox.url}/hooks/forms", clock=seconds)


@pytest.fixture
def maker(session: GoogleSession) -> FormMaker:
    return FormMaker(session)


def watched_form(maker: FormMaker, event: str = "RESPONSES") -> tuple[str, str]:
    """Ids of a form that anyone may answer, and of a watch on it."""
    form_id = maker.create(question(question_id="0000aaaa"))
    settings = {"publishSettings": {"publishState": OPEN}, "updateMask": "publishState"}
    maker.forms.setPublishSettings(formId=form_id, body=settings).execute()
    maker.drive.permissions().create(fileId=form_id, body=ANYONE, sendNotificationEmail=False).execute()
    body = {"watch": {"eventType": event, "target": {"topic": {"topicName": TOPIC}}}}
    return form_id, maker.forms.watches().create(formId=form_id, body=body).execute()["id"]


def answer(maker: FormMaker, form_id: str) -> None:
    address = maker.get(form_id)["responderUri"].replace("/viewform", "/formResponse")
    requests.post(address, data={f"entry.{0xAAAA}": "Họp tổ"}, timeout=10).raise_for_status()


def test_an_answer_is_told_with_a_token_that_googles_library_accepts(
    standin: StandIn, inbox: Inbox, pusher: Pusher, maker: FormMaker
) -> None:
    form_id, watch_id = watched_form(maker)
    answer(maker, form_id)
    assert pusher.send_waiting() is None
    [letter] = inbox.letters
    assert letter.path == "/hooks/forms"
    message = letter.body["message"]
    assert message["attributes"] == {"eventType": "RESPONSES", "formId": form_id, "watchId": watch_id}
    assert message["messageId"] and "data" not in message
    token = letter.headers["authorization"].removeprefix("Bearer ")
    certs = f"{standin.url}/oauth2/v1/certs"
    claims = id_token.verify_token(token, Request(), f"{inbox.url}/hooks/forms", certs)  # type: ignore[no-untyped-call]
    assert (claims["email"], claims["email_verified"], claims["iss"]) == (PUSH_ACCOUNT, True, standin.url)


def test_a_watch_is_told_of_at_most_once_in_half_a_minute(
    inbox: Inbox, pusher: Pusher, maker: FormMaker, seconds: Seconds
) -> None:
    form_id, _ = watched_form(maker)
    answer(maker, form_id)
    pusher.send_waiting()
    answer(maker, form_id)
    answer(maker, form_id)
    assert pusher.send_waiting() == GAP_SECONDS
    assert len(inbox.letters) == 1
    seconds.now += GAP_SECONDS
    assert pusher.send_waiting() is None
    assert len(inbox.letters) == 2
    seconds.now += GAP_SECONDS
    pusher.send_waiting()
    assert len(inbox.letters) == 2


def test_what_nobody_took_is_sent_again(
    inbox: Inbox, pusher: Pusher, maker: FormMaker, seconds: Seconds
) -> None:
    form_id, _ = watched_form(maker)
    answer(maker, form_id)
    inbox.status = 500
    wait = pusher.send_waiting()
    assert wait
    inbox.status = 204
    seconds.now += wait
    pusher.send_waiting()
    assert [letter.body["message"]["attributes"]["formId"] for letter in inbox.letters] == [form_id] * 2


def test_a_change_of_the_form_is_told_to_those_who_watch_its_schema(
    inbox: Inbox, pusher: Pusher, maker: FormMaker
) -> None:
    form_id, _ = watched_form(maker, "SCHEMA")
    answer(maker, form_id)
    pusher.send_waiting()
    assert inbox.letters == []
    maker.change(form_id, {"updateFormInfo": {"info": {"description": "Mới"}, "updateMask": "description"}})
    pusher.send_waiting()
    assert [letter.body["message"]["attributes"]["eventType"] for letter in inbox.letters] == ["SCHEMA"]


def test_a_watch_of_one_who_lost_the_form_is_suspended_until_it_is_renewed(
    inbox: Inbox, pusher: Pusher, maker: FormMaker, session_for: Callable[..., GoogleSession]
) -> None:
    teacher = FormMaker(session_for("co.lan@truong.edu.vn"))
    form_id, _ = watched_form(maker)
    role = {"type": "user", "role": "writer", "emailAddress": "co.lan@truong.edu.vn"}
    held = maker.drive.permissions().create(fileId=form_id, body=role, sendNotificationEmail=False).execute()
    body = {"watch": {"eventType": "RESPONSES", "target": {"topic": {"topicName": TOPIC}}}}
    hers = teacher.forms.watches().create(formId=form_id, body=body).execute()["id"]
    maker.drive.permissions().delete(fileId=form_id, permissionId=held["id"]).execute()
    answer(maker, form_id)
    pusher.send_waiting()
    assert len(inbox.letters) == 1  # the owner's own
    maker.drive.permissions().create(fileId=form_id, body=role, sendNotificationEmail=False).execute()
    [seen] = teacher.forms.watches().list(formId=form_id).execute()["watches"]
    assert (seen["state"], seen["errorType"]) == ("SUSPENDED", "NO_USER_ACCESS")
    renewed = teacher.forms.watches().renew(formId=form_id, watchId=hers).execute()
    assert renewed["state"] == "ACTIVE" and "errorType" not in renewed


# --- channels ----------------------------------------------------------------------------------------


def channel(google: Caller, to: str, **more: Any) -> requests.Response:
    token = google.json("GET", "/drive/v3/changes/startPageToken")["startPageToken"]
    body = {"id": "kenh-1", "type": "web_hook", "address": to, "token": "bi-mat", **more}
    return google("POST", "/drive/v3/changes/watch", params={"pageToken": token}, json=body)


def test_a_channel_says_that_it_is_open_and_then_whenever_something_changes(
    google: Caller, inbox: Inbox, pusher: Pusher, seconds: Seconds
) -> None:
    opened = channel(google, f"{inbox.url}/hooks/drive").json()
    assert opened["kind"] == "api#channel" and opened["token"] == "bi-mat"
    pusher.send_waiting()
    seconds.now += GAP_SECONDS
    pusher.send_waiting()
    google.create("Sổ mới")
    google.create("Sổ khác")
    pusher.send_waiting()
    first, second = [letter.headers for letter in inbox.letters]
    assert (first["x-goog-resource-state"], second["x-goog-resource-state"]) == ("sync", "change")
    assert int(first["x-goog-message-number"]) < int(second["x-goog-message-number"])
    assert second["x-goog-channel-id"] == "kenh-1" and second["x-goog-channel-token"] == "bi-mat"
    assert second["x-goog-resource-id"] == opened["resourceId"]
    assert all(letter.body is None for letter in inbox.letters)


def test_a_channel_on_a_file_says_what_was_changed_of_it(
    google: Caller, inbox: Inbox, pusher: Pusher, seconds: Seconds
) -> None:
    file = google.create("Sổ")
    body = {"id": "kenh-tep", "type": "web_hook", "address": f"{inbox.url}/hooks/drive"}
    opened = google.json("POST", f"/drive/v3/files/{file}/watch", json=body | {"expiration": str(2**52)})
    assert opened["resourceUri"].endswith(f"/drive/v3/files/{file}?alt=json")

    def told() -> tuple[str, str]:
        seconds.now += GAP_SECONDS
        pusher.send_waiting()
        headers = inbox.letters[-1].headers
        return headers["x-goog-resource-state"], headers.get("x-goog-changed", "")

    assert told() == ("sync", "")
    google.create("Sổ khác")
    google.json("PATCH", f"/drive/v3/files/{file}", json={"name": "Sổ tay"})
    assert told() == ("update", "properties")
    google.share(file, "co.lan@truong.edu.vn")
    text = {"insertText": {"location": {"index": 1}, "text": "Kế hoạch"}}
    google.json("POST", f"/v1/documents/{file}:batchUpdate", json={"requests": [text]})
    assert told() == ("update", "content,permissions")
    google.json("PATCH", f"/drive/v3/files/{file}", json={"trashed": True})
    assert told() == ("trash", "")
    google("DELETE", f"/drive/v3/files/{file}")
    assert told() == ("remove", "")
    seconds.now += GAP_SECONDS
    pusher.send_waiting()
    assert [letter.headers["x-goog-message-number"] for letter in inbox.letters] == list("12345")


def test_what_others_do_to_their_own_files_is_not_told(
    google: Caller, caller_for: Callable[..., Caller], inbox: Inbox, pusher: Pusher, seconds: Seconds
) -> None:
    channel(google, f"{inbox.url}/hooks/drive")
    pusher.send_waiting()
    seconds.now += GAP_SECONDS
    caller_for("co.lan@truong.edu.vn").create("Của riêng cô Lan")
    pusher.send_waiting()
    assert len(inbox.letters) == 1


def test_a_stopped_channel_is_silent(google: Caller, inbox: Inbox, pusher: Pusher, seconds: Seconds) -> None:
    opened = channel(google, f"{inbox.url}/hooks/drive").json()
    wrong = google("POST", "/drive/v3/channels/stop", json={"id": "kenh-1", "resourceId": "khac"})
    assert error_of(wrong)["message"].startswith("Channel 'kenh-1' not found for project")
    named = {"id": "kenh-1", "resourceId": opened["resourceId"]}
    assert google("POST", "/drive/v3/channels/stop", json=named).status_code == 204
    google.create()
    pusher.send_waiting()
    assert inbox.letters == []
    assert google("POST", "/drive/v3/channels/stop", json=named).status_code == 404


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"address": "https://bao-cao.truong.edu.vn/hooks/drive"}, "notImplemented"),  # nothing leaves here
        ({"type": "telegram"}, "channelUnknown"),
        ({"id": "x" * 65}, "invalid"),
        ({"token": "x" * 257}, "invalid"),
        ({"id": ""}, "required"),
        ({"expiration": "1"}, "invalid"),
    ],
)
def test_a_channel_that_google_would_not_open(
    google: Caller, inbox: Inbox, more: dict[str, str], reason: str
) -> None:
    answer = channel(google, f"{inbox.url}/hooks/drive", **more)
    assert (answer.status_code, error_of(answer)["errors"][0]["reason"]) == (400, reason)


def test_the_id_of_a_channel_is_good_once(google: Caller, inbox: Inbox) -> None:
    channel(google, f"{inbox.url}/hooks/drive")
    again = channel(google, f"{inbox.url}/hooks/drive")
    assert error_of(again)["errors"][0]["reason"] == "channelIdNotUnique"


def test_the_running_standin_sends_by_itself(google: Caller, inbox: Inbox) -> None:
    channel(google, f"{inbox.url}/hooks/drive")
    for _ in range(200):
        if inbox.letters:
            break
        google("GET", "/drive/v3/about", params={"fields": "user"})
    assert inbox.letters[0].headers["x-goog-resource-state"] == "sync"
