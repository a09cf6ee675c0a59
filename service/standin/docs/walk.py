"""Walking the tree of a segment: where each block and each single index is."""

from __future__ import annotations

from bisect import bisect_left
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

#: A stretch of indexes that is looked for; None: everything.
Around = tuple[int, int] | None


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


def spots(blocks: list[Block], start: int = 0, depth: int = 0, around: Around = None) -> Iterator[Spot]:
    """Every block in order, a table before what is in its cells.

    With `around`, the insides of tables that do not touch that stretch may be left out.
    """
    for position, block in enumerate(blocks):
        yield from _spots_of(Spot(start, block, blocks, position, depth), around)
        start += block.width


def spots_near(segment: Segment, start: int, end: int) -> Iterator[Spot]:
    """The blocks of a segment that touch [start, end], and perhaps some beside them."""
    starts = segment.starts
    for position in range(max(0, bisect_left(starts, start) - 1), len(segment.content)):
        if starts[position] > end:
            return
        spot = Spot(starts[position], segment.content[position], segment.content, position)
        yield from _spots_of(spot, (start, end))


def _spots_of(spot: Spot, around: Around) -> Iterator[Spot]:
    yield spot
    block, start, depth = spot.block, spot.start, spot.depth
    if isinstance(block, Table):
        at = start + 1
        for row in block.rows:
            cell_at = at + 1
            if around is None or (at <= around[1] and at + row.width >= around[0]):
                for cell in row.cells:
                    yield from spots(cell.content, cell_at + 1, depth + 1, around)
                    cell_at += cell.width
            at += row.width
    elif isinstance(block, Contents):
        yield from spots(block.content, start + 1, depth, around)


def paragraphs(segment: Segment, start: int = 0, end: int | None = None) -> list[tuple[Spot, Paragraph]]:
    """The paragraphs that overlap [start, end), those in cells included; a list, safe to edit along."""
    stop = segment.width if end is None else end
    return [
        (spot, spot.block)
        for spot in spots_near(segment, start, stop)
        if isinstance(spot.block, Paragraph) and spot.start < stop and spot.end > start
    ]


def place(segment: Segment, index: int) -> Place | None:
    """The paragraph that holds `index`; None for a structural index (a table's or a section's start)."""
    for spot in spots_near(segment, index, index):
        if spot.start > index:
            return None
        if isinstance(spot.block, Paragraph) and index < spot.end:
            return Place(spot, spot.block, index - spot.start)
    return None


def table_at(segment: Segment, index: int) -> Spot | None:
    """The table that starts exactly at `index`, nested ones included."""
    return next(
        (s for s in spots_near(segment, index, index) if s.start == index and isinstance(s.block, Table)),
        None,
    )


def leaves(blocks: list[Block], start: int = 0, around: Around = None) -> Iterator[Leaf]:
    """Every index of the content once, in order; a table owns its first and its last.

    With `around`, rows of tables that do not touch that stretch may be left out.
    """
    for block in blocks:
        yield from _leaves_of(block, start, around)
        start += block.width


def leaves_near(segment: Segment, start: int, end: int) -> Iterator[Leaf]:
    """The leaves of a segment that touch [start, end], and perhaps some beside them."""
    starts = segment.starts
    for position in range(max(0, bisect_left(starts, start) - 1), len(segment.content)):
        if starts[position] > end:
            return
        yield from _leaves_of(segment.content[position], starts[position], (start, end))


def _leaves_of(block: Block, start: int, around: Around) -> Iterator[Leaf]:
    if isinstance(block, Paragraph):
        at = start
        for element in block.elements:
            yield Leaf(at, element.width, element)
            at += element.width
    elif isinstance(block, SectionBreak):
        yield Leaf(start, 1, block)
    else:
        yield Leaf(start, 1, block)
        yield from _inner_leaves(block, start + 1, around)
        yield Leaf(start + block.width - 1, 1, block)


def _inner_leaves(block: Table | Contents, at: int, around: Around) -> Iterator[Leaf]:
    if isinstance(block, Contents):
        yield from leaves(block.content, at, around)
        return
    for row in block.rows:
        if around is None or (at <= around[1] and at + row.width >= around[0]):
            yield Leaf(at, 1, row)
            cell_at = at + 1
            for cell in row.cells:
                yield Leaf(cell_at, 1, cell)
                yield from leaves(cell.content, cell_at + 1, around)
                cell_at += cell.width
        at += row.width


def marks_between(segment: Segment, index: int) -> Marks:
    """The marks that text typed at `index` gets: those of both neighbours; at an end, typing adds nothing."""
    before = after = NO_MARKS
    for leaf in leaves_near(segment, index, index):
        if leaf.start < index <= leaf.start + leaf.width:
            before = leaf.owner.marks
        if leaf.start <= index < leaf.start + leaf.width:
            after = leaf.owner.marks
            break
    return before & after
