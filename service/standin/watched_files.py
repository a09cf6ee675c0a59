"""What a channel on one file tells: https://developers.google.com/workspace/drive/api/guides/push."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from service.standin.state import FOLDER, State

Json = dict[str, Any]

REMOVE, TRASH, UNTRASH, UPDATE = "remove", "trash", "untrash", "update"


def facts_of(state: State, file_id: str) -> Json | None:
    """What is told when it changes; None once the file is gone for the caller."""
    file = state.file(file_id)
    if file is None or state.role_on(file) is None:
        return None
    children = [f.id for f in state.files() if file_id in f.parents] if file.mime_type == FOLDER else []
    return {
        "trashed": file.trashed,
        "content": _digest([state.content(file_id), (state.media(file_id) or b"").hex()]),
        "properties": _digest([file.name, file.properties, file.app_properties, file.extra]),
        "parents": sorted(file.parents),
        "children": sorted(children),
        "permissions": _digest(list(file.permissions)),
    }


def told(was: Json | None, now: Json | None) -> tuple[str, str] | None:
    """(X-Goog-Resource-State, X-Goog-Changed) of what happened between; None for nothing."""
    if was is None or now is None:
        return None if was is None else (REMOVE, "")
    if was["trashed"] != now["trashed"]:
        return (TRASH if now["trashed"] else UNTRASH), ""
    changed = [name for name in now if was.get(name) != now[name]]
    return (UPDATE, ",".join(changed)) if changed else None


def _digest(value: Any) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=str).encode()).hexdigest()
