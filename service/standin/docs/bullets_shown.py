"""What stands before a list paragraph when people see it: "•", "2.", "b)"."""

from __future__ import annotations

from typing import Any

from service.standin.docs.defaults import LEVELS

Json = dict[str, Any]

_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
          (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip


class BulletCounter:
    """Counts the paragraphs of each list in reading order."""

    def __init__(self, lists: Json) -> None:
        self.lists = lists
        self._counts: dict[str, list[int]] = {}

    def glyph(self, bullet: Json) -> str:
        """The glyph of the next paragraph with this bullet."""
        levels = self.lists.get(bullet["listId"], {}).get("listProperties", {}).get("nestingLevels", [])
        level = bullet.get("nestingLevel", 0)
        if level >= len(levels):
            return "•"
        counts = self._counts.setdefault(bullet["listId"], [0] * LEVELS)
        counts[level] += 1
        counts[level + 1 :] = [0] * (LEVELS - level - 1)
        if symbol := levels[level].get("glyphSymbol"):
            return str(symbol)
        shown = str(levels[level].get("glyphFormat", f"%{level}."))
        for number in range(level + 1):
            value = max(counts[number], 1) + levels[number].get("startNumber", 1) - 1
            shown = shown.replace(f"%{number}", numeral(value, levels[number].get("glyphType", "DECIMAL")))
        return shown


def numeral(value: int, kind: str) -> str:
    """A number as a glyph type writes it."""
    if kind == "NONE":
        return ""
    if kind == "ZERO_DECIMAL":
        return f"{value:02d}"
    if kind in ("ALPHA", "UPPER_ALPHA"):
        # aa, bb, … after z, as Docs and Word do.
        letters = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letters.upper() if kind == "UPPER_ALPHA" else letters
    if kind in ("ROMAN", "UPPER_ROMAN"):
        shown = ""
        for size, digits in _ROMAN:
            shown += digits * (value // size)
            value %= size
        return shown if kind == "UPPER_ROMAN" else shown.lower()
    return str(value)
