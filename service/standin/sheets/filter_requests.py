"""Requests about filters: the one of a tab, and filter views."""

from __future__ import annotations

from copy import deepcopy

from service.standin.errors import invalid
from service.standin.sheets import tables
from service.standin.sheets.a1 import area_of
from service.standin.sheets.book import Book, Sheet, new_id
from service.standin.sheets.cells import set_masked
from service.standin.sheets.colours import as_kept, wide_mask
from service.standin.sheets.render import shown
from service.standin.sheets.work import Json, Request, Work, check_inside, mask_of, with_sheet


def set_basic_filter(work: Work, body: Json) -> None:
    """The one filter of a tab."""
    kept = as_kept(body.get("filter", {}))
    sheet, where = _range(work, kept)
    sheet.basic_filter = [kept | {"range": where}]


def clear_basic_filter(work: Work, body: Json) -> None:
    """No filter on the tab."""
    work.book.sheet(body.get("sheetId", 0)).basic_filter = []


def add_filter_view(work: Work, body: Json) -> Json:
    """A filter with a name."""
    kept = as_kept(body.get("filter", {}))
    sheet, where = _range(work, kept)
    number = kept.get("filterViewId") or new_id(_ids(work.book))
    if number in _ids(work.book):
        raise invalid(f"A filter view with ID {number} already exists.")
    title = kept.get("title") or f"Filter {len(sheet.filter_views) + 1}"
    view = {**kept, "filterViewId": number, "title": title, "range": where}
    sheet.filter_views.append(view)
    return {"filter": shown(view)}


def update_filter_view(work: Work, body: Json) -> None:
    """Another name, range, order or criteria."""
    given = as_kept(body.get("filter", {}))
    mask = {name: below for name, below in wide_mask(mask_of(body)).items() if name != "filterViewId"}
    sheet, view = _view(work.book, given.get("filterViewId", 0))
    if "range" in given:
        goal, given["range"] = _range(work, given)
        if goal is not sheet:
            raise invalid("A filter view cannot move to another sheet.")
    changed = deepcopy(view)
    set_masked(changed, given, mask)
    # None of these can be taken away.
    kept = {name: changed.get(name) or view[name] for name in ("filterViewId", "range", "title")}
    view.clear()
    view |= changed | kept


def duplicate_filter_view(work: Work, body: Json) -> Json:
    """A copy of a filter view under another name."""
    sheet, view = _view(work.book, body.get("filterId", 0))
    copy = deepcopy(view) | {"filterViewId": new_id(_ids(work.book)), "title": f"Copy of {view['title']}"}
    sheet.filter_views.append(copy)
    return {"filter": shown(copy)}


def delete_filter_view(work: Work, body: Json) -> None:
    """A named filter goes."""
    sheet, view = _view(work.book, body.get("filterId", 0))
    sheet.filter_views.remove(view)


def _ids(book: Book) -> set[int]:
    return {view["filterViewId"] for sheet in book.sheets for view in sheet.filter_views}


def _view(book: Book, number: int) -> tuple[Sheet, Json]:
    return book.item("filter_views", "filterViewId", number, "filter view")


def _range(work: Work, given: Json) -> tuple[Sheet, Json]:
    """The tab and the filter's range, a table's own or one with its open sides closed, as Google keeps it."""
    if given.get("tableId"):
        if "range" in given:
            raise invalid("Only one of range and tableId may be set.")
        given = given | {"range": tables.find(work.book, given["tableId"])[1]["range"]}
    where = with_sheet(given.get("range", {}))
    sheet = work.book.sheet(where["sheetId"])
    if where.keys() != {"sheetId"}:
        check_inside(sheet, where)
    if not all(column.isascii() and column.isdigit() for column in given.get("criteria", {})):
        raise invalid("The keys of criteria must be column indexes.")
    area = area_of(sheet, where)
    return sheet, {
        "sheetId": sheet.id,
        "startRowIndex": area.top,
        "endRowIndex": area.bottom,
        "startColumnIndex": area.left,
        "endColumnIndex": area.right,
    }


REQUESTS: dict[str, Request] = {
    "setBasicFilter": set_basic_filter,
    "clearBasicFilter": clear_basic_filter,
    "addFilterView": add_filter_view,
    "updateFilterView": update_filter_view,
    "duplicateFilterView": duplicate_filter_view,
    "deleteFilterView": delete_filter_view,
}
