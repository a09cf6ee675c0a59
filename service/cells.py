"""Cell values as JSON and back; a date stays a date and never becomes text that looks like one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sheets.values import CellValue


def encode_cell(value: CellValue) -> Any:
    """A value that JSON can hold."""
    if isinstance(value, dt.datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, dt.date):
        return {"date": value.isoformat()}
    return value


def decode_cell(value: Any) -> CellValue:
    """The value that `encode_cell` was given."""
    if isinstance(value, Mapping):
        if "moment" in value:
            return dt.datetime.fromisoformat(value["moment"])
        return dt.date.fromisoformat(value["date"])
    decoded: CellValue = value
    return decoded


def encode_cells(values: Mapping[str, CellValue]) -> dict[str, Any]:
    """Each value encoded."""
    return {key: encode_cell(value) for key, value in values.items()}


def decode_cells(values: Mapping[str, Any]) -> dict[str, CellValue]:
    """Each value decoded."""
    return {key: decode_cell(value) for key, value in values.items()}
