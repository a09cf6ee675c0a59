"""What each page says."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import quote

import pytest
import web_school
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from web_school import ANSWER, NOW, pages

from service.domain.report import Claim, ClaimKind
from service.store import Database
from service.store import jobs as job_rows
from service.workspace import SCHOOL_ID

HOSTILE = "<script>alert('x')</script> & <b>đậm</b>"


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Database]:
    database = Database(f"sqlite:///{tmp_path / 'web.sqlite3'}")
    yield database
    database.close()


@pytest.fixture
def school(empty: Database) -> Database:
    web_school.fill(empty)
    return empty


def text_of(database: Database, path: str, *, code: int = 200) -> str:
    response = pages(database).get(path)
    assert response.status_code == code
    plain = re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))
    return re.sub(r"\s+", " ", unescape(plain))


# --- home ------------------------------------------------------------------------------------------


def test_before_set_up_the_home_page_says_what_to_do(empty: Database) -> None:
    assert "dunghan demo" in text_of(empty, "/")


def test_home_tells_of_the_next_report_first(school: Database) -> None:
    text = text_of(school, "/")
    assert "Báo cáo 6 tháng đầu năm 2025" in text
    # From Monday 21/4 to Tuesday 29/4, with the Saturday worked for 2/5.
    assert "còn 7 ngày làm việc" in text
    assert "dữ liệu đến 23:55 hôm nay" in text


def test_home_shows_every_responsibility_and_unit(school: Database) -> None:
    text = text_of(school, "/")
    assert {"II.1.a", "II.1.e", "II.2.d", "III.2"} <= set(text.split())
    assert "Công đoàn: Hoàn thành" in text


def test_home_says_what_to_do_now_and_leads_there(school: Database) -> None:
    text = text_of(school, "/")
    assert text.index("Việc cần làm ngay") < text.index("Tình hình từng nhiệm vụ")
    assert "đơn vị gửi phần còn thiếu trước hết ngày 21/4/2025" in text
    html = pages(school).get("/").get_data(as_text=True)
    todo = html[html.index('class="todo"') : html.index('class="heat"')]
    assert re.search(r'href="/nhiem-vu/I+\.\d', todo)


def test_the_coverage_of_another_period_can_be_chosen(school: Database) -> None:
    assert "Tình hình từng nhiệm vụ, 9 tháng đầu năm 2025" in text_of(school, "/?ky=9T")


def test_home_tells_what_to_mend_where_and_how(school: Database) -> None:
    web_school.bad_row(school)
    text = text_of(school, "/")
    assert "Sổ hoạt động – Công đoàn Hoạt động!A7 Chưa ghi ngày thực hiện." in text
    assert "Sửa ngay tại ô này" in text


def test_a_source_that_cannot_be_read_says_why(school: Database) -> None:
    web_school.fail_source(school)
    assert "chưa đọc lần nào Tệp đã bị xóa." in text_of(school, "/")


def test_home_links_to_the_forms_where_google_is_now(school: Database) -> None:
    html = pages(school).get("/").get_data(as_text=True)
    assert 'href="http://127.0.0.1:9/forms/d/e/cong-khai/viewform"' in html
    assert 'href="http://127.0.0.1:9/spreadsheets/d/school1/edit"' in html


def test_the_chart_is_a_picture_without_script(school: Database) -> None:
    response = pages(school).get("/bieu-do/muc-do-hoan-thanh.svg")
    svg = response.get_data(as_text=True)
    assert response.mimetype == "image/svg+xml"
    assert "6 tháng đầu năm 2025" in svg
    assert "<script" not in svg


# --- a responsibility ------------------------------------------------------------------------------


def test_a_responsibility_shows_the_plan_s_words_its_owners_and_each_period(school: Database) -> None:
    text = text_of(school, "/nhiem-vu/II.1.b")
    assert "Phòng, chống tham nhũng, tiêu cực; không gây phiền hà" in text
    assert "Ban Giám hiệu; Công đoàn" in text
    assert text.index("6 tháng đầu năm 2025") < text.index("9 tháng đầu năm 2025")


def test_a_finding_shows_its_rule_and_the_answers_it_counts(school: Database) -> None:
    web_school.answer(school)
    html = pages(school).get("/nhiem-vu/II.1.b").get_data(as_text=True)
    assert "Quy tắc: đủ số hoạt động được tính và đủ minh chứng." in html
    assert "Đối thoại với đoàn viên" in html
    assert 'href="http://127.0.0.1:9/forms/d/form1/edit#response=phieu-0"' in html


def test_nobody_s_address_is_shown(school: Database) -> None:
    web_school.answer(school)
    assert "nguoi.gui@" not in text_of(school, "/nhiem-vu/II.1.b")


def test_text_that_people_typed_is_shown_as_text(school: Database) -> None:
    web_school.answer(school, title=HOSTILE, evidence="javascript:alert(1) https://example.org/a")
    html = pages(school).get("/nhiem-vu/II.1.b").get_data(as_text=True)
    assert HOSTILE not in html
    assert HOSTILE in text_of_html(html)
    assert "javascript:" not in html


def text_of_html(html: str) -> str:
    return unescape(html)


# --- drafts ----------------------------------------------------------------------------------------


def test_a_period_without_a_draft_says_when_it_will_have_one(school: Database) -> None:
    text = text_of(school, "/du-thao/9T")
    assert "Chưa có dự thảo cho kỳ này" in text
    assert "22/8/2025" in text


def test_a_draft_is_shown_block_by_block_with_its_doc(school: Database) -> None:
    web_school.answer(school)
    web_school.draft(school)
    html = pages(school).get("/du-thao/6T").get_data(as_text=True)
    assert "<h2>III. KẾT QUẢ</h2>" in html
    assert "1 nguồn" in html
    assert 'href="/du-thao/6T/III.II.1.b.text"' in html
    assert 'href="http://127.0.0.1:9/document/d/doc1/edit"' in html


def test_a_block_leads_to_the_answer_in_its_version(school: Database) -> None:
    web_school.answer(school)
    web_school.draft(school)
    text = text_of(school, "/du-thao/6T/III.II.1.b.text")
    assert "Công đoàn đã tổ chức 01 cuộc đối thoại." in text
    assert "phiếu gửi 08:10 ngày 01/3/2025" in text
    assert ANSWER.version in text
    assert ANSWER.record_id in text


def test_a_hostile_sentence_of_a_draft_is_shown_as_text(school: Database) -> None:
    web_school.draft(school, Claim(text=HOSTILE, kind=ClaimKind.WORDING))
    for path in ("/du-thao/6T", "/du-thao/6T/III.II.1.b.text"):
        assert HOSTILE not in pages(school).get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    "path",
    [
        "/nhiem-vu/II.9.z",  # no such responsibility
        "/du-thao/13T",  # no such period
        "/du-thao/6T/khong-co",  # no such block
        "/khong-co",  # no such page
    ],
)
def test_what_is_not_there_gives_a_page_that_leads_back(school: Database, path: str) -> None:
    assert "Không có trang này" in text_of(school, path, code=404)


# --- all pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/nhiem-vu/II.1.c", "/du-thao/6T", "/du-thao/9T", "/khong-co"])
def test_no_page_carries_script_or_style_of_its_own(school: Database, path: str) -> None:
    web_school.draft(school)
    response = pages(school).get(path)
    html = response.get_data(as_text=True)
    assert '<html lang="vi">' in html
    assert len(re.findall(r"<h1\b", html)) == 1
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", html)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_a_fault_inside_gives_a_page_and_no_details(empty: Database, tmp_path: Path) -> None:
    browser = pages(empty)
    with empty.begin() as tx:
        tx.exec_driver_sql("DROP TABLE snapshots")
        tx.exec_driver_sql("DROP TABLE schools")
    browser.application.testing = False
    response = browser.get("/")
    assert response.status_code == 500
    assert "Chưa mở được trang" in response.get_data(as_text=True)
    assert "SELECT" not in response.get_data(as_text=True)


# --- for machines ----------------------------------------------------------------------------------


def test_status_gives_what_the_home_page_shows(school: Database) -> None:
    web_school.draft(school)
    body = pages(school).get("/api/status").get_json()
    assert [item["period"] for item in body["deadlines"]] == ["6T", "9T", "NAM"]
    assert body["deadlines"][0]["working_days_left"] == 7
    assert body["review_sheet"] == "http://127.0.0.1:9/spreadsheets/d/school1/edit"
    assert body["drafts"][0]["document_id"] == "doc1"
    assert sum(body["findings"].values()) > 11
    assert {"sources", "problems", "last_run"} <= set(body)


def test_status_before_set_up_is_not_found(empty: Database) -> None:
    assert pages(empty).get("/api/status").status_code == 404


@pytest.mark.parametrize(
    ("waiting", "code"),
    [
        (dt.timedelta(minutes=-5), 200),  # due in five minutes
        (dt.timedelta(minutes=9), 200),  # due, and the next tick will take it
        (dt.timedelta(minutes=11), 503),  # nobody has taken it: the clock stands still
    ],
)
def test_health_depends_on_whether_jobs_are_run(school: Database, waiting: dt.timedelta, code: int) -> None:
    with school.begin() as tx:
        job_rows.ensure_job(tx, SCHOOL_ID, "sync", NOW - waiting)
    response = pages(school).get("/healthz")
    assert response.status_code == code
    assert response.get_json()["clock"] is (code == 200)


def test_a_job_that_runs_long_is_no_dead_clock(school: Database) -> None:
    with school.begin() as tx:
        due = NOW - dt.timedelta(minutes=20)
        job_rows.ensure_job(tx, SCHOOL_ID, "sync", due)
        job_rows.claim(tx, SCHOOL_ID, "sync", due)
    assert pages(school).get("/healthz").status_code == 200


def test_before_set_up_there_is_nothing_for_the_clock_to_do(empty: Database) -> None:
    assert pages(empty).get("/healthz").get_json() == {
        "ok": True,
        "database": True,
        "clock": True,
        "set_up": False,
        "last_run": None,
    }


# --- whatever is typed into the address bar ---------------------------------------------------------


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('web') / 'web.sqlite3'}")
    web_school.fill(database)
    web_school.draft(database)
    yield pages(database)
    database.close()


ADDRESSES = (
    "/{}",
    "/?ky={}",
    "/nhiem-vu/{}",
    "/du-thao/{}",
    "/du-thao/6T/{}",
    "/bieu-do/muc-do-hoan-thanh.svg?co={}",
    "/static/{}",
)
ODD = ("..", "%00", "%ff%fe", "<script>", "'\"", "//evil.example", "a" * 3000, "%0d%0aSet-Cookie:x", "\u202e")


@settings(max_examples=40, deadline=None)
@given(address=st.sampled_from(ADDRESSES), typed=st.one_of(st.sampled_from(ODD), st.text(max_size=30)))
def test_no_address_breaks_a_page(browser: FlaskClient, address: str, typed: str) -> None:
    response = browser.get(address.format(typed if typed in ODD else quote(typed)))
    assert response.status_code < 500
    assert "Content-Security-Policy" in response.headers
    assert "Set-Cookie" not in response.headers


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_pages_are_only_for_reading(browser: FlaskClient, method: str) -> None:
    assert getattr(browser, method)("/").status_code == 405
