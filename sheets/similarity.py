"""Pairing of rows that were edited with the rows they were.

Rare values weigh more than common ones (a title says more than a status), words of a text count one by one,
and a row that still stands between the same neighbours is trusted more.
"""

from __future__ import annotations

import heapq
import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache

from sheets.text import fold

#: Comparable content of a row: column → canonical value, blanks left out.
Content = Mapping[str, tuple[str, str]]

#: Least score of an edited row and the row it was; similarity is 0 to 1.
_ENOUGH = 0.5
#: Added where a row still stands between the same neighbours.
_SAME_PLACE = 0.2
#: A value or word shared by more rows than this does not help to find a row again.
_COMMON = 40
#: Rows compared in full for one row: so many by shared values, so many by place.
_CANDIDATES = 12
#: Share of its weight that a column keeps if it is blank on one side: filling in is not contradicting.
_FILLED_IN = 0.25


def most_similar(
    old: Mapping[int, Content], new: Mapping[int, Content], known: Mapping[int, int]
) -> dict[int, int]:
    """New index → old index for the rows that `known` (new → old) leaves over, best pairs first."""
    free_old = sorted(old.keys() - set(known.values()))
    free_new = sorted(new.keys() - known.keys())
    if not free_old or not free_new:
        return {}
    weigh = _Weights(old, new)
    postings = _postings(old, free_old)
    places = _Places(known, free_old)
    scored = []
    for index in free_new:
        for candidate in {*_sharing(new[index], postings), *places.near(index)}:
            score = weigh.similarity(old[candidate], new[index])
            if score > 0 and places.same(index, candidate):
                score += _SAME_PLACE
            if score >= _ENOUGH:
                scored.append((-score, places.distance(index, candidate), index, candidate))
    pairs: dict[int, int] = {}
    used: set[int] = set()
    for _, _, index, candidate in sorted(scored):
        if index not in pairs and candidate not in used:
            pairs[index] = candidate
            used.add(candidate)
    return pairs


class _Weights:
    """Similarity of two rows; the rarer a value in the sheet, the more it says."""

    def __init__(self, old: Mapping[int, Content], new: Mapping[int, Content]) -> None:
        counts_old = Counter(item for content in old.values() for item in content.items())
        counts_new = Counter(item for content in new.values() for item in content.items())
        self._counts = counts_old | counts_new
        self._rows = max(len(old), len(new))

    def _weight(self, column: str, value: tuple[str, str]) -> float:
        return math.log1p(self._rows / self._counts[column, value])

    def similarity(self, old: Content, new: Content) -> float:
        """0 (nothing in common) to 1 (the same)."""
        alike = total = 0.0
        for column in sorted(old.keys() | new.keys()):
            before, after = old.get(column), new.get(column)
            weight = max(self._weight(column, value) for value in (before, after) if value is not None)
            if before is None or after is None:
                total += weight * _FILLED_IN
                continue
            total += weight
            alike += weight * _alike(before, after)
        return alike / total if total else 0.0


def _alike(before: tuple[str, str], after: tuple[str, str]) -> float:
    if before == after:
        return 1.0
    if before[0] != "text" or after[0] != "text":
        return 0.0
    words_before, words_after = _words(before[1]), _words(after[1])
    either = words_before | words_after
    return len(words_before & words_after) / len(either) if either else 0.0


@lru_cache(maxsize=50_000)
def _words(text: str) -> frozenset[str]:
    # Folding is the costly part, and the same text is compared with a dozen others.
    return frozenset(fold(text).split())


def _features(content: Content) -> Iterator[tuple[str, str, str]]:
    for column, (kind, value) in content.items():
        yield column, kind, value
        if kind == "text":
            for word in _words(value):
                yield column, "word", word


def _postings(old: Mapping[int, Content], free: list[int]) -> dict[tuple[str, str, str], list[int]]:
    postings: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for index in free:
        for feature in dict.fromkeys(_features(old[index])):
            postings[feature].append(index)
    return {feature: rows for feature, rows in postings.items() if len(rows) <= _COMMON}


def _sharing(content: Content, postings: Mapping[tuple[str, str, str], list[int]]) -> list[int]:
    """Old rows that share rare values or words, those that share the rarest first."""
    shared: Counter[int] = Counter()
    for feature in dict.fromkeys(_features(content)):
        rows = postings.get(feature, ())
        for row in rows:
            shared[row] += 1 + _COMMON // len(rows)
    # Ties go to the upper row, so that every run decides the same.
    best = heapq.nsmallest(_CANDIDATES, shared.items(), key=lambda item: (-item[1], item[0]))
    return [row for row, _ in best]


class _Places:
    """Where rows stand among the rows that are known to be the same."""

    def __init__(self, known: Mapping[int, int], free_old: list[int]) -> None:
        self._new = sorted(known)
        self._old = [known[index] for index in self._new]
        self._free = free_old
        self._end = max((*free_old, *self._old)) + 1

    def _gap(self, index: int) -> tuple[int, int, int]:
        """Old rows just above and below the place of a new row, and the new row just above it."""
        at = bisect_left(self._new, index)
        above = self._old[at - 1] if at else -1
        below = self._old[at] if at < len(self._old) else self._end
        return above, below, self._new[at - 1] if at else -1

    def near(self, index: int) -> list[int]:
        """Unmatched old rows in the gap of a new row, the nearest to its place in the gap."""
        above, below, start = self._gap(index)
        first, last = bisect_right(self._free, above), bisect_left(self._free, below)
        middle = bisect_left(self._free, above + index - start)
        low = max(first, middle - _CANDIDATES // 2)
        return self._free[low : min(last, low + _CANDIDATES)]

    def same(self, index: int, candidate: int) -> bool:
        """True if an old row stood in the gap in which a new row stands."""
        above, below, _ = self._gap(index)
        return above < candidate < below

    def distance(self, index: int, candidate: int) -> int:
        """How far an old row stood from the place of a new row."""
        above, _, start = self._gap(index)
        return abs((candidate - above) - (index - start))
