"""The reports that one sentence orders: when, to whom, through whom."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.domain.plan import DutyKind, ReportingDuty
from service.domain.text import fold
from service.plan_text.addressing import REPORT, SEND, is_same_body, to_whom, via_whom
from service.plan_text.headings import is_reporting
from service.plan_text.moments import frequencies_in, frequency_in, points_in
from service.plan_text.names import VERBS
from service.plan_text.owners import subject_of
from service.plan_text.times import Due, dues_in

#: Where «báo cáo» is no duty: a purpose, a thing received, a thing that only is spoken of.
_NO_DUTY = re.compile(
    r"(?:để|nhằm|làm cơ sở|phục vụ|theo dõi,|xem xét|nhận|tiếp nhận|từ|trên cơ sở|theo|qua|việc|(?<!thực hiện )chế độ|các|những|"
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
#: What a report is about. Without it, and without any time, «báo cáo Chi ủy» only asks for leave.
_CONTENT = re.compile(
    r"báo cáo\s+(?:tổng hợp |bằng văn bản |đầy đủ )*(?:về )?(?:kết quả|tình hình|tiến độ|việc|công tác|số liệu|sơ kết|tổng kết|đánh giá|định kỳ)|"
    r"(?:kết quả|tình hình|tiến độ|tổng hợp|sơ kết|tổng kết|đánh giá|chế độ|thông tin)[^.;]{0,60}báo cáo|(?:gửi|nộp)\s+báo cáo|báo cáo\s+gửi",
    re.IGNORECASE,
)
#: Bodies inside the unit: a report to them without any time is no duty but how people work.
_INSIDE = tuple(
    fold(body)
    for body in [
        "Ban Giám hiệu", "BGH", "Hiệu trưởng", "Phó Hiệu trưởng", "nhà trường", "trường", "Ban Giám đốc",
        "tổ trưởng", "lãnh đạo trường", "lãnh đạo nhà trường", "ông", "bà", "đồng chí",
    ]
)  # fmt: skip
_AIMS = re.compile(r"(?:gửi|nộp|tổng hợp|báo cáo|định kỳ|sơ kết|tổng kết|thực hiện)\b", re.IGNORECASE)
_VERB = re.compile(rf"(?<!\w)(?:{VERBS})(?!\w)")
#: «báo cáo …, tổ chức hội nghị trước ngày …»: another work came in between.
_OTHER_WORK = re.compile(
    r"(?:,|;|\bvà)\s+(?:tổ chức|hoàn thành|triển khai|xây dựng|ban hành|đăng ký)\s", re.IGNORECASE
)
#: Words that say how and how often a report is made.
_MANNER = re.compile(
    r"(?<!\w)(?:có trách nhiệm|chịu trách nhiệm|phải|cần|nghiêm túc|kịp thời|đầy đủ|định kỳ|tổng hợp|gửi|nộp|lập|viết|thực hiện|"
    r"hoàn thành|chế độ|thông tin|sơ kết|tổng kết|đánh giá|kết quả|tình hình|và|bằng văn bản|đúng hạn|theo quy định|đề nghị|yêu cầu|"
    r"h[àằ]ng (?:tháng|quý|năm|tuần)|mỗi (?:tháng|quý|năm|học kỳ)|(?:0?\d{1,2}) tháng|một lần|đầu năm|cuối năm|năm học|năm|quý|"
    r"học kỳ(?: I{1,2}| [12])?|trên)(?!\w)",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    r"\W*(?:và\s+)?(?:6|0|9|năm|quý|học kỳ|trước|chậm|tổng kết|sơ kết|cuối|đối với)", re.IGNORECASE
)


def duties_in(sentence: str, *, about: bool) -> list[ReportingDuty]:
    """The duties of a sentence in their order; `about` says that it stands where reports are spoken of."""
    found = list(_by_clause(sentence, about))
    return [_addressed(duty, found[place + 1 :]) for place, duty in enumerate(found)]


def after_title(sentence: str) -> str:
    """«Chế độ báo cáo: Các đơn vị …» → «Các đơn vị …»."""
    title, mark, rest = sentence.partition(":")
    return rest.strip() if mark and is_reporting(title) and rest.strip() else sentence


def orders_nothing_else(text: str) -> bool:
    """True if a sentence says of its work only that a report is made of it and sent."""
    return all(_is_only_report(clause) for clause in _clauses(after_title(text)))


def _is_only_report(clause: str) -> bool:
    reports = REPORT.search(clause) or SEND.search(clause)
    if reports is None:
        return _GOES_ON.match(clause) is not None
    works = (m for m in _VERB.finditer(clause, reports.end()) if not _AIMS.match(m.group()))
    joined = any(re.search(r"(?:,|\bvà)\s+$", clause[: work.start()]) for work in works)
    return not joined and not _words_before(clause[: reports.start()])


def _words_before(text: str) -> str:
    """What is said before «báo cáo» beside who does it, when and how: another work, where anything is left."""
    subject = subject_of(text)
    rest = text[text.find(subject) + len(subject) :] if subject else text
    for due in dues_in(rest):
        rest = rest.replace(due.quote, " ")
    for point in reversed(points_in(rest)):
        rest = rest[: point.start()] + rest[point.end() :]
    return _MANNER.sub(" ", rest).strip(" ,.:;-–+()")


def _addressed(duty: ReportingDuty, later: Sequence[ReportingDuty]) -> ReportingDuty:
    """«báo cáo tháng …; báo cáo năm … về Phòng Nội vụ»: the recipient comes at the end for all."""
    if duty.recipient is not None:
        return duty
    named = next((other for other in later if other.recipient is not None), None)
    if named is None or (named.sender is not None and named.sender != duty.sender):
        return duty
    return replace(duty, recipient=named.recipient, via=duty.via or named.via)


def _by_clause(sentence: str, about: bool) -> Iterator[ReportingDuty]:
    clauses = _clauses(sentence)
    said_report = about
    recipient = via = sender = None
    for place, clause in enumerate(clauses):
        reports = REPORT.search(clause) is not None or (about and SEND.search(clause) is not None)
        dues = [due for due in dues_in(clause) if _is_of_report(clause, due, said_report, about)]
        dues = _without_earlier_work(clause, dues)
        if reports or dues:
            own = to_whom(clause) or (_first_to(clauses[place + 1 :]) if reports else None)
            recipient = own or recipient
            # Who is told anew is not told through the one before.
            via = via_whom(clause) or (None if own else via)
            sender = subject_of(after_title(clause)) or sender
        for due, to in zip(dues, _recipients(clause, dues, recipient), strict=True):
            other = to is not None and not is_same_body(to, recipient)
            yield replace(
                _duty(due), recipient=to, via=None if other else via, sender=None if other else sender
            )
        later = clauses[place + 1 :]
        if not dues and (reports or (about and points_in(clause) and _speaks_of_reports(clause, later))):
            yield from _vague(clause, recipient, via, sender, about)
        said_report = said_report or reports


def _speaks_of_reports(clause: str, later: Sequence[str]) -> bool:
    """A time that belongs to a report: nothing else is told of it, or «…; đồng thời báo cáo …» follows."""
    return not _words_before(clause) or any(REPORT.search(part) for part in later)


def _without_earlier_work(clause: str, dues: list[Due]) -> list[Due]:
    """«Tổng kết trước ngày 31/5, báo cáo trước ngày 05/6»: the report's own date stands behind it."""
    report = REPORT.search(clause)
    if report is None or not any(due.start >= report.end() for due in dues):
        return dues
    return [due for due in dues if due.end > report.start() or due.has_own_period]


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


