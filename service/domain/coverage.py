"""Coverage of a period: who has done what, as a matrix of responsibilities and units with its sums."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from service.domain.expectations import Expectation
from service.domain.findings import Finding, Status
from service.domain.review import OWING, joint_status

if TYPE_CHECKING:
    import pandas as pd

#: With these a responsibility needs nothing more.
COMPLETE = (Status.DONE, Status.NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """One unit's state for one responsibility."""

    status: Status
    #: Submissions counted.
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """One responsibility: a cell for each unit, None where the unit does not owe it."""

    code: str
    short_name: str
    #: The status of all owners together.
    status: Status
    cells: tuple[CoverageCell | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """The matrix of one period; `rows` follow the plan, cells follow `units`."""

    period: str
    #: "" stands for «chưa phân công».
    units: tuple[str, ...]
    rows: tuple[CoverageRow, ...]

    @property
    def complete(self) -> int:
        """Responsibilities that need nothing more."""
        return sum(row.status in COMPLETE for row in self.rows)

    @property
    def units_owing(self) -> tuple[str, ...]:
        """Units that still owe something."""
        return tuple(
            unit
            for place, unit in enumerate(self.units)
            if unit and any((cell := row.cells[place]) and cell.status in OWING for row in self.rows)
        )

    @property
    def summary(self) -> str:
        """«7/11 nhiệm vụ đã đủ · 3 đơn vị còn thiếu»."""
        done = f"{self.complete}/{len(self.rows)} nhiệm vụ đã đủ"
        owing = len(self.units_owing)
        return f"{done} · {owing} đơn vị còn thiếu" if owing else done


def coverage(expectations: Sequence[Expectation], findings: Iterable[Finding], period: str) -> Coverage:
    """The matrix of a period; responsibilities without a finding are left out."""
    # Half of what starting a command takes, and most commands need no matrix.
    import pandas as pd

    frame = pd.DataFrame(
        [
            (item.code, item.owner, item.status, len(item.counted))
            for item in findings
            if item.period == period
        ],
        columns=["code", "unit", "status", "count"],
    )
    units = tuple(sorted(frame["unit"].unique(), key=lambda unit: (unit == "", unit)))
    statuses = _table(frame, "status", units)
    counts = _table(frame, "count", units)
    rows = tuple(
        _row(item, statuses[item.code], counts[item.code]) for item in expectations if item.code in statuses
    )
    return Coverage(period=period, units=units, rows=rows)


def _table(frame: pd.DataFrame, values: str, units: Sequence[str]) -> dict[str, Sequence[Any]]:
    """Code → values in the order of the units, None where a unit has none."""
    table = frame.pivot(index="code", columns="unit", values=values).reindex(columns=list(units))
    known = table.astype(object).where(table.notna(), None)
    return {code: told for code, *told in known.itertuples(name=None)}


def _row(expectation: Expectation, statuses: Sequence[Any], counts: Sequence[Any]) -> CoverageRow:
    cells = tuple(
        None if status is None else CoverageCell(status=Status(status), count=int(count))
        for status, count in zip(statuses, counts, strict=True)
    )
    return CoverageRow(
        code=expectation.code,
        short_name=expectation.short_name,
        status=joint_status([cell.status for cell in cells if cell is not None]),
        cells=cells,
    )
