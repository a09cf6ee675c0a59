"""Measures of a Word file: its own properties, its styles' and the defaults, as a reader sees them."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_SECTION_START
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from hypothesis import given
from hypothesis import strategies as st
from layout_builders import NOTICE, ROOT, RULES

from service.layout import LayoutFileError, check_layout, read_layout
from service.layout.facts import Cell, Layout, Line

TEMPLATE = ROOT / "templates" / "report" / "bao-cao.docx"


def read(word: Any) -> Layout:
    out = io.BytesIO()
    word.save(out)
    return read_layout(out.getvalue())


def first_line_of(word: Any) -> Line:
    return read(word).lines[0]


def test_letters_take_what_they_do_not_say_from_their_style_and_its_base() -> None:
    word = docx.Document()
    word.styles["Normal"].font.name = "Times New Roman"
    word.styles["Normal"].font.size = Pt(13)
    word.styles["Heading 1"].font.italic = True
    paragraph = word.add_paragraph("một ", style="Heading 1")
    run = paragraph.add_run("hai")
    run.font.size, run.font.bold, run.font.color.rgb = Pt(11), False, RGBColor(255, 0, 0)
    one, two = first_line_of(word).letters
    # The heading's own size is 14; its bold comes from the style.
    assert (one.size, one.style) == (14, "nghiêng, đậm")
    assert (two.size, two.style, two.colour) == (11, "nghiêng", "FF0000")


def test_a_font_of_the_theme_is_told_by_its_name() -> None:
    word = docx.Document()
    word.add_paragraph("chữ")
    fonts = word.styles["Normal"].element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:asciiTheme"), "minorHAnsi")
    assert first_line_of(word).letters[0].font == "Cambria"


def test_paragraph_measures_are_in_points() -> None:
    word = docx.Document()
    form = word.add_paragraph("chữ").paragraph_format
    form.alignment, form.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Mm(12.7)
    form.space_before, form.space_after, form.line_spacing = Pt(6), Pt(3), 1.5
    line = first_line_of(word)
    assert (line.alignment, line.above, line.below, line.line_spacing) == ("both", 6, 3, 1.5)
    assert line.first_line == pytest.approx(36, abs=0.1)


def test_an_exact_line_height_is_told_by_the_size_of_the_letters() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph()
    paragraph.add_run("chữ").font.size = Pt(14)
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = Pt(16.1)
    assert first_line_of(word).line_spacing == pytest.approx(1, abs=0.01)


def test_a_line_break_makes_two_lines_of_one_paragraph() -> None:
    word = docx.Document()
    run = word.add_paragraph().add_run("Nơi nhận:")
    run.add_break(WD_BREAK.LINE)
    run.add_text("- Như trên;")
    lines = read(word).lines
    assert [(line.text, line.continues) for line in lines] == [("Nơi nhận:", False), ("- Như trên;", True)]


def test_cells_tell_where_they_stand_and_how_wide_they_are() -> None:
    word = docx.Document()
    table = word.add_table(rows=2, cols=2)
    table.cell(1, 1).width = Mm(91)
    table.cell(1, 1).text = "phải"
    line = next(line for line in read(word).lines if line.text == "phải")
    assert line.cell == Cell(table=0, row=1, column=1)
    assert line.room == pytest.approx(91 / 25.4 * 72, abs=0.1)


def test_decomposed_letters_are_read_composed() -> None:
    word = docx.Document()
    word.add_paragraph(unicodedata.normalize("NFD", "Kính gửi"))
    assert first_line_of(word).text == "Kính gửi"


def test_a_number_that_word_makes_is_told() -> None:
    word = docx.Document()
    word.add_paragraph("mục", style="List Number")
    assert first_line_of(word).is_numbered


def test_a_rule_is_a_border_or_a_row_of_underscores() -> None:
    word = docx.Document()
    word.add_paragraph("______")
    bordered = word.add_paragraph()
    bordered.paragraph_format.left_indent = bordered.paragraph_format.right_indent = Mm(50)
    lines = OxmlElement("w:pBdr")
    top = OxmlElement("w:top")
    top.set(qn("w:val"), "single")
    lines.append(top)
    bordered._p.get_or_add_pPr().append(lines)
    drawn, border = read(word).lines
    assert drawn.rule == pytest.approx(39)
    assert border.rule == pytest.approx(border.room - 100 / 25.4 * 72, abs=0.2)


def test_sections_tell_paper_margins_and_where_their_pages_begin() -> None:
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height, section.left_margin = Mm(210), Mm(297), Mm(30)
    later = word.add_section(WD_SECTION_START.NEW_PAGE)
    numbers = OxmlElement("w:pgNumType")
    numbers.set(qn("w:start"), "1")
    later._sectPr.append(numbers)
    word.add_paragraph("Phụ lục")
    layout = read(word)
    assert (layout.sections[0].width, layout.sections[0].height, layout.sections[0].left) == (210, 297, 30)
    assert [part.starts_at for part in layout.sections] == [None, 1]
    assert layout.lines[-1].section == 1


def test_the_number_of_the_page_is_found_with_its_looks() -> None:
    number = read_layout(TEMPLATE.read_bytes()).sections[0].number
    (line,) = number.in_header
    assert (line.alignment, line.shown[0].size, line.shown[0].style) == ("center", 13, "đứng")
    assert (number.first_differs, number.on_first, number.in_footer) == (True, False, False)


def test_only_what_the_service_fills_in_is_missing_from_the_template() -> None:
    rows = check_layout(read_layout(TEMPLATE.read_bytes()), RULES, notice_label=NOTICE).failed
    assert not [row for row in rows if row.element in ("Trang giấy", "Chữ", "Quốc hiệu", "Tiêu ngữ")]


def test_the_decrees_own_words_in_another_dress_are_found(tmp_path: Path) -> None:
    """Signs of a hand-made file: soft breaks in the letterhead, the motto with en dashes."""
    word = docx.Document()
    table = word.add_table(rows=1, cols=2)
    left = table.cell(0, 0).paragraphs[0]
    left.add_run("UBND QUẬN TÂN BÌNH").add_break()
    left.add_run("TRƯỜNG THCS TRƯỜNG CHINH").bold = True
    right = table.cell(0, 1).paragraphs[0]
    right.add_run("CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM").add_break()
    right.add_run("Độc lập – Tự do – Hạnh phúc")
    rows = {row.rule: row.found for row in check_layout(read(word), RULES).findings}
    assert rows["Quốc hiệu: lời"] == "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"
    assert rows["Tiêu ngữ: lời"] == "Độc lập – Tự do – Hạnh phúc"
    assert rows["Cơ quan ban hành: kiểu chữ"] == "đứng, đậm"
    assert rows["Cơ quan chủ quản: kiểu chữ"] == "đứng"


@given(st.binary(max_size=200))
def test_anything_else_is_refused_in_one_vietnamese_line(data: bytes) -> None:
    with pytest.raises(LayoutFileError, match="Hãy mở bằng Word"):
        read_layout(data)


def test_an_empty_file_of_word_is_checked() -> None:
    assert check_layout(read(docx.Document()), RULES).failed
