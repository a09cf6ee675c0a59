"""Where a report stands, what it would say otherwise and what came late, for people and for machines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from service.config import ZONE
from service.domain.corrections import Correction
from service.domain.dates import short_date
from service.domain.report import Block, Report
from service.domain.stages import Life, shown, told
from service.editions import LateOne
from service.store.codec import to_json
from service.text_table import table


def life_as_json(period: str, life: Life) -> dict[str, Any]:
    """Stage, edition and all that was done."""
    return {
        "period": period,
        "stage": life.stage.name.lower(),
        "edition": life.edition,
        "acts": [to_json(act) for act in shown(life.acts)],
    }


def life_for_people(life: Life) -> str:
    """The stage, and the last thing that was done."""
    acts = shown(life.acts)
    last = told(acts[-1], acts[-1].at.astimezone(ZONE).date()) if acts else ""
    return f"Báo cáo {life.stage.value}. {last}".strip()


def corrections_as_json(found: Sequence[Correction]) -> list[dict[str, Any]]:
    """Every place with the submissions that changed it."""
    return [to_json(item) for item in found]


def corrections_for_people(found: Sequence[Correction]) -> str:
    """Where, before and after, place by place."""
    if not found:
        return "Không có chỗ nào cần đính chính."
    parts = [
        f"{item.where} [{item.block}]\n  Đã duyệt: {item.before}\n  Nay là:   {item.after}" for item in found
    ]
    return "\n\n".join([f"{len(found)} chỗ cần đính chính; văn bản đã duyệt giữ nguyên.", *parts])


def late_as_json(found: Sequence[LateOne]) -> list[dict[str, Any]]:
    """Each late activity."""
    return [
        {
            "unit": one.activity.unit,
            "responsibility": one.activity.responsibility,
            "title": one.activity.title,
            "date": one.activity.date.isoformat() if one.activity.date else None,
            "submitted_at": one.activity.submitted_at.isoformat(),
            "is_edit": one.is_edit,
            "source": to_json(one.activity.ref),
        }
        for one in found
    ]


def late_for_people(found: Sequence[LateOne]) -> str:
    """A line for each late activity."""
    if not found:
        return "Không có hoạt động nào nhận sau ngày khóa số liệu."
    rows = [
        (
            one.activity.unit,
            one.activity.responsibility or "",
            one.activity.title,
            short_date(one.activity.date) if one.activity.date else "",
            f"{one.activity.submitted_at.astimezone(ZONE):%H:%M %d/%m/%Y}",
            "sửa phiếu cũ" if one.is_edit else "mới",
        )
        for one in found
    ]
    head = "Nhận sau ngày khóa số liệu, không tính vào báo cáo này:"
    return head + "\n" + table(("Đơn vị", "Nhiệm vụ", "Hoạt động", "Ngày làm", "Gửi lúc", ""), rows)


def report_text(report: Report) -> str:
    """The report as plain text: a paragraph on each line, a table row on each."""
    head = report.letterhead
    lines = [head.parent_agency, head.agency, head.number_line, head.date_line, head.title, head.subject]
    lines += [head.recipient, *map(_block_text, report.body)]
    lines += [head.signer_title, head.signer_name, "Nơi nhận:", *head.copies_to]
    return "\n".join([*lines, *map(_block_text, report.annex)]) + "\n"


def _block_text(block: Block) -> str:
    if block.table is None:
        return block.text
    return "\n".join(" | ".join(row) for row in (block.table.header, *block.table.rows))
