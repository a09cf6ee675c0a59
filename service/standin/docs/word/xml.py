"""Docs styles → Word's XML, each property in the place that Word's schema asks for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from service.standin.docs.word.properties import (
    DASHES,
    OFFSETS,
    PARAGRAPH_BORDERS,
    PARAGRAPH_FLAGS,
    RUN_FLAGS,
    Xml,
)

Json = dict[str, Any]

_WORD_ALIGNMENT = {"START": "left", "CENTER": "center", "END": "right", "JUSTIFIED": "both"}
_WORD_OFFSET = {docs: word for word, docs in OFFSETS.items()}
_WORD_DASH = {docs: word for word, docs in DASHES.items()}
#: Order of flags in w:pPr and w:rPr.
_PARAGRAPH_FLAG_ORDER = ("keepNext", "keepLines", "pageBreakBefore", "widowControl")
_RUN_FLAG_ORDER = ("b", "i", "smallCaps", "strike")


def w(name: str, *children: Xml, **attributes: Any) -> Xml:
    """An element of Word's main namespace: w("jc", val="center")."""
    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), str(value))
    for inner in children:
        element.append(inner)
    return element


def size(dimension: Json | None) -> float:
    """Points of a Dimension."""
    return float((dimension or {}).get("magnitude", 0))


def twips(dimension: Json | None) -> int:
    """Twentieths of a point of a Dimension."""
    return round(20 * size(dimension))


def hexadecimal(colour: Json | None) -> str | None:
    """ "1A2B3C" of an OptionalColor; None for a transparent one."""
    if not colour or "color" not in colour:
        return None
    parts = colour["color"].get("rgbColor", {})
    return "".join(f"{round(255 * parts.get(name, 0)):02X}" for name in ("red", "green", "blue"))


def border(name: str, line: Json) -> Xml:
    """One side of a border; a line without width is none."""
    if not size(line.get("width")):
        return w(name, val="nil")
    return w(
        name,
        val=_WORD_DASH.get(line.get("dashStyle", ""), "single"),
        sz=max(2, round(8 * size(line["width"]))),
        space=round(size(line.get("padding"))),
        color=hexadecimal(line.get("color")) or "000000",
    )


def shading(colour: Json | None) -> Iterator[Xml]:
    """The w:shd of a background; none for a transparent one."""
    if (fill := hexadecimal(colour)) is not None:
        yield w("shd", val="clear", color="auto", fill=fill)


def paragraph_properties(style: Json, *, style_id: str | None = None, number: Xml = None) -> Xml:
    """The w:pPr of a paragraph style."""
    properties = w("pPr")
    if style_id:
        properties.append(w("pStyle", val=style_id))
    for word in _PARAGRAPH_FLAG_ORDER:
        if PARAGRAPH_FLAGS[word] in style:
            properties.append(w(word, val=int(style[PARAGRAPH_FLAGS[word]])))
    if number is not None:
        properties.append(number)
    sides = ("top", "left", "bottom", "right", "between")
    lines = [border(side, style[key]) for side in sides if (key := PARAGRAPH_BORDERS[side]) in style]
    if lines:
        properties.append(w("pBdr", *lines))
    for item in shading(style.get("shading", {}).get("backgroundColor")):
        properties.append(item)
    for item in (_spacing(style), _indents(style)):
        if item.attrib:
            properties.append(item)
    if style.get("alignment") in _WORD_ALIGNMENT:
        properties.append(w("jc", val=_WORD_ALIGNMENT[style["alignment"]]))
    return properties


def _spacing(style: Json) -> Xml:
    shown: Json = {}
    if "spaceAbove" in style:
        shown["before"] = twips(style["spaceAbove"])
    if "spaceBelow" in style:
        shown["after"] = twips(style["spaceBelow"])
    if "lineSpacing" in style:
        shown |= {"line": round(2.4 * style["lineSpacing"]), "lineRule": "auto"}
    return w("spacing", **shown)


def _indents(style: Json) -> Xml:
    shown: Json = {}
    start = twips(style.get("indentStart"))
    if "indentStart" in style:
        shown["left"] = start
    if "indentEnd" in style:
        shown["right"] = twips(style["indentEnd"])
    if "indentFirstLine" in style:
        # Word counts the first line from the indent, Docs from the margin.
        first = twips(style["indentFirstLine"]) - start
        shown |= {"firstLine": first} if first >= 0 else {"hanging": -first}
    return w("ind", **shown)


def run_properties(style: Json) -> Xml:
    """The w:rPr of a text style."""
    properties = w("rPr")
    if family := style.get("weightedFontFamily", {}).get("fontFamily"):
        properties.append(w("rFonts", ascii=family, hAnsi=family, eastAsia=family, cs=family))
    for word in _RUN_FLAG_ORDER:
        if RUN_FLAGS[word] in style:
            properties.append(w(word, val=int(style[RUN_FLAGS[word]])))
    if (colour := hexadecimal(style.get("foregroundColor"))) is not None:
        properties.append(w("color", val=colour))
    if "fontSize" in style:
        half_points = round(2 * size(style["fontSize"]))
        properties.append(w("sz", val=half_points))
        properties.append(w("szCs", val=half_points))
    if "underline" in style:
        properties.append(w("u", val="single" if style["underline"] else "none"))
    for item in shading(style.get("backgroundColor")):
        properties.append(item)
    if style.get("baselineOffset") in _WORD_OFFSET:
        properties.append(w("vertAlign", val=_WORD_OFFSET[style["baselineOffset"]]))
    return properties
