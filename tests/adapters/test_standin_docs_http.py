"""Docs v1 of the running stand-in, called as the service calls Google: the real client over HTTP."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from googleapiclient.errors import HttpError
from googleapiclient.http import MediaInMemoryUpload

from service.google.session import GoogleSession, resource

Json = dict[str, Any]
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOCUMENT = "application/vnd.google-apps.document"


@pytest.fixture
def docs(session: GoogleSession) -> Any:
    return resource(session, "docs", "v1").documents()


@pytest.fixture
def files(session: GoogleSession) -> Any:
    return resource(session, "drive", "v3").files()


def insert(index: int, text: str) -> Json:
    return {"insertText": {"location": {"index": index}, "text": text}}


def text_of(document: Json) -> str:
    return "".join(
        element["textRun"]["content"]
        for block in document["body"]["content"]
        for element in block.get("paragraph", {}).get("elements", ())
        if "textRun" in element
    )


def test_a_report_is_written_under_its_revision_and_read_back(docs: Any) -> None:
    document = docs.create(body={"title": "Báo cáo sơ kết"}).execute()
    name = {"createNamedRange": {"name": "auto:mo-dau", "range": {"startIndex": 1, "endIndex": 8}}}
    reply = docs.batchUpdate(
        documentId=document["documentId"],
        body={
            "requests": [insert(1, "Kết quả thực hiện"), name],
            "writeControl": {"requiredRevisionId": document["revisionId"]},
        },
    ).execute()
    shown = docs.get(documentId=document["documentId"], includeTabsContent=True).execute()
    assert shown["title"] == "Báo cáo sơ kết"
    assert shown["revisionId"] == reply["writeControl"]["requiredRevisionId"]
    [named] = shown["tabs"][0]["documentTab"]["namedRanges"]["auto:mo-dau"]["namedRanges"]
    assert named["namedRangeId"] == reply["replies"][1]["createNamedRange"]["namedRangeId"]


def test_a_stale_revision_and_a_bad_index_come_back_as_googles_400(docs: Any) -> None:
    document = docs.create(body={"title": "Báo cáo"}).execute()
    for body, words in (
        (
            {"requests": [insert(1, "a")], "writeControl": {"requiredRevisionId": "cu"}},
            "does not match the latest",
        ),
        ({"requests": [insert(1, "a"), insert(500, "b")]}, "must be less than the end index"),
        ({"requests": [{"insertPerson": {"location": {"index": 1}}}]}, "not supported by the stand-in"),
    ):
        with pytest.raises(HttpError, match=words) as caught:
            docs.batchUpdate(documentId=document["documentId"], body=body).execute()
        assert caught.value.status_code == 400
    assert text_of(docs.get(documentId=document["documentId"]).execute()) == "\n"


def test_a_word_template_is_converted_copied_filled_and_exported(docs: Any, files: Any) -> None:
    word = docx.Document()
    word.add_paragraph("Số: {{so}}")
    word.add_table(1, 2).style = "Table Grid"
    out = io.BytesIO()
    word.save(out)
    template = files.create(
        body={"name": "Mẫu báo cáo", "mimeType": DOCUMENT},
        media_body=MediaInMemoryUpload(out.getvalue(), mimetype=DOCX),
    ).execute()
    copy = files.copy(fileId=template["id"], body={"name": "Báo cáo tháng 5"}).execute()
    fill: Json = {"replaceAllText": {"containsText": {"text": "{{so}}"}, "replaceText": "08/BC-TC"}}
    docs.batchUpdate(documentId=copy["id"], body={"requests": [fill]}).execute()
    exported = docx.Document(io.BytesIO(files.export(fileId=copy["id"], mimeType=DOCX).execute()))
    assert exported.paragraphs[0].text == "Số: 08/BC-TC"
    assert len(exported.tables[0].columns) == 2
    assert "{{so}}" in text_of(docs.get(documentId=template["id"]).execute())


def test_a_field_mask_is_obeyed(docs: Any) -> None:
    document = docs.create(body={"title": "Báo cáo"}).execute()
    shown = docs.get(documentId=document["documentId"], fields="documentId,title").execute()
    assert shown == {"documentId": document["documentId"], "title": "Báo cáo"}
