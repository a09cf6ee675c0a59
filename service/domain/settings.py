"""What the principal has set and decided in the school's spreadsheet."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from service.domain.directory import DirectoryEntry
from service.domain.expectations import Expectation, Unit
from service.domain.hearing import OpinionAnswer
from service.domain.stages import Decided


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodWindow:
    """The window of a period as a person filled it in; None keeps what is proposed."""

    period: str
    data_from: dt.date | None = None
    data_to: dt.date | None = None
    estimate_to: dt.date | None = None
    confirmed_by: str | None = None
    #: What the tab says of approval, number and day.
    decided: Decided = field(default_factory=Decided)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The principal's word on one responsibility in one period."""

    code: str
    period: str
    #: «Đánh giá của Hiệu trưởng».
    verdict: str | None = None
    #: «Ý kiến chỉ đạo».
    note: str | None = None
    extended_to: dt.date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffMember:
    """A person of the school who may report."""

    name: str
    email: str
    unit: str
    role: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class BaseFigure:
    """What the school says of itself in the tab «Số liệu trường»: staff, classes, pupils."""

    #: Key of the indicator.
    key: str
    #: None where the cell holds words.
    value: int | None = None
    words: str = ""
    as_of: dt.date | None = None
    entered_by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A tab of the school's spreadsheet, or one cell of it, that could not be read.

    Of a tab, what was last known of it still holds; a cell counts as blank.
    """

    tab: str
    reason: str
    #: "Theo dõi!N7"; None for the whole tab.
    cell: str | None = None
    #: Row and column by their keys, which stay when people sort: "II.1.c|6T/extended_to".
    key: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSettings:
    """All that people have filled in, with the plan's own words where they have not."""

    expectations: tuple[Expectation, ...] = ()
    windows: tuple[PeriodWindow, ...] = ()
    units: tuple[Unit, ...] = ()
    #: Every row of «Danh bạ», units too.
    directory: tuple[DirectoryEntry, ...] = ()
    #: Keys of rows that stood there at some time: what people delete is not made again.
    directory_keys: tuple[str, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    decisions: tuple[Decision, ...] = ()
    base: tuple[BaseFigure, ...] = ()
    #: What becomes of the opinions on drafts.
    opinion_answers: tuple[OpinionAnswer, ...] = ()
    #: Keys of the problems that a person has waved through.
    dismissed: tuple[str, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def staff_names(self) -> tuple[str, ...]:
        """Full names of everybody in «Nhân sự», also of those who have left."""
        return tuple(member.name for member in self.staff if member.name)

    def window(self, period: str) -> PeriodWindow | None:
        """What a person filled in for this period."""
        return next((window for window in self.windows if window.period == period), None)

    def decision(self, code: str, period: str) -> Decision | None:
        """The principal's word on this responsibility and period."""
        return next((d for d in self.decisions if d.code == code and d.period == period), None)
