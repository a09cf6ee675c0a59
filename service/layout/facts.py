"""What can be measured of a Word file, as plain values."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


class LayoutFileError(Exception):
    """The file is no sound Word file; the message is Vietnamese."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """Text of one look."""

    text: str
    #: Points.
    size: float
    font: str
    #: "000000"; what a reader's program chooses is black.
    colour: str = "000000"
    bold: bool = False
    italic: bool = False
    underlined: bool = False

    @property
    def style(self) -> str:
        """«đứng, đậm», as the decree calls it."""
        return ("nghiêng" if self.italic else "đứng") + (", đậm" if self.bold else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where in which table of the body."""

    table: int
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A paragraph, or the part of one between two line breaks."""

    letters: tuple[Letters, ...] = ()
    #: "left", "center", "right" or "both".
    alignment: str = "left"
    #: Points from the left edge of the paragraph to its first letter.
    first_line: float = 0.0
    above: float = 0.0
    below: float = 0.0
    #: Line height over that of single spacing.
    line_spacing: float = 1.0
    cell: Cell | None = None
    section: int = 0
    #: Word numbers it by itself: what is printed before the text is not in the text.
    is_numbered: bool = False
    #: Part of the paragraph of the line before it.
    continues: bool = False
    #: Points of a rule that is drawn above or below the text or stands there instead of it.
    rule: float | None = None
    #: Points between the margins or the sides of the cell.
    room: float = 0.0

    @property
    def text(self) -> str:
        """The text, without space around it."""
        return "".join(part.text for part in self.letters).strip()

    @property
    def shown(self) -> tuple[Letters, ...]:
        """Letters that a reader sees."""
        return tuple(part for part in self.letters if part.text.strip())

    @property
    def size(self) -> float:
        """Size of most of the letters."""
        sizes: Counter[float] = Counter()
        for part in self.shown:
            sizes[part.size] += len(part.text)
        return sizes.most_common(1)[0][0] if sizes else 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PageNumber:
    """Page numbers of a section's headers and footers."""

    in_header: tuple[Line, ...] = ()
    in_footer: bool = False
    #: The first page has a header of its own.
    first_differs: bool = False
    on_first: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Paper and margins in millimetres."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    number: PageNumber = PageNumber()
    #: The number of its first page if it does not go on counting.
    starts_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A whole file."""

    sections: tuple[Section, ...]
    lines: tuple[Line, ...] = field(default=())
