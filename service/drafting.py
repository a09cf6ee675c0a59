"""Drafts: from a period's state to its Doc, written only when it says something new."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from service.domain.compose import ReportInputs, compose_report, previous_of
from service.domain.expectations import Period
from service.domain.report import Report
from service.draft_proof import proof_of
from service.google.documents.drafts import (
    GoogleDocsError,
    RefreshOutcome,
    WrittenDraft,
    create_draft,
    ensure_template,
    find_draft,
    refresh_draft,
    share_draft,
)
from service.making import once
from service.rehearsing import draft_changes
from service.state import SchoolState, load_report_state
from service.store import Database, DraftRow, Source, intents
from service.store import drafts as draft_rows
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.templates import report_template, report_wording
from service.workspace import Workspace

log = logging.getLogger(__name__)

TEMPLATE = "template"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLink:
    """A draft as people open it."""

    period: str
    label: str
    due: dt.date
    url: str
    document_id: str
    #: True if this run wrote to the Doc.
    written: bool
    #: Blocks that a person changed, so that they were left alone.
    kept: tuple[str, ...] = ()
    #: What people should know of the Doc, in Vietnamese, a line each.
    notices: tuple[str, ...] = ()


def write_drafts(
    ws: Workspace, state: SchoolState, now: dt.datetime, *, progress: Callable[[str], None] = lambda _: None
) -> tuple[tuple[DraftLink, ...], tuple[str, ...]]:
    """Bring the Doc of every open period up to date; gives the drafts and what went wrong, in Vietnamese.

    One Doc that cannot be written does not keep the others from it.
    """
    links: list[DraftLink] = []
    errors: list[str] = []
    for period in state.open_periods:
        progress(f"Đang soạn dự thảo: {period.label}")
        try:
            links.append(write_draft(ws, state, period, now))
        except GoogleDocsError as error:
            log.warning("draft %s: %s", period.key, error)
            errors.append(str(error))
    return tuple(links), tuple(errors)


def present_drafts(ws: Workspace, state: SchoolState) -> tuple[DraftLink, ...] | None:
    """The drafts of the open periods as they stand, without a call to Google; None if one is missing."""
    with ws.database.begin() as tx:
        rows = {row.period: row for row in draft_rows.list_drafts(tx, ws.school_id) if row.document_id}
    if any(period.key not in rows for period in state.open_periods):
        return None
    return tuple(_link(ws, period, rows[period.key], written=False) for period in state.open_periods)


def write_draft(ws: Workspace, state: SchoolState, period: Period, now: dt.datetime) -> DraftLink:
    """Create or refresh the Doc of one period; no call to Google if the report says the same as before."""
    report = compose(ws.database, state, period)
    digest = report_hash(report)
    row = _row_of(ws, period.key)
    if row is not None and row.document_id and row.report_hash == digest:
        return _link(ws, period, row, written=False)
    if ws.rehearsal is not None:
        changes = draft_changes(ws, row, report)
        ws.rehearsal.tell(*changes)
        name = DraftRow(period=period.key, job_key="", name=report.name, due=period.due, as_of=report.as_of)
        return _link(ws, state, period, row or name, written=bool(changes))
    # The intent comes first: a Doc made by a run that died is found again by its key.
    job_key = (
        row.job_key if row else f"{ws.school_id}:{state.plan.document_number}:{period.key}:{period.due.year}"
    )
    intent = row or DraftRow(
        period=period.key, job_key=job_key, name=report.name, due=period.due, as_of=report.as_of
    )
    with ws.database.begin() as tx:
        draft_rows.save_draft(tx, ws.school_id, intent)
    outcome = _written(ws, row, intent, report, now)
    saved = replace(
        intent,
        name=report.name,
        as_of=report.as_of,
        document_id=outcome.draft.document_id,
        report_hash=digest,
        state=to_json(outcome.draft),
        written_at=now,
    )
    # A Doc that is not shared yet is not finished: the next run comes here again.
    is_new = intent.written_at is None
    with ws.database.begin() as tx:
        unfinished = replace(saved, report_hash=None, written_at=None)
        draft_rows.save_draft(tx, ws.school_id, unfinished if is_new else saved)
        intents.close_intent(tx, ws.school_id, intent.job_key)
        draft_rows.save_blocks(tx, ws.school_id, period.key, report.blocks)
        # It may stand as of another day now; the next cycle looks at everything again.
        school_rows.set_inputs_hash(tx, ws.school_id, None)
    if is_new:
        share_draft(ws.drive, outcome.draft, report.name, _principals(state))
        with ws.database.begin() as tx:
            draft_rows.save_draft(tx, ws.school_id, saved)
    return _link(ws, period, saved, written=True, kept=outcome.kept, notices=outcome.notices)


def compose(database: Database, state: SchoolState, period: Period) -> Report:
    """The report of a period as it stands today, or stood at its close."""
    seen = load_report_state(database, state, period)
    earlier = previous_of(period, seen.periods)
    inputs = ReportInputs(
        profile=seen.school.profile,
        plan=seen.plan,
        period=period,
        as_of=seen.as_of,
        expectations=seen.settings.expectations,
        findings=tuple(f for f in seen.findings if f.period == period.key),
        activities={activity.ref: activity for activity in seen.submissions.activities},
        feedback=seen.submissions.feedback,
        decisions=tuple(d for d in seen.settings.decisions if d.period == period.key),
        unassigned=tuple(activity.ref for activity in seen.result.unassigned),
        # Opinions are on the draft, not data of the period: those of today count, also after its close.
        hearing=state.hearing(period.key),
        previous=earlier,
        previous_findings=tuple(f for f in seen.findings if earlier and f.period == earlier.key),
    )
    return compose_report(inputs, report_wording())


def report_hash(report: Report) -> str:
    """Changes when anything that people read in the report, or its sources, changes."""
    body = json.dumps(to_json(report), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(body.encode()).hexdigest()


def _written(
    ws: Workspace, row: DraftRow | None, intent: DraftRow, report: Report, now: dt.datetime
) -> RefreshOutcome:
    def remember(draft: WrittenDraft) -> None:
        # Without a hash the next run compares again, whatever became of the write.
        known = replace(intent, document_id=draft.document_id, report_hash=None, state=to_json(draft))
        with ws.database.begin() as tx:
            draft_rows.save_draft(tx, ws.school_id, known)
            school_rows.set_inputs_hash(tx, ws.school_id, None)

    found = None
    if row is not None and row.document_id:
        found = from_json(WrittenDraft, row.state)
    elif row is not None:
        # The last run died between its intent and its end.
        found = find_draft(ws.drive, intent.job_key, report.name)
    if found is not None:
        return refresh_draft(ws.docs, found, report, proof=proof_of(ws, now), remember=remember)
    made = create_draft(
        ws.drive,
        ws.docs,
        template_id(ws),
        report,
        intent.job_key,
        remember=remember,
        once=once(ws, intent.job_key, "draft"),
    )
    return RefreshOutcome(draft=made)


def _principals(state: SchoolState) -> tuple[str, ...]:
    """Addresses of those in «Nhân sự» who sign the report."""
    title = state.school.profile.principal_title.casefold()
    return tuple(m.email for m in state.settings.staff if m.active and m.role.casefold() == title)


def template_id(ws: Workspace) -> str:
    """The school's copy of the report template; made at the first need."""
    with ws.database.begin() as tx:
        sources = school_rows.list_sources(tx, ws.school_id)
    known = next((source for source in sources if source.key == TEMPLATE), None)
    if known is not None:
        return known.file_id
    file_id = ensure_template(ws.drive, *report_template(), once=once(ws, TEMPLATE, "template"))
    with ws.database.begin() as tx:
        source = Source(key=TEMPLATE, kind="template", label="Mẫu báo cáo", file_id=file_id)
        school_rows.add_source(tx, ws.school_id, source)
        intents.close_intent(tx, ws.school_id, TEMPLATE)
    return file_id


def _row_of(ws: Workspace, period: str) -> DraftRow | None:
    with ws.database.begin() as tx:
        rows = draft_rows.list_drafts(tx, ws.school_id)
    return next((row for row in rows if row.period == period), None)


def _link(
    ws: Workspace,
    period: Period,
    row: DraftRow,
    *,
    written: bool,
    kept: tuple[str, ...] = (),
    notices: tuple[str, ...] = (),
) -> DraftLink:
    return DraftLink(
        period=period.key,
        label=period.label,
        due=period.due,
        url=ws.links.document(row.document_id or ""),
        document_id=row.document_id or "",
        written=written,
        kept=kept,
        notices=notices,
    )
