"""A failure of Google becomes a message that says what to do, and whether waiting helps."""

from __future__ import annotations

import json

import pytest
import requests
from gspread.exceptions import APIError

from sheets.errors import SheetForbiddenError, SheetGoneError, SheetsError, google_errors


def an_answer(status: int, *, reason: str | None = None, html: bool = False) -> APIError:
    error: dict[str, object] = {"code": status, "message": "The caller", "status": "X"}
    if reason:
        error["details"] = [{"reason": reason}]
    response = requests.Response()
    response.status_code = status
    response._content = b"<html>busy</html>" if html else json.dumps({"error": error}).encode()
    return APIError(response)


@pytest.mark.parametrize(
    ("answer", "kind", "permanent", "advice"),
    [
        (an_answer(404), SheetGoneError, True, "khôi phục"),
        (an_answer(403), SheetForbiddenError, True, "chia sẻ lại"),
        (an_answer(401), SheetForbiddenError, True, "chia sẻ lại"),
        (an_answer(403, reason="RATE_LIMIT_EXCEEDED"), SheetsError, False, "tự thử lại"),
        (an_answer(429), SheetsError, False, "tự thử lại"),
        (an_answer(503), SheetsError, False, "tự thử lại"),
        (an_answer(502, html=True), SheetsError, False, "tự thử lại"),  # no JSON in it
        (an_answer(400), SheetsError, True, "người quản trị"),
    ],
)
def test_an_answer_of_google_is_told_in_words(
    answer: APIError, kind: type[SheetsError], permanent: bool, advice: str
) -> None:
    with pytest.raises(SheetsError) as caught, google_errors("Tổ Toán"):
        raise answer
    assert type(caught.value) is kind
    assert caught.value.permanent is permanent
    assert "«Tổ Toán»" in caught.value.message
    assert advice in caught.value.message


def test_a_mistake_of_ours_is_not_taken_for_one_of_google() -> None:
    with pytest.raises(KeyError), google_errors("Tổ Toán"):
        raise KeyError("x")
