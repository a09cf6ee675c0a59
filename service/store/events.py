"""What people decided, in the order in which they did: a log that is only added to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Connection

from service.store.codec import moment, utc
from service.store.tables import events


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that somebody decided or did."""

    at: dt.datetime
    #: Name or address of the person; "" for the service itself.
    who: str
    #: "successor", "stage", "opinion", …
    kind: str
    #: What it is about: the key of a period, the name of an agency.
    subject: str
    body: Mapping[str, Any] = field(default_factory=dict)


def add_event(tx: Connection, school_id: str, event: Event) -> None:
    """Append one."""
    tx.execute(
        sa.insert(events).values(
            school_id=school_id,
            at=utc(event.at),
            who=event.who,
            kind=event.kind,
            subject=event.subject,
            body=dict(event.body),
        )
    )


def list_events(
    tx: Connection, school_id: str, *, kind: str | None = None, subject: str | None = None
) -> tuple[Event, ...]:
    """Oldest first, of one kind or subject or of all."""
    query = sa.select(events).where(events.c.school_id == school_id).order_by(events.c.seq)
    if kind is not None:
        query = query.where(events.c.kind == kind)
    if subject is not None:
        query = query.where(events.c.subject == subject)
    return tuple(
        Event(at=moment(row.at), who=row.who, kind=row.kind, subject=row.subject, body=row.body)
        for row in tx.execute(query)
    )
