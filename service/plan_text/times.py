"""When a sentence says that something is due: dates, and times that are no dates."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from service.domain.plan import DutyKind

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
_EVERY = r"(?:\s*,?\s*(?:của\s+)?(?P<every>h[àằ]ng năm|mỗi năm|các năm|của năm sau|năm sau|năm tiếp theo|năm kế tiếp|năm học))?"
_WEEKDAY = r"(?:(?:thứ\s+\w+|chủ nhật)\s*,?\s*(?:ngày\s*)?\(?)?"
_DATE = re.compile(
    rf"(?:{_LIMIT}{_HOUR}{_WEEKDAY}|(?P<on>vào )(?=ngày))\s*{_DAY}{_MONTH}{_YEAR}\)?{_EVERY}", re.IGNORECASE
)
#: One more date under the same limit: «trước ngày 01/6 và 15/11 hằng năm».
_NEXT = re.compile(
    rf"\s*(?:\((?P<about>[^()]*)\)\s*)?(?:,\s*và|và|,|;|hoặc)\s*(?:trước\s+)?{_DAY}{_MONTH}{_YEAR}{_EVERY}(?!\s*%)",
    re.IGNORECASE,
)
#: «trước ngày 20 các tháng 3, 6, 9 và 12».
_SAME_DAY = re.compile(
    rf"{_LIMIT}{_HOUR}{_DAY}\s*(?:của\s+)?(?:các\s+)?tháng\s+(?P<months>\d{{1,2}}(?:\s*(?:,\s*và|,|;|và)\s*(?:tháng\s+)?\d{{1,2}}\b(?!\s*/))+)"
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
    r"(?:h[àằ]ng tháng|mỗi tháng|các tháng|tháng (?:sau|kế tiếp|tiếp theo|liền kề|báo cáo)(?: liền kề| tiếp theo)?|trong tháng)",
    re.IGNORECASE,
)
#: «Hằng tháng, trước ngày 25».
_MONTHLY_FIRST = re.compile(
    rf"(?:h[àằ]ng|mỗi) tháng\s*,?\s*(?:{_LIMIT}{_HOUR}|vào\s+(?=ngày)){_DAY}\b(?!\s*/|\s*tháng|\s*ngày)",
    re.IGNORECASE,
)
_SPAN = r"0?[1-9]\d?\s+tháng(?:\s+(?:đầu|cuối)\s+năm(?:\s+học)?)?"
_SCHOOL = r"(?:h[oọ]c\s+k[ỳìy]|HK)\s*(?:I{1,2}\b|1\b|2\b|một|hai|thứ nhất|thứ hai)?"
#: What a report covers, in the words of the plan.
_PERIOD = (
    rf"(?<!ngày \d)(?<!ngày \d\d)(?:{_SPAN}|quý\s+(?:I{{1,3}}|IV|[1-4])\b|h[àằ]ng\s+(?:tháng|quý|năm)|{_SCHOOL}|"
    r"cả\s+năm(?:\s+học)?|năm\s+học|giữa\s+kỳ|cuối\s+kỳ|quý|tháng|năm)"
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
_LISTED = re.compile(rf"(?:[,(]|\bvà\b)\s*{_KIND}(?P<period>{_PERIOD})(?=\s*(?:[,()]|và\b|$))", re.IGNORECASE)
_AT_START = re.compile(rf"\W*{_KIND}(?P<period>{_PERIOD})(?=\W|$)", re.IGNORECASE)
#: «… ngày 15/6 đối với báo cáo 6 tháng».
_AFTER = re.compile(
    rf"\s*(?:\(\s*(?:đối với\s+|với\s+|cho\s+)?|,?\s*đối với\s+|,?\s*cho\s+|\s+với\s+)(?:báo cáo\s+)?{_KIND}(?P<period>{_PERIOD})(?=\W|$)",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    rf"(?:đối với\s+|với\s+)?(?:báo cáo\s+)?{_KIND}(?P<period>{_PERIOD})(?=\W|$)", re.IGNORECASE
)
_QUARTERS = ("I", "II", "III", "IV")

#: Times that are no dates but say when: quoted by themselves.
_POINTS = re.compile(
    rf"(?:trước\s+(?:khi\s+)?)?(?:cuối|kết thúc)\s+(?:mỗi\s+|h[àằ]ng\s+|các\s+)?(?:{_SCHOOL}|năm học|năm|quý|tháng|tuần|đợt|kỳ|khóa)(?:\s+20\d\d(?:\s*[-–]\s*20\d\d)?)?"
    r"|sau khi (?:kết thúc|hoàn thành|tổ chức|thực hiện)[^,.;()]{0,60}|ngay sau (?:khi )?[^,.;()]{3,60}"
    r"|(?:chậm nhất(?: là)?\s+|không quá\s+)?(?:trong (?:vòng|thời hạn)\s+)?\d{1,3}\s*(?:\([^)]*\)\s*)?ngày(?: làm việc)?(?:,?\s*(?:kể\s+)?(?:từ|sau|trước)\s[^,.;()]{3,60})"
    r"|trong (?:vòng|thời hạn)\s+\d{1,3}\s*(?:\([^)]*\)\s*)?(?:ngày|tuần|tháng)(?: làm việc)?"
    r"|trong tháng\s+\d{1,2}(?:\s*/\s*20\d\d|\s+năm\s+20\d\d|\s+h[àằ]ng năm)?"
    r"|(?:trước|chậm nhất|muộn nhất)(?: là)? (?:thứ \w+|chủ nhật|tháng \d{1,2}(?:\s*/\s*20\d\d|\s+năm\s+20\d\d)?|ngày cuối(?: cùng)?[^,.;()]{0,30})(?:\s+h[àằ]ng tuần)?",
    re.IGNORECASE,
)
#: How often, where no date is named.
_FREQUENCY = re.compile(
    rf"định kỳ|h[àằ]ng (?:tháng|quý|năm|tuần)|{_SPAN}(?:\s+một lần|/lần)?|mỗi (?:tháng|quý|năm|học kỳ)|theo (?:tháng|quý|học kỳ)|hàng kỳ",
    re.IGNORECASE,
)
_FREQUENCY_NEXT = re.compile(rf"\s*(?:,|và)?\s*(?:{_FREQUENCY.pattern}|năm\b|quý\b|tháng\b)", re.IGNORECASE)


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
    for pattern, read in (
        (_QUARTERLY, _quarters),
        (_SAME_DAY, _months),
        (_MONTHLY, _month),
        (_MONTHLY_FIRST, _month),
        (_DATE, _dates),
    ):
        for match in pattern.finditer(sentence):
            if any(begin < match.end() and match.start() < end for begin, end in taken):
                continue
            dues = [due for due in read(sentence, match) if _is_possible(due)]
            if dues:
                found += dues
                taken.append((match.start(), max(due.end for due in dues)))
    return _with_listed_periods(sentence, sorted(found, key=lambda due: due.start))


def points_in(sentence: str) -> list[re.Match[str]]:
    """Times that are no dates: «cuối học kỳ 1», «trong vòng 05 ngày làm việc»."""
    return list(_POINTS.finditer(sentence))


def frequency_in(sentence: str) -> re.Match[str] | None:
    """«định kỳ», «hằng quý»."""
    return _FREQUENCY.search(sentence)


def frequencies_in(sentence: str, start: int) -> list[re.Match[str]]:
    """«hằng quý, 6 tháng, năm» that follow each other from `start` on."""
    found: list[re.Match[str]] = []
    while (match := _FREQUENCY_NEXT.match(sentence, found[-1].end() if found else start)) is not None:
        found.append(match)
    return found


def plain_period(words: str) -> str:
    """«06 tháng» → «6 tháng», «hàng năm» → «năm»."""
    plain = re.sub(r"^0+(?=\d)", "", " ".join(words.split()))
    return re.sub(r"^h[àằ]ng (?=năm|tháng|quý)", "", plain, flags=re.IGNORECASE)


def _is_possible(due: Due) -> bool:
    return 1 <= (due.day or 1) <= 31 and 1 <= (due.month or 1) <= 12


def _strictly(match: re.Match[str]) -> bool | None:
    """«trước ngày 05» is strict, «chậm nhất ngày 05» is not; with an hour the day itself still counts."""
    limit = match.groupdict().get("limit")
    if limit is None:
        return None
    if match.groupdict().get("hour"):
        return False
    words = limit.lower()
    if "trước" in words:
        return True
    return (
        None
        if re.fullmatch(r"(?:thời )?hạn.*|thời (?:gian|điểm).*", words.strip()) and "cuối" not in words
        else False
    )


def _base(sentence: str, match: re.Match[str], start: int, end: int) -> Due:
    own = _BRACKETED.search(sentence[: match.start()])
    after = _AFTER.match(sentence, end)
    quote_start, period = start, None
    if after:
        period = plain_period(after["period"])
    elif own:
        quote_start, period = own.start("quote"), plain_period(own["period"])
        end += sentence[end : end + 1] == ")"
    return Due(
        start=quote_start,
        end=end,
        quote=_balanced(sentence[quote_start:end].strip()),
        kind=DutyKind.YEARLY,
        strictly_before=_strictly(match),
        day=int(match["day"]),
        period=period,
        hour=match.groupdict().get("hour"),
        has_own_period=bool(own or after),
    )


def _balanced(quote: str) -> str:
    return quote[:-1] if quote.endswith(")") and quote.count(")") > quote.count("(") else quote


def _month(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    due = _base(sentence, match, match.start(), match.end())
    yield replace(due, kind=DutyKind.MONTHLY, quote=due.quote.strip())


def _quarters(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    """A date in each quarter is four dates in the year."""
    due = _base(sentence, match, match.start(), match.end())
    first = match["which"].lower() == "đầu"
    for number, name in enumerate(_QUARTERS):
        month = 3 * number + (1 if first else 3)
        month = (month + 2) % 12 + 1 if match["next"] and first else month
        yield replace(due, month=month, period=f"quý {name}", is_yearly=True)


def _months(sentence: str, match: re.Match[str]) -> Iterator[Due]:
    due = _base(sentence, match, match.start(), match.end())
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
    if match["limit"] is None and not any(m["every"] for m in matches):
        return
    years = [m["year"] or m["year_said"] for m in matches]
    every = next((m["every"] for m in matches if m["every"]), None)
    shared = _base(sentence, match, match.start(), matches[-1].end())
    for item, year, about in zip(matches, years, abouts, strict=True):
        named = _ABOUT.match(about.strip())
        stated = None if every else year or years[-1]
        yield replace(
            shared,
            day=int(item["day"]),
            month=int(item["month"]),
            year=int(stated) if stated else None,
            kind=DutyKind.ONCE if stated else DutyKind.YEARLY,
            period=plain_period(named["period"]) if named else (shared.period if len(matches) == 1 else None),
            is_yearly=bool(every),
            has_own_period=bool(named) or (shared.has_own_period and len(matches) == 1),
        )


def _with_listed_periods(sentence: str, dues: list[Due]) -> list[Due]:
    """Periods that stand farther off: «báo cáo 6 tháng, năm … trước ngày 15/6 và 15/12»."""
    result: list[Due] = []
    begin = 0
    for place, due in enumerate(dues):
        same = [other for other in dues if other.start == due.start]
        if due.period is None and due.kind is not DutyKind.MONTHLY:
            named = _periods_between(sentence, begin, due.start)
            if len(same) > 1:
                named = named if len(named) == len(same) else []
                index = same.index(due)
                due = replace(due, period=named[index]) if named else due
            elif named:
                due = replace(due, period=named[-1])
        result.append(due)
        following = dues[place + 1] if place + 1 < len(dues) else None
        if following is not None and following.start != dues[place].start:
            begin = dues[place].end
    return [_whole_year(due, len(result)) for due in result]


def _periods_between(sentence: str, begin: int, end: int) -> list[str]:
    stretch = sentence[begin:end]
    at_start = _AT_START.match(stretch) if begin or len(stretch) < 60 else None
    found = {
        m.start("period"): m["period"] for pattern in (_BEFORE, _LISTED) for m in pattern.finditer(stretch)
    }
    if at_start:
        found[at_start.start("period")] = at_start["period"]
    return [
        plain_period(found[place])
        for place in sorted(found)
        if plain_period(found[place]) not in ("tháng", "quý")
    ]


def _whole_year(due: Due, count: int) -> Due:
    """One date that comes back each year is the year's report."""
    if due.kind is DutyKind.YEARLY and due.period is None and due.is_yearly and count == 1:
        return replace(due, period="năm")
    return due
