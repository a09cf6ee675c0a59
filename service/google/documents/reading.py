"""A Doc as documents.get gives it, read into paragraphs, tables and the places of our blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from service.google.documents.text import table_digest, text_digest

Json = Mapping[str, Any]

#: Every block of ours is a named range with this before its key.
PREFIX = "auto:"
#: What stands for a picture, a footnote mark or a chip: one of them for each index it takes.
_OBJECT = "\ufffc"
_INSERTED, _DELETED = "suggestedInsertionIds", "suggestedDeletionIds"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """A text with what is suggested in it; indexes count all of it."""

    text: str
    #: What it says if nothing that is suggested is taken, and if everything is.
    without: str
    accepted: str
    #: Suggestions that insert or delete letters of it.
    suggestion_ids: frozenset[str] = frozenset()
    #: Somebody has suggested a change in it, be it of its looks.
    has_suggestions: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph with its newline."""

    start: int
    #: Behind the newline.
    end: int
    #: Without the newline.
    words: Words
    #: Its newline cannot be deleted: a table or the end of the document follows.
    is_pinned: bool = False

    @property
    def text(self) -> str:
        """All letters, suggested ones too."""
        return self.words.text

    @property
    def parts(self) -> tuple[Words, ...]:
        """What can be suggested in."""
        return (self.words,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell's text; `start` is the index of its first letter."""

    start: int
    #: Index of its last newline.
    end: int
    words: Words

    @property
    def text(self) -> str:
        """All letters, suggested ones too."""
        return self.words.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table of the body."""

    start: int
    end: int
    rows: tuple[tuple[Cell, ...], ...]

    @property
    def texts(self) -> tuple[tuple[str, ...], ...]:
        """What the cells say."""
        return tuple(tuple(cell.text for cell in row) for row in self.rows)

    @property
    def parts(self) -> tuple[Words, ...]:
        """What can be suggested in."""
        return tuple(cell.words for row in self.rows for cell in row)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a block of ours stands now."""

    key: str
    #: The paragraph or table it is in.
    home: Paragraph | Table
    #: Its mark: from the first piece to the end of the last.
    start: int
    end: int
    #: Digest of what stands there; None with suggestions in it, or if it does not fill one home.
    digest: str | None = None
    #: The same if nothing that is suggested is taken, and if everything is.
    without: str | None = None
    accepted: str | None = None

    @property
    def suggestion_ids(self) -> frozenset[str]:
        """Suggestions that insert or delete letters of it."""
        return frozenset(i for words in self.home.parts for i in words.suggestion_ids)

    @property
    def has_suggestions(self) -> bool:
        """Somebody has suggested a change in it."""
        return any(words.has_suggestions for words in self.home.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The tab of a Doc that holds the report."""

    revision_id: str
    tab_id: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    places: Mapping[str, Place]
    #: Further places of blocks that somebody marked twice, say by copying them with a script.
    doubles: Mapping[str, tuple[Place, ...]] = field(default_factory=dict)
    #: Comments that are open and that nobody has answered; known only where they were asked for.
    unanswered: frozenset[str] = frozenset()
    #: Open comments of our own account: what they say → id.
    own_comments: Mapping[str, str] = field(default_factory=dict)

    def paragraph(self, text: str) -> Paragraph | None:
        """The first paragraph that says exactly this."""
        return next((p for p in self.paragraphs if p.text.strip() == text), None)

    @property
    def every_text(self) -> Iterator[tuple[int, str]]:
        """All text with the index at which it starts."""
        yield from ((p.start, p.text) for p in self.paragraphs)
        yield from ((cell.start, cell.text) for table in self.tables for row in table.rows for cell in row)


def read_view(document: Json) -> View:
    """The tab that holds our named ranges, else the first one."""
    tabs: list[Json] = [tab for tab in _all_tabs(document.get("tabs", ())) if "documentTab" in tab]
    tab = next((t for t in tabs if _our_ranges(t["documentTab"])), tabs[0])
    content = tab["documentTab"]["body"]["content"]
    paragraphs = tuple(_paragraphs(content))
    tables = tuple(_table(block) for block in content if "table" in block)
    found = {
        key: [place for span in spans if (place := _place(key, span, paragraphs, tables)) is not None]
        for key, spans in _our_ranges(tab["documentTab"]).items()
    }
    threads = [thread for thread in document.get("comments", ()) if thread.get("status") == "OPEN"]
    return View(
        revision_id=document["revisionId"],
        tab_id=tab["tabProperties"]["tabId"],
        paragraphs=paragraphs,
        tables=tables,
        places={key: places[0] for key, places in found.items() if places},
        doubles={key: tuple(places[1:]) for key, places in found.items() if places[1:]},
        unanswered=frozenset(thread["commentId"] for thread in threads if not thread.get("replies")),
        own_comments={
            thread["headPost"].get("content", ""): thread["commentId"]
            for thread in threads
            if thread["headPost"].get("author", {}).get("me")
        },
    )


def _all_tabs(tabs: Any) -> Iterator[Json]:
    for tab in tabs:
        yield tab
        yield from _all_tabs(tab.get("childTabs", ()))


def _our_ranges(tab: Json) -> dict[str, list[tuple[int, int]]]:
    """Block key → its marks in the body, each from its first piece to the end of its last."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, group in tab.get("namedRanges", {}).items():
        if not name.startswith(PREFIX):
            continue
        for named in group["namedRanges"]:
            pieces = [part for part in named["ranges"] if not part.get("segmentId")]
            if pieces:
                start = min(part.get("startIndex", 0) for part in pieces)
                end = max(part["endIndex"] for part in pieces)
                found.setdefault(name.removeprefix(PREFIX), []).append((start, end))
    return {key: sorted(spans) for key, spans in found.items()}


def _place(
    key: str, span: tuple[int, int], paragraphs: tuple[Paragraph, ...], tables: tuple[Table, ...]
) -> Place | None:
    start, end = span
    table = next((t for t in tables if t.start <= start < t.end), None)
    if table is not None:
        return table_place(key, table, start, end)
    home = next((p for p in paragraphs if p.start <= start < p.end), None)
    return None if home is None else paragraph_place(key, home, start, end)


def paragraph_place(key: str, home: Paragraph, start: int, end: int) -> Place:
    """A block in a paragraph.

    All of the paragraph counts: letters that a person typed beside ours make it theirs, and ours that a
    person put back where the mark no longer reaches are ours.
    """
    if end > home.end - 1:
        return Place(key=key, home=home, start=start, end=end)
    words = home.words
    return Place(
        key=key,
        home=home,
        start=start,
        end=end,
        digest=None if words.has_suggestions else text_digest(words.text),
        without=text_digest(words.without),
        accepted=text_digest(words.accepted),
    )


def table_place(key: str, home: Table, start: int, end: int) -> Place:
    """A block that is a table."""
    if end > home.end or len({len(row) for row in home.rows}) != 1:
        return Place(key=key, home=home, start=start, end=end)
    is_free = not any(words.has_suggestions for words in home.parts)
    return Place(
        key=key,
        home=home,
        start=start,
        end=end,
        digest=table_digest(home.texts) if is_free else None,
        without=table_digest(tuple(tuple(cell.words.without for cell in row) for row in home.rows)),
        accepted=table_digest(tuple(tuple(cell.words.accepted for cell in row) for row in home.rows)),
    )


def _paragraphs(content: Any) -> Iterator[Paragraph]:
    for place, block in enumerate(content):
        if "paragraph" not in block:
            continue
        following = content[place + 1] if place + 1 < len(content) else None
        yield Paragraph(
            start=block.get("startIndex", 0),
            end=block["endIndex"],
            words=_words([block]),
            is_pinned=following is None or "paragraph" not in following,
        )


def _table(block: Json) -> Table:
    table = block["table"]
    rows = tuple(
        tuple(_cell(cell["content"], around=(table, row, cell)) for cell in row["tableCells"])
        for row in table["tableRows"]
    )
    return Table(start=block["startIndex"], end=block["endIndex"], rows=rows)


def _cell(content: Any, *, around: Iterable[Json]) -> Cell:
    return Cell(
        start=content[0]["startIndex"],
        end=content[-1]["endIndex"] - 1,
        words=_words(content, around=around),
    )


def _words(content: Iterable[Json], *, around: Iterable[Json] = ()) -> Words:
    """The text of paragraphs without the last newline."""
    text = without = accepted = ""
    ids: set[str] = set()
    has_suggestions = any(_suggestions(part) for part in around)
    for block in content:
        # A table inside a cell is nothing of ours: with this letter the cell is not taken for what we wrote.
        elements = block["paragraph"]["elements"] if "paragraph" in block else [{"endIndex": 1}]
        has_suggestions |= bool(_suggestions(block.get("paragraph", {})))
        for element in elements:
            parts = [part for part in element.values() if isinstance(part, dict)]
            inserted, deleted = (
                {i for part in parts for i in part.get(key, ())} for key in (_INSERTED, _DELETED)
            )
            letters = _letters(element)
            text += letters
            without += "" if inserted else letters
            accepted += "" if deleted else letters
            ids |= inserted | deleted
            has_suggestions |= any(_suggestions(part) for part in parts)
    return Words(
        text=text.removesuffix("\n"),
        without=without.removesuffix("\n"),
        accepted=accepted.removesuffix("\n"),
        suggestion_ids=frozenset(ids),
        has_suggestions=has_suggestions,
    )


def _letters(element: Json) -> str:
    if "textRun" in element:
        return str(element["textRun"]["content"])
    return _OBJECT * (int(element["endIndex"]) - int(element.get("startIndex", 0)))


def _suggestions(part: Json) -> list[str]:
    """Names of the members that tell of something suggested."""
    return [name for name, value in part.items() if name.startswith("suggested") and value]
