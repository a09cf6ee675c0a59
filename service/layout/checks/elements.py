"""Size, style, case and place of each element; the rules below three of them; the body's measures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from service.layout.elements import Elements
from service.layout.facts import Letters, Line
from service.layout.finding import Finding, over_lines, quoted
from service.layout.rules import Between, ElementRule, LayoutRules, number

#: A document without these is not complete; the others stand only in some.
_NEEDED = (
    *("quoc_hieu", "tieu_ngu", "ban_hanh", "so", "ngay", "ten_loai", "trich_yeu"),
    *("loi_van", "chuc_vu", "ho_ten", "noi_nhan", "danh_sach"),
)
#: In these a word may be set off, so that most of the letters decide.
_RUNNING = ("loi_van", "can_cu", "diem", "kinh_gui")
_ALIGNMENTS = {"left": "trái", "right": "phải", "center": "giữa", "both": "đều hai bên"}
_RULED = {"tieu_ngu": "tieu_ngu", "co_quan": "ban_hanh", "trich_yeu": "trich_yeu"}
#: Widths of letters over their size, so that the length of a line can be told; true to a tenth.
_WIDE, _NARROW, _DIGIT, _GAP, _MARK = 0.69, 0.46, 0.5, 0.25, 0.31
_BOLD = 1.07
_WIDTH_TOLERANCE = 0.1
_MM = 25.4 / 72
_MM_GRAIN, _POINT_GRAIN, _SPACING_GRAIN = 0.35, 0.1, 0.02


def check(elements: Elements, rules: LayoutRules) -> Iterator[Finding]:
    """The rows."""
    for key, rule in rules.elements.items():
        lines = elements.of(key)
        if lines:
            yield from _looks(rule, lines)
        elif key in _NEEDED:
            yield Finding(
                element=rule.name,
                fact="có trong văn bản",
                wanted="có",
                found="không thấy",
                place="",
                passed=False,
            )
    for name, key in _RULED.items():
        if elements.of(key):
            yield _ruled(elements, rules.elements[key].name, key, rules.rules[name])
    yield from _body(elements, rules)


def _looks(rule: ElementRule, lines: Sequence[Line]) -> Iterator[Finding]:
    running = rule.key in _RUNNING
    yield over_lines(
        rule.name,
        "cỡ chữ",
        rule.size.told(),
        lines,
        lambda line: (number(part.size) for part in _deciding(line, running)),
        lambda line: all(rule.size.holds(part.size) for part in _deciding(line, running)),
    )
    yield over_lines(
        rule.name,
        "kiểu chữ",
        rule.style,
        lines,
        lambda line: (part.style for part in _deciding(line, running)),
        lambda line: all(part.style == rule.style for part in _deciding(line, running)),
    )
    if rule.case is not None:
        yield over_lines(
            rule.name,
            "chữ in hoa hay thường",
            rule.case,
            lines,
            lambda line: [_case(line)],
            lambda line: _case(line) == rule.case,
        )
    if rule.alignment is not None:
        yield over_lines(
            rule.name,
            "canh dòng",
            rule.alignment,
            lines,
            lambda line: [_ALIGNMENTS.get(line.alignment, line.alignment)],
            lambda line: _ALIGNMENTS.get(line.alignment) == rule.alignment,
        )


def _deciding(line: Line, running: bool) -> tuple[Letters, ...]:
    """The letters that count: all, or the look that most of them have."""
    if not running:
        return line.shown
    lengths: dict[tuple[float, str], int] = {}
    for part in line.shown:
        lengths[part.size, part.style] = lengths.get((part.size, part.style), 0) + len(part.text)
    most = max(lengths, key=lambda look: lengths[look])
    return tuple(part for part in line.shown if (part.size, part.style) == most)[:1]


def _case(line: Line) -> str:
    return "hoa" if line.text == line.text.upper() else "thường"


# --- rules under lines -----------------------------------------------------------------------------


def _ruled(elements: Elements, name: str, key: str, wanted: Between) -> Finding:
    lines = elements.of(key)
    share = _share(elements, lines)
    if any(part.underlined for line in lines for part in line.shown):
        found, good = "gạch chân chữ (Underline)", False
    elif share is None:
        found, good = "không có", False
    else:
        found, good = f"khoảng {share:.0%} dòng chữ", wanted.holds(share, _WIDTH_TOLERANCE)
    told = f"đường kẻ riêng, {wanted.low:.0%}–{wanted.high:.0%} dòng chữ"
    return Finding(
        element=name, fact="đường kẻ bên dưới", wanted=told, found=found, place=quoted(lines[-1]), passed=good
    )


def _share(elements: Elements, lines: Sequence[Line]) -> float | None:
    """Length of the rule below over that of the longest line of the text."""
    width = max(min(text_width(line), line.room or text_width(line)) for line in lines)
    if lines[-1].rule is not None:
        return lines[-1].rule / width
    for line in elements.after(lines[-1]):
        if line.rule is not None:
            return line.rule / width
        if line.text:
            break
    return None


def text_width(line: Line) -> float:
    """About how long a line is in Times New Roman, in points."""
    return sum(
        part.size * (_BOLD if part.bold and character.isalpha() else 1.0) * _width(character)
        for part in line.letters
        for character in part.text
    )


def _width(character: str) -> float:
    if character.isspace():
        return _GAP
    if character.isdigit():
        return _DIGIT
    if character.isalpha():
        return _WIDE if character.isupper() else _NARROW
    return _MARK


# --- body ------------------------------------------------------------------------------------------


def _body(elements: Elements, rules: LayoutRules) -> Iterator[Finding]:
    name, lines = rules.elements["loi_van"].name, elements.of("loi_van")
    if not lines:
        return

    def indent(line: Line) -> float:
        return line.first_line * _MM

    yield over_lines(
        name,
        "thụt đầu dòng",
        " hoặc ".join(f"{number(value)} mm" for value in rules.first_lines),
        [line for line in lines if not line.continues],
        lambda line: [f"{number(indent(line))} mm"],
        lambda line: any(abs(indent(line) - value) <= _MM_GRAIN for value in rules.first_lines),
    )
    yield over_lines(
        name,
        "cách dòng",
        f"{rules.line_spacing.told()} lần",
        lines,
        lambda line: [f"{number(line.line_spacing)} lần"],
        lambda line: rules.line_spacing.holds(line.line_spacing, _SPACING_GRAIN),
    )
    gaps = {id(after): gap for after, gap in _gaps(elements.body)}
    if gaps:
        least = rules.paragraph_gap
        yield over_lines(
            name,
            "cách đoạn",
            f"ít nhất {number(least)} pt",
            [line for line in elements.body if id(line) in gaps],
            lambda line: [f"{number(gaps[id(line)])} pt"],
            lambda line: gaps[id(line)] >= least - _POINT_GRAIN,
        )
    sizes = [line.size for line in lines]
    usual = max(sizes, key=sizes.count)
    yield over_lines(
        name,
        "một cỡ chữ trong cả văn bản",
        number(usual),
        lines,
        lambda line: [number(line.size)],
        lambda line: line.size == usual,
    )


def _gaps(body: Sequence[Line]) -> Iterator[tuple[Line, float]]:
    """Each paragraph that follows another one, with the points between them: Word takes the larger."""
    for before, after in pairwise(body):
        if (
            before.text
            and after.text
            and not after.continues
            and before.alignment == after.alignment == "both"
        ):
            yield after, max(before.below, after.above)
