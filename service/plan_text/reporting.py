"""Reports that a plan owes: when, to whom, through whom, by whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from service.domain.plan import DutyKind, ReportingDuty
from service.domain.text import fold, sentences
from service.plan_text.addressing import REPORT, is_same_body, to_whom, via_whom
from service.plan_text.duties import after_title, duties_in, orders_nothing_else
from service.plan_text.moments import frequency_in, points_in
from service.plan_text.owners import subject_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A paragraph in which a duty may stand, with what its place in the plan says of it."""

    text: str
    #: The body under whose heading it stands.
    sender: str | None = None
    #: Under a heading such as «Chế độ báo cáo»: what is said there is about reports.
    is_about_reports: bool = False
    #: What it belongs to; passages of one place may complete each other.
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Found:
    duty: ReportingDuty
    passage: Passage
    #: The sentence itself names the sender.
    names_sender: bool
    #: A vague one that says at least how often or at what time.
    is_timed: bool


def reporting_duties(passages: Sequence[Passage]) -> tuple[ReportingDuty, ...]:
    """The duties in the order of the text; one said twice is kept once, as the reporting section says it."""
    found: list[_Found] = []
    leading: tuple[str, ReportingDuty] | None = None
    for passage in passages:
        announced = leading[1] if leading is not None and leading[0] == passage.place else None
        found += _in_passage(passage, announced)
        if _announces(passage):
            to = to_whom(passage.text)
            duty = ReportingDuty(quote="", kind=DutyKind.VAGUE, recipient=to, via=via_whom(passage.text))
            leading = (passage.place, replace(duty, sender=subject_of(passage.text) or passage.sender))
    found = [_completed(item, passages) for item in found]
    return tuple(item.duty for item in _without_doubles(found))


def is_only_a_report(text: str) -> bool:
    """True for a paragraph that says when and to whom a report goes, and orders no other work."""
    said = sentences(text)
    dated = [duty for sentence in said for duty in duties_in(sentence, about=False) if _has_time(duty)]
    return bool(dated) and all(orders_nothing_else(sentence) for sentence in said)


def _has_time(duty: ReportingDuty) -> bool:
    return duty.kind is not DutyKind.VAGUE or bool(points_in(duty.quote) or frequency_in(duty.quote))


def _announces(passage: Passage) -> bool:
    return passage.text.rstrip().endswith(":") and REPORT.search(passage.text) is not None


def _in_passage(passage: Passage, announced: ReportingDuty | None) -> Iterator[_Found]:
    about = passage.is_about_reports or announced is not None
    subject: str | None = None
    for sentence in sentences(passage.text):
        own = subject_of(after_title(sentence))
        # In a paragraph on reports a sentence without a subject goes on with that of the one before.
        subject = own or (subject if about else None)
        for duty in duties_in(sentence, about=about):
            named = duty.sender is not None or own is not None
            full = _announced_with(duty, announced) if announced is not None else duty
            sender = full.sender or subject or passage.sender
            full = replace(full, sender=None if is_same_body(sender, full.recipient) else sender)
            yield _Found(full, passage, named, _has_time(full))


def _announced_with(duty: ReportingDuty, announced: ReportingDuty) -> ReportingDuty:
    """What the sentence above a list says of all its items."""
    return replace(
        duty,
        recipient=duty.recipient or announced.recipient,
        via=duty.via or announced.via,
        sender=duty.sender or announced.sender,
    )


def _completed(found: _Found, passages: Sequence[Passage]) -> _Found:
    """A recipient that only another paragraph of the same reporting item names."""
    duty, passage = found.duty, found.passage
    if duty.recipient is not None or not passage.is_about_reports:
        return found
    for other in passages:
        if other.place == passage.place and other.is_about_reports and (to := to_whom(other.text)):
            return replace(found, duty=replace(duty, recipient=to, via=duty.via or via_whom(other.text)))
    return found


# --- once each -------------------------------------------------------------------------------------


def _without_doubles(found: Sequence[_Found]) -> list[_Found]:
    kept: list[_Found] = []
    for item in found:
        same = next((i for i, other in enumerate(kept) if _is_double(item, other)), None)
        if same is None:
            kept.append(item)
        elif _rank(item) > _rank(kept[same]):
            kept[same] = item
    timed = [item.duty for item in kept if item.is_timed]
    return [
        item
        for item in kept
        if item.is_timed or not any(is_same_body(item.duty.recipient, duty.recipient) for duty in timed)
    ]


def _is_double(one: _Found, other: _Found) -> bool:
    a, b = one.duty, other.duty
    if (a.kind, a.due, a.day, a.month) != (b.kind, b.due, b.day, b.month):
        return False
    if a.kind is DutyKind.VAGUE and (one.is_timed or other.is_timed) and fold(a.quote) != fold(b.quote):
        return False
    periods = a.period is None or b.period is None or fold(a.period) == fold(b.period)
    return periods and (is_same_body(a.recipient, b.recipient) or a.recipient is None or b.recipient is None)


def _rank(found: _Found) -> tuple[bool, bool, bool, int]:
    return (
        found.passage.is_about_reports,
        found.duty.recipient is not None,
        found.names_sender,
        len(found.duty.quote),
    )
