"""What somebody fills in on the page «Danh bạ», as a choice; or what is wrong with it, in Vietnamese."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from service.directory import choose
from service.domain.directory import Choice, ChoiceSource, Directory, official, successor_said
from service.domain.in_force import NEEDED, Ended, Use
from service.domain.text import one_line
from service.state import SchoolState
from service.store import Database
from service.store import jobs as job_rows

#: Value of the form's list that says that nothing comes after it.
NONE = "-"
#: Longest name or document that is taken.
_LONGEST = 300
#: The job that brings drafts up to date.
_CYCLE = "sync"


class ChoiceError(ValueError):
    """The form cannot be taken as it is; the message is Vietnamese and says what to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenChoice:
    """Something that waits for a choice, or was chosen and may be chosen again, over all reports."""

    ended: Ended
    #: Labels of the reports that name it.
    reports: tuple[str, ...]
    #: Official names of the same kind to choose from.
    candidates: tuple[str, ...]
    #: The department through which reports went and which fell with it, if it waits too.
    via: Ended | None = None

    @property
    def may_be_nobody(self) -> bool:
        """Whether a report can do without it."""
        return not set(self.ended.uses) & set(NEEDED)

    @property
    def needs_place(self) -> bool:
        """Whether the place name of documents follows it."""
        return Use.PARENT in self.ended.uses or Use.PLACE in self.ended.uses


def open_choices(state: SchoolState) -> tuple[OpenChoice, ...]:
    """All that any report names and that has ended, what waits first."""
    found: dict[str, list[tuple[str, Ended]]] = {}
    for period in state.periods:
        # What is approved keeps its names; nothing is asked for it any more.
        for item in () if state.life(period.key).is_held else state.in_force(period).ended:
            found.setdefault(item.subject, []).append((period.label, item))
    every = {subject: _of(items) for subject, items in found.items()}
    falling = {
        item.ending.fell_with: item
        for item in every.values()
        if item.ending.fell_with and item.choice is None
    }
    listed = []
    for subject, item in every.items():
        above = next((other for other in every.values() if other.name == item.ending.fell_with), None)
        if item in falling.values() and above is not None and above.choice is None:
            continue  # asked for together with the body that it belonged to
        listed.append(
            OpenChoice(
                ended=item,
                reports=tuple(label for label, _ in found[subject]),
                candidates=_candidates(state.directory, item, state.as_of),
                via=falling.get(item.name) if item.choice is None else None,
            )
        )
    return tuple(sorted(listed, key=lambda choice: not choice.ended.is_open))


def choose_on_page(
    database: Database,
    state: SchoolState,
    form: Mapping[str, str],
    *,
    who: str,
    now: dt.datetime,
    clock: dt.datetime,
) -> tuple[Choice, ...]:
    """Keep what the form says and ask for a cycle. `clock` is the real time. Raises ChoiceError."""
    made = choices_from(form, open_choices(state), who=who, now=now)
    with database.begin() as tx:
        for choice in made:
            choose(tx, state.school.id, choice)
        job_rows.ask_for(tx, state.school.id, _CYCLE, clock)
    return made


def choices_from(
    form: Mapping[str, str], open_: tuple[OpenChoice, ...], *, who: str, now: dt.datetime
) -> tuple[Choice, ...]:
    """The choices that a form makes: one, or two with the department below. Raises ChoiceError."""
    if any(len(value) > _LONGEST for value in form.values()):
        raise ChoiceError(f"Mỗi ô chỉ ghi được {_LONGEST} chữ. Xin rút gọn.")
    said = {key: one_line(value, _LONGEST) for key, value in form.items()}
    asked = next((item for item in open_ if item.ended.subject == said.get("subject")), None)
    if asked is None:
        raise ChoiceError("Mục này không còn chờ chọn nữa. Xin tải lại trang.")
    who = one_line(who, _LONGEST)
    if not who:
        raise ChoiceError("Xin ghi họ tên người chọn.")
    is_nobody = said.get("chosen") == NONE
    name = "" if is_nobody else said.get("name") or said.get("chosen") or ""
    if is_nobody and not asked.may_be_nobody:
        raise ChoiceError("Báo cáo phải có cơ quan này. Xin chọn hoặc ghi tên cơ quan kế tục.")
    if not is_nobody and not name:
        raise ChoiceError("Xin chọn trong danh sách hoặc ghi tên chính thức.")
    is_new = name not in asked.candidates
    if asked.needs_place and is_new and not said.get("place"):
        raise ChoiceError("Xin ghi địa danh của cơ quan này, ví dụ «Tân Bình».")
    choice = Choice(
        subject=asked.ended.subject,
        name=asked.ended.name,
        successor=successor_said(asked.ended.kind, name) if name else "",
        chosen_by=who,
        chosen_at=now,
        source=ChoiceSource.PAGE,
        place=said.get("place", ""),
        valid_from=_day(said.get("valid_from", "")),
        basis=said.get("basis", ""),
    )
    if asked.via is None:
        return (choice,)
    below = Choice(
        subject=asked.via.subject,
        name=asked.via.name,
        successor=official(said.get("via", "")),
        chosen_by=who,
        chosen_at=now,
        source=ChoiceSource.PAGE,
    )
    return choice, below


def _of(items: list[tuple[str, Ended]]) -> Ended:
    """The one that still waits, if it does in any report."""
    return next((item for _, item in items if item.is_open), items[-1][1])


def _candidates(directory: Directory, ended: Ended, day: dt.date) -> tuple[str, ...]:
    rows = (
        entry.name
        for entry in directory.of_kind(ended.kind)
        if entry.is_in_force(day)
        and directory.ending(entry.kind, entry.name, day) is None
        and entry.name != ended.name
    )
    return tuple(dict.fromkeys(rows))


def _day(text: str) -> dt.date | None:
    """The day of a date field of a browser. Raises ChoiceError."""
    if not text:
        return None
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ChoiceError("Ngày hiệu lực viết chưa đúng. Xin chọn lại ngày.") from None
