"""Commands that begin a school or serve one: demo, setup, serve, clock."""

from __future__ import annotations

import datetime as dt
import threading
from pathlib import Path

import click

from service import pipeline, showing
from service.cli.previews import preview_clock, preview_demo, preview_serve
from service.cli.rehearsing import dry_run_option, rehearsed, rehearsing, show_changes
from service.cli.shared import google, settings_of
from service.console import (
    Command,
    as_of_option,
    data_option,
    json_option,
    port_option,
    progress_bar,
    show,
)
from service.errors import ServiceError
from service.local import hook_address, with_local_edge
from service.plan_files import read_plan_file
from service.plan_text import read_plan
from service.sample.demo import DEFAULT_AS_OF, set_up_sample
from service.serving import keep_time, real_now, require_free_port, serve_school, shift_to
from service.setup import GivenProfile, set_up, setup_from_plan
from service.workspace import open_workspace

#: Steps of setting the sample school up and of its first cycle, for the bar.
_DEMO_STEPS = 44


@click.command(cls=Command, help="Dựng trường mẫu, chạy một lượt rồi mở trang cho đến khi nhấn Ctrl-C.")
@data_option
@as_of_option
@click.option("--plan", "plan_file", type=click.Path(path_type=Path), metavar="TỆP", help="Kế hoạch khác.")
@click.option("--once", is_flag=True, help="Chạy một lượt rồi dừng, không mở trang.")
@port_option
@dry_run_option
@json_option
def demo(
    data: Path | None,
    as_of: dt.date | None,
    plan_file: Path | None,
    once: bool,
    port: int | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Set the sample school up, run one cycle, then serve."""
    settings = settings_of(data, port)
    if not settings.is_local:
        raise ServiceError("Trường mẫu chỉ chạy với bản giả lập. Hãy bỏ DUNGHAN_CREDENTIALS rồi chạy lại.")
    if not once:
        require_free_port(settings)
    # A file that is no plan is refused before anything is made.
    plan = read_plan(read_plan_file(plan_file)) if plan_file else None
    day = as_of or DEFAULT_AS_OF
    if dry_run:
        preview_demo(settings, day, plan, once=once, as_json=as_json)
        return
    shift = shift_to(day)
    with google(settings, shift, push_to=None if once else hook_address(settings)) as (database, endpoint):
        with progress_bar(_DEMO_STEPS, quiet=as_json) as progress:
            # The day itself is left to whoever tries the service out.
            yesterday = day - dt.timedelta(days=1)
            set_up_sample(database, endpoint, as_of=yesterday, plan=plan, progress=progress)
            moment = real_now() + shift
            with open_workspace(database, endpoint, moment=moment) as ws:
                result = pipeline.run_cycle(ws, moment, progress=progress)
        show(as_json, showing.cycle_as_json(result), showing.cycle_for_people(result))
        if once and not as_json:
            again = f'dunghan serve --data "{settings.data_dir}" --as-of {day}'
            click.echo(f"\nBản giả lập đã dừng. Muốn mở các liên kết trên, xin chạy: {again}", err=True)
        if not once:
            settings = with_local_edge(settings, endpoint)
            serve_school(settings, database, endpoint, now=lambda: real_now() + shift, with_clock=True)


@click.command(
    cls=Command,
    help="Bắt đầu cho một trường từ kế hoạch: tạo trang tính, biểu mẫu và sổ hoạt động trên Google, "
    "hoặc trên bản giả lập khi chưa có DUNGHAN_CREDENTIALS.",
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
@dry_run_option
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
    dry_run: bool,
    as_json: bool,
) -> None:
    """Make a school's files from its plan; what is there already is kept."""
    settings = settings_of(data)
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
    if dry_run:
        with rehearsing(settings) as ws:
            set_up(ws, school)
            show_changes(as_json, rehearsed(ws).changes)
        return
    with (
        google(settings) as (database, endpoint),
        open_workspace(database, endpoint) as ws,
        progress_bar(len(school.profile.units) + 4, quiet=as_json) as progress,
    ):
        set_up(ws, school, progress=progress)
        result = pipeline.run_cycle(ws, today, progress=progress)
    show(as_json, showing.cycle_as_json(result), showing.cycle_for_people(result))


@click.command(cls=Command, help="Mở các trang và tự chạy theo lịch.")
@data_option
@as_of_option
@port_option
@click.option("--no-clock", is_flag=True, help="Chỉ mở trang; lịch do «dunghan clock» chạy.")
@dry_run_option
def serve(data: Path | None, as_of: dt.date | None, port: int | None, no_clock: bool, dry_run: bool) -> None:
    """Pages, and the clock beside them."""
    settings = settings_of(data, port)
    require_free_port(settings)
    if dry_run:
        preview_serve(settings, with_clock=not no_clock)
        return
    shift = shift_to(as_of)
    with google(settings, shift, push_to=hook_address(settings)) as (database, endpoint):
        settings = with_local_edge(settings, endpoint)
        serve_school(settings, database, endpoint, now=lambda: real_now() + shift, with_clock=not no_clock)


@click.command(cls=Command, help="Chỉ chạy lịch, không mở trang.")
@data_option
@as_of_option
@dry_run_option
def clock(data: Path | None, as_of: dt.date | None, dry_run: bool) -> None:
    """The clock alone."""
    shift = shift_to(as_of)
    settings = settings_of(data)
    if dry_run:
        preview_clock(settings, shift)
        return
    with google(settings, shift, push_to=hook_address(settings)) as (database, endpoint):
        settings = with_local_edge(settings, endpoint)
        click.echo("Lịch đang chạy: đọc nguồn 5 phút một lần. Nhấn Ctrl-C để dừng.", err=True)
        keep_time(settings, database, endpoint, lambda: real_now() + shift, threading.Event())
