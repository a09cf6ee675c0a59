"""forms.create, forms.get and forms.setPublishSettings."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from service.standin.call import Answer, Call
from service.standin.errors import invalid
from service.standin.forms.content import Json, blank, form_resource, publish_settings
from service.standin.state import FORM, File

#: Forms made through the API after this day begin unpublished (Google's release notes; the discovery text
#: still says otherwise).
UNPUBLISHED_SINCE = dt.datetime(2026, 7, 1, tzinfo=dt.UTC)
_OPEN = {"isPublished": True, "isAcceptingResponses": True}


def create(call: Call) -> Answer:
    """Only a title and a document title may be given; everything else comes by batchUpdate."""
    extra = set(call.body) - {"info"} | set(call.body.get("info", {})) - {"title", "documentTitle"}
    if extra:
        raise invalid(
            "Only info.title can be set when creating a form. "
            "To add items and change settings, use batchUpdate."
        )
    info = call.body.get("info", {})
    if not info.get("title"):
        raise invalid("Invalid info.title: a title is required.")
    if "\n" in info["title"]:
        raise invalid("Displayed text cannot contain newlines.")
    content = blank(info["title"])
    content["info"] = {"title": info["title"]}
    unpublished = call.param("unpublished")
    if unpublished.lower() == "false" or (not unpublished and call.state.now < UNPUBLISHED_SINCE):
        content["published"] = dict(_OPEN)
    file = call.state.create_file(
        name=info.get("documentTitle") or "Untitled form", mime_type=FORM, content=content
    )
    if content["published"]["isPublished"]:
        # Forms of the old kind could be answered by anyone with the link.
        permission = {"kind": "drive#permission", "id": "anyoneWithLink-published", "type": "anyone"}
        file = call.state.update_file(
            _with_permission(file, permission | {"role": "reader", "view": "published"}), touch=False
        )
    return form_resource(file, content, call.base_url)


def _with_permission(file: File, permission: Json) -> File:
    return replace(file, permissions=(*file.permissions, permission))


def get(call: Call) -> Answer:
    """forms.get."""
    file = call.state.open(call.path["formId"], FORM)
    return form_resource(file, call.state.content(file.id), call.base_url)


def set_publish_settings(call: Call) -> Answer:
    """Only publishState can be set; a form that is not published cannot accept answers."""
    file = call.state.open(call.path["formId"], FORM, "writer")
    content = call.state.content(file.id)
    mask = call.body.get("updateMask", "publishState")
    if mask not in ("*", "publishState", "publish_state"):
        raise invalid(f"Invalid update_mask: unknown field {mask}")
    state = call.body.get("publishSettings", {}).get("publishState")
    if state is None:
        raise invalid("publish_settings.publish_state is required.")
    published = bool(state.get("isPublished"))
    accepting = bool(state.get("isAcceptingResponses"))
    if accepting and not published:
        raise invalid("Invalid publish_state: a form that is not published cannot accept responses.")
    content["published"] = {"isPublished": published, "isAcceptingResponses": accepting}
    call.state.save_content(file, content)
    return {"formId": file.id, "publishSettings": publish_settings(content)}
