"""Making a file of a school once: an intent in the store, a key on the file, a look before a second try."""

from __future__ import annotations

import datetime as dt
import hashlib

from service.google.making import Look, Make, Once, look_patiently, may_be_done
from service.store import intents
from service.store import schools as school_rows
from service.store.schools import KNOWS_LESS
from service.workspace import Workspace

#: appProperties under which the files of a school are found again.
KEY = "dunghan_key"


def key_of(ws: Workspace, name: str, key: str) -> dict[str, str]:
    """What a file of the school carries; `name` tells apart the schools that one account serves.

    A digest, since key and value of a property may have 124 bytes in all.
    """
    text = "\n".join((ws.school_id, name, key))
    return {KEY: hashlib.sha256(text.encode()).hexdigest()[:32]}


def once(ws: Workspace, key: str, kind: str, *, is_first: bool = False) -> Once:
    """Makes a file of this key at most once, over runs that died and answers that were lost.

    `is_first` says that this store never asked for it: then it is not looked for, unless the account was seen
    to hold files that the store does not know.

    Whoever enters the file where it belongs closes the intent (`intents.close_intent`). Where it cannot be
    told after a minute whether the file was made, the failure is raised and the next run looks again.
    """

    def made(look: Look, make: Make) -> str:
        with ws.database.begin() as tx:
            intent = intents.open_intent(tx, ws.school_id, key, kind, dt.datetime.now(dt.UTC))
        if intent.file_id is not None:
            return intent.file_id
        found = None if is_first and not intent.is_open and not _knows_less(ws) else look()
        if found is not None and not intent.is_open:
            _remember_that_it_knows_less(ws)
        if found is None and intent.is_open:
            found = look_patiently(look, ws.session.sleep)
        file_id = found or _make(ws, key, look, make)
        with ws.database.begin() as tx:
            intents.mark_made(tx, ws.school_id, key, file_id)
        return file_id

    return made


def _knows_less(ws: Workspace) -> bool:
    with ws.database.begin() as tx:
        return school_rows.find_snapshot(tx, ws.school_id, KNOWS_LESS) is not None


def _remember_that_it_knows_less(ws: Workspace) -> None:
    with ws.database.begin() as tx:
        if school_rows.find_school(tx, ws.school_id) is not None:
            school_rows.save_snapshot(tx, ws.school_id, KNOWS_LESS, True)


def _make(ws: Workspace, key: str, look: Look, make: Make) -> str:
    _mark(ws, key, is_open=True)
    try:
        return make()
    except Exception as error:
        if not may_be_done(error):
            _mark(ws, key, is_open=False)
            raise
        found = look_patiently(look, ws.session.sleep)
        if found is None:
            raise
        return found


def _mark(ws: Workspace, key: str, *, is_open: bool) -> None:
    with ws.database.begin() as tx:
        intents.mark_sent(tx, ws.school_id, key, is_open=is_open)
