"""comments.list. Comments cannot be made here yet, so no file has any."""

from __future__ import annotations

from service.standin.call import Answer, Call
from service.standin.drive.access import find
from service.standin.errors import GoogleError

_KIND = "drive#commentList"


def list_comments(call: Call) -> Answer:
    """comments.list; unlike other methods it has no default fields."""
    if not call.param("fields"):
        message = "The 'fields' parameter is required for this method."
        raise GoogleError(400, message, reason="required", location="fields")
    find(call, call.path["fileId"], "reader")
    return {"kind": _KIND, "comments": []}
