"""Offering a new text for a block that a person edited: as a suggestion, else as a comment at its place.

Each new text is offered once. An older offer that nobody has touched gives way to the new one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from service.domain.report import Block
from service.google.documents.memory import WrittenBlock
from service.google.documents.reading import Paragraph, Place, Table, View
from service.google.documents.requests import Request, insert_text, span
from service.google.documents.text import block_digest, cells_of, units, writable

#: Google's limit for a comment, in bytes of UTF-8, less room for its introduction.
_COMMENT_BYTES = 1900
#: So many comments at most carry one text.
_COMMENT_PARTS = 4
_COMMENT = "Số liệu đã thay đổi. Dịch vụ đề nghị viết lại chỗ này{part}: «{text}»"


@dataclass(frozen=True, slots=True)
class Offer:
    """What is to be done for one block that a person edited; without any request, nothing."""

    block: Block
    place: Place
    #: What is known of the block once it is done; ids of new suggestions and comments are still missing.
    known: WrittenBlock
    #: Takes an older offer back, in an ordinary batch.
    withdrawals: tuple[Request, ...] = ()
    #: The new text is offered as a suggestion, or as comments.
    suggests: bool = False
    comments: bool = False

    @property
    def shrinks(self) -> int:
        """Units that go with the suggestion that is taken back."""
        if not any("deleteSuggestion" in request for request in self.withdrawals):
            return 0
        return sum(units(words.text) - units(words.without) for words in self.place.home.parts)


def plan_offer(
    view: View, block: Block, place: Place, was: WrittenBlock, *, can_suggest: Callable[[], bool]
) -> Offer:
    """What to do for a block that is no longer as we wrote it."""
    wanted = block_digest(block)
    was = _learnt(was, place)
    stands = _stands(was, place)
    if (stands and was.offered == wanted) or (place.accepted == wanted and place.suggestion_ids):
        # It is offered already, by us or by somebody else.
        return Offer(block, place, replace(was, suggestion_ids=_open_ids(was, place)) if stands else was)
    if was.offering == wanted and (ids := _comments_there(view, block)):
        # The run that wrote these comments was killed before it learnt of it.
        return Offer(block, place, replace(was, offered=wanted, suggestion_ids=(), comment_ids=ids))
    withdrawals, was = _withdrawn(view, place, was, wanted)
    if place.without == wanted:
        is_free = not place.has_suggestions or withdrawals
        return Offer(block, place, was.settled(wanted) if is_free else was, withdrawals)
    if wanted in (was.digest, was.offered, *was.refused):
        return Offer(block, place, was, withdrawals)
    offered = replace(was, offered=wanted, suggestion_ids=(), comment_ids=())
    if _can_take(view, block, place, stands=bool(withdrawals) and stands) and can_suggest():
        return Offer(block, place, offered, withdrawals, suggests=True)
    return Offer(block, place, offered, withdrawals, comments=True)


def _learnt(was: WrittenBlock, place: Place) -> WrittenBlock:
    """With the suggestion that a run made without learning of it, if it is there."""
    if not was.offering or not place.suggestion_ids or place.accepted != was.offering:
        return was
    ids = tuple(sorted(place.suggestion_ids))
    return replace(was, offered=was.offering, offering=None, suggestion_ids=ids, comment_ids=())


def _stands(was: WrittenBlock, place: Place) -> bool:
    """Whether our last suggestion is there as we made it."""
    return bool(was.offered and place.suggestion_ids and place.accepted == was.offered)


def _comments_there(view: View, block: Block) -> tuple[str, ...]:
    """Our comments that say the block's text, if all of them are there."""
    texts = _comment_texts(block)
    return tuple(view.own_comments[text] for text in texts) if set(texts) <= view.own_comments.keys() else ()


def _open_ids(was: WrittenBlock, place: Place) -> tuple[str, ...]:
    # Without ids, the run that made the suggestion was killed before it learnt them.
    return was.suggestion_ids or tuple(sorted(place.suggestion_ids))


def _withdrawn(
    view: View, place: Place, was: WrittenBlock, wanted: str
) -> tuple[tuple[Request, ...], WrittenBlock]:
    """Requests that take back an offer of another text; or the note that a person did not take it."""
    if was.offered is None:
        return (), was
    over = replace(was, offered=None, suggestion_ids=(), comment_ids=())
    if _stands(was, place):
        ids = _open_ids(was, place)
        if place.suggestion_ids <= set(ids):
            gone = sorted(place.suggestion_ids)
            return tuple({"deleteSuggestion": {"suggestionId": i}} for i in gone), over
        return (), was
    if was.offered == wanted:
        return (), was
    unanswered = [i for i in was.comment_ids if i in view.unanswered]
    if unanswered:
        return tuple({"deleteComment": {"commentId": i}} for i in unanswered), over
    return (), replace(over, refused=(*was.refused, was.offered))


