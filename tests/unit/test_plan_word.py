"""What a Word file holds beside its paragraphs, and letters that are no Unicode."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from plan_builders import LETTERHEAD, a_plan_text

from service.plan_files import PlanFileError, read_plan_file
from service.plan_text import read_plan

PLAIN = read_plan(a_plan_text())


def a_document(text: str) -> Document:
    document = docx.Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    return document


def read(document: Document, path: Path) -> str:
    document.save(str(path / "ke-hoach.docx"))
    return read_plan_file(path / "ke-hoach.docx")


def a_box(text: str) -> str:
    """A paragraph with a text box, as Word stores it: once for new versions and once for old ones."""
    lines = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in text.split("\n") if line)
    content = f"<w:txbxContent>{lines}</w:txbxContent>"
    spaces = (
        'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
        'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    )
    return (
        f'<w:p {spaces}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{content}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{content}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>"
    )


def test_a_letterhead_in_text_boxes_is_read_once(tmp_path: Path) -> None:
    document = a_document(a_plan_text(letterhead=""))
    left, right = LETTERHEAD.split("\n\n")[::2], LETTERHEAD.split("\n\n")[1::2]
    body = document.element.body
    for column in (right, left):
        body.insert(0, parse_xml(a_box("\n".join(column))))
    text = read(document, tmp_path)
    assert text.count("Số: 12/KH-THCSND") == 1
    plan = read_plan(text)
    assert (plan.number, plan.symbol, plan.place, plan.date) == (
        PLAIN.number,
        PLAIN.symbol,
        PLAIN.place,
        PLAIN.date,
    )
    assert plan.responsibilities == PLAIN.responsibilities


def test_legal_numbers_are_arabic_below_a_roman_one(tmp_path: Path) -> None:
    document = docx.Document()
    levels = (
        '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="upperRoman"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:isLgl/><w:lvlText w:val="%1.%2."/></w:lvl>'
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="70">{levels}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {nsdecls("w")} w:numId="70"><w:abstractNumId w:val="70"/></w:num>'))
    for text, depth in (
        ("MỤC ĐÍCH", 0),
        ("NỘI DUNG", 0),
        ("Tuyên truyền.", 1),
        ("Kiểm tra hồ sơ, sổ sách.", 1),
    ):
        properties = document.add_paragraph(text)._p.get_or_add_pPr()
        properties.append(
            parse_xml(f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="70"/></w:numPr>')
        )
    lines = read(document, tmp_path).split("\n")
    assert lines == ["I. MỤC ĐÍCH", "II. NỘI DUNG", "2.1. Tuyên truyền.", "2.2. Kiểm tra hồ sơ, sổ sách."]


def test_a_table_of_tasks_in_word_is_work(tmp_path: Path) -> None:
    document = a_document(a_plan_text("II. NỘI DUNG\n\n1. Phân công nhiệm vụ"))
    rows = [("TT", "Nội dung", "Phụ trách"), ("1", "Viết bài", "Tổ Ngữ văn"), ("2", "Dự giờ", "Hiệu trưởng")]
    table = document.add_table(rows=0, cols=3)
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    heading = next(p for p in document.paragraphs if p.text.startswith("1. Phân công"))
    heading._p.addnext(table._tbl)
    assert table._tbl.find(qn("w:tr")) is not None
    plan = read_plan(read(document, tmp_path))
    assert [(item.code, item.owners) for item in plan.responsibilities] == [
        ("II.1.1", ("Tổ Ngữ văn",)),
        ("II.1.2", ("Hiệu trưởng",)),
    ]


def test_a_markdown_file_is_text(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.md"
    path.write_text(re.sub(r"(?m)^(I+\. .*)$", r"## **\1**", a_plan_text()), encoding="utf-8")
    assert read_plan(read_plan_file(path)) == PLAIN


# --- letters that are no Unicode -------------------------------------------------------------------

TCVN3 = "Céng hoµ x· héi chñ nghÜa ViÖt Nam. KÕ ho¹ch thùc hiÖn quy chÕ d©n chñ ë c¬ së. "
VNI = "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam. Keá hoaïch thöïc hieän quy cheá daân chuû ôû cô sôû. "
WITHOUT = unicodedata.normalize("NFD", "Ke hoach thuc hien quy che dan chu o co so nam hoc. ")


@pytest.mark.parametrize(
    ("text", "why"),
    [(TCVN3, "TCVN3 hoặc VNI"), (VNI, "TCVN3 hoặc VNI"), (WITHOUT, "không có dấu tiếng Việt")],
)
def test_old_letters_and_letters_without_marks_are_told_in_one_line(
    tmp_path: Path, text: str, why: str
) -> None:
    with pytest.raises(PlanFileError, match=why) as caught:
        read(a_document("\n".join([text] * 8)), tmp_path)
    assert "\n" not in str(caught.value)
    (tmp_path / "ke-hoach.txt").write_text(text * 8, encoding="utf-8")
    with pytest.raises(PlanFileError, match=why):
        read_plan_file(tmp_path / "ke-hoach.txt")


def test_decomposed_letters_are_letters_with_marks(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(unicodedata.normalize("NFD", a_plan_text()), encoding="utf-8")
    assert read_plan(read_plan_file(path)) == PLAIN
