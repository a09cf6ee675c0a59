"""A form's questions as items of the Forms API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forms.definition import SUBMIT, FormDefinition, Question, QuestionKind, Section

Item = dict[str, Any]

_CHOICE_TYPES = {QuestionKind.DROPDOWN: "DROP_DOWN", QuestionKind.RADIO: "RADIO"}


def items_of(form: FormDefinition) -> Iterator[Item]:
    """The items in their order; every section but the first begins with a page break."""
    for number, section in enumerate(form.sections):
        if number:
            yield _page_break(form, section)
        for question in section.questions:
            yield _question_item(form, question)


def one_line(text: str) -> str:
    """Titles and choices: Google refuses those with line breaks."""
    return " ".join(text.split())


def _page_break(form: FormDefinition, section: Section) -> Item:
    item: Item = {"itemId": form.item_id(section.key)}
    item |= ({"title": one_line(section.title)} if section.title else {}) | {"pageBreakItem": {}}
    if section.help:
        item["description"] = section.help
    return item


def _question_item(form: FormDefinition, question: Question) -> Item:
    body: Item = {"questionId": form.question_id(question.key), **_kind(form, question)}
    if question.required:
        body["required"] = True
    item: Item = {
        "itemId": form.item_id(question.key),
        "title": one_line(question.title),
        "questionItem": {"question": body},
    }
    if question.help:
        item["description"] = question.help
    return item


def _kind(form: FormDefinition, question: Question) -> Item:
    match question.kind:
        case QuestionKind.SHORT:
            return {"textQuestion": {}}
        case QuestionKind.PARAGRAPH:
            return {"textQuestion": {"paragraph": True}}
        case QuestionKind.DATE:
            return {"dateQuestion": {"includeYear": True}}
        case QuestionKind.SCALE:
            scale = {"low": 1, "high": 5}
            labels = {"lowLabel": question.low_label, "highLabel": question.high_label}
            return {"scaleQuestion": scale | {key: label for key, label in labels.items() if label}}
    # Two choices that differ in blanks only would be one and the same to people, and refused by Google.
    options = list(
        {one_line(choice): _option(form, question, choice) for choice in question.choices}.values()
    )
    return {"choiceQuestion": {"type": _CHOICE_TYPES[question.kind], "options": options}}


def _option(form: FormDefinition, question: Question, choice: str) -> Item:
    goal = question.leads_to.get(choice)
    if goal is None:
        return {"value": one_line(choice)}
    where = {"goToAction": "SUBMIT_FORM"} if goal == SUBMIT else {"goToSectionId": form.item_id(goal)}
    return {"value": one_line(choice)} | where
