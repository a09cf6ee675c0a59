"""What a report names, as it is at its own date; what has ended by then and what was chosen for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from service.domain.dates import short_date
from service.domain.directory import Choice, Directory, DirectoryEntry, Ending, EntryKind, identity, official
from service.domain.expectations import Period, SchoolProfile
from service.domain.plan import Plan
from service.domain.text import fold

#: Shortest name of a legal base by which it is found inside the plan's longer quotation.
_SHORTEST_BASIS = 10


class Use(StrEnum):
    """What a report needs something for; the value is what people read."""

    SCHOOL = "tên trường"
    PARENT = "cơ quan chủ quản"
    RECIPIENT = "nơi nhận báo cáo"
    VIA = "nơi chuyển báo cáo"
    PLACE = "địa danh"
    BASIS = "căn cứ pháp lý"
    UNIT = "đơn vị được giao nhiệm vụ"


#: A report cannot do without these: «nothing comes after it» settles nothing.
NEEDED = (Use.SCHOOL, Use.PARENT, Use.RECIPIENT, Use.PLACE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Something that a report names and that is no more at its date."""

    #: Identity under which a choice is kept.
    subject: str
    kind: EntryKind
    #: As plan or directory name it.
    name: str
    uses: tuple[Use, ...]
    ending: Ending
    #: What a person chose; None while nobody has.
    choice: Choice | None = None
    #: What the choice leaves open, in Vietnamese; "" if it settles the matter.
    lacking: str = ""

    @property
    def is_open(self) -> bool:
        """Whether a person still has to choose, or to complete the choice."""
        return self.choice is None or bool(self.lacking)


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """The names that one report uses."""

    day: dt.date
    profile: SchoolProfile
    #: As it is named in full; in capitals where only the letterhead has it.
    recipient: str
    #: "" where the report goes straight to the recipient.
    via: str
    legal_bases: tuple[str, ...]
    #: All that has ended, settled or not, in the order in which the report names it.
    ended: tuple[Ended, ...] = ()
    #: Unit that is closed on that day → the unit that a person chose for it; "" for none.
    heirs: Mapping[str, str] = field(default_factory=dict)

    @property
    def open(self) -> tuple[Ended, ...]:
        """What a person still has to choose."""
        return tuple(item for item in self.ended if item.is_open)


def issue_day(period: Period) -> dt.date:
    """The day as of which a report names bodies: the last one on which it can be signed and sent in time."""
    return period.last_working_day


def resolve(
    directory: Directory, profile: SchoolProfile, plan: Plan, period: Period, owners: Iterable[str] = ()
) -> InForce:
    """The names of a period's report at its issue date; `owners` are the units that owe something.

    An ended thing keeps the plan's name until a person has chosen another.
    """
    day = issue_day(period)
    search = _Search(directory, day)
    base = profile_on(directory, profile, day)
    name = search.follow(EntryKind.SCHOOL, base.name, Use.SCHOOL)
    parent = search.follow(EntryKind.AGENCY, base.parent, Use.PARENT)
    recipient = search.follow(EntryKind.AGENCY, _recipient(period, base), Use.RECIPIENT)
    via = search.via(period, recipient)
    place = search.place(base, parent)
    bases = [search.basis(text) for text in plan.legal_bases]
    heirs = {owner: heir for owner in dict.fromkeys(owners) if (heir := search.heir(owner)) is not None}
    return InForce(
        day=day,
        profile=replace(base, name=name, parent=parent, place=place),
        recipient=recipient,
        via=via,
        legal_bases=tuple(text for text in bases if text),
        ended=search.merged(),
        heirs=heirs,
    )


def profile_on(directory: Directory, base: SchoolProfile, day: dt.date) -> SchoolProfile:
    """The school's names on a day: what stands in the row «Trường» wins over what is stored.

    Of several rows the one in force counts, the one that began last if there are more.
    """
    rows = list(directory.of_kind(EntryKind.SCHOOL))
    in_force = sorted(
        (row for row in rows if row.is_in_force(day)), key=lambda row: row.valid_from or dt.date.min
    )
    row = next(reversed(in_force or rows), None)
    return base if row is None else _corrected(base, row)


def copies(lines: Sequence[str], found: InForce) -> tuple[str, ...]:
    """The lines of «Nơi nhận» without units that are no more; their heirs take their place."""
    kept = []
    for line in lines:
        words = fold(line)
        gone = next((unit for unit in found.heirs if f" {fold(unit)} " in f" {words} "), None)
        if gone is None:
            kept.append(line)
        elif found.heirs[gone]:
            kept.append(line.replace(gone, found.heirs[gone]))
    return tuple(dict.fromkeys(kept))


def _corrected(base: SchoolProfile, row: DirectoryEntry) -> SchoolProfile:
    return replace(
        base,
        name=row.name or base.name,
        parent=row.parent or base.parent,
        place=row.place or base.place,
        symbol=row.symbol or base.symbol,
        principal=row.signer or base.principal,
    )


def _recipient(period: Period, profile: SchoolProfile) -> str:
    """The plan's recipient; «Ủy ban nhân dân quận» alone is the body above the school, named in full."""
    named = official(period.recipient or profile.parent)
    parent, words = fold(official(profile.parent)), fold(named)
    return official(profile.parent) if parent.startswith(words) else named


