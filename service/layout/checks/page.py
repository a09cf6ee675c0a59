"""Paper, margins, fonts, colour, numbers of pages."""

from __future__ import annotations

from collections.abc import Iterator

from service.layout.elements import Elements
from service.layout.facts import Section
from service.layout.finding import Finding, over_lines, quoted
from service.layout.rules import LayoutRules, number

PAGE, LETTERS, NUMBER = "Trang giấy", "Chữ", "Số trang"
#: Measures are kept in twentieths of a point and shown in tenths of a millimetre.
_GRAIN = 0.35


def check(elements: Elements, rules: LayoutRules) -> Iterator[Finding]:
    """The rows."""
    yield from _paper(elements, rules)
    yield from _letters(elements, rules)
    yield from _numbers(elements, rules)


def _paper(elements: Elements, rules: LayoutRules) -> Iterator[Finding]:
    sections = elements.layout.sections

    def is_a4(section: Section) -> bool:
        sides = sorted((section.width, section.height))
        return all(abs(side - want) <= _GRAIN for side, want in zip(sides, sorted(rules.paper), strict=True))

    wanted = f"{number(rules.paper[0])} × {number(rules.paper[1])} mm (A4)"
    found = dict.fromkeys(f"{number(s.width)} × {number(s.height)} mm" for s in sections)
    yield _row(PAGE, "khổ giấy", wanted, "; ".join(found), all(map(is_a4, sections)))
    body = sections[0]
    way = "đứng" if body.height > body.width else "nằm ngang"
    yield _row(PAGE, "chiều giấy của phần chính", "đứng", way, way == "đứng")
    names = {"Lề trên": "top", "Lề dưới": "bottom", "Lề trái": "left", "Lề phải": "right"}
    for name, between in rules.margins.items():
        values = [getattr(section, names[name]) for section in sections if section.height > section.width]
        told = "; ".join(f"{number(value)} mm" for value in dict.fromkeys(values))
        good = all(between.holds(value, _GRAIN) for value in values)
        yield _row(PAGE, name.lower(), between.told("mm"), told, good)


def _letters(elements: Elements, rules: LayoutRules) -> Iterator[Finding]:
    lines = [line for line in elements.layout.lines if line.shown]
    if not lines:
        return
    yield over_lines(
        LETTERS,
        "phông chữ",
        rules.font,
        lines,
        lambda line: (part.font for part in line.shown),
        lambda line: all(part.font == rules.font for part in line.shown),
    )
    own = [line for line in lines if line not in elements.notices] or lines
    yield over_lines(
        LETTERS,
        "màu chữ",
        "đen",
        own,
        lambda line: ("đen" if part.colour == rules.colour else f"#{part.colour}" for part in line.shown),
        lambda line: all(part.colour == rules.colour for part in line.shown),
    )


def _numbers(elements: Elements, rules: LayoutRules) -> Iterator[Finding]:
    numbers = elements.layout.sections[0].number
    if not numbers.in_header:
        found = "ở chân trang" if numbers.in_footer else "không có"
        yield _row(NUMBER, "vị trí", "giữa lề trên", found, False)
        return
    line = numbers.in_header[0]
    middle = line.alignment == "center"
    yield _row(
        NUMBER, "vị trí", "giữa lề trên", "giữa lề trên" if middle else "lề trên, không ở giữa", middle
    )
    hidden = numbers.first_differs and not numbers.on_first
    yield _row(NUMBER, "trang đầu", "không đánh số", "không đánh số" if hidden else "có số", hidden)
    size, style = line.shown[0].size, line.shown[0].style
    good = rules.page_number.holds(size) and style == "đứng"
    yield _row(NUMBER, "cỡ, kiểu chữ", f"{rules.page_number.told()}, đứng", f"{number(size)}, {style}", good)
    if elements.annex_section is not None:
        start = elements.layout.sections[elements.annex_section].starts_at
        own = elements.annex_section > 0 and start == 1
        found = "đánh riêng, từ 1" if own else "đánh tiếp theo phần chính"
        annex = elements.first("phu_luc")
        place = quoted(annex) if annex else ""
        yield _row(NUMBER, "của phụ lục", "đánh riêng, từ 1", found, own, place=place)


def _row(
    element: str, fact: str, wanted: str, found: str, passed: bool, *, place: str = "cả văn bản"
) -> Finding:
    return Finding(element=element, fact=fact, wanted=wanted, found=found, place=place, passed=passed)
