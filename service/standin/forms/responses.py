"""Stored answers, and forms.responses."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
import secrets
from typing import Any

from service.standin.call import Answer, Call
from service.standin.errors import invalid, not_found
from service.standin.state import FORM, State

Json = dict[str, Any]

_MOST = 5000
_FILTER = re.compile(r"\s*timestamp\s*(>=|>)\s*\"?([0-9T:.\-]+Z)\"?\s*")


def submit(
    state: State, form_id: str, answers: Json, *, email: str | None, response_id: str | None = None
) -> str:
    """Store a new response, or the newer version of one; gives its id."""
    now = micro(state.now)
    row = None
    if response_id is not None:
        row = _row(state, form_id, response_id)
        if row is None:
            raise not_found()
    response_id = response_id or "ACYDBN" + secrets.token_urlsafe(52)[:66]
    body: Json = {"answers": answers} | ({"respondentEmail": email} if email else {})
    created = row["createTime"] if row else milli(state.now)
    state.connection.execute(
        "INSERT INTO responses VALUES (?, ?, ?, ?, ?) ON CONFLICT (form_id, response_id) "
        "DO UPDATE SET submitted = excluded.submitted, body = excluded.body",
        (form_id, response_id, created, now, json.dumps(body, ensure_ascii=False)),
    )
    return response_id


def get_response(call: Call) -> Answer:
    """forms.responses.get."""
    file = call.state.open(call.path["formId"], FORM)
    response = _row(call.state, file.id, call.path["responseId"])
    if response is None:
        raise not_found()
    return {"formId": file.id} | response


def list_responses(call: Call) -> Answer:
    """forms.responses.list: in the order of the latest submission, which clients must not rely on."""
    file = call.state.open(call.path["formId"], FORM)
    size = int(call.param("pageSize", "0") or 0)
    if size < 0:
        raise invalid("Invalid page_size: must not be negative.")
    size = min(size or _MOST, _MOST)
    sign, after = _parsed_filter(call.param("filter"))
    start = _offset(call.param("pageToken"), call.param("filter"))
    # Only the sign comes from outside, and only as one of two.
    rows = call.state.connection.execute(
        "SELECT response_id, created, submitted, body FROM responses "  # noqa: S608
        f"WHERE form_id = ? AND submitted {sign} ? ORDER BY submitted, response_id LIMIT ? OFFSET ?",
        (file.id, after, size + 1, start),
    ).fetchall()
    answer: Json = {}
    if rows:
        answer["responses"] = [_resource(*row) for row in rows[:size]]
    if len(rows) > size:
        answer["nextPageToken"] = _token(start + size, call.param("filter"))
    return answer


def _row(state: State, form_id: str, response_id: str) -> Json | None:
    row = state.connection.execute(
        "SELECT response_id, created, submitted, body FROM responses WHERE form_id = ? AND response_id = ?",
        (form_id, response_id),
    ).fetchone()
    return _resource(*row) if row else None


def _resource(response_id: str, created: str, submitted: str, body: str) -> Json:
    return {
        "responseId": response_id,
        "createTime": created,
        "lastSubmittedTime": submitted,
        **json.loads(body),
    }


def _parsed_filter(text: str) -> tuple[str, str]:
    if not text:
        return ">=", ""
    found = _FILTER.fullmatch(text)
    if found is None:
        raise invalid(f"Invalid filter: {text}. Only timestamp > N and timestamp >= N are supported.")
    try:
        moment = dt.datetime.fromisoformat(found[2].replace("Z", "+00:00"))
    except ValueError as error:
        raise invalid(f"Invalid filter: {found[2]} is not an RFC 3339 time.") from error
    return found[1], micro(moment)


def _token(offset: int, filter_text: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([offset, filter_text]).encode()).decode()


def _offset(token: str, filter_text: str) -> int:
    """A page token is good only with the filter that it came from."""
    if not token:
        return 0
    try:
        offset, made_with = json.loads(base64.urlsafe_b64decode(token))
    except ValueError as error:
        raise invalid("Invalid page_token.") from error
    if made_with != filter_text:
        raise invalid("Invalid page_token: the filter differs from that of the first page.")
    return int(offset)


def milli(moment: dt.datetime) -> str:
    """createTime: milliseconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def micro(moment: dt.datetime) -> str:
    """lastSubmittedTime: microseconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
