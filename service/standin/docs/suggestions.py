"""Suggestions as they lie in the content: finding, accepting, rejecting them; the two previews.

A run carries the ids of the suggestions that would insert or delete it, so a suggestion moves, splits and
dies with its content.
"""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from service.standin.docs.hand import ACCEPTED, AUTHOR, OPEN, REJECTED, Hand
from service.standin.docs.ranges import lift
from service.standin.docs.styles import PARAGRAPH_FIELDS, apply_mask, named_style, restyle, settle
from service.standin.docs.text import delete
from service.standin.docs.tree import Document, Element, Segment, Tab
from service.standin.docs.walk import Leaf, leaves, paragraphs
from service.standin.errors import GoogleError, forbidden, invalid

Json = dict[str, Any]

INSERTION, DELETION = "suggestedInsertionIds", "suggestedDeletionIds"
TEXT_STYLE, PARAGRAPH_STYLE = "suggestedTextStyleChanges", "suggestedParagraphStyleChanges"
_SUMMARY_LETTERS = 80


# --- the requests --------------------------------------------------------------------------------


def accept_suggestion_request(document: Document, body: Json, hand: Hand) -> None:
    """acceptSuggestion: 403 without edit access."""
    thread = _thread(document, body)
    if not hand.edits:
        raise forbidden()
    close(document, thread, hand, accepted=True)


def reject_suggestion_request(document: Document, body: Json, hand: Hand) -> None:
    """rejectSuggestion: 403 for somebody who may neither edit nor made it."""
    thread = _thread(document, body)
    if not hand.edits and thread["headPost"].get(AUTHOR) != hand.user:
        raise forbidden()
    close(document, thread, hand, accepted=False)


def delete_suggestion_request(document: Document, body: Json, hand: Hand) -> None:
    """deleteSuggestion: 403 for anybody but its author; the thread goes as well."""
    thread = _thread(document, body)
    if thread["headPost"].get(AUTHOR) != hand.user:
        raise forbidden()
    resolve(document, thread["suggestionId"], accepted=False)
    document.suggestions.remove(thread)
    hand.effects.deleted.append(thread["suggestionId"])


def _thread(document: Document, body: Json) -> Json:
    wanted = body.get("suggestionId", "")
    for thread in document.suggestions:
        if thread["suggestionId"] == wanted and thread["status"] == OPEN:
            return thread
    raise invalid(f"Suggestion with ID {wanted} was not found.")


def close(document: Document, thread: Json, hand: Hand, *, accepted: bool) -> None:
    """Accept or reject; the thread stays and tells who did it."""
    thread |= summary(document, thread["suggestionId"])
    resolve(document, thread["suggestionId"], accepted=accepted)
    thread["status"] = ACCEPTED if accepted else REJECTED
    thread["replies"].append(hand.post(suggestionAction="ACCEPT" if accepted else "REJECT"))
    effects = hand.effects.accepted if accepted else hand.effects.rejected
    effects.append(thread["suggestionId"])


# --- in the content ------------------------------------------------------------------------------


def ids(element: Element, key: str) -> frozenset[str]:
    """Ids of the suggestions that insert (or delete, or restyle) an element."""
    return frozenset(element.body.get(key, ()))


def resolve(document: Document, suggestion_id: str, *, accepted: bool) -> None:
    """Make the content what it is once the suggestion is accepted, or rejected."""
    going = DELETION if accepted else INSERTION
    for tab in document.all_tabs():
        for segment in tab.all_segments():
            _settle_styles(tab, segment, suggestion_id, accepted=accepted)
            gone = [leaf for leaf in element_leaves(segment) if suggestion_id in ids(leaf.owner, going)]
            for start, end in reversed(_joined(gone)):
                remove(segment, start, end)
            _forget(segment, suggestion_id)


def element_leaves(segment: Segment) -> list[Any]:
    """The leaves of a segment that are elements of paragraphs."""
    return [leaf for leaf in leaves(segment.content) if isinstance(leaf.owner, Element)]


def _joined(found: list[Leaf]) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for leaf in found:
        if spans and spans[-1][1] == leaf.start:
            spans[-1] = (spans[-1][0], leaf.start + leaf.width)
        else:
            spans.append((leaf.start, leaf.start + leaf.width))
    return spans


def remove(segment: Segment, start: int, end: int) -> None:
    """Delete [start, end); a newline that has become one that cannot go stays."""
    try:
        delete(segment, start, end)
    except GoogleError:
        inside = [leaf for leaf in element_leaves(segment) if start <= leaf.start < end]
        for leaf in reversed(inside):
            width = leaf.width - leaf.owner.text.endswith("\n")
            if width:
                delete(segment, leaf.start, leaf.start + width)


