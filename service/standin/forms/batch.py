"""forms.batchUpdate: the requests are applied in order, all or none."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from service.standin.call import Answer, Call
from service.standin.errors import GoogleError, invalid
from service.standin.forms.content import (
    Json,
    all_ids,
    form_resource,
    new_id,
    questions_of,
    revision_id,
)
from service.standin.state import FORM

_ID = re.compile(r"[0-9a-f]{1,8}")
_ITEM_KINDS = frozenset(
    {"questionItem", "questionGroupItem", "pageBreakItem", "textItem", "imageItem", "videoItem"}
)
_BRANCHING = ("RADIO", "DROP_DOWN")


def batch_update(call: Call) -> Answer:
    """Changes questions, description and settings under an optional required revision."""
    file = call.state.open(call.path["formId"], FORM, "writer")
    content = call.state.content(file.id)
    required = call.body.get("writeControl", {}).get("requiredRevisionId")
    if required is not None and required != revision_id(content):
        raise GoogleError(
            400,
            f"The required revision ID '{required}' does not match the latest revision.",
            status="FAILED_PRECONDITION",
        )
    changed = copy.deepcopy(content)
    replies = []
    for number, request in enumerate(call.body.get("requests", ())):
        (kind, body), *_ = request.items()
        try:
            replies.append(_KINDS[kind](changed, body))
        except GoogleError as error:
            raise invalid(f"Invalid requests[{number}].{kind}: {error.message}") from error
    _check_branching(changed)
    if changed != content:
        changed["revision"] += 1
        file = call.state.save_content(file, changed)
    answer: Json = {"replies": replies, "writeControl": {"requiredRevisionId": revision_id(changed)}}
    if call.body.get("includeFormInResponse"):
        answer["form"] = form_resource(replace(file), changed, call.base_url)
    return answer


def _create_item(content: Json, body: Json) -> Json:
    item = copy.deepcopy(body.get("item", {}))
    place = _index(body.get("location"), len(content["items"]) + 1)
    _check_item(item)
    questions = _name(item, all_ids(content), keep=frozenset())
    content["items"].insert(place, item)
    created: Json = {"itemId": item["itemId"]}
    return {"createItem": created | ({"questionId": questions} if questions else {})}


def _update_item(content: Json, body: Json) -> Json:
    place = _index(body.get("location"), len(content["items"]))
    mask = body.get("updateMask", "")
    if not mask:
        raise invalid("update_mask is required.")
    old = content["items"][place]
    new = body.get("item", {})
    # What the mask names and the item lacks is taken away; an id is then made anew.
    fields = [*_ITEM_KINDS, "itemId", "title", "description"] if mask == "*" else mask.split(",")
    item = copy.deepcopy(old)
    for field in fields:
        _put(item, new, field.strip().split("."))
    _check_item(item)
    keep = {old["itemId"], *(question["questionId"] for question in questions_of(old))}
    _name(item, all_ids(content) - keep, keep=frozenset(keep))
    content["items"][place] = item
    return {}


def _delete_item(content: Json, body: Json) -> Json:
    del content["items"][_index(body.get("location"), len(content["items"]))]
    return {}


def _move_item(content: Json, body: Json) -> Json:
    size = len(content["items"])
    item = content["items"].pop(_index(body.get("originalLocation"), size))
    content["items"].insert(_index(body.get("newLocation"), size), item)
    return {}


def _update_form_info(content: Json, body: Json) -> Json:
    fields = body.get("updateMask", "").split(",")
    for field in ("title", "description") if fields == ["*"] else fields:
        if field not in ("title", "description"):
            raise invalid(f"Field {field} cannot be updated.")
        _put(content["info"], body.get("info", {}), [field])
    return {}


def _update_settings(content: Json, body: Json) -> Json:
    fields = body.get("updateMask", "").split(",")
    if fields == [""]:
        raise invalid("update_mask is required.")
    for field in ("quizSettings", "emailCollectionType") if fields == ["*"] else fields:
        _put(content["settings"], body.get("settings", {}), field.split("."))
    return {}


_KINDS: Mapping[str, Callable[[Json, Json], Json]] = {
    "createItem": _create_item,
    "updateItem": _update_item,
    "deleteItem": _delete_item,
    "moveItem": _move_item,
    "updateFormInfo": _update_form_info,
    "updateSettings": _update_settings,
}


def _index(location: Any, size: int) -> int:
    place = (location or {}).get("index", 0)
    if not 0 <= place < size:
        raise invalid(f"Index {place} out of bounds.")
    return int(place)


def _put(target: Json, source: Json, path: list[str]) -> None:
    """Copy one field; a field that the source lacks is taken away."""
    head, *rest = path
    if rest:
        _put(target.setdefault(head, {}), source.get(head, {}), rest)
    elif head in source:
        target[head] = copy.deepcopy(source[head])
    else:
        target.pop(head, None)


def _check_item(item: Json) -> None:
    kinds = _ITEM_KINDS & set(item)
    if len(kinds) != 1:
        raise invalid("An item must have exactly one kind.")
    for question in questions_of(item):
        if "fileUploadQuestion" in question:
            raise invalid("Creating file upload questions is not supported.")
        choice = question.get("choiceQuestion")
        if choice is not None and not choice.get("options"):
            raise invalid("Choice questions must have at least one option.")
        if choice is not None:
            _check_options(choice)


def _check_options(choice: Json) -> None:
    values = [option.get("value") for option in choice["options"] if not option.get("isOther")]
    if len(set(values)) < len(values):
        raise invalid("Duplicate option values are not allowed.")
    branches = any("goToAction" in option or "goToSectionId" in option for option in choice["options"])
    if branches and choice.get("type") not in _BRANCHING:
        raise invalid("Only RADIO and DROP_DOWN questions may have branching.")
    if choice.get("type") == "DROP_DOWN" and any(option.get("isOther") for option in choice["options"]):
        raise invalid("DROP_DOWN questions cannot have an other option.")


def _name(item: Json, taken: set[str], *, keep: frozenset[str]) -> list[str]:
    """Check the ids that the client chose and make those that it left out; gives the questions' ids."""
    taken = set(taken)
    named = [(item, "itemId"), *((question, "questionId") for question in questions_of(item))]
    for holder, key in named:
        chosen = holder.get(key)
        if not chosen:
            holder[key] = new_id(taken)
        elif not _ID.fullmatch(chosen):
            raise invalid(f"Invalid ID: {chosen}")
        elif chosen in taken and chosen not in keep:
            raise invalid(f"Duplicate ID: {chosen}")
        taken.add(holder[key])
    return [question["questionId"] for question in questions_of(item)]


def _check_branching(content: Json) -> None:
    sections = {item["itemId"] for item in content["items"] if "pageBreakItem" in item}
    for item in content["items"]:
        for question in questions_of(item):
            for option in question.get("choiceQuestion", {}).get("options", ()):
                target = option.get("goToSectionId")
                if target is not None and target not in sections:
                    raise invalid(f"Invalid goToSectionId: no section has the ID {target}.")
