"""spreadsheets.batchUpdate: the requests in order, each on the spreadsheet as the ones before left it."""

from __future__ import annotations

from typing import Any

from service.standin.errors import GoogleError, invalid
from service.standin.sheets.cell_requests import REQUESTS as CELL_REQUESTS
from service.standin.sheets.dimension_requests import REQUESTS as DIMENSION_REQUESTS
from service.standin.sheets.fill_requests import REQUESTS as FILL_REQUESTS
from service.standin.sheets.filter_requests import REQUESTS as FILTER_REQUESTS
from service.standin.sheets.group_requests import REQUESTS as GROUP_REQUESTS
from service.standin.sheets.metadata_requests import REQUESTS as METADATA_REQUESTS
from service.standin.sheets.object_requests import REQUESTS as OBJECT_REQUESTS
from service.standin.sheets.paste_requests import REQUESTS as PASTE_REQUESTS
from service.standin.sheets.range_requests import REQUESTS as RANGE_REQUESTS
from service.standin.sheets.sheet_requests import REQUESTS as SHEET_REQUESTS
from service.standin.sheets.slicer_requests import REQUESTS as SLICER_REQUESTS
from service.standin.sheets.table_requests import REQUESTS as TABLE_REQUESTS
from service.standin.sheets.tidy_requests import REQUESTS as TIDY_REQUESTS
from service.standin.sheets.work import Request, Work

Json = dict[str, Any]

#: Everything else is refused, loudly.
REQUESTS: dict[str, Request] = {
    **SHEET_REQUESTS,
    **DIMENSION_REQUESTS,
    **GROUP_REQUESTS,
    **CELL_REQUESTS,
    **PASTE_REQUESTS,
    **FILL_REQUESTS,
    **TIDY_REQUESTS,
    **RANGE_REQUESTS,
    **FILTER_REQUESTS,
    **OBJECT_REQUESTS,
    **SLICER_REQUESTS,
    **TABLE_REQUESTS,
    **METADATA_REQUESTS,
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
