"""The lines around the body of a draft: written into the template's places once, and kept up to date.

They carry no marks of ours. A line is ours as long as it says what we wrote and stands there once, outside
of our blocks; one that a person changed stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from service.google.documents.plan import Edit
from service.google.documents.reading import View
from service.google.documents.requests import insert_text, span
from service.google.documents.text import units


@dataclass(frozen=True, slots=True)
class LetterheadPlan:
    """What is to be done about the lines that say something else now."""

    edits: list[Edit] = field(default_factory=list)
    #: Placeholder → what will stand there, as far as it is ours.
    known: dict[str, str] = field(default_factory=dict)
    #: Placeholders of the lines that people changed.
    kept: list[str] = field(default_factory=list)


def plan_letterhead(view: View, written: Mapping[str, str], wanted: Mapping[str, str]) -> LetterheadPlan:
    """Compare what we wrote (placeholder → text) with what is wanted; of the rest nothing is known."""
    plan = LetterheadPlan()
    for token, text in wanted.items():
        old = written.get(token)
        if old is None:
            continue
        pairs = list(zip(old.split("\n"), text.split("\n"), strict=False))
        changed = [(was, line) for was, line in pairs if was != line]
        stand = [(line, list(_places(view, was)), list(_places(view, line))) for was, line in changed]
        if old.count("\n") == text.count("\n") and all(map(_is_ours, stand)):
            for (was, line), (_, places, _) in zip(changed, stand, strict=True):
                plan.edits.extend(
                    Edit(at, units(line) - units(was), _rewritten(view, at, was, line)) for at in places
                )
            plan.known[token] = text
        else:
            plan.known[token] = old
            plan.kept.append(token)
    return plan


def _is_ours(stand: tuple[str, list[int], list[int]]) -> bool:
    """The old line stands there once; or the new one does, by a run that never learnt of its own write."""
    _, old, new = stand
    return len(old) == 1 or (not old and len(new) == 1)


def _places(view: View, text: str) -> Iterator[int]:
    """Where a text stands outside of our blocks, and nobody has suggested to change it."""
    ours = {place.home.start for place in view.places.values()}
    for start, said in _untouched(view, ours):
        at = said.find(text) if text else -1
        while at >= 0:
            yield start + units(said[:at])
            at = said.find(text, at + len(text))


def _untouched(view: View, ours: set[int]) -> Iterator[tuple[int, str]]:
    for paragraph in view.paragraphs:
        if paragraph.start not in ours and not paragraph.words.has_suggestions:
            yield paragraph.start, paragraph.text
    for table in view.tables:
        cells = () if table.start in ours else (cell for row in table.rows for cell in row)
        yield from ((cell.start, cell.text) for cell in cells if not cell.words.has_suggestions)


def _rewritten(view: View, at: int, old: str, new: str) -> list[dict[str, Any]]:
    """The new text goes in behind the first letter, so that it looks like the old one."""
    first, grown = units(old[0]), units(new)
    ranges: Sequence[tuple[int, int]] = (
        (at + first + grown, at + units(old) + grown),
        (at, at + first),
    )
    return [
        *([insert_text(view, at + first, new)] if new else []),
        *({"deleteContentRange": {"range": span(view, a, b)}} for a, b in ranges if b > a),
    ]
