"""Requests about what lies over the grid: rules of validation, conditional formats, charts.

What is done to a chart as an object (its place, its end) is done to a slicer as well.
"""

from __future__ import annotations

from service.standin.errors import invalid
from service.standin.sheets.book import Book, Sheet, new_id
from service.standin.sheets.cell_requests import places
from service.standin.sheets.cells import set_masked
from service.standin.sheets.colours import as_kept, wide_mask
from service.standin.sheets.defaults import sheet_properties
from service.standin.sheets.render import shown
from service.standin.sheets.work import Json, Request, Work, check_inside, grid, mask_of, with_sheet

_CHART_WIDTH, _CHART_HEIGHT = 600, 371
#: Kinds of a ChartSpec; exactly one is given.
_CHART_KINDS = (
    "basicChart", "pieChart", "bubbleChart", "candlestickChart", "orgChart", "histogramChart",
    "waterfallChart", "treemapChart", "scorecardChart",
)  # fmt: skip


# --- data validation -------------------------------------------------------------------------------


def set_data_validation(work: Work, body: Json) -> None:
    """The rule of every cell of a range; without a rule, none."""
    sheet, area = grid(work, body.get("range", {}))
    rule = as_kept(body.get("rule", {}))
    if rule and not rule.get("condition", {}).get("type"):
        raise invalid("A data validation rule must have a condition.")
    for row, column in places(area):
        cell = {key: part for key, part in sheet.cell(row, column).items() if key != "dataValidation"}
        if rule and not (body.get("filteredRowsIncluded") is False and _is_hidden(sheet, row)):
            cell["dataValidation"] = rule
        sheet.put(row, column, cell)


def _is_hidden(sheet: Sheet, row: int) -> bool:
    return bool(sheet.row_meta.get(row, {}).get("hiddenByFilter"))


# --- conditional formats ---------------------------------------------------------------------------


def add_conditional_format_rule(work: Work, body: Json) -> None:
    """A rule at a place in the tab's list: the first that holds wins."""
    rule = _checked_rule(work, body.get("rule", {}))
    sheet = work.book.sheet(rule["ranges"][0]["sheetId"])
    index = body.get("index", 0)
    if not 0 <= index <= len(sheet.conditional_formats):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    sheet.conditional_formats.insert(index, rule)


def _checked_rule(work: Work, given: Json) -> Json:
    rule: Json = as_kept(given)
    if not rule.get("ranges"):
        raise invalid("A conditional format rule must have at least one range.")
    rule["ranges"] = [with_sheet(where) for where in rule["ranges"]]
    if len({where["sheetId"] for where in rule["ranges"]}) > 1:
        raise invalid("All ranges of a conditional format rule must be on the same sheet.")
    for where in rule["ranges"]:
        # The rule of an empty range is kept and never holds.
        check_inside(work.book.sheet(where["sheetId"]), where, may_be_empty=True)
    if ("booleanRule" in rule) == ("gradientRule" in rule):
        raise invalid("A conditional format rule must have exactly one of booleanRule and gradientRule.")
    return rule


def update_conditional_format_rule(work: Work, body: Json) -> Json:
    """Replace a rule, or move it to another place of the list."""
    sheet, old = _rule_at(work.book, body)
    index = body.get("index", 0)
    if "rule" in body:
        new = _checked_rule(work, body["rule"])
        sheet.conditional_formats[index] = new
        return {"newRule": shown(new), "newIndex": index, "oldRule": shown(old)}
    goal = body.get("newIndex", 0)
    if not 0 <= goal < len(sheet.conditional_formats):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {goal}")
    sheet.conditional_formats.insert(goal, sheet.conditional_formats.pop(index))
    return {"newRule": shown(old), "newIndex": goal, "oldRule": shown(old), "oldIndex": index}


def delete_conditional_format_rule(work: Work, body: Json) -> Json:
    """A rule goes; those behind it move up."""
    sheet, rule = _rule_at(work.book, body)
    sheet.conditional_formats.remove(rule)
    return {"rule": shown(rule)}


def _rule_at(book: Book, body: Json) -> tuple[Sheet, Json]:
    ranges = body.get("rule", {}).get("ranges") or [{}]
    sheet = book.sheet(body.get("sheetId", ranges[0].get("sheetId", 0)))
    index = body.get("index", 0)
    if not 0 <= index < len(sheet.conditional_formats):
        raise invalid(f"No conditional format on sheet: {sheet.id} at index: {index}")
    return sheet, sheet.conditional_formats[index]


# --- charts ----------------------------------------------------------------------------------------


