"""From the text of a plan to the Plan."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.plan import Plan, ReportingDuty, Section
from service.domain.text import fold, nfc
from service.plan_text.asking import questions_about
from service.plan_text.headings import AIMS, is_reporting, is_title
from service.plan_text.letterhead import read_letterhead
from service.plan_text.markup import without_markup
from service.plan_text.numbering import Style, without_dash
from service.plan_text.outline import Node, Outline, outline_of
from service.plan_text.owners import is_body, subject_of
from service.plan_text.paragraphs import is_capitals, is_table_row, paragraphs
from service.plan_text.reporting import Passage, reporting_duties
from service.plan_text.work import is_heading, responsibilities_of


class NotAPlanError(ValueError):
    """The text is no plan; the message says so in Vietnamese."""


def read_plan(text: str) -> Plan:
    """The plan that a text holds. What is unclear is left open and asked in `questions`.

    Raises NotAPlanError for a text that is no plan.
    """
    text = without_markup(nfc(text))
    found = paragraphs(text)
    outline = outline_of(found)
    if not any("ke hoach" in fold(p.text) for p in (*outline.head, *found[:40])):
        raise NotAPlanError("Đây không phải là một kế hoạch: trong văn bản không có chữ «kế hoạch».")
    if not outline.sections:
        raise NotAPlanError("Đây không phải là một kế hoạch: không tìm thấy các mục đánh số I, II, III.")
    head = read_letterhead(text, outline.head)
    items = tuple(responsibilities_of(outline))
    reporting = _reporting(outline)
    return Plan(
        number=head.number,
        symbol=head.symbol,
        place=head.place,
        date=head.date,
        issuer=head.issuer,
        title=head.title,
        legal_bases=head.legal_bases,
        sections=tuple(_sections(outline)),
        responsibilities=items,
        reporting=reporting,
        questions=tuple(questions_about(head, outline, items, reporting)),
    )


def _sections(outline: Outline) -> Iterator[Section]:
    for section in outline.sections:
        yield Section(code=section.code, heading=_heading(section), level=1)
        for child in section.walk():
            if child.level > 1 and is_heading(child):
                yield Section(code=child.code, heading=_heading(child), level=child.level)


def _heading(node: Node) -> str:
    return " ".join(node.text.split()).rstrip(":").strip()


# --- reports ---------------------------------------------------------------------------------------


def _reporting(outline: Outline) -> tuple[ReportingDuty, ...]:
    return reporting_duties([*_passages(outline), *(Passage(text=text) for text in outline.closing)])


def _passages(outline: Outline) -> Iterator[Passage]:
    """Paragraphs in which a reporting duty may stand: everything but aims and tables."""
    for section in outline.sections:
        yield from _below(section, None, False, section.code)


def _below(node: Node, sender: str | None, about: bool, place: str) -> Iterator[Passage]:
    if (node.level == 1 or node.style in (Style.ROMAN, Style.CAPITAL)) and fold(node.text).startswith(AIMS):
        return
    heading, _, rest = node.text.partition(":")
    if not about and (
        is_reporting(node.text) or ("bao cao" in fold(node.text) and is_title(node.text) and node.level == 1)
    ):
        about, place = True, node.code
    if is_body(heading if rest else node.text):
        sender = subject_of(node.text) or sender
    if node.level > 1 or not is_capitals(node.text):
        yield Passage(text=node.text, sender=sender, is_about_reports=about, place=place)
    for text in node.loose:
        if not is_table_row(text):
            yield Passage(text=without_dash(text), sender=sender, is_about_reports=about, place=place)
    for child in node.children:
        yield from _below(child, sender, about, place)
