"""The order of section III: sections of the plan with their responsibilities, numbered as offices do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from service.domain.compose.inputs import ReportInputs, Task
from service.domain.compose.phrasing import bare, listed, sentence_case, shortened
from service.domain.compose.wording import Wording, capital

#: Points of a section (Decree 30/2020, annex I, 6f): đ after d, no f, j, w, z.
LETTERS = "abcdđeghiklmnopqrstuvxy"


@dataclass(frozen=True, slots=True)
class Entry:
    """One responsibility in its place."""

    task: Task
    #: "c", or a number where there are more than letters.
    letter: str

    @property
    def heading(self) -> str:
        """«c) Tiếp công dân, giải quyết đơn thư»."""
        return f"{self.letter}) {capital(self.task.name)}"


@dataclass(frozen=True, slots=True)
class Part:
    """A section of the plan in the report."""

    code: str
    number: int
    title: str
    entries: tuple[Entry, ...]

    @property
    def heading(self) -> str:
        """«1. Công tác dân vận chính quyền»."""
        return f"{self.number}. {self.title}"


def outline_of(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> tuple[Part, ...]:
    """The sections in the order of their first responsibility."""
    members: dict[str, list[Task]] = {}
    for task in tasks:
        members.setdefault(_section(task), []).append(task)
    return tuple(
        Part(code, number, _title(inputs, code, here, wording), tuple(_entries(here)))
        for number, (code, here) in enumerate(members.items(), start=1)
    )


def places_of(parts: Sequence[Part], tasks: Sequence[Task], wording: Wording) -> str:
    """«điểm a, b khoản 1; điểm c khoản 2 mục III»: where the report tells of these responsibilities."""
    codes = {task.expectation.code for task in tasks}
    found = [
        wording.say("danh_gia.cho", diem=", ".join(letters), khoan=str(part.number))
        for part in parts
        if (letters := [e.letter for e in part.entries if e.task.expectation.code in codes])
    ]
    return wording.say("danh_gia.muc_iii", cho=listed(found, between="; "))


def _entries(tasks: Sequence[Task]) -> Iterator[Entry]:
    """The plan's own letters where all have one, else letters in order."""
    own = [task.expectation.code.rpartition(".")[2] for task in tasks]
    keeps = len(set(own)) == len(own) and all(len(letter) == 1 and letter in LETTERS for letter in own)
    if keeps and ("d", "e") in pairwise(own):
        # The plan forgot đ; the report, whose points are its own, would be sent back for that.
        own = [LETTERS[LETTERS.index(letter) - (letter > "d")] for letter in own]
    for place, task in enumerate(tasks):
        if keeps:
            yield Entry(task, own[place])
        else:
            yield Entry(task, LETTERS[place] if len(tasks) <= len(LETTERS) else str(place + 1))


def _section(task: Task) -> str:
    return task.expectation.section or task.expectation.code.rpartition(".")[0]


def _title(inputs: ReportInputs, code: str, members: Sequence[Task], wording: Wording) -> str:
    known = next((section.heading for section in inputs.plan.sections if section.code == code), "")
    heading = bare(members[0].expectation.section_heading or known)
    if not heading:
        return wording.say("tieu_de.muc_khong_ten", muc=code).strip()
    return shortened(capital(sentence_case(heading, inputs.names)))
