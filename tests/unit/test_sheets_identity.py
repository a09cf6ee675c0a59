"""Rows keep their identity through sorts, edits, insertions and deletions."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheets.identity import Snapshot, align
from sheets.values import CellValue

Row = dict[str, CellValue]
WORDS = ("chuyên đề", "đối thoại", "tập huấn", "hội thi", "kiểm tra", "sinh hoạt", "thăm hỏi", "tuyên truyền")


def a_row(number: int, **changes: CellValue) -> Row:
    """A row whose title names it, with values that other rows share."""
    row: Row = {
        "date": 45_000 + number % 200,
        "title": f"{WORDS[number % len(WORDS)]} lần {number}",
        "person": f"Người {number % 7}",
        "status": ("Đã hoàn thành", "Đang thực hiện")[number % 2],
        "participants": number % 40,
    }
    return row | changes


def snapshots(rows: Sequence[Row]) -> list[Snapshot]:
    return [Snapshot(row_id=f"r{number}", values=row) for number, row in enumerate(rows)]


def fresh_ids() -> Callable[[], str]:
    numbers = itertools.count(1)
    return lambda: f"new{next(numbers)}"


def ids(previous: Sequence[Row], rows: Sequence[Row], id_column: str | None = None) -> list[str]:
    return align(snapshots(previous), rows, new_id=fresh_ids(), id_column=id_column)


def test_an_untouched_sheet_keeps_all_ids() -> None:
    rows = [a_row(n) for n in range(5)]
    assert ids(rows, rows) == ["r0", "r1", "r2", "r3", "r4"]


def test_a_row_inserted_above_gets_a_new_id_and_moves_nothing_else() -> None:
    rows = [a_row(n) for n in range(3)]
    assert ids(rows, [a_row(50), *rows]) == ["new1", "r0", "r1", "r2"]


def test_a_deleted_row_leaves_with_its_id() -> None:
    rows = [a_row(n) for n in range(3)]
    assert ids(rows, [rows[0], rows[2]]) == ["r0", "r2"]


@pytest.mark.parametrize(
    "edit",
    [
        {"participants": 39},
        {"date": 45_333},
        {"title": "chuyên đề cụm lần 0"},  # a word put in
        {"status": None},  # a cell cleared
        {"note": "đã gửi biên bản"},  # a cell filled in
        {"person": "Cô Lan", "status": "Đã hoàn thành"},
    ],
)
def test_an_edited_row_is_the_same_row_wherever_it_was_moved(edit: Row) -> None:
    rows = [a_row(n) for n in range(6)]
    assert ids(rows, [*rows[1:], rows[0] | edit]) == ["r1", "r2", "r3", "r4", "r5", "r0"]


def test_a_row_begun_and_filled_in_later_is_the_same_row() -> None:
    begun: Row = {"date": 45_500, "title": "Hội thi"}
    rows = [a_row(1), begun, a_row(2)]
    done = begun | {"result": "24 em đạt giải", "participants": 120, "status": "Đã hoàn thành"}
    assert ids(rows, [a_row(1), done, a_row(2)]) == ["r0", "r1", "r2"]


def test_a_row_replaced_by_another_activity_in_the_same_place_is_another_row() -> None:
    rows = [a_row(1), a_row(2), a_row(3)]
    other = {"date": 45_190, "title": "Thăm gia đình chính sách", "person": "Thầy Bình", "participants": 4}
    assert ids(rows, [rows[0], other, rows[2]]) == ["r0", "new1", "r2"]


def test_doubled_rows_have_distinct_ids_in_their_order() -> None:
    row = a_row(1)
    assert ids([row, row], [row, row, row]) == ["r0", "r1", "new1"]


def test_an_id_column_decides_over_content_and_a_copied_row_loses_its_id() -> None:
    previous = [a_row(1) | {"id": "A"}, a_row(2) | {"id": "B"}]
    previous_ids = [Snapshot(row_id=str(row["id"]), values=row) for row in previous]
    rows = [a_row(2, id="A"), a_row(9, id="A"), a_row(5, id="C")]
    assert align(previous_ids, rows, new_id=fresh_ids(), id_column="id") == ["A", "new1", "C"]


def test_a_row_that_lost_its_own_id_is_found_by_content() -> None:
    rows = [a_row(1, id="A"), a_row(2, id="B")]
    previous = [Snapshot(row_id=str(row["id"]), values=row) for row in rows]
    now = [a_row(2, id=None), a_row(1, id="A")]
    assert align(previous, now, new_id=fresh_ids(), id_column="id") == ["B", "A"]


def test_a_new_id_that_is_taken_is_not_used() -> None:
    numbers = itertools.count(0)
    previous = [Snapshot(row_id="0", values=a_row(1))]
    assert align(previous, [a_row(1), a_row(90)], new_id=lambda: str(next(numbers))) == ["0", "1"]


EDITS: list[Row] = [{"participants": 77}, {"status": "Cần xem lại"}, {"date": 44_000}, {"note": "xem lại"}]


@given(st.data())
def test_any_mixture_of_sorting_editing_inserting_and_deleting_keeps_identity(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 30))
    before = [a_row(n) for n in range(size)]
    kept = data.draw(st.lists(st.integers(0, size - 1), unique=True))
    added = data.draw(st.integers(0, 4))
    now: list[tuple[str, Row]] = []
    for number in kept:
        edit = data.draw(st.sampled_from([{}, {}, *EDITS]))
        now.append((f"r{number}", before[number] | edit))
    # Rows that share no title and no person with the old ones.
    now += [("new", {"title": f"việc khác {n} xyz{n}", "person": f"mới {n}"}) for n in range(added)]
    now = data.draw(st.permutations(now))
    got = ids(before, [row for _, row in now])
    assert ["new" if row_id.startswith("new") else row_id for row_id in got] == [row_id for row_id, _ in now]


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 3)))
def test_ids_are_always_distinct(before: list[int], after: list[int]) -> None:
    got = ids([a_row(n) for n in before], [a_row(n) for n in after])
    assert len(set(got)) == len(got) == len(after)


def test_ten_thousand_rows_all_of_them_edited_and_turned_round_are_found_again() -> None:
    before = [a_row(n) for n in range(10_000)]
    now = [row | {"note": "đã rà soát"} for row in reversed(before)]
    assert ids(before, now) == [f"r{n}" for n in reversed(range(10_000))]
