"""Where a report stands between its first draft and the post: what people did, folded, and what they may do.

Draft → opinions of staff (Law 10/2022/QH15, article 53 clause 4) → approved by the principal → issued under a
number and a day by the secretary. A report that was issued is never changed: what is to be corrected is told
in a new document of the same kind (Decree 30/2020, article 18), which is its next edition.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from service.domain.dates import short_date
from service.domain.readiness import Blocker


class Stage(StrEnum):
    """Where an edition of a report stands."""

    DRAFT = "đang soạn"
    OPINIONS = "đang lấy ý kiến"
    APPROVED = "đã duyệt"
    ISSUED = "đã ban hành"


class Deed(StrEnum):
    """What was done to a report."""

    OPENED = "opened"  # staff are asked for their opinions
    ASKED = "asked"  # approval by Drive is asked for
    STARTED = "started"  # Drive has begun it
    REFUSED = "refused"  # Drive would not begin it
    DECLINED = "declined"  # the principal has said no there
    APPROVED = "approved"
    REOPENED = "reopened"  # taken back before it was issued
    ISSUED = "issued"
    CORRECTED = "corrected"  # a new edition was begun
    SHEET = "sheet"  # somebody changed the decision in the tab «Kỳ báo cáo»
    UNFOLLOWED = "unfollowed"  # what the tab says cannot be followed now
    UNLOCKED = "unlocked"  # Drive's lock was taken off again


class Way(StrEnum):
    """How somebody did it, in words."""

    PAGE = "trên trang dự thảo"
    SHEET = "ở tab «Kỳ báo cáo»"
    DRIVE = "bằng phê duyệt của Google Drive"
    COMMAND = "bằng lệnh"
    SERVICE = "dịch vụ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What the tab «Kỳ báo cáo» says of one report."""

    #: True for «Đồng ý», False for «Chưa», None for a blank cell.
    approved: bool | None = None
    #: Why it is approved although something speaks against it.
    reason: str = ""
    #: «12» or «12/BC-TC», as the secretary wrote it.
    number: str = ""
    issued_on: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One thing that somebody did to a report."""

    deed: Deed
    at: dt.datetime
    #: Name or address of the person; "" is the service.
    who: str = ""
    way: Way = Way.SERVICE
    #: Why, in the person's words; with APPROVED why in spite of what spoke against it.
    reason: str = ""
    #: With APPROVED: what spoke against it then.
    against: tuple[str, ...] = ()
    #: With ISSUED.
    number: str = ""
    issued_on: dt.date | None = None
    #: With STARTED: Drive's id of the approval.
    approval_id: str = ""
    #: With APPROVED by Drive: the revision that was approved.
    revision: str = ""
    #: With SHEET: what the tab says.
    decided: Decided | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Life:
    """Where one report stands, and how it came there."""

    stage: Stage = Stage.DRAFT
    #: 1 for the first document, 2 for the first correction of it.
    edition: int = 1
    #: When staff were first asked about this edition.
    opened: Act | None = None
    approved: Act | None = None
    issued: Act | None = None
    #: Drive's approval that waits to be begun (ASKED) or for the principal (STARTED); else None.
    pending: Act | None = None
    #: Why Drive did not begin or end well the last time: REFUSED or DECLINED; None after anything else.
    setback: Act | None = None
    #: What the tab said last, and whether it still waits to be followed.
    sheet: Decided | None = None
    waits_for_sheet: bool = False
    #: Why it is not followed.
    unfollowed: Act | None = None
    #: Drive's newest approval of this edition, and whether its lock is still on the Doc.
    approval_id: str = ""
    is_locked: bool = False
    #: All that was done, oldest first.
    acts: tuple[Act, ...] = ()

    @property
    def is_settled(self) -> bool:
        """True once the principal has approved it: nothing is written to its Doc from then on."""
        return self.stage in (Stage.APPROVED, Stage.ISSUED)

    @property
    def is_held(self) -> bool:
        """True while nothing is to be written: settled, or locked by Drive."""
        return self.is_settled or self.is_locked


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What an approval is judged by."""

    #: Reasons why the report is not ready to sign.
    blockers: tuple[Blocker, ...] = ()
    #: Staff were asked for their opinions.
    is_heard: bool = False
    #: Opinions that still wait for an answer.
    unanswered: int = 0
    has_draft: bool = True
    #: Its Doc is not what was approved: one line that says so; "" if it is.
    doc_line: str = ""
    #: The Doc is there and says something else, so that it may be approved anew.
    is_edited: bool = False