def _first_to(later: Sequence[str]) -> str | None:
    """A recipient that a later clause names: «6 tháng trước ngày …; năm trước ngày … về Sở»."""
    return next((to for part in later if not REPORT.search(part) and (to := to_whom(part))), None)


def _is_of_report(clause: str, due: Due, said_report: bool, about: bool) -> bool:
    """The date limits a report, and not some work that is told in the same sentence."""
    before = clause[: due.start]
    sent = list(_OTHER_THING.finditer(before))
    if sent and not REPORT.search(before, sent[-1].start()):
        return False
    reports = list(REPORT.finditer(before)) or [m for m in SEND.finditer(before) if about or said_report]
    if reports:
        return _OTHER_WORK.search(before, reports[-1].end()) is None
    if about:
        return True
    after = REPORT.search(clause, due.end) or re.search(r"(?:gửi|nộp)\s+báo cáo", clause[due.end :])
    if after is None:
        return said_report and _GOES_ON.match(clause) is not None
    # «Trước ngày 20 tháng 11, các đơn vị gửi báo cáo …»: the date comes first, with no other work before it.
    works = [m for m in _VERB.finditer(before[:1].lower() + before[1:]) if not _AIMS.match(m.group())]
    return due.has_own_period or not works


# --- without a date --------------------------------------------------------------------------------


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
    if _CONDITION.search(clause) and not (timed or (often and (about or recipient is not None))):
        return False
    if recipient is None:
        return about and (timed or often)
    inside = fold(recipient).startswith(_INSIDE)
    if timed or (often and (about or not inside)):
        return True
    return not inside and (about or (not _ELSEWHERE.search(clause) and _CONTENT.search(clause) is not None))


def _vague_quote(clause: str, act: re.Match[str], often: re.Match[str] | None, recipient: str | None) -> str:
    """From how often, or from «báo cáo», to the recipient; one that follows «báo cáo» at once stays outside."""
    start = min(act.start(), often.start()) if often else act.start()
    end = max([act.end(), *(found.end() for found in frequencies_in(clause, act.end()))])
    place = clause.find(recipient, act.end()) if recipient else -1
    if recipient is not None and place >= 0 and clause[act.end() : place].strip():
        end = max(end, place + len(recipient))
    if often is not None and often.start() > end:
        end = max(found.end() for found in frequencies_in(clause, often.start()))
    return clause[start:end].strip()


def _is_act(clause: str, match: re.Match[str]) -> bool:
    # The words right before it: what stands farther off says nothing of it.
    before = clause[max(0, match.start() - 60) : match.start()]
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
