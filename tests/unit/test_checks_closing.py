"""A unit that has closed owes nothing new; whoever comes after it does, and what it did still counts."""

from __future__ import annotations

import datetime as dt

from builders import MATHS, NINE_MONTHS, OFFICE, UNION, UNITS, ZONE, a_period, an_activity, an_expectation
from report_builders import a_directory

from service.domain.checks import check
from service.domain.checks.closing import ClosedUnit, closed_units, owners_in
from service.domain.directory import Choice, ChoiceSource, DirectoryEntry, EntryKind, identity
from service.domain.findings import Finding, Status
from service.domain.records import Activity

LAST = dt.date(2025, 5, 31)
OWED = an_expectation(owners=(UNION,), figures=())


def findings(*activities: Activity, heir: str | None) -> dict[tuple[str, str], Finding]:
    """(period, owner) → finding after the date of all units."""
    found = check(
        [OWED],
        [a_period(), NINE_MONTHS],
        activities,
        (),
        as_of=dt.date(2025, 9, 4),
        zone=ZONE,
        closed={UNION: ClosedUnit(last_day=LAST, heir=heir)},
    )
    return {(finding.period, finding.owner): finding for finding in found.findings}


def test_what_was_due_while_the_unit_worked_is_still_owed() -> None:
    assert findings(heir="")["6T", UNION].status is Status.OVERDUE


def test_after_its_last_day_it_owes_nothing_and_its_heir_does() -> None:
    nobody, heir = findings(heir=""), findings(heir=OFFICE)
    assert nobody["9T", UNION].rule == "nothing.unit-closed"
    assert "từ ngày 01/6/2025" in nobody["9T", UNION].reason
    assert ("9T", OFFICE) not in nobody
    assert heir["9T", OFFICE].status is Status.OVERDUE
    assert ("6T", OFFICE) not in heir


def test_what_it_did_before_counts_in_the_later_report_too() -> None:
    deed = an_activity(unit=UNION, date=dt.date(2025, 5, 20))
    assert findings(deed, heir=OFFICE)["9T", UNION].status is Status.DONE


def test_heirs_are_followed_and_a_circle_ends() -> None:
    closed = {
        UNION: ClosedUnit(last_day=LAST, heir=OFFICE),
        OFFICE: ClosedUnit(last_day=LAST, heir=MATHS),
    }
    assert owners_in((UNION,), NINE_MONTHS, closed) == (UNION, OFFICE, MATHS)
    circle = closed | {OFFICE: ClosedUnit(last_day=LAST, heir=UNION)}
    assert owners_in((UNION,), NINE_MONTHS, circle) == (UNION, OFFICE)


def test_the_tab_and_the_choice_say_which_units_have_closed() -> None:
    row = DirectoryEntry(key="", kind=EntryKind.UNIT, name=UNION, aliases=("BCH Công đoàn",), valid_to=LAST)
    choice = Choice(
        subject=identity(EntryKind.UNIT, UNION),
        successor="Toán Tin",
        chosen_by="Trần Thu Hà",
        chosen_at=dt.datetime(2025, 6, 2, tzinfo=ZONE),
        source=ChoiceSource.SHEET,
    )
    assert closed_units(a_directory(row), UNITS) == {UNION: ClosedUnit(last_day=LAST)}
    chosen = closed_units(a_directory(row, choices=[choice]), UNITS)
    assert chosen == {UNION: ClosedUnit(last_day=LAST, heir=MATHS)}
