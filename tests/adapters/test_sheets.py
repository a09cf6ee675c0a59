"""The real gspread against the stand-in: the principal works in the sheet, and nothing of hers is lost."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

import gspread
import pytest

from service.google.session import GoogleSession, gspread_client
from sheets.activity_table import ACTIVITY_COLUMNS
from sheets.errors import ColumnsMissingError, SheetGoneError, SheetsError
from sheets.owned import Colour, Kind, OwnedColumn, OwnedTab, Owner, StackedChart
from sheets.owned_changes import plan_changes
from sheets.owned_rows import OwnedRows, read_owned
from sheets.owned_setup import setup_requests, upgrade_requests
from sheets.reading import read_workbook
from sheets.requests import Request
from sheets.tables import read_table
from sheets.values import CellValue, to_cell
from sheets.workbook import Workbook
from sheets.writing import apply, furnish, plain_tab, settle

CHART = StackedChart(chart_id=77, title="Độ phủ", domain="code", series=(("count", "#38761D"),))
REVIEW = OwnedTab(
    key="review",
    title="Theo dõi",
    sheet_id=101,
    columns=(
        OwnedColumn(key="code", title="Mã", owner=Owner.SERVICE),
        OwnedColumn(key="status", title="Tình trạng", owner=Owner.SERVICE),
        OwnedColumn(key="count", title="Số hoạt động", owner=Owner.SERVICE, kind=Kind.NUMBER),
        OwnedColumn(key="last", title="Cập nhật lần cuối", owner=Owner.SERVICE, kind=Kind.DATE),
        OwnedColumn(
            key="verdict",
            title="Đánh giá của Hiệu trưởng",
            owner=Owner.PERSON,
            kind=Kind.CHOICE,
            choices=("Đạt", "Chưa đạt"),
        ),
        OwnedColumn(key="note", title="Ý kiến chỉ đạo", owner=Owner.PERSON),
    ),
    colours=(Colour(column="status", text="Quá hạn", background="#F4CCCC"),),
    chart=CHART,
    frozen_columns=1,
)
CODES = [f"II.1.{letter}" for letter in "abcde"] + [f"II.2.{letter}" for letter in "abcd"]
DESIRED: dict[str, dict[str, CellValue]] = {
    f"6T:{code}": {
        "code": code,
        "status": ("Hoàn thành", "Quá hạn", "Chưa có báo cáo")[number % 3],
        "count": number,
        "last": dt.date(2025, 4, 18) - dt.timedelta(days=number) if number else None,
    }
    for number, code in enumerate(CODES)
}


def new_spreadsheet(client: gspread.Client, title: str, *, setup: Sequence[Request]) -> str:
    """Made in Drive, as the service does, and given its tabs."""
    spreadsheet_id = str(client.create(title).id)
    furnish(client, spreadsheet_id, setup, name=title)
    return spreadsheet_id


@pytest.fixture
def client(session: GoogleSession) -> gspread.Client:
    return gspread_client(session)


@pytest.fixture
def school(client: gspread.Client) -> str:
    """A school's spreadsheet whose rows are written and whose every row the principal has commented."""
    spreadsheet_id = new_spreadsheet(client, "Đúng Hạn – thử", setup=setup_requests([REVIEW]))
    plan = plan_changes(read_workbook(client, spreadsheet_id), REVIEW, DESIRED)
    owned = read_owned(apply(client, spreadsheet_id, plan), REVIEW)
    for key, row in owned.by_key.items():
        her_cell(client, spreadsheet_id, row.row, owned.columns["note"], f"ý kiến về {key}")
    return spreadsheet_id


def her_batch(client: gspread.Client, spreadsheet_id: str, *requests: dict[str, Any]) -> None:
    """What the principal does in her browser."""
    client.http_client.batch_update(spreadsheet_id, {"requests": list(requests)})


def her_cell(client: gspread.Client, spreadsheet_id: str, row: int, column: int, text: str) -> None:
    start = {"sheetId": REVIEW.sheet_id, "rowIndex": row, "columnIndex": column}
    update = {"start": start, "rows": [{"values": [to_cell(text)]}], "fields": "userEnteredValue"}
    her_batch(client, spreadsheet_id, {"updateCells": update})


