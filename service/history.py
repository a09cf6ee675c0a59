"""What people had set, and which plan held, on a past day: a report made again says what it said then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Connection

from service.domain.plan import Plan
from service.domain.settings import SchoolSettings
from service.store import history
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.templates import ReportTexts, digest_of, report_sources, report_texts, texts_from

SETTINGS = "settings"
PLAN = "plan"
#: Digests of the report's wording; its texts are snapshots, one a digest.
WORDING = "wording"
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


def keep_wording(
    tx: Connection, school_id: str, at: dt.datetime, sources: Mapping[str, str] | None = None
) -> None:
    """The report is worded so from now on; `sources` are the texts of today's files unless given."""
    texts = report_sources() if sources is None else sources
    digest = digest_of(texts)
    newest = history.newest(tx, school_id, WORDING)
    # A cycle as of a past day does not make today's wording that of the past.
    if newest is not None and (newest.body == digest or at <= newest.at):
        return
    history.keep(tx, school_id, WORDING, digest, at)
    school_rows.save_snapshot(tx, school_id, _texts_name(digest), dict(texts))


def texts_at(tx: Connection, school_id: str, at: dt.datetime) -> ReportTexts:
    """What reports were worded with at a moment."""
    digest = history.superseded_at(tx, school_id, WORDING, at)
    return texts_of(tx, school_id, digest) if digest else report_texts()


def texts_of(tx: Connection, school_id: str, digest: str) -> ReportTexts:
    """The texts with this digest; those of today if they are not kept."""
    if digest == report_texts().digest:
        return report_texts()
    kept = school_rows.find_snapshot(tx, school_id, _texts_name(digest))
    return texts_from(kept) if kept else report_texts()


def _texts_name(digest: str) -> str:
    return f"{WORDING}:{digest}"
