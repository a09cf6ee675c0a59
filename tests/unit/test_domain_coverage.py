"""The matrix of a period and its sums."""

from __future__ import annotations

from builders import MATHS, OFFICE, UNION, a_finding, an_expectation

from service.domain.coverage import Coverage, CoverageCell, coverage
from service.domain.findings import Status

PLAN = tuple(an_expectation(code, short_name=code) for code in ("II.1.a", "II.1.b", "II.1.c"))
FINDINGS = (
    a_finding("II.1.a", MATHS, Status.DONE, counted=3),
    a_finding("II.1.a", UNION, Status.OVERDUE),
    a_finding("II.1.b", UNION, Status.NOTHING),
    a_finding("II.1.c", "", Status.DONE, counted=1),
    a_finding("II.1.c", "", Status.MISSING, period="9T"),
)


def the_matrix() -> Coverage:
    return coverage(PLAN, FINDINGS, "6T")


def test_rows_follow_the_plan_and_a_unit_that_owes_nothing_has_no_cell() -> None:
    matrix = the_matrix()
    assert matrix.units == (UNION, MATHS, "")
    assert [row.code for row in matrix.rows] == ["II.1.a", "II.1.b", "II.1.c"]
    assert matrix.rows[0].cells == (
        CoverageCell(status=Status.OVERDUE, count=0),
        CoverageCell(status=Status.DONE, count=3),
        None,
    )


def test_one_owners_success_does_not_hide_anothers_silence() -> None:
    assert [row.status for row in the_matrix().rows] == [Status.OVERDUE, Status.NOTHING, Status.DONE]


def test_the_summary_counts_complete_responsibilities_and_units_that_owe() -> None:
    matrix = the_matrix()
    assert (matrix.complete, matrix.units_owing) == (2, (UNION,))
    assert matrix.summary == "2/3 nhiệm vụ đã đủ · 1 đơn vị còn thiếu"


def test_the_summary_names_no_unit_when_none_owes() -> None:
    done = [a_finding(item.code, OFFICE, Status.DONE, counted=1) for item in PLAN]
    assert coverage(PLAN, done, "6T").summary == "3/3 nhiệm vụ đã đủ"


def test_a_period_without_findings_is_empty() -> None:
    assert coverage(PLAN, FINDINGS, "NAM") == Coverage(period="NAM", units=(), rows=())
