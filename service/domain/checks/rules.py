"""The rules that give a status, in the order in which they are asked; the first that fits decides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from service.domain.checks.evidence import Evidence
from service.domain.dates import count, short_date
from service.domain.expectations import Expectation, Period
from service.domain.findings import Refusal, Status
from service.domain.records import Activity, Feedback

UNPROVEN = "Báo đã hoàn thành nhưng chưa có minh chứng."
UNHAPPY = "Góp ý chưa hài lòng về nhiệm vụ này."


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One responsibility, owner and period with everything that a rule may look at."""

    expectation: Expectation
    period: Period
    #: Last day for the owner: the internal date, or the principal's extension.
    due: dt.date
    as_of: dt.date
    evidence: Evidence
    #: Feedback on this responsibility inside the window that speaks against it.
    complaints: tuple[Feedback, ...]
    #: Last day of an owner that is closed when the report is signed; None for one that works.
    closed_on: dt.date | None = None

    @property
    def needed(self) -> int:
        """Activities needed for «hoàn thành»; nothing is done by nobody, so at least one."""
        return max(self.expectation.min_activities, 1)

    @property
    def lacking_proof(self) -> tuple[Activity, ...]:
        """Done activities without a link, where links are asked for."""
        if not self.expectation.evidence_required:
            return ()
        return tuple(item for item in self.evidence.done if not item.evidence)

    @property
    def proven(self) -> int:
        """Done activities that count as done."""
        return len(self.evidence.done) - len(self.lacking_proof)

    @property
    def contradictions(self) -> tuple[Refusal, ...]:
        """All that speaks against what is reported as done, whichever status comes of it."""
        if not self.evidence.done:
            return ()
        unproven = [Refusal(ref=item.ref, reason=UNPROVEN) for item in self.lacking_proof]
        return (*unproven, *(Refusal(ref=item.ref, reason=UNHAPPY) for item in self.complaints))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """A status with the rule that gave it and the reason in Vietnamese."""

    status: Status
    rule: str
    reason: str


Rule = Callable[[Case], Verdict | None]


def withdrawn(case: Case) -> Verdict | None:
    """The responsibility did not apply on any day of the window."""
    item, period = case.expectation, case.period
    ended = item.valid_to is not None and item.valid_to < period.data_from
    not_begun = item.valid_from is not None and item.valid_from > period.data_to
    if not (ended or not_begun):
        return None
    return Verdict(
        status=Status.NOTHING, rule="nothing.not-in-force", reason="Nhiệm vụ không áp dụng trong kỳ này."
    )


def not_begun(case: Case) -> Verdict | None:
    """The window has not begun."""
    if case.as_of >= case.period.data_from:
        return None
    return Verdict(
        status=Status.NOT_YET,
        rule="not-yet.window-ahead",
        reason=f"Kỳ số liệu bắt đầu từ {short_date(case.period.data_from)}.",
    )


def contradicted(case: Case) -> Verdict | None:
    """Enough is reported as done, and people who were served say otherwise."""
    if len(case.evidence.done) < case.needed or not case.complaints:
        return None
    return Verdict(
        status=Status.TO_REVIEW,
        rule="review.contradicted-by-feedback",
        reason=f"Báo đã hoàn thành nhưng có {count(len(case.complaints))} góp ý chưa hài lòng trong kỳ.",
    )


def unproven(case: Case) -> Verdict | None:
    """Enough is reported as done, but not enough of it with evidence."""
    if len(case.evidence.done) < case.needed or case.proven >= case.needed:
        return None
    return Verdict(
        status=Status.TO_REVIEW,
        rule="review.done-without-evidence",
        reason=f"Báo đã hoàn thành nhưng {count(len(case.lacking_proof))} hoạt động chưa có minh chứng.",
    )


def done(case: Case) -> Verdict | None:
    """As many activities as asked for, done and proven where proof is asked for."""
    if case.proven < case.needed:
        return None
    told = f"{count(len(case.evidence.done))} hoạt động"
    if case.expectation.evidence_required:
        told += f", {count(case.proven)} có minh chứng"
    return Verdict(
        status=Status.DONE,
        rule="done.enough",
        reason=f"Đã thực hiện {told} (yêu cầu {count(case.needed)}).",
    )


def nothing_occurred(case: Case) -> Verdict | None:
    """All that came says that there was nothing to report."""
    if not case.evidence.nothing or case.evidence.counted:
        return None
    return Verdict(
        status=Status.NOTHING, rule="nothing.reported", reason="Đơn vị báo không phát sinh trong kỳ."
    )


def unit_closed(case: Case) -> Verdict | None:
    """The unit is no more: what it did counts, and it owes nothing."""
    if case.closed_on is None:
        return None
    ended = short_date(case.closed_on + dt.timedelta(days=1))
    return Verdict(
        status=Status.NOTHING,
        rule="nothing.unit-closed",
        reason=f"Đơn vị đã kết thúc hoạt động từ ngày {ended}, không còn phải báo cáo.",
    )


def not_asked_for(case: Case) -> Verdict | None:
    """Nothing has come, and the principal asks for nothing: not late, and not «không phát sinh» either."""
    if case.expectation.min_activities > 0 or case.evidence.counted:
        return None
    return Verdict(
        status=Status.MISSING,
        rule="missing.not-asked-for",
        reason="Chưa có báo cáo; kỳ này không bắt buộc phải có hoạt động.",
    )


def overdue(case: Case) -> Verdict | None:
    """The date for units is over and not enough has come."""
    if case.as_of <= case.due or case.expectation.min_activities == 0:
        return None
    what = "chưa có hoạt động nào được tính"
    if case.evidence.counted:
        what = f"mới hoàn thành {count(case.proven)}/{count(case.needed)} hoạt động"
    return Verdict(
        status=Status.OVERDUE, rule="overdue.after-due", reason=f"Quá hạn {short_date(case.due)}, {what}."
    )


def under_way(case: Case) -> Verdict | None:
    """Something has come, and there is time for the rest."""
    if not case.evidence.counted:
        return None
    return Verdict(
        status=Status.UNDER_WAY,
        rule="under-way.some",
        reason=(
            f"Đã có {count(len(case.evidence.counted))} hoạt động, hoàn thành "
            f"{count(case.proven)}/{count(case.needed)}; hạn của đơn vị là {short_date(case.due)}."
        ),
    )


def missing(case: Case) -> Verdict:
    """Nothing has come yet."""
    return Verdict(
        status=Status.MISSING,
        rule="missing.none",
        reason=f"Chưa có hoạt động nào được tính; hạn của đơn vị là {short_date(case.due)}.",
    )


#: Asked in this order; `missing` answers what none of them does.
RULES: tuple[Rule, ...] = (
    withdrawn,
    not_begun,
    contradicted,
    unproven,
    done,
    nothing_occurred,
    unit_closed,
    not_asked_for,
    overdue,
    under_way,
)


def decide(case: Case) -> Verdict:
    """The verdict of the first rule that fits."""
    for rule in RULES:
        verdict = rule(case)
        if verdict is not None:
            return verdict
    return missing(case)
