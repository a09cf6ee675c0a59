"""What has to be remembered of a draft to refresh it, before and after each write."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, field, replace

from service.google.documents.reading import Place, View, paragraph_place, table_place

#: Digest of a text of ours that nobody remembers.
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class WrittenBlock:
    """A block as we last wrote it; texts are kept as digests."""

    key: str
    #: Of the text that we wrote; "" as long as no write is known to have been carried out.
    digest: str
    _: KW_ONLY
    #: Of the other text that may stand there: that of a write of which no answer came; "" if it was to go.
    intended: str | None = None
    #: Of the text that was last offered to whoever edited the block.
    offered: str | None = None
    #: Of the text that is being offered, as long as no answer to that came.
    offering: str | None = None
    #: The suggestions or comments that offer it.
    suggestion_ids: tuple[str, ...] = ()
    comment_ids: tuple[str, ...] = ()
    #: Texts that a person did not take: they are not offered again.
    refused: tuple[str, ...] = ()

    def is_ours(self, digest: str | None) -> bool:
        """Whether a text with this digest is one that we wrote, or that we offered and a person took."""
        return digest is not None and digest in (self.digest, self.intended, self.offered)

    def settled(self, digest: str) -> WrittenBlock:
        """The block once it says this."""
        return WrittenBlock(self.key, digest, refused=self.refused)


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenDraft:
    """What has to be remembered of a draft to refresh it."""

    document_id: str
    #: Every block ever written, in the report's order; those that people deleted stay listed.
    blocks: tuple[WrittenBlock, ...] = ()
    #: Placeholder of the template → the line that we last wrote in its place.
    letterhead: Mapping[str, str] = field(default_factory=dict)


def intent(before: Iterable[WrittenBlock], after: Iterable[WrittenBlock]) -> tuple[WrittenBlock, ...]:
    """What to remember while it is open whether a write arrives: both texts of each block."""
    known = {block.key: block for block in before}
    wanted = {block.key: _intended(known.get(block.key), block) for block in after}
    going = (replace(block, intended="") for key, block in known.items() if key not in wanted)
    return (*wanted.values(), *going)


def _intended(was: WrittenBlock | None, wanted: WrittenBlock) -> WrittenBlock:
    if was is None:
        return WrittenBlock(wanted.key, "", intended=wanted.digest)
    if wanted.offered not in (None, was.offered):
        was = replace(was, offering=wanted.offered)
    return was if was.digest == wanted.digest else replace(was, intended=wanted.digest)


def recalled(blocks: Sequence[WrittenBlock], view: View) -> dict[str, WrittenBlock]:
    """Blocks that stood in the Doc at some time, by key, with the text that they had last of us as `digest`.

    Whether an intended write arrived shows in any block that says what it was to say, for it was one batch:
    then what is missing was deleted by a person; else a block that was to be added never stood there.
    """
    arrived = any(_has_arrived(block, view.places.get(block.key)) for block in blocks)
    settled = (
        replace(b, digest=b.intended, intended=b.digest or None)
        # A mark of ours tells that the write that was to make it arrived.
        if b.intended and (arrived or (not b.digest and b.key in view.places))
        else b
        for b in blocks
    )
    return {b.key: b for b in settled if b.digest and (b.intended != "" or b.key in view.places)}


def _has_arrived(block: WrittenBlock, place: Place | None) -> bool:
    return place is not None and block.intended is not None and place.digest == block.intended


def pick_ours(view: View, known: Mapping[str, WrittenBlock]) -> View:
    """Of a block that is marked twice, the place that says what we wrote; the other is a person's copy."""
    chosen = {
        key: next((p for p in (view.places[key], *others) if known[key].is_ours(p.digest)), view.places[key])
        for key, others in view.doubles.items()
        if key in known
    }
    return replace(view, places={**view.places, **chosen})


def find_moved(view: View, known: Mapping[str, WrittenBlock]) -> View:
    """The view with the places of blocks that people moved.

    Cut and paste takes the mark away. What says exactly what we wrote, is unmarked, and is the only one to
    say so, is the block.
    """
    homes = {place.home.start for place in view.places.values()}
    digests = Counter(d for block in known.values() for d in {block.digest, block.intended} if d)
    free: dict[str, list[Place]] = {}
    for place in _unmarked(view, homes):
        if place.digest is not None:
            free.setdefault(place.digest, []).append(place)
    found = dict(view.places)
    for key, block in known.items():
        candidates = free.get(block.digest, []) or free.get(block.intended or "", [])
        if key not in found and len(candidates) == 1 and digests[candidates[0].digest or ""] == 1:
            found[key] = replace(candidates[0], key=key)
    return replace(view, places=found)


def _unmarked(view: View, homes: set[int]) -> Iterator[Place]:
    for paragraph in view.paragraphs:
        if paragraph.start not in homes and paragraph.text:
            yield paragraph_place("", paragraph, paragraph.start, paragraph.end - 1)
    for table in view.tables:
        if table.start not in homes:
            yield table_place("", table, table.start, table.end)
