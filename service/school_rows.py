"""What the tabs of the school's spreadsheet shall say: our columns, row by row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from types import MappingProxyType

from service.config import ZONE
from service.domain.compose.people import without_names
from service.domain.dates import short_date
from service.domain.expectations import Expectation, Period
from service.domain.findings import Finding, Status
from service.domain.hearing import WHOLE, Opinion
from service.domain.plan import WHO_OWES_IT, Plan
from service.domain.records import Feedback, Problem
from service.domain.review import ReviewRow
from service.domain.settings import StaffMember
from service.domain.stages import Life, Stage, shown, told
from service.domain.text import as_cell
from service.tabs import NO, YES
from sheets.values import CellValue

Rows = dict[str, dict[str, CellValue]]

#: Longest text of a feedback in the tab; the whole stands in the store.
SUMMARY_LENGTH = 300
#: Longest opinion on a draft in the tab: it is to be answered, so more of it is shown.
OPINION_LENGTH = 2000
#: Links shown in one cell; the rest is counted.
LINKS_SHOWN = 2
#: Of what was done to a report, the last so many are told in its row.
ACTS_SHOWN = 3


#: Told in «Kế hoạch» beside a responsibility that an amended plan does not have any more.
WITHDRAWN = "Kế hoạch hiện hành không còn nhiệm vụ này; có thể xóa dòng."


def review_cells(rows: Iterable[ReviewRow], plan: Plan) -> Rows:
    """«Theo dõi»."""
    return {
        f"{plan.key_of(row.code)}|{row.period}": {
            "code": row.code,
            "task": row.short_name,
            "period": row.period_label,
            "owner": "; ".join(row.owners) or "Chưa phân công",
            "status": row.status.value,
            "reason": row.reason,
            "count": row.count,
            "figures": "; ".join(f"{label}: {value}" for label, value in row.figures.items()),
            "evidence": _links(row.evidence),
            "last": row.last_activity,
            "missing": "; ".join(row.missing),
        }
        for row in rows
    }


def coverage_cells(
    expectations: Sequence[Expectation], findings: Iterable[Finding], period: str | None
) -> Rows:
    """«Tổng hợp»: for each responsibility how many owners stand where, in the period that is due next."""
    counts = {item.code: Counter[Status]() for item in expectations}
    for finding in findings:
        if finding.period == period and finding.code in counts:
            counts[finding.code][finding.status] += 1
    return {
        code: {"code": code, **{status.name.lower(): count[status] for status in Status}}
        for code, count in counts.items()
    }


def plan_cells(plan: Plan, known: Container[str] = (), expectations: Iterable[Expectation] = ()) -> Rows:
    """«Kế hoạch»: the plan's own words; rows that are `known` to stand there tell what was withdrawn.

    Who owes a responsibility is asked until the principal's `expectations` say it.
    """
    headings = {section.code: section.heading for section in plan.sections}
    owned = {item.code for item in expectations if item.owners}
    questions: dict[str, list[str]] = {}
    for question in plan.questions:
        if question.text == WHO_OWES_IT and question.about in owned:
            continue
        questions.setdefault(question.about, []).append(question.text)
    gone: Rows = {key: {"question": WITHDRAWN} for key in plan.withdrawn if key in known}
    return gone | {
        plan.key_of(item.code): {
            "code": item.code,
            "quote": item.text,
            "section": f"{item.section}. {headings.get(item.section, '')}".strip(". "),
            "question": "\n".join(questions.get(item.code, ())),
        }
        for item in plan.responsibilities
    }


def expectation_cells(expectations: Iterable[Expectation], plan: Plan) -> Rows:
    """First values of the principal's columns of «Kế hoạch»."""
    return {
        plan.key_of(item.code): {
            "short_name": item.short_name,
            "owners": "; ".join(item.owners),
            "min_activities": item.min_activities,
            "evidence_required": YES if item.evidence_required else NO,
            "figures": "; ".join(item.figures),
        }
        for item in expectations
    }


