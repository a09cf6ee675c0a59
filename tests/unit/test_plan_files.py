"""Plans as people have them: text files, Word files with Word's own numbers, PDF files."""

# ruff: noqa: E501 – plans are quoted in whole lines

from __future__ import annotations

import unicodedata
import zipfile
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from plan_builders import ENDING, OPENING, REPORTING, TITLE, a_plan_text

from service.plan_files import MAX_BYTES, PlanFileError, read_plan_file
from service.plan_text import read_plan

PLAIN = read_plan(a_plan_text())


# --- txt -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_text_file_is_read_in_every_form_of_unicode(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ke-hoach.TXT"
    path.write_bytes(a_plan_text().encode(encoding))
    assert read_plan(read_plan_file(path)) == PLAIN


def test_the_old_windows_encoding_is_read(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.txt"
    # cp1258 has letters such as ê and ơ, and the five tones as marks of their own.
    tones = {"\u0300", "\u0301", "\u0303", "\u0309", "\u0323"}
    split = "".join(
        letter if unicodedata.normalize("NFD", letter)[-1] not in tones
        else unicodedata.normalize("NFC", unicodedata.normalize("NFD", letter)[:-1]) + unicodedata.normalize("NFD", letter)[-1]
        if set(unicodedata.normalize("NFD", letter)) & tones and unicodedata.normalize("NFD", letter)[-1] in tones
        else letter
        for letter in unicodedata.normalize("NFC", a_plan_text())
    )  # fmt: skip
    path.write_bytes(split.encode("cp1258", errors="ignore"))
    assert read_plan(read_plan_file(path)).title == PLAIN.title


# --- docx ------------------------------------------------------------------------------------------

#: A list as Word makes it for plans: I. – 1. – a) – bullet.
LEVELS = (("upperRoman", "%1."), ("decimal", "%2."), ("lowerLetter", "%3)"), ("bullet", "\uf0b7"))


def a_word_list(document: Document, *, start: int = 1, levels: tuple[tuple[str, str], ...] = LEVELS) -> int:
    """A new list of several levels; gives its number."""
    numbering = document.part.numbering_part.element
    name = len(numbering.findall(qn("w:abstractNum"))) + 50
    inside = "".join(
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start if depth == 0 else 1}"/><w:numFmt w:val="{style}"/><w:lvlText w:val="{pattern}"/></w:lvl>'
        for depth, (style, pattern) in enumerate(levels)
    )
    abstract = parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{name}">{inside}</w:abstractNum>')
    numbering.insert(0, abstract)
    numbering.append(
        parse_xml(f'<w:num {nsdecls("w")} w:numId="{name}"><w:abstractNumId w:val="{name}"/></w:num>')
    )
    return name


def add(document: Document, text: str, number: int | None = None, depth: int = 0) -> None:
    paragraph = document.add_paragraph(text)
    if number is not None:
        properties = paragraph._p.get_or_add_pPr()
        properties.append(
            parse_xml(
                f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
            )
        )


def a_word_letterhead(document: Document) -> None:
    """Two cells side by side, as offices lay it out."""
    table = document.add_table(rows=2, cols=2)
    table.cell(0, 0).text = "PHÒNG GIÁO DỤC VÀ ĐÀO TẠO\nTRƯỜNG THCS NGUYỄN DU"
    table.cell(0, 1).text = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc"
    table.cell(1, 0).text = "Số: 12/KH-THCSND"
    table.cell(1, 1).text = "Tân An, ngày 05 tháng 9 năm 2025"


def a_word_plan() -> Document:
    """The plain plan, all numbers made by Word."""
    document = docx.Document()
    a_word_letterhead(document)
    for line in [*TITLE.split("\n"), *OPENING.split("\n\n")]:
        add(document, line)
    plan = a_word_list(document)
    add(document, "MỤC ĐÍCH, YÊU CẦU", plan)
    add(document, "Nâng cao chất lượng giáo dục của nhà trường.")
    add(document, "NỘI DUNG", plan)
    add(document, "Hiệu trưởng chỉ đạo chung và kiểm tra việc thực hiện.", plan, 1)
    add(document, "Công đoàn phối hợp với Đoàn Thanh niên tổ chức ngày hội.", plan, 1)
    add(document, "CHẾ ĐỘ BÁO CÁO", plan)
    for paragraph in [*REPORTING.split("\n\n")[1:], *ENDING.split("\n")]:
        add(document, paragraph)
    return document


def saved(document: Document, path: Path) -> str:
    document.save(str(path))
    return read_plan_file(path)


def test_a_word_file_reads_like_its_text_with_the_numbers_that_word_made(tmp_path: Path) -> None:
    assert read_plan(saved(a_word_plan(), tmp_path / "a.docx")) == PLAIN


