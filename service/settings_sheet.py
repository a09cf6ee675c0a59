"""Reads what people have set and decided out of the school's spreadsheet."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from service.base_sheet import base_figure
from service.directory_sheet import entry_of, units_of
from service.domain.directory import DirectoryEntry
from service.domain.expectations import Expectation, Unit
from service.domain.hearing import OpinionAnswer, taken_from
from service.domain.plan import Plan, Responsibility
from service.domain.settings import Decision, PeriodWindow, SchoolSettings, StaffMember, Unread
from service.domain.stages import Decided
from service.domain.text import fold
from service.tabs import (
    AGREED,
    BASE,
    DIRECTORY,
    NO,
    NOT_YET,
    OPINIONS,
    PERIODS,
    PLAN,
    PROBLEMS,
    REVIEW,
    STAFF,
    YES,
)
from service.templates import report_catalogue
from sheets.errors import TableError, UnreadableError
from sheets.owned import OwnedTab
from sheets.owned_rows import OwnedRow, OwnedRows, read_owned
from sheets.parsing import as_date, as_whole_number
from sheets.values import CellValue, as_text
from sheets.workbook import Workbook

T = TypeVar("T")

_SEPARATOR = re.compile(r"\s*[;\n]\s*")


def read_settings(workbook: Workbook, plan: Plan, *, last: SchoolSettings | None = None) -> SchoolSettings:
    """What the tabs say now. A tab that cannot be read keeps what was `last` known of it, and is named."""
    known = last or SchoolSettings()
    reader = _Reader(workbook)
    entries = reader.rows(DIRECTORY, entry_of)
    merged_units = known.units if entries is None else units_of(entries)
    expectations = reader.rows(PLAN, lambda row: _expectation(row, plan, merged_units))
    windows = reader.rows(PERIODS, _window)
    staff = reader.rows(STAFF, _member)
    decisions = reader.rows(REVIEW, lambda row: _decision(row, plan))
    dismissed = reader.rows(PROBLEMS, _dismissed)
    answers = reader.rows(OPINIONS, _opinion_answer)
    base = reader.rows(BASE, lambda row: base_figure(row, report_catalogue()))
    return SchoolSettings(
        expectations=_in_order(plan, known.expectations if expectations is None else expectations),
        windows=known.windows if windows is None else windows,
        units=merged_units,
        directory=known.directory if entries is None else entries,
        directory_keys=_ever(known.directory_keys, entries or ()),
        staff=known.staff if staff is None else staff,
        decisions=known.decisions if decisions is None else decisions,
        base=known.base if base is None else base,
        opinion_answers=known.opinion_answers if answers is None else answers,
        dismissed=known.dismissed if dismissed is None else dismissed,
        unread=tuple(reader.unread),
    )


def plain_expectation(item: Responsibility, plan: Plan) -> Expectation:
    """What the plan's text alone says of a responsibility, before anybody fills anything in."""
    heading = next((section.heading for section in plan.sections if section.code == item.section), "")
    return Expectation(
        code=item.code,
        text=item.text,
        short_name=short_name_of(item.text),
        owners=item.owners,
        section=item.section,
        section_heading=heading,
    )


def short_name_of(text: str, width: int = 70) -> str:
    """The first words of a responsibility, up to a natural break."""
    first = re.split(r"[;.:]\s", text, maxsplit=1)[0].strip().rstrip(".;:")
    if len(first) <= width:
        return first
    head = first[: width + 1]
    for mark in (", ", " "):
        if head.rfind(mark) > width // 2:
            return head[: head.rfind(mark)] + "…"
    return head[:width] + "…"


