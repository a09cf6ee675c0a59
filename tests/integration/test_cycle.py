"""Whole cycles over a school's Google: sync, check, review, draft."""

from __future__ import annotations

import datetime as dt
from typing import Any

from gspread.utils import rowcol_to_a1
from world import DAY, World

from service import pipeline, reviewing, tabs
from service.config import end_of_day
from service.domain.report import ClaimKind
from service.drafting import write_drafts
from service.google.documents.drafts import JOB_KEY
from service.problems import problems_of
from service.state import SCHOOL_SHEET
from service.store import drafts as draft_rows
from service.store import records as record_rows
from service.store.codec import from_json
from service.submissions import ACTIVITY_FORM
from service.workspace import SCHOOL_ID, Workspace
from sheets.owned_rows import OwnedRows, read_owned
from sheets.reading import read_workbook

UNIT_SHEET = "sheet:Tổ Ngữ văn"
TASK = "II.1.c|6T"
#: A deed that a teacher of the unit writes down, as the columns of its sheet ask.
STORY_HOUR = [
    "18/4/2025",
    "Kể chuyện về Bác",
    "III.2",
    "Nguyễn Thị Lan",
    "45",
    "Tổ tổ chức giờ kể chuyện dưới cờ, 45 học sinh khối 6 nghe và trả lời câu hỏi.",
    "",
    "",
]


def read_tab(world: World, tab: tabs.OwnedTab = tabs.REVIEW) -> OwnedRows:
    """A tab of the school's spreadsheet as it is now."""
    with world.open() as ws:
        return read_owned(read_workbook(ws.sheets, world.source(SCHOOL_SHEET).file_id), tab)


def document_text(ws: Workspace, document_id: str) -> str:
    """All text of a Doc's body, tables left out."""
    document = ws.docs.documents().get(documentId=document_id).execute()
    runs = (
        element["textRun"]["content"]
        for block in document["body"]["content"]
        for element in block.get("paragraph", {}).get("elements", ())
        if "textRun" in element
    )
    return "".join(runs)


# --- the first cycle, and the one after it -----------------------------------------------------------


def test_the_first_cycle_reads_everything_and_writes_review_and_draft(world: World) -> None:
    result, calls = world.counted_cycle()
    assert [draft.period for draft in result.drafts] == ["6T"]
    assert result.review_written
    assert result.errors == ()
    assert all(source.error is None for source in result.sources)
    assert calls.total <= 40
    assert sum(result.api_calls.values()) == calls.total


def test_an_idle_cycle_asks_each_form_and_the_change_log_and_writes_nothing(cycled: World) -> None:
    forms = sum(source.key.startswith("form:") for source in cycled.state().sources)
    result, calls = cycled.counted_cycle()
    assert calls.reads == forms + 1
    assert calls.writes == 0
    assert not result.review_written
    assert not any(draft.written for draft in result.drafts)


def test_two_cycles_in_one_evening_leave_the_same_spreadsheet_and_draft(cycled: World) -> None:
    before = read_tab(cycled)
    with cycled.open() as ws:
        text = document_text(ws, str(cycled.draft().document_id))
    cycled.cycle(full=True)
    after = read_tab(cycled)
    assert {k: r.values for k, r in after.by_key.items()} == {k: r.values for k, r in before.by_key.items()}
    with cycled.open() as ws:
        assert document_text(ws, str(cycled.draft().document_id)) == text


def test_every_sentence_with_a_deed_or_figure_leads_to_a_stored_submission(cycled: World) -> None:
    labels = {source.file_id: source.key for source in cycled.state().sources}
    with cycled.database.begin() as tx:
        blocks = draft_rows.list_blocks(tx, SCHOOL_ID, period="6T")
        claims = [claim for item in blocks for claim in item.block.claims]
        told = [claim for claim in claims if claim.kind in (ClaimKind.SUBMITTED, ClaimKind.COUNTED)]
        assert len(told) > 30
        for claim in told:
            assert claim.sources, claim.text
            for ref in claim.sources:
                key = labels[ref.source_id]
                found = record_rows.find_version(tx, SCHOOL_ID, key, ref.record_id, ref.version)
                assert found is not None, claim.text


