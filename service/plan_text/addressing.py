"""To whom a report goes and through whom."""

from __future__ import annotations

import re

from service.domain.text import fold
from service.plan_text.letters import UPPER
from service.plan_text.names import body_at, body_begins

#: «báo cáo» as something that is sent, not as a talk that is given.
REPORT = re.compile(
    r"(?:gửi|nộp)\s+kết quả|kết quả (?:thực hiện|triển khai|tổ chức)[^,.;]{0,60}\s(?:gửi|nộp)\s|"
    r"tổng hợp(?:,? đánh giá)? kết quả[^.;]{0,60}\s(?:gửi|nộp)\s|"
    r"báo cáo(?!\s+(?:viên|chuyên đề|tham luận|điển hình|đề dẫn|tài chính|trung tâm|thực tế|khoa học|minh họa))",
    re.IGNORECASE,
)
SEND = re.compile(
    r"(?:gửi|nộp)\s+(?:kết quả|số liệu|báo cáo|biểu mẫu|về|cho|đến)|tổng hợp kết quả|(?:gửi|nộp)\s+(?=[A-ZĐỦ])",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:về|cho|đến|tới|lên|trình|gửi|nộp|(?<!phối hợp )(?<!kết hợp )với|báo cáo)\s+(?:với\s+|tới\s+|về\s+|cho\s+|đến\s+|lên\s+)*(?:(?:Đ|đ)ịa chỉ\s+)?",
    re.IGNORECASE,
)
_VIA = re.compile(r"\b(?:thông\s+)?qua\s+(?:đầu mối\s+(?:là\s+)?)?", re.IGNORECASE)
_NEAR_VIA = re.compile(r"(?:thông|bằng)\s+$")


def to_whom(clause: str) -> str | None:
    """The first body that something is sent to; «qua …» is no recipient."""
    began = REPORT.search(clause) or SEND.search(clause)
    for match in _TO.finditer(clause, began.start() if began else 0):
        if _NEAR_VIA.search(clause[: match.start()]):
            continue
        body = body_at(clause, match.end(), small=True)
        if body and not _is_plain_noun(body):
            return body
    return None


def _is_plain_noun(body: str) -> bool:
    """«gửi các đơn vị», «báo cáo các …» name nobody in particular only where they stand for content."""
    return fold(body) in ("truong", "ong", "ba", "ngan hang", "cong", "doanh nghiep")


def via_whom(clause: str) -> str | None:
    for match in _VIA.finditer(clause):
        body = body_at(clause, match.end(), small=True)
        if body:
            person = re.match(
                rf"(?:ông|bà|đồng chí|đ/c|thầy|cô)\s+(?=[{UPPER}])", clause[match.end() :], re.IGNORECASE
            )
            if person or body_begins(clause, match.end()) or not body[:1].isupper():
                return body
    return None


def is_same_body(one: str | None, other: str | None) -> bool:
    """Two names of one body; «UBND» is «Ủy ban nhân dân»."""
    return one is not None and other is not None and _key(one) == _key(other)


def _key(name: str) -> str:
    plain = fold(name)
    for short, long in (("ubnd", "uy ban nhan dan"), ("gd dt", "gddt"), ("giao duc va dao tao", "gddt")):
        plain = re.sub(rf"\b{short}\b", long, plain)
    return plain
