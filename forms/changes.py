"""From a form as it is to the form as it should be: the fewest requests, none if nothing differs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from forms.definition import FormDefinition
from forms.items import Item, items_of, one_line

Request = dict[str, Any]


def changes(form: Mapping[str, Any], definition: FormDefinition) -> list[Request]:
    """Requests of one batch; items that the definition does not have stay, so their answers keep them."""
    return [
        *_settings(form, definition),
        *_info(form.get("info", {}), definition),
        *_items(form.get("items", ()), list(items_of(definition))),
    ]


def _settings(form: Mapping[str, Any], definition: FormDefinition) -> list[Request]:
    now = form.get("settings", {}).get("emailCollectionType", "DO_NOT_COLLECT")
    if now == definition.email:
        return []
    settings = {"emailCollectionType": definition.email}
    return [{"updateSettings": {"settings": settings, "updateMask": "emailCollectionType"}}]


def _info(info: Mapping[str, Any], definition: FormDefinition) -> list[Request]:
    wanted = {"title": one_line(definition.title), "description": definition.description}
    changed = {key: text for key, text in wanted.items() if info.get(key, "") != text}
    return [{"updateFormInfo": {"info": changed, "updateMask": ",".join(changed)}}] if changed else []


def _items(present: Sequence[Item], wanted: Sequence[Item]) -> list[Request]:
    """Items in their order, whatever people have put between them; then what differs in them.

    A choice may lead only to a section that exists, so branching is written after all items.
    """
    known = {item["itemId"]: item for item in present}
    order = list(known)
    requests: list[Request] = []
    place = -1
    for item in wanted:
        item_id = item["itemId"]
        if item_id not in known:
            place += 1
            requests.append(_create(_without_branching(item), place))
            order.insert(place, item_id)
            known[item_id] = _without_branching(item)
        elif (at := order.index(item_id)) < place:
            requests.append({"moveItem": {"originalLocation": _at(at), "newLocation": _at(place)}})
            order.insert(place, order.pop(at))
        else:
            place = at
    changed = [item for item in wanted if known[item["itemId"]] != item]
    return requests + [_update(item, order.index(item["itemId"])) for item in changed]


def _create(item: Item, place: int) -> Request:
    return {"createItem": {"item": item, "location": _at(place)}}


def _update(item: Item, place: int) -> Request:
    # The ids are sent back: one that the mask names and the item lacks would be made anew.
    return {"updateItem": {"item": item, "location": _at(place), "updateMask": "*"}}


def _at(place: int) -> dict[str, int]:
    return {"index": place}


def _without_branching(item: Item) -> Item:
    choice = item.get("questionItem", {}).get("question", {}).get("choiceQuestion")
    if choice is None:
        return item
    options = [{"value": option["value"]} for option in choice["options"]]
    question = item["questionItem"]["question"] | {"choiceQuestion": choice | {"options": options}}
    return item | {"questionItem": {"question": question}}
