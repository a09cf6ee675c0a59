"""What was done and what is read: ledger, sources."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import click

from service import ledger_words as words
from service.cli.rehearsing import dry_run_option
from service.cli.shared import NOT_SET_UP, stored
from service.console import Command, Commands, data_option, json_option, show
from service.errors import ServiceError
from service.serving import real_now
from service.source_watch import accept
from service.store import Source
from service.store import runs as run_rows
from service.store import schools as school_rows
from service.text_table import table
from service.workspace import SCHOOL_ID

_SHOWN = 20


@click.command(cls=Command, help="Sổ lần chạy: mỗi lần đã đọc gì, từ chối gì, đã ghi gì.")
@click.option(
    "--limit",
    type=click.IntRange(1, 100_000),
    default=_SHOWN,
    metavar="SỐ",
    help="Bao nhiêu lần (mặc định: 20).",
)
@click.option("--run", "run_id", metavar="SỐ", help="Một lần chạy, đầy đủ; chỉ cần mấy chữ đầu của số.")
@data_option
@json_option
def ledger(limit: int, run_id: str | None, data: Path | None, as_json: bool) -> None:
    """The newest runs, or one of them."""
    now = dt.datetime.now(dt.UTC)
    with stored(data) as database, database.begin() as tx:
        if run_id is None:
            runs = run_rows.latest_runs(tx, SCHOOL_ID, limit=limit)
            show(as_json, [words.run_as_json(run, now) for run in runs], words.runs_for_people(runs, now))
            return
        run = run_rows.find_run(tx, SCHOOL_ID, run_id)
    if run is None:
        raise ServiceError(f"Không có đúng một lần chạy có số bắt đầu bằng «{run_id}». Xem: dunghan ledger")
    show(as_json, words.run_as_json(run, now), words.run_for_people(run, now))


@click.group(
    cls=Commands,
    invoke_without_command=True,
    help="Các nguồn: đọc đến lúc nào, nguồn nào đang dừng. "
    "Nhận một nguồn đang dừng: dunghan sources accept KHÓA.",
)
@data_option
@json_option
@click.pass_context
def sources(ctx: click.Context, data: Path | None, as_json: bool) -> None:
    """What is read, and until when it is known."""
    if ctx.invoked_subcommand is not None:
        return
    with stored(data) as database, database.begin() as tx:
        found = school_rows.list_sources(tx, SCHOOL_ID)
    listed = [source for source in found if source.kind != "template"]
    if not listed:
        raise ServiceError(NOT_SET_UP)
    rows = [(source.key, source.label, _state(source)) for source in listed]
    show(as_json, [_as_json(source) for source in listed], table(("Khóa", "Nguồn", "Tình trạng"), rows))


@sources.command("accept", help="Nhận việc nhiều dòng của một nguồn đã mất: đúng là bỏ, không phải mất nhầm.")
@click.argument("key", metavar="KHÓA")
@click.option("--by", "who", required=True, metavar="HỌ_TÊN", help="Ai quyết định.")
@click.option("--why", default="", metavar="LÝ_DO", help="Vì sao.")
@data_option
@dry_run_option
def sources_accept(key: str, who: str, why: str, data: Path | None, dry_run: bool) -> None:
    """Take over a reading that was stopped."""
    with stored(data, dry_run=dry_run) as database:
        with database.begin() as tx:
            found = {source.key: source for source in school_rows.list_sources(tx, SCHOOL_ID)}
        source = found.get(key)
        if source is None:
            raise ServiceError(f"Không có nguồn «{key}». Xem danh sách: dunghan sources")
        if source.stopped is None:
            raise ServiceError(f"«{source.label}» không có gì đang chờ quyết định.")
        accept(database, SCHOOL_ID, source, who=who, why=why, at=real_now())
    done = "Chạy thử, chưa ghi gì. Khi nhận thật:" if dry_run else "Đã ghi nhận."
    click.echo(f"{done} Lần đọc sau dịch vụ sẽ bỏ các dòng đã mất của «{source.label}».")


def _state(source: Source) -> str:
    if source.last_error:
        return source.last_error
    if source.known_at is None:
        return "chưa đọc lần nào"
    return f"biết đến {words.moment_words(source.known_at)}"


def _as_json(source: Source) -> dict[str, Any]:
    return {
        "key": source.key,
        "kind": source.kind,
        "label": source.label,
        "read_at": source.read_at.isoformat() if source.read_at else None,
        "known_at": source.known_at.isoformat() if source.known_at else None,
        "revision": source.revision,
        "stopped": source.stopped is not None,
        "error": source.last_error,
    }
