"""The page at which people answer: what a browser sees and sends."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest
import requests
from forms_browser import Browser, FormMaker, choice, create_item, edit_token, question

from service.google.session import GoogleSession

Json = dict[str, Any]
LAN, HUNG = "lan.toan@truongchinh.example", "hung.congdoan@truongchinh.example"
TITLE, DAY, TASK, COUNT, PAGE = "0000000a", "0000000b", "0000000c", "0000000d", "0000000e"


@pytest.fixture
def maker(session: GoogleSession) -> FormMaker:
    return FormMaker(session)


@pytest.fixture
def form(maker: FormMaker) -> str:
    """Two pages: the second one only for those who choose «Tiếp dân»."""
    form_id = maker.create(
        question("Tên hoạt động", TITLE, required=True, textQuestion={}),
        question("Ngày", DAY, dateQuestion={"includeYear": True}),
        {"title": "Số liệu tiếp dân", "itemId": PAGE, "pageBreakItem": {}},
        question("Số lượt", COUNT, required=True, textQuestion={}),
    )
    options = [
        {"value": "Tiếp dân", "goToSectionId": PAGE},
        {"value": "Việc khác", "goToAction": "SUBMIT_FORM"},
    ]
    maker.change(
        form_id,
        create_item(question("Nhiệm vụ", TASK, required=True, **choice(*options, kind="DROP_DOWN")), 2),
    )
    maker.publish(form_id)
    return form_id


def stored(maker: FormMaker, form_id: str) -> list[dict[str, list[str]]]:
    """What each response says, by question id."""
    return [
        {key: [a["value"] for a in said["textAnswers"]["answers"]] for key, said in r["answers"].items()}
        for r in maker.responses(form_id)
    ]


def faults(page: requests.Response) -> list[str]:
    return re.findall(r'class="fault" role="alert">([^<]+)<', page.text)


def fields_of(page: requests.Response) -> Json:
    """What a browser would send back from this page's inputs."""
    found = re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page.text)
    return {name: html.unescape(value) for name, value in found}


# --- who may answer ----------------------------------------------------------------------------------


def test_an_unpublished_form_is_closed(maker: FormMaker) -> None:
    form_id = maker.create(question("Ý kiến", TITLE))
    assert "chưa được xuất bản" in maker.browser(form_id).open().text
    assert "chưa được xuất bản" in maker.browser(form_id).send({TITLE: "x"}).text
    assert maker.responses(form_id) == []


def test_a_form_that_takes_no_more_answers_says_so(maker: FormMaker, form: str) -> None:
    maker.publish(form, state={"isPublished": True, "isAcceptingResponses": False})
    assert "không còn nhận câu trả lời" in maker.browser(form).open().text


def test_publishing_alone_lets_nobody_answer(maker: FormMaker) -> None:
    form_id = maker.create(question("Ý kiến", TITLE))
    maker.publish(form_id, permission={})
    page = maker.browser(form_id, LAN).send({TITLE: "x"})
    assert page.status_code == 403
    assert "cần được cấp quyền" in page.text
    assert maker.responses(form_id) == []


@pytest.mark.parametrize(
    ("permission", "may"),
    [
        ({"type": "domain", "domain": "truongchinh.example", "role": "reader", "view": "published"}, True),
        ({"type": "domain", "domain": "noi-khac.example", "role": "reader", "view": "published"}, False),
        ({"type": "user", "emailAddress": LAN, "role": "reader", "view": "published"}, True),
        # a reader of the form itself is no respondent
        ({"type": "user", "emailAddress": HUNG, "role": "reader", "view": "published"}, False),
    ],
)
def test_a_permission_on_the_published_form_decides(maker: FormMaker, permission: Json, may: bool) -> None:
    form_id = maker.create(question("Ý kiến", TITLE))
    maker.publish(form_id, permission)
    assert "Đăng nhập" in maker.browser(form_id).open().text
    assert (maker.browser(form_id, LAN).send({TITLE: "x"}).status_code == 200) is may
    assert len(maker.responses(form_id)) == int(may)


def test_a_form_that_is_not_there(maker: FormMaker, form: str) -> None:
    nowhere = Browser(maker.browser(form).address.replace("1FAIpQLS", "khong-co"))
    assert nowhere.open().status_code == 404