class _Search:
    """Follows names to what stands for them on a day, and remembers all that has ended on the way."""

    def __init__(self, directory: Directory, day: dt.date) -> None:
        self._directory, self._day = directory, day
        self._ended: list[Ended] = []

    def follow(self, kind: EntryKind, name: str, use: Use, ending: Ending | None = None) -> str:
        """What is to be named for `name`; "" where nothing comes after it. `ending` may be known already."""
        seen: set[str] = set()
        current = name
        ended = ending or self._directory.ending(kind, current, self._day)
        while ended is not None:
            subject = identity(kind, current)
            if subject in seen and len(seen) == 1:
                return current  # chosen in its own place: it is still there
            if subject in seen:
                self._ended[-1] = replace(self._ended[-1], lacking="Các lựa chọn nối vòng với nhau.")
                return name
            seen.add(subject)
            choice = self._directory.choice(subject)
            lacking = self._lacking(kind, choice, use)
            entry = self._directory.find(kind, current, self._day)
            self._ended.append(
                Ended(
                    subject=subject,
                    kind=kind,
                    name=official(entry.name if entry else current),
                    uses=(use,),
                    ending=ended,
                    choice=choice,
                    lacking=lacking,
                )
            )
            if choice is None or lacking:
                return name
            if not choice.successor:
                return ""
            current = choice.successor
            ended = self._directory.ending(kind, current, self._day)
        return current

    def via(self, period: Period, recipient: str) -> str:
        """The body through which the report goes: a department ends with the body that it belongs to."""
        via = official(period.via or "").strip("().;, ")
        if not via:
            return ""
        kind = EntryKind.AGENCY
        fell = None
        above = next((item for item in self._ended if Use.RECIPIENT in item.uses), None)
        if above is not None and self._directory.ending(kind, via, self._day) is None:
            ending = above.ending
            fell = Ending(last_day=ending.last_day, basis=ending.basis, fell_with=above.name)
        return self.follow(kind, via, Use.VIA, fell)

    def place(self, profile: SchoolProfile, parent: str) -> str:
        """The place name: that of the body above the school, once another has come in its stead."""
        place = self.follow(EntryKind.PLACE, profile.place, Use.PLACE)
        new = identity(EntryKind.AGENCY, parent) != identity(EntryKind.AGENCY, profile.parent)
        if not new:
            return place
        entry = self._directory.find(EntryKind.AGENCY, parent, self._day)
        choice = next((i.choice for i in reversed(self._ended) if Use.PARENT in i.uses and i.choice), None)
        said = (entry.place if entry else "") or (choice.place if choice else "")
        if not said:
            last = next(i for i in reversed(self._ended) if Use.PARENT in i.uses)
            self._ended.append(
                replace(last, uses=(Use.PLACE,), lacking=f"Chưa ghi địa danh của {official(parent)}.")
            )
        return said or place

    def basis(self, text: str) -> str:
        """The legal base that counts; "" for one that was dropped."""
        entry = self._basis_row(text)
        if entry is None or not entry.has_ended(self._day):
            return text
        ending = Ending(last_day=entry.valid_to, basis=entry.basis)
        found = self.follow(EntryKind.BASIS, entry.name, Use.BASIS, ending)
        return text if found == entry.name else found

    def heir(self, unit: str) -> str | None:
        """What comes after a closed unit, "" for nothing; None for one that works, or is undecided."""
        if self._directory.ending(EntryKind.UNIT, unit, self._day) is None:
            return None
        found = self.follow(EntryKind.UNIT, unit, Use.UNIT)
        return None if found == unit else found

    def merged(self) -> tuple[Ended, ...]:
        """Each thing once, with all that it is used for."""
        found: dict[str, Ended] = {}
        for item in self._ended:
            known = found.get(item.subject)
            if known is None:
                found[item.subject] = item
                continue
            # A name in capitals comes from the letterhead; the other one is easier to read.
            name = item.name if known.name.isupper() else known.name
            uses = tuple(dict.fromkeys((*known.uses, *item.uses)))
            found[item.subject] = replace(known, name=name, uses=uses, lacking=known.lacking or item.lacking)
        return tuple(found.values())

    def _lacking(self, kind: EntryKind, choice: Choice | None, use: Use) -> str:
        if choice is None:
            return ""
        if not choice.successor:
            return f"Báo cáo phải có {use.value}." if use in NEEDED else ""
        entry = self._directory.find(kind, choice.successor, self._day)
        begins = (entry.valid_from if entry else None) or choice.valid_from
        if begins is not None and begins > self._day:
            return f"{choice.successor} chỉ có từ ngày {short_date(begins)}."
        return ""

    def _basis_row(self, text: str) -> DirectoryEntry | None:
        """The row of a legal base: its name is the plan's quotation, or stands inside of it."""
        exact = self._directory.find(EntryKind.BASIS, text, self._day)
        if exact is not None:
            return exact
        words = fold(text)
        rows = (row for row in self._directory.of_kind(EntryKind.BASIS) if len(row.name) >= _SHORTEST_BASIS)
        return next((row for row in rows if fold(row.name) in words), None)
