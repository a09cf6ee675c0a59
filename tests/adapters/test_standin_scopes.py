"""OAuth scopes at the stand-in: what a token opens, and which files `drive.file` reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from google.auth.exceptions import RefreshError
from google.auth.transport.requests import AuthorizedSession, Request
from google.oauth2 import service_account
from standin_caller import DOCUMENT, FOLDER, FORM, SPREADSHEET, TEACHER, Caller, error_of

from service.google.credentials import AccountError, load_credentials
from service.google.session import GoogleSession, gspread_client, resource
from service.standin import docs, forms, sheets
from service.standin.auth import ACCOUNT, APP
from service.standin.discovery import Api
from service.standin.server import StandIn

AUTH = "https://www.googleapis.com/auth/"
OFFICE = "van.thu@truong.edu.vn"
#: Of each API a call that reads and one that writes.
CALLS = (
    ("drive", "v3", "files.list", "GET", "/drive/v3/files", None),
    ("drive", "v3", "files.create", "POST", "/drive/v3/files", {"name": "x"}),
    ("sheets", "v4", "spreadsheets.get", "GET", "/v4/spreadsheets/x", None),
    ("sheets", "v4", "spreadsheets.create", "POST", "/v4/spreadsheets", {}),
    ("docs", "v1", "documents.get", "GET", "/v1/documents/x", None),
    ("docs", "v1", "documents.batchUpdate", "POST", "/v1/documents/x:batchUpdate", {"requests": []}),
    ("forms", "v1", "forms.responses.list", "GET", "/v1/forms/x/responses", None),
    ("forms", "v1", "forms.create", "POST", "/v1/forms", {"info": {"title": "x"}}),
)  # fmt: skip


@pytest.fixture
def token_for(standin: StandIn) -> Iterator[Callable[..., Caller]]:
    """Callers whose token has exactly these scopes (short names)."""
    sessions: list[AuthorizedSession] = []

    def caller(*scopes: str, subject: str = OFFICE) -> Caller:
        full = [scope if ":" in scope else AUTH + scope for scope in scopes]
        credentials = service_account.Credentials.from_service_account_file(
            standin.service_account, scopes=full, subject=subject
        )
        sessions.append(AuthorizedSession(credentials))
        return Caller(standin.url, sessions[-1])

    yield caller
    for session in sessions:
        session.close()


@pytest.mark.parametrize(("api", "version", "method", "verb", "path", "body"), CALLS)
def test_a_token_without_a_scope_of_the_method_is_refused_as_google_refuses_it(
    token_for: Callable[..., Caller], api: str, version: str, method: str, verb: str, path: str, body: Any
) -> None:
    taken = next(m for m in Api(api, version).methods if m.id == method).scopes
    answer = token_for("calendar", "userinfo.email")(verb, path, json=body)
    error = error_of(answer)
    assert (error["code"], error["status"]) == (403, "PERMISSION_DENIED")
    assert error["message"] == "Request had insufficient authentication scopes."
    [info] = error["details"]
    assert (info["reason"], info["domain"]) == ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "googleapis.com")
    assert info["metadata"]["service"] == f"{api}.googleapis.com"
    assert [item["reason"] for item in error.get("errors", ())] == (
        ["insufficientPermissions"] if api == "drive" else []
    )
    challenge = answer.headers["WWW-Authenticate"]
    assert challenge == (
        f'Bearer realm="https://accounts.google.com/", error="insufficient_scope", scope="{" ".join(taken)}"'
    )
    # Each scope of the document opens the method: what is refused then is refused for another reason.
    for scope in taken:
        other = token_for(scope)(verb, path, json=body)
        assert other.status_code in (200, 400, 404), (scope, other.text)


def test_a_scope_to_read_does_not_write(token_for: Callable[..., Caller], google: Caller) -> None:
    book = google.create(mime_type=SPREADSHEET)
    google.share(book, TEACHER)
    reader = token_for("spreadsheets.readonly", subject=TEACHER)
    assert reader("GET", f"/v4/spreadsheets/{book}").ok
    refused = reader("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": []})
    assert error_of(refused)["details"][0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


@pytest.mark.parametrize(
    ("scope", "said"),
    [
        ("", "Empty or missing scope not allowed."),
        ("x", "Invalid OAuth scope or ID token audience provided."),
    ],
)
def test_a_scope_that_does_not_exist_gets_no_token(standin: StandIn, scope: str, said: str) -> None:
    credentials = service_account.Credentials.from_service_account_file(
        standin.service_account, scopes=[scope], subject=OFFICE
    )
    with pytest.raises(RefreshError) as caught:
        credentials.refresh(Request())
    assert caught.value.args[1] == {"error": "invalid_scope", "error_description": said}


# --- drive.file --------------------------------------------------------------------------------------


@pytest.fixture
def own(token_for: Callable[..., Caller]) -> Caller:
    """The app for the office, with `drive.file` and nothing else."""
    return token_for("drive.file")


@pytest.fixture
def browser(standin: StandIn) -> Callable[..., str]:
    """What the office makes in its own browser, with no app in between: id of a new file."""

    def make(name: str, kind: str, **more: Any) -> str:
        blank = {SPREADSHEET: sheets.blank, DOCUMENT: docs.blank, FORM: forms.blank}
        content = blank[kind](name) if kind in blank else None
        with standin.database.transaction(OFFICE, dt.datetime.now(dt.UTC), write=True) as state:
            return state.create_file(name=name, mime_type=kind, content=content, **more).id

    return make


PATHS = {
    SPREADSHEET: "/v4/spreadsheets/{}",
    DOCUMENT: "/v1/documents/{}",
    FORM: "/v1/forms/{}",
}


@pytest.mark.parametrize("kind", PATHS)
def test_an_app_reads_what_it_made_and_not_what_the_same_person_made_elsewhere(
    own: Caller, browser: Callable[..., str], kind: str
) -> None:
    made, other = own.create("Của dịch vụ", kind), browser("Của cô Thư", kind)
    assert own("GET", PATHS[kind].format(made)).ok
    for path in (
        PATHS[kind].format(other),
        f"/drive/v3/files/{other}",
        f"/drive/v3/files/{other}/permissions",
    ):
        assert error_of(own("GET", path))["code"] == 404, path
    assert own("PATCH", f"/drive/v3/files/{other}", json={"name": "x"}).status_code == 404
    assert own.names() == ["Của dịch vụ"]


def test_files_of_the_apis_of_their_own_and_copies_are_the_apps_too(own: Caller) -> None:
    book = own.json("POST", "/v4/spreadsheets", json={"properties": {"title": "Sổ"}})["spreadsheetId"]
    text = own.json("POST", "/v1/documents", json={"title": "Báo cáo"})["documentId"]
    form = own.json("POST", "/v1/forms", json={"info": {"title": "Phiếu"}})["formId"]
    copy = own.json("POST", f"/drive/v3/files/{text}/copy", json={})["id"]
    found = own.json("GET", "/drive/v3/files", params={"fields": "files(id)"})["files"]
    assert {file["id"] for file in found} == {book, text, form, copy}


def test_what_the_app_made_for_another_person_is_not_its_own_for_this_one(
    own: Caller, token_for: Callable[..., Caller]
) -> None:
    made = own.create("Báo cáo")
    own.share(made, TEACHER)
    teachers, all_of_hers = token_for("drive.file", subject=TEACHER), token_for("drive", subject=TEACHER)
    assert teachers("GET", f"/drive/v3/files/{made}").status_code == 404
    assert all_of_hers.file(made, "id")["id"] == made


def test_the_change_log_tells_of_the_apps_files_alone(own: Caller, browser: Callable[..., str]) -> None:
    start = own.json("GET", "/drive/v3/changes/startPageToken")["startPageToken"]
    made = own.create("Báo cáo")
    browser("Thư riêng", DOCUMENT)
    own("DELETE", f"/drive/v3/files/{made}")
    kept = own.create("Sổ", SPREADSHEET)
    changes = own.json("GET", "/drive/v3/changes", params={"pageToken": start})["changes"]
    assert [(change["fileId"], change["removed"]) for change in changes] == [(made, True), (kept, False)]


def test_a_file_that_the_app_may_know_of_and_not_have_is_403_by_another_reason(
    token_for: Callable[..., Caller], browser: Callable[..., str]
) -> None:
    caller = token_for("drive.file", "drive.metadata.readonly")
    file_id = browser("Ảnh", "text/plain", media=b"rieng")
    assert caller.names() == ["Ảnh"]
    assert caller.file(file_id)["name"] == "Ảnh"
    for verb, answer in (
        ("read", caller("GET", f"/drive/v3/files/{file_id}", params={"alt": "media"})),
        ("write", caller("PATCH", f"/drive/v3/files/{file_id}", json={"name": "x"})),
    ):
        [item] = error_of(answer)["errors"]
        assert (answer.status_code, item["reason"]) == (403, "appNotAuthorizedToFile")
        assert (
            item["message"] == f"The user has not granted the app {APP} {verb} access to the file {file_id}."
        )
        assert (item["location"], item["locationType"]) == ("Authorization", "header")


@pytest.mark.parametrize("scope", ["drive.appdata", "drive.scripts", "drive.photos.readonly"])
def test_a_scope_for_other_things_opens_no_files(
    token_for: Callable[..., Caller], browser: Callable[..., str], scope: str
) -> None:
    file_id = browser("Thư riêng", DOCUMENT)
    assert token_for(scope)("GET", f"/drive/v3/files/{file_id}").status_code in (403, 404)


def test_a_folder_with_a_file_of_somebody_elses_app_is_not_thrown_away_nor_shared(
    own: Caller, browser: Callable[..., str]
) -> None:
    folder = own.create("Thư mục", FOLDER)
    browser("Thư riêng", DOCUMENT, parents=(folder,))
    body = {"type": "user", "role": "reader", "emailAddress": TEACHER}
    for answer in (
        own("PATCH", f"/drive/v3/files/{folder}", json={"trashed": True}),
        own("DELETE", f"/drive/v3/files/{folder}"),
        own("POST", f"/drive/v3/files/{folder}/permissions", json=body),
    ):
        assert error_of(answer)["errors"][0]["reason"] == "appNotAuthorizedToChild"


def test_bytes_that_come_in_pieces_keep_to_the_scopes(
    own: Caller, token_for: Callable[..., Caller], browser: Callable[..., str]
) -> None:
    other = browser("Ảnh", "text/plain", media=b"a")
    params = {"uploadType": "resumable"}
    for caller, code in ((own, 404), (token_for("drive.readonly"), 403)):
        opened = caller("PATCH", f"/upload/drive/v3/files/{other}", params=params, json={})
        if opened.ok:
            opened = caller.session.put(opened.headers["Location"], data=b"b")
        assert opened.status_code == code


# --- what the service makes of it --------------------------------------------------------------------


@pytest.mark.parametrize("call", ["drive", "sheets", "docs", "forms"])
def test_people_are_told_in_one_line_which_account_lacks_which_scope(standin: StandIn, call: str) -> None:
    credentials = load_credentials(standin.service_account, scope=AUTH + "userinfo.email")
    waits: list[float] = []
    session = GoogleSession(
        credentials, base_url=standin.url, key_file=standin.service_account, sleep=waits.append
    )
    calls: dict[str, Callable[[], object]] = {
        "drive": lambda: resource(session, "drive", "v3").files().list().execute(),
        "sheets": lambda: gspread_client(session).open_by_key("x"),
        "docs": lambda: resource(session, "docs", "v1").documents().get(documentId="x").execute(),
        "forms": lambda: resource(session, "forms", "v1").forms().get(formId="x").execute(),
    }
    with session, pytest.raises(AccountError) as caught:
        calls[call]()
    assert str(caught.value) == (
        f"Google không nhận tài khoản {ACCOUNT} (tệp service-account.json): thiếu phạm vi quyền "
        f"{AUTH}drive.file. Hãy cấp lại quyền với phạm vi này (xem README)."
    )
    assert waits == []
