"""Files of the school follow its plan and its tabs; a school may begin with nothing but a plan."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from world import DAY, World

from service import pipeline, tabs
from service.config import end_of_day
from service.errors import ServiceError
from service.plan_text import read_plan
from service.setup import GivenProfile, set_up, setup_from_plan
from service.standin.server import StandIn
from service.state import SCHOOL_SHEET
from service.store import Database
from service.submissions import ACTIVITY_FORM
from service.templates import template_text
from service.workspace import GoogleEndpoint, Workspace, open_workspace
from sheets.owned import OwnedTab
from sheets.owned_rows import read_owned
from sheets.reading import read_workbook

A_PLAN = read_plan(template_text("plan", "ke-hoach-mau.txt"))
HA = GivenProfile(principal="Trần Thu Hà", principal_email="ha@truongchinh.example")


def choices_of(ws: Workspace, form_id: str) -> set[str]:
    """Everything that any question of a form lets people choose."""
    form = ws.forms.forms().get(formId=form_id).execute()
    questions: list[dict[str, Any]] = [
        item["questionItem"]["question"] for item in form["items"] if "questionItem" in item
    ]
    return {
        option["value"]
        for question in questions
        for option in question.get("choiceQuestion", {}).get("options", ())
    }


def set_cell(world: World, tab: OwnedTab, key: str, column: str, value: str) -> None:
    """The principal writes into one cell of a row that we keep."""
    file_id = world.source(SCHOOL_SHEET).file_id
    with world.principal() as hers:
        owned = read_owned(read_workbook(hers.sheets, file_id), tab)
        sheet = hers.sheets.open_by_key(file_id).get_worksheet_by_id(tab.sheet_id)
        sheet.update_cell(owned.by_key[key].row + 1, owned.columns[column] + 1, value)


def add_row(world: World, tab: OwnedTab, **values: str) -> None:
    """The principal adds a row at the end of a tab."""
    file_id = world.source(SCHOOL_SHEET).file_id
    with world.principal() as hers:
        owned = read_owned(read_workbook(hers.sheets, file_id), tab)
        sheet = hers.sheets.open_by_key(file_id).get_worksheet_by_id(tab.sheet_id)
        row = max(item.row for item in owned.by_key.values()) + 2
        for column, value in values.items():
            sheet.update_cell(row, owned.columns[column] + 1, value)


# --- forms and sheets follow the tabs ----------------------------------------------------------------


def test_a_short_name_that_the_principal_changes_is_what_the_form_offers_next(cycled: World) -> None:
    form_id = cycled.source(ACTIVITY_FORM).file_id
    set_cell(cycled, tabs.PLAN, "II.1.c", "short_name", "Tiếp dân")
    cycled.cycle()
    with cycled.open() as ws:
        assert "II.1.c · Tiếp dân" in choices_of(ws, form_id)
    findings = cycled.state().findings
    answered = [finding for finding in findings if finding.code == "II.1.c" and finding.evidence]
    assert answered, "answers under the old name still count"


def test_a_unit_that_is_added_gets_a_sheet_shared_with_its_people(cycled: World) -> None:
    add_row(cycled, tabs.DIRECTORY, kind="Đơn vị", name="Tổ Tiếng Anh", group="Tổ chuyên môn")
    add_row(
        cycled,
        tabs.STAFF,
        name="Lê Thu An",
        email="an@truongchinh.example",
        unit="Tổ Tiếng Anh",
        role="Tổ trưởng",
    )
    result = cycled.cycle()
    assert result.errors == ()
    source = cycled.source("sheet:Tổ Tiếng Anh")
    with cycled.open() as ws:
        permissions = ws.drive.permissions().list(fileId=source.file_id, fields="*").execute()
        assert "an@truongchinh.example" in {p.get("emailAddress") for p in permissions["permissions"]}
        assert "Tổ Tiếng Anh" in choices_of(ws, cycled.source(ACTIVITY_FORM).file_id)


def test_a_unit_under_another_name_keeps_its_sheet(cycled: World) -> None:
    before = len(cycled.state().sources)
    set_cell(cycled, tabs.DIRECTORY, "unit:Tổ Ngữ văn", "name", "Tổ Văn - Sử")
    set_cell(cycled, tabs.DIRECTORY, "unit:Tổ Ngữ văn", "aliases", "Tổ Văn; Tổ Ngữ văn")
    cycled.cycle()
    sheets = [source for source in cycled.state().sources if source.kind == "sheet"]
    assert len(cycled.state().sources) == before
    assert any(source.detail["unit"] == "Tổ Ngữ văn" for source in sheets)


def test_a_deleted_form_does_not_keep_the_rest_from_following(cycled: World) -> None:
    with cycled.open() as ws:
        ws.drive.files().delete(fileId=cycled.source(ACTIVITY_FORM).file_id).execute()
    add_row(cycled, tabs.DIRECTORY, kind="Đơn vị", name="Tổ Tiếng Anh")
    cycled.cycle()
    assert cycled.source("sheet:Tổ Tiếng Anh")


# --- a school that has only a plan ---------------------------------------------------------------------


def test_the_first_cycle_of_a_school_that_has_only_a_plan(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'store.sqlite3'}")
    with StandIn.start(tmp_path / "google") as standin:
        endpoint = GoogleEndpoint(base_url=standin.url, credentials=standin.service_account)
        with open_workspace(database, endpoint, moment=end_of_day(DAY)) as ws:
            set_up(ws, setup_from_plan(A_PLAN, HA, made_on=dt.date(2025, 3, 5)))
            result = pipeline.run_cycle(ws, end_of_day(DAY))
            file_id = result.review_sheet.split("/d/")[1].split("/")[0]
            review = read_owned(read_workbook(ws.sheets, file_id), tabs.REVIEW)
    database.close()
    assert result.errors == ()
    assert {key.partition("|")[0] for key in review.by_key} == {item.code for item in A_PLAN.responsibilities}
    assert [draft.period for draft in result.drafts] == ["6T"]


def test_units_are_the_owners_that_the_plan_names_unless_others_are_given() -> None:
    named = setup_from_plan(A_PLAN, HA, made_on=DAY)
    given = setup_from_plan(A_PLAN, GivenProfile(principal="Trần Thu Hà", units=("Tổ Ngữ văn",)), made_on=DAY)
    owners = {owner for item in A_PLAN.responsibilities for owner in item.owners}
    assert {unit.name for unit in named.profile.units} == owners
    assert [unit.name for unit in given.profile.units] == ["Tổ Ngữ văn"]


def test_what_the_plan_leaves_open_is_asked_for() -> None:
    nameless = read_plan("KẾ HOẠCH\nThực hiện dân chủ ở cơ sở\n\nI. NỘI DUNG\n\n1. Công khai thu chi.\n")
    with pytest.raises(ServiceError, match="--name"):
        setup_from_plan(nameless, HA, made_on=DAY)
