"""Which row is which: rows keep their identity when people sort, edit, insert and delete.

A row number says nothing. Where a sheet has an id column, that decides; elsewhere the new content is aligned
with the last snapshot: rows with the same content first, then the most similar of the rest.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sheets.similarity import Content, most_similar
from sheets.values import CellValue, as_text, canonical, is_blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A row as it was when the sheet was last read, in the order of the sheet."""

    row_id: str
    #: Column → value.
    values: Mapping[str, CellValue]


def align(
    previous: Sequence[Snapshot],
    rows: Sequence[Mapping[str, CellValue]],
    *,
    new_id: Callable[[], str],
    id_column: str | None = None,
) -> list[str]:
    """The id of each of `rows`, in their order; ids are distinct, and new where no old row fits.

    `id_column` is the key of a column in which people keep an id of their own; a copied row loses it to the
    first that carries it. Time grows with the number of rows, not with its square.
    """
    own = _own_ids(rows, id_column) if id_column is not None else {}
    claimed = set(own.values())
    old = {i: _content(s.values, id_column) for i, s in enumerate(previous) if s.row_id not in claimed}
    new = {i: _content(row, id_column) for i, row in enumerate(rows) if i not in own}
    pairs = _same_content(old, new)
    pairs |= most_similar(old, new, pairs)
    found = own | {index: previous[old_index].row_id for index, old_index in pairs.items()}
    taken = claimed | {snapshot.row_id for snapshot in previous}
    return [found[index] if index in found else _unused(new_id, taken) for index in range(len(rows))]


def _own_ids(rows: Sequence[Mapping[str, CellValue]], id_column: str) -> dict[int, str]:
    first: dict[str, int] = {}
    for index, row in enumerate(rows):
        own = as_text(row.get(id_column))
        if own:
            first.setdefault(own, index)
    return {index: own for own, index in first.items()}


def _unused(new_id: Callable[[], str], taken: set[str]) -> str:
    row_id = new_id()
    while row_id in taken:
        row_id = new_id()
    taken.add(row_id)
    return row_id


def _content(values: Mapping[str, CellValue], id_column: str | None) -> Content:
    return {
        column: canonical(value)
        for column, value in values.items()
        if column != id_column and not is_blank(value)
    }


def _same_content(old: Mapping[int, Content], new: Mapping[int, Content]) -> dict[int, int]:
    """New index → old index of rows that are the same; doubled rows pair off in their order."""
    waiting: dict[frozenset[object], deque[int]] = defaultdict(deque)
    for index, content in old.items():
        waiting[frozenset(content.items())].append(index)
    pairs = {}
    for index, content in new.items():
        same = waiting.get(frozenset(content.items()))
        if same:
            pairs[index] = same.popleft()
    return pairs
