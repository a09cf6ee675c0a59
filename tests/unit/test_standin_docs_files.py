"""Word files in and out, plain text, and the page that people look at."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from flask import Flask
from standin_docs_bench import NOW, Bench, check_laws, elements, insert, name_range, table

from service.standin.docs import exported, imported, register_pages
from service.standin.docs.bullets_shown import numeral
from service.standin.docs.expose import expose_first_tab
from service.standin.docs.files import DOCX, PLAIN
from service.standin.docs.parse import parse_document
from service.standin.errors import GoogleError
from service.standin.state import DOCUMENT, File

Json = dict[str, Any]


def official_template() -> bytes:
    """A Word file in the layout of an official report: A4, a page number from page 2, a letterhead table."""
    word = docx.Document()
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = Mm(20)
    section.left_margin, section.right_margin = Mm(30), Mm(20)
    section.different_first_page_header_footer = True
    normal = word.styles["Normal"]
    normal.font.name, normal.font.size = "Times New Roman", Pt(14)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(0), 1.0
    add_page_number(section.header.paragraphs[0])
    add_letterhead(word)
    body = word.add_paragraph("Kính gửi: {{noi_nhan}}")
    body.alignment = WD_ALIGN_PARAGRAPH.JUSTIFY
    body.paragraph_format.first_line_indent, body.paragraph_format.space_before = Mm(12.7), Pt(6)
    run = body.add_run(" nghiêng")
    run.italic, run.font.color.rgb = True, RGBColor(0xC0, 0, 0)
    body.add_run().add_break(WD_BREAK.PAGE)
    figures = word.add_table(3, 3)
    figures.style = "Table Grid"
    figures.cell(0, 0).merge(figures.cell(1, 1)).text = "Đơn vị"
    word.add_paragraph("Ban giám hiệu", style="List Bullet")
    word.add_heading("Đánh giá", 1)
    return saved(word)


def add_page_number(paragraph: Any) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), ("result", "2"), ("end", "")):
        run = paragraph.add_run(text if kind == "result" else "")
        run.font.size = Pt(13)
        if kind in ("begin", "separate", "end"):
            border = OxmlElement("w:fldChar")
            border.set(qn("w:fldCharType"), kind)
            run._r.append(border)
        elif not kind:
            code = OxmlElement("w:instrText")
            code.text = text
            run._r.append(code)


def add_letterhead(word: Any) -> None:
    letterhead = word.add_table(1, 2)
    for column, (width, text) in enumerate(
        ((67.5, "TRƯỜNG THCS"), (100.0, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"))
    ):
        letterhead.columns[column].width = Mm(width)
        paragraph = letterhead.cell(0, column).paragraphs[0]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = paragraph.add_run(text)
        run.bold, run.font.size = True, Pt(13)


def saved(word: Any) -> bytes:
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def converted() -> Json:
    """The template as documents.get shows it after an upload with conversion."""
    content = imported(official_template(), DOCX)
    assert content is not None
    return expose_first_tab(parse_document(content))


def exported_bytes(content: Json) -> bytes:
    """The content as a Word file."""
    file = File(
        id="1",
        name="Báo cáo",
        mime_type=DOCUMENT,
        owner="",
        created="",
        modified="",
        modified_by="",
        version=1,
    )
    data = exported(file, content, DOCX)
    assert data is not None
    return data


def again_from_word(content: Json) -> Json:
    """The content after an export to Word and an import of that."""
    again = imported(exported_bytes(content), DOCX)
    assert again is not None
    return again


def tables_of(document: Json) -> list[Json]:
    return [block["table"] for block in document["body"]["content"] if "table" in block]


def paragraph_with(document: Json, text: str) -> Json:
    for block in document["body"]["content"]:
        runs = block.get("paragraph", {}).get("elements", ())
        if text in "".join(run.get("textRun", {}).get("content", "") for run in runs):
            paragraph: Json = block["paragraph"]
            return paragraph
    raise AssertionError(f"no paragraph with {text!r}")


# --- import --------------------------------------------------------------------------------------


def test_a_converted_word_file_keeps_the_index_laws(converted: Json) -> None:
    check_laws(converted)


def test_page_size_and_margins_are_those_of_the_word_file(converted: Json) -> None:
    style = converted["documentStyle"]
    sizes = [style["pageSize"]["width"], style["pageSize"]["height"]]
    sizes += [style[f"margin{side}"] for side in ("Top", "Bottom", "Left", "Right")]
    millimetres = [round(size["magnitude"] / 72 * 25.4, 1) for size in sizes]
    assert millimetres == [210, 297, 20, 20, 30, 20]


def test_the_page_number_is_in_the_default_header_and_the_first_page_has_none(converted: Json) -> None:
    style = converted["documentStyle"]
    assert style["useFirstPageHeaderFooter"] is True
    assert "firstPageHeaderId" not in style
    [paragraph] = converted["headers"][style["defaultHeaderId"]]["content"]
    number, end = paragraph["paragraph"]["elements"]
    assert number["autoText"]["type"] == "PAGE_NUMBER"
    assert number["autoText"]["textStyle"]["fontSize"]["magnitude"] == 13
    assert end["textRun"]["content"] == "\n"
    assert paragraph["paragraph"]["paragraphStyle"]["alignment"] == "CENTER"


def test_the_normal_style_is_the_documents_own(converted: Json) -> None:
    normal = converted["namedStyles"]["styles"][0]
    assert normal["textStyle"]["weightedFontFamily"]["fontFamily"] == "Times New Roman"
    assert normal["textStyle"]["fontSize"]["magnitude"] == 14
    assert normal["paragraphStyle"]["lineSpacing"] == 100


def test_the_letterhead_keeps_its_widths_and_has_no_lines(converted: Json) -> None:
    letterhead = tables_of(converted)[0]
    widths = [column["width"]["magnitude"] for column in letterhead["tableStyle"]["tableColumnProperties"]]
    assert [round(width / 72 * 25.4, 1) for width in widths] == [67.5, 100.0]
    for cell in letterhead["tableRows"][0]["tableCells"]:
        assert all(
            cell["tableCellStyle"][f"border{side}"]["width"] == {"unit": "PT"} for side in ("Top", "Left")
        )
    [run] = elements(letterhead["tableRows"][0]["tableCells"][0]["content"])
    assert run["textRun"]["content"] == "TRƯỜNG THCS\n"
    assert run["textRun"]["textStyle"] == {"bold": True, "fontSize": {"magnitude": 13, "unit": "PT"}}


def test_lines_and_merges_of_a_ruled_table_are_kept(converted: Json) -> None:
    ruled = tables_of(converted)[1]
    styles = [[cell["tableCellStyle"] for cell in row["tableCells"]] for row in ruled["tableRows"]]
    assert all(style["borderTop"]["width"]["magnitude"] == 0.5 for row in styles for style in row)
    spans = [[(style["rowSpan"], style["columnSpan"]) for style in row] for row in styles]
    assert spans == [[(2, 2), (1, 1), (1, 1)], [(1, 1)] * 3, [(1, 1)] * 3]


def test_a_paragraph_keeps_alignment_indent_spacing_and_runs(converted: Json) -> None:
    paragraph = paragraph_with(converted, "{{noi_nhan}}")
    style = paragraph["paragraphStyle"]
    assert style["alignment"] == "JUSTIFIED"
    assert style["indentFirstLine"] == {"magnitude": 36, "unit": "PT"}
    assert style["spaceAbove"] == {"magnitude": 6, "unit": "PT"}
    italic = paragraph["elements"][1]["textRun"]
    assert italic["content"] == " nghiêng"
    assert italic["textStyle"]["italic"] is True
    assert round(italic["textStyle"]["foregroundColor"]["color"]["rgbColor"]["red"], 3) == 0.753
    assert "pageBreak" in paragraph["elements"][2]


def test_lists_and_headings_are_known_by_their_styles(converted: Json) -> None:
    bullet = paragraph_with(converted, "Ban giám hiệu")["bullet"]
    level = converted["lists"][bullet["listId"]]["listProperties"]["nestingLevels"][0]
    assert level["glyphSymbol"] == "●"
    assert paragraph_with(converted, "Đánh giá")["paragraphStyle"]["namedStyleType"] == "HEADING_1"


def test_a_later_section_has_its_own_margins_and_orientation() -> None:
    word = docx.Document()
    word.add_paragraph("dọc")
    section = word.add_section()
    section.left_margin = Mm(15)
    section.page_width, section.page_height = section.page_height, section.page_width
    word.add_paragraph("sau")
    content = imported(saved(word), DOCX)
    assert content is not None
    shown = expose_first_tab(parse_document(content))
    later = [
        block["sectionBreak"]["sectionStyle"] for block in shown["body"]["content"] if "sectionBreak" in block
    ][1]
    assert later["sectionType"] == "NEXT_PAGE"
    assert round(later["marginLeft"]["magnitude"], 1) == 42.5
    assert later["flipPageOrientation"] is True
    written = docx.Document(io.BytesIO(exported_bytes(content))).sections
    assert [one.page_width > one.page_height for one in written] == [False, True]


def test_a_link_in_a_sentence_is_read_and_written_again() -> None:
    word = docx.Document()
    paragraph = word.add_paragraph("Xem ")
    link = OxmlElement("w:hyperlink")
    target = "https://example.org/?a=1&b=2"
    link.set(qn("r:id"), word.part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    link.append(paragraph.add_run("minh chứng")._r)
    paragraph._p.append(link)
    content = imported(saved(word), DOCX)
    assert content is not None
    for data in (content, again_from_word(content)):
        shown = paragraph_with(expose_first_tab(parse_document(data)), "minh chứng")
        assert shown["elements"][1]["textRun"]["content"] == "minh chứng"
        assert shown["elements"][1]["textRun"]["textStyle"]["link"] == {"url": target}


@pytest.mark.parametrize("data", [b"", b"khong phai zip", b"PK\x03\x04hong"])
def test_a_broken_word_file_is_a_400(data: bytes) -> None:
    with pytest.raises(GoogleError) as caught:
        imported(data, DOCX)
    assert caught.value.code == 400


def test_what_is_not_converted_is_none() -> None:
    assert imported(b"%PDF-1.4", "application/pdf") is None


# --- export --------------------------------------------------------------------------------------


def file_of(bench: Bench) -> tuple[File, Json]:
    with bench.database.transaction("", NOW, write=False) as state:
        file = state.file(bench.id)
        assert file is not None
        return file, state.content(bench.id)


def anonymous(value: Any, ids: dict[str, str]) -> Any:
    """The value with ids that are made anew on each conversion replaced by their order."""
    if isinstance(value, dict):
        return {anonymous(k, ids): anonymous(v, ids) for k, v in value.items() if k != "headingId"}
    if isinstance(value, list):
        return [anonymous(item, ids) for item in value]
    if isinstance(value, str) and value.startswith("kix."):
        return ids.setdefault(value, str(len(ids)))
    return value


def test_a_document_comes_back_the_same_after_export_to_word(converted: Json) -> None:
    content = imported(official_template(), DOCX)
    assert content is not None
    shown = expose_first_tab(parse_document(again_from_word(content)))
    assert anonymous(shown, {}) == anonymous(converted, {})


def test_an_exported_file_is_a_word_file_with_the_text(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "Báo cáo\nKết quả 😀"), table(1, 1, 2), insert(5, "ô một"))
    data = exported(*file_of(bench), DOCX)
    assert data is not None
    word = docx.Document(io.BytesIO(data))
    assert [p.text for p in word.paragraphs] == ["", "Báo cáo", "Kết quả 😀"]
    assert [c.text for c in word.tables[0].rows[0].cells] == ["ô một", ""]


def test_plain_text_has_the_lines_and_the_cells(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "một\nhai"), table(4, 1, 2), insert(8, "a"), insert(11, "b"))
    data = exported(*file_of(bench), PLAIN)
    assert data is not None
    assert data.decode("utf-8-sig") == "một\r\na\tb\r\n\r\nhai"


def test_a_format_that_cannot_be_made_is_none(tmp_path: Path) -> None:
    assert exported(*file_of(Bench(tmp_path)), "application/epub+zip") is None


# --- the page ------------------------------------------------------------------------------------


def page(bench: Bench) -> str:
    app = Flask(__name__)
    register_pages(app, bench.database)
    answer = app.test_client().get(f"/document/d/{bench.id}/edit")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


def test_the_page_shows_the_text_says_what_it_is_and_has_an_anchor_for_each_range(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    bench.batch(insert(1, "Kết quả thực hiện"), name_range("auto:ket-qua:2025", 1, 5))
    shown = page(bench)
    assert "Bản giả lập, không phải Google" in shown
    assert '<a id="auto:ket-qua:2025"></a>' in shown
    assert "Kết" in shown
    assert "quả thực hiện" in shown


def test_nothing_that_people_wrote_becomes_markup(tmp_path: Path) -> None:
    evil = "\"><script>alert('x')</script>"
    bench = Bench(tmp_path, title=evil)
    font = {"weightedFontFamily": {"fontFamily": evil}, "link": {"url": "javascript:alert(1)"}}
    style = {
        "updateTextStyle": {
            "range": {"startIndex": 1, "endIndex": 5},
            "textStyle": font,
            "fields": "weightedFontFamily,link",
        }
    }
    bench.batch(insert(1, evil), style, name_range(evil, 1, 5))
    shown = page(bench)
    assert "<script" not in shown
    assert "javascript:" not in shown


def test_a_table_on_the_page_has_its_merges_and_lines(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    area = {"tableCellLocation": {"tableStartLocation": {"index": 2}}, "rowSpan": 1, "columnSpan": 2}
    bench.batch(table(1, 2, 2), {"mergeTableCells": {"tableRange": area}})
    shown = page(bench)
    assert shown.count("<td ") == 3
    assert 'rowspan="1" colspan="2" style="vertical-align:top;border-top:1pt solid #000000' in shown


def test_a_document_that_is_not_there_has_no_page(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    app = Flask(__name__)
    register_pages(app, bench.database)
    assert app.test_client().get("/document/d/khong-co/edit").status_code == 404


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (3, "DECIMAL", "3"),
        (3, "ZERO_DECIMAL", "03"),
        (2, "ALPHA", "b"),
        (28, "UPPER_ALPHA", "BB"),  # letters double after z
        (4, "ROMAN", "iv"),
        (1994, "UPPER_ROMAN", "MCMXCIV"),
        (7, "NONE", ""),
    ],
)
def test_a_list_number_is_written_as_its_glyph_type_says(value: int, kind: str, shown: str) -> None:
    assert numeral(value, kind) == shown


def test_list_numbers_go_on_after_a_nested_list_which_begins_anew(tmp_path: Path) -> None:
    bench = Bench(tmp_path)
    preset = {"range": {"startIndex": 1, "endIndex": 14}, "bulletPreset": "NUMBERED_DECIMAL_ALPHA_ROMAN"}
    bench.batch(insert(1, "a\n\tb\n\tc\nd\n\te"), {"createParagraphBullets": preset})
    assert re.findall(r">(\w+)\. ", page(bench)) == ["1", "a", "b", "2", "a"]
