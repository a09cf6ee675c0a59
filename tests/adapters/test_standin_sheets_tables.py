"""Tables, slicers and filled series of the stand-in's Sheets, over plain HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from standin_book import BOOKS, Book
from standin_caller import Caller

Json = dict[str, Any]

ROWS = [["Mã", "Việc", "Xong"], ["II.1.a", "Dự giờ", ""], ["II.1.b", "Thao giảng", ""]]
#: A1:C4.
AREA = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 3}
STATES = {"condition": {"type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Xong"}]}}


@pytest.fixture
def book(google: Caller) -> Book:
    book = Book(google)
    book.write("Sheet1!A1:C3", ROWS)
    return book


def add(book: Book, **table: Any) -> Json:
    """A table over A1:C4, as Google answers with it."""
    given = {"tableId": "viec", "name": "Việc", "range": AREA, **table}
    reply: Json = book.batch({"addTable": {"table": given}})["replies"][0]["addTable"]["table"]
    return reply


def dimension(kind: str, start: int, end: int) -> Json:
    return {"sheetId": 0, "dimension": kind, "startIndex": start, "endIndex": end}


def names(book: Book) -> list[str]:
    return [column["columnName"] for column in book.tab()["tables"][0]["columnProperties"]]


def test_a_table_takes_its_columns_from_the_header_and_from_what_is_said_of_them(book: Book) -> None:
    made = add(
        book,
        columnProperties=[
            {"columnIndex": 0, "columnType": "TEXT"},
            {"columnIndex": 2, "columnName": "Đã xong", "columnType": "BOOLEAN"},
        ],
    )
    assert made["range"] == AREA
    assert made["columnProperties"] == [
        {"columnName": "Mã", "columnType": "TEXT"},
        {"columnIndex": 1, "columnName": "Việc"},
        {"columnIndex": 2, "columnName": "Đã xong", "columnType": "BOOLEAN"},
    ]
    assert made["rowsProperties"].keys() == {
        "headerColorStyle",
        "firstBandColorStyle",
        "secondBandColorStyle",
    }
    # Check boxes are never empty, and a column is called as its header cell says.
    assert book.values("Sheet1!C1:C4") == [["Đã xong"], ["FALSE"], ["FALSE"], ["FALSE"]]
    book.write("Sheet1!B1", [["Nhiệm vụ"]])
    assert names(book) == ["Mã", "Nhiệm vụ", "Đã xong"]
    assert book.tab()["tables"] == [made | {"columnProperties": book.tab()["tables"][0]["columnProperties"]}]


def test_a_table_is_among_the_banded_ranges_unless_it_is_not_wanted_there(book: Book) -> None:
    add(book)
    [band] = book.tab()["bandedRanges"]
    assert (band["bandedRangeReference"], band["range"]) == ("viec", AREA)
    assert "bandedRanges" not in book.read(excludeTablesInBandedRanges="true")["sheets"][0]


def test_a_table_follows_rows_and_columns(book: Book) -> None:
    add(book, columnProperties=[{"columnIndex": 1, "columnType": "DROPDOWN", "dataValidationRule": STATES}])
    book.batch(
        {"insertDimension": {"range": dimension("ROWS", 2, 4)}},
        {"insertDimension": {"range": dimension("COLUMNS", 1, 2)}},
        {"insertDimension": {"range": dimension("COLUMNS", 0, 1)}},
    )
    [table] = book.tab()["tables"]
    assert table["range"] == AREA | {"endRowIndex": 6, "startColumnIndex": 1, "endColumnIndex": 5}
    assert names(book) == ["Mã", "Column 2", "Việc", "Xong"]
    assert table["columnProperties"][2]["columnType"] == "DROPDOWN"
    assert book.values("Sheet1!C1") == [["Column 2"]]
    book.batch(
        {"moveDimension": {"source": dimension("COLUMNS", 3, 4), "destinationIndex": 2}},
        {"deleteDimension": {"range": dimension("COLUMNS", 1, 2)}},
    )
    assert names(book) == ["Việc", "Column 2", "Xong"]
    assert book.tab()["tables"][0]["columnProperties"][0]["columnType"] == "DROPDOWN"
    book.batch({"deleteDimension": {"range": dimension("COLUMNS", 1, 4)}})
    assert "tables" not in book.tab()


def test_a_table_is_changed_as_its_mask_says_and_its_footer_is_a_row_of_its_own(book: Book) -> None:
    add(book)
    colour = {"rgbColor": {"red": 1}}
    footer = {"footerColorStyle": colour}

    def update(fields: str, **table: Any) -> Json:
        book.batch({"updateTable": {"table": {"tableId": "viec", **table}, "fields": fields}})
        found: Json = book.tab()["tables"][0]
        return found

    table = update("name,rowsProperties.footerColorStyle", name="Việc năm nay", rowsProperties=footer)
    assert (table["name"], table["range"]["endRowIndex"]) == ("Việc năm nay", 5)
    assert table["rowsProperties"]["footerColorStyle"] == colour
    table = update("rowsProperties.footerColorStyle")
    assert (table["range"]["endRowIndex"], "footerColorStyle" in table["rowsProperties"]) == (4, False)
    table = update("range", range=AREA | {"endColumnIndex": 4})
    assert [column["columnName"] for column in table["columnProperties"]] == [
        "Mã",
        "Việc",
        "Xong",
        "Column 4",
    ]
    number = [{"columnIndex": 3, "columnName": "Số", "columnType": "DOUBLE"}]
    table = update("columnProperties", columnProperties=number)
    assert table["columnProperties"][3] == number[0]
    assert book.values("Sheet1!D1") == [["Số"]]
    book.batch({"deleteTable": {"tableId": "viec"}})
    assert "tables" not in book.tab()
    assert book.values("Sheet1!A1:C3")[0] == ["Mã", "Việc", "Xong"]


def test_rows_are_appended_inside_a_table_and_make_it_grow(book: Book) -> None:
    add(book, rowsProperties={"footerColorStyle": {"rgbColor": {"blue": 1}}}, range=AREA | {"endRowIndex": 5})
    book.write("Sheet1!A5:A6", [["Tổng"], ["Ghi chú"]])
    row = {"values": [{"userEnteredValue": {"stringValue": "II.1.c"}}]}
    book.batch({"appendCells": {"tableId": "viec", "fields": "userEnteredValue", "rows": [row, row]}})
    assert book.tab()["tables"][0]["range"]["endRowIndex"] == 6
    first = [line[0] for line in book.values("Sheet1!A1:A9")]
    assert first == ["Mã", "II.1.a", "II.1.b", "II.1.c", "II.1.c", "Tổng", "Ghi chú"]


def test_values_appended_right_below_a_table_belong_to_it(book: Book) -> None:
    add(book, range=AREA | {"endRowIndex": 3})
    path = f"{BOOKS}/{book.id}/values/Sheet1!A1:C3:append"
    params = {"valueInputOption": "RAW", "insertDataOption": "INSERT_ROWS"}
    book.google.json("POST", path, params=params, json={"values": [["II.1.c", "Sinh hoạt", ""]]})
    assert book.tab()["tables"][0]["range"]["endRowIndex"] == 4


def test_what_no_table_can_be_is_refused(book: Book) -> None:
    add(book)

    def refused(**table: Any) -> str:
        other = {"range": AREA | {"startColumnIndex": 4, "endColumnIndex": 6}}
        return book.refusal({"addTable": {"table": other | table}})

    assert "overlap" in refused(range=AREA)
    assert "viec already exists" in refused(tableId="viec")
    assert "name Việc already exists" in refused(name="Việc")
    assert "outside of the table" in refused(columnProperties=[{"columnIndex": 2}])
    assert "ONE_OF_LIST" in refused(columnProperties=[{"columnType": "DROPDOWN"}])
    rule = [{"columnType": "TEXT", "dataValidationRule": STATES}]
    assert "Only a dropdown" in refused(columnProperties=rule)
    assert "No table with ID: x" in book.refusal({"deleteTable": {"tableId": "x"}})


def test_a_copy_of_a_tab_has_a_table_of_another_name(book: Book) -> None:
    add(book)
    book.batch({"duplicateSheet": {"sourceSheetId": 0, "newSheetId": 9, "insertSheetIndex": 1}})
    [copy] = book.tab(1)["tables"]
    assert (copy["name"], copy["range"]["sheetId"]) == ("Việc_2", 9)
    assert copy["tableId"] != "viec"


def test_a_filter_may_be_that_of_a_table(book: Book) -> None:
    add(book)
    book.batch({"setBasicFilter": {"filter": {"tableId": "viec"}}})
    assert book.tab()["basicFilter"] == {"tableId": "viec", "range": AREA}


# --- slicers ---------------------------------------------------------------------------------------


def test_a_slicer_is_shown_moved_changed_and_deleted(book: Book) -> None:
    place = {"overlayPosition": {"anchorCell": {"rowIndex": 0, "columnIndex": 4}}}
    spec = {"dataRange": {"startRowIndex": 0, "endRowIndex": 3}, "columnIndex": 1, "title": "Việc"}
    reply = book.batch({"addSlicer": {"slicer": {"slicerId": 5, "spec": spec, "position": place}}})
    assert reply["replies"][0]["addSlicer"]["slicer"] == book.tab()["slicers"][0]
    book.batch(
        {"updateSlicerSpec": {"slicerId": 5, "spec": {"title": "Nhiệm vụ"}, "fields": "title"}},
        {"insertDimension": {"range": dimension("ROWS", 0, 1)}},
        {"updateEmbeddedObjectPosition": {
            "objectId": 5, "newPosition": {"overlayPosition": {"widthPixels": 90}}, "fields": "widthPixels"}},
    )  # fmt: skip
    [slicer] = book.tab()["slicers"]
    assert slicer["spec"] == {
        "title": "Nhiệm vụ", "columnIndex": 1,
        "dataRange": {"startRowIndex": 1, "endRowIndex": 4, "startColumnIndex": 0, "endColumnIndex": 26},
    }  # fmt: skip
    assert slicer["position"]["overlayPosition"]["anchorCell"]["rowIndex"] == 1
    assert "already exists" in book.refusal({"addSlicer": {"slicer": {"slicerId": 5, "spec": spec}}})
    book.batch({"deleteEmbeddedObject": {"objectId": 5}})
    assert "slicers" not in book.tab()


# --- series and rules ------------------------------------------------------------------------------


def test_a_range_is_filled_with_what_its_first_cells_begin(book: Book) -> None:
    book.write("Sheet1!E1:H2", [[1, "Tổ 1", "01/9/2025", "=E1*2"], [3, "Tổ 2", "02/9/2025", "=E2*2"]])
    area = {"startRowIndex": 0, "endRowIndex": 4, "startColumnIndex": 4, "endColumnIndex": 8}
    book.batch({"autoFill": {"range": area}})
    filled = book.values("Sheet1!E3:H4", valueRenderOption="FORMULA", dateTimeRenderOption="SERIAL_NUMBER")
    first = book.values("Sheet1!G1:G2", valueRenderOption="UNFORMATTED_VALUE")
    step = first[1][0] - first[0][0]
    assert [row[:2] for row in filled] == [[5, "Tổ 3"], [7, "Tổ 4"]]
    assert [row[3] for row in filled] == ["=E3*2", "=E4*2"]
    assert step > 0
    assert len(book.values("Sheet1!G3:G4")) == 2


def test_a_source_is_filled_to_any_side_and_in_the_other_way(book: Book) -> None:
    book.write("Sheet1!F6:F7", [[4], [6]])
    source = {"startRowIndex": 5, "endRowIndex": 7, "startColumnIndex": 5, "endColumnIndex": 6}

    def fill(dimension: str, length: int, **more: Any) -> None:
        given = {"source": source, "dimension": dimension, "fillLength": length}
        book.batch({"autoFill": {"sourceAndDestination": given, **more}})

    fill("ROWS", -2)
    fill("ROWS", 2, useAlternateSeries=True)
    assert book.values("Sheet1!F4:F9") == [["0"], ["2"], ["4"], ["6"], ["4"], ["6"]]
    fill("COLUMNS", 2)
    fill("COLUMNS", -1, useAlternateSeries=True)
    assert book.values("Sheet1!E6:H7") == [["3", "4", "4", "4"], ["5", "6", "6", "6"]]


def test_pasted_rules_hold_at_their_new_places_too(book: Book) -> None:
    area = {"sheetId": 0, "startRowIndex": 0, "endRowIndex": 2, "startColumnIndex": 0, "endColumnIndex": 1}
    bold = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}
    book.batch(
        {"addConditionalFormatRule": {"rule": {"ranges": [area], "booleanRule": bold}}},
        {"addSheet": {"properties": {"sheetId": 7}}},
    )
    source = area | {"startRowIndex": 1, "endRowIndex": 3}
    for goal in ({"sheetId": 0, "startColumnIndex": 4}, {"sheetId": 7, "startColumnIndex": 2}):
        where = goal | {"startRowIndex": 0, "endRowIndex": 4, "endColumnIndex": goal["startColumnIndex"] + 1}
        paste = {"source": source, "destination": where, "pasteType": "PASTE_CONDITIONAL_FORMATTING"}
        book.batch({"copyPaste": paste})
    [here] = book.tab(0)["conditionalFormats"]
    assert [(where["startRowIndex"], where["startColumnIndex"]) for where in here["ranges"]] == [
        (0, 0), (0, 4), (2, 4),
    ]  # fmt: skip
    [there] = book.tab(1)["conditionalFormats"]
    assert [where["startRowIndex"] for where in there["ranges"]] == [0, 2]
    assert there["booleanRule"] == here["booleanRule"]
