"""Keeping the school's data, and letting go of what is a person's: backup, restore, purge, person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from service import personal_data
from service.backup import back_up, check, may_fill
from service.backup import restore as restore_store
from service.cli.rehearsing import dry_run_option, store_copy
from service.cli.shared import settings_of, stored
from service.console import Command, Day, data_option, json_option, show
from service.domain.dates import short_date
from service.errors import ServiceError
from service.serving import real_now
from service.store import Database
from service.turns import my_turn
from service.workspace import SCHOOL_ID

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command(cls=Command, help="Sao lưu toàn bộ dữ liệu của dịch vụ ra một tệp .zip.")
@click.argument("file", type=_FILE, metavar="TỆP")
@data_option
@json_option
def backup(file: Path, data: Path | None, as_json: bool) -> None:
    """The whole store as one file."""
    with stored(data) as database:
        manifest = back_up(database, file, real_now())
    told = {"file": str(file), "made_at": manifest.made_at, "rows": manifest.rows}
    show(
        as_json,
        told,
        f"Đã sao lưu {manifest.rows} dòng vào {file}. "
        "Tệp có dữ liệu cá nhân: xin cất nơi chỉ người phụ trách mở được.",
    )


@click.command(cls=Command, help="Khôi phục dữ liệu từ một tệp sao lưu.")
@click.argument("file", type=_FILE, metavar="TỆP")
@click.option("--force", is_flag=True, help="Thay cả dữ liệu đang có, sau khi sao lưu dữ liệu ấy.")
@data_option
@dry_run_option
@json_option
def restore(file: Path, force: bool, data: Path | None, dry_run: bool, as_json: bool) -> None:
    """Put a backup in the place of what is there."""
    settings = settings_of(data)
    if dry_run:
        manifest = check(file)
        with store_copy(settings) as copy:
            is_new = may_fill(copy, force=force)
        told = {"dry_run": True, "made_at": manifest.made_at, "rows": manifest.rows}
        what = "Sẽ khôi phục" if is_new else "Sẽ sao lưu dữ liệu đang có, rồi khôi phục"
        intact = f"Bản sao lưu nguyên vẹn. {what} {manifest.rows} dòng."
        show(as_json, told, f"{intact} Đây là chạy thử: chưa ghi gì.")
        return
    database = Database(settings.database_url)
    try:
        with my_turn(database, SCHOOL_ID):
            manifest, kept = restore_store(database, file, force=force, now=real_now())
    finally:
        database.close()
    told = {"made_at": manifest.made_at, "rows": manifest.rows, "kept": str(kept) if kept else None}
    before = f" Dữ liệu trước đó được giữ ở {kept}." if kept else ""
    show(as_json, told, f"Đã khôi phục {manifest.rows} dòng.{before}")


@click.command(
    cls=Command,
    help="Xóa phần cá nhân (địa chỉ thư người gửi, lời góp ý, liên hệ, tên người phụ trách) "
    "của các phiếu và dòng trước một ngày; số liệu vẫn giữ.",
)
@click.option("--before", type=Day(), required=True, help="Trước ngày này, ví dụ 2024-01-01.")
@data_option
@dry_run_option
@json_option
def purge(before: dt.date, data: Path | None, dry_run: bool, as_json: bool) -> None:
    """Remove the persons of old submissions and keep the figures."""
    with stored(data, dry_run=dry_run) as database, my_turn(database, SCHOOL_ID):
        purged = personal_data.purge(database, SCHOOL_ID, before, now=real_now())
    told = {"dry_run": dry_run, "before": before.isoformat(), "submissions": dict(purged)}
    total = sum(purged.values())
    done = "Sẽ bỏ" if dry_run else "Đã bỏ"
    lines = [
        f"{done} phần cá nhân của {total} phiếu và dòng trước ngày {short_date(before)}; số liệu giữ nguyên."
    ]
    lines += [f"  {label}: {count}" for label, count in purged.items()]
    if dry_run:
        lines.append("Đây là chạy thử: chưa ghi gì.")
    elif total:
        lines.append(personal_data.STILL_AT_GOOGLE)
    show(as_json, told, "\n".join(lines))


@click.command(
    cls=Command, help="Xuất mọi dữ liệu dịch vụ đang giữ về một người, theo thư điện tử hoặc họ tên."
)
@click.argument("who", metavar="THƯ|HỌ_TÊN")
@click.option("--out", type=_FILE, metavar="TỆP", required=True, help="Tệp JSON sẽ ghi.")
@data_option
def person(who: str, out: Path, data: Path | None) -> None:
    """Everything that is held on one person."""
    with stored(data) as database:
        held = personal_data.held_on(database, SCHOOL_ID, who, now=real_now())
    try:
        personal_data.write_private(out, held)
    except OSError as error:
        raise ServiceError(f"Không ghi được {out}. Hãy kiểm tra thư mục và quyền ghi.") from error
    counts = personal_data.counts_of(held)
    if not any(counts.values()):
        click.echo(f"Dịch vụ không giữ gì về «{who}»; {out} nói đúng điều đó.")
        return
    click.echo(f"Đã xuất {out}: {', '.join(f'{count} {label}' for label, count in counts.items() if count)}.")
