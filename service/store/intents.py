"""What is about to be made at Google: written down first, so that a run that dies makes nothing twice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import intents
from service.store.upsert import insert_new


@dataclass(frozen=True, slots=True, kw_only=True)
class Intent:
    """A file that is being made."""

    #: "form:activity", the job key of a draft; unique in the school.
    key: str
    #: spreadsheet, form, template, draft.
    kind: str
    #: By the real clock.
    made_at: dt.datetime
    #: A request to make it went out and its answer is not known.
    is_open: bool
    #: Known once an answer came or the file was found.
    file_id: str | None


def open_intent(tx: Connection, school_id: str, key: str, kind: str, at: dt.datetime) -> Intent:
    """The intent with this key, entered if there is none yet."""
    row = {"school_id": school_id, "key": key, "kind": kind, "made_at": utc(at), "is_open": False}
    insert_new(tx, intents, [row])
    found = find_intent(tx, school_id, key)
    if found is None:
        raise LookupError(f"the intent {key} is gone while it is held")
    return found


def find_intent(tx: Connection, school_id: str, key: str) -> Intent | None:
    """The intent with this key."""
    found = tx.execute(sa.select(intents).where(*_where(school_id, key))).one_or_none()
    if found is None:
        return None
    return Intent(
        key=found.key,
        kind=found.kind,
        made_at=moment(found.made_at),
        is_open=found.is_open,
        file_id=found.file_id,
    )


def mark_sent(tx: Connection, school_id: str, key: str, *, is_open: bool) -> None:
    """A request goes out now, or was refused for certain."""
    tx.execute(sa.update(intents).where(*_where(school_id, key)).values(is_open=is_open))


def mark_made(tx: Connection, school_id: str, key: str, file_id: str) -> None:
    """The file is there."""
    values = {"is_open": False, "file_id": file_id}
    tx.execute(sa.update(intents).where(*_where(school_id, key)).values(**values))


def close_intent(tx: Connection, school_id: str, key: str) -> None:
    """The file is entered where it belongs; best in the transaction that does so."""
    tx.execute(sa.delete(intents).where(*_where(school_id, key)))


def _where(school_id: str, key: str) -> tuple[sa.ColumnElement[bool], ...]:
    return intents.c.school_id == school_id, intents.c.key == key
