"""The tab «Số liệu trường»: what the school says of itself, which no form asks for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from service.domain.indicators import Catalogue, Origin
from service.domain.readings import UnclearError, read_whole
from service.domain.settings import BaseFigure
from sheets.values import CellValue

Rows = dict[str, dict[str, CellValue]]


class BaseRow(Protocol):
    """A row of the tab as `settings_sheet` reads it."""

    key: str

    def text(self, column: str) -> str:
        """The words of a cell."""

    def day(self, column: str) -> dt.date | None:
        """The date in a cell."""

    def unclear(self, column: str, reason: str) -> None:
        """Note a cell that cannot be understood."""


def base_cells(catalogue: Catalogue) -> Rows:
    """Our columns: a row for each indicator that the school fills in."""
    return {item.key: {"name": item.name, "unit": item.unit} for item in catalogue.of_school}


def first_values(figures: Iterable[BaseFigure]) -> Rows:
    """First values of people's columns."""
    return {
        item.key: {
            "value": item.words or (None if item.value is None else str(item.value)),
            "as_of": item.as_of,
            "entered_by": item.entered_by,
        }
        for item in figures
    }


def base_figure(row: BaseRow, catalogue: Catalogue) -> BaseFigure | None:
    """What a row says; None for a blank one, and for one that no indicator has."""
    indicator = catalogue.find(row.key)
    said = row.text("value")
    if indicator is None or not said:
        return None
    as_of, by = row.day("as_of"), row.text("entered_by") or None
    if indicator.origin is Origin.WORDS:
        return BaseFigure(key=row.key, words=said, as_of=as_of, entered_by=by)
    try:
        value = read_whole(said)
    except UnclearError as error:
        row.unclear("value", str(error))
        return None
    return BaseFigure(key=row.key, value=value, as_of=as_of, entered_by=by)
