"""Answers and rows become activities and feedback, or problems that say what to mend."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from builders import (
    CODE,
    GOOD_RESULT,
    HUNG,
    LAN,
    MATHS,
    UNION,
    a_context,
    a_form,
    a_row,
    an_expectation,
    at,
)

from service.domain.intake import activity_from_form, activity_from_row, feedback_from_form
from service.domain.readings import Value
from service.domain.records import Activity, ActivityStatus, Feedback, FeedbackGroup, Problem

CONTEXT = a_context()


def an_activity_of(value: Activity | Problem) -> Activity:
    assert isinstance(value, Activity), value
    return value


def a_problem_of(value: Activity | Feedback | Problem) -> Problem:
    assert isinstance(value, Problem), value
    return value


def test_a_complete_answer_becomes_an_activity() -> None:
    raw = a_form(participants="04", evidence="https://drive.example/bien-ban", **{"figure:Đơn nhận": "2"})
    activity = an_activity_of(activity_from_form(raw, CONTEXT))
    assert activity == Activity(
        ref=raw.ref,
        submitted_at=raw.submitted_at,
        unit=MATHS,
        responsibility=CODE,
        title="Tiếp cha mẹ học sinh khối 9",
        date=dt.date(2025, 3, 12),
        result=GOOD_RESULT,
        status=ActivityStatus.DONE,
        participants=4,
        figures={"Đơn nhận": 2},
        evidence=("https://drive.example/bien-ban",),
        reporter=LAN,
    )


def test_a_complete_row_becomes_an_activity() -> None:
    raw = a_row(
        person="Cô Lan", participants=4.0, extras={"đơn nhận": 2.0}, links=("https://drive.example/a",)
    )
    activity = an_activity_of(activity_from_row(raw, CONTEXT))
    assert (activity.unit, activity.responsibility, activity.reporter) == (MATHS, CODE, "Cô Lan")
    assert (activity.participants, dict(activity.figures)) == (4, {"Đơn nhận": 2})
    assert activity.evidence == ("https://drive.example/a",)


@pytest.mark.parametrize(
    ("answers", "reason"),
    [
        ({"unit": "Tổ Ngữ văn"}, "Không nhận ra đơn vị «Tổ Ngữ văn»."),
        ({"unit": None, "email": None}, "Phiếu chưa chọn đơn vị."),
        ({"date": None}, "Chưa ghi ngày thực hiện."),
        ({"date": "2025-03-14"}, "Ngày 14/3/2025 sau ngày gửi (13/3/2025)."),
        ({"date": "2022-03-12"}, "Ngày 12/3/2022 quá xa ngày gửi (13/3/2025); có thể nhầm năm."),
        ({"title": None, "result": " "}, "Chưa ghi nội dung hoạt động."),
        ({"participants": "khoảng 40"}, "Số người tham dự: «khoảng 40» không phải là số lượng"),
        ({"participants": "-3"}, "Số người tham dự: Số lượng phải là số nguyên không âm"),
        ({"figure:Đơn nhận": "hai"}, "Đơn nhận: «hai» không phải là số lượng"),
        ({"status": "Tạm ổn"}, "Không hiểu tình trạng «Tạm ổn»"),
    ],
)
def test_an_answer_that_cannot_be_used_says_why(answers: dict[str, str | None], reason: str) -> None:
    problem = a_problem_of(activity_from_form(a_form(**answers), CONTEXT))
    assert problem.reason.startswith(reason)
    assert (problem.source, problem.where) == ("Báo cáo hoạt động", "phiếu gửi 08:00 ngày 13/3/2025")
    assert problem.remedy and problem.who


@pytest.mark.parametrize(
    ("cells", "where", "reason"),
    [
        ({"date": "12/3"}, "Hoạt động!A7", "Ngày thực hiện: Không đọc được ngày «12/3»"),
        # a text in the column of dates
        ({"date": "Họp tổ"}, "Hoạt động!A7", "Ngày thực hiện: Không đọc được ngày «Họp tổ»"),
        # a blank cell has no address of its own
        ({"date": None}, "cột «Ngày thực hiện», cùng dòng với ô Hoạt động!B7", "Chưa ghi ngày thực hiện."),
        ({"date": dt.date(2025, 4, 1)}, "Hoạt động!A7", "Ngày 01/4/2025 sau ngày gửi (13/3/2025)."),
        (
            {"title": None, "result": None},
            "cột «Nội dung hoạt động», cùng dòng với ô Hoạt động!A7",
            "Chưa ghi nội dung hoạt động.",
        ),
        ({"participants": "nhiều"}, "Hoạt động!F7", "Số người tham dự: «nhiều» không phải là số lượng"),
        ({"status": "Tạm ổn"}, "Hoạt động!F7", "Không hiểu tình trạng «Tạm ổn»"),
    ],
)
def test_a_row_that_cannot_be_used_names_its_cell(cells: dict[str, Value], where: str, reason: str) -> None:
    problem = a_problem_of(activity_from_row(a_row(**cells), CONTEXT))
    assert problem.where == where
    assert problem.reason.startswith(reason)
    assert problem.who == MATHS


def test_a_figure_that_cannot_be_read_names_its_own_column() -> None:
    problem = a_problem_of(activity_from_row(a_row(extras={"Đơn nhận": "hai"}), CONTEXT))
    assert problem.where == "Hoạt động!K7"


def test_a_column_of_the_units_own_that_is_no_figure_is_left_alone() -> None:
    activity = an_activity_of(activity_from_row(a_row(extras={"Thời tiết": "nắng"}), CONTEXT))
    assert activity.figures == {}


def test_a_plan_may_lie_ahead_or_have_no_day() -> None:
    for day in ("2025-06-01", None):
        activity = an_activity_of(activity_from_form(a_form(date=day, status="Mới lên kế hoạch"), CONTEXT))
        assert activity.status is ActivityStatus.PLANNED


def test_nothing_to_report_needs_neither_day_nor_words() -> None:
    raw = a_form(date=None, title=None, result=None, status="Không phát sinh trong kỳ")
    assert an_activity_of(activity_from_form(raw, CONTEXT)).status is ActivityStatus.NOTHING


def test_a_day_is_compared_with_the_day_of_sending_in_vietnam() -> None:
    # half past midnight of the 13th in Vietnam is still the 12th in Greenwich
    sent = dt.datetime(2025, 3, 12, 17, 30, tzinfo=dt.UTC)
    an_activity_of(activity_from_form(a_form(date="2025-03-13", submitted_at=sent), CONTEXT))


def test_a_blank_unit_is_that_of_the_reporter_where_it_is_known() -> None:
    context = a_context(staff={HUNG: UNION})
    raw = a_form(unit=None, email=HUNG.upper())
    assert an_activity_of(activity_from_form(raw, context)).unit == UNION


def test_an_unknown_responsibility_is_left_to_a_person() -> None:
    raw = a_form(responsibility="Chưa rõ, nhờ nhà trường xếp giúp")
    assert an_activity_of(activity_from_form(raw, CONTEXT)).responsibility is None


def test_a_text_is_stored_composed_and_whole_however_long() -> None:
    long = "Đã tuyên truyền Luật. " * 2000
    activity = an_activity_of(activity_from_form(a_form(result=unicodedata.normalize("NFD", long)), CONTEXT))
    assert activity.result == long.strip()


def test_the_same_mistake_keeps_its_key_when_it_is_read_again() -> None:
    raw = a_row(date="12/3")
    first, again = (a_problem_of(activity_from_row(raw, CONTEXT)) for _ in range(2))
    assert first.key == again.key == f"{raw.ref.key}:date"


def test_feedback_carries_the_responsibilities_of_its_topic() -> None:
    context = a_context(an_expectation(), topics={"Tiếp công dân": (CODE,)})
    raw = a_form(
        group="Cha mẹ học sinh", topic="tiếp công dân", satisfaction="2", text="Chờ lâu", wants_answer="Có"
    )
    feedback = feedback_from_form(raw, context)
    assert isinstance(feedback, Feedback)
    assert (feedback.group, feedback.responsibilities) == (FeedbackGroup.PARENT, (CODE,))
    assert (feedback.satisfaction, feedback.wants_answer) == (2, True)


def test_feedback_on_a_topic_of_no_responsibility_is_kept() -> None:
    feedback = feedback_from_form(a_form(topic="Khác", text="Cảm ơn nhà trường"), CONTEXT)
    assert isinstance(feedback, Feedback)
    assert (feedback.responsibilities, feedback.group) == ((), FeedbackGroup.OTHER)


def test_empty_feedback_becomes_a_problem() -> None:
    raw = a_form(email=None, submitted_at=at(dt.date(2025, 4, 2)))
    assert a_problem_of(feedback_from_form(raw, CONTEXT)).reason == "Phiếu góp ý không có nội dung."
