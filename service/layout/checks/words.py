"""What the decree wants of the words: motto, number, day, order of letters, stops."""

from __future__ import annotations

import re
from collections.abc import Iterator

from service.layout.elements import COUNTRY, MOTTO, Elements, point_letter
from service.layout.facts import Line
from service.layout.finding import Finding, over_lines, quoted
from service.layout.rules import LayoutRules

#: «Số: 08/BC-TC»; before it is signed the number is blank.
_NUMBER = re.compile(r"Số: ?(?: +|0[1-9]|[1-9]\d+)/[A-ZĐ]+(?:-[A-ZĐ0-9.]+)*")
#: «Tân Bình, ngày 04 tháng 3 năm 2025»; before it is signed day and month are blank.
_DAY = re.compile(r".+, ngày (?: +|0[1-9]|[12]\d|3[01]) ?tháng (?: +|0[12]|[3-9]|1[0-2]) ?năm 20\d\d")
_BLANK_NUMBER, _BLANK_DAY = re.compile(r"Số:\s*/"), re.compile(r"ngày\s+tháng")
_FILE_COPY = re.compile(r"- Lưu: VT[.,]")
_SUPERIOR = "- Như trên;"
_END = "./."
_ROMAN = re.compile(r"([IVXL]+)\.")
_ROMANS = ("X", "IX", "V", "IV", "I")
_WORTH = {"X": 10, "IX": 9, "V": 5, "IV": 4, "I": 1}


def check(elements: Elements, rules: LayoutRules) -> Iterator[Finding]:
    """The rows."""
    names = {key: rule.name for key, rule in rules.elements.items()}
    for key, text in (("quoc_hieu", COUNTRY), ("tieu_ngu", MOTTO)):
        if (line := elements.first(key)) is not None:
            yield _one(names[key], "lời", text, " ".join(line.text.split()), line, line.text == text)
    yield from _issue(elements, names)
    yield from _copies(elements, names)
    yield from _bases(elements, names)
    yield from _points(elements, names["diem"], rules.point_letters)
    yield from _sections(elements, names["muc"])
    if body := elements.of("loi_van"):
        last, ends = body[-1], sum(line.text.endswith(_END) for line in elements.body)
        good = ends == 1 and last.text.endswith(_END)
        found = "có" if good else "không có" if not ends else "không ở cuối lời văn"
        yield _one(names["loi_van"], "kết thúc bằng ./.", "có", found, last, good)


def _issue(elements: Elements, names: dict[str, str]) -> Iterator[Finding]:
    if (line := elements.first("so")) is not None:
        wanted = "Số: 08/BC-TC, không cách quanh / và -; số dưới 10 có số 0"
        blank = " (để trống chờ ký)" if _BLANK_NUMBER.match(line.text) else ""
        good = _NUMBER.fullmatch(line.text) is not None
        yield _one(names["so"], "cách ghi", wanted, " ".join(line.text.split()) + blank, line, good)
    if (line := elements.first("ngay")) is not None:
        wanted = "Tân Bình, ngày 04 tháng 3 năm 2025; ngày dưới 10, tháng 1 và 2 có số 0"
        blank = " (để trống chờ ký)" if _BLANK_DAY.search(line.text) else ""
        good = _DAY.fullmatch(line.text) is not None
        yield _one(names["ngay"], "cách ghi", wanted, " ".join(line.text.split()) + blank, line, good)


def _copies(elements: Elements, names: dict[str, str]) -> Iterator[Finding]:
    copies, upward = elements.of("danh_sach"), elements.first("kinh_gui")
    if not copies:
        return
    yield over_lines(
        names["danh_sach"],
        "cách ghi",
        "đầu dòng “- ”, cuối dòng “;”, dòng cuối “.”",
        copies,
        lambda line: [line.text],
        lambda line: line.text.startswith("- ") and line.text.endswith("." if line is copies[-1] else ";"),
    )
    last = copies[-1]
    good = _FILE_COPY.match(last.text) is not None
    yield _one(names["danh_sach"], "dòng cuối", "- Lưu: VT, …", last.text, last, good)
    first = copies[0]
    if upward is not None or first.text == _SUPERIOR:
        both = upward is not None and first.text == _SUPERIOR
        found = f"{first.text} {'Có' if upward else 'Không có'} “Kính gửi”."
        wanted = "có “Kính gửi” thì dòng đầu là “- Như trên;”, và ngược lại"
        yield _one(names["danh_sach"], "dòng đầu", wanted, found, first, both)


def _bases(elements: Elements, names: dict[str, str]) -> Iterator[Finding]:
    if bases := elements.of("can_cu"):
        yield over_lines(
            names["can_cu"],
            "dấu cuối dòng",
            "“;”, dòng cuối “.”",
            bases,
            lambda line: [f"“{line.text[-1]}”"],
            lambda line: line.text.endswith("." if line is bases[-1] else ";"),
        )


# --- order of letters and numbers ------------------------------------------------------------------


def _points(elements: Elements, name: str, letters: str) -> Iterator[Finding]:
    """Points begin with a) after each heading and go on by the Vietnamese alphabet."""
    points, wrong = elements.of("diem"), []
    headings = {id(line) for key in ("muc", "khoan") for line in elements.of(key)}
    known = {id(line) for line in points}
    before: str | None = None
    for line in elements.body:
        if id(line) in headings:
            before = None
        elif id(line) in known:
            letter = point_letter(line.text) or ""
            wanted = letters[0] if before is None else following(before, letters)
            # A khoản in running text begins a new row of points too.
            if letter not in (wanted, letters[0]):
                wrong.append(
                    (line, f"{before or 'đầu mục'}) rồi {letter})" if before else f"bắt đầu từ {letter})")
                )
            before = letter
    if points:
        line, found = wrong[0] if wrong else (points[0], "đúng thứ tự")
        yield _one(name, "thứ tự chữ cái", "a, b, c, d, đ, e, g, h, i, k…", found, line, not wrong)


def following(letter: str, letters: str) -> str | None:
    """The letter behind this one; None behind the last and of one that is not there."""
    at = letters.find(letter)
    return letters[at + 1] if 0 <= at < len(letters) - 1 else None


def _sections(elements: Elements, name: str) -> Iterator[Finding]:
    lines = elements.of("muc")
    if not lines:
        return
    numbers = [_value(line) for line in lines]
    wrong = [line for place, line in enumerate(lines) if numbers[place] != place + 1]
    found = ", ".join(line.text.partition(".")[0] for line in lines)
    yield _one(name, "thứ tự", "I, II, III…", found, (wrong or lines)[0], not wrong)


def _value(line: Line) -> int:
    found = _ROMAN.match(line.text)
    rest, value = found[1] if found else "", 0
    for letters in _ROMANS:
        while rest.startswith(letters):
            value, rest = value + _WORTH[letters], rest.removeprefix(letters)
    return value


def _one(element: str, fact: str, wanted: str, found: str, line: Line, passed: bool) -> Finding:
    return Finding(element=element, fact=fact, wanted=wanted, found=found, place=quoted(line), passed=passed)