def add_chart(work: Work, body: Json) -> Json:
    """A chart over a tab, or on a tab of its own."""
    given = body.get("chart", {})
    taken = object_ids(work.book)
    number = given.get("chartId") or new_id(taken)
    if number in taken:
        raise invalid(f"An embedded object with ID {number} already exists.")
    _check_spec(given.get("spec", {}))
    sheet, position = _placed(work, given.get("position", {}))
    chart = {"chartId": number, "spec": as_kept(given["spec"]), "position": position}
    if "border" in given:
        chart["border"] = as_kept(given["border"])
    sheet.charts.append(chart)
    return {"chart": shown(chart)}


def object_ids(book: Book) -> set[int]:
    """The numbers of all charts and slicers."""
    return {
        int(item.get("chartId") or item["slicerId"]) for sheet in book.sheets for _, item in _objects(sheet)
    }


def _check_spec(spec: Json) -> None:
    if sum(kind in spec for kind in _CHART_KINDS) != 1:
        raise invalid("Exactly one chart type must be specified.")


def _placed(work: Work, position: Json) -> tuple[Sheet, Json]:
    if position.get("newSheet"):
        sheet_id = new_id({sheet.id for sheet in work.book.sheets})
        sheet = Sheet(sheet_properties(sheet_id, f"Chart{len(work.book.sheets)}"))
        work.book.sheets.append(sheet)
        return sheet, {"sheetId": sheet_id}
    sheet, overlay = anchored(work, position.get("overlayPosition", {}))
    sizes = {"widthPixels": _CHART_WIDTH, "heightPixels": _CHART_HEIGHT}
    return sheet, {"overlayPosition": sizes | overlay}


def anchored(work: Work, given: Json) -> tuple[Sheet, Json]:
    """The tab and the OverlayPosition of what hangs at a cell. Raises Google's 400 outside of the grid."""
    overlay = dict(given)
    anchor = with_sheet(overlay.get("anchorCell", {}))
    sheet = work.book.sheet(anchor["sheetId"])
    place = {name: anchor.get(name, 0) for name in ("rowIndex", "columnIndex")}
    if place["rowIndex"] >= sheet.rows or place["columnIndex"] >= sheet.columns:
        raise invalid("The anchor cell of a chart must be in the grid.")
    overlay["anchorCell"] = {"sheetId": sheet.id, **place}
    return sheet, overlay


def update_chart_spec(work: Work, body: Json) -> None:
    """Another spec for a chart."""
    _check_spec(body.get("spec", {}))
    _, chart = work.book.item("charts", "chartId", body.get("chartId", 0))
    chart["spec"] = as_kept(body["spec"])


def update_embedded_object_position(work: Work, body: Json) -> Json:
    """Move a chart or slicer, or change its size."""
    sheet, part, item = _object(work.book, body.get("objectId", 0))
    given = body.get("newPosition", {})
    if given.get("newSheet") and part == "slicers":
        raise invalid("A slicer can be positioned only on an existing sheet.")
    if given.get("newSheet") or body.get("fields", "*") == "*":
        goal, position = _placed(work, given)
        item["position"] = position
        getattr(sheet, part).remove(item)
        getattr(goal, part).append(item)
    else:
        overlay = item["position"].setdefault("overlayPosition", {})
        set_masked(overlay, given.get("overlayPosition", {}), mask_of(body))
    return {"position": shown(item["position"])}


def update_embedded_object_border(work: Work, body: Json) -> None:
    """The line around a chart."""
    _, chart = work.book.item("charts", "chartId", body.get("objectId", 0))
    border = chart.pop("border", {})
    set_masked(border, as_kept(body.get("border", {})), wide_mask(mask_of(body)))
    if border:
        chart["border"] = border


def delete_embedded_object(work: Work, body: Json) -> None:
    """A chart or slicer goes."""
    sheet, part, item = _object(work.book, body.get("objectId", 0))
    getattr(sheet, part).remove(item)


def _objects(sheet: Sheet) -> list[tuple[str, Json]]:
    return [*(("charts", item) for item in sheet.charts), *(("slicers", item) for item in sheet.slicers)]


def _object(book: Book, number: int) -> tuple[Sheet, str, Json]:
    for sheet in book.sheets:
        for part, item in _objects(sheet):
            if number in (item.get("chartId"), item.get("slicerId")):
                return sheet, part, item
    raise invalid(f"No embedded object with ID: {number}")


REQUESTS: dict[str, Request] = {
    "setDataValidation": set_data_validation,
    "addConditionalFormatRule": add_conditional_format_rule,
    "updateConditionalFormatRule": update_conditional_format_rule,
    "deleteConditionalFormatRule": delete_conditional_format_rule,
    "addChart": add_chart,
    "updateChartSpec": update_chart_spec,
    "updateEmbeddedObjectBorder": update_embedded_object_border,
    "updateEmbeddedObjectPosition": update_embedded_object_position,
    "deleteEmbeddedObject": delete_embedded_object,
}
