"""Work that a plan tells in a table: a row for each task, with a column that says who does it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.text import fold
from service.plan_text.names import bodies_in
from service.plan_text.paragraphs import is_table_row

_NUMBERS = re.compile(r"(?:s?tt|so tt|so thu tu|stt)")
_TASKS = re.compile(r"(?:ten |noi dung |cac )*(?:noi dung|cong viec|nhiem vu|hoat dong|dau viec)\b.*")
_OWNERS = re.compile(
    r".*\b(?:chu tri|phu trach|nguoi thuc hien|don vi thuc hien|bo phan thuc hien|co quan thuc hien|phan cong|"
    r"chiu trach nhiem|don vi, ca nhan)\b.*"
)
_COUNT = re.compile(r"\d{1,2}")


@dataclass(frozen=True, slots=True)
class Row:
    """One task of a table."""

    #: As printed in the first column, else its place in the table.
    label: str
    #: All cells of the row, with the heads of their columns but the first.
    text: str
    owners: tuple[str, ...]


def tasks_in(texts: Sequence[str]) -> Iterator[Row]:
    """The tasks of a table whose head names tasks and who does them; nothing of any other table."""
    columns: _Columns | None = None
    count = 0
    for text in texts:
        if not is_table_row(text):
            continue
        cells = [cell.strip() for cell in text.strip().strip("|").split("|")]
        head = _Columns.of(cells)
        if head is not None:
            columns, count = head, 0
        elif columns is not None and len(cells) == len(columns.heads) and cells[columns.task]:
            count += 1
            yield columns.row(cells, count)


@dataclass(frozen=True, slots=True)
class _Columns:
    heads: tuple[str, ...]
    task: int
    owner: int
    number: int | None

    @classmethod
    def of(cls, cells: Sequence[str]) -> _Columns | None:
        keys = [fold(cell) for cell in cells]
        task = next((i for i, key in enumerate(keys) if _TASKS.fullmatch(key)), None)
        owner = next((i for i, key in enumerate(keys) if i != task and _OWNERS.fullmatch(key)), None)
        if task is None or owner is None:
            return None
        number = next((i for i, key in enumerate(keys) if _NUMBERS.fullmatch(key)), None)
        return cls(tuple(cells), task, owner, number)

    def row(self, cells: Sequence[str], count: int) -> Row:
        printed = cells[self.number].rstrip(".") if self.number is not None else ""
        others = [
            f"{head}: {cell}"
            for place, (head, cell) in enumerate(zip(self.heads, cells, strict=True))
            if cell and head and place not in (self.task, self.number)
        ]
        return Row(
            label=printed if _COUNT.fullmatch(printed) else str(count),
            text=". ".join([cells[self.task].rstrip("."), *others]),
            owners=tuple(dict.fromkeys(bodies_in(cells[self.owner]))) if cells[self.owner] else (),
        )
