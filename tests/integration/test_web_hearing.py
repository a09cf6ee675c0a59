"""The page of what staff said of a draft, and what the home page asks for meanwhile."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from flask.testing import FlaskClient
from web_school import DAY, draft, fill, pages

from forms.responses import Response
from forms.responses import to_json as response_to_json
from service.domain.hearing import OpinionAnswer, Stance, Taken
from service.domain.settings import SchoolSettings
from service.state import SETTINGS
from service.store import Database, RecordVersion, Source
from service.store import records as record_rows
from service.store import schools as school_rows
from service.store.codec import from_json, to_json
from service.submissions import OPINION_FORM
from service.workspace import SCHOOL_ID

SENT = dt.datetime(2025, 4, 20, 2, tzinfo=dt.UTC)
REMARK = "Đề nghị ghi rõ số cuộc <b>đối thoại</b> của từng tổ."
FORM = Source(
    key=OPINION_FORM + "6T",
    kind="form",
    label="Ý kiến về dự thảo báo cáo 6 tháng đầu năm 2025",
    file_id="form-y-kien",
    detail={
        "url": "http://127.0.0.1:1/forms/d/e/y-kien/viewform",
        "opened_on": DAY.isoformat(),
        "readers": [],
    },
)


def open_hearing(database: Database, *, is_closed: bool = False) -> FlaskClient:
    """A school that asks its staff about the draft of the 6 months."""
    fill(database)
    draft(database)
    with database.begin() as tx:
        detail = {**FORM.detail, "is_closed": is_closed}
        school_rows.add_source(tx, SCHOOL_ID, replace(FORM, detail=detail))
    return pages(database)


def say(database: Database, record: str, stance: Stance, text: str = "") -> None:
    """Somebody's answer."""
    said = {"stance": (stance.value,), "text": (text,)}
    response = Response(
        response_id=record,
        created_at=SENT,
        submitted_at=SENT,
        version=SENT.isoformat(),
        email=None,
        answers={key: value for key, value in said.items() if value[0]},
    )
    version = RecordVersion(
        source_key=FORM.key,
        record_id=record,
        version=SENT.isoformat(),
        submitted_at=SENT,
        seen_at=SENT,
        position=0,
        payload=response_to_json(response),
    )
    with database.begin() as tx:
        record_rows.add_versions(tx, SCHOOL_ID, [version])


def answer(database: Database, record: str, taken: Taken, why: str = "") -> None:
    """Cô Hà's word on it, as it was read from her tab."""
    with database.begin() as tx:
        settings = from_json(SchoolSettings, school_rows.find_snapshot(tx, SCHOOL_ID, SETTINGS))
        more = OpinionAnswer(record_id=record, taken=taken, why=why)
        answered = replace(settings, opinion_answers=(*settings.opinion_answers, more))
        school_rows.save_snapshot(tx, SCHOOL_ID, SETTINGS, to_json(answered))


def page(browser: FlaskClient) -> str:
    response = browser.get("/y-kien/6T")
    assert response.status_code == 200
    return response.text


def test_before_the_hearing_the_page_says_when_it_will_be_opened(database: Database) -> None:
    fill(database)
    assert "Biểu mẫu được mở từ ngày 26/4/2025" in page(pages(database))


def test_the_secretary_is_asked_to_send_the_form_while_nobody_has_answered(database: Database) -> None:
    browser = open_hearing(database)
    assert "Chưa có ý kiến nào." in page(browser)
    home = browser.get("/").text
    assert "Gửi liên kết phiếu «Ý kiến về dự thảo»" in home
    assert 'href="/y-kien/6T"' in home


def test_each_opinion_stands_with_what_became_of_it(database: Database) -> None:
    browser = open_hearing(database)
    say(database, "r1", Stance.AGREES)
    say(database, "r2", Stance.AGREES_WITH_CHANGES, REMARK)
    say(database, "r3", Stance.DISAGREES, "Thiếu phần của tổ Văn phòng.")
    answer(database, "r2", Taken.NO, "Đã có ở phụ lục.")
    shown = page(browser)
    assert "03 ý kiến: 01 đồng ý, 01 đồng ý và đề nghị chỉnh sửa, 01 không đồng ý." in shown
    assert "Không tiếp thu<br>Đã có ở phụ lục." in shown
    assert "&lt;b&gt;đối thoại" in shown, "what people type is text"
    assert "Còn 01 ý kiến chưa có trả lời đầy đủ." in shown
    assert "Ghi tiếp thu hay không cho 01 ý kiến" in browser.get("/").text


def test_a_hearing_that_is_over_offers_no_form(database: Database) -> None:
    browser = open_hearing(database, is_closed=True)
    assert "đã kết thúc" in page(browser)
    assert "Mở phiếu ý kiến" not in page(browser)
    assert "Phiếu «Ý kiến về dự thảo" not in browser.get("/").text


def test_a_period_that_the_plan_does_not_have_has_no_page(database: Database) -> None:
    fill(database)
    assert pages(database).get("/y-kien/khong-co").status_code == 404
