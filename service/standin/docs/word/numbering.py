"""Lists of a Word file."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from service.standin.docs.defaults import LEVELS, list_properties
from service.standin.docs.word.properties import Xml, attribute, child, number, paragraph_style

Json = dict[str, Any]

GLYPHS = {
    "decimal": "DECIMAL",
    "decimalZero": "ZERO_DECIMAL",
    "lowerLetter": "ALPHA",
    "upperLetter": "UPPER_ALPHA",
    "lowerRoman": "ROMAN",
    "upperRoman": "UPPER_ROMAN",
    "none": "NONE",
}


class Numbering:
    """Bullets by Word's number ids; `lists` grows with those that are used."""

    def __init__(self, document: WordDocument) -> None:
        self.lists: Json = {}
        self._numbers: dict[str | None, str | None] = {}
        self._abstract: dict[str | None, Xml] = {}
        parts = [r.target_part for r in document.part.rels.values() if r.reltype.endswith("/numbering")]
        for part in parts:
            for item in part.element.iterchildren(qn("w:num")):
                abstract = attribute(child(item, "abstractNumId"), "val")
                self._numbers[attribute(item, "numId")] = abstract
            for item in part.element.iterchildren(qn("w:abstractNum")):
                self._abstract[attribute(item, "abstractNumId")] = item

    def bullet(self, wanted: Xml) -> tuple[Json | None, Json]:
        """The bullet of a w:numPr and the indents of its level; (None, {}) outside a list."""
        number_id = attribute(child(wanted, "numId"), "val")
        abstract = self._abstract.get(self._numbers.get(number_id))
        if abstract is None:
            return None, {}
        level = int(number(child(wanted, "ilvl"), "val", 1) or 0)
        list_id = f"kix.list.{number_id}"
        levels = [
            item for item in abstract.iterchildren(qn("w:lvl")) if int(attribute(item, "ilvl") or 0) < LEVELS
        ]
        self.lists.setdefault(
            list_id, {"listProperties": {"nestingLevels": [_level(item) for item in levels]}}
        )
        if not self.lists[list_id]["listProperties"]["nestingLevels"]:
            self.lists[list_id] = {"listProperties": list_properties("BULLET_DISC_CIRCLE_SQUARE")}
        found = next((item for item in levels if int(attribute(item, "ilvl") or 0) == level), None)
        bullet: Json = {"listId": list_id} | ({"nestingLevel": level} if level else {}) | {"textStyle": {}}
        return bullet, paragraph_style(child(found, "pPr"), 1)


def _level(item: Xml) -> Json:
    text = attribute(child(item, "lvlText"), "val") or ""
    kind = attribute(child(item, "numFmt"), "val") or "decimal"
    indents = paragraph_style(child(item, "pPr"), 1)
    shown: Json = {"bulletAlignment": "START"}
    if kind == "bullet":
        level = attribute(item, "ilvl") or "0"
        # Symbol fonts draw their bullets from the private use area.
        symbol = "●" if not text or "\ue000" <= text[0] <= "\uf8ff" else text
        shown |= {"glyphSymbol": symbol, "glyphFormat": f"%{level}"}
    else:
        # Word counts levels from %1, Docs from %0.
        levels = range(1, LEVELS + 1)
        for one in levels:
            text = text.replace(f"%{one}", f"%{one - 1}")
        shown |= {"glyphType": GLYPHS.get(kind, "DECIMAL"), "glyphFormat": text}
    start = int(number(child(item, "start"), "val", 1) or 1)
    return shown | indents | {"textStyle": {}, "startNumber": start}
