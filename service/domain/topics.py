"""Topics of the feedback form: plain words for people, each about some responsibilities of the plan.

A topic is tied to words and not to numbers, so it follows a plan that was renumbered or worded anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from service.domain.expectations import Expectation
from service.domain.text import fold

#: More topics nobody reads on a phone; what has no topic of its own belongs to the last one.
MOST = 15


def codes_about(marks: Iterable[str], expectations: Iterable[Expectation]) -> tuple[str, ...]:
    """Codes of the responsibilities whose words in the plan have one of these marks."""
    wanted = [f" {fold(mark)} " for mark in marks]
    return tuple(item.code for item in expectations if any(mark in f" {fold(item.text)} " for mark in wanted))


def topics_for(
    known: Mapping[str, Sequence[str]], expectations: Sequence[Expectation]
) -> Mapping[str, tuple[str, ...]]:
    """Topics to choose from → their marks, for a plan.

    Of the `known` ones those that the plan has something about, and those without marks, such as «Nội dung
    khác». A responsibility that none of them is about is a topic by its short name, without marks.
    """
    about = {topic: codes_about(marks, expectations) for topic, marks in known.items()}
    kept = [topic for topic, marks in known.items() if marks and about[topic]]
    last = [topic for topic, marks in known.items() if not marks]
    covered = {code for codes in about.values() for code in codes}
    own = [item.short_name for item in expectations if item.code not in covered]
    room = max(0, MOST - len(kept) - len(last))
    names = dict.fromkeys([*kept, *own[:room], *last])
    return MappingProxyType({name: tuple(known.get(name, ())) for name in names})
