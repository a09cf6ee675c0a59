"""What a Doc says, line by line, without what is only suggested."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from service.google.documents.speaking import speaking


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainDoc:
    """The text of a Doc at one revision."""

    revision: str
    #: Every paragraph of the body, those in tables too, as they follow each other.
    lines: tuple[str, ...]


def read_plain(docs: Any, document_id: str, name: str) -> PlainDoc:
    """Read a Doc that people call `name`; one call. Raises GoogleDocsError."""
    with speaking(name, document_id):
        document = (
            docs.documents()
            .get(
                documentId=document_id,
                includeTabsContent=True,
                suggestionsViewMode="PREVIEW_WITHOUT_SUGGESTIONS",
            )
            .execute()
        )
    tabs = _all_tabs(document.get("tabs", ()))
    bodies = (tab.get("documentTab", {}).get("body", {}).get("content", ()) for tab in tabs)
    lines = tuple(line for content in bodies for line in _lines(content))
    return PlainDoc(revision=str(document.get("revisionId", "")), lines=lines)


def _all_tabs(tabs: Any) -> Iterator[Mapping[str, Any]]:
    for tab in tabs:
        yield tab
        yield from _all_tabs(tab.get("childTabs", ()))


def _lines(content: Any) -> Iterator[str]:
    for item in content:
        if "paragraph" in item:
            runs = (element.get("textRun", {}) for element in item["paragraph"].get("elements", ()))
            yield "".join(run.get("content", "") for run in runs)
        for row in item.get("table", {}).get("tableRows", ()):
            for cell in row.get("tableCells", ()):
                yield from _lines(cell.get("content", ()))
