"""Trials of Forms: making and opening one, what the filter compares, answers to deleted questions."""

from __future__ import annotations

import datetime as dt
import re
import time
import urllib.parse
from collections.abc import Callable
from typing import Any

import requests
from googleapiclient.errors import HttpError

from service.verifying.seen import FORM, Desk, Seen, reason_of

#: Ids chosen by us, as the service does.
_QUESTIONS = {"11110001": "Việc đã làm", "11110002": "Ghi chú"}
_TIMEOUT = (10, 60)
#: Seconds until an answer that was sent is listed.
_PATIENCE = 60
_EDIT = re.compile(r"edit2=([\w.~%-]+)")
_MADE = "Biểu mẫu do dịch vụ tạo"
_FILTER = "Lọc phiếu theo thời điểm"
_DELETED = "Câu trả lời cho câu hỏi đã xóa"


def forms_trials(desk: Desk, sleep: Callable[[float], None] = time.sleep) -> list[Seen]:
    """Points 1 to 3 of the checklist."""
    form_id, seen = _made(desk)
    if form_id is None:
        return [*seen, _unseen("forms-filter", _FILTER), _unseen("forms-deleted", _DELETED)]
    _add_questions(desk, form_id)
    opened, uri = _opened(desk, form_id)
    seen.append(opened)
    session = requests.Session()
    try:
        seen += _answer_trials(desk, form_id, uri, session, sleep)
    except (requests.RequestException, TimeoutError) as error:
        found = (
            f"Không gửi được phiếu thử từ máy này ({type(error).__name__}); xin gửi một phiếu bằng tay: {uri}"
        )
        seen += [_unseen("forms-filter", _FILTER, found), _unseen("forms-deleted", _DELETED, found)]
    finally:
        session.close()
    return seen


def _unseen(key: str, title: str, found: str = "Không có biểu mẫu để thử.") -> Seen:
    assumed = {
        "forms-filter": "Lọc theo lần gửi cuối: phiếu sửa sau thời điểm T có trong kết quả lọc từ T.",
        "forms-deleted": "Câu trả lời vẫn còn trong phiếu đã gửi.",
    }[key]
    return Seen.of(key, title, assumed, found, is_same=None)


def _made(desk: Desk) -> tuple[str | None, list[Seen]]:
    """A form by forms.create, moved into the scratch folder."""
    assumed = "Tài khoản tạo được biểu mẫu bằng Forms API."
    title = "Đúng Hạn – biểu mẫu thử (có thể xóa)"
    try:
        body = {"info": {"title": title, "documentTitle": title}}
        made = desk.ws.forms.forms().create(body=body, unpublished=True).execute()
    except HttpError as error:
        found = f"{reason_of(error)}. Dịch vụ sẽ tạo qua Drive."
        seen = [Seen.of("forms-create", _MADE, assumed, found, is_same=False)]
        try:
            return desk.file(title, FORM), seen
        except HttpError as second:
            found = (
                f"{reason_of(error)}; qua Drive: {reason_of(second)}. Cần bộ nhớ dùng chung hoặc ủy quyền."
            )
            return None, [Seen.of("forms-create", _MADE, assumed, found, is_same=False)]
    form_id = desk.keep(made["formId"])
    _move(desk, form_id)
    return form_id, [Seen.of("forms-create", _MADE, assumed, "Tạo được.", is_same=True)]


def _move(desk: Desk, form_id: str) -> None:
    if desk.folder is None:
        return
    files = desk.ws.drive.files()
    parents = files.get(fileId=form_id, fields="parents", supportsAllDrives=True).execute().get("parents", [])
    files.update(
        fileId=form_id, addParents=desk.folder, removeParents=",".join(parents), supportsAllDrives=True
    ).execute()


def _add_questions(desk: Desk, form_id: str) -> None:
    requests_ = [
        {
            "createItem": {
                "item": {
                    "itemId": f"2{question_id[1:]}",
                    "title": title,
                    "questionItem": {"question": {"questionId": question_id, "textQuestion": {}}},
                },
                "location": {"index": place},
            }
        }
        for place, (question_id, title) in enumerate(_QUESTIONS.items())
    ]
    desk.ws.forms.forms().batchUpdate(formId=form_id, body={"requests": requests_}).execute()


