"""Tree → Google's JSON: indexes by walk, key order as recorded; and the stored form, which has none."""

from __future__ import annotations

from typing import Any

from service.standin.docs.parse import ANCHORS, MARKS, RANGE_NAMES, Json
from service.standin.docs.ranges import Piece, pieces, pieces_of
from service.standin.docs.tree import (
    TEXT,
    Block,
    Contents,
    Document,
    Element,
    Marks,
    Paragraph,
    SectionBreak,
    Tab,
    Table,
)

_SEGMENTS = (("headers", "headerId"), ("footers", "footerId"), ("footnotes", "footnoteId"))
#: Order of a tab's members in recorded answers; named ranges come after the lists.
_PARTS_FIRST = ("documentStyle", "namedStyles", "lists")


def expose_tabs(document: Document, *, comments: bool = False) -> list[Json]:
    """`tabs` of documents.get with includeTabsContent; with the places of comments where asked for."""
    return [_tab(tab, stored=False, comments=comments) for tab in document.tabs]


def expose_first_tab(document: Document) -> Json:
    """The members that documents.get shows at the top level without includeTabsContent."""
    inner: Json = _tab(document.tabs[0], stored=False)["documentTab"]
    for named in inner.get("namedRanges", {}).values():
        for item in named["namedRanges"]:
            for piece in item["ranges"]:
                del piece["tabId"]
    return inner


def stored_form(document: Document) -> list[Json]:
    """The tabs as the stand-in keeps them: marks instead of indexes."""
    return [_tab(tab, stored=True) for tab in document.tabs]


def _tab(tab: Tab, *, stored: bool, comments: bool = False) -> Json:
    writer = _Writer(stored)
    inner: Json = {"body": {"content": writer.blocks(tab.body.content, 0)}}
    for kind, id_key in _SEGMENTS:
        found = {
            segment.id: {id_key: segment.id, "content": writer.blocks(segment.content, 0)}
            for segment in tab.segments.values()
            if segment.kind == kind
        }
        if found:
            inner[kind] = found
    inner |= {key: tab.parts[key] for key in _PARTS_FIRST if key in tab.parts}
    if stored and tab.range_names:
        inner[RANGE_NAMES] = tab.range_names
    elif not stored and (named := _named_ranges(tab)):
        inner["namedRanges"] = named
    if stored and tab.anchors:
        inner[ANCHORS] = tab.anchors
    elif comments and (anchors := _anchors(tab)):
        inner["commentAnchors"] = anchors
    inner |= {key: value for key, value in tab.parts.items() if key not in _PARTS_FIRST}
    shown: Json = {"tabProperties": tab.properties, "documentTab": inner}
    if tab.children:
        shown["childTabs"] = [_tab(child, stored=stored, comments=comments) for child in tab.children]
    return shown


def _named_ranges(tab: Tab) -> Json:
    named: Json = {}
    for range_id, found in pieces(tab).items():
        name = tab.range_names[range_id]
        group = named.setdefault(name, {"name": name, "namedRanges": []})
        ranges = [_range(tab, piece) for piece in found]
        group["namedRanges"].append({"namedRangeId": range_id, "name": name, "ranges": ranges})
    return named


def _anchors(tab: Tab) -> Json:
    found = pieces_of(tab, tab.anchors).items()
    return {
        key: {"anchorId": key, "ranges": [_range(tab, piece) for piece in places]} for key, places in found
    }


def _range(tab: Tab, piece: Piece) -> Json:
    shown: Json = {"segmentId": piece.segment.id} if piece.segment.id else {}
    shown |= {"startIndex": piece.start} if piece.start else {}
    return shown | {"endIndex": piece.end, "tabId": tab.id}


class _Writer:
    """Writes blocks with their indexes, or with their marks for the stored form."""

    def __init__(self, stored: bool) -> None:
        self.stored = stored
        self.footnotes = 0

    def span(self, start: int, end: int, marks: Marks) -> Json:
        """startIndex 0 is left out, as proto3 JSON does."""
        if self.stored:
            return {MARKS: sorted(marks)} if marks else {}
        return {"startIndex": start, "endIndex": end} if start else {"endIndex": end}

    def blocks(self, blocks: list[Block], start: int) -> list[Json]:
        shown = []
        for block in blocks:
            end = start + block.width
            marks = Marks() if isinstance(block, Paragraph) else block.marks
            shown.append(self.span(start, end, marks) | self.block(block, start))
            start = end
        return shown

    def block(self, block: Block, start: int) -> Json:
        if isinstance(block, Paragraph):
            return {"paragraph": self.paragraph(block, start)}
        if isinstance(block, SectionBreak):
            return {"sectionBreak": block.body}
        if isinstance(block, Contents):
            return {"tableOfContents": {"content": self.blocks(block.content, start + 1)}}
        return {"table": self.table(block, start)}

    def paragraph(self, paragraph: Paragraph, start: int) -> Json:
        elements = []
        for element in paragraph.elements if self.stored else _unmarked(paragraph):
            end = start + element.width
            elements.append(self.span(start, end, element.marks) | self.element(element))
            start = end
        shown: Json = {"elements": elements, "paragraphStyle": paragraph.style}
        if paragraph.bullet is not None:
            shown["bullet"] = paragraph.bullet
        return shown | paragraph.extra

    def element(self, element: Element) -> Json:
        if element.kind == TEXT:
            return {TEXT: {"content": element.text, **element.body}}
        if element.kind == "footnoteReference":
            self.footnotes += 1
            numbered = {"footnoteId": element.body["footnoteId"], "footnoteNumber": str(self.footnotes)}
            return {element.kind: numbered | {"textStyle": element.style}}
        shown: dict[str, Any] = {element.kind: element.body}
        return shown | {"size": element.size} if self.stored and element.size != 1 else shown

    def table(self, table: Table, start: int) -> Json:
        rows, at = [], start + 1
        for row in table.rows:
            cells, cell_start = [], at + 1
            for cell in row.cells:
                end = cell_start + cell.width
                content = self.blocks(cell.content, cell_start + 1)
                cells.append(
                    self.span(cell_start, end, cell.marks)
                    | {"content": content, "tableCellStyle": cell.style}
                )
                cell_start = end
            rows.append(
                self.span(at, at + row.width, row.marks) | {"tableCells": cells, "tableRowStyle": row.style}
            )
            at += row.width
        size = {"rows": len(table.rows), "columns": table.columns}
        return size | {"tableRows": rows, "tableStyle": table.style}


def _unmarked(paragraph: Paragraph) -> list[Element]:
    """Elements as clients see them: a named range does not split a run."""
    shown: list[Element] = []
    for element in paragraph.elements:
        last = shown[-1] if shown else None
        same = last is not None and last.kind == element.kind == TEXT and last.body == element.body
        if last and same and last.marks != element.marks:
            shown[-1] = Element(TEXT, last.body, last.text + element.text, marks=element.marks)
        else:
            shown.append(element)
    return shown
