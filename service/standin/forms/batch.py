"""forms.batchUpdate: the requests are applied in order, all or none."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from service.standin.call import Answer, Call
from service.standin.errors import GoogleError, invalid
from service.standin.forms.content import Json, all_ids, form_resource, questions_of, revision_id
from service.standin.forms.field_masks import update
from service.standin.forms.items import check_branching, check_item, name_item, tidy
from service.standin.forms.watches import announce
from service.standin.state import FORM


def batch_update(call: Call) -> Answer:
    """Changes questions, description and settings under an optional required revision."""
    file = call.state.open(call.path["formId"], FORM, "writer")
    content = call.state.content(file.id)
    _check_write_control(call.body.get("writeControl", {}), revision_id(content))
    requests = call.body.get("requests", ())
    if not requests:
        raise invalid("Must specify at least one request.")
    changed = copy.deepcopy(content)
    replies = []
    for number, request in enumerate(requests):
        [(kind, body)] = request.items()
        try:
            replies.append(_KINDS[kind](changed, body))
        except GoogleError as error:
            raise invalid(f"Invalid requests[{number}].{kind}: {error.message}") from error
    check_branching(changed["items"])
    if changed != content:
        changed["revision"] += 1
        file = call.state.save_content(file, changed)
        announce(call.state, file.id, "SCHEMA")
    answer: Json = {"replies": replies, "writeControl": {"requiredRevisionId": revision_id(changed)}}
    if call.body.get("includeFormInResponse"):
        answer["form"] = form_resource(file, changed, call.base_url)
    return answer


def _check_write_control(control: Json, latest: str) -> None:
    required, target = control.get("requiredRevisionId"), control.get("targetRevisionId")
    if required and target:
        raise invalid("Only one of required_revision_id and target_revision_id may be set.")
    if required and required != latest:
        raise invalid(f"The required revision ID '{required}' does not match the latest revision.")
    if target and target != latest:
        raise invalid("Merging into an older revision (targetRevisionId) is not supported by the stand-in.")


def _create_item(content: Json, body: Json) -> Json:
    item = tidy(body.get("item", {}))
    place = _index(body, "location", len(content["items"]) + 1)
    check_item(item)
    questions = name_item(item, all_ids(content), keep=frozenset())
    content["items"].insert(place, item)
    created: Json = {"itemId": item["itemId"]}
    return {"createItem": created | ({"questionId": questions} if questions else {})}


def _update_item(content: Json, body: Json) -> Json:
    place = _index(body, "location", len(content["items"]))
    old = content["items"][place]
    item = copy.deepcopy(old)
    # What the mask names and the item lacks is taken away; an id is then made anew.
    update(item, tidy(body.get("item", {})), body.get("updateMask", ""), "Item")
    check_item(item)
    own = {old["itemId"], *(question["questionId"] for question in questions_of(old))}
    name_item(item, all_ids(content) - own, keep=frozenset(own))
    content["items"][place] = item
    return {}


def _delete_item(content: Json, body: Json) -> Json:
    del content["items"][_index(body, "location", len(content["items"]))]
    return {}


def _move_item(content: Json, body: Json) -> Json:
    size = len(content["items"])
    old, new = _index(body, "originalLocation", size), _index(body, "newLocation", size)
    content["items"].insert(new, content["items"].pop(old))
    return {}


def _update_form_info(content: Json, body: Json) -> Json:
    info, mask = tidy(body.get("info", {})), body.get("updateMask", "")
    if "ocument" in mask:
        raise invalid("document_title cannot be modified by a batchUpdate request.")
    update(content["info"], info, mask, "Info")
    content["info"].pop("documentTitle", None)
    if "\n" in content["info"].get("title", ""):
        raise invalid("Displayed text cannot contain newlines.")
    return {}


def _update_settings(content: Json, body: Json) -> Json:
    settings = content["settings"]
    update(settings, tidy(body.get("settings", {})), body.get("updateMask", ""), "FormSettings")
    if not settings.get("quizSettings", {}).get("isQuiz"):
        # Google: upon setting it to false, all question grading is deleted.
        settings.pop("quizSettings", None)
        for item in content["items"]:
            for question in questions_of(item):
                question.pop("grading", None)
    return {}


_KINDS: Mapping[str, Callable[[Json, Json], Json]] = {
    "createItem": _create_item,
    "updateItem": _update_item,
    "deleteItem": _delete_item,
    "moveItem": _move_item,
    "updateFormInfo": _update_form_info,
    "updateSettings": _update_settings,
}


def _index(body: Json, name: str, size: int) -> int:
    location: Any = body.get(name)
    if location is None:
        raise invalid(f"{name} is required.")
    place = location.get("index", 0)
    if not 0 <= place < size:
        raise invalid(f"Index {place} is out of bounds: it must be in the range [0, {size}).")
    return int(place)
