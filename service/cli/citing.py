"""The command that puts sources beside the text of a draft."""

from __future__ import annotations

from pathlib import Path

import click

from service.citing_in_doc import cite_in_doc, uncite_in_doc
from service.cli.rehearsing import dry_run_option, rehearsed, show_changes
from service.cli.shared import settings_of, workspace
from service.console import Command, data_option
from service.domain.dates import count
from service.rehearsal import unwritten


@click.command(
    cls=Command,
    help="Ghi nguồn của từng đoạn dự thảo thành nhận xét bên lề; --remove gỡ đi trước khi ký.",
)
@click.argument("period", metavar="KỲ")
@click.option("--remove", is_flag=True, help="Gỡ các nhận xét ghi nguồn.")
@data_option
@dry_run_option
def cite(period: str, remove: bool, data: Path | None, dry_run: bool) -> None:
    """Sources of a draft as comments, on demand."""
    with workspace(data, None, dry_run=dry_run) as (ws, _):
        if dry_run:
            with unwritten():
                if remove:
                    uncite_in_doc(ws, period)
                else:
                    cite_in_doc(ws, period, public_url=settings_of(data).web.public_url)
            show_changes(False, rehearsed(ws).changes)
            return
        if remove:
            click.echo(f"Đã gỡ {count(uncite_in_doc(ws, period))} nhận xét ghi nguồn.")
            return
        made = cite_in_doc(ws, period, public_url=settings_of(data).web.public_url)
    click.echo(f"Đã ghi nguồn cho {count(made)} đoạn thành nhận xét bên lề.")
    click.echo(f"Gỡ trước khi ký: dunghan cite {period} --remove")
