"""Planning the requests of one batchUpdate: the first draft, and a refresh that leaves people's words alone.

Indexes count UTF-16 units. Everything is written from the end to the start, so that no request moves the
place of a later one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any

from service.domain.report import Block, BlockKind, Letterhead, Report
from service.google.documents.reading import PREFIX, Json, Paragraph, View, read_view
from service.google.documents.styles import paragraph_style
from service.google.documents.table_styles import table_style
from service.google.documents.text import cells_of, says_something, units, writable

Request = dict[str, Any]

BODY_ANCHOR = "{{NOI_DUNG}}"
ANNEX_ANCHOR = "{{PHU_LUC}}"


class TemplateError(ValueError):
    """The Doc is no copy of the report template: a place for the text is missing."""


def letterhead_values(letterhead: Letterhead) -> dict[str, str]:
    """Placeholder of the template → what it becomes."""
    values = {
        "{{CO_QUAN_CHU_QUAN}}": letterhead.parent_agency,
        "{{CO_QUAN}}": letterhead.agency,
        "{{SO}}": letterhead.number_line,
        "{{NGAY}}": letterhead.date_line,
        "{{TEN_LOAI}}": letterhead.title,
        "{{TRICH_YEU}}": letterhead.subject,
        "{{KINH_GUI}}": letterhead.recipient,
        "{{CHUC_VU}}": letterhead.signer_title,
        "{{NGUOI_KY}}": letterhead.signer_name,
    }
    lines = "\n".join(_plain(line) for line in letterhead.copies_to)
    return {token: _plain(value) for token, value in values.items()} | {"{{NOI_NHAN}}": lines}


def _plain(value: str) -> str:
    """A value that is no placeholder itself: one that is replaced is not looked through again."""
    return writable(value).replace("{{", "{ {")


def blocks_of(report: Report) -> tuple[tuple[Block, ...], tuple[Block, ...]]:
    """Body and annex, without blocks that say nothing."""
    return tuple(filter(says_something, report.body)), tuple(filter(says_something, report.annex))


def is_blank_copy(document: Json) -> bool:
    """True if nothing has been written into this copy of the template yet."""
    view = read_view(document)
    return not view.places and view.paragraph(BODY_ANCHOR) is not None


def has_our_blocks(document: Json) -> bool:
    """True if any block of ours is marked in the Doc."""
    return bool(read_view(document).places)


def first_draft_requests(document: Json, report: Report, job_key: str) -> list[Request]:
    """The batch that fills a fresh copy of the template; `job_key` names the draft in an error.

    Raises TemplateError if the copy has no place for the text.
    """
    view = read_view(document)
    body, annex = view.paragraph(BODY_ANCHOR), view.paragraph(ANNEX_ANCHOR)
    if body is None or annex is None:
        raise TemplateError(f"{job_key}: the copy has no {BODY_ANCHOR} or {ANNEX_ANCHOR}")
    values = letterhead_values(report.letterhead)
    # Placeholders go first: a «{{…}}» that a person typed is not in the Doc yet and stays as it is.
    requests = [_replace(view, token, value) for token, value in values.items()]
    body_blocks, annex_blocks = blocks_of(report)
    body_at = body.start + _shift(view, values, body.start)
    annex_at = annex.start + _shift(view, values, annex.start)
    requests += _area_inserts(view, annex_blocks, annex_at, annex)
    requests += _area_inserts(view, body_blocks, body_at, body)
    annex_at += growth(body_blocks) - units(body.text)
    requests += _area_looks(view, body_blocks, body_at, last=last_key(body_blocks))
    requests += _area_looks(view, annex_blocks, annex_at, new_page_for=first_key(annex_blocks))
    return requests


def first_key(annex: Sequence[Block]) -> str | None:
    """Key of the block that begins the annex on a new page."""
    return annex[0].key if annex else None


def last_key(body: Sequence[Block]) -> str | None:
    """Key of the block above the signature."""
    return body[-1].key if body else None


# --- one area: the body or the annex --------------------------------------------------------------


def _area_inserts(view: View, blocks: Sequence[Block], at: int, anchor: Paragraph) -> Iterator[Request]:
    """The anchor's text goes, and the blocks come into its paragraph."""
    yield {"deleteContentRange": {"range": span(view, at, at + units(anchor.text))}}
    yield from block_inserts(view, blocks, at, is_open=True)


def block_inserts(view: View, blocks: Sequence[Block], at: int, *, is_open: bool) -> Iterator[Request]:
    """Insert blocks at one place, last block first.

    `is_open` says that an empty paragraph stands at `at`, so that a text inserted there needs no newline:
    an anchor's own, or the one that a table brings along before itself.
    """
    for block in reversed(blocks):
        if block.table is not None:
            yield from table_inserts(view, block, at)
            is_open = True
        else:
            yield insert_text(view, at, writable(block.text) + ("" if is_open else "\n"))
            is_open = False


