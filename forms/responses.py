"""Answers of a form, as they were sent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from forms.errors import google_errors

#: The most that Google gives at once.
PAGE_SIZE = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One response in its newest version."""

    response_id: str
    #: First and latest submission; aware.
    created_at: dt.datetime
    submitted_at: dt.datetime
    #: lastSubmittedTime as Google wrote it, to the microsecond: the name of the version.
    version: str
    #: Verified address, where the form collects it.
    email: str | None
    #: Question id → what was said, several where several could be chosen; unanswered ones are absent.
    answers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def pull_responses(
    forms: Any, form_id: str, *, since: dt.datetime | None, name: str | None = None
) -> tuple[Response, ...]:
    """Responses sent or edited at or after `since`, oldest first; one call for every 5,000.

    Google promises no order and may send fewer than asked, so pages are followed to their end.
    Raises FormsError.
    """
    found: list[Response] = []
    token: str | None = None
    with google_errors(name or form_id):
        while True:
            page = (
                forms.forms()
                .responses()
                .list(formId=form_id, pageSize=PAGE_SIZE, pageToken=token, filter=_filter(since))
                .execute()
            )
            found.extend(from_json(item) for item in page.get("responses", ()))
            token = page.get("nextPageToken")
            if not token:
                break
    # An answer that is edited while pages are read may come on two of them.
    distinct = {(response.response_id, response.version): response for response in found}
    return tuple(
        sorted(distinct.values(), key=lambda response: (response.submitted_at, response.response_id))
    )


def from_json(item: Mapping[str, Any]) -> Response:
    """A response as Google sends it, or as `to_json` gave it."""
    return Response(
        response_id=item["responseId"],
        created_at=_moment(item["createTime"]),
        submitted_at=_moment(item["lastSubmittedTime"]),
        version=item["lastSubmittedTime"],
        email=item.get("respondentEmail"),
        answers={
            question: tuple(answer.get("value", "") for answer in said["textAnswers"].get("answers", ()))
            for question, said in item.get("answers", {}).items()
            if "textAnswers" in said
        },
    )


def to_json(response: Response) -> dict[str, Any]:
    """A response in Google's own shape, to be kept."""
    body: dict[str, Any] = {
        "responseId": response.response_id,
        "createTime": response.created_at.astimezone(dt.UTC).isoformat(),
        "lastSubmittedTime": response.version,
        "answers": {
            question: {"questionId": question, "textAnswers": {"answers": [{"value": v} for v in said]}}
            for question, said in response.answers.items()
        },
    }
    return body | ({"respondentEmail": response.email} if response.email else {})


def _filter(since: dt.datetime | None) -> str | None:
    if since is None:
        return None
    return f"timestamp >= {since.astimezone(dt.UTC):%Y-%m-%dT%H:%M:%S.%fZ}"


def _moment(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text.replace("Z", "+00:00"))
