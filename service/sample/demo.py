"""The sample school, set up and lived through: what `dunghan demo` shows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from service.config import ZONE, end_of_day
from service.domain.expectations import Expectation
from service.domain.plan import Plan
from service.domain.settings import PeriodWindow, StaffMember
from service.plan_text import read_plan
from service.sample.content import SampleSchool, YearContent, read_school, read_year
from service.sample.play import play_answers, play_rows
from service.sample.year import SampleYear, address_of, live_year
from service.settings_sheet import plain_expectation, resolve_units
from service.setup import SchoolSetup, set_up
from service.store import Database
from service.store import schools as school_rows
from service.templates import template_text
from service.workspace import SCHOOL_ID, GoogleEndpoint, open_workspace

#: All three reports have a draft by then.
DEFAULT_AS_OF = dt.date(2025, 10, 23)
#: Whose head keeps the papers.
_OFFICE = "Tổ Văn phòng"
#: The school year before the first activity of the sample; the files are made on this day.
SET_UP_ON = dt.date(2024, 10, 25)


def set_up_sample(
    database: Database,
    endpoint: GoogleEndpoint,
    *,
    as_of: dt.date,
    plan: Plan | None = None,
    progress: Callable[[str], None] = lambda _: None,
) -> None:
    """Set the school up and let its people report until the evening of `as_of`.

    Doing it again on the same data makes nothing twice; a later day goes on from where the last one ended.
    A plan that was imported since then stays, unless another is given.
    """
    setup, year = sample_of(database, as_of, plan)
    school = read_school(template_text("plan", "truong-mau.toml"))
    with open_workspace(database, endpoint, moment=end_of_day(SET_UP_ON)) as ws:
        set_up(ws, setup, progress=progress)
    play_answers(database, endpoint, setup, year, progress=progress)
    leaders = {unit: _leader(school, unit) for unit in school.people}
    play_rows(database, endpoint, leaders, year, as_of=as_of, progress=progress)


def sample_of(database: Database, as_of: dt.date, plan: Plan | None) -> tuple[SchoolSetup, SampleYear]:
    """The sample school, and what its people hand in until the evening of `as_of`."""
    plan = plan or _present_plan(database) or read_plan(template_text("plan", "ke-hoach-mau.txt"))
    school = read_school(template_text("plan", "truong-mau.toml"))
    content = read_year(template_text("plan", "hoat-dong-mau.toml"))
    year = live_year(school, _possible(content, plan), as_of=as_of, zone=ZONE)
    return sample_setup(school, plan), year


def _present_plan(database: Database) -> Plan | None:
    with database.begin() as tx:
        school = school_rows.find_school(tx, SCHOOL_ID)
    return school.plan if school else None


def sample_setup(school: SampleSchool, plan: Plan) -> SchoolSetup:
    """What is known of the sample school; corrections count only for tasks that the plan has."""
    principal = address_of(school.profile.principal, school.mail_domain)
    windows = tuple(
        PeriodWindow(
            period=window.period,
            data_from=window.data_from,
            data_to=window.data_to,
            confirmed_by=school.profile.principal,
        )
        for window in school.windows
    )
    return SchoolSetup(
        profile=school.profile,
        plan=plan,
        expectations=_expectations(school, plan),
        made_on=SET_UP_ON,
        windows=windows,
        staff=_staff(school),
        base=school.base,
        editors={unit: (_leader(school, unit),) for unit in school.people},
        principal_email=principal,
    )


def _expectations(school: SampleSchool, plan: Plan) -> tuple[Expectation, ...]:
    corrected = {item.code: item for item in school.corrections}
    found = []
    for item in plan.responsibilities:
        plain = plain_expectation(item, plan)
        own = corrected.get(item.code)
        owners = resolve_units(own.owners if own else plain.owners, school.profile.units)
        found.append(
            Expectation(
                code=plain.code,
                text=plain.text,
                short_name=own.short_name if own else plain.short_name,
                owners=owners,
                section=plain.section,
                section_heading=plain.section_heading,
                evidence_required=own.evidence_required if own else False,
                figures=own.figures if own else (),
            )
        )
    return tuple(found)


def _staff(school: SampleSchool) -> tuple[StaffMember, ...]:
    return tuple(
        StaffMember(
            name=person,
            email=address_of(person, school.mail_domain),
            unit=unit,
            role=_role(school, unit, person),
        )
        for unit, people in school.people.items()
        for person in people
    )


def _role(school: SampleSchool, unit: str, person: str) -> str:
    if person == school.profile.principal:
        return school.profile.principal_title
    if unit == _unit_of(school, school.profile.principal):
        return "Phó Hiệu trưởng"
    if school.people[unit][0] != person:
        return "Thành viên"
    return "Văn thư" if unit == _OFFICE else "Trưởng đơn vị"


def _unit_of(school: SampleSchool, person: str) -> str:
    return next((unit for unit, people in school.people.items() if person in people), "")


def _leader(school: SampleSchool, unit: str) -> str:
    return address_of(school.people[unit][0], school.mail_domain)


def _possible(content: YearContent, plan: Plan) -> YearContent:
    """Only what belongs to tasks that the plan has."""
    codes = {item.code for item in plan.responsibilities}
    return YearContent(
        deeds=tuple(deed for deed in content.deeds if deed.code in codes),
        opinions=content.opinions,
        complaints=content.complaints,
        silent=content.silent,
        bad_rows=content.bad_rows,
        nothing=tuple(item for item in content.nothing if item.code in codes),
    )
