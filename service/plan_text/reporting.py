"""Reports that a plan owes to an authority: when, to whom, through whom, by whom."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.plan import DutyKind, ReportingDuty
from service.domain.text import fold, sentences
from service.plan_text.names import BODY_START, VERBS, body_at

_REPORT = re.compile(r"báo cáo", re.IGNORECASE)
_DAY = r"(?:ngày\s+)?(?P<day>\d{1,2})"
_LIMIT = (
    r"(?P<limit>(?:xong\s+|hoàn thành\s+)?(?:trước|chậm nhất|muộn nhất|hạn cuối|hạn chót|không quá)"
    r"(?:\s+(?:là|vào|đến|trước))*)"
)
_EVERY_YEAR = r"(?:\s*(?P<every>h[àằ]ng năm|mỗi năm))?"
_DATE = re.compile(
    rf"{_LIMIT}\s+{_DAY}\s*(?:/|-|\.|\s+tháng\s+)\s*(?P<month>\d{{1,2}})"
    rf"(?:\s*(?:/|-|\.|,?\s+năm\s+)\s*(?P<year>\d{{4}}))?{_EVERY_YEAR}",
    re.IGNORECASE,
)
_MONTHLY = re.compile(
    rf"{_LIMIT}\s+{_DAY}\s*(?:của\s+)?(?:h[àằ]ng tháng|mỗi tháng|tháng sau|của tháng|các tháng)",
    re.IGNORECASE,
)
#: «trước ngày 01/6 và 15/11 hằng năm»: one limit for two dates.
_SECOND = re.compile(
    rf"\s*(?:và|,|;)\s*{_DAY}\s*(?:/|-|\s+tháng\s+)\s*(?P<month>\d{{1,2}})"
    rf"(?:\s*(?:/|\s+năm\s+)\s*(?P<year>\d{{4}}))?{_EVERY_YEAR}",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    r"(?P<words>(?:(?:sơ kết|tổng kết|báo cáo)\s+)?(?P<period>\d{1,2}\s+tháng(?:\s+đầu năm|\s+cuối năm)?|"
    r"quý\s+[IVX\d]+|h[àằ]ng quý|h[àằ]ng tháng|học kỳ\s+\w+|giữa kỳ|cuối kỳ|năm học|h[àằ]ng năm|năm))\s*[:(]\s*$",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"báo cáo\s+(?:kết quả|tình hình)(?:\s+(?:triển khai|thực hiện|tổ chức))+.{0,80}?\s+(?:về|gửi|cho)\s+(?=[A-ZĐỦƯ])"
    r"|định kỳ\b[^.;]{0,80}?báo cáo(?=\s+[A-ZĐỦƯ])"
    r"|báo cáo[^.;]{0,120}?(?:cuối|kết thúc)\s+(?:học kỳ|năm học|năm|đợt)"
)
_CONDITION = re.compile(r"khó khăn|vướng mắc|phát sinh|đột xuất\s+khi|nếu có|vấn đề", re.IGNORECASE)
_TO = re.compile(r"(?:gửi\s+(?:báo cáo\s+)?về|về|gửi\s+đến|gửi\s+cho|gửi|cho|đến|tới)\s+")
_REPORT_TO = re.compile(r"báo cáo\s+")
_VIA = re.compile(r"\(?\s*(?:thông qua|qua)\s+")
#: Bodies inside the unit: a report to them is no duty to an authority.
_INSIDE = ("ban giam hieu", "hieu truong", "nha truong", "ban giam doc", "to truong", "lanh dao truong")
_SUBJECT = re.compile(rf"\s+(?:{VERBS})(?!\w)|\s*:|,\s*(?:căn cứ|trên cơ sở)")


@dataclass(frozen=True, slots=True)
class _Found:
    """A date in a sentence, not yet a duty."""

    start: int
    quote: str
    kind: DutyKind
    strictly: bool
    day: int
    month: int | None = None
    year: int | None = None
    period: str | None = None


def reporting_duties(paragraphs: Sequence[str]) -> tuple[ReportingDuty, ...]:
    """The duties in the order of the text; one said twice is kept once, in its fuller words."""
    found = [duty for paragraph in paragraphs for duty in _in_paragraph(paragraph)]
    return tuple(_without_doubles(found))


def is_reporting(text: str) -> bool:
    """True for a paragraph that only says which reports are owed, so that it is no responsibility."""
    head = fold(text[:60])
    return head.startswith(
        ("che do bao cao", "che do thong tin bao cao", "thong tin bao cao", "bao cao ket qua")
    )


def _in_paragraph(paragraph: str) -> Iterator[ReportingDuty]:
    subject = _subject(paragraph)
    for sentence in sentences(paragraph):
        if not _REPORT.search(sentence) or _CONDITION.search(sentence.split("báo cáo")[0]):
            continue
        dates = list(_dates(sentence))
        recipient, via = _recipient(sentence), _via(sentence)
        if recipient and fold(recipient).startswith(_INSIDE):
            continue
        sender = _subject(sentence) or subject
        for date in dates:
            yield _duty(date, recipient, via, sender)
        vague = None if dates else _VAGUE.search(sentence)
        if vague and recipient and not _CONDITION.search(sentence):
            yield ReportingDuty(
                quote=_vague_quote(sentence, vague.start(), recipient),
                kind=DutyKind.VAGUE,
                recipient=recipient,
                via=via,
                sender=sender,
            )


def _vague_quote(sentence: str, start: int, recipient: str) -> str:
    end = sentence.find(recipient, start)
    return sentence[start : end + len(recipient)] if end >= 0 else sentence[start:].rstrip(".;/")


def _dates(sentence: str) -> Iterator[_Found]:
    for match in _MONTHLY.finditer(sentence):
        start, quote, period = _with_period(sentence, match)
        yield _Found(
            start, quote, DutyKind.MONTHLY, _is_strict(match["limit"]), int(match["day"]), period=period
        )
    monthly = [match.span() for match in _MONTHLY.finditer(sentence)]
    for match in _DATE.finditer(sentence):
        if any(begin <= match.start() < end for begin, end in monthly) or not _is_about_report(
            sentence, match
        ):
            continue
        start, quote, period = _with_period(sentence, match)
        second = _SECOND.match(sentence, match.end())
        every = match["every"] or (second and second["every"])
        strict = _is_strict(match["limit"])
        yield _dated(start, quote, strict, match, bool(every), period)
        if second:
            yield _dated(match.start(), match.group() + second.group(), strict, second, bool(every), period)


def _dated(
    start: int, quote: str, strict: bool, match: re.Match[str], every: bool, period: str | None
) -> _Found:
    year = int(match["year"]) if match["year"] and not every else None
    kind = DutyKind.ONCE if year else DutyKind.YEARLY
    return _Found(start, quote, kind, strict, int(match["day"]), int(match["month"]), year, period)


def _is_about_report(sentence: str, match: re.Match[str]) -> bool:
    """The date limits a report, and not some work that is told in the same sentence."""
    before = sentence[: match.start()]
    nearest = list(_REPORT.finditer(before))
    if nearest:
        return True
    # «Trước ngày 20 tháng 11, các đơn vị gửi báo cáo …»: the date may come first.
    return _REPORT.search(sentence, match.end(), match.end() + 120) is not None


def _with_period(sentence: str, match: re.Match[str]) -> tuple[int, str, str | None]:
    """(start, quote, period): «6 tháng (trước ngày 16/6)» is quoted with the words before the bracket."""
    named = _PERIOD.search(sentence, 0, match.start())
    if named is None:
        return match.start(), match.group(), _period_before(sentence, match.start())
    closed = sentence[match.end() : match.end() + 1] == ")"
    quote = sentence[named.start() : match.end() + (1 if closed else 0)]
    return named.start(), quote, _plain_period(named["period"])


def _period_before(sentence: str, end: int) -> str | None:
    found = list(re.finditer(r"báo cáo\s+(?:\w+\s+){0,4}?(\d{1,2} tháng|quý [IVX\d]+|năm)\b", sentence[:end]))
    return _plain_period(found[-1][1]) if found else None


def _plain_period(words: str) -> str:
    """«06 tháng» → «6 tháng», «hàng năm» → «năm»."""
    plain = re.sub(r"^0+(?=\d)", "", " ".join(words.split()))
    return re.sub(r"^h[àằ]ng (?=năm|tháng|quý)", "", plain, flags=re.IGNORECASE)


def _is_strict(limit: str) -> bool:
    return "trước" in limit.lower() and "chậm nhất" not in limit.lower()


def _duty(found: _Found, recipient: str | None, via: str | None, sender: str | None) -> ReportingDuty:
    duty = ReportingDuty(
        quote=found.quote.strip(),
        kind=found.kind,
        strictly_before=found.strictly,
        recipient=recipient,
        via=via,
        sender=sender,
    )
    if found.kind is DutyKind.MONTHLY:
        return replace(duty, day=found.day)
    if found.kind is DutyKind.YEARLY:
        return replace(duty, day=found.day, month=found.month, period=found.period)
    try:
        return replace(duty, due=dt.date(found.year or 1, found.month or 1, found.day))
    except ValueError:
        return replace(duty, kind=DutyKind.VAGUE, note="ngày ghi trong kế hoạch không có trong lịch")


def _recipient(sentence: str) -> str | None:
    for pattern in (_TO, _REPORT_TO):
        for match in pattern.finditer(sentence):
            before = sentence[max(0, match.start() - 12) : match.start()]
            if "thông qua" in before:
                continue
            body = body_at(sentence, match.end())
            if body:
                return body
    return None


def _via(sentence: str) -> str | None:
    for match in _VIA.finditer(sentence):
        body = body_at(sentence, match.end())
        if body:
            return body
    return None


def _subject(sentence: str) -> str | None:
    plain = sentence.strip()
    if not BODY_START.match(plain):
        return None
    verb = _SUBJECT.search(plain)
    return plain[: verb.start()].strip(" ,") if verb and verb.start() <= 200 else None


def _without_doubles(duties: Sequence[ReportingDuty]) -> Iterator[ReportingDuty]:
    kept: dict[tuple[object, ...], ReportingDuty] = {}
    for duty in duties:
        key: tuple[object, ...] = (
            duty.kind,
            duty.due,
            duty.day,
            duty.month,
            fold(duty.recipient or ""),
            fold(duty.period or ""),
        )
        if duty.kind is DutyKind.VAGUE:
            key = (duty.kind, fold(duty.recipient or ""))
        elif duty.kind is DutyKind.ONCE:
            key = (duty.kind, duty.due, fold(duty.recipient or ""))
        known = kept.get(key)
        if known is None or (duty.sender and not known.sender) or _is_fuller(duty, known):
            kept[key] = duty
    yield from kept.values()


def _is_fuller(duty: ReportingDuty, known: ReportingDuty) -> bool:
    return bool(duty.sender) == bool(known.sender) and len(duty.quote) > len(known.quote)
