"""What people submitted: activities and feedback, each with the submission it comes from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class SourceKind(StrEnum):
    """Where a submission was made."""

    FORM = "form"
    SHEET = "sheet"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class SourceRef:
    """One version of one submission. Claims, findings and problems point here."""

    kind: SourceKind
    #: Form id or spreadsheet id.
    source_id: str
    #: Response id, or the row's own identity (never its number).
    record_id: str
    #: lastSubmittedTime of a response, content hash of a row.
    version: str

    @property
    def key(self) -> str:
        """Identity across versions."""
        return f"{self.kind}:{self.source_id}:{self.record_id}"


class ActivityStatus(StrEnum):
    """How far an activity has come, as its reporter says."""

    DONE = "Đã hoàn thành"
    UNDER_WAY = "Đang thực hiện"
    PLANNED = "Mới lên kế hoạch"
    NOTHING = "Không phát sinh trong kỳ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """One thing a unit did for a responsibility."""

    ref: SourceRef
    #: When it reached us, for "as of"; aware.
    submitted_at: dt.datetime
    unit: str
    #: Code in the plan, or None for "Chưa rõ, nhờ nhà trường xếp giúp".
    responsibility: str | None
    title: str
    date: dt.date | None
    result: str
    status: ActivityStatus
    #: None is "not reported", 0 is a true zero.
    participants: int | None = None
    #: Figure label → value; a figure that was not reported is absent.
    figures: Mapping[str, int] = field(default_factory=dict)
    #: Links, as typed.
    evidence: tuple[str, ...] = ()
    #: Verified e-mail of the reporter, or the person named in the unit's sheet.
    reporter: str | None = None


class FeedbackGroup(StrEnum):
    """Who gives feedback."""

    PARENT = "Cha mẹ học sinh"
    PUPIL = "Học sinh"
    STAFF = "Cán bộ, giáo viên, nhân viên"
    OTHER = "Khác"


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """One answer to «Góp ý – phản ánh»; it may be anonymous and never carries a name of ours."""

    ref: SourceRef
    submitted_at: dt.datetime
    group: FeedbackGroup
    #: The plain topic chosen in the form.
    topic: str
    #: Codes that the topic is tied to.
    responsibilities: tuple[str, ...]
    text: str
    #: 1 to 5, None if not answered.
    satisfaction: int | None = None
    wants_answer: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A submission, row or source that could not be used, told to a person who can mend it."""

    #: Stable key, so that the same problem is the same row of «Cần sửa» in the next run.
    key: str
    #: Name of the form or file, as people know it.
    source: str
    #: Cell («Hoạt động!B7») or form answer («phiếu gửi 08:10 ngày 12/3/2025»).
    where: str
    #: Why it could not be used, in Vietnamese.
    reason: str
    #: What to do, in Vietnamese.
    remedy: str
    #: Who can mend it: a unit, «Văn thư», «Người quản trị».
    who: str
    ref: SourceRef | None = None
