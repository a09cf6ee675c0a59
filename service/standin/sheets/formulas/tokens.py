"""The words of a formula in the locale: `SUM(A1;1,5)` in Vietnamese, `SUM(A1,1.5)` in English."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9]\d{0,7}"
_COLUMN, _ROW = r"\$?[A-Za-z]{1,3}", r"\$?[1-9]\d{0,7}"
_AREA = "(?:" + "|".join(
    (
        rf"{_CELL}:(?:{_CELL}|{_COLUMN}|{_ROW})",
        rf"{_COLUMN}:(?:{_CELL}|{_COLUMN})",
        rf"{_ROW}:(?:{_CELL}|{_ROW})",
        _CELL,
    )
) + ")"  # fmt: skip
_SHEET = r"(?:'(?:[^']|'')+'|[^\W\d]\w*)!"
_ERROR = r"\#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|ERROR!)"


@dataclass(frozen=True, slots=True)
class Token:
    """A word and where it begins."""

    #: "number", "text", "reference", "error", "name", "call", "sign" or "blank".
    kind: str
    text: str
    start: int


class UnreadableError(Exception):
    """A text that is no formula."""


@functools.cache
def _pattern(decimal: str) -> re.Pattern[str]:
    point = re.escape(decimal)
    return re.compile(
        rf"""(?P<blank>\s+)
        | (?P<text>"(?:[^"]|"")*")
        | (?P<error>(?:{_SHEET})?{_ERROR})
        | (?P<reference>(?:{_SHEET})?{_AREA}(?![\w(.!]))
        | (?P<number>(?:\d+(?:{point}\d*)?|{point}\d+)(?:[eE][+-]?\d+)?(?!\w))
        | (?P<call>[^\W\d][\w.]*(?=\s*\())
        | (?P<name>(?:{_SHEET})?[^\W\d][\w.]*)
        | (?P<sign><>|<=|>=|[-+*/^&=<>%(){{}},;\\])
        """,
        re.VERBOSE,
    )


def tokens(text: str, decimal: str) -> list[Token]:
    """The words of a formula without its `=`; raises UnreadableError."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _pattern(decimal).match(text, position)
        if match is None or match.lastgroup is None:
            raise UnreadableError(text[position:])
        found.append(Token(match.lastgroup, match[0], position))
        position = match.end()
    return found
