"""What a refresh would do, told before it is done."""

from __future__ import annotations

from document_desk import Desk, a_block, a_report
from hypothesis import given, settings
from hypothesis import strategies as st

from service.domain.report import Report
from service.google.documents.drafts import refresh_draft
from service.google.documents.memory import WrittenDraft
from service.google.documents.preview import BlockChange, BlockDeed, new_draft, preview_refresh

KEYS = ("I", "II", "III", "IV", "V")


def report_of(**texts: str) -> Report:
    return a_report(*(a_block(key, text) for key, text in texts.items()))


FIRST = report_of(I="Một.", II="Hai.", III="Ba.", IV="Bốn.")


def written(desk: Desk, report: Report = FIRST) -> WrittenDraft:
    return WrittenDraft(document_id="d", blocks=tuple(desk.fill(report)))


def told(desk: Desk, draft: WrittenDraft, report: Report) -> dict[str, BlockChange]:
    before = desk.revision
    changes = preview_refresh(desk, draft, report)
    assert desk.revision == before  # nothing was touched
    return {change.key: change for change in changes}


def test_a_doc_that_is_not_there_yet_is_told_block_by_block() -> None:
    assert [(c.key, c.deed, c.after) for c in new_draft(report_of(I="Một.", II="Hai."))] == [
        ("I", BlockDeed.NEW, "Một."),
        ("II", BlockDeed.NEW, "Hai."),
    ]


def test_each_kind_of_change_is_told_and_what_is_left_alone_is_not() -> None:
    desk = Desk()
    draft = written(desk)
    desk.type_into("III", "Cô Hà: ")
    desk.delete_block("IV")
    changes = told(desk, draft, report_of(I="Một.", II="Hai hai.", III="Ba ba.", IV="Bốn bốn.", V="Năm."))
    assert {key: change.deed for key, change in changes.items()} == {
        "II": BlockDeed.REWRITTEN,
        "III": BlockDeed.OFFERED,
        "V": BlockDeed.NEW,
    }
    assert (changes["II"].before, changes["II"].after) == ("Hai.", "Hai hai.")
    assert "Cô Hà" in changes["III"].before


def test_a_block_that_the_report_has_no_more_is_told_as_gone_unless_people_wrote_in_it() -> None:
    desk = Desk()
    draft = written(desk)
    desk.type_into("III", "Cô Hà: ")
    changes = told(desk, draft, report_of(I="Một.", IV="Bốn."))
    assert {key: change.deed for key, change in changes.items()} == {"II": BlockDeed.GONE}


def test_nothing_is_told_of_a_doc_that_says_what_it_should() -> None:
    desk = Desk()
    assert told(desk, written(desk), FIRST) == {}


@settings(max_examples=40, deadline=None)
@given(
    texts=st.dictionaries(
        st.sampled_from(KEYS), st.sampled_from(["Một.", "Hai.", "Ba.", "Mới."]), min_size=1
    ),
    edited=st.sets(st.sampled_from(KEYS[:4]), max_size=2),
    wiped=st.sets(st.sampled_from(KEYS[:4]), max_size=2),
)
def test_what_is_told_is_what_a_refresh_does(
    texts: dict[str, str], edited: set[str], wiped: set[str]
) -> None:
    desk = Desk()
    desk.is_checked = False
    draft = written(desk)
    for key in edited - wiped:
        desk.type_into(key, "Sửa: ")
    for key in sorted(wiped)[:3]:
        desk.delete_block(key)
    report = report_of(**{key: texts[key] for key in KEYS if key in texts})
    before = {key: desk.text_of(key) for key in KEYS}
    changes = told(desk, draft, report)
    outcome = refresh_draft(desk, draft, report)
    after = {key: desk.text_of(key) for key in KEYS}
    rewritten = {k for k, c in changes.items() if c.deed is BlockDeed.REWRITTEN}
    added = {k for k, c in changes.items() if c.deed is BlockDeed.NEW}
    gone = {k for k, c in changes.items() if c.deed is BlockDeed.GONE}
    assert {k for k in KEYS if before[k] and after[k] and before[k] != after[k]} == rewritten
    assert {k for k in KEYS if not before[k] and after[k]} == added
    assert {k for k in KEYS if before[k] and not after[k]} == gone
    assert all(after[key] == changes[key].after for key in rewritten | added)
    assert set(outcome.offered) == {k for k, c in changes.items() if c.deed is BlockDeed.OFFERED}
