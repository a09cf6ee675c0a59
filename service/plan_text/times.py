"""When a sentence says that something is due: the dates."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.plan import DutyKind
from service.plan_text.moments import frequency_in, last_frequency
from service.plan_text.spans import period_about, period_after, period_before, periods_for

_LAST = (
    r"chậm nhất|muộn nhất|trễ nhất|hạn cuối(?: cùng)?|hạn chót|không quá|không (?:muộn|chậm|trễ) (?:hơn|quá)|"
    r"đến hết|trong ngày|(?:thời )?hạn(?: (?:nộp|gửi|báo cáo|cuối))?|thời (?:gian|điểm)(?: (?:nộp|gửi|báo cáo))?"
)
_LIMIT = (
    rf"(?P<limit>(?:xong |hoàn thành )?(?:trước(?!\s+đến)|{_LAST})"
    r"(?:\s*(?:\blà\b|\bvào\b|\bđến\b|\btrước\b|\bbáo cáo\b|\bngày\b|:))*)\s*"
)
_HOUR = r"(?:(?P<hour>\d{1,2}\s*(?:h|giờ|g|:)\s*\d{0,2}(?:\s*phút)?)\s*,?\s*(?:của\s+)?)?"
_DAY = r"(?:ngày\s*)?(?P<day>\d{1,2})"
_YEAR = r"(?:\s*[/.-]\s*(?P<year>20\d\d)\b|,?\s*năm\s+(?P<year_said>20\d\d)\b)?"
_MONTH = r"(?:\s*/\s*|\s*[.-]\s*(?=\d{1,2}\s*[.-]\s*20\d\d)|\s+tháng\s+)(?P<month>\d{1,2})\b"
#: «hằng năm» behind a date is said of it, unless it begins the next: «6 tháng (trước 05/6), hằng năm (trước …».
_EVERY = (
    r"(?:\s*,?\s*(?:của\s+)?(?P<every>h[àằ]ng năm|mỗi năm|các năm|của năm sau|năm sau|năm tiếp theo|năm kế tiếp|năm học)"
    r"(?!\s*[:(]\s*(?:gửi\s+|nộp\s+)?(?:trước|chậm|muộn|vào|ngày)))?"
)
_WEEKDAY = r"(?:(?:thứ\s+\w+|chủ nhật)\s*,?\s*(?:ngày\s*)?\(?)?"
_ON = r"(?P<on>vào\s+(?=ngày)|(?<=[(:])\s*(?=ngày))"
_DATE = re.compile(rf"(?:{_LIMIT}{_HOUR}{_WEEKDAY}|{_ON})\s*{_DAY}{_MONTH}{_YEAR}\)?{_EVERY}", re.IGNORECASE)
#: One more date under the same limit: «trước ngày 01/6 và 15/11 hằng năm».
_NEXT = re.compile(
    rf"\s*(?:\((?P<about>[^()]*)\)\s*)?(?:,\s*và|và|,|;|hoặc)\s*(?:trước\s+)?{_DAY}{_MONTH}{_YEAR}{_EVERY}(?!\s*%)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"\s*\((?P<about>[^()]*)\){_EVERY}", re.IGNORECASE)
#: «trước ngày 20 các tháng 3, 6, 9 và 12».
_SAME_DAY = re.compile(
    rf"{_LIMIT}{_HOUR}{_DAY}\s*(?:của\s+)?(?:các\s+)?tháng\s+(?P<months>\d{{1,2}}(?:\s*(?:,\s*và|,|;|và)\s*(?:tháng\s+)?\d{{1,2}}\b(?!\s*(?:/|tháng)))+)"
    rf"(?:\s+năm\s+(?P<year>20\d\d))?{_EVERY}",
    re.IGNORECASE,
)
_QUARTERLY = re.compile(
    rf"(?:{_LIMIT}{_HOUR}|(?:vào )?(?=ngày)){_DAY}\s*(?:của\s+)?tháng\s+(?P<which>cuối|thứ ba|đầu)\s*(?:cùng\s*)?(?:của\s+)?"
    r"(?:mỗi |h[àằ]ng |các )?quý(?P<next>\s*(?:sau|tiếp theo|kế tiếp|liền kề))?",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    rf"(?:{_LIMIT}{_HOUR}|(?:vào\s+|định kỳ\s+)?(?=ngày)){_DAY}\s*(?:,\s*)?(?:của\s+)?"
    r"(?:h[àằ]ng tháng|mỗi tháng|các tháng(?!\s*\d)|tháng (?:sau|kế tiếp|tiếp theo|liền kề|báo cáo)(?: liền kề| tiếp theo)?|trong tháng|"
    r"tháng(?=\s*(?:[;,.)]|$)))",
    re.IGNORECASE,
)
#: «Hằng tháng, trước ngày 25».
_MONTHLY_FIRST = re.compile(
    rf"(?:h[àằ]ng|mỗi) tháng\s*,?\s*(?:{_LIMIT}{_HOUR}|vào\s+(?=ngày)){_DAY}\b(?!\s*/|\s*tháng|\s*ngày)",
    re.IGNORECASE,
)
#: «Hằng tháng, các tổ … trước ngày 25», «hằng tháng (trước ngày 25)»: that it is monthly was said before.
_DAY_ALONE = re.compile(
    rf"(?:{_LIMIT}{_HOUR}|vào\s+(?=ngày)){_DAY}\b(?!\s*[/.-]\s*\d|\s*[%:]|\s*,\s*\d|"
    r"\s*(?:của|tháng|h[àằ]ng|các|ngày|giờ|h|làm việc|năm|phút|kể từ)\b)",
    re.IGNORECASE,
)
_QUARTERS = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """One time in a sentence at which something is due."""

    start: int
    end: int
    quote: str
    kind: DutyKind
    strictly_before: bool | None = None
    day: int | None = None
    month: int | None = None
    year: int | None = None
    period: str | None = None
    #: «trước 17 giờ»: the hour, so that the day itself still counts.
    hour: str | None = None
    #: The text says that it comes back each year.
    is_yearly: bool = False
    #: The period is said in brackets or right beside the date, so that the date is a report's for certain.
    has_own_period: bool = False


def dues_in(sentence: str) -> list[Due]:
    """The dates by which something is due, one for each date, in the order of the sentence."""
    found: list[Due] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in _READERS:
        for match in pattern.finditer(sentence):
            if any(begin < match.end() and match.start() < end for begin, end in taken):
                continue
            dues = [due for due in read(sentence, match) if _is_possible(due)]
            if dues:
                found += dues
                taken.append((match.start(), max(due.end for due in dues)))
    return _with_periods(sentence, sorted(found, key=lambda due: due.start))


def _is_possible(due: Due) -> bool:
    return 1 <= (due.day or 1) <= 31 and 1 <= (due.month or 1) <= 12


def _strictly(match: re.Match[str]) -> bool | None:
    """«trước ngày 05» is strict, «chậm nhất ngày 05» is not; with an hour the day itself still counts."""
    limit = match.groupdict().get("limit")
    if limit is None:
        return None
    if match.groupdict().get("hour"):
        return False
    words = limit.lower().strip()
    if "trước" in words:
        return True
    is_plain = re.fullmatch(r"(?:thời )?hạn.*|thời (?:gian|điểm).*", words) is not None
    return None if is_plain and "cuối" not in words else False


def _base(sentence: str, match: re.Match[str], end: int) -> Due:
    start, period = match.start(), period_after(sentence, end)
    own = period is not None
    if period is None and (before := period_before(sentence[: match.start()])) is not None:
        own = True
        period, start = before
        end += sentence[end : end + 1] == ")"
    return Due(
        start=start,
        end=end,
        quote=_balanced(sentence[start:end].strip()),
        kind=DutyKind.YEARLY,
        strictly_before=_strictly(match),
        day=int(match["day"]),
        period=period,
        hour=match.groupdict().get("hour"),
        has_own_period=own,
    )


def _balanced(quote: str) -> str:
    return quote[:-1] if quote.endswith(")") and quote.count(")") > quote.count("(") else quote


# --- one kind of dates each ------------------------------------------------------------------------


def _month(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    yield replace(_base(sentence, match, match.end()), kind=DutyKind.MONTHLY)


def _day_alone(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    """A day without a month is a date only where the words before it say that it comes each month."""
    often = last_frequency(sentence[: match.start()])
    if "ngày" in match.group().lower() and often is not None and often.endswith("tháng"):
        is_monthly = not often[:1].isdigit()
        if is_monthly:
            yield from _month(sentence, match)


def _quarters(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    """A date in each quarter is four dates in the year."""
    due = _base(sentence, match, match.end())
    first = match["which"].lower() == "đầu"
    for number, name in enumerate(_QUARTERS):
        month = 3 * number + (1 if first else 3)
        month = (month + 2) % 12 + 1 if match["next"] and first else month
        yield replace(due, month=month, period=f"quý {name}", is_yearly=True)


def _months(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    due = _base(sentence, match, match.end())
    year = int(match["year"]) if match["year"] else None
    for month in re.findall(r"\d{1,2}", match["months"]):
        yield replace(
            due,
            month=int(month),
            year=year,
            kind=DutyKind.ONCE if year else DutyKind.YEARLY,
            is_yearly=bool(match["every"]),
        )


def _dates(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    """The date and those listed after it; a year or «hằng năm» at the end is said of all of them."""
    matches, abouts = [match], [""]
    while (following := _NEXT.match(sentence, matches[-1].end())) is not None:
        abouts[-1] = following["about"] or ""
        matches.append(following)
        abouts.append("")
    end = matches[-1].end()
    last = _IN_BRACKETS.match(sentence, end) if len(matches) > 1 else None
    if last is not None and period_about(last["about"]) is not None:
        abouts[-1], end = last["about"], last.end()
    every = next((m["every"] for m in (*matches, last) if m is not None and m["every"]), None)
    if match["limit"] is None and not every and not _comes_back(sentence, match):
        return
    years = [m["year"] or m["year_said"] for m in matches]
    shared = _base(sentence, match, end)
    for item, year, about in zip(matches, years, abouts, strict=True):
        named = period_about(about) if about else None
        stated = None if every else year or years[-1]
        yield replace(
            shared,
            day=int(item["day"]),
            month=int(item["month"]),
            year=int(stated) if stated else None,
            kind=DutyKind.ONCE if stated else DutyKind.YEARLY,
            period=named or (shared.period if len(matches) == 1 else None),
            is_yearly=bool(every),
            has_own_period=bool(named) or (shared.has_own_period and len(matches) == 1),
        )


def _comes_back(sentence: str, match: re.Match[str]) -> bool:
    """«vào ngày 15/12» without «hằng năm» is a day of a report where a period or «định kỳ» is said of it."""
    before = sentence[: match.start()]
    if match["year"] or match["year_said"]:
        return False
    return period_before(before) is not None or (
        match["on"].strip() != "" and frequency_in(before) is not None
    )


_READERS: tuple[tuple[re.Pattern[str], Callable[[str, re.Match[str]], Iterator[Due]]], ...] = (
    (_QUARTERLY, _quarters),
    (_SAME_DAY, _months),
    (_MONTHLY, _month),
    (_MONTHLY_FIRST, _month),
    (_DATE, _dates),
    (_DAY_ALONE, _day_alone),
)


# --- what each is about ----------------------------------------------------------------------------


def _with_periods(sentence: str, dues: Sequence[Due]) -> list[Due]:
    """Periods that stand farther off: «báo cáo 6 tháng, năm … trước ngày 15/6 và 15/12»."""
    result: list[Due] = []
    begin = 0
    for place, due in enumerate(dues):
        same = [other for other in dues if other.start == due.start]
        if due.period is None and due.kind is not DutyKind.MONTHLY:
            named = periods_for(sentence[begin : due.start], len(same), is_first=begin == 0)
            due = replace(due, period=named[same.index(due)]) if named else due
            if not named and "quý" in sentence[begin : due.start].casefold():
                due = replace(due, period=_quarter_of(due, same))
        result.append(due)
        following = dues[place + 1] if place + 1 < len(dues) else None
        if following is not None and following.start != dues[place].start:
            begin = dues[place].end
    return [_whole_year(due, len(result)) for due in result]


def _quarter_of(due: Due, same: Sequence[Due]) -> str | None:
    """Four dates, one at the end of each quarter, where reports are quarterly."""
    if {other.month for other in same} != {3, 6, 9, 12}:
        return None
    return f"quý {_QUARTERS[(due.month or 3) // 3 - 1]}"


def _whole_year(due: Due, count: int) -> Due:
    """One date that comes back each year is the year's report."""
    if due.kind is DutyKind.YEARLY and due.period is None and due.is_yearly and count == 1:
        return replace(due, period="năm")
    return due
