"""A Word file → tree: what Drive does when a .docx is uploaded with conversion to a Doc."""

from __future__ import annotations

import io
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.section import Section

from service.standin.docs.defaults import DOCUMENT_STYLE, PARAGRAPH_STYLE, SECTION_STYLE, points
from service.standin.docs.styles import settle
from service.standin.docs.tree import (
    Block,
    Document,
    Element,
    Paragraph,
    SectionBreak,
    Segment,
    Tab,
    Table,
    new_id,
    text_run,
)
from service.standin.docs.utf16 import insertable
from service.standin.docs.word.numbering import Numbering
from service.standin.docs.word.properties import Xml, attribute, child, number
from service.standin.docs.word.styles import WordStyles
from service.standin.docs.word.tables import read_table

Json = dict[str, Any]

_FIELDS = {"PAGE": "PAGE_NUMBER", "NUMPAGES": "PAGE_COUNT"}
#: Word's characters that are elements of their own.
_CHARACTERS = {"tab": "\t", "cr": "\x0b", "noBreakHyphen": "\u2011"}
#: Docs' members for the header and footer parts of a section, by python-docx's names.
_PARTS = {
    "header": ("headers", "defaultHeaderId"),
    "footer": ("footers", "defaultFooterId"),
    "first_page_header": ("headers", "firstPageHeaderId"),
    "first_page_footer": ("footers", "firstPageFooterId"),
}


def read_docx(data: bytes) -> Document:
    """The document in a .docx; ValueError when it is not one."""
    try:
        word = docx.Document(io.BytesIO(data))
    except Exception as error:  # zipfile, KeyError, lxml and python-docx's own, by the kind of damage
        raise ValueError("not a .docx file") from error
    return Document([_Reader(word).tab()])


class _Reader:
    """Reads the parts of one Word file into one tab."""

    def __init__(self, word: WordDocument) -> None:
        self.word = word
        self.styles = WordStyles(word)
        self.numbering = Numbering(word)
        self.segments: dict[str, Segment] = {}

    def tab(self) -> Tab:
        """The whole file as the first tab."""
        first, *later = list(self.word.sections)
        document_style = deepcopy(DOCUMENT_STYLE) | _page(first) | self._parts(first)
        body = self._body([self._section(first), *map(self._later_section, later)])
        parts: Json = {"documentStyle": document_style, "namedStyles": self.styles.named_styles()}
        if self.numbering.lists:
            parts["lists"] = self.numbering.lists
        properties = {"tabId": "t.0", "title": "Tab 1", "index": 0}
        return Tab(properties, Segment("", "body", body), self.segments, parts, {})

    # --- sections ----------------------------------------------------------------------------------

    def _section(self, section: Section) -> SectionBreak:
        kind = attribute(child(section._sectPr, "type"), "val")
        style = SECTION_STYLE | {"sectionType": "CONTINUOUS" if kind == "continuous" else "NEXT_PAGE"}
        return SectionBreak({"sectionStyle": style})

    def _later_section(self, section: Section) -> SectionBreak:
        made = self._section(section)
        shown = {key: value for key, value in _page(section).items() if key != "pageSize"}
        if _is_landscape(section) != _is_landscape(self.word.sections[0]):
            shown["flipPageOrientation"] = True
        made.body["sectionStyle"] |= shown | self._parts(section)
        return made

    def _parts(self, section: Section) -> Json:
        """Ids of the section's own headers and footers, which become segments."""
        ids: Json = {}
        for name, (kind, key) in _PARTS.items():
            part = getattr(section, name)
            if part.is_linked_to_previous or (
                "first" in name and not section.different_first_page_header_footer
            ):
                continue
            segment = Segment(new_id(), kind, self.blocks(part._element, part.part))
            self.segments[segment.id] = segment
            ids[key] = segment.id
        return ids

    def _body(self, breaks: list[SectionBreak]) -> list[Block]:
        breaks[0].body["sectionStyle"]["sectionType"] = "CONTINUOUS"
        content: list[Block] = [breaks.pop(0)]
        for item in _blocks_of(self.word.element.body):
            self._append(content, item, self.word.part)
            if child(item, "pPr", "sectPr") is not None and breaks:
                content.append(breaks.pop(0))
        return _closed(content)

    # --- blocks ------------------------------------------------------------------------------------

    def blocks(self, parent: Xml, part: Any) -> list[Block]:
        """Content of a cell, header or footer; `part` knows the targets of its links."""
        content: list[Block] = []
        for item in _blocks_of(parent):
            self._append(content, item, part)
        return _closed(content)

    def _append(self, content: list[Block], item: Xml, part: Any) -> None:
        if item.tag == qn("w:p"):
            content.append(self.paragraph(item, part))
            return
        if not content or not isinstance(content[-1], Paragraph):
            content.append(_spacer())
        content.append(read_table(item, self.styles, lambda cell: self.blocks(cell, part)))

    def paragraph(self, item: Xml, part: Any) -> Paragraph:
        """A w:p with the styles that its named style does not give."""
        properties = child(item, "pPr")
        kind, style, base_text = self.styles.resolve(attribute(child(properties, "pStyle"), "val"))
        bullet, indents = self.numbering.bullet(self.styles.number(properties))
        style = PARAGRAPH_STYLE | {"namedStyleType": kind} | style | indents
        style |= self.styles.own_paragraph(properties)
        elements = list(_Line(self.styles, base_text, part).elements(item))
        mark = elements[-1].style if elements else base_text | self.styles.run(child(properties, "rPr"))
        elements.append(text_run("\n", {key: value for key, value in mark.items() if key != "link"}))
        paragraph = Paragraph(elements, style, bullet)
        paragraph.join()
        settle(paragraph)
        return paragraph


