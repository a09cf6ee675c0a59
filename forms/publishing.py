"""Making a form, publishing it, and keeping its questions as they should be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from googleapiclient.errors import HttpError

from forms.changes import changes
from forms.definition import FormDefinition
from forms.errors import FormsError, google_errors
from forms.items import one_line

_FORM = "application/vnd.google-apps.form"
#: Gives what the first finds, else what the second makes.
Once = Callable[[Callable[[], str | None], Callable[[], str]], str]
#: People may be editing the form just now: so often it is read again.
_TRIES = 3


class Audience(StrEnum):
    """Who may answer."""

    ANYONE = "anyone"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormHandle:
    """A form that exists."""

    form_id: str
    #: The address that people answer at.
    responder_uri: str


def create_form(
    forms: Any,
    drive: Any,
    definition: FormDefinition,
    *,
    audience: Audience = Audience.ANYONE,
    domain: str | None = None,
    app_properties: Mapping[str, str] | None = None,
    once: Once | None = None,
) -> FormHandle:
    """Make, fill and publish a form. Raises FormsError.

    With `app_properties`, trying again after a failure at any point, a lost answer of Google's included,
    goes on with the form of the first try and makes no second one. `once` makes what it cannot find; it may
    remember more than Drive's list shows.

    1. made unpublished, so that nobody answers half a form, under a file name that holds the properties,
    since forms.create takes none; 2. marked and named in Drive; 3. questions in one batch; 4. published;
    5. the permission that lets people answer, which publishing does not give.
    """
    title = one_line(definition.title)
    with google_errors(definition.title):
        if app_properties:
            form_id = _made_once(forms, drive, title, app_properties, once or _look_first)
        else:
            form_id = _made(forms, title, title)
        form, _ = _up_to_date(forms, form_id, definition)
        publish(forms, form_id)
        let_answer(drive, form_id, audience, domain)
    return FormHandle(form_id=form_id, responder_uri=form["responderUri"])


def update_form(forms: Any, form_id: str, definition: FormDefinition) -> bool:
    """Bring title, settings and questions up to date; False, without a write, if they are.

    Items that the definition no longer has stay: their answers keep their question. Raises FormsError.
    """
    with google_errors(definition.title):
        _, is_changed = _up_to_date(forms, form_id, definition)
    return is_changed


def publish(forms: Any, form_id: str) -> None:
    """Open the form for answers; raises FormsError if Google did not do it."""
    state = {"isPublished": True, "isAcceptingResponses": True}
    answer = (
        forms.forms()
        .setPublishSettings(
            formId=form_id, body={"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        )
        .execute()
    )
    if not answer.get("publishSettings", {}).get("publishState", {}).get("isAcceptingResponses"):
        raise FormsError(
            "Google chưa mở biểu mẫu để nhận trả lời. Hãy mở biểu mẫu và bấm Xuất bản.", permanent=True
        )


def stop_answers(forms: Any, form_id: str, *, name: str) -> None:
    """Take no more answers; the form stays, and so does what was sent. Raises FormsError."""
    state = {"isPublished": True, "isAcceptingResponses": False}
    body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
    with google_errors(name):
        forms.forms().setPublishSettings(formId=form_id, body=body).execute()


def let_answer(drive: Any, form_id: str, audience: Audience, domain: str | None = None) -> None:
    """Give the permission to answer: to see the published form, never to edit it."""
    body: dict[str, Any] = {"type": audience.value, "role": "reader", "view": "published"}
    if audience is Audience.DOMAIN:
        if not domain:
            raise ValueError("a domain audience needs its domain")
        body["domain"] = domain
    drive.permissions().create(
        fileId=form_id, body=body, sendNotificationEmail=False, supportsAllDrives=True
    ).execute()


def _made(forms: Any, title: str, file_name: str) -> str:
    body = {"info": {"title": title, "documentTitle": file_name}}
    return str(forms.forms().create(body=body, unpublished=True).execute()["formId"])


def _made_once(forms: Any, drive: Any, title: str, properties: Mapping[str, str], once: Once) -> str:
    # A form that nobody has marked yet is known by its file name, which nobody else would give.
    tag = "".join(f" [{key}={value}]" for key, value in properties.items())
    has_properties = " and ".join(
        f"appProperties has {{ key='{_quoted(key)}' and value='{_quoted(value)}' }}"
        for key, value in properties.items()
    )
    form_id = once(
        lambda: _oldest(drive, has_properties) or _oldest(drive, f"name = '{_quoted(title + tag)}'"),
        lambda: _made(forms, title, title + tag),
    )
    body = {"name": title, "appProperties": dict(properties)}
    drive.files().update(fileId=form_id, body=body, supportsAllDrives=True).execute()
    return form_id


def _look_first(look: Callable[[], str | None], make: Callable[[], str]) -> str:
    return look() or make()


def _up_to_date(forms: Any, form_id: str, definition: FormDefinition) -> tuple[dict[str, Any], bool]:
    """(the form as it was read, whether it was written); a change of somebody else's is read again."""
    for number in range(1, _TRIES + 1):
        form: dict[str, Any] = forms.forms().get(formId=form_id).execute()
        requests = changes(form, definition)
        if not requests:
            break
        body = {"requests": requests, "writeControl": {"requiredRevisionId": form["revisionId"]}}
        try:
            forms.forms().batchUpdate(formId=form_id, body=body).execute()
            return form, True
        except HttpError as error:
            # Somebody else was quicker, or our own first sending was, whose answer was lost.
            if number == _TRIES or "revision" not in str(error.reason).lower():
                raise
    return form, False


def _oldest(drive: Any, query: str) -> str | None:
    """Of several the oldest, then the one with the smallest id: the same on every run."""
    request = drive.files().list(
        q=f"{query} and mimeType = '{_FORM}' and trashed = false",
        orderBy="createdTime",
        fields="files(id,createdTime)",
        includeItemsFromAllDrives=True,
        supportsAllDrives=True,
    )
    found = request.execute().get("files", [])
    oldest = min(found, key=lambda file: (file.get("createdTime", ""), file["id"]), default=None)
    return str(oldest["id"]) if oldest else None


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