def owned_now(client: gspread.Client, spreadsheet_id: str) -> OwnedRows:
    return read_owned(read_workbook(client, spreadsheet_id), REVIEW)


def notes(owned: OwnedRows) -> dict[str, CellValue]:
    return {key: row.values["note"] for key, row in owned.by_key.items()}


def machine(owned: OwnedRows) -> dict[str, dict[str, CellValue]]:
    return {key: {c: row.values[c] for c in REVIEW.service_keys} for key, row in owned.by_key.items()}


NOTES = {key: f"ý kiến về {key}" for key in DESIRED}

SORT = {
    "sortRange": {
        "range": {
            "sheetId": 101,
            "startRowIndex": 1,
            "endRowIndex": len(DESIRED) + 1,
            "startColumnIndex": 0,
            "endColumnIndex": len(REVIEW.all_columns),
        },
        "sortSpecs": [{"dimensionIndex": 2, "sortOrder": "DESCENDING"}],
    }
}


def rename(column: int, text: str) -> dict[str, Any]:
    start = {"sheetId": 101, "rowIndex": 0, "columnIndex": column}
    return {
        "updateCells": {"start": start, "rows": [{"values": [to_cell(text)]}], "fields": "userEnteredValue"}
    }


def insert(which: str, at: int) -> dict[str, Any]:
    where = {"sheetId": 101, "dimension": which, "startIndex": at, "endIndex": at + 1}
    return {"insertDimension": {"range": where, "inheritFromBefore": False}}


def hide(which: str, at: int) -> dict[str, Any]:
    where = {"sheetId": 101, "dimension": which, "startIndex": at, "endIndex": at + 1}
    return {
        "updateDimensionProperties": {
            "range": where,
            "properties": {"hiddenByUser": True},
            "fields": "hiddenByUser",
        }
    }


FILTER = {
    "setBasicFilter": {
        "filter": {
            "range": {
                "sheetId": 101,
                "startRowIndex": 0,
                "endRowIndex": 50,
                "startColumnIndex": 0,
                "endColumnIndex": 7,
            },
            "criteria": {"2": {"hiddenValues": ["Quá hạn"]}},
        }
    }
}

HER_MOVES = {
    "sorts": [SORT],
    "renames three headers": [rename(0, "Số"), rename(2, "Ra sao rồi"), rename(6, "Tôi dặn")],
    "inserts a column": [insert("COLUMNS", 2)],
    "inserts a row above and one between": [insert("ROWS", 0), insert("ROWS", 4)],
    "hides and filters": [hide("COLUMNS", 3), hide("ROWS", 2), FILTER],
    "does all of it": [
        SORT,
        rename(0, "Số"),
        rename(2, "Ra sao rồi"),
        rename(6, "Tôi dặn"),
        FILTER,
        hide("COLUMNS", 3),
        insert("COLUMNS", 2),
        insert("ROWS", 4),
    ],
}


def test_a_new_spreadsheet_has_our_tabs_in_vietnamese_locale_and_zone(
    client: gspread.Client, session: GoogleSession
) -> None:
    spreadsheet_id = str(client.create("Đúng Hạn – thử").id)
    before = session.calls.total
    workbook = furnish(client, spreadsheet_id, setup_requests([REVIEW]), name="Đúng Hạn – thử")
    assert session.calls.total - before == 2
    assert workbook == read_workbook(client, spreadsheet_id)
    assert (workbook.title, workbook.locale, workbook.time_zone) == (
        "Đúng Hạn – thử",
        "vi_VN",
        "Asia/Ho_Chi_Minh",
    )
    assert [tab.title for tab in workbook.tabs] == ["Theo dõi"]
    assert workbook.tabs[0].chart_ids == (CHART.chart_id,)
    assert {mark.value for mark in workbook.tabs[0].marks} == {c.key for c in REVIEW.all_columns}
    assert setup_requests([REVIEW], workbook=workbook) == ()


