"""A Word file without what is only suggested in it, and without comments: what may be signed.

Google exports suggestions as tracked changes and comments as Word's. Here they are rejected as Word rejects
them (ECMA-376 part 1, 17.13.5): what was inserted goes, what was deleted stays, looks are as they were.
"""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.document import Document
from docx.opc.oxml import parse_xml, serialize_part_xml
from docx.opc.part import XmlPart
from docx.oxml.ns import qn

_INSERTED = (qn("w:ins"), qn("w:moveTo"))
_DELETED = (qn("w:del"), qn("w:moveFrom"))
_TEXTS = {qn("w:delText"): qn("w:t"), qn("w:delInstrText"): qn("w:instrText")}
_P, _R, _TR, _TC = qn("w:p"), qn("w:r"), qn("w:tr"), qn("w:tc")
_RPR, _PPR, _TRPR = qn("w:rPr"), qn("w:pPr"), qn("w:trPr")
#: Of a paragraph's properties these are not among what a change remembers.
_KEPT = (_RPR, qn("w:sectPr"))
_BORDERS = tuple(
    qn(f"w:{name}Range{end}") for name in ("comment", "moveFrom", "moveTo") for end in ("Start", "End")
)
_REFERENCE = qn("w:commentReference")
#: Parts with text of their own, by the end of their relation's type.
_WITH_TEXT = ("/header", "/footer", "/footnotes", "/endnotes")
_ABOUT_COMMENTS = ("/comments", "/commentsExtended", "/commentsIds", "/commentsExtensible", "/people")

Xml = Any


def without_changes(word_file: bytes) -> bytes:
    """The .docx with every tracked change rejected and no comment; the same bytes if it has neither."""
    document = docx.Document(io.BytesIO(word_file))
    if not _is_marked(document):
        return word_file
    part = document.part
    _reject(part.element)
    for relation in list(part.rels.values()):
        if relation.reltype.endswith(_ABOUT_COMMENTS):
            del part.rels[relation.rId]
        elif relation.reltype.endswith(_WITH_TEXT):
            _reject_in(relation.target_part)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _is_marked(document: Document) -> bool:
    relations = document.part.rels.values()
    roots = [document.part.element]
    roots += [_root(rel.target_part) for rel in relations if rel.reltype.endswith(_WITH_TEXT)]
    return any(rel.reltype.endswith(_ABOUT_COMMENTS) for rel in relations) or any(
        element.tag in (*_INSERTED, *_DELETED) or str(element.tag).endswith("Change")
        for root in roots
        for element in root.iter()
    )


def _root(part: Any) -> Xml:
    return part.element if isinstance(part, XmlPart) else parse_xml(part.blob)


def _reject_in(part: Any) -> None:
    root = _root(part)
    _reject(root)
    if not isinstance(part, XmlPart):
        part._blob = serialize_part_xml(root)


def _reject(root: Xml) -> None:
    _drop_comments(root)
    _reject_looks(root)
    joined = _reject_marks(root)
    for element in _all(root, *_INSERTED):
        _remove(element)
    for element in _all(root, *_DELETED):
        _unwrap(element)
    for element in _all(root, *_TEXTS):
        element.tag = _TEXTS[element.tag]
    for paragraph in joined:
        _join(paragraph)


def _all(root: Xml, *tags: str) -> list[Xml]:
    return list(root.iter(*tags))


def _drop_comments(root: Xml) -> None:
    for border in _all(root, *_BORDERS):
        _remove(border)
    for reference in _all(root, _REFERENCE):
        run = reference.getparent()
        _remove(reference)
        if all(child.tag == _RPR for child in run):
            _remove(run)


def _reject_looks(root: Xml) -> None:
    """Properties are again what a change remembers of them."""
    for change in [element for element in root.iter() if str(element.tag).endswith("Change")]:
        properties = change.getparent()
        if properties is None:
            continue
        remembered = list(change[0]) if len(change) else []
        kept = [child for child in properties if properties.tag == _PPR and child.tag in _KEPT]
        for child in list(properties):
            properties.remove(child)
        properties.extend([*remembered, *kept])


def _reject_marks(root: Xml) -> list[Xml]:
    """Marks of rows and paragraphs; gives the paragraphs whose end was only suggested."""
    joined: list[Xml] = []
    for mark in _all(root, *_INSERTED, *_DELETED):
        properties = mark.getparent()
        if properties.tag not in (_RPR, _TRPR):
            continue
        _remove(mark)
        if mark.tag in _DELETED:
            continue
        if properties.tag == _TRPR:
            _remove_row(properties.getparent())
        else:
            joined.append(properties.getparent().getparent())
    return joined


def _remove_row(row: Xml) -> None:
    table = row.getparent()
    _remove(row)
    if table.find(_TR) is None:
        _remove(table)


def _join(paragraph: Xml) -> None:
    """What is left of a paragraph goes to the beginning of the next one, whose looks it takes."""
    following = paragraph.getnext()
    content = [child for child in paragraph if child.tag != _PPR]
    if following is None or following.tag != _P:
        # Nothing to join with. The last paragraph of a cell has to stay.
        if not content and paragraph.getprevious() is not None and paragraph.getparent().tag != _TC:
            _remove(paragraph)
        return
    place = 1 if len(following) and following[0].tag == _PPR else 0
    for number, child in enumerate(content):
        following.insert(place + number, child)
    _remove(paragraph)


def _unwrap(element: Xml) -> None:
    parent = element.getparent()
    place = parent.index(element)
    for number, child in enumerate(list(element)):
        parent.insert(place + number, child)
    parent.remove(element)


def _remove(element: Xml) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
