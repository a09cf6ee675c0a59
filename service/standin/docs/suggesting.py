"""Requests in SUGGEST mode: what they would change lies beside what stands there, under a suggestion's id."""

from __future__ import annotations

from collections.abc import Callable, Set
from copy import deepcopy
from typing import Any

from service.standin.docs.hand import Hand
from service.standin.docs.styles import (
    PARAGRAPH_FIELDS,
    TEXT_FIELDS,
    apply_mask,
    mask_roots,
    named_style,
    restyle,
)
from service.standin.docs.suggestions import (
    DELETION,
    INSERTION,
    PARAGRAPH_STYLE,
    TEXT_STYLE,
    element_leaves,
    ids,
    remove,
)
from service.standin.docs.targets import insertion, range_of, splits_a_character, tabs_of
from service.standin.docs.text import delete, insert_text, matches_in, pattern_of
from service.standin.docs.tree import Document, Element, Segment
from service.standin.docs.utf16 import insertable, units
from service.standin.docs.walk import leaves, leaves_near, paragraphs, place
from service.standin.errors import invalid

Json = dict[str, Any]


# --- inserting -----------------------------------------------------------------------------------


def insert_text_request(document: Document, body: Json, hand: Hand) -> None:
    """insertText: the text is there, as suggested."""
    if not body.get("text"):
        raise invalid("Insert text requests must specify text to insert.")
    _, segment, index = insertion(document, body)
    suggest_insertion(document, segment, index, insertable(body["text"]), hand)


def suggest_insertion(document: Document, segment: Segment, index: int, text: str, hand: Hand) -> None:
    """Text beside a suggestion of the same author belongs to that one; inside another's it has both ids."""
    before, after = _neighbours(segment, index, index)
    around = (ids(before, INSERTION) if before else frozenset()) & (
        ids(after, INSERTION) if after else frozenset()
    )
    insert_text(segment, index, text)
    if not text:
        return
    suggestion_id = _beside(document, hand, before, after) or hand.suggestion(document)
    _tag(segment, index, index + units(text), INSERTION, around | {suggestion_id})


def _neighbours(segment: Segment, start: int, end: int) -> tuple[Element | None, Element | None]:
    """The elements that end (or go on) at `start` and that begin (or go on) at `end`."""
    before = after = None
    for leaf in leaves_near(segment, start, end):
        if not isinstance(leaf.owner, Element):
            continue
        if leaf.start < start <= leaf.start + leaf.width:
            before = leaf.owner
        if leaf.start <= end < leaf.start + leaf.width:
            after = leaf.owner
    return before, after


def _beside(document: Document, hand: Hand, *neighbours: Element | None) -> str | None:
    """An open suggestion of the same author in one of these elements."""
    own = hand.own(document)
    for element in neighbours:
        found = sorted(own & (ids(element, INSERTION) | ids(element, DELETION))) if element else ()
        if found:
            hand.effects.updated.append(found[0])
            return found[0]
    return None


def _tag(segment: Segment, start: int, end: int, key: str, added: Set[str]) -> None:
    """Add suggestion ids to the content of [start, end)."""
    for spot, paragraph in paragraphs(segment, start, end):
        first = paragraph.split(max(0, start - spot.start))
        last = paragraph.split(min(spot.end, end) - spot.start)
        for element in paragraph.elements[first:last]:
            element.body[key] = sorted(ids(element, key) | added)
        paragraph.join()


# --- deleting ------------------------------------------------------------------------------------


def delete_content_range_request(document: Document, body: Json, hand: Hand) -> None:
    """deleteContentRange: what would go is marked; what the same author suggested to insert goes."""
    target = range_of(document, body.get("range"))
    suggest_deletion(document, target.segment, target.start, target.end, hand)


def suggest_deletion(document: Document, segment: Segment, start: int, end: int, hand: Hand) -> None:
    """Refuses what a deletion refuses."""
    _check_deletion(segment, start, end)
    own = hand.own(document)
    for index in (start, end):
        if (found := place(segment, index)) is not None:
            found.paragraph.split(found.offset)
    inside = [leaf for leaf in element_leaves(segment) if start <= leaf.start < end]
    suggestion_id = _beside(document, hand, *_neighbours(segment, start, end))
    for leaf in reversed(inside):
        mine = own & ids(leaf.owner, INSERTION)
        if mine:
            hand.effects.updated.extend(mine)
            remove(segment, leaf.start, leaf.start + leaf.width)
        else:
            suggestion_id = suggestion_id or hand.suggestion(document)
            leaf.owner.body[DELETION] = sorted(ids(leaf.owner, DELETION) | {suggestion_id})
    for _, paragraph in paragraphs(segment):
        paragraph.join()


