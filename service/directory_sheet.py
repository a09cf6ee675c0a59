"""The tab «Danh bạ»: rows read into the directory, rows that the plan brings in, and how each stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from service.config import ZONE
from service.directory import known_endings
from service.domain.dates import short_date
from service.domain.directory import (
    ONE_DAY,
    Choice,
    Directory,
    DirectoryEntry,
    EntryKind,
    identity,
    kind_of,
    official,
    successor_said,
)
from service.domain.expectations import SchoolProfile, Unit
from service.domain.in_force import Ended
from service.domain.plan import Plan
from service.domain.readiness import PARENT_OPEN
from service.domain.text import fold, nfc
from service.state import SchoolState
from sheets.values import CellValue

Rows = dict[str, dict[str, CellValue]]

#: Row key of the school itself.
SCHOOL_ROW = "school"
#: In the cell of a choice that nobody has put a name to.
UNSIGNED = "Ghi tên vào «Người chọn» thì lựa chọn mới có hiệu lực."
IN_USE = "Đang dùng"


class Row(Protocol):
    """A row of the tab by what its cells mean."""

    @property
    def key(self) -> str:
        """Of the row; "" in one that a person added."""

    def text(self, column: str) -> str:
        """What the cell says, trimmed."""

    def names(self, column: str) -> tuple[str, ...]:
        """Names apart by «;»."""

    def day(self, column: str) -> dt.date | None:
        """The date in the cell."""


def entry_of(row: Row) -> DirectoryEntry | None:
    """The entry that a row makes; None for one without a kind that we know or without a name."""
    kind, name = kind_of(row.text("kind")), row.text("name")
    if kind is None or not name:
        return None
    return DirectoryEntry(
        key=row.key,
        kind=kind,
        name=name,
        aliases=row.names("aliases"),
        group=row.text("group") or None,
        parent=row.text("parent"),
        place=row.text("place"),
        symbol=row.text("symbol"),
        signer=row.text("signer"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
        basis=row.text("basis"),
        successor=row.text("successor"),
        chosen_by=row.text("chosen_by"),
    )


def units_of(entries: Iterable[DirectoryEntry]) -> tuple[Unit, ...]:
    """The school's units, closed ones too: what they sent while they worked still has to be read."""
    return tuple(
        Unit(name=entry.name, aliases=entry.aliases, group=entry.group)
        for entry in entries
        if entry.kind is EntryKind.UNIT
    )


# --- rows ------------------------------------------------------------------------------------------


def first_rows(profile: SchoolProfile, plan: Plan) -> Rows:
    """First rows: the school, its units, and what the plan names."""
    school: Rows = {
        SCHOOL_ROW: {
            "kind": EntryKind.SCHOOL.value,
            "name": profile.name,
            "parent": profile.parent,
            "place": profile.place,
            "symbol": profile.symbol,
            "signer": profile.principal,
        }
    }
    units: Rows = {
        f"unit:{unit.name}": {
            "kind": EntryKind.UNIT.value,
            "name": unit.name,
            "aliases": "; ".join(unit.aliases),
            "group": unit.group,
        }
        for unit in profile.units
    }
    return school | units | named_rows(profile, plan, Directory(endings=known_endings().known))


def directory_rows(state: SchoolState, present: Mapping[str, object]) -> tuple[Rows, Rows]:
    """How each row that is `present` stands, and rows that were never there, with their first values.

    A row that somebody deleted is not made again.
    """
    added = {
        key: values
        for key, values in named_rows(state.school.profile, state.plan, state.directory).items()
        if key not in present and key not in state.settings.directory_keys
    }
    standing = _Standings(state)
    rows = (*state.directory.entries, *(_entry_of_values(key, values) for key, values in added.items()))
    shown: Rows = {
        entry.key: {"state": standing(entry)} for entry in rows if entry.key in present or entry.key in added
    }
    return shown, added


def _entry_of_values(key: str, values: Mapping[str, CellValue]) -> DirectoryEntry:
    """The entry that a row with these first values makes."""
    last = values.get("valid_to")
    return DirectoryEntry(
        key=key,
        kind=EntryKind(str(values["kind"])),
        name=str(values["name"]),
        valid_to=last if isinstance(last, dt.date) else None,
    )


