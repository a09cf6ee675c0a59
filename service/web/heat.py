"""Coverage of a period as a table of colours, with words for those who do not see them."""

from __future__ import annotations

from dataclasses import dataclass

from service.domain.coverage import Coverage, CoverageCell
from service.domain.findings import Status
from service.web.words import MARKS, status_class


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatCell:
    """One unit's state: a colour, a count and words for those who do not see the colour."""

    css: str
    unit: str
    count: int
    mark: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatRow:
    """One responsibility of the heat table."""

    code: str
    name: str
    status: str
    css: str
    cells: tuple[HeatCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Heat:
    """Coverage of one period by responsibility and unit."""

    period: str
    label: str
    summary: str
    units: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    #: (class, mark, words) of each status that the matrix has.
    legend: tuple[tuple[str, str, str], ...]


def heat_of(key: str, label: str, matrix: Coverage) -> Heat:
    """The table of a period; `key` and `label` are the period's."""
    units = tuple(unit or "Chưa phân công" for unit in matrix.units)
    rows = tuple(
        HeatRow(
            code=row.code,
            name=row.short_name,
            status=row.status.value,
            css=status_class(row.status),
            cells=tuple(_cell(unit, cell) for unit, cell in zip(units, row.cells, strict=True)),
        )
        for row in matrix.rows
    )
    present = {cell.status for row in matrix.rows for cell in row.cells if cell}
    legend = tuple(
        (status_class(status), MARKS.get(status, ""), status.value) for status in Status if status in present
    )
    return Heat(period=key, label=label, summary=matrix.summary, units=units, rows=rows, legend=legend)


def _cell(unit: str, cell: CoverageCell | None) -> HeatCell | None:
    if cell is None:
        return None
    words = f"{unit}: {cell.status.value}, {cell.count} hoạt động"
    return HeatCell(
        css=status_class(cell.status),
        unit=unit,
        count=cell.count,
        mark=MARKS.get(cell.status, ""),
        words=words,
    )