def test_a_verified_form_asks_to_sign_in_and_keeps_the_address(maker: FormMaker, form: str) -> None:
    maker.settings(form, emailCollectionType="VERIFIED")
    answers = {TITLE: "Họp tổ", TASK: "Việc khác"}
    refused = maker.browser(form).send(answers)
    assert refused.status_code == 401
    assert "Đăng nhập" in refused.text
    assert "Gửi với tên: " + LAN in maker.browser(form, LAN).open().text
    maker.browser(form, LAN).send(answers)
    assert [r["respondentEmail"] for r in maker.responses(form)] == [LAN]


def test_a_script_may_send_the_address_along_instead_of_signing_in(maker: FormMaker, form: str) -> None:
    maker.settings(form, emailCollectionType="VERIFIED")
    sent = maker.browser(form).send({TITLE: "Họp tổ", TASK: "Việc khác", "emailAddress": LAN})
    assert sent.status_code == 200
    # Whoever is signed in stays who they are.
    maker.browser(form, HUNG).send({TITLE: "Họp tổ", TASK: "Việc khác", "emailAddress": LAN})
    assert [r["respondentEmail"] for r in maker.responses(form)] == [LAN, HUNG]


def test_an_anonymous_form_keeps_no_address_even_of_who_is_signed_in(maker: FormMaker, form: str) -> None:
    maker.settings(form, emailCollectionType="DO_NOT_COLLECT")
    maker.browser(form, LAN).send({TITLE: "Họp tổ", TASK: "Việc khác"})
    assert "respondentEmail" not in maker.responses(form)[0]


def test_an_address_that_is_typed_is_asked_for(maker: FormMaker, form: str) -> None:
    maker.settings(form, emailCollectionType="RESPONDER_INPUT")
    answers = {TITLE: "Họp tổ", TASK: "Việc khác"}
    page = maker.browser(form).send(answers)
    assert faults(page) == ["Cần ghi địa chỉ thư điện tử."]
    maker.browser(form).send(answers | {"emailAddress": HUNG})
    assert [r["respondentEmail"] for r in maker.responses(form)] == [HUNG]


def test_signing_in_leads_back_to_the_form_and_nowhere_else(maker: FormMaker, form: str) -> None:
    base = maker.session.base_url

    def goal(where: str) -> str:
        answer = requests.get(
            f"{base}/signin",
            params={"email": LAN, "continue": where},
            timeout=30,
            allow_redirects=False,
        )
        assert answer.cookies["standin_user"].strip('"') == LAN
        return answer.headers["Location"]

    assert goal("/forms/d/e/x/viewform?usp=pp_url") == "/forms/d/e/x/viewform?usp=pp_url"
    for bad in ("https://noi-khac.example/", "//noi-khac.example", "/\\noi-khac.example", "javascript:1"):
        assert goal(bad) == "/"


# --- answering ---------------------------------------------------------------------------------------


def test_a_whole_form_is_sent_at_once_as_scripts_do(maker: FormMaker, form: str) -> None:
    page = maker.browser(form).send(
        {TITLE: "Tiếp dân tháng 3", DAY: "2025-03-12", TASK: "Tiếp dân", COUNT: "4"}
    )
    assert "đã được ghi lại" in page.text
    assert stored(maker, form) == [
        {TITLE: ["Tiếp dân tháng 3"], DAY: ["2025-03-12"], TASK: ["Tiếp dân"], COUNT: ["4"]}
    ]


def test_a_missing_required_answer_is_told_at_its_question(maker: FormMaker, form: str) -> None:
    page = maker.browser(form).send({TASK: "Việc khác"})
    assert page.status_code == 400
    assert faults(page) == ["Đây là câu hỏi bắt buộc."]
    assert maker.responses(form) == []


def test_a_section_that_branching_leads_past_is_not_asked(maker: FormMaker, form: str) -> None:
    maker.browser(form).send({TITLE: "Họp tổ", TASK: "Việc khác", COUNT: "7"})
    assert stored(maker, form) == [{TITLE: ["Họp tổ"], TASK: ["Việc khác"]}]