def test_setting_a_tab_up_twice_fails_as_a_whole(client: gspread.Client, school: str) -> None:
    with pytest.raises(SheetsError) as caught:
        apply(client, school, setup_requests([REVIEW]))
    assert caught.value.permanent


def test_what_was_written_is_read_back_and_nothing_is_left_to_write(
    client: gspread.Client, school: str
) -> None:
    workbook = read_workbook(client, school)
    assert machine(read_owned(workbook, REVIEW)) == DESIRED
    assert plan_changes(workbook, REVIEW, DESIRED) == ()


@pytest.mark.parametrize("moves", HER_MOVES.values(), ids=HER_MOVES.keys())
def test_the_principals_words_stay_on_their_rows_and_an_unchanged_run_plans_nothing(
    client: gspread.Client, school: str, moves: list[dict[str, Any]]
) -> None:
    her_batch(client, school, *moves)
    workbook = read_workbook(client, school)
    assert notes(read_owned(workbook, REVIEW)) == NOTES
    assert plan_changes(workbook, REVIEW, DESIRED, remove_missing=True) == ()


@pytest.mark.parametrize("moves", HER_MOVES.values(), ids=HER_MOVES.keys())
def test_changed_statuses_land_on_the_right_rows_after_she_moved_things(
    client: gspread.Client, school: str, moves: list[dict[str, Any]]
) -> None:
    her_batch(client, school, *moves)
    changed = {key: values | {"status": f"Mới {key}"} for key, values in DESIRED.items()}
    changed["6T:III.1"] = {"code": "III.1", "status": "Chưa đến kỳ"}
    plan = plan_changes(read_workbook(client, school), REVIEW, changed)
    owned = read_owned(apply(client, school, plan), REVIEW)
    statuses = {key: values["status"] for key, values in machine(owned).items()}
    assert statuses == {key: values["status"] for key, values in changed.items()}
    assert notes(owned) == {**NOTES, "6T:III.1": None}
    assert owned == owned_now(client, school)


def test_a_sort_between_our_reading_and_our_writing_is_mended(
    client: gspread.Client, school: str, session: GoogleSession
) -> None:
    changed = {key: values | {"status": f"Mới {key}"} for key, values in DESIRED.items()}
    her_moves = [SORT]

    def plan_while_she_works(workbook: Workbook) -> tuple[Request, ...]:
        plan = plan_changes(workbook, REVIEW, changed)
        if her_moves:
            her_batch(client, school, her_moves.pop())
        return plan

    owned = read_owned(settle(client, read_workbook(client, school), plan_while_she_works), REVIEW)
    assert machine(owned) == changed
    assert notes(owned) == NOTES


def test_a_run_with_nothing_to_write_makes_no_call(
    client: gspread.Client, school: str, session: GoogleSession
) -> None:
    workbook = read_workbook(client, school)
    before = session.calls.total
    assert settle(client, workbook, lambda now: plan_changes(now, REVIEW, DESIRED)) == workbook
    assert session.calls.total == before


def test_a_row_that_is_gone_from_the_plan_goes_unless_she_wrote_into_it(
    client: gspread.Client, school: str
) -> None:
    extra = {**DESIRED, "6T:X": {"code": "X"}}
    workbook = apply(client, school, plan_changes(read_workbook(client, school), REVIEW, extra))
    wanted = {key: values for key, values in DESIRED.items() if key != "6T:II.1.a"}
    plan = plan_changes(workbook, REVIEW, wanted, remove_missing=True)
    assert set(read_owned(apply(client, school, plan), REVIEW).by_key) == set(DESIRED)


def test_many_rows_are_written_with_one_call(client: gspread.Client, session: GoogleSession) -> None:
    spreadsheet_id = new_spreadsheet(client, "Nhiều dòng", setup=setup_requests([REVIEW]))
    many: dict[str, dict[str, CellValue]] = {f"k{n}": {"code": f"=A{n}", "count": n} for n in range(1000)}
    before = session.calls.total
    plan = plan_changes(read_workbook(client, spreadsheet_id), REVIEW, many)
    after = apply(client, spreadsheet_id, plan)
    assert session.calls.total - before == 2
    assert read_owned(after, REVIEW).by_key["k999"].values["code"] == "=A999"


