"""Commands that tell what there is: why, status, plan import, export, check-layout."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path

import click

from service import exporting, layout_telling, showing
from service.cli.rehearsing import dry_run_option
from service.cli.shared import has_data, state_on, stored, workspace
from service.config import end_of_day, load_settings
from service.console import (
    Command,
    Commands,
    as_of_option,
    data_option,
    json_option,
    show,
)
from service.errors import ServiceError
from service.overview import overview
from service.plan_files import read_plan_file
from service.plan_import import import_plan
from service.plan_text import read_plan
from service.serving import real_now
from service.showing_plan import plan_as_json, plan_for_people
from service.tracing import blocks_of_drafts, explain
from service.workspace import SCHOOL_ID

#: Exit code of a layout that was checked and is not as the decree wants it.
LAYOUT_WARNS = 3


@click.command(
    cls=Command,
    help="Cho biết một đoạn của dự thảo dựa trên phiếu nào, ví dụ: dunghan why 6T:III.II.1.c.text. "
    "Không nêu đoạn, hoặc chỉ nêu kỳ (6T), thì liệt kê các đoạn.",
)
@click.argument("block", metavar="[ĐOẠN]", required=False)
@data_option
@as_of_option
@json_option
def why(block: str | None, data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """Sources of a block of a draft, or the list of blocks."""
    with stored(data) as database:
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


@click.command(cls=Command, help="Xuất dự thảo của một kỳ ra tệp Word hoặc PDF.")
@click.argument("period", metavar="KỲ")
@click.option("--format", "kind", metavar="docx|pdf", help="Dạng tệp (mặc định: theo tên tệp).")
@click.option("--out", type=click.Path(path_type=Path), metavar="TỆP", required=True, help="Tệp sẽ ghi.")
@click.option("--endnotes", is_flag=True, help="Thêm chú thích cuối: mỗi câu dựa trên phiếu, ô nào.")
@data_option
def export(period: str, kind: str | None, out: Path, endnotes: bool, data: Path | None) -> None:
    """A draft as a file, as people left it, and what is still open in it."""
    wanted = exporting.format_of(kind, out)
    with workspace(data, None) as (ws, _):
        made = exporting.export_draft(ws, period, wanted, endnotes=endnotes)
        exporting.save(made.data, out)
    click.echo(f"Đã xuất: {out}")
    for line in made.told:
        click.echo(line)


@click.command(
    "check-layout",
    cls=Command,
    help="So thể thức của một tệp .docx hay một dự thảo với quy định.",
)
@click.argument("document", metavar="TỆP|KỲ|LIÊN KẾT")
@data_option
@json_option
def check_layout(document: str, data: Path | None, as_json: bool) -> None:
    """Each measurable fact of the official layout; it warns and changes nothing."""
    if layout_telling.is_file(document):
        content = layout_telling.read_word_file(Path(document))
    else:
        with workspace(data, None) as (ws, _):
            content = exporting.export_document(ws, layout_telling.document_of(ws, document), "docx")
    report = layout_telling.check_file(content)
    show(
        as_json,
        layout_telling.layout_as_json(document, report),
        layout_telling.layout_for_people(document, report),
    )
    if report.failed:
        sys.exit(LAYOUT_WARNS)


@click.command(cls=Command, help="Tình hình hiện tại: hạn, việc cần làm, nguồn, mục cần sửa.")
@data_option
@as_of_option
@json_option
def status(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """The home page in the terminal."""
    with stored(data) as database:
        seen = overview(database, state_on(database, as_of))
    show(as_json, showing.status_as_json(seen), showing.status_for_people(seen))


@click.group(cls=Commands, help="Kế hoạch: dunghan plan import TỆP.")
def plan() -> None:
    """Commands on plans."""


@plan.command("import", help="Đọc một kế hoạch (txt, md, docx, pdf) và đưa vào tab «Kế hoạch».")
@click.argument("file", type=click.Path(path_type=Path), metavar="TỆP")
@data_option
@as_of_option
@dry_run_option
@json_option
def plan_import(file: Path, data: Path | None, as_of: dt.date | None, dry_run: bool, as_json: bool) -> None:
    """Read a plan; with a school set up, show what changed and take it over."""
    read = read_plan(read_plan_file(file))
    imported = None
    if has_data(load_settings(os.environ, data_dir=data)):
        with stored(data, dry_run=dry_run) as database:
            imported = import_plan(database, SCHOOL_ID, read, now=end_of_day(as_of) if as_of else real_now())
    show(as_json, plan_as_json(read, imported), plan_for_people(read, imported))
