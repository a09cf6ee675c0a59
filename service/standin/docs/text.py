"""Inserting, deleting and replacing content."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from copy import deepcopy
from itertools import accumulate
from typing import Any

from service.standin.docs.targets import (
    LAST_NEWLINE,
    insertion,
    insertion_place,
    range_of,
    splits_a_character,
    tabs_of,
)
from service.standin.docs.tree import (
    TEXT,
    Block,
    Contents,
    Document,
    Element,
    Marks,
    Paragraph,
    Segment,
    Table,
    new_id,
    text_run,
)
from service.standin.docs.utf16 import insertable, units
from service.standin.docs.walk import Place, marks_between, paragraphs
from service.standin.errors import invalid

Json = dict[str, Any]


# --- inserting -----------------------------------------------------------------------------------


def insert_text_request(document: Document, body: Json) -> None:
    """insertText; dropped characters shift nothing, because they never arrive."""
    if not body.get("text"):
        raise invalid("Insert text requests must specify text to insert.")
    _, segment, index = insertion(document, body)
    insert_text(segment, index, insertable(body["text"]))


def insert_text(
    segment: Segment, index: int, text: str, *, style: Json | None = None, marks: Marks | None = None
) -> None:
    """Insert text; its style, unless given, is that of the text before it in the paragraph."""
    found = insertion_place(segment, index)
    run = text_run(text, _neighbour_style(found) if style is None else style)
    _put(found, [run], marks_between(segment, index) if marks is None else marks)
    segment.changed(index)


def insert_element(segment: Segment, index: int, kind: str, body: Json, *, newline: bool = False) -> None:
    """Insert an object of one index, and a newline after it where asked; both look like the text before."""
    found = insertion_place(segment, index)
    style = _neighbour_style(found)
    elements = [Element(kind, body | {"textStyle": style})]
    if newline:
        elements.append(text_run("\n", style))
    _put(found, elements, marks_between(segment, index))
    segment.changed(index)


def _put(found: Place, elements: list[Element], marks: Marks) -> None:
    """Put elements in; newlines in them make paragraphs with the style of the one inserted into."""
    at = found.paragraph.split(found.offset)
    for element in elements:
        element.marks = marks
    found.paragraph.elements[at:at] = elements
    rebreak(found.spot.blocks, found.spot.position, found.paragraph)


def _neighbour_style(found: Place) -> Json:
    """A copy of the text style before the place, or of the paragraph's first run; no link goes on."""
    offset = found.offset
    style = found.paragraph.elements[0].style
    for element in found.paragraph.elements:
        if offset <= 0:
            break
        style = element.style
        offset -= element.width
    return {key: deepcopy(value) for key, value in style.items() if key != "link"}


def rebreak(blocks: list[Block], position: int, paragraph: Paragraph) -> None:
    """Break `paragraph`, which is at `position`, into as many as it has newlines."""
    broken: list[list[Element]] = [[]]
    for element in _lines(paragraph.elements):
        broken[-1].append(element)
        if element.text.endswith("\n"):
            broken.append([])
    parts = [Paragraph(elements, paragraph.style) for elements in broken if elements]
    parts[0].extra = paragraph.extra
    for part in parts[1:]:
        part.style = _style_of_new_paragraph(paragraph.style)
    for part in parts:
        part.bullet = deepcopy(paragraph.bullet)
        part.join()
    blocks[position : position + 1] = parts


def _lines(elements: list[Element]) -> Iterator[Element]:
    for element in elements:
        if element.text.count("\n") == 0:
            yield element
            continue
        for line in re.findall("[^\n]*\n|[^\n]+", element.text):
            yield Element(TEXT, deepcopy(element.body), line, marks=element.marks)


def _style_of_new_paragraph(style: Json) -> Json:
    copied = deepcopy(style)
    return copied | {"headingId": new_id("h.")} if "headingId" in copied else copied


# --- deleting ------------------------------------------------------------------------------------


def delete_content_range_request(document: Document, body: Json) -> None:
    """deleteContentRange."""
    target = range_of(document, body.get("range"))
    delete(target.segment, target.start, target.end)


def delete(segment: Segment, start: int, end: int) -> None:
    """Delete [start, end); the segment's last newline and half of a structure stay, with a refusal."""
    if end >= segment.width:
        raise invalid(LAST_NEWLINE)
    if splits_a_character(segment, start) or splits_a_character(segment, end):
        raise invalid("Invalid deletion range. Cannot delete one code unit of a surrogate pair.")
    if segment.kind == "body" and start < 1:
        raise invalid("Invalid deletion range. Cannot delete the first section break.")
    _delete(segment.content, segment.starts, start, end)
    segment.changed(start)


def _delete_in(blocks: list[Block], base: int, start: int, end: int) -> None:
    _delete(blocks, list(accumulate((block.width for block in blocks), initial=base)), start, end)


