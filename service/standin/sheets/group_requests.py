"""Requests about groups of rows and columns, which fold them away."""

from __future__ import annotations

from service.standin.errors import invalid
from service.standin.sheets.book import Sheet
from service.standin.sheets.render import shown
from service.standin.sheets.work import Json, Request, Work, mask_of, span


def add_dimension_group(work: Work, body: Json) -> Json:
    """A group over a span: one deeper where it lies in, or over, another."""
    sheet, dimension, start, end = span(work, body.get("range", {}))
    depths = _depths(sheet, dimension)
    _set_groups(sheet, dimension, [d + (start <= n < end) for n, d in enumerate(depths)])
    # Recorded: with the first group the button moves behind its group, and stays there.
    sheet.properties["gridProperties"][f"{dimension.lower().removesuffix('s')}GroupControlAfter"] = True
    return {"dimensionGroups": shown(sheet.groups(dimension))}


def delete_dimension_group(work: Work, body: Json) -> Json:
    """One level less over a span."""
    sheet, dimension, start, end = span(work, body.get("range", {}))
    depths = _depths(sheet, dimension)
    if not all(depths[start:end]):
        raise invalid("There is no group over the whole range.")
    _set_groups(sheet, dimension, [d - (start <= n < end) for n, d in enumerate(depths)])
    groups = shown(sheet.groups(dimension))
    return {"dimensionGroups": groups} if groups else {}


def update_dimension_group(work: Work, body: Json) -> None:
    """Fold a group up or open it: its rows or columns are hidden or shown."""
    given = body.get("dimensionGroup", {})
    sheet, dimension, start, end = span(work, given.get("range", {}))
    mask = mask_of(body)
    if set(mask) - {"*", "collapsed"}:
        raise invalid("Only 'collapsed' of a dimension group can be updated.")
    ends = (start, end, given.get("depth", 0))
    for group in sheet.groups(dimension):
        if (group["range"]["startIndex"], group["range"]["endIndex"], group["depth"]) == ends:
            group.pop("collapsed", None)
            if given.get("collapsed"):
                group["collapsed"] = True
            _hide(sheet, dimension, range(start, end), hidden=bool(given.get("collapsed")))
            return
    raise invalid(f"There is no dimension group at depth {ends[2]} over [{start}, {end}).")


def _hide(sheet: Sheet, dimension: str, numbers: range, *, hidden: bool) -> None:
    meta = sheet.meta(dimension)
    for number in numbers:
        kept = {key: value for key, value in meta.pop(number, {}).items() if key != "hiddenByUser"}
        kept |= {"hiddenByUser": True} if hidden else {}
        if kept:
            meta[number] = kept


def _depths(sheet: Sheet, dimension: str) -> list[int]:
    """How many groups cover each row or column."""
    depths = [0] * sheet.length(dimension)
    for group in sheet.groups(dimension):
        where = group["range"]
        for number in range(where.get("startIndex", 0), min(where["endIndex"], len(depths))):
            depths[number] += 1
    return depths


def _set_groups(sheet: Sheet, dimension: str, depths: list[int]) -> None:
    """The fewest groups that give these depths; one that stays as it was stays folded."""
    folded = [(g["range"], g["depth"]) for g in sheet.groups(dimension) if g.get("collapsed")]
    found: list[Json] = []
    for depth in range(1, max(depths, default=0) + 1):
        start = None
        for number, covered in enumerate([*(d >= depth for d in depths), False]):
            if covered and start is None:
                start = number
            elif not covered and start is not None:
                where = {"sheetId": sheet.id, "dimension": dimension, "startIndex": start, "endIndex": number}
                collapsed = {"collapsed": True} if (where, depth) in folded else {}
                found.append({"range": where, "depth": depth, **collapsed})
                start = None
    sheet.groups(dimension)[:] = sorted(found, key=lambda g: (g["range"]["startIndex"], g["depth"]))


REQUESTS: dict[str, Request] = {
    "addDimensionGroup": add_dimension_group,
    "deleteDimensionGroup": delete_dimension_group,
    "updateDimensionGroup": update_dimension_group,
}
