"""The responsibilities of a plan: which numbered paragraphs order work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace

from service.domain.plan import Responsibility
from service.domain.text import fold
from service.plan_text.building import CLOSING
from service.plan_text.headings import NOT_WORK, is_reporting, is_title, orders_work
from service.plan_text.numbering import Style, item_of, without_dash
from service.plan_text.outline import Node, Outline
from service.plan_text.owners import is_body, owners_below, owners_in, subject_of
from service.plan_text.paragraphs import ends_sentence, is_table_row
from service.plan_text.reporting import is_only_a_report
from service.plan_text.tables import tasks_in

_LONGEST_HEADING = 300
#: Sections and headings under which a plan deals its work out.
_ASSIGNING = re.compile(r"\b(?:to chuc thuc hien|phan cong|trach nhiem|to chuc trien khai)\b")
#: «Thời gian thực hiện: …» has a label this long at the most.
_LONGEST_LABEL = 40
#: «a) Nội dung: …, b) Đơn vị chủ trì: …»: what is said of one task, and no tasks of their own.
_ATTRIBUTE = re.compile(
    r"(?P<kind>Nội dung|Mục tiêu|Yêu cầu|(?:Cơ quan|Đơn vị|Người|Bộ phận)(?:\s+\w+)?|Chủ trì|Phối hợp|Thời gian|Thời hạn|Tiến độ|"
    r"Địa điểm|Kinh phí|Sản phẩm|Kết quả|Hình thức|Đối tượng|Thành phần|Phụ trách|Cách thức)[^:]{0,40}:"
)


def is_heading(node: Node) -> bool:
    """A number with a title of its own and something below it."""
    has_more = bool(node.children or node.loose)
    return (
        bool(node.text)
        and has_more
        and not ends_sentence(node.text.rstrip(":"))
        and len(node.text) <= _LONGEST_HEADING
    )


def responsibilities_of(outline: Outline) -> Iterator[Responsibility]:
    """Each numbered paragraph at the end of its branch, and each row of a table of tasks."""
    known: Counter[str] = Counter()
    for section in outline.sections:
        for item in _in_section(section) if orders_work(section.text) else ():
            known[item.code] += 1
            # Rows of a second table below one heading are counted from 1 again.
            count = known[item.code]
            yield item if count == 1 else replace(item, code=f"{item.code}({count})")


def _in_section(section: Node) -> Iterator[Responsibility]:
    assigns = _ASSIGNING.search(fold(section.text)) is not None
    if not section.children:
        yield from _unnumbered(section, assigns)
    yield from _rows(section)
    for child in section.children:
        if child.style in (Style.ROMAN, Style.CAPITAL):
            if orders_work(child.text):
                yield from _in_section(child)
        else:
            yield from _below(child, section.code, (), assigns)


def _below(node: Node, section: str, inherited: tuple[str, ...], assigns: bool) -> Iterator[Responsibility]:
    """The leaves below a numbered paragraph; the body in a heading owns what stands below it."""
    if is_reporting(node.text) or _is_aside(node):
        return
    if _tells_of_one_task(node):
        yield _described(node, section, inherited)
        return
    assigns = assigns or _ASSIGNING.search(fold(node.text)) is not None
    owners = owners_in(node.text, node.loose if not node.children else (), assigns=assigns)
    yield from _rows(node)
    if node.children:
        below = owners if is_body(node.text) or node.text.rstrip().endswith(":") else inherited
        for child in node.children:
            yield from _below(child, node.code, below, assigns)
        return
    text = _whole_text(node)
    heads_a_table = is_title(node.text) and text == node.text and any(True for _ in _rows(node))
    if is_title(node.text) and not owners and not inherited:
        owners = owners_below([line for line in node.loose if _is_dash(line)])
    if text and not heads_a_table and not is_only_a_report(text):
        yield Responsibility(code=node.code, text=text, owners=owners or inherited, section=section)


def _rows(node: Node) -> Iterator[Responsibility]:
    """The tasks of a table that stands below a heading."""
    for row in tasks_in(node.loose):
        yield Responsibility(
            code=f"{node.code}.{row.label}", text=row.text, owners=row.owners, section=node.code
        )


def _tells_of_one_task(node: Node) -> bool:
    """Every line below tells another thing of it: what, who, when; «a) Nội dung kiểm tra», «b) Nội dung giám sát» do not."""
    kinds = [found["kind"] for child in node.children if (found := _ATTRIBUTE.match(child.text))]
    return bool(node.children) and len(kinds) == len(node.children) == len(set(kinds))


def _described(node: Node, section: str, inherited: tuple[str, ...]) -> Responsibility:
    """One task whose lettered lines say what, who and when."""
    lines = [f"{child.label}) {_whole_text(child)}" for child in node.children]
    owners = owners_in(node.text, [child.text for child in node.children])
    text = " ".join([_whole_text(node), *lines])
    return Responsibility(code=node.code, text=text, owners=owners or inherited, section=section)


def _is_aside(node: Node) -> bool:
    """A heading such as «Thời gian», with its words below it or behind a colon."""
    label, colon, _ = node.text.partition(":")
    if colon and is_title(label) and len(label) <= _LONGEST_LABEL:
        return not orders_work(label) and fold(label).startswith(NOT_WORK) and not node.children
    if not is_title(node.text) or orders_work(node.text):
        return False
    return bool(node.children or node.loose) or fold(node.text).startswith(NOT_WORK)


def _whole_text(node: Node) -> str:
    """The paragraph and all that stands below it without numbers; rows of tables are no sentences."""
    return " ".join([node.text, *(text.strip() for text in node.loose if not is_table_row(text))]).strip()


def _unnumbered(section: Node, assigns: bool) -> Iterator[Responsibility]:
    """A section without numbers: its dashes, or its paragraphs, are counted in the order of the text."""
    loose = [
        text for text in section.loose if not is_table_row(text) and not CLOSING.match(without_dash(text))
    ]
    groups = _groups(loose, assigns)
    for number, (first, rest) in enumerate(groups, start=1):
        text = " ".join([first, *rest]).strip()
        if not is_only_a_report(text):
            owners = owners_in(first, rest, assigns=assigns)
            yield Responsibility(
                code=f"{section.code}.{number}", text=text, owners=owners, section=section.code
            )


def _groups(texts: list[str], assigns: bool) -> list[tuple[str, list[str]]]:
    """«Ban Giám hiệu» with dashes below it is one; else each dash is one; else each paragraph that names who."""
    dashed = [_is_dash(text) for text in texts]
    heads = [i for i, text in enumerate(texts) if not dashed[i] and is_title(text) and is_body(text)]
    if heads and any(dashed):
        ends = [*heads[1:], len(texts)]
        return [(texts[begin], texts[begin + 1 : end]) for begin, end in zip(heads, ends, strict=True)]
    if any(dashed):
        # «+» below «-» belongs to it.
        main = texts[dashed.index(True)].lstrip()[0]
        groups: list[tuple[str, list[str]]] = []
        for text, dash in zip(texts, dashed, strict=True):
            if dash and text.lstrip()[0] == main:
                groups.append((without_dash(text), []))
            elif groups and dash:
                groups[-1][1].append(text)
        return groups
    return [
        (text, [])
        for text in texts
        if not is_title(text) and (subject_of(text) or owners_in(text, assigns=assigns))
    ]


def _is_dash(text: str) -> bool:
    item = item_of(text)
    return item is not None and item.style is Style.DASH
