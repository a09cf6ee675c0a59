"""What `dunghan plan import` prints: the plan as it was read, and what an amendment changed."""

from __future__ import annotations

import textwrap
from typing import Any

from service.domain.dates import short_date
from service.domain.plan import DutyKind, Plan, ReportingDuty
from service.plan_import import PlanImport
from service.plan_text.as_json import plan_to_json
from service.plan_text.changes import describe
from service.text_table import table

__all__ = ["plan_as_json", "plan_for_people"]

#: What a question is about, where it is no number of the plan.
_ASKED_ABOUT = {"number": "Số", "date": "Ngày", "issuer": "Cơ quan ban hành", "title": "Tên kế hoạch"}


def plan_as_json(plan: Plan, imported: PlanImport | None) -> dict[str, Any]:
    """What was read of a plan; with a school set up, what changed against its plan."""
    changes = {} if imported is None else {"changes": list(describe(imported.changes))}
    return plan_to_json(plan) | changes


def plan_for_people(plan: Plan, imported: PlanImport | None) -> str:
    """What was read of a plan, what is to be asked, and what changed against the one before."""
    parts = [_plan_head(plan), _plan_tasks(plan), _plan_reports(plan), _plan_questions(plan)]
    if imported is not None:
        parts.append(_what_changed(imported))
    return "\n\n".join(part for part in parts if part)


def _plan_head(plan: Plan) -> str:
    day = f", {short_date(plan.date)}" if plan.date else ""
    return f"Kế hoạch số {plan.document_number}{day} · {plan.issuer or 'chưa rõ cơ quan ban hành'}" + (
        f"\n{plan.title}" if plan.title else ""
    )


def _plan_tasks(plan: Plan) -> str:
    rows = [
        (
            item.code,
            textwrap.shorten("; ".join(item.owners), 36, placeholder="…") or "chưa nêu",
            textwrap.shorten(item.text, 170, placeholder="…"),
        )
        for item in plan.responsibilities
    ]
    head = f"{len(rows)} nhiệm vụ"
    return f"{head}\n{table(('Mã', 'Đơn vị', 'Nội dung'), rows)}" if rows else head


def _plan_reports(plan: Plan) -> str:
    lines = [f"{len(plan.reporting)} chế độ báo cáo"]
    for duty in plan.reporting:
        to = f" về {duty.recipient}" if duty.recipient else ""
        through = f" (qua {duty.via})" if duty.via else ""
        lines.append(f"– {_duty_when(duty)}{to}{through}")
    return "\n".join(lines)


def _plan_questions(plan: Plan) -> str:
    """One line a question; what is asked of several items is asked once."""
    asked: dict[str, list[str]] = {}
    for question in plan.questions:
        about = asked.setdefault(question.text, [])
        if question.about != "reporting":
            about.append(_ASKED_ABOUT.get(question.about, question.about))
    lines = (f"– {', '.join(about)}: {text}" if about else f"– {text}" for text, about in asked.items())
    return "\n".join(["Cần hỏi lại:", *lines]) if asked else ""


def _duty_when(duty: ReportingDuty) -> str:
    until = {True: "trước ", False: "chậm nhất ", None: ""}[duty.strictly_before]
    if duty.kind is DutyKind.ONCE and duty.due:
        return f"{until}ngày {short_date(duty.due)}"
    if duty.kind is DutyKind.MONTHLY:
        return f"hằng tháng, {until}ngày {duty.day:02d}"
    if duty.kind is DutyKind.YEARLY:
        return f"{duty.period or 'hằng năm'}, {until}ngày {_day_and_month(duty)}"
    return f"chưa nêu ngày: «{textwrap.shorten(duty.quote, 80, placeholder='…')}»"


def _day_and_month(duty: ReportingDuty) -> str:
    month = duty.month or 0
    return f"{duty.day:02d}/{month:02d}" if month <= 2 else f"{duty.day:02d}/{month}"


def _what_changed(imported: PlanImport) -> str:
    if imported.is_first:
        return "Đã đưa kế hoạch vào tab «Kế hoạch»; xin kiểm tra lại ở đó."
    if imported.changes.is_empty:
        return "Không có gì khác so với kế hoạch đang dùng."
    kept = (
        "Lần chạy tới sẽ cập nhật tab «Kế hoạch» và biểu mẫu; "
        "những gì Hiệu trưởng đã ghi trong tab được giữ nguyên."
    )
    told = (f"– {line}" for line in describe(imported.changes))
    return "\n".join(["Khác với kế hoạch đang dùng:", *told, kept])
