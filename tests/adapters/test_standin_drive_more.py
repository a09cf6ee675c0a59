"""Searching in what files say, revisions and batches."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from standin_caller import DOCUMENT, SPREADSHEET, Caller

from service.standin.server import StandIn


def test_full_text_finds_names_descriptions_and_what_is_in_files(google: Caller) -> None:
    book = google.create("Sổ chủ nhiệm", SPREADSHEET)
    google.create("Kế hoạch", description="An toàn giao thông")
    path = f"/v4/spreadsheets/{book}/values/A1"
    google.json("PUT", path, params={"valueInputOption": "RAW"}, json={"values": [["Thao giảng cấp trường"]]})

    assert google.names("fullText contains 'thao giảng'") == ["Sổ chủ nhiệm"]
    assert google.names("fullText contains '\"giao thông\"'") == ["Kế hoạch"]
    assert google.names("fullText contains '\"thông giao\"'") == []
    assert len(google.names("fullText contains 'kế' or fullText contains 'sổ'")) == 2


def test_the_latest_revision_moves_with_the_file(google: Caller) -> None:
    file = google.create("Báo cáo", DOCUMENT)
    [before] = google.json("GET", f"/drive/v3/files/{file}/revisions")["revisions"]
    google.json("PATCH", f"/drive/v3/files/{file}", json={"name": "Báo cáo 6 tháng"})
    head = google.json("GET", f"/drive/v3/files/{file}/revisions/head")
    assert int(head["id"]) > int(before["id"])
    assert google("GET", f"/drive/v3/files/{file}/revisions/{before['id']}").status_code == 404


@pytest.fixture
def drive(standin: StandIn, credentials_for: Callable[..., Any]) -> Any:
    document = json.loads(get_static_doc("drive", "v3")) | {"rootUrl": f"{standin.url}/"}
    service = build_from_document(document, credentials=credentials_for())
    # With a token, for a batch that has to get one leaves its connection open.
    service.about().get(fields="kind").execute()
    yield service
    service.close()


def test_a_batch_of_googles_client_is_answered_part_by_part(drive: Any, google: Caller) -> None:
    file = google.create("Sổ & sách")
    answers: dict[str, Any] = {}
    batch = drive.new_batch_http_request(
        callback=lambda name, answer, error: answers.update({name: answer or error})
    )
    batch.add(drive.files().get(fileId=file, fields="name"), request_id="there")
    batch.add(drive.files().get(fileId="nowhere"), request_id="gone")
    batch.add(
        drive.files().update(fileId=file, body={"description": "Mới\r\n"}, fields="id"), request_id="new"
    )
    batch.execute()

    assert answers["there"] == {"name": "Sổ & sách"}
    assert answers["gone"].status_code == 404
    assert answers["new"] == {"id": file}
    assert google.file(file, "description") == {"description": "Mới\r\n"}


def test_what_is_no_batch_is_refused(google: Caller) -> None:
    assert google("POST", "/batch/drive/v3", data="--batch_1--").status_code == 400
    one = "--b\nContent-Type: application/http\n\nGET /drive/v3/about?fields=kind\n\n"
    headers = {"Content-Type": "multipart/mixed; boundary=b"}
    assert google("POST", "/batch", data=one * 100 + "--b--", headers=headers).ok
    assert google("POST", "/batch", data=one * 101 + "--b--", headers=headers).status_code == 400
