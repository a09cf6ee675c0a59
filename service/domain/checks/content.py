"""Whether a submission says something, and whether two of them tell of the same deed."""

from __future__ import annotations

import re

from service.domain.records import Activity
from service.domain.text import fold

#: A text of fewer letters than this tells nothing that a report could use.
SHORTEST = 12
#: Two titles of one day tell of one deed if at most one word in so many is not in both.
FEW = 5
#: Longer texts are not read to their end to see that they say something.
_GLANCE = 120
_EMPTY_WORDS = frozenset(
    map(fold, ("đã hoàn thành", "đã hoàn thành tốt", "hoàn thành tốt", "đã thực hiện", "đã thực hiện tốt"))
)
_ENOUGH_LETTERS = re.compile(rf"(?:[^\W\d_][\W\d_]*){{{SHORTEST}}}")


def has_content(activity: Activity) -> bool:
    """False for «đã làm», «tốt», «.....» and the like: said, but nothing that a report could tell."""
    said = activity.result[:_GLANCE]
    if _ENOUGH_LETTERS.search(said) is None:
        return False
    return len(said) == _GLANCE or fold(said) not in _EMPTY_WORDS


def words_of(activity: Activity) -> frozenset[str]:
    """The words by which a deed is recognised: those of its title, else the first of its result."""
    return frozenset(fold(activity.title or activity.result[:_GLANCE]).split())


def same_deed(one: frozenset[str], other: frozenset[str]) -> bool:
    """True if two sets of words are near enough; «khối 8» and «khối 9» are two deeds."""
    if not one or not other:
        return False
    apart = one ^ other
    if len(apart) * FEW > len(one | other):
        return False
    return all(word.isalpha() for word in apart)
