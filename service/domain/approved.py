"""The text that was approved, held against what its Doc says: only that text may be issued."""

from __future__ import annotations

import datetime as dt
import difflib
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from service.domain.dates import short_date
from service.domain.text import nfc

#: What the secretary fills in before the post, and what is to be taken out before the signature.
_NUMBER = re.compile(r"Số:\s*\S*\s*/\s*\S+")
_DAY = re.compile(r"(?P<place>[^,]{1,60}), ngày\b.{0,12}\btháng\b.{0,8}\bnăm\b.{0,12}")
_ENCLOSED = re.compile(
    r"^\(Kèm theo Báo cáo số \S* ?/ ?\S+ ngày(?: \d{1,2})? tháng(?: \d{1,2})? năm(?: \d{4})?"
)
_NOTICE = "[Dành cho Hiệu trưởng"
#: Letters of each side of a change that a line shows.
_SHOWN = 60


class Trouble(StrEnum):
    """What became of the Doc of an approved report."""

    EDITED = "edited"
    #: Edited between the approval and our first reading: nobody can say which text was approved.
    UNCLEAR = "unclear"
    TRASHED = "trashed"
    #: Deleted for good, or not shared with us any more.
    GONE = "gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """A place that says something else than what was approved; one side may be empty."""

    was: str
    now: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DocFault:
    """Why the Doc of an approved report is not what was approved."""

    trouble: Trouble
    edition: int
    document_id: str
    changes: tuple[TextChange, ...] = ()
    #: Who changed the file last, as Drive names them; "" if it does not say.
    who: str = ""
    at: dt.datetime | None = None

    @property
    def is_text(self) -> bool:
        """True if the text is another one, and not the whole file missing."""
        return self.trouble in (Trouble.EDITED, Trouble.UNCLEAR)


def comparable(lines: Iterable[str]) -> tuple[str, ...]:
    """Lines of a Doc as they are held against each other.

    Blanks do not count, nor number, day and the lines for the principal, which change after the approval.
    """
    kept = []
    for line in lines:
        text = " ".join(nfc(line).split())
        if not text or text.startswith(_NOTICE):
            continue
        if _NUMBER.fullmatch(text):
            text = "Số:"
        elif day := _DAY.fullmatch(text):
            text = f"{day['place']}, ngày"
        kept.append(_ENCLOSED.sub("(Kèm theo Báo cáo", text))
    return tuple(kept)


def changes_between(approved: Sequence[str], now: Sequence[str]) -> tuple[TextChange, ...]:
    """Where two texts differ, line by line; both as `comparable` gives them."""
    steps = difflib.SequenceMatcher(None, approved, now, autojunk=False).get_opcodes()
    differing = (
        itertools.zip_longest(approved[a:b], now[c:d], fillvalue="")
        for tag, a, b, c, d in steps
        if tag != "equal"
    )
    return tuple(TextChange(was=was, now=says) for pairs in differing for was, says in pairs)


def told_change(change: TextChange) -> str:
    """««Đã giải quyết 03 đơn» thành «Đã giải quyết 05 đơn»», long texts around what differs."""
    if not change.now:
        return f"bỏ «{_short(change.was)}»"
    if not change.was:
        return f"thêm «{_short(change.now)}»"
    start = _common(change.was, change.now)
    return f"«{_around(change.was, start)}» thành «{_around(change.now, start)}»"


def fault_told(fault: DocFault, label: str, *, is_issued: bool, is_newest: bool, key: str) -> tuple[str, str]:
    """For people: what became of the Doc of the report of a period, and the ways out."""
    issued = " đã ban hành" if is_issued else ""
    report = f"Văn bản báo cáo {label}{issued or ' đã duyệt'}"
    anew = _anew(is_newest, key)
    if fault.trouble is Trouble.TRASHED:
        return f"{report} đang ở trong Thùng rác của Google Drive.", f"Hãy khôi phục tệp{anew}."
    if fault.trouble is Trouble.GONE:
        gone = f"{report} đã bị xóa hẳn hoặc không còn chia sẻ với dịch vụ."
        return gone, f"Hãy chia sẻ lại tệp{anew}."
    after = _ways_out(is_issued)
    if fault.trouble is Trouble.UNCLEAR:
        return f"{report} có người sửa ngay sau lúc duyệt{_by(fault)} nên chưa rõ bản nào được duyệt.", after
    more = f" và {len(fault.changes) - 1} chỗ khác" if len(fault.changes) > 1 else ""
    what = told_change(fault.changes[0]) if fault.changes else "nội dung"
    return f"Văn bản báo cáo {label}{issued} nay khác bản đã duyệt{_by(fault)}: {what}{more}.", after


def _ways_out(is_issued: bool) -> str:
    back = "Hãy trả lại đúng bản đã duyệt («Tệp → Nhật ký phiên bản»)"
    if is_issued:
        return f"{back}; nếu phải sửa thì lập bản đính chính."
    return f"{back}, hoặc Hiệu trưởng duyệt lại bản đã sửa; trong lúc chờ, chưa ghi số ban hành được."


def _anew(is_newest: bool, key: str) -> str:
    return f", hoặc lập văn bản mới từ nội dung đã duyệt: «dunghan draft --anew {key}»" if is_newest else ""


def _by(fault: DocFault) -> str:
    """« (Nguyễn Thị Mai, 09:15 ngày 30/4/2025)»."""
    when = f"{fault.at:%H:%M} ngày {short_date(fault.at.date())}" if fault.at else ""
    told = ", ".join(part for part in (fault.who, when) if part)
    return f" ({told})" if told else ""


def _common(one: str, other: str) -> int:
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _around(text: str, start: int) -> str:
    """The words about a place of a text."""
    first = max(0, start - _SHOWN // 3)
    while first > 0 and not text[first - 1].isspace():
        first -= 1
    return ("…" if first else "") + _short(text[first:])


def _short(text: str) -> str:
    if len(text) <= _SHOWN:
        return text
    # A word is shown whole, unless it is longer than all that is shown.
    cut = text[:_SHOWN].rpartition(" ")[0] or text[: _SHOWN - 1]
    return cut.rstrip() + "…"
