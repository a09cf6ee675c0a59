"""Tables for a terminal, aligned by what it shows and not by how many characters there are."""

from __future__ import annotations

import textwrap
import unicodedata
from collections.abc import Iterable, Sequence

#: Widest line of running text and of the last column of a table.
WIDTH = 100
_GAP = "  "


def display_width(text: str) -> int:
    """Columns that a text takes on a terminal."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1
        for char in text
    )


def table(header: Sequence[str], rows: Iterable[Sequence[str]], *, wrap: bool = True) -> str:
    """A table with aligned columns; the last column takes what is left of the line and is broken there.

    `wrap=False` keeps it whole, as an address must be.
    """
    cells = [tuple(header), *(tuple(row) for row in rows)]
    widths = [max(display_width(line) for line in column) for column in zip(*cells, strict=True)][:-1]
    room = max(WIDTH - sum(widths) - len(_GAP) * len(widths), 30)
    lines: list[str] = []
    for row in cells:
        last = _lines(row[-1], room) if wrap else [row[-1]]
        first = _GAP.join(_padded(text, width) for text, width in zip(row, widths, strict=False))
        indent = " " * (sum(widths) + len(_GAP) * (len(widths) - 1))
        lines += [
            f"{head}{_GAP}{text}".rstrip()
            for head, text in zip([first, *([indent] * (len(last) - 1))], last, strict=True)
        ]
    rule = "─" * min(max(display_width(line) for line in lines), WIDTH)
    return "\n".join([lines[0], rule, *lines[1:]])


def _lines(text: str, width: int) -> list[str]:
    return [line for part in text.splitlines() for line in textwrap.wrap(part, width)] or [""]


def _padded(text: str, width: int) -> str:
    return text + " " * (width - display_width(text))