def test_word_numbers_go_on_begin_again_and_have_levels(tmp_path: Path) -> None:
    document = docx.Document()
    plan = a_word_list(document)
    for text, depth in [
        ("Một", 0),
        ("Hai", 1),
        ("Ba", 2),
        ("Bốn", 2),
        ("Năm", 3),
        ("Sáu", 1),
        ("Bảy", 2),
        ("Tám", 0),
        ("Chín", 1),
    ]:
        add(document, f"{text} là một mục của kế hoạch", plan, depth)
    text = saved(document, tmp_path / "a.docx")
    assert [line.split(" là ")[0] for line in text.splitlines()] == [
        "I. Một", "1. Hai", "a) Ba", "b) Bốn", "- Năm", "2. Sáu", "a) Bảy", "II. Tám", "1. Chín",
    ]  # fmt: skip


def test_a_word_list_may_start_elsewhere_and_count_through_levels(tmp_path: Path) -> None:
    document = docx.Document()
    plan = a_word_list(document, start=4, levels=(("decimal", "%1."), ("decimal", "%1.%2."), ("none", "")))
    for depth in (0, 1, 1, 2, 0, 1):
        add(document, "là một mục của kế hoạch", plan, depth)
    lines = saved(document, tmp_path / "a.docx").splitlines()
    assert [line.split("là")[0].strip() for line in lines] == ["4.", "4.1.", "4.2.", "", "5.", "5.1."]


