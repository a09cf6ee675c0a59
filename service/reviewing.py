"""The review: what the principal wrote is read first and wins, then our cells that changed are written."""

from __future__ import annotations

import datetime as dt
import itertools
import logging
import uuid
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from service import draft_files, school_rows, tabs
from service.base_sheet import base_cells
from service.config import ZONE
from service.directory import keep_settings
from service.directory_sheet import directory_rows
from service.domain.records import Problem
from service.domain.review import review_rows
from service.freshness import Freshness, freshness
from service.google.drive import changes_since, look_at
from service.problems import problems_of
from service.rehearsing import sheet_changes
from service.settings_sheet import read_settings
from service.state import SCHOOL_SHEET, SchoolState
from service.store import Source
from service.store import schools as school_store
from service.sync import SourceResult
from service.templates import report_catalogue
from service.workspace import Workspace
from sheets.errors import SheetsError, TableError
from sheets.owned import OwnedTab
from sheets.owned_changes import plan_changes
from sheets.owned_rows import read_owned
from sheets.owned_setup import upgrade_requests
from sheets.reading import read_workbook
from sheets.requests import Request
from sheets.values import CellValue, canonical
from sheets.workbook import Workbook
from sheets.writing import settle

log = logging.getLogger(__name__)

#: Key of the line of «Nhật ký» that says how far the data reaches.
FRESHNESS = "du-lieu"


def review(
    ws: Workspace,
    state: SchoolState,
    now: dt.datetime,
    results: Iterable[SourceResult] = (),
    workbook: Workbook | None = None,
) -> tuple[str, ...]:
    """Bring the school's spreadsheet up to date; gives the titles of the tabs that were written."""
    current = workbook or read_school_sheet(ws)
    if current is None:
        return ()
    read = tuple(results)
    written: dict[str, None] = {}
    seen = freshness(state.sources, state.as_of)
    run = f"{now.astimezone(dt.UTC):%Y%m%dT%H%M%S}-{uuid.uuid4().hex[:6]}"

    def wanted(workbook: Workbook) -> tuple[Request, ...]:
        # What a newer version brings is there before anything is written into it.
        upgrade = tuple(itertools.chain.from_iterable(_upgrade(workbook, tab) for tab in tabs.SCHOOL_TABS))
        if upgrade:
            return upgrade
        changes = _planned(workbook, state, now)
        if not changes and _is_told(workbook, seen):
            return ()  # a run that changes nothing leaves no line either
        written.update(dict.fromkeys(changes))
        entry = _log_entry(now, read, tuple(changes))
        lines = {FRESHNESS: _freshness_row(seen), **({run: entry} if changes else {})}
        return (*itertools.chain(*changes.values()), *_tab_changes(workbook, tabs.LOG, lines))

    if ws.rehearsal is not None:
        label = school_sheet(state.sources).label
        ws.rehearsal.tell(*sheet_changes(label, current, wanted(current)))
        return tuple(written)
    after = settle(ws.sheets, current, wanted, name=school_sheet(state.sources).label)
    if after is current:
        return ()
    with ws.database.begin() as tx:
        # The tabs may stand as of another day now; the next cycle looks at everything again.
        school_store.set_inputs_hash(tx, ws.school_id, None)
    _keep_what_was_typed_meanwhile(ws, state, after, now)
    _pass_over_our_write(ws, state.sources)
    return tuple(written)


def desired_rows(
    state: SchoolState,
    known_problems: Mapping[str, object],
    today: dt.date,
    known_tasks: Mapping[str, object] = MappingProxyType({}),
) -> list[tuple[OwnedTab, school_rows.Rows, bool]]:
    """(tab, rows, whether rows that are no longer wanted go) for every tab that we keep."""
    settings = state.settings
    rows = review_rows(settings.expectations, state.periods, state.findings)
    next_key = state.next_period.key if state.next_period else None
    problems: tuple[Problem, ...] = problems_of(state)
    staff = settings.staff_names
    return [
        (tabs.REVIEW, school_rows.review_cells(rows, state.plan), True),
        (tabs.COVERAGE, school_rows.coverage_cells(settings.expectations, state.findings, next_key), True),
        (tabs.PLAN, school_rows.plan_cells(state.plan, known_tasks, settings.expectations), True),
        (tabs.PERIODS, school_rows.period_cells(state.proposed, state.lives, _open_keys(state)), True),
        (tabs.BASE, base_cells(report_catalogue()), True),
        (tabs.FEEDBACK, school_rows.feedback_cells(state.submissions.feedback, staff), True),
        (tabs.OPINIONS, school_rows.opinion_cells(state.submissions.opinions, state.periods, staff), True),
        (tabs.PROBLEMS, school_rows.problem_cells(problems, known_problems, today), True),
    ]


def _open_keys(state: SchoolState) -> frozenset[str]:
    return frozenset(period.key for period in state.open_periods)


