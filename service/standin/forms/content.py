"""What is kept of a form, and how it is shown to API clients."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from service.standin.state import File

Json = dict[str, Any]


def blank(title: str) -> Json:
    """A new form without questions; Drive and the API make it unpublished or not."""
    return {
        # The address that people answer at does not give the form's own id away.
        "publicId": "1FAIpQLS" + secrets.token_urlsafe(36),
        "info": {},
        "settings": {},
        "items": [],
        "revision": 2,
        "published": {"isPublished": False, "isAcceptingResponses": False},
    }


def copied(content: Json) -> Json:
    """A copy: own address, no answers, not published."""
    fresh = blank("")
    return content | {key: fresh[key] for key in ("publicId", "revision", "published")}


def form_resource(file: File, content: Json, base_url: str) -> Json:
    """A Form as forms.get answers; what was never set is absent."""
    form: Json = {
        "formId": file.id,
        "info": {**content["info"], "documentTitle": file.name},
        "settings": content["settings"],
        "revisionId": revision_id(content),
        "responderUri": responder_uri(content, base_url),
        "items": content["items"],
        "publishSettings": publish_settings(content),
    }
    return {key: value for key, value in form.items() if value not in ({}, [])}


def publish_settings(content: Json) -> Json:
    """False is proto's default and so not printed."""
    return {"publishState": {key: True for key, value in content["published"].items() if value}}


def revision_id(content: Json) -> str:
    """8 hex digits that count up."""
    return f"{content['revision']:08x}"


def responder_uri(content: Json, base_url: str) -> str:
    """Where people answer."""
    return f"{base_url}/forms/d/e/{content['publicId']}/viewform"


def questions_of(item: Json) -> Iterator[Json]:
    """The questions that an item holds: one, a row each for a grid, none for text and breaks."""
    if "questionItem" in item:
        yield item["questionItem"]["question"]
    yield from item.get("questionGroupItem", {}).get("questions", ())


def choice_of(item: Json, question: Json) -> Json | None:
    """The choices of a question; the rows of a grid share its columns."""
    if "rowQuestion" in question:
        columns: Json = item["questionGroupItem"]["grid"]["columns"]
        return columns
    choice: Json | None = question.get("choiceQuestion")
    return choice


def all_ids(content: Json) -> set[str]:
    """Ids of items and questions; they share no meaning but must each be unused."""
    ids = {item["itemId"] for item in content["items"]}
    return ids | {question["questionId"] for item in content["items"] for question in questions_of(item)}


def new_id(taken: set[str]) -> str:
    """An unused id of 8 hex digits: a positive number of 32 bits."""
    while True:
        candidate = f"{secrets.randbits(31):08x}"
        if candidate not in taken:
            return candidate
