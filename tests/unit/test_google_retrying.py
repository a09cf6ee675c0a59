"""What an answer of Google's means, and how long to wait before asking again."""

from __future__ import annotations

import datetime as dt
import email.utils
import json

import pytest
import requests
from google.auth.exceptions import RefreshError, TransportError
from hypothesis import given
from hypothesis import strategies as st

from service.google.retrying import (
    LONGEST_RETRY_AFTER,
    MINUTE_LIMIT_WAIT,
    BrokenAnswerError,
    Verdict,
    check_whole,
    is_safe_to_repeat,
    retry_after,
    verdict_of,
    verdict_of_failure,
    wait_before,
)
from service.standin.faults import ANSWERS

BATCH = "https://docs.googleapis.com/v1/documents/d1:batchUpdate"
NOW = dt.datetime(2026, 11, 25, 8, 0, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("429", Verdict.REFUSED),
        ("403-rate", Verdict.REFUSED),
        ("403-rate-details", Verdict.REFUSED),
        ("403-storage", Verdict.FATAL),
        ("403", Verdict.FATAL),
        ("404", Verdict.FATAL),
        ("401", Verdict.FATAL),
    ],
)
def test_a_refusal_is_told_by_its_reason(kind: str, verdict: Verdict) -> None:
    status, body = ANSWERS[kind]
    assert verdict_of(status, json.dumps(body).encode()) is verdict


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_failure_of_the_server_may_have_been_applied(status: int) -> None:
    assert verdict_of(status, b"<html>502</html>") is Verdict.MAYBE_APPLIED


def test_a_429_of_html_is_refused_and_a_daily_limit_is_for_today() -> None:
    assert verdict_of(429, b"<html>Too Many Requests</html>") is Verdict.REFUSED
    daily = {"error": {"errors": [{"reason": "dailyLimitExceeded"}]}}
    assert verdict_of(403, json.dumps(daily).encode()) is Verdict.FATAL


@pytest.mark.parametrize(
    ("error", "verdict"),
    [
        (requests.ConnectionError("reset"), Verdict.MAYBE_APPLIED),
        (requests.ReadTimeout(), Verdict.MAYBE_APPLIED),
        (requests.exceptions.ChunkedEncodingError(), Verdict.MAYBE_APPLIED),
        (requests.ConnectTimeout(), Verdict.REFUSED),  # nobody was reached
        (requests.exceptions.SSLError("certificate"), Verdict.FATAL),
        (TransportError("token endpoint"), Verdict.REFUSED),
        (RefreshError("invalid_grant"), Verdict.FATAL),
        (RefreshError("internal", retryable=True), Verdict.REFUSED),
    ],
)
def test_no_answer_at_all(error: Exception, verdict: Verdict) -> None:
    assert verdict_of_failure(error) is verdict


@pytest.mark.parametrize(
    ("method", "url", "body", "safe"),
    [
        ("GET", BATCH, None, True),
        ("PUT", BATCH, {}, True),
        ("POST", BATCH, {"requests": []}, False),
        ("POST", BATCH, {"requests": [], "writeControl": {"requiredRevisionId": "r1"}}, True),
        ("POST", BATCH, json.dumps({"writeControl": {"requiredRevisionId": "r1"}}), True),
        ("POST", BATCH, json.dumps({"text": '"requiredRevisionId"'}), False),
        ("POST", "https://forms.googleapis.com/v1/forms/f1:setPublishSettings?alt=json", {}, True),
        ("POST", "https://www.googleapis.com/drive/v3/files/f1/permissions?alt=json", {}, True),
        ("POST", "https://www.googleapis.com/drive/v3/files/f1/copy?alt=json", {}, False),
        ("POST", "https://sheets.googleapis.com/v4/spreadsheets/s1:batchUpdate", {}, False),
    ],
)
def test_what_may_be_sent_twice(method: str, url: str, body: object, safe: bool) -> None:
    assert is_safe_to_repeat(method, url, body) is safe


def test_a_get_that_was_too_long_for_an_address_may_be_sent_twice() -> None:
    assert is_safe_to_repeat("POST", BATCH, b"", {"x-http-method-override": "GET"})


@given(st.integers(min_value=1, max_value=50), st.sampled_from([Verdict.REFUSED, Verdict.MAYBE_APPLIED]))
def test_waits_grow_and_have_an_end(tries: int, verdict: Verdict) -> None:
    wait = wait_before(tries, verdict, None, jitter=0.5)
    assert 2 <= wait <= MINUTE_LIMIT_WAIT + 1
    assert wait <= wait_before(tries + 1, verdict, None, jitter=0.5)


def test_a_limit_per_minute_is_waited_out() -> None:
    assert wait_before(1, Verdict.REFUSED, None, jitter=0.0) > 60


@given(st.floats(min_value=0, max_value=1e9))
def test_what_google_asks_for_is_honoured_up_to_a_cap(asked: float) -> None:
    wait = wait_before(1, Verdict.REFUSED, asked, jitter=0.0)
    assert wait == min(asked, LONGEST_RETRY_AFTER)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("7", 7.0),
        (email.utils.format_datetime(NOW + dt.timedelta(seconds=90), usegmt=True), 90.0),
        (email.utils.format_datetime(NOW - dt.timedelta(hours=1), usegmt=True), 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_in_both_its_forms(value: str, seconds: float | None) -> None:
    assert retry_after({"Retry-After": value}, NOW) == seconds


@given(st.text(max_size=40))
def test_any_retry_after_can_be_read(value: str) -> None:
    found = retry_after({"Retry-After": value}, NOW)
    assert found is None or found >= 0


def an_answer(body: bytes, kind: str, url: str = BATCH) -> requests.Response:
    response = requests.Response()
    response.status_code, response._content, response.url = 200, body, url
    response.headers["Content-Type"] = kind
    return response


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b'{"replies": [{}, {', "application/json; charset=UTF-8"),
        (b"<html>Sign in to the school's Wi-Fi</html>", "text/html"),
    ],
)
def test_a_success_that_is_no_whole_json_is_no_success(body: bytes, kind: str) -> None:
    with pytest.raises(BrokenAnswerError):
        check_whole(an_answer(body, kind))


def test_files_may_be_html_or_anything() -> None:
    check_whole(an_answer(b"<html>", "text/html", "https://www.googleapis.com/drive/v3/files/1/export"))
    check_whole(an_answer(b"PK\x03\x04", "application/zip"))
    check_whole(an_answer(b"", "application/json"))