def _forget(segment: Segment, suggestion_id: str) -> None:
    for _, paragraph in paragraphs(segment):
        for element in paragraph.elements:
            for key in (INSERTION, DELETION):
                if suggestion_id in ids(element, key):
                    _put(element.body, key, sorted(ids(element, key) - {suggestion_id}))
        paragraph.join()


def _put(body: Json, key: str, value: Any) -> None:
    if value:
        body[key] = value
    else:
        body.pop(key, None)


def _settle_styles(tab: Tab, segment: Segment, suggestion_id: str, *, accepted: bool) -> None:
    for _, paragraph in paragraphs(segment):
        changes = dict(paragraph.extra.get(PARAGRAPH_STYLE, {}))
        if (change := changes.pop(suggestion_id, None)) is not None:
            _put(paragraph.extra, PARAGRAPH_STYLE, changes)
            if accepted:
                wanted = change["paragraphStyle"]
                apply_mask(paragraph.style, wanted, ",".join(changed(change)), PARAGRAPH_FIELDS)
                settle(paragraph)
        kind = paragraph.style.get("namedStyleType", "NORMAL_TEXT")
        for element in paragraph.elements:
            changes = dict(element.body.get(TEXT_STYLE, {}))
            if (change := changes.pop(suggestion_id, None)) is not None:
                _put(element.body, TEXT_STYLE, changes)
                if accepted:
                    inherited = named_style(tab, kind, "textStyle")
                    restyle(element.style, change["textStyle"], ",".join(changed(change)), inherited)


def changed(change: Json) -> list[str]:
    """Fields that a SuggestedTextStyle or SuggestedParagraphStyle changes."""
    state: Json = next(value for key, value in change.items() if key.endswith("SuggestionState"))
    return [key.removesuffix("Suggested").removesuffix("SuggestionState") for key in state]


def sweep_suggestions(document: Document) -> None:
    """Forget open suggestions of which nothing is left in the content."""
    alive = set(every_id(document))
    document.suggestions = [
        thread
        for thread in document.suggestions
        if thread["status"] != OPEN or thread["suggestionId"] in alive
    ]


def every_id(document: Document) -> Iterator[str]:
    """Ids of the suggestions in the content, in its order, each as often as it is met."""
    for tab in document.all_tabs():
        for segment in tab.all_segments():
            for _, paragraph in paragraphs(segment):
                yield from paragraph.extra.get(PARAGRAPH_STYLE, ())
                for element in paragraph.elements:
                    for key in (INSERTION, DELETION, TEXT_STYLE):
                        yield from element.body.get(key, ())


# --- views ---------------------------------------------------------------------------------------


def preview(document: Document, *, accepted: bool) -> Document:
    """The document with all suggestions accepted, or with none of them; the given one stays as it is."""
    shown = deepcopy(document)
    for suggestion_id in sorted(set(every_id(shown))):
        resolve(shown, suggestion_id, accepted=accepted)
    shown.suggestions = []
    return shown


def without_remarks(document: Document) -> Document:
    """What a copy of the file begins with: nothing suggested and no comments."""
    shown = preview(document, accepted=False)
    for tab in shown.all_tabs():
        lift(tab, frozenset(tab.anchors))
        tab.anchors = []
        for segment in tab.all_segments():
            for _, paragraph in paragraphs(segment):
                paragraph.join()
    shown.comments = []
    return shown


def summary(document: Document, suggestion_id: str) -> Json:
    """`summaryText` as the editor's margin shows it; {} when only looks are suggested."""
    added, removed = texts(document, suggestion_id)
    if added and removed:
        return {"summaryText": f"Replace: “{_short(removed)}” with “{_short(added)}”"}
    if added or removed:
        return {"summaryText": f"Add: “{_short(added)}”" if added else f"Delete: “{_short(removed)}”"}
    return {}


def texts(document: Document, suggestion_id: str) -> tuple[str, str]:
    """What a suggestion would insert and what it would delete."""
    found = {INSERTION: "", DELETION: ""}
    for tab in document.all_tabs():
        for segment in tab.all_segments():
            for _, paragraph in paragraphs(segment):
                for element in paragraph.elements:
                    for key in found:
                        if suggestion_id in ids(element, key):
                            found[key] += element.text
    return found[INSERTION], found[DELETION]


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SUMMARY_LETTERS else line[:_SUMMARY_LETTERS] + "…"
