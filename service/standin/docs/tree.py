"""A document as a tree: tabs → segments → blocks → elements.

No index is stored anywhere: indexes come from walking the tree, so an edit cannot leave a stale one.
A named range is a mark on the content that it covers, so it moves, grows, splits and dies with it.
Widths of tables and starts of a segment's blocks are remembered until `Segment.changed` is told of an edit.
"""

from __future__ import annotations

import secrets
from bisect import bisect_right
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from service.standin.docs.utf16 import split_units, units

#: Ids of the named ranges that cover a piece of content.
Marks = frozenset[str]
NO_MARKS: Marks = frozenset()
TEXT = "textRun"


def new_id(prefix: str = "kix.") -> str:
    """An id in Google's style: "kix.1a2b3c4d5e6f"."""
    return prefix + secrets.token_hex(6)


@dataclass(slots=True)
class Element:
    """Something in a line: a text run, or an object of one index (page break, page number, image…)."""

    kind: str
    #: Google's object under `kind`, without `content`.
    body: dict[str, Any]
    text: str = ""
    #: Width of what is not text; only an equation has more than 1.
    size: int = 1
    marks: Marks = NO_MARKS

    @property
    def width(self) -> int:
        """Width in UTF-16 code units."""
        return units(self.text) if self.kind == TEXT else self.size

    @property
    def style(self) -> dict[str, Any]:
        """The text style; every element has one."""
        style: dict[str, Any] = self.body.setdefault("textStyle", {})
        return style


def text_run(text: str, style: dict[str, Any] | None = None, marks: Marks = NO_MARKS) -> Element:
    """A run of text with its own copy of the style."""
    return Element(TEXT, {"textStyle": deepcopy(style or {})}, text, marks=marks)


@dataclass(slots=True)
class Paragraph:
    """Elements that end with exactly one newline."""

    elements: list[Element]
    style: dict[str, Any]
    bullet: dict[str, Any] | None = None
    #: Members kept as they are (positionedObjectIds).
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def width(self) -> int:
        """Width in UTF-16 code units, the newline included."""
        return sum(element.width for element in self.elements)

    @property
    def text(self) -> str:
        """The text of its runs, the newline included."""
        return "".join(element.text for element in self.elements)

    def split(self, offset: int) -> int:
        """Make an element begin at `offset` units; gives that element's position."""
        for position, element in enumerate(self.elements):
            if offset <= 0:
                return position
            if offset < element.width:
                before, after = split_units(element.text, offset)
                self.elements.insert(
                    position + 1, Element(element.kind, deepcopy(element.body), after, marks=element.marks)
                )
                element.text = before
                return position + 1
            offset -= element.width
        return len(self.elements)

    def join(self) -> None:
        """Make neighbouring runs of one style and the same marks one run again; drop empty ones."""
        joined: list[Element] = []
        for element in self.elements:
            last = joined[-1] if joined else None
            if element.kind == TEXT and not element.text:
                continue
            if (
                last
                and last.kind == element.kind == TEXT
                and (last.body, last.marks) == (element.body, element.marks)
            ):
                last.text += element.text
            else:
                joined.append(element)
        self.elements = joined


@dataclass(slots=True)
class SectionBreak:
    """The start of a section; the body begins with one."""

    body: dict[str, Any]
    marks: Marks = NO_MARKS
    width: int = 1


@dataclass(slots=True)
class Cell:
    """A table cell; its content ends with a paragraph."""

    content: list[Block]
    style: dict[str, Any]
    marks: Marks = NO_MARKS
    remembered: int | None = field(default=None, compare=False, repr=False)

    @property
    def width(self) -> int:
        """One index for its start and its content."""
        if self.remembered is None:
            self.remembered = 1 + sum(block.width for block in self.content)
        return self.remembered


@dataclass(slots=True)
class Row:
    """A table row; covered cells of a merge stay in it, empty."""

    cells: list[Cell]
    style: dict[str, Any]
    marks: Marks = NO_MARKS
    remembered: int | None = field(default=None, compare=False, repr=False)

    @property
    def width(self) -> int:
        """One index for its start and its cells."""
        if self.remembered is None:
            self.remembered = 1 + sum(cell.width for cell in self.cells)
        return self.remembered


