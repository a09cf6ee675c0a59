"""The cells of a tab, row by row; a row is read from its text only when somebody looks into it.

A large tab is mostly left alone by a request: its rows go from the store to the store as they are. Most of
them are empty cells that look alike, and are kept once.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from typing import Any

Json = dict[str, Any]
#: Column → CellData in the API's own words.
Cells = dict[int, Json]
#: Pairs of the text of a row and the rows that it stands for.
Texts = list[list[Any]]


class Rows(MutableMapping[int, Cells]):
    """Row → column → cell; rows without cells are not in it."""

    def __init__(self, kept: Mapping[int, str | Cells] | None = None) -> None:
        """`kept` has rows as `texts` made them, or as cells."""
        self._kept: dict[int, str | Cells] = dict(kept or {})

    @classmethod
    def of(cls, texts: Texts | Mapping[str, str]) -> Rows:
        """The rows out of what `texts` made; earlier stores have a text for each row."""
        if isinstance(texts, Mapping):
            return cls({int(row): text for row, text in texts.items()})
        return cls(dict(sorted((row, text) for text, rows in texts for row in rows)))

    def texts(self) -> Texts:
        """The rows for the store; a row that nobody looked into is the text that it came as."""
        found: dict[str, list[int]] = {}
        for row, cells in sorted(self._kept.items()):
            found.setdefault(cells if isinstance(cells, str) else _written(cells), []).append(row)
        return [[text, rows] for text, rows in found.items()]

    def unread(self, row: int) -> str | None:
        """The text of a row that nobody has looked into yet; rows with the same text have the same cells."""
        cells = self._kept.get(row)
        return cells if isinstance(cells, str) else None

    def renumbered(self, place: Callable[[int], int | None]) -> Rows:
        """The same rows under other numbers; those without a new number are left out."""
        moved = ((place(row), cells) for row, cells in self._kept.items())
        return Rows({row: cells for row, cells in moved if row is not None})

    def that_say(self, word: str) -> Iterator[int]:
        """Rows in whose text a word may stand; the others are not read for it."""
        return (row for row, cells in list(self._kept.items()) if not isinstance(cells, str) or word in cells)

    def __getitem__(self, row: int) -> Cells:
        cells = self._kept[row]
        if isinstance(cells, str):
            cells = self._kept[row] = _read(cells)
        return cells

    def __setitem__(self, row: int, cells: Cells) -> None:
        self._kept[row] = cells

    def __delitem__(self, row: int) -> None:
        del self._kept[row]

    def __contains__(self, row: object) -> bool:
        return row in self._kept

    def __iter__(self) -> Iterator[int]:
        return iter(self._kept)

    def __len__(self) -> int:
        return len(self._kept)

    def __deepcopy__(self, memo: dict[int, Any]) -> Rows:
        return Rows.of(self.texts())


def _written(cells: Cells) -> str:
    """A cell with nothing but a plain value is written as that value."""
    return json.dumps({column: _short(cell) for column, cell in sorted(cells.items())}, ensure_ascii=False)


def _read(text: str) -> Cells:
    return {int(column): _long(cell) for column, cell in json.loads(text).items()}


def _short(cell: Json) -> Any:
    value = cell.get("userEnteredValue")
    if value is None or len(cell) != 1 or len(value) != 1:
        return cell
    [(kind, plain)] = value.items()
    return plain if kind == _kind(plain) else cell


def _long(cell: Any) -> Json:
    return cell if isinstance(cell, dict) else {"userEnteredValue": {_kind(cell): cell}}


def _kind(plain: Any) -> str:
    if isinstance(plain, str):
        return "stringValue"
    return "boolValue" if isinstance(plain, bool) else "numberValue"
