"""The `dunghan` command."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import json
import logging
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import click

from service import pipeline, showing
from service.app import create_app, serve_web
from service.clock import run_clock
from service.config import DEFAULT_STANDIN_PORT, ZONE, Settings, end_of_day, load_settings
from service.drafting import write_drafts
from service.errors import ServiceError, is_for_people, message_for_people
from service.jobs import JobKind, next_night, next_sync, schedule_school, tick
from service.local import google_endpoint
from service.plan_files import PlanFileError, read_plan_file
from service.plan_import import import_plan
from service.plan_text import NotAPlanError
from service.plan_text.as_json import plan_to_json
from service.sample.demo import DEFAULT_AS_OF, set_up_sample
from service.standin.server import StandIn
from service.standin.server import serve as serve_standin
from service.state import load_state
from service.store import Database
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace

F = TypeVar("F", bound=Callable[..., Any])

#: Exit code for a mistake that a person can mend.
PERSONS_MISTAKE = 2


class _Commands(click.Group):
    """Commands whose failures are one line for a person; the cause goes to the log."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.Abort, click.exceptions.Exit):
            raise
        except Exception as error:
            logging.getLogger(__name__).debug("command failed", exc_info=True)
            known = is_for_people(error) or isinstance(error, (PlanFileError, NotAPlanError))
            if not known:
                logging.getLogger(__name__).exception("unexpected failure")
            click.echo(str(error) if known else message_for_people(error), err=True)
            ctx.exit(PERSONS_MISTAKE if known else 1)


def _data_option(command: F) -> F:
    return click.option("--data", type=click.Path(file_okay=False, path_type=Path), help="Thư mục dữ liệu.")(
        command
    )


def _as_of_option(command: F) -> F:
    return click.option(
        "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Xem như hôm nay là ngày này (NĂM-THÁNG-NGÀY)."
    )(command)


def _json_option(command: F) -> F:
    return click.option("--json", "as_json", is_flag=True, help="In JSON cho máy đọc.")(command)


@click.group(cls=_Commands, help="Đúng Hạn: từ kế hoạch đến báo cáo, đúng hạn.")
@click.option("--verbose", is_flag=True, help="In nhật ký chi tiết.")
def main(verbose: bool) -> None:
    """Entry point."""
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        stream=sys.stderr,
    )


@main.command(help="Dựng trường mẫu và phục vụ cho đến khi bấm Ctrl-C.")
@_data_option
@_as_of_option
@click.option("--plan", "plan_file", type=click.Path(path_type=Path), help="Dùng kế hoạch khác.")
@click.option("--once", is_flag=True, help="Chạy một vòng rồi thoát.")
@_json_option
def demo(
    data: Path | None, as_of: dt.datetime | None, plan_file: Path | None, once: bool, as_json: bool
) -> None:
    """Set the sample school up, run one cycle, then serve."""
    settings = load_settings(os.environ, data_dir=data)
    if not settings.is_local:
        raise ServiceError("Trường mẫu chỉ chạy với bản giả lập. Hãy bỏ DUNGHAN_CREDENTIALS rồi chạy lại.")
    day = as_of.date() if as_of else DEFAULT_AS_OF
    with _google(settings) as (database, endpoint):
        with _progress(quiet=as_json) as progress:
            set_up_sample(database, endpoint, as_of=day, plan_file=plan_file, progress=progress)
            with open_workspace(database, endpoint, moment=end_of_day(day)) as ws:
                result = pipeline.run_cycle(ws, end_of_day(day), progress=progress)
        if as_json:
            _print_json(showing.cycle_as_json(result))
        else:
            click.echo(showing.cycle_for_people(result))
        if not once:
            _serve(settings, database, endpoint, as_of=day)


@main.command(help="Phục vụ các trang và tự chạy theo lịch.")
@_data_option
@_as_of_option
@click.option("--no-clock", is_flag=True, help="Chỉ phục vụ trang; lịch do «dunghan clock» chạy.")
def serve(data: Path | None, as_of: dt.datetime | None, no_clock: bool) -> None:
    """Pages, and the clock beside them."""
    settings = load_settings(os.environ, data_dir=data)
    with _google(settings) as (database, endpoint):
        _serve(settings, database, endpoint, as_of=as_of.date() if as_of else None, with_clock=not no_clock)


