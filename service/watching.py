"""Asking Google to send word of changes, and asking again before it stops.

Watches of forms last seven days and are renewed; a channel on Drive's change log cannot be renewed, so a new
one is opened before the old one is closed. Reading every five minutes goes on whatever happens here.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
from dataclasses import dataclass
from typing import Any

from googleapiclient.errors import HttpError

from service.config import PushSettings
from service.google.drive import start_token
from service.hooks import DRIVE_PATH, token_hash
from service.store import Source, Watch
from service.store import schools as school_rows
from service.store import watches as watch_rows
from service.workspace import Workspace

log = logging.getLogger(__name__)

#: Google's longest for both.
LIFETIME = dt.timedelta(days=7)
#: Renewed by whoever looks in the last part of it; the job looks every few hours.
RENEW_BEFORE = dt.timedelta(days=3)
_EVENT = "RESPONSES"
_SUSPENDED = "Google đã ngừng báo tin về «{label}»; dịch vụ vẫn tự đọc 5 phút một lần."
_REFUSED = "Google chưa nhận báo tin về «{label}» ({code}); dịch vụ vẫn tự đọc 5 phút một lần."
_DRIVE_LABEL = "các tệp của trường"


@dataclass(frozen=True, slots=True, kw_only=True)
class Watching:
    """What came of it."""

    #: Sources that Google sends word of now.
    alive: int
    #: In Vietnamese, a line for each that it does not.
    faults: tuple[str, ...] = ()


def keep_watching(ws: Workspace, push: PushSettings, now: dt.datetime) -> Watching:
    """See that every form and the change log are watched for days to come."""
    with ws.database.begin() as tx:
        sources = school_rows.list_sources(tx, ws.school_id)
        known = watch_rows.list_watches(tx, ws.school_id)
    forms = [source for source in sources if source.kind == "form" and not source.detail.get("is_closed")]
    faults = [fault for form in forms if (fault := _keep_form(ws, push, form, now))]
    channels = [watch for watch in known if watch.key == watch_rows.DRIVE]
    faults += [fault] if (fault := _keep_channel(ws, push, channels, now)) else []
    _forget_others(ws, known, {form.key for form in forms})
    return Watching(alive=len(forms) + 1 - len(faults), faults=tuple(faults))


def _keep_form(ws: Workspace, push: PushSettings, form: Source, now: dt.datetime) -> str | None:
    """Gives what is wrong, or None."""
    try:
        found = _own_watch(ws, push, form.file_id)
        if found is None:
            body = {"watch": {"target": {"topic": {"topicName": push.topic}}, "eventType": _EVENT}}
            found = ws.forms.forms().watches().create(formId=form.file_id, body=body).execute()
        was_suspended = found.get("state") == "SUSPENDED"
        if was_suspended or _moment(found["expireTime"]) - now < RENEW_BEFORE:
            log.info("a watch of %s is renewed; it was %s", form.key, found.get("state"))
            watches = ws.forms.forms().watches()
            found = watches.renew(formId=form.file_id, watchId=found["id"]).execute()
    except HttpError as error:
        return _failed(ws, form, error, now)
    # One that has just been suspended may be so again tomorrow; people are told once it does not come back.
    is_dead = found.get("state") == "SUSPENDED"
    fault = _SUSPENDED.format(label=form.label) if is_dead else None
    watch = Watch(
        key=form.key,
        google_id=str(found["id"]),
        file_id=form.file_id,
        expires_at=_moment(found["expireTime"]),
        last_error=fault,
    )
    with ws.database.begin() as tx:
        others = [w for w in watch_rows.list_watches(tx, ws.school_id) if w.key == form.key]
        for other in others:
            if other.google_id != watch.google_id:
                watch_rows.forget_watch(tx, ws.school_id, other.key, other.google_id)
        watch_rows.save_watch(tx, ws.school_id, watch)
    return fault


def _own_watch(ws: Workspace, push: PushSettings, form_id: str) -> dict[str, Any] | None:
    """Ours, as Google has it: the store may not know of one whose answer was lost."""
    answer = ws.forms.forms().watches().list(formId=form_id).execute()
    for watch in answer.get("watches", ()):
        topic = watch.get("target", {}).get("topic", {}).get("topicName")
        if watch.get("eventType") == _EVENT and topic == push.topic:
            return dict(watch)
    return None


def _failed(ws: Workspace, form: Source, error: HttpError, now: dt.datetime) -> str:
    code = int(error.resp.status)
    log.warning("the answers of %s cannot be watched: %s %s", form.key, code, error.reason)
    fault = _REFUSED.format(label=form.label, code=code)
    with ws.database.begin() as tx:
        known = [w for w in watch_rows.list_watches(tx, ws.school_id) if w.key == form.key]
        kept = known[0] if known else Watch(key=form.key, google_id="-", file_id=form.file_id, expires_at=now)
        watch_rows.save_watch(
            tx,
            ws.school_id,
            Watch(
                key=kept.key,
                google_id=kept.google_id,
                file_id=kept.file_id,
                expires_at=kept.expires_at,
                last_error=fault,
            ),
        )
    return fault


def _keep_channel(ws: Workspace, push: PushSettings, known: list[Watch], now: dt.datetime) -> str | None:
    alive = [w for w in known if w.last_error is None and w.expires_at - now > RENEW_BEFORE]
    if alive:
        _close(ws, [w for w in known if w is not alive[0]], now)
        return None
    channel_id, token = secrets.token_hex(16), secrets.token_urlsafe(32)
    until = now + LIFETIME
    body = {
        "id": channel_id,
        "type": "web_hook",
        "address": push.public_url + DRIVE_PATH,
        "token": token,
        "expiration": str(int(until.timestamp() * 1000)),
    }
    # Kept before it is opened: its first message may come before the answer does.
    intent = Watch(key=watch_rows.DRIVE, google_id=channel_id, token_hash=token_hash(token), expires_at=until)
    with ws.database.begin() as tx:
        watch_rows.save_watch(tx, ws.school_id, intent)
    try:
        opened = _open_channel(ws, body)
    except HttpError as error:
        log.warning("the change log cannot be watched: %s %s", error.resp.status, error.reason)
        with ws.database.begin() as tx:
            watch_rows.forget_watch(tx, ws.school_id, watch_rows.DRIVE, channel_id)
        return _REFUSED.format(label=_DRIVE_LABEL, code=int(error.resp.status))
    watch = Watch(
        key=watch_rows.DRIVE,
        google_id=channel_id,
        resource_id=str(opened["resourceId"]),
        token_hash=intent.token_hash,
        expires_at=dt.datetime.fromtimestamp(int(opened["expiration"]) / 1000, dt.UTC),
    )
    with ws.database.begin() as tx:
        watch_rows.save_watch(tx, ws.school_id, watch)
    _close(ws, known, now)
    return None


def _open_channel(ws: Workspace, body: dict[str, Any]) -> dict[str, Any]:
    watching = ws.drive.changes().watch(
        pageToken=start_token(ws.drive),
        body=body,
        includeItemsFromAllDrives=True,
        supportsAllDrives=True,
    )
    return dict(watching.execute())


def _close(ws: Workspace, channels: list[Watch], now: dt.datetime) -> None:
    """Old ones; what has run out, or never opened, is forgotten without asking."""
    for channel in channels:
        if channel.resource_id and channel.expires_at > now:
            body = {"id": channel.google_id, "resourceId": channel.resource_id}
            try:
                ws.drive.channels().stop(body=body).execute()
            except HttpError as error:
                log.info("an old channel was gone: %s", error.resp.status)
        with ws.database.begin() as tx:
            watch_rows.forget_watch(tx, ws.school_id, channel.key, channel.google_id)


def _forget_others(ws: Workspace, known: tuple[Watch, ...], forms: set[str]) -> None:
    """Watches of forms that are read no more; Google lets them run out."""
    with ws.database.begin() as tx:
        for watch in known:
            if watch.key != watch_rows.DRIVE and watch.key not in forms:
                watch_rows.forget_watch(tx, ws.school_id, watch.key)


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
