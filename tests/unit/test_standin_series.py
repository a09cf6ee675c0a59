"""How the stand-in goes on with a row of cells."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.sheets.series import continued

Value = float | str


def cells(*values: Value) -> list[dict[str, Any] | None]:
    return [{"numberValue" if isinstance(value, int | float) else "stringValue": value} for value in values]


def after(*values: Value, count: int = 3, dates: bool = False, alternate: bool = False) -> list[Value] | None:
    """The next values; None where they are repeated."""
    found = continued(cells(*values), dates=dates, alternate=alternate)
    if found is None:
        return None
    return [next(iter(found(place).values())) for place in range(1, count + 1)]


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ((1, 2), [3, 4, 5]),
        ((10, 8, 6), [4, 2, 0]),
        ((0.1, 0.2), [0.3, 0.4, 0.5]),
        ((1, 2, 4), [5.333333333, 6.833333333, 8.333333333]),
        (("Tổ 1",), ["Tổ 2", "Tổ 3", "Tổ 4"]),
        (("Mã 008", "Mã 010"), ["Mã 012", "Mã 014", "Mã 016"]),
        ((7,), None),
        (("Toán", "Văn"), None),
        (("Tổ 1", "Nhóm 2"), None),
        ((1, "Tổ 1"), None),
    ],
)
def test_a_series_goes_on(values: tuple[Value, ...], expected: list[Value] | None) -> None:
    assert after(*values) == expected


def test_the_alternate_series_turns_repeating_and_counting_around() -> None:
    assert after(7, alternate=True) == [8, 9, 10]
    assert after(1, 2, alternate=True) is None
    assert after(45678, dates=True, alternate=True) is None


def test_dates_go_on_by_days_or_by_months() -> None:
    assert after(45678, dates=True) == [45679, 45680, 45681]
    assert after(45678, 45685, dates=True) == [45692, 45699, 45706]
    # 31.01. and 31.03.2025: then 31.05., 31.07., and the last of September
    assert after(45688, 45747, dates=True) == [45808, 45869, 45930]


@given(
    start=st.integers(-1000, 1000),
    step=st.integers(-50, 50),
    length=st.integers(2, 8),
    place=st.integers(1, 30),
)
def test_equal_steps_stay_equal(start: int, step: int, length: int, place: int) -> None:
    found = continued(cells(*(start + step * n for n in range(length))), dates=False, alternate=False)
    assert found is not None
    assert found(place) == {"numberValue": start + step * (length - 1 + place)}
