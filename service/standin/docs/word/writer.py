"""The tree → a Word file: what Drive gives on export to .docx."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import docx
from docx.document import Document as WordDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn

from service.standin.docs.tree import (
    TEXT,
    Block,
    Contents,
    Document,
    Element,
    Paragraph,
    SectionBreak,
    Segment,
    Tab,
    Table,
)
from service.standin.docs.word.lists import write_lists
from service.standin.docs.word.marks import Marks
from service.standin.docs.word.properties import Xml, attribute
from service.standin.docs.word.styles import NAMED
from service.standin.docs.word.tables_out import table_xml
from service.standin.docs.word.xml import paragraph_properties, run_properties, twips, w

Json = dict[str, Any]

_FIELDS = {"PAGE_NUMBER": "PAGE", "PAGE_COUNT": "NUMPAGES"}
_REFERENCES = {
    "defaultHeaderId": ("headerReference", "default"),
    "defaultFooterId": ("footerReference", "default"),
    "firstPageHeaderId": ("headerReference", "first"),
    "firstPageFooterId": ("footerReference", "first"),
}
_MARGINS = {
    "top": "marginTop",
    "right": "marginRight",
    "bottom": "marginBottom",
    "left": "marginLeft",
    "header": "marginHeader",
    "footer": "marginFooter",
}


def write_docx(document: Document) -> bytes:
    """The first tab as a .docx, with what is suggested as tracked changes, and comments."""
    word = docx.Document()
    _Writer(word, document).write()
    out = io.BytesIO()
    word.save(out)
    return out.getvalue()


class _Writer:
    """Writes one tab into an empty Word document."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        self.word = word
        self.tab: Tab = document.tabs[0]
        self.marks = Marks(word, document)
        self.style_ids = {
            NAMED[name.lower()]: style_id
            for style in word.styles.element.iterchildren(qn("w:style"))
            if (name := attribute(style.find(qn("w:name")), "val")) and name.lower() in NAMED
            if (style_id := attribute(style, "styleId"))
        }
        self.numbers = write_lists(word, self.tab.parts.get("lists", {}))
        self.notes: list[str] = []

    def write(self) -> None:
        self._write_named_styles()
        body = self.word.element.body
        for item in list(body):
            body.remove(item)
        style: Json = self.tab.parts["documentStyle"]
        # A later section without a start of its own goes on counting.
        later = {key: value for key, value in style.items() if key != "pageNumberStart"}
        blocks = self.tab.body.content[1:]
        for block in blocks:
            if isinstance(block, SectionBreak):
                # Word keeps a section's properties at its end, in its last paragraph.
                _end_section(body[-1].find(qn("w:pPr")), self._section(style))
                style = later | block.body.get("sectionStyle", {})
                continue
            for item in self.block(block, self.word.part):
                body.append(item)
        for item in self._footnotes():
            body.append(item)
        body.append(self._section(style))

    def _write_named_styles(self) -> None:
        shown = {s["namedStyleType"]: s for s in self.tab.parts.get("namedStyles", {}).get("styles", [])}
        for kind, style_id in self.style_ids.items():
            style = next(s for s in self.word.styles.element if attribute(s, "styleId") == style_id)
            for old in [item for item in style if item.tag in (qn("w:pPr"), qn("w:rPr"))]:
                style.remove(old)
            look = shown.get(kind, {})
            style.append(paragraph_properties(_without_lines(look.get("paragraphStyle", {}))))
            style.append(run_properties(look.get("textStyle", {})))

    # --- sections ----------------------------------------------------------------------------------

    def _section(self, style: Json) -> Xml:
        properties = w("sectPr")
        for key, (tag, kind) in _REFERENCES.items():
            if (segment := self.tab.segments.get(style.get(key, ""))) is not None:
                reference = w(tag, type=kind)
                reference.set(qn("r:id"), self._part(segment))
                properties.append(reference)
        kind = "continuous" if style.get("sectionType") == "CONTINUOUS" else "nextPage"
        properties.append(w("type", val=kind))
        width, height = (twips(style["pageSize"][side]) for side in ("width", "height"))
        if style.get("flipPageOrientation"):
            width, height = height, width
        properties.append(w("pgSz", w=width, h=height))
        margins = {name: twips(style.get(key)) for name, key in _MARGINS.items()}
        properties.append(w("pgMar", **margins, gutter=0))
        if "pageNumberStart" in style:
            properties.append(w("pgNumType", start=style["pageNumberStart"]))
        if style.get("useFirstPageHeaderFooter"):
            properties.append(w("titlePg"))
        return properties

    def _part(self, segment: Segment) -> str:
        word = self.word.part
        part, relation = word.add_header_part() if segment.kind == "headers" else word.add_footer_part()
        for item in list(part.element):
            part.element.remove(item)
        for block in segment.content:
            for item in self.block(block, part):
                part.element.append(item)
        return str(relation)

    # --- blocks ------------------------------------------------------------------------------------

    def block(self, block: Block, part: Any) -> Iterator[Xml]:
        """A block's elements in `part`, which holds its links."""
        if isinstance(block, Paragraph):
            yield self.paragraph(block, part)
        elif isinstance(block, Table):
            yield table_xml(block, lambda inner: self.block(inner, part), self._text_width)
        elif isinstance(block, Contents):
            for inner in block.content:
                yield from self.block(inner, part)

    @property
    def _text_width(self) -> int:
        style = self.tab.parts["documentStyle"]
        page = twips(style["pageSize"]["width"])
        return page - twips(style.get("marginLeft")) - twips(style.get("marginRight"))

    def paragraph(self, paragraph: Paragraph, part: Any) -> Xml:
        """A w:p; its newline's style is the paragraph mark's."""
        kind = paragraph.style.get("namedStyleType", "NORMAL_TEXT")
        style_id = self.style_ids.get(kind) if kind != "NORMAL_TEXT" else None
        style, suggested = self.marks.paragraph_style(paragraph)
        old = paragraph_properties(paragraph.style, style_id=style_id, number=self._number(paragraph.bullet))
        new_kind = style.get("namedStyleType", "NORMAL_TEXT")
        style_id = self.style_ids.get(new_kind) if new_kind != "NORMAL_TEXT" else None
        properties = paragraph_properties(style, style_id=style_id, number=self._number(paragraph.bullet))
        mark = paragraph.elements[-1]
        properties.append(self.marks.of_mark(mark, self._run_properties(mark, kind)))
        item = w("p", self.marks.restyled(properties, old, suggested))
        for element in paragraph.elements:
            # Changes lie inside of a link, never around it.
            changes = self.marks.tracked(element, self._runs(element, kind))
            runs = [self._linked(change, element, part) for change in changes]
            for piece in (
                *self.marks.before(element), *runs, *self.marks.after(element),
            ):  # fmt: skip
                item.append(piece)
        return item

    def _run_properties(self, element: Element, kind: str, **more: Any) -> Xml:
        style, suggested = self.marks.text_style(element, kind)
        old = run_properties(element.style | more)
        return self.marks.restyled(run_properties(style | more), old, suggested)

    def _number(self, bullet: Json | None) -> Xml:
        if bullet is None or bullet["listId"] not in self.numbers:
            return None
        level = w("ilvl", val=bullet.get("nestingLevel", 0))
        return w("numPr", level, w("numId", val=self.numbers[bullet["listId"]]))

    def _linked(self, run: Xml, element: Element, part: Any) -> Xml:
        url = element.style.get("link", {}).get("url")
        if not url:
            return run
        link = w("hyperlink", run)
        link.set(qn("r:id"), part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
        return link

    def _runs(self, element: Element, kind: str) -> Iterator[Xml]:
        def run(*inner: Xml, **more: Any) -> Xml:
            return w("r", self._run_properties(element, kind, **more), *inner)

        if element.kind == TEXT:
            inner = list(_characters(element.text.rstrip("\n")))
            if inner:
                yield run(*inner)
        elif element.kind == "autoText":
            code = w("instrText")
            code.text = _FIELDS.get(element.body.get("type", ""), "PAGE")
            yield run(w("fldChar", fldCharType="begin"))
            yield run(code)
            yield run(w("fldChar", fldCharType="separate"))
            yield run(*_characters("1"))
            yield run(w("fldChar", fldCharType="end"))
        elif element.kind == "pageBreak":
            yield run(w("br", type="page"))
        elif element.kind == "columnBreak":
            yield run(w("br", type="column"))
        elif element.kind == "footnoteReference":
            self.notes.append(element.body["footnoteId"])
            yield run(*_characters(str(len(self.notes))), baselineOffset="SUPERSCRIPT")

    def _footnotes(self) -> Iterator[Xml]:
        """Footnotes as numbered paragraphs at the end of the text, since Word's own need a part of theirs."""
        for number, footnote_id in enumerate(self.notes, start=1):
            for block in deepcopy(self.tab.segments[footnote_id].content):
                if isinstance(block, Paragraph):
                    block.elements[0].text = f"{number}." + block.elements[0].text
                    number_style = block.style | {"namedStyleType": "NORMAL_TEXT"}
                    block.style = number_style
                    yield self.paragraph(block, self.word.part)


def _without_lines(style: Json) -> Json:
    """A named style without the borders that it does not have."""
    return {
        key: value
        for key, value in style.items()
        if not (key.startswith("border") and not value.get("width", {}).get("magnitude"))
    }


def _end_section(properties: Xml, section: Xml) -> None:
    """A section's properties stand before those that a paragraph had before a change."""
    change = properties.find(qn("w:pPrChange"))
    if change is None:
        properties.append(section)
    else:
        change.addprevious(section)


def _characters(text: str) -> Iterator[Xml]:
    """Text between tabs and line breaks."""
    for piece in re.findall("\t|\x0b|[^\t\x0b]+", text):
        if piece == "\t":
            yield w("tab")
        elif piece == "\x0b":
            yield w("br")
        else:
            item = w("t")
            item.text = piece
            item.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            yield item
