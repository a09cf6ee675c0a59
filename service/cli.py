"""The `dunghan` command."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import click

from service import exporting, pipeline, showing
from service.config import DEFAULT_STANDIN_PORT, ZONE, Settings, end_of_day, load_settings
from service.console import (
    Commands,
    Folder,
    Port,
    as_of_option,
    data_option,
    json_option,
    port_option,
    progress_bar,
    show,
)
from service.domain.dates import short_date
from service.drafting import write_drafts
from service.errors import ServiceError
from service.local import google_endpoint
from service.plan_files import read_plan_file
from service.plan_import import import_plan
from service.plan_text import read_plan
from service.sample.demo import DEFAULT_AS_OF, set_up_sample
from service.serving import keep_time, port_faults, real_now, require_free_port, serve_school, shift_to
from service.setup import GivenProfile, set_up, setup_from_plan
from service.standin.moment import NO_SHIFT
from service.standin.server import StandIn
from service.standin.server import serve as serve_standin
from service.state import SchoolState, load_state
from service.store import Database
from service.store import schools as school_rows
from service.tracing import blocks_of_drafts, explain
from service.workspace import SCHOOL_ID, GoogleEndpoint, Workspace, open_workspace

#: Steps of setting the sample school up and of its first cycle, for the bar.
_DEMO_STEPS = 44
#: Exit code of a layout that was checked and is not as the decree wants it.
LAYOUT_WARNS = 3
NOT_SET_UP = (
    "Chưa có trường nào được thiết lập ở đây. "
    "Hãy chạy «dunghan demo» trước, hoặc chỉ --data tới đúng thư mục."
)


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Đúng Hạn: từ kế hoạch của nhà trường đến báo cáo, đúng hạn.",
)
def main() -> None:
    """The entry point."""


@main.command(help="Dựng trường mẫu, chạy một lượt rồi mở trang cho đến khi nhấn Ctrl-C.")
@data_option
@as_of_option
@click.option("--plan", "plan_file", type=click.Path(path_type=Path), metavar="TỆP", help="Kế hoạch khác.")
@click.option("--once", is_flag=True, help="Chạy một lượt rồi dừng, không mở trang.")
@port_option
@json_option
def demo(
    data: Path | None,
    as_of: dt.date | None,
    plan_file: Path | None,
    once: bool,
    port: int | None,
    as_json: bool,
) -> None:
    """Set the sample school up, run one cycle, then serve."""
    settings = _settings(data, port)
    if not settings.is_local:
        raise ServiceError("Trường mẫu chỉ chạy với bản giả lập. Hãy bỏ DUNGHAN_CREDENTIALS rồi chạy lại.")
    if not once:
        require_free_port(settings)
    day = as_of or DEFAULT_AS_OF
    shift = shift_to(day)
    with _google(settings, shift) as (database, endpoint):
        with progress_bar(_DEMO_STEPS, quiet=as_json) as progress:
            # The day itself is left to whoever tries the service out.
            yesterday = day - dt.timedelta(days=1)
            set_up_sample(database, endpoint, as_of=yesterday, plan_file=plan_file, progress=progress)
            moment = real_now() + shift
            with open_workspace(database, endpoint, moment=moment) as ws:
                result = pipeline.run_cycle(ws, moment, progress=progress)
        show(as_json, showing.cycle_as_json(result), showing.cycle_for_people(result))
        if once and not as_json:
            again = f'dunghan serve --data "{settings.data_dir}" --as-of {day}'
            click.echo(f"\nBản giả lập đã dừng. Muốn mở các liên kết trên, xin chạy: {again}", err=True)
        if not once:
            serve_school(settings, database, endpoint, now=lambda: real_now() + shift, with_clock=True)


@main.command(
    help="Bắt đầu cho một trường từ kế hoạch: tạo trang tính, biểu mẫu và sổ hoạt động trên Google, "
    "hoặc trên bản giả lập khi chưa có DUNGHAN_CREDENTIALS."
)
@click.argument("file", type=click.Path(path_type=Path), metavar="KẾ_HOẠCH")
@click.option("--principal", required=True, metavar="HỌ_TÊN", help="Họ tên Hiệu trưởng, người ký báo cáo.")
@click.option("--principal-email", metavar="THƯ", help="Thư điện tử để chia sẻ trang tính với Hiệu trưởng.")
@click.option("--name", metavar="TÊN", help="Tên trường (mặc định: theo kế hoạch).")
@click.option("--parent", metavar="TÊN", help="Cơ quan chủ quản như trên đầu văn bản, viết hoa.")
@click.option("--place", metavar="TÊN", help="Địa danh (mặc định: theo kế hoạch).")
@click.option("--symbol", metavar="CHỮ", help="Chữ viết tắt tên trường trong số ký hiệu, ví dụ TC.")
@click.option(
    "--unit", "units", multiple=True, metavar="TÊN", help="Một đơn vị; ghi nhiều lần cho nhiều đơn vị."
)
@data_option
@json_option
def setup(
    file: Path,
    principal: str,
    principal_email: str | None,
    name: str | None,
    parent: str | None,
    place: str | None,
    symbol: str | None,
    units: tuple[str, ...],
    data: Path | None,
    as_json: bool,
) -> None:
    """Make a school's files from its plan; what is there already is kept."""
    settings = _settings(data)
    given = GivenProfile(
        principal=principal,
        principal_email=principal_email or settings.principal_email,
        name=name,
        parent=parent,
        place=place,
        symbol=symbol,
        units=units,
    )
    today = real_now()
    school = setup_from_plan(read_plan(read_plan_file(file)), given, made_on=today.date())
    with (
        _google(settings) as (database, endpoint),
        open_workspace(database, endpoint) as ws,
        progress_bar(len(school.profile.units) + 4, quiet=as_json) as progress,
    ):
        set_up(ws, school, progress=progress)
        result = pipeline.run_cycle(ws, today, progress=progress)
    show(as_json, showing.cycle_as_json(result), showing.cycle_for_people(result))


