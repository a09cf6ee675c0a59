"""What a report covers, in the words of the plan: «6 tháng», «quý I», «năm học»."""

from __future__ import annotations

import re

_SPAN = r"0?[1-9]\d?\s+tháng(?:\s+(?:đầu|cuối)\s+năm(?:\s+học)?)?"
_SCHOOL = r"(?:h[oọ]c\s+k[ỳìy]|HK)\s*(?:I{1,2}\b|1\b|2\b|một|hai|thứ nhất|thứ hai)?"
SPAN, SCHOOL = _SPAN, _SCHOOL
_PERIOD = (
    rf"(?<!ngày \d)(?<!ngày \d\d)(?:{_SPAN}|quý\s+(?:I{{1,3}}|IV|[1-4])\b|h[àằ]ng\s+(?:tháng|quý|năm)|{_SCHOOL}|"
    r"(?:cả|giữa|cuối|đầu)\s+năm(?:\s+học)?|năm\s+học|giữa\s+kỳ|cuối\s+kỳ|quý|tháng|năm)"
)
_KIND = r"(?:(?:sơ kết|tổng kết|báo cáo|định kỳ)\s+)*"
#: «6 tháng (trước ngày …», «năm: trước ngày …».
_BRACKETED = re.compile(
    rf"(?P<quote>(?:(?:sơ kết|tổng kết|báo cáo)\s+)?(?P<period>{_PERIOD}))\s*[:(]\s*(?:gửi\s+|nộp\s+)?$",
    re.IGNORECASE,
)
#: «báo cáo quý I gửi trước ngày …», «báo cáo 6 tháng đầu năm về Sở trước ngày …».
_BEFORE = re.compile(
    rf"(?:sơ kết|tổng kết|báo cáo|định kỳ|đánh giá|kết quả)\s+{_KIND}(?P<period>{_PERIOD})(?!\s*\d{{1,2}}\s*/)(?=\W|$)",
    re.IGNORECASE,
)
_LISTED = re.compile(
    rf"(?:[,(:;]|\bvà\b)\s*{_KIND}(?P<period>{_PERIOD})(?=\s*(?:[,();]|và\b|báo cáo\b|gửi\b|nộp\b|tổng hợp\b|$))",
    re.IGNORECASE,
)
#: «… 6 tháng trước ngày 10/6»: right before the date.
_AT_END = re.compile(rf"(?<![\w/])(?<!trong )(?<!sau )(?P<period>{_PERIOD})\s*$", re.IGNORECASE)
_AT_START = re.compile(rf"\W*{_KIND}(?P<period>{_PERIOD})(?=\W|$)", re.IGNORECASE)
#: Wherever it stands; never a year with its number, nor «hằng năm».
_ANYWHERE = re.compile(
    rf"(?<![\w/])(?<!h[àằ]ng )(?<!các )(?<!mỗi )(?P<period>{_SPAN}|quý\s+(?:I{{1,3}}|IV|[1-4])\b|cả năm|năm(?!\s*(?:\d|học|nay|sau|trước)))(?=\W|$)",
    re.IGNORECASE,
)
#: «… ngày 15/6 đối với báo cáo 6 tháng», «… ngày 15/6 (báo cáo 6 tháng)».
_AFTER = re.compile(
    rf"\s*(?:(?P<bracket>\()\s*(?:đối với\s+|với\s+|cho\s+|là\s+)?|,?\s*đối với\s+|,?\s*cho\s+|\s+với\s+)(?:báo cáo\s+)?{_KIND}"
    rf"(?P<period>{_PERIOD})(?=\W|$)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"(?:đối với\s+|với\s+)?(?:báo cáo\s+)?{_KIND}(?P<period>{_PERIOD})(?=\W|$)", re.IGNORECASE
)
#: The frequency itself is no period: which month, which quarter follows from the date.
_BARE = ("tháng", "quý")
_MONTHS = re.compile(r"\d+ tháng")


def plain_period(words: str) -> str:
    """«06 tháng» → «6 tháng», «hàng năm» → «năm»."""
    plain = re.sub(r"^0+(?=\d)", "", " ".join(words.split()))
    return re.sub(r"^h[àằ]ng (?=năm|tháng|quý)", "", plain, flags=re.IGNORECASE)


def period_before(text: str) -> tuple[str, int] | None:
    """(the period, where its words begin) of a text that ends with «6 tháng (» or «năm: »."""
    found = _BRACKETED.search(text)
    return (plain_period(found["period"]), found.start("quote")) if found else None


def period_after(text: str, start: int) -> str | None:
    """The period that a date is said to be about, right behind it."""
    found = _AFTER.match(text, start)
    return plain_period(found["period"]) if found else None


def period_about(words: str) -> str | None:
    """The period in the brackets behind a date: «báo cáo 6 tháng»."""
    found = _ABOUT.match(words.strip())
    return plain_period(found["period"]) if found else None


def periods_for(stretch: str, dates: int, *, is_first: bool) -> list[str]:
    """The period of each of so many dates, from the words before them; empty where they do not tell.

    One span of months that is said of several dates comes back: «6 tháng một lần, trước ngày 15/6 và 15/12».
    """
    named = _periods_in(stretch, is_first=is_first)
    if dates == 1:
        beside = _AT_END.search(stretch)
        plain = plain_period(beside["period"]) if beside else ""
        return [plain] if plain and plain not in _BARE else named[-1:]
    if len(named) == dates:
        return named
    anywhere = [plain_period(found["period"]) for found in _ANYWHERE.finditer(stretch)]
    if len(anywhere) == dates:
        return anywhere
    comes_back = len(named) == 1 and _MONTHS.fullmatch(named[0]) is not None
    return named * dates if comes_back and int(named[0].split()[0]) * dates == 12 else []


def _periods_in(stretch: str, *, is_first: bool) -> list[str]:
    at_start = _AT_START.match(stretch) if not is_first or len(stretch) < 60 else None
    found = {
        match.start("period"): match["period"]
        for pattern in (_BEFORE, _LISTED)
        for match in pattern.finditer(stretch)
    }
    if at_start:
        found[at_start.start("period")] = at_start["period"]
    return [plain for place in sorted(found) if (plain := plain_period(found[place])) not in _BARE]
