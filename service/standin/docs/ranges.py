"""Named ranges: marks on content. Their pieces are found by walking; no edit has to move them."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass

from service.standin.docs.tree import Contents, Markable, Segment, Tab, Table, new_id
from service.standin.docs.walk import Leaf, leaves, leaves_near, paragraphs, place


@dataclass(frozen=True, slots=True)
class Piece:
    """A contiguous part of a named range."""

    segment: Segment
    start: int
    end: int


def pieces(tab: Tab) -> dict[str, list[Piece]]:
    """The living ranges of the tab by id, in the order of their making; a range without content is gone."""
    return pieces_of(tab, tab.range_names)


def pieces_of(tab: Tab, mark_ids: Iterable[str]) -> dict[str, list[Piece]]:
    """Where the marks with these ids are, in that order; one without content is left out."""
    found: dict[str, list[Piece]] = {}
    for segment in tab.all_segments():
        for leaf in leaves(segment.content):
            for range_id in leaf.owner.marks:
                known = found.setdefault(range_id, [])
                end = leaf.start + leaf.width
                if known and known[-1].segment is segment and known[-1].end == leaf.start:
                    known[-1] = Piece(segment, known[-1].start, end)
                else:
                    known.append(Piece(segment, leaf.start, end))
    return {mark_id: found[mark_id] for mark_id in mark_ids if mark_id in found}


def mark(tab: Tab, segment: Segment, start: int, end: int, name: str) -> str:
    """Name the content of [start, end); gives the new range's id."""
    range_id = cover(segment, start, end)
    tab.range_names[range_id] = name
    return range_id


def anchor(tab: Tab, segment: Segment, start: int, end: int) -> str:
    """Tie a comment to the content of [start, end); gives the anchor's id."""
    anchor_id = cover(segment, start, end)
    tab.anchors.append(anchor_id)
    return anchor_id


def cover(segment: Segment, start: int, end: int) -> str:
    """Put a new mark on the content of [start, end)."""
    for index in (start, end):
        if (found := place(segment, index)) is not None:
            found.paragraph.split(found.offset)
    range_id = new_id()
    covered = [
        leaf
        for leaf in leaves_near(segment, start, end)
        if start <= leaf.start and leaf.start + leaf.width <= end
    ]
    for owner in _whole(covered):
        owner.marks |= {range_id}
    return range_id


def _whole(covered: Iterable[Leaf]) -> list[Markable]:
    """Owners of the leaves; a table of which only the start or only the end is covered is left out."""
    seen: dict[int, tuple[Markable, int]] = {}
    for leaf in covered:
        seen[id(leaf.owner)] = (leaf.owner, seen.get(id(leaf.owner), (leaf.owner, 0))[1] + 1)
    return [owner for owner, count in seen.values() if count == 2 or not isinstance(owner, Table | Contents)]


def unmark(tab: Tab, range_id: str) -> None:
    """Forget a range; its content stays, and loses the mark when the batch is swept."""
    del tab.range_names[range_id]


def lift(tab: Tab, mark_ids: Set[str]) -> None:
    """Take marks off the content."""
    for segment in tab.all_segments():
        for leaf in leaves(segment.content):
            leaf.owner.marks -= mark_ids
        for _, paragraph in paragraphs(segment):
            paragraph.join()


def sweep(tab: Tab) -> None:
    """Forget the ranges all of whose content was deleted, and take off the marks of forgotten ones."""
    found = {
        mark_id
        for segment in tab.all_segments()
        for leaf in leaves(segment.content)
        for mark_id in leaf.owner.marks
    }
    tab.range_names = {range_id: name for range_id, name in tab.range_names.items() if range_id in found}
    if forgotten := found - tab.range_names.keys() - set(tab.anchors):
        lift(tab, forgotten)