class _Reader:
    """Reads tab by tab; one that cannot be read does not keep the others from it."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self.unread: list[Unread] = []

    def rows(self, tab: OwnedTab, read: Callable[[_Row], T | None]) -> tuple[T, ...] | None:
        """What `read` makes of each row, blanks left out; None if the tab cannot be read."""
        if tab.later and self._workbook.tab(tab.sheet_id) is None:
            return None  # made in this cycle; until then nobody can have filled it in
        try:
            owned = read_owned(self._workbook, tab)
        except TableError as error:
            self.unread.append(Unread(tab=tab.title, reason=str(error)))
            return None
        # Rows that a person added carry no key of ours; in people's own tabs they are as good as any.
        rows = (_Row(row, owned, self.unread) for row in (*owned.by_key.values(), *owned.unkeyed))
        found = (read(row) for row in rows)
        return tuple(item for item in found if item is not None)


class _Row:
    """A row's cells by what they mean; one that cannot be understood is noted and counts as blank."""

    def __init__(self, row: OwnedRow, tab: OwnedRows, unread: list[Unread]) -> None:
        self.key = row.key
        self._row = row
        self._tab = tab
        self._unread = unread

    def text(self, column: str) -> str:
        """What the cell says, trimmed; "" for a blank one."""
        return as_text(self._row.values[column])

    def names(self, column: str) -> tuple[str, ...]:
        """Names apart by «;» or on lines of their own, each once."""
        value = self._row.values[column]
        names = map(as_text, _SEPARATOR.split(value)) if isinstance(value, str) else [as_text(value)]
        return tuple(dict.fromkeys(name for name in names if name))

    def day(self, column: str) -> dt.date | None:
        """The date in the cell."""
        return self._read(column, as_date)

    def whole(self, column: str, otherwise: int) -> int:
        """The whole number in the cell, `otherwise` in a blank one."""
        number = self._read(column, as_whole_number)
        return otherwise if number is None else number

    def unclear(self, column: str, reason: str) -> None:
        """Note a cell that cannot be understood."""
        where = self._tab.tab.address(self._row.row, self._tab.columns[column])
        # A row without a key is known by where it stands; it has nothing better.
        key = f"{self.key or where}/{column}"
        self._unread.append(Unread(tab=self._tab.tab.title, reason=reason, cell=where, key=key))

    def _read(self, column: str, parse: Callable[[CellValue], T | None]) -> T | None:
        try:
            return parse(self._row.values[column])
        except UnreadableError as error:
            self.unclear(column, f"{error}.")
            return None


def _expectation(row: _Row, plan: Plan, units: Sequence[Unit]) -> Expectation | None:
    item = plan.responsibility(plan.code_of(row.key) or "")
    if item is None:
        return None
    plain = plain_expectation(item, plan)
    return replace(
        plain,
        short_name=row.text("short_name") or plain.short_name,
        owners=resolve_units(row.names("owners") or plain.owners, units),
        min_activities=row.whole("min_activities", plain.min_activities),
        evidence_required=row.text("evidence_required") == YES,
        figures=row.names("figures"),
        valid_from=row.day("valid_from"),
        valid_to=row.day("valid_to"),
    )


def resolve_units(names: Iterable[str], units: Sequence[Unit]) -> tuple[str, ...]:
    """The official names of units; a class of units («Tổ chuyên môn») becomes each unit of it.

    A name that nobody has entered in «Danh bạ» is kept as it is written.
    """
    found: dict[str, None] = {}
    for name in names:
        key = fold(name)
        group = [unit.name for unit in units if unit.group and fold(unit.group) == key]
        same = [unit.name for unit in units if key in unit.keys]
        found |= dict.fromkeys(same or group or [name])
    return tuple(found)


def _ever(known: Iterable[str], entries: Iterable[DirectoryEntry]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*known, *(entry.key for entry in entries if entry.key))))


def _window(row: _Row) -> PeriodWindow | None:
    if not row.key:
        return None
    return PeriodWindow(
        period=row.key,
        data_from=row.day("data_from"),
        data_to=row.day("data_to"),
        estimate_to=row.day("estimate_to"),
        confirmed_by=row.text("confirmed_by") or None,
        decided=Decided(
            approved={fold(AGREED): True, fold(NOT_YET): False}.get(fold(row.text("approved"))),
            reason=row.text("approved_why"),
            number=row.text("number"),
            issued_on=row.day("issued_on"),
        ),
    )


def _member(row: _Row) -> StaffMember | None:
    email = row.text("email")
    if not email:
        return None
    return StaffMember(
        name=row.text("name"),
        email=email,
        unit=row.text("unit"),
        role=row.text("role"),
        active=row.text("active") != NO,
    )


def _decision(row: _Row, plan: Plan) -> Decision | None:
    key, _, period = row.key.partition("|")
    if key in plan.withdrawn:
        return None  # its code may be another responsibility's by now
    decision = Decision(
        code=plan.code_of(key) or key,
        period=period,
        verdict=row.text("verdict") or None,
        note=row.text("note") or None,
        extended_to=row.day("extended_to"),
    )
    is_empty = not (decision.verdict or decision.note or decision.extended_to)
    return None if is_empty or not period else decision


def _opinion_answer(row: _Row) -> OpinionAnswer | None:
    taken, why = taken_from(row.text("taken")), row.text("why")
    return OpinionAnswer(record_id=row.key, taken=taken, why=why) if row.key and (taken or why) else None


def _dismissed(row: _Row) -> str | None:
    return row.key if row.key and row.text("dismissed") else None


def _in_order(plan: Plan, found: Sequence[Expectation]) -> tuple[Expectation, ...]:
    """One expectation for each responsibility of the plan; a deleted row falls back to the text."""
    by_code = {item.code: item for item in found}
    return tuple(by_code.get(r.code) or plain_expectation(r, plan) for r in plan.responsibilities)
