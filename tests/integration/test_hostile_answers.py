"""People type what they like: it stays text in the Sheet, in the Doc, in exports and on the pages."""

from __future__ import annotations

import io
import json
import logging
from urllib.parse import urlsplit

import docx
import pytest
import requests
from door import House
from flask.testing import FlaskClient
from test_cycle import TASK, UNIT_SHEET, decide, document_text
from world import DAY, World

from service import exporting, tabs
from service.app import create_app
from service.config import end_of_day
from service.domain.text import CELL_LIMIT
from service.sample.content import read_school
from service.sample.year import address_of
from service.state import SCHOOL_SHEET
from service.submissions import FEEDBACK_FORM
from service.templates import template_text

FORMULA = '=HYPERLINK("https://xau.example";"Bấm vào đây")'
MARKUP = "<script>alert('x')</script><img src=x onerror=alert(1)>"
TEMPLATE = "{{SO}} {{NOI_DUNG}} {{ 7*7 }} {% raw %} {owner} {0.__class__} %s ${x}"
HIDDEN = "Nộp \u202e001\u202c đơn\x07"
OPINION = f"{FORMULA} {MARKUP} {TEMPLATE}"
#: A megabyte in one answer.
LONG = "Dài " * 250_000
EVIL = "ke.xau@truongchinh.example"
#: A teacher's row: what she did, told by somebody who means harm.
ROW = [
    "18/4/2025",
    f"Kể chuyện về Bác {MARKUP}",
    "III.2",
    "@SUM(A1:A9)",
    "45",
    f"Tổ tổ chức giờ kể chuyện {TEMPLATE} {HIDDEN} {FORMULA}",
    "javascript:alert(document.cookie) https://drive.google.com/xem",
    "",
]


@pytest.fixture(scope="module")
def answered(shared_world: World) -> World:
    """A school to which all this was sent, after a cycle."""
    _type(shared_world)
    _send_feedback(shared_world, OPINION)
    _send_feedback(shared_world, LONG)
    shared_world.cycle()
    _decide(shared_world)
    result = shared_world.cycle()
    assert result.errors == () and all(source.error is None for source in result.sources)
    return shared_world


def _type(world: World) -> None:
    school = read_school(template_text("plan", "truong-mau.toml"))
    leader = address_of(school.people["Tổ Ngữ văn"][0], school.mail_domain)
    with world.open(DAY, subject=leader) as hers:
        sheet = hers.sheets.open_by_key(world.source(UNIT_SHEET).file_id).sheet1
        sheet.append_row(ROW, value_input_option="RAW")


def _decide(world: World) -> None:
    """Who may write into the school's own spreadsheet is not harmless either."""
    decide(world, TASK, note=f"{MARKUP} {FORMULA} {HIDDEN}")
    with world.principal() as hers:
        book = hers.sheets.open_by_key(world.source(SCHOOL_SHEET).file_id)
        staff = book.get_worksheet_by_id(tabs.STAFF.sheet_id)
        titles = staff.row_values(1)
        row = {"Họ tên": f"{MARKUP} {HIDDEN}", "Thư điện tử": EVIL, "Vai trò": "Hiệu trưởng"}
        staff.append_row([row.get(title, "") for title in titles], value_input_option="RAW")


def _send_feedback(world: World, text: str) -> None:
    form = world.source(FEEDBACK_FORM)
    questions = {key: f"entry.{int(question, 16)}" for question, key in form.detail["questions"].items()}
    path = urlsplit(form.detail["url"]).path.removesuffix("viewform")
    with world.open() as ws:
        made = ws.forms.forms().get(formId=form.file_id).execute()
    fields = {questions["text"]: text}
    for item in made["items"]:
        asked = item.get("questionItem", {}).get("question", {})
        options = asked.get("choiceQuestion", {}).get("options")
        if options:
            fields[f"entry.{int(asked['questionId'], 16)}"] = options[0]["value"]
    answer = requests.post(
        f"{world.endpoint.base_url}{path}formResponse",
        data=fields,
        headers={"X-Standin-Now": end_of_day(DAY).isoformat()},
        timeout=30,
    )
    assert answer.status_code == 200


def browser(world: World) -> FlaskClient:
    now = end_of_day(DAY)
    return create_app(world.database, world.endpoint, lambda: now, clock=lambda: now).test_client()


def school_cells(world: World) -> list[dict[str, object]]:
    """Every cell of the school's spreadsheet as it was entered."""
    with world.open() as ws:
        fields = "sheets.data.rowData.values(userEnteredValue,formattedValue)"
        http = ws.sheets.http_client
        book = http.fetch_sheet_metadata(
            world.source(SCHOOL_SHEET).file_id, params={"includeGridData": "true", "fields": fields}
        )
    return [
        cell
        for sheet in book["sheets"]
        for data in sheet.get("data", ())
        for row in data.get("rowData", ())
        for cell in row.get("values", ())
    ]