def test_a_person_is_led_from_page_to_page_and_back(maker: FormMaker, form: str) -> None:
    browser = maker.browser(form)
    first = browser.open()
    assert "Tên hoạt động" in first.text
    assert "Số lượt" not in first.text
    said = {f"entry.{int(TITLE, 16)}": "Họp “tổ” <b>", f"entry.{int(TASK, 16)}": "Tiếp dân"}
    second = browser.send(fields_of(first) | said | {"continue": "1"})
    assert "Số lượt" in second.text
    assert "Tên hoạt động" not in second.text
    assert ">Gửi<" in second.text
    back = browser.send(fields_of(second) | {"back": "1"})
    assert "Họp “tổ” &lt;b&gt;" in back.text
    assert re.search(r"<option selected>\s*Tiếp dân", back.text)
    again = browser.send(fields_of(second) | {"continue": "1"})
    assert faults(again) == ["Đây là câu hỏi bắt buộc."]
    done = browser.send(fields_of(again) | {f"entry.{int(COUNT, 16)}": "4", "continue": "1"})
    assert "đã được ghi lại" in done.text
    assert stored(maker, form) == [{TITLE: ["Họp “tổ” <b>"], TASK: ["Tiếp dân"], COUNT: ["4"]}]


def test_a_choice_that_ends_the_form_sends_it_from_the_first_page(maker: FormMaker, form: str) -> None:
    browser = maker.browser(form)
    said = {TITLE: "Họp tổ", TASK: "Việc khác", "pageHistory": "0", "continue": "1"}
    assert "đã được ghi lại" in browser.send(said).text


@pytest.mark.parametrize("history", ["", "99", "x,y", "1", "0,0,0"])
def test_a_made_up_page_history_never_breaks_the_page(maker: FormMaker, form: str, history: str) -> None:
    page = maker.browser(form).send({"pageHistory": history, "continue": "1"})
    assert page.status_code in (200, 400)


def test_a_link_may_fill_answers_in_beforehand(maker: FormMaker, form: str) -> None:
    page = maker.browser(form).open(f"?usp=pp_url&entry.{int(TITLE, 16)}=Họp+tổ")
    assert fields_of(page)[f"entry.{int(TITLE, 16)}"] == "Họp tổ"


# --- editing -----------------------------------------------------------------------------------------


def test_an_edit_keeps_the_response_and_moves_its_latest_time(maker: FormMaker, form: str) -> None:
    answers = {TITLE: "Họp tổ", TASK: "Việc khác"}
    first = maker.browser(form, now="2025-03-01T08:00:00Z").send(answers)
    [before] = maker.responses(form)
    later = maker.browser(form, now="2025-03-02T09:30:00Z")
    later.send(answers | {TITLE: "Họp tổ chuyên môn"}, edit=edit_token(first))
    [after] = maker.responses(form)
    assert after["responseId"] == before["responseId"]
    assert after["createTime"] == before["createTime"] == "2025-03-01T08:00:00.000Z"
    assert after["lastSubmittedTime"] == "2025-03-02T09:30:00.000000Z"
    assert stored(maker, form)[0][TITLE] == ["Họp tổ chuyên môn"]
    assert maker.responses(form, filter="timestamp >= 2025-03-02T00:00:00Z") == [after]


def test_the_edit_link_shows_what_was_answered(maker: FormMaker, form: str) -> None:
    sent = maker.browser(form).send({TITLE: "Họp tổ", TASK: "Việc khác", DAY: "2025-03-12"})
    page = maker.browser(form).open(f"?edit2={edit_token(sent)}")
    assert fields_of(page)[f"entry.{int(TITLE, 16)}"] == "Họp tổ"
    assert fields_of(page)[f"entry.{int(DAY, 16)}"] == "2025-03-12"
    assert re.search(r"<option data-submits selected>\s*Việc khác", page.text)


def test_nobody_edits_the_answer_of_somebody_else(maker: FormMaker, form: str) -> None:
    maker.settings(form, emailCollectionType="VERIFIED")
    answers = {TITLE: "Họp tổ", TASK: "Việc khác"}
    token = edit_token(maker.browser(form, LAN).send(answers))
    assert maker.browser(form, HUNG).send(answers, edit=token).status_code == 404
    assert maker.browser(form, LAN).send(answers, edit="2_ABaOnuhong").status_code == 404
    assert [r["respondentEmail"] for r in maker.responses(form)] == [LAN]
