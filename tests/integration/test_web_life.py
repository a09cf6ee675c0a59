"""A report on its page, from draft to the correction of the issued one; Google is not called for it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import door
import pytest
import web_school
from flask.testing import FlaskClient
from web_school import DAY, FORM, NOW
from werkzeug.test import TestResponse

from service.config import end_of_day
from service.domain.stages import Act, Deed, Stage
from service.drafting import compose
from service.editions import corrections_of, known_in, late_ones, report_hash
from service.lives import record
from service.signing import signing_blockers
from service.state import SchoolState, load_state
from service.store import Database, DraftRow
from service.store import drafts as draft_rows
from service.store import editions as edition_rows
from service.store.editions import Written
from service.workspace import SCHOOL_ID

PAGE = "/du-thao/6T"
REASON = {"reason": "Phòng Nội vụ yêu cầu nộp sớm"}


@pytest.fixture
def school(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'web.sqlite3'}")
    web_school.fill(database)
    door.list_staff(database, *door.STAFF)
    write_down(database)
    yield database
    database.close()


def state_on(database: Database, day: dt.date = DAY) -> SchoolState:
    state = load_state(database, SCHOOL_ID, day)
    assert state is not None
    return state


def write_down(database: Database, document: str = "doc1") -> None:
    """The draft of the 6 months as a cycle leaves it."""
    state = state_on(database)
    period = state.periods[0]
    report = compose(database, state, period)
    with database.begin() as tx:
        known = {row.period: row for row in draft_rows.list_drafts(tx, SCHOOL_ID)}.get("6T")
        row = DraftRow(
            period="6T",
            job_key=known.job_key if known else "truong:6T",
            name=report.name,
            due=period.due,
            as_of=DAY,
            document_id=document,
            report_hash=report_hash(report),
            written_at=NOW,
        )
        draft_rows.save_draft(tx, SCHOOL_ID, row)
        draft_rows.save_blocks(tx, SCHOOL_ID, "6T", report.blocks)
        written = Written(report=report, known=known_in(state.submissions))
        edition_rows.save_written(tx, SCHOOL_ID, "6T", written)


def do(browser: FlaskClient, deed: str, **fields: str) -> TestResponse:
    token = door.csrf_of(browser, PAGE)
    return browser.post(f"{PAGE}/{deed}", data={"csrf_token": token, **fields})


def told(browser: FlaskClient, path: str = PAGE) -> str:
    plain = re.sub(r"<[^>]+>", " ", browser.get(path).get_data(as_text=True))
    return re.sub(r"\s+", " ", unescape(plain))


def stage(database: Database) -> Stage:
    return state_on(database).life("6T").stage


def test_the_page_of_a_draft_tells_where_it_stands_and_what_speaks_against_approving(
    school: Database,
) -> None:
    text = told(door.House(school).as_person(door.PRINCIPAL))
    assert "Đang soạn Đang lấy ý kiến Đã duyệt Đã ban hành" in text
    assert "Chưa lấy ý kiến viên chức" in text
    assert "Duyệt báo cáo" in text


def test_what_is_given_as_a_reason_is_one_clean_line_and_has_an_end(school: Database) -> None:
    principal = door.House(school).as_person(door.PRINCIPAL)
    hidden = "nộp \u202esớm\x07\r\n<b>ngay</b> " + "dài " * 50_000
    assert do(principal, "duyet", reason=hidden).status_code == 303
    [act] = [act for act in state_on(school).life("6T").acts if act.deed is Deed.APPROVED]
    assert act.reason.startswith("nộp sớm <b>ngay</b> dài") and len(act.reason) <= 1000
    assert "<b>" not in principal.get(PAGE).get_data(as_text=True)


def test_the_principal_approves_the_secretary_issues_and_a_correction_is_another_document(
    school: Database,
) -> None:
    house = door.House(school)
    principal, secretary = house.as_person(door.PRINCIPAL), house.as_person(door.SECRETARY)

    refused = do(principal, "duyet")
    assert refused.status_code == 400
    assert "khoản 4 Điều 53" in refused.get_data(as_text=True)
    assert do(principal, "duyet", **REASON).status_code == 303
    assert stage(school) is Stage.APPROVED

    assert do(secretary, "ban-hanh", number="", issued_on="2025-04-21").status_code == 400
    assert do(secretary, "ban-hanh", number="12", issued_on=DAY.isoformat()).status_code == 303
    text = told(secretary)
    assert "số 12/BC-TC, ban hành ngày 21/4/2025" in text
    assert "Lý do: Phòng Nội vụ yêu cầu nộp sớm" in text

    assert do(secretary, "lap-dinh-chinh", reason="Công đoàn gửi muộn").status_code == 303
    life = state_on(school).life("6T")
    assert (life.edition, life.stage) == (2, Stage.DRAFT)
    state = state_on(school)
    corrected = compose(school, state, state.periods[0])
    said = [block.text for block in corrected.body if block.key == "replaces"]
    assert said == [
        "Báo cáo này thay thế Báo cáo số 12/BC-TC ngày 21 tháng 4 năm 2025 của Trường THCS Trường Chinh."
    ]
    with school.begin() as tx:
        (draft,) = draft_rows.list_drafts(tx, SCHOOL_ID)
        (issued,) = edition_rows.list_editions(tx, SCHOOL_ID)
    assert draft.document_id is None, "it gets a document of its own"
    assert draft.job_key == "truong:6T#2"
    assert (issued.document_id, issued.number) == ("doc1", "12/BC-TC")
    assert "Bản đính chính lần 1" in told(secretary)


def test_after_the_close_all_places_tell_the_same_reasons_and_none_of_what_came_late(
    school: Database,
) -> None:
    # Figures that do not agree: those of the first count, those of the second came after the close.
    day = state_on(school).periods[0].closes
    about = {"responsibility": "II.1.c", "title": "Giải quyết đơn thư", "unit": "Ban Giám hiệu"}
    labels = ("kỳ trước chuyển sang", "nhận trong kỳ", "đã giải quyết", "chuyển nơi khác", "còn lại")
    figures = {f"figure:Đơn {label}": number for label, number in zip(labels, "04101", strict=True)}
    web_school.send(school, "som", end_of_day(day) - dt.timedelta(hours=3), **about, **figures)
    late = {"figure:Đơn nhận trong kỳ": "9"}
    web_school.send(school, "muon", end_of_day(day) + dt.timedelta(hours=3), **about, **late)
    state = state_on(school, day + dt.timedelta(days=1))
    period = state.periods[0]
    reasons = [item.reason for item in signing_blockers(school, state, period)]
    assert [reason for reason in reasons if "đơn nhận trong kỳ 04" in reason], reasons
    browser = web_school.pages(school, now=end_of_day(state.as_of))
    page = told(browser)
    assert all(reason in page for reason in reasons)
    status = browser.get("/api/status").get_json()
    assert [item["reason"] for item in status["deadlines"][0]["blockers"]] == reasons
    refused = do(browser, "duyet", who="Trần Thu Hà")
    assert refused.status_code == 400
    (alert,) = re.findall(r'role="alert">(.*?)</p>', refused.get_data(as_text=True))
    assert all(reason in unescape(alert) for reason in reasons)


@pytest.mark.parametrize(
    ("person", "deed", "code"),
    [
        (door.SECRETARY, "duyet", 403),
        (door.VIEWER, "duyet", 403),
        (door.VIEWER, "ban-hanh", 403),
        (door.UNIONIST, "mo-lai", 403),
        (door.SECRETARY, "gui-duyet", 303),
    ],
)
def test_who_may_do_what(school: Database, person: str, deed: str, code: int) -> None:
    browser = door.House(school).as_person(person)
    token = door.csrf_of(browser)
    assert browser.post(f"{PAGE}/{deed}", data={"csrf_token": token, **REASON}).status_code == code


def test_an_approval_is_taken_back_only_before_it_is_issued(school: Database) -> None:
    browser = door.House(school).as_person(door.PRINCIPAL)
    do(browser, "duyet", **REASON)
    assert do(browser, "mo-lai", reason="Còn thiếu số liệu").status_code == 303
    with school.begin() as tx:
        assert edition_rows.list_editions(tx, SCHOOL_ID) == ()
    do(browser, "duyet", **REASON)
    do(browser, "ban-hanh", number="7", issued_on=DAY.isoformat())
    assert do(browser, "mo-lai", reason="Còn thiếu số liệu").status_code == 400
    assert stage(school) is Stage.ISSUED


def test_a_draft_that_is_just_being_written_is_not_approved(school: Database) -> None:
    with school.begin() as tx:
        (row,) = draft_rows.list_drafts(tx, SCHOOL_ID)
        draft_rows.save_draft(tx, SCHOOL_ID, DraftRow(
            period=row.period, job_key=row.job_key, name=row.name, due=row.due, as_of=row.as_of,
            document_id=row.document_id,
        ))  # fmt: skip
    answer = do(door.House(school).as_person(door.PRINCIPAL), "duyet", **REASON)
    assert answer.status_code == 400
    assert "Dự thảo đang được cập nhật" in answer.get_data(as_text=True)


def test_where_nobody_signs_in_the_form_asks_who_it_is(school: Database) -> None:
    browser = web_school.pages(school)
    assert do(browser, "duyet", who=" ", **REASON).status_code == 400
    assert do(browser, "duyet", who="Trần Thu Hà", **REASON).status_code == 303
    assert "Duyệt ngày 21/4/2025, Trần Thu Hà, trên trang dự thảo" in told(browser)


# --- after the approval ------------------------------------------------------------------------------


def test_nothing_is_to_be_corrected_until_something_came(school: Database) -> None:
    do(door.House(school).as_person(door.PRINCIPAL), "duyet", **REASON)
    later = state_on(school, DAY + dt.timedelta(days=200))
    assert corrections_of(school, later, later.periods[0]) == ()


def test_a_late_answer_becomes_a_note_with_where_before_after_and_source(school: Database) -> None:
    do(door.House(school).as_person(door.PRINCIPAL), "duyet", **REASON)
    web_school.send(school, "muon-1", NOW + dt.timedelta(days=30), participants="45")
    later = state_on(school, DAY + dt.timedelta(days=60))
    found = corrections_of(school, later, later.periods[0])
    assert found
    assert any(ref.record_id == "muon-1" for item in found for ref in item.new)
    assert all(item.before != item.after for item in found)
    assert any(item.where.startswith("III. ") for item in found)
    # the approved report itself says what it said
    with school.begin() as tx:
        (edition,) = edition_rows.list_editions(tx, SCHOOL_ID)
    assert report_hash(edition.written.report) == edition.digest


def test_an_edited_answer_names_the_version_that_came_and_the_one_that_went(school: Database) -> None:
    web_school.send(school, "sua-1", NOW - dt.timedelta(days=2), participants="40")
    write_down(school)
    do(door.House(school).as_person(door.PRINCIPAL), "duyet", **REASON)
    web_school.send(school, "sua-1", NOW + dt.timedelta(days=1), participants="55")
    later = state_on(school, DAY + dt.timedelta(days=60))
    found = corrections_of(school, later, later.periods[0])
    both = [item for item in found if item.new and item.gone]
    assert both
    assert {ref.record_id for item in both for ref in (*item.new, *item.gone)} == {"sua-1"}


def test_feedback_that_comes_later_belongs_to_the_next_report(school: Database) -> None:
    do(door.House(school).as_person(door.PRINCIPAL), "duyet", **REASON)
    web_school.complain(school, "gop-y-muon", NOW + dt.timedelta(days=30))
    later = state_on(school, DAY + dt.timedelta(days=60))
    assert len(later.submissions.feedback) == 1
    assert corrections_of(school, later, later.periods[0]) == ()
    web_school.complain(school, "gop-y-trong-ky", NOW + dt.timedelta(days=3))
    assert corrections_of(school, later, later.periods[0]), "this one was sent before the close"


def test_what_the_principal_sets_later_is_no_correction(school: Database) -> None:
    do(door.House(school).as_person(door.PRINCIPAL), "duyet", **REASON)
    web_school.decide(school, verdict="Chưa đạt")
    later = state_on(school, DAY + dt.timedelta(days=60))
    assert corrections_of(school, later, later.periods[0]) == ()


def test_the_page_of_corrections_leads_to_the_submission(school: Database) -> None:
    browser = web_school.pages(school)
    assert "chưa được duyệt" in told(browser, f"{PAGE}/dinh-chinh")
    do(browser, "duyet", who="Trần Thu Hà", **REASON)
    assert "Không có chỗ nào phải đính chính" in told(browser, f"{PAGE}/dinh-chinh")
    web_school.send(school, "muon-1", NOW - dt.timedelta(minutes=1), participants="45")
    shown = browser.get(f"{PAGE}/dinh-chinh").get_data(as_text=True)
    assert f"/forms/d/{FORM.file_id}/edit#response=muon-1" in shown
    assert "chỗ cần đính chính" in told(browser)


def test_what_comes_after_the_close_is_listed_and_counted_nowhere(school: Database) -> None:
    state = state_on(school)
    close = state.periods[0].closes
    web_school.send(
        school, "muon-1", dt.datetime.combine(close, dt.time(23, 0), NOW.tzinfo), participants="10"
    )
    web_school.send(school, "muon-2", NOW + dt.timedelta(days=12), participants="45")
    web_school.bad_row(school)
    assert late_ones(school, state, state.periods[0]) == (), "before the close nothing is late"
    later = state_on(school, close + dt.timedelta(days=20))
    late = late_ones(school, later, later.periods[0])
    assert [one.activity.ref.record_id for one in late] == ["muon-2"]
    report = compose(school, later, later.periods[0])
    refs = {ref.record_id for block in report.blocks for ref in block.sources}
    assert "muon-1" in refs
    assert "muon-2" not in refs


def test_opinions_that_opened_are_a_stage(school: Database) -> None:
    with school.begin() as tx:
        record(tx, SCHOOL_ID, "6T", Act(deed=Deed.OPENED, at=NOW))
    assert stage(school) is Stage.OPINIONS
    text = told(web_school.pages(school))
    assert "Bắt đầu lấy ý kiến về dự thảo ngày 21/4/2025." in text
    assert "Chưa lấy ý kiến viên chức" not in text
