"""Staff are heard on a draft: a form opens with it, the principal answers in the Sheet, the report tells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import requests
from world import World, standing

from service import tabs
from service.config import end_of_day
from service.domain.hearing import Stance
from service.domain.report import Block
from service.hearings import keep_hearings
from service.state import SCHOOL_SHEET
from service.store import drafts as draft_rows
from service.submissions import OPINION_FORM
from service.workspace import SCHOOL_ID
from sheets.owned_rows import OwnedRow, read_owned
from sheets.reading import read_workbook

#: Two working days before the last one of the report «trước ngày 05/5/2025».
OPENS = dt.date(2025, 4, 26)
FORM = OPINION_FORM + "6T"
REMARK = "Đề nghị ghi rõ số cuộc đối thoại của từng tổ."


def say(world: World, stance: Stance, text: str = "", *, day: dt.date = OPENS) -> requests.Response:
    """Somebody sends an answer from the form's page."""
    form = world.source(FORM)
    fields = {
        f"entry.{int(question, 16)}": {"stance": stance.value, "part": "", "text": text}[key]
        for question, key in form.detail["questions"].items()
    }
    path = urlsplit(form.detail["url"]).path.removesuffix("viewform")
    return requests.post(
        f"{world.endpoint.base_url}{path}formResponse",
        data={name: value for name, value in fields.items() if value},
        headers={"X-Standin-Now": end_of_day(day).astimezone(dt.UTC).isoformat()},
        timeout=30,
    )


def opinions(world: World, day: dt.date = OPENS) -> list[OwnedRow]:
    """What the principal finds in «Ý kiến dự thảo»."""
    with world.open(day) as ws:
        workbook = read_workbook(ws.sheets, world.source(SCHOOL_SHEET).file_id)
    return list(read_owned(workbook, tabs.OPINIONS).by_key.values())


def answer(world: World, row: OwnedRow, taken: str, why: str = "") -> None:
    """Cô Hà writes what becomes of an opinion."""
    file_id = world.source(SCHOOL_SHEET).file_id
    with world.principal(OPENS) as hers:
        columns = read_owned(read_workbook(hers.sheets, file_id), tabs.OPINIONS).columns
        sheet = hers.sheets.open_by_key(file_id).get_worksheet_by_id(tabs.OPINIONS.sheet_id)
        sheet.update_cell(row.row + 1, columns["taken"] + 1, taken)
        sheet.update_cell(row.row + 1, columns["why"] + 1, why)


def blocks(world: World) -> dict[str, Block]:
    """The draft of the 6 months as it was last written."""
    with world.database.begin() as tx:
        return {item.block.key: item.block for item in draft_rows.list_blocks(tx, SCHOOL_ID, period="6T")}


@pytest.fixture
def opened(school_after: Callable[[dt.date], Path], tmp_path: Path) -> Iterator[World]:
    """A school in which staff are asked since this evening."""
    with standing(school_after(OPENS), tmp_path / "school") as world:
        yield world


def test_the_form_opens_with_the_hearing_and_everybody_may_read_the_draft(world: World) -> None:
    world.cycle(OPENS - dt.timedelta(days=1))
    assert world.state().hearing("6T") is None
    assert "Điều 53 khoản 4" in blocks(world)["notice.staff"].text
    world.cycle(OPENS)
    hearing = world.state(OPENS).hearing("6T")
    assert hearing is not None
    assert hearing.opened_on == OPENS
    with world.open(OPENS) as ws:
        draft = world.draft().document_id
        form = ws.forms.forms().get(formId=world.source(FORM).file_id).execute()
        listed = ws.drive.permissions().list(fileId=draft, pageSize=100, fields="permissions").execute()
    assert draft in form["info"]["description"]
    roles = {p["emailAddress"]: p["role"] for p in listed["permissions"]}
    staff = [member for member in world.state(OPENS).settings.staff if member.active]
    principals = {m.email for m in staff if m.role == "Hiệu trưởng"}
    assert {roles[email] for email in principals} == {"writer"}, "who may write already still may"
    assert {roles[m.email] for m in staff if m.email not in principals} == {"reader"}


def test_what_staff_say_is_answered_in_the_sheet_and_told_in_the_report(opened: World) -> None:
    assert say(opened, Stance.AGREES).status_code == 200
    assert say(opened, Stance.AGREES_WITH_CHANGES, REMARK).status_code == 200
    opened.cycle(OPENS)
    assert "Còn 01 ý kiến" in blocks(opened)["notice.staff"].text
    remark = next(row for row in opinions(opened) if row.values["text"] == REMARK)
    assert remark.values["stance"] == Stance.AGREES_WITH_CHANGES.value
    answer(opened, remark, "Không tiếp thu")
    opened.cycle(OPENS)
    assert "notice.staff" in blocks(opened), "what is not taken needs its reason"
    answer(opened, remark, "Không tiếp thu", "Số liệu theo tổ đã có ở phụ lục.")
    opened.cycle(OPENS)
    written = blocks(opened)
    assert "notice.staff" not in written
    told = next(claim for claim in written["II.text"].claims if "lấy ý kiến viên chức" in claim.text)
    assert "02 ý kiến, gồm 01 ý kiến đồng ý; 01 ý kiến đồng ý và đề nghị chỉnh sửa" in told.text
    assert len(told.sources) == 2
    assert "giải trình 01 ý kiến không tiếp thu" in written["II.text"].text


def test_an_idle_cycle_opens_nothing_twice_and_writes_nothing(opened: World) -> None:
    opened.cycle(OPENS)  # the notice says now that staff are being asked
    _, calls = opened.counted_cycle(OPENS)
    assert calls.writes == 0
    with opened.open(OPENS) as ws:
        found = ws.drive.files().list(q="name contains 'Ý kiến về dự thảo'", fields="files(id)").execute()
    assert len(found["files"]) == 1


def test_a_hearing_whose_memory_was_lost_goes_on_with_the_form_of_the_first_try(opened: World) -> None:
    form_id = opened.source(FORM).file_id
    state = opened.state(OPENS)
    forgetful = [source for source in state.sources if source.key != FORM]
    with opened.open(OPENS) as ws:
        keep_hearings(ws, replace(state, sources=tuple(forgetful)))
    assert opened.source(FORM).file_id == form_id


def test_once_the_principal_has_decided_nobody_can_answer_any_more(opened: World) -> None:
    with opened.open(OPENS) as ws:
        assert keep_hearings(ws, opened.state(OPENS), {"6T"}) == ()
        calls = ws.session.calls.total
        assert keep_hearings(ws, opened.state(OPENS), {"6T"}) == ()
        assert ws.session.calls.total == calls, "a closed form is not closed again"
    say(opened, Stance.DISAGREES, "Tôi gửi muộn.")
    opened.cycle(OPENS, full=True)
    assert opinions(opened) == []


def test_a_report_whose_last_day_is_over_opens_no_hearing(world: World) -> None:
    world.cycle(dt.date(2025, 4, 30))
    assert world.state(dt.date(2025, 4, 30)).hearing("6T") is None