def test_a_number_that_comes_with_a_style_counts_and_one_taken_away_does_not(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph("Việc thứ nhất của kế hoạch", style="List Number")
    document.add_paragraph("Việc thứ hai của kế hoạch", style="List Number")
    document.add_paragraph("Lời dặn không có số của kế hoạch", style="List Number")
    add(document, "")
    properties = document.paragraphs[2]._p.get_or_add_pPr()
    properties.append(parse_xml(f'<w:numPr {nsdecls("w")}><w:numId w:val="0"/></w:numPr>'))
    document.add_paragraph("Một gạch đầu dòng của kế hoạch", style="List Bullet")
    lines = saved(document, tmp_path / "a.docx").splitlines()
    assert [line[:7] for line in lines] == ["1. Việc", "2. Việc", "Lời dặn", "", "- Một g"]


def test_a_table_of_data_is_no_text_of_a_responsibility(tmp_path: Path) -> None:
    document = a_word_plan()
    table = document.add_table(rows=2, cols=3)
    for place, text in enumerate(
        ["Thời gian", "Nội dung", "Phụ trách", "Tháng 9", "1. Họp\n2. Ký", "Công đoàn"]
    ):
        table.cell(place // 3, place % 3).text = text
    document.element.body.insert(12, table._tbl)
    text = saved(document, tmp_path / "a.docx")
    assert "| Tháng 9 | 1. Họp 2. Ký | Công đoàn |" in text
    assert read_plan(text) == PLAIN


def test_text_under_review_is_read_as_it_would_be_accepted(tmp_path: Path) -> None:
    document = a_word_plan()
    paragraph = next(p for p in document.paragraphs if p.text.startswith("Công đoàn"))
    paragraph._p.append(
        parse_xml(
            f'<w:ins {nsdecls("w")} w:id="1"><w:r><w:t xml:space="preserve"> Mời phụ huynh.</w:t></w:r></w:ins>'
        )
    )
    paragraph._p.append(
        parse_xml(f'<w:del {nsdecls("w")} w:id="2"><w:r><w:delText>Bỏ câu này.</w:delText></w:r></w:del>')
    )
    item = read_plan(saved(document, tmp_path / "a.docx")).responsibility("II.2")
    assert item is not None
    assert item.text == "Công đoàn phối hợp với Đoàn Thanh niên tổ chức ngày hội. Mời phụ huynh."


# --- pdf -------------------------------------------------------------------------------------------


def a_pdf(pages: list[str]) -> bytes:
    """A small PDF whose font is a table of letters; readers find them by its map to Unicode."""
    letters = sorted({letter for page in pages for letter in page if letter != "\n"})
    code = {letter: number + 1 for number, letter in enumerate(letters)}
    maps = [f"<{code[c]:04X}> <{c.encode('utf-16-be').hex().upper()}>" for c in letters]
    groups = "\n".join(
        f"{len(maps[i : i + 100])} beginbfchar\n" + "\n".join(maps[i : i + 100]) + "\nendbfchar"
        for i in range(0, len(maps), 100)
    )
    cmap = f"/CIDInit /ProcSet findresource begin\nbegincmap\n1 begincodespacerange <0000> <FFFF> endcodespacerange\n{groups}\nendcmap\nend"
    contents = [
        "BT /F1 12 Tf 14 TL 70 780 Td\n"
        + "\n".join(f"<{''.join(f'{code[c]:04X}' for c in line)}> Tj T*" for line in page.split("\n"))
        + "\nET"
        for page in pages
    ]
    kids = " ".join(f"{6 + 2 * i} 0 R" for i in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>",
        "<< /Type /Font /Subtype /Type0 /BaseFont /Plan /Encoding /Identity-H /DescendantFonts [4 0 R] /ToUnicode 5 0 R >>",
        "<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Plan /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /DW 500 >>",
        f"<< /Length {len(cmap)} >>\nstream\n{cmap}\nendstream",
    ]
    for place, content in enumerate(contents):
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents {7 + 2 * place} 0 R >>",
            f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        ]
    body, offsets = b"%PDF-1.4\n", []
    for number, text in enumerate(objects, start=1):
        offsets.append(len(body))
        body += f"{number} 0 obj\n{text}\nendobj\n".encode("latin-1")
    table = "".join(f"{offset:010d} 00000 n \n" for offset in offsets)
    tail = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF"
    return body + tail.encode("latin-1")


#: As a page of 78 letters breaks it; the first page ends in the middle of a sentence.
PAGES = """II. NỘI DUNG
1. Hiệu trưởng chỉ đạo, kiểm tra việc thực hiện Nghị định số 59/2023/NĐ-
CP ngày 14 tháng 8 năm 2023 của Chính phủ; phân công nhiệm vụ cho các bộ phận,
chịu trách nhiệm trước Ủy ban nhân dân phường và Phòng Giáo dục và Đào tạo về
2
Ủy ban nhân dân phường giao và về kết quả thực hiện kế hoạch này của nhà
trường trong năm học.
2. Công đoàn vận động đoàn viên tham gia các hoạt động văn hóa, văn nghệ, thể
dục thể thao của nhà trường và của địa phương."""


def test_a_pdf_reads_like_its_text_over_the_ends_of_pages(tmp_path: Path) -> None:
    whole = PAGES.replace("NĐ-\nCP", "NĐ-CP").replace("về\n2\n", "về\n")
    for start in ("CP ngày", "chịu trách", "Ủy ban", "trường trong", "dục thể"):
        whole = whole.replace(f"\n{start}", f" {start}")
    whole = whole.replace("NĐ- CP", "NĐ-CP")
    path = tmp_path / "ke-hoach.pdf"
    text = a_plan_text(PAGES, REPORTING).replace("\n\n", "\n").replace("\n2\n", "\f2\n")
    path.write_bytes(a_pdf(text.split("\f")))
    assert read_plan(read_plan_file(path)) == read_plan(a_plan_text(whole, REPORTING))


def test_a_pdf_whose_letters_fell_apart_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "ke-hoach.pdf"
    path.write_bytes(a_pdf(["Tri n khai th c hi n công tác dân v n c a chính quy n ể ự ệ ậ ủ ề\n" * 6]))
    with pytest.raises(PlanFileError, match="làm rời dấu"):
        read_plan_file(path)


# --- what cannot be read ---------------------------------------------------------------------------


def zipped(**parts: str) -> bytes:
    import io

    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return data.getvalue()


BAD = {
    "empty": ("a.txt", b"", "trống"),
    "blank": ("a.txt", b" \n\n ", "trống"),
    "almost empty": ("a.txt", "Kế hoạch".encode(), "không có chữ để đọc"),
    "binary": ("a.txt", bytes(range(256)) * 20, "không phải văn bản Unicode"),
    "old fonts": ("a.txt", "KÕ ho¹ch thùc hiÖn quy chÕ d©n chñ ë c¬ së n¨m 2025 ".encode("latin-1") * 5, "không phải văn bản Unicode"),
    "no Word file": ("a.docx", b"PK\x03\x04 broken", "không phải tệp Word"),
    "a zip of something else": ("a.docx", zipped(a="b"), "không phải tệp Word"),
    "no PDF": ("a.pdf", b"%PDF-1.4 broken", "không phải tệp PDF"),
    "an old Word file": ("a.doc", b"\xd0\xcf\x11\xe0", "Chưa đọc được tệp loại «.doc»"),
    "a picture": ("a.jpg", b"\xff\xd8\xff", "Chưa đọc được tệp loại «.jpg»"),
    "too large": ("a.txt", b"a" * (MAX_BYTES + 1), "quá mức 20 MB"),
    "a scan": ("a.pdf", a_pdf([" "]), "không có chữ để đọc"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "data", "why"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, name: str, data: bytes, why: str) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(PlanFileError, match=why) as caught:
        read_plan_file(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(PlanFileError, match=r"Không có tệp .*khong-co\.txt"):
        read_plan_file(tmp_path / "khong-co.txt")
    with pytest.raises(PlanFileError, match="là thư mục"):
        read_plan_file(tmp_path)
