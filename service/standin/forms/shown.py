"""A section of a form as the page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from service.standin.forms.answers import OTHER, Fields, entry_of, steps_of
from service.standin.forms.content import Json, choice_of, questions_of
from service.standin.forms.sections import Section, submits

#: Names of the page's own fields, as Google's page calls them.
HISTORY, CONTINUE, BACK = "pageHistory", "continue", "back"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOption:
    """A choice."""

    value: str
    label: str
    is_chosen: bool
    #: Choosing it ends the form.
    submits: bool = False
    is_other: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownQuestion:
    """A question with what was said so far."""

    name: str
    #: "text", "paragraph", "date", "datetime-local", "time", "steps", "select", "radio" or "checkbox".
    kind: str
    #: Title of a grid's row; "" where the item's own title is the question.
    row: str
    is_required: bool
    value: str
    fault: str
    options: tuple[ShownOption, ...] = ()
    other_text: str = ""
    low_label: str = ""
    high_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownItem:
    """An item: a card of the page."""

    title: str
    help: str
    image: str
    questions: tuple[ShownQuestion, ...]


def shown_items(section: Section, fields: Fields, faults: Mapping[str, str]) -> tuple[ShownItem, ...]:
    """The cards of a section."""
    return tuple(
        ShownItem(
            title=item.get("title", ""),
            help=item.get("description", ""),
            image=item.get("imageItem", {}).get("image", {}).get("sourceUri", ""),
            questions=tuple(_question(item, question, fields, faults) for question in questions_of(item)),
        )
        for item in section.items
    )


def carried(section: Section, fields: Fields) -> Iterator[tuple[str, str]]:
    """What was said in other sections goes along in hidden fields."""
    here = {entry_of(question) for item in section.items for question in questions_of(item)}
    for name, values in fields.items():
        own = name.partition(".other")[0]
        # entry.5_hour and the like belong to entry.5.
        if own in here or own.partition("_")[0] in here or name in (HISTORY, CONTINUE, BACK):
            continue
        if name.startswith("entry."):
            yield from ((name, value) for value in values)


def always_submits(section: Section) -> bool:
    """True if whatever can be chosen in the section ends the form."""
    questions = [question for item in section.items for question in questions_of(item)]
    choices = [q["choiceQuestion"]["options"] for q in questions if "choiceQuestion" in q]
    return any(all(submits(option) for option in options) for options in choices)


def _question(item: Json, question: Json, fields: Fields, faults: Mapping[str, str]) -> ShownQuestion:
    name = entry_of(question)
    said = list(fields.get(name, ()))
    scale = question.get("scaleQuestion", {})
    return ShownQuestion(
        name=name,
        kind=_kind(item, question),
        row=question.get("rowQuestion", {}).get("title", ""),
        is_required=bool(question.get("required")),
        value=_value(question, said),
        fault=faults.get(name, ""),
        options=tuple(_options(item, question, said)),
        other_text=(fields.get(f"{name}.other_option_response") or [""])[0],
        low_label=scale.get("lowLabel", ""),
        high_label=scale.get("highLabel", ""),
    )


def _kind(item: Json, question: Json) -> str:
    choice = choice_of(item, question)
    if choice is not None:
        return {"DROP_DOWN": "select", "CHECKBOX": "checkbox"}.get(choice["type"], "radio")
    if "scaleQuestion" in question or "ratingQuestion" in question:
        return "steps"
    if "dateQuestion" in question:
        return "datetime-local" if question["dateQuestion"].get("includeTime") else "date"
    if "timeQuestion" in question:
        return "text" if question["timeQuestion"].get("duration") else "time"
    return "paragraph" if question.get("textQuestion", {}).get("paragraph") else "text"


def _value(question: Json, said: list[str]) -> str:
    value = said[0] if said else ""
    if "dateQuestion" in question and value:
        # A date without a year needs one in a browser's field.
        whole = value if question["dateQuestion"].get("includeYear") else f"2000-{value[-5:]}"
        return whole.replace(" ", "T")
    return value


def _options(item: Json, question: Json, said: list[str]) -> Iterator[ShownOption]:
    choice = choice_of(item, question)
    if choice is None:
        steps = steps_of(question) if _kind(item, question) == "steps" else []
        for step in steps:
            yield ShownOption(value=step, label=step, is_chosen=step in said)
        return
    for option in choice["options"]:
        is_other = bool(option.get("isOther"))
        value = OTHER if is_other else option.get("value", "")
        yield ShownOption(
            value=value,
            label="Khác:" if is_other else value,
            is_chosen=value in said,
            submits=submits(option),
            is_other=is_other,
        )
