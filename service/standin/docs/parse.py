"""Google's JSON → tree. Indexes are dropped: the walk gives them again."""

from __future__ import annotations

from typing import Any

from service.standin.docs.tree import (
    TEXT,
    Block,
    Cell,
    Contents,
    Document,
    Element,
    Marks,
    Paragraph,
    Row,
    SectionBreak,
    Segment,
    Tab,
    Table,
)

Json = dict[str, Any]

#: Key under which the stored form keeps the marks of named ranges; never shown to clients.
MARKS = "marks"
#: Key under which the stored form keeps the names of named ranges by id.
RANGE_NAMES = "rangeNames"
#: Key under which the stored form keeps the ids of comments' anchors.
ANCHORS = "anchors"
#: Members beside the tabs: what is said about the document.
THREADS = ("suggestions", "comments")
_OUTER = ("startIndex", "endIndex", MARKS)
_SEGMENTS = {"headers": "headerId", "footers": "footerId", "footnotes": "footnoteId"}
#: Members of the top level that are not part of a tab's content.
_HEAD = (
    *("title", "revisionId", "suggestionsViewMode", "commentsViewMode", "documentId"),
    *("tabs", "body", "namedRanges", *THREADS),
)


def parse_document(content: Json) -> Document:
    """From documents.get with or without tabs, or from the stored form."""
    if content.get("tabs"):
        threads = (list(content.get(kind, ())) for kind in THREADS)
        return Document([_tab(tab) for tab in content["tabs"]], *threads)
    inner = {key: value for key, value in content.items() if key not in _HEAD or key == "body"}
    return Document(
        [_tab({"tabProperties": {"tabId": "t.0", "title": "Tab 1", "index": 0}, "documentTab": inner})]
    )


def _tab(data: Json) -> Tab:
    inner = data["documentTab"]
    segments = {
        segment_id: Segment(segment_id, kind, _blocks(body["content"]))
        for kind in _SEGMENTS
        for segment_id, body in inner.get(kind, {}).items()
    }
    skipped = ("body", "namedRanges", "commentAnchors", RANGE_NAMES, ANCHORS, *_SEGMENTS)
    return Tab(
        properties=dict(data["tabProperties"]),
        body=Segment("", "body", _blocks(inner["body"]["content"])),
        segments=segments,
        parts={key: value for key, value in inner.items() if key not in skipped},
        range_names=dict(inner.get(RANGE_NAMES, {})),
        children=[_tab(child) for child in data.get("childTabs", ())],
        anchors=list(inner.get(ANCHORS, ())),
    )


def _marks(data: Json) -> Marks:
    return frozenset(data.get(MARKS, ()))


def _blocks(content: list[Json]) -> list[Block]:
    return [_block(item) for item in content]


def _block(item: Json) -> Block:
    if "paragraph" in item:
        return _paragraph(item["paragraph"])
    if "table" in item:
        return _table(item["table"], _marks(item))
    if "tableOfContents" in item:
        return Contents(_blocks(item["tableOfContents"]["content"]), _marks(item))
    return SectionBreak(item["sectionBreak"], _marks(item))


def _paragraph(data: Json) -> Paragraph:
    shown = ("elements", "paragraphStyle", "bullet")
    return Paragraph(
        elements=[_element(item) for item in data["elements"]],
        style=data.get("paragraphStyle", {}),
        bullet=data.get("bullet"),
        extra={key: value for key, value in data.items() if key not in shown},
    )


def _element(item: Json) -> Element:
    kind = next(key for key in item if key not in _OUTER and key != "size")
    body = dict(item[kind])
    text = body.pop("content", "") if kind == TEXT else ""
    size = item.get("size") or item.get("endIndex", 1) - item.get("startIndex", item.get("endIndex", 1) - 1)
    return Element(kind, body, text, 1 if kind == TEXT else size, _marks(item))


def _table(data: Json, marks: Marks) -> Table:
    rows = [
        Row(
            [Cell(_blocks(c["content"]), c.get("tableCellStyle", {}), _marks(c)) for c in row["tableCells"]],
            row.get("tableRowStyle", {}),
            _marks(row),
        )
        for row in data["tableRows"]
    ]
    return Table(rows, data.get("tableStyle", {}), data["columns"], marks)
