"""Runs that prove themselves: the ledger, sources that wait for a person, and how far the data reaches."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from world import DAY, World

from service import tabs
from service.app import create_app
from service.config import ZONE, end_of_day
from service.domain.runs import Outcome
from service.ledger import KEEP, KEEP_IDLE, entered, thin
from service.ledger_words import outcome_words, run_as_json
from service.problems import problems_of
from service.reviewing import FRESHNESS
from service.source_watch import accept
from service.state import SCHOOL_SHEET
from service.store import Run
from service.store import drafts as draft_rows
from service.store import records as record_rows
from service.store import runs as run_rows
from service.workspace import SCHOOL_ID
from sheets.owned_rows import read_owned
from sheets.reading import read_workbook

UNIT_SHEET = "sheet:Ban Giám hiệu"
REAL = dt.datetime.now(dt.UTC)
NEXT_DAY = DAY + dt.timedelta(days=1)


def runs(world: World, limit: int = 20) -> tuple[Run, ...]:
    with world.database.begin() as tx:
        return run_rows.latest_runs(tx, SCHOOL_ID, limit=limit)


def rows(world: World, tab: tabs.OwnedTab) -> dict[str, Any]:
    with world.open() as ws:
        owned = read_owned(read_workbook(ws.sheets, world.source(SCHOOL_SHEET).file_id), tab)
    return {key: row.values for key, row in owned.by_key.items()}


def sheet_of(world: World, ws: Any, key: str = UNIT_SHEET) -> Any:
    return ws.sheets.open_by_key(world.source(key).file_id).sheet1


def trash(world: World, key: str, *, trashed: bool = True) -> None:
    with world.open() as ws:
        ws.drive.files().update(fileId=world.source(key).file_id, body={"trashed": trashed}).execute()


# --- the ledger --------------------------------------------------------------------------------------


def test_a_cycle_proves_what_it_read_wrote_and_cost(cycled: World) -> None:
    [first] = runs(cycled)
    assert first.outcome is Outcome.DONE
    assert first.finished_at is not None
    assert abs(first.started_at - REAL) < dt.timedelta(hours=1)  # by the real clock
    assert (first.school_time.astimezone(ZONE).date(), first.as_of) == (DAY, DAY)
    forms = [item for item in first.proof.sources if item.key.startswith("form:")]
    assert all(item.read and item.cursor for item in forms)
    assert {"tab «Theo dõi»", "nội dung"} <= {item.what for item in first.proof.written}
    assert {step.name for step in first.proof.steps} >= {"sync", "check", "review", "draft"}
    assert sum(first.proof.refused.values()) == len(problems_of(cycled.state()))


def test_calls_of_the_steps_are_all_calls_of_the_cycle(cycled: World) -> None:
    result = cycled.cycle(NEXT_DAY)
    newest = runs(cycled)[0]
    assert dict(newest.proof.calls) == dict(result.api_calls)


def test_an_idle_cycle_is_told_as_idle_and_its_line_goes_before_the_others(cycled: World) -> None:
    cycled.cycle()
    idle, first = runs(cycled)
    assert (idle.outcome, first.outcome) == (Outcome.IDLE, Outcome.DONE)
    after = REAL + KEEP_IDLE + dt.timedelta(days=2)
    assert thin(cycled.database, SCHOOL_ID, after) == 1
    assert runs(cycled) == (first,)
    assert thin(cycled.database, SCHOOL_ID, REAL + KEEP + dt.timedelta(days=2)) == 1
    assert runs(cycled) == ()


def test_a_run_that_fails_keeps_its_line_with_the_reason(cycled: World) -> None:
    with (
        cycled.open() as ws,
        pytest.raises(OSError),
        entered(ws, "sync", end_of_day(DAY)) as entry,
        entry.step("sync"),
    ):
        raise OSError("gone")
    failed = runs(cycled)[0]
    assert failed.outcome is Outcome.FAILED
    assert failed.error
    assert [step.name for step in failed.proof.steps] == ["sync"]


def test_a_killed_run_is_seen_as_unfinished(cycled: World) -> None:
    run = Run(id="bo-do", kind="cycle", started_at=REAL, school_time=REAL, as_of=DAY)
    with cycled.database.begin() as tx:
        run_rows.begin_run(tx, SCHOOL_ID, run)
    [found] = [item for item in runs(cycled) if item.id == "bo-do"]
    assert outcome_words(found, REAL + dt.timedelta(minutes=5)) == "đang chạy"
    assert outcome_words(found, REAL + dt.timedelta(hours=2)) == "bỏ dở"
    assert run_as_json(found, REAL + dt.timedelta(hours=2))["outcome"] == "killed"


def test_a_closed_line_is_never_written_again(cycled: World) -> None:
    [first] = runs(cycled)
    with cycled.database.begin() as tx:
        run_rows.end_run(tx, SCHOOL_ID, Run(**{**_fields(first), "error": "Sửa sau."}))
    assert runs(cycled) == (first,)


def _fields(run: Run) -> dict[str, Any]:
    return {name: getattr(run, name) for name in Run.__slots__}


def test_the_pages_show_the_runs_and_one_of_them(cycled: World) -> None:
    app = create_app(cycled.database, cycled.endpoint, lambda: end_of_day(DAY))
    with app.test_client() as browser:
        listed = browser.get("/so-lan-chay").get_data(as_text=True)
        [first] = runs(cycled)
        shown = browser.get(f"/so-lan-chay/{first.id}").get_data(as_text=True)
        assert browser.get("/so-lan-chay/khong-co").status_code == 404
        assert "/so-lan-chay" in browser.get("/").get_data(as_text=True)
    assert "Một lượt đầy đủ" in listed
    assert first.id in listed
    assert "Sổ hoạt động – Ban Giám hiệu" in shown
    assert "tab «Theo dõi»" in shown


# --- sources that wait for a person --------------------------------------------------------------------


def lose_rows(world: World, count: int = 6) -> None:
    """Somebody deletes the first rows of a unit's sheet at once."""
    with world.open() as ws:
        sheet_of(world, ws).delete_rows(2, 1 + count)