def _planned(workbook: Workbook, state: SchoolState, now: dt.datetime) -> dict[str, tuple[Request, ...]]:
    """Title of a tab → what is to be written there; tabs that say what they should are left out."""
    today = now.astimezone(ZONE).date()
    wanted = desired_rows(state, _known(workbook, tabs.PROBLEMS), today, _known(workbook, tabs.PLAN))
    # A responsibility that an amended plan brings in begins with the plan's own words in her columns too.
    first = {tabs.PLAN.key: school_rows.expectation_cells(state.settings.expectations, state.plan)}
    directory, first[tabs.DIRECTORY.key] = directory_rows(state, _known(workbook, tabs.DIRECTORY))
    wanted.append((tabs.DIRECTORY, directory, False))
    changes = {
        tab.title: _tab_changes(workbook, tab, rows, remove, first.get(tab.key))
        for tab, rows, remove in wanted
    }
    return {title: requests for title, requests in changes.items() if requests}


def _known(workbook: Workbook, tab: OwnedTab) -> Mapping[str, object]:
    try:
        return read_owned(workbook, tab).by_key
    except TableError:
        return {}


def _upgrade(workbook: Workbook, tab: OwnedTab) -> tuple[Request, ...]:
    try:
        return upgrade_requests(workbook, [tab])
    except TableError:
        return ()  # told as a problem already


def _tab_changes(
    workbook: Workbook,
    tab: OwnedTab,
    rows: school_rows.Rows,
    remove_missing: bool = False,
    first: school_rows.Rows | None = None,
) -> tuple[Request, ...]:
    try:
        wanted, initial = school_rows.as_text(rows), school_rows.as_text(first) if first else None
        return tuple(plan_changes(workbook, tab, wanted, initial=initial, remove_missing=remove_missing))
    except TableError as error:
        # Told as a problem already; the other tabs are kept all the same.
        log.warning("%s", error)
        return ()


def read_school_sheet(ws: Workspace) -> Workbook | None:
    """The school's spreadsheet; None, with the source marked, if it cannot be read.

    It counts as read once `check` has taken it over.
    """
    with ws.database.begin() as tx:
        source = school_sheet(school_store.list_sources(tx, ws.school_id))
    # Google goes on reading and writing a file that is in the bin; what is written there nobody sees.
    if source.last_error is not None and (seen := look_at(ws.drive, source.file_id)) and seen.trashed:
        return None
    try:
        return read_workbook(ws.sheets, source.file_id, name=source.label)
    except SheetsError as error:
        with ws.database.begin() as tx:
            school_store.mark_failed(tx, ws.school_id, source.key, str(error))
        return None


def _log_entry(
    now: dt.datetime, results: Sequence[SourceResult], written: Iterable[str]
) -> dict[str, CellValue]:
    failed = sum(item.error is not None for item in results)
    return {
        "when": f"{now.astimezone(ZONE):%H:%M ngày %d/%m/%Y}",
        "read": f"{len(results) - failed} nguồn, {sum(item.read for item in results)} phiếu và dòng",
        "changed": f"{sum(item.changed for item in results)} phiếu và dòng mới hoặc sửa",
        "refused": f"{failed} nguồn chưa đọc được" if failed else "",
        "written": "Tab " + ", ".join(f"«{title}»" for title in written),
    }


def _freshness_row(seen: Freshness) -> dict[str, CellValue]:
    """The line of «Nhật ký» that says how far the data reaches."""
    return {"when": seen.until_words, "refused": seen.late_words}


def _is_told(workbook: Workbook, seen: Freshness) -> bool:
    """Whether the sources that are late are those that stand there; the hour goes along with other writes."""
    try:
        told = read_owned(workbook, tabs.LOG).by_key.get(FRESHNESS)
    except TableError:
        return True
    return canonical(told.values["refused"] if told else None) == canonical(seen.late_words)


def _keep_what_was_typed_meanwhile(
    ws: Workspace, state: SchoolState, after: Workbook, now: dt.datetime
) -> None:
    """What people typed between our reading and our writing stands in the answer to the write."""
    settings = read_settings(after, state.plan, last=state.settings)
    if settings != state.settings:
        with ws.database.begin() as tx:
            keep_settings(tx, ws.school_id, state.settings, settings, now)


def _pass_over_our_write(ws: Workspace, sources: Iterable[Source]) -> None:
    """Read the change log past our own write, so that it does not look like a person's in the next cycle.

    Only here is it known whose it is: the account may be that of the principal, or of a unit's head, at
    other times. Whatever else the log tells is read in the next cycle.
    """
    with ws.database.begin() as tx:
        school = school_store.find_school(tx, ws.school_id)
    if school is None or school.changes_token is None:
        return
    token, found = changes_since(ws.drive, school.changes_token)
    draft_files.note(ws.database, ws.school_id, found)
    with ws.database.begin() as tx:
        school_store.set_changes_token(tx, ws.school_id, token)
        for source in sources:
            change = found.get(source.file_id)
            is_our_write = source.key == SCHOOL_SHEET and change is not None and change.is_ours
            if source.kind in ("school", "sheet") and source.file_id in found and not is_our_write:
                school_store.mark_stale(tx, ws.school_id, source.key)


def school_sheet(sources: Iterable[Source]) -> Source:
    """The source that is the school's own spreadsheet."""
    return next(source for source in sources if source.key == SCHOOL_SHEET)
