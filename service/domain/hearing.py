"""Staff are heard on a draft before the principal decides it (Law 10/2022/QH15, article 53 clause 4).

Opinions are anonymous; each that asks for a change gets an answer: taken or not, and why (article 55).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from service.domain.dates import short_date
from service.domain.intake import RawForm
from service.domain.records import Problem, SourceRef
from service.domain.text import fold, typed

#: The choice in the form that means no part in particular.
WHOLE = "Toàn bộ dự thảo"


class Stance(StrEnum):
    """What somebody thinks of a draft as a whole."""

    AGREES = "Đồng ý"
    AGREES_WITH_CHANGES = "Đồng ý, đề nghị chỉnh sửa"
    DISAGREES = "Không đồng ý"


class Taken(StrEnum):
    """What the principal makes of an opinion."""

    YES = "Tiếp thu"
    PARTLY = "Tiếp thu một phần"
    NO = "Không tiếp thu"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """One answer to «Ý kiến về dự thảo»; it carries no name."""

    ref: SourceRef
    submitted_at: dt.datetime
    #: Key of the period whose draft it is about.
    period: str
    stance: Stance
    #: «III. Kết quả thực hiện»; "" for the whole draft.
    part: str = ""
    text: str = ""

    @property
    def is_remark(self) -> bool:
        """True if it asks for something, so that it needs an answer."""
        return bool(self.text) or self.stance is Stance.DISAGREES


@dataclass(frozen=True, slots=True, kw_only=True)
class OpinionAnswer:
    """The principal's word on one opinion."""

    #: Response id of the opinion.
    record_id: str
    taken: Taken | None = None
    why: str = ""

    @property
    def is_complete(self) -> bool:
        """True if it says what becomes of the opinion; what is not taken whole needs its reason."""
        return self.taken is Taken.YES or (self.taken is not None and bool(self.why))


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """An opinion with what became of it."""

    opinion: Opinion
    answer: OpinionAnswer | None = None

    @property
    def is_open(self) -> bool:
        """True while it waits for the principal's word."""
        return self.opinion.is_remark and not (self.answer and self.answer.is_complete)


@dataclass(frozen=True, slots=True, kw_only=True)
class Hearing:
    """All that staff said of one draft."""

    period: str
    opened_on: dt.date
    #: Oldest first.
    heard: tuple[Heard, ...] = ()

    @property
    def remarks(self) -> tuple[Heard, ...]:
        """Those that need an answer."""
        return tuple(item for item in self.heard if item.opinion.is_remark)

    @property
    def unanswered(self) -> tuple[Heard, ...]:
        """Remarks without a complete answer."""
        return tuple(item for item in self.heard if item.is_open)

    def count(self, *stances: Stance) -> int:
        """How many took one of these stances."""
        return sum(item.opinion.stance in stances for item in self.heard)

    def answered(self, *taken: Taken) -> int:
        """How many remarks got one of these answers."""
        return sum(bool(item.answer and item.answer.taken in taken) for item in self.remarks)


def hearing_of(
    period: str, opened_on: dt.date, opinions: Iterable[Opinion], answers: Iterable[OpinionAnswer]
) -> Hearing:
    """What was said of this period's draft, with the answers."""
    by_record = {answer.record_id: answer for answer in answers}
    said = sorted((o for o in opinions if o.period == period), key=lambda o: (o.submitted_at, o.ref))
    heard = tuple(Heard(opinion=item, answer=by_record.get(item.ref.record_id)) for item in said)
    return Hearing(period=period, opened_on=opened_on, heard=heard)


def opinion_from_form(raw: RawForm, period: str, zone: dt.tzinfo) -> Opinion | Problem:
    """The opinion in an answer."""
    answers = {key: typed(value) for key, value in raw.answers.items()}
    text, part = answers.get("text", ""), answers.get("part", "")
    stances = {fold(stance.value): stance for stance in Stance}
    stance = stances.get(fold(answers.get("stance", "")))
    if stance is None and text:
        stance = Stance.AGREES_WITH_CHANGES
    if stance is None:
        sent = raw.submitted_at.astimezone(zone)
        return Problem(
            key=f"{raw.ref.key}:stance",
            source=raw.source,
            where=f"phiếu gửi {sent:%H:%M} ngày {short_date(sent.date())}",
            reason="Phiếu ý kiến không có nội dung.",
            remedy="Không phải làm gì thêm.",
            who="Người gửi phiếu",
            ref=raw.ref,
        )
    return Opinion(
        ref=raw.ref,
        submitted_at=raw.submitted_at,
        period=period,
        stance=stance,
        part="" if fold(part) == fold(WHOLE) else part,
        text=text,
    )


def taken_from(text: str) -> Taken | None:
    """The principal's choice; None for a blank cell or for other words."""
    return next((taken for taken in Taken if fold(taken.value) == fold(text)), None)
