"""Which method a path means, and what fits its messages."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.discovery import Api
from service.standin.errors import GoogleError
from service.standin.messages import null_paths, without_nulls

SHEETS = Api("sheets", "v4")
DRIVE = Api("drive", "v3")


@pytest.mark.parametrize(
    ("api", "http_method", "path", "method", "parameters"),
    [
        (DRIVE, "GET", "/drive/v3/files", "files.list", {}),
        (DRIVE, "GET", "/drive/v3/files/abc", "files.get", {"fileId": "abc"}),
        # A fixed word beats a placeholder.
        (DRIVE, "GET", "/drive/v3/files/generateIds", "files.generateIds", {}),
        (DRIVE, "POST", "/upload/drive/v3/files", "files.create", {}),
        (
            SHEETS,
            "POST",
            "/v4/spreadsheets/x:batchUpdate",
            "spreadsheets.batchUpdate",
            {"spreadsheetId": "x"},
        ),
        (
            SHEETS,
            "POST",
            "/v4/spreadsheets/x/values/A1:append",
            "spreadsheets.values.append",
            {"spreadsheetId": "x", "range": "A1"},
        ),
        # A range has a colon of its own, and a tab's name may hold a slash: both come escaped or not.
        (
            SHEETS,
            "GET",
            "/v4/spreadsheets/x/values/%27T%E1%BB%95%201%2F2%27%21A1%3AB2",
            "spreadsheets.values.get",
            {"spreadsheetId": "x", "range": "'Tổ 1/2'!A1:B2"},
        ),
        (
            SHEETS,
            "POST",
            "/v4/spreadsheets/x/values/A1:B2:clear",
            "spreadsheets.values.clear",
            {"spreadsheetId": "x", "range": "A1:B2"},
        ),
    ],
)
def test_a_path_means_one_method(
    api: Api, http_method: str, path: str, method: str, parameters: dict[str, str]
) -> None:
    match = api.match(http_method, path)
    assert match is not None
    assert (match.method.id, match.path) == (method, parameters)


@pytest.mark.parametrize(
    ("http_method", "path"),
    [
        ("PUT", "/drive/v3/files"),
        ("GET", "/drive/v3/nothing"),
        ("GET", "/drive/v3/files/a/b/c/d"),
        # Only what takes bytes has an address for them.
        ("POST", "/upload/drive/v3/files/x/permissions"),
    ],
)
def test_a_path_that_is_googles_nowhere_means_nothing(http_method: str, path: str) -> None:
    assert DRIVE.match(http_method, path) is None


@given(st.text(min_size=1, max_size=20).filter(lambda text: not text.isspace()))
def test_any_range_comes_through_a_path_unchanged(text: str) -> None:
    match = SHEETS.match("GET", f"/v4/spreadsheets/x/values/{quote(text.encode(), safe='')}")
    assert match is not None
    assert match.path["range"] == text


def refusal(api: Api, method: str, body: dict[str, Any]) -> str:
    found = next(m for m in api.methods if m.id == method)
    with pytest.raises(GoogleError) as raised:
        api.check_request(found, body)
    assert raised.value.code == 400
    return raised.value.message


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            {"vallues": []},
            "Invalid JSON payload received. Unknown name \"vallues\" at 'data': Cannot find field.",
        ),
        # As recorded of Google.
        (
            {"values": "A1:D4"},
            "Invalid value at 'data.values' (type.googleapis.com/google.protobuf.ListValue), \"A1:D4\"",
        ),
        (
            {"values": [["a"], "b"]},
            "Invalid value at 'data.values[1]' (type.googleapis.com/google.protobuf.ListValue), \"b\"",
        ),
        ({"range": 1}, "Invalid value at 'data.range' (TYPE_STRING), 1"),
        ({"majorDimension": "SIDEWAYS"}, "Invalid value at 'data.major_dimension', \"SIDEWAYS\""),
    ],
)
def test_a_body_that_does_not_fit_is_refused_as_google_words_it(body: dict[str, Any], message: str) -> None:
    assert refusal(SHEETS, "spreadsheets.values.update", body) == message


def test_every_fault_of_a_body_is_named() -> None:
    message = refusal(SHEETS, "spreadsheets.create", {"a": 1, "properties": {"b": 2}})
    assert set(message.splitlines()) == {
        "Invalid JSON payload received. Unknown name \"a\" at 'spreadsheet': Cannot find field.",
        "Invalid JSON payload received. Unknown name \"b\" at 'spreadsheet.properties': Cannot find field.",
    }


@pytest.mark.parametrize(
    "body",
    [
        # Cells are of any kind; a null one is skipped and stays.
        {"values": [["a", 1, True, None]]},
        # Long integers come as text or as numbers.
        {"range": "A1"},
    ],
)
def test_a_body_that_fits_is_taken(body: dict[str, Any]) -> None:
    method = next(m for m in SHEETS.methods if m.id == "spreadsheets.values.update")
    SHEETS.check_request(method, without_nulls(body))


def test_the_old_name_that_gspread_sends_is_passed_over() -> None:
    method = next(m for m in DRIVE.methods if m.id == "permissions.create")
    DRIVE.check_request(method, {"type": "anyone", "role": "reader", "withLink": False})


def test_an_answer_of_ours_that_google_could_not_give_is_found() -> None:
    method = next(m for m in DRIVE.methods if m.id == "files.get")
    assert DRIVE.faults(method, {"id": "1", "name": "a"}) == []
    assert DRIVE.faults(method, {"id": 1})[0].startswith("$.id")
    assert "titel" in DRIVE.faults(method, {"titel": "a"})[0]


def test_null_members_are_taken_out_and_null_items_stay() -> None:
    body = {"a": None, "b": {"c": None, "d": [None, {"e": None}]}}
    assert without_nulls(body) == {"b": {"d": [None, {}]}}
    assert list(null_paths(body)) == ["a", "b.c"]
