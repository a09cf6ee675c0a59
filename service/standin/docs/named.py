"""The requests on named ranges and inline images."""

from __future__ import annotations

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from service.standin.docs.ranges import mark, pieces, unmark
from service.standin.docs.targets import insertion, range_of, tabs_of
from service.standin.docs.text import delete, insert_element, replace
from service.standin.docs.tree import Document, Tab, new_id
from service.standin.docs.utf16 import insertable, units
from service.standin.errors import invalid

Json = dict[str, Any]

MAX_NAME_UNITS = 256
MAX_URI_BYTES = 2048


def create_named_range_request(document: Document, body: Json) -> Json:
    """createNamedRange; names need not be unique."""
    name = body.get("name", "")
    if not 1 <= units(name) <= MAX_NAME_UNITS:
        raise invalid(f"The name must be at least 1 character and no more than {MAX_NAME_UNITS} characters.")
    target = range_of(document, body.get("range"))
    return {"namedRangeId": mark(target.tab, target.segment, target.start, target.end, name)}


def delete_named_range_request(document: Document, body: Json) -> None:
    """deleteNamedRange by id (400 when there is none) or by name (all of that name, even none)."""
    by_id, name = "namedRangeId" in body, body.get("name")
    if by_id or name is None:
        chosen = _chosen(document, body, "name")
    else:
        # Those without content are forgotten at the end of the batch anyway: nobody has to look.
        tabs = tabs_of(document, body.get("tabsCriteria"))
        chosen = [(tab, i) for tab in tabs for i, known in tab.range_names.items() if known == name]
    for tab, range_id in chosen:
        unmark(tab, range_id)


def replace_named_range_content_request(document: Document, body: Json) -> None:
    """replaceNamedRangeContent: the first piece gets the text, the others go; no such name, no change."""
    text = insertable(body.get("text", ""))
    for tab, range_id in _chosen(document, body, "namedRangeName"):
        first, *others = pieces(tab)[range_id]
        for piece in reversed(others):
            delete(piece.segment, piece.start, piece.end)
        replace(first.segment, first.start, first.end, text)


def _chosen(document: Document, body: Json, name_key: str) -> list[tuple[Tab, str]]:
    wanted_id, wanted_name = body.get("namedRangeId"), body.get(name_key)
    if (wanted_id is None) == (wanted_name is None):
        raise invalid(f"Exactly one of namedRangeId and {name_key} must be specified.")
    found = [
        (tab, range_id)
        for tab in tabs_of(document, body.get("tabsCriteria"))
        for range_id in pieces(tab)
        if range_id == wanted_id or tab.range_names[range_id] == wanted_name
    ]
    if wanted_id is not None and not found:
        raise invalid(f"The named range with ID {wanted_id} was not found.")
    return found


# --- images --------------------------------------------------------------------------------------


def insert_inline_image_request(document: Document, body: Json) -> Json:
    """insertInlineImage: 1 index. Nothing is fetched; an address that Google could not reach is refused."""
    uri = body.get("uri", "")
    if not _is_public(uri):
        raise invalid(
            "There was a problem retrieving the image. The provided image should be publicly accessible."
        )
    tab, segment, index = insertion(document, body)
    if segment.kind == "footnotes":
        raise invalid("Inline images cannot be inserted inside a footnote.")
    object_id = new_id()
    image: Json = {"imageProperties": {"contentUri": uri, "sourceUri": uri, "cropProperties": {}}}
    if "objectSize" in body:
        image["size"] = body["objectSize"]
    tab.parts.setdefault("inlineObjects", {})[object_id] = {
        "objectId": object_id,
        "inlineObjectProperties": {"embeddedObject": image},
    }
    insert_element(segment, index, "inlineObjectElement", {"inlineObjectId": object_id})
    return {"objectId": object_id}


def _is_public(uri: str) -> bool:
    if len(uri.encode()) > MAX_URI_BYTES:
        return False
    parts = urlsplit(uri)
    host = (parts.hostname or "").lower()
    if (
        parts.scheme not in ("http", "https")
        or "." not in host
        or host.endswith((".local", ".localhost", ".internal"))
    ):
        return False
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return True
