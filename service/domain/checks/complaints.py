"""Which feedback speaks against «hoàn thành»."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from service.domain.checks.evidence import Window
from service.domain.records import Feedback
from service.domain.text import nfc

#: Satisfaction (1 to 5) up to the one is a complaint whatever the words say, from the other on it is none.
UNHAPPY, HAPPY = 2, 4
#: Words that complain. They are looked for with their marks: without them «phản ánh» reads as other words.
_COMPLAINT = re.compile(
    r"(?:không|chưa) (?:\w+ )?hài lòng|bức xúc|thất vọng|phản đối|khiếu nại|tố cáo|(?:quá|rất) (?:chậm|kém)"
    r"|chưa (?:được |nhận được |thấy |có )*(?:trả lời|phản hồi|giải quyết|hồi âm)"
    r"|không (?:được |nhận được |thấy |có )*(?:trả lời|phản hồi|giải quyết|hồi âm)|thiếu minh bạch",
    re.IGNORECASE,
)


def is_complaint(feedback: Feedback) -> bool:
    """True for low satisfaction, or for words that complain without a good mark beside them."""
    mark = feedback.satisfaction
    if mark is not None and mark <= UNHAPPY:
        return True
    return (mark is None or mark < HAPPY) and _COMPLAINT.search(nfc(feedback.text)) is not None


def complaints_by_code(feedback: Iterable[Feedback], until: dt.datetime) -> Mapping[str, Sequence[Feedback]]:
    """The complaints that had come by a moment, by each responsibility they are about, oldest first."""
    found: dict[str, list[Feedback]] = defaultdict(list)
    for item in sorted(feedback, key=lambda item: (item.submitted_at, item.ref)):
        if item.submitted_at <= until and item.responsibilities and is_complaint(item):
            for code in item.responsibilities:
                found[code].append(item)
    return found


def inside(feedback: Iterable[Feedback], window: Window) -> Iterator[Feedback]:
    """Those that came while the period ran; feedback has no other date than that."""
    for item in feedback:
        if window.begins <= item.submitted_at <= min(window.ends, window.closes):
            yield item