def period_cells(
    periods: Iterable[Period],
    lives: Mapping[str, Life] = MappingProxyType({}),
    drafted: Container[str] = (),
) -> Rows:
    """«Kỳ báo cáo»: what follows from the plan, and where each report stands.

    The proposal does not move when a person confirms another. `drafted` holds the keys of those with a draft.
    """
    return {
        period.key: {
            **_life_cells(lives.get(period.key), has_draft=period.key in drafted),
            "label": period.label,
            "due_text": f"{'Trước' if period.strictly_before else 'Chậm nhất'} ngày {short_date(period.due)}",
            "last_day": period.last_working_day,
            "proposed": f"{short_date(period.data_from)} – {short_date(period.data_to)}",
        }
        for period in periods
    }


def _life_cells(life: Life | None, *, has_draft: bool) -> dict[str, CellValue]:
    if life is None:
        return {"stage": Stage.DRAFT.value.capitalize() if has_draft else "Chưa có dự thảo", "life": ""}
    acts = [told(act, act.at.astimezone(ZONE).date()) for act in shown(life.acts)]
    return {"stage": life.stage.value.capitalize(), "life": "\n".join(acts[-ACTS_SHOWN:])}


def staff_cells(staff: Iterable[StaffMember]) -> Rows:
    """First rows of «Nhân sự»."""
    return {
        member.email: {
            "name": member.name,
            "email": member.email,
            "unit": member.unit,
            "role": member.role,
            "active": YES if member.active else NO,
        }
        for member in staff
    }


def feedback_cells(feedback: Iterable[Feedback], staff: Collection[str] = ()) -> Rows:
    """«Góp ý»: who is told only as a group, no contact, and no name that the text may hold.

    `staff` are full names of those who work at the school, which are found however they are typed.
    """
    return {
        item.ref.record_id: {
            "date": item.submitted_at.astimezone(ZONE).date(),
            "group": item.group.value,
            "topic": item.topic,
            "summary": _shortened(without_names(item.text, staff)),
            "codes": ", ".join(item.responsibilities),
        }
        for item in feedback
    }


def opinion_cells(
    opinions: Iterable[Opinion], periods: Iterable[Period], staff: Collection[str] = ()
) -> Rows:
    """«Ý kiến dự thảo»; who said it is not known."""
    labels = {period.key: period.label for period in periods}
    return {
        item.ref.record_id: {
            "period": labels.get(item.period, item.period),
            "date": item.submitted_at.astimezone(ZONE).date(),
            "stance": item.stance.value,
            "part": item.part or WHOLE,
            "text": _shortened(without_names(item.text, staff), OPINION_LENGTH),
        }
        for item in opinions
    }


def problem_cells(problems: Iterable[Problem], known: Mapping[str, object], today: dt.date) -> Rows:
    """«Cần sửa»; a problem keeps the day on which it was first told."""
    rows: Rows = {}
    for problem in problems:
        row: dict[str, CellValue] = {
            "source": problem.source,
            "where": problem.where,
            "reason": problem.reason,
            "remedy": problem.remedy,
            "who": problem.who,
        }
        if problem.key not in known:
            row["since"] = today
        rows[problem.key] = row
    return rows


def as_text(rows: Rows) -> Rows:
    """The rows with texts that are no formulas, wherever the table is opened, and that cells can hold."""
    return {
        key: {name: as_cell(value) if isinstance(value, str) else value for name, value in row.items()}
        for key, row in rows.items()
    }


def _links(links: Sequence[str]) -> str:
    shown = list(links[:LINKS_SHOWN])
    if len(links) > LINKS_SHOWN:
        shown.append(f"… và {len(links) - LINKS_SHOWN} liên kết khác")
    return "\n".join(shown)


def _shortened(text: str, length: int = SUMMARY_LENGTH) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"
