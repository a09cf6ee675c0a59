"""One call writes a whole plan and reads the result back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest

import gspread
from gspread.urls import SPREADSHEET_BATCH_UPDATE_URL

from sheets import requests
from sheets.errors import SheetsError, google_errors
from sheets.reading import FIELDS, read_workbook, workbook_from_api
from sheets.requests import Request
from sheets.values import CellValue, to_cell
from sheets.workbook import Workbook

_RESULT_FIELDS = f"updatedSpreadsheet({FIELDS})"
#: Writes in a row before the rest is left to the next run.
_MENDS = 3


def apply(
    client: gspread.Client, spreadsheet_id: str, plan: Sequence[Request], *, name: str | None = None
) -> Workbook:
    """Carry out a plan as a whole or not at all, and give the spreadsheet as it then is; one write call.

    Raises SheetsError, and ValueError for an empty plan: nothing to change is nothing to send.
    """
    if not plan:
        raise ValueError("an empty plan is not sent")
    body = {
        "requests": list(plan),
        "includeSpreadsheetInResponse": True,
        "responseIncludeGridData": True,
    }
    with google_errors(name or spreadsheet_id):
        response = client.http_client.request(
            "post",
            SPREADSHEET_BATCH_UPDATE_URL % spreadsheet_id,
            params={"fields": _RESULT_FIELDS},
            json=body,
        )
    return workbook_from_api(response.json()["updatedSpreadsheet"])


def settle(
    client: gspread.Client,
    workbook: Workbook,
    plan: Callable[[Workbook], Sequence[Request]],
    *,
    name: str | None = None,
) -> Workbook:
    """Write what `plan` wants of the workbook, check what came of it, and give the workbook as it then is.

    Sheets has no revision to write under: whoever sorts between our reading and our writing has our cells
    on other rows. So the plan is made again from what the write gave back, and mended; after a lost answer
    from what a reading gives. No call when nothing is to be written, one write call when nobody is in the
    way. Raises SheetsError, and what `plan` raises.
    """
    name = name or workbook.title
    for _ in range(_MENDS):
        requests_now = plan(workbook)
        if not requests_now:
            break
        try:
            workbook = apply(client, workbook.spreadsheet_id, requests_now, name=name)
        except SheetsError as error:
            if not error.may_be_done:
                raise
            after = read_workbook(client, workbook.spreadsheet_id, name=name)
            if after == workbook:
                raise  # nothing came of it: Google is in trouble, and the next run tries again
            workbook = after
    return workbook


def furnish(
    client: gspread.Client,
    spreadsheet_id: str,
    setup: Sequence[Request],
    *,
    name: str,
    locale: str = "vi_VN",
    time_zone: str = "Asia/Ho_Chi_Minh",
) -> Workbook:
    """Give a new spreadsheet the tabs that `setup` adds; a read and a write call.

    The tab that Google made goes. Locale and zone are set before anything is written, since they decide how
    values are shown and read. A spreadsheet that has one of the tabs was furnished before and stays as
    people have arranged it. Raises SheetsError.
    """
    tabs = {r["addSheet"]["properties"]["sheetId"] for r in setup if "addSheet" in r}
    properties = {"locale": locale, "timeZone": time_zone}

    def plan(workbook: Workbook) -> Sequence[Request]:
        present = [tab.sheet_id for tab in workbook.tabs]
        if tabs.intersection(present):
            return ()
        place: Request = {
            "updateSpreadsheetProperties": {"properties": properties, "fields": ",".join(properties)}
        }
        return place, *setup, *({"deleteSheet": {"sheetId": sheet_id}} for sheet_id in present)

    return settle(client, read_workbook(client, spreadsheet_id, name=name), plan, name=name)


def plain_tab(sheet_id: int, title: str, rows: Sequence[Sequence[CellValue]]) -> tuple[Request, ...]:
    """Requests that add a tab of plain cells with a frozen first row, as a unit keeps for its activities."""
    width = max((len(row) for row in rows), default=1)
    padded = list(zip(*zip_longest(*rows), strict=True)) if rows else []
    grid = {"rowCount": max(len(rows) + 100, 200), "columnCount": max(width, 1), "frozenRowCount": 1}
    add: Request = {"addSheet": {"properties": {"sheetId": sheet_id, "title": title, "gridProperties": grid}}}
    if not padded:
        return (add,)
    cells = [[to_cell(value) for value in row] for row in padded]
    fields = "userEnteredValue,userEnteredFormat.numberFormat"
    return (add, requests.update_cells(sheet_id, 0, 0, cells, fields))
