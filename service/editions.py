"""Approved reports: frozen at the approval, held against what is known since, and corrected by a new one."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from service.config import end_of_day
from service.domain.corrections import Correction, corrections
from service.domain.dates import state_date
from service.domain.deadlines import report_as_of
from service.domain.expectations import Period, SchoolProfile
from service.domain.hearing import Opinion
from service.domain.plan import Plan
from service.domain.records import Activity, Feedback
from service.domain.report import Block, BlockKind, Claim, ClaimKind, Report
from service.domain.settings import SchoolSettings
from service.history import texts_of
from service.reporting import report_of
from service.state import CORRECTIONS, SchoolState, load_report_state, remade
from service.store import Database
from service.store import editions as edition_rows
from service.store import records as record_rows
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.store.editions import Edition, Known, Written
from service.submissions import Submissions, understand

Sent = TypeVar("Sent", Activity, Feedback, Opinion)


@dataclass(frozen=True, slots=True, kw_only=True)
class LateOne:
    """An activity of a period that came after its close: it counts in no figure of that report."""

    activity: Activity
    #: It was there in time and said otherwise.
    is_edit: bool


def report_hash(report: Report) -> str:
    """Changes when anything that people read in the report, or its sources, changes."""
    body = json.dumps(to_json(report), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def known_in(submissions: Submissions) -> frozenset[Known]:
    """Every submission that a report may have been made from."""
    refs = [item.ref for item in submissions.activities]
    refs += [item.ref for item in submissions.feedback]
    refs += [item.ref for item in submissions.opinions]
    return frozenset((ref.source_id, ref.record_id, ref.version) for ref in refs)


def made_from(state: SchoolState) -> dict[str, Any]:
    """What beside the submissions a report is made from, as it is kept with an approved one."""
    # Who works at the school is in no report.
    return {
        "settings": to_json(replace(state.settings, staff=())),
        "plan": to_json(state.plan),
        "profile": to_json(state.school.profile),
    }


def seen_in_full(
    database: Database, state: SchoolState, period: Period, known: Submissions, as_of: dt.date
) -> SchoolState:
    """The state of a day with the activities that came in since, as if they had come in time.

    That is what a correction tells. Feedback has no date but that of its sending: what was sent after the
    period belongs to the next one, and what was `known` of it stays.
    """
    with database.begin() as tx:
        versions = record_rows.versions_as_of(tx, state.school.id, end_of_day(state.as_of))
    now = understand(versions, state.sources, state.settings, state.plan)
    last = end_of_day(min(period.data_to, period.closes))
    feedback = {item.ref.key: item for item in known.feedback}
    feedback |= {item.ref.key: item for item in now.feedback if item.submitted_at <= last}
    whole = replace(now, feedback=tuple(feedback.values()), opinions=known.opinions)
    return remade(state, _in_time(whole, as_of), as_of)


def seen_for_report(database: Database, state: SchoolState, period: Period) -> SchoolState:
    """The state as a period's report sees it; a correction sees what came in after the close as well."""
    replaced = replaced_edition(database, state, period)
    if replaced is None:
        return load_report_state(database, state, period)
    known = _understood(database, state, replaced.written.known)
    return seen_in_full(database, state, period, known, replaced.written.report.as_of)


def replaced_edition(database: Database, state: SchoolState, period: Period) -> Edition | None:
    """The issued report that the one being written takes the place of; None for a first edition."""
    number = state.life(period.key).edition
    if number == 1:
        return None
    with database.begin() as tx:
        found = edition_rows.list_editions(tx, state.school.id, period=period.key)
    return max((e for e in found if e.edition < number), key=lambda e: e.edition, default=None)


def as_correction(report: Report, replaced: Edition, school: str) -> Report:
    """The report as the document that takes the place of an issued one (Decree 30/2020, article 18)."""
    number = replaced.number or ""
    day = f" {state_date(replaced.issued_on)}" if replaced.issued_on else ""
    text = f"Báo cáo này thay thế Báo cáo số {number}{day} của {school}."
    said = Claim(text=text, kind=ClaimKind.DECISION, basis="Nhật ký quyết định")
    block = Block(key="replaces", kind=BlockKind.PARAGRAPH, claims=(said,))
    places = [n for n, item in enumerate(report.body) if item.kind is BlockKind.PARAGRAPH]
    at = places[0] + 1 if places else 0
    body = (*report.body[:at], block, *report.body[at:])
    return replace(report, name=f"{report.name} (đính chính lần {replaced.edition})", body=body)


