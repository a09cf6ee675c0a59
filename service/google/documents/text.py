"""Text as Docs counts and keeps it: UTF-16 units, NFC, no characters that Docs throws away."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from service.domain.report import Block, TableData

#: Docs drops control and private-use characters, so an index counted with them would be wrong; half a
#: character it cannot take.
_CONTROL = "\x00-\x1f\x7f-\x9f"
_PRIVATE = "\ue000-\uf8ff\U000f0000-\U0010ffff"
_HALF = "\ud800-\udfff"
#: U+FFFE, U+FFFF and their like in the other planes, U+FDD0 to U+FDEF: never assigned.
_NEVER = "\ufdd0-\ufdef" + "".join(
    chr(plane << 16 | 0xFFFE) + chr(plane << 16 | 0xFFFF) for plane in range(17)
)
#: Marks that turn the direction of what follows, and a byte order mark: invisible, and nothing in Vietnamese.
_TURNING = "\u202a-\u202e\u2066-\u2069\ufeff"
_DROPPED = re.compile(f"[{_CONTROL}{_PRIVATE}{_HALF}{_NEVER}{_TURNING}]")
_CELL, _ROW = "\x1f", "\x1e"


def units(text: str) -> int:
    """Length in UTF-16 code units, as indexes count it."""
    return len(text.encode("utf-16-le")) // 2


def writable(text: str) -> str:
    """The text on one line, as Docs will keep it."""
    one_line = " ".join(part for part in text.splitlines() if part).replace("\t", " ")
    return unicodedata.normalize("NFC", _DROPPED.sub("", one_line))


def says_something(block: Block) -> bool:
    """False for a block without a letter: Docs can neither insert nor mark it."""
    return block.table is not None or bool(writable(block.text))


def cells_of(table: TableData) -> tuple[tuple[str, ...], ...]:
    """Header and rows as they are written."""
    return tuple(tuple(writable(cell) for cell in row) for row in (table.header, *table.rows))


def text_digest(text: str) -> str:
    """Tells whether a paragraph still says what we wrote."""
    return hashlib.sha256(text.encode()).hexdigest()


def table_digest(cells: tuple[tuple[str, ...], ...]) -> str:
    """The same of a table."""
    return text_digest(_ROW.join(_CELL.join(row) for row in cells))


def block_digest(block: Block) -> str:
    """Digest of a block as it is written."""
    return table_digest(cells_of(block.table)) if block.table else text_digest(writable(block.text))
