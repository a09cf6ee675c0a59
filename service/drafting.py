"""Drafts: from a period's state to its Doc, written only when it says something new."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace

from service import draft_files
from service.domain.expectations import Period
from service.domain.report import Report
from service.domain.stages import Stage
from service.draft_proof import clear_scratch, proof_of
from service.editions import as_correction, known_in, replaced_edition, report_hash, seen_for_report
from service.google.documents.drafts import (
    GoogleDocsError,
    RefreshOutcome,
    TemplateBrokenError,
    WrittenDraft,
    create_draft,
    discard_copy,
    find_draft,
    refresh_draft,
    share_draft,
)
from service.lives import life
from service.making import once
from service.rehearsing import draft_changes
from service.report_template import template_for_draft
from service.reporting import report_of
from service.state import SCHOOL_SHEET, SchoolState
from service.store import Database, DraftRow, intents
from service.store import drafts as draft_rows
from service.store import editions as edition_rows
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.store.editions import Written
from service.workspace import Workspace

log = logging.getLogger(__name__)


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
    stage: Stage = Stage.DRAFT
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
    unknown = unknown_settings(state)
    if unknown is not None:
        return (), (unknown,)
    links: list[DraftLink] = []
    errors: list[str] = []
    for period in state.open_periods:
        progress(f"Đang soạn dự thảo: {period.label}")
        try:
            links.append(write_draft(ws, state, period, now))
        except GoogleDocsError as error:
            log.warning("draft %s: %s", period.key, error)
            errors.append(str(error))
    left = clear_scratch(ws)
    return tuple(links), (*errors, left) if left else tuple(errors)


def unknown_settings(state: SchoolState) -> str | None:
    """What to tell while the school's spreadsheet was never read: who the units and people are is not known.

    A Doc made then would be nobody's, and forms would lose their choices.
    """
    if any(source.key == SCHOOL_SHEET and source.read_at is not None for source in state.sources):
        return None
    return "Chưa đọc được trang tính của trường lần nào nên chưa soạn dự thảo; dịch vụ sẽ thử lại ở lượt sau."


def present_drafts(ws: Workspace, state: SchoolState) -> tuple[DraftLink, ...] | None:
    """The drafts of the open periods as they stand, without a call to Google; None if one is missing."""
    with ws.database.begin() as tx:
        rows = {row.period: row for row in draft_rows.list_drafts(tx, ws.school_id) if row.document_id}
    if any(period.key not in rows for period in state.open_periods):
        return None
    known = draft_files.standings(ws.database, ws.school_id)
    going_on = (period for period in state.open_periods if not state.life(period.key).is_held)
    if any(draft_files.must_look(rows[period.key], known) for period in going_on):
        return None
    return tuple(_link(ws, state, period, rows[period.key], written=False) for period in state.open_periods)


def write_draft(ws: Workspace, state: SchoolState, period: Period, now: dt.datetime) -> DraftLink:
    """Create or refresh the Doc of one period; no call to Google if the report says the same as before.

    Once it is approved, or locked until the principal answers, nothing is written to it.
    """
    with ws.database.begin() as tx:
        row = draft_rows.find_draft(tx, ws.school_id, period.key)
    if row is not None and state.life(period.key).is_held:
        if row.report_hash is None and state.life(period.key).is_settled:
            row = _remade(ws, state, period, row, now)
            return _link(ws, state, period, row, written=True)
        return _link(ws, state, period, row, written=False)
    seen = seen_for_report(ws.database, state, period)
    wanted = Written(
        report=_composed(ws.database, state, seen, period),
        known=known_in(seen.submissions),
        wording=state.texts.digest,
    )
    if row is not None and row.document_id and _says_so(ws, row, wanted.report):
        return _link(ws, state, period, row, written=False)
    intent = row or _first_row(ws, state, period, wanted.report)
    if ws.rehearsal is not None:
        changes = draft_changes(ws, row, wanted.report)
        ws.rehearsal.tell(*changes)
        return _link(ws, state, period, intent, written=bool(changes))
    if not _announced(ws, row, intent):
        return _link(ws, state, period, intent, written=False)
    outcome = _written(ws, row, intent, wanted.report, now)
    is_new = intent.written_at is None
    # To look whether a person answered an offer writes nothing.
    is_written = is_new or outcome.writes > 0
    saved = _kept(ws, intent, wanted, outcome, now if is_written else intent.written_at)
    if is_new:
        # A Doc that is not shared yet is not finished: the next run comes here again.
        share_draft(ws.drive, outcome.draft, wanted.report.name, state.signers)
        _save(ws, saved)
    return _link(ws, state, period, saved, written=is_written, kept=outcome.kept, notices=outcome.notices)


def _remade(ws: Workspace, state: SchoolState, period: Period, row: DraftRow, now: dt.datetime) -> DraftRow:
    """A new Doc of an approved report whose Doc is gone, as it was approved.

    What the principal had written into the other one is not in it; that shows when the texts are compared.
    """
    with ws.database.begin() as tx:
        edition = edition_rows.last_edition(tx, ws.school_id, period.key)
    if edition is None or ws.rehearsal is not None:
        return row
    report = edition.written.report
    outcome = _written(ws, row, row, report, now)
    share_draft(ws.drive, outcome.draft, report.name, state.signers)
    saved = replace(
        row,
        document_id=outcome.draft.document_id,
        report_hash=report_hash(report),
        state=to_json(outcome.draft),
        written_at=now,
    )
    with ws.database.begin() as tx:
        draft_rows.save_draft(tx, ws.school_id, saved)
        intents.close_intent(tx, ws.school_id, row.job_key)
        edition_rows.save_written(tx, ws.school_id, period.key, edition.written)
        edition_rows.set_document(tx, ws.school_id, period.key, edition.edition, outcome.draft.document_id)
        school_rows.set_inputs_hash(tx, ws.school_id, None)
    return saved


def _says_so(ws: Workspace, row: DraftRow, report: Report) -> bool:
    """Whether the Doc says the same already, and nobody has to look what people did to our offers.

    Raises GoogleDocsError for a Doc that was put into the bin or deleted.
    """
    if line := draft_files.missing(ws, row):
        raise GoogleDocsError(line)
    is_answered = draft_files.must_look(row, draft_files.standings(ws.database, ws.school_id))
    return row.report_hash == report_hash(report) and not is_answered


def _first_row(ws: Workspace, state: SchoolState, period: Period, report: Report) -> DraftRow:
    key = f"{ws.school_id}:{state.plan.document_number}:{period.key}:{period.due.year}"
    return DraftRow(period=period.key, job_key=key, name=report.name, due=period.due, as_of=report.as_of)


def _announced(ws: Workspace, row: DraftRow | None, intent: DraftRow) -> bool:
    """The intent comes before the Doc, which is found again by its key if the run dies.

    False if it is held, or is another draft by now than the one that was read. Whoever approves in this
    moment finds a draft without a hash, and is told to wait.
    """
    with ws.database.begin() as tx:
        if life(tx, ws.school_id, intent.period).is_held:
            return False
        if draft_rows.find_draft(tx, ws.school_id, intent.period) != row:
            return False
        draft_rows.save_draft(tx, ws.school_id, replace(intent, report_hash=None))
    return True


def _kept(
    ws: Workspace, intent: DraftRow, wanted: Written, outcome: RefreshOutcome, at: dt.datetime | None
) -> DraftRow:
    """The row of the draft as it stands now; of a new one only that it is not finished is saved yet."""
    report, is_new = wanted.report, intent.written_at is None
    saved = replace(
        intent,
        name=report.name,
        as_of=report.as_of,
        document_id=outcome.draft.document_id,
        report_hash=report_hash(report),
        state=to_json(outcome.draft),
        written_at=at,
    )
    with ws.database.begin() as tx:
        unfinished = replace(saved, report_hash=None, written_at=None)
        draft_rows.save_draft(tx, ws.school_id, unfinished if is_new else saved)
        intents.close_intent(tx, ws.school_id, intent.job_key)
        draft_rows.save_blocks(tx, ws.school_id, intent.period, report.blocks)
        edition_rows.save_written(tx, ws.school_id, intent.period, wanted)
        # It may stand as of another day now; the next cycle looks at everything again.
        school_rows.set_inputs_hash(tx, ws.school_id, None)
    return saved


def _save(ws: Workspace, row: DraftRow) -> None:
    with ws.database.begin() as tx:
        draft_rows.save_draft(tx, ws.school_id, row)


def compose(database: Database, state: SchoolState, period: Period) -> Report:
    """The report of a period as it stands, or stood at its close; a correction also tells what came since."""
    return _composed(database, state, seen_for_report(database, state, period), period)


def _composed(database: Database, state: SchoolState, seen: SchoolState, period: Period) -> Report:
    # Opinions are on the draft, not data of the period: those of today count, also after its close.
    report = report_of(seen, period, hearing=state.hearing(period.key))
    replaced = replaced_edition(database, state, period)
    return report if replaced is None else as_correction(report, replaced, state.school.profile.name)


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
    try:
        if found is not None:
            draft_files.looked_into(ws, found.document_id)
            return refresh_draft(ws.docs, found, report, proof=proof_of(ws, now), remember=remember)
        template, notices = template_for_draft(ws)
        making = once(ws, intent.job_key, "draft", is_first=row is None)
        made = create_draft(
            ws.drive, ws.docs, template, report, intent.job_key, remember=remember, once=making
        )
    except TemplateBrokenError as error:
        if intent.written_at is None:
            discard_copy(ws.drive, error.document_id)
            with ws.database.begin() as tx:
                intents.close_intent(tx, ws.school_id, intent.job_key)
        raise
    return RefreshOutcome(draft=made, notices=notices)


def _link(
    ws: Workspace,
    state: SchoolState,
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
        stage=state.life(period.key).stage,
        kept=kept,
        notices=notices,
    )
