"""The whole job through the front door: commands, pages, forms, the principal's Sheet and the drafts."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import gspread
import pytest
import requests
from browsers import open_browser
from installation import Installation
from playwright.sync_api import Page

from service import tabs
from service.google.credentials import ALL_FILES, load_credentials
from service.google.session import GoogleSession, gspread_client, resource
from sheets.owned_rows import read_owned
from sheets.reading import read_workbook

#: Two weeks before the six-month report is due.
DAY = "2025-04-22"
HA = "tran.thu.ha@truongchinh.example"
LAN = "nguyen.thi.lan@truongchinh.example"
DEED = "Ngày hội đọc sách dưới sân trường"
WORD = "Tổ Ngữ văn nhân rộng cách làm này"


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A fresh machine on which somebody has typed `dunghan demo`."""
    # A name as people give it: with blanks and diacritics.
    installation = Installation(tmp_path_factory.mktemp("máy mới") / "dữ liệu")
    installation.start("demo", "--as-of", DAY)
    yield installation
    installation.close()


@pytest.fixture(scope="module")
def phone() -> Iterator[Page]:
    """A teacher's phone."""
    with open_browser() as browser:
        yield browser.new_page(viewport={"width": 390, "height": 844}, locale="vi-VN")


def as_person(school: Installation, email: str) -> GoogleSession:
    """Google's clients in the hands of a person of the school."""
    account = school.data / "google" / "service-account.json"
    credentials = load_credentials(account, subject=email, scope=ALL_FILES)
    return GoogleSession(credentials, base_url=f"http://127.0.0.1:{school.google_port}")


def answer_the_form(page: Page) -> None:
    """Cô Lan reports one activity, as a person fills in a page."""
    page.get_by_role("link", name="Báo cáo hoạt động").first.click()
    page.get_by_label("Thư điện tử").fill(LAN)
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Thầy cô báo cáo cho đơn vị nào?").select_option("Tổ Ngữ văn")
    page.get_by_label("Tên hoạt động").fill(DEED)
    page.get_by_label("Ngày thực hiện").fill("2025-04-18")
    page.get_by_label("Đã làm gì, kết quả ra sao?").fill(
        "Tổ tổ chức ngày hội đọc sách, 210 học sinh tham gia; 60 cuốn sách được trao đổi giữa các lớp."
    )
    page.get_by_label("Đã hoàn thành").check()
    page.get_by_label("Số lượt người tham dự").fill("210")
    page.get_by_label("Liên kết minh chứng").fill("https://drive.google.com/file/d/ngay-hoi-doc-sach/view")
    task = page.get_by_label("Hoạt động thuộc nhiệm vụ nào?")
    task.select_option(
        next(text for text in task.locator("option").all_inner_texts() if text.startswith("III.2 "))
    )
    page.locator("#go").click()
    assert "đã được ghi lại" in page.inner_text("main")


def write_a_note(client: gspread.Client, spreadsheet_id: str, key: str, note: str) -> None:
    """The principal writes into «Ý kiến chỉ đạo» of a row, wherever row and column are."""
    owned = read_owned(read_workbook(client, spreadsheet_id), tabs.REVIEW)
    sheet = client.open_by_key(spreadsheet_id).get_worksheet_by_id(tabs.REVIEW.sheet_id)
    sheet.update_cell(owned.by_key[key].row + 1, owned.columns["note"] + 1, note)


def test_from_a_teachers_phone_to_the_principals_draft(school: Installation, phone: Page) -> None:
    # The secretary opens the page and sees what is next.
    phone.goto(school.home)
    assert "6 tháng đầu năm 2025" in phone.inner_text("main")

    # A teacher answers the form on her phone, and the principal writes into her column.
    answer_the_form(phone)
    status = requests.get(f"{school.home}/api/status", timeout=60).json()
    spreadsheet_id = status["review_sheet"].split("/d/")[1].split("/")[0]
    with as_person(school, HA) as session:
        write_a_note(gspread_client(session), spreadsheet_id, "III.2|6T", WORD)

    # The commands an IT teacher may run at any time, beside the running service.
    school.run("sync", "--as-of", DAY)
    findings = school.run("check", "--as-of", DAY)
    assert any(item["code"] == "III.2" and item["owner"] == "Tổ Ngữ văn" for item in findings)
    school.run("review", "--as-of", DAY)
    [draft] = school.run("draft", "--as-of", DAY)

    # The draft says what the principal decided, its number and day are left to the office.
    phone.goto(draft["url"])
    text = phone.inner_text("body")
    assert WORD.casefold() in text.casefold()
    assert "Số:      /BC-TC" in text.replace("\N{NO-BREAK SPACE}", " ")

    # A block of it leads back to what the teacher sent, in the terminal and on the page.
    blocks = [item["block"] for item in school.run("why", "6T") if ".III.2." in item["block"]]
    leading = [block for block in blocks if DEED in str(school.run("why", block))]
    assert leading
    phone.goto(f"{school.home}/du-thao/6T/{leading[0]}")
    # Long lists of submissions are folded up; the words are there all the same.
    assert DEED in str(phone.text_content("main"))


def test_doing_it_again_writes_nothing(school: Installation) -> None:
    for _ in range(2):
        school.run("sync", "--as-of", DAY)
        school.run("review", "--as-of", DAY)
        drafts = school.run("draft", "--as-of", DAY)
    assert school.run("review", "--as-of", DAY) == {"written": False}
    assert [draft["written"] for draft in drafts] == [False]


def test_a_service_that_was_killed_goes_on_where_it_was(school: Installation) -> None:
    before = school.run("draft", "--as-of", DAY)
    blocks = school.run("why", "6T")
    school.stop(signal.SIGKILL)
    school.start("serve", "--as-of", DAY)
    assert [d["document_id"] for d in school.run("draft", "--as-of", DAY)] == [
        d["document_id"] for d in before
    ]
    assert school.run("why", "6T") == blocks
    with as_person(school, HA) as session:
        files = resource(session, "drive", "v3").files().list(q="name contains 'Báo cáo'").execute()["files"]
    drafts = [file for file in files if "6 tháng" in file["name"]]
    assert len(drafts) == 1
    assert school.stop() == 0


def test_the_real_plan_of_the_case_goes_all_the_way(shared: Path, tmp_path: Path) -> None:
    school = Installation(tmp_path / "data")
    plan = shared / "data" / "plan" / "95-KH-TC.txt"
    result = school.run("demo", "--once", "--plan", str(plan))
    assert [draft["period"] for draft in result["drafts"]] == ["6T", "9T", "NAM"]
    assert result["errors"] == []
    findings = school.run("check", "--as-of", "2025-10-20")
    letters = [f"II.1.{letter}" for letter in "abcde"] + [f"II.2.{letter}" for letter in "abcd"]
    assert {item["code"] for item in findings} == {*letters, "III.1", "III.2"}
