"""Values as the pages spell them."""

from __future__ import annotations

import datetime as dt
import re
from difflib import SequenceMatcher
from urllib.parse import urlsplit

from service.config import ZONE
from service.domain.dates import short_date
from service.domain.findings import Status
from service.domain.ladder import Step
from service.domain.records import SourceKind
from service.store import Source
from service.tracing import Trace
from service.workspace import Links

STEPS = {
    Step.AHEAD: "Chưa đến kỳ",
    Step.WATCHED: "Đang nhắc phần còn thiếu",
    Step.DRAFTED: "Có dự thảo",
    Step.OPINIONS: "Lấy ý kiến về dự thảo",
    Step.CLOSED: "Đã khóa số liệu",
    Step.PAST: "Đã qua hạn nộp",
}
#: What stands beside a count for those who do not tell colours apart.
MARKS = {
    Status.UNDER_WAY: "…",
    Status.MISSING: "✕",
    Status.OVERDUE: "!",
    Status.TO_REVIEW: "?",
}
_WORDS = re.compile(r"\S+\s*|\s+")
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật")


def full_day(day: dt.date) -> str:
    """«Thứ Ba, 04/11/2025»."""
    return f"{_WEEKDAYS[day.weekday()]}, {short_date(day)}"


def status_class(status: Status) -> str:
    """The status as the style sheet names it: "under-way"."""
    return status.name.lower().replace("_", "-")


def step_class(step: Step) -> str:
    """The step as the style sheet names it."""
    return f"step-{step.value}"


def told_time(moment: dt.datetime, now: dt.datetime) -> str:
    """«08:10 hôm nay», «14:05 hôm qua», «08:10 ngày 12/3/2025»."""
    local = moment.astimezone(ZONE)
    days = (now.astimezone(ZONE).date() - local.date()).days
    day = {0: "hôm nay", 1: "hôm qua"}.get(days, f"ngày {short_date(local.date())}")
    return f"{local:%H:%M} {day}"


def exact_time(moment: dt.datetime) -> str:
    """«08:10 ngày 12/3/2025»."""
    local = moment.astimezone(ZONE)
    return f"{local:%H:%M} ngày {short_date(local.date())}"


def safe_link(url: str) -> str | None:
    """The address if a browser may be sent there: http and https alone."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return None
    return url.strip() if parts.scheme in ("http", "https") and parts.netloc else None


def source_link(links: Links, source: Source) -> str | None:
    """The page on which people fill in a form or open a spreadsheet."""
    if source.kind == "form":
        # The stand-in may listen on another port than when the form was made.
        path = urlsplit(str(source.detail.get("url", ""))).path
        return safe_link(f"{links.base}{path}") if path else None
    return safe_link(links.spreadsheet(source.file_id))


def trace_link(links: Links, trace: Trace) -> str | None:
    """The page that shows one submission: a response in its form, a row in its sheet."""
    ref = trace.ref
    if ref.kind is SourceKind.FORM:
        return safe_link(f"{links.base}/forms/d/{ref.source_id}/edit#response={ref.record_id}")
    cell = trace.address.rpartition("!")[2]
    address = links.spreadsheet(ref.source_id)
    return safe_link(f"{address}#range={cell}" if cell.isalnum() else address)


def compared(before: str, after: str) -> tuple[tuple[tuple[bool, str], ...], tuple[tuple[bool, str], ...]]:
    """Both texts in parts, word by word: (is it other than in the other text, words)."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    told = [(tag != "equal", "".join(old[a:b]), "".join(new[c:d])) for tag, a, b, c, d in steps]
    return tuple((other, was) for other, was, _ in told if was), tuple(
        (other, now) for other, _, now in told if now
    )


def trace_place(trace: Trace) -> str:
    """«phiếu gửi 08:10 ngày 12/3/2025», «ô Hoạt động!B7»."""
    if trace.address:
        return f"ô {trace.address}"
    return f"phiếu gửi {exact_time(trace.sent_at)}" if trace.sent_at else "không còn trong kho dữ liệu"