def life_of(acts: Iterable[Act]) -> Life:
    """Fold what was done, oldest first."""
    life = Life()
    for act in acts:
        life = replace(_after(life, act), acts=(*life.acts, act))
    return life


def _after(life: Life, act: Act) -> Life:
    match act.deed:
        case Deed.OPENED:
            stage = life.stage if life.is_settled else Stage.OPINIONS
            return replace(life, stage=stage, opened=life.opened or act)
        case Deed.ASKED:
            return replace(life, pending=act, setback=None)
        case Deed.STARTED:
            return replace(life, pending=act, setback=None, approval_id=act.approval_id, is_locked=True)
        case Deed.REFUSED:
            return replace(life, pending=None, setback=act)
        case Deed.DECLINED:
            return replace(_back(life), setback=act)
        case Deed.APPROVED:
            return replace(_back(life), stage=Stage.APPROVED, approved=act)
        case Deed.REOPENED:
            return _back(life)
        case Deed.UNLOCKED:
            return replace(life, is_locked=False)
        case Deed.ISSUED:
            return replace(life, stage=Stage.ISSUED, issued=act, unfollowed=None)
        case Deed.CORRECTED:
            return Life(edition=life.edition + 1, sheet=life.sheet)
        case Deed.SHEET:
            return replace(life, sheet=act.decided, waits_for_sheet=True, unfollowed=None)
        case Deed.UNFOLLOWED:
            return replace(life, unfollowed=act)


def _back(life: Life) -> Life:
    """Where it stood before anybody decided; a word of the tab that was not followed yet is over too."""
    stage = Stage.OPINIONS if life.opened else Stage.DRAFT
    return replace(
        life, stage=stage, approved=None, pending=None, setback=None, waits_for_sheet=False, unfollowed=None
    )


def against_approval(life: Life, ground: Ground) -> tuple[str, ...]:
    """What speaks against approving; each can be overruled with a reason that is kept."""
    return (*(f"{item.reason} {item.remedy}" for item in ground.blockers), *open_questions(life, ground))


def open_questions(life: Life, ground: Ground) -> tuple[str, ...]:
    """What staff are still to be asked or answered before it is approved."""
    found = []
    if not ground.is_heard and life.opened is None:
        found.append(
            "Chưa lấy ý kiến viên chức, người lao động về dự thảo; điểm này phải làm trước khi Hiệu trưởng "
            "quyết định (khoản 4 Điều 53 Luật Thực hiện dân chủ ở cơ sở, số 10/2022/QH15)."
        )
    if ground.unanswered:
        found.append(f"Còn {ground.unanswered} ý kiến về dự thảo chưa được trả lời ở tab «Ý kiến dự thảo».")
    return tuple(found)


def refusal(life: Life, act: Act, ground: Ground) -> str | None:
    """Why this may not be done now, in one Vietnamese line; None if it may."""
    match act.deed:
        case Deed.APPROVED | Deed.ASKED:
            return _no_approval(life, act, ground)
        case Deed.REOPENED:
            if life.stage is Stage.ISSUED:
                return "Báo cáo đã ban hành thì không mở lại được; cần sửa thì lập bản đính chính."
            if not life.is_settled and life.pending is None:
                return "Báo cáo chưa được duyệt nên không có gì để mở lại."
        case Deed.ISSUED:
            return _no_issue(life, act, ground)
        case Deed.CORRECTED:
            if life.stage is not Stage.ISSUED:
                return (
                    "Chỉ báo cáo đã ban hành mới lập bản đính chính; "
                    "bản chưa ban hành thì mở lại rồi sửa trong dự thảo."
                )
        case _:
            pass
    return None


