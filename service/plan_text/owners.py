"""Who owes a responsibility, where its text says so."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from service.domain.text import sentences
from service.plan_text.letters import UPPER
from service.plan_text.names import begins_with_verb, bodies_in, body_begins, body_end
from service.plan_text.numbering import without_dash

_POLITE = re.compile(
    r"(?:Kính đề nghị|Đề nghị|Giao cho|Giao|Yêu cầu|Phân công|Đối với|Riêng|Trách nhiệm của|Nhiệm vụ của|Về phía)\s+(?:cho\s+)?"
)
#: «Cuối học kỳ, tổ trưởng …»: a time or reason before the subject.
_LEAD = re.compile(
    r"(?:Kết thúc|Cuối|Đầu|Ngày|Hằng|Hàng|Định kỳ|Sau|Trước|Trong|Khi|Căn cứ|Trên cơ sở|Đến|Vào|Từ|Theo|Thực hiện|Tháng|"
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
    r"(?:Cơ quan|Đơn vị|Bộ phận|Người|Cá nhân|Lãnh đạo)(?:[/,]\s*(?:cá nhân|bộ phận|đơn vị|cơ quan))?\s+"
    r"(?:chủ trì|thực hiện|phụ trách|chịu trách nhiệm|đầu mối|tham mưu)(?:\s+(?:thực hiện|chính))?\s*:\s*|"
    r"\b(?:Chủ trì|Phụ trách|Thực hiện|Phân công(?: thực hiện)?|Chịu trách nhiệm|Trách nhiệm(?: thực hiện)?|Đầu mối)\s*:\s*"
)
#: «… – Trường THPT Thống Linh hỗ trợ thực hiện.»
_AFTERWARDS = re.compile(
    rf"\s[-–—(]\s*(?P<owner>[{UPPER}][^.;:()–—]{{2,80}}?)\s+(?:hỗ trợ\s+)?(?:thực hiện|phụ trách|chủ trì|đảm nhiệm)\s*\)?\s*[.;]?\s*$"
)
#: «Giao Phó Hiệu trưởng chủ trì …», «phân công Tổ Văn phòng thực hiện …» inside a sentence.
_ASSIGNED = re.compile(rf"(?:^|[.;,]\s*|\s)(?:[Gg]iao(?: cho)?|[Pp]hân công(?: cho)?)\s+(?=[{UPPER}])")
#: «…, do Công đoàn chủ trì».
_DONE_BY = re.compile(
    r"\bdo\s+(?P<owner>[^.;:,()]{2,80}?)\s+(?:chủ trì|phụ trách|thực hiện|đảm nhiệm|chịu trách nhiệm|tổ chức)\b"
)
#: «Cán bộ phụ trách lĩnh vực giám sát»: the whole heading says who.
_IN_CHARGE = re.compile(
    r"(?:Các )?(?:[Cc]án bộ|[Cc]huyên viên|[Gg]iáo viên|[Nn]hân viên|[Cc]ông chức|[Pp]hó [Cc]hủ tịch|[Pp]hó [Hh]iệu trưởng|[Đđ]ồng chí|"
    r"[Tt]hành viên)\s+(?:được phân công\s+)?phụ trách\s[^.;:,]{3,70}"
)
#: «Cơ quan chủ trì thực hiện theo …»: a part to be played, and nobody's name.
_ROLE = re.compile(r"(?:Cơ quan|Đơn vị|Bộ phận|Người) (?:chủ trì|phối hợp|thực hiện)\b")
#: Words of a label that say what its owner does, and are no part of the name.
_DOES = re.compile(
    r",?\s+(?:có trách nhiệm|có nhiệm vụ|chịu trách nhiệm|chủ trì|phối hợp|thực hiện|tổ chức thực hiện|làm đầu mối|là đầu mối)\b"
)
#: What labels and headings speak of that are no bodies: «Công tác tuyên truyền: …».
_TOPIC = re.compile(
    r"(?:Về|Việc|Công tác|Nội dung|Hình thức|Phương thức|Phương pháp|Biện pháp|Giải pháp|Nhiệm vụ|Hoạt động|Chế độ|Hiệu lực|Kinh phí|"
    r"Nguồn|Thời|Tiến độ|Địa điểm|Đối tượng|Thành phần|Số|Kết quả|Sản phẩm|Mục|Yêu cầu|Chỉ tiêu|Kế hoạch|Chương trình|Phong trào|"
    r"Cuộc|Hội nghị|Hội thi|Lễ|Buổi|Chuyên đề|Chủ đề|Lịch|Tháng|Quý|Năm|Học kỳ|Tuần|Ngày|Đợt|Bước|Giai đoạn|Lưu ý|Ghi chú|Dự kiến|"
    r"Hồ sơ|Tài liệu|Cơ sở (?:vật chất|pháp lý|thực tiễn|hạ tầng)|Trang thiết bị|Điều kiện|Quy|Tiêu|Nguyên|Một số|Các (?:nội dung|hoạt động|nhiệm vụ|biện pháp|giải pháp|chỉ tiêu)|"
    r"Trường hợp|Tình hình|Ưu điểm|Hạn chế|Thuận lợi|Khó khăn|Sau|Trước|Trong|Khi|Nếu|Từ|Đến|Căn cứ|Trên cơ sở|Đồng thời|Ngoài ra)\b",
    re.IGNORECASE,
)
#: A subject is a short phrase; anything longer is a sentence that happens to begin with such a word.
_LONGEST = 200
#: A label that nobody but the plan itself knows for a body is shorter.
_LONGEST_LABEL = 60


def owners_in(text: str, below: Sequence[str] = (), *, assigns: bool = False) -> tuple[str, ...]:
    """The bodies that a responsibility names as those who do it, in the order of the text.

    That is: who is the subject («Hiệu trưởng xây dựng …»), whom the plan charges («Giao … chủ trì»), whom a
    label names («Cơ quan chủ trì: …», «Các khu phố: …»). With `assigns`, where a plan deals its work out, a label
    before a colon is a body even if no list knows it. Those who only help are not owners. Nobody is guessed.
    """
    for found in (
        _labelled([text, *below]),
        _titled(text, below, assigns=assigns),
        _subjects(text),
        _assigned(text),
        _done_by(text),
        _named_afterwards(text),
    ):
        owners = tuple(dict.fromkeys(found))
        if owners:
            return owners
    return ()


def owners_below(dashes: Sequence[str]) -> tuple[str, ...]:
    """Those who do what the lines below a topic say, each as the subject of its line: «- Ban Giám hiệu kiểm tra …»."""
    found: list[str] = []
    for dash in dashes:
        line = without_dash(dash)
        if body_begins(line) and not _ROLE.match(line):
            end = body_end(line, 0)
            if begins_with_verb(line[end:].lstrip(" ,")):
                found += bodies_in(line[:end])
    return tuple(dict.fromkeys(found))


def subject_of(text: str) -> str | None:
    """The phrase that names who does what a sentence says; None where it names nobody."""
    plain = text.strip()
    if _IN_CHARGE.fullmatch(plain):
        return plain
    for begin, small in _beginnings(plain):
        rest = plain[begin:]
        polite = _POLITE.match(rest)
        rest = rest[polite.end() :] if polite else rest
        small = small or polite is not None
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


def _titled(text: str, below: Sequence[str], *, assigns: bool) -> Iterator[str]:
    """«Các khu phố: Tuyên truyền …», «Đồng chí Trưởng Ban Xây dựng Đảng - Trưởng Tiểu ban: Phụ trách chung»."""
    label, colon, rest = text.partition(":")
    first = rest.strip() or without_dash(below[0] if below else "")
    if not colon or not first[:1].isupper() or len(label) > _LONGEST or re.search(r"[.;()]", label):
        return
    polite = _POLITE.match(label)
    name = label[polite.end() :] if polite else label.strip()
    does = _DOES.search(name)
    name = name[: does.start()] if does else name
    is_known = body_begins(name, small=polite is not None)
    if is_known or (assigns and _may_be_body(name) and begins_with_verb(first)):
        yield from bodies_in(name.strip())


def _may_be_body(name: str) -> bool:
    """A short phrase that names no topic and no work."""
    return (
        0 < len(name) <= _LONGEST_LABEL
        and name[:1].isupper()
        and _TOPIC.match(name) is None
        and not begins_with_verb(name)
    )


def _labelled(texts: Sequence[str]) -> Iterator[str]:
    for text in texts:
        for label in _LABEL.finditer(text):
            rest = text[label.end() :]
            if body_begins(rest):
                yield from bodies_in(rest[: body_end(rest, 0)])
            elif (name := re.split(r"[.;(]|\s[-–]\s", rest)[0].strip()) and _is_person(name):
                yield name
    for text, following in itertools.pairwise(texts):
        # «- Cơ quan thực hiện:» with a line for each below it.
        if _LABEL.search(text) and text.rstrip().endswith(":") and body_begins(without_dash(following)):
            yield from _subjects(without_dash(following))


def _assigned(text: str) -> Iterator[str]:
    for found in _ASSIGNED.finditer(text):
        rest = text[found.end() :]
        if body_begins(rest):
            yield from bodies_in(rest[: body_end(rest, 0)])


def _done_by(text: str) -> Iterator[str]:
    for found in _DONE_BY.finditer(text):
        if body_begins(found["owner"], small=True):
            yield from bodies_in(found["owner"])


def _is_person(name: str) -> bool:
    """«Nguyễn Văn A»: two to five words, each with a capital."""
    words = name.split()
    return 2 <= len(words) <= 5 and all(word[:1].isupper() for word in words)


def _named_afterwards(text: str) -> Iterator[str]:
    first, *others = sentences(text) or [""]
    # «… hằng tuần. (Tổng phụ trách Đội thực hiện)»
    for sentence in (first, *(f" {other}" for other in others if other.startswith("("))):
        found = _AFTERWARDS.search(sentence)
        if found and body_begins(found["owner"]):
            yield from bodies_in(found["owner"])