# --- what people change ------------------------------------------------------------------------------


def counted(world: World) -> int:
    """How many activities of the unit count for III.2 in the six months."""
    [finding] = [
        item
        for item in world.state().findings
        if (item.code, item.owner, item.period) == ("III.2", "Tổ Ngữ văn", "6T")
    ]
    return len(finding.counted)


def type_into(world: World, row: list[str], *, day: dt.date = DAY) -> None:
    """A member of the unit adds a row to its sheet."""
    with world.open(day, subject="nguyen.thi.lan@truongchinh.example") as person:
        file_id = world.source(UNIT_SHEET).file_id
        person.sheets.open_by_key(file_id).sheet1.append_row(row, value_input_option="USER_ENTERED")


def test_a_row_typed_into_a_units_sheet_is_counted_in_the_next_cycle(cycled: World) -> None:
    before = counted(cycled)
    type_into(cycled, STORY_HOUR)
    result, calls = cycled.counted_cycle()
    changed = [source for source in result.sources if source.changed]
    assert [source.key for source in changed] == [UNIT_SHEET]
    assert changed[0].changed == 1
    # two forms, the change log, the sheet, the spreadsheet read and written, the log past our own write,
    # the Doc read and written
    assert calls.total <= 9
    assert counted(cycled) == before + 1
    assert [draft.written for draft in result.drafts] == [True]


def test_a_row_that_is_taken_away_is_counted_no_more(cycled: World) -> None:
    before = counted(cycled)
    type_into(cycled, STORY_HOUR)
    cycled.cycle()
    with cycled.open(subject="nguyen.thi.lan@truongchinh.example") as person:
        sheet = person.sheets.open_by_key(cycled.source(UNIT_SHEET).file_id).sheet1
        sheet.delete_rows(len(sheet.get_all_values()))
    result = cycled.cycle()
    assert counted(cycled) == before
    assert [draft.written for draft in result.drafts] == [True]


def test_sorting_a_units_sheet_changes_nothing_but_the_cells_to_mend(cycled: World) -> None:
    findings = cycled.state().findings
    with cycled.open(subject="nguyen.thi.lan@truongchinh.example") as person:
        person.sheets.open_by_key(cycled.source(UNIT_SHEET).file_id).sheet1.sort((2, "des"))
    result, calls = cycled.counted_cycle()
    assert not any(source.changed for source in result.sources)
    assert cycled.state().findings == findings
    assert not any(draft.written for draft in result.drafts)
    assert calls.writes == 1  # the row of the sample without a date stands in another cell now
    assert cycled.counted_cycle()[1].writes == 0


def test_a_row_that_cannot_be_used_is_told_in_the_tab_for_mending(world: World) -> None:
    type_into(world, ["30/2/2025", "Họp tổ", "III.2", "Nguyễn Thị Lan", "", "Đã họp.", "", ""])
    world.cycle()
    rows = [row.values for row in read_tab(world, tabs.PROBLEMS).by_key.values()]
    told = [row for row in rows if "30/2/2025" in str(row["reason"])]
    assert len(told) == 1
    assert str(told[0]["where"]).startswith("Hoạt động!A")
    assert told[0]["remedy"]


def test_a_problem_names_the_cell_of_today_when_rows_are_inserted_above(world: World) -> None:
    type_into(world, ["30/2/2025", "Họp tổ", "III.2", "Nguyễn Thị Lan", "", "Đã họp.", "", ""])
    world.cycle()
    with world.open(subject="nguyen.thi.lan@truongchinh.example") as person:
        sheet = person.sheets.open_by_key(world.source(UNIT_SHEET).file_id).sheet1
        row = len(sheet.get_all_values())
        sheet.insert_rows([["SỔ HOẠT ĐỘNG"], [""]], row=1)
    result = world.cycle()
    assert not any(source.changed for source in result.sources)
    [problem] = [p for p in problems_of(world.state()) if "30/2/2025" in p.reason]
    assert problem.where == f"Hoạt động!A{row + 2}"
    assert read_tab(world, tabs.PROBLEMS).by_key[problem.key].values["where"] == problem.where


