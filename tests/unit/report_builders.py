"""A report of Trường THCS Trường Chinh in one call: submissions are checked as in a cycle, then composed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from builders import THREE_DUTIES, UNITS, ZONE, a_period, a_plan, an_expectation

from service.domain.checks import check
from service.domain.compose import ReportInputs, Wording, compose_report, load_wording, previous_of
from service.domain.directory import Choice, Directory, DirectoryEntry
from service.domain.endings import load_endings
from service.domain.expectations import Expectation, Period, SchoolProfile, Unit
from service.domain.in_force import resolve
from service.domain.indicators import Catalogue, load_catalogue
from service.domain.plan import Plan
from service.domain.records import Activity, Feedback, SourceRef
from service.domain.report import Block, Claim, Report
from service.domain.settings import BaseFigure, Decision
from service.domain.year import year_to_date

TEMPLATES = Path(__file__).parents[2] / "templates" / "report"
WORDING_FILE = TEMPLATES / "loi-van.toml"
#: The day after the close of the 6 months.
CLOSED = dt.date(2025, 5, 3)
LITERATURE, SCIENCE = "Tổ Ngữ văn", "Tổ Khoa học tự nhiên"
#: Three subject teams, the union, the office.
FIVE_UNITS = (
    UNITS[2],
    UNITS[1],
    Unit(name=LITERATURE, group="Tổ chuyên môn"),
    UNITS[0],
    Unit(name=SCIENCE, group="Tổ chuyên môn"),
)


def the_wording() -> Wording:
    """The wording that schools get."""
    return load_wording(WORDING_FILE.read_text(encoding="utf-8"))


def the_catalogue() -> Catalogue:
    """The indicators that schools get."""
    return load_catalogue((TEMPLATES / "chi-tieu.toml").read_text(encoding="utf-8"))


def a_profile(*units: Unit) -> SchoolProfile:
    return SchoolProfile(
        name="Trường THCS Trường Chinh",
        parent="ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH",
        place="Tân Bình",
        symbol="TC",
        principal="Trần Thu Hà",
        units=units or FIVE_UNITS,
    )


def a_directory(*entries: DirectoryEntry, choices: Iterable[Choice] = ()) -> Directory:
    """Rows of «Danh bạ», what people chose, and what is known to have ended."""
    known = load_endings((TEMPLATES / "het-hieu-luc.toml").read_text(encoding="utf-8")).known
    return Directory(entries=entries, choices=tuple(choices), endings=known)


def some_inputs(
    *activities: Activity,
    expectations: Sequence[Expectation] | None = None,
    feedback: Sequence[Feedback] = (),
    decisions: Sequence[Decision] = (),
    period: Period | None = None,
    earlier: Period | None = None,
    base: Sequence[BaseFigure] = (),
    catalogue: Catalogue | None = None,
    as_of: dt.date = CLOSED,
    plan: Plan | None = None,
    profile: SchoolProfile | None = None,
    unassigned: Iterable[SourceRef] = (),
    directory: Directory | None = None,
) -> ReportInputs:
    """What the report of `period` (the 6 months) is composed from, once these submissions are checked."""
    asked = tuple(expectations if expectations is not None else (an_expectation(figures=()),))
    this = period or a_period()
    periods = (earlier, this) if earlier else (this,)
    year = year_to_date(this, periods)
    checked = (*periods, year) if year else periods
    found = check(asked, checked, activities, feedback, as_of=as_of, zone=ZONE).findings
    before = previous_of(this, periods)
    planned = plan or a_plan(*THREE_DUTIES)
    owners = [owner for item in asked for owner in item.owners]
    in_force = resolve(directory or a_directory(), profile or a_profile(), planned, this, owners)
    return ReportInputs(
        profile=in_force.profile,
        plan=planned,
        period=this,
        as_of=as_of,
        expectations=asked,
        findings=tuple(f for f in found if f.period == this.key),
        in_force=in_force,
        activities={activity.ref: activity for activity in activities},
        feedback=tuple(feedback),
        decisions=tuple(decisions),
        unassigned=tuple(unassigned),
        catalogue=catalogue or the_catalogue(),
        base=tuple(base),
        year=year,
        year_findings=tuple(f for f in found if year and f.period == year.key),
        previous=before,
        previous_findings=tuple(f for f in found if before and f.period == before.key),
    )


def reported(*activities: Activity, **inputs: object) -> Report:
    """The report made from these submissions."""
    return compose_report(some_inputs(*activities, **inputs), the_wording())  # type: ignore[arg-type]


def block(report: Report, key: str) -> Block:
    return next(item for item in report.blocks if item.key == key)


def text_of(report: Report, key: str) -> str:
    """The text of a block; empty if the report has none of this key."""
    return next((item.text for item in report.blocks if item.key == key), "")


def whole_text(report: Report) -> str:
    """Everything that is printed in the body and annex."""
    return "\n".join(_printed(report))


def rows_of(report: Report, key: str) -> tuple[tuple[str, ...], ...]:
    table = block(report, key).table
    assert table is not None
    return table.rows


def claims_of(report: Report) -> Iterator[Claim]:
    for item in report.blocks:
        yield from item.claims


def _printed(report: Report) -> Iterator[str]:
    for item in report.blocks:
        if item.table is None:
            yield item.text
        else:
            yield from (" ".join(row) for row in item.table.rows)
