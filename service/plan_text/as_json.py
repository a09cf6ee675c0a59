"""A plan as JSON, in the shape that `dunghan plan import --json` prints."""

from __future__ import annotations

from typing import Any

from service.domain.plan import Plan, ReportingDuty


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """Everything that was read; a duty's unknown fields are left out."""
    return {
        "number": plan.number,
        "symbol": plan.symbol,
        "place": plan.place,
        "date": plan.date.isoformat() if plan.date else None,
        "issuer": plan.issuer,
        "title": plan.title,
        "legal_bases": list(plan.legal_bases),
        "level1": [f"{_label(s.code)}. {s.heading}" for s in plan.sections if s.level == 1],
        "sections": [{"code": s.code, "heading": s.heading, "level": s.level} for s in plan.sections],
        "responsibilities": [
            {"code": item.code, "text": item.text, "owners": list(item.owners)}
            for item in plan.responsibilities
        ],
        "reporting": [_duty(duty) for duty in plan.reporting],
        "questions": [{"about": q.about, "text": q.text} for q in plan.questions],
    }


def _duty(duty: ReportingDuty) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "quote": duty.quote,
        "kind": duty.kind.value,
        "due": duty.due.isoformat() if duty.due else None,
        "period": duty.period,
        "day": duty.day,
        "month": duty.month,
        "strictly_before": duty.strictly_before,
        "recipient": duty.recipient,
        "via": duty.via,
        "sender": duty.sender,
        "note": duty.note,
    }
    return {key: value for key, value in fields.items() if value is not None}


def _label(code: str) -> str:
    """The number as printed: the second «V» has the code «V(2)», and «A.I» is the I of part A."""
    return code.rpartition(".")[2].partition("(")[0]
