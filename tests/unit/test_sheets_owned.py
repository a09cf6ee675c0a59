"""Tabs with owned columns: ours are written where they differ, people's stay as they are."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sheets_builders import REVIEW, a_tab, a_workbook, an_owned_tab, carry_out, hers, ours, written_columns

from sheets.errors import ColumnsMissingError, TabMissingError
from sheets.owned import ROW_KEY, OwnedTab, stable_id
from sheets.owned_changes import plan_changes
from sheets.owned_rows import OwnedRows, read_owned
from sheets.owned_setup import setup_requests
from sheets.values import CellValue
from sheets.workbook import EMPTY, Cell, Tab

DAY = dt.date(2025, 4, 18)
#: In the order code, key, status, count, last, verdict, new due date.
ROW_A = ["II.1.a", "6T:II.1.a", "Đang thực hiện", 2, DAY, "Đạt", None]
ROW_B = ["II.1.b", "6T:II.1.b", "Chưa có báo cáo", 0, None, None, dt.date(2025, 5, 1)]
DESIRED: dict[str, dict[str, CellValue]] = {
    "6T:II.1.a": {"code": "II.1.a", "status": "Đang thực hiện", "count": 2, "last": DAY},
    "6T:II.1.b": {"code": "II.1.b", "status": "Chưa có báo cáo", "count": 0, "last": None},
}


def read(tab: Tab) -> OwnedRows:
    return read_owned(a_workbook(tab), REVIEW)


def plan(
    tab: Tab, desired: dict[str, dict[str, CellValue]] = DESIRED, **options: object
) -> tuple[object, ...]:
    return plan_changes(a_workbook(tab), REVIEW, desired, **options)  # type: ignore[arg-type]


def with_rows(tab: Tab, rows: list[tuple[Cell, ...]]) -> Tab:
    return dataclasses.replace(tab, rows=tuple(rows))


def with_column_inserted(tab: Tab, at: int, text: str | None = None) -> Tab:
    """The tab after someone inserted a column: marks move along, as Google moves them."""
    new = Cell(value=text) if text else EMPTY
    return dataclasses.replace(
        tab,
        rows=tuple((*row[:at], new, *row[at:]) for row in tab.rows),
        marks=tuple(
            dataclasses.replace(mark, column=mark.column + (mark.column >= at)) for mark in tab.marks
        ),
        column_count=tab.column_count + 1,
    )


def with_headers(tab: Tab, headers: dict[int, str]) -> Tab:
    first = tuple(Cell(value=headers.get(column, str(cell.value))) for column, cell in enumerate(tab.rows[0]))
    return with_rows(tab, [first, *tab.rows[1:]])


def test_rows_are_read_by_key_for_both_owners() -> None:
    owned = read(an_owned_tab(rows=[ROW_A, ROW_B]))
    assert owned.by_key["6T:II.1.a"].values["status"] == "Đang thực hiện"
    assert owned.by_key["6T:II.1.a"].values["verdict"] == "Đạt"
    assert owned.by_key["6T:II.1.b"].values["new_due"] == dt.date(2025, 5, 1)


def test_nothing_is_written_where_nothing_differs() -> None:
    assert plan(an_owned_tab(rows=[ROW_A, ROW_B])) == ()


def test_only_the_cell_that_differs_is_written() -> None:
    changed = DESIRED | {"6T:II.1.a": DESIRED["6T:II.1.a"] | {"count": 3}}
    (request,) = plan(an_owned_tab(rows=[ROW_A, ROW_B]), changed)
    assert request == {
        "updateCells": {
            "start": {"sheetId": 101, "rowIndex": 1, "columnIndex": 3},
            "rows": [{"values": [{"userEnteredValue": {"numberValue": 3}}]}],
            "fields": "userEnteredValue",
        }
    }


def test_neighbouring_cells_of_neighbouring_rows_are_one_request() -> None:
    changed = {key: values | {"status": "Quá hạn", "count": 7} for key, values in DESIRED.items()}
    assert len(plan(an_owned_tab(rows=[ROW_A, ROW_B]), changed)) == 1


def test_a_cell_that_has_nothing_to_say_any_more_is_cleared() -> None:
    tab = an_owned_tab(rows=[ROW_A, ROW_B])
    changed = DESIRED | {"6T:II.1.a": DESIRED["6T:II.1.a"] | {"last": None}}
    after = carry_out(tab, plan(tab, changed))  # type: ignore[arg-type]
    assert after.value(1, 4) is None


def test_our_cell_that_a_person_overwrote_is_written_again() -> None:
    tab = an_owned_tab(rows=[[*ROW_A[:2], "Hoàn thành!!!", *ROW_A[3:]], ROW_B])
    after = carry_out(tab, plan(tab))  # type: ignore[arg-type]
    assert read(after).by_key["6T:II.1.a"].values["status"] == "Đang thực hiện"


def test_a_date_that_lost_its_format_is_still_the_same_date() -> None:
    assert plan(an_owned_tab(rows=[[*ROW_A[:4], 45765, *ROW_A[5:]], ROW_B])) == ()


def test_new_rows_go_below_the_last_filled_row_with_their_keys_and_initial_values() -> None:
    tab = an_owned_tab(rows=[ROW_A])
    requests = plan(tab, initial={"6T:II.1.b": {"verdict": "Chưa đạt"}})
    after = carry_out(tab, requests)  # type: ignore[arg-type]
    assert after.value(2, 1) == "6T:II.1.b"
    assert read(after).by_key["6T:II.1.b"].values["verdict"] == "Chưa đạt"


def test_initial_values_are_not_written_over_an_existing_row() -> None:
    tab = an_owned_tab(rows=[ROW_A, ROW_B])
    assert plan(tab, initial={"6T:II.1.a": {"verdict": "Chưa đạt"}}) == ()


def test_the_grid_grows_before_rows_are_written_beyond_it() -> None:
    tab = an_owned_tab(rows=[ROW_A], row_count=2)
    after = carry_out(tab, plan(tab))  # type: ignore[arg-type]
    assert set(read(after).by_key) == set(DESIRED)


def test_a_row_that_is_not_wanted_any_more_goes_only_if_no_person_wrote_into_it() -> None:
    untouched = ["II.9", "6T:II.9", "Quá hạn", 0, None, None, None]
    judged = ["II.8", "6T:II.8", "Quá hạn", 0, None, "Đạt", None]
    annotated = ["II.7", "6T:II.7", "Quá hạn", 0, None, None, None, "chị Hoa xem"]
    tab = an_owned_tab(rows=[untouched, ROW_A, judged, untouched[:1], annotated, ROW_B])
    after = carry_out(tab, plan(tab, remove_missing=True))  # type: ignore[arg-type]
    assert set(read(after).by_key) == {*DESIRED, "6T:II.8", "6T:II.7"}
    assert set(read(carry_out(tab, plan(tab))).by_key) >= {"6T:II.9"}  # type: ignore[arg-type]


def test_a_row_that_a_person_added_is_read_and_left_alone() -> None:
    tab = an_owned_tab(rows=[ROW_A, [None, None, None, None, None, "Đạt"], ROW_B])
    assert [row.values["verdict"] for row in read(tab).unkeyed] == ["Đạt"]
    assert plan(tab, remove_missing=True) == ()


def test_a_copied_row_is_told_and_the_first_one_is_kept() -> None:
    owned = read(an_owned_tab(rows=[ROW_A, ROW_B, ROW_A]))
    assert [row.row for row in owned.doubled] == [3]
    assert owned.by_key["6T:II.1.a"].row == 1


def test_renamed_headers_are_harmless() -> None:
    tab = with_headers(an_owned_tab(rows=[ROW_A, ROW_B]), {0: "Số", 2: "Ra sao", 5: "Tôi thấy"})
    assert read(tab).by_key["6T:II.1.a"].values["verdict"] == "Đạt"
    assert plan(tab) == ()


def test_an_inserted_column_is_harmless_and_is_not_written() -> None:
    tab = with_column_inserted(an_owned_tab(rows=[ROW_A, ROW_B]), 2, "Hỏi lại")
    assert plan(tab) == ()
    changed = {key: values | {"status": "Quá hạn", "code": "X"} for key, values in DESIRED.items()}
    assert written_columns(plan(tab, changed)) == {0, 3}  # type: ignore[arg-type]


def test_rows_inserted_above_the_header_are_harmless() -> None:
    tab = an_owned_tab(rows=[ROW_A, ROW_B])
    tab = with_rows(tab, [(Cell(value="Bảng của tôi"),), (), *tab.rows])
    assert read(tab).header_row == 2
    assert plan(tab) == ()


def test_a_header_sorted_into_the_rows_is_harmless() -> None:
    tab = an_owned_tab(rows=[ROW_A, ROW_B])
    tab = with_rows(tab, [tab.rows[1], tab.rows[0], tab.rows[2]])
    assert plan(tab) == ()
    assert read(tab).unkeyed == ()


def test_without_marks_columns_are_found_by_their_headers() -> None:
    tab = an_owned_tab(rows=[ROW_A, ROW_B], marked=False)
    assert plan(tab) == ()


def test_a_column_that_lost_both_mark_and_header_stops_this_tab_only() -> None:
    tab = with_headers(an_owned_tab(rows=[ROW_A], marked=False), {2: "Ra sao"})
    with pytest.raises(ColumnsMissingError, match="thiếu cột «Tình trạng»"):
        read(tab)


def test_a_deleted_tab_is_told() -> None:
    with pytest.raises(TabMissingError, match="«Theo dõi»"):
        read_owned(a_workbook(a_tab([])), REVIEW)


@pytest.mark.parametrize(
    ("desired", "initial"),
    [
        ({"k": {"verdict": "Đạt"}}, {}),  # hers
        ({"k": {"nothing": 1}}, {}),
        ({"k": {}}, {"k": {"status": "Quá hạn"}}),  # ours
        ({" k": {}}, {}),  # would be read back as "k"
        ({"": {}}, {}),
    ],
)
def test_a_plan_for_cells_that_are_not_ours_is_refused(desired: dict, initial: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(ValueError, match="tab review"):
        plan(an_owned_tab(), desired, initial=initial)


KEYS = [f"k{number}" for number in range(8)]
STATES = st.dictionaries(
    st.sampled_from(KEYS),
    st.fixed_dictionaries(
        {},
        optional={
            "code": st.one_of(st.none(), st.sampled_from(["II.1", "=1+1", "0123", " ", ""])),
            "status": st.sampled_from(["Hoàn thành", "Quá hạn", None]),
            "count": st.one_of(st.none(), st.integers(0, 5), st.floats(0, 1)),
            "last": st.one_of(st.none(), st.dates(dt.date(2024, 1, 1), dt.date(2025, 12, 31))),
        },
    ),
)


@given(st.lists(STATES, min_size=1, max_size=4), st.booleans(), st.integers(2, 12))
def test_a_plan_carried_out_leaves_nothing_to_plan(
    states: list[dict[str, dict[str, CellValue]]], remove: bool, row_count: int
) -> None:
    tab = an_owned_tab(row_count=row_count)
    for desired in states:
        tab = carry_out(tab, plan(tab, desired, remove_missing=remove))  # type: ignore[arg-type]
        assert plan(tab, desired, remove_missing=remove) == ()
        owned = read(tab)
        assert set(desired) <= set(owned.by_key)
        if remove:
            assert set(owned.by_key) == set(desired)


@given(st.data())
def test_the_principals_words_stay_on_their_rows_whatever_she_moves(data: st.DataObject) -> None:
    rows = [[f"II.{n}", key, "Quá hạn", n, DAY, f"ý kiến {key}", None] for n, key in enumerate(KEYS)]
    tab = an_owned_tab(rows=rows)
    moved = data.draw(st.permutations(tab.rows[1:]))
    tab = with_rows(tab, [tab.rows[0], *moved])
    for _ in range(data.draw(st.integers(0, 3))):
        tab = with_column_inserted(tab, data.draw(st.integers(0, tab.column_count)), "của tôi")
    desired = {key: {"status": data.draw(st.sampled_from(["Quá hạn", "Hoàn thành"]))} for key in KEYS}
    after = carry_out(tab, plan(tab, desired))  # type: ignore[arg-type]
    for key, row in read(after).by_key.items():
        assert row.values["verdict"] == f"ý kiến {key}"
        assert row.values["status"] == desired[key]["status"]


def test_setting_up_makes_only_tabs_that_are_not_there() -> None:
    other = OwnedTab(key="log", title="Nhật ký", sheet_id=102, columns=(ours("a", "A"), hers("b", "B")))
    made = setup_requests([REVIEW, other], workbook=a_workbook(an_owned_tab()))
    assert [r["addSheet"]["properties"]["title"] for r in made if "addSheet" in r] == ["Nhật ký"]
    assert setup_requests([REVIEW], workbook=a_workbook(an_owned_tab())) == ()


def test_the_hidden_key_stands_between_visible_columns() -> None:
    keys = [column.key for column in REVIEW.all_columns]
    assert keys.index(ROW_KEY) == 1


def test_ids_of_ours_are_stable_and_fit_googles_integers() -> None:
    assert stable_id("column", "review", "status") == stable_id("column", "review", "status")
    assert 0 < stable_id("column", "review", "status") < 2**31
    assert stable_id("a", "bc") != stable_id("ab", "c")
