"""What every page needs: the store, the addresses people open, and what day it is."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from flask import g

from service.config import ZONE
from service.domain.roles import Person
from service.overview import Overview, overview
from service.state import SchoolState, load_state
from service.store import Database, DraftRow
from service.store import drafts as draft_rows
from service.store import watches as watch_rows
from service.unit_view import seen_by_units, told_to_units
from service.workspace import SCHOOL_ID, Links


class NotSetUpError(Exception):
    """There is no school yet; the page says what to do."""


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every view."""

    database: Database
    links: Links
    #: The school's time, which may be a past day.
    now: Callable[[], dt.datetime]
    #: The real time, which jobs go by.
    clock: Callable[[], dt.datetime]
    school_id: str = SCHOOL_ID

    def person(self) -> Person | None:
        """Who is signed in; None where the pages are open to whoever sits at this machine."""
        found: Person | None = g.get("person")
        return found

    def state(self) -> SchoolState:
        """The school today, as far as the person may see it; raises NotSetUpError before its set-up."""
        state = load_state(self.database, self.school_id, self.now().astimezone(ZONE).date())
        if state is None:
            raise NotSetUpError
        person = self.person()
        return seen_by_units(state, person.units) if person and person.sees_unit_only else state

    def overview(self) -> Overview:
        """The school in one glance, as far as the person may see it; raises NotSetUpError before set-up."""
        seen, person = overview(self.database, self.state()), self.person()
        return told_to_units(seen) if person and person.sees_unit_only else seen

    def push_faults(self) -> tuple[str, ...]:
        """Why Google sends no word of some source, a line each; nothing where it is not asked to."""
        with self.database.begin() as tx:
            return tuple(w.last_error for w in watch_rows.list_watches(tx, self.school_id) if w.last_error)

    def drafts(self) -> dict[str, DraftRow]:
        """Key of a period → its draft, those that have a Doc; none for one who sees a unit alone."""
        person = self.person()
        if person and person.sees_unit_only:
            return {}
        with self.database.begin() as tx:
            rows = draft_rows.list_drafts(tx, self.school_id)
        return {row.period: row for row in rows if row.document_id}
