"""Basic charts of columns and bars, drawn as SVG. Other kinds show their title only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from service.standin.sheets.a1 import area_of
from service.standin.sheets.book import Book
from service.standin.sheets.cells import locale_of, look
from service.standin.sheets.css import colour
from service.standin.sheets.formats import formatted
from service.standin.sheets.formulas import Calculation

Json = dict[str, Any]

_COLOURS = ("#4285f4", "#ea4335", "#fbbc04", "#34a853", "#ff6d01", "#46bdc6", "#7baaf7")
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 16, 66, 64
_STEPS = 4


@dataclass(frozen=True, slots=True)
class _Series:
    name: str
    colour: str
    values: list[float]


def chart_svg(book: Book, spec: Json, size: tuple[int, int]) -> Markup:
    """The chart of a spec, `size` in pixels."""
    width, height = size
    parts = [_text(16, 26, spec.get("title", ""), size=16)]
    basic = spec.get("basicChart", {})
    if basic.get("chartType") in ("COLUMN", "BAR", "AREA", "LINE"):
        names, series = _data(book, basic)
        parts.append(_legend(series, width))
        if names and series:
            parts.append(_columns(names, series, size))
    else:
        parts.append(_text(16, 50, "(biểu đồ loại này không được vẽ ở bản giả lập)", size=12))
    return Markup('<svg width="{}" height="{}" role="img" aria-label="{}">{}</svg>').format(
        width, height, spec.get("title", ""), Markup("").join(parts)
    )


def _data(book: Book, basic: Json) -> tuple[list[str], list[_Series]]:
    skip = basic.get("headerCount", 0)
    domain = basic.get("domains", [{}])[0].get("domain", {})
    names = [text for text, _ in _column(book, domain)][skip:]
    series = []
    for number, given in enumerate(basic.get("series", ())):
        cells = _column(book, given.get("series", {}))
        style = given.get("colorStyle", {}).get("rgbColor") or given.get("color")
        shade = colour(style) if style else _COLOURS[number % len(_COLOURS)]
        name = cells[0][0] if skip and cells else ""
        series.append(_Series(name, shade, [value for _, value in cells[skip:]]))
    filled = [number for number, name in enumerate(names) if name]
    names = [names[number] for number in filled]
    kept = [
        _Series(s.name, s.colour, [s.values[n] if n < len(s.values) else 0 for n in filled]) for s in series
    ]
    return names, [s for s in kept if any(s.values)]


def _column(book: Book, data: Json) -> list[tuple[str, float]]:
    """(text, number) of each cell of a chart's source."""
    locale, calculation = locale_of(book), Calculation(book)
    cells = []
    for where in data.get("sourceRange", {}).get("sources", ()):
        sheet = book.sheet(where.get("sheetId", 0))
        area = area_of(sheet, where)
        for row in range(area.top, area.bottom):
            cell = sheet.cell(row, area.left)
            value = calculation.value(sheet, cell, (row, area.left)) or {}
            text = formatted(value, look(calculation, sheet, cell), locale) if value else ""
            cells.append((text, float(value.get("numberValue", 0))))
    return cells


def _columns(names: list[str], series: list[_Series], size: tuple[int, int]) -> Markup:
    """Stacked columns with a scale."""
    width, height = size
    most = max(sum(s.values[n] for s in series) for n in range(len(names))) or 1
    step = max(1, -(-int(most) // _STEPS))
    top = step * _STEPS
    room, floor = height - _TOP - _BOTTOM, height - _BOTTOM
    parts = []
    for mark in range(0, top + 1, step):
        y = floor - room * mark / top
        parts.append(
            Markup('<line x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}" stroke="#e0e0e0"/>').format(
                _LEFT, width - _RIGHT, y, y
            )
        )
        parts.append(_text(_LEFT - 8, y + 4, str(mark), anchor="end"))
    slot = (width - _LEFT - _RIGHT) / len(names)
    for number, name in enumerate(names):
        x, y = _LEFT + slot * number + slot * 0.2, float(floor)
        for item in series:
            tall = room * item.values[number] / top
            y -= tall
            parts.append(
                Markup('<rect x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}" fill="{}"/>').format(
                    x, y, slot * 0.6, tall, item.colour
                )
            )
        parts.append(_text(_LEFT + slot * (number + 0.5), floor + 18, name, anchor="middle"))
    return Markup("").join(parts)


def _legend(series: list[_Series], width: int) -> Markup:
    parts, x = [], 16.0
    for item in series:
        wide = 22 + 6.4 * len(item.name)
        if x + wide > width:
            break
        parts.append(
            Markup('<rect x="{:.0f}" y="38" width="10" height="10" fill="{}"/>').format(x, item.colour)
        )
        parts.append(_text(x + 14, 47, item.name))
        x += wide + 8
    return Markup("").join(parts)


def _text(x: float, y: float, text: str, *, size: int = 11, anchor: str = "start") -> Markup:
    return Markup(
        '<text x="{:.1f}" y="{:.1f}" font-size="{}" text-anchor="{}" fill="#444746">{}</text>'
    ).format(x, y, size, anchor, text)
