"""Requests about slicers. They are kept and shown; which rows they hide is not looked at."""

from __future__ import annotations

from copy import deepcopy

from service.standin.errors import invalid
from service.standin.sheets.book import new_id
from service.standin.sheets.cells import set_masked
from service.standin.sheets.colours import as_kept, wide_mask
from service.standin.sheets.object_requests import anchored, object_ids
from service.standin.sheets.render import shown
from service.standin.sheets.work import Json, Request, Work, grid, mask_of, with_sheet


def add_slicer(work: Work, body: Json) -> Json:
    """A slicer over an existing tab."""
    given = body.get("slicer", {})
    taken = object_ids(work.book)
    number = given.get("slicerId") or new_id(taken)
    if number in taken:
        raise invalid(f"An embedded object with ID {number} already exists.")
    place = given.get("position", {})
    if place.get("newSheet") or "sheetId" in place:
        raise invalid("A slicer can be positioned only on an existing sheet.")
    sheet, overlay = anchored(work, place.get("overlayPosition", {}))
    spec = as_kept(given.get("spec", {}))
    _check(work, spec)
    slicer = {"slicerId": number, "spec": spec, "position": {"overlayPosition": overlay}}
    sheet.slicers.append(slicer)
    return {"slicer": shown(slicer)}


def update_slicer_spec(work: Work, body: Json) -> None:
    """Other data, criteria or looks."""
    _, slicer = work.book.item("slicers", "slicerId", body.get("slicerId", 0))
    spec = deepcopy(slicer["spec"])
    set_masked(spec, as_kept(body.get("spec", {})), wide_mask(mask_of(body)))
    _check(work, spec)
    slicer["spec"] = spec


def _check(work: Work, spec: Json) -> None:
    """Closes the sides of the data range. Raises Google's 400."""
    where = with_sheet(spec.get("dataRange", {}))
    sheet, area = grid(work, where)
    if not 0 <= spec.get("columnIndex", 0) < area.width:
        raise invalid(f"columnIndex[{spec['columnIndex']}] is outside of the data range.")
    spec["dataRange"] = {
        "sheetId": sheet.id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


REQUESTS: dict[str, Request] = {
    "addSlicer": add_slicer,
    "updateSlicerSpec": update_slicer_spec,
}
