"""Feedback as counts and shares: no words, names or contacts, and no group so small that it names itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from service.domain.checks.complaints import HAPPY, is_complaint
from service.domain.compose.claims import claim
from service.domain.compose.inputs import Task
from service.domain.compose.phrasing import inside, listed, quoted, share
from service.domain.compose.wording import Wording
from service.domain.dates import count
from service.domain.expectations import SchoolProfile
from service.domain.records import Feedback, FeedbackGroup
from service.domain.report import Claim, ClaimKind

#: Fewer answers than this are not broken down.
SMALLEST = 5
MOST_TOPICS = 3


def task_feedback_claim(task: Task, wording: Wording) -> Claim | None:
    """What feedback says against a responsibility; all other feedback is told once, in its own section."""
    unhappy = sum(map(is_complaint, task.feedback))
    if not unhappy or len(task.feedback) < SMALLEST:
        return None
    text = wording.say("ket_qua.gop_y", task.turn, so=count(len(task.feedback)), chua=count(unhappy))
    return claim(text, ClaimKind.COUNTED, [item.ref for item in task.feedback], basis="complaints")


def feedback_claims(
    feedback: Sequence[Feedback], profile: SchoolProfile, wording: Wording
) -> Iterator[Claim]:
    """All feedback of the period: by group, by satisfaction, by topic."""
    refs = [item.ref for item in feedback]
    if not refs:
        yield claim(wording.say("gop_y.khong"), ClaimKind.ABSENT, basis="III.feedback")
        return
    text = wording.say("gop_y.tong", so=count(len(refs)), nhom=_groups(feedback, profile, wording))
    yield claim(text, ClaimKind.COUNTED, refs)
    rated = [item for item in feedback if item.satisfaction is not None]
    if len(rated) >= SMALLEST:
        content = sum((item.satisfaction or 0) >= HAPPY for item in rated)
        text = wording.say(
            "gop_y.muc",
            so=count(len(rated)),
            hai_long=count(content),
            ty_le=share(content, len(rated)),
        )
        yield claim(text, ClaimKind.COUNTED, [item.ref for item in rated])
    topics = _topics(feedback, wording)
    if topics:
        yield claim(wording.say("gop_y.chu_de", ten=listed(topics)), ClaimKind.COUNTED, refs)
    waiting = [item.ref for item in feedback if item.wants_answer]
    if waiting:
        yield claim(wording.say("gop_y.cho_tra_loi", so=count(len(waiting))), ClaimKind.COUNTED, waiting)


def _groups(feedback: Sequence[Feedback], profile: SchoolProfile, wording: Wording) -> str:
    """«, gồm …»: each group that is large enough; the others are one number together."""
    sizes = Counter(item.group for item in feedback)
    large = [group for group in FeedbackGroup if sizes[group] >= SMALLEST]
    if not large:
        return ""
    if sizes[large[0]] == len(feedback):
        return wording.say("gop_y.deu", ten=inside(large[0].value, profile))
    said = [
        wording.say("gop_y.nhom", so=count(sizes[group]), ten=inside(group.value, profile)) for group in large
    ]
    rest = len(feedback) - sum(sizes[group] for group in large)
    if rest:
        said.append(wording.say("gop_y.nhom_con_lai", so=count(rest)))
    return wording.say("gop_y.gom", ten=listed(said))


def _topics(feedback: Sequence[Feedback], wording: Wording) -> list[str]:
    sizes = Counter(item.topic for item in feedback)
    frequent = [pair for pair in sorted(sizes.items(), key=lambda p: (-p[1], p[0])) if pair[1] >= SMALLEST]
    return [
        wording.say("gop_y.chu_de_so", ten=quoted(topic), so=count(size))
        for topic, size in frequent[:MOST_TOPICS]
    ]
