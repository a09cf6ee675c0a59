"""changes.watch, files.watch and channels.stop: channels on the change log and on single files.

https://developers.google.com/workspace/drive/api/guides/push
"""

from __future__ import annotations

import hashlib
from typing import Any

from service.standin.call import Answer, Call
from service.standin.drive.access import find
from service.standin.drive.errors import invalid_value, not_offered
from service.standin.errors import GoogleError
from service.standin.pushing import CHANNEL, is_ours
from service.standin.watched_files import facts_of

_HOUR = 3_600_000
#: Of a channel on the change log, and of one on a file.
_LONGEST, _LONGEST_OF_FILE = 7 * 24 * _HOUR, 24 * _HOUR
_ID_LENGTH, _TOKEN_LENGTH = 64, 256


def watch_changes(call: Call) -> Answer:
    """An hour unless longer is asked for, seven days at most."""
    if not call.param("pageToken").isdecimal():
        raise invalid_value("pageToken")
    page = call.param("pageToken")
    return _opened(call, "changes", f"changes?alt=json&pageToken={page}", {"seen": call.state.last_change()})


def watch_file(call: Call) -> Answer:
    """The same for one file, for a day at most; a folder tells of what is put into it as well."""
    file = find(call, call.path["fileId"])
    facts = {"fileId": file.id, "was": facts_of(call.state, file.id)}
    return _opened(call, f"files/{file.id}", f"files/{file.id}?alt=json", facts)


def _opened(call: Call, what: str, path: str, remembered: dict[str, Any]) -> Answer:
    body = call.body
    for name in ("id", "type", "address"):
        if not body.get(name):
            raise GoogleError(400, f"entity.{name} is required.", reason="required")
    _check(call, body)
    now = int(call.state.now.timestamp() * 1000)
    asked = int(body["expiration"]) if body.get("expiration") else now + _HOUR
    if asked <= now:
        raise GoogleError(400, "Invalid expiration.", reason="invalid")
    user = call.state.user
    channel = {
        "user": user,
        "address": body["address"],
        "token": body.get("token", ""),
        "resourceId": hashlib.sha256(f"{what}/{user}".encode()).hexdigest()[:27],
        "resourceUri": f"{call.base_url}/drive/v3/{path}",
        "expiration": str(min(asked, now + (_LONGEST_OF_FILE if "fileId" in remembered else _LONGEST))),
        "number": 0,
        **remembered,
    }
    call.state.put_thing(CHANNEL, body["id"], channel)
    return _shown(body["id"], channel)


def stop(call: Call) -> Answer:
    """channels.stop: the id alone is not enough, Google wants its own id of what is watched, too."""
    channel = call.state.thing(CHANNEL, call.body.get("id", ""))
    if (
        channel is None
        or channel["resourceId"] != call.body.get("resourceId")
        or channel["user"] != call.state.user
    ):
        message = f"Channel '{call.body.get('id', '')}' not found for project '100000000001'"
        raise GoogleError(404, message, reason="notFound")
    call.state.put_thing(CHANNEL, call.body["id"], None)
    return None


def _check(call: Call, body: dict[str, Any]) -> None:
    if body["type"] not in ("web_hook", "webhook"):
        raise GoogleError(400, f"Unknown channel type: {body['type']}", reason="channelUnknown")
    if len(body["id"]) > _ID_LENGTH or len(body.get("token", "")) > _TOKEN_LENGTH:
        raise GoogleError(400, "Invalid channel.", reason="invalid")
    if call.state.thing(CHANNEL, body["id"]) is not None:
        raise GoogleError(400, f"Channel id {body['id']} not unique", reason="channelIdNotUnique")
    if not is_ours(body["address"]):
        # Google wants https and any host; nothing that is done here leaves this machine.
        raise not_offered("channels to other machines")


def _shown(channel_id: str, channel: dict[str, Any]) -> dict[str, Any]:
    told = {
        "kind": "api#channel",
        "id": channel_id,
        "resourceId": channel["resourceId"],
        "resourceUri": channel["resourceUri"],
        "expiration": channel["expiration"],
    }
    return told | ({"token": channel["token"]} if channel["token"] else {})
