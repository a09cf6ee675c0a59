"""An amended plan comes into a school that has lived half a year: nothing that people wrote is lost."""

from __future__ import annotations

from typing import Any

from world import DAY, World

from service import tabs
from service.config import end_of_day
from service.domain.plan import Plan
from service.plan_import import PlanImport, import_plan
from service.plan_text import read_plan
from service.plan_text.changes import describe
from service.school_rows import WITHDRAWN
from service.state import SCHOOL_SHEET
from service.templates import template_text
from service.workspace import SCHOOL_ID
from sheets.owned import OwnedTab
from sheets.owned_rows import OwnedRows, read_owned
from sheets.reading import read_workbook

ADDED = "Xây dựng thư viện xanh và tủ sách dùng chung cho cha mẹ học sinh."


def an_amended_plan() -> Plan:
    """One task more in the middle, one withdrawn, one reworded; two move down a letter."""
    text = template_text("plan", "ke-hoach-mau.txt")
    for old, new in (
        ("\nd) Phát động", "\nđ) Phát động"),
        ("\nc) Người đứng đầu", f"\nc) {ADDED}\n\nd) Người đứng đầu"),
        (
            "\nb) Tiếp tục cải cách hành chính, trước hết là thủ tục phục vụ cha mẹ học sinh và học sinh.\n",
            "",
        ),
        ("tổ chức hội nghị đối thoại", "mỗi học kỳ tổ chức hội nghị đối thoại"),
    ):
        assert old in text
        text = text.replace(old, new)
    return read_plan(text)


def read_tab(world: World, tab: OwnedTab) -> OwnedRows:
    with world.open() as ws:
        return read_owned(read_workbook(ws.sheets, world.source(SCHOOL_SHEET).file_id), tab)


def write(world: World, tab: OwnedTab, key: str, **values: Any) -> None:
    """The principal writes into her columns."""
    owned = read_tab(world, tab)
    with world.principal() as hers:
        sheet = hers.sheets.open_by_key(world.source(SCHOOL_SHEET).file_id).get_worksheet_by_id(tab.sheet_id)
        for column, value in values.items():
            sheet.update_cell(owned.by_key[key].row + 1, owned.columns[column] + 1, value)


def told(world: World) -> dict[str, int]:
    """Code → submissions counted in the six months."""
    found: dict[str, int] = {}
    for finding in world.state().findings:
        if finding.period == "6T":
            found[finding.code] = found.get(finding.code, 0) + len(finding.counted)
    return found


def import_into(world: World, plan: Plan) -> PlanImport:
    imported = import_plan(world.database, SCHOOL_ID, plan, now=end_of_day(DAY))
    assert imported is not None
    return imported


def test_an_amended_plan_keeps_identity_history_and_the_principals_corrections(cycled: World) -> None:
    before = told(cycled)
    write(
        cycled,
        tabs.PLAN,
        "II.1.c",
        short_name="Tiếp dân theo lịch",
        owners="Tổ Văn phòng",
        min_activities="2",
    )
    write(cycled, tabs.REVIEW, "II.1.c|6T", note="Giữ nền nếp tiếp dân")
    cycled.cycle()

    lines = describe(import_into(cycled, an_amended_plan()).changes)
    assert f"Thêm nhiệm vụ II.1.c: {ADDED}" in lines
    assert "Nhiệm vụ II.1.c nay mang số II.1.d." in lines
    assert "Nhiệm vụ II.1.d nay mang số II.1.đ." in lines
    assert any(line.startswith("Bỏ nhiệm vụ II.2.b: ") for line in lines)
    assert any(line.startswith("Nhiệm vụ III.1 sửa lời: ") for line in lines)
    assert len(lines) == 5

    result = cycled.cycle()
    assert result.review_written
    assert result.errors == ()
    rows = read_tab(cycled, tabs.PLAN).by_key
    moved = rows["II.1.c"].values
    assert moved["code"] == "II.1.d"
    assert str(moved["quote"]).startswith("Người đứng đầu thực hiện nghiêm")
    assert (moved["short_name"], moved["owners"]) == ("Tiếp dân theo lịch", "Tổ Văn phòng")
    new = rows["II.1.c~2"].values
    assert (new["code"], new["quote"], new["short_name"]) == ("II.1.c", ADDED, ADDED.rstrip("."))
    assert rows["II.2.b"].values["question"] == WITHDRAWN
    assert "mỗi học kỳ" in str(rows["III.1"].values["quote"])
    review = read_tab(cycled, tabs.REVIEW).by_key["II.1.c|6T"].values
    assert (review["code"], review["note"]) == ("II.1.d", "Giữ nền nếp tiếp dân")

    state = cycled.state()
    kept = next(item for item in state.settings.expectations if item.code == "II.1.d")
    assert (kept.short_name, kept.owners, kept.min_activities) == ("Tiếp dân theo lịch", ("Tổ Văn phòng",), 2)
    decision = state.settings.decision("II.1.d", "6T")
    assert decision is not None
    assert decision.note == "Giữ nền nếp tiếp dân"
    # What was reported under the numbers of then is counted where it belongs now.
    after = told(cycled)
    assert after["II.1.đ"] == before["II.1.d"] > 0
    assert after["II.1.e"] == before["II.1.e"]
    assert after["II.1.c"] == 0
    assert "II.2.b" not in after

    again = import_into(cycled, an_amended_plan())
    assert again.changes.is_empty
    cycled.cycle()
    assert not cycled.cycle().review_written
