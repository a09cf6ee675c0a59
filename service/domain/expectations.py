"""What the principal expects: the plan after her corrections in the tabs «Kế hoạch» and «Kỳ báo cáo»."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from service.domain.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What counts as done for one responsibility."""

    code: str
    #: The plan's words.
    text: str
    #: Short name for forms and tables: «Tiếp công dân, giải quyết đơn thư».
    short_name: str
    #: Units that owe it; empty means that a person has yet to say who.
    owners: tuple[str, ...]
    #: Fewest activities that each owner owes in a period.
    min_activities: int = 1
    #: True if an activity without an evidence link does not count as done.
    evidence_required: bool = False
    #: Labels of the figures asked for, in order.
    figures: tuple[str, ...] = ()
    #: First and last day on which it applies; None is unbounded.
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    #: Code of the section it stands in, with the section's heading.
    section: str = ""
    section_heading: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """One report: what it covers, when it is due and when it stops taking submissions in."""

    #: Stable key: "6T", "9T", "NAM", "2025-03", "D2026-10-05".
    key: str
    #: «6 tháng đầu năm 2025».
    label: str
    #: First and last day of the activities it covers.
    data_from: dt.date
    data_to: dt.date
    #: The date named in the plan.
    due: dt.date
    strictly_before: bool
    #: Last working day on which the report can be handed in.
    last_working_day: dt.date
    #: Internal date for units, 7 working days earlier.
    internal_due: dt.date
    #: Submissions after the end of this day are not counted in this report.
    closes: dt.date
    #: From this day on people are told what is missing (21 days before `due`).
    opens: dt.date
    #: From this day on a draft is kept (14 days before `due`).
    drafts_from: dt.date
    #: From this day on staff are asked what they think of it (7 days before `due`).
    opinions_from: dt.date
    recipient: str | None = None
    via: str | None = None
    #: End of the estimated part («ước thực hiện đến hết …»), if any.
    estimate_to: dt.date | None = None
    #: Who confirmed the window; None shows «chưa xác nhận kỳ số liệu».
    confirmed_by: str | None = None
    #: The words of the plan.
    quote: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A unit that owes activities: a subject team, the union, the office, the principal."""

    name: str
    #: Other names that people write for it: «Công đoàn», «BCH Công đoàn».
    aliases: tuple[str, ...] = ()
    #: What a plan calls the whole class of such units («Tổ chuyên môn»), so that each of them owes it.
    group: str | None = None

    @property
    def keys(self) -> frozenset[str]:
        """Its name and other names, folded: what a name is looked up by."""
        return frozenset(map(fold, (self.name, *self.aliases)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolProfile:
    """Names that stand in the letterhead and in texts."""

    #: «Trường THCS Trường Chinh».
    name: str
    #: «ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH».
    parent: str
    #: «Tân Bình».
    place: str
    #: Abbreviation in the symbol of documents: «TC» gives «BC-TC».
    symbol: str
    principal: str
    #: «Hiệu trưởng».
    principal_title: str = "Hiệu trưởng"
    units: tuple[Unit, ...] = ()
