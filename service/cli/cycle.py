"""The steps of a cycle as commands: sync, check, review, draft."""

from __future__ import annotations

import dataclasses
import datetime as dt
from dataclasses import replace
from pathlib import Path

import click

from service import pipeline, reviewing, showing
from service.cli.shared import workspace
from service.console import (
    Command,
    as_of_option,
    data_option,
    json_option,
    progress_bar,
    show,
)
from service.domain.dates import short_date
from service.drafting import write_drafts
from service.errors import ServiceError
from service.state import SchoolState
from service.store import schools as school_rows
from service.workspace import Workspace


@click.command(cls=Command, help="Đọc phiếu và sổ mới, không viết gì.")
@data_option
@as_of_option
@json_option
def sync(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Read the sources."""
    with workspace(data, as_of) as (ws, now), progress_bar(_sources(ws), quiet=as_json) as progress:
        results, _ = pipeline.sync(ws, now, progress=progress)
    show(as_json, [dataclasses.asdict(item) for item in results], showing.sources_for_people(results))


@click.command(cls=Command, help="Kiểm tra từng nhiệm vụ từ dữ liệu đã có.")
@data_option
@as_of_option
@json_option
def check(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Findings from what is in the store; nothing is read from Google."""
    with workspace(data, as_of) as (ws, now):
        state = pipeline.check(ws, now, None)
    show(as_json, showing.findings_as_json(state), showing.findings_for_people(state))


@click.command(cls=Command, help="Cập nhật bảng theo dõi.")
@data_option
@as_of_option
@json_option
def review(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Bring the school's spreadsheet up to date."""
    with workspace(data, as_of) as (ws, now), progress_bar(3, quiet=as_json) as progress:
        progress("Đang đọc bảng theo dõi")
        workbook = reviewing.read_school_sheet(ws)
        progress("Đang kiểm tra từng nhiệm vụ")
        state = pipeline.check(ws, now, workbook)
        progress("Đang cập nhật bảng theo dõi")
        written = reviewing.review(ws, state, now, (), workbook)
    show(as_json, {"written": written}, "Đã cập nhật." if written else "Không có gì thay đổi.")


@click.command(cls=Command, help="Soạn hoặc làm mới dự thảo của các kỳ đang mở.")
@click.option("--period", metavar="KỲ", help="Chỉ một kỳ, ví dụ 6T.")
@data_option
@as_of_option
@json_option
def draft(period: str | None, data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Create or refresh drafts."""
    with workspace(data, as_of) as (ws, now):
        state = pipeline.check(ws, now, None)
        if period is not None:
            state = _only(state, period)
        with progress_bar(len(state.open_periods), quiet=as_json) as progress:
            drafts, errors = write_drafts(ws, state, now, progress=progress)
    show(as_json, showing.drafts_as_json(drafts), showing.drafts_for_people(drafts))
    if errors:
        raise ServiceError("\n".join(errors))


def _sources(ws: Workspace) -> int:
    with ws.database.begin() as tx:
        return len(school_rows.list_sources(tx, ws.school_id))


def _only(state: SchoolState, key: str) -> SchoolState:
    """The state with one period alone; raises ServiceError unless a draft is kept for it."""
    period = state.period(key)
    if period is None:
        known = ", ".join(item.key for item in state.periods) or "chưa có kỳ nào"
        raise ServiceError(f"Không có kỳ «{key}». Các kỳ của kế hoạch: {known}.")
    if period not in state.open_periods:
        first = short_date(period.drafts_from)
        raise ServiceError(f"Kỳ {key} chưa có dự thảo: dự thảo được lập từ ngày {first}.")
    return replace(state, periods=(period,))
