"""Rows without their persons keep their identity while the sheet still has the names."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from service.purged import PURGED, as_kept, contents, without
from sheets.identity import Snapshot, align

NAMES = st.sampled_from(["Nguyễn Thị Lan", "Trần Văn Bình", "Lê Hoa", None])
ROWS = st.lists(
    st.tuples(st.sampled_from(["Họp tổ", "Dự giờ", "Thao giảng", "Ngoại khóa"]), NAMES, st.integers(0, 40)),
    min_size=1,
    max_size=12,
)


def payload(title: str, person: str | None, number: int, row: int = 2) -> dict[str, Any]:
    values = {"title": title, "person": person, "participants": number, "note": None}
    return {
        "number": row,
        "values": {key: value for key, value in values.items() if value is not None},
        "addresses": {"title": f"Hoạt động!B{row}"},
        "links": {"person": ["https://example.org/lan"], "title": []},
        "extras": {},
    }


def purged(row: dict[str, Any]) -> dict[str, Any]:
    return without(row, {"values": ["person", "note"]}, "salt")


def test_nothing_of_the_person_is_left_in_the_row() -> None:
    left = purged(payload("Họp tổ", "Nguyễn Thị Lan", 12))
    assert "Lan" not in str(left)
    assert "lan" not in str(left["links"])
    assert left["values"] == {"title": "Họp tổ", "participants": 12}


def test_taking_out_twice_takes_out_no_more() -> None:
    once = purged(payload("Họp tổ", "Nguyễn Thị Lan", 12))
    assert purged(once) == once


def test_a_row_that_still_says_the_same_is_kept_without_its_person() -> None:
    row = payload("Họp tổ", "Nguyễn Thị Lan", 12)
    assert as_kept(purged(row), row) == purged(row)


def test_another_person_in_the_row_is_news() -> None:
    kept = as_kept(purged(payload("Họp tổ", "Nguyễn Thị Lan", 12)), payload("Họp tổ", "Lê Hoa", 12))
    assert kept["values"]["person"] == "Lê Hoa"


def test_a_row_that_lost_nothing_is_taken_as_it_is() -> None:
    row = payload("Họp tổ", None, 12)
    assert PURGED not in as_kept(row, row)


@given(ROWS, st.sets(st.integers(0, 11)), st.randoms())
def test_rows_are_the_same_rows_after_a_purge_and_a_sort(
    rows: list[tuple[str, str | None, int]], old: set[int], dice: Any
) -> None:
    """Whichever rows were purged, and in whatever order the sheet stands now."""
    read = [payload(*row) for row in rows]
    stored = [purged(row) if index in old else row for index, row in enumerate(read)]
    order = list(range(len(read)))
    dice.shuffle(order)
    before, now = contents(stored, [read[index] for index in order])
    previous = [Snapshot(row_id=str(index), values=values) for index, values in enumerate(before)]
    fresh = iter(range(1000))
    ids = align(previous, now, new_id=lambda: f"new{next(fresh)}")
    assert not any(row_id.startswith("new") for row_id in ids)
    # Rows that say the same are told apart by nothing; the others are themselves.
    assert [rows[int(row_id)] for row_id in ids] == [rows[index] for index in order]