@dataclass(slots=True)
class Table:
    """A table: an index for its start, its rows, an index for its end."""

    rows: list[Row]
    style: dict[str, Any]
    columns: int
    marks: Marks = NO_MARKS
    remembered: int | None = field(default=None, compare=False, repr=False)

    @property
    def width(self) -> int:
        """2 + R + R·C + Σ content."""
        if self.remembered is None:
            self.remembered = 2 + sum(row.width for row in self.rows)
        return self.remembered

    def forget_widths(self, offset: int | None = None) -> None:
        """Something changed inside, `offset` behind the start; None: anywhere."""
        self.remembered = None
        at = 1
        for row in self.rows:
            start, at = at, at + row.width
            if offset is None or start <= offset < at:
                row.remembered = None
                for cell in row.cells:
                    cell.remembered = None
                    _forget_widths(cell.content)


@dataclass(slots=True)
class Contents:
    """A table of contents: can be read and deleted, never made."""

    content: list[Block]
    marks: Marks = NO_MARKS

    @property
    def width(self) -> int:
        """Its content between a start and an end."""
        return 2 + sum(block.width for block in self.content)


Block = Paragraph | SectionBreak | Table | Contents
Markable = Element | SectionBreak | Cell | Row | Table | Contents


@dataclass(slots=True)
class Segment:
    """A body, header, footer or footnote: an index space of its own."""

    #: "" for the body.
    id: str
    #: "body", "headers", "footers" or "footnotes".
    kind: str
    content: list[Block]
    #: Where the blocks start, as far as it is known.
    _starts: list[int] = field(default_factory=lambda: [0], compare=False, repr=False)

    @property
    def starts(self) -> list[int]:
        """Where each block starts, and at last the end of the segment; not to be changed."""
        starts = self._starts
        for block in self.content[len(starts) - 1 :]:
            starts.append(starts[-1] + block.width)
        return starts

    @property
    def width(self) -> int:
        """The end index of the segment."""
        return self.starts[-1]

    def changed(self, index: int | None = None) -> None:
        """To be told after each edit: what stands at `index` or behind it is another; None: anywhere."""
        if index is None:
            self._starts = [0]
            _forget_widths(self.content)
            return
        position = bisect_right(self._starts, index) - 1
        del self._starts[position + 1 :]
        if position < len(self.content) and isinstance(block := self.content[position], Table | Contents):
            if isinstance(block, Table):
                block.forget_widths(index - self._starts[position])
            else:
                _forget_widths(block.content)


def _forget_widths(blocks: list[Block]) -> None:
    for block in blocks:
        if isinstance(block, Table):
            block.forget_widths()
        elif isinstance(block, Contents):
            _forget_widths(block.content)


@dataclass(slots=True)
class Tab:
    """A tab with its segments and what belongs to it."""

    properties: dict[str, Any]
    body: Segment
    #: Headers, footers and footnotes by id.
    segments: dict[str, Segment]
    #: documentStyle, namedStyles, lists, inlineObjects… as Google writes them.
    parts: dict[str, Any]
    #: Names of named ranges by id, in the order of their making.
    range_names: dict[str, str]
    children: list[Tab] = field(default_factory=list)
    #: Ids of the places that comments are tied to; like named ranges they are marks on content.
    anchors: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The tab's id, "t.0" for the first."""
        return str(self.properties["tabId"])

    def all_segments(self) -> list[Segment]:
        """The body first."""
        return [self.body, *self.segments.values()]


@dataclass(slots=True)
class Document:
    """The tabs of a document and what is said about them; its title is the file's name."""

    tabs: list[Tab]
    #: SuggestionThread resources; what is suggested is in the content, under the thread's id.
    suggestions: list[dict[str, Any]] = field(default_factory=list)
    #: CommentThread resources.
    comments: list[dict[str, Any]] = field(default_factory=list)

    def all_tabs(self) -> Iterator[Tab]:
        """Every tab in reading order, child tabs included."""
        waiting = list(self.tabs)
        while waiting:
            tab = waiting.pop(0)
            yield tab
            waiting[:0] = tab.children
