"""The forms package against the stand-in: made once, kept up to date, answers pulled as they come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import requests
from forms_browser import FormMaker, edit_token, question

from forms.definition import SEND, FormDefinition, Question, QuestionKind, Section
from forms.errors import FormsError
from forms.publishing import Audience, FormHandle, create_form, update_form
from forms.responses import Response, from_json, pull_responses, to_json
from service.google.credentials import load_credentials
from service.google.session import GoogleSession, resource
from service.standin.server import StandIn

PROPERTIES = {"dunghan_source": "form:activity"}
TASK = "II.1.c · Tiếp công dân"


def a_question(key: str = "title", title: str = "Tên hoạt động", **more: Any) -> Question:
    return Question(**({"key": key, "title": title, "kind": QuestionKind.SHORT} | more))


def a_definition(*questions: Question, title: str = "Báo cáo hoạt động", **more: Any) -> FormDefinition:
    section = Section(key="chinh", questions=questions or (a_question(),))
    body = {"key": "activity", "description": "Mỗi lần gửi là một hoạt động.", "email": "DO_NOT_COLLECT"}
    return FormDefinition(**(body | {"title": title, "sections": (section,)} | more))


def with_figures(*labels: str) -> FormDefinition:
    """A form that asks for figures on a page of their own."""
    task = a_question("task", "Nhiệm vụ", kind=QuestionKind.DROPDOWN, choices=(TASK, "Việc khác"))
    return a_definition(a_question(), task).with_figures("task", {TASK: ("II.1.c", labels)})


class LosingSession(GoogleSession):
    """Does what it is told at Google, and loses the answer to the first write at an address."""

    lose: str | None = None

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        answer = super().request(method, url, *args, **kwargs)
        if self.lose is not None and method in ("POST", "PATCH") and self.lose in url:
            self.lose = None
            raise requests.ConnectionError("the connection dropped before the answer")
        return answer


class MeddledSession(GoogleSession):
    """Somebody else is quicker by a moment than our first batch."""

    meddle: Callable[[], object] | None = None

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:  # type: ignore[override]
        if self.meddle is not None and ":batchUpdate" in url:
            meddle, self.meddle = self.meddle, None
            meddle()
        return super().request(method, url, *args, **kwargs)


@pytest.fixture
def losing(standin: StandIn) -> LosingSession:
    return LosingSession(load_credentials(standin.service_account), base_url=standin.url)


@pytest.fixture
def maker(session: GoogleSession) -> FormMaker:
    return FormMaker(session)


def make(session: GoogleSession, definition: FormDefinition, **more: Any) -> FormHandle:
    forms, drive = resource(session, "forms", "v1"), resource(session, "drive", "v3")
    return create_form(forms, drive, definition, app_properties=PROPERTIES, **more)


def keep(session: GoogleSession, handle: FormHandle, definition: FormDefinition) -> bool:
    return update_form(resource(session, "forms", "v1"), handle.form_id, definition)


def form_ids(session: GoogleSession) -> list[str]:
    drive = resource(session, "drive", "v3")
    query = "mimeType = 'application/vnd.google-apps.form' and trashed = false"
    return [file["id"] for file in drive.files().list(q=query).execute()["files"]]


# --- making ------------------------------------------------------------------------------------------


def test_a_form_is_made_published_and_open_to_everybody(session: GoogleSession, maker: FormMaker) -> None:
    definition = with_figures("Đơn nhận", "Đã giải quyết")
    handle = make(session, definition)
    form = maker.get(handle.form_id)
    assert form["info"]["documentTitle"] == form["info"]["title"] == "Báo cáo hoạt động"
    assert form["responderUri"] == handle.responder_uri
    answers = {"title": "Tiếp dân", "task": TASK, "figure:Đơn nhận@II.1.c": "4", "send@II.1.c": SEND}
    sent = {definition.question_id(key): value for key, value in answers.items()}
    assert maker.browser(handle.form_id).send(sent).status_code == 200
    [response] = pull_responses(resource(session, "forms", "v1"), handle.form_id, since=None)
    said = {definition.keys_by_question[key]: values for key, values in response.answers.items()}
    assert said["figure:Đơn nhận"] == ("4",)
    assert "figure:Đã giải quyết" not in said


def test_a_form_for_the_schools_own_domain(session: GoogleSession, maker: FormMaker) -> None:
    handle = make(session, a_definition(), audience=Audience.DOMAIN, domain="truongchinh.example")
    answer = {a_definition().question_id("title"): "Họp"}
    assert "Đăng nhập" in maker.browser(handle.form_id).send(answer).text
    assert maker.browser(handle.form_id, "lan@truongchinh.example").send(answer).status_code == 200


def test_the_ids_are_the_same_on_every_run_and_such_as_google_has() -> None:
    ids = {a_definition().question_id(str(n)) for n in range(300)}
    assert ids == {a_definition().question_id(str(n)) for n in range(300)}
    assert all(int(i, 16) <= 0x7FFFFFFF and len(i) == 8 for i in ids)


@pytest.mark.parametrize(
    "lost", ["/v1/forms?", "/drive/v3/files/", ":batchUpdate", ":setPublishSettings", "/permissions"]
)
def test_trying_again_after_a_lost_answer_makes_no_second_form(
    losing: LosingSession, session: GoogleSession, maker: FormMaker, lost: str
) -> None:
    definition = with_figures("Đơn nhận")
    losing.lose = lost
    with pytest.raises(FormsError, match="Không kết nối được với Google") as caught:
        make(losing, definition)
    assert not caught.value.permanent
    assert losing.lose is None
    handle = make(losing, definition)
    assert form_ids(session) == [handle.form_id]
    form = maker.get(handle.form_id)
    assert len(form["items"]) == 5
    assert form["publishSettings"]["publishState"]["isAcceptingResponses"] is True
    assert keep(session, handle, definition) is False


def test_a_form_of_the_schools_own_with_the_same_name_is_left_alone(
    session: GoogleSession, maker: FormMaker
) -> None:
    theirs = maker.create(question("Câu của trường"), title="Báo cáo hoạt động")
    handle = make(session, a_definition())
    assert handle.form_id != theirs
    assert [item["title"] for item in maker.get(theirs)["items"]] == ["Câu của trường"]


# --- keeping up to date ------------------------------------------------------------------------------


def test_an_unchanged_definition_writes_nothing(session: GoogleSession) -> None:
    definition = with_figures("Đơn nhận", "Đã giải quyết")
    handle = make(session, definition)
    before = session.calls.writes
    assert keep(session, handle, definition) is False
    assert session.calls.writes == before


def test_a_changed_question_is_changed_and_not_doubled(session: GoogleSession, maker: FormMaker) -> None:
    handle = make(session, a_definition(a_question(help="Ví dụ: Đối thoại", required=True)))
    changed = a_definition(a_question(title="Tên việc đã làm"), title="Báo cáo", description="Mới")
    assert keep(session, handle, changed) is True
    form = maker.get(handle.form_id)
    [item] = form["items"]
    assert item["title"] == "Tên việc đã làm"
    assert "description" not in item
    assert item["questionItem"]["question"] == {
        "questionId": changed.question_id("title"),
        "textQuestion": {},
    }
    assert (form["info"]["title"], form["info"]["description"]) == ("Báo cáo", "Mới")


def test_new_questions_and_pages_come_in_their_place_around_those_of_people(
    session: GoogleSession, maker: FormMaker
) -> None:
    handle = make(session, a_definition(a_question("a", "A"), a_question("c", "C")))
    maker.change(handle.form_id, {"createItem": {"item": question("Của trường"), "location": {"index": 1}}})
    wanted = a_definition(a_question("c", "C"), a_question("a", "A"), a_question("d", "D"))
    keep(session, handle, wanted)
    titles = [item["title"] for item in maker.get(handle.form_id)["items"]]
    assert [title for title in titles if title != "Của trường"] == ["C", "A", "D"]
    assert titles.count("Của trường") == 1
    assert keep(session, handle, wanted) is False


def test_a_task_that_asks_for_figures_now_gets_a_page_that_its_choice_leads_to(
    session: GoogleSession, maker: FormMaker
) -> None:
    plain = with_figures()
    handle = make(session, plain)
    wanted = with_figures("Đơn nhận")
    assert keep(session, handle, wanted) is True
    sent = {"title": "Tiếp dân", "task": TASK, "send@II.1.c": SEND, "figure:Đơn nhận@II.1.c": "2"}
    answers = {wanted.question_id(key): value for key, value in sent.items()}
    assert maker.browser(handle.form_id).send(answers).status_code == 200
    [response] = maker.responses(handle.form_id)
    assert wanted.question_id("figure:Đơn nhận@II.1.c") in response["answers"]


def test_a_question_that_is_asked_no_more_stays_with_its_answers(
    session: GoogleSession, maker: FormMaker
) -> None:
    handle = make(session, a_definition(a_question("a", "A"), a_question("b", "B")))
    assert keep(session, handle, a_definition(a_question("a", "A"))) is False
    assert len(maker.get(handle.form_id)["items"]) == 2


def test_titles_and_choices_with_line_breaks_are_written_on_one_line(
    session: GoogleSession, maker: FormMaker
) -> None:
    definition = a_definition(
        a_question(title="Tên\nhoạt động", kind=QuestionKind.RADIO, choices=("a\nb", "a  b", "c"))
    )
    handle = make(session, definition)
    [item] = maker.get(handle.form_id)["items"]
    assert item["title"] == "Tên hoạt động"
    options = item["questionItem"]["question"]["choiceQuestion"]["options"]
    assert [option["value"] for option in options] == ["a b", "c"]
    assert keep(session, handle, definition) is False


def test_a_change_by_somebody_else_in_the_same_moment_is_read_and_kept(
    standin: StandIn, session: GoogleSession, maker: FormMaker
) -> None:
    handle = make(session, a_definition())
    meddled = MeddledSession(load_credentials(standin.service_account), base_url=standin.url)
    theirs = {"createItem": {"item": question("Của trường"), "location": {"index": 0}}}
    meddled.meddle = lambda: maker.change(handle.form_id, theirs)
    assert keep(meddled, handle, a_definition(a_question(title="Tên việc"))) is True
    titles = [item["title"] for item in maker.get(handle.form_id)["items"]]
    assert titles == ["Của trường", "Tên việc"]


def test_a_form_that_is_gone_or_not_shared_says_what_to_do(
    session: GoogleSession, session_for: Callable[..., GoogleSession], maker: FormMaker
) -> None:
    with pytest.raises(FormsError, match="khôi phục") as gone:
        update_form(resource(session, "forms", "v1"), "khong-co", a_definition())
    theirs = maker.create(title="Của người khác")
    share = maker.drive.permissions()
    other = "nguoi.khac@noi-khac.example"
    body = {"type": "user", "role": "owner", "emailAddress": other}
    share.create(fileId=theirs, body=body, transferOwnership=True).execute()
    # Whose it is now takes it back from everybody else.
    shown = share.list(fileId=theirs, fields="permissions(id,role)").execute()["permissions"]
    [ours] = [permission["id"] for permission in shown if permission["role"] != "owner"]
    FormMaker(session_for(other)).drive.permissions().delete(fileId=theirs, permissionId=ours).execute()
    with pytest.raises(FormsError, match="chia sẻ lại") as refused:
        pull_responses(resource(session, "forms", "v1"), theirs, since=None, name="Báo cáo")
    assert gone.value.permanent
    assert refused.value.permanent


# --- answers -----------------------------------------------------------------------------------------


def answer(maker: FormMaker, form_id: str, day: int, text: str, edit: str = "") -> str:
    now = f"2025-03-{day:02}T08:00:00Z"
    sent = maker.browser(form_id, now=now).send({a_definition().question_id("title"): text}, edit=edit)
    return edit_token(sent)


def day(number: int) -> dt.datetime:
    return dt.datetime(2025, 3, number, 8, tzinfo=dt.UTC)


def texts(responses: tuple[Response, ...]) -> list[str]:
    return [said for response in responses for values in response.answers.values() for said in values]


def test_answers_since_a_time_come_again_with_the_overlap_and_edits_as_newer_versions(
    session: GoogleSession, maker: FormMaker
) -> None:
    forms = resource(session, "forms", "v1")
    form_id = make(session, a_definition()).form_id
    link = answer(maker, form_id, 1, "một")
    answer(maker, form_id, 2, "hai")
    first = pull_responses(forms, form_id, since=None)
    assert texts(first) == ["một", "hai"]
    answer(maker, form_id, 3, "một, đã sửa", edit=link)
    later = pull_responses(forms, form_id, since=day(2))
    assert texts(later) == ["hai", "một, đã sửa"]
    edited, original = later[1], first[0]
    assert edited.response_id == original.response_id
    assert edited.created_at == original.created_at
    assert edited.version != original.version
    # The overlap brings known versions again: the same, so that they are told apart.
    assert (later[0].response_id, later[0].version) == (first[1].response_id, first[1].version)


def test_a_response_is_kept_and_read_back_as_it_was(session: GoogleSession, maker: FormMaker) -> None:
    form_id = make(session, a_definition(email="VERIFIED")).form_id
    sent = {a_definition().question_id("title"): "Họp “tổ” 😀"}
    maker.browser(form_id, "lan@truongchinh.example").send(sent)
    [response] = pull_responses(resource(session, "forms", "v1"), form_id, since=None)
    assert response.email == "lan@truongchinh.example"
    assert from_json(to_json(response)) == response


def test_one_call_brings_all_answers_and_one_more_each_five_thousand(
    session: GoogleSession, maker: FormMaker
) -> None:
    form_id = make(session, a_definition()).form_id
    for number in range(1, 4):
        answer(maker, form_id, number, str(number))
    before = session.calls.total
    assert len(pull_responses(resource(session, "forms", "v1"), form_id, since=None)) == 3
    assert session.calls.total == before + 1
