"""One call reads a whole spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import gspread
from gspread.urls import SPREADSHEET_URL

from sheets.errors import google_errors
from sheets.values import from_cell_data
from sheets.workbook import EMPTY, Cell, ColumnMark, Merge, Tab, Workbook

_CELL_FIELDS = (
    "effectiveValue,effectiveFormat.numberFormat,formattedValue,hyperlink,"
    "chipRuns.chip.richLinkProperties.uri,textFormatRuns.format.link"
)
#: What is asked of Google, and no more: a narrow mask keeps big sheets within its limits.
FIELDS = (
    "spreadsheetId,properties(title,locale,timeZone),"
    "sheets(properties(sheetId,title,gridProperties),merges,charts.chartId,"
    f"data(startRow,startColumn,rowData.values({_CELL_FIELDS}),columnMetadata.developerMetadata))"
)


def read_workbook(client: gspread.Client, spreadsheet_id: str, *, name: str | None = None) -> Workbook:
    """The whole spreadsheet, with one read call. `name` is what error messages call the file.

    Raises SheetsError.
    """
    with google_errors(name or spreadsheet_id):
        response = client.http_client.request(
            "get", SPREADSHEET_URL % spreadsheet_id, params={"fields": FIELDS}
        )
    return workbook_from_api(response.json())


def workbook_from_api(answer: Mapping[str, Any]) -> Workbook:
    """A Workbook out of the API's Spreadsheet."""
    properties = answer.get("properties", {})
    return Workbook(
        spreadsheet_id=answer["spreadsheetId"],
        title=properties.get("title", ""),
        locale=properties.get("locale", ""),
        time_zone=properties.get("timeZone", ""),
        # A sheet that holds a chart or a data source instead of cells has no grid.
        tabs=tuple(_tab(s) for s in answer.get("sheets", ()) if "gridProperties" in s["properties"]),
    )


def _tab(sheet: Mapping[str, Any]) -> Tab:
    properties = sheet["properties"]
    grid = properties["gridProperties"]
    data = sheet.get("data", ())
    return Tab(
        sheet_id=properties.get("sheetId", 0),
        title=properties.get("title", ""),
        rows=_rows(data[0]) if data else (),
        row_count=grid.get("rowCount", 0),
        column_count=grid.get("columnCount", 0),
        merges=tuple(_merge(merge) for merge in sheet.get("merges", ())),
        marks=tuple(_marks(data[0])) if data else (),
        chart_ids=tuple(chart["chartId"] for chart in sheet.get("charts", ())),
    )


def _rows(data: Mapping[str, Any]) -> tuple[tuple[Cell, ...], ...]:
    # Without ranges in the call, Google sends one block that starts at A1.
    sent: Sequence[Mapping[str, Any]] = data.get("rowData", ())
    # Most rows of a tab are empty cells with a format.
    end = next((number for number in range(len(sent), 0, -1) if _says_something(sent[number - 1])), 0)
    rows = [tuple(_cell(cell) for cell in row.get("values", ())) for row in sent[:end]]
    while rows and all(cell == EMPTY for cell in rows[-1]):
        rows.pop()
    return tuple(rows)


def _says_something(row: Mapping[str, Any]) -> bool:
    return any(not _is_blank(cell) for cell in row.get("values", ()))


def _is_blank(cell: Mapping[str, Any]) -> bool:
    return "effectiveValue" not in cell and "chipRuns" not in cell


def _cell(cell: Mapping[str, Any]) -> Cell:
    if _is_blank(cell):
        return EMPTY
    return Cell(
        value=from_cell_data(cell),
        shown=cell.get("formattedValue", ""),
        links=tuple(dict.fromkeys(_links(cell))),
    )


def _links(cell: Mapping[str, Any]) -> Iterator[str]:
    if "hyperlink" in cell:
        yield cell["hyperlink"]
    for run in cell.get("textFormatRuns", ()):
        uri = run.get("format", {}).get("link", {}).get("uri")
        if uri:
            yield uri
    for run in cell.get("chipRuns", ()):
        uri = run.get("chip", {}).get("richLinkProperties", {}).get("uri")
        if uri:
            yield uri


def _merge(merge: Mapping[str, int]) -> Merge:
    return Merge(
        top=merge.get("startRowIndex", 0),
        bottom=merge["endRowIndex"],
        left=merge.get("startColumnIndex", 0),
        right=merge["endColumnIndex"],
    )


def _marks(data: Mapping[str, Any]) -> Iterator[ColumnMark]:
    for column, metadata in enumerate(data.get("columnMetadata", ()), data.get("startColumn", 0)):
        for mark in metadata.get("developerMetadata", ()):
            yield ColumnMark(
                mark_id=mark["metadataId"],
                key=mark.get("metadataKey", ""),
                value=mark.get("metadataValue", ""),
                column=column,
            )
