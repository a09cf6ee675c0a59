"""Requests that copy cells about, and that find and replace."""

from __future__ import annotations

import re
from copy import deepcopy

from service.standin.errors import invalid
from service.standin.sheets.a1 import Area, Target, area_of
from service.standin.sheets.book import Sheet
from service.standin.sheets.cells import moved_cell, without_value
from service.standin.sheets.entered import typed
from service.standin.sheets.formulas import Calculation
from service.standin.sheets.locales import locale_named
from service.standin.sheets.rule_pasting import paste_rules
from service.standin.sheets.work import Json, Request, Work, check_size, grid

_FORMAT_PARTS = ("userEnteredFormat",)
_VALUE_PARTS = ("userEnteredValue", "textFormatRuns", "chipRuns")
#: Paste type → parts of a cell that it takes over; None is all of them.
_PASTED: dict[str, tuple[str, ...] | None] = {
    "PASTE_NORMAL": None,
    "PASTE_NO_BORDERS": None,
    "PASTE_VALUES": _VALUE_PARTS,
    "PASTE_FORMULA": _VALUE_PARTS,
    "PASTE_FORMAT": _FORMAT_PARTS,
    "PASTE_DATA_VALIDATION": ("dataValidation",),
    "PASTE_CONDITIONAL_FORMATTING": (),
}


def copy_paste(work: Work, body: Json) -> None:
    """Copy a range; a destination that is a multiple of it is filled again and again."""
    source, area = grid(work, body.get("source", {}))
    where = body.get("destination", {})
    sheet = work.book.sheet(where.get("sheetId", 0))
    turned = body.get("pasteOrientation") == "TRANSPOSE"
    height, width = (area.width, area.height) if turned else (area.height, area.width)
    goal = _goal(work, sheet, where, (height, width))
    if body.get("pasteType") == "PASTE_CONDITIONAL_FORMATTING":
        paste_rules(source, area, sheet, goal, turned=turned)
        return
    cells = _taken(work, source, area, body)
    for row in range(goal.top, goal.bottom):
        for column in range(goal.left, goal.right):
            down, across = (row - goal.top) % height, (column - goal.left) % width
            place = (across, down) if turned else (down, across)
            way = (row - area.top - place[0], column - area.left - place[1])
            _paste(sheet, row, column, moved_cell(work.book, cells[place], *way), body)


def _goal(work: Work, sheet: Sheet, where: Json, size: tuple[int, int]) -> Area:
    """A destination that is no multiple of the source is as large as the source."""
    height, width = size
    top, left = where.get("startRowIndex", 0), where.get("startColumnIndex", 0)
    _check_place(top, left)
    asked = area_of(sheet, where)
    bottom = top + (asked.height if asked.height > 0 and asked.height % height == 0 else height)
    right = left + (asked.width if asked.width > 0 and asked.width % width == 0 else width)
    _make_room(work, sheet, bottom, right)
    return Area(top, left, bottom, right)


def _check_place(row: int, column: int) -> None:
    if row < 0 or column < 0:
        raise invalid(f"Indexes of a destination may not be negative: {min(row, column)}")


def _make_room(work: Work, sheet: Sheet, bottom: int, right: int) -> None:
    """The grid grows where a paste goes over its edge."""
    sheet.resize(rows=max(sheet.rows, bottom), columns=max(sheet.columns, right))
    check_size(work.book, sheet)


def cut_paste(work: Work, body: Json) -> None:
    """Move a range; what stood at the destination is gone."""
    source, area = grid(work, body.get("source", {}))
    where = body.get("destination", {})
    sheet = work.book.sheet(where.get("sheetId", 0))
    top, left = where.get("rowIndex", 0), where.get("columnIndex", 0)
    _check_place(top, left)
    if body.get("pasteType") == "PASTE_CONDITIONAL_FORMATTING":
        raise invalid("Conditional formatting cannot be cut.")
    cells = _taken(work, source, area, body)
    for row, column in [(area.top + down, area.left + across) for down, across in cells]:
        source.put(row, column, {})
    _make_room(work, sheet, top + area.height, left + area.width)
    for (down, across), cell in cells.items():
        _paste(sheet, top + down, left + across, cell, body)


