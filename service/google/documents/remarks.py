"""Comments of ours beside blocks of a Doc, put there on demand and taken back; they change no letter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from service.google.documents.reading import Paragraph, Place, View, read_view
from service.google.documents.requests import Request, span

#: Google's limit for a comment is 2048 bytes of UTF-8.
MOST_BYTES = 1900


def put_remarks(docs: Any, document_id: str, texts: Mapping[str, str]) -> int:
    """Comment on blocks by their keys, each text once however often it is asked for; gives how many are new.

    A block that is not in the Doc any more gets none. Raises HttpError.
    """
    view = _view(docs, document_id)
    requests = [*_inserted(view, texts)]
    _send(docs, document_id, view, requests)
    return len(requests)


def take_back_remarks(docs: Any, document_id: str, opening: str) -> int:
    """Delete our open comments that begin so; gives how many. Raises HttpError."""
    view = _view(docs, document_id)
    ids = [made for text, made in view.own_comments.items() if text.startswith(opening)]
    _send(docs, document_id, view, [{"deleteComment": {"commentId": made}} for made in ids])
    return len(ids)


def _view(docs: Any, document_id: str) -> View:
    return read_view(
        docs.documents()
        .get(
            documentId=document_id,
            includeTabsContent=True,
            suggestionsViewMode="SUGGESTIONS_INLINE",
            commentsViewMode="COMMENTS_VIEW_MODE_INCLUDED",
        )
        .execute()
    )


def _inserted(view: View, texts: Mapping[str, str]) -> Iterator[Request]:
    for key, text in texts.items():
        place = view.places.get(key)
        if place is not None and text not in view.own_comments:
            yield {"insertComment": {"range": _range(view, place), "content": text}}


def _range(view: View, place: Place) -> Request:
    """From the first letter to the last: without a paragraph's newline, without a table's frame."""
    home = place.home
    first, last = (
        (home.start, home.end - 1) if isinstance(home, Paragraph) else (home.start + 3, home.end - 2)
    )
    return span(view, first, max(first + 1, last))


def _send(docs: Any, document_id: str, view: View, requests: list[Request]) -> None:
    if requests:
        body = {"requests": requests, "writeControl": {"requiredRevisionId": view.revision_id}}
        docs.documents().batchUpdate(documentId=document_id, body=body, fields="writeControl").execute()
