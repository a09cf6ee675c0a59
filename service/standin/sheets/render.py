"""A spreadsheet as spreadsheets.get prints it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from service.standin.masks import Cut, Mask, apply_mask
from service.standin.sheets import formula
from service.standin.sheets.a1 import Area, Target, whole
from service.standin.sheets.book import Book, Sheet
from service.standin.sheets.cells import locale_of, look
from service.standin.sheets.conditions import Rules
from service.standin.sheets.defaults import COLUMN_PIXELS, DEFAULT_FORMAT, ROW_PIXELS
from service.standin.sheets.formats import formatted
from service.standin.sheets.formulas import Calculation, spread
from service.standin.sheets.tables import band_of, table_json

Json = dict[str, Any]

_RANGE_KEYS = frozenset(("startRowIndex", "endRowIndex", "startColumnIndex", "endColumnIndex"))
_PLACE_KEYS = frozenset(("dimension", "rowIndex", "columnIndex"))
#: Part of a sheet → its name in the API, in the order in which Google prints them.
_PARTS = {
    "merges": "merges",
    "conditional_formats": "conditionalFormats",
    "filter_views": "filterViews",
    "protected_ranges": "protectedRanges",
    "basic_filter": "basicFilter",
    "charts": "charts",
    "banded_ranges": "bandedRanges",
    "row_groups": "rowGroups",
    "column_groups": "columnGroups",
    "slicers": "slicers",
    "tables": "tables",
}
#: A row whose stored text has this may show something else than its twin.
_FORMULA = '"formulaValue"'
_CELL_PARTS = ("note", "dataValidation", "textFormatRuns", "chipRuns")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What of a spreadsheet an answer holds."""

    #: None: all tabs.
    targets: Sequence[Target] | None = None
    grid_data: bool = False
    #: The fields mask below Spreadsheet; {} asks for everything.
    mask: Mask | None = None
    #: Tables are among the banded ranges as well.
    bands_of_tables: bool = True

    @property
    def with_grid_data(self) -> bool:
        """A mask that names grid data asks for it, whatever includeGridData says."""
        return (
            self.grid_data
            if not self.mask
            else "data" in self.mask.get("sheets", {})
            or (self.grid_data and self.mask_of("sheets", "data") is not None)
        )

    def mask_of(self, *path: str) -> Mask | None:
        """What the mask says below a path; None if it leaves the path out, {} if all of it is wanted."""
        mask: Mask = self.mask or {}
        for key in path:
            if not mask or "*" in mask:
                return mask.get("*", {}) if mask else {}
            if key not in mask:
                return None
            mask = mask[key]
        return mask


def spreadsheet_json(book: Book, *, file_id: str, title: str, url: str, wanted: Wanted) -> Json:
    """The Spreadsheet; cells are cut down to the mask, the rest is cut as every answer is."""
    answer: Json = {
        "spreadsheetId": file_id,
        "properties": {"title": title, **book.properties},
        "sheets": list(_sheets(book, wanted)),
        "spreadsheetUrl": url,
    }
    if book.named_ranges:
        answer["namedRanges"] = shown(book.named_ranges)
    own = [metadata_json(m) for m in book.metadata if "spreadsheet" in m["location"]]
    if own:
        answer["developerMetadata"] = own
    return answer


def _sheets(book: Book, wanted: Wanted) -> Iterable[Json]:
    for sheet in book.sheets:
        areas = None
        if wanted.targets is not None:
            areas = [target.area for target in wanted.targets if target.sheet is sheet]
            if not areas:
                continue
        yield _sheet_json(book, sheet, areas, wanted)


def _sheet_json(book: Book, sheet: Sheet, areas: list[Area] | None, wanted: Wanted) -> Json:
    answer: Json = {"properties": properties_json(book, sheet)}
    if wanted.with_grid_data:
        mask = wanted.mask_of("sheets", "data") or {}
        parts = areas if areas is not None else [whole(sheet)]
        answer["data"] = [GridView(book, sheet, mask).data(area) for area in parts]
    for part, name in _PARTS.items():
        kept = _of_part(book, sheet, part, wanted)
        if kept:
            answer[name] = shown(kept[0] if part == "basic_filter" else kept)
    own = [metadata_json(m) for m in book.metadata if m["location"].get("sheetId") == sheet.id]
    if own:
        answer["developerMetadata"] = own
    return answer