def _page(section: Section) -> Json:
    """Size, margins and flags of a section, in points."""
    margins = {
        "marginTop": section.top_margin,
        "marginBottom": section.bottom_margin,
        "marginLeft": section.left_margin,
        "marginRight": section.right_margin,
        "marginHeader": section.header_distance,
        "marginFooter": section.footer_distance,
    }
    style: Json = {key: points(round(length.pt, 4)) for key, length in margins.items() if length is not None}
    if section.page_width is not None and section.page_height is not None:
        size = {"height": section.page_height, "width": section.page_width}
        style["pageSize"] = {key: points(round(length.pt, 4)) for key, length in size.items()}
    if section.different_first_page_header_footer:
        style["useFirstPageHeaderFooter"] = True
    if (start := number(child(section._sectPr, "pgNumType"), "start", 1)) is not None:
        style["pageNumberStart"] = int(start)
    return style


def _is_landscape(section: Section) -> bool:
    return (section.page_width or 0) > (section.page_height or 0)


def _blocks_of(parent: Xml) -> Iterator[Xml]:
    """The paragraphs and tables of a part, those in content controls included."""
    for item in parent:
        if item.tag in (qn("w:p"), qn("w:tbl")):
            yield item
        elif item.tag == qn("w:sdt") and (inner := child(item, "sdtContent")) is not None:
            yield from _blocks_of(inner)


def _spacer() -> Paragraph:
    """The smallest paragraph, where Docs needs one and Word has none."""
    tight = {"lineSpacing": 100, "spaceAbove": points(0), "spaceBelow": points(0)}
    return Paragraph([text_run("\n", {"fontSize": points(1)})], PARAGRAPH_STYLE | tight)


def _closed(content: list[Block]) -> list[Block]:
    if not content or isinstance(content[-1], Table | SectionBreak):
        content.append(_spacer() if content else Paragraph([text_run("\n")], dict(PARAGRAPH_STYLE)))
    return content


class _Line:
    """Reads what is in a paragraph; remembers where in a field it is."""

    def __init__(self, styles: WordStyles, base_text: Json, part: Any) -> None:
        self.styles = styles
        self.part = part
        self.base_text = base_text
        self.code: str | None = None
        self.in_result = False

    def elements(self, parent: Xml, link: Json | None = None) -> Iterator[Element]:
        """Elements of a w:p or of what wraps runs in it."""
        for item in parent:
            name = item.tag.rpartition("}")[2]
            if name == "r":
                yield from self._run(item, link or {})
            elif name == "fldSimple" and (kind := _field(attribute(item, "instr"))) is not None:
                run = child(item, "r")
                yield Element("autoText", {"type": kind, "textStyle": self._style(child(run, "rPr"))})
            elif name == "hyperlink":
                yield from self.elements(item, self._link(item))
            elif name in ("ins", "smartTag", "fldSimple", "sdtContent"):
                yield from self.elements(item, link)
            elif name == "sdt":
                yield from self.elements(child(item, "sdtContent"), link)

    def _run(self, run: Xml, link: Json) -> Iterator[Element]:
        style = self._style(child(run, "rPr")) | link
        for item in run:
            name = item.tag.rpartition("}")[2]
            if name == "fldChar":
                yield from self._field_border(attribute(item, "fldCharType"), style)
            elif name == "instrText":
                self.code = (self.code or "") + (item.text or "")
            elif self.in_result:
                continue
            elif name == "t":
                yield text_run(insertable(item.text or "").replace("\n", " "), style)
            elif name in _CHARACTERS:
                yield text_run(_CHARACTERS[name], style)
            elif name == "br":
                page = attribute(item, "type") == "page"
                yield Element("pageBreak", {"textStyle": style}) if page else text_run("\x0b", style)

    def _field_border(self, kind: str | None, style: Json) -> Iterator[Element]:
        """A field that Docs has stands for its result; of any other field the result stays as text."""
        if kind == "separate":
            self.in_result = _field(self.code) is not None
        elif kind == "end":
            if (automatic := _field(self.code)) is not None:
                yield Element("autoText", {"type": automatic, "textStyle": deepcopy(style)})
            self.code, self.in_result = None, False

    def _style(self, properties: Xml) -> Json:
        return self.base_text | self.styles.run(properties)

    def _link(self, item: Xml) -> Json:
        relation = item.get(qn("r:id"))
        if relation not in self.part.rels:
            return {}
        return {"link": {"url": self.part.rels[relation].target_ref}}


def _field(code: str | None) -> str | None:
    words = (code or "").split()
    return _FIELDS.get(words[0].upper()) if words else None
