"""What keeps a report from being signed: small rules, each of which says why and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.domain.dates import short_date
from service.domain.expectations import Period, SchoolProfile

#: Stands in the letterhead until somebody says which body is above the school; never guessed.
PARENT_OPEN = "[CƠ QUAN CHỦ QUẢN]"
#: Where people choose who comes after what has ended.
DIRECTORY_PAGE = "/danh-ba"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One reason why a report is not ready to sign."""

    #: Stable over runs: "window", "parent-open", "ended:agency:…".
    key: str
    #: In Vietnamese, whole sentences: why, and what a person should do.
    reason: str
    remedy: str
    #: Address of the page where it is done; "" where that is the school's spreadsheet or the Doc.
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What the readiness of one report is judged by."""

    period: Period
    #: As the letterhead has it.
    profile: SchoolProfile


Rule = Callable[[ReportFacts], Iterator[Blocker]]


def unconfirmed_window(facts: ReportFacts) -> Iterator[Blocker]:
    """Nobody has signed for the days that the report covers."""
    period = facts.period
    if period.confirmed_by is None:
        yield Blocker(
            key="window",
            reason=(
                "Chưa xác nhận kỳ số liệu: dự thảo đang lấy "
                f"từ ngày {short_date(period.data_from)} đến ngày {short_date(period.data_to)}."
            ),
            remedy="Xác nhận hoặc sửa ở tab «Kỳ báo cáo», ghi tên vào cột «Người xác nhận».",
        )


def open_parent(facts: ReportFacts) -> Iterator[Blocker]:
    """The letterhead does not name the body above the school."""
    if PARENT_OPEN in facts.profile.parent or not facts.profile.parent.strip():
        yield Blocker(
            key="parent-open",
            reason="Chưa rõ cơ quan chủ quản của trường để ghi ở đầu văn bản.",
            remedy="Ghi tên cơ quan vào cột «Cấp trên» của dòng «Trường» ở tab «Danh bạ».",
            page=DIRECTORY_PAGE,
        )


#: In the order in which people are told.
RULES: tuple[Rule, ...] = (unconfirmed_window, open_parent)


def blockers(facts: ReportFacts) -> tuple[Blocker, ...]:
    """Everything that keeps the report from being signed; empty when it is ready."""
    return tuple(blocker for rule in RULES for blocker in rule(facts))