def _of_part(book: Book, sheet: Sheet, part: str, wanted: Wanted) -> list[Json]:
    kept: list[Json] = getattr(sheet, part)
    if part == "tables":
        return [table_json(book, sheet, table) for table in kept]
    if part == "banded_ranges" and wanted.bands_of_tables:
        return [*kept, *map(band_of, sheet.tables)]
    return kept


def properties_json(book: Book, sheet: Sheet) -> Json:
    """SheetProperties: flags that are off and zeros are left out, except sheetId and index."""
    kept = sheet.properties
    grid = {key: value for key, value in kept["gridProperties"].items() if value}
    answer = {"sheetId": kept["sheetId"], "title": kept["title"], "index": book.sheets.index(sheet)}
    rest = {key: value for key, value in kept.items() if key not in answer and value}
    return (
        answer
        | {"sheetType": rest.pop("sheetType", "GRID"), "gridProperties": grid}
        | {key: value for key, value in rest.items() if key != "gridProperties"}
    )


def shown(value: Any) -> Any:
    """A copy with the sheetId left out of ranges where it is 0, as Google prints them."""
    if isinstance(value, list):
        return [shown(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {key: shown(item) for key, item in value.items()}
    if copy.get("sheetId") == 0 and (copy.keys() & (_RANGE_KEYS | _PLACE_KEYS) or len(copy) == 1):
        del copy["sheetId"]
    return copy


def metadata_json(metadata: Json) -> Json:
    """DeveloperMetadata with the kind of place that it is at."""
    location = metadata["location"]
    if "dimensionRange" in location:
        kind = "ROW" if location["dimensionRange"]["dimension"] == "ROWS" else "COLUMN"
    else:
        kind = "SHEET" if "sheetId" in location else "SPREADSHEET"
    place = shown(location) if "dimensionRange" in location else location
    return metadata | {"location": {"locationType": kind, **place}}


class GridView:
    """GridData of parts of one tab."""

    def __init__(self, book: Book, sheet: Sheet, mask: Mask) -> None:
        """`mask` is the fields mask below GridData."""
        self.book = book
        self.sheet = sheet
        self.mask = mask
        self.locale = locale_of(book)
        spread(book)
        self.calculation = Calculation(book)
        row_mask = mask.get("rowData") if mask and "*" not in mask else {}
        self.cell_mask: Mask | None = row_mask
        if row_mask and "*" not in row_mask:
            self.cell_mask = row_mask.get("values")
        self.rules = Rules(book, sheet)
        #: Members of effectiveFormat that are asked for; None: all of them.
        self.format_parts: frozenset[str] | None = None
        if self.cell_mask and "*" not in self.cell_mask:
            format_mask = self.cell_mask.get("effectiveFormat")
            if format_mask and "*" not in format_mask:
                self.format_parts = frozenset(format_mask)
        wanted = ("formattedValue", "effectiveFormat", "userEnteredFormat", "userEnteredValue", "hyperlink")
        self.wanted = frozenset(part for part in (*wanted, *_CELL_PARTS) if self.wants(part))
        #: Cells are all that the mask leaves of a row, so that nothing is left to cut.
        self.cuts_all = bool(self.cell_mask) and set(row_mask or ()) == {"values"}
        #: What a cell shows does not depend on where it is.
        self.rows_alike = "effectiveFormat" not in self.wanted or not self.rules.may_set(self.format_parts)

    def data(self, area: Area) -> Json:
        """GridData; rows after the last that shows anything are left out."""
        answer: Json = {}
        if area.top:
            answer["startRow"] = area.top
        if area.left:
            answer["startColumn"] = area.left
        if self.cell_mask is not None:
            rows = self._rows(area)
            if rows:
                answer["rowData"] = rows
        for name, dimension, start, end in (
            ("rowMetadata", "ROWS", area.top, area.bottom),
            ("columnMetadata", "COLUMNS", area.left, area.right),
        ):
            if not self.mask or name in self.mask or "*" in self.mask:
                answer[name] = self._dimension(dimension, start, end)
        return answer

    def _rows(self, area: Area) -> list[Json]:
        rows: list[Json] = Cut() if self.cuts_all else []
        seen: dict[str, list[Json]] = {}
        for row in sorted(row for row in self.sheet.cells if area.top <= row < area.bottom):
            # Most rows of a large tab are empty cells that look alike.
            text = self.sheet.cells.unread(row) if self.rows_alike else None
            values = seen.get(text) if text else None
            if values is None:
                values = self._values(row, area)
                if text and _FORMULA not in text:
                    seen[text] = values
            if values:
                rows.extend({} for _ in range(row - area.top - len(rows)))
                rows.append({"values": values})
        return rows

    def _values(self, row: int, area: Area) -> list[Json]:
        values: list[Json] = []
        cells = self.sheet.cells[row]
        for column in sorted(column for column in cells if area.left <= column < area.right):
            cell = self.cell(row, column, cells[column])
            if cell:
                values.extend({} for _ in range(column - area.left - len(values)))
                values.append(cell)
        return values

    def wants(self, part: str) -> bool:
        """Whether the mask asks for this part of a cell."""
        return not self.cell_mask or part in self.cell_mask or "*" in self.cell_mask

    def cell(self, row: int, column: int, kept: Json) -> Json:
        """CellData of a cell that is kept, with only the parts that the mask asks for."""
        cell: Json = {}
        value = self.calculation.value(self.sheet, kept, (row, column))
        entered = kept.get("userEnteredValue")
        if value is not None:
            cell |= {"userEnteredValue": entered} if entered is not None else {}
            cell["effectiveValue"] = value
            if "formattedValue" in self.wanted:
                number_format = look(self.calculation, self.sheet, kept)
                cell["formattedValue"] = formatted(value, number_format, self.locale)
            link = formula.hyperlink((entered or {}).get("formulaValue", "")) or _uri(kept)
            if link:
                cell["hyperlink"] = link
        if "userEnteredFormat" in kept and "userEnteredFormat" in self.wanted:
            cell["userEnteredFormat"] = kept["userEnteredFormat"]
        if kept and "effectiveFormat" in self.wanted:
            cell["effectiveFormat"] = self._effective_format(row, column, kept, value)
        for part in _CELL_PARTS:
            if part in kept and part in self.wanted:
                cell[part] = kept[part]
        if self.cell_mask:
            masked: Json = apply_mask(cell, self.cell_mask)
            return masked
        return cell

    def _effective_format(self, row: int, column: int, kept: Json, value: Json | None) -> Json:
        answer = overlaid(self._asked(DEFAULT_FORMAT), self._asked(kept.get("userEnteredFormat", {})))
        if "numberFormat" not in answer and (found := self.calculation.look(self.sheet, kept)):
            answer |= self._asked({"numberFormat": found})
        if self.rules.may_set(self.format_parts):
            answer = overlaid(answer, self._asked(self.rules.format_of(row, column, value)))
        if value is not None and "horizontalAlignment" not in answer:
            left = "stringValue" in value
            answer["horizontalAlignment"] = "LEFT" if left else "CENTER" if "boolValue" in value else "RIGHT"
        return answer

    def _asked(self, cell_format: Mapping[str, Any]) -> Mapping[str, Any]:
        """A CellFormat without what the mask leaves out: it need not be put together."""
        if self.format_parts is None:
            return cell_format
        return {part: value for part, value in cell_format.items() if part in self.format_parts}

    def _dimension(self, dimension: str, start: int, end: int) -> list[Json]:
        pixels = ROW_PIXELS if dimension == "ROWS" else COLUMN_PIXELS
        kept = self.sheet.meta(dimension)
        marks: dict[int, list[Json]] = {}
        for metadata in self.book.metadata:
            where = metadata["location"].get("dimensionRange")
            if where and where["sheetId"] == self.sheet.id and where["dimension"] == dimension:
                marks.setdefault(where["startIndex"], []).append(metadata_json(metadata))
        return [
            {"pixelSize": pixels}
            | {key: value for key, value in kept.get(number, {}).items() if value}
            | ({"developerMetadata": marks[number]} if number in marks else {})
            for number in range(start, end)
        ]


def overlaid(base: Mapping[str, Any], over: Mapping[str, Any]) -> Json:
    """`over` put over `base`, part by part; colours are replaced whole. Neither is changed or copied deep."""
    answer = dict(base)
    for key, value in over.items():
        below = answer.get(key)
        if isinstance(value, dict) and isinstance(below, dict) and "olor" not in key:
            answer[key] = overlaid(below, value)
        else:
            answer[key] = value
    return answer


def _uri(cell: Json) -> str | None:
    link: str | None = cell.get("userEnteredFormat", {}).get("textFormat", {}).get("link", {}).get("uri")
    return link
