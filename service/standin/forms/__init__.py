"""Forms v1, and the page at which people answer."""

from __future__ import annotations

from typing import Any

from service.standin.call import Handlers
from service.standin.forms import batch, handlers, responses, watches
from service.standin.forms.content import blank, copied
from service.standin.forms.page import register_pages
from service.standin.state import File

HANDLERS: Handlers = {
    "forms.batchUpdate": batch.batch_update,
    "forms.create": handlers.create,
    "forms.get": handlers.get,
    "forms.setPublishSettings": handlers.set_publish_settings,
    "forms.responses.get": responses.get_response,
    "forms.responses.list": responses.list_responses,
    "forms.watches.create": watches.create,
    "forms.watches.delete": watches.delete,
    "forms.watches.list": watches.list_watches,
    "forms.watches.renew": watches.renew,
}


def exported(_file: File, _content: dict[str, Any], _mime_type: str) -> bytes | None:
    """Drive exports no form in a way that a client asks for."""
    return None


def imported(_data: bytes, _mime_type: str) -> dict[str, Any] | None:
    """Nothing becomes a form by uploading."""
    return None


__all__ = ["HANDLERS", "blank", "copied", "exported", "imported", "register_pages"]
