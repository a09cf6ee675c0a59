"""What a request points at: its tab, segment, index or range; with Google's words when it cannot be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from service.standin.docs.tree import Document, Segment, Tab
from service.standin.docs.utf16 import HalfCharacterError, split_units
from service.standin.docs.walk import Place, place
from service.standin.errors import GoogleError, invalid

Json = dict[str, Any]

NOT_IN_A_PARAGRAPH = (
    "The insertion index must be inside the bounds of an existing paragraph. "
    "You can still create new paragraphs by inserting newlines."
)
LAST_NEWLINE = "The range cannot include the newline character at the end of the segment."
GRAPHEME = "The insertion index cannot be within a grapheme cluster."


@dataclass(frozen=True, slots=True)
class Target:
    """A range [start, end) of a segment."""

    tab: Tab
    segment: Segment
    start: int
    end: int


def tab_of(document: Document, tab_id: str | None) -> Tab:
    """The tab; without an id silently the first one, as Google does."""
    if not tab_id:
        return document.tabs[0]
    for tab in document.all_tabs():
        if tab.id == tab_id:
            return tab
    raise invalid(f"Tab with ID {tab_id} was not found.")


def tabs_of(document: Document, criteria: Json | None) -> list[Tab]:
    """The tabs of a tabsCriteria; without one, every tab."""
    wanted = (criteria or {}).get("tabIds")
    return [tab_of(document, tab_id) for tab_id in wanted] if wanted else list(document.all_tabs())


def segment_of(tab: Tab, segment_id: str | None) -> Segment:
    """The segment; without an id the body."""
    if not segment_id:
        return tab.body
    if segment_id not in tab.segments:
        raise invalid(
            f"Segment with ID {segment_id} was not found. "
            "If a segment ID is provided, it must be a header, footer or footnote ID."
        )
    return tab.segments[segment_id]


def insertion(document: Document, body: Json) -> tuple[Tab, Segment, int]:
    """Where `location` or `endOfSegmentLocation` points; whether one may insert there, inserting tells."""
    if ("location" in body) == ("endOfSegmentLocation" in body):
        raise invalid("Exactly one of location and endOfSegmentLocation must be specified.")
    where: Json = body["location"] if "location" in body else body["endOfSegmentLocation"]
    tab = tab_of(document, where.get("tabId"))
    segment = segment_of(tab, where.get("segmentId"))
    index = where.get("index", 0) if "location" in body else segment.width - 1
    return tab, segment, index


def insertion_place(segment: Segment, index: int) -> Place:
    """The paragraph to insert into at `index`."""
    if index >= segment.width:
        raise past_the_end(segment, index)
    found = place(segment, index)
    if found is None:
        raise invalid(NOT_IN_A_PARAGRAPH)
    if _inside_a_pair(found):
        raise invalid(GRAPHEME)
    return found


def past_the_end(segment: Segment, index: int) -> GoogleError:
    """Google's refusal of an index after the segment."""
    return invalid(
        f"Index {index} must be less than the end index of the referenced segment, {segment.width}."
    )


def range_of(document: Document, body: Json | None) -> Target:
    """The range of a request, not empty and inside its segment."""
    if body is None:
        raise invalid("A range must be specified.")
    tab = tab_of(document, body.get("tabId"))
    segment = segment_of(tab, body.get("segmentId"))
    start, end = body.get("startIndex", 0), body.get("endIndex", 0)
    if end > segment.width:
        raise past_the_end(segment, end)
    if start < 0 or start >= end:
        raise invalid("The range should not be empty.")
    return Target(tab, segment, start, end)


def splits_a_character(segment: Segment, index: int) -> bool:
    """Whether `index` is between the halves of a surrogate pair."""
    found = place(segment, index)
    return found is not None and _inside_a_pair(found)


def _inside_a_pair(found: Place) -> bool:
    offset = found.offset
    for element in found.paragraph.elements:
        if offset < element.width:
            try:
                split_units(element.text, offset)
            except HalfCharacterError:
                return True
            return False
        offset -= element.width
    return False
