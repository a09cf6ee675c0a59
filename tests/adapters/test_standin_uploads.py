"""Bytes into Drive and out of it: the three ways of uploading, conversion, download and export."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any

import docx
import pytest
from googleapiclient.discovery import build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.http import MediaInMemoryUpload, MediaIoBaseUpload
from standin_caller import DOCUMENT, FORM, SPREADSHEET, TEACHER, Caller, error_of

from service.standin.server import StandIn

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Line ends of every kind, and what looks like the border of a part.
BYTES = b"\x00\xff\r\n--x\r\r\n\n\x0b\x1c\x85" * 3


@pytest.fixture
def files(standin: StandIn, credentials_for: Callable[..., Any]) -> Any:
    """Google's own client."""
    document = json.loads(get_static_doc("drive", "v3")) | {"rootUrl": f"{standin.url}/"}
    drive = build_from_document(document, credentials=credentials_for())
    yield drive.files()
    drive.close()


def word_file(*paragraphs: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def resumable(data: bytes, mime_type: str = "application/octet-stream", chunk: int = -1) -> MediaIoBaseUpload:
    return MediaIoBaseUpload(io.BytesIO(data), mime_type, chunksize=chunk, resumable=True)


@pytest.mark.parametrize("data", [BYTES, b"", b"\n", b"x" * 300_000])
@pytest.mark.parametrize("way", ["media", "multipart", "resumable in pieces", "resumable at once"])
def test_bytes_come_back_as_they_went_in(files: Any, way: str, data: bytes) -> None:
    body = {"name": "anh.bin"} if way != "media" else None
    media = {
        "media": MediaInMemoryUpload(data, "application/octet-stream"),
        "multipart": MediaInMemoryUpload(data, "application/octet-stream"),
        "resumable in pieces": resumable(data, chunk=256 * 1024),
        "resumable at once": resumable(data),
    }[way]

    created = files.create(body=body, media_body=media, fields="id,size,name,md5Checksum").execute()

    assert created["size"] == str(len(data))
    assert created["name"] == ("anh.bin" if body else "Untitled")
    assert files.get_media(fileId=created["id"]).execute() == data


def test_a_word_file_becomes_a_document_where_the_metadata_asks(files: Any, google: Caller) -> None:
    data = word_file("Kế hoạch", "Nhiệm vụ")
    body = {"name": "Kế hoạch năm học", "mimeType": DOCUMENT}

    created = files.create(body=body, media_body=MediaInMemoryUpload(data, DOCX)).execute()

    assert (created["name"], created["mimeType"]) == ("Kế hoạch năm học", DOCUMENT)
    content = google.json("GET", f"/v1/documents/{created['id']}")["body"]["content"]
    texts = [run["textRun"]["content"] for b in content for run in b.get("paragraph", {}).get("elements", ())]
    assert texts == ["Kế hoạch\n", "Nhiệm vụ\n"]


def test_without_asking_a_word_file_stays_a_word_file(files: Any) -> None:
    data = word_file("Kế hoạch")
    created = files.create(body={"name": "a.docx"}, media_body=MediaInMemoryUpload(data, DOCX)).execute()
    assert created["mimeType"] == DOCX
    assert files.get_media(fileId=created["id"]).execute() == data


@pytest.mark.parametrize(
    ("mime_type", "media_type"),
    [
        # A picture is no text; nothing becomes a form; no text is a folder.
        (DOCUMENT, "image/png"),
        (FORM, "text/plain"),
        ("application/vnd.google-apps.folder", "text/plain"),
    ],
)
def test_what_does_not_convert_is_refused(google: Caller, mime_type: str, media_type: str) -> None:
    related = (
        f'--b\r\nContent-Type: application/json\r\n\r\n{{"mimeType": "{mime_type}"}}\r\n'
        f"--b\r\nContent-Type: {media_type}\r\n\r\nxyz\r\n--b--"
    )
    answer = google(
        "POST",
        "/upload/drive/v3/files?uploadType=multipart",
        data=related,
        headers={"Content-Type": "multipart/related; boundary=b"},
    )
    assert error_of(answer)["message"] == "The requested conversion is not supported."


@pytest.mark.parametrize(
    ("content_type", "data"),
    [
        ("multipart/related", b"--b\r\n"),
        ("multipart/related; boundary=b", b"nothing of it"),
        ("multipart/related; boundary=b", b"--b\r\n\r\n{}\r\n--b--"),
        ("multipart/related; boundary=b", b"--b\r\nno gap\r\n--b\r\nno gap\r\n--b--"),
        ("multipart/related; boundary=b", b"--b\r\n\r\n{no json\r\n--b\r\n\r\nx\r\n--b--"),
    ],
)
def test_a_malformed_multipart_body_is_refused(google: Caller, content_type: str, data: bytes) -> None:
    headers = {"Content-Type": content_type}
    answer = google("POST", "/upload/drive/v3/files?uploadType=multipart", data=data, headers=headers)
    assert error_of(answer)["code"] == 400


def test_new_bytes_replace_the_old_ones(files: Any) -> None:
    created = files.create(body={"name": "a"}, media_body=MediaInMemoryUpload(b"1", "text/plain")).execute()
    updated = files.update(
        fileId=created["id"],
        media_body=MediaInMemoryUpload(b"%PDF", "application/pdf"),
        fields="mimeType,size",
    ).execute()
    assert updated == {"mimeType": "application/pdf", "size": "4"}
    assert files.get_media(fileId=created["id"]).execute() == b"%PDF"


def test_new_text_replaces_the_content_of_a_document(files: Any, google: Caller) -> None:
    document = google.create()
    files.update(fileId=document, media_body=MediaInMemoryUpload("Kính gửi".encode(), "text/plain")).execute()
    assert files.export(fileId=document, mimeType="text/plain").execute().decode("utf-8-sig") == "Kính gửi"


def test_a_native_file_is_exported_and_never_downloaded(google: Caller) -> None:
    document = google.create()
    assert google("GET", f"/drive/v3/files/{document}/export", params={"mimeType": DOCX}).content[:2] == b"PK"

    error = error_of(google("GET", f"/drive/v3/files/{document}?alt=media"))
    assert error["errors"][0]["reason"] == "fileNotDownloadable"
    error = error_of(google("GET", f"/drive/v3/files/{document}/export?mimeType=image/gif"))
    assert error["message"] == "The requested conversion is not supported."


def test_only_native_files_are_exported(google: Caller) -> None:
    answer = google(
        "GET", f"/drive/v3/files/{google.create(mime_type='text/plain')}/export?mimeType=text/plain"
    )
    assert error_of(answer)["errors"][0]["reason"] == "fileNotExportable"


def start_upload(caller: Caller) -> str:
    answer = caller("POST", "/upload/drive/v3/files?uploadType=resumable", json={"name": "a"})
    assert (answer.status_code, answer.content) == (200, b"")
    return answer.headers["Location"].removeprefix(caller.url)


def test_an_interrupted_upload_goes_on_where_it_stopped(google: Caller) -> None:
    place = start_upload(google)
    first = google("PUT", place, data=b"abc", headers={"Content-Range": "bytes 0-2/6"})
    assert (first.status_code, first.headers["Range"]) == (308, "bytes=0-2")

    asked = google("PUT", place, headers={"Content-Range": "bytes */6"})
    assert (asked.status_code, asked.headers["Range"]) == (308, "bytes=0-2")
    # A piece whose answer was lost comes again.
    google("PUT", place, data=b"bc", headers={"Content-Range": "bytes 1-2/6"})
    created = google("PUT", place, data=b"def", headers={"Content-Range": "bytes 3-5/6"}).json()

    assert google("GET", f"/drive/v3/files/{created['id']}?alt=media").content == b"abcdef"
    assert google("PUT", place, data=b"def").status_code == 404


@pytest.mark.parametrize("content_range", ["bytes 5-7/8", "bytes 0-9/10", "lines 1-2/3"])
def test_a_piece_that_does_not_fit_is_refused(google: Caller, content_range: str) -> None:
    answer = google("PUT", start_upload(google), data=b"abc", headers={"Content-Range": content_range})
    assert error_of(answer)["code"] == 400


def test_an_upload_is_its_openers_alone(google: Caller, caller_for: Callable[..., Caller]) -> None:
    assert caller_for(TEACHER)("PUT", start_upload(google), data=b"x").status_code == 404


def test_a_csv_becomes_a_spreadsheet(files: Any, google: Caller) -> None:
    created = files.create(
        body={"name": "Danh sách", "mimeType": SPREADSHEET},
        media_body=MediaInMemoryUpload("Mã,Tên\nT1,Tổ Toán\n".encode(), "text/csv"),
    ).execute()

    values = google.json("GET", f"/v4/spreadsheets/{created['id']}/values/A1:B2")["values"]

    assert values == [["Mã", "Tên"], ["T1", "Tổ Toán"]]


def test_an_uploaded_file_is_handed_out_as_a_download_only(google: Caller, files: Any) -> None:
    media = MediaInMemoryUpload(b"<script>1</script>", "text/html")
    created = files.create(body={"name": "a"}, media_body=media, fields="webViewLink").execute()

    answer = google("GET", created["webViewLink"].removeprefix(google.url))

    assert answer.content == b"<script>1</script>"
    assert answer.headers["Content-Disposition"] == "attachment"
