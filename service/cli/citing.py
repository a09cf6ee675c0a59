"""The command that puts sources beside the text of a draft."""

from __future__ import annotations

from pathlib import Path

import click

from service.citing_in_doc import cite_in_doc, uncite_in_doc
from service.cli.shared import settings_of, workspace
from service.console import Command, data_option
from service.domain.dates import count


@click.command(
    cls=Command,
    help="Ghi nguồn của từng đoạn dự thảo thành nhận xét bên lề; --remove gỡ đi trước khi ký.",
)
@click.argument("period", metavar="KỲ")
@click.option("--remove", is_flag=True, help="Gỡ các nhận xét ghi nguồn.")
@data_option
def cite(period: str, remove: bool, data: Path | None) -> None:
    """Sources of a draft as comments, on demand."""
    with workspace(data, None) as (ws, _):
        if remove:
            click.echo(f"Đã gỡ {count(uncite_in_doc(ws, period))} nhận xét ghi nguồn.")
            return
        made = cite_in_doc(ws, period, public_url=settings_of(data).web.public_url)
    click.echo(f"Đã ghi nguồn cho {count(made)} đoạn thành nhận xét bên lề.")
    click.echo(f"Gỡ trước khi ký: dunghan cite {period} --remove")
