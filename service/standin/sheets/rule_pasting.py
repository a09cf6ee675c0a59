"""Conditional formats that are pasted: their ranges come to hold the destination."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from service.standin.sheets.a1 import Area, area_of
from service.standin.sheets.book import Sheet

Json = dict[str, Any]


def paste_rules(source: Sheet, area: Area, goal_sheet: Sheet, goal: Area, *, turned: bool) -> None:
    """Every rule that holds in the source holds at the same places of the destination.

    On the same tab the rule gets more ranges, on another tab a copy of it does, behind those that are there.
    Rules that stand at the destination stay.
    """
    for rule in list(source.conditional_formats):
        parts = [_common(area_of(source, where), area) for where in rule["ranges"]]
        ranges = [
            {"sheetId": goal_sheet.id, **place}
            for part in parts
            if part is not None
            for place in _copies(part, area, goal, turned=turned)
        ]
        if not ranges:
            continue
        if source is goal_sheet:
            rule["ranges"] = rule["ranges"] + [place for place in ranges if place not in rule["ranges"]]
        else:
            goal_sheet.conditional_formats.append(deepcopy(rule) | {"ranges": ranges})


def _common(one: Area, other: Area) -> Area | None:
    if not one.meets(other):
        return None
    return Area(
        max(one.top, other.top), max(one.left, other.left),
        min(one.bottom, other.bottom), min(one.right, other.right),
    )  # fmt: skip


def _copies(part: Area, area: Area, goal: Area, *, turned: bool) -> list[Json]:
    """A part of the source at each of its places in a destination that repeats the source."""
    down, across, height, width = part.top - area.top, part.left - area.left, part.height, part.width
    step_down, step_across = area.height, area.width
    if turned:
        down, across, height, width = across, down, width, height
        step_down, step_across = step_across, step_down
    return [
        {
            "startRowIndex": top + down,
            "endRowIndex": top + down + height,
            "startColumnIndex": left + across,
            "endColumnIndex": left + across + width,
        }
        for top in range(goal.top, goal.bottom, step_down)
        for left in range(goal.left, goal.right, step_across)
    ]
