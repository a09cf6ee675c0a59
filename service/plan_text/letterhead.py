"""Number, symbol, place, date and legal bases: what stands before the first section, or at the end."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.plan_text.issuing import ISSUES, issuer_of
from service.plan_text.numbering import item_of
from service.plan_text.paragraphs import Paragraph, ends_sentence, is_capitals, text_lines

_WORD = r"[A-ZĐ][0-9A-Za-zÀ-ỹĐđ&.]*"
_SYMBOL = rf"(?P<symbol>{_WORD}(?:\s?[-–—‐‑]\s?{_WORD}|/{_WORD})*)"
_BLANK = r"[\s.…_\[\]]*"
#: «Số: 95 /KH-TC», «Số:      /KH-UBND», and of the Party and its unions «Số 12-KH/TU».
_NUMBERS = (
    re.compile(
        rf"(?:^|[\t ]{{2,}}|\t)(?:Số|SỐ)\s*[:.]?\s*(?P<number>\d{{1,5}}[a-zđ]?)?{_BLANK}/(?:20\d\d/)?\s*{_SYMBOL}",
        re.M,
    ),
    re.compile(
        rf"(?:^|[\t ]{{2,}}|\t)(?:Số|SỐ)\s*[:.]?\s*(?P<number>\d{{1,5}})?{_BLANK}[-–— ]\s*(?P<symbol>[A-Z]{{2,5}}/{_WORD}(?:\s?[-–—]\s?{_WORD})*)",
        re.M,
    ),
    re.compile(
        rf"^(?P<number>\d{{1,5}})\s*/\s*(?P<symbol>KH\w*\s?[-–—]\s?{_WORD}(?:\s?[-–—]\s?{_WORD})*)", re.M
    ),
)
_DATE = re.compile(
    rf"[Nn]gày\b{_BLANK}(?:(?P<day>\d{{1,2}})\b)?{_BLANK}(?:tháng\b{_BLANK}(?:(?P<month>\d{{1,2}})\b)?{_BLANK}năm{_BLANK}(?P<year>\d{{4}})?"
    rf"|/\s*(?P<month2>\d{{1,2}})\s*/\s*(?P<year2>\d{{4}}))(?=[ .…_]*(?:$|\t| {{2,}}))",
    re.M,
)
_COLUMNS = re.compile(r"\t+| {2,}")
_PLACE_KIND = re.compile(r"(?:Thành phố|TP|Tp|Tỉnh|Quận|Huyện|Thị xã|Thị trấn|Phường|Xã|Đặc khu)\b")
_NOT_A_PLACE = re.compile(
    r"(?:Sáng|Chiều|Tối|Lúc|Buổi|Thứ|Vào|Từ|Đến|Thời gian|Ngày|Hôm|Căn cứ|Thực hiện|Theo|V/v|Độc lập|Kèm|Ban hành|Trước)\b"
)
_TITLE = re.compile(r"K\s?Ế\s*H\s?O\s?Ạ\s?C\s?H\b\s*[:.]?\s*")
#: «V/v tổ chức …»: the words for «about» are no part of what a plan is about.
_ABOUT = re.compile(r"V/v\s*[:.]?\s*", re.IGNORECASE)
_BASE = re.compile(
    r"(?:-\s*)?(?:Căn cứ|Thực hiện|Theo (?:đề nghị|[A-ZĐ])|Xét|Tiếp tục thực hiện|Trên cơ sở|Triển khai(?: thực hiện)? (?=[A-ZĐ]))"
)
#: Words by which a paragraph is a legal base and no sentence about the work.
_DOCUMENT = re.compile(
    r"\bsố\s*[\d.…/]|Luật|Nghị (?:quyết|định)|Thông (?:tư|tri|báo)|Quyết định|Kế hoạch|Công văn|Chỉ thị|Hướng dẫn|"
    r"Điều lệ|Chương trình|Đề án|Quy chế|Tờ trình|tình hình|đề nghị|nhiệm vụ|chức năng|Kết luận",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """What the head of a plan says; None where it leaves a blank."""

    number: str | None
    symbol: str | None
    place: str | None
    date: dt.date | None
    issuer: str | None
    title: str | None
    legal_bases: tuple[str, ...]


def read_letterhead(text: str, head: Sequence[Paragraph]) -> Letterhead:
    """The letterhead from the whole text (place and date may stand at its end) and the head's paragraphs."""
    lines = text_lines(text)
    cut = _first_section(lines, head)
    # A letterhead that was a table may have come with its bars.
    lines[:cut] = [line.replace("|", "\t").strip() for line in lines[:cut]]
    number, symbol = _number(lines[:cut])
    place, date = _place_and_date(lines, cut)
    title = _title(lines[:cut])
    return Letterhead(
        number=number,
        symbol=symbol,
        place=place,
        date=date,
        issuer=issuer_of(lines[:cut], [paragraph.text for paragraph in head], text),
        title=title,
        legal_bases=tuple(_bases(head, title or "")),
    )


def _first_section(lines: Sequence[str], head: Sequence[Paragraph]) -> int:
    """The line on which the body begins, as far as the head's words reach."""
    letters = sum(len("".join(paragraph.text.split())) for paragraph in head)
    seen = 0
    for place, line in enumerate(lines):
        if seen >= letters:
            return place
        item = item_of(line)
        if item is not None and item.value == 1 and is_capitals(item.rest) and seen >= letters // 2:
            return place
        seen += len("".join(line.split()))
    return len(lines)


def _number(lines: Sequence[str]) -> tuple[str | None, str | None]:
    joined = "\n".join(lines)
    found = [match for pattern in _NUMBERS if (match := pattern.search(joined))]
    if not found:
        return None, None
    first = min(found, key=lambda match: match.start())
    symbol = re.sub(r"\s*[-–—‐‑]\s*", "-", " ".join(first["symbol"].split())).rstrip(".")
    return first["number"], symbol