def _taken(work: Work, sheet: Sheet, area: Area, body: Json) -> dict[tuple[int, int], Json]:
    kind = body.get("pasteType", "PASTE_NORMAL")
    if kind not in _PASTED:
        raise invalid(f"Paste type {kind} is not supported by the stand-in.")
    cells = {}
    calculation = Calculation(work.book)
    for row in range(area.top, area.bottom):
        for column in range(area.left, area.right):
            cell = deepcopy(sheet.cell(row, column))
            if kind == "PASTE_VALUES" and "formulaValue" in cell.get("userEnteredValue", {}):
                cell["userEnteredValue"] = calculation.value(sheet, cell, (row, column))
            if kind == "PASTE_NO_BORDERS":
                cell.get("userEnteredFormat", {}).pop("borders", None)
            cells[row - area.top, column - area.left] = cell
    return cells


def _paste(sheet: Sheet, row: int, column: int, cell: Json, body: Json) -> None:
    parts = _PASTED[body.get("pasteType", "PASTE_NORMAL")]
    if parts is None:
        sheet.put(row, column, deepcopy(cell))
        return
    kept = {key: part for key, part in sheet.cell(row, column).items() if key not in parts}
    sheet.put(row, column, kept | {key: deepcopy(cell[key]) for key in parts if key in cell})


# --- find and replace ------------------------------------------------------------------------------


def find_replace(work: Work, body: Json) -> Json:
    """Replace texts in cells; formulas only where asked."""
    pattern = _pattern(body)
    counts = dict.fromkeys(("valuesChanged", "formulasChanged", "rowsChanged", "occurrencesChanged"), 0)
    sheets = 0
    for target in _searched(work, body):
        rows: set[int] = set()
        for row, column, cell in list(target.sheet.filled(target.area.rows)):
            if target.area.holds(row, column):
                changed = _replace(work, target.sheet, (row, column), cell, body, pattern, counts)
                rows |= {row} if changed else set()
        counts["rowsChanged"] += len(rows)
        sheets += bool(rows)
    return {name: count for name, count in {**counts, "sheetsChanged": sheets}.items() if count}


def _searched(work: Work, body: Json) -> list[Target]:
    if "range" in body:
        return [Target(*grid(work, body["range"]))]
    if body.get("allSheets"):
        return [Target(sheet, area_of(sheet, {})) for sheet in work.book.sheets]
    if "sheetId" in body:
        sheet = work.book.sheet(body["sheetId"])
        return [Target(sheet, area_of(sheet, {}))]
    raise invalid("One of range, sheetId or allSheets must be specified.")


def _pattern(body: Json) -> re.Pattern[str]:
    text = body.get("find", "")
    if not text:
        raise invalid("'find' cannot be empty.")
    expression = text if body.get("searchByRegex") else re.escape(text)
    if body.get("matchEntireCell"):
        expression = rf"\A(?:{expression})\Z"
    try:
        return re.compile(expression, 0 if body.get("matchCase") else re.IGNORECASE)
    except (re.error, OverflowError, RecursionError) as error:
        raise invalid(f"Invalid regular expression: {text}") from error


def _expanded(found: re.Match[str], replacement: str) -> str:
    """A replacement by Java's rules: $1 is a group, a backslash takes the next letter as it is."""

    def part(token: re.Match[str]) -> str:
        if token[1] is None:
            return token[0][1:]
        if int(token[1]) > len(found.groups()):
            raise invalid(f"Invalid replacement: there is no group {token[1]}.")
        return found[int(token[1])] or ""

    return re.sub(r"\$(\d)|\\(?:.|$)", part, replacement, flags=re.DOTALL)


def _replace(
    work: Work, sheet: Sheet, place: tuple[int, int], cell: Json, body: Json,
    pattern: re.Pattern[str], counts: dict[str, int],
) -> bool:  # fmt: skip
    value = cell.get("userEnteredValue", {})
    is_formula = "formulaValue" in value
    text = value.get("formulaValue") if is_formula else value.get("stringValue")
    if text is None or (is_formula and not body.get("includeFormulas")):
        return False
    replacement = str(body.get("replacement", ""))
    is_regex = body.get("searchByRegex", False)
    new, count = pattern.subn(lambda found: _expanded(found, replacement) if is_regex else replacement, text)
    if not count:
        return False
    entered, _ = typed(new, locale_named(work.book.properties.get("locale", "en_US")), work.today)
    kept = without_value(cell)
    sheet.put(*place, kept | ({"userEnteredValue": entered} if entered else {}))
    counts["occurrencesChanged"] += count
    counts["formulasChanged" if is_formula else "valuesChanged"] += 1
    return True


REQUESTS: dict[str, Request] = {
    "copyPaste": copy_paste,
    "cutPaste": cut_paste,
    "findReplace": find_replace,
}
