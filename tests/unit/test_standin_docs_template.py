"""The report's template survives the way to a Doc and back to Word: what the Docs API cannot make is kept."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document as Word
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from service.standin.docs import exported, imported
from service.standin.docs.expose import expose_first_tab
from service.standin.docs.parse import parse_document
from service.standin.docs.word import DOCX
from service.standin.state import DOCUMENT, File

Json = dict[str, Any]
TEMPLATE = Path(__file__).parents[2] / "templates" / "report" / "bao-cao.docx"
FILE = File(
    id="1", name="Mẫu", mime_type=DOCUMENT, owner="", created="", modified="", modified_by="", version=1
)


@pytest.fixture(scope="module")
def original() -> Word:
    return docx.Document(str(TEMPLATE))


@pytest.fixture(scope="module")
def converted() -> Json:
    content = imported(TEMPLATE.read_bytes(), DOCX)
    assert content is not None
    return content


@pytest.fixture(scope="module")
def again(converted: Json) -> Word:
    """The template after both ways."""
    data = exported(FILE, converted, DOCX)
    assert data is not None
    return docx.Document(io.BytesIO(data))


def paragraphs(word: Word) -> list[Paragraph]:
    """Of the body and of the cells, in their order; without the one that Docs puts before a first table."""
    inside = [p for table in word.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    body = word.paragraphs
    return [*(body[1:] if not body[0].text else body), *inside]


def look(paragraph: Paragraph) -> Json:
    """What a reader sees of a paragraph."""
    form = paragraph.paragraph_format
    return {
        "text": paragraph.text,
        "alignment": form.alignment,
        "first line": form.first_line_indent or 0,
        "left": form.left_indent or 0,
        "right": form.right_indent or 0,
        "letters": [
            (run.text, bool(run.bold), bool(run.italic), run.font.size, run.font.name)
            for run in paragraph.runs
            if run.text.strip()
        ],
    }


def test_text_alignment_indents_and_letters_are_the_same(original: Word, again: Word) -> None:
    texts = [paragraph.text for paragraph in paragraphs(original)]
    assert [paragraph.text for paragraph in paragraphs(again)] == texts
    for before, after in zip(paragraphs(original), paragraphs(again), strict=True):
        if before.text.strip():
            assert look(after) == look(before)


def test_spacing_is_the_same(original: Word, again: Word) -> None:
    for before, after in zip(paragraphs(original), paragraphs(again), strict=True):
        one, other = before.paragraph_format, after.paragraph_format
        if one.space_before is not None:
            assert (other.space_before or 0, before.text) == (one.space_before, before.text)
        if one.space_after is not None:
            assert (other.space_after or 0, before.text) == (one.space_after, before.text)


def test_page_size_margins_and_a_first_page_of_its_own(original: Word, again: Word) -> None:
    for name in ("page_width", "page_height", "left_margin", "right_margin", "top_margin", "bottom_margin"):
        before, after = (getattr(word.sections[0], name) for word in (original, again))
        # A twentieth of a point is the grain of Word.
        assert abs(after - before) <= 12700 / 20, name
    assert again.sections[0].different_first_page_header_footer is True
    assert again.sections[0].first_page_header.paragraphs[0].text == ""


def test_the_number_of_the_page_stands_in_the_middle_of_the_header(converted: Json, again: Word) -> None:
    [header] = expose_first_tab(parse_document(converted))["headers"].values()
    [paragraph] = [block["paragraph"] for block in header["content"] if "paragraph" in block]
    assert paragraph["elements"][0]["autoText"]["type"] == "PAGE_NUMBER"
    assert paragraph["paragraphStyle"]["alignment"] == "CENTER"
    xml = again.sections[0].header._element.xml
    assert "PAGE" in xml
    assert 'w:jc w:val="center"' in xml


def borders(cell: _Cell) -> list[tuple[str, str]]:
    found = cell._tc.xpath("./w:tcPr/w:tcBorders/*")
    return [(line.tag.rpartition("}")[2], line.val) for line in found if hasattr(line, "val")]


def test_the_letterhead_keeps_the_widths_of_its_columns_and_shows_no_lines(
    original: Word, converted: Json, again: Word
) -> None:
    for before, after in zip(original.tables, again.tables, strict=True):
        widths = [cell.width for cell in before.rows[0].cells]
        for width, cell in zip(widths, after.rows[0].cells, strict=True):
            assert abs(cell.width - width) <= 12700
    content = expose_first_tab(parse_document(converted))["body"]["content"]
    for table in (block["table"] for block in content if "table" in block):
        for cell in (cell for row in table["tableRows"] for cell in row["tableCells"]):
            lines = [cell["tableCellStyle"][f"border{side}"] for side in ("Top", "Bottom", "Left", "Right")]
            assert all("magnitude" not in line["width"] for line in lines)


def test_the_rule_below_the_motto_is_kept(original: Word, again: Word) -> None:
    """Short lines of the official layout are borders of empty paragraphs."""

    def ruled(word: Word) -> int:
        return sum(bool(p._p.xpath("./w:pPr/w:pBdr/w:top[@w:val='single']")) for p in paragraphs(word))

    assert ruled(again) == ruled(original)