def _area_looks(
    view: View,
    blocks: Sequence[Block],
    at: int,
    *,
    new_page_for: str | None = None,
    last: str | None = None,
) -> Iterator[Request]:
    """Styles and named ranges of blocks that stand from `at` on."""
    for block, start in positions(blocks, at):
        if block.table is not None:
            yield from table_looks(view, block, start)
        else:
            is_last = block.key == last
            yield from block_looks(view, block, start, new_page=block.key == new_page_for, is_last=is_last)


def positions(blocks: Sequence[Block], at: int) -> Iterator[tuple[Block, int]]:
    """Each block with the index at which it starts."""
    before: Block | None = None
    for block in blocks:
        if block.table is not None and (before is None or before.table is not None):
            at += 1  # the empty paragraph that a table without a caption has before it
        yield block, at
        at += block_size(block)
        before = block


def growth(blocks: Sequence[Block]) -> int:
    """Units that the blocks add to an empty paragraph that they are put into."""
    end = max((start + block_size(block) for block, start in positions(blocks, 0)), default=0)
    # The last paragraph uses the anchor's newline; behind a table the anchor's paragraph stays.
    return end - 1 if blocks and blocks[-1].table is None else end


def block_size(block: Block) -> int:
    """Units of a block: a paragraph with its newline, or a table."""
    if block.table is None:
        return units(writable(block.text)) + 1
    cells = cells_of(block.table)
    return len(cells) * (2 * len(cells[0]) + 1) + 2 + sum(units(cell) for row in cells for cell in row)


# --- requests for one block -----------------------------------------------------------------------


def span(view: View, start: int, end: int) -> Request:
    """A Docs range in the report's tab."""
    return {"startIndex": start, "endIndex": end, "tabId": view.tab_id}


def location(view: View, index: int) -> Request:
    """A Docs location in the report's tab."""
    return {"index": index, "tabId": view.tab_id}


def insert_text(view: View, at: int, text: str) -> Request:
    """Insert a text that is `writable` already."""
    return {"insertText": {"location": location(view, at), "text": text}}


def block_looks(
    view: View, block: Block, start: int, *, new_page: bool = False, is_last: bool = False
) -> Iterator[Request]:
    """Style and named range of a paragraph that stands at `start`."""
    end = start + units(writable(block.text))
    yield from paragraph_style(span(view, start, end), block.kind, new_page=new_page, is_last=is_last)
    yield name_range(view, block.key, start, end)


def table_inserts(view: View, block: Block, at: int) -> Iterator[Request]:
    """Insert a table and fill it, last cell first.

    Docs inserts a newline at `at` and the table behind it; cell (r, c) of the empty table with C columns
    then takes text at `at` + 4 + r(2C + 1) + 2c.
    """
    cells = _cells(block)
    rows, columns = len(cells), len(cells[0])
    yield {"insertTable": {"rows": rows, "columns": columns, "location": location(view, at)}}
    for r in reversed(range(rows)):
        for c in reversed(range(columns)):
            if cells[r][c]:
                yield insert_text(view, at + 4 + r * (2 * columns + 1) + 2 * c, cells[r][c])


def table_looks(view: View, block: Block, start: int) -> Iterator[Request]:
    """Style and named range of a table that starts at `start`, filled."""
    end = start + block_size(block) - 2
    yield from table_style(location(view, start), _cells(block), partial(span, view))
    yield name_range(view, block.key, start + 3, end)


def name_range(view: View, key: str, start: int, end: int) -> Request:
    """Mark a block's text, so that it is found again wherever people move it."""
    return {"createNamedRange": {"name": PREFIX + key, "range": span(view, start, end)}}


def unname_range(view: View, key: str) -> Request:
    """Take the mark away; no error if there is none."""
    return {"deleteNamedRange": {"name": PREFIX + key, "tabsCriteria": {"tabIds": [view.tab_id]}}}


def _cells(block: Block) -> tuple[tuple[str, ...], ...]:
    if block.table is None:
        raise ValueError(f"{block.key} is a {BlockKind.TABLE} without a table")
    return cells_of(block.table)


# --- letterhead -----------------------------------------------------------------------------------


def _replace(view: View, token: str, value: str) -> Request:
    return {
        "replaceAllText": {
            "containsText": {"text": token, "matchCase": True},
            "replaceText": value,
            "tabsCriteria": {"tabIds": [view.tab_id]},
        }
    }


def _shift(view: View, values: dict[str, str], index: int) -> int:
    """Units by which the replacements move what stands at `index`."""
    return sum(
        text.count(token) * (units(value) - units(token))
        for start, text in view.every_text
        if start < index
        for token, value in values.items()
    )
