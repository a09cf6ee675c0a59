"""The styles of a Word file as Docs' named styles, and what a paragraph or run adds to them."""

from __future__ import annotations

from typing import Any

from docx.document import Document as WordDocument

from service.standin.docs.defaults import (
    NORMAL_PARAGRAPH_STYLE,
    NORMAL_TEXT_STYLE,
    PARAGRAPH_STYLE,
    named_styles,
    points,
)
from service.standin.docs.word.properties import Xml, attribute, child, paragraph_style, text_style

Json = dict[str, Any]

#: Named style types by Word's style name in lower case.
NAMED = {"normal": "NORMAL_TEXT", "title": "TITLE", "subtitle": "SUBTITLE"} | {
    f"heading {level}": f"HEADING_{level}" for level in range(1, 7)
}
#: What Word uses where a file says nothing.
_WORD_DEFAULTS: Json = {
    "fontSize": points(10),
    "weightedFontFamily": {"fontFamily": "Times New Roman", "weight": 400},
}


class WordStyles:
    """Resolves Word's style chains; each style is (named style type, paragraph style, text style)."""

    def __init__(self, document: WordDocument) -> None:
        root = document.styles.element
        self._by_id = {attribute(style, "styleId"): style for style in root if style.tag.endswith("}style")}
        self._default = next(
            (
                key
                for key, style in self._by_id.items()
                if attribute(style, "type") == "paragraph" and attribute(style, "default") in ("1", "true")
            ),
            None,
        )
        defaults = child(root, "docDefaults")
        base = _WORD_DEFAULTS | text_style(child(defaults, "rPrDefault", "rPr"))
        normal = self._by_id.get(self._default)
        self.normal_text: Json = base | text_style(child(normal, "rPr"))
        self.size: float = self.normal_text["fontSize"]["magnitude"]
        self.normal_paragraph: Json = {"lineSpacing": 100} | self.own_paragraph(
            child(defaults, "pPrDefault", "pPr"), child(normal, "pPr")
        )

    def own_paragraph(self, *properties: Xml) -> Json:
        """The paragraph styles of several w:pPr, the last one strongest."""
        merged: Json = {}
        for one in properties:
            merged |= paragraph_style(one, self.size)
        return merged

    def named_styles(self) -> Json:
        """`namedStyles` of the document."""
        shown: Json = named_styles()
        for style in shown["styles"]:
            kind = style["namedStyleType"]
            found = next((s for s in self._by_id.values() if self._kind(s) == kind), None)
            if kind == "NORMAL_TEXT":
                style["textStyle"] = NORMAL_TEXT_STYLE | self.normal_text
                style["paragraphStyle"] = NORMAL_PARAGRAPH_STYLE | self.normal_paragraph
            elif found is not None:
                style["textStyle"] = text_style(child(found, "rPr"))
                style["paragraphStyle"] = PARAGRAPH_STYLE | self.own_paragraph(child(found, "pPr"))
        return shown

    def resolve(self, style_id: str | None) -> tuple[str, Json, Json]:
        """The named style that a style comes down to, and the paragraph and text style it adds to that."""
        paragraph: Json = {}
        text: Json = {}
        seen: set[str | None] = set()
        style_id = style_id if style_id in self._by_id else self._default
        while style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            style = self._by_id[style_id]
            if (kind := self._kind(style)) is not None:
                return kind, paragraph, text
            paragraph = self.own_paragraph(child(style, "pPr")) | paragraph
            text = text_style(child(style, "rPr")) | text
            style_id = attribute(child(style, "basedOn"), "val")
        return "NORMAL_TEXT", paragraph, text

    def number(self, properties: Xml) -> Xml:
        """The w:numPr of a paragraph: its own, else its style's; None outside a list."""
        style_id = attribute(child(properties, "pStyle"), "val")
        found = child(properties, "numPr")
        seen: set[str | None] = set()
        while found is None and style_id in self._by_id and style_id not in seen:
            seen.add(style_id)
            found = child(self._by_id[style_id], "pPr", "numPr")
            style_id = attribute(child(self._by_id[style_id], "basedOn"), "val")
        return found

    def run(self, properties: Xml) -> Json:
        """Text style of a w:rPr, with what its character style says."""
        style_id = attribute(child(properties, "rStyle"), "val")
        named: Json = self.resolve(style_id)[2] if style_id in self._by_id else {}
        return named | text_style(properties)

    def table_properties(self, style_id: str | None) -> list[Xml]:
        """w:tblPr of a table style and of those it is based on, the strongest first."""
        found = []
        while style_id in self._by_id:
            style = self._by_id[style_id]
            found.append(child(style, "tblPr"))
            style_id = attribute(child(style, "basedOn"), "val")
        return found

    def _kind(self, style: Xml) -> str | None:
        if attribute(style, "type") != "paragraph":
            return None
        if attribute(style, "styleId") == self._default:
            return "NORMAL_TEXT"
        return NAMED.get((attribute(child(style, "name"), "val") or "").lower())
