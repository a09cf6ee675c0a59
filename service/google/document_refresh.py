"""Planning a refresh: which blocks of a Doc are still ours, and the requests that bring those up to date.

Changes are made from the end of the Doc to its start, so that none moves the place of a later one. Named
ranges are set again at the end: whether one grows when text is put at its edge is nothing to build on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from service.domain.report import Block, Report
from service.google.document_reading import Json, Paragraph, Place, Table, View, read_view
from service.google.document_requests import (
    Request,
    block_inserts,
    block_looks,
    block_size,
    blocks_of,
    first_key,
    growth,
    insert_text,
    name_range,
    positions,
    span,
    table_looks,
    unname_range,
)
from service.google.document_tables import table_changes
from service.google.document_text import block_digest, units, writable


@dataclass(frozen=True, slots=True)
class Known:
    """A block as we last wrote it."""

    key: str
    digest: str


@dataclass(frozen=True, slots=True)
class Refresh:
    """A planned refresh."""

    requests: list[Request]
    #: What will be known of the blocks once the requests are carried out.
    known: tuple[Known, ...]
    #: Keys of blocks that were left although the report says something else now.
    kept: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Edit:
    """One change: what stands behind `at` moves by `grows`."""

    at: int
    grows: int
    requests: list[Request]
    #: True if what stands exactly at `at` moves too.
    inserts: bool = False


@dataclass(frozen=True, slots=True)
class _Written:
    """A block whose text is new: it gets its looks and its named range again."""

    block: Block
    #: Where it starts: counted in the Doc as it was read, …
    at: int
    #: … plus so much inside what is inserted there; None for a block that stood there before.
    offset: int | None = None


@dataclass(slots=True)
class _Plan:
    edits: list[_Edit] = field(default_factory=list)
    written: list[_Written] = field(default_factory=list)
    #: Places of untouched blocks beside an insertion, which their named ranges may have swallowed.
    beside: list[Place] = field(default_factory=list)
    known: dict[str, Known] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)


def plan_refresh(document: Json, known: Sequence[Known], report: Report) -> Refresh:
    """Compare what stands in the Doc with what we wrote and with what the report says now.

    With nothing known of the Doc, only blocks that say what the report says are taken for ours, and nothing
    is added, now or later: what is missing may have been deleted by a person.
    """
    view = read_view(document)
    body, annex = blocks_of(report)
    blocks = (*body, *annex)
    before = {item.key: item.digest for item in known}
    if not known:
        before = {block.key: block_digest(block) for block in blocks}
    plan = _Plan()
    for block in blocks:
        if block.key in before or block.key in view.places:
            # What stands there and is not known was written by a run whose end was never kept.
            written = before.get(block.key, "")
            _plan_known(view, block, written, plan, is_sure=bool(known))
    gone = [Known(key, digest) for key, digest in before.items() if key not in plan.known]
    _plan_removals(view, gone, plan)
    _plan_new(view, body, before, plan)
    _plan_new(view, annex, before, plan, is_last=True)
    order = {block.key: number for number, block in enumerate(blocks)}
    after = sorted(plan.known.values(), key=lambda item: order.get(item.key, len(order)))
    return Refresh(_requests(view, plan, first_key(annex)), tuple(after), tuple(plan.kept))


# --- blocks that were written before ---------------------------------------------------------------


def _plan_known(view: View, block: Block, written: str, plan: _Plan, *, is_sure: bool) -> None:
    digest, place = block_digest(block), view.places.get(block.key)
    if place is not None and place.digest == digest:
        # It says so already: unchanged, or written by a run that never learnt of it.
        plan.known[block.key] = Known(block.key, digest)
        return
    # Deleted by a person: it stays deleted. Changed by a person: it stays as it is.
    is_ours = place is not None and place.digest == written
    plan.known[block.key] = Known(block.key, digest if is_ours else written)
    if not is_sure:
        plan.kept.append(block.key)
        return
    if place is None or written == digest:
        return
    home = place.home
    if not is_ours or isinstance(home, Paragraph) != (block.table is None):
        plan.known[block.key] = Known(block.key, written)
        plan.kept.append(block.key)
        return
    if isinstance(home, Paragraph):
        plan.edits.append(_paragraph_rewritten(view, block, place))
    else:
        grows = block_size(block) - (home.end - home.start)
        plan.edits.append(_Edit(home.start, grows, list(table_changes(view, block, home))))
    plan.written.append(_Written(block, home.start))


def _paragraph_rewritten(view: View, block: Block, place: Place) -> _Edit:
    text = writable(block.text)
    requests: list[Request] = [
        {"deleteContentRange": {"range": span(view, place.start, place.end)}},
        insert_text(view, place.start, text),
    ]
    return _Edit(place.start, units(text) - (place.end - place.start), requests)


def _plan_removals(view: View, gone: Sequence[Known], plan: _Plan) -> None:
    """Blocks that the report no longer has go if nobody touched them."""
    places = {item.key: view.places[item.key] for item in gone if item.key in view.places}
    for item in gone:
        if item.key in places and places[item.key].digest != item.digest:
            plan.known[item.key] = item
            del places[item.key]
    tables = {place.home.start for place in places.values() if isinstance(place.home, Table)}
    for key, place in places.items():
        home = place.home
        # A newline that a table follows cannot be deleted, unless the table goes as well.
        is_pinned = isinstance(home, Paragraph) and home.is_pinned and home.end not in tables
        end = home.end - 1 if is_pinned else home.end
        requests = [unname_range(view, key)]
        if end > home.start:
            requests.append({"deleteContentRange": {"range": span(view, home.start, end)}})
        plan.edits.append(_Edit(home.start, home.start - end, requests))


# --- blocks that are new ---------------------------------------------------------------------------


def _plan_new(
    view: View, blocks: Sequence[Block], before: Mapping[str, str], plan: _Plan, *, is_last: bool = False
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
    plan: _Plan,
) -> None:
    if not run:
        return
    if home is None and isinstance(following, Table):
        home = next((p for p in view.paragraphs if p.end == following.start), None)
    is_pinned = isinstance(home, Paragraph) and home.is_pinned
    at = home.end - 1 if home is not None and is_pinned else _behind(home, following)
    if at is None or any(edit.inserts and edit.at == at for edit in plan.edits):
        # Everything around was deleted by a person: there is no place left that would be right.
        plan.known |= {block.key: Known(block.key, block_digest(block)) for block in run}
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
    plan.edits.append(_Edit(at, grows, requests, inserts=True))
    for block, offset in positions(run, start):
        plan.known[block.key] = Known(block.key, block_digest(block))
        plan.written.append(_Written(block, at, offset))
    plan.beside.extend(_beside(view, at, plan))


def _behind(home: Paragraph | Table | None, following: Paragraph | Table | None) -> int | None:
    """Where a paragraph may begin: behind `home`, else before `following`, which must not be a table."""
    if home is not None:
        return home.end
    return following.start if isinstance(following, Paragraph) else None


def _beside(view: View, at: int, plan: _Plan) -> Iterator[Place]:
    """Blocks as we wrote them that touch an insertion."""
    rewritten = {item.block.key for item in plan.written}
    for key, item in plan.known.items():
        place = view.places.get(key)
        if place is None or key in rewritten or place.digest != item.digest:
            continue
        if place.start == at or place.end in (at, at - 1):
            yield place


# --- putting it together ---------------------------------------------------------------------------


def _requests(view: View, plan: _Plan, page_break_before: str | None) -> list[Request]:
    """Changes from the end to the start, then looks and named ranges where the blocks stand by then."""
    requests: list[Request] = []
    # At one place the block that stands there is changed before something is put in front of it.
    for edit in sorted(plan.edits, key=lambda edit: (-edit.at, edit.inserts)):
        requests += edit.requests
    rewritten = {item.block.key for item in plan.written}
    for item in plan.written:
        key = item.block.key
        start = _moved(plan, item.at, with_insert=item.offset is None) + (item.offset or 0)
        requests.append(unname_range(view, key))
        if item.block.table is not None:
            requests += table_looks(view, item.block, start)
        else:
            requests += block_looks(view, item.block, start, new_page=key == page_break_before)
    for place in plan.beside:
        if place.key not in rewritten:
            start = _moved(plan, place.start, with_insert=True)
            end = _moved(plan, place.end, with_insert=False)
            requests += [unname_range(view, place.key), name_range(view, place.key, start, end)]
    return requests


def _moved(plan: _Plan, at: int, *, with_insert: bool) -> int:
    """Where a place of the Doc as it was read is after all changes."""
    return at + sum(
        edit.grows for edit in plan.edits if edit.at < at or (with_insert and edit.inserts and edit.at == at)
    )
