"""Setting a school up: its spreadsheet, its two forms, a sheet for each unit. Each step can be repeated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from forms.publishing import Audience, create_form
from service import directory_sheet, school_rows, tabs
from service.base_sheet import base_cells, first_values
from service.domain.deadlines import periods_for, plan_year
from service.domain.expectations import Expectation, SchoolProfile, Unit
from service.domain.indicators import proposed_figures
from service.domain.plan import Plan
from service.domain.readiness import PARENT_OPEN
from service.domain.settings import BaseFigure, PeriodWindow, StaffMember
from service.errors import ServiceError
from service.form_files import FORM_FILES, form_definition, form_detail, topic_detail
from service.google.drive import share
from service.google.making import SPREADSHEET, find_made, make_file, making_errors
from service.making import key_of, once
from service.rehearsal import unwritten
from service.settings_sheet import plain_expectation, resolve_units
from service.state import SCHOOL_SHEET
from service.store import School, Source, intents
from service.store import schools as school_store
from service.templates import report_catalogue
from service.turns import my_turn
from service.workspace import Workspace
from sheets.activity_table import ACTIVITY_COLUMNS
from sheets.owned import OwnedTab
from sheets.owned_changes import plan_changes
from sheets.owned_setup import setup_requests
from sheets.requests import Request
from sheets.workbook import Workbook
from sheets.writing import furnish, plain_tab, settle

#: Sheet id of the tab in which a unit writes its activities.
UNIT_TAB = 3001

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class SchoolSetup:
    """Everything that is known of a school before its first day with the service."""

    profile: SchoolProfile
    plan: Plan
    expectations: tuple[Expectation, ...]
    #: The day of the set-up; a plan without any year is of this year.
    made_on: dt.date
    windows: tuple[PeriodWindow, ...] = ()
    staff: tuple[StaffMember, ...] = ()
    #: What the school says of itself.
    base: tuple[BaseFigure, ...] = ()
    #: Heads of units, by unit: they may write into its sheet.
    editors: Mapping[str, Sequence[str]] | None = None
    #: May write into the school's spreadsheet and decide there.
    principal_email: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenProfile:
    """What the person who sets a school up says of it; None or "" leaves it to the plan."""

    principal: str
    principal_email: str | None = None
    name: str | None = None
    #: As it stands in the letterhead, in capitals.
    parent: str | None = None
    place: str | None = None
    #: «TC» in «BC-TC».
    symbol: str | None = None
    units: tuple[str, ...] = ()


def set_up(ws: Workspace, setup: SchoolSetup, *, progress: Progress = lambda _: None) -> None:
    """Make whatever the school does not have yet, and remember where it is. Raises ServiceError."""
    with my_turn(ws.database, ws.school_id):
        _set_up(ws, setup, progress)


def _set_up(ws: Workspace, setup: SchoolSetup, progress: Progress) -> None:
    with ws.database.begin() as tx:
        school = school_store.find_school(tx, ws.school_id) or School(id=ws.school_id, profile=setup.profile)
        if school.profile.name != setup.profile.name:
            raise ServiceError(
                f"Thư mục dữ liệu này đang là của {school.profile.name}. Hãy chọn thư mục khác bằng --data."
            )
        known = {source.key for source in school_store.list_sources(tx, ws.school_id)}
        school_store.save_school(
            tx,
            School(
                id=school.id,
                profile=setup.profile,
                plan=setup.plan,
                changes_token=school.changes_token,
                inputs_hash=school.inputs_hash,
            ),
        )
    if SCHOOL_SHEET not in known:
        progress("Đang tạo trang tính của trường")
        with unwritten():
            _remember(ws, _make_school_sheet(ws, setup))
    for key, file in FORM_FILES.items():
        if key not in known:
            progress("Đang tạo biểu mẫu")
            with unwritten():
                _remember(ws, _make_form(ws, key, file, setup))
    for unit in setup.profile.units:
        if unit_key(unit.name) not in known:
            progress(f"Đang tạo sổ hoạt động của {unit.name}")
            editors = (setup.editors or {}).get(unit.name, ())
            with unwritten():
                _remember(ws, make_unit_sheet(ws, setup.profile.name, unit.name, setup.expectations, editors))


def setup_from_plan(plan: Plan, given: GivenProfile, *, made_on: dt.date) -> SchoolSetup:
    """A school of which only its plan is known: units are the owners that the plan names.

    What the plan leaves open comes from `given`; what is open then is asked for. Raises ServiceError.
    """
    name, place = given.name or plan.issuer, given.place or plan.place
    symbol = given.symbol or (plan.symbol or "").partition("-")[2]
    for value, what, option in (
        (name, "tên trường", "--name"),
        (place, "địa danh", "--place"),
        (symbol, "chữ viết tắt tên trường trong số ký hiệu", "--symbol"),
    ):
        if not value:
            raise ServiceError(f"Kế hoạch không ghi {what}. Hãy thêm {option}.")
    named = dict.fromkeys(owner for item in plan.responsibilities for owner in item.owners)
    units = tuple(Unit(name=unit) for unit in given.units or named)
    profile = SchoolProfile(
        name=str(name),
        parent=given.parent or PARENT_OPEN,
        place=str(place),
        symbol=symbol,
        principal=given.principal,
        units=units,
    )
    figures = proposed_figures(report_catalogue(), {item.code: item.text for item in plan.responsibilities})
    expectations = tuple(
        replace(plain, owners=resolve_units(plain.owners, units), figures=figures[plain.code])
        for plain in (plain_expectation(item, plan) for item in plan.responsibilities)
    )
    return SchoolSetup(
        profile=profile,
        plan=plan,
        expectations=expectations,
        made_on=made_on,
        principal_email=given.principal_email,
    )


def _remember(ws: Workspace, source: Source) -> None:
    with ws.database.begin() as tx:
        school_store.add_source(tx, ws.school_id, source)
        intents.close_intent(tx, ws.school_id, source.key)


def _make_school_sheet(ws: Workspace, setup: SchoolSetup) -> Source:
    year = plan_year(setup.plan) or setup.made_on.year
    title = f"Đúng Hạn – {setup.profile.name} – {year}"
    if ws.rehearsal is not None:
        rows = {tab.key: len(rows) for tab, rows, _ in _first_rows(setup, year)}
        shown = [(f"tab «{tab.title}»", f"{rows.get(tab.key, 0)} dòng") for tab in tabs.SCHOOL_TABS]
        if setup.principal_email:
            shown.append(("chia sẻ", setup.principal_email))
        ws.rehearsal.make_file(title, shown)
    file_id = _spreadsheet(ws, setup.profile.name, SCHOOL_SHEET, title)
    workbook = furnish(ws.sheets, file_id, setup_requests(tabs.SCHOOL_TABS), name=title)

    def filled(workbook: Workbook) -> tuple[Request, ...]:
        return tuple(
            request
            for tab, rows, first in _first_rows(setup, year)
            for request in plan_changes(workbook, tab, rows, initial=first)
        )

    settle(ws.sheets, workbook, filled, name=title)
    if setup.principal_email:
        _share(ws, file_id, title, setup.principal_email)
    return Source(key=SCHOOL_SHEET, kind="school", label=title, file_id=file_id)


def _spreadsheet(ws: Workspace, school: str, key: str, title: str) -> str:
    """The id of the school's spreadsheet for a source, made at the first need."""
    properties = key_of(ws, school, key)
    with making_errors(title):
        return once(ws, key, "spreadsheet")(
            lambda: find_made(ws.drive, properties, kind=SPREADSHEET),
            lambda: make_file(ws.drive, title, SPREADSHEET, properties),
        )