def counted(world: World) -> int:
    with world.database.begin() as tx:
        return len(record_rows.current_versions(tx, SCHOOL_ID, UNIT_SHEET))


def test_a_source_that_lost_too_much_keeps_its_rows_until_a_person_takes_the_loss_over(cycled: World) -> None:
    before, findings = counted(cycled), cycled.state().findings
    assert before > 6
    lose_rows(cycled)
    result = cycled.cycle()
    [failed] = [item for item in result.sources if item.error]
    assert failed.key == UNIT_SHEET
    assert counted(cycled) == before
    assert cycled.state().findings == findings
    asked = [row for key, row in rows(cycled, tabs.PROBLEMS).items() if key.startswith("stopped:")]
    assert len(asked) == 1
    assert f"mất 6 trong {before} dòng" in str(asked[0]["reason"])
    assert cycled.counted_cycle()[1].writes == 0  # it goes on asking, and writes nothing more

    # She takes it over in her column of «Cần sửa».
    with cycled.principal() as hers:
        book = read_workbook(hers.sheets, cycled.source(SCHOOL_SHEET).file_id)
        owned = read_owned(book, tabs.PROBLEMS)
        [row] = [row.row for key, row in owned.by_key.items() if key.startswith("stopped:")]
        tab = hers.sheets.open_by_key(book.spreadsheet_id).get_worksheet_by_id(tabs.PROBLEMS.sheet_id)
        tab.update_cell(row + 1, owned.columns["dismissed"] + 1, "Đã chuyển sang sổ mới")
    cycled.cycle()
    cycled.cycle()
    assert counted(cycled) == before - 6
    assert cycled.source(UNIT_SHEET).last_error is None


def test_a_person_takes_the_loss_over_by_command(cycled: World) -> None:
    before = counted(cycled)
    lose_rows(cycled)
    cycled.cycle()
    source = cycled.source(UNIT_SHEET)
    accept(cycled.database, SCHOOL_ID, source, who="Văn thư", why="Đúng là bỏ", at=end_of_day(DAY))
    cycled.cycle()
    assert counted(cycled) == before - 6


def test_rows_that_come_back_end_the_question(cycled: World) -> None:
    before = counted(cycled)
    with cycled.open() as ws:
        sheet = sheet_of(cycled, ws)
        kept = sheet.get("A2:H7", value_render_option="UNFORMATTED_VALUE")
        assert len(kept) == 6
    lose_rows(cycled)
    cycled.cycle()
    with cycled.open() as ws:
        sheet_of(cycled, ws).insert_rows(kept, row=2)
    cycled.cycle()
    assert cycled.source(UNIT_SHEET).stopped is None
    assert counted(cycled) == before


@pytest.mark.parametrize("key", [UNIT_SHEET, "form:activity"])
def test_a_file_in_the_bin_is_told_and_read_again_once_it_is_back(cycled: World, key: str) -> None:
    trash(cycled, key)
    [failed] = [item for item in cycled.cycle().sources if item.error]
    assert failed.key == key
    assert "Thùng rác" in str(failed.error)
    trash(cycled, key, trashed=False)
    assert not [item for item in cycled.cycle().sources if item.error]


def test_nothing_is_written_into_a_spreadsheet_that_is_in_the_bin(cycled: World) -> None:
    trash(cycled, SCHOOL_SHEET)
    lose_rows(cycled, 2)
    result = cycled.cycle()
    assert not result.review_written
    assert "Thùng rác" in str(cycled.source(SCHOOL_SHEET).last_error)
    trash(cycled, SCHOOL_SHEET, trashed=False)
    assert cycled.cycle().review_written


# --- how far the data reaches ------------------------------------------------------------------------


def first_block(world: World) -> str:
    with world.database.begin() as tx:
        return draft_rows.list_blocks(tx, SCHOOL_ID, period="6T")[0].block.text


def test_the_sheet_and_the_draft_say_which_sources_are_not_known(cycled: World) -> None:
    assert rows(cycled, tabs.LOG)[FRESHNESS]["refused"] is None
    assert "chưa đọc được" not in first_block(cycled)
    trash(cycled, UNIT_SHEET)
    cycled.cycle(NEXT_DAY)
    told = rows(cycled, tabs.LOG)[FRESHNESS]
    assert str(told["when"]).startswith("Dữ liệu đến ")
    assert "1 nguồn chưa đọc được: Sổ hoạt động – Ban Giám hiệu (từ " in str(told["refused"])
    assert "Dự thảo chưa đủ số liệu: 1 nguồn chưa đọc được" in first_block(cycled)
    assert cycled.counted_cycle(NEXT_DAY)[1].writes == 0
    trash(cycled, UNIT_SHEET, trashed=False)
    cycled.cycle(NEXT_DAY)
    assert rows(cycled, tabs.LOG)[FRESHNESS]["refused"] is None
    assert "chưa đọc được" not in first_block(cycled)


def test_a_sheet_that_nobody_touches_stays_known(cycled: World) -> None:
    cycled.cycle(DAY + dt.timedelta(days=5))
    assert cycled.source(UNIT_SHEET).known_at == end_of_day(DAY + dt.timedelta(days=5))
    assert "chưa đọc được" not in first_block(cycled)
