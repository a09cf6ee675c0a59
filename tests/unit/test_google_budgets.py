"""Budgets before the call: what a request costs, and that no minute sees more than its budget."""

from __future__ import annotations

import pytest

from service.google.budgets import GOOGLE, Budgets, Cost, cost_of


@pytest.mark.parametrize(
    ("service", "path", "is_read", "cost"),
    [
        ("sheets", "/v4/spreadsheets/s1", True, Cost(budget="sheets.read", file_id="s1")),
        ("sheets", "/v4/spreadsheets/s1:batchUpdate", False, Cost(budget="sheets.write", file_id="s1")),
        ("sheets", "/v4/spreadsheets/s1/values/A1", True, Cost(budget="sheets.read", file_id="s1")),
        ("docs", "/v1/documents/d1", True, Cost(budget="docs.read")),
        ("forms", "/v1/forms/f1/responses", True, Cost(budget="forms.expensive")),
        ("drive", "/drive/v3/files", True, Cost(budget="drive", units=20)),
        ("drive", "/drive/v3/files/f1", True, Cost(budget="drive", units=1)),
        ("drive", "/drive/v3/files/f1/copy", False, Cost(budget="drive", units=10)),
        ("other", "/token", False, None),
    ],
)
def test_what_a_request_costs(service: str, path: str, is_read: bool, cost: Cost | None) -> None:
    assert cost_of(service, path, is_read=is_read) == cost


def test_every_cost_has_a_budget() -> None:
    assert {"sheets.read", "sheets.write", "docs.read", "docs.write", "forms.read", "forms.write"} <= set(
        GOOGLE
    )
    # Below what Google allows (google-facts §1.1).
    assert GOOGLE["sheets.read"] < 60
    assert GOOGLE["docs.write"] < 60


def test_a_call_over_the_budget_waits_for_the_minute() -> None:
    budgets, waits = Budgets({"sheets.read": 2}), []

    class EnoughError(Exception):
        pass

    def note(seconds: float) -> None:
        waits.append(seconds)
        raise EnoughError

    for _ in range(2):
        budgets.spend(Cost(budget="sheets.read"), note)
    with pytest.raises(EnoughError):
        budgets.spend(Cost(budget="sheets.read"), note)
    assert 55 < waits[0] <= 61
    budgets.spend(Cost(budget="sheets.write"), note)  # another budget
    budgets.spend(None, note)


def test_one_spreadsheet_is_asked_once_a_second_and_others_meanwhile() -> None:
    budgets, waits = Budgets({"file": 1}), []

    def wait_it_out(seconds: float) -> None:
        waits.append(seconds)
        budgets._buckets.clear()  # the second is over

    budgets.spend(Cost(budget="sheets.read", file_id="s1"), wait_it_out)
    budgets.spend(Cost(budget="sheets.read", file_id="s2"), wait_it_out)
    assert waits == []
    budgets.spend(Cost(budget="sheets.write", file_id="s1"), wait_it_out)
    assert 0 < waits[0] <= 1.1


def test_without_limits_nothing_waits() -> None:
    for _ in range(500):
        Budgets().spend(Cost(budget="sheets.read", file_id="s1"), lambda _: pytest.fail("waited"))
