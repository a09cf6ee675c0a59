"""How the stand-in reads any request: names, kinds, masks, methods, time."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from standin_caller import DOCUMENT, Caller, error_of

from service.standin.server import StandIn


def test_an_unknown_field_is_refused_with_its_place(google: Caller) -> None:
    document = google.create()
    request = {"insertText": {"location": {"idx": 1}, "text": "x"}}

    answer = google("POST", f"/v1/documents/{document}:batchUpdate", json={"requests": [request]})

    error = error_of(answer)
    text = (
        "Invalid JSON payload received. Unknown name \"idx\" at 'requests[0].insert_text.location': "
        "Cannot find field."
    )
    assert (answer.status_code, error["message"], error["status"]) == (400, text, "INVALID_ARGUMENT")
    violation = {"field": "requests[0].insert_text.location", "description": text}
    assert error["details"][0]["fieldViolations"] == [violation]


@pytest.mark.parametrize(
    ("request_item", "message"),
    [
        # A kind that Google does not have.
        ({"paintWall": {}}, "Unknown name \"paintWall\" at 'requests[0]': Cannot find field."),
        # Two kinds in one item.
        (
            {
                "insertText": {"text": "a", "location": {"index": 1}},
                "deleteContentRange": {"range": {"startIndex": 1, "endIndex": 2}},
            },
            "oneof field 'kind' is already set. Cannot set 'deleteContentRange'",
        ),
        # None at all.
        ({}, "Invalid requests[0]: No request set."),
    ],
)
def test_each_item_of_a_batch_is_one_known_request(
    google: Caller, request_item: dict[str, Any], message: str
) -> None:
    document = google.create()

    answer = google("POST", f"/v1/documents/{document}:batchUpdate", json={"requests": [request_item]})

    assert answer.status_code == 400
    assert message in error_of(answer)["message"]


def test_nulls_are_read_as_not_set(google: Caller) -> None:
    created = google.json("POST", "/v1/documents", json={"title": "Kế hoạch", "body": None})
    assert created["title"] == "Kế hoạch"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"', b"\xff", b"[" * 100_000])
def test_a_body_that_is_no_json_object_is_refused(google: Caller, body: bytes) -> None:
    answer = google("POST", "/v1/documents", data=body, headers={"Content-Type": "application/json"})
    assert error_of(answer)["code"] == 400


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/drive/v3/files?sort=name", 'Unknown name "sort": Cannot bind query parameter.'),
        ("/drive/v3/files?pageSize=many", "Invalid value at 'page_size' (TYPE_INTEGER), \"many\""),
        ("/drive/v3/files?pageSize=0", "Invalid value '0'. Values must be within the range: [1, 1000]"),
        ("/drive/v3/files?pageSize=1001", "Values must be within the range: [1, 1000]"),
        ("/drive/v3/files?corpora=%22x%22&supportsAllDrives=maybe", "Invalid value at 'supports_all_drives'"),
        ("/drive/v3/changes", "Required parameter: pageToken"),
    ],
)
def test_a_query_parameter_has_to_fit_the_method(google: Caller, path: str, message: str) -> None:
    answer = google("GET", path)
    assert answer.status_code == 400
    assert message in error_of(answer)["message"]


def test_the_parameters_of_every_api_are_taken(google: Caller) -> None:
    params = {"alt": "json", "prettyPrint": "false", "quotaUser": "x", "key": "y", "fields": "files(id)"}
    answer = google("GET", "/drive/v3/files", params=params)
    assert answer.text == '{"files": []}\n'


@pytest.mark.parametrize(
    ("path", "fields", "kept"),
    [
        ("/v1/documents/{id}", "title", {"title": "Sổ"}),
        ("/v1/documents/{id}", "title,body/content/endIndex", {"title": "Sổ", "body": ...}),
        ("/drive/v3/files/{id}", "owners(me),name", {"owners": [{"me": True}], "name": "Sổ"}),
        # Drive reads over blanks.
        ("/drive/v3/files/{id}", "name, owners/me", {"owners": [{"me": True}], "name": "Sổ"}),
        ("/drive/v3/files/{id}", "capabilities/*", {"capabilities": ...}),
    ],
)
def test_fields_keep_only_what_they_name(
    google: Caller, path: str, fields: str, kept: dict[str, Any]
) -> None:
    file_id = google.create("Sổ")

    body = google.json("GET", path.format(id=file_id), params={"fields": fields})

    assert body.keys() == kept.keys()
    assert all(body[name] == value for name, value in kept.items() if value is not ...)


@pytest.mark.parametrize(
    ("path", "fields", "message"),
    [
        ("/drive/v3/files/{id}", "nam", "Invalid field selection nam"),
        ("/drive/v3/files/{id}", "owners(email)", "Invalid field selection owners.email"),
        ("/drive/v3/files/{id}", "owners(me", "Invalid field selection owners(me"),
        ("/v1/documents/{id}", "body.contents", "Request contains an invalid argument."),
        # The other APIs take a blank for a part of the name.
        ("/v1/documents/{id}", "title, body", "Request contains an invalid argument."),
    ],
)
def test_fields_that_the_answer_does_not_have_are_refused(
    google: Caller, path: str, fields: str, message: str
) -> None:
    answer = google("GET", path.format(id=google.create()), params={"fields": fields})
    assert error_of(answer)["message"] == message


def test_a_refused_mask_leaves_nothing_behind(google: Caller) -> None:
    answer = google("POST", "/drive/v3/files?fields=nam", json={"name": "Sổ", "mimeType": DOCUMENT})
    assert answer.status_code == 400
    assert google.names() == []


def test_a_get_may_come_as_a_post_with_its_query_in_the_body(google: Caller) -> None:
    google.create("Sổ")

    body = google.json(
        "POST",
        "/drive/v3/files",
        data="fields=files(name)&q=name+%3D+'S%E1%BB%95'",
        headers={
            "X-HTTP-Method-Override": "GET",
            "Content-Type": "application/x-www-form-urlencoded",
        },
    )

    assert body == {"files": [{"name": "Sổ"}]}


@pytest.mark.parametrize(
    ("method", "path", "code"),
    [
        # Nothing of Google's has this address.
        ("GET", "/v1/documents/x/pages", 404),
        ("PUT", "/drive/v3/files", 404),
        ("POST", "/upload/drive/v3/changes?uploadType=media", 404),
        # Google has it and the stand-in does not: said aloud.
        ("GET", "/drive/v3/files/x/listLabels", 400),
        ("POST", "/drive/v3/files/x/modifyLabels", 400),
    ],
)
def test_what_the_stand_in_cannot_do_is_never_an_empty_success(
    google: Caller, method: str, path: str, code: int
) -> None:
    answer = google(method, path, json={} if method != "GET" else None)
    assert error_of(answer)["code"] == code


def test_the_header_sets_the_moment_of_one_request(google: Caller) -> None:
    google.session.headers["X-Standin-Now"] = "2026-09-07T08:00:00+07:00"
    file_id = google.create()
    assert google.file(file_id)["createdTime"] == "2026-09-07T01:00:00.000Z"

    google.session.headers["X-Standin-Now"] = "soon"
    assert google("GET", f"/drive/v3/files/{file_id}").status_code == 400


def test_the_first_page_says_that_it_is_not_google_and_links_the_files(
    google: Caller, standin: StandIn
) -> None:
    document = google.create("Báo cáo tháng 9 & 10")

    page = requests.get(standin.url, timeout=10).text

    assert "Bản giả lập, không phải Google" in page
    assert f'<a href="/document/d/{document}/edit">Báo cáo tháng 9 &amp; 10</a>' in page


def test_a_page_that_is_not_there_says_so_in_vietnamese(standin: StandIn) -> None:
    answer = requests.get(standin.url + "/presentation/d/x/edit", timeout=10)
    assert (answer.status_code, "Không có trang này" in answer.text) == (404, True)


@pytest.mark.parametrize(
    "host",
    ["xau.example", "127.0.0.1.xau.example", "localhost.xau.example:80", "[::1", "google.com.xau.example"],
)
def test_a_web_page_under_another_name_reads_nothing_here(
    google: Caller, standin: StandIn, host: str
) -> None:
    google.create("Danh sách học sinh")
    for path in ("/", "/healthz", "/drive/v3/files"):
        answer = requests.get(standin.url + path, headers={"Host": host}, timeout=10)
        assert answer.status_code in (400, 421) and "Danh sách" not in answer.text
    own = requests.get(standin.url, headers={"Host": "localhost:1"}, timeout=10)
    assert "Danh sách học sinh" in own.text
