"""Drive v3."""

from __future__ import annotations

from service.standin.call import Handlers
from service.standin.drive import (
    account,
    changes,
    channels,
    comments,
    conversion,
    files,
    listing,
    permissions,
)

HANDLERS: Handlers = {
    "about.get": account.about,
    "changes.getStartPageToken": changes.start_page_token,
    "changes.list": changes.list_changes,
    "changes.watch": channels.watch_changes,
    "channels.stop": channels.stop,
    "comments.list": comments.list_comments,
    "drives.list": account.list_drives,
    "files.copy": files.copy,
    "files.create": files.create,
    "files.delete": files.delete,
    "files.export": conversion.export,
    "files.generateIds": files.generate_ids,
    "files.get": files.get,
    "files.list": listing.list_files,
    "files.update": files.update,
    "permissions.create": permissions.create_permission,
    "permissions.delete": permissions.delete_permission,
    "permissions.get": permissions.get_permission,
    "permissions.list": permissions.list_permissions,
    "permissions.update": permissions.update_permission,
}
