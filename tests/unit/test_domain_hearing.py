"""What staff say of a draft, and when the principal has answered it."""

from __future__ import annotations

import datetime as dt

import pytest
from builders import ZONE, a_ref, at

from service.domain.hearing import (
    WHOLE,
    Opinion,
    OpinionAnswer,
    Stance,
    Taken,
    hearing_of,
    opinion_from_form,
    taken_from,
)
from service.domain.intake import RawForm
from service.domain.records import Problem

DAY = dt.date(2025, 4, 28)
REMARK = "Đề nghị ghi rõ số cuộc đối thoại của từng tổ."


def an_answer(**answers: str) -> RawForm:
    return RawForm(ref=a_ref(), submitted_at=at(DAY), source="Ý kiến về dự thảo", email=None, answers=answers)


def an_opinion(
    text: str = REMARK, *, stance: Stance = Stance.AGREES_WITH_CHANGES, hour: int = 8, period: str = "6T"
) -> Opinion:
    return Opinion(ref=a_ref(), submitted_at=at(DAY, hour), period=period, stance=stance, text=text)


def answered(opinion: Opinion, taken: Taken | None, why: str = "") -> OpinionAnswer:
    return OpinionAnswer(record_id=opinion.ref.record_id, taken=taken, why=why)


def read(**answers: str) -> Opinion:
    found = opinion_from_form(an_answer(**answers), "6T", ZONE)
    assert isinstance(found, Opinion)
    return found


def test_an_answer_says_stance_part_and_text() -> None:
    found = read(stance="Không đồng ý", part="IV. Đánh giá chung", text=f" {REMARK} ")
    assert (found.stance, found.part, found.text) == (Stance.DISAGREES, "IV. Đánh giá chung", REMARK)


def test_the_whole_draft_is_no_part_of_it() -> None:
    assert read(stance="Đồng ý", part=WHOLE).part == ""


def test_words_without_a_stance_ask_for_a_change() -> None:
    assert read(text=REMARK).stance is Stance.AGREES_WITH_CHANGES


def test_an_empty_answer_is_told_and_asks_for_nothing() -> None:
    found = opinion_from_form(an_answer(), "6T", ZONE)
    assert isinstance(found, Problem)
    assert found.who == "Người gửi phiếu"


@pytest.mark.parametrize(
    ("opinion", "waits"),
    [
        (an_opinion("", stance=Stance.AGREES), False),
        (an_opinion(REMARK, stance=Stance.AGREES), True),
        (an_opinion(REMARK), True),
        (an_opinion("", stance=Stance.DISAGREES), True),
    ],
    ids=["agrees", "agrees and says something", "asks for a change", "disagrees without a word"],
)
def test_who_just_agrees_needs_no_answer(opinion: Opinion, waits: bool) -> None:
    assert bool(hearing_of("6T", DAY, [opinion], []).unanswered) is waits


@pytest.mark.parametrize(
    ("taken", "why", "waits"),
    [
        (Taken.YES, "", False),
        (Taken.PARTLY, "", True),
        (Taken.PARTLY, "Chỉ bổ sung tổng số.", False),
        (Taken.NO, "", True),
        (Taken.NO, "Đã có ở phụ lục.", False),
        (None, "Để xem lại.", True),
    ],
)
def test_what_is_not_taken_whole_needs_its_reason(taken: Taken | None, why: str, waits: bool) -> None:
    opinion = an_opinion()
    hearing = hearing_of("6T", DAY, [opinion], [answered(opinion, taken, why)])
    assert bool(hearing.unanswered) is waits


def test_a_hearing_counts_its_own_opinions_alone_oldest_first() -> None:
    late, early = an_opinion(hour=15), an_opinion("", stance=Stance.AGREES, hour=9)
    other = an_opinion(period="9T")
    hearing = hearing_of("6T", DAY, [late, other, early], [answered(late, Taken.YES)])
    assert [item.opinion for item in hearing.heard] == [early, late]
    assert hearing.count(Stance.AGREES, Stance.AGREES_WITH_CHANGES) == 2
    assert hearing.answered(Taken.YES) == 1


@pytest.mark.parametrize("said", ["Tiếp thu", "tiếp thu ", "TIẾP THU"])
def test_the_principals_choice_is_read_however_it_is_typed(said: str) -> None:
    assert taken_from(said) is Taken.YES


def test_other_words_are_no_choice() -> None:
    assert taken_from("xem lại") is None
    assert taken_from("") is None
