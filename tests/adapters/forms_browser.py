"""A form made through the API, and a browser that answers it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import requests

from service.google.session import GoogleSession, resource

Json = dict[str, Any]
ANYONE: Json = {"type": "anyone", "role": "reader", "view": "published"}
OPEN: Json = {"isPublished": True, "isAcceptingResponses": True}


def question(title: str = "Tên hoạt động", question_id: str = "", **body: Any) -> Json:
    """A question item; a short text unless told otherwise."""
    kinds = [key for key in body if key.endswith("Question")]
    asked = body if kinds else {"textQuestion": {}, **body}
    ids: Json = {"questionId": question_id} if question_id else {}
    return {"title": title, "questionItem": {"question": ids | asked}}


def choice(*values: str | Json, kind: str = "RADIO") -> Json:
    options = [{"value": value} if isinstance(value, str) else value for value in values]
    return {"choiceQuestion": {"type": kind, "options": options}}


def create_item(item: Json, index: int = 0) -> Json:
    return {"createItem": {"item": item, "location": {"index": index}}}


@dataclass(frozen=True)
class FormMaker:
    """Makes forms with Google's own client."""

    session: GoogleSession

    @property
    def forms(self) -> Any:
        return resource(self.session, "forms", "v1").forms()

    @property
    def drive(self) -> Any:
        return resource(self.session, "drive", "v3")

    def create(self, *items: Json, title: str = "Góp ý", unpublished: bool = True) -> str:
        """Id of a new form with these items."""
        form_id: str = self.forms.create(body={"info": {"title": title}}, unpublished=unpublished).execute()[
            "formId"
        ]
        if items:
            self.change(form_id, *[create_item(item, place) for place, item in enumerate(items)])
        return form_id

    def get(self, form_id: str) -> Json:
        form: Json = self.forms.get(formId=form_id).execute()
        return form

    def change(self, form_id: str, *requests_: Json, **more: Any) -> Json:
        body = {"requests": list(requests_), **more}
        answer: Json = self.forms.batchUpdate(formId=form_id, body=body).execute()
        return answer

    def settings(self, form_id: str, **settings: Any) -> None:
        self.change(form_id, {"updateSettings": {"settings": settings, "updateMask": ",".join(settings)}})

    def publish(self, form_id: str, permission: Json = ANYONE, state: Json = OPEN) -> None:
        body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
        self.forms.setPublishSettings(formId=form_id, body=body).execute()
        if permission:
            self.drive.permissions().create(fileId=form_id, body=permission).execute()

    def responses(self, form_id: str, **query: Any) -> list[Json]:
        found: list[Json] = (
            self.forms.responses().list(formId=form_id, **query).execute().get("responses", [])
        )
        return found

    def browser(self, form_id: str, email: str = "", now: str = "") -> Browser:
        path = urlsplit(self.get(form_id)["responderUri"]).path.removesuffix("viewform")
        return Browser(f"{self.session.base_url}{path}", email, now)


@dataclass(frozen=True)
class Browser:
    """One person at the page of a form."""

    address: str
    email: str = ""
    now: str = ""

    def open(self, query: str = "") -> requests.Response:
        return self._call("GET", f"viewform{query}")

    def send(self, fields: Json, edit: str = "") -> requests.Response:
        """Fields by question id; others by their own name."""
        named = {
            f"entry.{int(key, 16)}" if re.fullmatch("[0-9a-f]{8}", key) else key: value
            for key, value in fields.items()
        }
        return self._call("POST", f"formResponse{'?edit2=' + edit if edit else ''}", data=named)

    def _call(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        headers = {"X-Standin-Now": self.now} if self.now else {}
        cookies = {"standin_user": self.email} if self.email else {}
        return requests.request(
            method, self.address + path, headers=headers, cookies=cookies, timeout=30, **kwargs
        )


def edit_token(page: requests.Response) -> str:
    """The token of the link under which an answer may be edited."""
    found = re.search(r"viewform\?edit2=([\w=-]+)", page.text)
    assert found, page.text
    return found[1]
