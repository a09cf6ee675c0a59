"""Docs counts text in UTF-16 code units; Python counts in code points."""

from __future__ import annotations

import re
from functools import lru_cache

#: What Docs drops from inserted text: U+0000–0008, U+000C–001F (so \r) and the private use area.
_DROPPED = re.compile("[\x00-\x08\x0c-\x1f\ue000-\uf8ff]")


class HalfCharacterError(ValueError):
    """An index falls between the two halves of a surrogate pair."""


def units(text: str) -> int:
    """Length in UTF-16 code units."""
    return len(text) if text.isascii() else _wide_units(text)


@lru_cache(maxsize=4096)
def _wide_units(text: str) -> int:
    """The same text is measured again and again while a document is walked."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def split_units(text: str, offset: int) -> tuple[str, str]:
    """The text before and after `offset` code units; HalfCharacterError inside a surrogate pair."""
    if units(text) == len(text):
        return text[:offset], text[offset:]
    raw = text.encode("utf-16-le", "surrogatepass")
    low = int.from_bytes(raw[2 * offset : 2 * offset + 2], "little")
    if offset and 0xDC00 <= low <= 0xDFFF:
        raise HalfCharacterError
    before, after = raw[: 2 * offset], raw[2 * offset :]
    return before.decode("utf-16-le", "surrogatepass"), after.decode("utf-16-le", "surrogatepass")


def insertable(text: str) -> str:
    """The text as Docs takes it in: some control characters and private use characters are dropped."""
    return _DROPPED.sub("", text)
