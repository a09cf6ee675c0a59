"""Files of the school that were deleted for good: told in one line each, and nothing stops for it."""

from __future__ import annotations

from test_draft_files import put_into_the_bin
from world import World

from service.overview import overview
from service.problems import problems_of
from service.state import SCHOOL_SHEET
from service.submissions import ACTIVITY_FORM

UNIT_SHEET = "sheet:Công đoàn"


def test_what_was_deleted_for_good_is_told_in_one_line_and_the_rest_goes_on(cycled: World) -> None:
    findings = cycled.state().findings
    for key in (SCHOOL_SHEET, ACTIVITY_FORM, UNIT_SHEET):
        with cycled.open() as ws:
            ws.drive.files().delete(fileId=cycled.source(key).file_id).execute()
    result = cycled.cycle()
    [line] = result.errors
    assert line == cycled.source(SCHOOL_SHEET).last_error
    assert "đã bị xóa hẳn" in line
    assert {item.key for item in result.sources if item.error} == {ACTIVITY_FORM, UNIT_SHEET}
    assert not result.review_written
    state = cycled.state()
    assert state.findings == findings, "what was read before counts on"
    told = [item.reason for item in problems_of(state) if item.key.startswith("source:")]
    assert len(told) == 3
    assert all("nhờ quản trị Google của trường khôi phục" in reason for reason in told)
    first = overview(cycled.database, state).todos[0].what
    assert first.startswith(line)
    assert "các thiết lập đọc lần trước" in first
    assert cycled.cycle().errors == (line,), "told as long as it is so"


def test_the_schools_sheet_in_the_bin_is_told_by_the_cycle_too(cycled: World) -> None:
    with cycled.open() as ws:
        put_into_the_bin(ws, cycled.source(SCHOOL_SHEET).file_id)
    [line] = cycled.cycle().errors
    assert "Thùng rác" in line
    with cycled.open() as ws:
        put_into_the_bin(ws, cycled.source(SCHOOL_SHEET).file_id, trashed=False)
    assert cycled.cycle().errors == ()
