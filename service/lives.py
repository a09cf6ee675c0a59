"""Where each report stands, read from the log of what people decided."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from sqlalchemy import Connection

from service.domain.stages import Act, Life, life_of
from service.store.codec import from_json, to_json
from service.store.events import Event, add_event, list_events

#: Kind of the events; their subject is the key of a period.
KIND = "stage"


def record(tx: Connection, school_id: str, period: str, act: Act) -> None:
    """Append what was done to a period's report."""
    body = {key: value for key, value in to_json(act).items() if value not in ("", None, [], ())}
    event = Event(at=act.at, who=act.who, kind=KIND, subject=period, body=body)
    add_event(tx, school_id, event)


def lives(tx: Connection, school_id: str) -> Mapping[str, Life]:
    """Key of a period → where its report stands; a period to which nothing was done is left out."""
    acts: dict[str, list[Act]] = {}
    for event in list_events(tx, school_id, kind=KIND):
        acts.setdefault(event.subject, []).append(from_json(Act, event.body))
    return MappingProxyType({period: life_of(done) for period, done in acts.items()})


def life(tx: Connection, school_id: str, period: str) -> Life:
    """Where one report stands."""
    found = list_events(tx, school_id, kind=KIND, subject=period)
    return life_of(from_json(Act, event.body) for event in found)
