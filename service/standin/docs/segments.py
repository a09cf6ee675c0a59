"""Headers, footers, footnotes, page and section breaks, and the styles of the page."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from service.standin.docs.defaults import PARAGRAPH_STYLE, SECTION_STYLE, points
from service.standin.docs.styles import apply_mask, names
from service.standin.docs.targets import insertion, insertion_place, range_of, segment_of, tab_of
from service.standin.docs.text import insert_element, insert_text
from service.standin.docs.tree import (
    Document,
    Paragraph,
    SectionBreak,
    Segment,
    Tab,
    new_id,
    text_run,
)
from service.standin.docs.walk import spots
from service.standin.errors import invalid

Json = dict[str, Any]

DOCUMENT_FIELDS = names(
    "background pageNumberStart marginTop marginBottom marginRight marginLeft pageSize marginHeader "
    "marginFooter useFirstPageHeaderFooter useEvenPageHeaderFooter flipPageOrientation documentFormat"
)
SECTION_FIELDS = names(
    "columnProperties columnSeparatorStyle contentDirection marginTop marginBottom marginRight "
    "marginLeft marginHeader marginFooter useFirstPageHeaderFooter flipPageOrientation "
    "pageNumberStart"
)
_TITLES = {"headers": "header", "footers": "footer"}


def _body_insertion(document: Document, body: Json, what: str) -> tuple[Tab, Segment, int]:
    tab, segment, index = insertion(document, body)
    if segment.kind != "body":
        raise invalid(f"{what} cannot be inserted inside a header, footer or footnote.")
    return tab, segment, index


def insert_page_break_request(document: Document, body: Json) -> None:
    """insertPageBreak: the break and a newline, 2 indexes."""
    _, segment, index = _body_insertion(document, body, "Page breaks")
    if insertion_place(segment, index).spot.depth:
        raise invalid("Page breaks cannot be inserted inside a table.")
    insert_element(segment, index, "pageBreak", {}, newline=True)


def insert_section_break_request(document: Document, body: Json) -> None:
    """insertSectionBreak: a newline and the break, 2 indexes."""
    kind = body.get("sectionType", "SECTION_TYPE_UNSPECIFIED")
    if kind == "SECTION_TYPE_UNSPECIFIED":
        raise invalid("A section type must be specified.")
    _, segment, index = _body_insertion(document, body, "Section breaks")
    if insertion_place(segment, index).spot.depth:
        raise invalid("Section breaks cannot be inserted inside a table.")
    insert_text(segment, index, "\n")
    after = insertion_place(segment, index + 1)
    after.spot.blocks.insert(
        after.spot.position, SectionBreak({"sectionStyle": SECTION_STYLE | {"sectionType": kind}})
    )


# --- headers and footers -------------------------------------------------------------------------


def create_header_request(document: Document, body: Json) -> Json:
    """createHeader of type DEFAULT."""
    return {"headerId": _create(document, body, "headers")}


def create_footer_request(document: Document, body: Json) -> Json:
    """createFooter of type DEFAULT."""
    return {"footerId": _create(document, body, "footers")}


def _create(document: Document, body: Json, kind: str) -> str:
    title = _TITLES[kind]
    if body.get("type") != "DEFAULT":
        raise invalid(f"The {title} type must be DEFAULT.")
    location = body.get("sectionBreakLocation", {})
    tab = tab_of(document, location.get("tabId"))
    owner = _style_owner(tab, location)
    key = f"default{title.capitalize()}Id"
    if key in owner:
        raise invalid(f"Default {title} already exists. ID: {owner[key]}.")
    segment = Segment(new_id(), kind, [Paragraph([text_run("\n")], deepcopy(PARAGRAPH_STYLE))])
    tab.segments[segment.id] = segment
    owner[key] = segment.id
    return segment.id


def _style_owner(tab: Tab, location: Json) -> Json:
    """The style that a header belongs to: the document's, or that of a later section."""
    index = location.get("index", 0)
    if not index:
        style: Json = tab.parts["documentStyle"]
        return style
    for spot in spots(tab.body.content):
        if spot.start == index and isinstance(spot.block, SectionBreak):
            found: Json = spot.block.body["sectionStyle"]
            return found
    raise invalid("The section break location must be the location of a section break.")


def delete_header_request(document: Document, body: Json) -> None:
    """deleteHeader."""
    _remove(document, body.get("tabId"), body.get("headerId", ""), "headers")


def delete_footer_request(document: Document, body: Json) -> None:
    """deleteFooter."""
    _remove(document, body.get("tabId"), body.get("footerId", ""), "footers")


def _remove(document: Document, tab_id: str | None, segment_id: str, kind: str) -> None:
    tab = tab_of(document, tab_id)
    if segment_id not in tab.segments or tab.segments[segment_id].kind != kind:
        raise invalid(f"{_TITLES[kind].capitalize()} with ID {segment_id} was not found.")
    del tab.segments[segment_id]
    sections = [b.body["sectionStyle"] for b in tab.body.content if isinstance(b, SectionBreak)]
    for style in (tab.parts["documentStyle"], *sections):
        for key in [key for key, value in style.items() if value == segment_id]:
            del style[key]


# --- footnotes -----------------------------------------------------------------------------------


def create_footnote_request(document: Document, body: Json) -> Json:
    """createFootnote: a reference of 1 index; the footnote begins as a space and a newline."""
    tab, segment, index = _body_insertion(document, body, "Footnote references")
    style = {"fontSize": points(10)}
    paragraph = Paragraph([text_run(" \n", style)], PARAGRAPH_STYLE | {"lineSpacing": 100})
    footnote = Segment(new_id(), "footnotes", [paragraph])
    tab.segments[footnote.id] = footnote
    insert_element(segment, index, "footnoteReference", {"footnoteId": footnote.id})
    return {"footnoteId": footnote.id}


def sweep_footnotes(tab: Tab) -> None:
    """Forget the footnotes whose reference was deleted."""
    used = {
        element.body["footnoteId"]
        for spot in spots(tab.body.content)
        if isinstance(spot.block, Paragraph)
        for element in spot.block.elements
        if element.kind == "footnoteReference"
    }
    tab.segments = {k: s for k, s in tab.segments.items() if s.kind != "footnotes" or k in used}


# --- styles of the page --------------------------------------------------------------------------


def update_document_style_request(document: Document, body: Json) -> None:
    """updateDocumentStyle: page size, margins, the flags of the headers."""
    style = tab_of(document, body.get("tabId")).parts["documentStyle"]
    apply_mask(style, body.get("documentStyle", {}), body.get("fields", ""), DOCUMENT_FIELDS)


def update_section_style_request(document: Document, body: Json) -> None:
    """updateSectionStyle of the sections that overlap the range."""
    target = range_of(document, body.get("range"))
    if segment_of(target.tab, body.get("range", {}).get("segmentId")).kind != "body":
        raise invalid("The segment ID must be empty: sections are in the body only.")
    breaks = [(s.start, s.block) for s in spots(target.segment.content) if isinstance(s.block, SectionBreak)]
    ends = [start for start, _ in breaks[1:]] + [target.segment.width]
    for (start, section), end in zip(breaks, ends, strict=True):
        if start < target.end and end > target.start:
            style = section.body.setdefault("sectionStyle", {})
            apply_mask(style, body.get("sectionStyle", {}), body.get("fields", ""), SECTION_FIELDS)
