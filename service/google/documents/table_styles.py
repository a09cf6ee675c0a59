"""How a table of the annex looks: columns by what they hold, whole rows, a heading on every page."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

from service.google.documents.styles import Look, Request, cell_style, points, rgb
from service.google.documents.text import units

Cells = tuple[tuple[str, ...], ...]
#: Gives the Docs range between two indexes.
Span = Callable[[int, int], dict[str, Any]]

#: Width of the text on the page (210 - 30 - 20 mm), in points.
PAGE_WIDTH = 453.5
TABLE_SIZE = 12
#: Between a cell's border and its text: above and below, and at the sides.
PADDING, SIDE_PADDING = 2.0, 5.0
#: Width of a letter over its size, about; a line of a cell is never narrower than its longest word.
_LETTER = 0.47
#: Letters of a line that stay free, about, where it is broken between words: narrow columns need more room.
_BROKEN = 5
#: Letters of a word that its column makes room for at the most.
_MOST = 20
_HEADER_GREY = {"red": 0.93, "green": 0.93, "blue": 0.93}
#: A number, a date, «–» or a number with a word on it: «751 (26/32 hoạt động có báo)».
_FIGURE = re.compile(r"[\d–-]|chưa báo cáo$")

_CELL = Look(size=TABLE_SIZE, alignment="START", first_line=0.0, above=0.0)
#: Names the rows below it, and stays with them on one page.
_GROUP = Look(size=TABLE_SIZE, alignment="START", first_line=0.0, above=0.0, bold=True, keep_with_next=True)
_HEADER = Look(size=TABLE_SIZE, alignment="CENTER", first_line=0.0, above=0.0, bold=True, keep_with_next=True)


def table_style(location: dict[str, Any], cells: Cells, span: Span) -> Iterator[Request]:
    """Requests for a filled table that starts at `location`; `cells` has the header first."""
    start = location["index"]
    rows = list(_rows_at(start, cells))
    yield from cell_style(span(rows[0][0][0], rows[-1][-1][1]), _CELL)
    yield from cell_style(span(rows[0][0][0], rows[0][-1][1]), _HEADER)
    for row, texts in zip(rows[1:], cells[1:], strict=True):
        if len(cells) > 2 and is_of_group(texts):
            yield from cell_style(span(row[0][0], row[-1][1]), _GROUP)
    centred = [column for column in range(len(cells[0])) if is_of_figures(cells, column)]
    for row in rows[1:]:
        for first, last in _runs(centred):
            yield _centred(span(row[first][0], row[last][1]))
    yield from _columns(location, cells)
    yield from _frame(location, len(cells[0]))


def is_of_group(texts: tuple[str, ...]) -> bool:
    """True for a row that only names what the rows below it are about."""
    return len(texts) > 1 and bool(texts[0]) and not any(texts[1:])


def is_of_figures(cells: Cells, column: int) -> bool:
    """True if most cells of a column are numbers or dates: they stand in its middle."""
    filled = [row[column] for row in cells[1:] if row[column]]
    return column > 0 and 2 * sum(bool(_FIGURE.match(text)) for text in filled) > len(filled)


def column_widths(cells: Cells) -> list[float]:
    """Widths in points that fill the page, so that cells need few lines and no word is broken.

    The lines of all cells together are fewest where widths are as the roots of the mean squares of lengths.
    """
    columns = [[row[column] for row in cells] for column in range(len(cells[0]))]
    least = [_least_room(column) for column in columns]
    shares = [math.sqrt(sum(len(text) ** 2 for text in column) / len(column)) + _BROKEN for column in columns]
    narrow: set[int] = set()
    while True:
        spare = max(PAGE_WIDTH - sum(least[column] for column in narrow), 0.0)
        wide = sum(share for column, share in enumerate(shares) if column not in narrow)
        widths = [
            room if column in narrow else spare * shares[column] / wide for column, room in enumerate(least)
        ]
        more = {column for column, width in enumerate(widths) if width < least[column]} - narrow
        narrow |= more
        if len(narrow) == len(columns):
            return [PAGE_WIDTH * room / sum(least) for room in least]
        if not more:
            return widths


def _least_room(column: list[str]) -> float:
    """Points for the longest word, and for the heading on two lines."""
    longest = max((len(word) for text in column for word in text.split()), default=0)
    letters = max(min(longest, _MOST), len(column[0]) // 2 + 3)
    return letters * _LETTER * TABLE_SIZE + 2 * SIDE_PADDING


def _rows_at(start: int, cells: Cells) -> Iterator[list[tuple[int, int]]]:
    """Of each row the start of each cell's text, and the index behind its newline."""
    at = start + 2
    for row in cells:
        places = []
        at += 1
        for text in row:
            end = at + units(text) + 1
            places.append((at, end))
            at = end + 1
        yield places


def _runs(columns: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbours together: [1, 2, 4] → (1, 2), (4, 4)."""
    first = 0
    for place, column in enumerate(columns):
        if place + 1 == len(columns) or columns[place + 1] != column + 1:
            yield columns[first], column
            first = place + 1


def _centred(span: dict[str, Any]) -> Request:
    style = {"alignment": "CENTER"}
    return {"updateParagraphStyle": {"range": span, "paragraphStyle": style, "fields": "alignment"}}


def _columns(location: dict[str, Any], cells: Cells) -> Iterator[Request]:
    for column, width in enumerate(column_widths(cells)):
        yield {
            "updateTableColumnProperties": {
                "tableStartLocation": location,
                "columnIndices": [column],
                "tableColumnProperties": {"widthType": "FIXED_WIDTH", "width": points(round(width, 1))},
                "fields": "widthType,width",
            }
        }


def _frame(location: dict[str, Any], columns: int) -> Iterator[Request]:
    """Little room around the text, rows that stay whole, a grey header that each page repeats."""
    sides = {"Top": PADDING, "Bottom": PADDING, "Left": SIDE_PADDING, "Right": SIDE_PADDING}
    style: dict[str, Any] = {f"padding{side}": points(room) for side, room in sides.items()}
    style |= {"contentAlignment": "MIDDLE", "backgroundColor": {}}
    yield {
        "updateTableCellStyle": {
            "tableStartLocation": location,
            "tableCellStyle": style,
            "fields": ",".join(style),
        }
    }
    header = {"tableStartLocation": location, "rowIndex": 0, "columnIndex": 0}
    yield {
        "updateTableCellStyle": {
            "tableRange": {"tableCellLocation": header, "rowSpan": 1, "columnSpan": columns},
            "tableCellStyle": {"backgroundColor": rgb(_HEADER_GREY)},
            "fields": "backgroundColor",
        }
    }
    yield {
        "updateTableRowStyle": {
            "tableStartLocation": location,
            "tableRowStyle": {"preventOverflow": True},
            "fields": "preventOverflow",
        }
    }
    yield {"pinTableHeaderRows": {"tableStartLocation": location, "pinnedHeaderRowsCount": 1}}
