"""The use cases: sync, check, review, draft. Each reads, decides and writes; each is safe to repeat."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from service import draft_files, listings
from service.approved_docs import watch_approved
from service.approving import follow_sheet, open_hearings, settled
from service.config import ZONE
from service.directory import keep_settings
from service.domain.runs import SourceRead
from service.drafting import DraftLink, present_drafts, unknown_settings, write_drafts
from service.drive_approval import keep_approvals
from service.editions import keep_corrections
from service.errors import ServiceError
from service.google.drive import FileChange, changes_since, look_at, start_token
from service.hearings import keep_hearings
from service.history import keep_wording
from service.ledger import Entry, entered
from service.problems import SCHOOL_SHEET_LABEL, problems_of
from service.rehearsal import unwritten
from service.reviewing import read_school_sheet, review, school_sheet
from service.settings_sheet import read_settings
from service.source_watch import trashed_line
from service.state import SCHOOL_SHEET, SchoolState, inputs_hash, last_settings, load_state
from service.store import Source
from service.store import drafts as draft_rows
from service.store import schools as school_store
from service.sync import SourceResult, sync_form, sync_sheet
from service.upkeep import keep_up
from service.workspace import Workspace
from sheets.workbook import Workbook

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CycleResult:
    """What one cycle did."""

    as_of: dt.date
    sources: tuple[SourceResult, ...]
    #: Status → how many findings.
    findings: Mapping[str, int]
    problems: int
    drafts: tuple[DraftLink, ...]
    review_sheet: str
    #: Cells were written to the school's spreadsheet.
    review_written: bool
    api_calls: Mapping[str, int]
    errors: tuple[str, ...] = field(default=())


def run_cycle(
    ws: Workspace, now: dt.datetime, *, full: bool = False, progress: Progress = lambda _: None
) -> CycleResult:
    """Sync, check, review and draft, as of `now`; `full` reads every source whether it changed or not."""
    with entered(ws, "cycle", now) as entry:
        return _cycle(ws, now, entry, full=full, progress=progress)


def _cycle(ws: Workspace, now: dt.datetime, entry: Entry, *, full: bool, progress: Progress) -> CycleResult:
    started = dict(ws.session.calls.by_service)
    with entry.step("sync"):
        results, sheet_changed = sync(ws, now, full=full, progress=progress)
        entry.read(as_read(results))
    with entry.step("approved"):
        entry.errors = (*entry.errors, *watch_approved(ws, full=full))
    with entry.step("check"):
        progress("Đang kiểm tra từng nhiệm vụ")
        workbook = read_school_sheet(ws) if sheet_changed else None
        state = follow_sheet(ws.database, check(ws, now, workbook), now)
        unanswered: tuple[str, ...] = ()
        with unwritten():
            state, unanswered = keep_approvals(ws, state, now)
        entry.errors = (*entry.errors, *unanswered)
        unread = school_sheet(state.sources).last_error
        entry.errors = (*entry.errors, *((unread,) if unread else ()))
        problems = problems_of(state)
        entry.refused(problems)
    inputs = inputs_hash(state, problems)
    changed = inputs != state.school.inputs_hash
    written: tuple[str, ...] = ()
    if changed or workbook is not None:
        with entry.step("review"):
            progress("Đang cập nhật bảng theo dõi")
            written = review(ws, state, now, results, workbook)
            enter_review(entry, written)
    drafts = None if changed else present_drafts(ws, state)
    if drafts is None:
        drafts = _renewed(ws, state, now, inputs, entry, progress)
    calls = _spent(started, ws.session.calls.by_service)
    return CycleResult(
        as_of=state.as_of,
        sources=results,
        findings=count_statuses(state),
        problems=len(problems),
        drafts=drafts,
        review_sheet=ws.links.spreadsheet(school_sheet(state.sources).file_id),
        review_written=bool(written),
        api_calls=calls,
        errors=entry.errors,
    )


def _renewed(
    ws: Workspace, state: SchoolState, now: dt.datetime, inputs: str, entry: Entry, progress: Progress
) -> tuple[DraftLink, ...]:
    """Forms, sheets and drafts in step with the state; what failed is tried again in the next cycle."""
    unknown = unknown_settings(state)
    if unknown is not None:
        entry.errors = (*entry.errors, unknown)
        return ()
    with entry.step("upkeep"):
        neglected = keep_up(ws, state, progress=progress, wrote=entry.wrote)
    with entry.step("draft"):
        drafts, failed = write_drafts(ws, state, now, progress=progress)
        enter_drafts(entry, drafts)
    unheard: tuple[str, ...] = ()
    with entry.step("hearing"), unwritten():
        unheard = keep_hearings(ws, state, settled(state), progress=progress)
    open_hearings(ws.database, state, now)
    keep_corrections(ws.database, state)
    with unwritten():
        unheard = (*unheard, *watch_approved(ws))
    errors = (*neglected, *failed, *unheard)
    if not errors:
        with ws.database.begin() as tx:
            school_store.set_inputs_hash(tx, ws.school_id, inputs)
    entry.errors = (*entry.errors, *errors)
    return drafts


def sync(
    ws: Workspace, now: dt.datetime, *, full: bool = False, progress: Progress = lambda _: None
) -> tuple[tuple[SourceResult, ...], bool]:
    """Read what changed; gives a result a source, and whether the school's own sheet may have changed."""
    with ws.database.begin() as tx:
        school = school_store.find_school(tx, ws.school_id)
        sources = school_store.list_sources(tx, ws.school_id)
        listed = listings.last_listings(tx, ws.school_id)
    if school is None:
        raise ServiceError("Chưa có trường nào được thiết lập. Hãy chạy «dunghan demo» trước.")
    log: Mapping[str, FileChange] = {}
    if school.changes_token is None:
        # The token is taken before the first reading, so nothing typed in between is missed.
        token, changed = start_token(ws.drive), None
    else:
        token, log = changes_since(ws.drive, school.changes_token)
        changed = frozenset(log)
        draft_files.note(ws.database, ws.school_id, log)
    dismissed = _dismissed(ws)
    closings = listings.closing_days(school.plan, now.astimezone(ZONE).date())
    results = []
    for source in sources:
        if source.kind == "form" and source.detail.get("is_closed") and not full:
            continue
        if source.kind == "form":
            progress(f"Đang nhận phiếu: {source.label}")
            change = _look_at(ws, source, log, full)
            whole = full or listings.is_due(listed.get(source.key), now, closings)
            results.append(sync_form(ws, source, now, whole=whole, change=change, dismissed=dismissed))
        elif source.kind == "sheet" and _must_read(source, changed, full):
            progress(f"Đang đọc sổ: {source.label}")
            change = _look_at(ws, source, log, full)
            results.append(sync_sheet(ws, source, now, change=change, dismissed=dismissed))
    own_changed = _must_read(school_sheet(sources), changed, full)
    if own_changed:
        own_changed = not _is_in_the_bin(ws, school_sheet(sources), log, full)
    read = {item.key for item in results}
    untouched = [s.key for s in sources if s.key not in read and not _must_read(s, changed, full)]
    with ws.database.begin() as tx:
        school_store.set_changes_token(tx, ws.school_id, token)
        school_store.mark_known(tx, ws.school_id, untouched, now)
        if own_changed:
            # The log tells it once: whoever stops here must not lose what the principal wrote.
            school_store.mark_stale(tx, ws.school_id, SCHOOL_SHEET)
    return tuple(results), own_changed


