"""What a browser sends, as answers; branching; update masks."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.standin.errors import GoogleError
from service.standin.forms.answers import answered, fields_of, read_form
from service.standin.forms.field_masks import update
from service.standin.forms.items import check_item, tidy

Json = dict[str, Any]
Q = "0000000a"
ENTRY = "entry.10"


def a_form(*items: Json) -> Json:
    return {"items": list(items), "settings": {}}


def a_question(question_id: str = Q, *, required: bool = False, **kind: Any) -> Json:
    body = {"questionId": question_id, **kind} | ({"required": True} if required else {})
    return {"itemId": f"1{question_id[1:]}", "title": "?", "questionItem": {"question": body}}


def options(*values: str | Json, kind: str = "RADIO") -> Json:
    made = [{"value": v} if isinstance(v, str) else v for v in values]
    return {"choiceQuestion": {"type": kind, "options": made}}


def a_break(item_id: str) -> Json:
    return {"itemId": item_id, "title": item_id, "pageBreakItem": {}}


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        # a one-line field of a browser sends no line breaks
        ({"textQuestion": {}}, {ENTRY: ["Họp\ntổ"]}, ["Họp tổ"]),
        # browsers end lines with CRLF
        ({"textQuestion": {"paragraph": True}}, {ENTRY: ["một\r\nhai"]}, ["một\nhai"]),
        ({"dateQuestion": {"includeYear": True}}, {ENTRY: ["2025-03-12"]}, ["2025-03-12"]),
        (
            {"dateQuestion": {"includeYear": True}},
            {f"{ENTRY}_year": ["2025"], f"{ENTRY}_month": ["3"], f"{ENTRY}_day": ["2"]},
            ["2025-03-02"],
        ),
        ({"dateQuestion": {}}, {ENTRY: ["2025-03-12"]}, ["03-12"]),
        ({"dateQuestion": {}}, {f"{ENTRY}_month": ["2"], f"{ENTRY}_day": ["29"]}, ["02-29"]),
        (
            {"dateQuestion": {"includeYear": True, "includeTime": True}},
            {ENTRY: ["2025-03-12T07:05"]},
            ["2025-03-12 07:05"],
        ),
        ({"timeQuestion": {}}, {f"{ENTRY}_hour": ["7"], f"{ENTRY}_minute": ["5"]}, ["07:05"]),
        ({"timeQuestion": {"duration": True}}, {ENTRY: ["1:30:05"]}, ["01:30:05"]),
        ({"scaleQuestion": {"high": 5}}, {ENTRY: ["0"]}, ["0"]),
        ({"ratingQuestion": {"iconType": "STAR", "ratingScaleLevel": 3}}, {ENTRY: ["3"]}, ["3"]),
        (options("a", "b", kind="CHECKBOX"), {ENTRY: ["a", "b"]}, ["a", "b"]),
        (
            options("a", {"isOther": True}),
            {ENTRY: ["__other_option__"], f"{ENTRY}.other_option_response": [" khác hẳn "]},
            ["khác hẳn"],
        ),
    ],
)
def test_a_field_becomes_an_answer_as_google_writes_it(kind: Json, fields: Json, said: list[str]) -> None:
    form = a_form(a_question(**kind))
    reading = read_form(form, fields)
    assert (reading.said, reading.faults) == ({Q: said}, {})
    # What an edit link shows sends the same again.
    stored = answered(form, reading.said)["answers"]
    assert read_form(form, fields_of(form, stored)).said == {Q: said}


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ({"dateQuestion": {"includeYear": True}}, {ENTRY: ["31/2/2025"]}),
        ({"dateQuestion": {"includeYear": True}}, {f"{ENTRY}_month": ["3"], f"{ENTRY}_day": ["2"]}),
        ({"timeQuestion": {}}, {ENTRY: ["25:00"]}),
        ({"scaleQuestion": {"low": 1, "high": 5}}, {ENTRY: ["6"]}),
        (options("a", "b"), {ENTRY: ["c"]}),
        (options("a"), {ENTRY: ["__other_option__"]}),
    ],
)
def test_what_the_question_does_not_take_is_a_fault(kind: Json, fields: Json) -> None:
    reading = read_form(a_form(a_question(**kind)), fields)
    assert reading.said == {}
    assert list(reading.faults) == [ENTRY]


def test_blank_answers_are_absent_and_required_ones_a_fault() -> None:
    form = a_form(a_question(textQuestion={}), a_question("0000000b", required=True, textQuestion={}))
    reading = read_form(form, {ENTRY: ["  "], "entry.11": [" "]})
    assert reading.said == {}
    assert list(reading.faults) == ["entry.11"]


def test_a_row_of_a_checkbox_grid_may_have_several_answers() -> None:
    rows = [{"questionId": Q, "rowQuestion": {"title": "Thư viện"}}]
    grid = {"columns": options("Sáng", "Chiều", kind="CHECKBOX")["choiceQuestion"]}
    form = a_form({"itemId": "1", "questionGroupItem": {"questions": rows, "grid": grid}})
    assert read_form(form, {ENTRY: ["Sáng", "Chiều"]}).said == {Q: ["Sáng", "Chiều"]}


def branching(goal: Json) -> Json:
    return a_form(
        a_question(**options({"value": "a", **goal})),
        a_break("00000001"),
        a_question("0000000b", textQuestion={}),
        a_break("00000002"),
        a_question("0000000c", textQuestion={}),
    )


@pytest.mark.parametrize(
    ("goal", "path"),
    [
        ({}, [0, 1, 2]),
        ({"goToAction": "NEXT_SECTION"}, [0, 1, 2]),
        ({"goToSectionId": "00000002"}, [0, 2]),
        ({"goToAction": "SUBMIT_FORM"}, [0]),
        # a circle ends where it began
        ({"goToAction": "RESTART_FORM"}, [0]),
    ],
)
def test_a_choice_leads_where_its_option_says(goal: Json, path: list[int]) -> None:
    assert read_form(branching(goal), {ENTRY: ["a"]}).path == path


# --- masks -------------------------------------------------------------------------------------------


def test_a_mask_names_members_in_either_spelling() -> None:
    for mask in ("questionItem.question.required", "question_item.question.required"):
        item = a_question(required=True, textQuestion={})
        update(item, {"questionItem": {"question": {}}}, mask, "Item")
        assert item == a_question(textQuestion={})


@given(st.lists(st.sampled_from("abXit.,* _"), max_size=8).map("".join))
def test_any_mask_is_carried_out_or_refused(mask: str) -> None:
    item = a_question(textQuestion={})
    try:
        update(item, {"title": "mới"}, mask, "Item")
    except GoogleError as error:
        assert error.code == 400
        assert item == a_question(textQuestion={})


JSON: st.SearchStrategy[Any] = st.recursive(
    st.booleans() | st.integers(-1, 12) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["title", "options", "value", "type", "low", "high", "isOther", "grid"]), inner
        )
    ),
    max_leaves=6,
)


@given(JSON)
def test_a_message_is_tidy_after_being_tidied_once(value: Any) -> None:
    assert tidy(tidy(value)) == tidy(value)


def test_an_item_of_two_kinds_is_refused() -> None:
    with pytest.raises(GoogleError, match="exactly one kind"):
        check_item({"textItem": {}, "pageBreakItem": {}})
