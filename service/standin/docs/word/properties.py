"""Word's paragraph and run properties ↔ Docs styles: the tables that both directions share, and reading."""

from __future__ import annotations

from typing import Any

from docx.oxml.ns import qn

from service.standin.docs.defaults import points

Json = dict[str, Any]
#: An lxml element of the .docx.
Xml = Any

ALIGNMENTS = {
    "left": "START",
    "start": "START",
    "center": "CENTER",
    "right": "END",
    "end": "END",
    "both": "JUSTIFIED",
    "distribute": "JUSTIFIED",
}
DASHES = {"single": "SOLID", "dotted": "DOT", "dashed": "DASH"}
NO_LINE = ("nil", "none")
#: Docs' paragraph borders by Word's.
PARAGRAPH_BORDERS = {
    "top": "borderTop",
    "bottom": "borderBottom",
    "left": "borderLeft",
    "right": "borderRight",
    "between": "borderBetween",
}
PARAGRAPH_FLAGS = {
    "keepNext": "keepWithNext",
    "keepLines": "keepLinesTogether",
    "pageBreakBefore": "pageBreakBefore",
    "widowControl": "avoidWidowAndOrphan",
}
RUN_FLAGS = {"b": "bold", "i": "italic", "strike": "strikethrough", "smallCaps": "smallCaps"}
OFFSETS = {"superscript": "SUPERSCRIPT", "subscript": "SUBSCRIPT", "baseline": "NONE"}
#: Height of a line of single spacing over the font size, for turning exact line heights into a percentage.
LINE_OVER_SIZE = 1.15
_THEME_FONT = "Calibri"


def child(parent: Xml, *path: str) -> Xml:
    """The first descendant along the path of local names, or None."""
    for name in path:
        if parent is None:
            return None
        parent = parent.find(qn(f"w:{name}"))
    return parent


def attribute(element: Xml, name: str) -> str | None:
    """A w: attribute; None also where the element is missing."""
    if element is None:
        return None
    value: str | None = element.get(qn(f"w:{name}"))
    return value


def number(element: Xml, name: str, unit: float) -> float | None:
    """A numeric w: attribute over `unit` (20 for twips → points)."""
    text = attribute(element, name)
    try:
        return None if text is None else float(text) / unit
    except ValueError:
        return None


def is_on(element: Xml) -> bool:
    """An on/off property: present and not switched off."""
    return attribute(element, "val") not in ("0", "false", "off", "none")


def colour(text: str | None) -> Json:
    """An OptionalColor of "1A2B3C"; automatic is black."""
    parts: Json = {}
    if text and len(text) == 6:
        for name, start in (("red", 0), ("green", 2), ("blue", 4)):
            level = int(text[start : start + 2], 16) / 255
            parts |= {name: round(level, 8)} if level else {}
    return {"color": {"rgbColor": parts}}


def fill(shading: Xml) -> Json | None:
    """The background of a w:shd; None where there is none."""
    text = attribute(shading, "fill")
    return colour(text) if text and text != "auto" else None


def line(border: Xml) -> Json:
    """Colour, width and dash of a border; a missing line has width 0."""
    shape = attribute(border, "val")
    width = 0.0 if shape in NO_LINE else number(border, "sz", 8) or 0.5
    return {
        "color": colour(attribute(border, "color")),
        "width": points(width),
        "dashStyle": DASHES.get(shape or "", "SOLID"),
    }


def paragraph_style(properties: Xml, font_size: float) -> Json:
    """Docs' paragraph style of a w:pPr; only what it says."""
    if properties is None:
        return {}
    style: Json = {}
    alignment = ALIGNMENTS.get(attribute(child(properties, "jc"), "val") or "")
    if alignment:
        style["alignment"] = alignment
    style |= _spacing(child(properties, "spacing"), font_size) | _indents(child(properties, "ind"))
    for word, docs in PARAGRAPH_FLAGS.items():
        if (flag := child(properties, word)) is not None:
            style[docs] = is_on(flag)
    if (background := fill(child(properties, "shd"))) is not None:
        style["shading"] = {"backgroundColor": background}
    for word, docs in PARAGRAPH_BORDERS.items():
        if (border := child(properties, "pBdr", word)) is not None:
            style[docs] = line(border) | {"padding": points(number(border, "space", 1) or 0)}
    return style


def _spacing(spacing: Xml, font_size: float) -> Json:
    style: Json = {}
    for word, docs in (("before", "spaceAbove"), ("after", "spaceBelow")):
        if (value := number(spacing, word, 20)) is not None:
            style[docs] = points(value)
    if attribute(spacing, "lineRule") in (None, "auto"):
        if (share := number(spacing, "line", 2.4)) is not None:
            style["lineSpacing"] = round(share, 4)
    elif (height := number(spacing, "line", 20)) is not None:
        style["lineSpacing"] = round(100 * height / (LINE_OVER_SIZE * font_size), 4)
    return style


def _indents(indent: Xml) -> Json:
    style: Json = {}
    start = _either(indent, "left", "start")
    end = _either(indent, "right", "end")
    first, hanging = number(indent, "firstLine", 20), number(indent, "hanging", 20)
    if start is not None:
        style["indentStart"] = points(start)
    if end is not None:
        style["indentEnd"] = points(end)
    if hanging is not None:
        style["indentFirstLine"] = points((start or 0) - hanging)
    elif first is not None or start is not None:
        # Docs counts the first line from the margin, Word from the indent.
        style["indentFirstLine"] = points((start or 0) + (first or 0))
    return style


def _either(element: Xml, old: str, new: str) -> float | None:
    """Points of an attribute that has an old and a newer name."""
    value = number(element, old, 20)
    return number(element, new, 20) if value is None else value


def text_style(properties: Xml) -> Json:
    """Docs' text style of a w:rPr; only what it says."""
    if properties is None:
        return {}
    style: Json = {}
    for word, docs in RUN_FLAGS.items():
        if (flag := child(properties, word)) is not None:
            style[docs] = is_on(flag)
    if (underline := child(properties, "u")) is not None:
        style["underline"] = is_on(underline)
    if (size := number(child(properties, "sz"), "val", 2)) is not None:
        style["fontSize"] = points(size)
    if (family := _family(child(properties, "rFonts"))) is not None:
        style["weightedFontFamily"] = {"fontFamily": family, "weight": 400}
    if (text := attribute(child(properties, "color"), "val")) is not None:
        style["foregroundColor"] = colour(text)
    if (background := fill(child(properties, "shd"))) is not None:
        style["backgroundColor"] = background
    if (offset := OFFSETS.get(attribute(child(properties, "vertAlign"), "val") or "")) is not None:
        style["baselineOffset"] = offset
    return style


def _family(fonts: Xml) -> str | None:
    named = attribute(fonts, "ascii") or attribute(fonts, "hAnsi")
    return named or (_THEME_FONT if attribute(fonts, "asciiTheme") else None)
