"""Whether a submission says something, and whether two of them tell of the same deed."""

from __future__ import annotations

import re

from service.domain.records import Activity
from service.domain.text import fold

#: A text of fewer letters than this tells nothing that a report could use.
SHORTEST = 12
#: Share of words that two titles of one day have in common when they tell of one deed.
NEAR = 0.8
#: Longer texts are not read to their end to see that they say something.
_GLANCE = 120
_EMPTY_WORDS = frozenset({"da hoan thanh tot", "da hoan thanh", "da thuc hien", "da thuc hien tot", "hoan thanh tot"})
_LETTERS = re.compile(r"[^\W\d_]")


def has_content(activity: Activity) -> bool:
    """False for «đã làm», «tốt», «.....» and the like: said, but nothing that a report could tell."""
    said = activity.result[:_GLANCE]
    if len(_LETTERS.findall(said)) < SHORTEST:
        return False
    return len(said) == _GLANCE or fold(said) not in _EMPTY_WORDS


def words_of(activity: Activity) -> frozenset[str]:
    """The words by which a deed is recognised: those of its title, else the first of its result."""
    return frozenset(fold(activity.title or activity.result[:_GLANCE]).split())


def same_deed(one: frozenset[str], other: frozenset[str]) -> bool:
    """True if two sets of words are near enough; «khối 8» and «khối 9» are two deeds."""
    if not one or not other or _numbers(one) != _numbers(other):
        return False
    return len(one & other) >= NEAR * len(one | other)


def _numbers(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if not word.isalpha())
