"""documents.batchUpdate: the requests in order, each on the document as the ones before left it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from service.standin.docs import (
    bullets,
    cells,
    comments,
    named,
    segments,
    styles,
    suggestions,
    tables,
    text,
)
from service.standin.docs.hand import Effects, Hand
from service.standin.docs.ranges import sweep
from service.standin.docs.suggesting import NEVER_SUGGESTED, SUGGESTED
from service.standin.docs.tree import Document
from service.standin.docs.utf16 import HalfCharacterError
from service.standin.errors import GoogleError, invalid

Json = dict[str, Any]
Request = Callable[[Document, Json], Json | None]

#: Everything else is refused, loudly: chips, tabs, named style updates…
REQUESTS: dict[str, Request] = {
    "insertText": text.insert_text_request,
    "deleteContentRange": text.delete_content_range_request,
    "replaceAllText": text.replace_all_text_request,
    "updateTextStyle": styles.update_text_style_request,
    "updateParagraphStyle": styles.update_paragraph_style_request,
    "createParagraphBullets": bullets.create_paragraph_bullets_request,
    "deleteParagraphBullets": bullets.delete_paragraph_bullets_request,
    "insertTable": tables.insert_table_request,
    "insertTableRow": tables.insert_table_row_request,
    "insertTableColumn": tables.insert_table_column_request,
    "deleteTableRow": tables.delete_table_row_request,
    "deleteTableColumn": tables.delete_table_column_request,
    "updateTableCellStyle": cells.update_table_cell_style_request,
    "updateTableColumnProperties": cells.update_table_column_properties_request,
    "updateTableRowStyle": cells.update_table_row_style_request,
    "mergeTableCells": cells.merge_table_cells_request,
    "unmergeTableCells": cells.unmerge_table_cells_request,
    "pinTableHeaderRows": cells.pin_table_header_rows_request,
    "createNamedRange": named.create_named_range_request,
    "deleteNamedRange": named.delete_named_range_request,
    "replaceNamedRangeContent": named.replace_named_range_content_request,
    "insertInlineImage": named.insert_inline_image_request,
    "insertPageBreak": segments.insert_page_break_request,
    "insertSectionBreak": segments.insert_section_break_request,
    "createHeader": segments.create_header_request,
    "createFooter": segments.create_footer_request,
    "deleteHeader": segments.delete_header_request,
    "deleteFooter": segments.delete_footer_request,
    "createFootnote": segments.create_footnote_request,
    "updateDocumentStyle": segments.update_document_style_request,
    "updateSectionStyle": segments.update_section_style_request,
}

#: Those that leave every width as it is, or tell the segment themselves what they changed.
_ORDERLY = frozenset(
    (
        *("insertText", "deleteContentRange", "insertTable", "createNamedRange", "deleteNamedRange"),
        *("updateTextStyle", "updateParagraphStyle", "updateTableCellStyle", "updateTableRowStyle"),
        *("updateTableColumnProperties", "pinTableHeaderRows"),
    )
)
#: Requests about what is said of the document; the same in either mode.
REMARKS: dict[str, Callable[[Document, Json, Hand], Json | None]] = {
    "acceptSuggestion": suggestions.accept_suggestion_request,
    "rejectSuggestion": suggestions.reject_suggestion_request,
    "deleteSuggestion": suggestions.delete_suggestion_request,
    "insertComment": comments.insert_comment_request,
    "addCommentReply": comments.add_comment_reply_request,
    "deleteComment": comments.delete_comment_request,
    "deleteCommentReply": comments.delete_comment_reply_request,
    "updateCommentPost": comments.update_comment_post_request,
}
#: Those after which the answer says that comments were saved.
COMMENTS = frozenset(kind for kind in REMARKS if "Comment" in kind)
_HEADER_FLAGS = ("useFirstPageHeaderFooter", "useEvenPageHeaderFooter")


def apply(document: Document, requests: list[Json], hand: Hand | None = None) -> list[Json]:
    """Change the document; gives one reply a request. On a GoogleError the document is to be thrown away."""
    return [reply for reply, _ in carry_out(document, requests, hand or Hand())]


def carry_out(document: Document, requests: list[Json], hand: Hand) -> list[tuple[Json, Effects]]:
    """The same with what each request did to suggestions."""
    done: list[tuple[Json, Effects]] = []
    for number, request in enumerate(requests):
        hand.effects = Effects()
        done.append((_apply_one(document, number, request, hand), hand.effects))
    for tab in document.all_tabs():
        sweep(tab)
        segments.sweep_footnotes(tab)
    suggestions.sweep_suggestions(document)
    return done


def _apply_one(document: Document, number: int, request: Json, hand: Hand) -> Json:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{number}]: exactly one kind of request must be set.")
    [(kind, body)] = request.items()
    try:
        reply = _run(document, kind, body, hand)
    except GoogleError as error:
        if error.code == 403:
            raise
        raise invalid(f"Invalid requests[{number}].{kind}: {error.message}") from error
    except HalfCharacterError as error:
        message = "The range cannot begin or end inside a surrogate pair."
        raise invalid(f"Invalid requests[{number}].{kind}: {message}") from error
    if hand.suggests or kind not in _ORDERLY:
        for tab in document.all_tabs():
            for segment in tab.all_segments():
                segment.changed()
    # replaceAllText answers with an empty object when nothing matched; kinds without an answer with {}.
    return {} if reply is None else {kind: reply}


def _run(document: Document, kind: str, body: Json, hand: Hand) -> Json | None:
    if kind in REMARKS:
        return REMARKS[kind](document, body, hand)
    if not hand.suggests:
        if kind in REQUESTS:
            return REQUESTS[kind](document, body)
        raise invalid("This kind of request is not supported by the stand-in.")
    if kind in NEVER_SUGGESTED or (
        kind == "updateDocumentStyle" and any(flag in body.get("fields", "") for flag in _HEADER_FLAGS)
    ):
        raise invalid("This request is not supported in SUGGEST mode.")
    if kind not in SUGGESTED:
        raise invalid("This kind of request is not supported by the stand-in in SUGGEST mode.")
    return SUGGESTED[kind](document, body, hand)
