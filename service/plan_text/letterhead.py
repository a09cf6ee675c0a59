"""Number, symbol, place, date, issuer, title and legal bases: what stands before the first section."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.text import nfc
from service.plan_text.paragraphs import Paragraph, is_capitals

_NUMBER = re.compile(
    r"Số\s*:?\s*(?P<number>\d+)?[\s.…_]*/\s*(?P<symbol>[A-ZĐ]{1,6}(?:\s?[-–]\s?[A-ZÀ-ỸĐ0-9&.]+)*)", re.UNICODE
)
_PLACE_AND_DATE = re.compile(
    r"(?P<place>[A-ZÀ-ỸĐ][^,\d|:;]{1,40}),\s*ngày\s*(?P<day>\d{1,2})?[\s.…_]*\s*tháng\s*(?P<month>\d{1,2})?"
    r"[\s.…_]*\s*năm\s*(?P<year>\d{4})?"
)
_NOT_A_PLACE = re.compile(r"Độc lập|Hạnh phúc|CỘNG|Số\s*:|^[\s\-_–]*$|KẾ HOẠCH|V/v")
_TITLE = re.compile(r"KẾ\s*HOẠCH\s*[:.]?")
_BASE = re.compile(r"\s*(?:Căn cứ|Thực hiện|Theo|Xét|Tiếp tục thực hiện|Trên cơ sở)\b")
_ISSUES = re.compile(
    r"(?:^|[;,.]\s*|\n)(?P<issuer>(?:[A-ZĐÀ-Ỹ][^;,.\n]{3,90}?))\s+(?:xây dựng|ban hành|triển khai|lập)\s+"
    r"(?:và\s+\w+\s+\w+\s+)?[Kk]ế hoạch"
)
_MOTTO = re.compile(r"CỘNG\s+H[ÒO][AÀ]|Độc lập|Đảng Cộng sản|ĐẢNG CỘNG SẢN")


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
    lines = [line.replace("\t", "   ").strip() for line in nfc(text).splitlines()]
    number, symbol = _number(lines)
    place, date = _place_and_date(lines)
    title_at = _title_place(head)
    after = list(head[title_at + 1 :]) if title_at is not None else []
    bases = [p.text for p in (after or head) if _BASE.match(p.text)]
    return Letterhead(
        number=number,
        symbol=symbol,
        place=place,
        date=date,
        issuer=_issuer(after, lines),
        title=_title(lines),
        legal_bases=tuple(base for text in bases for base in _separate_bases(text)),
    )


def _number(lines: Sequence[str]) -> tuple[str | None, str | None]:
    for line in lines[:60]:
        found = _NUMBER.search(line)
        if found:
            return found["number"], re.sub(r"\s*[-–]\s*", "-", found["symbol"]).rstrip(".")
    return None, None


def _place_and_date(lines: Sequence[str]) -> tuple[str | None, dt.date | None]:
    candidates = [*range(min(60, len(lines))), *range(max(60, len(lines) - 40), len(lines))]
    for index in candidates:
        line = _NUMBER.sub("   ", lines[index])
        found = next(
            (m for part in re.split(r"\s{3,}", line) if (m := _PLACE_AND_DATE.fullmatch(part.strip(" .")))),
            None,
        )
        if found is None:
            continue
        before = lines[index - 1] if index else ""
        place = found["place"].strip()
        # A place broken over two lines: «Thành phố Hồ / Chí Minh, ngày …».
        if before and not _NOT_A_PLACE.search(before) and not is_capitals(before) and len(before) < 30:
            place = f"{before} {place}"
        return place, _date(found)
    return None, None


def _date(found: re.Match[str]) -> dt.date | None:
    if not (found["day"] and found["month"] and found["year"]):
        return None
    try:
        return dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
    except ValueError:
        return None


def _title_place(head: Sequence[Paragraph]) -> int | None:
    places = [i for i, p in enumerate(head) if _TITLE.match(p.text) and is_capitals(p.text[:12])]
    return places[-1] if places else None


def _title(lines: Sequence[str]) -> str | None:
    """The lines below «KẾ HOẠCH», up to the first legal base or blank line after words."""
    places = [i for i, line in enumerate(lines[:200]) if _TITLE.fullmatch(line)]
    first = next((i for i, line in enumerate(lines) if re.match(r"\s*I\s*[.\-:)]\s*\S", line)), len(lines))
    places = [place for place in places if place < first]
    if not places:
        return None
    found: list[str] = []
    for line in lines[places[-1] + 1 : first]:
        if _BASE.match(line) or line.startswith("(") or (not line and found and _is_done(found[-1])):
            break
        if line.strip(" -_–—*"):
            found.append(line)
    return " ".join(" ".join(found).split()) or None


def _is_done(line: str) -> bool:
    """A blank line ends the title, unless the words before it plainly go on."""
    return not line.endswith((",", "và", "của", "về"))


def _separate_bases(text: str) -> list[str]:
    """«Căn cứ A; Căn cứ B;» in one paragraph are two."""
    pieces = re.split(r"(?<=;)\s+(?=(?:Căn cứ|Thực hiện|Theo)\b)", text)
    return [piece.strip().rstrip(";,.").strip() for piece in pieces if piece.strip()]


def _issuer(after: Sequence[Paragraph], lines: Sequence[str]) -> str | None:
    for paragraph in after:
        found = _ISSUES.search(paragraph.text)
        if found and not _BASE.match(found["issuer"]):
            return found["issuer"].strip()
    return _issuer_of_letterhead(lines)


def _issuer_of_letterhead(lines: Sequence[str]) -> str | None:
    """The last line in capitals on the left of the motto."""
    names: list[str] = []
    for line in lines[:25]:
        left = re.split(r"\s{3,}|CỘNG", line)[0].strip()
        if _MOTTO.search(line) or _NUMBER.search(line):
            if left and is_capitals(left) and not _MOTTO.search(left) and not _NUMBER.search(left):
                names.append(left)
            if names:
                break
            continue
        if left and is_capitals(left):
            names.append(left)
    return " ".join(names) if len(names) <= 1 else names[-1]
