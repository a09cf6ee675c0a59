"""spreadsheets.batchUpdate: the requests in order, each on the spreadsheet as the ones before left it."""

from __future__ import annotations

from typing import Any

from service.standin.errors import GoogleError, invalid
from service.standin.sheets import (
    cell_requests,
    dimension_requests,
    metadata_requests,
    object_requests,
    paste_requests,
    range_requests,
    sheet_requests,
)
from service.standin.sheets.work import Request, Work

Json = dict[str, Any]

#: Everything else is refused, loudly.
REQUESTS: dict[str, Request] = {
    **sheet_requests.REQUESTS,
    **dimension_requests.REQUESTS,
    **cell_requests.REQUESTS,
    **paste_requests.REQUESTS,
    **range_requests.REQUESTS,
    **object_requests.REQUESTS,
    **metadata_requests.REQUESTS,
}


def apply(work: Work, requests: list[Json]) -> list[Json]:
    """Change the spreadsheet; gives one reply a request. On a GoogleError the work is to be thrown away."""
    return [_apply_one(work, number, request) for number, request in enumerate(requests)]


def _apply_one(work: Work, number: int, request: Json) -> Json:
    [(kind, body)] = request.items()
    if kind not in REQUESTS:
        raise invalid(
            f"Invalid requests[{number}].{kind}: This kind of request is not supported by the stand-in."
        )
    try:
        reply = REQUESTS[kind](work, body)
    except GoogleError as error:
        raise invalid(f"Invalid requests[{number}].{kind}: {error.message}") from error
    return {} if reply is None else {kind: reply}
