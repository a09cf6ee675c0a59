"""Google's limits per minute, when they are switched on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from google.auth.transport.requests import AuthorizedSession
from google.oauth2 import service_account
from standin_caller import TEACHER, Caller, error_of

from service.standin.auth import ACCOUNT
from service.standin.quotas import GOOGLE_LIMITS, Quotas, parse_limits
from service.standin.server import StandIn

LIMITS = {"docs.read": 2, "docs.write": 1, "drive.read": 1, "forms.expensive": 1}


@pytest.fixture
def limited(tmp_path: Path) -> Iterator[StandIn]:
    with StandIn.start(tmp_path / "google", quotas=Quotas(LIMITS)) as running:
        yield running


def caller(standin: StandIn, subject: str = ACCOUNT) -> Caller:
    credentials = service_account.Credentials.from_service_account_file(
        standin.service_account, scopes=["https://www.googleapis.com/auth/drive"], subject=subject
    )
    return Caller(standin.url, AuthorizedSession(credentials))


def test_over_the_limit_the_answer_is_googles_429(limited: StandIn) -> None:
    with caller(limited).session as session:
        google = Caller(limited.url, session)
        codes = [google("GET", "/v1/documents/nowhere").status_code for _ in range(3)]
        error = error_of(google("GET", "/v1/documents/nowhere"))

    assert codes == [404, 404, 429]
    assert (error["code"], error["status"]) == (429, "RESOURCE_EXHAUSTED")
    assert error["message"].startswith(
        "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user' of "
        "service 'docs.googleapis.com' for consumer 'project_number:"
    )
    info = error["details"][0]
    assert (info["reason"], info["metadata"]["quota_limit"], info["metadata"]["quota_metric"]) == (
        "RATE_LIMIT_EXCEEDED",
        "ReadRequestsPerMinutePerUser",
        "docs.googleapis.com/read_requests",
    )


def test_reads_writes_users_and_apis_are_counted_apart(limited: StandIn) -> None:
    with caller(limited).session as session, caller(limited, TEACHER).session as teacher_session:
        google, teacher = Caller(limited.url, session), Caller(limited.url, teacher_session)
        calls = [
            (google, "POST", "/v1/documents", 200),
            (google, "POST", "/v1/documents", 429),
            (teacher, "POST", "/v1/documents", 200),
            (google, "GET", "/v1/documents/nowhere", 404),
            (google, "GET", "/v1/forms/x/responses", 404),
            (google, "GET", "/v1/forms/x/responses", 429),
            (google, "GET", "/v1/forms/x", 404),
        ]
        codes = [who(method, path, json={} if method == "POST" else None).status_code
                 for who, method, path, _ in calls]  # fmt: skip

    assert codes == [code for *_, code in calls]


def test_drive_says_it_in_its_own_shape(limited: StandIn) -> None:
    with caller(limited).session as session:
        google = Caller(limited.url, session)
        google("GET", "/drive/v3/files")
        item = error_of(google("GET", "/drive/v3/files"))["errors"][0]
    assert (item["domain"], item["reason"]) == ("usageLimits", "rateLimitExceeded")


def test_limits_are_googles_own_or_as_they_are_written() -> None:
    assert parse_limits("google") == GOOGLE_LIMITS
    assert parse_limits("sheets.read=5, docs.write=1") == {"sheets.read": 5, "docs.write": 1}


@pytest.mark.parametrize("text", ["", "sheets", "sheets.read", "sheets.read=many", "slides.read=1"])
def test_limits_that_make_no_sense_are_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse_limits(text)
