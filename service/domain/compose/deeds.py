"""What was done, told once: activities of one kind brought together over months and units."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.checks.content import has_content, same_deed
from service.domain.compose.phrasing import LONGEST, clean, names_a_person, once
from service.domain.records import Activity, SourceRef
from service.domain.text import fold, sentences

#: Most sentences quoted of one responsibility.
MOST_TOLD = 3
#: A shorter sentence says too little to be quoted.
SHORTEST = 40
#: When something was done is no part of what was done.
_WHEN = re.compile(
    r"\s*[-–,(]*\s*(?:\b(?:tháng|tuần|quý|đợt|lần)\s+(?:thứ\s+)?(?:\d{1,2}|[IVX]{1,4})(?:[/.]\d{4})?"
    r"|\bnăm\s+20\d\d|\bngày\s+\d{1,2}(?:[/.-]\d{1,2}){1,2}(?:[/.-]\d{4})?)\)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One kind of activity of a period."""

    title: str
    activities: tuple[Activity, ...]

    @property
    def units(self) -> tuple[str, ...]:
        """Who did it, in order of first time."""
        return once(activity.unit for activity in self.activities)

    @property
    def sources(self) -> tuple[SourceRef, ...]:
        """The submissions that tell of it."""
        return tuple(activity.ref for activity in self.activities)


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A sentence of one or several units' reports."""

    text: str
    units: tuple[str, ...]
    sources: tuple[SourceRef, ...]


def deeds_of(activities: Sequence[Activity]) -> tuple[Deed, ...]:
    """Activities with nearly the same title brought together, the most frequent first."""
    groups: list[tuple[frozenset[str], str, list[Activity]]] = []
    for activity in activities:
        title = _plain_title(activity)
        words = frozenset(fold(title).split())
        group = next((g for g in groups if same_deed(words, g[0])), None)
        if group is None:
            groups.append((words, title, [activity]))
        else:
            group[2].append(activity)
    deeds = [Deed(title=title, activities=tuple(members)) for _, title, members in groups]
    return tuple(sorted(deeds, key=lambda deed: -len(deed.activities)))


def tellings_of(deeds: Sequence[Deed]) -> tuple[Telling, ...]:
    """The most telling sentences of the results, at most one of a deed, nearly equal ones once."""
    best: list[Telling] = []
    for deed in deeds:
        candidates = [
            Telling(text=sentence, units=(activity.unit,), sources=(activity.ref,))
            for activity in deed.activities
            if has_content(activity)
            for sentence in sentences(activity.result)
            if _is_telling(clean(sentence))
        ]
        if candidates:
            chosen = max(candidates, key=lambda c: (_weight(c.text), c.text))
            best.append(_with_others(chosen, candidates))
    merged: list[Telling] = []
    for telling in sorted(best, key=lambda t: (_weight(t.text), t.text), reverse=True):
        if not any(_alike(telling.text, other.text) for other in merged):
            merged.append(telling)
    return tuple(merged[:MOST_TOLD])


def _with_others(chosen: Telling, candidates: Sequence[Telling]) -> Telling:
    """The sentence with every unit that says the same."""
    same = [c for c in candidates if _alike(c.text, chosen.text)]
    return Telling(
        text=clean(chosen.text),
        units=once((*chosen.units, *(unit for c in same for unit in c.units))),
        sources=tuple(dict.fromkeys((*chosen.sources, *(ref for c in same for ref in c.sources)))),
    )


def _plain_title(activity: Activity) -> str:
    title = clean(activity.title) or next(iter(sentences(activity.result)), "")
    return clean(_WHEN.sub("", title)).strip(" -–,;.:") or title


def _is_telling(sentence: str) -> bool:
    if not SHORTEST <= len(sentence) <= LONGEST:
        return False
    return not names_a_person(sentence)


def _weight(sentence: str) -> tuple[int, int]:
    """Sentences with figures first, of these the fuller ones."""
    return int(any(letter.isdigit() for letter in sentence)), min(len(sentence), 180)


def _alike(one: str, other: str) -> bool:
    """True if two sentences share nine words of ten and give the same numbers."""
    first, second = frozenset(fold(one).split()), frozenset(fold(other).split())
    if not all(word.isalpha() for word in first ^ second):
        return False
    return len(first & second) * 10 >= len(first | second) * 9