@main.command(help="Mở các trang và tự chạy theo lịch.")
@data_option
@as_of_option
@port_option
@click.option("--no-clock", is_flag=True, help="Chỉ mở trang; lịch do «dunghan clock» chạy.")
def serve(data: Path | None, as_of: dt.date | None, port: int | None, no_clock: bool) -> None:
    """Pages, and the clock beside them."""
    settings = _settings(data, port)
    require_free_port(settings)
    shift = shift_to(as_of)
    with _google(settings, shift) as (database, endpoint):
        serve_school(settings, database, endpoint, now=lambda: real_now() + shift, with_clock=not no_clock)


@main.command(help="Chỉ chạy lịch, không mở trang.")
@data_option
@as_of_option
def clock(data: Path | None, as_of: dt.date | None) -> None:
    """The clock alone."""
    shift = shift_to(as_of)
    with _google(_settings(data), shift) as (database, endpoint):
        click.echo("Lịch đang chạy: đọc nguồn 5 phút một lần. Nhấn Ctrl-C để dừng.", err=True)
        keep_time(database, endpoint, lambda: real_now() + shift, threading.Event())


@main.command(help="Đọc phiếu và sổ mới, không viết gì.")
@data_option
@as_of_option
@json_option
def sync(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Read the sources."""
    with _workspace(data, as_of) as (ws, now), progress_bar(_sources(ws), quiet=as_json) as progress:
        results, _ = pipeline.sync(ws, now, progress=progress)
    show(as_json, [dataclasses.asdict(item) for item in results], showing.sources_for_people(results))


@main.command(help="Kiểm tra từng nhiệm vụ từ dữ liệu đã có.")
@data_option
@as_of_option
@json_option
def check(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Findings from what is in the store; nothing is read from Google."""
    with _workspace(data, as_of) as (ws, now):
        state = pipeline.check(ws, now, None)
    show(as_json, showing.findings_as_json(state), showing.findings_for_people(state))


@main.command(help="Cập nhật bảng theo dõi.")
@data_option
@as_of_option
@json_option
def review(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Bring the school's spreadsheet up to date."""
    with _workspace(data, as_of) as (ws, now), progress_bar(3, quiet=as_json) as progress:
        progress("Đang đọc bảng theo dõi")
        workbook = pipeline.read_school_sheet(ws)
        progress("Đang kiểm tra từng nhiệm vụ")
        state = pipeline.check(ws, now, workbook)
        progress("Đang cập nhật bảng theo dõi")
        written = pipeline.review(ws, state, now, (), workbook)
    show(as_json, {"written": written}, "Đã cập nhật." if written else "Không có gì thay đổi.")


@main.command(help="Soạn hoặc làm mới dự thảo của các kỳ đang mở.")
@click.option("--period", metavar="KỲ", help="Chỉ một kỳ, ví dụ 6T.")
@data_option
@as_of_option
@json_option
def draft(period: str | None, data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Create or refresh drafts."""
    with _workspace(data, as_of) as (ws, now):
        state = pipeline.check(ws, now, None)
        if period is not None:
            state = _only(state, period)
        with progress_bar(len(state.open_periods), quiet=as_json) as progress:
            drafts, errors = write_drafts(ws, state, now, progress=progress)
    show(as_json, showing.drafts_as_json(drafts), showing.drafts_for_people(drafts))
    if errors:
        raise ServiceError("\n".join(errors))


@main.command(
    help="Cho biết một đoạn của dự thảo dựa trên phiếu nào, ví dụ: dunghan why 6T:III.II.1.c.text. "
    "Không nêu đoạn, hoặc chỉ nêu kỳ (6T), thì liệt kê các đoạn."
)
@click.argument("block", metavar="[ĐOẠN]", required=False)
@data_option
@as_of_option
@json_option
def why(block: str | None, data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Sources of a block of a draft, or the list of blocks."""
    with _store(data) as database:
        listed = blocks_of_drafts(database, SCHOOL_ID, as_of=as_of)
        if block is None or any(item.period == block for item in listed):
            wanted = [item for item in listed if block in (None, item.period)]
            show(as_json, showing.blocks_as_json(wanted), showing.blocks_for_people(wanted))
            return
        found = explain(database, SCHOOL_ID, block, as_of=as_of)
    if not found:
        raise ServiceError(
            f"Không có đoạn hay kỳ «{block}» trong các dự thảo; kỳ chưa mở thì chưa có dự thảo. "
            "Xem danh sách đoạn: dunghan why"
        )
    show(as_json, showing.explanations_as_json(found), showing.explanations_for_people(found))


@main.command(help="Xuất dự thảo của một kỳ ra tệp Word hoặc PDF.")
@click.argument("period", metavar="KỲ")
@click.option("--format", "kind", metavar="docx|pdf", help="Dạng tệp (mặc định: theo tên tệp).")
@click.option("--out", type=click.Path(path_type=Path), metavar="TỆP", required=True, help="Tệp sẽ ghi.")
@data_option
def export(period: str, kind: str | None, out: Path, data: Path | None) -> None:
    """A draft as a file, as people left it."""
    wanted = exporting.format_of(kind, out)
    with _workspace(data, None) as (ws, _):
        exporting.save(exporting.export_draft(ws, period, wanted), out)
    click.echo(f"Đã xuất: {out}")


@main.command("check-layout", help="So thể thức của một tệp .docx hay một dự thảo với quy định.")
@click.argument("document", metavar="TỆP|KỲ|LIÊN KẾT")
@data_option
@json_option
def check_layout(document: str, data: Path | None, as_json: bool) -> None:
    """Each measurable fact of the official layout; it warns and changes nothing."""
    if exporting.is_file(document):
        content = exporting.read_word_file(Path(document))
    else:
        with _workspace(data, None) as (ws, _):
            content = exporting.export_document(ws, exporting.document_of(ws, document), "docx")
    report = exporting.check_file(content)
    show(as_json, exporting.layout_as_json(document, report), exporting.layout_for_people(document, report))
    if report.failed:
        sys.exit(LAYOUT_WARNS)


@main.command(help="Tình hình hiện tại: hạn, việc cần làm, nguồn, mục cần sửa.")
@data_option
@as_of_option
@json_option
def status(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """The home page in the terminal."""
    with _store(data) as database:
        state = load_state(database, SCHOOL_ID, as_of or _day(real_now()))
    if state is None:
        raise ServiceError(NOT_SET_UP)
    show(as_json, showing.status_as_json(state), showing.status_for_people(state))


@main.group(help="Kế hoạch: dunghan plan import TỆP.")
def plan() -> None:
    """Commands on plans."""


@plan.command("import", help="Đọc một kế hoạch (txt, docx, pdf) và đưa vào tab «Kế hoạch».")
@click.argument("file", type=click.Path(path_type=Path), metavar="TỆP")
@data_option
@as_of_option
@json_option
def plan_import(file: Path, data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Read a plan; with a school set up, show what changed and take it over."""
    read = read_plan(read_plan_file(file))
    imported = None
    if _has_data(load_settings(os.environ, data_dir=data)):
        with _store(data) as database:
            imported = import_plan(database, SCHOOL_ID, read, now=end_of_day(as_of) if as_of else real_now())
    show(as_json, showing.plan_as_json(read, imported), showing.plan_for_people(read, imported))


@main.command(help="Chạy riêng bản giả lập Google.")
@click.option("--port", type=Port(), default=DEFAULT_STANDIN_PORT, help="Cổng (mặc định: 8765).")
@click.option("--data", type=Folder(), required=True, help="Thư mục dữ liệu.")
def standin(port: int, data: Path) -> None:
    """The stand-in alone."""

    def say(running: StandIn) -> None:
        click.echo(f"Bản giả lập Google: {running.url}\nTài khoản dịch vụ: {running.service_account}")

    with port_faults(f"Cổng {port} đang được dùng. Hãy chọn cổng khác bằng --port."):
        serve_standin(data, port=port, ready=say)


# --- what commands share ---------------------------------------------------------------------------


def _settings(data: Path | None, port: int | None = None) -> Settings:
    settings = load_settings(os.environ, data_dir=data)
    return replace(settings, port=port) if port else settings


def _has_data(settings: Settings) -> bool:
    return not settings.is_local or (settings.data_dir / "dunghan.sqlite3").exists()


def _day(moment: dt.datetime) -> dt.date:
    return moment.astimezone(ZONE).date()


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
        opens = short_date(period.opens)
        raise ServiceError(f"Kỳ {key} chưa mở: dự thảo được lập từ ngày {opens}.")
    return replace(state, periods=(period,))


@contextmanager
def _store(data: Path | None) -> Iterator[Database]:
    """The store alone; raises ServiceError, and makes nothing, where there is none."""
    settings = _settings(data)
    if not _has_data(settings):
        raise ServiceError(NOT_SET_UP)
    database = Database(settings.database_url)
    try:
        yield database
    finally:
        database.close()


@contextmanager
def _google(settings: Settings, shift: dt.timedelta = NO_SHIFT) -> Iterator[tuple[Database, GoogleEndpoint]]:
    database = Database(settings.database_url)
    try:
        with google_endpoint(settings, shift=shift) as endpoint:
            yield database, endpoint
    finally:
        database.close()


@contextmanager
def _workspace(data: Path | None, as_of: dt.date | None) -> Iterator[tuple[Workspace, dt.datetime]]:
    settings = _settings(data)
    if not _has_data(settings):
        raise ServiceError(NOT_SET_UP)
    moment = end_of_day(as_of) if as_of else None
    with _google(settings) as (database, endpoint), open_workspace(database, endpoint, moment=moment) as ws:
        yield ws, moment or real_now()
