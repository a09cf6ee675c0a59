"""The steps of a cycle as commands: sync, check, review, draft."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from service import pipeline, reviewing, showing
from service.approving import follow_sheet
from service.cli.life import write_text
from service.cli.rehearsing import dry_run_option, rehearsed, show_changes
from service.cli.shared import period_of, settings_of, workspace
from service.console import (
    Command,
    as_of_option,
    data_option,
    json_option,
    progress_bar,
    show,
)
from service.domain.dates import short_date
from service.draft_files import begin_anew
from service.drafting import write_drafts
from service.errors import ServiceError
from service.ledger import entered
from service.pinging import ping
from service.problems import problems_of
from service.state import SchoolState
from service.store import schools as school_rows
from service.workspace import Workspace


@click.command(cls=Command, help="Chạy một lượt đầy đủ: đọc, kiểm tra, cập nhật bảng theo dõi, soạn dự thảo.")
@click.option("--full", is_flag=True, help="Đọc lại mọi nguồn, dù có thay đổi hay không.")
@data_option
@as_of_option
@dry_run_option
@json_option
def cycle(data: Path | None, as_of: dt.date | None, full: bool, dry_run: bool, as_json: bool) -> None:
    """One whole cycle, as the clock runs it."""
    settings, went_well = settings_of(data), False
    try:
        with (
            workspace(data, as_of, dry_run=dry_run) as (ws, now),
            progress_bar(_sources(ws) + 3, quiet=as_json) as progress,
        ):
            result = pipeline.run_cycle(ws, now, full=full, progress=progress)
        went_well = not result.errors
    finally:
        if not dry_run:
            ping(settings.ping_url, ok=went_well, fail_url=settings.ping_fail_url)
    if dry_run:
        show_changes(as_json, rehearsed(ws).changes)
    else:
        show(as_json, showing.cycle_as_json(result), showing.cycle_for_people(result))


@click.command(cls=Command, help="Đọc phiếu và sổ mới, không viết gì lên Google.")
@data_option
@as_of_option
@dry_run_option
@json_option
def sync(data: Path | None, as_of: dt.date | None, dry_run: bool, as_json: bool) -> None:
    """Read the sources."""
    with (
        workspace(data, as_of, dry_run=dry_run) as (ws, now),
        progress_bar(_sources(ws), quiet=as_json) as progress,
        entered(ws, "sync", now) as entry,
        entry.step("sync"),
    ):
        results, _ = pipeline.sync(ws, now, progress=progress)
        entry.read(pipeline.as_read(results))
    show(as_json, [dataclasses.asdict(item) for item in results], showing.sources_for_people(results))


@click.command(cls=Command, help="Kiểm tra từng nhiệm vụ từ dữ liệu đã có.")
@data_option
@as_of_option
@dry_run_option
@json_option
def check(data: Path | None, as_of: dt.date | None, dry_run: bool, as_json: bool) -> None:
    """Findings from what is in the store; nothing is read from Google."""
    with (
        workspace(data, as_of, dry_run=dry_run) as (ws, now),
        entered(ws, "check", now) as entry,
        entry.step("check"),
    ):
        state = pipeline.check(ws, now, None)
        entry.refused(problems_of(state))
    show(as_json, showing.findings_as_json(state), showing.findings_for_people(state))


@click.command(cls=Command, help="Cập nhật bảng theo dõi.")
@data_option
@as_of_option
@dry_run_option
@json_option
def review(data: Path | None, as_of: dt.date | None, dry_run: bool, as_json: bool) -> None:
    """Bring the school's spreadsheet up to date."""
    with (
        workspace(data, as_of, dry_run=dry_run) as (ws, now),
        progress_bar(3, quiet=as_json) as progress,
        entered(ws, "review", now) as entry,
        entry.step("review"),
    ):
        progress("Đang đọc bảng theo dõi")
        workbook = reviewing.read_school_sheet(ws)
        progress("Đang kiểm tra từng nhiệm vụ")
        state = follow_sheet(ws.database, pipeline.check(ws, now, workbook), now)
        progress("Đang cập nhật bảng theo dõi")
        written = reviewing.review(ws, state, now, (), workbook)
        pipeline.enter_review(entry, written)
    if dry_run:
        show_changes(as_json, rehearsed(ws).changes)
        return
    show(as_json, {"written": bool(written)}, "Đã cập nhật." if written else "Không có gì thay đổi.")


@click.command(cls=Command, help="Soạn hoặc làm mới dự thảo của các kỳ đang mở.")
@click.option("--period", metavar="KỲ", help="Chỉ một kỳ, ví dụ 6T.")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    metavar="TỆP",
    help="Ghi nội dung của một kỳ ra tệp chữ, không viết vào Google Docs (cần --period).",
)
@click.option("--anew", metavar="KỲ", help="Lập lại dự thảo của kỳ có tệp đã bị xóa hoặc ở Thùng rác.")
@data_option
@as_of_option
@dry_run_option
@json_option
def draft(
    period: str | None,
    out: Path | None,
    anew: str | None,
    data: Path | None,
    as_of: dt.date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Create or refresh drafts."""
    if out is not None:
        write_text(period, out, data, as_of, dry_run=dry_run)
        return
    with (
        workspace(data, as_of, dry_run=dry_run) as (ws, now),
        entered(ws, "draft", now) as entry,
        entry.step("draft"),
    ):
        if anew is not None:
            period = anew
            begin_anew(ws, anew, now)
        state = pipeline.check(ws, now, None)
        if period is not None:
            state = _only(state, period)
        with progress_bar(len(state.open_periods), quiet=as_json) as progress:
            drafts, errors = write_drafts(ws, state, now, progress=progress)
        pipeline.enter_drafts(entry, drafts)
        entry.errors = errors
    if dry_run:
        show_changes(as_json, rehearsed(ws).changes)
        return
    show(as_json, showing.drafts_as_json(drafts), showing.drafts_for_people(drafts))
    if errors:
        raise ServiceError("\n".join(errors))


def _sources(ws: Workspace) -> int:
    with ws.database.begin() as tx:
        return len(school_rows.list_sources(tx, ws.school_id))


def _only(state: SchoolState, key: str) -> SchoolState:
    """The state with one period alone; raises ServiceError unless a draft is kept for it."""
    period = period_of(state, key)
    if period not in state.open_periods:
        first = short_date(period.drafts_from)
        raise ServiceError(f"Kỳ {key} chưa có dự thảo: dự thảo được lập từ ngày {first}.")
    return replace(state, periods=(period,))
