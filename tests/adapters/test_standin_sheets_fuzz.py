"""Whatever a client sends to Sheets is done or refused in Google's way; nothing breaks the stand-in."""

from __future__ import annotations

import urllib.parse
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from standin_caller import Caller
from standin_sheets import FILLED, KINDS, batches, ranges, request, tables

Json = dict[str, Any]

#: Served by Google and not by the stand-in; a kind that leaves this list has to work.
NOT_SERVED = {
    "addCommentReply", "addDataSource", "cancelDataSourceRefresh", "deleteComment", "deleteCommentReply",
    "deleteDataSource", "insertComment", "refreshDataSource", "updateCommentPost", "updateDataSource",
}  # fmt: skip
#: One server and one spreadsheet serve all examples: what one leaves behind, the next one meets.
several = settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def book(google: Caller) -> str:
    """A spreadsheet with something of everything on its first tab.

    The tab is small: one request may fill all of it, and every answer after that shows each cell.
    """
    first = {"sheetId": 0, "title": "Sheet1", "gridProperties": {"rowCount": 20, "columnCount": 8}}
    body = {"properties": {"title": "Sổ", "locale": "vi_VN"}, "sheets": [{"properties": first}]}
    made = google.json("POST", "/v4/spreadsheets", json=body)
    google.json("POST", f"/v4/spreadsheets/{made['spreadsheetId']}:batchUpdate", json={"requests": FILLED})
    return str(made["spreadsheetId"])


@several
@given(requests=batches)
def test_any_batch_is_done_or_refused_and_can_be_read_afterwards(
    google: Caller, book: str, requests: list[Json]
) -> None:
    answer = google("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": requests})
    assert answer.status_code in (200, 400), (requests, answer.text)

    shown = google("GET", f"/v4/spreadsheets/{book}", params={"includeGridData": "true"})
    assert shown.status_code == 200, (requests, shown.text)


@several
@given(requests=batches)
def test_a_refused_batch_changes_nothing(google: Caller, book: str, requests: list[Json]) -> None:
    def everything() -> Json:
        return google.json("GET", f"/v4/spreadsheets/{book}", params={"includeGridData": "true"})

    before = everything()
    answer = google("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": requests})
    if answer.status_code == 400:
        assert everything() == before


@several
@given(
    text=ranges,
    values=tables,
    raw=st.booleans(),
    render=st.sampled_from(["FORMATTED_VALUE", "UNFORMATTED_VALUE", "FORMULA"]),
    major=st.sampled_from(["ROWS", "COLUMNS"]),
    verb=st.sampled_from(["update", "append", "clear", "get"]),
)
def test_any_values_call_is_done_or_refused(
    google: Caller, book: str, text: str, values: list[Any], raw: bool, render: str, major: str, verb: str
) -> None:
    path = f"/v4/spreadsheets/{book}/values/{urllib.parse.quote(text, safe='')}"
    params = {"valueInputOption": "RAW" if raw else "USER_ENTERED", "includeValuesInResponse": "true"}
    body = {"majorDimension": major, "values": values}
    answer = {
        "update": lambda: google("PUT", path, params=params, json=body),
        "append": lambda: google("POST", f"{path}:append", params=params, json=body),
        "clear": lambda: google("POST", f"{path}:clear", json={}),
        "get": lambda: google("GET", path, params={"valueRenderOption": render, "majorDimension": major}),
    }[verb]()
    assert answer.status_code in (200, 400, 404), answer.text


@pytest.mark.parametrize("kind", sorted(NOT_SERVED))
def test_a_kind_that_is_not_served_is_refused_by_name(google: Caller, book: str, kind: str) -> None:
    answer = google("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": [{kind: {}}]})
    assert answer.status_code == 400
    assert f"Invalid requests[0].{kind}" in answer.json()["error"]["message"]


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
@pytest.mark.parametrize("kind", sorted(set(KINDS) - NOT_SERVED))
def test_no_other_kind_is_refused_as_unknown(
    google: Caller, book: str, kind: str, data: st.DataObject
) -> None:
    requests = [data.draw(request(kind))]
    answer = google("POST", f"/v4/spreadsheets/{book}:batchUpdate", json={"requests": requests})
    assert answer.status_code in (200, 400), (requests, answer.text)
    assert "not supported by the stand-in" not in answer.text or kind in (
        "addSheet",
        "pasteData",
    )