def test_a_units_activity_sheet_is_read_exactly(client: gspread.Client) -> None:
    rows: list[list[CellValue]] = [
        ["SỔ THEO DÕI HOẠT ĐỘNG"],
        ["Nội dung công việc", "Ngày thực hiện", "Sĩ số", "Điểm TB", "Mã lớp"],
        ["Chuyên đề", dt.date(2025, 3, 12), 45, 9.25, "0123"],
        [],
        ["Đối thoại", "12/3", "khoảng 30", None, "=1+1"],
    ]
    spreadsheet_id = new_spreadsheet(client, "Tổ Toán", setup=plain_tab(5, "Hoạt động", rows))
    (tab,) = read_workbook(client, spreadsheet_id).tabs
    first, second = read_table(tab, ACTIVITY_COLUMNS, file="Tổ Toán").rows
    assert first.values == {"title": "Chuyên đề", "date": dt.date(2025, 3, 12), "participants": 45}
    assert first.extras == {"Điểm TB": 9.25, "Mã lớp": "0123"}
    assert second.values["date"] == "12/3"
    assert second.addresses["date"] == "Hoạt động!B5"
    assert second.extras == {"Mã lớp": "=1+1"}


def test_a_spreadsheet_that_does_not_exist_is_told_by_name(client: gspread.Client) -> None:
    with pytest.raises(SheetGoneError, match="«Tổ Văn»"):
        read_workbook(client, "khong-co-tep-nay", name="Tổ Văn")


def test_an_empty_plan_is_never_sent(client: gspread.Client) -> None:
    with pytest.raises(ValueError, match="empty"):
        apply(client, "x", ())


def test_a_second_tab_can_be_added_later(client: gspread.Client, school: str) -> None:
    log = dataclasses.replace(REVIEW, key="log", title="Nhật ký", sheet_id=102, chart=None)
    setup = setup_requests([REVIEW, log], workbook=read_workbook(client, school))
    workbook = apply(client, school, setup)
    assert [tab.title for tab in workbook.tabs] == ["Theo dõi", "Nhật ký"]
    assert read_owned(workbook, log).by_key == {}


def test_what_a_newer_version_brings_is_added_to_a_sheet_that_people_have_arranged(
    client: gspread.Client, school: str
) -> None:
    her_batch(client, school, SORT, insert("COLUMNS", 2), insert("ROWS", 0))
    approval = OwnedColumn(key="approval", title="Duyệt", owner=Owner.PERSON, choices=("Đồng ý",), later=True)
    newer = dataclasses.replace(REVIEW, columns=(*REVIEW.columns[:2], approval, *REVIEW.columns[2:]))
    hearing = dataclasses.replace(
        REVIEW, key="hearing", title="Ý kiến", sheet_id=103, chart=None, colours=(), later=True
    )
    before = read_workbook(client, school)
    assert read_owned(before, newer).by_key["6T:II.1.a"].values["approval"] is None
    workbook = apply(client, school, upgrade_requests(before, [newer, hearing]))
    owned = read_owned(workbook, newer)
    assert machine(read_owned(workbook, REVIEW)) == DESIRED
    assert owned.header_row is not None
    assert workbook.tabs[0].value(owned.header_row, owned.columns["approval"]) == "Duyệt"
    assert read_owned(workbook, hearing).by_key == {}
    assert upgrade_requests(workbook, [newer, hearing]) == ()


def test_a_column_of_the_first_version_that_a_person_deleted_is_not_made_again(
    client: gspread.Client, school: str
) -> None:
    gone = {
        "deleteDimension": {"range": {"sheetId": 101, "dimension": "COLUMNS", "startIndex": 2, "endIndex": 3}}
    }
    her_batch(client, school, gone)
    with pytest.raises(ColumnsMissingError):
        upgrade_requests(read_workbook(client, school), [REVIEW])
