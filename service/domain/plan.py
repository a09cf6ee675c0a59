"""A plan as its text says it: what is to be done, by whom, and which reports are owed when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

#: The question of a responsibility that names nobody; answered once the principal has said who owes it.
WHO_OWES_IT = "Kế hoạch không nêu đơn vị nào chịu trách nhiệm. Giao cho ai?"


class DutyKind(StrEnum):
    """How often a report is owed."""

    ONCE = "once"
    MONTHLY = "monthly"
    YEARLY = "yearly"
    VAGUE = "vague"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the plan."""

    #: Place in the outline: "II", "II.1".
    code: str
    #: The heading without its number: "NỘI DUNG TRỌNG TÂM".
    heading: str
    #: 1 for Roman numbers, 2 for Arabic numbers below them.
    level: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Responsibility:
    """One thing the plan orders, quoted whole."""

    #: "II.1.c"; the plan's own letters are kept (d → e without đ).
    code: str
    #: The paragraph as the plan words it, without its number.
    text: str
    #: The owners that the text itself names; empty where it names none.
    owners: tuple[str, ...] = ()
    #: Code of the section it stands in: "II.1".
    section: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportingDuty:
    """One report owed to an authority; a sentence that names three dates gives three duties."""

    #: The words of the plan that say it.
    quote: str
    kind: DutyKind
    #: Only with ONCE: the date named.
    due: dt.date | None = None
    #: With MONTHLY and YEARLY: day of the month.
    day: int | None = None
    #: Only with YEARLY.
    month: int | None = None
    #: Only with YEARLY: what the report covers, in the plan's words: "6 tháng", "9 tháng", "năm".
    period: str | None = None
    #: True for "trước ngày 05" (the 4th is the last day), False for "chậm nhất ngày 17", None if unsaid.
    strictly_before: bool | None = None
    recipient: str | None = None
    #: "thông qua Phòng Nội vụ" gives "Phòng Nội vụ".
    via: str | None = None
    sender: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something the text leaves unclear, to be answered by a person and never guessed."""

    #: What it is about: a code of the plan ("II.1.a") or a field ("number").
    about: str
    #: The question, in Vietnamese.
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renumbering:
    """What an amended plan did to the numbers of the responsibilities that it kept."""

    #: Submissions before this moment used the numbers before.
    at: dt.datetime
    #: Code → code before, of every responsibility that was there before.
    before: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A plan as read from its text; fields are None where the text leaves a blank."""

    number: str | None
    #: Without the number: "KH-TC".
    symbol: str | None
    place: str | None
    date: dt.date | None
    #: The body that issued it: "Trường THCS Trường Chinh".
    issuer: str | None
    title: str | None
    #: Each legal base, quoted whole.
    legal_bases: tuple[str, ...] = ()
    sections: tuple[Section, ...] = ()
    responsibilities: tuple[Responsibility, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    questions: tuple[Question, ...] = ()
    #: Code → key by which the school's spreadsheet knows a responsibility, where that is not its code: an
    #: amended plan gives numbers anew, and what people wrote beside a responsibility stays with it.
    keys: Mapping[str, str] = field(default_factory=dict)
    #: Keys of responsibilities that an amended plan withdrew; none is used again.
    withdrawn: tuple[str, ...] = ()
    #: The earliest first.
    renumbered: tuple[Renumbering, ...] = ()

    @property
    def document_number(self) -> str:
        """The number as documents cite it ("95/KH-TC"); a blank stays a blank."""
        return f"{self.number or '…'}/{self.symbol or '…'}"

    def responsibility(self, code: str) -> Responsibility | None:
        """The responsibility with this code, or None."""
        return next((item for item in self.responsibilities if item.code == code), None)

    def key_of(self, code: str) -> str:
        """The key by which the spreadsheet knows the responsibility with this code."""
        return self.keys.get(code, code)

    def code_of(self, key: str) -> str | None:
        """The code of the responsibility with this key; None for one that is not in the plan."""
        return next((item.code for item in self.responsibilities if self.key_of(item.code) == key), None)

    def codes_at(self, moment: dt.datetime) -> Mapping[str, str]:
        """Code → code that people knew at that moment; what did not exist then is left out."""
        codes = {item.code: item.code for item in self.responsibilities}
        for change in reversed(self.renumbered):
            if moment < change.at:
                codes = {now: change.before[then] for now, then in codes.items() if then in change.before}
        return codes
