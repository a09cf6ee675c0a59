"""Topics of the feedback form follow the words of the plan, whatever its numbers."""

from __future__ import annotations

import re
from dataclasses import replace

from builders import an_expectation

from service.domain.expectations import Expectation
from service.domain.topics import MOST, codes_about, topics_for
from service.form_files import form_definition
from service.plan_text import read_plan
from service.settings_sheet import plain_expectation
from service.templates import template_text

PLAN = read_plan(template_text("plan", "ke-hoach-mau.txt"))
EXPECTED = tuple(plain_expectation(item, PLAN) for item in PLAN.responsibilities)
KNOWN = {"Tiếp dân": ("tiếp công dân",), "Nội dung khác": ()}


def a_task(code: str, text: str, name: str = "Việc") -> Expectation:
    return replace(an_expectation(code), text=text, short_name=name)


def choices(expectations: tuple[Expectation, ...]) -> tuple[str, ...]:
    form = form_definition("gop-y-phan-anh.toml", (), expectations)
    return next(question.choices for question in form.questions if question.key == "topic")


def test_every_responsibility_of_the_sample_plan_has_a_topic_in_plain_words() -> None:
    form = form_definition("gop-y-phan-anh.toml", (), EXPECTED)
    about = {topic: codes_about(marks, EXPECTED) for topic, marks in form.topics.items()}
    assert about == {
        "Tiếp dân, trả lời đơn thư và kiến nghị": ("II.1.c",),
        "Thái độ phục vụ của cán bộ, giáo viên, nhân viên": ("II.1.b", "II.1.e"),
        "Thủ tục, giấy tờ, sổ liên lạc điện tử": ("II.1.a", "II.2.b"),
        "Công khai thu chi, được biết và được bàn": ("II.2.c",),
        "Dân chủ trong cơ quan, quy chế nội bộ": ("II.2.a", "II.2.d"),
        "Được nói lên ý kiến, sinh hoạt Đoàn - Đội": ("III.1", "III.2"),
        "Phong trào, việc làm tốt của nhà trường": ("II.1.d",),
        "Nội dung khác": (),
    }


def test_a_plan_with_other_numbers_has_the_same_topics() -> None:
    moved = tuple(replace(item, code=re.sub("^II", "IV", item.code)) for item in EXPECTED)
    assert choices(moved) == choices(EXPECTED)
    assert codes_about(["tiếp công dân"], moved) == ("IV.1.c",)


def test_the_topic_follows_the_words_to_where_they_stand_now() -> None:
    plan = (a_task("I.1", "Tổ chức hội nghị viên chức."), a_task("I.2", "Duy trì lịch tiếp công dân."))
    assert codes_about(KNOWN["Tiếp dân"], plan) == ("I.2",)


def test_a_topic_of_which_the_plan_has_nothing_is_not_offered_and_a_new_task_is() -> None:
    plan = (a_task("I.1", "Bảo đảm an toàn cổng trường.", "An toàn cổng trường"),)
    assert list(topics_for(KNOWN, plan)) == ["An toàn cổng trường", "Nội dung khác"]


def test_a_long_plan_does_not_make_a_long_list() -> None:
    plan = tuple(a_task(f"I.{n}", f"Việc thứ {n}.", f"Việc {n}") for n in range(1, 301))
    offered = list(topics_for(KNOWN, plan))
    assert len(offered) == MOST
    assert offered[-1] == "Nội dung khác"