def _no_approval(life: Life, act: Act, ground: Ground) -> str | None:
    if act.deed is Deed.APPROVED and life.stage is Stage.APPROVED and ground.is_edited:
        # The report was judged; it is the words of its Doc that are taken over.
        return None if act.who else "Xin ghi tên người duyệt."
    if life.is_settled:
        who = f" bởi {life.approved.who}" if life.approved and life.approved.who else ""
        return f"Báo cáo này {life.stage.value}{who} rồi."
    if not ground.has_draft:
        return "Kỳ này chưa có dự thảo nên chưa có gì để duyệt."
    if act.deed is Deed.ASKED and life.pending is not None:
        return "Đã gửi yêu cầu phê duyệt trên Google Drive; đang chờ Hiệu trưởng trả lời."
    if not act.who:
        return "Xin ghi tên người duyệt."
    against = against_approval(life, ground)
    if against and not act.reason:
        told = " ".join(against)
        return f"Chưa duyệt được. {told} Nếu vẫn duyệt, xin ghi lý do; lý do được lưu lại."
    return None


def _no_issue(life: Life, act: Act, ground: Ground) -> str | None:
    if life.stage is Stage.ISSUED and life.issued is not None:
        day = f" ngày {short_date(life.issued.issued_on)}" if life.issued.issued_on else ""
        return f"Báo cáo đã ban hành: số {life.issued.number}{day}."
    if life.stage is not Stage.APPROVED or life.approved is None:
        return "Báo cáo chưa được Hiệu trưởng duyệt nên chưa ban hành được."
    if ground.doc_line:
        return ground.doc_line
    if not act.number or act.issued_on is None:
        return "Xin ghi cả số và ngày ban hành."
    if not act.who:
        return "Xin ghi tên người ban hành."
    if act.issued_on > act.at.date():
        return f"Ngày ban hành {short_date(act.issued_on)} chưa đến."
    return None


def told(act: Act, day: dt.date) -> str:
    """«Đã duyệt ngày 29/4/2025, Trần Thu Hà, trên trang dự thảo. Lý do: …»"""
    words = {
        Deed.OPENED: "Bắt đầu lấy ý kiến về dự thảo",
        Deed.ASKED: "Gửi Hiệu trưởng phê duyệt trên Google Drive",
        Deed.STARTED: "Google Drive đã khóa văn bản và báo cho Hiệu trưởng",
        Deed.REFUSED: "Google Drive không nhận yêu cầu phê duyệt",
        Deed.DECLINED: "Hiệu trưởng chưa đồng ý, trả lại để soạn tiếp",
        Deed.APPROVED: "Duyệt",
        Deed.REOPENED: "Mở lại để sửa",
        Deed.ISSUED: "Ban hành",
        Deed.CORRECTED: "Lập bản đính chính",
        Deed.UNLOCKED: "Mở khóa văn bản trên Google Drive",
        Deed.SHEET: "Ghi quyết định ở tab «Kỳ báo cáo»",
        Deed.UNFOLLOWED: "Chưa làm theo được",
    }[act.deed]
    parts = [f"{words} ngày {short_date(day)}"]
    if act.number and act.issued_on:
        parts.append(f"số {act.number}, ký ngày {short_date(act.issued_on)}")
    if act.who:
        parts.append(act.who)
    if act.way is not Way.SERVICE:
        parts.append(act.way.value)
    reason = f" Lý do: {act.reason}" if act.reason else ""
    return ", ".join(parts) + "." + reason


def shown(acts: Sequence[Act]) -> tuple[Act, ...]:
    """Those that people are told of: a changed cell is told by what followed from it."""
    silent = (Deed.SHEET, Deed.UNFOLLOWED, Deed.UNLOCKED)
    return tuple(act for act in acts if act.deed not in silent)