def named_rows(profile: SchoolProfile, plan: Plan, directory: Directory) -> Rows:
    """A row for each body and legal base that the plan names, or a person chose, and that has none."""
    rows: Rows = {}
    for kind, name, values in (*_named(profile, plan), *_chosen(directory)):
        key = identity(kind, name)
        if key in rows or directory.find(kind, name) is not None:
            continue
        ending = directory.ending(kind, name, dt.date.max)
        above = directory.ending(kind, str(values.get("parent") or ""), dt.date.max)
        known = ending or above
        ended = {"valid_to": known.last_day, "basis": known.basis} if known else {}
        rows[key] = {"kind": kind.value, "name": name, **ended, **values}
    return rows


def _named(profile: SchoolProfile, plan: Plan) -> Iterator[tuple[EntryKind, str, dict[str, CellValue]]]:
    parent = "" if PARENT_OPEN in profile.parent else official(profile.parent)
    for duty in plan.reporting:
        to, via = official(duty.recipient or ""), official(duty.via or "").strip("().;, ")
        # «Ủy ban nhân dân quận» alone is the body above the school.
        to = parent if fold(parent).startswith(fold(to)) else to
        if to:
            yield EntryKind.AGENCY, to, {}
        if via:
            yield EntryKind.AGENCY, via, {"parent": to}
    if parent:
        yield EntryKind.AGENCY, parent, {}
    for text in plan.legal_bases:
        if base := " ".join(nfc(text).split()).rstrip(" .;,"):
            yield EntryKind.BASIS, base, {}


def _chosen(directory: Directory) -> Iterator[tuple[EntryKind, str, dict[str, CellValue]]]:
    """What people chose and have not written a row for."""
    kinds = {kind.name.lower(): kind for kind in EntryKind}
    for choice in directory.choices:
        kind = kinds[choice.subject.partition(":")[0]]
        if choice.successor and kind is not EntryKind.SCHOOL:
            values: dict[str, CellValue] = {
                "place": choice.place,
                "valid_from": choice.valid_from,
                "basis": choice.basis,
            }
            yield kind, choice.successor, {key: value for key, value in values.items() if value}


# --- «Tình trạng» ----------------------------------------------------------------------------------


class _Standings:
    """How a row stands, in words; what is open in any report is asked for."""

    def __init__(self, state: SchoolState) -> None:
        self._state = state
        open_ = (period for period in state.periods if not state.life(period.key).is_held)
        found = (item for period in open_ for item in state.in_force(period).ended)
        self._ended: dict[str, Ended] = {}
        for item in found:
            if item.subject not in self._ended or item.is_open:
                self._ended[item.subject] = item

    def __call__(self, entry: DirectoryEntry) -> str:
        subject = identity(entry.kind, entry.name)
        choice = self._state.directory.choice(subject)
        ended = self._ended.get(subject)
        said = [*_chosen_words(entry, choice)]
        if ended is not None and ended.is_open:
            said.append(ended.lacking or "Cần chọn kế tục: ghi «Kế tục bởi» và «Người chọn».")
        last = entry.valid_to or (ended.ending.last_day if ended else None)
        if last is not None and last < self._state.as_of:
            said.insert(0, f"Hết hiệu lực từ ngày {short_date(last + ONE_DAY)}.")
        elif hint := known_endings().hint(entry, self._state.as_of):
            said.append(hint)
        return " ".join(said) or IN_USE


def _chosen_words(entry: DirectoryEntry, choice: Choice | None) -> Iterator[str]:
    if choice is not None:
        day = short_date(choice.chosen_at.astimezone(ZONE).date())
        after = f"Kế tục: {choice.successor}" if choice.successor else "Không có đơn vị kế tục"
        yield f"{after} ({choice.chosen_by} chọn ở {choice.source.value}, ngày {day})."
    if not entry.successor:
        return
    if not entry.chosen_by:
        yield UNSIGNED
    elif choice is not None and choice.successor != successor_said(entry.kind, entry.successor):
        yield "Ô «Kế tục bởi» ghi khác và cũ hơn; muốn đổi, ghi lại hoặc chọn ở trang «Danh bạ»."
