"""Folding of Vietnamese text for comparison. What people typed is never re-spelt, only compared."""

from __future__ import annotations

import re
import unicodedata

#: Letters that look like Đ and that no normal form joins, and Đ itself, which does not decompose.
_D_LETTERS = str.maketrans("ĐÐƉđðɖ", "DDDddd")
#: What nobody types on purpose: invisible characters that survive `str.strip`, control characters, marks that
#: turn the direction of writing (a text would read otherwise than it is stored), tags.
_INVISIBLE = re.compile(
    "[\u200b\u200c\u200d\u2060\ufeff\u00ad\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u061c\u200e\u200f\u202a-\u202e"
    "\u2066-\u206f\ufff9-\ufffb\U000e0000-\U000e007f]"
)
_NOT_WORD = re.compile(r"[^0-9a-z%]+")
_PARENTHESES = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")


def clean(text: str) -> str:
    """NFC, without invisible characters, outer blanks stripped and inner runs of blanks made one."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def fold(text: str) -> str:
    """Key under which spellings meet: case, diacritics, tone placement, blanks and punctuation are gone.

    >>> fold("  NGÀY\\u00a0thực-hiện: ") == fold("Ngày thực hiện")
    True
    """
    plain = unicodedata.normalize("NFD", _INVISIBLE.sub("", text).translate(_D_LETTERS))
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter))
    return _NOT_WORD.sub(" ", letters.casefold()).strip()


def header_keys(text: str) -> tuple[str, ...]:
    """Keys of a header, the exact one first, then without remarks in parentheses («Ngày (dd/mm/yyyy)»)."""
    keys = dict.fromkeys((fold(text), fold(_PARENTHESES.sub(" ", text))))
    return tuple(key for key in keys if key)
