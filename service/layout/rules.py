"""The rules of the layout as data with a version: `templates/report/the-thuc.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Between:
    """A measure that lies between two bounds, both allowed."""

    low: float
    high: float

    def holds(self, value: float, tolerance: float = 0.0) -> bool:
        """True if the value is inside."""
        return self.low - tolerance <= value <= self.high + tolerance

    def told(self, unit: str = "") -> str:
        """«20–25 mm»."""
        bounds = number(self.low) if self.low == self.high else f"{number(self.low)}–{number(self.high)}"
        return f"{bounds} {unit}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRule:
    """How one element of the document looks; None is not asked for."""

    key: str
    name: str
    size: Between
    #: «đứng, đậm».
    style: str
    #: "hoa", "thường".
    case: str | None = None
    #: "giữa", "trái", "đều hai bên".
    alignment: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LayoutRules:
    """All rules of one version."""

    version: str
    source: str
    #: Millimetres.
    paper: tuple[float, float]
    #: «Lề trên» → millimetres.
    margins: Mapping[str, Between]
    font: str
    colour: str
    point_letters: str
    page_number: Between
    #: Millimetres, either of them.
    first_lines: tuple[float, ...]
    paragraph_gap: float
    line_spacing: Between
    #: Element above a rule → its length over the text's.
    rules: Mapping[str, Between]
    elements: Mapping[str, ElementRule]


def load_rules(text: str) -> LayoutRules:
    """The rules in a TOML text; KeyError or TypeError where one is missing or of another kind."""
    data = tomllib.loads(text)
    page, body = data["trang"], data["loi_van"]
    names = {"Lề trên": "le_tren", "Lề dưới": "le_duoi", "Lề trái": "le_trai", "Lề phải": "le_phai"}
    return LayoutRules(
        version=str(data["phien_ban"]),
        source=str(data["van_ban"]),
        paper=(float(page["kho_giay"][0]), float(page["kho_giay"][1])),
        margins={name: Between(*page[key]) for name, key in names.items()},
        font=str(data["chu"]["phong"]),
        colour=str(data["chu"]["mau"]),
        point_letters=str(data["chu"]["cua_diem"]),
        page_number=Between(*data["so_trang"]["co"]),
        first_lines=tuple(map(float, body["thut_dau_dong"])),
        paragraph_gap=float(body["cach_doan"]),
        line_spacing=Between(*body["cach_dong"]),
        rules={key: Between(*bounds) for key, bounds in data["duong_ke"].items()},
        elements={key: _element(key, item) for key, item in data["thanh_phan"].items()},
    )


def _element(key: str, item: Mapping[str, Any]) -> ElementRule:
    return ElementRule(
        key=key,
        name=str(item["ten"]),
        size=Between(*item["co"]),
        style=str(item["kieu"]),
        case=item.get("chu"),
        alignment=item.get("canh"),
    )


def number(value: float) -> str:
    """A number as Vietnamese write it: «12,7»."""
    return f"{value:.1f}".removesuffix(".0").replace(".", ",")
