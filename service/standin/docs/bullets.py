"""Bulleted and numbered paragraphs."""

from __future__ import annotations

from typing import Any

from service.standin.docs.defaults import LEVELS, level_indents, list_properties, points
from service.standin.docs.targets import Target, range_of
from service.standin.docs.tree import TEXT, Document, Paragraph, new_id
from service.standin.docs.walk import paragraphs
from service.standin.errors import invalid

Json = dict[str, Any]


def create_paragraph_bullets_request(document: Document, body: Json) -> None:
    """createParagraphBullets: leading tabs become the nesting level and go, so the indexes shrink."""
    target = range_of(document, body.get("range"))
    properties = list_properties(body.get("bulletPreset", ""))
    if properties is None:
        raise invalid("A bullet preset must be specified.")
    list_id = _list_before(target, properties) or new_id()
    target.tab.parts.setdefault("lists", {})[list_id] = {"listProperties": properties}
    for _, paragraph in paragraphs(target.segment, target.start, target.end):
        level = min(_take_leading_tabs(paragraph), LEVELS - 1)
        paragraph.bullet = (
            {"listId": list_id} | ({"nestingLevel": level} if level else {}) | {"textStyle": {}}
        )
        paragraph.style |= level_indents(level)


def _list_before(target: Target, properties: Json) -> str | None:
    """The list of the paragraph just before, when it has the same preset."""
    before = [p for spot, p in paragraphs(target.segment) if spot.end <= target.start]
    if not before or before[-1].bullet is None:
        return None
    list_id: str = before[-1].bullet["listId"]
    known = target.tab.parts.get("lists", {}).get(list_id, {}).get("listProperties")
    return list_id if known == properties else None


def _take_leading_tabs(paragraph: Paragraph) -> int:
    taken = 0
    for element in paragraph.elements:
        if element.kind != TEXT:
            break
        stripped = element.text.lstrip("\t")
        taken += len(element.text) - len(stripped)
        element.text = stripped
        if stripped:
            break
    paragraph.join()
    return taken


def delete_paragraph_bullets_request(document: Document, body: Json) -> None:
    """deleteParagraphBullets; the nesting stays visible as an indent."""
    target = range_of(document, body.get("range"))
    for _, paragraph in paragraphs(target.segment, target.start, target.end):
        if paragraph.bullet is None:
            continue
        level = paragraph.bullet.get("nestingLevel", 0)
        paragraph.bullet = None
        for key in ("indentFirstLine", "indentStart"):
            paragraph.style.pop(key, None)
            if level:
                paragraph.style[key] = points(36 * level)
