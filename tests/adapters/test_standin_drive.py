"""Drive files: create, find, copy, change, delete."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from standin_caller import DOCUMENT, FOLDER, FORM, SPREADSHEET, TEACHER, Caller, error_of

from service.standin.server import NOBODYS_SPREADSHEET


@pytest.mark.parametrize("mime_type", [DOCUMENT, FORM, FOLDER, "text/plain"])
def test_a_new_file_is_answered_with_four_fields(google: Caller, mime_type: str) -> None:
    created = google.json("POST", "/drive/v3/files", json={"name": "Sổ", "mimeType": mime_type})
    assert created == {"kind": "drive#file", "id": created["id"], "name": "Sổ", "mimeType": mime_type}


@pytest.mark.parametrize(
    ("mime_type", "path"),
    [
        (DOCUMENT, "/document/d/{}/edit"),
        (SPREADSHEET, "/spreadsheets/d/{}/edit"),
        (FORM, "/forms/d/{}/edit"),
    ],
)
def test_a_file_links_to_its_page_at_the_stand_in(google: Caller, mime_type: str, path: str) -> None:
    file_id = google.create(mime_type=mime_type)
    assert google.file(file_id)["webViewLink"] == google.url + path.format(file_id)


def test_the_title_of_a_document_is_the_name_of_the_file(google: Caller) -> None:
    document = google.create("Dự thảo")
    google.json("PATCH", f"/drive/v3/files/{document}", json={"name": "Báo cáo"})
    assert google.json("GET", f"/v1/documents/{document}")["title"] == "Báo cáo"


def test_a_file_that_is_nobodys_cannot_be_had(google: Caller) -> None:
    drive = error_of(google("GET", f"/drive/v3/files/{NOBODYS_SPREADSHEET}"))
    # Drive does not even say that it is there.
    assert drive == {
        "code": 404,
        "message": f"File not found: {NOBODYS_SPREADSHEET}.",
        "errors": [
            {
                "message": f"File not found: {NOBODYS_SPREADSHEET}.",
                "domain": "global",
                "reason": "notFound",
                "location": "fileId",
                "locationType": "parameter",
            }
        ],
    }


@pytest.mark.parametrize(
    ("method", "path", "body", "code", "reason"),
    [
        # Only Drive sets these.
        ("POST", "/drive/v3/files", {"size": "3"}, 403, "fieldNotWritable"),
        ("PATCH", "/drive/v3/files/{id}", {"webViewLink": "x"}, 403, "fieldNotWritable"),
        # A file moves by addParents and removeParents.
        ("PATCH", "/drive/v3/files/{id}", {"parents": ["root"]}, 403, "fieldNotWritable"),
        # A document does not become a sheet by saying so.
        ("PATCH", "/drive/v3/files/{id}", {"mimeType": SPREADSHEET}, 403, "fieldNotWritable"),
        # Google keeps it, the stand-in does not: said, not passed over.
        ("POST", "/drive/v3/files", {"folderColorRgb": "#fff"}, 400, "notImplemented"),
        ("POST", "/drive/v3/files", {"mimeType": "application/vnd.google-apps.map"}, 400, "notImplemented"),
        # A folder that is not there; a parent that is no folder; two folders.
        ("POST", "/drive/v3/files", {"parents": ["nowhere"]}, 404, "notFound"),
        ("POST", "/drive/v3/files", {"parents": ["{id}"]}, 403, "parentNotAFolder"),
        ("POST", "/drive/v3/files", {"parents": ["root", "{id}"]}, 400, "invalid"),
        # Properties hold 124 bytes, counted in UTF-8.
        ("POST", "/drive/v3/files", {"appProperties": {"khoá": "ộ" * 40}}, 400, "invalid"),
        ("POST", "/drive/v3/files", {"properties": {str(n): "x" for n in range(31)}}, 400, "invalid"),
        # Chosen ids are for plain files.
        ("POST", "/drive/v3/files", {"id": "1" + "a" * 33, "mimeType": DOCUMENT}, 400, "fileIdInvalid"),
        ("POST", "/drive/v3/files/{id}/copy", {"mimeType": SPREADSHEET}, 400, "notImplemented"),
    ],
)
def test_a_body_that_drive_would_not_take_is_refused(
    google: Caller, method: str, path: str, body: dict[str, Any], code: int, reason: str
) -> None:
    file_id = google.create()
    if "parents" in body:
        body = body | {"parents": [parent.format(id=file_id) for parent in body["parents"]]}

    error = error_of(google(method, path.format(id=file_id), json=body))

    assert (error["code"], error["errors"][0]["reason"]) == (code, reason)


def test_a_chosen_id_makes_a_repeated_upload_fail_instead_of_doubling(google: Caller) -> None:
    file_id = google.json("GET", "/drive/v3/files/generateIds", params={"count": 1})["ids"][0]
    assert google.create(mime_type="text/plain", id=file_id) == file_id

    again = google("POST", "/drive/v3/files", json={"id": file_id, "mimeType": "text/plain"})

    assert error_of(again)["errors"][0]["reason"] == "fileIdInUse"
    assert again.status_code == 409


def test_a_file_moves_between_folders(google: Caller) -> None:
    folder = google.create("Năm học 2026-2027", FOLDER)
    file_id = google.create()
    home = google.file(file_id)["parents"][0]

    google.json(
        "PATCH", f"/drive/v3/files/{file_id}", params={"addParents": folder, "removeParents": home}, json={}
    )
    assert google.file(file_id)["parents"] == [folder]

    refused = google("PATCH", f"/drive/v3/files/{file_id}", params={"addParents": "root"}, json={})
    assert error_of(refused)["errors"][0]["reason"] == "cannotAddParent"


def test_deleting_a_folder_deletes_what_is_in_it(google: Caller) -> None:
    folder = google.create("Cũ", FOLDER)
    inner = google.create("Tháng 9", FOLDER, parents=[folder])
    file_id = google.create(parents=[inner])
    google.create("Còn lại")

    answer = google("DELETE", f"/drive/v3/files/{folder}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert google("GET", f"/drive/v3/files/{file_id}").status_code == 404
    assert google.names() == ["Còn lại"]


def test_a_copy_takes_content_and_properties_and_leaves_sharing_behind(google: Caller) -> None:
    source = google.create("Mẫu", appProperties={"job": "1", "part": "a"})
    insert = {"insertText": {"location": {"index": 1}, "text": "Kính gửi"}}
    google.json("POST", f"/v1/documents/{source}:batchUpdate", json={"requests": [insert]})
    google.share(source, TEACHER)

    copied = google.json(
        "POST", f"/drive/v3/files/{source}/copy", json={"name": "Dự thảo", "appProperties": {"job": "2"}}
    )["id"]

    file = google.file(copied)
    assert (file["name"], file["appProperties"]) == ("Dự thảo", {"job": "2", "part": "a"})
    assert [permission["role"] for permission in file["permissions"]] == ["owner"]
    assert "Kính gửi" in google("GET", f"/drive/v3/files/{copied}/export?mimeType=text/plain").text


def test_a_copy_without_a_name_is_called_copy_of(google: Caller) -> None:
    copied = google.json("POST", f"/drive/v3/files/{google.create('Mẫu')}/copy", json={})
    assert copied["name"] == "Copy of Mẫu"


def test_a_null_property_is_taken_away_and_the_others_stay(google: Caller) -> None:
    file_id = google.create(appProperties={"job": "1", "part": "a"})
    google.json("PATCH", f"/drive/v3/files/{file_id}", json={"appProperties": {"job": None, "new": "b"}})
    assert google.file(file_id)["appProperties"] == {"part": "a", "new": "b"}


def test_only_a_change_of_content_or_name_moves_the_modified_time(google: Caller) -> None:
    google.session.headers["X-Standin-Now"] = "2026-09-07T08:00:00Z"
    file_id = google.create()
    google.session.headers["X-Standin-Now"] = "2026-09-08T08:00:00Z"
    google.share(file_id, TEACHER)
    assert google.file(file_id)["modifiedTime"] == "2026-09-07T08:00:00.000Z"

    google.json("PATCH", f"/drive/v3/files/{file_id}", json={"name": "Mới"})
    assert google.file(file_id)["modifiedTime"] == "2026-09-08T08:00:00.000Z"


def test_about_insists_on_fields(google: Caller) -> None:
    error = error_of(google("GET", "/drive/v3/about"))
    assert error["errors"][0] | {"message": ""} == {
        "message": "",
        "domain": "global",
        "reason": "required",
        "location": "fields",
        "locationType": "parameter",
    }


def test_a_list_shows_only_what_the_caller_may_see(google: Caller, caller_for: Callable[..., Caller]) -> None:
    shared, _ = google.create("Chung"), google.create("Riêng")
    google.share(shared, TEACHER, "reader")
    teacher = caller_for(TEACHER)
    teacher.create("Của cô Lan")

    assert sorted(teacher.names()) == ["Chung", "Của cô Lan"]
    assert teacher.names("sharedWithMe = true") == ["Chung"]
    assert teacher.names("'me' in owners") == ["Của cô Lan"]


def test_a_long_list_comes_in_pages(google: Caller) -> None:
    for number in range(5):
        google.create(f"Tệp {number}")

    names: list[str] = []
    token = ""
    sizes = []
    while True:
        params = {"pageSize": 2, "orderBy": "name desc", **({"pageToken": token} if token else {})}
        page = google.json("GET", "/drive/v3/files", params=params)
        names += [file["name"] for file in page["files"]]
        sizes.append(len(page["files"]))
        token = page.get("nextPageToken", "")
        if not token:
            break

    assert names == ["Tệp 4", "Tệp 3", "Tệp 2", "Tệp 1", "Tệp 0"]
    assert sizes == [2, 2, 1]


@pytest.mark.parametrize(
    ("params", "location"),
    [
        ({"orderBy": "colour"}, "orderBy"),
        ({"orderBy": "name backwards"}, "orderBy"),
        ({"pageToken": "next"}, "pageToken"),
        ({"q": "name is 'x'"}, "q"),
    ],
)
def test_a_list_that_cannot_be_made_is_refused(google: Caller, params: dict[str, str], location: str) -> None:
    error = error_of(google("GET", "/drive/v3/files", params=params))
    assert (error["message"], error["errors"][0]["location"]) == ("Invalid Value", location)
