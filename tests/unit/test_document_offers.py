"""Blocks that people edited: the new text is offered once, and what people decide is remembered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest
from document_desk import PRINCIPAL, SERVICE, Desk, a_block, a_report, a_table, delete, insert
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.domain.report import Report
from service.google.documents.drafts import refresh_draft
from service.google.documents.memory import WrittenBlock, WrittenDraft, intent
from service.google.documents.offers import difference
from service.google.documents.proof import Proof
from service.google.documents.text import units

Json = dict[str, Any]


def report(text: str = "Đã tiếp 04 lượt cha mẹ học sinh.", *more: str, cell: str = "02") -> Report:
    others = [a_block(f"I.{number}", line) for number, line in enumerate(more, start=2)]
    table = a_table("PL.1", ("Đơn vị", "Số"), ("Công đoàn", cell))
    return a_report(
        a_block("I", "I. KẾT QUẢ"), a_block("I.1", text), *others, annex=(a_block("PL", "PHỤ LỤC"), table)
    )


OLD, NEW, NEWER = (report(f"Đã tiếp {number} lượt cha mẹ học sinh.") for number in ("04", "05", "06"))
#: What the principal makes of the first text.
HERS = "Đã tiếp chu đáo 04 lượt cha mẹ học sinh."


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def draft(desk: Desk) -> WrittenDraft:
    """The first draft, in which the principal has put in two words."""
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(OLD)))
    desk.type_into("I.1", "chu đáo ", at=8)
    assert desk.text_of("I.1") == HERS
    return draft


def said(desk: Desk, key: str = "I.1") -> tuple[str, str, str]:
    """What a block says without suggestions, as it stands, and with all of them."""
    [words] = desk.view.places[key].home.parts
    return words.without, words.text, words.accepted


def resolve(desk: Desk, kind: str, user: str = PRINCIPAL) -> None:
    """Somebody answers all open suggestions."""
    opened = [t["suggestionId"] for t in desk.document.suggestions if t["status"] == "OPEN"]
    assert opened
    desk.do([{kind: {"suggestionId": made}} for made in opened], user=user)


# --- a suggestion, once --------------------------------------------------------------------------------


def test_the_new_text_is_suggested_and_the_person_s_stays(desk: Desk, draft: WrittenDraft) -> None:
    outcome = desk.bring(draft, NEW)
    assert (outcome.kept, outcome.offered, outcome.writes) == (("I.1",), ("I.1",), 1)
    assert said(desk) == (HERS, "Đã tiếp chu đáo 0405 lượt cha mẹ học sinh.", NEW.body[1].text)
    assert "được giữ nguyên" in outcome.notices[0]
    again = desk.bring(outcome.draft, NEW)
    assert (again.writes, again.offered, again.notices, again.draft) == (0, (), (), outcome.draft)


def test_what_was_rejected_does_not_come_back(desk: Desk, draft: WrittenDraft) -> None:
    draft = desk.bring(draft, NEW).draft
    resolve(desk, "rejectSuggestion")
    outcome = desk.bring(draft, NEW)
    assert (outcome.writes, outcome.kept) == (0, ("I.1",))
    outcome = desk.bring(outcome.draft, NEWER)
    assert outcome.offered == ("I.1",)
    # and the text that was rejected first is not offered again when it comes back
    outcome = desk.bring(outcome.draft, NEW)
    assert outcome.offered == ()
    assert said(desk)[0] == said(desk)[1] == HERS


def test_what_was_accepted_is_ours_again(desk: Desk, draft: WrittenDraft) -> None:
    draft = desk.bring(draft, NEW).draft
    resolve(desk, "acceptSuggestion")
    outcome = desk.bring(draft, NEW)
    assert (outcome.writes, outcome.kept) == (0, ())
    outcome = desk.bring(outcome.draft, NEWER)
    assert (outcome.writes, outcome.kept, outcome.offered) == (1, (), ())
    assert desk.text_of("I.1") == NEWER.body[1].text


def test_what_was_accepted_is_ours_although_the_report_says_more_by_now(
    desk: Desk, draft: WrittenDraft
) -> None:
    draft = desk.bring(draft, NEW).draft
    resolve(desk, "acceptSuggestion")
    outcome = desk.bring(draft, NEWER)
    assert (outcome.kept, desk.text_of("I.1")) == ((), NEWER.body[1].text)


def test_a_newer_text_takes_the_place_of_an_open_suggestion(desk: Desk, draft: WrittenDraft) -> None:
    draft = desk.bring(draft, NEW).draft
    outcome = desk.bring(draft, NEWER)
    assert outcome.writes == 2
    assert said(desk) == (HERS, "Đã tiếp chu đáo 0406 lượt cha mẹ học sinh.", NEWER.body[1].text)
    # A text that was taken back, not rejected, may be offered again.
    outcome = desk.bring(outcome.draft, NEW)
    assert said(desk)[2] == NEW.body[1].text


def test_a_suggestion_is_taken_back_when_the_report_says_the_old_text_again(
    desk: Desk, draft: WrittenDraft
) -> None:
    draft = desk.bring(draft, NEW).draft
    outcome = desk.bring(draft, OLD)
    assert said(desk) == (HERS, HERS, HERS)
    assert (outcome.kept, outcome.writes) == ((), 1)
    assert desk.bring(outcome.draft, OLD).writes == 0


def test_a_suggestion_is_taken_back_when_the_person_wrote_the_new_text(
    desk: Desk, draft: WrittenDraft
) -> None:
    draft = desk.bring(draft, NEW).draft
    newer = report(HERS)
    outcome = desk.bring(draft, newer)
    assert said(desk) == (HERS, HERS, HERS)
    assert desk.bring(outcome.draft, NEWER).kept == ()


def test_typing_beside_an_open_suggestion_loses_nothing(desk: Desk, draft: WrittenDraft) -> None:
    draft = desk.bring(draft, NEW).draft
    desk.type_into("I.1", "Hôm nay ", at=0)
    outcome = desk.bring(draft, NEW)
    assert outcome.writes == 0
    outcome = desk.bring(outcome.draft, NEWER)
    assert said(desk)[0] == "Hôm nay " + HERS
    # An offer in which somebody wrote is not taken back: the newer text comes as a comment.
    assert [c["headPost"]["content"] for c in desk.document.comments] == [
        "Số liệu đã thay đổi. Dịch vụ đề nghị viết lại chỗ này: «Đã tiếp 06 lượt cha mẹ học sinh.»"
    ]


def test_untouched_blocks_are_written_before_others_are_offered(desk: Desk) -> None:
    old = report("Một.", "Hai 04.", "Ba.")
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(old)))
    desk.type_into("I.2", "sửa ")
    new = report("Một, dài hơn nhiều 😀.", "Hai 05.", "Ba, cũng dài hơn.", "Bốn, mới.", cell="03")
    outcome = desk.bring(draft, new)
    assert (outcome.writes, outcome.offered) == (2, ("I.2",))
    assert said(desk, "I.2") == ("sửa Hai 04.", "sửa Hai 04.Hai 05.", "Hai 05.")
    assert desk.text_of("I.3") == "Ba, cũng dài hơn."
    assert desk.text_of("I.4") == "Bốn, mới."
    assert desk.bring(outcome.draft, new).writes == 0


def test_cells_are_suggested_one_by_one(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(OLD)))
    cell = desk.view.tables[0].rows[0][0]
    desk.do([insert(cell.start, "Tổ / ")])
    new = report("Dài hơn trước rất nhiều.", cell="03 đơn")
    outcome = desk.bring(draft, new)
    assert outcome.offered == ("PL.1",)
    place = desk.view.places["PL.1"]
    rows = [[cell.words.without for cell in row] for row in place.home.rows]  # type: ignore[union-attr]
    assert rows == [["Tổ / Đơn vị", "Số"], ["Công đoàn", "02"]]
    resolve(desk, "acceptSuggestion")
    assert desk.bring(outcome.draft, new).kept == ()
    assert "|Đơn vị;Số|Công đoàn;03 đơn|" in desk.lines


# --- where a suggestion cannot be ---------------------------------------------------------------------


def test_without_proof_the_new_text_comes_as_a_comment_once(desk: Desk, draft: WrittenDraft) -> None:
    outcome = desk.bring(draft, NEW, suggests=False)
    assert said(desk) == (HERS, HERS, HERS)
    assert (outcome.offered, outcome.writes) == (("I.1",), 1)
    [thread] = desk.document.comments
    assert thread["plainTextQuote"] == HERS
    assert NEW.body[1].text in thread["headPost"]["content"]
    outcome = desk.bring(outcome.draft, NEW, suggests=False)
    assert (outcome.writes, len(desk.document.comments)) == (0, 1)
    # Nobody answered it: the newer one takes its place.
    outcome = desk.bring(outcome.draft, NEWER, suggests=False)
    [thread] = desk.document.comments
    assert NEWER.body[1].text in thread["headPost"]["content"]
    assert outcome.writes == 1


@pytest.mark.parametrize("answer", [{"content": "Để tôi xem"}, {"commentAction": "RESOLVE"}])
def test_a_comment_that_a_person_answered_stays_and_its_text_is_not_offered_again(
    desk: Desk, draft: WrittenDraft, answer: Json
) -> None:
    draft = desk.bring(draft, NEW, suggests=False).draft
    thread = desk.document.comments[0]
    desk.do([{"addCommentReply": {"commentId": thread["commentId"], "post": answer}}])
    outcome = desk.bring(draft, NEWER, suggests=False)
    assert len(desk.document.comments) == 2
    assert desk.bring(outcome.draft, NEW, suggests=False).offered == ()


def test_a_person_s_suggestion_is_left_and_ours_stands_in_a_comment(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(OLD)))
    start = desk.view.places["I.1"].home.start
    desk.do([insert(start + 3, "từng ")], suggests=True)
    before = said(desk)
    outcome = desk.bring(draft, NEW)
    assert said(desk) == before
    assert (outcome.kept, outcome.offered, len(desk.document.comments)) == (("I.1",), ("I.1",), 1)
    resolve(desk, "rejectSuggestion")
    outcome = desk.bring(outcome.draft, NEW)
    assert (outcome.kept, desk.text_of("I.1")) == ((), NEW.body[1].text)


def test_what_a_person_suggested_is_not_offered_again(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(OLD)))
    start = desk.view.places["I.1"].home.start
    desk.do([insert(start + 10, "05"), delete(start + 8, start + 10)], suggests=True)
    assert said(desk)[2] == NEW.body[1].text
    outcome = desk.bring(draft, NEW)
    assert (outcome.writes, outcome.kept) == (0, ("I.1",))


def test_a_block_that_was_broken_or_joined_gets_a_comment(desk: Desk) -> None:
    old = report("Một 04.", "Hai 04.", "Ba 04.")
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(old)))
    desk.type_into("I.1", "\n", at=2)
    end = desk.view.places["I.2"].home.end
    desk.do([delete(end - 1, end)])
    before = desk.lines
    outcome = desk.bring(draft, report("Một 05.", "Hai 05.", "Ba 05."))
    assert desk.lines == before
    assert outcome.offered == ("I.1", "I.2", "I.3")
    assert (len(desk.document.comments), desk.document.suggestions) == (3, [])


def test_a_table_of_another_shape_gets_a_comment(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(OLD)))
    desk.do([insert(desk.view.tables[0].rows[1][1].start, "1")])
    table = a_table("PL.1", ("Đơn vị", "Số"), ("Công đoàn", "03"), ("Tổ Toán", "01"))
    outcome = desk.bring(draft, a_report(*OLD.body, annex=(OLD.annex[0], table)))
    assert outcome.offered == ("PL.1",)
    [thread] = desk.document.comments
    assert "Đơn vị | Số\nCông đoàn | 03\nTổ Toán | 01" in thread["headPost"]["content"]


def test_a_long_text_comes_in_several_comments(desk: Desk, draft: WrittenDraft) -> None:
    desk.bring(draft, report("Tiếng Việt nhiều dấu. " * 100), suggests=False)
    contents = [thread["headPost"]["content"] for thread in desk.document.comments]
    assert "(phần 1/2)" in contents[0]
    assert all(len(content.encode()) <= 2048 for content in contents)
    desk = Desk()
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(OLD)))
    desk.type_into("I.1", "x")
    desk.bring(draft, report("ế" * 20_000), suggests=False)
    assert len(desk.document.comments) == 4
    assert desk.document.comments[-1]["headPost"]["content"].endswith("…»")


def test_a_mode_that_google_passes_over_is_undone_and_not_used_again(desk: Desk, draft: WrittenDraft) -> None:
    desk.honours_suggest = False
    told: list[str] = []
    proof = Proof(works=lambda: not told, distrust=lambda: told.append("no"))
    outcome = refresh_draft(desk, draft, NEW, proof=proof)
    assert said(desk) == (HERS, HERS, HERS)
    assert (told, outcome.offered, len(desk.document.comments)) == (["no"], ("I.1",), 1)


# --- moved, deleted ------------------------------------------------------------------------------------


def move(desk: Desk, key: str, behind: str) -> None:
    """Somebody cuts a paragraph out and puts it behind another; its mark is lost."""
    home = desk.view.places[key].home
    text = desk.text_of(key)
    desk.do([delete(home.start, home.end)])
    desk.add_line_after(behind, str(text))


def test_a_block_that_was_moved_is_brought_up_to_date_where_it_is(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(report("Một.", "Hai.", "Ba."))))
    move(desk, "I.1", "I.3")
    assert "I.1" not in desk.view.places
    draft = desk.bring(draft, report("Một.", "Hai.", "Ba.")).draft
    outcome = desk.bring(draft, report("Một mới.", "Hai.", "Ba mới."))
    assert outcome.kept == ()
    at = desk.lines.index("I. KẾT QUẢ")
    assert desk.lines[at + 1 : at + 4] == ["Hai.", "Ba mới.", "Một mới."]
    assert desk.view.places["I.1"].digest is not None


def test_the_same_words_in_two_places_are_not_taken_for_a_moved_block(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(report("Một.", "Hai."))))
    desk.delete_block("I.1")
    desk.add_line_after("I", "Một.")
    desk.add_line_after("I.2", "Một.")
    outcome = desk.bring(draft, report("Khác.", "Hai."))
    assert (outcome.writes, desk.lines.count("Một.")) == (0, 2)


def test_when_people_deleted_the_whole_body_one_line_says_so(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(report("Một.", "Hai."))))
    for key in ("I.2", "I.1", "I"):
        desk.delete_block(key)
    before = desk.lines
    for new in (report("Một mới.", "Hai.", "Ba."), report("Nữa.", "Hai.", "Ba.")):
        outcome = desk.bring(draft, new)
        draft = outcome.draft
        assert desk.lines == before
        [line] = outcome.notices
        assert "đã bị xóa hết" in line
        assert "Nhật ký phiên bản" in line


# --- a process that was killed -------------------------------------------------------------------------


def killed(
    desk: Desk, draft: WrittenDraft, new: Report, *, after_writes: int, suggests: bool = True
) -> WrittenDraft:
    """A refresh that ends with the machine; gives what was remembered by then."""
    remembered = [draft]

    class Dying(Desk):
        def do(self, requests: Sequence[Json], *, suggests: bool = False, user: str = PRINCIPAL) -> Json:
            if user == SERVICE and self.left == 0:
                raise SystemExit
            answer = desk.do(requests, suggests=suggests, user=user)
            if user == SERVICE:
                self.left -= 1
                if self.left == 0:
                    raise SystemExit
            return answer

        left = after_writes

        @property
        def shown(self) -> Json:
            return desk.shown

    dying = Dying.__new__(Dying)
    dying.document, dying.honours_suggest, dying.revision = desk.document, True, desk.revision
    with pytest.raises(SystemExit):
        refresh_draft(dying, draft, new, proof=Proof(works=lambda: suggests), remember=remembered.append)
    return remembered[-1]


@pytest.mark.parametrize("after_writes", [0, 1])
def test_a_process_killed_between_write_and_save_leaves_its_blocks_ours(
    desk: Desk, after_writes: int
) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(report("Một.", "Hai."))))
    draft = killed(desk, draft, report("Một mới.", "Hai.", "Ba."), after_writes=after_writes)
    # The data have changed again by the time it runs again.
    outcome = desk.bring(draft, report("Một, lại mới.", "Hai.", "Ba, lại mới."))
    assert outcome.kept == ()
    assert [desk.text_of(key) for key in ("I.1", "I.2", "I.3")] == [
        "Một, lại mới.",
        "Hai.",
        "Ba, lại mới.",
    ]


@pytest.mark.parametrize("after_writes", [0, 1])
def test_a_process_killed_while_offering_offers_once(
    desk: Desk, draft: WrittenDraft, after_writes: int
) -> None:
    draft = killed(desk, draft, NEW, after_writes=after_writes)
    outcome = desk.bring(draft, NEW)
    assert said(desk)[0::2] == (HERS, NEW.body[1].text)
    assert len(desk.document.suggestions) == 1
    assert desk.bring(outcome.draft, NEW).writes == 0


@pytest.mark.parametrize("after_writes", [0, 1])
def test_a_process_killed_while_commenting_comments_once(
    desk: Desk, draft: WrittenDraft, after_writes: int
) -> None:
    draft = killed(desk, draft, NEW, after_writes=after_writes, suggests=False)
    outcome = desk.bring(draft, NEW, suggests=False)
    assert [NEW.body[1].text in t["headPost"]["content"] for t in desk.document.comments] == [True]
    assert desk.bring(outcome.draft, NEW, suggests=False).writes == 0
    # The comment is known as ours: a newer text takes its place.
    desk.bring(outcome.draft, NEWER, suggests=False)
    assert [NEWER.body[1].text in t["headPost"]["content"] for t in desk.document.comments] == [True]


def test_a_new_block_that_people_deleted_before_it_was_known_stays_deleted(desk: Desk) -> None:
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(report("Một."))))
    new = report("Một mới.", "Hai.")
    draft = killed(desk, draft, new, after_writes=1)
    desk.delete_block("I.2")
    outcome = desk.bring(draft, report("Một nữa.", "Hai nữa."))
    assert (desk.text_of("I.1"), desk.text_of("I.2"), outcome.kept) == ("Một nữa.", None, ())


def test_an_intent_keeps_both_texts_and_what_is_about_to_go() -> None:
    before = (WrittenBlock("a", "1"), WrittenBlock("b", "2"), WrittenBlock("c", "3"))
    after = (WrittenBlock("a", "1"), WrittenBlock("b", "4"), WrittenBlock("d", "5"))
    assert intent(before, after) == (
        before[0],
        replace(before[1], intended="4"),
        WrittenBlock("d", "", intended="5"),
        replace(before[2], intended=""),
    )


# --- any texts -----------------------------------------------------------------------------------------

LETTERS = st.text(st.sampled_from(list("aế 😀.\u0301\u000b")), max_size=20)


@given(LETTERS, LETTERS)
def test_the_difference_of_two_texts_makes_one_of_the_other(old: str, new: str) -> None:
    skipped, before, after = difference(old, new)
    raw = old.encode("utf-16-le")
    head, tail = raw[: 2 * skipped], raw[2 * (skipped + units(before)) :]
    assert raw[2 * skipped : 2 * (skipped + units(before))].decode("utf-16-le") == before
    assert (head + after.encode("utf-16-le") + tail).decode("utf-16-le") == new


WORDS = st.lists(st.sampled_from(["Đã", "tiếp", "04", "lượt", "😀", "ngày"]), min_size=1, max_size=5).map(
    " ".join
)
STEPS = st.lists(
    st.tuples(
        st.lists(st.none() | WORDS, min_size=4, max_size=4),
        st.sampled_from(["acceptSuggestion", "rejectSuggestion", "type", "nothing"]),
        st.integers(1, 4),
        st.integers(0, 3),
        st.booleans(),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(STEPS)
def test_whatever_people_do_between_refreshes_their_letters_stay(steps: list[Any]) -> None:
    desk = Desk()
    texts: list[str] = ["Một.", "Hai.", "Ba.", "Bốn."]
    draft = WrittenDraft(document_id="x", blocks=tuple(desk.fill(report(*texts))))
    typed: dict[str, str] = {}
    rejected: set[tuple[str, str]] = set()
    for number, (changes, deed, which, at, suggests) in enumerate(steps):
        texts = [new or old for old, new in zip(texts, changes, strict=True)]
        key = f"I.{which}"
        if deed == "type" and key in desk.view.places:
            mark = "①②③④⑤"[number]
            home = desk.view.places[key].home
            at = min(at, home.end - home.start - 1)
            inside = units(home.parts[0].text[:at])
            desk.do([insert(home.start + inside, mark)])
            typed[mark] = key
        opened = [t["suggestionId"] for t in desk.document.suggestions if t["status"] == "OPEN"]
        if deed in ("acceptSuggestion", "rejectSuggestion") and opened:
            for block_key, place in desk.view.places.items():
                if place.suggestion_ids and deed == "rejectSuggestion":
                    rejected.add((block_key, place.home.parts[0].accepted))
            desk.do([{deed: {"suggestionId": made}} for made in opened])
            if deed == "acceptSuggestion":
                # Only a person may take a person's words away.
                typed = {mark: k for mark, k in typed.items() if any(mark in line for line in desk.lines)}
        outcome = desk.bring(draft, report(*texts), suggests=suggests)
        draft = outcome.draft
        lines = [p.words.without for p in desk.view.paragraphs]
        for mark in typed:
            assert any(mark in line for line in lines)
        for block_key, place in desk.view.places.items():
            if place.suggestion_ids:
                assert (block_key, place.home.parts[0].accepted) not in rejected
        assert desk.bring(draft, report(*texts), suggests=suggests).writes == 0
