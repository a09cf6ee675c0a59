"""Formats as Google keeps them: both forms of each colour, and 32-bit floats."""

from __future__ import annotations

import math
import struct
from typing import Any

from service.standin.masks import Mask
from service.standin.sheets.defaults import THEME_COLOURS

Json = dict[str, Any]
#: Whole numbers up to here are 32-bit floats.
_EXACT = 2**24


def as_kept(value: Any) -> Any:
    """A copy of a format (or anything that holds formats) with xColor and xColorStyle both filled."""
    if isinstance(value, list):
        return [as_kept(item) for item in value]
    if not isinstance(value, dict):
        return value
    kept: Json = {}
    for key, item in value.items():
        if _is_style(key):
            if not item:  # a style that names no colour takes the colour away
                continue
            colour = _rgb_of(item)
            kept[key] = {"themeColor": item["themeColor"]} if "themeColor" in item else {"rgbColor": colour}
            kept[key.removesuffix("Style")] = colour
        elif _is_colour(key):
            kept[key] = _rgb(item)
            kept.setdefault(key + "Style", {"rgbColor": kept[key]})
        else:
            kept[key] = as_kept(item)
    return kept


def wide_mask(mask: Mask) -> Mask:
    """A mask that names one form of a colour names both."""
    wide = {key: wide_mask(below) for key, below in mask.items()}
    for key in mask:
        if _is_style(key):
            wide[key] = {}
            wide[key.removesuffix("Style")] = {}
        elif _is_colour(key):
            wide[key] = {}
            wide[key + "Style"] = {}
    return wide


def _is_style(key: str) -> bool:
    return key.endswith("ColorStyle") or key == "colorStyle"


def _is_colour(key: str) -> bool:
    return (key.endswith("Color") or key == "color") and key not in ("rgbColor", "themeColor")


def _rgb_of(style: Json) -> Json:
    if "themeColor" in style:
        return THEME_COLOURS.get(style["themeColor"], {})
    return _rgb(style.get("rgbColor", {}))


def _rgb(colour: Json) -> Json:
    """Parts that are 0 are not printed."""
    parts: dict[str, float] = {
        part: _of_255(colour[part]) for part in ("red", "green", "blue") if part in colour
    }
    if "alpha" in colour:
        parts["alpha"] = _shown(_float32(colour["alpha"]))
    return {part: number for part, number in parts.items() if number}


def _of_255(number: float) -> float:
    """A part as one of 256 steps, cut off and not rounded: 0.5 comes back as 127/255.

    One larger than 1 keeps its last eight bits: 112 of a colour meant as 0 to 255 comes back as 144/255.
    """
    part = _float32(number) * 255
    if math.isnan(part):
        return 0
    # As a whole number of 32 bits, which is what infinity comes to as well.
    step = int(_float32(part)) if abs(part) < _EXACT else int(max(-(2.0**31), min(part, 2.0**31 - 1)))
    return _shown(_float32((step & 255) / 255))


def _float32(number: float) -> float:
    (nearest,) = struct.unpack("f", struct.pack("f", float(number)))
    return float(nearest)


def _shown(nearest: float) -> float:
    """The shortest decimal of a 32-bit float, as Google prints colours."""
    for digits in range(1, 10):
        short = float(f"{nearest:.{digits}g}")
        if _float32(short) == nearest:
            return int(short) if short.is_integer() else short
    return nearest
