"""A draft's whole life: people do anything between refreshes, and nothing of theirs is lost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from document_desk import PRINCIPAL, Desk, a_block, a_report, a_table, delete, insert
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from service.domain.report import Report
from service.google.documents.memory import WrittenDraft
from service.google.documents.reading import Paragraph, Table
from service.google.documents.text import block_digest, units

TASKS = 6
#: Letters that only people write, a new one for each deed.
THEIRS = [chr(0x4E00 + number) for number in range(200)]
KINDS = (
    *("type", "type in cell", "erase", "delete", "move", "split", "join", "write a line"),
    *("suggest", "suggest to erase", "accept", "reject", "comment", "copy the mark"),
)


@dataclass(frozen=True)
class Deed:
    """One thing that a person does at a block, `at` letters behind its start."""

    kind: str
    task: int
    at: int


#: What the report says of each task on a day; None: it does not speak of it.
Day = Sequence[int | None]
DAYS = st.lists(st.none() | st.integers(1, 3), min_size=TASKS, max_size=TASKS)
DEEDS = st.lists(
    st.builds(Deed, st.sampled_from(KINDS), st.integers(0, TASKS - 1), st.integers(0, 12)), max_size=4
)


def report(day: Day) -> Report:
    tasks = [
        a_block(f"I.{task}", f"Việc {task} 😀 đã làm {number} lần trong kỳ.")
        for task, number in enumerate(day)
        if number is not None
    ]
    rows = [(f"Việc {task}", f"{number}") for task, number in enumerate(day)]
    return a_report(a_block("I", "I. KẾT QUẢ"), *tasks, annex=(a_table("PL.1", ("Nội dung", "Số"), *rows),))


@dataclass
class Life:
    """A Doc, its people, and what may be said of it."""

    desk: Desk = field(default_factory=Desk)
    #: Blocks that people changed or moved, and those that they deleted.
    touched: set[str] = field(default_factory=set)
    deleted: set[str] = field(default_factory=set)
    written: int = 0

    def __post_init__(self) -> None:
        # Other tests hold the stand-in to the laws of indexes; here there is much to do.
        self.desk.is_checked = False

    def texts(self) -> dict[str, object]:
        return {key: place.home.parts for key, place in self.desk.view.places.items()}

    def letters(self) -> Counter[str]:
        """What people wrote, wherever it stands, suggested or not."""
        view = self.desk.view
        text = "".join(text for _, text in view.every_text)
        return Counter(letter for letter in text if letter in THEIRS)

    def do(self, deed: Deed) -> None:
        before = self.texts()
        self._do(deed)
        after = self.texts()
        self.touched |= {key for key in before if after.get(key) != before[key]}
        everything = "".join(text for _, text in self.desk.view.every_text)
        gone = before.keys() - after.keys()
        self.deleted |= {key for key in gone if f"Việc {key.removeprefix('I.')} " not in everything}

    def _do(self, deed: Deed) -> None:
        desk, key = self.desk, f"I.{deed.task}"
        place = desk.view.places.get(key)
        if deed.kind in ("accept", "reject"):
            opened = [t["suggestionId"] for t in desk.document.suggestions if t["status"] == "OPEN"]
            desk.do([{f"{deed.kind}Suggestion": {"suggestionId": made}} for made in opened[:1]] or [])
            return
        if deed.kind == "type in cell" and desk.view.tables:
            rows = desk.view.tables[0].rows
            desk.do([insert(rows[deed.task % len(rows)][0].start, self.letter())])
            return
        if place is None or not isinstance(place.home, Paragraph) or isinstance(place.home, Table):
            return
        event(deed.kind)
        home = place.home
        text = home.text
        start = home.start + units(text[: deed.at])
        letter = units(text[deed.at : deed.at + 1])
        if deed.kind == "type":
            desk.do([insert(start, self.letter())])
        elif deed.kind == "suggest":
            desk.do([insert(start, self.letter())], suggests=True)
        elif deed.kind in ("erase", "suggest to erase") and letter:
            desk.do([delete(start, start + letter)], suggests=deed.kind != "erase")
        elif deed.kind == "split":
            desk.do([insert(start, "\n")])
        elif deed.kind == "join" and not home.is_pinned:
            desk.do([delete(home.end - 1, home.end)])
        elif deed.kind == "write a line":
            desk.do([insert(home.end - 1, f"\nCủa cô {self.letter()}")])
        elif deed.kind == "comment":
            where = {"startIndex": home.start, "endIndex": max(home.end - 1, home.start + 1)}
            desk.do([{"insertComment": {"range": where, "content": "Xem lại"}}])
        elif deed.kind == "copy the mark":
            at = home.end - 1
            desk.do([insert(at, f"\n{text}{self.letter()}")])
            where = {"startIndex": at + 1, "endIndex": at + 1 + units(text)}
            desk.do([{"createNamedRange": {"name": f"auto:{key}", "range": where}}])
        elif deed.kind in ("delete", "move"):
            desk.delete_block(key)
            if deed.kind == "move" and text:
                # Cut and pasted: the mark is lost, suggestions in it become text.
                last = next(p for p in desk.view.paragraphs if p.text.startswith("I. KẾT QUẢ"))
                desk.do([insert(last.end - 1, "\n" + text)])

    def letter(self) -> str:
        self.written += 1
        return THEIRS[self.written]

    def check(self, now: Report) -> None:
        """Untouched blocks say what the report says; what was deleted stays away."""
        view = self.desk.view
        wanted = {block.key: block for block in (*now.body, *now.annex)}
        for key, place in view.places.items():
            assert key not in self.deleted
            if key not in self.touched and key in wanted:
                assert place.digest == block_digest(wanted[key])
        lines = [line for paragraph in view.paragraphs for line in [paragraph.words.without]]
        for key in self.deleted:
            assert key not in wanted or wanted[key].text not in lines


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(DAYS, st.lists(st.tuples(DEEDS, DAYS, st.booleans()), min_size=1, max_size=5))
def test_nothing_that_people_wrote_is_lost_and_nothing_they_deleted_comes_back(
    first: Day, steps: list[tuple[list[Deed], Day, bool]]
) -> None:
    life = Life()
    draft = WrittenDraft(document_id="x", blocks=tuple(life.desk.fill(report(first))))
    for deeds, day, suggests in steps:
        for deed in deeds:
            life.do(deed)
        theirs, comments = life.letters(), _of_people(life.desk)
        draft = life.desk.bring(draft, report(day), suggests=suggests).draft
        assert life.letters() == theirs
        assert _of_people(life.desk) == comments
        life.check(report(day))
        assert life.desk.bring(draft, report(day), suggests=suggests).writes == 0


def _of_people(desk: Desk) -> list[str]:
    return [t["commentId"] for t in desk.document.comments if t["headPost"]["authorAddress"] == PRINCIPAL]
