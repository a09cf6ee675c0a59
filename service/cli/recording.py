"""Commands about Google itself: record, verify-google."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from service.cli.previews import preview_record, preview_verify
from service.cli.rehearsing import dry_run_option
from service.cli.shared import google, settings_of
from service.console import Command, data_option, json_option, progress_bar, show
from service.errors import ServiceError
from service.google.recording import recorded
from service.text_table import table
from service.verifying import verify
from service.verifying.run import STEPS
from service.verifying.seen import AS_ASSUMED, DIFFERENT, UNKNOWN, Seen
from service.workspace import open_workspace

#: What is recorded unless another command is named.
_USUAL = "cycle"


@click.command(
    cls=Command,
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
    help="Chạy một lệnh và ghi lại mọi trao đổi với Google vào tệp. Tên người, thư điện tử, mã tệp và "
    "lời văn được thay bằng chữ khác; khóa và mã truy cập không bao giờ được ghi.",
)
@click.argument("command", nargs=-1, type=click.UNPROCESSED, metavar="[LỆNH …]")
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="TỆP",
    help="Tệp ghi (JSON).",
)
@data_option
@dry_run_option
@click.pass_context
def record(
    context: click.Context, command: tuple[str, ...], out: Path, data: Path | None, dry_run: bool
) -> None:
    """Run a command, one cycle by default, and keep the exchanges, also of one that fails."""
    group = context.find_root().command
    arguments = list(command) or [_USUAL]
    if arguments[0] == context.info_name:
        raise ServiceError("Không thể ghi lại chính lệnh record. Xin nêu một lệnh khác, ví dụ: cycle.")
    if data is not None:
        arguments += ["--data", str(data)]
    if dry_run:
        preview_record(arguments, out)
        return
    with recorded() as recorder:
        try:
            group.main(args=arguments, prog_name="dunghan", standalone_mode=False)
        finally:
            recorder.save(out)
    click.echo(f"Đã ghi {len(recorder.interactions)} trao đổi vào {out}.", err=True)


_VERDICTS = {AS_ASSUMED: "như dự kiến", DIFFERENT: "KHÁC", UNKNOWN: "chưa biết"}


@click.command(
    "verify-google",
    cls=Command,
    help="Thử trên Google thật, trong một thư mục thử, xem Google có làm đúng những điều dịch vụ trông đợi; "
    "thử xong thì dọn sạch.",
)
@click.option("--folder", metavar="MÃ", help="Mã thư mục để tạo thư mục thử (mặc định: Drive của tài khoản).")
@click.option("--limit", is_flag=True, help="Thử cả việc vượt hạn mức đọc trong một phút.")
@data_option
@dry_run_option
@json_option
def verify_google(folder: str | None, limit: bool, data: Path | None, dry_run: bool, as_json: bool) -> None:
    """Try out what the service counts on; exit code 1 where something differs."""
    if dry_run:
        preview_verify(settings_of(data), folder, provoke_limit=limit, as_json=as_json)
        return
    with (
        google(settings_of(data)) as (database, endpoint),
        open_workspace(database, endpoint, all_files=folder is not None) as ws,
        progress_bar(STEPS, quiet=as_json) as progress,
    ):
        seen, left = verify(ws, folder=folder, provoke_limit=limit, progress=progress)
        account, is_local = ws.session.account, endpoint.base_url is not None
    values = {
        "account": account,
        "stand_in": is_local,
        "trials": [dataclasses.asdict(item) for item in seen],
        "left": left,
    }
    show(as_json, values, _for_people(account, seen, left, is_local=is_local))
    if any(item.verdict == DIFFERENT for item in seen):
        raise SystemExit(1)


def _for_people(account: str, seen: list[Seen], left: list[str], *, is_local: bool) -> str:
    lines = [f"Tài khoản: {account}" + (" (bản giả lập, chưa phải Google)" if is_local else "")]
    rows = [[_VERDICTS[item.verdict], item.title, item.found] for item in seen]
    lines += ["", table(["Kết quả", "Điều thử", "Google làm"], rows)]
    others = [item for item in seen if item.verdict == DIFFERENT]
    if others:
        lines += ["", "Khác với dự kiến của dịch vụ:"]
        lines += [f"- {item.title}: dự kiến: {item.assumed} Google: {item.found}" for item in others]
    if left:
        lines += ["", f"Không xóa được {len(left)} tệp thử, xin xóa tay: {', '.join(left)}"]
    return "\n".join(lines)
