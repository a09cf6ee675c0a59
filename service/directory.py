"""The school's directory from the store: rows as last read, known endings, and what people chose."""

from __future__ import annotations

import datetime as dt
import functools

from sqlalchemy import Connection

from service.domain.directory import Choice, ChoiceSource, Directory, choices_of_rows
from service.domain.endings import Endings, load_endings
from service.domain.settings import SchoolSettings
from service.history import save_settings
from service.store.events import Event, add_event, list_events
from service.templates import template_text

#: Kind of the events that keep choices.
SUCCESSOR = "successor"


@functools.cache
def known_endings() -> Endings:
    """What is known of bodies that ended by law."""
    return load_endings(template_text("report", "het-hieu-luc.toml"))


def load_directory(
    tx: Connection, school_id: str, settings: SchoolSettings, *, until: dt.datetime | None = None
) -> Directory:
    """The directory as it is known now, or as it was known at a moment."""
    chosen = list_events(tx, school_id, kind=SUCCESSOR)
    return Directory(
        entries=settings.directory,
        choices=tuple(_choice_of(event) for event in chosen if until is None or event.at <= until),
        endings=known_endings().known,
    )


def choose(tx: Connection, school_id: str, choice: Choice) -> None:
    """Keep what a person chose; it holds until somebody chooses again."""
    body = {
        "name": choice.name,
        "successor": choice.successor,
        "source": choice.source.name,
        "place": choice.place,
        "valid_from": choice.valid_from.isoformat() if choice.valid_from else None,
        "basis": choice.basis,
    }
    event = Event(
        at=choice.chosen_at, who=choice.chosen_by, kind=SUCCESSOR, subject=choice.subject, body=body
    )
    add_event(tx, school_id, event)


def keep_settings(
    tx: Connection, school_id: str, before: SchoolSettings, after: SchoolSettings, now: dt.datetime
) -> None:
    """Keep what the tabs say now; choices that were written into «Danh bạ» since then are logged.

    A choice that holds already, say because it was made on the page too, is logged once.
    """
    directory = load_directory(tx, school_id, before)
    for choice in choices_of_rows(before.directory, after.directory, now):
        holds = directory.choice(choice.subject)
        if holds is None or (holds.successor, holds.chosen_by) != (choice.successor, choice.chosen_by):
            choose(tx, school_id, choice)
    save_settings(tx, school_id, after, now)


def _choice_of(event: Event) -> Choice:
    begins = event.body.get("valid_from")
    return Choice(
        subject=event.subject,
        successor=event.body["successor"],
        chosen_by=event.who,
        chosen_at=event.at,
        source=ChoiceSource[event.body["source"]],
        name=event.body.get("name", ""),
        place=event.body.get("place", ""),
        valid_from=dt.date.fromisoformat(begins) if begins else None,
        basis=event.body.get("basis", ""),
    )
