"""A document held against the rules: a row for each fact. It warns; what to do about it is the school's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.layout.checks import elements as element_rows
from service.layout.checks import page as page_rows
from service.layout.checks import words as word_rows
from service.layout.elements import Elements, find_elements
from service.layout.facts import Layout
from service.layout.finding import Finding
from service.layout.rules import LayoutRules

__all__ = ["Finding", "LayoutReport", "check_layout"]


@dataclass(frozen=True, slots=True)
class LayoutReport:
    """Every row, and what a reader of them should know."""

    findings: tuple[Finding, ...]
    notes: tuple[str, ...]

    @property
    def failed(self) -> tuple[Finding, ...]:
        """What is not as the rules want it."""
        return tuple(finding for finding in self.findings if not finding.passed)


def check_layout(layout: Layout, rules: LayoutRules, *, notice_label: str = "") -> LayoutReport:
    """Compare; `notice_label` begins paragraphs that go before the document is signed."""
    elements = find_elements(layout, notice_label=notice_label)
    findings = [
        *page_rows.check(elements, rules),
        *element_rows.check(elements, rules),
        *word_rows.check(elements, rules),
    ]
    order = {name: place for place, name in enumerate(_order(rules))}
    findings.sort(key=lambda finding: order.get(finding.element, len(order)))
    return LayoutReport(tuple(findings), tuple(_notes(elements)))


def _order(rules: LayoutRules) -> Iterator[str]:
    """Rows of one element stand together."""
    yield from (page_rows.PAGE, page_rows.LETTERS, page_rows.NUMBER)
    yield from (rule.name for rule in rules.elements.values())


def _notes(elements: Elements) -> Iterator[str]:
    if elements.notices:
        yield f"Còn {len(elements.notices):02d} ghi chú dành cho Hiệu trưởng, xóa trước khi ký."
    if elements.numbered:
        yield (
            f"Có {elements.numbered:02d} đoạn do Word tự đánh số nên không xét: "
            "muốn xét, xin gõ số và chữ cái vào lời văn."
        )
