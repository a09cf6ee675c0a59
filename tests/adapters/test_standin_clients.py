"""The real client libraries, unchanged, against the stand-in."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import gspread
import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.errors import HttpError
from standin_caller import TEACHER, Caller

from service.standin.server import NOBODYS_SPREADSHEET, StandIn

VERSIONS = {"drive": "v3", "sheets": "v4", "docs": "v1", "forms": "v1"}


@pytest.fixture
def api(standin: StandIn, credentials_for: Callable[..., Any]) -> Iterator[Callable[[str], Any]]:
    """Google's own client for one API; its address is all that is changed."""
    opened = []

    def build(name: str) -> Any:
        document = json.loads(get_static_doc(name, VERSIONS[name])) | {"rootUrl": f"{standin.url}/"}
        opened.append(build_from_document(document, credentials=credentials_for()))
        return opened[-1]

    yield build
    for service in opened:
        service.close()


@pytest.fixture
def sheets_client(standin: StandIn, credentials_for: Callable[..., Any]) -> gspread.Client:
    """gspread with the hosts replaced, as its own documentation offers it."""

    class LocalClient(gspread.HTTPClient):
        def request(self, method: str, endpoint: str, *args: Any, **kwargs: Any) -> Any:
            for host in ("https://sheets.googleapis.com", "https://www.googleapis.com"):
                endpoint = endpoint.replace(host, standin.url)
            return super().request(method, endpoint, *args, **kwargs)

    return gspread.authorize(credentials_for(), http_client=LocalClient)


def test_googles_client_makes_each_kind_of_file(api: Callable[[str], Any]) -> None:
    made = [
        api("docs").documents().create(body={"title": "Báo cáo"}).execute()["documentId"],
        api("forms").forms().create(body={"info": {"title": "Phiếu"}}).execute()["formId"],
        api("sheets").spreadsheets().create(body={"properties": {"title": "Sổ"}}).execute()["spreadsheetId"],
    ]
    files = api("drive").files().list(orderBy="createdTime", fields="files(id)").execute()["files"]
    assert [file["id"] for file in files] == made


def test_googles_client_pages_with_list_next(api: Callable[[str], Any], google: Caller) -> None:
    for number in range(3):
        google.create(str(number))
    files = api("drive").files()

    names = []
    request = files.list(pageSize=1, orderBy="name")
    while request is not None:
        answer = request.execute()
        names += [file["name"] for file in answer["files"]]
        request = files.list_next(request, answer)

    assert names == ["0", "1", "2"]


def test_googles_client_reads_the_reason_of_an_error(api: Callable[[str], Any]) -> None:
    with pytest.raises(HttpError) as raised:
        api("drive").files().get(fileId="nowhere").execute()
    assert (raised.value.status_code, raised.value.reason) == (404, "File not found: nowhere.")


def test_googles_client_may_send_a_long_get_as_a_post(api: Callable[[str], Any], google: Caller) -> None:
    google.create("Sổ")
    q = " or ".join(["name = 'Sổ'"] * 200)
    found = api("drive").files().list(q=q).execute()["files"]
    assert [file["name"] for file in found] == ["Sổ"]


def test_gspread_creates_shares_finds_and_deletes(sheets_client: gspread.Client, google: Caller) -> None:
    book = sheets_client.create("Sổ theo dõi")
    book.share(TEACHER, perm_type="user", role="writer", notify=False)

    assert sheets_client.open("Sổ theo dõi").id == book.id
    assert [p["emailAddress"] for p in book.list_permissions()][1:] == [TEACHER]
    book.remove_permissions(TEACHER)
    assert len(book.list_permissions()) == 1

    sheets_client.del_spreadsheet(book.id)
    assert google.names() == []


def test_gspread_copies_a_spreadsheet_but_not_whom_it_is_shared_with(sheets_client: gspread.Client) -> None:
    book = sheets_client.create("Mẫu")
    book.sheet1.update([["Mã", "Tên"]], "A1")
    book.share(TEACHER, perm_type="user", role="reader", notify=False)

    copied = sheets_client.copy(book.id, title="Bản sao")

    assert copied.sheet1.get_values() == [["Mã", "Tên"]]
    assert [p["role"] for p in copied.list_permissions()] == ["owner"]


def test_gspread_puts_a_csv_over_a_spreadsheet(sheets_client: gspread.Client) -> None:
    book = sheets_client.create("Sổ")
    sheets_client.import_csv(book.id, "Mã,Tên\nT1,Tổ Toán\n".encode())
    assert book.sheet1.get_values() == [["Mã", "Tên"], ["T1", "Tổ Toán"]]


def test_gspread_is_told_of_a_spreadsheet_that_is_not_for_it(sheets_client: gspread.Client) -> None:
    with pytest.raises(PermissionError):
        sheets_client.open_by_key(NOBODYS_SPREADSHEET)