def _place_and_date(lines: Sequence[str], cut: int) -> tuple[str | None, dt.date | None]:
    found = list(_dates("\n".join(lines[:cut])))
    if not found:
        # Some plans are dated at the end, above the signature.
        end = next((i for i in range(len(lines) - 1, -1, -1) if "Nơi nhận" in lines[i]), len(lines))
        found = list(_dates("\n".join(lines[max(cut, end - 12, len(lines) - 60) :])))
    named = [(place, date) for place, date in found if place]
    return (named or found or [(None, None)])[0]


def _dates(text: str) -> Iterator[tuple[str | None, dt.date | None]]:
    for match in _DATE.finditer(text):
        begin = text.rfind("\n", 0, match.start()) + 1
        before = text[begin : match.start()]
        for pattern in _NUMBERS:
            before = pattern.sub("\t", before)
        column = _COLUMNS.split(before)[-1] if before.strip() else ""
        place = column.strip(" ,.;")
        if place and not _is_place(place):
            continue
        yield _whole_place(place, text[:begin].rstrip("\n")) or None, _date(match)


def _is_place(text: str) -> bool:
    return (
        len(text) <= 45
        and text[:1].isupper()
        and not _NOT_A_PLACE.match(text)
        and not re.search(r"[:;|]|\bsố\b", text)
        and (not any(letter.isdigit() for letter in text) or _PLACE_KIND.match(text) is not None)
    )


def _whole_place(place: str, before: str) -> str:
    """A place broken over two lines: «Thành phố Hồ / Chí Minh, ngày …», «Tân Bình, / ngày …»."""
    above = _COLUMNS.split(before.rpartition("\n")[2])[-1].strip()
    if place:
        return (
            f"{above} {place}" if _PLACE_KIND.match(above) and len(above) < 30 and "," not in above else place
        )
    return above.strip(" ,") if above.endswith(",") and _is_place(above.strip(" ,")) else ""


def _date(found: re.Match[str]) -> dt.date | None:
    day, month, year = found["day"], found["month"] or found["month2"], found["year"] or found["year2"]
    if not (day and month and year):
        return None
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


# --- title and legal bases -------------------------------------------------------------------------


def _title(lines: Sequence[str]) -> str | None:
    """The words below «KẾ HOẠCH», up to the first legal base or sentence."""
    places = [i for i, line in enumerate(lines) if _is_title_line(line)]
    # «KẾ HOẠCH Thực hiện công tác dân vận»: what it is about on the same line, in small letters.
    places = places or [i for i, line in enumerate(lines) if _TITLE.match(line) and not ends_sentence(line)]
    if not places:
        return None
    place = places[-1]
    rest = _TITLE.sub("", lines[place], count=1).strip()
    found = [rest] if rest else []
    for number, line in enumerate(lines[place + 1 :], start=place + 1):
        plain = line.strip(" \t-_–—*.…")
        if not plain:
            if found and not _goes_on(found[-1], lines, number):
                break
        elif _ends_title(line, found):
            break
        else:
            found.append(" ".join(line.split()))
    title = " ".join(found).strip()
    return _ABOUT.sub("", title, count=1) if _ABOUT.match(title) else title or None


def _is_title_line(line: str) -> bool:
    found = _TITLE.match(line)
    if not found or not is_capitals(found.group()):
        return False
    rest = line[found.end() :]
    return not rest or (is_capitals(rest) and not ends_sentence(line))


def _ends_title(line: str, found: Sequence[str]) -> bool:
    return bool(
        # «Thực hiện Nghị quyết số …» right below «KẾ HOẠCH» is the title, later it is a legal base.
        (_BASE.match(line) and (found or line.startswith("Căn cứ")))
        or line.startswith(("(", "Kính gửi"))
        or item_of(line) is not None
        or line.endswith((";", ":", "."))
        or (found and (ISSUES.search(line) or (is_capitals(" ".join(found)) and _is_running_text(line))))
    )


def _is_running_text(line: str) -> bool:
    """A long line in small letters: below a title in capitals it opens the text."""
    return len(line) > 60 and not is_capitals(line)


def _goes_on(last: str, lines: Sequence[str], place: int) -> bool:
    """A blank line ends the title, unless the words before or after it plainly go on."""
    if last.endswith((",", " và", " của", " về", " VÀ", " CỦA", " VỀ", "-")):
        return True
    following = next((line for line in lines[place:] if line.strip(" -_–—*.")), "")
    return following[:1].islower() or (
        is_capitals(last)
        and is_capitals(following)
        and item_of(following) is None
        and not _BASE.match(following)
    )


def _bases(head: Sequence[Paragraph], title: str) -> Iterator[str]:
    for paragraph in head:
        if paragraph.text in title:
            continue
        for piece in re.split(r"(?<=;)\s+(?=(?:Căn cứ|Thực hiện|Theo)\b)", paragraph.text):
            if not _BASE.match(piece) or not _DOCUMENT.search(piece):
                continue
            base = _without_issuing(piece).lstrip("- ").rstrip(" ;,.").strip()
            if base:
                yield base


def _without_issuing(base: str) -> str:
    """«Thực hiện Quyết định …, Ủy ban nhân dân tỉnh ban hành Kế hoạch …» is a base up to the issuer."""
    found = ISSUES.search(base)
    if not found or found.start("issuer") == 0:
        return base
    # «Trên cơ sở …, trường Tiểu học B xây dựng kế hoạch» with nothing cited before the comma is no base.
    before = base[: found.start("issuer")]
    return before if _DOCUMENT.search(before) else ""
