"""Shared drives, and accounts that can own nothing: what a service account of today meets."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from standin_caller import FOLDER, FORM, SPREADSHEET, TEACHER, Caller

from service.standin.auth import ACCOUNT
from service.standin.server import StandIn

PRINCIPAL = "hieu.truong@truong.edu.vn"
ALL = {"supportsAllDrives": "true"}
EVERYWHERE = ALL | {"includeItemsFromAllDrives": "true"}


@pytest.fixture
def no_storage(standin: StandIn) -> None:
    with standin.database.transaction(ACCOUNT, dt.datetime.now(dt.UTC), write=True) as state:
        state.put_thing("setting", "no_storage", True)


@pytest.fixture
def principal(caller_for: Callable[[str], Caller]) -> Caller:
    return caller_for(PRINCIPAL)


@pytest.fixture
def drive(principal: Caller) -> str:
    """A shared drive of the principal's in which the service manages content."""
    made = principal.json("POST", "/drive/v3/drives", params={"requestId": "a"}, json={"name": "Báo cáo"})
    member(principal, made["id"], ACCOUNT, "fileOrganizer")
    return str(made["id"])


def member(caller: Caller, file_id: str, email: str, role: str) -> str:
    body = {"type": "user", "role": role, "emailAddress": email}
    path = f"/drive/v3/files/{file_id}/permissions"
    return str(caller.json("POST", path, params=ALL, json=body)["id"])


def created(caller: Caller, parent: str, **body: object) -> str:
    body = {"name": "Sổ", "mimeType": SPREADSHEET, "parents": [parent], **body}
    return str(caller.json("POST", "/drive/v3/files", params=ALL, json=body)["id"])


@pytest.mark.usefixtures("no_storage")
def test_an_account_without_storage_can_own_nothing(google: Caller, principal: Caller) -> None:
    folder = principal.create("Chung", FOLDER)
    principal.share(folder, ACCOUNT)

    for parents in ({}, {"parents": [folder]}):
        answer = google("POST", "/drive/v3/files", json={"name": "Sổ", "mimeType": SPREADSHEET, **parents})
        assert answer.status_code == 403
        [error] = answer.json()["error"]["errors"]
        assert (error["reason"], error["domain"]) == ("storageQuotaExceeded", "usageLimits")
        assert error["message"].startswith("Service Accounts do not have storage quota.")
    for path, body in (
        ("/v4/spreadsheets", {}),
        ("/v1/documents", {}),
        ("/v1/forms", {"info": {"title": "Phiếu"}}),
    ):
        answer = google("POST", path, json=body)
        assert (answer.status_code, answer.json()["error"]["message"]) == (
            403,
            "The caller does not have permission",
        )
    assert (
        google.json("GET", "/drive/v3/about", params={"fields": "storageQuota"})["storageQuota"]["limit"]
        == "0"
    )


@pytest.mark.usefixtures("no_storage")
def test_it_edits_what_is_shared_with_it_and_makes_files_in_a_shared_drive(
    google: Caller, principal: Caller, drive: str
) -> None:
    book = principal.create("Sổ", SPREADSHEET)
    principal.share(book, ACCOUNT)
    path = f"/v4/spreadsheets/{book}/values/A1"
    google.json("PUT", path, params={"valueInputOption": "RAW"}, json={"values": [["x"]]})

    copy = google.json("POST", f"/drive/v3/files/{book}/copy", params=ALL, json={"parents": [drive]})
    assert google.json("GET", f"/v4/spreadsheets/{copy['id']}/values/A1")["values"] == [["x"]]
    refused = google("POST", f"/drive/v3/files/{book}/copy", json={"parents": [drive]})
    assert refused.json()["error"]["errors"][0]["reason"] == "storageQuotaExceeded"


def test_files_in_a_shared_drive_are_only_there_for_who_asks_for_them(
    google: Caller, principal: Caller, drive: str
) -> None:
    file = created(google, drive)
    assert google("GET", f"/drive/v3/files/{file}").status_code == 404
    assert google.names() == []
    assert google.names(**EVERYWHERE) == ["Sổ"]
    assert google.names(f"'{drive}' in parents", corpora="drive", driveId=drive, **EVERYWHERE) == ["Sổ"]
    assert google("GET", "/drive/v3/files", params={"driveId": drive, **EVERYWHERE}).status_code == 403
    shown = google.json("GET", f"/drive/v3/files/{file}", params=ALL | {"fields": "*"})
    assert shown["driveId"] == drive
    assert "owners" not in shown
    assert shown["capabilities"]["canTrash"] is True
    assert shown["capabilities"]["canDelete"] is False
    assert principal.names(**EVERYWHERE) == ["Sổ"]
    # A spreadsheet is opened by its id wherever it is.
    assert google.json("GET", f"/v4/spreadsheets/{file}")["spreadsheetId"] == file


def test_members_of_a_drive_may_do_with_its_files_what_their_role_says(
    google: Caller, principal: Caller, caller_for: Callable[[str], Caller], drive: str
) -> None:
    file, teacher = created(google, drive), caller_for(TEACHER)
    assert teacher("GET", f"/drive/v3/files/{file}", params=ALL).status_code == 404
    permission = member(principal, drive, TEACHER, "writer")

    renamed = teacher("PATCH", f"/drive/v3/files/{file}", params=ALL, json={"name": "Sổ mới"})
    assert renamed.ok
    assert teacher("PATCH", f"/drive/v3/files/{file}", params=ALL, json={"trashed": True}).status_code == 403
    assert google("PATCH", f"/drive/v3/files/{file}", params=ALL, json={"trashed": True}).ok
    assert google("DELETE", f"/drive/v3/files/{file}", params=ALL).status_code == 403
    assert teacher("DELETE", f"/drive/v3/drives/{drive}").status_code == 403

    path = f"/drive/v3/files/{drive}/permissions/{permission}"
    assert principal("DELETE", path, params=ALL).status_code == 204
    assert teacher("GET", f"/drive/v3/files/{file}", params=ALL).status_code == 404
    assert principal("DELETE", f"/drive/v3/files/{file}", params=ALL).status_code == 204
    assert principal("DELETE", f"/drive/v3/drives/{drive}").status_code == 204


def test_a_file_moves_into_a_shared_drive_and_belongs_to_it(
    google: Caller, principal: Caller, drive: str
) -> None:
    form = principal.create("Phiếu", FORM)
    root = principal.file(form, "parents")["parents"][0]
    params = ALL | {"addParents": drive, "removeParents": root, "fields": "driveId,ownedByMe"}
    assert principal.json("PATCH", f"/drive/v3/files/{form}", params=params, json={}) == {"driveId": drive}
    assert google.json("GET", f"/v1/forms/{form}")["formId"] == form


def test_the_same_request_never_makes_a_second_drive(principal: Caller, drive: str) -> None:
    again = principal("POST", "/drive/v3/drives", params={"requestId": "a"}, json={"name": "Báo cáo"})
    assert again.status_code == 409
    listed = principal.json("GET", "/drive/v3/drives")["drives"]
    assert [(item["id"], item["name"]) for item in listed] == [(drive, "Báo cáo")]


def test_changes_in_a_shared_drive_are_told_to_who_asks_for_them(google: Caller, drive: str) -> None:
    start = google.json("GET", "/drive/v3/changes/startPageToken")["startPageToken"]
    file = created(google, drive)

    def changed(**params: str) -> list[str]:
        answer = google.json("GET", "/drive/v3/changes", params={"pageToken": start, **params})
        return [change["fileId"] for change in answer["changes"]]

    assert changed() == []
    assert changed(**EVERYWHERE) == [file]
