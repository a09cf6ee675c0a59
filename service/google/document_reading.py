"""A Doc as documents.get gives it, read into paragraphs, tables and the places of our blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.google.document_text import piece, table_digest, text_digest

Json = Mapping[str, Any]

#: Every block of ours is a named range with this before its key.
PREFIX = "auto:"
#: What stands for a picture, a footnote mark or a chip: one of them for each index it takes.
_OBJECT = "\ufffc"
_SUGGESTIONS = ("suggestedInsertionIds", "suggestedDeletionIds", "suggestedTextStyleChanges")


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph with its newline."""

    start: int
    #: Behind the newline.
    end: int
    #: Without the newline.
    text: str
    #: Somebody has suggested a change in it.
    has_suggestions: bool = False
    #: Its newline cannot be deleted: a table or the end of the document follows.
    is_pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A table cell's text; `start` is the index of its first letter."""

    start: int
    #: Index of its last newline.
    end: int
    text: str
    has_suggestions: bool = False


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a block of ours stands now."""

    key: str
    start: int
    end: int
    #: The paragraph or table it is in.
    home: Paragraph | Table
    #: Digest of what stands there; None if no single piece of text is left that could be compared.
    digest: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """The tab of a Doc that holds the report."""

    revision_id: str
    tab_id: str
    paragraphs: tuple[Paragraph, ...]
    tables: tuple[Table, ...]
    places: Mapping[str, Place]

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
    found = _our_ranges(tab["documentTab"])
    places = (_place(key, spans, paragraphs, tables) for key, spans in found.items())
    return View(
        revision_id=document["revisionId"],
        tab_id=tab["tabProperties"]["tabId"],
        paragraphs=paragraphs,
        tables=tables,
        places={place.key: place for place in places if place is not None},
    )


def _all_tabs(tabs: Any) -> Iterator[Json]:
    for tab in tabs:
        yield tab
        yield from _all_tabs(tab.get("childTabs", ()))


def _our_ranges(tab: Json) -> dict[str, list[tuple[int, int]]]:
    """Block key → its pieces in the body, first to last."""
    found: dict[str, list[tuple[int, int]]] = {}
    for name, group in tab.get("namedRanges", {}).items():
        if not name.startswith(PREFIX):
            continue
        spans = [
            (part.get("startIndex", 0), part["endIndex"])
            for named in group["namedRanges"]
            for part in named["ranges"]
            if not part.get("segmentId")
        ]
        if spans:
            found[name.removeprefix(PREFIX)] = sorted(spans)
    return found


def _place(
    key: str, spans: list[tuple[int, int]], paragraphs: tuple[Paragraph, ...], tables: tuple[Table, ...]
) -> Place | None:
    start, end = spans[0][0], spans[-1][1]
    table = next((t for t in tables if t.start <= start < t.end), None)
    if table is not None:
        return Place(key=key, start=start, end=end, home=table, digest=_table_digest(table, end))
    home = next((p for p in paragraphs if p.start <= start < p.end), None)
    if home is None:
        return None
    digest = None
    # Letters that a person typed beside our text, in the same paragraph, make it theirs too.
    whole = len(spans) == 1 and (start, end) == (home.start, home.end - 1)
    if whole and not home.has_suggestions:
        digest = text_digest(piece(home.text, start - home.start, end - home.start))
    return Place(key=key, start=start, end=end, home=home, digest=digest)


def _table_digest(table: Table, end: int) -> str | None:
    widths = {len(row) for row in table.rows}
    suggested = any(cell.has_suggestions for row in table.rows for cell in row)
    if end > table.end or len(widths) != 1 or suggested:
        return None
    return table_digest(table.texts)


def _paragraphs(content: Any) -> Iterator[Paragraph]:
    for place, block in enumerate(content):
        if "paragraph" not in block:
            continue
        following = content[place + 1] if place + 1 < len(content) else None
        yield Paragraph(
            start=block.get("startIndex", 0),
            end=block["endIndex"],
            text=_text(block).removesuffix("\n"),
            has_suggestions=_has_suggestions(block),
            is_pinned=following is None or "paragraph" not in following,
        )


def _table(block: Json) -> Table:
    table = block["table"]
    rows = tuple(
        tuple(
            _cell(cell["content"], has_suggestions=any(_is_suggested(part) for part in (table, row, cell)))
            for cell in row["tableCells"]
        )
        for row in table["tableRows"]
    )
    return Table(start=block["startIndex"], end=block["endIndex"], rows=rows)


def _cell(content: Any, *, has_suggestions: bool) -> Cell:
    # A table inside a cell is nothing of ours: its mark keeps the cell from being taken for what we wrote.
    text = "".join(_text(block) if "paragraph" in block else _OBJECT for block in content)
    return Cell(
        start=content[0]["startIndex"],
        end=content[-1]["endIndex"] - 1,
        text=text.removesuffix("\n"),
        has_suggestions=has_suggestions or any(_has_suggestions(block) for block in content),
    )


def _text(block: Json) -> str:
    return "".join(
        element["textRun"]["content"]
        if "textRun" in element
        else _OBJECT * (element["endIndex"] - element.get("startIndex", 0))
        for element in block["paragraph"]["elements"]
    )


def _has_suggestions(block: Json) -> bool:
    elements = block.get("paragraph", {}).get("elements", ())
    parts = [part for element in elements for part in element.values() if isinstance(part, dict)]
    return any(_is_suggested(part) for part in parts)


def _is_suggested(part: Json) -> bool:
    return any(part.get(name) for name in _SUGGESTIONS)
