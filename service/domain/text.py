"""Vietnamese text: one form for storing, one key for comparing. Output is never re-spelt."""

from __future__ import annotations

import re
import unicodedata

#: Invisible characters that survive strip() and break comparisons.
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
#: Letters that look like đ and are not; no normal form joins them.
_LOOKALIKES = str.maketrans({"Ð": "Đ", "Ɖ": "Đ", "ð": "đ", "ɖ": "đ"})
_SPACES = re.compile(r"[\u00a0\u202f\u2007\u3000]")
#: Both places of the tone mark are right (hòa, hoà), so the key takes tones off anyway; i and y at the end of
#: an open syllable too (quí, quý).
_OPEN_Y = re.compile(r"\b([bcdghklmnpqrstvx]{1,2}u?)y\b")
_NOT_WORD = re.compile(r"[^0-9a-z]+")
#: A full stop inside an abbreviation or a number is no end of a sentence.
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”»]?\s+(?=[\"“«]?[A-ZÀ-ỸĐ0-9-])")
_ABBREVIATED = re.compile(r"(?:\b(?:TP|ThS|TS|Tr|Gs|PGS|GS|BS|tr|v\.v|STT)|\b[A-ZĐ])\.$")


def nfc(text: str) -> str:
    """The text as it is stored: composed letters, true đ, no invisible characters, plain spaces."""
    composed = unicodedata.normalize("NFC", text).translate(_LOOKALIKES).translate(_INVISIBLE)
    return _SPACES.sub(" ", composed)


def fold(text: str) -> str:
    """The key under which two spellings of the same words are equal; for comparing, never for showing."""
    decomposed = unicodedata.normalize("NFD", nfc(text).casefold().replace("đ", "d"))
    plain = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    words = _NOT_WORD.sub(" ", plain).strip()
    return _OPEN_Y.sub(r"\1i", words)


def slug(text: str) -> str:
    """The text as part of an address: «Tổ Toán - Tin học» → to-toan-tin-hoc."""
    return fold(text).replace(" ", "-")


def sentences(text: str) -> list[str]:
    """The sentences of a text, blanks taken out; «TP.HCM» and «59/2023/NĐ-CP» stay whole."""
    found: list[str] = []
    for line in nfc(text).splitlines():
        for piece in _SENTENCE_END.split(line.strip()):
            if found and _ABBREVIATED.search(found[-1]) and piece:
                found[-1] = f"{found[-1]} {piece}"
            elif piece.strip():
                found.append(piece.strip())
    return found
