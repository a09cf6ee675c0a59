"""The real plan of the case, read from its text."""

from __future__ import annotations

from pathlib import Path

from service.plan_text import read_plan


def test_the_schools_plan_is_read_in_full(shared: Path) -> None:
    plan = read_plan((shared / "data" / "plan" / "95-KH-TC.txt").read_text(encoding="utf-8"))
    assert (plan.number, plan.symbol, plan.place) == ("95", "KH-TC", "Tân Bình")
    letters = [f"II.1.{letter}" for letter in "abcde"] + [f"II.2.{letter}" for letter in "abcd"]
    assert [item.code for item in plan.responsibilities] == [*letters, "III.1", "III.2"]
    assert [item.owners for item in plan.responsibilities[:9]] == [()] * 9
    assert plan.responsibilities[9].owners == ("Hiệu trưởng",)
    assert [(d.period, d.day, d.month, d.strictly_before, d.via) for d in plan.reporting] == [
        ("6 tháng", 5, 5, True, "Phòng Nội vụ"),
        ("9 tháng", 5, 9, True, "Phòng Nội vụ"),
        ("năm", 5, 11, True, "Phòng Nội vụ"),
    ]
