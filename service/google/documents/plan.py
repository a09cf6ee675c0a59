"""A refresh while it is being planned: changes, and where everything is once they are made."""

from __future__ import annotations

from dataclasses import dataclass, field

from service.domain.report import Block
from service.google.documents.memory import WrittenBlock
from service.google.documents.offers import Offer
from service.google.documents.reading import Place
from service.google.documents.requests import Request


@dataclass(frozen=True, slots=True)
class Edit:
    """One change: what stands behind `at` moves by `grows`."""

    at: int
    grows: int
    requests: list[Request]
    #: True if what stands exactly at `at` moves too.
    inserts: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """A block whose text is new: it gets its looks and its named range again."""

    block: Block
    #: Where it starts: counted in the Doc as it was read, …
    at: int
    #: … plus so much inside what is inserted there; None for a block that stood there before.
    offset: int | None = None


@dataclass(slots=True)
class Plan:
    edits: list[Edit] = field(default_factory=list)
    written: list[Written] = field(default_factory=list)
    #: Places of untouched blocks beside an insertion, which their named ranges may have swallowed.
    beside: list[Place] = field(default_factory=list)
    known: dict[str, WrittenBlock] = field(default_factory=dict)
    kept: list[str] = field(default_factory=list)
    offers: list[Offer] = field(default_factory=list)


def moved(plan: Plan, at: int, *, with_insert: bool) -> int:
    """Where a place of the Doc as it was read is after all changes."""
    return at + sum(
        edit.grows for edit in plan.edits if edit.at < at or (with_insert and edit.inserts and edit.at == at)
    )
