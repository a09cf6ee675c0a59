"""What a refresh would do to a Doc, block by block, without doing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from service.domain.report import Block, Report
from service.google.documents.memory import WrittenDraft, find_moved, recalled
from service.google.documents.reading import Paragraph, Place, View, read_view
from service.google.documents.refresh import Refresh, plan_refresh
from service.google.documents.requests import blocks_of, is_blank_copy
from service.google.documents.text import block_digest
from service.google.documents.writing import read_draft


class BlockDeed(StrEnum):
    """What happens to a block."""

    REWRITTEN = "viết lại"
    OFFERED = "đề nghị"
    NEW = "thêm"
    GONE = "bỏ"


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockChange:
    """One block that would change."""

    key: str
    deed: BlockDeed
    before: str = ""
    after: str = ""


def new_draft(report: Report) -> tuple[BlockChange, ...]:
    """The blocks of a Doc that is not there yet."""
    body, annex = blocks_of(report)
    return tuple(_new(block) for block in (*body, *annex))


def preview_refresh(docs: Any, draft: WrittenDraft, report: Report) -> tuple[BlockChange, ...]:
    """What a refresh would do; one read.

    Whether a new text beside people's words comes as a suggestion or as a comment is not tried out here.
    """
    document = read_draft(docs, draft)
    if is_blank_copy(document):
        return new_draft(report)
    planned = plan_refresh(document, draft.blocks, report)
    if not planned.requests and not planned.suggestions:
        return ()
    return tuple(_changes(read_view(document), planned, draft, report))


def _changes(view: View, planned: Refresh, draft: WrittenDraft, report: Report) -> Iterator[BlockChange]:
    before = recalled(draft.blocks, view)
    view = find_moved(view, before)
    known = {block.key: block for block in planned.known}
    body, annex = blocks_of(report)
    for block in (*body, *annex):
        place = view.places.get(block.key)
        if block.key in planned.comments or block.key in planned.suggestion_keys:
            yield BlockChange(
                key=block.key, deed=BlockDeed.OFFERED, before=_standing(place), after=_text(block)
            )
        elif block.key in planned.kept or block.key not in known:
            continue
        elif place is not None:
            was = before.get(block.key)
            if place.digest != block_digest(block) and was is not None and was.is_ours(place.digest):
                yield BlockChange(
                    key=block.key, deed=BlockDeed.REWRITTEN, before=_standing(place), after=_text(block)
                )
        elif block.key not in before:
            yield _new(block)
    for key, block_before in before.items():
        place = view.places.get(key)
        if key not in known and place is not None and block_before.is_ours(place.digest):
            yield BlockChange(key=key, deed=BlockDeed.GONE, before=_standing(place))


def _new(block: Block) -> BlockChange:
    return BlockChange(key=block.key, deed=BlockDeed.NEW, after=_text(block))


def _text(block: Block) -> str:
    if block.table is None:
        return block.text
    return _rows((tuple(block.table.header), *block.table.rows))


def _standing(place: Place | None) -> str:
    if place is None:
        return ""
    home = place.home
    return home.text if isinstance(home, Paragraph) else _rows(home.texts)


def _rows(rows: tuple[tuple[str, ...], ...]) -> str:
    return "\n".join(" | ".join(row) for row in rows)
