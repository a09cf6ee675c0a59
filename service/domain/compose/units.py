"""Units as a report names them: in the order of «Danh bạ», a whole class of units by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain

from service.domain.compose.phrasing import listed, once
from service.domain.compose.wording import Wording
from service.domain.expectations import SchoolProfile

#: A class of fewer units is named unit by unit: «Tổ Toán và Tổ Văn».
SMALLEST_CLASS = 3


def in_order(units: Iterable[str], profile: SchoolProfile) -> tuple[str, ...]:
    """Each unit once, as «Danh bạ» has them; those it does not know come last, by name."""
    places = {unit.name: place for place, unit in enumerate(profile.units)}
    return tuple(sorted(once(units), key=lambda unit: (places.get(unit, len(places)), unit)))


def named(units: Iterable[str], profile: SchoolProfile, wording: Wording) -> str:
    """«Tổ Văn phòng và cả 03 tổ chuyên môn»."""
    return listed(_merged(in_order(units, profile), profile, wording))


def _merged(units: Sequence[str], profile: SchoolProfile, wording: Wording) -> tuple[str, ...]:
    """The units, whole classes of them as one."""
    classes = {unit.name: unit.group for unit in profile.units if unit.group}
    whole: dict[str, str] = {}
    for group in once(classes.values()):
        members = [name for name, belongs in classes.items() if belongs == group]
        if len(members) >= SMALLEST_CLASS and set(members) <= set(units):
            text = wording.say("don_vi.ca_nhom", so=f"{len(members):02d}", nhom=group[:1].lower() + group[1:])
            whole |= dict.fromkeys(members, text)
    return once(chain(whole.get(unit, unit) for unit in units))
