"""A plan of requests in words: which cells, rows and tabs it changes, from what to what."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sheets.owned import KEY_TITLE
from sheets.requests import Request
from sheets.values import as_text, from_cell_data
from sheets.workbook import Tab, Workbook, a1


class Deed(StrEnum):
    """What happens to a place of a spreadsheet."""

    CHANGE = "sửa"
    ADD_ROW = "thêm dòng"
    DELETE_ROW = "xóa dòng"
    ADD_TAB = "thêm tab"
    LAYOUT = "sửa bố cục"


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One change as people would see it."""

    tab: str
    deed: Deed
    #: «E5 (Tình trạng)», «dòng 12».
    place: str = ""
    #: What the row is about, by its first filled cells.
    row: str = ""
    before: str = ""
    after: str = ""


#: Cells of a row that say what it is about.
_FIRST_CELLS = 2


def tell(workbook: Workbook, requests: Sequence[Request]) -> tuple[Told, ...]:
    """Every cell that gets another value, every row that comes or goes, and what else is asked for.

    Addresses are those of the workbook as it is: a plan changes cells before it deletes rows, and deletes
    from the bottom up.
    """
    titles = {tab.sheet_id: tab.title for tab in workbook.tabs}
    told: list[Told] = []
    fresh: dict[tuple[int, int], list[str]] = {}
    for request in requests:
        [(kind, body)] = request.items()
        if kind == "updateCells":
            told += _cells(workbook, titles, body, fresh)
        elif kind == "deleteDimension":
            told += _deleted(workbook, titles, body["range"])
        elif kind == "addSheet":
            title = str(body["properties"]["title"])
            titles[body["properties"].get("sheetId", 0)] = title
            told.append(Told(tab=title, deed=Deed.ADD_TAB))
        elif kind != "appendDimension":
            told.append(Told(tab=titles.get(_sheet_of(body), ""), deed=Deed.LAYOUT, place=kind))
    added = [
        Told(
            tab=titles.get(sheet_id, ""),
            deed=Deed.ADD_ROW,
            place=f"dòng {row + 1}",
            row=" · ".join(values[:_FIRST_CELLS]),
            after=" | ".join(values),
        )
        for (sheet_id, row), values in fresh.items()
    ]
    return (*dict.fromkeys(told), *added)


def _cells(
    workbook: Workbook,
    titles: Mapping[int, str],
    body: Mapping[str, Any],
    fresh: dict[tuple[int, int], list[str]],
) -> Iterator[Told]:
    where = body.get("start") or _corner(body.get("range", {}))
    sheet_id = where.get("sheetId", 0)
    top, left = where.get("rowIndex", 0), where.get("columnIndex", 0)
    tab = workbook.tab(sheet_id)
    for row, line in enumerate(body.get("rows", ()), top):
        for column, cell in enumerate(line.get("values", ()), left):
            after = _entered(cell)
            if tab is None or row >= len(tab.rows):
                if after and not _is_key(tab, column):
                    fresh.setdefault((sheet_id, row), []).append(after)
                continue
            before = as_text(tab.value(row, column))
            if before != after:
                yield Told(
                    tab=titles.get(sheet_id, ""),
                    deed=Deed.CHANGE,
                    place=_place(tab, row, column),
                    row=_row_words(tab, row),
                    before=before,
                    after=after,
                )


def _deleted(workbook: Workbook, titles: Mapping[int, str], where: Mapping[str, Any]) -> Iterator[Told]:
    sheet_id = where.get("sheetId", 0)
    tab = workbook.tab(sheet_id)
    if tab is None or where.get("dimension") != "ROWS":
        yield Told(tab=titles.get(sheet_id, ""), deed=Deed.LAYOUT, place="deleteDimension")
        return
    for row in range(where.get("startIndex", 0), where["endIndex"]):
        yield Told(
            tab=tab.title,
            deed=Deed.DELETE_ROW,
            place=f"dòng {row + 1}",
            row=_row_words(tab, row),
            before=" | ".join(_filled(tab, row)),
        )


def _entered(cell: Mapping[str, Any]) -> str:
    """What a CellData that is written makes of the cell, as text."""
    value = cell.get("userEnteredValue", {})
    return as_text(
        from_cell_data({"effectiveValue": value, "effectiveFormat": cell.get("userEnteredFormat", {})})
    )


def _place(tab: Tab, row: int, column: int) -> str:
    header = as_text(tab.value(0, column))
    return f"{a1(row, column)} ({header})" if header and row else a1(row, column)


def _row_words(tab: Tab, row: int) -> str:
    return " · ".join(_filled(tab, row)[:_FIRST_CELLS]) if row else ""


def _filled(tab: Tab, row: int) -> list[str]:
    if row >= len(tab.rows):
        return []
    texts = (as_text(cell.value) for column, cell in enumerate(tab.rows[row]) if not _is_key(tab, column))
    return [text for text in texts if text]


def _is_key(tab: Tab | None, column: int) -> bool:
    """Whether this is the hidden column with the keys of the rows, which says nothing to people."""
    return tab is not None and as_text(tab.value(0, column)) == KEY_TITLE


def _corner(where: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        "sheetId": where.get("sheetId", 0),
        "rowIndex": where.get("startRowIndex", 0),
        "columnIndex": where.get("startColumnIndex", 0),
    }


def _sheet_of(body: Any) -> int:
    """The first sheet id that a request names, wherever it stands."""
    if isinstance(body, Mapping):
        if "sheetId" in body:
            return int(body["sheetId"])
        parts: Sequence[Any] = list(body.values())
    else:
        parts = list(body) if isinstance(body, list) else []
    return next((found for part in parts if (found := _sheet_of(part)) >= 0), -1)
