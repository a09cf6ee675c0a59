"""The school's forms as data: templates filled in from plan and tabs, and what is remembered of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forms.definition import FormDefinition, load_definition
from service.domain.expectations import Expectation, Unit
from service.domain.plan import Plan
from service.domain.topics import topics_for
from service.submissions import ACTIVITY_FORM, FEEDBACK_FORM
from service.templates import template_text

#: Key of a form's source → its questions in `templates/forms/`.
FORM_FILES = {ACTIVITY_FORM: "bao-cao-hoat-dong.toml", FEEDBACK_FORM: "gop-y-phan-anh.toml"}


def form_detail(definition: FormDefinition) -> dict[str, object]:
    """What is remembered of a form to read its answers, and to see when its questions are out of date."""
    return {
        "questions": dict(definition.keys_by_question),
        "fingerprint": definition.fingerprint,
    }


def topic_detail(
    definition: FormDefinition, expectations: Iterable[Expectation], plan: Plan
) -> dict[str, dict[str, list[str]]]:
    """What is remembered of the topics of feedback: words of the plan, or the keys of responsibilities."""
    keys = {item.short_name: [plan.key_of(item.code)] for item in expectations}
    words = {topic: list(marks) for topic, marks in definition.topics.items() if marks}
    return {
        "topic_words": words,
        "topics": {topic: keys.get(topic, []) for topic in definition.topics if topic not in words},
    }


def form_definition(file: str, units: Iterable[Unit], expectations: Sequence[Expectation]) -> FormDefinition:
    """A form's questions with the school's units and the plan's responsibilities filled in."""
    definition = load_definition(template_text("forms", file))
    names = tuple(unit.name for unit in units)
    labels = {choice_of(item): item for item in expectations}
    form = definition.with_choices({"unit": names, "responsibility": tuple(labels)})
    if form.topics:
        form = form.with_topics(topics_for(form.topics, expectations))
    figures = {label: (item.code, item.figures) for label, item in labels.items() if item.figures}
    has_tasks = any(question.key == "responsibility" for question in form.questions)
    return form.with_figures("responsibility", figures) if has_tasks else form


def choice_of(expectation: Expectation) -> str:
    """A responsibility as people choose it: «II.1.c · Tiếp công dân, giải quyết đơn thư»."""
    return f"{expectation.code} · {expectation.short_name}"
