"""Trials of Sheets: metadata of a row when the rows are sorted, protected columns, the text of a 429."""

from __future__ import annotations

import json
from typing import Any

import gspread

from service.google.session import GoogleSession
from service.verifying.seen import SPREADSHEET, Desk, Seen

_MARK = "dunghan-thu"
#: More reads than Google allows one account in a minute.
_MANY = 70


def sheets_trials(desk: Desk, *, provoke_limit: bool) -> list[Seen]:
    """Points 6 and 7 of the checklist."""
    spreadsheet_id = desk.file("Đúng Hạn – trang tính thử (có thể xóa)", SPREADSHEET)
    client = desk.ws.sheets.http_client
    tab = client.fetch_sheet_metadata(spreadsheet_id)["sheets"][0]["properties"]
    # A tab called by whatever language the account speaks.
    rows = [["b", 2], ["a", 1], ["c", 3]]
    client.values_update(
        spreadsheet_id, f"'{tab['title']}'!A1", {"valueInputOption": "RAW"}, {"values": rows}
    )
    seen = [*_sorting(client, spreadsheet_id, tab["sheetId"])]
    if provoke_limit:
        return [*seen, _limit(desk.ws.session, spreadsheet_id)]
    found = "Không thử (thêm --limit để thử; mất khoảng một phút hạn mức)."
    return [*seen, _limit_seen(found, is_same=None)]


def _sorting(client: gspread.HTTPClient, spreadsheet_id: str, sheet_id: int) -> list[Seen]:
    where = {"sheetId": sheet_id, "dimension": "ROWS", "startIndex": 0, "endIndex": 1}
    mark = {"metadataKey": _MARK, "visibility": "DOCUMENT", "location": {"dimensionRange": where}}
    column = {"sheetId": sheet_id, "startColumnIndex": 1, "endColumnIndex": 2}
    whole = {
        "sheetId": sheet_id,
        "startRowIndex": 0,
        "endRowIndex": 3,
        "startColumnIndex": 0,
        "endColumnIndex": 2,
    }
    _batch(
        client,
        spreadsheet_id,
        {"createDeveloperMetadata": {"developerMetadata": mark}},
        {"addProtectedRange": {"protectedRange": {"range": column, "warningOnly": False}}},
    )
    order = [{"dimensionIndex": 0, "sortOrder": "ASCENDING"}]
    try:
        _batch(client, spreadsheet_id, {"sortRange": {"range": whole, "sortSpecs": order}})
    except gspread.exceptions.APIError as error:
        found = f"Google trả {error.code}: {error.error.get('message', '')}"
        return [_protected(found, is_same=False), _marked("Không sắp xếp được.", is_same=None)]
    row = _row_of_mark(client, spreadsheet_id)
    told = {0: "Ở lại hàng đầu.", 1: "Đi theo dữ liệu xuống hàng 2."}.get(row, f"Ở hàng {row + 1}.")
    return [
        _protected("Tài khoản của dịch vụ vẫn sắp xếp được.", is_same=True),
        _marked(told, is_same=row == 0),
    ]


def _protected(found: str, *, is_same: bool | None) -> Seen:
    title, assumed = "Sắp xếp khi có cột được bảo vệ", "Chủ của vùng bảo vệ vẫn sắp xếp được."
    return Seen.of("sheets-protected", title, assumed, found, is_same=is_same)


def _marked(found: str, *, is_same: bool | None) -> Seen:
    assumed = (
        "Ghi chú cho máy trên một hàng ở lại khi sắp xếp (dịch vụ nhận hàng theo mã, không theo ghi chú)."
    )
    return Seen.of("sheets-metadata", "Ghi chú cho máy khi sắp xếp", assumed, found, is_same=is_same)


def _batch(client: gspread.HTTPClient, spreadsheet_id: str, *requests: dict[str, Any]) -> None:
    client.batch_update(spreadsheet_id, {"requests": list(requests)})


def _row_of_mark(client: gspread.HTTPClient, spreadsheet_id: str) -> int:
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{spreadsheet_id}/developerMetadata:search"
    body = {"dataFilters": [{"developerMetadataLookup": {"metadataKey": _MARK}}]}
    found = client.request("post", url, json=body).json()["matchedDeveloperMetadata"]
    where = found[0]["developerMetadata"]["location"]["dimensionRange"]
    return int(where.get("startIndex", 0))


def _limit_seen(found: str, *, is_same: bool | None) -> Seen:
    assumed = "Khi quá hạn mức phút, Google trả 429 RESOURCE_EXHAUSTED, thường không có Retry-After."
    return Seen.of("sheets-limit", "Quá hạn mức", assumed, found, is_same=is_same)


def _limit(session: GoogleSession, spreadsheet_id: str) -> Seen:
    """Read without the session's own budgets and retries until Google refuses."""
    url = f"https://sheets.googleapis.com/v4/spreadsheets/{spreadsheet_id}?fields=spreadsheetId"
    for _ in range(_MANY):
        answer = session.once("GET", url)
        if answer.status_code == 429:
            body = json.loads(answer.content)["error"]
            after = answer.headers.get("Retry-After")
            found = f"429 {body.get('status')}; Retry-After: {after or 'không có'}."
            return _limit_seen(found, is_same=body.get("status") == "RESOURCE_EXHAUSTED")
    return _limit_seen(f"Không bị từ chối sau {_MANY} lượt.", is_same=None)
