"""Bodies, units, places and legal bases with their dates of effect, and what people chose: the tab «Danh bạ».

A report names them as they are at its own date, never at the plan's. What has ended by then is followed to
what a person chose in its place; where nobody has chosen, it is told and nothing is guessed.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from service.domain.text import fold, nfc

ONE_DAY = dt.timedelta(days=1)
#: Longest identity that is kept as words; a longer one ends in a digest.
_LONGEST = 140
_SHORT_FORMS = (
    (re.compile(r"\bUBND\b", re.IGNORECASE), "Ủy ban nhân dân"),
    (re.compile(r"\bHĐND\b", re.IGNORECASE), "Hội đồng nhân dân"),
    (re.compile(r"\bGD\s*&\s*ĐT\b|\bGDĐT\b", re.IGNORECASE), "Giáo dục và Đào tạo"),
)
_SPACE = re.compile(r"\s+")
#: As it stands in letterheads: «ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH».
_COMMITTEE = re.compile(
    r"(ỦY BAN NHÂN DÂN|UỶ BAN NHÂN DÂN|HỘI ĐỒNG NHÂN DÂN) "
    r"(TỈNH|THÀNH PHỐ|QUẬN|HUYỆN|THỊ XÃ|THỊ TRẤN|PHƯỜNG|XÃ|ĐẶC KHU) (.+)"
)


class EntryKind(StrEnum):
    """«Loại» of a row of «Danh bạ»."""

    SCHOOL = "Trường"
    UNIT = "Đơn vị"
    AGENCY = "Cơ quan"
    PLACE = "Địa danh"
    BASIS = "Căn cứ pháp lý"


class ChoiceSource(StrEnum):
    """Where a person made a choice; the value is what people read."""

    SHEET = "tab «Danh bạ»"
    PAGE = "trang «Danh bạ»"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryEntry:
    """One row of «Danh bạ»."""

    #: Of the row; where it stands for one that a person added.
    key: str
    kind: EntryKind
    #: Official name.
    name: str
    aliases: tuple[str, ...] = ()
    #: What a plan calls the whole class of such units.
    group: str | None = None
    #: The body above it.
    parent: str = ""
    #: Place name that stands before the date of its documents.
    place: str = ""
    #: Of the school only: «TC» in «BC-TC», and who signs.
    symbol: str = ""
    signer: str = ""
    #: First and last day on which it is there; None is unbounded.
    valid_from: dt.date | None = None
    valid_to: dt.date | None = None
    #: The document that says so.
    basis: str = ""
    #: What comes after it, as a person wrote it into the row, and who did.
    successor: str = ""
    chosen_by: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Identities under which it is looked up."""
        return frozenset(identity(self.kind, name) for name in (self.name, *self.aliases))

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the row holds on a day, by its own dates."""
        return not self.has_ended(day) and (self.valid_from is None or self.valid_from <= day)

    def has_ended(self, day: dt.date) -> bool:
        """Whether its last day lies before `day`."""
        return self.valid_to is not None and self.valid_to < day


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a person chose in the place of something that ended."""

    #: Identity of what ended.
    subject: str
    #: Official name of what comes after it; "" says that nothing does.
    successor: str
    chosen_by: str
    chosen_at: dt.datetime
    source: ChoiceSource
    #: What ended, as it was named then.
    name: str = ""
    #: What was said of a successor that the directory did not have.
    place: str = ""
    valid_from: dt.date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownEnding:
    """Bodies that ended by law, told by their names."""

    #: Found in the name, casefolded and composed.
    pattern: re.Pattern[str]
    last_day: dt.date
    #: «Luật 72/2025/QH15, Điều 51 khoản 3».
    basis: str

    def fits(self, name: str) -> bool:
        """Whether a body of this name is one of them."""
        return self.pattern.search(nfc(name).casefold()) is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """That something is not there any more, and by what."""

    #: Its last day; None if nobody wrote it down.
    last_day: dt.date | None
    basis: str = ""
    #: The body whose end took it along.
    fell_with: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Directory:
    """Everything that is known of bodies, units, places and bases, and what people chose."""

    entries: tuple[DirectoryEntry, ...] = ()
    #: In the order in which they were made: the newest on a subject holds.
    choices: tuple[Choice, ...] = ()
    endings: tuple[KnownEnding, ...] = ()

    def of_kind(self, kind: EntryKind) -> Iterator[DirectoryEntry]:
        """The rows of a kind, in the order of the tab."""
        return (entry for entry in self.entries if entry.kind is kind)

    def find(self, kind: EntryKind, name: str, day: dt.date | None = None) -> DirectoryEntry | None:
        """The row of this name; of several the one in force on `day`, else the last."""
        wanted = identity(kind, name)
        found = [entry for entry in self.of_kind(kind) if wanted in entry.names]
        in_force = [entry for entry in found if day is not None and entry.is_in_force(day)]
        return next(iter((*reversed(in_force), *reversed(found))), None)

    def choice(self, subject: str) -> Choice | None:
        """The newest word on what comes after a subject."""
        return next((choice for choice in reversed(self.choices) if choice.subject == subject), None)

    def ending(self, kind: EntryKind, name: str, day: dt.date) -> Ending | None:
        """How something ended before `day`; None while it is there. What a row says of it comes first."""
        entry = self.find(kind, name, day)
        if entry is not None and entry.has_ended(day):
            return Ending(last_day=entry.valid_to, basis=entry.basis)
        if kind not in (EntryKind.AGENCY, EntryKind.PLACE) or (entry is not None and entry.valid_to):
            return None
        known = next((item for item in self.endings if item.last_day < day and item.fits(name)), None)
        return Ending(last_day=known.last_day, basis=known.basis) if known else None