# --- the principal -----------------------------------------------------------------------------------


def decide(world: World, key: str, *, with_our_account: bool = False, **values: Any) -> None:
    """She writes into her columns of «Theo dõi», wherever they are."""
    owned = read_tab(world)
    with world.open() if with_our_account else world.principal() as hers:
        sheet = hers.sheets.open_by_key(world.source(SCHOOL_SHEET).file_id).get_worksheet_by_id(
            tabs.REVIEW.sheet_id
        )
        for column, value in values.items():
            row = owned.by_key[key].row + 1
            sheet.update_cell(row, owned.columns[column] + 1, value)


def test_the_principals_word_is_kept_and_reaches_the_draft(cycled: World) -> None:
    decide(cycled, TASK, verdict="Hoàn thành tốt", note="Giữ nền nếp tiếp dân", extended_to="28/4/2025")
    result = cycled.cycle()
    decision = cycled.state().settings.decision("II.1.c", "6T")
    assert decision is not None
    assert decision.verdict == "Hoàn thành tốt"
    assert decision.extended_to == dt.date(2025, 4, 28)
    assert read_tab(cycled).by_key[TASK].values["note"] == "Giữ nền nếp tiếp dân"
    with cycled.open() as ws:
        assert "giữ nền nếp tiếp dân" in document_text(ws, result.drafts[0].document_id).casefold()


def test_her_word_counts_where_the_service_acts_with_her_own_account(cycled: World) -> None:
    decide(cycled, TASK, with_our_account=True, verdict="Hoàn thành tốt")
    cycled.cycle()
    decision = cycled.state().settings.decision("II.1.c", "6T")
    assert decision is not None
    assert decision.verdict == "Hoàn thành tốt"


def test_a_row_typed_before_our_own_write_is_read_in_the_next_cycle(cycled: World) -> None:
    before = counted(cycled)
    type_into(cycled, STORY_HOUR)
    with cycled.open() as ws:
        pipeline.sync(ws, end_of_day(DAY))
        type_into(cycled, ["19/4/2025", "Thi kể chuyện", "III.2", "", "30", "Ba lớp kể chuyện.", "", ""])
        state = pipeline.check(ws, end_of_day(DAY), None)
        assert reviewing.review(ws, state, end_of_day(DAY))
    assert counted(cycled) == before + 1
    cycled.cycle()
    assert counted(cycled) == before + 2


def test_what_she_wrote_is_not_lost_when_a_cycle_stops_after_reading_the_change_log(cycled: World) -> None:
    decide(cycled, TASK, note="Giữ nền nếp tiếp dân")
    with cycled.open() as ws:
        pipeline.sync(ws, end_of_day(DAY))
    cycled.cycle()
    decision = cycled.state().settings.decision("II.1.c", "6T")
    assert decision is not None
    assert decision.note == "Giữ nền nếp tiếp dân"


def test_she_may_sort_insert_columns_and_rename_headers(cycled: World) -> None:
    decide(cycled, TASK, note="Giữ nền nếp tiếp dân")
    file_id = cycled.source(SCHOOL_SHEET).file_id
    owned = read_tab(cycled)
    with cycled.principal() as hers:
        sheet = hers.sheets.open_by_key(file_id).get_worksheet_by_id(tabs.REVIEW.sheet_id)
        sheet.update_cell(1, owned.columns["note"] + 1, "Lời cô Hà")
        sheet.insert_cols([["Của tôi"]], col=2)
        whole = f"A2:{rowcol_to_a1(len(owned.by_key) + 1, sheet.col_count)}"
        sheet.sort((owned.columns["status"] + 2, "des"), range=whole)
    type_into(cycled, STORY_HOUR)
    cycled.cycle()
    after = read_tab(cycled)
    assert after.by_key[TASK].values["note"] == "Giữ nền nếp tiếp dân"
    assert len(after.by_key) == len(owned.by_key)
    assert after.doubled == ()
    assert after.tab.value(0, after.columns["note"]) == "Lời cô Hà"


