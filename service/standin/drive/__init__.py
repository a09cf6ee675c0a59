"""Drive v3."""

from __future__ import annotations

from service.standin.call import Handlers
from service.standin.drive import files, sharing

HANDLERS: Handlers = {
    "about.get": sharing.about,
    "changes.getStartPageToken": sharing.start_page_token,
    "changes.list": sharing.list_changes,
    "drives.list": sharing.list_drives,
    "files.copy": files.copy,
    "files.create": files.create,
    "files.delete": files.delete,
    "files.export": files.export,
    "files.generateIds": files.generate_ids,
    "files.get": files.get,
    "files.list": files.list_files,
    "files.update": files.update,
    "permissions.create": sharing.create_permission,
    "permissions.delete": sharing.delete_permission,
    "permissions.get": sharing.get_permission,
    "permissions.list": sharing.list_permissions,
    "permissions.update": sharing.update_permission,
}
