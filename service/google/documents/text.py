"""Text as Docs counts and keeps it: UTF-16 units, NFC, no characters that Docs throws away."""

from __future__ import annotations

import hashlib
import unicodedata

from service.domain.report import Block, TableData

#: Docs drops control and private-use characters, so an index counted with them would be wrong; half a
#: character it cannot take. Characters that are newer than this Python's tables stay.
_DROPPED = frozenset({"Cc", "Co", "Cs"})
#: Marks that turn the direction of what follows, and a byte order mark: invisible, and nothing in Vietnamese.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")
_CELL, _ROW = "\x1f", "\x1e"


def units(text: str) -> int:
    """Length in UTF-16 code units, as indexes count it."""
    return len(text.encode("utf-16-le")) // 2


def writable(text: str) -> str:
    """The text on one line, as Docs will keep it."""
    one_line = " ".join(part for part in text.splitlines() if part).replace("\t", " ")
    kept = "".join(
        c
        for c in one_line
        if unicodedata.category(c) not in _DROPPED and c not in _TURNING and not _is_no_character(c)
    )
    return unicodedata.normalize("NFC", kept)


def _is_no_character(character: str) -> bool:
    """U+FFFE, U+FFFF and their like in the other planes, U+FDD0 to U+FDEF: never assigned."""
    code = ord(character)
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF


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
