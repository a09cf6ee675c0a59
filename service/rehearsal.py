"""A rehearsal: the work as it would be done, told in words and not done.

The store is a copy, and the session to Google reads and never writes. Steps that know what they are about to
write tell it themselves; whatever else would be sent is refused by the session and told by its address.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn
from urllib.parse import parse_qs, unquote, urlsplit

import requests

from service.google.retrying import meant_method
from service.google.session import GoogleSession

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One thing that would be written to Google."""

    #: The file as people know it.
    file: str
    #: «sửa», «thêm dòng», «viết lại», «tạo tệp», …
    deed: str
    #: Where in it: «Theo dõi!E5 (Tình trạng)», the key of a block.
    place: str = ""
    #: What stands there about it: the first cells of a row.
    about: str = ""
    before: str = ""
    after: str = ""


class NotInRehearsalError(Exception):
    """A request that would write, and was not sent."""


@dataclass(slots=True)
class Rehearsal:
    """What has been told so far."""

    changes: list[Change] = field(default_factory=list)

    def tell(self, *changes: Change) -> None:
        """Add changes in the order in which they would be made."""
        self.changes += changes

    def make_file(self, name: str, parts: Iterable[tuple[str, str]] = ()) -> NoReturn:
        """Tell of a new file and its (place, content); the step ends here: there is no file to go on with.

        Raises NotInRehearsalError.
        """
        self.tell(Change(file=name, deed="tạo tệp"))
        self.tell(*(Change(file=name, deed="thêm", place=place, after=text) for place, text in parts))
        raise NotInRehearsalError(name)


def unwritten() -> contextlib.suppress:
    """Around a step that may write: in a rehearsal it ends at its first write, and what follows goes on."""
    return contextlib.suppress(NotInRehearsalError)


class RehearsalSession(GoogleSession):
    """A session that only reads: anything else is told, and refused before it is sent."""

    rehearsal: Rehearsal

    def request(  # type: ignore[override]  # as in GoogleSession
        self, method: str, url: str, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Read; raises NotInRehearsalError for everything else."""
        if meant_method(method, kwargs.get("headers")) in ("GET", "HEAD"):
            return super().request(method, url, *args, **kwargs)
        body = _json(kwargs.get("json") if kwargs.get("json") is not None else kwargs.get("data"))
        self.rehearsal.tell(*told_by_address(method, url, body))
        raise NotInRehearsalError(f"{method} {urlsplit(url).path}")


# --- requests in words -----------------------------------------------------------------------------

_FORM_DEEDS = {
    "createItem": "thêm câu hỏi",
    "updateItem": "sửa câu hỏi",
    "deleteItem": "bỏ câu hỏi",
    "moveItem": "đổi chỗ câu hỏi",
    "updateFormInfo": "sửa tên, lời dẫn",
    "updateSettings": "sửa cài đặt",
}
_DOC_DEEDS = {
    "insertComment": "thêm nhận xét",
    "deleteComment": "gỡ nhận xét",
    "insertText": "thêm chữ",
    "deleteContentRange": "bỏ chữ",
}
_DRIVE_DEEDS = (
    ("POST", r"/files/([^/]+)/copy$", "tạo tệp từ bản mẫu"),
    ("POST", r"/files/([^/]+)/permissions$", "chia sẻ"),
    ("POST", r"/files/([^/]+)/approvals:start$", "trình duyệt"),
    ("POST", r"/files$", "tạo tệp"),
    ("POST", r"/v1/forms/([^/]+)/watches(?:/[^/]+:renew)?$", "nhờ báo tin"),
    ("POST", r"/(changes)/watch$", "nhờ báo tin"),
    ("PATCH", r"/files/([^/]+)$", "sửa thuộc tính tệp"),
    ("DELETE", r"/files/([^/]+)$", "xóa tệp"),
)


def told_by_address(method: str, url: str, body: Json) -> tuple[Change, ...]:
    """A request that nobody has put into words, as well as its address and body tell it."""
    path = unquote(urlsplit(url).path)
    if re.search(r"/v1/forms/([^/]+):batchUpdate$", path):
        file = path.rsplit("/", 1)[1].removesuffix(":batchUpdate")
        return tuple(_form_change(file, request) for request in body.get("requests", ()))
    if re.search(r"/v1/documents/([^/]+):batchUpdate$", path):
        file = path.rsplit("/", 1)[1].removesuffix(":batchUpdate")
        return tuple(_doc_change(file, request) for request in body.get("requests", ()))
    for verb, pattern, deed in _DRIVE_DEEDS:
        found = re.search(pattern, path)
        if found and verb == method.upper():
            named = str(body.get("name") or (found[1] if found.groups() else ""))
            return (Change(file=named, deed=deed, after=_whom(body)),)
    if path.endswith("/v1/forms"):
        return (Change(file=str(body.get("info", {}).get("title", "")), deed="tạo biểu mẫu"),)
    number = len(body.get("requests", ()))
    asked = f"{number} yêu cầu" if number else ", ".join(parse_qs(urlsplit(url).query))
    return (Change(file=path.rsplit("/", 1)[-1], deed=f"gửi {method.upper()}", place=path, after=asked),)


def _form_change(file: str, request: Json) -> Change:
    [(kind, body)] = request.items()
    item = body.get("item", {})
    title = item.get("title") or body.get("info", {}).get("title", "")
    return Change(file=file, deed=_FORM_DEEDS.get(kind, kind), after=str(title))


def _doc_change(file: str, request: Json) -> Change:
    [(kind, body)] = request.items()
    said = body.get("content") or body.get("text") or ""
    return Change(file=file, deed=_DOC_DEEDS.get(kind, kind), after=str(said))


def _whom(body: Json) -> str:
    if "role" not in body:
        return ""
    return f"{body.get('emailAddress') or body.get('domain') or body.get('type')} ({body['role']})"


def _json(body: Any) -> Json:
    if isinstance(body, Mapping):
        return body
    with contextlib.suppress(ValueError, TypeError):
        found = json.loads(body)
        if isinstance(found, dict):
            return found
    return {}
