"""Trials of Docs: suggestions, comments, indexes of tables, named ranges in a copy."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from googleapiclient.errors import HttpError

from service.verifying.seen import DOCUMENT, Desk, Seen, reason_of

_TEXT = "Thử."
_RANGE = "auto:thu"
_SAVED = "ALL_SAVED"


def docs_trials(desk: Desk) -> list[Seen]:
    """Points 4 and 5 of the checklist, on one Doc."""
    document_id = desk.file("Đúng Hạn – văn bản thử (có thể xóa)", DOCUMENT)
    return [
        _suggestions(desk, document_id),
        *_comments(desk, document_id),
        _tables(desk, document_id),
        _copied(desk),
    ]


def _batch(desk: Desk, document_id: str, *requests: dict[str, Any], **control: str) -> dict[str, Any]:
    body: dict[str, Any] = {"requests": list(requests)} | ({"writeControl": control} if control else {})
    answer: dict[str, Any] = desk.ws.docs.documents().batchUpdate(documentId=document_id, body=body).execute()
    return answer


def _content(desk: Desk, document_id: str) -> list[dict[str, Any]]:
    shown = (
        desk.ws.docs.documents()
        .get(documentId=document_id, includeTabsContent=True, suggestionsViewMode="SUGGESTIONS_INLINE")
        .execute()
    )
    content: list[dict[str, Any]] = shown["tabs"][0]["documentTab"]["body"]["content"]
    return content


def _runs(content: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    for block in content:
        for element in block.get("paragraph", {}).get("elements", ()):
            if "textRun" in element:
                yield element["textRun"]


def _insert(text: str, index: int = 1) -> dict[str, Any]:
    return {"insertText": {"location": {"index": index}, "text": text}}


def _suggestions(desk: Desk, document_id: str) -> Seen:
    title, assumed = "Chế độ gợi ý của Docs", "Chữ chèn với writeMode SUGGEST là gợi ý, không sửa thẳng."
    try:
        _batch(desk, document_id, _insert(_TEXT), writeMode="SUGGEST")
    except HttpError as error:
        found = f"{reason_of(error)}. Dịch vụ sẽ dùng nhận xét thay cho gợi ý."
        return Seen.of("docs-suggest", title, assumed, found, is_same=False)
    runs = [run for run in _runs(_content(desk, document_id)) if _TEXT in run["content"]]
    suggested = any(run.get("suggestedInsertionIds") for run in runs)
    found = (
        "Là gợi ý." if suggested else "Google sửa thẳng vào văn bản. Dịch vụ sẽ dùng nhận xét thay cho gợi ý."
    )
    return Seen.of("docs-suggest", title, assumed, found, is_same=suggested)


def _comments(desk: Desk, document_id: str) -> list[Seen]:
    title, assumed = "Nhận xét trong Docs", f"Nhận xét được lưu (commentUpdateState là {_SAVED})."
    _batch(desk, document_id, _insert("Câu để nhận xét."))
    where = {"startIndex": 1, "endIndex": 4}
    try:
        answer = _batch(desk, document_id, {"insertComment": {"content": "Thử.", "range": where}})
    except HttpError as error:
        return [Seen.of("docs-comment", title, assumed, reason_of(error), is_same=False)]
    state = answer.get("commentUpdateState", "không nói")
    return [Seen.of("docs-comment", title, assumed, f"Google trả {state}.", is_same=state == _SAVED)]


def _tables(desk: Desk, document_id: str) -> Seen:
    """An empty table of R rows and C columns begins one behind its index and is 2 + R + 2·R·C long."""
    rows, columns = 2, 3
    where = _content(desk, document_id)[-1]["endIndex"] - 1
    request = {"insertTable": {"rows": rows, "columns": columns, "location": {"index": where}}}
    _batch(desk, document_id, request)
    [table] = [block for block in _content(desk, document_id) if "table" in block]
    start, length = table["startIndex"] - where, table["endIndex"] - table["startIndex"]
    wanted = 2 + rows + 2 * rows * columns
    return Seen.of(
        "docs-table",
        "Vị trí của bảng trong Docs",
        f"Bảng {rows}×{columns} bắt đầu sau chỗ chèn 1 vị trí và dài {wanted}.",
        f"Bắt đầu sau {start} vị trí và dài {length}.",
        is_same=(start, length) == (1, wanted),
    )


def _copied(desk: Desk) -> Seen:
    document_id = desk.file("Đúng Hạn – văn bản thử để chép (có thể xóa)", DOCUMENT)
    where = {"startIndex": 1, "endIndex": 4}
    named = {"createNamedRange": {"name": _RANGE, "range": where}}
    _batch(desk, document_id, _insert("Đoạn có tên.\n"), named)
    body = {"name": "Đúng Hạn – bản chép thử (có thể xóa)"} | (
        {"parents": [desk.folder]} if desk.folder else {}
    )
    copy = (
        desk.ws.drive.files()
        .copy(fileId=document_id, body=body, fields="id", supportsAllDrives=True)
        .execute()
    )
    desk.keep(copy["id"])
    shown = desk.ws.docs.documents().get(documentId=copy["id"]).execute()
    comes_along = _RANGE in shown.get("namedRanges", {})
    # Nothing rests on it: the service makes its ranges after the copy.
    return Seen.of(
        "docs-named-ranges",
        "Vùng có tên khi chép văn bản",
        "Vùng có tên đi theo bản chép (dịch vụ không dựa vào điều này).",
        "Đi theo." if comes_along else "Không đi theo.",
        is_same=comes_along,
    )
