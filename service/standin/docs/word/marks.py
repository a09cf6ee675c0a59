"""Suggestions as Word's tracked changes, comments as Word's comments: so Google exports them.

An anchor may lie in pieces; Word's comment then reaches from the first to the last of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any

from docx.document import Document as WordDocument
from docx.oxml.ns import qn

from service.standin.docs.hand import AUTHOR
from service.standin.docs.styles import PARAGRAPH_FIELDS, apply_mask, named_style, restyle
from service.standin.docs.suggestions import DELETION, INSERTION, PARAGRAPH_STYLE, TEXT_STYLE, changed, ids
from service.standin.docs.tree import Document, Element, Paragraph, Tab
from service.standin.docs.walk import paragraphs
from service.standin.docs.word.properties import Xml
from service.standin.docs.word.xml import w

Json = dict[str, Any]

#: What Google writes for a reply that only resolves or reopens.
_ACTIONS = {"RESOLVE": "_Marked as resolved_", "REOPEN": "_Re-opened_"}


class Marks:
    """What is said about a document, for its first tab's file."""

    def __init__(self, word: WordDocument, document: Document) -> None:
        """Writes the comments' part of the file; their places are given as the text is written."""
        self.tab: Tab = document.tabs[0]
        self._threads = {thread["suggestionId"]: thread for thread in document.suggestions}
        self._number = 0
        #: Ids of elements (by identity) → numbers of the comments that begin, or end, there.
        self._begin: dict[int, list[int]] = {}
        self._end: dict[int, list[int]] = {}
        for thread in document.comments:
            self._place(thread, [self._comment(word, post) for post in _posts(thread)])

    def _comment(self, word: WordDocument, post: Json) -> int:
        text = "\n".join(
            part
            for part in (post.get("content", ""), _ACTIONS.get(post.get("commentAction", ""), ""))
            if part
        )
        author = _name(post)
        comment = word.comments.add_comment(text=text, author=author, initials=author[:1].upper())
        comment._comment_elm.set(qn("w:date"), _date(post))
        return int(comment.comment_id)

    def _place(self, thread: Json, numbers: list[int]) -> None:
        anchor = thread.get("anchorId")
        every = [element for _, paragraph in paragraphs(self.tab.body) for element in paragraph.elements]
        covered = [element for element in every if anchor in element.marks] if anchor else []
        # One about the whole document hangs at its beginning.
        first, last = (covered[0], covered[-1]) if covered else (every[0], every[0])
        self._begin.setdefault(id(first), []).extend(numbers)
        self._end.setdefault(id(last), []).extend(numbers)

    # --- what is around an element ------------------------------------------------------------------

    def before(self, element: Element) -> Iterator[Xml]:
        """The comments that begin at an element."""
        for number in self._begin.get(id(element), ()):
            yield w("commentRangeStart", id=number)

    def after(self, element: Element) -> Iterator[Xml]:
        """The comments that end with an element."""
        for number in self._end.get(id(element), ()):
            yield w("commentRangeEnd", id=number)
            yield w("r", w("commentReference", id=number))

    def tracked(self, element: Element, items: Iterable[Xml]) -> Iterator[Xml]:
        """The runs of an element inside of the changes that would insert or delete it."""
        inside = list(items)
        if not inside:
            return
        for tag, key in (("del", DELETION), ("ins", INSERTION)):
            if found := sorted(ids(element, key)):
                if tag == "del":
                    for item in inside:
                        _as_deleted(item)
                inside = [self._change(tag, found[0], *inside)]
        yield from inside

    # --- properties ---------------------------------------------------------------------------------

    def of_mark(self, element: Element, properties: Xml) -> Xml:
        """The w:rPr of a paragraph's mark, with the changes that would insert or delete it."""
        for key, tag in ((DELETION, "del"), (INSERTION, "ins")):
            if found := sorted(ids(element, key)):
                properties.insert(0, self._change(tag, found[0]))
        return properties

    def text_style(self, element: Element, kind: str) -> tuple[Json, str | None]:
        """The style of a run with what is suggested of it, and the suggestion's id if there is one."""
        changes: Json = element.body.get(TEXT_STYLE, {})
        style = deepcopy(element.style)
        inherited = named_style(self.tab, kind, "textStyle")
        for _, change in sorted(changes.items()):
            restyle(style, change["textStyle"], ",".join(changed(change)), inherited)
        return style, min(changes, default=None)

    def paragraph_style(self, paragraph: Paragraph) -> tuple[Json, str | None]:
        """The same of a paragraph."""
        changes: Json = paragraph.extra.get(PARAGRAPH_STYLE, {})
        style = deepcopy(paragraph.style)
        for _, change in sorted(changes.items()):
            apply_mask(style, change["paragraphStyle"], ",".join(changed(change)), PARAGRAPH_FIELDS)
        return style, min(changes, default=None)

    def restyled(self, new: Xml, old: Xml, suggestion_id: str | None) -> Xml:
        """Properties that tell what they were before."""
        if suggestion_id is not None:
            name = f"{new.tag.rpartition('}')[2]}Change"
            new.append(self._change(name, suggestion_id, old))
        return new

    def _change(self, tag: str, suggestion_id: str, *inside: Xml) -> Xml:
        self._number += 1
        post = self._threads.get(suggestion_id, {}).get("headPost", {})
        return w(tag, *inside, id=self._number, author=_name(post), date=_date(post))


def _posts(thread: Json) -> list[Json]:
    return [post for post in (thread["headPost"], *thread.get("replies", ())) if not post.get("deleted")]


def _name(post: Json) -> str:
    return str(post.get(AUTHOR, "")).partition("@")[0] or "?"


def _date(post: Json) -> str:
    """Without fractions of a second, as Word writes times."""
    return str(post.get("createTime", "1970-01-01T00:00:00Z")).partition(".")[0].removesuffix("Z") + "Z"


def _as_deleted(item: Xml) -> None:
    for name, deleted in (("t", "delText"), ("instrText", "delInstrText")):
        for text in list(item.iter(qn(f"w:{name}"))):
            text.tag = qn(f"w:{deleted}")
