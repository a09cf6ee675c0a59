"""Reports that a plan owes: when, to whom, through whom, by whom."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.plan import DutyKind, ReportingDuty
from service.domain.text import fold, sentences
from service.plan_text.addressing import REPORT, SEND, is_same_body, to_whom, via_whom
from service.plan_text.headings import is_reporting
from service.plan_text.moments import frequencies_in, frequency_in, points_in
from service.plan_text.names import VERBS
from service.plan_text.owners import subject_of
from service.plan_text.times import Due, dues_in

#: Where «báo cáo» is no duty: a purpose, a thing received, a thing that only is spoken of.
_NO_DUTY = re.compile(
    r"(?:để|nhằm|làm cơ sở|phục vụ|theo dõi,|xem xét|nhận|tiếp nhận|từ|trên cơ sở|theo|qua|việc|thực hiện chế độ|chế độ|các|những|"
    r"chuẩn bị(?: đầy đủ)?|đề cương|mẫu|nội dung|trong|có|nghe|thông qua|duyệt|phê duyệt|trực tiếp)\s+(?:tổng hợp,?\s+)?(?:kịp thời\s+)?$",
    re.IGNORECASE,
)
_RECEIVED = re.compile(r"báo cáo\s+(?:từ|của|do)\b", re.IGNORECASE)
#: Things that are sent and are no reports.
_OTHER_THING = re.compile(
    r"(?:gửi|nộp|xây dựng|ban hành|lập|đăng ký)\s+(?:bản\s+|các\s+)?(?:kế hoạch|hồ sơ|danh sách|đăng ký|bài|sản phẩm|phiếu|"
    r"tờ trình|dự toán|đề xuất|nội dung đăng ký|chương trình|văn bản cử)\b",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(r"theo (?:đúng )?(?:quy định|yêu cầu|hướng dẫn|đề cương)", re.IGNORECASE)
_CONDITION = re.compile(
    r"(?:nếu|khi|trường hợp)\s+(?:có|gặp|phát sinh|xảy ra|cần)|(?:khó khăn|vướng mắc)[^.;]{0,60}(?:báo cáo|phản ánh|thông tin|liên hệ)|đột xuất",
    re.IGNORECASE,
)
#: Bodies inside the unit: a report to them without any time is no duty but how people work.
_INSIDE = tuple(
    fold(body)
    for body in [
        "Ban Giám hiệu",
        "BGH",
        "Hiệu trưởng",
        "Phó Hiệu trưởng",
        "nhà trường",
        "trường",
        "Ban Giám đốc",
        "tổ trưởng",
        "lãnh đạo trường",
        "lãnh đạo nhà trường",
        "ông",
        "bà",
        "đồng chí",
    ]
)
_AIMS = re.compile(r"(?:gửi|nộp|tổng hợp|báo cáo|định kỳ|sơ kết|tổng kết|thực hiện)\b", re.IGNORECASE)
_VERB = re.compile(rf"(?<!\w)(?:{VERBS})(?!\w)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph in which a duty may stand, with what its place in the plan says of it."""

    text: str
    #: The body under whose heading it stands.
    sender: str | None = None
    #: Under a heading such as «Chế độ báo cáo»: what is said there is about reports.
    is_about_reports: bool = False
    #: What it belongs to; passages of one place may complete each other.
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    duty: ReportingDuty
    passage: Passage
    #: The sentence itself names the sender.
    names_sender: bool
    #: A vague one that says at least how often or at what time.
    is_timed: bool


def reporting_duties(passages: Sequence[Passage]) -> tuple[ReportingDuty, ...]:
    """The duties in the order of the text; one said twice is kept once, as the reporting section says it."""
    found: list[_Found] = []
    leading: tuple[str, ReportingDuty] | None = None
    for passage in passages:
        announced = leading[1] if leading is not None and leading[0] == passage.place else None
        found += _in_passage(passage, announced)
        if _announces(passage):
            to = to_whom(passage.text)
            duty = ReportingDuty(quote="", kind=DutyKind.VAGUE, recipient=to, via=via_whom(passage.text))
            leading = (passage.place, replace(duty, sender=subject_of(passage.text) or passage.sender))
    found = [_completed(item, passages) for item in found]
    return tuple(item.duty for item in _without_doubles(found))


def _announces(passage: Passage) -> bool:
    return passage.text.rstrip().endswith(":") and REPORT.search(passage.text) is not None