def _share(ws: Workspace, file_id: str, title: str, email: str) -> None:
    with making_errors(f"{title} (cho {email})"):
        share(ws.drive, file_id, email, "writer")


def _first_rows(setup: SchoolSetup, year: int) -> list[tuple[OwnedTab, school_rows.Rows, school_rows.Rows]]:
    """(tab, our columns, first values of people's columns)."""
    periods = periods_for(setup.plan, year)
    directory = directory_sheet.first_rows(setup.profile, setup.plan)
    staff = school_rows.staff_cells(setup.staff)
    windows: school_rows.Rows = {
        window.period: {
            "data_from": window.data_from,
            "data_to": window.data_to,
            "estimate_to": window.estimate_to,
            "confirmed_by": window.confirmed_by,
        }
        for window in setup.windows
    }
    expected = school_rows.expectation_cells(setup.expectations, setup.plan)
    return [
        (tabs.PLAN, school_rows.plan_cells(setup.plan), expected),
        (tabs.PERIODS, school_rows.period_cells(periods), windows),
        (tabs.BASE, base_cells(report_catalogue()), first_values(setup.base)),
        (tabs.DIRECTORY, {key: {} for key in directory}, directory),
        (tabs.STAFF, {key: {} for key in staff}, staff),
    ]


def _make_form(ws: Workspace, key: str, file: str, setup: SchoolSetup) -> Source:
    definition = form_definition(file, setup.profile.units, setup.expectations)
    if ws.rehearsal is not None:
        ws.rehearsal.make_file(
            definition.title, [("câu hỏi", question.title) for question in definition.questions]
        )
    handle = create_form(
        ws.forms,
        ws.drive,
        definition,
        audience=Audience.ANYONE,
        app_properties=key_of(ws, setup.profile.name, key),
        once=once(ws, key, "form"),
    )
    return Source(
        key=key,
        kind="form",
        label=definition.title,
        file_id=handle.form_id,
        detail={
            "url": handle.responder_uri,
            **form_detail(definition),
            **topic_detail(definition, setup.expectations, setup.plan),
        },
    )


def make_unit_sheet(
    ws: Workspace, school: str, unit: str, expectations: Sequence[Expectation], editors: Iterable[str]
) -> Source:
    """A sheet in which a unit of a school writes down what it does, shared with those who write there."""
    title = f"Sổ hoạt động – {unit}"
    figures = _figures_of(unit, expectations)
    headers = [column.title for column in ACTIVITY_COLUMNS] + figures
    if ws.rehearsal is not None:
        shares = [("chia sẻ", email) for email in editors]
        ws.rehearsal.make_file(title, [("tab «Hoạt động»", " | ".join(headers)), *shares])
    file_id = _spreadsheet(ws, school, unit_key(unit), title)
    furnish(ws.sheets, file_id, plain_tab(UNIT_TAB, "Hoạt động", [headers]), name=title)
    for email in editors:
        _share(ws, file_id, title, email)
    return Source(
        key=unit_key(unit),
        kind="sheet",
        label=title,
        file_id=file_id,
        detail={"unit": unit, "figures": figures},
    )


def unit_key(unit: str) -> str:
    """Key of the source that is a unit's sheet."""
    return f"sheet:{unit}"


def unit_columns(source: Source) -> tuple[str, ...]:
    """Keys of the columns of a unit's sheet as it was made: those of ACTIVITY_COLUMNS, then its figures."""
    return (*(column.key for column in ACTIVITY_COLUMNS), *source.detail["figures"])


def _figures_of(unit: str, expectations: Sequence[Expectation]) -> list[str]:
    """Figures that this unit is asked for, so that its sheet has a column for each."""
    asked = (label for item in expectations if unit in item.owners for label in item.figures)
    return list(dict.fromkeys(asked))