def test_a_confirmed_window_takes_the_notice_out_of_the_draft(world: World) -> None:
    file_id = world.source(SCHOOL_SHEET).file_id
    periods = read_tab(world, tabs.PERIODS)
    with world.principal() as hers:
        sheet = hers.sheets.open_by_key(file_id).get_worksheet_by_id(tabs.PERIODS.sheet_id)
        sheet.update_cell(periods.by_key["6T"].row + 1, periods.columns["confirmed_by"] + 1, "")
    first = world.cycle()
    with world.open() as ws:
        assert "Chưa xác nhận kỳ số liệu" in document_text(ws, first.drafts[0].document_id)
    with world.principal() as hers:
        sheet = hers.sheets.open_by_key(file_id).get_worksheet_by_id(tabs.PERIODS.sheet_id)
        sheet.update_cell(periods.by_key["6T"].row + 1, periods.columns["confirmed_by"] + 1, "Cô Hà")
    second = world.cycle()
    with world.open() as ws:
        assert "Chưa xác nhận kỳ số liệu" not in document_text(ws, second.drafts[0].document_id)


def test_a_paragraph_that_somebody_reworded_is_left_alone(cycled: World) -> None:
    document_id = str(cycled.draft().document_id)
    with cycled.principal() as hers:
        replace = {
            "containsText": {"text": "Tiếp tục thực hiện", "matchCase": True},
            "replaceText": "Kiên trì thực hiện",
        }
        hers.docs.documents().batchUpdate(
            documentId=document_id, body={"requests": [{"replaceAllText": replace}]}
        ).execute()
    decide(cycled, TASK, note="Giữ nền nếp tiếp dân")
    second = cycled.cycle()
    assert second.drafts[0].written
    assert second.drafts[0].document_id == document_id
    with cycled.open() as ws:
        assert "Kiên trì thực hiện" in document_text(ws, document_id)


# --- when something is wrong -------------------------------------------------------------------------


def test_a_sheet_without_access_is_marked_and_the_others_go_on(cycled: World) -> None:
    with cycled.open() as ws:
        file_id = cycled.source(UNIT_SHEET).file_id
        ws.drive.files().delete(fileId=file_id).execute()
    result = cycled.cycle(full=True)
    failed = [source for source in result.sources if source.error]
    assert [source.key for source in failed] == [UNIT_SHEET]
    assert any(problem.key == f"source:{UNIT_SHEET}" for problem in problems_of(cycled.state()))
    told = read_tab(cycled, tabs.PROBLEMS).by_key[f"source:{UNIT_SHEET}"].values
    assert "Ngữ văn" in str(told["source"])
    assert told["remedy"]


def test_what_was_read_before_still_counts_when_a_source_fails(cycled: World) -> None:
    before = cycled.state().findings
    with cycled.open() as ws:
        ws.drive.files().delete(fileId=cycled.source(UNIT_SHEET).file_id).execute()
    assert any(source.error for source in cycled.cycle(full=True).sources)
    assert cycled.state().findings == before


def test_a_deleted_form_is_marked_and_the_others_go_on(cycled: World) -> None:
    with cycled.open() as ws:
        ws.drive.files().delete(fileId=cycled.source(ACTIVITY_FORM).file_id).execute()
    result = cycled.cycle()
    assert [source.key for source in result.sources if source.error] == [ACTIVITY_FORM]
    assert result.errors == ()


