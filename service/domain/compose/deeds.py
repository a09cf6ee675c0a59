"""What was done, told once: activities of one kind brought together over months and units."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from service.domain.checks.content import has_content, same_deed
from service.domain.compose.occasions import occasions_of
from service.domain.compose.people import names_a_person
from service.domain.compose.phrasing import LONGEST, clean, once
from service.domain.records import Activity, SourceRef
from service.domain.text import fold, sentences

#: Most sentences quoted of one responsibility.
MOST_TOLD = 2
#: A shorter sentence says too little to be quoted.
SHORTEST = 40
#: When something was done is no part of what was done.
_WHEN = re.compile(
    r"\s*[-–,(]*\s*(?:\b(?:tháng|tuần|quý|đợt|lần)\s+(?:thứ\s+)?(?:\d{1,2}|[IVX]{1,4})(?:[/.]\d{4})?"
    r"|\bnăm\s+20\d\d|\bngày\s+\d{1,2}(?:[/.-]\d{1,2}){1,2}(?:[/.-]\d{4})?)\)?",
    re.IGNORECASE,
)
#: Digits that count nothing: numbers of documents, years, classes, articles, days, lengths of time.
_NO_COUNT = re.compile(
    r"\d+/\d{4}/[\w-]+|\d{1,2}(?:/\d{1,2})?/\d{4}|\d{1,2}/\d{1,2}\b"
    r"|\d+ (?:ngày|phút|giờ|tuần|tháng|năm)\b|\d+ (?:buổi|lần) (?:mỗi|một|trong) \w+"
    r"|\b(?:năm(?: học)?|khối|lớp|tháng|điều|khoản|quý|số)\s+\d[\w/]*(?:\s*[-–]\s*\d{4})?",
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
    def times(self) -> int:
        """How often it was done; what several units did together is done once."""
        return len(occasions_of(self.activities))

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
    #: The day of the deed, where the sentence gives a number: it is of that day and not of the period.
    day: dt.date | None = None


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
    return tuple(sorted(deeds, key=lambda deed: -deed.times))


def tellings_of(deeds: Sequence[Deed]) -> tuple[Telling, ...]:
    """The most telling sentences of the results, at most one of a deed, nearly equal ones once."""
    best = [telling for deed in deeds if (telling := _best_of(deed)) is not None]
    told: list[Telling] = []
    for telling in sorted(best, key=lambda t: (_weight(t.text), t.text), reverse=True):
        if not any(_alike(telling.text, other.text) for other in told):
            told.append(telling)
        if len(told) == MOST_TOLD:
            break
    return tuple(told)


def has_count(sentence: str) -> bool:
    """True if a sentence counts something: «04 lượt», not «Luật số 10/2022/QH15»."""
    return any(letter.isdigit() for letter in _NO_COUNT.sub(" ", sentence))


def _best_of(deed: Deed) -> Telling | None:
    """The fullest sentence about a deed, with every unit that says the same of it."""
    candidates = [
        (sentence, activity)
        for activity in deed.activities
        if has_content(activity)
        for sentence in map(clean, sentences(activity.result))
        if _is_telling(sentence)
    ]
    if not candidates:
        return None
    text, teller = max(candidates, key=lambda c: (_weight(c[0]), c[0], c[1].ref))
    same = [activity for sentence, activity in candidates if _alike(sentence, text)]
    day = teller.date if has_count(text) else None
    if has_count(text):
        # The same number on another day is another deed's.
        same = [activity for activity in same if activity.date == teller.date]
    return Telling(
        text=text,
        units=once((teller.unit, *(activity.unit for activity in same))),
        sources=tuple(dict.fromkeys((teller.ref, *(activity.ref for activity in same)))),
        day=day,
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
    return int(has_count(sentence)), min(len(sentence), 180)


def _alike(one: str, other: str) -> bool:
    """True if two sentences share nine words of ten and give the same numbers."""
    first, second = frozenset(fold(one).split()), frozenset(fold(other).split())
    if not all(word.isalpha() for word in first ^ second):
        return False
    return len(first & second) * 10 >= len(first | second) * 9
