"""Docs lists → the numbering part of a Word file."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument

from service.standin.docs.defaults import LEVELS
from service.standin.docs.word.numbering import GLYPHS
from service.standin.docs.word.properties import Xml
from service.standin.docs.word.xml import paragraph_properties, w

Json = dict[str, Any]

_WORD_GLYPH = {docs: word for word, docs in GLYPHS.items()}


def write_lists(word: WordDocument, lists: Json) -> dict[str, int]:
    """Write the lists; gives Word's number id of each."""
    root = word.part.numbering_part.element
    for item in list(root):
        root.remove(item)
    numbers = {list_id: number for number, list_id in enumerate(lists, start=1)}
    for list_id, number in numbers.items():
        levels = lists[list_id]["listProperties"].get("nestingLevels", [])
        shown = [_level(position, level) for position, level in enumerate(levels[:LEVELS])]
        root.append(w("abstractNum", *shown, abstractNumId=number))
    for number in numbers.values():
        root.append(w("num", w("abstractNumId", val=number), numId=number))
    return numbers


def _level(position: int, level: Json) -> Xml:
    symbol = level.get("glyphSymbol")
    text = symbol or level.get("glyphFormat", "")
    if not symbol:
        for one in reversed(range(LEVELS)):
            text = text.replace(f"%{one}", f"%{one + 1}")
    kind = "bullet" if symbol else _WORD_GLYPH.get(level.get("glyphType", ""), "decimal")
    return w(
        "lvl",
        w("start", val=level.get("startNumber", 1)),
        w("numFmt", val=kind),
        w("lvlText", val=text),
        w("lvlJc", val="left"),
        paragraph_properties({k: level[k] for k in ("indentStart", "indentFirstLine") if k in level}),
        ilvl=position,
    )