def test_a_sheet_that_lost_its_header_is_marked_until_it_is_mended(cycled: World) -> None:
    file_id = cycled.source(UNIT_SHEET).file_id
    with cycled.open(subject="nguyen.thi.lan@truongchinh.example") as person:
        sheet = person.sheets.open_by_key(file_id).sheet1
        header = sheet.row_values(1)
        sheet.update([["x"] * len(header)], "A1")
    assert [s.key for s in cycled.cycle().sources if s.error] == [UNIT_SHEET]
    with cycled.open(subject="nguyen.thi.lan@truongchinh.example") as person:
        person.sheets.open_by_key(file_id).sheet1.update([header], "A1")
    result = cycled.cycle()
    assert not any(source.error for source in result.sources)
    assert not any(source.changed for source in result.sources)


def test_a_run_that_died_after_making_the_doc_does_not_make_another(cycled: World) -> None:
    row = cycled.draft()
    # What the store knew when the process was killed: the intent, and no Doc.
    died = type(row)(period=row.period, job_key=row.job_key, name=row.name, due=row.due, as_of=row.as_of)
    with cycled.database.begin() as tx:
        draft_rows.save_draft(tx, SCHOOL_ID, died)
    again = cycled.cycle()
    assert again.drafts[0].document_id == row.document_id
    with cycled.open() as ws:
        query = f"appProperties has {{ key='{JOB_KEY}' and value='{row.job_key}' }}"
        assert len(ws.drive.files().list(q=query).execute()["files"]) == 1


def test_a_deleted_tab_is_told_and_what_was_set_there_still_holds(cycled: World) -> None:
    units = cycled.state().settings.units
    with cycled.principal() as hers:
        book = hers.sheets.open_by_key(cycled.source(SCHOOL_SHEET).file_id)
        book.del_worksheet_by_id(tabs.DIRECTORY.sheet_id)
    cycled.cycle()
    assert cycled.state().settings.units == units
    assert any("Danh bạ" in str(r.values["where"]) for r in read_tab(cycled, tabs.PROBLEMS).by_key.values())


# --- time --------------------------------------------------------------------------------------------


def test_after_its_close_a_report_stays_as_it_was(world: World) -> None:
    close = world.state().periods[0].closes
    world.cycle(close)
    world.cycle(close)  # its form for opinions is told of from the cycle after the one that opens it
    with world.open() as ws:
        at_close = document_text(ws, str(world.draft().document_id))
    late = close + dt.timedelta(days=10)
    type_into(world, STORY_HOUR, day=late)
    world.cycle(late)
    with world.open() as ws:
        assert document_text(ws, str(world.draft().document_id)) == at_close


def test_a_draft_made_again_for_an_earlier_day_is_todays_after_the_next_cycle(cycled: World) -> None:
    earlier = DAY - dt.timedelta(days=1)
    with cycled.open() as ws:
        write_drafts(ws, cycled.state(earlier), end_of_day(earlier))
        assert "tính đến ngày 21/4/2025" in document_text(ws, str(cycled.draft().document_id))
    cycled.cycle()
    with cycled.open() as ws:
        assert "tính đến ngày 22/4/2025" in document_text(ws, str(cycled.draft().document_id))


def test_a_first_draft_stands_two_weeks_before_the_report_is_due(world: World) -> None:
    first = world.state().periods[0].drafts_from
    assert world.cycle(first - dt.timedelta(days=1)).drafts == ()
    assert [draft.period for draft in world.cycle(first).drafts] == ["6T"]


def test_the_first_reading_of_a_sheet_takes_rows_from_their_own_date(cycled: World) -> None:
    early = cycled.state(dt.date(2024, 12, 31))
    assert early.submissions.activities
    assert all(a.submitted_at <= end_of_day(dt.date(2024, 12, 31)) for a in early.submissions.activities)


def test_the_stored_state_of_a_draft_can_be_read_back(world: World) -> None:
    from service.google.documents.drafts import WrittenDraft

    world.cycle()
    row = world.draft()
    draft = from_json(WrittenDraft, row.state)
    assert draft.document_id == row.document_id
    assert len(draft.blocks) > 20
