"""Docs styles → CSS declarations. Only numbers, known words and checked names get in."""

from __future__ import annotations

import re
from typing import Any

Json = dict[str, Any]

_ALIGN = {"START": "left", "CENTER": "center", "END": "right", "JUSTIFIED": "justify"}
_VERTICAL = {"TOP": "top", "MIDDLE": "middle", "BOTTOM": "bottom"}
_DASH = {"SOLID": "solid", "DOT": "dotted", "DASH": "dashed"}
_SIDES = ("top", "right", "bottom", "left")
#: Docs' 100 % is one line of the font, which browsers draw with about this line height.
_SINGLE_LINE = 1.15
#: How Docs draws a cell border that nobody set.
_DEFAULT_LINE = "1pt solid #000000"


def points(dimension: Json | None) -> float:
    """Points of a Dimension."""
    return round(float((dimension or {}).get("magnitude", 0)), 2)


def colour(value: Json | None) -> str | None:
    """ "#1a2b3c" of an OptionalColor; None for a transparent one."""
    if not value or "color" not in value:
        return None
    parts = value["color"].get("rgbColor", {})
    return "#" + "".join(f"{round(255 * float(parts.get(name, 0))):02x}" for name in ("red", "green", "blue"))


def line(border: Json | None) -> str | None:
    """A CSS border; None where nothing is drawn."""
    width = points((border or {}).get("width"))
    if border is None or not width:
        return None
    dash = _DASH.get(border.get("dashStyle", ""), "solid")
    return f"{width}pt {dash} {colour(border.get('color')) or '#000000'}"


def text(style: Json) -> str:
    """Declarations of a text style."""
    shown: list[str] = []
    if "bold" in style:
        shown.append(f"font-weight:{'bold' if style['bold'] else 'normal'}")
    if "italic" in style:
        shown.append(f"font-style:{'italic' if style['italic'] else 'normal'}")
    lines = [
        css for key, css in (("underline", "underline"), ("strikethrough", "line-through")) if style.get(key)
    ]
    if lines:
        shown.append("text-decoration:" + " ".join(lines))
    if style.get("smallCaps"):
        shown.append("font-variant:small-caps")
    if "fontSize" in style:
        shown.append(f"font-size:{points(style['fontSize'])}pt")
    family = re.sub(r"[^\w \-]", "", style.get("weightedFontFamily", {}).get("fontFamily", ""))
    if family:
        shown.append(f"font-family:'{family}',serif")
    for key, css in (("foregroundColor", "color"), ("backgroundColor", "background-color")):
        if (value := colour(style.get(key))) is not None:
            shown.append(f"{css}:{value}")
    if style.get("baselineOffset") in ("SUPERSCRIPT", "SUBSCRIPT"):
        shown.append("vertical-align:" + ("super" if style["baselineOffset"] == "SUPERSCRIPT" else "sub"))
    return ";".join(shown)


def paragraph(style: Json) -> str:
    """Declarations of a paragraph style with what it inherits."""
    start = points(style.get("indentStart"))
    shown = [
        f"text-align:{_ALIGN.get(style.get('alignment', ''), 'left')}",
        f"line-height:{round(_SINGLE_LINE * float(style.get('lineSpacing', 100)) / 100, 3)}",
        f"margin:{points(style.get('spaceAbove'))}pt {points(style.get('indentEnd'))}pt "
        f"{points(style.get('spaceBelow'))}pt {start}pt",
        f"text-indent:{round(points(style.get('indentFirstLine')) - start, 2)}pt",
    ]
    for side in _SIDES:
        border = style.get(f"border{side.capitalize()}")
        if (drawn := line(border)) is not None:
            shown += [f"border-{side}:{drawn}", f"padding-{side}:{points((border or {}).get('padding'))}pt"]
    if (background := colour(style.get("shading", {}).get("backgroundColor"))) is not None:
        shown.append(f"background-color:{background}")
    return ";".join(shown)


def cell(style: Json) -> str:
    """Declarations of a table cell."""
    shown = [f"vertical-align:{_VERTICAL.get(style.get('contentAlignment', ''), 'top')}"]
    for side in _SIDES:
        key = f"border{side.capitalize()}"
        drawn = line(style[key]) or "none" if key in style else _DEFAULT_LINE
        shown += [
            f"border-{side}:{drawn}",
            f"padding-{side}:{points(style.get(f'padding{side.capitalize()}'))}pt",
        ]
    if (background := colour(style.get("backgroundColor"))) is not None:
        shown.append(f"background-color:{background}")
    return ";".join(shown)
