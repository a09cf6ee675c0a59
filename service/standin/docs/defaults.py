"""What a new document, table, header or list begins with, as recorded documents show it."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def points(magnitude: float) -> Json:
    """A Dimension; 0 is left out, as proto3 JSON does."""
    if not magnitude:
        return {"unit": "PT"}
    return {"magnitude": int(magnitude) if magnitude == int(magnitude) else magnitude, "unit": "PT"}


def grey(part: float) -> Json:
    """An OptionalColor of equal red, green and blue."""
    return {"color": {"rgbColor": {"red": part, "green": part, "blue": part}}}


PARAGRAPH_STYLE: Json = {"namedStyleType": "NORMAL_TEXT", "direction": "LEFT_TO_RIGHT"}
CELL_PARAGRAPH: Json = {"namedStyleType": "NORMAL_TEXT", "lineSpacing": 100, "direction": "LEFT_TO_RIGHT"}
CELL_STYLE: Json = {
    "rowSpan": 1,
    "columnSpan": 1,
    "backgroundColor": {},
    "paddingLeft": points(5),
    "paddingRight": points(5),
    "paddingTop": points(5),
    "paddingBottom": points(5),
    "contentAlignment": "TOP",
}
ROW_STYLE: Json = {"minRowHeight": points(0)}
SECTION_STYLE: Json = {
    "columnSeparatorStyle": "NONE",
    "contentDirection": "LEFT_TO_RIGHT",
    "sectionType": "CONTINUOUS",
}
DOCUMENT_STYLE: Json = {
    "background": {"color": {}},
    "pageNumberStart": 1,
    "marginTop": points(72),
    "marginBottom": points(72),
    "marginRight": points(72),
    "marginLeft": points(72),
    "pageSize": {"height": points(792), "width": points(612)},
    "marginHeader": points(36),
    "marginFooter": points(36),
    "useCustomHeaderFooterMargins": True,
    "documentFormat": {"documentMode": "PAGES"},
}
_NO_BORDER: Json = {"color": {}, "width": points(0), "padding": points(0), "dashStyle": "SOLID"}
NORMAL_TEXT_STYLE: Json = {
    "bold": False,
    "italic": False,
    "underline": False,
    "strikethrough": False,
    "smallCaps": False,
    "backgroundColor": {},
    "foregroundColor": {"color": {"rgbColor": {}}},
    "fontSize": points(11),
    "weightedFontFamily": {"fontFamily": "Arial", "weight": 400},
    "baselineOffset": "NONE",
}
NORMAL_PARAGRAPH_STYLE: Json = {
    "namedStyleType": "NORMAL_TEXT",
    "alignment": "START",
    "lineSpacing": 115,
    "direction": "LEFT_TO_RIGHT",
    "spacingMode": "COLLAPSE_LISTS",
    "spaceAbove": points(0),
    "spaceBelow": points(0),
    **{f"border{side}": _NO_BORDER for side in ("Between", "Top", "Bottom", "Left", "Right")},
    "indentFirstLine": points(0),
    "indentStart": points(0),
    "indentEnd": points(0),
    "keepLinesTogether": False,
    "keepWithNext": False,
    "avoidWidowAndOrphan": True,
    "shading": {"backgroundColor": {}},
    "pageBreakBefore": False,
}
#: Named style, text style, space above and below in points.
_OTHER_STYLES: tuple[tuple[str, Json, float, float], ...] = (
    ("HEADING_1", {"fontSize": points(20)}, 20, 6),
    ("HEADING_2", {"bold": False, "fontSize": points(16)}, 18, 6),
    ("HEADING_3", {"bold": False, "foregroundColor": grey(0.2627451), "fontSize": points(14)}, 16, 4),
    ("HEADING_4", {"foregroundColor": grey(0.4), "fontSize": points(12)}, 14, 4),
    ("HEADING_5", {"foregroundColor": grey(0.4), "fontSize": points(11)}, 12, 4),
    ("HEADING_6", {"italic": True, "foregroundColor": grey(0.4), "fontSize": points(11)}, 12, 4),
    ("TITLE", {"fontSize": points(26)}, 0, 3),
    (
        "SUBTITLE",
        {
            "italic": False,
            "foregroundColor": grey(0.4),
            "fontSize": points(15),
            "weightedFontFamily": {"fontFamily": "Arial", "weight": 400},
        },
        0,
        16,
    ),
)


def named_styles() -> Json:
    """`namedStyles` of a new document."""
    styles: list[Json] = [
        {
            "namedStyleType": "NORMAL_TEXT",
            "textStyle": NORMAL_TEXT_STYLE,
            "paragraphStyle": NORMAL_PARAGRAPH_STYLE,
        }
    ]
    for kind, text_style, above, below in _OTHER_STYLES:
        paragraph_style = PARAGRAPH_STYLE | {
            "spaceAbove": points(above),
            "spaceBelow": points(below),
            "keepLinesTogether": True,
            "keepWithNext": True,
            "pageBreakBefore": False,
        }
        styles.append({"namedStyleType": kind, "textStyle": text_style, "paragraphStyle": paragraph_style})
    return {"styles": styles}


# --- lists ---------------------------------------------------------------------------------------

_SYMBOLS = {
    "BULLET_DISC_CIRCLE_SQUARE": "●○■",
    "BULLET_DIAMONDX_ARROW3D_SQUARE": "❖➢■",
    "BULLET_CHECKBOX": "☐",
    "BULLET_ARROW_DIAMOND_DISC": "➔◆●",
    "BULLET_STAR_CIRCLE_SQUARE": "★○■",
    "BULLET_ARROW3D_CIRCLE_SQUARE": "➢○■",
    "BULLET_LEFTTRIANGLE_DIAMOND_DISC": "◀◆●",
    "BULLET_DIAMONDX_HOLLOWDIAMOND_SQUARE": "❖◇■",
    "BULLET_DIAMOND_CIRCLE_SQUARE": "◆○■",
}
#: Glyph types that repeat with the level, and the format of one number.
_NUMBERS = {
    "NUMBERED_DECIMAL_ALPHA_ROMAN": ("DECIMAL ALPHA ROMAN", "%{}."),
    "NUMBERED_DECIMAL_ALPHA_ROMAN_PARENS": ("DECIMAL ALPHA ROMAN", "%{})"),
    "NUMBERED_DECIMAL_NESTED": ("DECIMAL", "%{}."),
    "NUMBERED_UPPERALPHA_ALPHA_ROMAN": ("UPPER_ALPHA ALPHA ROMAN", "%{}."),
    "NUMBERED_UPPERROMAN_UPPERALPHA_DECIMAL": ("UPPER_ROMAN UPPER_ALPHA DECIMAL", "%{}."),
    "NUMBERED_ZERODECIMAL_ALPHA_ROMAN": ("ZERO_DECIMAL ALPHA ROMAN", "%{}."),
}
LEVELS = 9


def list_properties(preset: str) -> Json | None:
    """`listProperties` of a bullet preset; None for an unknown one."""
    if preset not in _SYMBOLS and preset not in _NUMBERS:
        return None
    return {"nestingLevels": [_level(preset, level) for level in range(LEVELS)]}


def level_indents(level: int) -> Json:
    """Indents of a list paragraph, 36 points a level."""
    return {"indentFirstLine": points(18 + 36 * level), "indentStart": points(36 + 36 * level)}


def _level(preset: str, level: int) -> Json:
    if preset in _SYMBOLS:
        symbols = _SYMBOLS[preset]
        glyph: Json = {"glyphSymbol": symbols[level % len(symbols)], "glyphFormat": f"%{level}"}
        alignment = "START"
    else:
        types, one = _NUMBERS[preset]
        glyph_type = types.split()[level % len(types.split())]
        nested = preset == "NUMBERED_DECIMAL_NESTED"
        glyph_format = "".join(one.format(n) for n in range(level + 1)) if nested else one.format(level)
        glyph = {"glyphType": glyph_type, "glyphFormat": glyph_format}
        alignment = "END" if glyph_type == "ROMAN" else "START"
    shape = {"bulletAlignment": alignment} | glyph | level_indents(level)
    return shape | {"textStyle": {"underline": False}, "startNumber": 1}