def _delete(blocks: list[Block], starts: list[int], start: int, end: int) -> None:
    if end >= starts[-1]:
        raise invalid(
            "Invalid deletion range. Cannot delete the last newline of a table cell or table of contents."
        )
    first, last = bisect_right(starts, start) - 1, bisect_left(starts, end) - 1
    if first == last and _delete_inside(blocks[first], starts[first], start, end):
        return
    for number in range(first, last + 1):
        whole = start <= starts[number] and starts[number + 1] <= end
        if isinstance(blocks[number], Table | Contents) and not whole:
            raise invalid("Invalid deletion range. Cannot delete part of a table or table of contents.")
    _cut(blocks, first, last, start - starts[first], end - starts[last])


def _delete_inside(block: Block, block_start: int, start: int, end: int) -> bool:
    """Whether the range lies in one cell of the table (or in the table of contents) and was deleted there."""
    if isinstance(block, Contents) and block_start < start and end < block_start + block.width:
        _delete_in(block.content, block_start + 1, start, end)
        return True
    if isinstance(block, Table):
        at = block_start + 1
        for row in block.rows:
            at += 1
            for cell in row.cells:
                if at < start and end <= at + cell.width:
                    _delete_in(cell.content, at + 1, start, end)
                    return True
                at += cell.width
    return False


def _cut(blocks: list[Block], first: int, last: int, start: int, end: int) -> None:
    """Take out from `start` in blocks[first] to `end` in blocks[last]; join what is left on both sides."""
    opening, closing = blocks[first], blocks[last]
    ends_inside = isinstance(closing, Paragraph) and end < closing.width
    if opening is closing and isinstance(opening, Paragraph) and ends_inside:
        del opening.elements[opening.split(start) : opening.split(end)]
        opening.join()
        return
    head = opening.elements[: opening.split(start)] if isinstance(opening, Paragraph) else []
    if isinstance(closing, Paragraph) and ends_inside:
        del closing.elements[: closing.split(end)]
    kept = last if ends_inside else last + 1
    following = blocks[kept]
    if isinstance(following, Paragraph):
        following.elements[:0] = head
        following.join()
    elif isinstance(opening, Paragraph) or isinstance(closing, Paragraph):
        raise invalid(
            "Invalid deletion range. Cannot delete the newline character before a table or section break."
        )
    del blocks[first:kept]


# --- replacing -----------------------------------------------------------------------------------


def replace_all_text_request(document: Document, body: Json) -> Json:
    """replaceAllText, in every tab without tabsCriteria; 0 occurrences answer without the number."""
    pattern = pattern_of(body.get("containsText", {}))
    replacement = insertable(body.get("replaceText", ""))
    changed = sum(
        _replace_in(segment, pattern, replacement)
        for tab in tabs_of(document, body.get("tabsCriteria"))
        for segment in tab.all_segments()
    )
    return {"occurrencesChanged": changed} if changed else {}


def pattern_of(criteria: Json) -> re.Pattern[str]:
    """The pattern of a SubstringMatchCriteria."""
    wanted = criteria.get("text", "")
    if not wanted:
        raise invalid("The text to match must not be empty.")
    try:
        return re.compile(
            wanted if criteria.get("searchByRegex") else re.escape(wanted),
            0 if criteria.get("matchCase") else re.IGNORECASE,
        )
    except re.error as error:
        raise invalid(f"Invalid regular expression: {error}.") from error


def _replace_in(segment: Segment, pattern: re.Pattern[str], replacement: str) -> int:
    changed = 0
    for spot, paragraph in reversed(paragraphs(segment)):
        matches = matches_in(paragraph, pattern)
        for place in reversed(matches):
            start, end = (paragraph.split(offset) for offset in place)
            first = paragraph.elements[start]
            paragraph.elements[start:end] = [text_run(replacement, first.style, first.marks)]
        if matches:
            rebreak(spot.blocks, spot.position, paragraph)
        changed += len(matches)
    return changed


def matches_in(paragraph: Paragraph, pattern: re.Pattern[str]) -> list[tuple[int, int]]:
    """Where a pattern is found, in units from the start of the paragraph."""
    # An object counts as one character that no text matches, so that a match does not reach across it.
    shown = "".join(e.text if e.kind == TEXT else "\x00" * e.size for e in paragraph.elements)
    found = [m for m in pattern.finditer(shown.removesuffix("\n")) if m[0] and "\x00" not in m[0]]
    return [(units(shown[: m.start()]), units(shown[: m.end()])) for m in found]


def replace(segment: Segment, start: int, end: int, text: str) -> None:
    """Put text in the place of [start, end), with the style and the marks of its first character."""
    if text:
        found = insertion_place(segment, start)
        first = found.paragraph.elements[found.paragraph.split(found.offset)]
        insert_text(segment, end, text, style=first.style, marks=first.marks)
    delete(segment, start, end)
