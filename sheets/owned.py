"""Tabs whose columns have owners: ours are rewritten, people's are read and never touched.

Each row carries our key in a hidden column, each column a developer-metadata mark; so sorting, filtering,
hiding, inserting and renaming by people are harmless. This module says what such a tab is;
`owned_rows` reads one, `owned_changes` plans what to write, `owned_setup` makes one.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum

#: Namespace of the marks on columns.
MARK_PREFIX = "dunghan"
#: Key of the hidden column that holds the key of each row.
ROW_KEY = "row_key"
#: Its header.
KEY_TITLE = "Khóa"


class Owner(StrEnum):
    """Who writes a column."""

    SERVICE = "service"
    PERSON = "person"


class Kind(StrEnum):
    """What a column holds; it gives format, alignment and validation."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    LINK = "link"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedColumn:
    """One column that we look for in a tab of ours."""

    key: str
    #: Header in Vietnamese.
    title: str
    owner: Owner
    kind: Kind = Kind.TEXT
    #: Pixels.
    width: int = 140
    #: Values offered in the cell.
    choices: tuple[str, ...] = ()
    hidden: bool = False
    #: Headers that also mean this column, should its mark be lost.
    aliases: tuple[str, ...] = ()
    #: It came after the first version: tabs made before do not have it, and it is added to them.
    later: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Colour:
    """Background of the cells of a column that hold exactly this text."""

    column: str
    text: str
    #: "#RRGGBB".
    background: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StackedChart:
    """Stacked columns over the rows of a tab: one column of the chart per row, one colour per series."""

    chart_id: int
    title: str
    #: Key of the column that names the rows.
    domain: str
    #: (column key, "#RRGGBB"), from the bottom up.
    series: tuple[tuple[str, str], ...]
    #: Rows of the tab that the chart can show.
    max_rows: int = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnedTab:
    """A tab that the service keeps together with a person."""

    #: Stable name in marks.
    key: str
    #: Title in Vietnamese.
    title: str
    #: Chosen by us, not 0, so that a second creation fails instead of doubling.
    sheet_id: int
    columns: tuple[OwnedColumn, ...]
    colours: tuple[Colour, ...] = ()
    chart: StackedChart | None = None
    #: Columns that stay in view on the left (the hidden key not counted).
    frozen_columns: int = 0
    #: It came after the first version: spreadsheets made before do not have it, and it is added to them.
    later: bool = False

    @property
    def mark_key(self) -> str:
        """Metadata key of the marks on this tab's columns; the value is the column's key."""
        return f"{MARK_PREFIX}.{self.key}"

    @property
    def all_columns(self) -> tuple[OwnedColumn, ...]:
        """The columns as they are laid out, the hidden key among them.

        The key stands second and not at an edge: whoever sorts a selection of visible columns takes it along.
        """
        row_key = OwnedColumn(
            key=ROW_KEY, title=KEY_TITLE, owner=Owner.SERVICE, hidden=True, aliases=("Mã khóa", "Khóa dòng")
        )
        return (*self.columns[:1], row_key, *self.columns[1:])

    @property
    def service_keys(self) -> tuple[str, ...]:
        """Keys of the columns that we write, the row key left out."""
        return tuple(column.key for column in self.columns if column.owner is Owner.SERVICE)

    @property
    def person_keys(self) -> tuple[str, ...]:
        """Keys of the columns that a person writes."""
        return tuple(column.key for column in self.columns if column.owner is Owner.PERSON)


def stable_id(*parts: str) -> int:
    """A positive 31-bit id that is the same on every run, for metadata and protected ranges."""
    digest = hashlib.sha256("\x1f".join(parts).encode()).digest()
    return (int.from_bytes(digest[:4], "big") & 0x7FFF_FFFF) or 1
