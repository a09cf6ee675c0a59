"""Several stand-ins on one folder: the first one's key files stay, the others have files of their own."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import urllib.request
from pathlib import Path

from service.standin.auth import SYSTEM
from service.standin.state import Database

#: Header of /healthz that tells which folder is served.
FOLDER = "X-Standin-Folder"
_PING = 2.0


def folder_id(database: Database) -> str:
    """A name for what is in this folder, made once."""
    with database.transaction(SYSTEM, dt.datetime.now(dt.UTC), write=True) as state:
        found = state.thing("setting", "folder")
        if found is None:
            found = secrets.token_hex(8)
            state.put_thing("setting", "folder", found)
    return str(found)


def suffix_for(data_dir: Path, database: Database, url: str) -> str:
    """What the names of this stand-in's key files end with: "" for the first one, "-8766" for another."""
    is_other = _served_elsewhere(data_dir / "service-account.json", folder_id(database), url)
    return "-" + url.rpartition(":")[2] if is_other else ""


def _served_elsewhere(key_file: Path, folder: str, url: str) -> bool:
    """Whether another stand-in that the key file names serves this folder now."""
    try:
        other = json.loads(key_file.read_text(encoding="utf-8"))["token_uri"].removesuffix("/token")
        if other == url or not other.startswith("http://127.0.0.1:"):
            return False
        # Only an address on this machine is asked; no proxy may stand in between.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{other}/healthz", timeout=_PING) as answer:
            return bool(answer.headers.get(FOLDER) == folder)
    except (OSError, ValueError, KeyError):
        return False
