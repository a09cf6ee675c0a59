"""Formats of cells as CSS."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]

_VERTICAL = {"TOP": "top", "MIDDLE": "middle", "BOTTOM": "bottom"}


def colour(rgb: Json) -> str:
    """ "#rrggbb" of a Color; a part that is left out is 0."""
    return "#" + "".join(f"{round(rgb.get(part, 0) * 255):02x}" for part in ("red", "green", "blue"))


def cell_style(effective: Json) -> str:
    """Declarations for what differs from a plain cell."""
    text = effective.get("textFormat", {})
    background = colour(effective["backgroundColor"]) if "backgroundColor" in effective else "#ffffff"
    parts = {
        "background-color": background if background != "#ffffff" else "",
        "color": colour(text.get("foregroundColor", {})) if text.get("foregroundColor") else "",
        "font-weight": "bold" if text.get("bold") else "",
        "font-style": "italic" if text.get("italic") else "",
        "text-decoration": "line-through" if text.get("strikethrough") else "",
        "font-size": f"{text['fontSize']}pt" if text.get("fontSize", 10) != 10 else "",
        "text-align": effective.get("horizontalAlignment", "").lower().replace("left", ""),
        "vertical-align": _VERTICAL.get(effective.get("verticalAlignment", ""), ""),
        "white-space": "nowrap" if effective.get("wrapStrategy") == "CLIP" else "",
    }
    return "".join(f"{name}:{value};" for name, value in parts.items() if value)
