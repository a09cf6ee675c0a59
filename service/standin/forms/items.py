"""What an item of a form may be; refusals in Google's words where they are known."""

from __future__ import annotations

import re
from typing import Any

from service.standin.errors import invalid
from service.standin.forms.content import Json, new_id, questions_of
from service.standin.forms.field_masks import ITEM_KINDS, QUESTION_KINDS

_ID = re.compile(r"[0-9a-f]{1,8}")
#: Ids are positive 32-bit numbers: none that was recorded has the highest bit.
_LAST_ID = 0x7FFFFFFF
_BRANCHING = ("RADIO", "DROP_DOWN")
_CHOICES = ("RADIO", "CHECKBOX", "DROP_DOWN")


def tidy(value: Any) -> Any:
    """A message as proto3 JSON prints it: false, 0 and empty text are left out, empty messages are not."""
    if isinstance(value, dict):
        shown = {key: tidy(item) for key, item in value.items()}
        return {k: v for k, v in shown.items() if not _is_default(v)}
    return [tidy(item) for item in value] if isinstance(value, list) else value


def _is_default(value: Any) -> bool:
    return value is False or value in ("", []) or (value == 0 and not isinstance(value, bool | dict))


def check_item(item: Json) -> None:
    """Raises Google's 400 for an item that cannot be."""
    if len(ITEM_KINDS & set(item)) != 1:
        raise invalid("Item must have exactly one kind set.")
    _check_text(item.get("title", ""))
    if "questionItem" in item:
        question = item["questionItem"].get("question")
        if question is None:
            raise invalid("question_item.question is required.")
        _check_question(question)
    if "questionGroupItem" in item:
        _check_group(item["questionGroupItem"])
    if "imageItem" in item and not item["imageItem"].get("image"):
        raise invalid("image_item.image is required.")
    if "videoItem" in item and not item["videoItem"].get("video", {}).get("youtubeUri"):
        raise invalid("video_item.video.youtube_uri is required.")


def _check_text(text: str) -> None:
    if "\n" in text or "\r" in text:
        raise invalid("Displayed text cannot contain newlines.")


def _check_question(question: Json) -> None:
    kinds = QUESTION_KINDS & set(question)
    if len(kinds) != 1:
        raise invalid("Question must have exactly one kind set.")
    if "fileUploadQuestion" in kinds:
        raise invalid("Creating file upload questions is not supported.")
    if "rowQuestion" in kinds:
        raise invalid("Row questions are only allowed in a question group.")
    if "choiceQuestion" in kinds:
        _check_choice(question["choiceQuestion"], in_grid=False)
    if "scaleQuestion" in kinds:
        scale = question["scaleQuestion"]
        if scale.get("low", 0) not in (0, 1) or not 2 <= scale.get("high", 0) <= 10:
            raise invalid("Invalid scale: low must be 0 or 1, and high must be between 2 and 10.")
    if "ratingQuestion" in kinds:
        _check_rating(question["ratingQuestion"])
    if question.get("grading", {}).get("pointValue", 0) < 0:
        raise invalid("Point value must not be negative.")


def _check_rating(rating: Json) -> None:
    if rating.get("iconType") not in ("STAR", "HEART", "THUMB_UP"):
        raise invalid("rating_question.icon_type is required.")
    if not 3 <= rating.get("ratingScaleLevel", 0) <= 10:
        raise invalid("Invalid rating scale level: must be between 3 and 10.")


def _check_group(group: Json) -> None:
    questions = group.get("questions", ())
    if "grid" not in group or not questions:
        raise invalid("A question group must have a grid and at least one question.")
    columns = group["grid"].get("columns", {})
    if columns.get("type") not in ("RADIO", "CHECKBOX"):
        raise invalid("Only CHECKBOX and RADIO choices are allowed in a grid.")
    _check_choice(columns, in_grid=True)
    for question in questions:
        if set(question) & QUESTION_KINDS != {"rowQuestion"}:
            raise invalid("All questions of a grid must be row questions.")
        _check_text(question["rowQuestion"].get("title", ""))


def _check_choice(choice: Json, *, in_grid: bool) -> None:
    options = choice.get("options", ())
    if choice.get("type") not in _CHOICES:
        raise invalid("choice_question.type is required.")
    if not options:
        raise invalid("Choice questions must have at least one option.")
    for option in options:
        if option.get("isOther") and option.get("value"):
            raise invalid("Cannot set option.value when option.isOther is true.")
        if not option.get("isOther") and not option.get("value"):
            raise invalid("option.value is required.")
        _check_text(option.get("value", ""))
    values = [option["value"] for option in options if not option.get("isOther")]
    if len(set(values)) < len(values):
        raise invalid("Duplicate option values are not allowed.")
    others = len(options) - len(values)
    if others and (in_grid or choice["type"] == "DROP_DOWN" or others > 1):
        raise invalid('Only RADIO and CHECKBOX questions may have an "other" option, and only one.')
    branches = any("goToAction" in option or "goToSectionId" in option for option in options)
    if branches and (in_grid or choice["type"] not in _BRANCHING):
        raise invalid("Only RADIO and DROP_DOWN questions may have branching.")
    if any("goToAction" in option and "goToSectionId" in option for option in options):
        raise invalid("An option may have one of goToAction and goToSectionId.")


def name_item(item: Json, taken: set[str], *, keep: frozenset[str]) -> list[str]:
    """Check the ids that the client chose and make those that it left out; gives the questions' ids."""
    taken = set(taken)
    named = [(item, "itemId"), *((question, "questionId") for question in questions_of(item))]
    for holder, key in named:
        chosen = holder.get(key)
        if not chosen:
            holder[key] = new_id(taken | keep)
        elif not _ID.fullmatch(chosen) or int(chosen, 16) > _LAST_ID:
            raise invalid(f"Invalid ID: {chosen}")
        elif chosen in taken:
            raise invalid(f"Duplicate ID: {chosen}")
        taken.add(holder[key])
    return [question["questionId"] for question in questions_of(item)]


def check_branching(items: list[Json]) -> None:
    """Every section that a choice leads to must be there."""
    sections = {item["itemId"] for item in items if "pageBreakItem" in item}
    for item in items:
        for question in questions_of(item):
            for option in question.get("choiceQuestion", {}).get("options", ()):
                target = option.get("goToSectionId")
                if target is not None and target not in sections:
                    raise invalid(f"Invalid goToSectionId: no section has the ID {target}.")
