"""What is sent is what Google's own description of the Sheets API allows."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from functools import cache
from importlib.resources import files
from typing import Any

import pytest
from sheets_builders import REVIEW, a_workbook, an_owned_tab

from sheets.owned import Colour, StackedChart
from sheets.owned_changes import plan_changes
from sheets.owned_setup import setup_requests
from sheets.reading import workbook_from_api
from sheets.requests import Request, colour
from sheets.workbook import Merge
from sheets.writing import plain_tab

FULL = dataclasses.replace(
    REVIEW,
    colours=(Colour(column="status", text="Quá hạn", background="#F4CCCC"),),
    chart=StackedChart(chart_id=9, title="Độ phủ", domain="code", series=(("count", "#38761D"),)),
    frozen_columns=2,
)


@cache
def schemas() -> dict[str, Any]:
    packed = files("googleapiclient.discovery_cache.documents").joinpath("sheets.v4.json")
    return json.loads(packed.read_text(encoding="utf-8"))["schemas"]


def faults(value: Any, schema: dict[str, Any], where: str) -> list[str]:
    """Where a JSON value leaves the discovery schema: unknown fields, wrong types, unknown enum values."""
    if "$ref" in schema:
        name = schema["$ref"]
        properties = schemas()[name].get("properties", {})
        found = [f"{where}.{key}: unknown in {name}" for key in value if key not in properties]
        for key, child in value.items():
            if key in properties:
                found += faults(child, properties[key], f"{where}.{key}")
        return found
    if schema.get("type") == "array":
        return [f for n, item in enumerate(value) for f in faults(item, schema["items"], f"{where}[{n}]")]
    types = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    if not isinstance(value, types.get(schema.get("type", ""), object)):
        return [f"{where}: {value!r} is not {schema['type']}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where}: {value} is not in the enum"]
    return []


PLANS: dict[str, tuple[Request, ...]] = {
    "setup": setup_requests([FULL]),
    "rows": plan_changes(
        a_workbook(an_owned_tab(rows=[["II.9", "old", "Quá hạn"]], row_count=2)),
        REVIEW,
        {"new": {"code": "II.1", "count": 1, "last": dt.date(2025, 4, 18)}},
        remove_missing=True,
    ),
    "plain": plain_tab(5, "Hoạt động", [["Ngày", "Nội dung"], [dt.date(2025, 3, 12), "=A1"]]),
}


@pytest.mark.parametrize("name", PLANS)
def test_every_request_is_one_that_google_knows(name: str) -> None:
    for number, request in enumerate(PLANS[name]):
        assert len(request) == 1
        assert faults(request, {"$ref": "Request"}, f"{name}[{number}]") == []


def test_a_request_that_google_does_not_know_would_be_seen() -> None:
    assert faults({"addSheets": {}}, {"$ref": "Request"}, "x")
    assert faults({"addSheet": {"properties": {"title": 1}}}, {"$ref": "Request"}, "x")


def test_a_tab_is_set_up_with_all_that_its_readers_need() -> None:
    kinds = [next(iter(request)) for request in setup_requests([FULL])]
    columns = len(FULL.all_columns)
    assert kinds[0] == "addSheet"
    assert kinds.count("createDeveloperMetadata") == columns
    assert kinds.count("updateDimensionProperties") == columns
    assert kinds.count("setDataValidation") == 2  # her choice and her date
    assert kinds.count("addConditionalFormatRule") == kinds.count("addChart") == 1
    assert kinds.count("addProtectedRange") == 1
    assert kinds.count("setBasicFilter") == 1


def test_only_the_key_column_is_hidden_and_protection_only_warns() -> None:
    requests = setup_requests([FULL])
    hidden = [r["updateDimensionProperties"] for r in requests if "updateDimensionProperties" in r]
    assert [h["range"]["startIndex"] for h in hidden if h["properties"]["hiddenByUser"]] == [1]
    (protected,) = [r["addProtectedRange"] for r in requests if "addProtectedRange" in r]
    assert protected["protectedRange"]["warningOnly"] is True
    assert protected["protectedRange"]["range"] == {
        "sheetId": 101,
        "startColumnIndex": 0,
        "endColumnIndex": 5,
    }


def test_a_colour_is_given_in_parts_of_one() -> None:
    assert colour("#FF0080") == {"red": 1.0, "green": 0.0, "blue": 0.502}


def test_a_spreadsheet_is_read_with_links_merges_and_marks() -> None:
    chip = {"chip": {"richLinkProperties": {"uri": "https://drive.google.com/b"}}}
    cell = {
        "effectiveValue": {"stringValue": "Biên bản"},
        "formattedValue": "Biên bản",
        "hyperlink": "https://drive.google.com/a",
        "textFormatRuns": [{}, {"format": {"link": {"uri": "https://drive.google.com/a"}}}],
        "chipRuns": [{}, chip],
    }
    mark = {"metadataId": 7, "metadataKey": "dunghan.review", "metadataValue": "code"}
    sheet = {
        # The first sheet of a file has id 0, which Google leaves out of ranges.
        "properties": {"title": "A", "gridProperties": {"rowCount": 10, "columnCount": 4}},
        "merges": [{"startRowIndex": 0, "endRowIndex": 2, "endColumnIndex": 1}],
        "data": [
            {
                "rowData": [{}, {"values": [{}, cell]}, {"values": [{}]}, {}],
                "columnMetadata": [{}, {"developerMetadata": [mark]}],
            }
        ],
    }
    chart_only = {"properties": {"sheetId": 3, "title": "Biểu đồ", "sheetType": "OBJECT"}}
    book = workbook_from_api({"spreadsheetId": "s", "sheets": [sheet, chart_only]})
    (tab,) = book.tabs
    assert tab.cell(1, 1).links == ("https://drive.google.com/a", "https://drive.google.com/b")
    assert (tab.marks[0].column, tab.marks[0].value) == (1, "code")
    assert tab.merges == (Merge(top=0, bottom=2, left=0, right=1),)
    assert len(tab.rows) == 2
    assert tab.value(99, 99) is None
