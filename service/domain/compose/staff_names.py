"""Names of the people who work at the school, found in a text however they are typed.

A list of staff makes sure hits of what no pattern may take for a name: «cô nguyễn thị lan», «thầy bình nói».
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Iterator

from service.domain.text import nfc

#: How people speak of staff; a name in small letters is one only behind these.
_ROLES = "hiệu trưởng|hiệu phó|tổ trưởng|tổ phó|tổng phụ trách|chủ nhiệm"
_TITLE = (
    r"(?<!\w)(?:thầy|cô|anh|chị|ông|bà|em|đồng chí|đ/c|giáo viên|nhân viên|bí thư|kế toán|văn thư|bảo vệ"
    rf"|{_ROLES})(?:\s+(?:giáo|{_ROLES}))?\s+"
)
#: What may come behind a given name in small letters. «thầy bình tĩnh», «cô hiền hậu» name nobody.
_VERBS = (
    "dạy|nói|bảo|mắng|phạt|đánh|quát|la|chửi|thu|cho|giao|chấm|giảng|làm|đi|đến|vào|ra|về|hướng dẫn|trả lời"
    "|giải quyết|chủ nhiệm|phụ trách"
)
_SMALL_WORDS = "đã|đang|sẽ|có|không|chưa|rất|hay|bị|được|là|và|với|ở|lớp|khối|tổ|của|thì|cũng|ơi|nên|phải"
_AFTER = rf"(?=\s*(?:$|[.,;:!?()\"”»…/–-])|\s+(?:{_VERBS}|{_SMALL_WORDS})(?!\w))"
#: Both places of a tone are right: «hoà» and «hòa», «thuý» and «thúy».
_OLD = ["oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"]
_NEW = ["òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"]
_PLACE = re.compile("|".join(_OLD), re.IGNORECASE)
_PLACES = dict(zip(_OLD, _NEW, strict=True))


def staff_spans(text: str, names: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where a text, in composed letters, names one of these people."""
    pattern = _pattern(tuple(sorted({nfc(name).strip() for name in names})))
    if pattern is None:
        return
    for found in pattern.finditer(_one_place(text)):
        yield next(found.span(part) for part in ("full", "short", "given") if found[part] is not None)


@functools.lru_cache(maxsize=8)
def _pattern(names: tuple[str, ...]) -> re.Pattern[str] | None:
    people = [words for name in names if len(words := _one_place(name).split()) > 1]
    if not people:
        return None
    full = _any(people)
    short = _any([words[-2:] for words in people if len(words) > 2] or people)
    given = _any([words[-1:] for words in people])
    return re.compile(
        rf"(?<!\w)(?P<full>{full})(?!\w)|{_TITLE}(?:(?P<short>{short})(?!\w)|(?P<given>{given}){_AFTER})",
        re.IGNORECASE,
    )


def _any(names: Iterable[Iterable[str]]) -> str:
    """One of these names, the longest first."""
    spelt = {r"\s+".join(map(re.escape, words)) for words in names}
    return "|".join(sorted(spelt, key=lambda name: (-len(name), name)))


def _one_place(text: str) -> str:
    """The text with every tone in one of its two places; as long as before."""
    return _PLACE.sub(lambda found: _placed(found[0]), text)


def _placed(pair: str) -> str:
    placed = _PLACES[pair.lower()]
    return "".join(new.upper() if old.isupper() else new for old, new in zip(pair, placed, strict=True))
