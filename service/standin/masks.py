"""Google's `fields` masks: `a,b(c,d),e/f,g.h` and `*`."""

from __future__ import annotations

import re
from typing import Any

from service.standin.errors import GoogleError

#: Name → mask of what is below it; an empty one takes everything.
Mask = dict[str, "Mask"]


class Cut(list[Any]):
    """A list that is cut down to its mask already: large answers are not gone through twice."""


_TOKEN = re.compile(r"\s*([A-Za-z0-9_*\-@]+|[(),/.])\s*")


def parse_mask(text: str) -> Mask:
    """The mask as a tree; raises Google's 400 for one that cannot be read."""
    tokens = _tokens(text)
    mask, position = _list(tokens, 0, text)
    if position != len(tokens):
        raise _unreadable(text)
    return mask


def apply_mask(value: Any, mask: Mask) -> Any:
    """Only what the mask names; lists are gone through."""
    if not mask or isinstance(value, Cut) or ("*" in mask and not mask["*"]):
        return value
    if isinstance(value, list):
        return [apply_mask(item, mask) for item in value]
    if not isinstance(value, dict):
        return value
    below = mask.get("*")
    kept = {}
    for name, item in value.items():
        inner = mask.get(name, below)
        if inner is not None:
            kept[name] = apply_mask(item, inner) if inner else item
    return kept


def _tokens(text: str) -> list[str]:
    tokens = []
    position = 0
    while position < len(text):
        found = _TOKEN.match(text, position)
        if found is None:
            raise _unreadable(text)
        tokens.append(found[1])
        position = found.end()
    return tokens


def _list(tokens: list[str], position: int, text: str) -> tuple[Mask, int]:
    mask: Mask = {}
    while True:
        position = _item(tokens, position, mask, text)
        if position < len(tokens) and tokens[position] == ",":
            position += 1
            continue
        return mask, position


def _item(tokens: list[str], position: int, mask: Mask, text: str) -> int:
    if position >= len(tokens) or tokens[position] in "(),/.":
        raise _unreadable(text)
    whole = mask.get(tokens[position]) == {}
    below = mask.setdefault(tokens[position], {})
    position += 1
    following = tokens[position] if position < len(tokens) else ""
    if following in ("/", "."):
        position = _item(tokens, position + 1, below, text)
    elif following == "(":
        inner, position = _list(tokens, position + 1, text)
        if position >= len(tokens) or tokens[position] != ")":
            raise _unreadable(text)
        below.update(inner)
        position += 1
    else:
        below.clear()
    if whole:
        below.clear()
    return position


def _unreadable(text: str) -> GoogleError:
    return GoogleError(400, f"Invalid field selection {text}", reason="invalidParameter", location="fields")
