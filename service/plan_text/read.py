"""From the text of a plan to the Plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.plan import DutyKind, Plan, Question, ReportingDuty, Responsibility, Section
from service.domain.text import fold
from service.plan_text.letterhead import Letterhead, read_letterhead
from service.plan_text.outline import Node, Outline, outline_of
from service.plan_text.owners import owners_in
from service.plan_text.paragraphs import is_capitals, paragraphs
from service.plan_text.reporting import is_reporting, reporting_duties

#: Sections that say why, with what money, for whom and when, but order no work.
_NOT_WORK = (
    "muc dich", "yeu cau", "muc tieu", "chi tieu", "kinh phi", "che do bao cao", "doi tuong", "thanh phan",
    "thoi gian", "dia diem", "can cu", "dac diem", "tinh hinh", "quan diem", "nguon kinh phi", "hinh thuc",
)  # fmt: skip
#: A heading is short and ends without a full stop.
_LONGEST_HEADING = 200


class NotAPlanError(ValueError):
    """The text is no plan; the message says so in Vietnamese."""


def read_plan(text: str) -> Plan:
    """The plan that a text holds. What is unclear is left open and asked in `questions`.

    Raises NotAPlanError for a text that is no plan, or whose numbering names two things alike.
    """
    found = paragraphs(text)
    outline = outline_of(found)
    if not outline.sections:
        raise NotAPlanError("Đây không phải là một kế hoạch: không tìm thấy các mục đánh số I, II, III.")
    if not any("ke hoach" in fold(p.text) for p in (*outline.head, *found[:40])):
        raise NotAPlanError("Đây không phải là một kế hoạch: trong văn bản không có chữ «kế hoạch».")
    head = read_letterhead(text, outline.head)
    items = list(_responsibilities(outline))
    _refuse_doubled(items)
    reporting = reporting_duties(list(_body_texts(outline)))
    return Plan(
        number=head.number,
        symbol=head.symbol,
        place=head.place,
        date=head.date,
        issuer=head.issuer,
        title=head.title,
        legal_bases=head.legal_bases,
        sections=tuple(_sections(outline)),
        responsibilities=tuple(items),
        reporting=reporting,
        questions=tuple(_questions(head, outline, items, reporting)),
    )


def _sections(outline: Outline) -> Iterator[Section]:
    for section in outline.sections:
        yield Section(code=section.code, heading=_heading(section), level=1)
        for child in section.children:
            if _is_heading(child):
                yield Section(code=child.code, heading=_heading(child), level=2)


def _heading(node: Node) -> str:
    return " ".join(node.text.split()).rstrip(":").strip()


def _is_heading(node: Node) -> bool:
    """A number with a title of its own and something below it."""
    has_more = bool(node.children or node.loose)
    ends = node.text.rstrip().endswith((".", ";", "./."))
    return bool(node.text) and has_more and not ends and len(node.text) <= _LONGEST_HEADING


def _responsibilities(outline: Outline) -> Iterator[Responsibility]:
    for section in outline.sections:
        heading = fold(section.text)
        if heading.startswith(_NOT_WORK) or "bao cao" in heading:
            continue
        if not section.children:
            yield from _dashes(section)
        for child in section.children:
            yield from _below(child, section.code)


def _below(node: Node, section: str) -> Iterator[Responsibility]:
    """The leaves below a numbered paragraph; each is one responsibility."""
    if is_reporting(node.text):
        return
    if node.children:
        for child in node.children:
            yield from _below(child, node.code)
        return
    yield Responsibility(code=node.code, text=_whole_text(node), owners=owners_in(node.text), section=section)


def _dashes(section: Node) -> Iterator[Responsibility]:
    """A section that lists its work with dashes and no numbers: numbered here in the order of the text."""
    work = [text for text in section.loose if text.lstrip().startswith(("-", "–", "—", "+", "•", "*"))]
    for number, text in enumerate(work, 1):
        plain = text.lstrip("-–—+•* ")
        yield Responsibility(
            code=f"{section.code}.{number}", text=plain, owners=owners_in(plain), section=section.code
        )


def _whole_text(node: Node) -> str:
    return " ".join([node.text, *(text.strip() for text in node.loose)]).strip()


def _refuse_doubled(items: Sequence[Responsibility]) -> None:
    codes = [item.code for item in items]
    doubled = sorted({code for code in codes if codes.count(code) > 1})
    # Two sections of one number are a known slip of real plans and are asked about; two items of one code
    # inside them would make one row of the Sheet mean two things.
    if doubled:
        raise NotAPlanError(
            f"Kế hoạch có mã nhiệm vụ lặp lại: {', '.join(doubled[:5])}. Hãy đánh số lại rồi nhập lại."
        )


def _body_texts(outline: Outline) -> Iterator[str]:
    """Paragraphs in which a reporting duty may stand: everything but aims and legal bases."""
    for section in outline.sections:
        if fold(section.text).startswith(("muc dich", "muc tieu")):
            continue
        for node in section.walk():
            if node.level > 1 or not is_capitals(node.text):
                yield node.text
            yield from (text.lstrip("-–—+•* ") for text in node.loose if not text.startswith("|"))


def _questions(
    head: Letterhead, outline: Outline, items: Sequence[Responsibility], reporting: Sequence[ReportingDuty]
) -> Iterator[Question]:
    if head.number is None:
        yield Question(about="number", text="Kế hoạch chưa ghi số. Số của kế hoạch là bao nhiêu?")
    if head.date is None:
        yield Question(about="date", text="Kế hoạch chưa ghi đủ ngày ban hành. Kế hoạch ký ngày nào?")
    if head.issuer is None:
        yield Question(about="issuer", text="Chưa rõ cơ quan nào ban hành kế hoạch này.")
    for code in outline.doubled:
        yield Question(about=code, text=f"Kế hoạch có hai mục cùng số {code}. Giữ nguyên hay đánh số lại?")
    for item in items:
        if not item.owners:
            yield Question(
                about=item.code, text="Kế hoạch không nêu đơn vị nào chịu trách nhiệm. Giao cho ai?"
            )
    for duty in reporting:
        if duty.kind is DutyKind.VAGUE:
            yield Question(about="reporting", text=f"«{duty.quote}»: báo cáo này gửi vào ngày nào?")
        if duty.recipient is None:
            yield Question(about="reporting", text=f"«{duty.quote}»: báo cáo này gửi cho cơ quan nào?")
    if not reporting:
        yield Question(
            about="reporting", text="Kế hoạch không nêu báo cáo nào. Có phải báo cáo kết quả không?"
        )
