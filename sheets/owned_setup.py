"""Making tabs of ours: one batch per spreadsheet, with ids of our own, so that it cannot happen twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from sheets import requests
from sheets.owned import Colour, Kind, OwnedColumn, OwnedTab, Owner, StackedChart, stable_id
from sheets.owned_rows import read_owned
from sheets.requests import Request, colour, dimension, grid_range
from sheets.values import DATE_FORMAT
from sheets.workbook import Workbook

#: Rows of a new tab; the filter covers them all.
_ROWS = 500
#: Room for the chart, to the right of the columns.
_CHART_COLUMNS = 10

_HEADER_OURS = "#1F4E79"
_HEADER_THEIRS = "#7F4F00"
_BODY_THEIRS = "#FFF8E1"
_WHITE = "#FFFFFF"

_NUMBER_FORMATS = {
    # Text keeps "0123" and =1+1 as typed, also when a person types into the cell.
    Kind.TEXT: {"type": "TEXT", "pattern": "@"},
    Kind.CHOICE: {"type": "TEXT", "pattern": "@"},
    Kind.NUMBER: {"type": "NUMBER", "pattern": "#,##0"},
    Kind.DATE: DATE_FORMAT,
}
_ALIGNMENTS = {Kind.NUMBER: "RIGHT", Kind.DATE: "CENTER"}


def setup_requests(specs: Sequence[OwnedTab], *, workbook: Workbook | None = None) -> tuple[Request, ...]:
    """Requests that make the tabs which `workbook` does not have yet; all of them for a new spreadsheet.

    A tab that exists is left as people have arranged it.
    """
    present = {tab.sheet_id for tab in workbook.tabs} if workbook else set()
    return tuple(request for spec in specs if spec.sheet_id not in present for request in _tab_requests(spec))


def upgrade_requests(workbook: Workbook, specs: Sequence[OwnedTab]) -> tuple[Request, ...]:
    """Requests that add what came after the first version and `workbook` does not have; none if it has all.

    A new column goes to the right of what people have there. Tabs and columns of the first version are not
    made again: whoever deleted one is told of it. Raises TableError for a tab whose columns are not found.
    """
    made: list[Request] = []
    for spec in specs:
        tab = workbook.tab(spec.sheet_id)
        if tab is None:
            made.extend(_tab_requests(spec) if spec.later else ())
            continue
        owned = read_owned(workbook, spec)
        fresh = [column for column in spec.columns if column.key not in owned.columns]
        for place, column in enumerate(fresh, tab.column_count):
            made.append(requests.append_columns(spec.sheet_id, 1))
            cells = [[_header_cell(column)]]
            row = owned.header_row or 0
            fields = "userEnteredValue,userEnteredFormat"
            made.append(requests.update_cells(spec.sheet_id, row, place, cells, fields))
            made.extend(_column(spec, place, column))
            made.extend(_protection(spec, place, [column]))
    return tuple(made)


def _tab_requests(spec: OwnedTab) -> Iterator[Request]:
    yield _add_sheet(spec)
    yield _header(spec)
    for index, column in enumerate(spec.all_columns):
        yield from _column(spec, index, column)
    yield from _protections(spec)
    yield from (_colour_rule(spec, rule) for rule in spec.colours)
    width = len(spec.all_columns)
    where = grid_range(spec.sheet_id, top=0, bottom=_ROWS, left=0, right=width)
    yield {"setBasicFilter": {"filter": {"range": where}}}
    if spec.chart is not None:
        yield _chart(spec, spec.chart)


def _add_sheet(spec: OwnedTab) -> Request:
    # The hidden key stands second, so it is inside a frozen part of two columns and more.
    frozen = spec.frozen_columns + (1 if spec.frozen_columns > 1 else 0)
    columns = len(spec.all_columns) + (_CHART_COLUMNS if spec.chart else 0)
    grid = {"rowCount": _ROWS, "columnCount": columns, "frozenRowCount": 1, "frozenColumnCount": frozen}
    return {
        "addSheet": {"properties": {"sheetId": spec.sheet_id, "title": spec.title, "gridProperties": grid}}
    }


def _header(spec: OwnedTab) -> Request:
    cells = [_header_cell(column) for column in spec.all_columns]
    return requests.update_cells(spec.sheet_id, 0, 0, [cells], "userEnteredValue,userEnteredFormat")


def _header_cell(column: OwnedColumn) -> dict[str, Any]:
    return {
        "userEnteredValue": {"stringValue": column.title},
        "userEnteredFormat": {
            "backgroundColor": colour(_HEADER_OURS if column.owner is Owner.SERVICE else _HEADER_THEIRS),
            "textFormat": {"bold": True, "foregroundColor": colour(_WHITE)},
            "horizontalAlignment": "CENTER",
            "verticalAlignment": "MIDDLE",
            "wrapStrategy": "WRAP",
        },
    }


def _column(spec: OwnedTab, index: int, column: OwnedColumn) -> Iterator[Request]:
    yield {
        "updateDimensionProperties": {
            "range": dimension(spec.sheet_id, "COLUMNS", index),
            "properties": {"pixelSize": column.width, "hiddenByUser": column.hidden},
            "fields": "pixelSize,hiddenByUser",
        }
    }
    yield {
        "createDeveloperMetadata": {
            "developerMetadata": {
                "metadataId": stable_id("column", spec.key, column.key),
                "metadataKey": spec.mark_key,
                "metadataValue": column.key,
                "location": {"dimensionRange": dimension(spec.sheet_id, "COLUMNS", index)},
                "visibility": "DOCUMENT",
            }
        }
    }
    body = grid_range(spec.sheet_id, top=1, left=index, right=index + 1)
    yield requests.format_range(body, _body_format(column))
    rule = _validation(column)
    if rule is not None:
        yield {"setDataValidation": {"range": body, "rule": rule}}


def _body_format(column: OwnedColumn) -> dict[str, Any]:
    body: dict[str, Any] = {"wrapStrategy": "WRAP", "verticalAlignment": "TOP"}
    if column.kind in _ALIGNMENTS:
        body["horizontalAlignment"] = _ALIGNMENTS[column.kind]
    if column.owner is Owner.PERSON:
        body["backgroundColor"] = colour(_BODY_THEIRS)
        # Only where people type: our own cells say what they are, and a number format on a blank cell
        # makes that cell part of every read.
        if column.kind in _NUMBER_FORMATS:
            body["numberFormat"] = _NUMBER_FORMATS[column.kind]
    return body


def _validation(column: OwnedColumn) -> Request | None:
    if column.owner is not Owner.PERSON:
        return None
    if column.choices:
        values = [{"userEnteredValue": choice} for choice in column.choices]
        return {"condition": {"type": "ONE_OF_LIST", "values": values}, "showCustomUi": True, "strict": True}
    if column.kind is Kind.DATE:
        message = "Ghi ngày dạng ngày/tháng/năm, ví dụ 12/3/2025."
        return {"condition": {"type": "DATE_IS_VALID"}, "inputMessage": message, "strict": True}
    return None


def _protections(spec: OwnedTab) -> Iterator[Request]:
    """A warning on each run of our columns. Not a lock: a lock would keep people from sorting."""
    start = 0
    for owner, run in groupby(spec.all_columns, key=lambda column: column.owner):
        columns = list(run)
        if owner is Owner.SERVICE:
            yield from _protection(spec, start, columns)
        start += len(columns)


def _protection(spec: OwnedTab, start: int, columns: Sequence[OwnedColumn]) -> Iterator[Request]:
    if columns[0].owner is Owner.SERVICE:
        yield {
            "addProtectedRange": {
                "protectedRange": {
                    "protectedRangeId": stable_id("protection", spec.key, columns[0].key),
                    "range": grid_range(spec.sheet_id, left=start, right=start + len(columns)),
                    "description": "Đúng Hạn tự ghi các cột này; nội dung sửa tay sẽ bị ghi lại.",
                    "warningOnly": True,
                }
            }
        }


def _index(spec: OwnedTab, key: str) -> int:
    return [column.key for column in spec.all_columns].index(key)


def _colour_rule(spec: OwnedTab, rule: Colour) -> Request:
    # A rule has no id of its own; it comes only in the batch that makes the tab, so it cannot double.
    index = _index(spec, rule.column)
    return {
        "addConditionalFormatRule": {
            "rule": {
                "ranges": [grid_range(spec.sheet_id, top=1, left=index, right=index + 1)],
                "booleanRule": {
                    "condition": {"type": "TEXT_EQ", "values": [{"userEnteredValue": rule.text}]},
                    "format": {"backgroundColor": colour(rule.background)},
                },
            },
            "index": 0,
        }
    }


def _chart(spec: OwnedTab, chart: StackedChart) -> Request:
    def source(key: str) -> dict[str, Any]:
        index = _index(spec, key)
        where = grid_range(spec.sheet_id, top=0, bottom=1 + chart.max_rows, left=index, right=index + 1)
        return {"sourceRange": {"sources": [where]}}

    series = [
        {"series": source(key), "targetAxis": "LEFT_AXIS", "colorStyle": {"rgbColor": colour(background)}}
        for key, background in chart.series
    ]
    basic = {
        "chartType": "COLUMN",
        "stackedType": "STACKED",
        "legendPosition": "BOTTOM_LEGEND",
        "headerCount": 1,
        "domains": [{"domain": source(chart.domain)}],
        "series": series,
    }
    anchor = {"sheetId": spec.sheet_id, "rowIndex": 1, "columnIndex": len(spec.all_columns)}
    return {
        "addChart": {
            "chart": {
                "chartId": chart.chart_id,
                "spec": {"title": chart.title, "basicChart": basic},
                "position": {
                    "overlayPosition": {"anchorCell": anchor, "widthPixels": 720, "heightPixels": 400}
                },
            }
        }
    }
