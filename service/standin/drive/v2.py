"""The one method of Drive v2 that gspread still calls: `import_csv` puts a CSV over a spreadsheet."""

from __future__ import annotations

from service.standin.call import Answer, Call, Handlers
from service.standin.drive.files import changed
from service.standin.drive.resource import resource_of


def update(call: Call) -> Answer:
    """files.update with bytes, answered with a v2 resource."""
    file = changed(call)
    return {
        "kind": "drive#file",
        "id": file.id,
        "title": file.name,
        "mimeType": file.mime_type,
        "createdDate": file.created,
        "modifiedDate": file.modified,
        "version": str(file.version),
        "alternateLink": resource_of(file, call.state.user, call.base_url)["webViewLink"],
        "labels": {"trashed": file.trashed},
    }


HANDLERS: Handlers = {"files.update": update}