def _check_deletion(segment: Segment, start: int, end: int) -> None:
    if splits_a_character(segment, start) or splits_a_character(segment, end):
        raise invalid("Invalid deletion range. Cannot delete one code unit of a surrogate pair.")
    first = place(segment, start)
    if first is not None and end < first.spot.end:
        return  # letters of one paragraph can always go
    delete(deepcopy(segment), start, end)
    touched = (leaf for leaf in leaves(segment.content) if start <= leaf.start < end)
    if any(not isinstance(leaf.owner, Element) for leaf in touched):
        raise invalid("Suggesting to delete a table or a section break is not supported by the stand-in.")


def replace_all_text_request(document: Document, body: Json, hand: Hand) -> Json:
    """replaceAllText: each occurrence is a suggestion of its own."""
    pattern = pattern_of(body.get("containsText", {}))
    replacement = insertable(body.get("replaceText", ""))
    changed = 0
    for tab in tabs_of(document, body.get("tabsCriteria")):
        for segment in tab.all_segments():
            for spot, paragraph in reversed(paragraphs(segment)):
                for start, end in reversed(matches_in(paragraph, pattern)):
                    suggest_insertion(document, segment, spot.start + end, replacement, hand)
                    suggest_deletion(document, segment, spot.start + start, spot.start + end, hand)
                    changed += 1
    return {"occurrencesChanged": changed} if changed else {}


# --- looks ---------------------------------------------------------------------------------------


def update_text_style_request(document: Document, body: Json, hand: Hand) -> None:
    """updateTextStyle: the changes lie beside the style; what the same author inserts gets them at once."""
    target = range_of(document, body.get("range"))
    wanted, fields = body.get("textStyle", {}), body.get("fields", "")
    own, suggestion_id = hand.own(document), ""
    for spot, paragraph in paragraphs(target.segment, target.start, target.end):
        first = paragraph.split(max(0, target.start - spot.start))
        last = paragraph.split(min(spot.end, target.end) - spot.start)
        kind = paragraph.style.get("namedStyleType", "NORMAL_TEXT")
        for element in paragraph.elements[first:last]:
            if mine := own & ids(element, INSERTION):
                restyle(element.style, wanted, fields, named_style(target.tab, kind, "textStyle"))
                hand.effects.updated.extend(mine)
                continue
            change = _style_change(element.style, wanted, fields, TEXT_FIELDS)
            suggestion_id = suggestion_id or hand.suggestion(document)
            element.body.setdefault(TEXT_STYLE, {})[suggestion_id] = {
                "textStyle": change,
                "textStyleSuggestionState": _state(fields, TEXT_FIELDS),
            }
        paragraph.join()


def update_paragraph_style_request(document: Document, body: Json, hand: Hand) -> None:
    """updateParagraphStyle: the changes lie beside the style of every paragraph of the range."""
    target = range_of(document, body.get("range"))
    wanted, fields = body.get("paragraphStyle", {}), body.get("fields", "")
    suggestion_id = ""
    for _, paragraph in paragraphs(target.segment, target.start, target.end):
        change = _style_change(paragraph.style, wanted, fields, PARAGRAPH_FIELDS)
        suggestion_id = suggestion_id or hand.suggestion(document)
        paragraph.extra.setdefault(PARAGRAPH_STYLE, {})[suggestion_id] = {
            "paragraphStyle": change,
            "paragraphStyleSuggestionState": _state(fields, PARAGRAPH_FIELDS),
        }


def _style_change(style: Json, wanted: Json, fields: str, allowed: frozenset[str]) -> Json:
    after = deepcopy(style)
    apply_mask(after, wanted, fields, allowed)
    return {key: after[key] for key in mask_roots(fields, allowed) if key in after}


def _state(fields: str, allowed: frozenset[str]) -> Json:
    state: Json = {}
    for root in mask_roots(fields, allowed):
        if root == "shading":
            state["shadingSuggestionState"] = {"backgroundColorSuggested": True}
        else:
            state[f"{root}Suggested"] = True
    return state


SUGGESTED: dict[str, Callable[[Document, Json, Hand], Json | None]] = {
    "insertText": insert_text_request,
    "deleteContentRange": delete_content_range_request,
    "replaceAllText": replace_all_text_request,
    "updateTextStyle": update_text_style_request,
    "updateParagraphStyle": update_paragraph_style_request,
}
#: What Google itself does not take as a suggestion.
NEVER_SUGGESTED = frozenset(
    (
        *("addDocumentTab", "deleteTab", "updateDocumentTabProperties"),
        *("createNamedRange", "deleteNamedRange"),
        *("deleteHeader", "deleteFooter", "updateTableColumnProperties"),
    )
)