@main.command(help="Chỉ chạy lịch, không phục vụ trang.")
@_data_option
def clock(data: Path | None) -> None:
    """The clock alone."""
    settings = load_settings(os.environ, data_dir=data)
    with _google(settings) as (database, endpoint):
        _run_clock(database, endpoint, _now, threading.Event())


@main.command(help="Đọc phiếu và sổ mới, không viết gì.")
@_data_option
@_as_of_option
@_json_option
def sync(data: Path | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Read the sources."""
    with _workspace(data, as_of) as (ws, now), _progress(quiet=as_json) as progress:
        results, _ = pipeline.sync(ws, now, progress=progress)
    _show(as_json, [dataclasses.asdict(item) for item in results], showing.sources_for_people(results))


@main.command(help="Kiểm tra từng nhiệm vụ từ dữ liệu đã có.")
@_data_option
@_as_of_option
@_json_option
def check(data: Path | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Findings from what is in the store; nothing is read from Google."""
    with _workspace(data, as_of) as (ws, now):
        state = pipeline.check(ws, now.astimezone(ZONE).date(), None)
    _show(as_json, showing.findings_as_json(state), showing.findings_for_people(state))


@main.command(help="Cập nhật bảng theo dõi.")
@_data_option
@_as_of_option
@_json_option
def review(data: Path | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Bring the school's spreadsheet up to date."""
    with _workspace(data, as_of) as (ws, now):
        workbook = pipeline.read_school_sheet(ws, now)
        state = pipeline.check(ws, now.astimezone(ZONE).date(), workbook)
        written = pipeline.review(ws, state, now, (), workbook)
    _show(as_json, {"written": written}, "Đã cập nhật." if written else "Không có gì thay đổi.")


@main.command(help="Soạn hoặc làm mới dự thảo của các kỳ đang mở.")
@_data_option
@_as_of_option
@_json_option
def draft(data: Path | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """Create or refresh drafts."""
    with _workspace(data, as_of) as (ws, now), _progress(quiet=as_json) as progress:
        state = pipeline.check(ws, now.astimezone(ZONE).date(), None)
        drafts, errors = write_drafts(ws, state, now, progress=progress)
    _show(as_json, showing.drafts_as_json(drafts), showing.drafts_for_people(drafts, errors))
    if errors:
        raise ServiceError("\n".join(errors))


@main.command(help="Cho biết một đoạn của dự thảo dựa trên phiếu nào, ví dụ: dunghan why 6T:III.1.c.text")
@click.argument("block")
@_data_option
@_json_option
def why(block: str, data: Path | None, as_json: bool) -> None:
    """Sources of a block of a draft."""
    database = Database(load_settings(os.environ, data_dir=data).database_url)
    found = showing.explain(database, SCHOOL_ID, block)
    if not found:
        raise ServiceError(f"Không có đoạn «{block}» trong các dự thảo. Xem danh sách đoạn ở trang dự thảo.")
    _show(as_json, showing.explanations_as_json(found), showing.explanations_for_people(found))


@main.command(help="Tình hình hiện tại: hạn, nhiệm vụ, nguồn, việc cần sửa.")
@_data_option
@_as_of_option
@_json_option
def status(data: Path | None, as_of: dt.datetime | None, as_json: bool) -> None:
    """The home page in the terminal."""
    database = Database(load_settings(os.environ, data_dir=data).database_url)
    day = as_of.date() if as_of else dt.datetime.now(ZONE).date()
    state = load_state(database, SCHOOL_ID, day)
    if state is None:
        raise ServiceError("Chưa có trường nào được thiết lập. Hãy chạy «dunghan demo» trước.")
    _show(as_json, showing.status_as_json(state), showing.status_for_people(state))


@main.group(help="Kế hoạch.")
def plan() -> None:
    """Commands on plans."""


@plan.command("import", help="Đọc một kế hoạch (txt, docx, pdf) và đưa vào tab «Kế hoạch».")
@click.argument("file", type=click.Path(path_type=Path))
@_data_option
@_json_option
def plan_import(file: Path, data: Path | None, as_json: bool) -> None:
    """Read a plan; with a school set up, show what changed and take it over."""
    read = read_plan_file(file)
    settings = load_settings(os.environ, data_dir=data)
    changes = import_plan(Database(settings.database_url), SCHOOL_ID, read) if _has_data(settings) else None
    _show(as_json, plan_to_json(read), showing.plan_for_people(read, changes))


@main.command(help="Chạy riêng bản giả lập Google.")
@click.option("--port", type=int, default=DEFAULT_STANDIN_PORT, show_default=True, help="Cổng.")
@click.option(
    "--data", type=click.Path(file_okay=False, path_type=Path), required=True, help="Thư mục dữ liệu."
)
def standin(port: int, data: Path) -> None:
    """The stand-in alone."""

    def say(running: StandIn) -> None:
        click.echo(f"Bản giả lập Google: {running.url}\nTài khoản dịch vụ: {running.service_account}")

    try:
        serve_standin(data, port=port, ready=say)
    except OSError as error:
        raise ServiceError(f"Cổng {port} đang được dùng. Hãy chọn cổng khác bằng --port.") from error


def _has_data(settings: Settings) -> bool:
    return not settings.is_local or (settings.data_dir / "dunghan.sqlite3").exists()


@contextmanager
def _google(settings: Settings) -> Iterator[tuple[Database, GoogleEndpoint]]:
    database = Database(settings.database_url)
    try:
        with google_endpoint(settings) as endpoint:
            yield database, endpoint
    finally:
        database.close()


@contextmanager
def _workspace(data: Path | None, as_of: dt.datetime | None) -> Iterator[tuple[Workspace, dt.datetime]]:
    settings = load_settings(os.environ, data_dir=data)
    moment = end_of_day(as_of.date()) if as_of else None
    with _google(settings) as (database, endpoint), open_workspace(database, endpoint, moment=moment) as ws:
        yield ws, moment or _now()


def _serve(
    settings: Settings,
    database: Database,
    endpoint: GoogleEndpoint,
    *,
    as_of: dt.date | None,
    with_clock: bool = True,
) -> None:
    def now() -> dt.datetime:
        return end_of_day(as_of) if as_of else _now()

    stop = threading.Event()
    thread = threading.Thread(
        target=_run_clock, args=(database, endpoint, now, stop), name="clock", daemon=True
    )
    if with_clock:
        thread.start()
    try:
        serve_web(create_app(database, endpoint, now), settings.host, settings.port)
    finally:
        stop.set()
        if with_clock:
            thread.join(timeout=5)


def _run_clock(
    database: Database, endpoint: GoogleEndpoint, now: Callable[[], dt.datetime], stop: threading.Event
) -> None:
    def cycle(school_id: str, moment: dt.datetime, *, full: bool) -> None:
        with open_workspace(database, endpoint, school_id=school_id, moment=moment) as ws:
            pipeline.run_cycle(ws, moment, full=full)

    kinds = {
        "sync": JobKind(lambda school, moment: cycle(school, moment, full=False), next_sync),
        "nightly": JobKind(lambda school, moment: cycle(school, moment, full=True), next_night),
    }
    # What is due goes by the real clock, even where the school lives on another day.
    schedule_school(database, SCHOOL_ID, kinds, _now())
    with contextlib.suppress(KeyboardInterrupt):
        run_clock(lambda: tick(database, kinds, _now), stop)


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Callable[[str], None]]:
    """A line that tells what is being done, on a terminal only."""
    if quiet or not sys.stderr.isatty():
        yield lambda _: None
        return
    width = 0

    def say(step: str) -> None:
        nonlocal width
        click.echo("\r" + step.ljust(width), err=True, nl=False)
        width = len(step)

    yield say
    click.echo("\r" + " " * width + "\r", err=True, nl=False)


def _now() -> dt.datetime:
    return dt.datetime.now(ZONE)


def _show(as_json: bool, data: Any, text: str) -> None:
    if as_json:
        _print_json(data)
    else:
        click.echo(text)


def _print_json(data: Any) -> None:
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=str))
