"""documents.batchUpdate: the requests in order, each on the document as the ones before left it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from service.standin.docs import bullets, cells, named, segments, styles, tables, text
from service.standin.docs.ranges import sweep
from service.standin.docs.tree import Document
from service.standin.docs.utf16 import HalfCharacterError
from service.standin.errors import GoogleError, invalid

Json = dict[str, Any]
Request = Callable[[Document, Json], Json | None]

#: Everything else is refused, loudly: suggestions, comments, chips, tabs, named style updates…
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


def apply(document: Document, requests: list[Json]) -> list[Json]:
    """Change the document; gives one reply a request. On a GoogleError the document is to be thrown away."""
    replies = [_apply_one(document, number, request) for number, request in enumerate(requests)]
    for tab in document.all_tabs():
        sweep(tab)
        segments.sweep_footnotes(tab)
    return replies


def _apply_one(document: Document, number: int, request: Json) -> Json:
    if len(request) != 1:
        raise invalid(f"Invalid requests[{number}]: exactly one kind of request must be set.")
    [(kind, body)] = request.items()
    if kind not in REQUESTS:
        raise invalid(
            f"Invalid requests[{number}].{kind}: This kind of request is not supported by the stand-in."
        )
    try:
        reply = REQUESTS[kind](document, body)
    except GoogleError as error:
        raise invalid(f"Invalid requests[{number}].{kind}: {error.message}") from error
    except HalfCharacterError as error:
        message = "The range cannot begin or end inside a surrogate pair."
        raise invalid(f"Invalid requests[{number}].{kind}: {message}") from error
    # replaceAllText answers with an empty object when nothing matched; kinds without an answer with {}.
    return {} if reply is None else {kind: reply}
