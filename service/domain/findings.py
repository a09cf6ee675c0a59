"""What the check says of each responsibility, owner and period, with the rule and the evidence for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from service.domain.records import SourceRef


class Status(StrEnum):
    """Statuses as people see them."""

    DONE = "Hoàn thành"
    UNDER_WAY = "Đang thực hiện"
    MISSING = "Chưa có báo cáo"
    OVERDUE = "Quá hạn"
    TO_REVIEW = "Cần xem lại"
    NOT_YET = "Chưa đến kỳ"
    NOTHING = "Không phát sinh"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A submission that was not counted, and why (in Vietnamese)."""

    ref: SourceRef
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The state of one responsibility for one owner in one period."""

    code: str
    #: Unit that owes it; empty string where nobody has been named yet.
    owner: str
    #: Key of the period.
    period: str
    status: Status
    #: Name of the rule that gave the status: "done.enough-with-evidence".
    rule: str
    #: Why, in Vietnamese, for the review Sheet.
    reason: str
    #: Submissions counted, oldest first.
    counted: tuple[SourceRef, ...] = ()
    #: Submissions that say «không phát sinh trong kỳ»; only they allow a report to say so.
    said_nothing: tuple[SourceRef, ...] = ()
    refused: tuple[Refusal, ...] = ()
    #: Submissions that contradict the status (feedback against «done», «done» without evidence).
    contradicted_by: tuple[Refusal, ...] = ()
    #: Each figure over the counted activities (sums; of what is left over, the last); absent if not reported.
    figures: Mapping[str, int] = field(default_factory=dict)
    #: Links of the counted activities, each once.
    evidence: tuple[str, ...] = ()
    last_activity: dt.date | None = None
