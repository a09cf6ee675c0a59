"""The real gspread against the stand-in, area by area: each answer is the one that Google gives."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import gspread
import pytest
from gspread.exceptions import APIError, SpreadsheetNotFound, WorksheetNotFound
from gspread.utils import ExportFormat, TableDirection, ValidationConditionType, ValueRenderOption
from standin_caller import OTHER_TEACHER, TEACHER

from service.google.session import GoogleSession, gspread_client

Json = dict[str, Any]

NAMES = [["Mã", "Tên", "Điểm"], ["T1", "Tổ Toán", "9"], ["T2", "Tổ Văn", "7"], ["T3", "Tổ Anh", "8"]]


@pytest.fixture
def client(session: GoogleSession) -> gspread.Client:
    return gspread_client(session)


@pytest.fixture
def book(client: gspread.Client) -> gspread.Spreadsheet:
    return client.create("Sổ theo dõi")


@pytest.fixture
def tab(book: gspread.Spreadsheet) -> gspread.Worksheet:
    """A tab with a header and three rows."""
    book.sheet1.update(NAMES, "A1")
    return book.sheet1


def shown(tab: gspread.Worksheet, key: str | None = None) -> Any:
    """The tab (or a part of it) as spreadsheets.get has it now."""
    found = next(
        sheet
        for sheet in tab.spreadsheet.fetch_sheet_metadata()["sheets"]
        if sheet["properties"]["sheetId"] == tab.id
    )
    return found if key is None else found.get(key)


def grid(tab: gspread.Worksheet) -> Json:
    properties: Json = shown(tab)["properties"]["gridProperties"]
    return properties


# --- values ----------------------------------------------------------------------------------------


def test_typing_depends_on_the_locale_and_raw_text_does_not(book: gspread.Spreadsheet) -> None:
    book.update_locale("vi_VN")
    row = [["9,25", "1.234,5", "04/3/2025", "0123", "50%", "TRUE", "=1,5+1"]]
    book.sheet1.update(row, "A1", raw=False)
    book.sheet1.update(row, "A2", raw=True)

    typed, raw = book.sheet1.get("A1:G2", value_render_option=ValueRenderOption.unformatted)
    assert typed == [9.25, 1234.5, 45720, 123, 0.5, True, 2.5]
    assert raw == row[0]
    assert book.sheet1.get("A1:G1") == [["9,25", "1.234,50", "04/3/2025", "123", "50%", "TRUE", "2,5"]]
    assert book.sheet1.get("A2:G2") == row


def test_a_formula_is_read_as_typed_and_a_date_as_its_number(book: gspread.Spreadsheet) -> None:
    book.sheet1.update([["=4/2", "2020-01-01", "chữ", 53]], "A1", raw=False)
    read = book.sheet1.get("A1:D1", value_render_option=ValueRenderOption.formula)
    assert read == [["=4/2", 43831, "chữ", 53]]
    assert book.sheet1.get("A1:D1") == [["2", "2020-01-01", "chữ", "53"]]
    dates = book.values_get(
        "A1:D1",
        {"valueRenderOption": "UNFORMATTED_VALUE", "dateTimeRenderOption": "FORMATTED_STRING"},
    )
    assert dates["values"] == [[2, "2020-01-01", "chữ", 53]]


def test_an_update_says_what_it_wrote(tab: gspread.Worksheet) -> None:
    answer = tab.update([["x", None, ""]], "B2", include_values_in_response=True)
    counts = {key: answer[key] for key in ("updatedRange", "updatedRows", "updatedColumns", "updatedCells")}
    assert counts == {
        "updatedRange": "Sheet1!B2:D2", "updatedRows": 1, "updatedColumns": 3, "updatedCells": 2,
    }  # fmt: skip
    assert answer["updatedData"]["values"] == [["x", "9"]]


def test_a_batch_counts_rows_and_columns_once(tab: gspread.Worksheet) -> None:
    data = [{"range": "A1:D1", "values": [["a", "b", "", "d"]]}, {"range": "A9:D9", "values": [["e"] * 4]}]
    answer = tab.batch_update(data)
    assert {key: value for key, value in answer.items() if key.startswith("total")} == {
        "totalUpdatedRows": 2, "totalUpdatedColumns": 4, "totalUpdatedCells": 8, "totalUpdatedSheets": 1,
    }  # fmt: skip
    assert tab.batch_get(["A1:D1", "C9:D9", "H1:I2"]) == [[["a", "b", "", "d"]], [["e", "e"]], []]


def test_writing_beyond_the_grid_or_the_range_is_refused(tab: gspread.Worksheet) -> None:
    tab.resize(4, 3)
    for values, where, message in (
        ([["x"] * 4], "A1", "exceeds grid limits. Max rows: 4, max columns: 3"),
        ([["x"]], "A5", "exceeds grid limits. Max rows: 4, max columns: 3"),
        (
            [["x"], ["y"]],
            "A1:B1",
            r"Requested writing within range \[Sheet1!A1:B1\], but tried writing to row",
        ),
    ):
        with pytest.raises(APIError, match=message):
            tab.update(values, where)
    assert tab.get_all_values() == NAMES


def test_appending_finds_the_table_and_grows_the_grid(tab: gspread.Worksheet) -> None:
    tab.resize(4, 3)
    answer = tab.append_rows([["T4", "Tổ Lý", "6"], ["T5", "Tổ Hóa", "5"]])
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!A1:C4", "Sheet1!A5:C6")
    assert grid(tab)["rowCount"] == 6


def test_appending_inserts_rows_where_asked(tab: gspread.Worksheet) -> None:
    tab.update([["Ghi chú"]], "A8")
    answer = tab.append_rows([["T4"]], insert_data_option="INSERT_ROWS", table_range="A1:C4")
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!A1:C4", "Sheet1!A5")
    assert tab.acell("A9").value == "Ghi chú"
    assert grid(tab)["rowCount"] == 1001


def test_appending_goes_below_the_last_of_several_tables(book: gspread.Spreadsheet) -> None:
    book.sheet1.append_row(["a", "", "c"])
    answer = book.sheet1.append_row(["a", "", "c"])
    assert (answer["tableRange"], answer["updates"]["updatedRange"]) == ("Sheet1!C1", "Sheet1!C2:E2")
    answer = book.sheet1.append_row(["x"], table_range="A1")
    assert answer["tableRange"] == "Sheet1!A1"


def test_clearing_keeps_notes_and_formats(tab: gspread.Worksheet) -> None:
    tab.insert_note("A1", "Cột khóa")
    assert tab.batch_clear(["A1:B1", "C2"])["clearedRanges"] == ["Sheet1!A1:B1", "Sheet1!C2"]
    assert tab.get("A1:C2") == [["", "", "Điểm"], ["T1", "Tổ Toán"]]
    assert tab.get_note("A1") == "Cột khóa"
    assert tab.clear()["clearedRange"] == "Sheet1!A1:Z1000"
    assert tab.get_all_values() == [[]]


def test_finding_and_records(tab: gspread.Worksheet) -> None:
    assert tab.find("Tổ Văn").address == "B3"
    assert len(tab.findall("T", in_column=1)) == 0
    assert [record["Điểm"] for record in tab.get_all_records()] == [9, 7, 8]
    assert tab.expand("A2", TableDirection.down) == [["T1"], ["T2"], ["T3"]]
    assert tab.row_values(2) == NAMES[1]
    assert tab.col_values(1) == ["Mã", "T1", "T2", "T3"]


# --- rows, columns, order --------------------------------------------------------------------------


def test_inserting_and_deleting_rows_and_columns(tab: gspread.Worksheet) -> None:
    answer = tab.insert_rows([["x", "y"], ["z"]], 2, inherit_from_before=True)
    assert (answer["updates"]["updatedRange"], answer["updates"]["updatedCells"]) == ("Sheet1!A2:B3", 3)
    tab.insert_cols([["1", "2"], ["3"]], 1)
    assert tab.row_values(1) == ["1", "3", "Mã", "Tên", "Điểm"]
    tab.delete_rows(2, 3)
    tab.delete_columns(1, 2)
    assert tab.get_all_values() == NAMES
    assert (grid(tab)["rowCount"], grid(tab)["columnCount"]) == (1000, 26)


def test_all_rows_cannot_go(tab: gspread.Worksheet) -> None:
    with pytest.raises(APIError, match="You can't delete all the rows on the sheet"):
        tab.delete_rows(1, 1000)


def test_sorting_leaves_the_header_and_puts_blanks_last(tab: gspread.Worksheet) -> None:
    tab.freeze(rows=1)
    tab.update([["", "Chưa có mã"]], "A5")
    tab.sort((3, "des"))
    assert tab.col_values(3) == ["Điểm", "9", "8", "7"]
    tab.sort((1, "asc"), range="A2:C5")
    assert tab.col_values(2) == ["Tên", "Tổ Toán", "Tổ Văn", "Tổ Anh", "Chưa có mã"]


def test_freezing_hiding_and_sizes(tab: gspread.Worksheet) -> None:
    tab.freeze(2, 1)
    assert (grid(tab)["frozenRowCount"], grid(tab)["frozenColumnCount"]) == (2, 1)
    tab.freeze(0, 0)
    assert not {"frozenRowCount", "frozenColumnCount"} & grid(tab).keys()
    tab.hide_gridlines()
    assert grid(tab)["hideGridlines"] is True
    tab.show_gridlines()
    assert "hideGridlines" not in grid(tab)
    tab.hide_columns(0, 2)
    tab.hide_rows(1, 2)
    fields = {"ranges": "Sheet1!A1:C3", "fields": "sheets.data(rowMetadata,columnMetadata)"}
    [data] = tab.spreadsheet.fetch_sheet_metadata(fields)["sheets"][0]["data"]
    assert [column.get("hiddenByUser", False) for column in data["columnMetadata"]] == [True, True, False]
    assert data["rowMetadata"] == [
        {"pixelSize": 21},
        {"pixelSize": 21, "hiddenByUser": True},
        {"pixelSize": 21},
    ]


def test_all_rows_cannot_be_frozen(tab: gspread.Worksheet) -> None:
    tab.resize(4, 3)
    with pytest.raises(APIError, match="You can't freeze all visible rows"):
        tab.freeze(rows=4)


def test_groups_nest_and_go_one_by_one(tab: gspread.Worksheet) -> None:
    tab.add_dimension_group_rows(0, 4)
    answer = tab.add_dimension_group_rows(1, 3)
    groups = answer["replies"][0]["addDimensionGroup"]["dimensionGroups"]
    assert [(g["range"]["startIndex"], g["range"]["endIndex"], g["depth"]) for g in groups] == [
        (0, 4, 1), (1, 3, 2),
    ]  # fmt: skip
    assert tab.list_dimension_group_rows() == groups
    assert grid(tab)["rowGroupControlAfter"] is True
    tab.delete_dimension_group_rows(1, 3)
    tab.delete_dimension_group_rows(0, 4)
    assert tab.list_dimension_group_rows() == []
    assert tab.list_dimension_group_columns() == []


# --- tabs ------------------------------------------------------------------------------------------


def test_tabs_are_added_copied_moved_and_deleted(book: gspread.Spreadsheet) -> None:
    second = book.add_worksheet("Tổ Văn", 5, 3)
    copied = second.duplicate(new_sheet_name="Bản sao", insert_sheet_index=1)
    assert [sheet.title for sheet in book.worksheets()] == ["Sheet1", "Bản sao", "Tổ Văn"]
    assert (copied.row_count, copied.col_count, copied.index) == (5, 3, 1)
    book.reorder_worksheets(book.worksheets()[::-1])
    assert [sheet.title for sheet in book.worksheets()] == ["Tổ Văn", "Bản sao", "Sheet1"]
    book.sheet1.update_index(3)
    assert [sheet.title for sheet in book.worksheets()] == ["Bản sao", "Sheet1", "Tổ Văn"]
    book.del_worksheet(copied)
    assert [sheet.title for sheet in book.worksheets()] == ["Sheet1", "Tổ Văn"]
    with pytest.raises(WorksheetNotFound):
        book.worksheet("Bản sao")


def test_titles_are_told_apart_without_regard_to_case(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match='A sheet with the name "SHEET1" already exists'):
        book.add_worksheet("SHEET1", 1, 1)


def test_one_tab_always_stays_visible(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="You can't hide all the sheets in a document"):
        book.sheet1.hide()
    with pytest.raises(APIError, match="You can't remove all the"):
        book.del_worksheet(book.sheet1)
    book.add_worksheet("Khác", 1, 1).hide()
    assert [sheet.title for sheet in book.worksheets(exclude_hidden=True)] == ["Sheet1"]


def test_a_tab_s_colour_comes_and_goes(tab: gspread.Worksheet) -> None:
    tab.update_tab_color("#FF0000")
    properties = shown(tab)["properties"]
    assert properties["tabColor"] == {"red": 1}
    assert properties["tabColorStyle"] == {"rgbColor": {"red": 1}}
    tab.clear_tab_color()
    assert not {"tabColor", "tabColorStyle"} & shown(tab)["properties"].keys()


def test_a_tab_is_copied_into_another_spreadsheet(client: gspread.Client, tab: gspread.Worksheet) -> None:
    other = client.create("Sổ khác")
    answer = tab.copy_to(other.id)
    assert (answer["title"], answer["index"]) == ("Copy of Sheet1", 1)
    assert other.worksheet("Copy of Sheet1").get_all_values() == NAMES


# --- looks -----------------------------------------------------------------------------------------


def test_a_format_is_kept_in_both_forms_of_its_colours(tab: gspread.Worksheet) -> None:
    colour = {"red": 0.5, "blue": 112}
    tab.batch_format([
        {"range": "A1:B1", "format": {"textFormat": {"bold": True}, "backgroundColor": colour}},
        {"range": "A1", "format": {"horizontalAlignment": "CENTER"}},
    ])  # fmt: skip
    fields = "sheets.data.rowData.values(userEnteredFormat,effectiveFormat.textFormat.bold)"
    answer = tab.spreadsheet.fetch_sheet_metadata({"ranges": "Sheet1!A1:C1", "fields": fields})
    first, second, third = answer["sheets"][0]["data"][0]["rowData"][0]["values"]
    # 127/255, and what is left of 112 × 255 in eight bits.
    steps = {"red": 0.49803922, "blue": 0.5647059}
    assert first["userEnteredFormat"] == {
        "backgroundColor": steps, "backgroundColorStyle": {"rgbColor": steps},
        "textFormat": {"bold": True}, "horizontalAlignment": "CENTER",
    }  # fmt: skip
    assert "horizontalAlignment" not in second["userEnteredFormat"]
    assert third == {"effectiveFormat": {"textFormat": {"bold": False}}}


def test_merges_by_kind_and_through_the_middle(tab: gspread.Worksheet) -> None:
    tab.merge_cells("D1:E2", "MERGE_COLUMNS")
    tab.batch_merge([{"range": "A6:B7"}, {"range": "A8:B9", "mergeType": "MERGE_ROWS"}])
    assert [(m["startRowIndex"], m["startColumnIndex"]) for m in shown(tab, "merges")] == [
        (0, 3), (0, 4), (5, 0), (7, 0), (8, 0),
    ]  # fmt: skip
    with pytest.raises(APIError, match="You must select all cells in a merged range"):
        tab.unmerge_cells("A6:A7")
    tab.unmerge_cells("A1:Z1000")
    assert shown(tab, "merges") is None


def test_notes_of_cells(tab: gspread.Worksheet) -> None:
    tab.insert_notes({"A1": "khóa", "C2": "trên 10"})
    tab.update_note("A1", "khóa chính")
    assert tab.get_notes() == [["khóa chính"], ["", "", "trên 10"]]
    tab.clear_notes(["A1", "C2"])
    assert tab.get_notes() == [[]]


def test_a_validation_rule_is_kept_on_each_cell(tab: gspread.Worksheet) -> None:
    tab.add_validation("C2:C3", ValidationConditionType.one_of_list, ["Đạt", "Chưa đạt"], showCustomUi=True)
    answer = tab.spreadsheet.fetch_sheet_metadata(
        {"ranges": "Sheet1!C2:C4", "fields": "sheets.data.rowData.values.dataValidation"}
    )
    rows = answer["sheets"][0]["data"][0]["rowData"]
    rule = rows[0]["values"][0]["dataValidation"]
    assert rule["condition"] == {
        "type": "ONE_OF_LIST", "values": [{"userEnteredValue": "Đạt"}, {"userEnteredValue": "Chưa đạt"}],
    }  # fmt: skip
    assert (rule["showCustomUi"], len(rows)) == (True, 2)


# --- filters, names, protection --------------------------------------------------------------------


def test_the_filter_of_a_tab_has_closed_sides(tab: gspread.Worksheet) -> None:
    tab.resize(20, 5)
    tab.set_basic_filter()
    assert shown(tab, "basicFilter") == {
        "range": {"startRowIndex": 0, "endRowIndex": 20, "startColumnIndex": 0, "endColumnIndex": 5}
    }
    tab.set_basic_filter("B1:C2")
    assert shown(tab, "basicFilter")["range"]["startColumnIndex"] == 1
    tab.clear_basic_filter()
    assert shown(tab, "basicFilter") is None


def test_a_name_is_defined_read_and_deleted(tab: gspread.Worksheet) -> None:
    answer = tab.define_named_range("A1:B2", "Bảng_điểm")
    number = answer["replies"][0]["addNamedRange"]["namedRange"]["namedRangeId"]
    assert tab.get("Bảng_điểm") == [["Mã", "Tên"], ["T1", "Tổ Toán"]]
    tab.insert_row(["mới"], 1)
    assert tab.get("Bảng_điểm") == [["Mã", "Tên"], ["T1", "Tổ Toán"]]
    with pytest.raises(APIError, match="Name already exists"):
        tab.define_named_range("A1", "bảng_điểm")
    tab.delete_named_range(number)
    assert tab.spreadsheet.list_named_ranges() == []
    with pytest.raises(APIError, match="Cannot find named range with id"):
        tab.delete_named_range(number)


@pytest.mark.parametrize("warning_only", [True, False])
def test_whoever_protects_a_range_may_edit_it(tab: gspread.Worksheet, warning_only: bool) -> None:
    answer = tab.add_protected_range("A1:B2", warning_only=warning_only, description="khóa")
    number = answer["replies"][0]["addProtectedRange"]["protectedRange"]["protectedRangeId"]
    [kept] = tab.spreadsheet.list_protected_ranges(tab.id)
    assert (kept["description"], kept["requestingUserCanEdit"]) == ("khóa", True)
    assert len(kept["editors"]["users"]) == 1
    assert kept.get("warningOnly", False) is warning_only
    tab.delete_protected_range(number)
    assert tab.spreadsheet.list_protected_ranges(tab.id) == []


# --- spreadsheets and files ------------------------------------------------------------------------


def test_a_spreadsheet_s_own_properties(book: gspread.Spreadsheet) -> None:
    book.update_title("🎊 Sổ mới")
    book.update_timezone("Asia/Ho_Chi_Minh")
    book.update_locale("vi_VN")
    again = book.client.spreadsheets_get(book.id)["properties"]
    assert (again["title"], again["timeZone"], again["locale"]) == ("🎊 Sổ mới", "Asia/Ho_Chi_Minh", "vi_VN")
    assert book.get_lastUpdateTime() >= book.creationTime


def test_a_locale_or_zone_that_there_is_not_is_refused(book: gspread.Spreadsheet) -> None:
    with pytest.raises(APIError, match="Unsupported locale: tiếng Việt"):
        book.update_locale("tiếng Việt")
    with pytest.raises(APIError, match="Invalid time zone: Hà Nội"):
        book.update_timezone("Hà Nội")


def test_a_csv_replaces_all_tabs_by_one_called_like_the_file(
    client: gspread.Client, book: gspread.Spreadsheet
) -> None:
    book.add_worksheet("Khác", 1, 1)
    client.import_csv(book.id, "Mã,Điểm\nT1,9\n")
    [tab] = client.open_by_key(book.id).worksheets()
    assert (tab.title, tab.get_all_values()) == ("Sổ theo dõi", [["Mã", "Điểm"], ["T1", "9"]])


def test_exports_are_texts_or_refused(book: gspread.Spreadsheet, tab: gspread.Worksheet) -> None:
    assert (
        book.export(ExportFormat.CSV).decode() == "Mã,Tên,Điểm\r\nT1,Tổ Toán,9\r\nT2,Tổ Văn,7\r\nT3,Tổ Anh,8"
    )
    assert book.export(ExportFormat.TSV).decode().startswith("Mã\tTên")
    with pytest.raises(APIError, match="conversion is not supported"):
        book.export(ExportFormat.PDF)


def test_a_copy_has_the_same_tabs_under_the_same_ids(
    client: gspread.Client, book: gspread.Spreadsheet, tab: gspread.Worksheet
) -> None:
    tab.merge_cells("A1:B1")
    copied = client.copy(book.id)
    assert copied.title == "Copy of Sổ theo dõi"
    assert copied.fetch_sheet_metadata()["sheets"] == book.fetch_sheet_metadata()["sheets"]


def test_sharing_lets_people_read_or_write(
    book: gspread.Spreadsheet, session_for: Callable[..., GoogleSession]
) -> None:
    book.share(TEACHER, perm_type="user", role="reader", notify=False)
    theirs = gspread_client(session_for(TEACHER)).open_by_key(book.id)
    with pytest.raises(APIError, match="does not have permission"):
        theirs.sheet1.update([["x"]], "A1")
    book.share(TEACHER, perm_type="user", role="writer", notify=False)
    theirs.sheet1.update([["x"]], "A1")
    assert book.remove_permissions(TEACHER) != []
    with pytest.raises(APIError, match="does not have permission"):
        theirs.fetch_sheet_metadata()


def test_ownership_passes_on_when_the_new_owner_accepts(
    book: gspread.Spreadsheet, session_for: Callable[..., GoogleSession]
) -> None:
    def roles() -> dict[str, str]:
        return {p["emailAddress"]: p["role"] for p in book.list_permissions()}

    for address in (TEACHER, OTHER_TEACHER):
        book.share(address, perm_type="user", role="writer", notify=False)
    numbers = {p["emailAddress"]: p["id"] for p in book.list_permissions()}
    book.transfer_ownership(numbers[TEACHER])
    assert roles()[TEACHER] == "writer"

    others = gspread_client(session_for(OTHER_TEACHER)).open_by_key(book.id)
    with pytest.raises(APIError, match="sufficient permissions"):
        others.accept_ownership(numbers[OTHER_TEACHER])
    theirs = gspread_client(session_for(TEACHER)).open_by_key(book.id)
    theirs.accept_ownership(numbers[TEACHER])

    assert roles()[TEACHER] == "owner"
    assert sorted(roles().values()) == ["owner", "writer", "writer"]


def test_what_is_not_there_or_not_for_one(
    client: gspread.Client, book: gspread.Spreadsheet, session_for: Callable[..., GoogleSession]
) -> None:
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key("test")
    with pytest.raises(SpreadsheetNotFound):
        client.open("Không có sổ này")
    with pytest.raises(PermissionError):
        gspread_client(session_for(TEACHER)).open_by_key(book.id)
    client.del_spreadsheet(book.id)
    with pytest.raises(SpreadsheetNotFound):
        client.open_by_key(book.id)
