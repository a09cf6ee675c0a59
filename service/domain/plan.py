"""A plan as its text says it: what is to be done, by whom, and which reports are owed when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


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

    @property
    def document_number(self) -> str:
        """The number as documents cite it ("95/KH-TC"); a blank stays a blank."""
        return f"{self.number or '…'}/{self.symbol or '…'}"

    def responsibility(self, code: str) -> Responsibility | None:
        """The responsibility with this code, or None."""
        return next((item for item in self.responsibilities if item.code == code), None)
