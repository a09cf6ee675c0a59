"""A report as its measures, right in everything unless a test says otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from service.layout import LayoutReport, LayoutRules, check_layout, load_rules
from service.layout.facts import Cell, Layout, Letters, Line, PageNumber, Section

ROOT = Path(__file__).parents[2]
RULES: LayoutRules = load_rules((ROOT / "templates/report/the-thuc.toml").read_text(encoding="utf-8"))
NOTICE = "[Dành cho Hiệu trưởng"
LEFT, RIGHT = Cell(table=0, row=0, column=0), Cell(table=0, row=0, column=1)
BELOW_LEFT, BELOW_RIGHT = Cell(table=0, row=1, column=0), Cell(table=0, row=1, column=1)
COPIES, SIGNER = Cell(table=1, row=0, column=0), Cell(table=1, row=0, column=1)


def letters(text: str, **changes: Any) -> Letters:
    return Letters(**{"text": text, "size": 14.0, "font": "Times New Roman"} | changes)


def a_line(text: str = "", *, bold: bool = False, italic: bool = False, **changes: Any) -> Line:
    """A line of the body; `size`, `font` and `colour` go to its letters."""
    own = {key: changes.pop(key) for key in ("size", "font", "colour", "underlined") if key in changes}
    parts = (letters(text, bold=bold, italic=italic, **own),) if text else ()
    body = {"alignment": "both", "first_line": 36.0, "above": 6.0, "room": 453.5}
    return Line(**body | {"letters": parts} | changes)


def in_cell(text: str, cell: Cell, *, alignment: str = "center", **changes: Any) -> Line:
    return a_line(text, cell=cell, alignment=alignment, first_line=0.0, above=0.0, **changes)


def centred(text: str, **changes: Any) -> Line:
    return a_line(text, alignment="center", first_line=0.0, above=0.0, **changes)


def a_rule(length: float, cell: Cell | None = None) -> Line:
    return Line(alignment="center", rule=length, cell=cell, room=length)


#: The lines of a right report by a name that tests use to change them.
LINES: dict[str, Line] = {
    "parent": in_cell("ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH", LEFT, size=12),
    "agency": in_cell("TRƯỜNG THCS TRƯỜNG CHINH", LEFT, size=12, bold=True),
    "agency rule": a_rule(78, LEFT),
    "country": in_cell("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", RIGHT, size=12, bold=True),
    "motto": in_cell("Độc lập - Tự do - Hạnh phúc", RIGHT, size=13, bold=True),
    "motto rule": a_rule(160, RIGHT),
    "number": in_cell("Số:      /BC-TC", BELOW_LEFT, size=13),
    "day": in_cell("Tân Bình, ngày      tháng      năm 2025", BELOW_RIGHT, size=13, italic=True),
    "kind": centred("BÁO CÁO", bold=True),
    "about": centred("Kết quả thực hiện công tác dân vận 6 tháng đầu năm 2025", bold=True),
    "about rule": a_rule(150),
    "to": centred("Kính gửi: Ủy ban nhân dân quận Tân Bình"),
    "notice": a_line("[Dành cho Hiệu trưởng, xóa trước khi ký] Xem lại.", size=12, italic=True),
    "base 1": a_line("Căn cứ Công văn số 328/UBND-NV ngày 19 tháng 02 năm 2025;", italic=True),
    "base 2": a_line("Căn cứ Kế hoạch số 95/KH-TC ngày 04 tháng 3 năm 2025.", italic=True),
    "opening": a_line("Nhà trường báo cáo kết quả như sau:"),
    "I": a_line("I. ĐẶC ĐIỂM, TÌNH HÌNH", bold=True),
    "text": a_line("Nhà trường có 07 đơn vị tham gia thực hiện Kế hoạch."),
    "II": a_line("II. KẾT QUẢ THỰC HIỆN", bold=True),
    "1": a_line("1. Công tác dân vận chính quyền", bold=True),
    "a": a_line("a) Tuyên truyền"),
    "b": a_line("b) Phòng, chống tham nhũng"),
    "end": a_line("Trên đây là báo cáo của nhà trường./."),
    "copies": in_cell("Nơi nhận:", COPIES, alignment="left", size=12, bold=True, italic=True),
    "copy 1": in_cell("- Như trên;", COPIES, alignment="left", size=11),
    "copy 2": in_cell("- Lưu: VT.", COPIES, alignment="left", size=11),
    "title": in_cell("HIỆU TRƯỞNG", SIGNER, bold=True),
    "signer": in_cell("Trần Thu Hà", SIGNER, bold=True),
    "annex": centred("Phụ lục", bold=True, section=1),
    "annex name": centred("SỐ LIỆU KÈM THEO BÁO CÁO", bold=True, section=1),
    "annex of": centred("(Kèm theo Báo cáo số      /BC-TC)", italic=True, section=1),
}


def a_section(**changes: Any) -> Section:
    number = PageNumber(in_header=(centred("2", size=13),), first_differs=True, **changes.pop("number", {}))
    page = {"width": 210.0, "height": 297.0, "top": 20.0, "bottom": 20.0, "left": 30.0, "right": 20.0}
    return Section(**page | {"number": number} | changes)


def a_layout(
    sections: tuple[Section, ...] | None = None, *, without: tuple[str, ...] = (), **lines: Line
) -> Layout:
    """The right report with some lines put in place of its own, others taken out."""
    told = {key.replace("_", " "): line for key, line in lines.items()}
    assert set(told) <= set(LINES), "no line of that name"
    kept = {key: told.get(key, line) for key, line in LINES.items() if key not in without}
    return Layout(sections=sections or (a_section(), a_section(starts_at=1)), lines=tuple(kept.values()))


def changed(name: str, **changes: Any) -> Line:
    """A line of the right report, changed."""
    line = LINES[name]
    own = {key: changes.pop(key) for key in list(changes) if key in Letters.__dataclass_fields__}
    parts = tuple(replace(part, **own) for part in line.letters)
    return replace(line, letters=parts, **changes)


def checked(layout: Layout) -> LayoutReport:
    return check_layout(layout, RULES, notice_label=NOTICE)


def failed(layout: Layout) -> list[str]:
    """Rules that the layout breaks."""
    return [finding.rule for finding in checked(layout).failed]