def _in_passage(passage: Passage, announced: ReportingDuty | None) -> Iterator[_Found]:
    about = passage.is_about_reports or announced is not None
    subject: str | None = None
    for sentence in sentences(passage.text):
        own = subject_of(_after_title(sentence))
        # In a paragraph on reports a sentence without a subject goes on with that of the one before.
        subject = own or (subject if about else None)
        for duty in _in_sentence(sentence, about):
            named = duty.sender is not None or own is not None
            full = _announced_with(duty, announced) if announced is not None else duty
            sender = full.sender or subject or passage.sender
            full = replace(full, sender=None if is_same_body(sender, full.recipient) else sender)
            timed = full.kind is not DutyKind.VAGUE or bool(points_in(sentence) or frequency_in(sentence))
            yield _Found(full, passage, named, timed)


def _announced_with(duty: ReportingDuty, announced: ReportingDuty) -> ReportingDuty:
    """What the sentence above a list says of all its items."""
    return replace(
        duty,
        recipient=duty.recipient or announced.recipient,
        via=duty.via or announced.via,
        sender=duty.sender or announced.sender,
    )


def _after_title(sentence: str) -> str:
    """«Chế độ báo cáo: Các đơn vị …» → «Các đơn vị …»."""
    title, mark, rest = sentence.partition(":")
    return rest.strip() if mark and is_reporting(title) and rest.strip() else sentence


def _in_sentence(sentence: str, about: bool) -> Iterator[ReportingDuty]:
    clauses = _clauses(sentence)
    said_report = about
    recipient = via = sender = None
    for clause in clauses:
        reports = REPORT.search(clause) is not None or (about and SEND.search(clause) is not None)
        dues = [due for due in dues_in(clause) if _is_of_report(clause, due, said_report, about)]
        if reports or dues:
            recipient = to_whom(clause) or (
                recipient if not reports else _first_to(clauses, clause) or recipient
            )
            via = via_whom(clause) or (via if recipient == to_whom(clause) or not reports else None)
            sender = subject_of(_after_title(clause)) or sender
        for due, to in zip(dues, _recipients(clause, dues, recipient), strict=True):
            other = to is not None and not is_same_body(to, recipient)
            yield replace(
                _duty(due), recipient=to, via=None if other else via, sender=None if other else sender
            )
        if not dues and (reports or (about and points_in(clause))):
            yield from _vague(clause, recipient, via, sender, about)
        said_report = said_report or reports


def _recipients(clause: str, dues: Sequence[Due], common: str | None) -> list[str | None]:
    """Who gets each report: «gửi Sở A trước ngày …, để báo cáo Bộ B trước ngày …» names two."""
    found: list[str | None] = [common]
    first = to_whom(clause[: dues[0].start]) if dues else None
    for before, due in itertools.pairwise(dues):
        between = clause[before.end : due.start]
        found.append((to_whom(between) if first and REPORT.search(between) else None) or found[-1])
    return found[: len(dues)]


def _clauses(sentence: str) -> list[str]:
    """The parts between semicolons that stand in no bracket."""
    parts, depth, start = [], 0, 0
    for place, letter in enumerate(sentence):
        depth += (letter == "(") - (letter == ")")
        if letter == ";" and depth <= 0:
            parts.append(sentence[start:place].strip())
            start = place + 1
    return [part for part in [*parts, sentence[start:].strip()] if part]


def _first_to(clauses: Sequence[str], clause: str) -> str | None:
    """A recipient that a later clause names: «6 tháng trước ngày …; năm trước ngày … về Sở»."""
    after = clauses[clauses.index(clause) + 1 :]
    return next((to for part in after if not REPORT.search(part) and (to := to_whom(part))), None)


def _is_of_report(clause: str, due: Due, said_report: bool, about: bool) -> bool:
    """The date limits a report, and not some work that is told in the same sentence."""
    before = clause[: due.start]
    sent = list(_OTHER_THING.finditer(before))
    if sent and not REPORT.search(before, sent[-1].start()):
        return False
    reports = list(REPORT.finditer(before)) or [m for m in SEND.finditer(before) if about or said_report]
    if reports:
        between = before[reports[-1].end() :]
        # «báo cáo …, tổ chức hội nghị trước ngày …»: another work came in between.
        other = re.search(
            r"(?:,|;|\bvà)\s+(?:tổ chức|hoàn thành|triển khai|xây dựng|ban hành|đăng ký)\s", between
        )
        return other is None
    if about:
        return True
    after = REPORT.search(clause, due.end) or re.search(r"(?:gửi|nộp)\s+báo cáo", clause[due.end :])
    if after is None:
        return (
            said_report
            and re.match(r"\W*(?:và\s+)?(?:6|0|9|năm|quý|học kỳ|trước|chậm|tổng kết|sơ kết|cuối)", clause)
            is not None
        )
    # «Trước ngày 20 tháng 11, các đơn vị gửi báo cáo …»: the date comes first, with no other work before it.
    works = [m for m in _VERB.finditer(before[:1].lower() + before[1:]) if not _AIMS.match(m.group())]
    return due.has_own_period or not works


