"""One row: a rule and what was found."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from service.layout.facts import Line

#: Letters of a line that show where it stands.
_QUOTED = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One measurable fact; all of it is for people."""

    element: str
    fact: str
    wanted: str
    found: str
    place: str
    passed: bool

    @property
    def rule(self) -> str:
        """«Quốc hiệu: cỡ chữ»."""
        return f"{self.element}: {self.fact}"


def over_lines(
    element: str,
    fact: str,
    wanted: str,
    lines: Sequence[Line],
    told: Callable[[Line], Iterable[str]],
    holds: Callable[[Line], bool],
) -> Finding:
    """A row over all lines of an element: what they have, and where the first stands that is wrong."""
    wrong = [line for line in lines if not holds(line)]
    found = dict.fromkeys(value for line in (wrong or lines) for value in told(line))
    more = f" và {len(wrong) - 1:02d} chỗ khác" if len(wrong) > 1 else ""
    return Finding(
        element=element,
        fact=fact,
        wanted=wanted,
        found="; ".join(found) or "không có",
        place=quoted((wrong or lines)[0]) + more,
        passed=not wrong,
    )


def quoted(line: Line) -> str:
    """Where a line stands: «phần ký: “HIỆU TRƯỞNG”»."""
    text = " ".join(line.text.split())
    short = text if len(text) <= _QUOTED else text[: _QUOTED - 1].rstrip() + "…"
    where = f"bảng {line.cell.table + 1}: " if line.cell else ""
    return f"{where}“{short}”"
