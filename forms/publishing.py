"""Making a form, publishing it, and keeping its questions as they should be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from googleapiclient.errors import HttpError

from forms.changes import changes
from forms.definition import FormDefinition
from forms.errors import FormsError, google_errors
from forms.items import one_line

_FORM = "application/vnd.google-apps.form"
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
) -> FormHandle:
    """Make, fill and publish a form. Raises FormsError.

    With `app_properties`, trying again after a failure at any point, a lost answer of Google's included,
    goes on with the form of the first try and makes no second one.

    1. made unpublished, so that nobody answers half a form; 2. marked in Drive; 3. questions in one batch;
    4. published; 5. the permission that lets people answer, which publishing does not give.
    """
    with google_errors(definition.title):
        form_id = _marked(drive, app_properties) if app_properties else None
        if form_id is None:
            form_id = (_left_over(forms, drive, definition) if app_properties else None) or _made(
                forms, definition
            )
            if app_properties:
                drive.files().update(
                    fileId=form_id, body={"appProperties": dict(app_properties)}, supportsAllDrives=True
                ).execute()
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


def _made(forms: Any, definition: FormDefinition) -> str:
    title = one_line(definition.title)
    body = {"info": {"title": title, "documentTitle": title}}
    return str(forms.forms().create(body=body, unpublished=True).execute()["formId"])


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
            if number == _TRIES or "revision" not in str(error.reason).lower():
                raise
    return form, False


def _marked(drive: Any, app_properties: Mapping[str, str]) -> str | None:
    """The oldest form with these properties."""
    has = " and ".join(
        f"appProperties has {{ key='{_quoted(key)}' and value='{_quoted(value)}' }}"
        for key, value in app_properties.items()
    )
    return next((str(file["id"]) for file in _files(drive, has)), None)


def _left_over(forms: Any, drive: Any, definition: FormDefinition) -> str | None:
    """A form of ours that was made and no more, because the answer to its making was lost."""
    named = f"name = '{_quoted(one_line(definition.title))}' and 'me' in owners"
    for file in _files(drive, named):
        if file.get("appProperties"):
            continue
        form = forms.forms().get(formId=file["id"]).execute()
        if not form.get("items") and not form.get("publishSettings", {}).get("publishState"):
            return str(file["id"])
    return None


def _files(drive: Any, query: str) -> list[dict[str, Any]]:
    request = drive.files().list(
        q=f"{query} and mimeType = '{_FORM}' and trashed = false",
        orderBy="createdTime",
        fields="files(id,appProperties)",
        includeItemsFromAllDrives=True,
        supportsAllDrives=True,
    )
    found: list[dict[str, Any]] = request.execute().get("files", [])
    return found


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("'", "\\'")