def _vague(
    clause: str, recipient: str | None, via: str | None, sender: str | None, about: bool
) -> Iterator[ReportingDuty]:
    """A report without a date; where even the recipient or any time is missing it must be worth asking about."""
    acts = [m for m in REPORT.finditer(clause) if _is_act(clause, m)]
    if about and not acts:
        acts = list(SEND.finditer(clause))
    points = [point for point in points_in(clause) if acts or about]
    often = frequency_in(clause)
    if not (acts or points) or not _is_worth_asking(clause, recipient, bool(points), bool(often), about):
        return
    duty = ReportingDuty(quote="", kind=DutyKind.VAGUE, recipient=recipient, via=via, sender=sender)
    if points:
        for point in points:
            yield replace(duty, quote=point.group().strip())
        return
    yield replace(duty, quote=_vague_quote(clause, acts[0], often, recipient))


def _is_worth_asking(clause: str, recipient: str | None, timed: bool, often: bool, about: bool) -> bool:
    """A report without a date is asked about where the plan itself orders it, and to whom."""
    if _CONDITION.search(clause) and not (timed or (often and about)):
        return False
    if recipient is None:
        return about and (timed or often)
    inside = fold(recipient).startswith(_INSIDE)
    if timed or (often and (about or not inside)):
        return True
    return not inside and not _ELSEWHERE.search(clause)


def _vague_quote(clause: str, act: re.Match[str], often: re.Match[str] | None, recipient: str | None) -> str:
    """From how often, or from «báo cáo», to the recipient; one that follows «báo cáo» at once stays outside."""
    start = min(act.start(), often.start()) if often else act.start()
    end = max([act.end(), *(found.end() for found in frequencies_in(clause, act.end()))])
    place = clause.find(recipient, act.end()) if recipient else -1
    if recipient is not None and place >= 0 and clause[act.end() : place].strip():
        end = max(end, place + len(recipient))
    return clause[start:end].strip()


def _is_act(clause: str, match: re.Match[str]) -> bool:
    before = clause[: match.start()]
    return not _NO_DUTY.search(before) and not _RECEIVED.match(clause, match.start())


def _duty(due: Due) -> ReportingDuty:
    note = f"trước {due.hour.strip()} của ngày đó" if due.hour else None
    duty = ReportingDuty(quote=due.quote, kind=due.kind, strictly_before=due.strictly_before, note=note)
    if due.kind is DutyKind.MONTHLY:
        return replace(duty, day=due.day)
    if due.kind is DutyKind.YEARLY:
        return replace(duty, day=due.day, month=due.month, period=due.period)
    try:
        return replace(duty, due=dt.date(due.year or 1, due.month or 1, due.day or 1))
    except ValueError:
        return replace(duty, kind=DutyKind.VAGUE, note="ngày ghi trong kế hoạch không có trong lịch")


def _completed(found: _Found, passages: Sequence[Passage]) -> _Found:
    """A recipient that only another paragraph of the same reporting item names."""
    duty, passage = found.duty, found.passage
    if duty.recipient is not None or not passage.is_about_reports:
        return found
    for other in passages:
        if other.place == passage.place and other.is_about_reports and (to := to_whom(other.text)):
            return replace(found, duty=replace(duty, recipient=to, via=duty.via or via_whom(other.text)))
    return found


# --- once each -------------------------------------------------------------------------------------


def _without_doubles(found: Sequence[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for item in found:
        same = next((i for i, other in enumerate(kept) if _is_double(item, other)), None)
        if same is None:
            kept.append(item)
        elif _rank(item) > _rank(kept[same]):
            kept[same] = item
    dated = [item.duty for item in kept if item.duty.kind is not DutyKind.VAGUE]
    return [
        item
        for item in kept
        if item.duty.kind is not DutyKind.VAGUE
        or item.is_timed
        or not any(is_same_body(item.duty.recipient, duty.recipient) for duty in dated)
    ]


def _is_double(one: _Found, other: _Found) -> bool:
    a, b = one.duty, other.duty
    if (a.kind, a.due, a.day, a.month) != (b.kind, b.due, b.day, b.month):
        return False
    if a.kind is DutyKind.VAGUE and (one.is_timed or other.is_timed) and fold(a.quote) != fold(b.quote):
        return False
    periods = a.period is None or b.period is None or fold(a.period) == fold(b.period)
    return periods and (is_same_body(a.recipient, b.recipient) or a.recipient is None or b.recipient is None)


def _rank(found: _Found) -> tuple[bool, bool, bool, int]:
    return (
        found.passage.is_about_reports,
        found.duty.recipient is not None,
        found.names_sender,
        len(found.duty.quote),
    )
