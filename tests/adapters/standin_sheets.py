"""Requests made from the discovery document of Sheets, and a spreadsheet with something of everything."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import googleapiclient.discovery_cache
from hypothesis import strategies as st

Json = dict[str, Any]
Strategy = st.SearchStrategy[Any]

_DOCUMENTS = Path(googleapiclient.discovery_cache.__file__).parent / "documents"
SCHEMAS: dict[str, Any] = json.loads((_DOCUMENTS / "sheets.v4.json").read_text(encoding="utf-8"))["schemas"]
KINDS = sorted(SCHEMAS["Request"]["properties"])

#: Deeper than this, messages stay empty.
DEPTH = 5
_MASKS = (
    "title", "userEnteredValue", "userEnteredFormat(textFormat.bold)", "userEnteredFormat", "range", "note",
    "pixelSize", "hiddenByUser", "nothing", "", "a(", "gridProperties.frozenRowCount", "gridProperties",
    "index", "hidden", "tabColorStyle", "locale", "criteria", "spec", "overlayPosition", "name",
    "metadataKey", "location", "gridProperties(rowCount,columnCount)", "editors", "warningOnly", "depth",
    "collapsed", "columnProperties", "rowsProperties.footerColorStyle", "columnIndex", "dataRange",
)  # fmt: skip
_TEXTS = ("", "7", "Sheet1", "Tổ Toán", "A1", "9,25", "0123", "=1/0", "=A1", "(", "04/3/2025", "x" * 60)
_PATTERNS = ("", "#,##0.00", "0%", "dd/mm/yyyy", "[h]:mm", '"đồng" 0', "[", "\\", "0;;", "@", "E+", "0E")
_FORMULAS = ("", "=", "=1+1", "=1/0", "=2^99999", "=A1", "=SUM(A1:B2)", "x", "=(", "=" + "-" * 60)
_RANGES = ("A1", "Sheet1!A1:B2", "", "Kỳ_1", "Sheet1", "Sheet1!Kỳ_1", "A0", "ZZZ9999", "'", "!", "1:2", "A:A")
_IDS = (
    "bandedRangeId", "chartId", "filterViewId", "filterId", "protectedRangeId", "metadataId",
)  # fmt: skip
#: Names that mean something only with few values: most made requests should get past the first check.
NAMED: dict[str, Strategy] = {
    "sheetId": st.sampled_from([0, 0, 0, 7, 99, -1]),
    "fields": st.just("*") | st.sampled_from(_MASKS),
    "pattern": st.sampled_from(_PATTERNS),
    "dimension": st.sampled_from(["ROWS", "ROWS", "COLUMNS", "COLUMNS", "DIMENSION_UNSPECIFIED"]),
    "metadataKey": st.sampled_from(["x", "y"]),
    "find": st.sampled_from(["a", "[", ".*", "1", "(?i)a", "a)(b"]),
    "replacement": st.sampled_from(["b", "\\9", "$1", ""]),
    **dict.fromkeys(_IDS, st.sampled_from([1, 1, 1, 2, 0, -1])),
    "objectId": st.sampled_from([1, 1, 5, 5, 2, 0, -1]),
    "slicerId": st.sampled_from([5, 5, 6, 0, -1]),
    "tableId": st.sampled_from(["t", "t", "u", ""]),
    "fillLength": st.integers(-3, 6),
    "namedRangeId": st.sampled_from(["7", "7", "8"]),
    "formulaValue": st.sampled_from(_FORMULAS),
    "locale": st.sampled_from(["vi_VN", "en_US", "fr_FR", "", "zz", "vi"]),
    "timeZone": st.sampled_from(["Asia/Ho_Chi_Minh", "Etc/GMT", "Nowhere/City", ""]),
    "name": st.sampled_from(["Kỳ_1", "A1", "TRUE", "", "a b", "x"]),
    "a1Range": st.sampled_from(_RANGES),
    "length": st.integers(-1, 5),
}
ranges = NAMED["a1Range"] | st.text(alphabet="A1:!'$Z9 Kỳ_0", max_size=8)
plain_values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(_TEXTS)
)
tables = st.lists(st.lists(plain_values | st.text(max_size=5), max_size=4), max_size=4)


@cache
def message(name: str, depth: int) -> Strategy:
    """A message with a few of its fields: with all of them, nearly every one would be refused."""
    fields: Json = SCHEMAS[name].get("properties", {})
    if depth <= 0 or not fields:
        return st.just({})
    values = {
        key: _values(schema, depth - 1, key) for key, schema in fields.items() if not schema.get("readOnly")
    }
    if "startRowIndex" in values:
        values |= {key: st.integers(0, 4) for key in values if key.startswith("start")}
        values |= {key: st.integers(1, 6) for key in values if key.startswith("end")}
        return st.fixed_dictionaries({}, optional=values)
    return _some_of(values)


@st.composite
def _some_of(draw: st.DrawFn, values: dict[str, Strategy]) -> Json:
    chosen = draw(st.lists(st.sampled_from(sorted(values)), max_size=5, unique=True)) if values else []
    return {key: draw(values[key]) for key in chosen}


def _values(schema: Json, depth: int, name: str = "") -> Strategy:
    """Values that the discovery document allows, mostly small ones."""
    if "$ref" in schema:
        return message(schema["$ref"], depth)
    if name in NAMED:
        return NAMED[name]
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    kind = schema.get("type")
    if kind == "array":
        return st.lists(_values(schema["items"], depth, name), max_size=3)
    if kind == "object":
        keys = st.sampled_from(["0", "1", "x", "-1", "99999"])
        return st.dictionaries(keys, _values(schema.get("additionalProperties", {}), depth), max_size=2)
    return {
        "integer": st.integers(-1, 6) | st.sampled_from([1000, 26, 2**31 - 1, -(2**31)]),
        "number": st.sampled_from([0, 1, -1, 0.5, 45678, 9.25, 1e300, -1e15, "NaN", "Infinity"]),
        "boolean": st.booleans(),
        "string": st.sampled_from(["1", 2] if "format" in schema else _TEXTS),
    }.get(str(kind), plain_values)


@cache
def request(kind: str) -> Strategy:
    """A request of a kind; most have all fields of their own."""
    fields = SCHEMAS[SCHEMAS["Request"]["properties"][kind]["$ref"]].get("properties", {})
    values = {key: _values(field, DEPTH, key) for key, field in fields.items()}
    whole = st.fixed_dictionaries(values)
    body = whole | whole | st.fixed_dictionaries({}, optional=values)
    return body.map(lambda filled: {kind: filled})


batches = st.lists(st.sampled_from(KINDS).flatmap(request), min_size=1, max_size=3)

CORNER = {"sheetId": 0, "startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 1, "endColumnIndex": 3}


def cell(**value: Any) -> Json:
    """CellData with a value."""
    return {"userEnteredValue": value}


#: What makes an empty spreadsheet one with something of everything on its first tab.
FILLED: list[Json] = [
    {"updateCells": {"start": {"rowIndex": 0}, "fields": "userEnteredValue", "rows": [
        {"values": [cell(stringValue="a"), cell(numberValue=1.5)]},
        {"values": [cell(boolValue=True), cell(formulaValue="=1+1")]},
    ]}},
    {"addSheet": {"properties": {"sheetId": 7, "title": "Tổ Toán",
                                 "gridProperties": {"rowCount": 5, "columnCount": 3}}}},
    {"mergeCells": {"range": CORNER, "mergeType": "MERGE_ROWS"}},
    {"addNamedRange": {"namedRange": {"namedRangeId": "7", "name": "Kỳ_1", "range": CORNER}}},
    {"addProtectedRange": {"protectedRange": {"protectedRangeId": 1, "range": CORNER}}},
    {"setBasicFilter": {"filter": {"range": CORNER, "criteria": {"1": {"hiddenValues": ["a"]}}}}},
    {"addFilterView": {"filter": {"filterViewId": 1, "title": "x", "range": CORNER}}},
    {"addBanding": {"bandedRange": {"bandedRangeId": 1, "range": CORNER,
                                    "rowProperties": {"firstBandColor": {"red": 1}}}}},
    {"addChart": {"chart": {"chartId": 1, "spec": {"basicChart": {"chartType": "COLUMN"}},
                            "position": {"overlayPosition": {"anchorCell": {"sheetId": 0}}}}}},
    {"addSlicer": {"slicer": {"slicerId": 5, "spec": {"dataRange": CORNER, "columnIndex": 1},
                              "position": {"overlayPosition": {"anchorCell": {"sheetId": 0}}}}}},
    {"addTable": {"table": {"tableId": "t", "name": "Bảng", "range": {
        "sheetId": 0, "startRowIndex": 5, "endRowIndex": 8, "startColumnIndex": 0, "endColumnIndex": 3}}}},
    {"addDimensionGroup": {"range": {"sheetId": 0, "dimension": "ROWS", "startIndex": 0, "endIndex": 2}}},
    {"createDeveloperMetadata": {"developerMetadata": {
        "metadataId": 1, "metadataKey": "x", "visibility": "DOCUMENT", "location": {"sheetId": 0}}}},
    {"addConditionalFormatRule": {"rule": {"ranges": [CORNER], "booleanRule": {
        "condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}}}},
    {"setDataValidation": {"range": CORNER, "rule": {"condition": {"type": "BOOLEAN"}}}},
]  # fmt: skip
