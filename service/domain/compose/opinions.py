"""Feedback as counts and shares: no words, names or contacts, and no group so small that it names itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from service.domain.checks.complaints import HAPPY, UNHAPPY
from service.domain.compose.claims import claim
from service.domain.compose.inputs import Task
from service.domain.compose.phrasing import inside, listed, share
from service.domain.compose.wording import Wording
from service.domain.dates import count
from service.domain.expectations import SchoolProfile
from service.domain.records import Feedback, FeedbackGroup
from service.domain.report import Claim, ClaimKind

#: Fewer answers than this are not broken down.
SMALLEST = 5
MOST_TOPICS = 3


def task_feedback_claim(task: Task, wording: Wording) -> Claim | None:
    """One sentence: how much feedback on this responsibility, and how many were content."""
    feedback = task.feedback
    if not feedback:
        return None
    rated = _rated(feedback)
    marks = ""
    if len(rated) >= SMALLEST:
        marks = wording.say("gop_y.muc_ngan", task.turn, hai_long=str(_content(rated)), so=str(len(rated)))
    text = wording.say("ket_qua.gop_y", task.turn, so=count(len(feedback)), muc=marks)
    return claim(text, ClaimKind.COUNTED, [item.ref for item in feedback])


def feedback_claims(
    feedback: Sequence[Feedback], profile: SchoolProfile, wording: Wording
) -> Iterator[Claim]:
    """All feedback of the period: by group, by satisfaction, by topic."""
    refs = [item.ref for item in feedback]
    if not refs:
        yield claim(wording.say("gop_y.khong"), ClaimKind.ABSENT)
        return
    text = wording.say("gop_y.tong", so=count(len(refs)), nhom=_groups(feedback, profile, wording))
    yield claim(text, ClaimKind.COUNTED, refs)
    rated = _rated(feedback)
    if len(rated) >= SMALLEST:
        unhappy = sum((item.satisfaction or 0) <= UNHAPPY for item in rated)
        text = wording.say(
            "gop_y.muc",
            so=count(len(rated)),
            hai_long=count(_content(rated)),
            ty_le=share(_content(rated), len(rated)),
            chua=count(unhappy),
            ty_le_chua=share(unhappy, len(rated)),
        )
        yield claim(text, ClaimKind.COUNTED, [item.ref for item in rated])
    topics = _topics(feedback, profile, wording)
    if topics:
        yield claim(wording.say("gop_y.chu_de", ten=listed(topics, between="; ")), ClaimKind.COUNTED, refs)
    waiting = [item.ref for item in feedback if item.wants_answer]
    if waiting:
        yield claim(wording.say("gop_y.cho_tra_loi", so=count(len(waiting))), ClaimKind.COUNTED, waiting)


def _groups(feedback: Sequence[Feedback], profile: SchoolProfile, wording: Wording) -> str:
    """« (…)» with each group that is large enough; the others are one number together."""
    sizes = Counter(item.group for item in feedback)
    large = [group for group in FeedbackGroup if sizes[group] >= SMALLEST]
    rest = len(feedback) - sum(sizes[group] for group in large)
    if not large:
        return ""
    said = [
        wording.say("gop_y.nhom", so=count(sizes[group]), ten=inside(group.value, profile)) for group in large
    ]
    if rest:
        said.append(wording.say("gop_y.nhom_con_lai", so=count(rest)))
    return f" ({listed(said, between='; ')})"


def _topics(feedback: Sequence[Feedback], profile: SchoolProfile, wording: Wording) -> list[str]:
    sizes = Counter(item.topic for item in feedback)
    frequent = [pair for pair in sorted(sizes.items(), key=lambda p: (-p[1], p[0])) if pair[1] >= SMALLEST]
    return [
        wording.say("gop_y.chu_de_so", ten=f"«{topic}»", so=count(size))
        for topic, size in frequent[:MOST_TOPICS]
    ]


def _rated(feedback: Sequence[Feedback]) -> list[Feedback]:
    return [item for item in feedback if item.satisfaction is not None]


def _content(rated: Sequence[Feedback]) -> int:
    return sum((item.satisfaction or 0) >= HAPPY for item in rated)