def _can_take(view: View, block: Block, place: Place, *, stands: bool) -> bool:
    """Whether a suggestion of the whole new text can be put at this place."""
    if place.without is None or (place.has_suggestions and not stands):
        # Broken in pieces, or somebody else's suggestion is in it.
        return False
    if sum(other.home.start == place.home.start for other in view.places.values()) > 1:
        return False  # joined with another block: that one would be struck out too
    home = place.home
    if isinstance(home, Paragraph):
        return block.table is None
    if block.table is None:
        return False
    wanted = cells_of(block.table)
    return (len(wanted), len(wanted[0])) == (len(home.rows), len(home.rows[0])) and _is_plain(home)


def _is_plain(table: Table) -> bool:
    """Whether the places of its cells follow from their texts: nothing but letters is in them."""
    starts = [cell.start for row in table.rows for cell in row]
    return starts == list(_cell_starts(table, table.start, without=False))


# --- as a suggestion -----------------------------------------------------------------------------


def suggestion_requests(view: View, offer: Offer, at: int) -> tuple[list[Request], list[Request]]:
    """Requests for SUGGEST mode, last place first, for a home that starts at `at` by then.

    The second list undoes them, first place first, should they have been carried out as edits.
    """
    home, block = offer.place.home, offer.block
    if isinstance(home, Paragraph) or block.table is None:
        changes = [(at, home.parts[0].without, writable(block.text))]
    else:
        new = [text for row in cells_of(block.table) for text in row]
        old = [cell.words.without for row in home.rows for cell in row]
        changes = list(zip(_cell_starts(home, at, without=True), old, new, strict=True))
    requests: list[Request] = []
    undo: list[Request] = []
    for start, before, after in changes:
        skipped, old_part, new_part = difference(before, after)
        requests[:0] = _replaced(view, start + skipped, old_part, new_part)
        undo += _undone(view, start + skipped, old_part, new_part)
    return requests, undo


def _replaced(view: View, at: int, old: str, new: str) -> Iterator[Request]:
    end = at + units(old)
    if new:
        yield insert_text(view, end, new)
    if old:
        yield {"deleteContentRange": {"range": span(view, at, end)}}


def _undone(view: View, at: int, old: str, new: str) -> Iterator[Request]:
    if old:
        yield insert_text(view, at, old)
    if new:
        start = at + units(old)
        yield {"deleteContentRange": {"range": span(view, start, start + units(new))}}


def difference(old: str, new: str) -> tuple[int, str, str]:
    """Units that both texts begin with, then the parts in which they differ; words stay whole."""
    before, after = (re.findall(r"\s+|\S+", text) for text in (old, new))
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    old_part, new_part = ("".join(words[head : len(words) - tail]) for words in (before, after))
    return units("".join(before[:head])), old_part, new_part


def _same(one: list[str], other: list[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _cell_starts(table: Table, at: int, *, without: bool) -> Iterator[int]:
    """Where the text of each cell begins in a table that starts at `at`."""
    at += 1
    for row in table.rows:
        at += 1
        for cell in row:
            yield at + 1
            at += 2 + units(cell.words.without if without else cell.text)


# --- as comments ---------------------------------------------------------------------------------


def comment_requests(view: View, offer: Offer, at: int) -> list[Request]:
    """Comments with the new text on a home that starts at `at` by then."""
    home = offer.place.home
    end = at + home.end - home.start - offer.shrinks
    # From the first letter to the last: without a paragraph's newline, without a table's frame.
    first, last = (at, end - 1) if isinstance(home, Paragraph) else (at + 3, end - 2)
    where = span(view, first, max(first + 1, last))
    return [{"insertComment": {"range": where, "content": text}} for text in _comment_texts(offer.block)]


def _comment_texts(block: Block) -> list[str]:
    if block.table is None:
        text = writable(block.text)
    else:
        text = "\n".join(" | ".join(row) for row in cells_of(block.table))
    parts = list(_parts(text))
    if len(parts) > _COMMENT_PARTS:
        parts = [*parts[: _COMMENT_PARTS - 1], parts[_COMMENT_PARTS - 1] + "…"]
    if len(parts) == 1:
        return [_COMMENT.format(part="", text=text)]
    return [
        _COMMENT.format(part=f" (phần {number}/{len(parts)})", text=part)
        for number, part in enumerate(parts, start=1)
    ]


def _parts(text: str) -> Iterator[str]:
    """The text in pieces that fit into a comment, broken between words."""
    piece = ""
    for word in re.findall(r"\s+|\S{1,400}", text):
        if len((piece + word).encode()) > _COMMENT_BYTES:
            yield piece.strip()
            piece = ""
        piece += word
    yield piece.strip()
