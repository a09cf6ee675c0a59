"""Forms v1 of the running stand-in, called with Google's own client."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from forms_browser import FormMaker, choice, create_item, edit_token, question
from googleapiclient.errors import HttpError

from service.google.session import GoogleSession

Json = dict[str, Any]
TEACHER = "co.lan@truong.edu.vn"
TOPIC = "projects/dung-han/topics/bieu-mau"


@pytest.fixture
def maker(session: GoogleSession) -> FormMaker:
    return FormMaker(session)


def refusal(call: Callable[[], object], code: int = 400) -> str:
    with pytest.raises(HttpError) as caught:
        call()
    assert caught.value.status_code == code
    return str(caught.value.reason)


def titles(maker: FormMaker, form_id: str) -> list[str]:
    return [item["title"] for item in maker.get(form_id)["items"]]


# --- create and get ----------------------------------------------------------------------------------


def test_a_new_form_has_the_members_that_google_answers(maker: FormMaker, shared: Path) -> None:
    recorded = json.loads(
        (shared / "data/google/forms/forms_create_reply_via_get_schema.json").read_text(encoding="utf-8")
    )
    made = maker.forms.create(body={"info": {"title": "Quickstart form"}}, unpublished=True).execute()
    # Settings of publishing are younger than the recording.
    assert set(made) - {"publishSettings"} == set(recorded)
    assert made["info"] == recorded["info"]
    assert made["formId"] not in made["responderUri"]
    assert made["publishSettings"] == {"publishState": {}}


@pytest.mark.parametrize(
    "body",
    [
        {"info": {"title": "Góp ý", "description": "Mở đầu"}},
        {"info": {"title": "Góp ý"}, "items": [question()]},
        {"info": {"title": "Góp ý"}, "settings": {"emailCollectionType": "VERIFIED"}},
    ],
)
def test_create_takes_titles_only(maker: FormMaker, body: Json) -> None:
    said = refusal(lambda: maker.forms.create(body=body).execute())
    assert said.startswith("Only info.title can be set when creating a form.")


def test_recorded_items_are_taken_and_given_back_as_they_were(maker: FormMaker, shared: Path) -> None:
    for path in sorted((shared / "data/google/forms").glob("forms_get_*.json")):
        recorded = json.loads(path.read_text(encoding="utf-8"))
        form_id = maker.create(title="Bản ghi")
        if "settings" in recorded:
            settings = recorded["settings"]
            maker.change(
                form_id, {"updateSettings": {"settings": settings, "updateMask": ",".join(settings)}}
            )
        maker.change(form_id, *[create_item(item, n) for n, item in enumerate(recorded["items"])])
        shown = maker.get(form_id)
        assert shown["items"] == recorded["items"], path.name
        assert shown.get("settings") == recorded.get("settings")
        assert list(shown) == [key for key in list(recorded) if key != "publishSettings"] + [
            "publishSettings"
        ]


def test_another_persons_form_and_one_that_is_not_there(
    maker: FormMaker, session_for: Callable[..., GoogleSession]
) -> None:
    form_id = maker.create()
    stranger = FormMaker(session_for(TEACHER))
    assert "permission" in refusal(lambda: stranger.get(form_id), 403)
    assert "not found" in refusal(lambda: maker.get("khong-co"), 404)


# --- batchUpdate -------------------------------------------------------------------------------------


def test_ids_that_the_client_chooses_are_kept_and_told(maker: FormMaker) -> None:
    form_id = maker.create()
    item = question("Ngày", "0000000b") | {"itemId": "0000000a"}
    reply = maker.change(form_id, create_item(item))
    assert reply["replies"] == [{"createItem": {"itemId": "0000000a", "questionId": ["0000000b"]}}]
    assert reply["writeControl"]["requiredRevisionId"] == maker.get(form_id)["revisionId"]


def test_making_a_question_twice_is_refused(maker: FormMaker) -> None:
    form_id = maker.create()
    item = question("Ngày", "0000000b") | {"itemId": "0000000a"}
    maker.change(form_id, create_item(item))
    assert "Duplicate ID" in refusal(lambda: maker.change(form_id, create_item(item)))
    assert len(maker.get(form_id)["items"]) == 1


def test_a_batch_is_applied_as_a_whole_or_not_at_all(maker: FormMaker) -> None:
    form_id = maker.create(question("Một"))
    before = maker.get(form_id)
    bad = {"deleteItem": {"location": {"index": 7}}}
    said = refusal(lambda: maker.change(form_id, create_item(question("Hai")), bad))
    assert said.startswith("Invalid requests[1].deleteItem: ")
    assert maker.get(form_id) == before


def test_items_move_and_go(maker: FormMaker) -> None:
    form_id = maker.create(question("a"), question("b"), question("c"))
    move = {"moveItem": {"originalLocation": {"index": 0}, "newLocation": {"index": 2}}}
    maker.change(form_id, move)
    assert titles(maker, form_id) == ["b", "c", "a"]
    maker.change(form_id, {"deleteItem": {"location": {"index": 1}}})
    assert titles(maker, form_id) == ["b", "a"]


def update(item: Json, mask: str, index: int = 0) -> Json:
    return {"updateItem": {"item": item, "location": {"index": index}, "updateMask": mask}}


def test_an_update_changes_what_its_mask_names(maker: FormMaker) -> None:
    form_id = maker.create(question("Ngày", "0000000b", required=True) | {"description": "dd/mm"})
    maker.change(form_id, update({"title": "Ngày thực hiện"}, "title,description"))
    [item] = maker.get(form_id)["items"]
    assert item["title"] == "Ngày thực hiện"
    assert "description" not in item
    assert item["questionItem"]["question"]["required"] is True


def test_another_kind_of_question_takes_the_place_of_the_old_one(maker: FormMaker) -> None:
    form_id = maker.create(question("Ngày", "0000000b"))
    new: Json = {"questionItem": {"question": {"dateQuestion": {"includeYear": True}}}}
    maker.change(form_id, update(new, "questionItem.question.dateQuestion"))
    [item] = maker.get(form_id)["items"]
    assert item["questionItem"]["question"] == {
        "questionId": "0000000b",
        "dateQuestion": {"includeYear": True},
    }


def test_a_blank_id_in_the_mask_makes_a_new_one(maker: FormMaker) -> None:
    form_id = maker.create(question("Ngày", "0000000b"))
    maker.change(form_id, update(question("Ngày"), "questionItem"))
    [item] = maker.get(form_id)["items"]
    assert item["questionItem"]["question"]["questionId"] != "0000000b"


def test_members_that_are_false_or_empty_are_not_shown(maker: FormMaker) -> None:
    item = question("Mức độ", required=False, scaleQuestion={"low": 0, "high": 5, "lowLabel": ""})
    form_id = maker.create(item | {"description": ""})
    [shown] = maker.get(form_id)["items"]
    assert "description" not in shown
    del shown["questionItem"]["question"]["questionId"]
    assert shown["questionItem"]["question"] == {"scaleQuestion": {"high": 5}}


@pytest.mark.parametrize(
    ("request_", "words"),
    [
        (create_item(question("hai\ndòng")), "Displayed text cannot contain newlines."),
        (create_item({"title": "Không có loại"}), "exactly one kind"),
        (create_item({"questionItem": {}}), "question is required"),
        (create_item(question("x", **choice())), "at least one option"),
        (create_item(question("x", **choice("a", "a"))), "Duplicate option"),
        (create_item(question("x", **choice({"isOther": True, "value": "Khác"}))), "Cannot set option.value"),
        (create_item(question("x", **choice({"isOther": True}, kind="DROP_DOWN"))), "may have an"),
        (
            create_item(
                question("x", **choice({"value": "a", "goToAction": "SUBMIT_FORM"}, kind="CHECKBOX"))
            ),
            "may have branching",
        ),
        (create_item(question("x", **choice({"value": "a", "goToSectionId": "0000000f"}))), "no section"),
        (create_item(question("x", fileUploadQuestion={"folderId": "1"})), "file upload"),
        (create_item(question("x", scaleQuestion={"low": 2, "high": 5})), "Invalid scale"),
        (create_item(question("x", "xyz")), "Invalid ID"),
        # above the 32-bit numbers that ids are
        (create_item(question("x", "ffffffff")), "Invalid ID"),
        (create_item(question("x"), 3), "out of bounds"),
        ({"createItem": {"item": question("x")}}, "location is required"),
        (update({"title": "x"}, ""), "at least one field"),
        (update({"title": "x"}, "tieuDe"), "invalid field path"),
        (update({"title": "x"}, "title.x"), "invalid field path"),
        (
            {"updateFormInfo": {"info": {"documentTitle": "x"}, "updateMask": "documentTitle"}},
            "cannot be modified",
        ),
        ({"updateSettings": {"settings": {}, "updateMask": ""}}, "at least one field"),
    ],
)
def test_what_a_form_cannot_be_is_refused(maker: FormMaker, request_: Json, words: str) -> None:
    form_id = maker.create(question("Có sẵn"))
    before = maker.get(form_id)
    assert words in refusal(lambda: maker.change(form_id, request_))
    assert maker.get(form_id) == before


def test_a_grid_is_a_question_for_each_row(maker: FormMaker) -> None:
    rows = [{"rowQuestion": {"title": "Sân trường"}}, {"rowQuestion": {"title": "Thư viện"}}]
    columns = choice("Tốt", "Chưa tốt")["choiceQuestion"]
    form_id = maker.create()
    item = {"title": "Nhận xét", "questionGroupItem": {"questions": rows, "grid": {"columns": columns}}}
    [reply] = maker.change(form_id, create_item(item))["replies"]
    assert len(reply["createItem"]["questionId"]) == 2


def test_a_stale_revision_is_refused_and_the_latest_is_taken(maker: FormMaker) -> None:
    form_id = maker.create(question("Một"))
    stale = maker.get(form_id)["revisionId"]
    maker.change(form_id, create_item(question("Hai")), writeControl={"requiredRevisionId": stale})
    said = refusal(
        lambda: maker.change(form_id, create_item(question("Ba")), writeControl={"requiredRevisionId": stale})
    )
    assert "does not match the latest revision" in said
    assert titles(maker, form_id) == ["Hai", "Một"]
    old = {"targetRevisionId": stale}
    assert "not supported" in refusal(
        lambda: maker.change(form_id, create_item(question("Ba")), writeControl=old)
    )


def test_title_description_and_settings_are_changed_and_the_form_can_be_asked_back(maker: FormMaker) -> None:
    form_id = maker.create()
    info = {"updateFormInfo": {"info": {"description": "Mở đầu", "title": "Ý kiến"}, "updateMask": "*"}}
    settings = {
        "updateSettings": {
            "settings": {"emailCollectionType": "VERIFIED"},
            "updateMask": "email_collection_type",
        }
    }
    form = maker.change(form_id, info, settings, includeFormInResponse=True)["form"]
    assert form == maker.get(form_id)
    assert form["info"] == {"title": "Ý kiến", "description": "Mở đầu", "documentTitle": "Untitled form"}
    assert form["settings"] == {"emailCollectionType": "VERIFIED"}


# --- publishing --------------------------------------------------------------------------------------


def publish(maker: FormMaker, form_id: str, state: Json) -> Json:
    body = {"publishSettings": {"publishState": state}}
    answer: Json = maker.forms.setPublishSettings(formId=form_id, body=body).execute()
    return answer


def test_a_form_is_opened_and_closed(maker: FormMaker) -> None:
    form_id = maker.create()
    state = {"isPublished": True, "isAcceptingResponses": True}
    assert publish(maker, form_id, state)["publishSettings"]["publishState"] == state
    assert maker.get(form_id)["publishSettings"]["publishState"] == state
    closed = publish(maker, form_id, {"isPublished": True, "isAcceptingResponses": False})
    assert closed["publishSettings"]["publishState"] == {"isPublished": True}


def test_an_unpublished_form_cannot_accept_answers(maker: FormMaker) -> None:
    form_id = maker.create()
    state = {"isPublished": False, "isAcceptingResponses": True}
    assert "cannot accept responses" in refusal(lambda: publish(maker, form_id, state))


@pytest.mark.parametrize(
    ("day", "is_published"), [("2026-06-30T00:00:00Z", True), ("2026-07-02T00:00:00Z", False)]
)
def test_since_july_2026_new_forms_begin_unpublished(
    session_for: Callable[..., GoogleSession], day: str, is_published: bool
) -> None:
    maker = FormMaker(session_for(headers={"X-Standin-Now": day}))
    made = maker.forms.create(body={"info": {"title": "Góp ý"}}).execute()
    assert made["publishSettings"]["publishState"].get("isPublished", False) is is_published


def test_a_copy_begins_unpublished_without_answers_at_its_own_address(maker: FormMaker) -> None:
    form_id = maker.create(question("Ý kiến", "0000000b"))
    maker.publish(form_id)
    assert maker.browser(form_id).send({"0000000b": "Tốt"}).status_code == 200
    copy = maker.drive.files().copy(fileId=form_id, body={"name": "Bản sao"}).execute()["id"]
    shown = maker.get(copy)
    assert shown["publishSettings"] == {"publishState": {}}
    assert shown["items"] == maker.get(form_id)["items"]
    assert shown["responderUri"] != maker.get(form_id)["responderUri"]
    assert maker.responses(copy) == []


# --- responses ---------------------------------------------------------------------------------------


def answered_form(maker: FormMaker, count: int) -> str:
    """A form answered once a minute."""
    form_id = maker.create(question("Ý kiến", "0000000b"))
    maker.publish(form_id)
    for minute in range(count):
        browser = maker.browser(form_id, now=f"2025-03-01T08:{minute:02}:00Z")
        assert browser.send({"0000000b": f"ý {minute}"}).status_code == 200
    return form_id


def said(responses: list[Json]) -> list[str]:
    return [r["answers"]["0000000b"]["textAnswers"]["answers"][0]["value"] for r in responses]


def test_a_response_has_the_members_that_google_answers(maker: FormMaker, shared: Path) -> None:
    recorded = json.loads(
        (shared / "data/google/forms/responses_list_zh_2026.json").read_text(encoding="utf-8")
    )["responses"][0]
    form_id = answered_form(maker, 1)
    [response] = maker.responses(form_id)
    assert set(response) == set(recorded)
    for key in ("responseId", "createTime", "lastSubmittedTime"):
        assert len(response[key]) == len(recorded[key])
    assert response["answers"]["0000000b"].keys() == recorded["answers"]["39da25f3"].keys()
    single = maker.forms.responses().get(formId=form_id, responseId=response["responseId"]).execute()
    assert single == {"formId": form_id} | response


def test_a_quiz_is_graded_as_google_grades_it(maker: FormMaker) -> None:
    key: Json = {"grading": {"pointValue": 2, "correctAnswers": {"answers": [{"value": "Hà Nội"}]}}}
    form_id = maker.create()
    maker.settings(form_id, quizSettings={"isQuiz": True})
    for number in ("0000000b", "0000000c"):
        maker.change(form_id, create_item(question("Thủ đô?", number, textQuestion={}, **key)))
    maker.publish(form_id)
    maker.browser(form_id).send({"0000000b": "Hà Nội", "0000000c": "Huế"})
    [response] = maker.responses(form_id)
    assert response["totalScore"] == 2
    assert response["answers"]["0000000b"]["grade"] == {"score": 2, "correct": True}
    assert response["answers"]["0000000c"]["grade"] == {}


@pytest.mark.parametrize(
    ("filter_", "expected"),
    [
        ("timestamp > 2025-03-01T08:01:00Z", ["ý 2", "ý 3"]),
        ("timestamp >= 2025-03-01T08:01:00Z", ["ý 1", "ý 2", "ý 3"]),
        ("timestamp >= 2025-03-01T08:02:00.000000001Z", ["ý 2", "ý 3"]),
        ("timestamp > 2025-03-02T00:00:00Z", []),
    ],
)
def test_responses_are_asked_for_by_time(maker: FormMaker, filter_: str, expected: list[str]) -> None:
    assert said(maker.responses(answered_form(maker, 4), filter=filter_)) == expected


@pytest.mark.parametrize(
    "query",
    [
        {"filter": "timestamp = 2025-03-01T08:01:00Z"},
        {"filter": "timestamp > 2025-03-01T08:01:00+07:00"},
        {"filter": "createTime > 2025-03-01T08:01:00Z"},
        {"filter": "timestamp > 2025-13-01T08:01:00Z"},
        {"pageToken": "khong-phai"},
        {"pageToken": "NQ=="},
        {"pageSize": -1},
    ],
)
def test_a_list_that_cannot_be_is_refused(maker: FormMaker, query: Json) -> None:
    form_id = maker.create()
    refusal(lambda: maker.responses(form_id, **query))


def test_pages_are_followed_to_the_end_and_their_token_goes_with_the_filter(maker: FormMaker) -> None:
    form_id = answered_form(maker, 5)
    found, token, pages = [], None, 0
    filter_ = "timestamp >= 2025-03-01T08:01:00Z"
    while pages == 0 or token:
        page = (
            maker.forms.responses()
            .list(formId=form_id, pageSize=3, pageToken=token, filter=filter_)
            .execute()
        )
        found += said(page["responses"])
        token, pages, last = page.get("nextPageToken"), pages + 1, token
    assert (found, pages) == (["ý 1", "ý 2", "ý 3", "ý 4"], 2)
    assert "filter differs" in refusal(lambda: maker.responses(form_id, pageToken=last))


def test_an_answer_that_is_edited_between_two_pages_hides_no_other(maker: FormMaker) -> None:
    form_id = answered_form(maker, 4)
    first = maker.forms.responses().list(formId=form_id, pageSize=2).execute()
    token = edit_token(maker.browser(form_id, now="2025-03-01T09:00:00Z").send({"0000000b": "mới"}))
    maker.browser(form_id, now="2025-03-01T09:01:00Z").send({"0000000b": "sửa"}, edit=token)
    second = maker.forms.responses().list(formId=form_id, pageToken=first["nextPageToken"]).execute()
    assert said(first["responses"] + second["responses"]) == ["ý 0", "ý 1", "ý 2", "ý 3", "sửa"]


def test_one_response_that_is_not_there(maker: FormMaker) -> None:
    form_id = maker.create()
    call = maker.forms.responses().get(formId=form_id, responseId="khong-co")
    refusal(call.execute, 404)


def test_who_may_answer_may_not_read_the_answers(
    maker: FormMaker, session_for: Callable[..., GoogleSession]
) -> None:
    form_id = answered_form(maker, 1)
    teacher = FormMaker(session_for(TEACHER))
    refusal(lambda: teacher.responses(form_id), 403)


# --- watches -----------------------------------------------------------------------------------------


def watch(maker: FormMaker, form_id: str, event: str = "RESPONSES", **more: Any) -> Json:
    body = {"watch": {"eventType": event, "target": {"topic": {"topicName": TOPIC}}}, **more}
    made: Json = maker.forms.watches().create(formId=form_id, body=body).execute()
    return made


def test_a_watch_lives_for_seven_days_and_is_renewed_for_seven_more(
    session_for: Callable[..., GoogleSession],
) -> None:
    def on(day: int) -> FormMaker:
        return FormMaker(session_for(headers={"X-Standin-Now": f"2025-03-{day:02}T08:00:00Z"}))

    form_id = on(1).create()
    made = watch(on(1), form_id)
    assert (made["state"], made["expireTime"]) == ("ACTIVE", "2025-03-08T08:00:00.000Z")
    renewed = on(5).forms.watches().renew(formId=form_id, watchId=made["id"]).execute()
    assert renewed["expireTime"] == "2025-03-12T08:00:00.000Z"
    assert on(11).forms.watches().list(formId=form_id).execute()["watches"] == [renewed]
    assert on(13).forms.watches().list(formId=form_id).execute() == {}
    refusal(on(13).forms.watches().renew(formId=form_id, watchId=made["id"]).execute, 404)
    assert watch(on(13), form_id)["id"] != made["id"]


def test_there_is_one_watch_for_each_kind_of_event(maker: FormMaker) -> None:
    form_id = maker.create()
    made = watch(maker, form_id, watchId="theo-doi")
    assert made["id"] == "theo-doi"
    refusal(lambda: watch(maker, form_id), 409)
    watch(maker, form_id, "SCHEMA")
    maker.forms.watches().delete(formId=form_id, watchId="theo-doi").execute()
    refusal(maker.forms.watches().delete(formId=form_id, watchId="theo-doi").execute, 404)
    assert watch(maker, form_id)["id"]


@pytest.mark.parametrize(
    "body",
    [
        {"watch": {"target": {"topic": {"topicName": TOPIC}}}},
        {"watch": {"eventType": "RESPONSES", "target": {"topic": {"topicName": "bieu-mau"}}}},
        {"watch": {"eventType": "RESPONSES", "target": {"topic": {"topicName": TOPIC}}}, "watchId": "X1"},
    ],
)
def test_a_watch_that_cannot_be_is_refused(maker: FormMaker, body: Json) -> None:
    form_id = maker.create()
    refusal(maker.forms.watches().create(formId=form_id, body=body).execute)
