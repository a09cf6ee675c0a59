"""A form's sections, and which one follows which answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from service.standin.forms.content import Json, questions_of

_SUBMIT = "SUBMIT_FORM"
_RESTART = "RESTART_FORM"

#: Question id → what was said.
Said = Mapping[str, Sequence[str]]


@dataclass(slots=True)
class Section:
    """One page of the form; the first has no break before it."""

    item_id: str = ""
    title: str = ""
    help: str = ""
    items: list[Json] = field(default_factory=list)


def sections_of(content: Json) -> list[Section]:
    """The sections in their order."""
    sections = [Section()]
    for item in content["items"]:
        if "pageBreakItem" in item:
            sections.append(Section(item["itemId"], item.get("title", ""), item.get("description", "")))
        else:
            sections[-1].items.append(item)
    return sections


def next_section(sections: Sequence[Section], number: int, said: Said) -> int | None:
    """The section after this one for these answers; None when the form is at its end.

    Of several choices that lead somewhere the last one counts.
    """
    goal: Json = {}
    for item in sections[number].items:
        for question in questions_of(item):
            goal = _goal(question, said.get(question["questionId"], ())) or goal
    if goal.get("goToAction") == _SUBMIT:
        return None
    if goal.get("goToAction") == _RESTART:
        return 0
    for place, section in enumerate(sections):
        if section.item_id and section.item_id == goal.get("goToSectionId"):
            return place
    return number + 1 if number + 1 < len(sections) else None


def submits(option: Json) -> bool:
    """True if choosing it ends the form."""
    return bool(option.get("goToAction") == _SUBMIT)


def _goal(question: Json, said: Sequence[str]) -> Json:
    for option in question.get("choiceQuestion", {}).get("options", ()):
        if said and option.get("value") == said[0] and ("goToAction" in option or "goToSectionId" in option):
            goal: Json = option
            return goal
    return {}
