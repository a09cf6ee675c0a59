"""spreadsheets.batchUpdate and the reads beside it, over plain HTTP: what the client libraries would hide."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from standin_book import BOOKS, Book
from standin_caller import Caller
from standin_sheets import CORNER, FILLED, cell

Json = dict[str, Any]


@pytest.fixture
def book(google: Caller) -> Book:
    return Book(google)


@pytest.fixture
def filled(google: Caller) -> Book:
    """A spreadsheet with something of everything."""
    made = Book(google)
    made.batch(*FILLED)
    return made


def area(top: int, left: int, bottom: int, right: int) -> Json:
    return {
        "startRowIndex": top, "endRowIndex": bottom, "startColumnIndex": left, "endColumnIndex": right,
    }  # fmt: skip


# --- batches ---------------------------------------------------------------------------------------


def test_a_batch_is_done_as_a_whole_or_not_at_all(book: Book) -> None:
    before = book.read()
    message = book.refusal(
        {"addSheet": {"properties": {"title": "Mới", "sheetId": 5}}},
        {"updateSpreadsheetProperties": {"properties": {"title": "Tên mới"}, "fields": "title"}},
        {"deleteSheet": {"sheetId": 99}},
    )
    assert message == "Invalid requests[2].deleteSheet: No grid with id: 99"
    assert book.read() == before


def test_each_request_sees_what_those_before_it_did(book: Book) -> None:
    replies = book.batch(
        {"addSheet": {"properties": {"title": "Mới", "sheetId": 5}}},
        {
            "updateCells": {
                "start": {"sheetId": 5},
                "rows": [{"values": [cell(stringValue="x")]}],
                "fields": "*",
            }
        },
        {"duplicateSheet": {"sourceSheetId": 5, "newSheetId": 6, "newSheetName": "Bản sao"}},
        {"deleteSheet": {"sheetId": 5}},
    )["replies"]
    assert [list(reply) for reply in replies] == [["addSheet"], [], ["duplicateSheet"], []]
    assert book.values("'Bản sao'!A1") == [["x"]]


_MARK = {"metadataKey": "k", "visibility": "DOCUMENT", "location": {"spreadsheet": True}}


@pytest.mark.parametrize(
    "request_",
    [
        {"addSheet": {"properties": {"sheetId": 7}}},
        {"duplicateSheet": {"newSheetId": 7}},
        {"addNamedRange": {"namedRange": {"namedRangeId": "7", "name": "Khác", "range": CORNER}}},
        {"addProtectedRange": {"protectedRange": {"protectedRangeId": 1, "range": CORNER}}},
        {"addFilterView": {"filter": {"filterViewId": 1, "range": CORNER}}},
        {"addChart": {"chart": {"chartId": 1, "spec": {"basicChart": {}}}}},
        {"createDeveloperMetadata": {"developerMetadata": {"metadataId": 1, **_MARK}}},
    ],
    ids=lambda request_: next(iter(request_)),
)
def test_an_id_that_is_taken_is_refused(filled: Book, request_: Json) -> None:
    assert "already exists" in filled.refusal(request_)


def test_an_id_may_be_taken_only_once_in_a_batch(book: Book) -> None:
    add = {"addSheet": {"properties": {"sheetId": 5}}}
    assert book.refusal(add, add).startswith("Invalid requests[1].addSheet: A sheet with the ID 5")


def test_no_request_and_two_in_one_are_refused(book: Book) -> None:
    assert book.refusal() == "Must specify at least one request."
    assert "oneof" in book.refusal({"deleteSheet": {"sheetId": 0}, "addSheet": {}})
    assert 'Unknown name "titel"' in book.refusal({"addSheet": {"properties": {"titel": "x"}}})


def test_the_answer_may_bring_the_changed_spreadsheet(book: Book) -> None:
    write = {"updateCells": {"start": {}, "rows": [{"values": [cell(numberValue=1)]}] * 3, "fields": "*"}}
    plain = book.batch(write, includeSpreadsheetInResponse=True)["updatedSpreadsheet"]
    assert "data" not in plain["sheets"][0]
    asked = book.batch(
        write, includeSpreadsheetInResponse=True, responseIncludeGridData=True, responseRanges=["A2:B3"]
    )
    [data] = asked["updatedSpreadsheet"]["sheets"][0]["data"]
    assert (data["startRow"], len(data["rowData"]), len(data["columnMetadata"])) == (1, 2, 2)


# --- field masks -----------------------------------------------------------------------------------


def test_a_mask_resets_what_it_names_and_is_not_given(book: Book) -> None:
    bold = {"textFormat": {"bold": True, "italic": True}}
    repeat = {"range": area(0, 0, 1, 1), "cell": {"userEnteredFormat": bold, "note": "x"}}
    book.batch({"repeatCell": {**repeat, "fields": "userEnteredFormat,note"}})
    repeat["cell"] = {"userEnteredFormat": {"textFormat": {"italic": True}}}
    book.batch({"repeatCell": {**repeat, "fields": "userEnteredFormat.textFormat.bold"}})
    fields = "sheets.data.rowData.values(userEnteredFormat,note)"
    [row] = book.read(fields)["sheets"][0]["data"][0]["rowData"]
    assert row["values"] == [{"userEnteredFormat": {"textFormat": {"italic": True}}, "note": "x"}]


@pytest.mark.parametrize("kind", ["updateCells", "repeatCell", "updateSheetProperties"])
def test_an_update_without_a_mask_is_refused(book: Book, kind: str) -> None:
    assert "At least one field must be listed in 'fields'" in book.refusal({kind: {}})


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("updateNamedRange", {"namedRange": {"namedRangeId": "7"}}),
        ("updateProtectedRange", {"protectedRange": {"protectedRangeId": 1}}),
        ("updateBanding", {"bandedRange": {"bandedRangeId": 1}}),
    ],
)
def test_what_lies_on_a_range_cannot_lose_it(filled: Book, kind: str, body: Json) -> None:
    assert "No range specified" in filled.refusal({kind: {**body, "fields": "range"}})
    [name] = body.values()
    elsewhere = {**name, "range": {"sheetId": 0, "startRowIndex": 2, "endRowIndex": 4}}
    filled.batch({kind: {next(iter(body)): elsewhere, "fields": "range"}})


def test_reading_cuts_the_answer_to_the_mask(filled: Book) -> None:
    assert filled.read("sheets(properties.title,merges.startRowIndex)") == {
        "sheets": [
            {"properties": {"title": "Sheet1"}, "merges": [{"startRowIndex": n} for n in (1, 2, 3)]},
            {"properties": {"title": "Tổ Toán"}},
        ]
    }
    answer = filled.google("GET", f"{BOOKS}/{filled.id}", params={"fields": "sheets.nothing"})
    assert answer.status_code == 400
    assert "Cannot find matching fields for path 'sheets.nothing'" in answer.text


def test_a_mask_that_names_cells_brings_them(book: Book) -> None:
    book.write("A1:B1", [["chữ", 9.25]])
    values = book.read("sheets.data.rowData.values(formattedValue,effectiveValue)", ranges="B1")
    assert values["sheets"][0]["data"] == [
        {"rowData": [{"values": [{"formattedValue": "9.25", "effectiveValue": {"numberValue": 9.25}}]}]}
    ]
    assert "data" not in book.tab()
    assert "data" in book.read(includeGridData="true")["sheets"][0]


def test_only_the_tabs_of_the_ranges_are_read(filled: Book) -> None:
    sheets = filled.read(ranges=["'Tổ Toán'!A1", "'Tổ Toán'!B2:C3"], includeGridData="true")["sheets"]
    assert [sheet["properties"]["title"] for sheet in sheets] == ["Tổ Toán"]
    assert [data.get("startColumn") for data in sheets[0]["data"]] == [None, 1]


# --- what lies on a tab ----------------------------------------------------------------------------


def test_rules_of_conditional_formats_are_ordered(filled: Book) -> None:
    def rule(kind: str) -> Json:
        return {"ranges": [CORNER], "booleanRule": {"condition": {"type": kind}, "format": {}}}

    def kinds() -> list[str]:
        return [r["booleanRule"]["condition"]["type"] for r in filled.tab().get("conditionalFormats", [])]

    filled.batch({"addConditionalFormatRule": {"rule": rule("BLANK"), "index": 0}})
    assert kinds() == ["BLANK", "NOT_BLANK"]
    reply = filled.batch({"updateConditionalFormatRule": {"index": 0, "newIndex": 1, "sheetId": 0}})
    assert reply["replies"][0]["updateConditionalFormatRule"]["newIndex"] == 1
    assert kinds() == ["NOT_BLANK", "BLANK"]
    filled.batch({"deleteConditionalFormatRule": {"index": 0}})
    assert kinds() == ["BLANK"]
    assert "No conditional format on sheet: 0 at index: 1" in filled.refusal(
        {"deleteConditionalFormatRule": {"index": 1}}
    )


def test_a_filter_view_is_changed_copied_and_deleted(filled: Book) -> None:
    filled.batch({"updateFilterView": {"filter": {"filterViewId": 1, "title": "Quá hạn"}, "fields": "title"}})
    reply = filled.batch({"duplicateFilterView": {"filterId": 1}})["replies"][0]
    copy = reply["duplicateFilterView"]["filter"]
    assert (copy["title"], copy["filterViewId"] != 1) == ("Copy of Quá hạn", True)
    filled.batch({"deleteFilterView": {"filterId": 1}})
    assert [view["title"] for view in filled.tab()["filterViews"]] == ["Copy of Quá hạn"]
    assert "range" in filled.tab()["filterViews"][0]


def test_a_group_is_folded_and_hides_its_rows(filled: Book) -> None:
    where = {"dimension": "ROWS", "startIndex": 0, "endIndex": 2}
    group = {"range": where, "depth": 1, "collapsed": True}
    filled.batch({"updateDimensionGroup": {"dimensionGroup": group, "fields": "collapsed"}})
    assert filled.tab()["rowGroups"] == [group]
    rows = filled.read("sheets.data.rowMetadata.hiddenByUser", ranges="A1:A3")["sheets"][0]["data"][0]
    assert rows["rowMetadata"] == [{"hiddenByUser": True}, {"hiddenByUser": True}, {}]
    assert "There is no dimension group" in filled.refusal(
        {"updateDimensionGroup": {"dimensionGroup": {**group, "depth": 2}, "fields": "collapsed"}}
    )


def test_a_chart_moves_changes_and_goes(filled: Book) -> None:
    place = {"overlayPosition": {"widthPixels": 300}}
    filled.batch(
        {"updateChartSpec": {"chartId": 1, "spec": {"title": "Độ phủ", "pieChart": {}}}},
        {"updateEmbeddedObjectPosition": {"objectId": 1, "fields": "widthPixels", "newPosition": place}},
        {"updateEmbeddedObjectBorder": {"objectId": 1, "fields": "color", "border": {"color": {"red": 1}}}},
    )  # fmt: skip
    [chart] = filled.tab()["charts"]
    assert chart["spec"]["title"] == "Độ phủ"
    assert chart["position"]["overlayPosition"]["widthPixels"] == 300
    assert chart["border"] == {"color": {"red": 1}, "colorStyle": {"rgbColor": {"red": 1}}}
    filled.batch({"deleteEmbeddedObject": {"objectId": 1}})
    assert "charts" not in filled.tab()


def test_borders_fall_to_the_cells_that_they_touch(book: Book) -> None:
    line = {"style": "SOLID"}
    book.batch({"updateBorders": {"range": area(0, 0, 2, 2), "top": line, "innerVertical": line}})
    rows = book.read("sheets.data.rowData.values.userEnteredFormat.borders")["sheets"][0]["data"][0][
        "rowData"
    ]
    sides = [[sorted(v["userEnteredFormat"]["borders"]) for v in row["values"]] for row in rows]
    assert sides == [[["right", "top"], ["left", "top"]], [["right"], ["left"]]]


def test_what_leaves_the_grid_is_refused(filled: Book) -> None:
    message = "Range ('Tổ Toán'!A6:C7) exceeds grid limits. Max rows: 5, max columns: 3"
    where = {"sheetId": 7, "startRowIndex": 5, "endRowIndex": 7}
    assert message in filled.refusal({"mergeCells": {"range": where}})
    assert "above the limit of 10000000 cells" in filled.refusal(
        {"appendDimension": {"sheetId": 7, "dimension": "ROWS", "length": 10_000_000}}
    )


@pytest.mark.parametrize(
    ("source", "to", "order"),
    [((0, 1), 3, "bcad"), ((2, 4), 0, "cdab"), ((1, 2), 1, "abcd"), ((1, 3), 4, "adbc")],
)
def test_rows_move_before_the_row_that_is_named(
    book: Book, source: tuple[int, int], to: int, order: str
) -> None:
    book.write("A1:A4", [["a"], ["b"], ["c"], ["d"]])
    where = {"dimension": "ROWS", "startIndex": source[0], "endIndex": source[1]}
    book.batch({"moveDimension": {"source": where, "destinationIndex": to}})
    assert "".join(row[0] for row in book.values("A1:A4")) == order


def test_cells_are_inserted_and_deleted_among_others(book: Book) -> None:
    book.write("A1:B3", [["a", "1"], ["b", "2"], ["c", "3"]])
    book.batch({"insertRange": {"range": area(1, 0, 2, 1), "shiftDimension": "ROWS"}})
    assert book.values("A1:B4") == [["a", "1"], ["", "2"], ["b", "3"], ["c"]]
    book.batch({"deleteRange": {"range": area(0, 0, 1, 1), "shiftDimension": "COLUMNS"}})
    assert book.values("A1:B1") == [["1"]]


# --- tidying up ------------------------------------------------------------------------------------


def test_doubles_go_and_the_rest_moves_up(book: Book) -> None:
    book.write("A1:B4", [["Tổ Toán", "1"], ["TỔ TOÁN", "2"], ["Tổ Văn", "3"], ["Tổ Văn", "3"]])
    columns = [{"dimension": "COLUMNS", "startIndex": 0, "endIndex": 1}]
    [reply] = book.batch({"deleteDuplicates": {"range": area(0, 0, 4, 2), "comparisonColumns": columns}})[
        "replies"
    ]
    assert reply == {"deleteDuplicates": {"duplicatesRemovedCount": 2}}
    assert book.values("A1:B4") == [["Tổ Toán", "1"], ["Tổ Văn", "3"]]


def test_blanks_are_trimmed_and_texts_split(book: Book) -> None:
    book.write("A1:A2", [["  Tổ   Toán "], ["a;9,5;x"]], "RAW")
    [reply] = book.batch({"trimWhitespace": {"range": area(0, 0, 2, 1)}})["replies"]
    assert reply == {"trimWhitespace": {"cellsChangedCount": 1}}
    book.batch({"textToColumns": {"source": area(1, 0, 2, 1), "delimiterType": "AUTODETECT"}})
    assert book.values("A1:C2") == [["Tổ Toán"], ["a;9", "5;x"]]
    book.batch({"pasteData": {"coordinate": {"rowIndex": 2}, "data": "a\t1\nb\t2", "delimiter": "\t"}})
    assert book.values("A3:B4", valueRenderOption="UNFORMATTED_VALUE") == [["a", 1], ["b", 2]]


def test_rows_are_shuffled_without_loss(book: Book) -> None:
    book.write("A1:A9", [[str(n)] for n in range(9)])
    book.batch({"randomizeRange": {"range": area(0, 0, 9, 1)}})
    assert sorted(row[0] for row in book.values("A1:A9")) == [str(n) for n in range(9)]


def test_finding_and_replacing_with_groups(book: Book) -> None:
    book.write("A1:A3", [["lớp 6A"], ["lớp 7B"], ["=1+1"]])
    find = {"find": r"lớp (\d)(\w)", "replacement": "$2$1", "searchByRegex": True, "allSheets": True}
    [reply] = book.batch({"findReplace": find})["replies"]
    assert reply["findReplace"] == {
        "valuesChanged": 2, "rowsChanged": 2, "occurrencesChanged": 2, "sheetsChanged": 1,
    }  # fmt: skip
    assert book.values("A1:A3") == [["A6"], ["B7"], ["2"]]
    again = {**find, "find": r"\w\d", "replacement": "$1"}
    assert "there is no group 1" in book.refusal({"findReplace": again})


# --- data filters ----------------------------------------------------------------------------------


def test_cells_are_found_by_the_marks_on_their_row(book: Book) -> None:
    book.write("A1:A3", [["a"], ["b"], ["c"]])
    place = {"dimensionRange": {"dimension": "ROWS", "startIndex": 1, "endIndex": 2}}
    mark = {"metadataKey": "mã", "metadataValue": "T1", "visibility": "DOCUMENT", "location": place}
    book.batch(
        {"createDeveloperMetadata": {"developerMetadata": mark}},
        {"insertDimension": {"range": {"dimension": "ROWS", "startIndex": 0, "endIndex": 1}}},
    )
    by_mark = {"developerMetadataLookup": {"metadataKey": "mã"}}
    path = f"{BOOKS}/{book.id}/values"

    read = book.google.json("POST", f"{path}:batchGetByDataFilter", json={"dataFilters": [by_mark]})
    assert [item["valueRange"]["range"] for item in read["valueRanges"]] == ["Sheet1!A3:Z3"]
    assert read["valueRanges"][0]["valueRange"]["values"] == [["b"]]

    data = [{"dataFilter": by_mark, "values": [["B"]]}]
    body = {"valueInputOption": "RAW", "data": data}
    written = book.google.json("POST", f"{path}:batchUpdateByDataFilter", json=body)
    assert (written["totalUpdatedCells"], written["responses"][0]["dataFilter"]) == (1, by_mark)
    assert book.values("A1:A4") == [[], ["a"], ["B"], ["c"]]

    cleared = book.google.json("POST", f"{path}:batchClearByDataFilter", json={"dataFilters": [by_mark]})
    assert cleared["clearedRanges"] == ["Sheet1!A3:Z3"]


def test_a_spreadsheet_is_read_by_a_filter(filled: Book) -> None:
    body = {"dataFilters": [{"a1Range": "'Tổ Toán'!A1:B2"}], "includeGridData": True}
    answer = filled.google.json("POST", f"{BOOKS}/{filled.id}:getByDataFilter", json=body)
    assert [sheet["properties"]["sheetId"] for sheet in answer["sheets"]] == [7]
    assert len(answer["sheets"][0]["data"][0]["columnMetadata"]) == 2


def test_marks_are_searched_changed_and_deleted(filled: Book) -> None:
    by_key = {"developerMetadataLookup": {"metadataKey": "x"}}
    path = f"{BOOKS}/{filled.id}/developerMetadata"
    found = filled.google.json("POST", f"{path}:search", json={"dataFilters": [by_key]})
    assert [m["developerMetadata"]["metadataId"] for m in found["matchedDeveloperMetadata"]] == [1]
    change = {"dataFilters": [by_key], "developerMetadata": {"metadataValue": "v"}, "fields": "metadataValue"}
    filled.batch({"updateDeveloperMetadata": change})
    assert filled.google.json("GET", f"{path}/1")["metadataValue"] == "v"
    filled.batch({"deleteDeveloperMetadata": {"dataFilter": by_key}})
    assert filled.google("GET", f"{path}/1").status_code == 404


# --- creating --------------------------------------------------------------------------------------


def test_a_spreadsheet_is_created_with_all_that_is_given(google: Caller) -> None:
    made = google.json("POST", BOOKS, json={
        "properties": {"title": "Sổ", "locale": "vi_VN", "timeZone": "Asia/Ho_Chi_Minh"},
        "sheets": [{
            "properties": {"title": "Tổ Toán", "gridProperties": {"rowCount": 3, "columnCount": 2}},
            "data": [{"rowData": [{"values": [cell(numberValue=9.25)]}]}],
            "merges": [area(1, 0, 2, 2)],
        }],
        "namedRanges": [{"name": "Điểm", "range": area(0, 0, 1, 1)}],
    })  # fmt: skip
    [sheet] = made["sheets"]
    assert (sheet["properties"]["title"], sheet["merges"]) == ("Tổ Toán", [area(1, 0, 2, 2)])
    values = google.json("GET", f"{BOOKS}/{made['spreadsheetId']}/values/Điểm")
    assert (values["range"], values["values"]) == ("'Tổ Toán'!A1", [["9,25"]])


def test_an_unchanged_spreadsheet_keeps_its_version(book: Book) -> None:
    book.write("A1", [["x"]], "RAW")
    before = book.google.file(book.id, "version,modifiedTime")
    book.write("A1", [["x"]], "RAW")
    assert book.google.file(book.id, "version,modifiedTime") == before


def test_only_who_may_write_writes(book: Book, caller_for: Callable[..., Caller]) -> None:
    book.google.share(book.id, "doc@truong.edu.vn", "reader")
    reader, stranger = caller_for("doc@truong.edu.vn"), caller_for("ai.do@truong.edu.vn")
    body = {"requests": [{"addSheet": {}}]}
    assert reader("GET", f"{BOOKS}/{book.id}").status_code == 200
    assert reader("POST", f"{BOOKS}/{book.id}:batchUpdate", json=body).status_code == 403
    assert stranger("GET", f"{BOOKS}/{book.id}").status_code == 403
    assert stranger("GET", f"{BOOKS}/nowhere").status_code == 404


def test_what_gspread_formatting_sends_is_taken_as_google_takes_it(google: Caller) -> None:
    """Found by its own tests: lists in lists of requests, masks into lists, rules of empty ranges."""
    made = google.json("POST", "/v4/spreadsheets", json={})["spreadsheetId"]
    runs = [{"startIndex": 0, "format": {"bold": True}}, {"startIndex": 2, "format": {"italic": True}}]
    cell = {"userEnteredValue": {"stringValue": "Tổ"}, "textFormatRuns": runs}
    one = {"startRowIndex": 0, "endRowIndex": 1, "startColumnIndex": 0, "endColumnIndex": 1}
    fields = "userEnteredValue,textFormatRuns.startIndex,textFormatRuns.format.bold"
    boolean = {"condition": {"type": "NOT_BLANK"}, "format": {"textFormat": {"bold": True}}}
    rule = {"ranges": [one | {"endRowIndex": 0}], "booleanRule": boolean}
    batch = [
        [{"repeatCell": {"range": one, "cell": cell, "fields": fields}}],
        {"addConditionalFormatRule": {"rule": rule, "index": 0}},
    ]
    google.json("POST", f"/v4/spreadsheets/{made}:batchUpdate", json={"requests": batch})
    shown = google.json("GET", f"/v4/spreadsheets/{made}", params={"includeGridData": "true", "ranges": "A1"})
    [sheet] = shown["sheets"]
    assert sheet["data"][0]["rowData"][0]["values"][0]["textFormatRuns"] == runs
    assert len(sheet["conditionalFormats"]) == 1


def test_dates_are_shown_as_texts_beside_formulas_too(google: Caller) -> None:
    """As gspread-dataframe reads a sheet back: FORMULA with FORMATTED_STRING."""
    made = google.json("POST", "/v4/spreadsheets", json={})["spreadsheetId"]
    typed = {"values": [["2017-03-04", "=1+1", "5"]]}
    where = f"/v4/spreadsheets/{made}/values/A1"
    google.json("PUT", where, params={"valueInputOption": "USER_ENTERED"}, json=typed)
    how = {"valueRenderOption": "FORMULA", "dateTimeRenderOption": "FORMATTED_STRING"}
    found = google.json("GET", f"{where}:C1", params=how)["values"]
    assert found == [["2017-03-04", "=1+1", 5]]
