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
from service.standin.forms.watches import announce
from service.standin.state import FORM, State

Json = dict[str, Any]

_MOST = 5000
_FILTER = re.compile(r"\s*timestamp\s*(>=|>)\s*\"?([0-9T:.\-]+Z)\"?\s*")


def submit(
    state: State, form_id: str, answered: Json, *, email: str | None, response_id: str | None = None
) -> str:
    """Store a new response, or the newer version of one; gives its id.

    `answered` is what a FormResponse says of the answers: `answers`, and `totalScore` of a quiz.
    """
    now = micro(state.now)
    row = None
    if response_id is not None:
        row = _row(state, form_id, response_id)
        if row is None:
            raise not_found()
    response_id = response_id or "ACYDBN" + secrets.token_urlsafe(52)[:65]
    body: Json = ({"respondentEmail": email} if email else {}) | answered
    created = row["createTime"] if row else milli(state.now)
    state.connection.execute(
        "INSERT INTO responses VALUES (?, ?, ?, ?, ?) ON CONFLICT (form_id, response_id) "
        "DO UPDATE SET submitted = excluded.submitted, body = excluded.body",
        (form_id, response_id, created, now, json.dumps(body, ensure_ascii=False)),
    )
    announce(state, form_id, "RESPONSES")
    return response_id


def find_response(state: State, form_id: str, response_id: str) -> Json | None:
    """A response as the API shows it in a list; None if there is none."""
    return _row(state, form_id, response_id)


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
    filter_text = call.param("filter")
    sign, after = _parsed_filter(filter_text)
    last = _last_of_page(call.param("pageToken"), filter_text)
    # Only the sign comes from outside, and only as one of two.
    rows = call.state.connection.execute(
        "SELECT response_id, created, submitted, body FROM responses "  # noqa: S608
        f"WHERE form_id = ? AND submitted {sign} ? AND (submitted, response_id) > (?, ?) "
        "ORDER BY submitted, response_id LIMIT ?",
        (file.id, after, *last, size + 1),
    ).fetchall()
    answer: Json = {}
    if rows:
        answer["responses"] = [_resource(*row) for row in rows[:size]]
    if len(rows) > size:
        response_id, _, submitted, _ = rows[size - 1]
        answer["nextPageToken"] = _token([submitted, response_id, filter_text])
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


def _token(parts: list[str]) -> str:
    return base64.urlsafe_b64encode(json.dumps(parts).encode()).decode()


def _last_of_page(token: str, filter_text: str) -> tuple[str, str]:
    """The place of the last response of the page before; a token is good only with its own filter."""
    if not token:
        return "", ""
    try:
        submitted, response_id, made_with = json.loads(base64.urlsafe_b64decode(token))
    except (ValueError, TypeError) as error:
        raise invalid("Invalid page_token.") from error
    if made_with != filter_text:
        raise invalid("Invalid page_token: the filter differs from that of the first page.")
    return str(submitted), str(response_id)


def milli(moment: dt.datetime) -> str:
    """createTime: milliseconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def micro(moment: dt.datetime) -> str:
    """lastSubmittedTime: microseconds."""
    return moment.astimezone(dt.UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")
