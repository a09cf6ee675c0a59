"""about.get."""

from __future__ import annotations

from service.standin.call import Answer, Call
from service.standin.drive.resource import user_of
from service.standin.errors import GoogleError

#: What Google gives a free account, in bytes.
_LIMIT = 15 * 1024**3


def about(call: Call) -> Answer:
    """about.get; Google insists on `fields`."""
    if not call.param("fields"):
        raise GoogleError(
            400, "The 'fields' parameter is required for this method.", reason="required", location="fields"
        )
    user = call.state.user
    used = sum(len(call.state.media(file.id) or b"") for file in call.state.files() if file.owner == user)
    quota = {"usage": str(used), "usageInDrive": str(used), "usageInDriveTrash": "0"}
    quota["limit"] = str(_LIMIT if call.state.has_storage else 0)
    return {
        "kind": "drive#about",
        "user": user_of(user, user),
        "storageQuota": quota,
        "canCreateDrives": True,
        "appInstalled": False,
    }
