"""A report through whole cycles: approved by Drive or in the Sheet, never written again, corrected anew."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from test_cycle import STORY_HOUR, decide, document_text, read_tab, type_into
from world import DAY, World

from service import tabs
from service.approving import act_on
from service.config import end_of_day
from service.domain.stages import Act, Deed, Life, Stage, Way
from service.drafting import compose
from service.drive_approval import keep_approvals, principal_address
from service.editions import corrections_of
from service.plan_import import import_plan
from service.plan_text import read_plan
from service.problems import problems_of
from service.state import SCHOOL_SHEET
from service.store import Edition
from service.store import editions as edition_rows
from service.templates import template_text
from service.workspace import SCHOOL_ID

REASON = "Phòng Nội vụ yêu cầu nộp sớm"
#: What a draft tells of STORY_HOUR, and of nothing else.
STORY = "kể chuyện"


def life(world: World) -> Life:
    return world.state().life("6T")


def do(world: World, deed: Deed, day: dt.date = DAY, **said: Any) -> Life:
    """Somebody does it on the page."""
    act = Act(deed=deed, at=end_of_day(day), who="Trần Thu Hà", way=Way.PAGE, reason=REASON, **said)
    return act_on(world.database, world.state(day), world.state(day).periods[0], act)


def text_of(world: World, document_id: str) -> str:
    with world.open() as ws:
        return document_text(ws, document_id)


def editions(world: World) -> tuple[Edition, ...]:
    with world.database.begin() as tx:
        return edition_rows.list_editions(tx, SCHOOL_ID, period="6T")


def answer_approval(world: World, verb: str) -> None:
    """The principal answers where Drive asks her."""
    document_id = str(world.draft().document_id)
    with world.principal() as hers:
        found = hers.drive.approvals().list(fileId=document_id, fields="items(approvalId,status)").execute()
        (running,) = [item for item in found["items"] if item["status"] == "IN_PROGRESS"]
        call = getattr(hers.drive.approvals(), verb)
        call(fileId=document_id, approvalId=running["approvalId"], body={}).execute()


def asked(world: World) -> list[str]:
    """Whom Drive asks."""
    fields = "items(reviewerResponses(reviewer(emailAddress)))"
    with world.open() as ws:
        found = ws.drive.approvals().list(fileId=world.draft().document_id, fields=fields).execute()
    return [item["reviewer"]["emailAddress"] for item in found["items"][0]["reviewerResponses"]]


def write_in_periods(world: World, **values: str) -> None:
    """She writes into the row of the 6 months in «Kỳ báo cáo»."""
    periods = read_tab(world, tabs.PERIODS)
    with world.principal() as hers:
        book = hers.sheets.open_by_key(world.source(SCHOOL_SHEET).file_id)
        sheet = book.get_worksheet_by_id(tabs.PERIODS.sheet_id)
        for column, value in values.items():
            sheet.update_cell(periods.by_key["6T"].row + 1, periods.columns[column] + 1, value)


# --- Drive's approval ----------------------------------------------------------------------------------


def test_drive_locks_the_draft_the_principal_approves_there_and_nothing_is_written_any_more(
    cycled: World,
) -> None:
    document_id = str(cycled.draft().document_id)
    do(cycled, Deed.ASKED)
    cycled.cycle()
    assert life(cycled).is_held
    assert asked(cycled) == [principal_address(cycled.state())]
    before = text_of(cycled, document_id)

    type_into(cycled, STORY_HOUR)
    [draft] = cycled.cycle().drafts
    assert not draft.written, "it is locked until she answers"
    answer_approval(cycled, "approve")
    result, _ = cycled.counted_cycle()

    assert life(cycled).stage is Stage.APPROVED
    (edition,) = editions(cycled)
    assert edition.document_id == document_id
    assert edition.approved_by == "tran.thu.ha"
    with cycled.open() as ws:
        assert edition.revision == ws.docs.documents().get(documentId=document_id).execute()["revisionId"]
    assert result.drafts[0].stage is Stage.APPROVED
    assert text_of(cycled, document_id) == before
    # what the unit wrote meanwhile is not lost: it is told
    state = cycled.state()
    assert corrections_of(cycled.database, state, state.periods[0])
    assert state.corrections["6T"] > 0
    row = read_tab(cycled, tabs.PERIODS).by_key["6T"].values
    assert row["stage"] == "Đã duyệt"
    assert "bằng phê duyệt của Google Drive" in str(row["life"])


def test_after_an_approval_idle_cycles_are_idle(cycled: World) -> None:
    do(cycled, Deed.APPROVED)
    cycled.cycle()
    (edition,) = editions(cycled)
    with cycled.open() as ws:
        document = ws.docs.documents().get(documentId=edition.document_id).execute()
    assert edition.revision == document["revisionId"]
    result, calls = cycled.counted_cycle()
    assert not result.review_written
    assert calls.by_service.get("docs", 0) == 0
    assert not any(draft.written for draft in result.drafts)


def test_a_declined_draft_is_unlocked_and_goes_on(cycled: World) -> None:
    do(cycled, Deed.ASKED)
    cycled.cycle()
    answer_approval(cycled, "decline")
    type_into(cycled, STORY_HOUR)
    cycled.cycle()
    assert (life(cycled).stage, life(cycled).setback is not None) == (Stage.DRAFT, True)
    [draft] = cycled.cycle().drafts
    assert not life(cycled).is_held
    assert draft.written or cycled.cycle().drafts[0].written
    assert STORY in text_of(cycled, draft.document_id).casefold()


def test_where_drive_refuses_the_page_and_the_tab_are_named(cycled: World) -> None:
    do(cycled, Deed.ASKED)
    # She acts for herself here: the Doc is owned in another domain than hers, so Drive offers no approval.
    with cycled.principal() as ws:
        state, errors = keep_approvals(ws, cycled.state(), end_of_day(DAY))
    assert errors == ()
    stand = state.life("6T")
    assert (stand.pending, stand.is_held) == (None, False)
    assert stand.setback is not None
    assert "Xin duyệt ở trang dự thảo hoặc ở tab «Kỳ báo cáo»" in stand.setback.reason


# --- the Sheet ---------------------------------------------------------------------------------------------


def test_the_tab_approves_when_its_reasons_hold_and_issues_with_number_and_day(cycled: World) -> None:
    write_in_periods(cycled, approved="Đồng ý")
    cycled.cycle()
    assert life(cycled).stage is Stage.DRAFT
    (told,) = [p for p in problems_of(cycled.state()) if p.key.startswith("decided:6T")]
    assert "khoản 4 Điều 53" in told.reason
    assert any("decided:6T" in key for key in read_tab(cycled, tabs.PROBLEMS).by_key)

    write_in_periods(cycled, approved_why=REASON)
    cycled.cycle()
    assert life(cycled).stage is Stage.APPROVED
    assert not any("decided:6T" in key for key in read_tab(cycled, tabs.PROBLEMS).by_key)

    write_in_periods(cycled, number="12", issued_on="22/4/2025")
    cycled.cycle()
    (edition,) = editions(cycled)
    assert (edition.number, edition.issued_on) == ("12/BC-TC", DAY)
    assert read_tab(cycled, tabs.PERIODS).by_key["6T"].values["stage"] == "Đã ban hành"


def test_a_report_taken_back_on_the_page_is_not_approved_again_by_the_cell(cycled: World) -> None:
    write_in_periods(cycled, approved="Đồng ý", approved_why=REASON)
    cycled.cycle()
    do(cycled, Deed.REOPENED)
    cycled.cycle()
    assert life(cycled).stage is Stage.DRAFT
    write_in_periods(cycled, approved="Chưa")
    cycled.cycle()
    write_in_periods(cycled, approved="Đồng ý")
    cycled.cycle()
    assert life(cycled).stage is Stage.APPROVED


# --- after it is issued ------------------------------------------------------------------------------------


def test_a_correction_is_a_new_document_and_the_issued_one_stays_letter_by_letter(cycled: World) -> None:
    issued_id = str(cycled.draft().document_id)
    do(cycled, Deed.APPROVED)
    do(cycled, Deed.ISSUED, number="12", issued_on=DAY)
    issued = text_of(cycled, issued_id)
    type_into(cycled, STORY_HOUR)
    [standing] = cycled.cycle().drafts
    assert (standing.document_id, standing.written) == (issued_id, False)

    do(cycled, Deed.CORRECTED)
    [corrected] = cycled.cycle().drafts

    assert corrected.document_id != issued_id
    assert text_of(cycled, issued_id) == issued
    text = text_of(cycled, corrected.document_id)
    assert "Báo cáo này thay thế Báo cáo số 12/BC-TC" in text
    assert STORY in text.casefold()
    assert STORY not in issued.casefold()
    # the correction has a life of its own
    do(cycled, Deed.APPROVED)
    assert [(item.edition, item.document_id) for item in editions(cycled)] == [
        (1, issued_id),
        (2, corrected.document_id),
    ]


def test_a_stage_of_opinions_begins_with_the_form(cycled: World) -> None:
    opens = cycled.state().periods[0].opinions_from
    cycled.cycle(opens - dt.timedelta(days=1))
    assert life(cycled).stage is Stage.DRAFT
    cycled.cycle(opens)
    assert life(cycled).stage is Stage.OPINIONS
    assert do(cycled, Deed.APPROVED, opens).stage is Stage.APPROVED


# --- as of a day -------------------------------------------------------------------------------------------


def test_months_later_a_draft_as_of_a_day_says_what_it_said_then(cycled: World) -> None:
    """Answers, the principal's corrections and another plan have come since."""
    day, later = DAY, dt.date(2025, 12, 1)
    then = compose(cycled.database, cycled.state(day), cycled.state(day).periods[0])
    with cycled.database.begin() as tx:
        written = edition_rows.find_written(tx, SCHOOL_ID, "6T")
    assert written is not None
    assert tuple(written.report.blocks) == tuple(then.blocks), "it is what was written into the Doc"

    type_into(cycled, STORY_HOUR, day=later)
    decide(cycled, "II.1.c|6T", verdict="Chưa đạt", note="Làm lại")
    write_in_periods(cycled, data_from="1/1/2025", confirmed_by="Người khác")
    cycled.cycle(later)
    amended = read_plan(
        template_text("plan", "ke-hoach-mau.txt").replace("tiếp công dân", "đón tiếp công dân")
    )
    import_plan(cycled.database, SCHOOL_ID, amended, now=end_of_day(later))
    cycled.cycle(later)

    again = compose(cycled.database, cycled.state(day), cycled.state(day).periods[0])
    assert again == then
    today = compose(cycled.database, cycled.state(later), cycled.state(later).periods[0])
    assert today != then, "else nothing was changed"


@pytest.mark.parametrize("deeds", [(Deed.APPROVED,), (Deed.APPROVED, Deed.ISSUED)])
def test_making_an_approved_report_again_as_of_a_day_writes_nothing(
    cycled: World, deeds: tuple[Deed, ...]
) -> None:
    for deed in deeds:
        do(cycled, deed, number="12", issued_on=DAY)
    cycled.cycle(DAY + dt.timedelta(days=2))
    before = cycled.draft()
    result, calls = cycled.counted_cycle(DAY + dt.timedelta(days=3))
    assert not any(draft.written for draft in result.drafts)
    assert calls.by_service.get("docs", 0) == 0
    assert cycled.draft() == before
