"""Commands on those who sign in."""

from __future__ import annotations

from pathlib import Path

import click

from service.accounts import forget
from service.cli.rehearsing import dry_run_option
from service.cli.shared import stored
from service.console import Command, data_option
from service.errors import ServiceError
from service.workspace import SCHOOL_ID


@click.command(
    "sign-out",
    cls=Command,
    help="Đăng xuất một địa chỉ thư ở mọi máy, và cho địa chỉ ấy gắn với tài khoản Google khác.",
)
@click.argument("email", metavar="THƯ")
@data_option
@dry_run_option
def sign_out(email: str, data: Path | None, dry_run: bool) -> None:
    """For a lost phone, or an address that has gone to somebody else."""
    with stored(data, dry_run=dry_run) as database:
        count = forget(database, SCHOOL_ID, email)
    if not count:
        raise ServiceError(f"Chưa ai đăng nhập bằng địa chỉ «{email}»; không có gì để đăng xuất.")
    done = "Chạy thử, chưa ghi gì. Sẽ đăng xuất" if dry_run else "Đã đăng xuất"
    click.echo(f"{done} {email} ở mọi máy.")
