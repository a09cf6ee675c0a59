"""What Google sends by itself: messages of watched forms through Pub/Sub, and of Drive's channels.

Only addresses on this machine are ever called. https://cloud.google.com/pubsub/docs/push
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import requests
from flask import Flask, Response, request

from service.standin.auth import PROJECT, SYSTEM
from service.standin.moment import NO_SHIFT
from service.standin.signing import signing_key
from service.standin.state import Database, State
from service.standin.watched_files import facts_of, told

log = logging.getLogger(__name__)

#: Whose token every message of Pub/Sub carries.
PUSH_ACCOUNT = f"push@{PROJECT}.iam.gserviceaccount.com"
#: The only topic; everything that is published goes to one subscription.
TOPIC = f"projects/{PROJECT}/topics/dung-han"
#: Kinds of small things: messages that wait, and open channels.
WAITING = "push"
CHANNEL = "channel"
#: Google sends at most one message in this time for each watch.
GAP_SECONDS = 30.0
_RETRY_SECONDS = 10.0
_TIMEOUT = (2.0, 5.0)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_TOKEN_LIFETIME = 3600


def is_ours(address: str) -> bool:
    """Whether a message may go there: this machine alone."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in _LOOPBACK


@dataclass(frozen=True, slots=True, kw_only=True)
class _Message:
    """One request to be sent."""

    #: Whose gap it falls into: kind and key of a small thing.
    watch: tuple[str, str]
    address: str
    headers: dict[str, str]
    body: dict[str, Any] | None = None
    #: What becomes of the channel when it has arrived; a waiting message of a form is gone then.
    after: dict[str, Any] | None = None


@dataclass(slots=True)
class Pusher:
    """Sends what waits whenever something was written."""

    database: Database
    #: Issuer of the tokens: the stand-in's own address.
    base_url: str
    #: Address of the one push subscription; None loses the messages of forms, as a topic nobody listens to.
    push_to: str | None = None
    shift: dt.timedelta = NO_SHIFT
    gap: float = GAP_SECONDS
    clock: Callable[[], float] = time.monotonic
    _sent: dict[tuple[str, str], float] = field(default_factory=dict)
    _wake: threading.Event = field(default_factory=threading.Event)
    _is_over: bool = False
    _thread: threading.Thread | None = None

    def attach(self, app: Flask) -> None:
        """Look whenever a request may have changed something."""

        @app.after_request
        def wake(response: Response) -> Response:
            if request.method not in ("GET", "HEAD"):
                self._wake.set()
            return response

    def start(self) -> None:
        """Send from a thread."""
        self._thread = threading.Thread(target=self._run, name="standin-push", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """End the thread; what waits is kept for the next start."""
        self._is_over = True
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout=sum(_TIMEOUT) + 1)

    def send_waiting(self) -> float | None:
        """Send what is due; gives the seconds until more is, None if nothing waits."""
        messages = self._messages()
        waits = [self._try(message) for message in messages]
        return min((wait for wait in waits if wait is not None), default=None)

    def _run(self) -> None:
        wait: float | None = 0.0
        while not self._is_over:
            self._wake.wait(wait)
            self._wake.clear()
            if self._is_over:
                return
            try:
                wait = self.send_waiting()
            except Exception:  # the thread has to outlive one bad message
                log.exception("messages could not be sent")
                wait = _RETRY_SECONDS

    def _try(self, message: _Message) -> float | None:
        now = self.clock()
        since = now - self._sent.get(message.watch, -self.gap)
        if since < self.gap:
            return self.gap - since
        try:
            answer = requests.post(
                message.address, json=message.body, headers=message.headers, timeout=_TIMEOUT
            )
            has_arrived = answer.status_code in (102, 200, 201, 202, 204)
        except requests.RequestException:
            has_arrived = False
        if not has_arrived:
            return _RETRY_SECONDS
        self._sent[message.watch] = now
        with self.database.transaction(SYSTEM, self._now(), write=True) as state:
            state.put_thing(*message.watch, message.after)
        return None

    def _messages(self) -> list[_Message]:
        now = self._now()
        with self.database.transaction(SYSTEM, now, write=False) as state:
            waiting, channels = state.things(WAITING), state.things(CHANNEL)
            opened = [m for key, item in channels.items() if (m := _of_channel(state, key, item, now))]
        if waiting and self.push_to is None:
            with self.database.transaction(SYSTEM, now, write=True) as state:
                for key in waiting:
                    state.put_thing(WAITING, key, None)
            return opened
        return [self._of_form(key, item, now) for key, item in waiting.items()] + opened

    def _of_form(self, key: str, item: dict[str, Any], now: dt.datetime) -> _Message:
        address = self.push_to or ""
        message_id = str(secrets.randbelow(10**16))
        published = now.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        body = {
            "message": {
                "attributes": item["attributes"],
                "messageId": message_id,
                "message_id": message_id,
                "publishTime": published,
                "publish_time": published,
            },
            "subscription": f"projects/{PROJECT}/subscriptions/dung-han",
        }
        headers = {"Authorization": f"Bearer {self._token(address)}", "User-Agent": "APIs-Google"}
        return _Message(watch=(WAITING, key), address=address, headers=headers, body=body)

    def _token(self, audience: str) -> str:
        issued = int(time.time())
        claims = {
            "aud": audience,
            "azp": "100000000000000000002",
            "email": PUSH_ACCOUNT,
            "email_verified": True,
            "exp": issued + _TOKEN_LIFETIME,
            "iat": issued,
            "iss": self.base_url,
            "sub": "100000000000000000002",
        }
        return signing_key(self.database).sign(claims)

    def _now(self) -> dt.datetime:
        return dt.datetime.now(dt.UTC) + self.shift


def _of_channel(state: State, key: str, channel: dict[str, Any], now: dt.datetime) -> _Message | None:
    """`sync` when a channel opens, then whatever happens; nothing once it has run out."""
    if int(channel["expiration"]) <= now.timestamp() * 1000:
        return None
    as_user = State(state.connection, channel["user"], now)
    # What happened before the channel was opened is told by nobody.
    news = _news(as_user, channel) if channel["number"] else ("sync", "", {})
    if news is None:
        return None
    kind, changed, after = news
    number = channel["number"] + 1
    headers = {
        "X-Goog-Channel-ID": key,
        "X-Goog-Message-Number": str(number),
        "X-Goog-Resource-ID": channel["resourceId"],
        "X-Goog-Resource-State": kind,
        "X-Goog-Resource-URI": channel["resourceUri"],
        "X-Goog-Channel-Expiration": _http_time(int(channel["expiration"])),
        "User-Agent": "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
    }
    if channel["token"]:
        headers["X-Goog-Channel-Token"] = channel["token"]
    if changed:
        headers["X-Goog-Changed"] = changed
    return _Message(
        watch=(CHANNEL, key),
        address=channel["address"],
        headers=headers,
        after=channel | {"number": number, **after},
    )


def _news(as_user: State, channel: dict[str, Any]) -> tuple[str, str, dict[str, Any]] | None:
    """(kind, what changed, what the channel remembers) of what is new; None for nothing."""
    if "fileId" in channel:
        now = facts_of(as_user, channel["fileId"])
        news = told(channel["was"], now)
        return (*news, {"was": now}) if news else None
    changes = as_user.changes_since(channel["seen"])
    return ("change", "", {"seen": changes[-1][0]}) if changes else None


def _http_time(milliseconds: int) -> str:
    return dt.datetime.fromtimestamp(milliseconds / 1000, dt.UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
