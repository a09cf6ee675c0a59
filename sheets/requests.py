"""The requests of batchUpdate that this package sends, as Google's JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

#: One request of a batchUpdate. Made and sent in this package; to others it is opaque.
Request = Mapping[str, Any]


def grid_range(
    sheet_id: int,
    *,
    top: int | None = None,
    bottom: int | None = None,
    left: int | None = None,
    right: int | None = None,
) -> dict[str, int]:
    """A GridRange; a side that is not given is open."""
    sides = {
        "startRowIndex": top,
        "endRowIndex": bottom,
        "startColumnIndex": left,
        "endColumnIndex": right,
    }
    return {"sheetId": sheet_id, **{name: side for name, side in sides.items() if side is not None}}


def update_cells(
    sheet_id: int, row: int, column: int, rows: Sequence[Sequence[Mapping[str, Any]]], fields: str
) -> Request:
    """Write CellData from a corner on; what `fields` names and a cell does not have is cleared."""
    return {
        "updateCells": {
            "start": {"sheetId": sheet_id, "rowIndex": row, "columnIndex": column},
            "rows": [{"values": list(cells)} for cells in rows],
            "fields": fields,
        }
    }


def format_range(where: Mapping[str, int], cell_format: Mapping[str, Any]) -> Request:
    """Set the given parts of the format of every cell of a range."""
    fields = ",".join(f"userEnteredFormat.{part}" for part in cell_format)
    return {
        "repeatCell": {"range": where, "cell": {"userEnteredFormat": dict(cell_format)}, "fields": fields}
    }


def append_rows(sheet_id: int, count: int) -> Request:
    """Make the grid longer."""
    return {"appendDimension": {"sheetId": sheet_id, "dimension": "ROWS", "length": count}}


def append_columns(sheet_id: int, count: int) -> Request:
    """Make the grid wider."""
    return {"appendDimension": {"sheetId": sheet_id, "dimension": "COLUMNS", "length": count}}


def delete_rows(sheet_id: int, start: int, end: int) -> Request:
    """Delete rows, `end` excluded; what is below moves up."""
    return {"deleteDimension": {"range": dimension(sheet_id, "ROWS", start, end)}}


def dimension(sheet_id: int, which: str, start: int, end: int | None = None) -> dict[str, Any]:
    """A DimensionRange of ROWS or COLUMNS; of a single one without `end`."""
    return {
        "sheetId": sheet_id,
        "dimension": which,
        "startIndex": start,
        "endIndex": start + 1 if end is None else end,
    }


def colour(hexadecimal: str) -> dict[str, float]:
    """Google's Color out of "#RRGGBB"."""
    parts = (int(hexadecimal[start : start + 2], 16) for start in (1, 3, 5))
    return dict(zip(("red", "green", "blue"), (round(part / 255, 4) for part in parts), strict=True))
