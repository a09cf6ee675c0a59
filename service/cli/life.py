"""Commands on a report's life: approve, reopen, issue, correct, and what came after."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from service import exporting
from service import showing_life as showing
from service.approving import act_on
from service.cli.rehearsing import dry_run_option
from service.cli.shared import period_of, state_on, stored
from service.config import ZONE, end_of_day
from service.console import Command, Day, as_of_option, data_option, json_option, show
from service.domain.stages import Act, Deed, Life, Way
from service.drafting import compose
from service.editions import corrections_of, late_ones
from service.errors import ServiceError
from service.serving import real_now

_by = click.option("--by", "who", metavar="HỌ_TÊN", required=True, help="Ai quyết định.")
_reason = click.option("--reason", metavar="LÝ_DO", default="", help="Vì sao; được lưu lại.")


@click.command(cls=Command, help="Duyệt báo cáo của một kỳ, hoặc gửi Hiệu trưởng duyệt trên Google Drive.")
@click.argument("period", metavar="KỲ")
@_by
@_reason
@click.option("--drive", is_flag=True, help="Gửi duyệt trên Google Drive thay vì duyệt ngay.")
@data_option
@as_of_option
@dry_run_option
@json_option
def approve(
    period: str,
    who: str,
    reason: str,
    drive: bool,
    data: Path | None,
    as_of: dt.date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """The principal's word; refused with the reasons while something speaks against it."""
    deed = Deed.ASKED if drive else Deed.APPROVED
    act = Act(deed=deed, at=_moment(as_of), who=who, way=Way.COMMAND, reason=reason)
    _do(period, act, data, as_of, dry_run=dry_run, as_json=as_json)


@click.command(cls=Command, help="Mở lại báo cáo đã duyệt mà chưa ban hành, để sửa.")
@click.argument("period", metavar="KỲ")
@_by
@_reason
@data_option
@as_of_option
@dry_run_option
@json_option
def reopen(
    period: str,
    who: str,
    reason: str,
    data: Path | None,
    as_of: dt.date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Take an approval back."""
    act = Act(deed=Deed.REOPENED, at=_moment(as_of), who=who, way=Way.COMMAND, reason=reason)
    _do(period, act, data, as_of, dry_run=dry_run, as_json=as_json)


@click.command(cls=Command, help="Ghi số và ngày ban hành của báo cáo đã duyệt.")
@click.argument("period", metavar="KỲ")
@click.option("--number", metavar="SỐ", required=True, help="Số văn bản, ví dụ 12 hoặc 12/BC-TC.")
@click.option("--date", "day", type=Day(), required=True, help="Ngày ban hành, ví dụ 2025-05-04.")
@click.option("--by", "who", metavar="HỌ_TÊN", default="Văn thư", help="Ai ghi (mặc định: Văn thư).")
@data_option
@as_of_option
@dry_run_option
@json_option
def issue(
    period: str,
    number: str,
    day: dt.date,
    who: str,
    data: Path | None,
    as_of: dt.date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Number and day, as the secretary gave them."""
    at = _moment(as_of)
    act = Act(deed=Deed.ISSUED, at=at, who=who, way=Way.COMMAND, number=number, issued_on=day)
    _do(period, act, data, as_of, dry_run=dry_run, as_json=as_json)


@click.command(cls=Command, help="Bắt đầu bản đính chính của báo cáo đã ban hành: một văn bản mới.")
@click.argument("period", metavar="KỲ")
@_by
@_reason
@data_option
@as_of_option
@dry_run_option
@json_option
def correct(
    period: str,
    who: str,
    reason: str,
    data: Path | None,
    as_of: dt.date | None,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Begin the next edition; the next cycle writes its draft."""
    act = Act(deed=Deed.CORRECTED, at=_moment(as_of), who=who, way=Way.COMMAND, reason=reason)
    _do(period, act, data, as_of, dry_run=dry_run, as_json=as_json)


@click.command(
    cls=Command, help="Những chỗ của báo cáo đã duyệt cần đính chính vì phiếu gửi, sửa, rút sau đó."
)
@click.argument("period", metavar="KỲ")
@data_option
@as_of_option
@json_option
def corrections(period: str, data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """What an approved report would say otherwise by now."""
    with stored(data) as database:
        state = state_on(database, as_of)
        found = corrections_of(database, state, period_of(state, period))
    show(as_json, showing.corrections_as_json(found), showing.corrections_for_people(found))


@click.command(cls=Command, help="Những hoạt động của một kỳ nhận sau ngày khóa số liệu.")
@click.argument("period", metavar="KỲ")
@data_option
@as_of_option
@json_option
def late(period: str, data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """What came after the close; it counts in no figure of that report."""
    with stored(data) as database:
        state = state_on(database, as_of)
        found = late_ones(database, state, period_of(state, period))
    show(as_json, showing.late_as_json(found), showing.late_for_people(found))


def write_text(
    key: str | None, out: Path, data: Path | None, as_of: dt.date | None, *, dry_run: bool
) -> None:
    """A report as it stands, or stood on a day, as plain text; a Doc is neither read nor written."""
    if key is None:
        raise ServiceError("--out cần --period, ví dụ: dunghan draft --period 6T --out bao-cao.txt")
    with stored(data, dry_run=dry_run) as database:
        state = state_on(database, as_of)
        text = showing.report_text(compose(database, state, period_of(state, key)))
    if dry_run:
        click.echo(f"Chạy thử, chưa ghi gì. Sẽ ghi {len(text.splitlines())} dòng vào {out}.")
        return
    exporting.save(text.encode(), out)
    click.echo(f"Đã ghi: {out}")


def _do(
    key: str, act: Act, data: Path | None, as_of: dt.date | None, *, dry_run: bool, as_json: bool
) -> None:
    with stored(data, dry_run=dry_run) as database:
        state = state_on(database, as_of)
        life: Life = act_on(database, state, period_of(state, key), act)
    said = showing.life_for_people(life)
    show(as_json, showing.life_as_json(key, life), f"Chạy thử, chưa ghi gì. {said}" if dry_run else said)


def _moment(as_of: dt.date | None) -> dt.datetime:
    return end_of_day(as_of) if as_of else real_now().astimezone(ZONE)
