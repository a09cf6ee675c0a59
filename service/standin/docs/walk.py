"""Walking the tree of a segment: where each block and each single index is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from service.standin.docs.tree import (
    NO_MARKS,
    Block,
    Contents,
    Markable,
    Marks,
    Paragraph,
    SectionBreak,
    Segment,
    Table,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """A block and where it is."""

    start: int
    block: Block
    #: The list that holds it (a segment's, cell's or table of contents' content) and its position there.
    blocks: list[Block]
    position: int
    #: How many tables it is inside of.
    depth: int = 0

    @property
    def end(self) -> int:
        """The index after it."""
        return self.start + self.block.width


@dataclass(frozen=True, slots=True)
class Place:
    """An index inside a paragraph."""

    spot: Spot
    paragraph: Paragraph
    offset: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """The smallest piece that can carry a mark: an element, or one structural index of a table."""

    start: int
    width: int
    owner: Markable


def spots(blocks: list[Block], start: int = 0, depth: int = 0) -> Iterator[Spot]:
    """Every block in order, a table before what is in its cells."""
    for position, block in enumerate(blocks):
        yield Spot(start, block, blocks, position, depth)
        if isinstance(block, Table):
            at = start + 1
            for row in block.rows:
                at += 1
                for cell in row.cells:
                    yield from spots(cell.content, at + 1, depth + 1)
                    at += cell.width
        elif isinstance(block, Contents):
            yield from spots(block.content, start + 1, depth)
        start += block.width


def paragraphs(segment: Segment, start: int = 0, end: int | None = None) -> list[tuple[Spot, Paragraph]]:
    """The paragraphs that overlap [start, end), those in cells included; a list, safe to edit along."""
    stop = segment.width if end is None else end
    return [
        (spot, spot.block)
        for spot in spots(segment.content)
        if isinstance(spot.block, Paragraph) and spot.start < stop and spot.end > start
    ]


def place(segment: Segment, index: int) -> Place | None:
    """The paragraph that holds `index`; None for a structural index (a table's or a section's start)."""
    for spot in spots(segment.content):
        if spot.start > index:
            return None
        if isinstance(spot.block, Paragraph) and index < spot.end:
            return Place(spot, spot.block, index - spot.start)
    return None


def table_at(segment: Segment, index: int) -> Spot | None:
    """The table that starts exactly at `index`, nested ones included."""
    return next(
        (s for s in spots(segment.content) if s.start == index and isinstance(s.block, Table)),
        None,
    )


def leaves(blocks: list[Block], start: int = 0, around: tuple[int, int] | None = None) -> Iterator[Leaf]:
    """Every index of the content once, in order; a table owns its first and its last.

    With `around`, blocks that do not touch that stretch may be left out.
    """
    for block in blocks:
        at = start
        if around is not None:
            if at > around[1]:
                return
            if at + block.width < around[0]:
                start += block.width
                continue
        if isinstance(block, Paragraph):
            for element in block.elements:
                yield Leaf(at, element.width, element)
                at += element.width
        elif isinstance(block, SectionBreak):
            yield Leaf(at, 1, block)
        else:
            yield Leaf(at, 1, block)
            yield from _inner_leaves(block, at + 1)
            yield Leaf(start + block.width - 1, 1, block)
        start += block.width


def _inner_leaves(block: Table | Contents, at: int) -> Iterator[Leaf]:
    if isinstance(block, Contents):
        yield from leaves(block.content, at)
        return
    for row in block.rows:
        yield Leaf(at, 1, row)
        at += 1
        for cell in row.cells:
            yield Leaf(at, 1, cell)
            yield from leaves(cell.content, at + 1)
            at += cell.width


def marks_between(segment: Segment, index: int) -> Marks:
    """The marks that text typed at `index` gets: those of both neighbours; at an end, typing adds nothing."""
    before = after = NO_MARKS
    for leaf in leaves(segment.content, around=(index, index)):
        if leaf.start < index <= leaf.start + leaf.width:
            before = leaf.owner.marks
        if leaf.start <= index < leaf.start + leaf.width:
            after = leaf.owner.marks
            break
    return before & after
