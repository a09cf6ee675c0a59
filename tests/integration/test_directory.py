"""«Danh bạ» through whole cycles: rows that the plan brings in, choices in the tab and on the page."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from test_cycle import document_text, read_tab
from test_upkeep import set_cell
from world import World, standing

from service import tabs
from service.choosing import choose_on_page
from service.config import end_of_day
from service.domain.directory import ChoiceSource
from service.reporting import blockers_of
from service.state import SchoolState
from service.store.events import list_events
from service.workspace import SCHOOL_ID

#: The draft of the 9 months is kept from 22/8 on.
AUGUST = dt.date(2025, 8, 25)
DISTRICT, OFFICE = "agency:uy ban nhan dan quan tan binh", "agency:phong noi vu"
WARD = "agency:uy ban nhan dan phuong tan son"


def cell(world: World, key: str, column: str) -> object:
    return read_tab(world, tabs.DIRECTORY).by_key[key].values[column]


def ended(state: SchoolState) -> list[str]:
    period = state.period("9T")
    assert period is not None
    return [b.key for b in blockers_of(state, period) if b.key.startswith("ended:")]


def everything(world: World, period: str = "9T") -> str:
    """All words of a draft, those of its letterhead too."""
    with world.open(AUGUST) as ws:
        document = ws.docs.documents().get(documentId=world.draft(period).document_id).execute()
    return json.dumps(document, ensure_ascii=False).replace("\xa0", " ")


def choose_in_the_tab(world: World, key: str, successor: str) -> None:
    set_cell(world, tabs.DIRECTORY, key, "successor", successor)
    set_cell(world, tabs.DIRECTORY, key, "chosen_by", "Trần Thu Hà")


@pytest.fixture
def august(school_after: Callable[[dt.date], Path], tmp_path: Path) -> Iterator[World]:
    """A school after a cycle in which the draft of the 9 months was begun."""
    with standing(school_after(AUGUST), tmp_path / "school") as world:
        yield world


def test_the_plan_brings_rows_that_say_what_has_ended(august: World) -> None:
    assert cell(august, DISTRICT, "valid_to") == dt.date(2025, 6, 30)
    assert cell(august, DISTRICT, "basis") == "Luật 72/2025/QH15, Điều 51 khoản 3"
    assert "Cần chọn kế tục" in str(cell(august, DISTRICT, "state"))
    assert cell(august, "school", "state") == "Đang dùng"
    assert ended(august.state(AUGUST)) == [f"ended:{DISTRICT}", f"ended:{OFFICE}"]
    with august.open(AUGUST) as ws:
        text = document_text(ws, str(august.draft("9T").document_id))
    assert "Chưa sẵn sàng ký: Theo kế hoạch, cơ quan chủ quản và nơi nhận báo cáo" in text
    result = august.cycle(AUGUST)
    assert (result.review_written, [d.written for d in result.drafts]) == (False, [False, False])


def test_a_choice_in_the_tab_leads_the_draft_on(august: World) -> None:
    set_cell(august, tabs.DIRECTORY, DISTRICT, "successor", "UBND phường Tân Sơn")
    august.cycle(AUGUST)
    assert "Ghi tên vào «Người chọn»" in str(cell(august, DISTRICT, "state")), "nobody has signed for it"
    assert august.state(AUGUST).directory.choices == ()
    choose_in_the_tab(august, DISTRICT, "UBND phường Tân Sơn")
    choose_in_the_tab(august, OFFICE, "không có")
    august.cycle(AUGUST)
    assert ended(august.state(AUGUST)) == [f"ended:{DISTRICT}"], "the place name is still open"
    assert "Chưa ghi địa danh" in str(cell(august, DISTRICT, "state"))
    set_cell(august, tabs.DIRECTORY, WARD, "place", "Tân Sơn")
    august.cycle(AUGUST)
    assert ended(august.state(AUGUST)) == []
    said = everything(august)
    assert "Tân Sơn, ngày" in said
    assert "Kính gửi: Ủy ban nhân dân phường Tân Sơn\\n" in said
    assert "QUẬN TÂN BÌNH" not in said
    assert "không còn từ ngày" not in said
    assert "328/UBND-NV ngày 19 tháng 02 năm 2025 của Ủy ban nhân dân quận Tân Bình" in said, "as quoted"
    assert "QUẬN TÂN BÌNH" in everything(august, "6T"), "the earlier report keeps its names"


def test_the_newest_word_wins_wherever_it_was_said_and_no_cell_is_written_over(august: World) -> None:
    choose_in_the_tab(august, DISTRICT, "UBND phường Tân Sơn")
    august.cycle(AUGUST)
    form = {"subject": DISTRICT, "name": "UBND phường Bảy Hiền", "place": "Bảy Hiền"}
    now = end_of_day(AUGUST) + dt.timedelta(seconds=1)
    choose_on_page(august.database, august.state(AUGUST), form, who="Trần Thu Hà", now=now, clock=now)
    next_day = AUGUST + dt.timedelta(days=1)
    august.cycle(next_day)
    choice = august.state(next_day).directory.choice(DISTRICT)
    assert choice is not None
    assert (choice.successor, choice.source) == ("Ủy ban nhân dân phường Bảy Hiền", ChoiceSource.PAGE)
    assert cell(august, DISTRICT, "successor") == "UBND phường Tân Sơn"
    assert "ghi khác và cũ hơn" in str(cell(august, DISTRICT, "state"))
    assert cell(august, "agency:uy ban nhan dan phuong bay hien", "place") == "Bảy Hiền"
    set_cell(august, tabs.DIRECTORY, DISTRICT, "successor", "UBND phường Tân Sơn Nhất")
    last_day = AUGUST + dt.timedelta(days=2)
    august.cycle(last_day)
    choice = august.state(last_day).directory.choice(DISTRICT)
    assert choice is not None
    assert (choice.successor, choice.source) == ("Ủy ban nhân dân phường Tân Sơn Nhất", ChoiceSource.SHEET)
    with august.database.begin() as tx:
        assert len(list_events(tx, SCHOOL_ID, kind="successor", subject=DISTRICT)) == 3


def test_the_row_of_the_school_wins_over_what_is_stored_and_deleted_rows_stay_away(august: World) -> None:
    for column, value in (("symbol", "THCSTC"), ("signer", "Lê Quốc Bảo")):
        set_cell(august, tabs.DIRECTORY, "school", column, value)
    row = read_tab(august, tabs.DIRECTORY).by_key[OFFICE].row
    with august.principal(AUGUST) as hers:
        book = hers.sheets.open_by_key(august.source("school").file_id)
        book.get_worksheet_by_id(tabs.DIRECTORY.sheet_id).delete_rows(row + 1)
    august.cycle(AUGUST)
    said = everything(august, "6T")
    assert "/BC-THCSTC" in said
    assert "Lê Quốc Bảo" in said
    august.cycle(AUGUST)
    assert OFFICE not in read_tab(august, tabs.DIRECTORY).by_key
    assert f"ended:{OFFICE}" in ended(august.state(AUGUST)), "the page still asks for it"
