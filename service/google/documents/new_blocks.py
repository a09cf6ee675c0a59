"""Putting new blocks into a Doc: behind the nearest block before them that stands there."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from service.domain.report import Block
from service.google.documents.memory import WrittenBlock
from service.google.documents.plan import Edit, Plan, Written
from service.google.documents.reading import Paragraph, Place, Table, View
from service.google.documents.requests import block_inserts, block_size, growth, insert_text, positions
from service.google.documents.text import block_digest


def plan_new(
    view: View, blocks: Sequence[Block], before: Collection[str], plan: Plan, *, is_last: bool = False
) -> None:
    """Each run of new blocks goes behind the nearest block before it that stands in the Doc.

    `is_last`: of an area of which nothing stands in the Doc, the end of the Doc is the place.
    """
    home: Paragraph | Table | None = None
    run: list[Block] = []
    for block in blocks:
        place = view.places.get(block.key)
        if place is not None:
            _insert(view, run, home, place.home, plan)
            home, run = place.home, []
        elif block.key not in before:
            run.append(block)
    if home is None and is_last:
        home = view.paragraphs[-1]
    _insert(view, run, home, None, plan)


def _insert(
    view: View,
    run: Sequence[Block],
    home: Paragraph | Table | None,
    following: Paragraph | Table | None,
    plan: Plan,
) -> None:
    if not run:
        return
    if home is None and isinstance(following, Table):
        home = next((p for p in view.paragraphs if p.end == following.start), None)
    is_pinned = isinstance(home, Paragraph) and home.is_pinned
    at = home.end - 1 if home is not None and is_pinned else _behind(home, following)
    if at is None or any(edit.inserts and edit.at == at for edit in plan.edits):
        # Everything around was deleted by a person: there is no place left that would be right.
        plan.known |= {block.key: WrittenBlock(block.key, block_digest(block)) for block in run}
        plan.kept.extend(block.key for block in run)
        return
    if is_pinned and home is not None and home.end - home.start == 1:
        requests = list(block_inserts(view, run, at, is_open=True))
        start, grows = 0, growth(run)
    elif is_pinned:
        # The text gets a new paragraph before the newline that cannot be moved.
        requests = [insert_text(view, at, "\n"), *block_inserts(view, run, at + 1, is_open=True)]
        start, grows = 1, growth(run) + 1
    else:
        requests = list(block_inserts(view, run, at, is_open=False))
        start, grows = 0, max(offset + block_size(block) for block, offset in positions(run, 0))
    plan.edits.append(Edit(at, grows, requests, inserts=True))
    for block, offset in positions(run, start):
        plan.known[block.key] = WrittenBlock(block.key, block_digest(block))
        plan.written.append(Written(block, at, offset))
    plan.beside.extend(_beside(view, at, plan))


def _behind(home: Paragraph | Table | None, following: Paragraph | Table | None) -> int | None:
    """Where a paragraph may begin: behind `home`, else before `following`, which must not be a table."""
    if home is not None:
        return home.end
    return following.start if isinstance(following, Paragraph) else None


def _beside(view: View, at: int, plan: Plan) -> Iterator[Place]:
    """Blocks that touch an insertion and stay as they are."""
    rewritten = {item.block.key for item in plan.written}
    for key in plan.known:
        place = view.places.get(key)
        if place is None or key in rewritten or place.without is None or place.has_suggestions:
            continue
        if place.start == at or place.end in (at, at - 1):
            yield place
