"""Planning a refresh: which blocks of a Doc are still ours, and the requests that bring those up to date.

Changes are made from the end of the Doc to its start, so that none moves the place of a later one. Named
ranges are set again at the end: whether one grows when text is put at its edge is nothing to build on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from service.domain.report import Block, Report
from service.google.documents.letterhead import plan_letterhead
from service.google.documents.memory import UNKNOWN, WrittenBlock, find_moved, pick_ours, recalled
from service.google.documents.new_blocks import plan_new
from service.google.documents.offers import Offer, comment_requests, plan_offer, suggestion_requests
from service.google.documents.plan import Edit, Plan, Written, moved
from service.google.documents.reading import Json, Paragraph, Table, View, read_view
from service.google.documents.requests import (
    Request,
    block_looks,
    block_size,
    blocks_of,
    first_key,
    insert_text,
    last_key,
    letterhead_values,
    name_range,
    span,
    table_looks,
    unname_range,
)
from service.google.documents.tables import table_changes
from service.google.documents.text import block_digest, units, writable


@dataclass(frozen=True, slots=True, kw_only=True)
class Refresh:
    """A planned refresh."""

    #: An ordinary batch.
    requests: list[Request]
    #: A batch in SUGGEST mode, at the places as they are after the first; and the block each belongs to.
    suggestions: list[Request] = field(default_factory=list)
    suggestion_keys: tuple[str, ...] = ()
    #: What undoes `suggestions` if Google carried them out as edits.
    undo: list[Request] = field(default_factory=list)
    #: Block key → positions of its comments in `requests`.
    comments: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    #: What will be known of the blocks once everything is carried out.
    known: tuple[WrittenBlock, ...] = ()
    #: The same of the lines around the body.
    letterhead: Mapping[str, str] = field(default_factory=dict)
    #: Keys of blocks that were left although the report says something else now.
    kept: tuple[str, ...] = ()
    #: People deleted every block of the body: there is no place left for new ones.
    has_no_body: bool = False


def never() -> bool:
    """Suggestions have not been proven to be suggestions."""
    return False


def plan_refresh(
    document: Json,
    known: Sequence[WrittenBlock],
    report: Report,
    *,
    letterhead: Mapping[str, str] = MappingProxyType({}),
    can_suggest: Callable[[], bool] = never,
) -> Refresh:
    """Compare what stands in the Doc with what we wrote and with what the report says now.

    With nothing known of the Doc, only blocks that say what the report says are taken for ours, and nothing
    is added, now or later: what is missing may have been deleted by a person. `letterhead` is what we wrote
    around the body, by placeholder. `can_suggest` is asked when there is something to suggest.
    """
    view = read_view(document)
    body, annex = blocks_of(report)
    blocks = (*body, *annex)
    before = recalled(known, view)
    if not known:
        before = {block.key: WrittenBlock(block.key, block_digest(block)) for block in blocks}
    view = find_moved(pick_ours(view, before), before)
    plan = Plan()
    for block in blocks:
        if block.key in before or block.key in view.places:
            # What stands there and is not known was written by a run whose end was never kept.
            was = before.get(block.key) or WrittenBlock(block.key, UNKNOWN)
            _plan_known(view, block, was, plan, None if not known else can_suggest)
    _plan_removals(view, [item for key, item in before.items() if key not in plan.known], plan)
    stood = any(block.key in before for block in body)
    stands = any(block.key in view.places for block in body)
    plan_new(view, body, before, plan)
    plan_new(view, annex, before, plan, is_last=True)
    head = plan_letterhead(view, letterhead, letterhead_values(report.letterhead))
    plan.edits.extend(head.edits)
    plan.kept.extend(f"letterhead.{token.strip('{}').lower()}" for token in head.kept)
    order = {block.key: number for number, block in enumerate(blocks)}
    after = sorted(plan.known.values(), key=lambda item: order.get(item.key, len(order)))
    edits = _requests(view, plan, first_key(annex), last_key(body))
    planned = _with_offers(view, plan, edits, tuple(after), has_no_body=stood and not stands)
    return replace(planned, letterhead=head.known)


# --- blocks that were written before ---------------------------------------------------------------


def _plan_known(
    view: View, block: Block, was: WrittenBlock, plan: Plan, can_suggest: Callable[[], bool] | None
) -> None:
    """`can_suggest` is None if it is not sure what we wrote: then nothing is changed or offered."""
    digest, place = block_digest(block), view.places.get(block.key)
    if place is not None and place.digest == digest:
        # It says so already: unchanged, taken by a person, or written by a run that never learnt of it.
        plan.known[block.key] = was.settled(digest)
        return
    plan.known[block.key] = replace(was, intended=None, offering=None)
    if can_suggest is None:
        plan.kept.append(block.key)
        return
    if place is None:
        return  # Deleted by a person: it stays deleted.
    home = place.home
    if not was.is_ours(place.digest) or isinstance(home, Paragraph) != (block.table is None):
        # Changed by a person: it stays as it is.
        offer = plan_offer(view, block, place, was, can_suggest=can_suggest)
        _take_offer(offer, plan)
        if was.digest != digest:
            plan.kept.append(block.key)
        return
    plan.known[block.key] = was.settled(digest)
    if isinstance(home, Paragraph):
        plan.edits.append(_paragraph_rewritten(view, block, home))
    else:
        grows = block_size(block) - (home.end - home.start)
        plan.edits.append(Edit(home.start, grows, list(table_changes(view, block, home))))
    plan.written.append(Written(block, home.start))


def _take_offer(offer: Offer, plan: Plan) -> None:
    plan.known[offer.block.key] = replace(offer.known, intended=None, offering=None)
    plan.offers.append(offer)
    if offer.withdrawals:
        plan.edits.append(Edit(offer.place.home.start, -offer.shrinks, list(offer.withdrawals)))


def _paragraph_rewritten(view: View, block: Block, home: Paragraph) -> Edit:
    text = writable(block.text)
    requests: list[Request] = [
        {"deleteContentRange": {"range": span(view, home.start, home.end - 1)}},
        insert_text(view, home.start, text),
    ]
    return Edit(home.start, units(text) - (home.end - 1 - home.start), requests)


def _plan_removals(view: View, gone: Sequence[WrittenBlock], plan: Plan) -> None:
    """Blocks that the report no longer has go if nobody touched them."""
    places = {item.key: view.places[item.key] for item in gone if item.key in view.places}
    # What a person deleted stays listed: it must not come back with a later report.
    plan.known |= {item.key: replace(item, intended=None) for item in gone if item.key not in places}
    for item in gone:
        if item.key in places and not item.is_ours(places[item.key].digest):
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
        plan.edits.append(Edit(home.start, home.start - end, requests))


# --- putting it together ---------------------------------------------------------------------------


def _requests(view: View, plan: Plan, page_break_before: str | None, last: str | None) -> list[Request]:
    """Changes from the end to the start, then looks and named ranges where the blocks stand by then."""
    requests: list[Request] = []
    # At one place the block that stands there is changed before something is put in front of it.
    for edit in sorted(plan.edits, key=lambda edit: (-edit.at, edit.inserts)):
        requests += edit.requests
    rewritten = {item.block.key for item in plan.written}
    for item in plan.written:
        key = item.block.key
        start = moved(plan, item.at, with_insert=item.offset is None) + (item.offset or 0)
        requests.append(unname_range(view, key))
        if item.block.table is not None:
            requests += table_looks(view, item.block, start)
        else:
            is_first, is_last = key == page_break_before, key == last
            requests += block_looks(view, item.block, start, new_page=is_first, is_last=is_last)
    for place in plan.beside:
        if place.key not in rewritten:
            start = moved(plan, place.start, with_insert=True)
            end = moved(plan, place.end, with_insert=False)
            requests += [unname_range(view, place.key), name_range(view, place.key, start, end)]
    return requests


def _with_offers(
    view: View, plan: Plan, edits: list[Request], known: tuple[WrittenBlock, ...], *, has_no_body: bool
) -> Refresh:
    """The plan with its comments at the end of the batch, and the batch of its suggestions."""
    comments: dict[str, tuple[int, ...]] = {}
    suggested: list[tuple[str, Request]] = []
    undo: list[Request] = []
    for offer in sorted(plan.offers, key=lambda offer: offer.place.home.start):
        at = moved(plan, offer.place.home.start, with_insert=True)
        if offer.comments:
            added = comment_requests(view, offer, at)
            comments[offer.block.key] = tuple(range(len(edits), len(edits) + len(added)))
            edits = edits + added
        elif offer.suggests:
            requests, undone = suggestion_requests(view, offer, at)
            # The last place first, so that none moves another.
            suggested[:0] = [(offer.block.key, request) for request in requests]
            undo += undone
    return Refresh(
        requests=edits,
        suggestions=[request for _, request in suggested],
        suggestion_keys=tuple(key for key, _ in suggested),
        undo=undo,
        comments=comments,
        known=known,
        kept=tuple(plan.kept),
        has_no_body=has_no_body,
    )
