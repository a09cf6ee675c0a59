"""Responsibility, unit, status and links that people mean; nothing is guessed."""

from __future__ import annotations

import pytest
from builders import MATHS, UNION, UNITS, an_expectation

from service.domain.expectations import Unit
from service.domain.matching import activity_status, evidence_links, responsibility_code, unit_name
from service.domain.records import ActivityStatus

PLAN = (
    an_expectation("II.1.a", short_name="Cải cách hành chính, chuyển đổi số"),
    an_expectation("II.1.c", short_name="Tiếp công dân, giải quyết đơn thư"),
    an_expectation("II.2.b", short_name="Cải cách hành chính trong nhà trường"),
    an_expectation("III.1", short_name="Vai trò của cấp ủy"),
)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("II.1.c · Tiếp công dân, giải quyết đơn thư", "II.1.c"),  # a form's choice
        ("ii.1.C", "II.1.c"),
        ("II-1-c", "II.1.c"),
        ("Mục II. 1. c", "II.1.c"),
        ("III.1", "III.1"),  # and not II.1 or I.1
        ("Tiếp công dân, giải quyết đơn thư", "II.1.c"),
        ("tiep cong dan giai quyet don thu", "II.1.c"),  # without marks
        ("Tiếp công dân, giải quyết đơn thư tháng 3", "II.1.c"),  # the whole name and more
        ("tiếp công dân", "II.1.c"),  # a piece that no other name has
        ("vai trò của cấp uỷ", "III.1"),  # other place of the tone
        ("cải cách hành chính", None),  # a piece of two names
        ("II.1.c và II.1.a", None),  # two codes
        ("đơn thư", None),  # too little to be certain
        ("II.1", None),  # a section
        ("II.1.cd", None),
        ("Chưa rõ, nhờ nhà trường xếp giúp", None),
        ("", None),
    ],
)
def test_a_responsibility_is_told_by_its_code_or_by_a_name_of_one_kind(said: str, code: str | None) -> None:
    assert responsibility_code(said, PLAN) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("1.2 · Kiểm tra nội bộ", "1.2"),
        ("1.2", "1.2"),
        ("11 buổi", None),  # a number of things
        ("1.2 giờ", None),
        ("1-2 lần", None),
    ],
)
def test_a_plan_numbered_by_digits_does_not_claim_every_number(said: str, code: str | None) -> None:
    plan = (an_expectation("1.1", short_name="Tuyên truyền"), an_expectation("1.2", short_name="Kiểm tra"))
    assert responsibility_code(said, plan) == code


@pytest.mark.parametrize(
    "code", ["II.1", "II.1(2)", "II.2", "V.1", "V(2).1", "II.1.2", "II(2).1", "II.1.a", "II.1(2).a"]
)
def test_of_two_responsibilities_of_one_number_each_is_told_by_its_own(code: str) -> None:
    codes = ["II.1", "II.1(2)", "II.2", "V.1", "V(2).1", "II.1.2", "II(2).1", "II.1.a", "II.1(2).a"]
    named = [an_expectation(other, short_name=f"việc thứ {place}") for place, other in enumerate(codes)]
    for said in (code, f"{code} · Tuyên truyền", code.replace("(", " (")):
        assert responsibility_code(said, named) == code


@pytest.mark.parametrize(
    ("said", "unit"),
    [
        ("Tổ Toán – Tin", MATHS),
        ("tổ toán-tin", MATHS),
        ("Toán Tin", MATHS),  # an alias
        ("BCH công đoàn", UNION),
        ("Tổ Ngữ văn", None),
        ("", None),
    ],
)
def test_a_unit_is_known_by_its_names(said: str, unit: str | None) -> None:
    assert unit_name(said, UNITS) == unit


def test_a_name_that_two_units_share_names_neither() -> None:
    units = (Unit(name="Tổ 1", aliases=("Tổ Văn",)), Unit(name="Tổ 2", aliases=("Tổ Văn",)))
    assert unit_name("Tổ Văn", units) is None


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ("Đã hoàn thành", ActivityStatus.DONE),
        ("ĐANG THỰC HIỆN", ActivityStatus.UNDER_WAY),
        ("chưa xong", ActivityStatus.UNDER_WAY),
        ("Dự kiến", ActivityStatus.PLANNED),
        ("Không phát sinh", ActivityStatus.NOTHING),
        ("???", None),
    ],
)
def test_a_status_is_told_by_words_that_mean_one_thing(said: str, status: ActivityStatus | None) -> None:
    assert activity_status(said) is status


@pytest.mark.parametrize("status", ActivityStatus)
def test_every_choice_of_the_form_is_understood(status: ActivityStatus) -> None:
    assert activity_status(status.value) is status


@pytest.mark.parametrize(
    ("typed", "links"),
    [
        ("https://a.example/1 https://a.example/2", ("https://a.example/1", "https://a.example/2")),
        ("Biên bản: https://a.example/1, ảnh: https://a.example/1.", ("https://a.example/1",)),
        # copied from the address bar
        ("drive.google.com/file/d/abc", ("https://drive.google.com/file/d/abc",)),
        ("Biên bản lưu tại văn phòng", ()),
    ],
)
def test_links_are_found_in_what_is_typed_each_once(typed: str, links: tuple[str, ...]) -> None:
    assert evidence_links(typed) == links