def check(ws: Workspace, now: dt.datetime, workbook: Workbook | None) -> SchoolState:
    """Take over what people have set in the school's spreadsheet, check everything, keep the findings."""
    as_of = now.astimezone(ZONE).date()
    with ws.database.begin() as tx:
        school = school_store.find_school(tx, ws.school_id)
        last = last_settings(tx, ws.school_id)
    if workbook is not None and school is not None and school.plan is not None:
        settings = read_settings(workbook, school.plan, last=last)
        with ws.database.begin() as tx:
            keep_settings(tx, ws.school_id, last, settings, now)
            school_store.mark_read(tx, ws.school_id, SCHOOL_SHEET, at=now, cursor=now)
    with ws.database.begin() as tx:
        keep_wording(tx, ws.school_id, now)
    state = load_state(ws.database, ws.school_id, as_of)
    if state is None:
        raise ServiceError("Chưa có kế hoạch nào. Hãy nhập kế hoạch bằng «dunghan plan import TỆP».")
    with ws.database.begin() as tx:
        draft_rows.save_findings(tx, ws.school_id, state.findings)
    return state


def count_statuses(state: SchoolState) -> dict[str, int]:
    """Status → how many findings have it, those of the periods that people are told of."""
    keys = {period.key for period in state.told_periods}
    found: dict[str, int] = {}
    for finding in state.findings:
        if finding.period in keys:
            found[finding.status.value] = found.get(finding.status.value, 0) + 1
    return found


def _must_read(source: Source, changed: frozenset[str] | None, full: bool) -> bool:
    never_or_failed = source.cursor is None or source.last_error is not None
    return full or changed is None or never_or_failed or source.file_id in changed


def _dismissed(ws: Workspace) -> tuple[str, ...]:
    """Keys of the problems that people waved through when the school's spreadsheet was last read."""
    with ws.database.begin() as tx:
        return last_settings(tx, ws.school_id).dismissed


def _look_at(ws: Workspace, source: Source, log: Mapping[str, FileChange], full: bool) -> FileChange | None:
    """What Drive says of a file: by its log, or asked where the log may have told it long ago."""
    if source.file_id in log:
        return log[source.file_id]
    is_open_question = source.last_error is not None or (full and source.read_at is not None)
    return look_at(ws.drive, source.file_id) if is_open_question else None


def _is_in_the_bin(ws: Workspace, source: Source, log: Mapping[str, FileChange], full: bool) -> bool:
    change = _look_at(ws, source, log, full)
    if change is None or not change.trashed:
        return False
    with ws.database.begin() as tx:
        school_store.mark_failed(tx, ws.school_id, source.key, trashed_line(source.label))
    return True


def enter_review(entry: Entry, titles: Iterable[str]) -> None:
    """Tabs of the school's spreadsheet that were written."""
    for title in titles:
        entry.wrote(SCHOOL_SHEET_LABEL, f"tab «{title}»")


def enter_drafts(entry: Entry, drafts: Iterable[DraftLink]) -> None:
    """Drafts whose Docs were written."""
    for draft in drafts:
        if draft.written:
            kept = f", giữ nguyên {len(draft.kept)} đoạn nhà trường đã sửa" if draft.kept else ""
            entry.wrote(f"Dự thảo báo cáo {draft.label}", f"nội dung{kept}")


def as_read(results: Iterable[SourceResult]) -> tuple[SourceRead, ...]:
    """What came of reading sources, as the ledger keeps it."""
    return tuple(
        SourceRead(
            key=item.key,
            label=item.label,
            read=item.read,
            changed=item.changed,
            cursor=item.cursor,
            revision=item.revision,
            error=item.error,
        )
        for item in results
    )


def _spent(before: Mapping[str, int], after: Mapping[str, int]) -> dict[str, int]:
    return {name: count - before.get(name, 0) for name, count in after.items() if count > before.get(name, 0)}
