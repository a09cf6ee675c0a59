"""What a plan leaves open, as questions for a person."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.plan import WHO_OWES_IT, DutyKind, Question, ReportingDuty, Responsibility
from service.domain.text import fold
from service.plan_text.letterhead import Letterhead
from service.plan_text.outline import Outline


def questions_about(
    head: Letterhead, outline: Outline, items: Sequence[Responsibility], reporting: Sequence[ReportingDuty]
) -> Iterator[Question]:
    """Every question in the order of the plan: its head, its numbers, its work, its reports."""
    yield from _about_head(head)
    yield from _about_numbers(outline)
    for item in items:
        if not item.owners:
            yield Question(about=item.code, text=WHO_OWES_IT)
    yield from _about_reports(reporting)


def _about_head(head: Letterhead) -> Iterator[Question]:
    if head.number is None:
        yield Question(about="number", text="Kế hoạch chưa ghi số. Số của kế hoạch là bao nhiêu?")
    if head.date is None:
        yield Question(about="date", text="Kế hoạch chưa ghi đủ ngày ban hành. Kế hoạch ký ngày nào?")
    if head.issuer is None:
        yield Question(about="issuer", text="Chưa rõ cơ quan nào ban hành kế hoạch này.")
    if head.title is None:
        yield Question(about="title", text="Chưa rõ tên của kế hoạch. Kế hoạch này về việc gì?")


def _about_numbers(outline: Outline) -> Iterator[Question]:
    for label in outline.doubled:
        yield Question(about=label, text=f"Kế hoạch có hai mục cùng số {label}. Giữ nguyên hay đánh số lại?")
    for heading in outline.restored:
        yield Question(
            about=heading.split(".")[0], text=f"Đề mục bị mất số, tạm đọc là «{heading}». Có đúng không?"
        )
    for doubt in outline.doubts:
        yield Question(about=doubt.about, text=doubt.text)
    for section in outline.sections:
        for node in section.walk():
            if node.runs > 1:
                yield Question(
                    about=node.code,
                    text=f"Trong mục {node.code} số thứ tự bắt đầu lại từ 1. Có cần đánh số lại không?",
                )


def _about_reports(reporting: Sequence[ReportingDuty]) -> Iterator[Question]:
    for duty in reporting:
        if duty.kind is DutyKind.VAGUE:
            yield Question(about="reporting", text=f"«{duty.quote}»: báo cáo này gửi vào ngày nào?")
        if duty.recipient is None:
            yield Question(about="reporting", text=f"«{duty.quote}»: báo cáo này gửi cho cơ quan nào?")
        if duty.strictly_before is None and duty.kind is not DutyKind.VAGUE:
            yield Question(
                about="reporting", text=f"«{duty.quote}»: phải gửi trước ngày đó hay chậm nhất là ngày đó?"
            )
    for lower in reporting:
        for upper in reporting:
            if _comes_too_early(upper, lower):
                text = f"«{upper.quote}» của {upper.sender} sớm hơn «{lower.quote}» mà đơn vị này nhận. Có nhầm ngày không?"
                yield Question(about="reporting", text=text)
    if not reporting:
        yield Question(
            about="reporting", text="Kế hoạch không nêu báo cáo nào. Có phải báo cáo kết quả không?"
        )


def _comes_too_early(upper: ReportingDuty, lower: ReportingDuty) -> bool:
    """Who has to sum up what others send is due before they are: a slip that real plans have."""
    if upper.sender is None or lower.recipient is None or fold(upper.sender) != fold(lower.recipient):
        return False
    if (upper.kind, upper.period) != (lower.kind, lower.period):
        return False
    if upper.due and lower.due:
        return upper.due < lower.due
    return (upper.month or 0, upper.day or 0) < (lower.month or 0, lower.day or 0)
