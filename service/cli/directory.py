"""The directory in the terminal: the names of each report, what has ended, what was chosen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from service.cli.shared import state_on, stored
from service.config import ZONE
from service.console import Command, as_of_option, data_option, json_option, show
from service.domain.dates import short_date
from service.domain.directory import NOBODY, Choice
from service.domain.expectations import Period
from service.domain.readiness import explain
from service.state import SchoolState
from service.text_table import table


@click.command(
    cls=Command,
    help="Danh bạ: tên dùng trong từng báo cáo, điều gì đã hết hiệu lực, các lần chọn kế tục.",
)
@data_option
@as_of_option
@json_option
def directory(data: Path | None, as_of: dt.date | None, as_json: bool) -> None:
    """The page «Danh bạ» in the terminal; choosing is done there or in the tab."""
    with stored(data) as database:
        state = state_on(database, as_of)
    show(as_json, _as_json(state), _for_people(state))


def _as_json(state: SchoolState) -> dict[str, Any]:
    return {
        "reports": [_report_as_json(state, period) for period in state.periods],
        "choices": [
            {
                "subject": choice.subject,
                "name": choice.name,
                "successor": choice.successor,
                "chosen_by": choice.chosen_by,
                "chosen_at": choice.chosen_at.isoformat(),
                "source": choice.source.name.lower(),
            }
            for choice in state.directory.choices
        ],
    }


def _report_as_json(state: SchoolState, period: Period) -> dict[str, Any]:
    found = state.in_force(period)
    return {
        "period": period.key,
        "day": found.day.isoformat(),
        "school": found.profile.name,
        "parent": found.profile.parent,
        "place": found.profile.place,
        "recipient": found.recipient,
        "via": found.via,
        "legal_bases": list(found.legal_bases),
        "open": [
            {"subject": item.subject, "name": item.name, "reason": explain(item)} for item in found.open
        ],
    }


def _for_people(state: SchoolState) -> str:
    rows = []
    for period in state.periods:
        found = state.in_force(period)
        via = f" (qua {found.via})" if found.via else ""
        rows.append((period.label, short_date(found.day), found.profile.place, f"{found.recipient}{via}"))
    parts = [table(("Báo cáo", "Theo ngày", "Địa danh", "Kính gửi"), rows)]
    waiting = {item.subject: item for period in state.periods for item in state.in_force(period).open}
    if waiting:
        reasons = "\n".join(f"– {explain(item)}" for item in waiting.values())
        parts.append(f"Cần chọn kế tục, ở trang hoặc tab «Danh bạ»:\n{reasons}")
    if state.directory.choices:
        parts.append("\n".join(["Các lần chọn:", *_told(state.directory.choices)]))
    return "\n\n".join(parts)


def _told(choices: tuple[Choice, ...]) -> Iterator[str]:
    for choice in choices:
        day = short_date(choice.chosen_at.astimezone(ZONE).date())
        after = choice.successor or NOBODY
        yield f"– {choice.name} → {after} ({choice.chosen_by}, {choice.source.value}, {day})"
