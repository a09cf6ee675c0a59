"""Whatever comes from outside, it is read or refused in one line; nothing else may happen."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from builders import a_context, a_form, a_row
from fuzzing import bounded
from hypothesis import given
from hypothesis import strategies as st

from forms.responses import from_json, to_json
from service.domain.hearing import opinion_from_form
from service.domain.intake import activity_from_form, activity_from_row, feedback_from_form
from service.domain.records import Problem
from service.plan_text import NotAPlanError, read_plan
from service.store.codec import to_json as stored
from sheets.activity_table import ACTIVITY_COLUMNS
from sheets.errors import TableError
from sheets.tables import read_table
from sheets.workbook import Cell, Merge, Tab

pytestmark = pytest.mark.fuzz

CONTEXT = a_context()
ZONE = dt.timezone(dt.timedelta(hours=7))
#: What somebody who means harm would try, beside what a machine thinks of.
NASTY = st.sampled_from(
    [
        "", " ", "=1+1", "+84", "-", "@x", "\x00", "\u202e12/3/2025", "0", "-1", "9" * 400, "1e400", "nan",
        "٣", "１２", "½", "12/3/2025", "2025-02-30", "99/99/9999", "0001-01-01", "9999-12-31", "II.1.c",
        "{x}", "{{SO}}", "%s", "<b>", "javascript:x", "https://[", "http://a@b@c", "Công đoàn",
        "\ud83d", "🎉" * 9, "a\n" * 99,
    ]
)  # fmt: skip
TEXT = st.one_of(NASTY, st.text(max_size=60))
QUESTIONS = ("unit", "responsibility", "title", "date", "result", "status", "participants", "evidence",
             "text", "group", "topic", "rating", "contact", "stance", "part", "figure:Số đơn",
             "x")  # fmt: skip
ANSWERS = st.dictionaries(st.sampled_from(QUESTIONS), TEXT)
VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), TEXT,
    st.dates(), st.datetimes(),
)  # fmt: skip


def is_told(problem: Problem) -> bool:
    """A person is told what is wrong and what to do."""
    return bool(problem.reason and problem.remedy and problem.where)


@bounded(150)
@given(answers=ANSWERS)
def test_any_answer_of_a_form_is_an_activity_or_a_problem(answers: dict[str, str]) -> None:
    raw = a_form(**answers)
    for found in (
        activity_from_form(raw, CONTEXT),
        feedback_from_form(raw, CONTEXT),
        opinion_from_form(raw, "6T", ZONE),
    ):
        json.dumps(stored(found))
        assert not isinstance(found, Problem) or is_told(found)


@bounded(150)
@given(
    cells=st.dictionaries(st.sampled_from(("date", "title", "responsibility", "result", "people")), VALUES),
    extras=st.dictionaries(TEXT, VALUES, max_size=3),
    links=st.lists(TEXT, max_size=3),
)
def test_any_row_of_a_sheet_is_an_activity_or_a_problem(
    cells: dict[str, Any], extras: dict[str, Any], links: list[str]
) -> None:
    found = activity_from_row(a_row(extras=extras, links=tuple(links), **cells), CONTEXT)
    if isinstance(found, Problem):
        assert is_told(found)
    else:
        assert all(link.startswith(("http://", "https://")) for link in found.evidence)


HEADERS = st.sampled_from(
    [
        "Ngày",
        "Nội dung hoạt động",
        "Nhiệm vụ",
        "Kết quả",
        "Minh chứng",
        "Số người tham dự",
        "Ghi chú",
        "ngay",
        "",
    ]
)
CELLS = st.builds(
    Cell, value=st.one_of(VALUES, HEADERS), shown=TEXT, links=st.lists(TEXT, max_size=2).map(tuple)
)
PLACES = st.integers(0, 7)
MERGES = st.builds(
    lambda top, height, left, width: Merge(top=top, bottom=top + height, left=left, right=left + width),
    PLACES, st.integers(1, 4), PLACES, st.integers(1, 4),
)  # fmt: skip
ROWS = st.lists(st.lists(CELLS, max_size=7).map(tuple), max_size=7)


@bounded(150)
@given(header=st.lists(HEADERS, max_size=8), rows=ROWS, merges=st.lists(MERGES, max_size=3), above=ROWS)
def test_any_table_is_read_or_refused(
    header: list[str], rows: list[tuple[Cell, ...]], merges: list[Merge], above: list[tuple[Cell, ...]]
) -> None:
    titles = tuple(Cell(value=title, shown=title) for title in header)
    tab = Tab(
        sheet_id=0, title="Hoạt động", rows=(*above[:2], titles, *rows), row_count=20, column_count=20,
        merges=tuple(merges),
    )  # fmt: skip
    try:
        table = read_table(tab, ACTIVITY_COLUMNS, file="Sổ hoạt động")
    except TableError as error:
        assert "\n" not in str(error)
        return
    assert len(table.rows) <= len(tab.rows)


@bounded(100)
@given(text=st.lists(st.one_of(TEXT, st.sampled_from(["KẾ HOẠCH", "I. MỤC ĐÍCH", "1. Công đoàn", "a) x"]))))
def test_any_text_is_a_plan_or_is_refused(text: list[str]) -> None:
    try:
        read_plan("\n".join(text))
    except NotAPlanError as error:
        assert "\n" not in str(error)


@bounded(100)
@given(
    answers=st.dictionaries(TEXT, st.lists(TEXT, max_size=3), max_size=4),
    email=st.none() | TEXT,
    files=st.booleans(),
)
def test_what_google_sends_of_an_answer_is_kept_as_it_came(
    answers: dict[str, list[str]], email: str | None, files: bool
) -> None:
    said: dict[str, Any] = {
        key: {"questionId": key, "textAnswers": {"answers": [{"value": value} for value in values]}}
        for key, values in answers.items()
    }
    if files:
        said["tep"] = {"questionId": "tep", "fileUploadAnswers": {"answers": [{"fileId": "1"}]}}
    sent = {
        "responseId": "r1",
        "createTime": "2025-03-01T01:10:00.123Z",
        "lastSubmittedTime": "2025-03-01T01:10:00.123456Z",
        "answers": said,
        **({"respondentEmail": email} if email else {}),
    }
    response = from_json(sent)
    assert from_json(json.loads(json.dumps(to_json(response)))) == response
    assert {key: list(values) for key, values in response.answers.items()} == answers
