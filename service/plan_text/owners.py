"""Who owes a responsibility, where its text says so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from service.domain.text import sentences
from service.plan_text.letters import UPPER
from service.plan_text.names import bodies_in, body_begins, body_end
from service.plan_text.numbering import without_dash

_POLITE = re.compile(
    r"(?:Kính đề nghị|Đề nghị|Giao cho|Giao|Yêu cầu|Phân công|Đối với|Riêng|Trách nhiệm của|Nhiệm vụ của|Về phía)\s+(?:cho\s+)?"
)
#: «Cuối học kỳ, tổ trưởng …»: a time or reason before the subject.
_LEAD = re.compile(
    r"(?:Kết thúc|Cuối|Đầu|Hằng|Hàng|Định kỳ|Sau|Trước|Trong|Khi|Căn cứ|Trên cơ sở|Đến|Vào|Từ|Theo|Thực hiện|Tháng|"
    r"Chậm nhất|Ngay|Mỗi (?:tháng|quý|năm|tuần|học kỳ)|Muộn nhất)\b",
    re.IGNORECASE,
)
#: Where words that say when or why have ended for certain.
_LEAD_ENDS = re.compile(r"[;:.]\s|\b(?:gửi|nộp|tổng hợp|báo cáo)\b")
#: «…, giáo viên và cộng đồng trong việc chăm lo …»: bodies that are spoken of, and do nothing here.
_TOLD_OF = re.compile(r"\s*(?:trong|về|đối với) (?:việc|công tác)\b")
_COMMA = re.compile(r",\s+")
#: The subject stands within so many letters of the beginning.
_LONGEST_LEAD = 250
#: «- Cơ quan chủ trì: Sở Nội vụ», «Phụ trách: …», «(Thực hiện: …)».
_LABEL = re.compile(
    r"(?:Cơ quan|Đơn vị|Bộ phận|Người|Cá nhân)(?:[/,]\s*(?:cá nhân|bộ phận|đơn vị|cơ quan))?\s+"
    r"(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|đầu mối)(?:\s+(?:thực hiện|chính))?\s*:\s*|"
    r"\b(?:Chủ trì|Phụ trách|Thực hiện|Phân công|Chịu trách nhiệm)\s*:\s*"
)
#: «… – Trường THPT Thống Linh hỗ trợ thực hiện.»
_AFTERWARDS = re.compile(
    rf"\s[-–—(]\s*(?P<owner>[{UPPER}][^.;:()–—]{{2,80}}?)\s+(?:hỗ trợ\s+)?(?:thực hiện|phụ trách|chủ trì|đảm nhiệm)\s*\)?\s*[.;]?\s*$"
)
#: «Giao Phó Hiệu trưởng chủ trì …», «phân công Tổ Văn phòng thực hiện …» inside a sentence.
_ASSIGNED = re.compile(rf"(?:^|[.;,]\s*|\s)(?:[Gg]iao(?: cho)?|[Pp]hân công(?: cho)?)\s+(?=[{UPPER}])")
_LEADS = re.compile(r"[\s,]*(?:chủ trì|chịu trách nhiệm|làm đầu mối|là đầu mối)(?!\w)")
#: A subject is a short phrase; anything longer is a sentence that happens to begin with such a word.
_LONGEST = 200


def owners_in(text: str, below: Sequence[str] = ()) -> tuple[str, ...]:
    """The bodies that a responsibility names as those who do it, in the order of the text.

    That is: who is the subject («Hiệu trưởng xây dựng …»), whom the plan charges («Giao … chủ trì»), whom a
    label names («Cơ quan chủ trì: …»). Those who only help a leading body are not owners. Nobody is guessed.
    """
    for found in (
        _labelled([text, *below]),
        _subjects(text),
        _assigned(text),
        _named_afterwards(text),
    ):
        owners = tuple(dict.fromkeys(found))
        if owners:
            return owners
    return ()


def subject_of(text: str) -> str | None:
    """The phrase that names who does what a sentence says; None where it names nobody."""
    plain = text.strip()
    for begin, small in _beginnings(plain):
        rest = plain[begin:]
        polite = _POLITE.match(rest)
        rest = rest[polite.end() :] if polite else rest
        if body_begins(rest, small=small):
            end = body_end(rest, 0)
            if small and _TOLD_OF.match(rest, end):
                continue
            subject = rest[:end].strip(" ,")
            return subject if len(subject) <= _LONGEST else None
    return None


def _beginnings(text: str) -> Iterator[tuple[int, bool]]:
    """Where the subject may begin: at once, or after each comma of the words that say when or why."""
    yield 0, False
    if _LEAD.match(text):
        first = _LEAD_ENDS.search(text)
        for comma in _COMMA.finditer(text, 0, min(_LONGEST_LEAD, first.start() if first else len(text))):
            yield comma.end(), True


def is_body(text: str) -> bool:
    """True for a heading that is a body's name and nothing else: «1. Sở Giáo dục và Đào tạo»."""
    plain = re.sub(r"\s*\([^)]*\)", "", text).strip().rstrip(":").strip()
    subject = subject_of(plain)
    polite = _POLITE.match(plain)
    return subject is not None and len(subject) >= len(plain) - (polite.end() if polite else 0) - 1


def _subjects(text: str) -> Iterator[str]:
    subject = subject_of(text)
    if subject is None:
        return
    yield from bodies_in(subject)


def _labelled(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for label in _LABEL.finditer(text):
            rest = text[label.end() :]
            if body_begins(rest):
                yield from bodies_in(rest[: body_end(rest, 0)])
    for text, following in itertools.pairwise(texts):
        # «- Cơ quan thực hiện:» with a line for each below it.
        if _LABEL.search(text) and text.rstrip().endswith(":") and body_begins(without_dash(following)):
            yield from _subjects(without_dash(following))


def _assigned(text: str) -> Iterator[str]:
    for found in _ASSIGNED.finditer(text):
        rest = text[found.end() :]
        if body_begins(rest):
            yield from bodies_in(rest[: body_end(rest, 0)])


def _named_afterwards(text: str) -> Iterator[str]:
    first, *others = sentences(text) or [""]
    # «… hằng tuần. (Tổng phụ trách Đội thực hiện)»
    for sentence in (first, *(f" {other}" for other in others if other.startswith("("))):
        found = _AFTERWARDS.search(sentence)
        if found and body_begins(found["owner"]):
            yield from bodies_in(found["owner"])