def official(name: str) -> str:
    """The name on one line, «UBND» and the like written out, a committee in capitals in ordinary letters."""
    text = _SPACE.sub(" ", nfc(name)).strip()
    found = _COMMITTEE.fullmatch(text) if text.isupper() else None
    if found is not None:
        text = f"{found[1].capitalize()} {found[2].lower()} {found[3].title()}"
    for pattern, words in _SHORT_FORMS:
        text = pattern.sub(words, text)
    return text


def identity(kind: EntryKind, name: str) -> str:
    """The key of something by its kind and name: «UBND quận 3» and «ỦY BAN NHÂN DÂN QUẬN 3» have the same."""
    # A document's number is no body: «328/UBND-NV» stays.
    key = f"{kind.name.lower()}:{fold(name if kind is EntryKind.BASIS else official(name))}"
    if len(key) <= _LONGEST:
        return key
    return f"{key[: _LONGEST - 13]}~{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def kind_of(words: str) -> EntryKind | None:
    """The kind that a cell of «Loại» names."""
    return next((kind for kind in EntryKind if fold(kind.value) == fold(words)), None)


#: What people write for «nothing comes after it».
NOBODY = "Không còn, không có đơn vị kế tục"
_NOBODY = ("khong con", "khong co", "khong ke tuc")
#: How the line of a legal base begins.
_BASIS_WORDS = ("can cu", "thuc hien", "theo")


def successor_said(kind: EntryKind, words: str) -> str:
    """The name that a person wrote; "" for «không có đơn vị kế tục»."""
    if fold(words).startswith(_NOBODY):
        return ""
    if kind is not EntryKind.BASIS:
        return official(words)
    said = _SPACE.sub(" ", nfc(words)).strip()
    return said if fold(said).startswith(_BASIS_WORDS) else f"Căn cứ {said}"


def choices_of_rows(
    before: Iterable[DirectoryEntry], after: Iterable[DirectoryEntry], now: dt.datetime
) -> tuple[Choice, ...]:
    """The choices that were written into rows since they were last read; a blank cell is no word.

    A choice counts once somebody has put a name to it.
    """
    known = {_choice_in(entry) for entry in before}
    return tuple(
        Choice(
            subject=identity(entry.kind, entry.name),
            name=entry.name,
            successor=successor_said(entry.kind, entry.successor),
            chosen_by=entry.chosen_by,
            chosen_at=now,
            source=ChoiceSource.SHEET,
        )
        for entry in after
        if entry.successor and entry.chosen_by and _choice_in(entry) not in known
    )


def _choice_in(entry: DirectoryEntry) -> tuple[str, str, str]:
    # Written without a name it is no choice yet, so that the name makes it one.
    return (identity(entry.kind, entry.name), entry.successor if entry.chosen_by else "", entry.chosen_by)