def _opened(desk: Desk, form_id: str) -> tuple[Seen, str]:
    """Published, and open to whoever has the link; the state before is noted."""
    forms = desk.ws.forms.forms()
    before = forms.get(formId=form_id).execute().get("publishSettings", {}).get("publishState", {})
    state = {"isPublished": True, "isAcceptingResponses": True}
    body = {"publishSettings": {"publishState": state}, "updateMask": "publishState"}
    forms.setPublishSettings(formId=form_id, body=body).execute()
    desk.ws.drive.permissions().create(
        fileId=form_id,
        body={"type": "anyone", "role": "reader", "view": "published"},
        supportsAllDrives=True,
    ).execute()
    after = forms.get(formId=form_id).execute()
    is_open = after.get("publishSettings", {}).get("publishState", {}) == state
    seen = Seen.of(
        "forms-publish",
        "Mở biểu mẫu",
        "Biểu mẫu mới chưa mở; mở bằng setPublishSettings và quyền «published».",
        f"Trước: {_word(before.get('isPublished', False))}; sau: {_word(is_open)}.",
        is_same=is_open and not before.get("isPublished", False),
    )
    return seen, str(after["responderUri"])


def _word(is_open: bool) -> str:
    return "đã mở" if is_open else "chưa mở"


def _answer_trials(
    desk: Desk, form_id: str, uri: str, session: requests.Session, sleep: Callable[[float], None]
) -> list[Seen]:
    target = uri.replace("/viewform", "/formResponse")
    confirmation = _send(session, target, "lần đầu")
    [first] = _listed(desk, form_id, 1, sleep)
    # Only what is sent after this moment should be found by the filter.
    sleep(1.1)
    moment = _later(first["lastSubmittedTime"])
    return [
        _filter_trial(desk, form_id, session, target, confirmation, moment, sleep),
        _deleted_trial(desk, form_id),
    ]


def _send(session: requests.Session, target: str, text: str, **more: str) -> str:
    fields = {f"entry.{int(question_id, 16)}": f"Thử {text}" for question_id in _QUESTIONS}
    answer = session.post(target, data=fields, params=more, timeout=_TIMEOUT)
    answer.raise_for_status()
    return answer.text


def _listed(
    desk: Desk, form_id: str, count: int, sleep: Callable[[float], None], **query: str
) -> list[dict[str, Any]]:
    """The answers, once there are so many; raises TimeoutError."""
    for _ in range(_PATIENCE):
        found: list[dict[str, Any]] = (
            desk.ws.forms.forms().responses().list(formId=form_id, **query).execute().get("responses", [])
        )
        if len(found) >= count:
            return found
        sleep(1)
    raise TimeoutError("no answer was listed")


def _later(time_text: str) -> str:
    """A millisecond later, in UTC."""
    moment = dt.datetime.fromisoformat(time_text) + dt.timedelta(milliseconds=1)
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _filter_trial(
    desk: Desk,
    form_id: str,
    session: requests.Session,
    target: str,
    confirmation: str,
    moment: str,
    sleep: Callable[[float], None],
) -> Seen:
    edit = _EDIT.search(confirmation)
    if edit is None:
        found = "Trang xác nhận không cho sửa phiếu (Forms API không bật được); cần một người bật và sửa thử."
        return _unseen("forms-filter", _FILTER, found)
    _send(session, target, "lần hai", edit2=urllib.parse.unquote(edit[1]))
    sleep(1.1)
    query = {"filter": f"timestamp >= {moment}"}
    found_now = desk.ws.forms.forms().responses().list(formId=form_id, **query).execute().get("responses", [])
    told = "Phiếu đã sửa có trong kết quả." if found_now else "Phiếu đã sửa không có trong kết quả lọc."
    assumed = _unseen("forms-filter", _FILTER).assumed
    return Seen.of("forms-filter", _FILTER, assumed, told, is_same=len(found_now) == 1)


def _deleted_trial(desk: Desk, form_id: str) -> Seen:
    forms = desk.ws.forms.forms()
    requests_ = [{"deleteItem": {"location": {"index": 1}}}]
    forms.batchUpdate(formId=form_id, body={"requests": requests_}).execute()
    [answer] = forms.responses().list(formId=form_id).execute()["responses"]
    is_there = list(_QUESTIONS)[1] in answer.get("answers", {})
    found = "Vẫn còn." if is_there else "Không còn: bản lưu của dịch vụ là nơi duy nhất giữ lại."
    assumed = _unseen("forms-deleted", _DELETED).assumed
    return Seen.of("forms-deleted", _DELETED, assumed, found, is_same=is_there)
