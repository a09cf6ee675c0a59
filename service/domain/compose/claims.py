"""Making claims and blocks; a claim from submissions cannot be made without them."""

from __future__ import annotations

from collections.abc import Iterable

from service.domain.records import SourceRef
from service.domain.report import Block, BlockKind, Claim, ClaimKind

_NEEDS_SOURCES = (ClaimKind.SUBMITTED, ClaimKind.COUNTED)


def claim(text: str, kind: ClaimKind, sources: Iterable[SourceRef] = (), basis: str = "") -> Claim:
    """A sentence with each of its sources once.

    Raises ValueError for a claim from submissions that names none.
    """
    refs = tuple(dict.fromkeys(sources))
    if kind in _NEEDS_SOURCES and not refs:
        raise ValueError(f"a {kind} claim needs sources: {text}")
    return Claim(text=text, kind=kind, sources=refs, basis=basis)


def paragraph(key: str, claims: Iterable[Claim]) -> Block | None:
    """A paragraph of these sentences, or None without any."""
    said = tuple(claims)
    return Block(key=key, kind=BlockKind.PARAGRAPH, claims=said) if said else None


def line(
    key: str, kind: BlockKind, text: str, claim_kind: ClaimKind = ClaimKind.WORDING, basis: str = ""
) -> Block:
    """A block of one sentence that rests on no submission: a heading, a notice."""
    return Block(key=key, kind=kind, claims=(claim(text, claim_kind, basis=basis),))


def present(*blocks: Block | None) -> tuple[Block, ...]:
    """Those that there are."""
    return tuple(block for block in blocks if block is not None)
