"""forms.watches: one a kind of event, for seven days."""

from __future__ import annotations

import datetime as dt
import re
import secrets
from typing import Any

from service.standin.call import Answer, Call
from service.standin.errors import GoogleError, invalid, not_found
from service.standin.pushing import WAITING
from service.standin.state import FORM, State

LIFETIME = dt.timedelta(days=7)
_KIND = "watch"
_CHOSEN_ID = re.compile(r"[a-z-]{4,63}")
_TOPIC = re.compile(r"projects/[^/]+/topics/[^/]+")


def create(call: Call) -> Answer:
    """A second watch of the same kind by the same caller is refused."""
    file = call.state.open(call.path["formId"], FORM)
    watch = call.body.get("watch", {})
    event = watch.get("eventType")
    if event not in ("SCHEMA", "RESPONSES"):
        raise invalid("Invalid watch.event_type: must be SCHEMA or RESPONSES.")
    if not _TOPIC.fullmatch(watch.get("target", {}).get("topic", {}).get("topicName", "")):
        raise invalid("Invalid watch.target.topic.topic_name: must be projects/{project}/topics/{topic}.")
    chosen = call.body.get("watchId", "")
    if watch.get("id") or (chosen and not _CHOSEN_ID.fullmatch(chosen)):
        raise invalid("Invalid watch_id: it must be 4-63 characters of /a-z-/, and watch.id must not be set.")
    if any(w["eventType"] == event for w in _live(call, file.id).values()):
        raise GoogleError(409, "A watch of this event type already exists for this form and user.")
    watch_id = chosen or secrets.token_hex(8)
    if call.state.thing(_KIND, _key(call, file.id, watch_id)) is not None:
        raise GoogleError(409, "Requested entity already exists")
    created = {
        "id": watch_id,
        "target": watch["target"],
        "eventType": event,
        "createTime": call.state.timestamp,
        "expireTime": _time(call.state.now + LIFETIME),
        "state": "ACTIVE",
    }
    call.state.put_thing(_KIND, _key(call, file.id, watch_id), created)
    return created


def list_watches(call: Call) -> Answer:
    """The caller's own, those that have not run out."""
    file = call.state.open(call.path["formId"], FORM)
    watches = list(_live(call, file.id).values())
    return {"watches": watches} if watches else {}


def renew(call: Call) -> Answer:
    """Seven more days; one that has run out is gone."""
    file = call.state.open(call.path["formId"], FORM)
    key = _key(call, file.id, call.path["watchId"])
    watch = _live(call, file.id).get(key)
    if watch is None:
        raise not_found()
    renewed = watch | {"expireTime": _time(call.state.now + LIFETIME), "state": "ACTIVE"}
    renewed.pop("errorType", None)
    call.state.put_thing(_KIND, key, renewed)
    return renewed


def delete(call: Call) -> Answer:
    """forms.watches.delete."""
    file = call.state.open(call.path["formId"], FORM)
    key = _key(call, file.id, call.path["watchId"])
    if key not in _live(call, file.id):
        raise not_found()
    call.state.put_thing(_KIND, key, None)
    return {}


def announce(state: State, form_id: str, event: str) -> None:
    """Something happened that may be watched: one message waits for each watch, however much happens.

    A watch of somebody who may no longer see the form is suspended.
    """
    now = _time(state.now)
    file = state.file(form_id)
    for key, watch in state.things(_KIND).items():
        watched, user, watch_id = key.split("/")
        if watched != form_id or watch["eventType"] != event or watch["expireTime"] <= now:
            continue
        if file is None or file.role_of(user) is None:
            state.put_thing(_KIND, key, watch | {"state": "SUSPENDED", "errorType": "NO_USER_ACCESS"})
        elif watch["state"] == "ACTIVE":
            attributes = {"eventType": event, "formId": form_id, "watchId": watch_id}
            state.put_thing(WAITING, key, {"attributes": attributes})


def _live(call: Call, form_id: str) -> dict[str, dict[str, Any]]:
    prefix = _key(call, form_id, "")
    now = _time(call.state.now)
    return {
        key: watch
        for key, watch in call.state.things(_KIND).items()
        if key.startswith(prefix) and watch["expireTime"] > now
    }


def _key(call: Call, form_id: str, watch_id: str) -> str:
    return f"{form_id}/{call.state.user}/{watch_id}"


def _time(moment: dt.datetime) -> str:
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
