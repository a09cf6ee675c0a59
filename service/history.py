"""What people had set, and which plan held, on a past day: a report made again says what it said then."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from sqlalchemy import Connection

from service.domain.plan import Plan
from service.domain.settings import SchoolSettings
from service.store import history
from service.store import schools as school_rows
from service.store.codec import from_json, to_json

SETTINGS = "settings"
PLAN = "plan"
#: Before a school's first known plan nothing is known of another.
_ALWAYS = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


def save_settings(tx: Connection, school_id: str, settings: SchoolSettings, at: dt.datetime) -> None:
    """What people have set holds from now on."""
    school_rows.save_snapshot(tx, school_id, SETTINGS, to_json(settings))
    # Who works at the school is in no report; it is known as it is now and not kept for ever.
    history.keep(tx, school_id, SETTINGS, to_json(replace(settings, staff=())), at)


def last_settings(tx: Connection, school_id: str) -> SchoolSettings:
    """What people had set when the school's spreadsheet was last read; nothing before that."""
    saved = school_rows.find_snapshot(tx, school_id, SETTINGS)
    return from_json(SchoolSettings, saved) if saved else SchoolSettings()


def settings_at(tx: Connection, school_id: str, at: dt.datetime) -> SchoolSettings:
    """What people had set at a moment, as far as it is known."""
    now = last_settings(tx, school_id)
    then = history.superseded_at(tx, school_id, SETTINGS, at)
    return replace(from_json(SchoolSettings, then), staff=now.staff) if then else now


def keep_plan(tx: Connection, school_id: str, old: Plan, new: Plan, at: dt.datetime) -> None:
    """Another plan holds from now on."""
    if history.is_empty(tx, school_id, PLAN):
        history.keep(tx, school_id, PLAN, to_json(old), _ALWAYS)
    history.keep(tx, school_id, PLAN, to_json(new), at)


def plan_at(tx: Connection, school_id: str, current: Plan, at: dt.datetime) -> Plan:
    """The plan that held at a moment; `current` is that of today."""
    then = history.superseded_at(tx, school_id, PLAN, at)
    return from_json(Plan, then) if then else current
