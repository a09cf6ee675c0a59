"""about.get and drives.list."""

from __future__ import annotations

from service.standin.call import Answer, Call
from service.standin.drive.resource import user_of
from service.standin.errors import GoogleError


def about(call: Call) -> Answer:
    """about.get; Google insists on `fields`."""
    if not call.param("fields"):
        raise GoogleError(
            400, "The 'fields' parameter is required for this method.", reason="required", location="fields"
        )
    user = call.state.user
    return {"kind": "drive#about", "user": user_of(user, user), "canCreateDrives": False}


def list_drives(_: Call) -> Answer:
    """drives.list: the stand-in has no shared drives."""
    return {"kind": "drive#driveList", "drives": []}
