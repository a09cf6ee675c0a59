"""Making a form, publishing it, and keeping its questions as they should be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from forms.definition import FormDefinition
from forms.errors import FormsError, google_errors
from forms.items import Item, items_of


class Audience(StrEnum):
    """Who may answer."""

    ANYONE = "anyone"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHandle:
    """A form that exists."""

    form_id: str
    #: The address that people answer at.
    responder_uri: str


def create_form(
    forms: Any,
    drive: Any,
    definition: FormDefinition,
    *,
    audience: Audience = Audience.ANYONE,
    domain: str | None = None,
    app_properties: Mapping[str, str] | None = None,
) -> FormHandle:
    """Make, fill and publish a form; five calls. Raises FormsError.

    1. made unpublished, so that nobody answers half a form; 2. questions in one batch; 3. named and marked
    in Drive; 4. published; 5. the permission that lets people answer, which publishing does not give.
    """
    with google_errors(definition.title):
        made = forms.forms().create(
            body={"info": {"title": definition.title, "documentTitle": definition.title}}, unpublished=True
        )
        form = made.execute()
        form_id = form["formId"]
        forms.forms().batchUpdate(formId=form_id, body={"requests": _setup(definition)}).execute()
        if app_properties:
            drive.files().update(
                fileId=form_id, body={"appProperties": dict(app_properties)}, supportsAllDrives=True
            ).execute()
        publish(forms, form_id)
        let_answer(drive, form_id, audience, domain)
    return FormHandle(form_id=form_id, responder_uri=form["responderUri"])


def publish(forms: Any, form_id: str) -> None:
    """Open the form for answers; raises FormsError if Google did not do it."""
    state = {"isPublished": True, "isAcceptingResponses": True}
    answer = (
        forms.forms()
        .setPublishSettings(
            formId=form_id, body={"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        )
        .execute()
    )
    if not answer.get("publishSettings", {}).get("publishState", {}).get("isAcceptingResponses"):
        raise FormsError(
            "Google chưa mở biểu mẫu để nhận trả lời. Hãy mở biểu mẫu và bấm Xuất bản.", permanent=True
        )


def let_answer(drive: Any, form_id: str, audience: Audience, domain: str | None = None) -> None:
    """Give the permission to answer: to see the published form, never to edit it."""
    body: dict[str, Any] = {"type": audience.value, "role": "reader", "view": "published"}
    if audience is Audience.DOMAIN:
        if not domain:
            raise ValueError("a domain audience needs its domain")
        body["domain"] = domain
    drive.permissions().create(
        fileId=form_id, body=body, sendNotificationEmail=False, supportsAllDrives=True
    ).execute()


def update_form(forms: Any, form_id: str, definition: FormDefinition) -> bool:
    """Bring a form's questions up to date; False, without a write, if they are. One or two calls.

    Items that the definition no longer has stay: their answers keep their question.
    """
    with google_errors(definition.title):
        form = forms.forms().get(formId=form_id).execute()
        plan = _changes(form.get("items", ()), list(items_of(definition)))
        if not plan:
            return False
        body = {"requests": plan, "writeControl": {"requiredRevisionId": form["revisionId"]}}
        forms.forms().batchUpdate(formId=form_id, body=body).execute()
    return True


def _setup(definition: FormDefinition) -> list[dict[str, Any]]:
    requests: list[dict[str, Any]] = [
        {
            "updateSettings": {
                "settings": {"emailCollectionType": definition.email},
                "updateMask": "emailCollectionType",
            }
        },
        {"updateFormInfo": {"info": {"description": definition.description}, "updateMask": "description"}},
    ]
    items = list(items_of(definition))
    # A choice may lead only to a section that exists, so branching comes after all items.
    requests += [_create(_without_branching(item), place) for place, item in enumerate(items)]
    requests += [_update(item, place) for place, item in enumerate(items) if item != _without_branching(item)]
    return requests


def _changes(present: Sequence[Item], wanted: Sequence[Item]) -> list[dict[str, Any]]:
    order = [item["itemId"] for item in present]
    by_id = {item["itemId"]: item for item in present}
    created: list[dict[str, Any]] = []
    updated: list[Item] = []
    for place, item in enumerate(wanted):
        if item["itemId"] not in by_id:
            created.append(_create(_without_branching(item), min(place, len(order))))
            order.insert(place, item["itemId"])
            if item != _without_branching(item):
                updated.append(item)
        elif by_id[item["itemId"]] != item:
            updated.append(item)
    return created + [_update(item, order.index(item["itemId"])) for item in updated]


def _create(item: Item, place: int) -> dict[str, Any]:
    return {"createItem": {"item": item, "location": {"index": place}}}


def _update(item: Item, place: int) -> dict[str, Any]:
    # The ids are sent back: one that the mask names and the item lacks would be made anew.
    return {"updateItem": {"item": item, "location": {"index": place}, "updateMask": "*"}}


def _without_branching(item: Item) -> Item:
    choice = item.get("questionItem", {}).get("question", {}).get("choiceQuestion")
    if choice is None:
        return item
    options = [{"value": option["value"]} for option in choice["options"]]
    question = item["questionItem"]["question"] | {"choiceQuestion": choice | {"options": options}}
    return item | {"questionItem": {"question": question}}