def corrections_of(database: Database, state: SchoolState, period: Period) -> tuple[Correction, ...]:
    """Where a period's newest approved report would say something else by now; none before there is one."""
    with database.begin() as tx:
        edition = edition_rows.last_edition(tx, state.school.id, period.key)
        texts = texts_of(tx, state.school.id, edition.written.wording) if edition else state.texts
    if edition is None:
        return ()
    then = replace(_state_of(state, edition), texts=texts)
    approved = edition.written.report
    known = _understood(database, then, edition.written.known)
    base = remade(then, _in_time(known, approved.as_of), approved.as_of)
    now = seen_in_full(database, then, period, known, approved.as_of)
    made = [report_of(seen, _same(seen, period)) for seen in (base, now)]
    return corrections(approved, made[0], made[1])


def keep_corrections(database: Database, state: SchoolState) -> None:
    """Remember in how many places approved reports would say something else, for the list of what to do."""
    settled = [period for period in state.periods if state.life(period.key).is_settled]
    found = {period.key: len(corrections_of(database, state, period)) for period in settled}
    if found != state.corrections:
        with database.begin() as tx:
            school_rows.save_snapshot(tx, state.school.id, CORRECTIONS, found)


def late_ones(database: Database, state: SchoolState, period: Period) -> tuple[LateOne, ...]:
    """What was sent for a period after the evening of its close, oldest first; none before that."""
    if report_as_of(period, state.as_of) == state.as_of:
        return ()
    evening = end_of_day(period.closes)
    with database.begin() as tx:
        in_time = record_rows.versions_as_of(tx, state.school.id, evening)
    keys = {
        item.ref.key for item in understand(in_time, state.sources, state.settings, state.plan).activities
    }
    late = [
        LateOne(activity=item, is_edit=item.ref.key in keys)
        for item in state.submissions.activities
        if item.submitted_at > evening
        and item.date is not None
        and period.data_from <= item.date <= period.data_to
    ]
    return tuple(sorted(late, key=lambda one: (one.activity.submitted_at, one.activity.ref)))


def _state_of(state: SchoolState, edition: Edition) -> SchoolState:
    """The school with the settings, the plan and the profile of the approval."""
    frozen = edition.made_from
    settings = from_json(SchoolSettings, frozen["settings"])
    return replace(
        state,
        settings=settings,
        plan=from_json(Plan, frozen["plan"]),
        school=replace(state.school, profile=from_json(SchoolProfile, frozen["profile"])),
        directory=replace(state.directory, entries=settings.directory),
    )


def _same(seen: SchoolState, period: Period) -> Period:
    """The period under the settings of the approval."""
    return seen.period(period.key) or period


def _understood(database: Database, state: SchoolState, known: Iterable[Known]) -> Submissions:
    files = {source.file_id: source.key for source in state.sources}
    wanted = {(files.get(file, file), record, version) for file, record, version in known}
    with database.begin() as tx:
        versions = record_rows.all_versions(tx, state.school.id)
    chosen = [v for v in versions if (v.source_key, v.record_id, v.version) in wanted]
    return understand(chosen, state.sources, state.settings, state.plan)


def _in_time(submissions: Submissions, as_of: dt.date) -> Submissions:
    """The same submissions, those that came after the evening of a day as if they had come then."""
    evening = end_of_day(as_of)

    def moved(item: Sent) -> Sent:
        return item if item.submitted_at <= evening else replace(item, submitted_at=evening)

    return replace(
        submissions,
        activities=tuple(map(moved, submissions.activities)),
        feedback=tuple(map(moved, submissions.feedback)),
        opinions=tuple(map(moved, submissions.opinions)),
    )


def frozen(
    state: SchoolState,
    period: Period,
    edition: int,
    *,
    document_id: str,
    written: Written,
    at: dt.datetime,
    who: str,
    revision: str | None,
) -> Edition:
    """An edition as it is kept at its approval."""
    return Edition(
        period=period.key,
        edition=edition,
        document_id=document_id,
        name=written.report.name,
        written=written,
        made_from=made_from(state),
        digest=report_hash(written.report),
        approved_at=at,
        approved_by=who,
        revision=revision,
    )
