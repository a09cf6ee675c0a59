"""Content restrictions: a file that is read-only for everybody, and who may lift that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from service.standin.call import Call
from service.standin.drive.errors import not_permitted
from service.standin.errors import GoogleError
from service.standin.state import FOLDER, ROLES, File, State

FIELD = "contentRestrictions"


def lock(state: State, file: File, user: str, **members: Any) -> None:
    """Nobody may change the content from now on."""
    current = state.file(file.id) or file
    restrictions = [_restriction(user, state.timestamp) | members]
    state.update_file(replace(current, extra=current.extra | {FIELD: restrictions}), touch=False)


def restricted(call: Call, file: File, extra: dict[str, Any]) -> dict[str, Any]:
    """What a file keeps, with the restriction that files.update sets or lifts; one at most."""
    if FIELD not in call.body:
        return extra
    wanted = call.body[FIELD]
    if len(wanted) != 1:
        message = "Exactly one content restriction can be set."
        raise GoogleError(400, message, reason="invalid", location=FIELD)
    held = (file.extra.get(FIELD) or [{}])[0]
    if held.get("ownerRestricted") and file.role_of(call.state.user) not in ("owner", "organizer"):
        raise not_permitted(file.id)
    others = {key: value for key, value in extra.items() if key != FIELD}
    if not wanted[0].get("readOnly"):
        return others
    members = {key: wanted[0][key] for key in ("reason", "ownerRestricted") if key in wanted[0]}
    return others | {FIELD: [_restriction(call.state.user, call.state.timestamp) | members]}


def refuse_if_locked(call: Call, file: File) -> None:
    """A read-only file takes no new content and no new name."""
    renames = call.body.get("name", file.name) != file.name
    if file.is_locked and (call.media is not None or renames):
        raise not_permitted(file.id)


def may_start_approval(file: File, user: str) -> bool:
    """canStartApproval: a writer, of a file that is owned in the caller's own domain; folders have none."""
    role = file.role_of(user)
    is_writer = role is not None and ROLES.index(role) >= ROLES.index("writer")
    same_domain = not file.owner or _domain(file.owner) == _domain(user)
    return is_writer and same_domain and file.mime_type != FOLDER


def _restriction(user: str, time: str) -> dict[str, Any]:
    # Who set it is printed as a user; the address is kept.
    return {
        "readOnly": True,
        "restrictingUser": user,
        "restrictionTime": time,
        "type": "globalContentRestriction",
    }


def _domain(address: str) -> str:
    return address.lower().rpartition("@")[2]
