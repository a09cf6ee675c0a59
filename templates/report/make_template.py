"""Makes `bao-cao.docx`, the template of a report: `python templates/report/make_template.py`.

Measures are those of Decree 30/2020/NĐ-CP, annex I: A4, margins 20/20/30/20 mm, Times New Roman, page number
in the top margin from page 2 on. What stands in {{…}} is filled in by the service; a school may change
everything else. A rule under a line is the upper border of a narrow, flat paragraph.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_SECTION_START
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FONT = "Times New Roman"
TEXT_WIDTH = 160.0
#: Widths in millimetres of the two halves of the letterhead and of the signature.
LETTERHEAD = (69.0, 91.0)
SIGNATURE = (75.0, 85.0)
#: How long a rule is in the cell or line that it stands in.
SHORT_RULE, MOTTO_RULE = 0.4, 0.62


def make(path: Path) -> None:
    """Write the template."""
    document = Document()
    _page(document)
    _styles(document)
    _letterhead(document)
    _line(document.add_paragraph(), "{{TEN_LOAI}}", bold=True, above=18)
    _line(document.add_paragraph(), "{{TRICH_YEU}}", bold=True)
    _rule(document.add_paragraph(), TEXT_WIDTH, 0.35)
    _line(document.add_paragraph(), "{{KINH_GUI}}", above=12, below=6)
    _body_anchor(document.add_paragraph(), "{{NOI_DUNG}}")
    _signature(document)
    _annex_section(document)
    _body_anchor(document.add_paragraph(), "{{PHU_LUC}}")
    document.core_properties.title = "Mẫu báo cáo"
    document.core_properties.author = ""
    document.save(str(path))


def _page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = Mm(10)
    section.different_first_page_header_footer = True
    paragraph = section.header.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = paragraph.add_run()
    _letters(run, size=13)
    for kind, text in (("begin", None), (None, "PAGE"), ("end", None)):
        part = OxmlElement("w:instrText" if text else "w:fldChar")
        if text:
            part.text = text
        else:
            part.set(qn("w:fldCharType"), kind)
        run._r.append(part)


def _styles(document: Any) -> None:
    """Headings look as the decree has them, so that the outline of the Doc works."""
    _style(document.styles["Normal"], size=14)
    for name, bold in (("Heading 1", True), ("Heading 2", True), ("Heading 3", False)):
        _style(document.styles[name], size=14, bold=bold)
        document.styles[name].paragraph_format.space_before = Pt(6)
        document.styles[name].paragraph_format.space_after = Pt(0)


def _style(style: Any, *, size: int, bold: bool = False, italic: bool = False) -> None:
    style.font.name, style.font.size = FONT, Pt(size)
    style.font.bold, style.font.italic = bold, italic
    style.font.color.rgb = RGBColor(0, 0, 0)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), FONT)
    for theme in ("w:asciiTheme", "w:hAnsiTheme", "w:cstheme", "w:eastAsiaTheme"):
        fonts.attrib.pop(qn(theme), None)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing = 1.0


def _letterhead(document: Any) -> None:
    """The two agencies on the left, the country and its motto on the right; number and date below."""
    table = _table(document, LETTERHEAD, rows=2)
    left, right = table.rows[0].cells
    _line(left.paragraphs[0], "{{CO_QUAN_CHU_QUAN}}", size=12)
    _line(left.add_paragraph(), "{{CO_QUAN}}", size=12, bold=True)
    _rule(left.add_paragraph(), LETTERHEAD[0], SHORT_RULE)
    _line(right.paragraphs[0], "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", size=12, bold=True)
    _line(right.add_paragraph(), "Độc lập - Tự do - Hạnh phúc", size=13, bold=True)
    _rule(right.add_paragraph(), LETTERHEAD[1], MOTTO_RULE)
    number, date = table.rows[1].cells
    _line(number.paragraphs[0], "{{SO}}", size=13)
    _line(date.paragraphs[0], "{{NGAY}}", size=13, italic=True)


def _signature(document: Any) -> None:
    table = _table(document, SIGNATURE, rows=1)
    left, right = table.rows[0].cells
    copies = left.paragraphs[0]
    _line(copies, "Nơi nhận:", size=12, bold=True, italic=True, above=12)
    copies.alignment = WD_ALIGN_PARAGRAPH.LEFT
    lines = left.add_paragraph()
    _line(lines, "{{NOI_NHAN}}", size=11)
    lines.alignment = WD_ALIGN_PARAGRAPH.LEFT
    _line(right.paragraphs[0], "{{CHUC_VU}}", bold=True, above=12)
    for _ in range(4):
        _line(right.add_paragraph(), "")
    _line(right.add_paragraph(), "{{NGUOI_KY}}", bold=True)


def _annex_section(document: Any) -> None:
    """The annex begins on a new page and counts its pages on its own (annex I of the decree, part II)."""
    section = document.add_section(WD_SECTION_START.NEW_PAGE)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    section._sectPr.find(qn("w:cols")).addprevious(numbers)
    # The paragraph that ends the body takes no room below the signature.
    last = document.paragraphs[-1]
    last.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    last.paragraph_format.line_spacing = Pt(1)
    _letters(last.add_run(""), size=1)


def _table(document: Any, widths: tuple[float, float], *, rows: int) -> Any:
    """A table without borders, whose rows stay whole."""
    table = document.add_table(rows=rows, cols=len(widths))
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    table.autofit = False
    for row in table.rows:
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Mm(width)
            _cell_margins(cell)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
    return table


def _cell_margins(cell: Any) -> None:
    """No room at the sides: the agencies' names are long."""
    margins = OxmlElement("w:tcMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), "0")
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    cell._tc.get_or_add_tcPr().append(margins)


def _line(
    paragraph: Any,
    text: str,
    *,
    size: int = 14,
    bold: bool = False,
    italic: bool = False,
    above: float = 0,
    below: float = 0,
) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(above), Pt(below)
    _letters(paragraph.add_run(text), size=size, bold=bold, italic=italic)


def _letters(run: Any, *, size: int, bold: bool = False, italic: bool = False) -> None:
    run.font.name, run.font.size = FONT, Pt(size)
    run.font.bold, run.font.italic = bold, italic


def _rule(paragraph: Any, width: float, share: float) -> None:
    """A rule as long as `share` of `width` (mm), centred."""
    room = Mm(width * (1 - share) / 2)
    style = paragraph.paragraph_format
    style.left_indent = style.right_indent = room
    style.space_before, style.space_after = Pt(4), Pt(2)
    style.line_spacing_rule, style.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(4)
    borders = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
        top.set(qn(f"w:{name}"), value)
    borders.append(top)
    paragraph._p.get_or_add_pPr().append(borders)
    _letters(paragraph.add_run(""), size=4)


def _body_anchor(paragraph: Any, text: str) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    _letters(paragraph.add_run(text), size=14)


if __name__ == "__main__":
    make(Path(__file__).with_name("bao-cao.docx"))
