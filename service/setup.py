"""Setting a school up: its spreadsheet, its two forms, a sheet for each unit. Each step can be repeated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from forms.definition import FormDefinition, load_definition
from forms.publishing import Audience, create_form
from service import school_rows, tabs
from service.domain.deadlines import periods_for, plan_year
from service.domain.expectations import Expectation, SchoolProfile
from service.domain.plan import Plan
from service.domain.settings import PeriodWindow, StaffMember
from service.google.drive import share
from service.settings_sheet import plain_expectation
from service.state import SCHOOL_SHEET
from service.store import School, Source
from service.store import schools as school_store
from service.submissions import ACTIVITY_FORM, FEEDBACK_FORM
from service.templates import template_text
from service.workspace import Workspace
from sheets.activity_table import ACTIVITY_COLUMNS
from sheets.owned import OwnedTab
from sheets.owned_changes import plan_changes
from sheets.owned_setup import setup_requests
from sheets.reading import read_workbook
from sheets.writing import apply, create_spreadsheet, plain_tab

#: Sheet id of the tab in which a unit writes its activities.
UNIT_TAB = 3001

#: Key of a form's source → its questions in `templates/forms/`.
FORM_FILES = {ACTIVITY_FORM: "bao-cao-hoat-dong.toml", FEEDBACK_FORM: "gop-y-phan-anh.toml"}

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
    #: Heads of units, by unit: they may write into its sheet.
    editors: Mapping[str, Sequence[str]] | None = None
    #: May write into the school's spreadsheet and decide there.
    principal_email: str | None = None


def set_up(ws: Workspace, setup: SchoolSetup, *, progress: Progress = lambda _: None) -> None:
    """Make whatever the school does not have yet, and remember where it is."""
    with ws.database.begin() as tx:
        school = school_store.find_school(tx, ws.school_id) or School(id=ws.school_id, profile=setup.profile)
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
        _remember(ws, _make_school_sheet(ws, setup))
    for key, file in FORM_FILES.items():
        if key not in known:
            progress("Đang tạo biểu mẫu")
            _remember(ws, _make_form(ws, key, file, setup))
    for unit in setup.profile.units:
        key = f"sheet:{unit.name}"
        if key not in known:
            progress(f"Đang tạo sổ hoạt động của {unit.name}")
            _remember(ws, _make_unit_sheet(ws, key, unit.name, setup))


def default_expectations(plan: Plan) -> tuple[Expectation, ...]:
    """What the text alone asks for, until the principal says more."""
    return tuple(plain_expectation(item, plan) for item in plan.responsibilities)


def _remember(ws: Workspace, source: Source) -> None:
    with ws.database.begin() as tx:
        school_store.add_source(tx, ws.school_id, source)


def _make_school_sheet(ws: Workspace, setup: SchoolSetup) -> Source:
    year = plan_year(setup.plan) or setup.made_on.year
    title = f"Đúng Hạn – {setup.profile.name} – {year}"
    file_id = create_spreadsheet(ws.sheets, title, setup=setup_requests(tabs.SCHOOL_TABS))
    workbook = read_workbook(ws.sheets, file_id, name=title)
    filled = [request for tab, rows, first in _first_rows(setup, year) for request in plan_changes(
        workbook, tab, rows, initial=first
    )]  # fmt: skip
    apply(ws.sheets, file_id, filled, name=title)
    if setup.principal_email:
        share(ws.drive, file_id, setup.principal_email, "writer")
    return Source(key=SCHOOL_SHEET, kind="school", label=title, file_id=file_id)


def _first_rows(setup: SchoolSetup, year: int) -> list[tuple[OwnedTab, school_rows.Rows, school_rows.Rows]]:
    """(tab, our columns, first values of people's columns)."""
    periods = periods_for(setup.plan, year)
    directory = school_rows.directory_cells(setup.profile)
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
    return [
        (tabs.PLAN, school_rows.plan_cells(setup.plan), school_rows.expectation_cells(setup.expectations)),
        (tabs.PERIODS, school_rows.period_cells(periods), windows),
        (tabs.DIRECTORY, {key: {} for key in directory}, directory),
        (tabs.STAFF, {key: {} for key in staff}, staff),
    ]


def _make_form(ws: Workspace, key: str, file: str, setup: SchoolSetup) -> Source:
    definition = form_definition(file, setup.profile, setup.expectations)
    handle = create_form(
        ws.forms, ws.drive, definition, audience=Audience.ANYONE, app_properties={"dunghan_source": key}
    )
    return Source(
        key=key,
        kind="form",
        label=definition.title,
        file_id=handle.form_id,
        detail={
            "url": handle.responder_uri,
            "questions": dict(definition.keys_by_question),
            "topics": {topic: list(codes) for topic, codes in definition.topics.items()},
        },
    )


def form_definition(file: str, profile: SchoolProfile, expectations: Sequence[Expectation]) -> FormDefinition:
    """A form's questions with the school's units and the plan's responsibilities filled in."""
    definition = load_definition(template_text("forms", file))
    units = tuple(unit.name for unit in profile.units)
    labels = {choice_of(item): item for item in expectations}
    form = definition.with_choices({"unit": units, "responsibility": tuple(labels)})
    figures = {label: (item.code, item.figures) for label, item in labels.items() if item.figures}
    has_tasks = any(question.key == "responsibility" for question in form.questions)
    return form.with_figures("responsibility", figures) if has_tasks else form


def choice_of(expectation: Expectation) -> str:
    """A responsibility as people choose it: «II.1.c · Tiếp công dân, giải quyết đơn thư»."""
    return f"{expectation.code} · {expectation.short_name}"


def _make_unit_sheet(ws: Workspace, key: str, unit: str, setup: SchoolSetup) -> Source:
    title = f"Sổ hoạt động – {unit}"
    figures = _figures_of(unit, setup.expectations)
    headers = [column.title for column in ACTIVITY_COLUMNS] + figures
    file_id = create_spreadsheet(ws.sheets, title, setup=plain_tab(UNIT_TAB, "Hoạt động", [headers]))
    for email in (setup.editors or {}).get(unit, ()):
        share(ws.drive, file_id, email, "writer")
    return Source(
        key=key, kind="sheet", label=title, file_id=file_id, detail={"unit": unit, "figures": figures}
    )


def unit_columns(source: Source) -> tuple[str, ...]:
    """Keys of the columns of a unit's sheet as it was made: those of ACTIVITY_COLUMNS, then its figures."""
    return (*(column.key for column in ACTIVITY_COLUMNS), *source.detail["figures"])


def _figures_of(unit: str, expectations: Sequence[Expectation]) -> list[str]:
    """Figures that this unit is asked for, so that its sheet has a column for each."""
    asked = (label for item in expectations if unit in item.owners for label in item.figures)
    return list(dict.fromkeys(asked))