def test_no_cell_of_the_schools_sheet_is_a_formula(answered: World) -> None:
    cells = school_cells(answered)
    assert not [cell for cell in cells if "formulaValue" in cell.get("userEnteredValue", {})]  # type: ignore[operator]
    texts = [str(cell.get("formattedValue", "")) for cell in cells]
    assert any("HYPERLINK" in text for text in texts), "the opinion has to stand there to be tested"
    # Saved as a table and opened elsewhere it would be one, if it began so.
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_another_cycle_finds_nothing_to_do_again(answered: World) -> None:
    result = answered.cycle(full=True)
    assert not result.review_written and not any(draft.written for draft in result.drafts)


def test_the_draft_says_it_as_text_and_its_template_is_filled_by_us_alone(answered: World) -> None:
    with answered.open() as ws:
        text = document_text(ws, str(answered.draft().document_id))
    assert "49" not in text.split("kể chuyện", 1)[-1][:200]
    assert "{owner}" in text or "{{" not in text
    for hidden in "\u202e\u202c\x07":
        assert hidden not in text


@pytest.mark.parametrize(
    "page", ["/", "/nhiem-vu/III.2", "/nhiem-vu/II.1.c", "/du-thao/6T", "/?ky=6T", "/api/status"]
)
def test_no_page_carries_their_markup(answered: World, page: str) -> None:
    text = browser(answered).get(page).get_data(as_text=True)
    if not page.startswith("/api/"):
        assert "<script" not in text and "<img src=x" not in text and 'href="javascript' not in text
    for hidden in "\u202e\u202c\x07":
        assert hidden not in text and f"\\u{ord(hidden):04x}" not in text


def test_no_page_of_the_stand_in_carries_it_either(answered: World) -> None:
    base = answered.endpoint.base_url
    paths = [
        f"/spreadsheets/d/{answered.source(UNIT_SHEET).file_id}/edit",
        f"/spreadsheets/d/{answered.source(SCHOOL_SHEET).file_id}/edit",
        f"/document/d/{answered.draft().document_id}/edit",
        f"/forms/d/{answered.source(FEEDBACK_FORM).file_id}/edit",
        "/",
    ]
    for path in paths:
        html = requests.get(f"{base}{path}", timeout=60).text
        assert "<script>alert" not in html and "<img src=x" not in html, path
        assert 'href="javascript' not in html, path


def test_a_megabyte_in_an_answer_ends_somewhere(answered: World) -> None:
    cells = [str(cell.get("formattedValue", "")) for cell in school_cells(answered)]
    assert max(map(len, cells)) <= CELL_LIMIT
    assert any(cell.startswith("Dài Dài") and cell.endswith("…") for cell in cells)
    assert max(len(browser(answered).get(page).data) for page in ("/", "/du-thao/6T")) < 500_000


def test_a_name_that_a_colleague_typed_is_a_name_on_every_page(answered: World) -> None:
    door = House(answered.database)
    door.time.now = end_of_day(DAY)
    html = door.as_person(EVIL).get("/").get_data(as_text=True)
    assert "&lt;script&gt;alert" in html and "<script" not in html
    assert "\u202e" not in html


def test_the_page_of_the_task_shows_what_was_typed(answered: World) -> None:
    html = browser(answered).get("/nhiem-vu/III.2").get_data(as_text=True)
    assert "&lt;script&gt;alert" in html and "{{ 7*7 }}" in html
    assert 'href="https://drive.google.com/xem"' in html


def test_the_json_is_json_and_is_read_as_nothing_else(answered: World) -> None:
    answer = browser(answered).get("/api/status")
    assert answer.mimetype == "application/json" and answer.headers["X-Content-Type-Options"] == "nosniff"
    json.loads(answer.data)


def test_the_exported_file_is_a_file_without_fields_of_theirs(answered: World) -> None:
    with answered.open() as ws:
        content = exporting.export_draft(ws, "6T", "docx").data
    document = docx.Document(io.BytesIO(content))
    body = document.element.body.xml
    assert "HYPERLINK" not in "".join(part for part in body.split("<w:instrText")[1:])
    links = [rel.target_ref for rel in document.part.rels.values() if rel.is_external]
    assert all(link.startswith(("https://", "http://")) for link in links)


def test_a_cycle_calls_google_alone_and_logs_no_secret_and_no_answer(
    answered: World, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    answered.cycle(full=True)
    hosts = {record.getMessage() for record in caplog.records if "Starting new" in record.getMessage()}
    assert hosts and all("127.0.0.1" in told for told in hosts), "a link that somebody sent was opened"
    key = json.loads(answered.endpoint.credentials.read_text(encoding="utf-8"))["private_key"]
    for secret in ("ya29.", "PRIVATE KEY", key.splitlines()[1], "HYPERLINK", "alert("):
        assert secret not in caplog.text
