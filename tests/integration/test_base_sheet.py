"""The tab «Số liệu trường»: what the secretary fills in there stands in section I."""

from __future__ import annotations

from test_cycle import read_tab
from world import World

from service import tabs
from service.drafting import compose
from service.problems import problems_of
from service.state import SCHOOL_SHEET


def section_one(world: World) -> dict[str, str]:
    state = world.state()
    report = compose(world.database, state, state.open_periods[0])
    return {block.key: block.text for block in report.body if block.key.startswith("I.")}


def fill_in(world: World, key: str, value: str) -> None:
    """The principal types a value."""
    owned = read_tab(world, tabs.BASE)
    with world.principal() as hers:
        book = hers.sheets.open_by_key(world.source(SCHOOL_SHEET).file_id)
        sheet = book.get_worksheet_by_id(tabs.BASE.sheet_id)
        sheet.update_cell(owned.by_key[key].row + 1, owned.columns["value"] + 1, value)


def test_what_is_filled_in_is_told_what_is_missing_asked_for_and_what_is_unclear_named(cycled: World) -> None:
    assert (
        "nhà trường có 40 cán bộ, giáo viên, nhân viên (trong đó có 22 nữ)" in section_one(cycled)["I.base"]
    )
    assert "I.notice" not in section_one(cycled)
    fill_in(cycled, "truong.cbgvnv", "45")
    fill_in(cycled, "truong.hs", "rất đông")
    fill_in(cycled, "truong.kho_khan", "")
    result = cycled.cycle()
    assert result.errors == ()
    told = section_one(cycled)
    assert "nhà trường có 45 cán bộ" in told["I.base"]
    assert "học sinh" not in told["I.base"]
    assert "“Học sinh”, “Khó khăn”" in told["I.notice"]
    [problem] = [p for p in problems_of(cycled.state()) if "Số liệu trường" in p.where]
    assert "«rất đông» không phải là số lượng" in problem.reason
    # 3 + 32 + 5 are not 45: the draft's first line says so.
    with cycled.open() as ws:
        request = ws.docs.documents().get(documentId=cycled.draft().document_id)
        assert "cộng là 40 không bằng cán bộ, giáo viên, nhân viên 45" in str(request.execute())


def test_a_spreadsheet_without_the_tab_gets_it_with_its_rows(cycled: World) -> None:
    with cycled.open() as ws:
        book = ws.sheets.open_by_key(cycled.source(SCHOOL_SHEET).file_id)
        book.del_worksheet_by_id(tabs.BASE.sheet_id)
    cycled.cycle()
    rows = read_tab(cycled, tabs.BASE).by_key
    assert rows["truong.hs"].values["name"] == "Học sinh"
    assert rows["truong.hs"].values["value"] in (None, "")
