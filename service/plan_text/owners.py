"""Who owes a responsibility, where its text says so."""

from __future__ import annotations

import re

from service.plan_text.names import BODY_START, VERBS

_VERB = re.compile(rf"\s(?:{VERBS})(?!\w)|\s*:")
_AND = re.compile(r"\s*(?:[,;]|\s(?:và|cùng|với)\s)\s*")
_POLITE = re.compile(r"^(?:Đề nghị|Giao|Yêu cầu|Phân công|Đối với)\s+")
#: A subject is a short phrase; anything longer is a sentence that happens to begin with such a word.
_LONGEST = 160


def owners_in(text: str) -> tuple[str, ...]:
    """The bodies that are the subject of a responsibility: «Hiệu trưởng xây dựng …» gives Hiệu trưởng.

    Only what stands before the first verb counts; a text that begins with its verb names nobody.
    """
    plain = _POLITE.sub("", text.strip())
    if not BODY_START.match(plain):
        return ()
    verb = _VERB.search(plain)
    subject = plain[: verb.start()] if verb else plain
    if len(subject) > _LONGEST or (not verb and len(plain) > _LONGEST):
        return ()
    if subject.lower().startswith("các "):
        return (subject.strip(" ,"),)
    pieces = [piece.strip() for piece in _AND.split(subject) if piece.strip()]
    return tuple(dict.fromkeys(_merged(pieces)))


def _merged(pieces: list[str]) -> list[str]:
    """«Văn hóa và Xã hội» is one name: a piece that begins no body belongs to the one before."""
    merged: list[str] = []
    for piece in pieces:
        if BODY_START.match(piece) or not merged:
            merged.append(piece)
        else:
            merged[-1] = f"{merged[-1]}, {piece}"
    return merged
