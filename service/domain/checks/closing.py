"""Units that have closed: what they owe no more, and who owes it then."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from service.domain.directory import Directory, EntryKind
from service.domain.expectations import Period, Unit
from service.domain.text import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedUnit:
    """A unit with a last day."""

    last_day: dt.date
    #: The unit that a person chose to come after it; "" for none, None while nobody has chosen.
    heir: str | None = None

    def is_closed_in(self, period: Period) -> bool:
        """Whether it is no more when the report is signed: it owes nothing new then."""
        return self.last_day < period.last_working_day


def closed_units(directory: Directory, units: tuple[Unit, ...]) -> Mapping[str, ClosedUnit]:
    """Official name of a unit → its end, for those of which «Danh bạ» gives a last day."""
    found: dict[str, ClosedUnit] = {}
    for entry in directory.of_kind(EntryKind.UNIT):
        if entry.valid_to is not None:
            choice = next((c for key in entry.names if (c := directory.choice(key)) is not None), None)
            heir = _unit_name(choice.successor, units) if choice else None
            found[entry.name] = ClosedUnit(last_day=entry.valid_to, heir=heir)
    return found


def owners_in(owners: tuple[str, ...], period: Period, closed: Mapping[str, ClosedUnit]) -> tuple[str, ...]:
    """Those whose part is looked for in a period: the owners, and the heirs of those that have closed."""
    found = dict.fromkeys(owners)
    for owner in owners:
        unit = owner
        while (end := closed.get(unit)) is not None and end.is_closed_in(period):
            if not end.heir or end.heir in found:
                break
            found[end.heir] = None
            unit = end.heir
    return tuple(found)


def _unit_name(name: str, units: tuple[Unit, ...]) -> str:
    return next((unit.name for unit in units if fold(name) in unit.keys), name)
