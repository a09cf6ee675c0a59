"""Sections IV to VI: judgement by a named rule or in the principal's words, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.checks.complaints import is_complaint
from service.domain.compose.claims import claim, line, paragraph, present
from service.domain.compose.inputs import ReportInputs, Task, feedback_of
from service.domain.compose.phrasing import clean, ended, inside, listed, once
from service.domain.compose.wording import Wording
from service.domain.dates import count, short_date
from service.domain.findings import Finding, Status
from service.domain.report import Block, BlockKind, Claim, ClaimKind
from service.domain.text import fold

COMPLETE = "assessment.every-owner-done"
COMMENDED = "assessment.all-done-all-proven"
LACKING = "assessment.owner-owes-report"
VERDICT_COLUMN = "Theo dõi · Đánh giá của Hiệu trưởng"
NOTE_COLUMN = "Theo dõi · Ý kiến chỉ đạo"
#: A unit is commended for no fewer activities than this.
FEWEST_TO_COMMEND = 3
MOST_UNDER_WAY = 5


def assessment(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> tuple[Block, ...]:
    """Section IV: what is complete, what is lacking, what the principal says."""
    verdicts = [
        _word(inputs, task, "danh_gia.hieu_truong", task.decision.verdict, VERDICT_COLUMN, wording)
        for task in tasks
        if task.decision and task.decision.verdict
    ]
    own_words: tuple[Block, ...] = ()
    if verdicts:
        title = wording.say("tieu_de.y_kien_hieu_truong", chuc_vu=inputs.profile.principal_title)
        own_words = present(
            line("IV.verdicts", BlockKind.HEADING_2, title), paragraph("IV.verdicts.text", verdicts)
        )
    cause = wording.say("ghi_chu.nguyen_nhan", nhan=wording.say("ghi_chu.nhan"))
    shortcomings = [*_shortcomings(inputs, tasks, wording)]
    return present(
        line("IV", BlockKind.HEADING_1, wording.say("tieu_de.iv")),
        line("IV.strong", BlockKind.HEADING_2, wording.say("tieu_de.uu_diem")),
        paragraph("IV.strong.text", _strengths(inputs, tasks, wording)),
        line("IV.weak", BlockKind.HEADING_2, wording.say("tieu_de.han_che")),
        paragraph("IV.weak.text", shortcomings),
        line("IV.notice", BlockKind.NOTICE, cause) if any(t.is_lacking for t in tasks) else None,
        *own_words,
    )


def next_steps(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> tuple[Block, ...]:
    """Section V: the principal's directions, what is still owed, what is under way, the plan itself."""
    title = wording.say("tieu_de.v", ky_sau=_next_period(inputs, wording))
    directions = [
        paragraph(
            f"V.direction.{task.expectation.code}",
            [_word(inputs, task, "phuong_huong.chi_dao", task.decision.note, NOTE_COLUMN, wording)],
        )
        for task in tasks
        if task.decision and task.decision.note and not _is_proposal(task.decision.note, wording)
    ]
    number = inputs.plan.document_number
    going_on = wording.say("phuong_huong.tiep_tuc", so=count(len(tasks)), ke_hoach=number)
    return present(
        line("V", BlockKind.HEADING_1, title),
        paragraph("V.plan", [claim(going_on, ClaimKind.PLAN, basis=number)]),
        *directions,
        paragraph("V.next", _owed(inputs, tasks, wording)),
    )


def proposals(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> tuple[Block, ...]:
    """Section VI: what the principal asks of those above, or that there is nothing."""
    asked = [
        _word(inputs, task, "kien_nghi.co", task.decision.note, NOTE_COLUMN, wording)
        for task in tasks
        if task.decision and task.decision.note and _is_proposal(task.decision.note, wording)
    ]
    if not asked:
        nothing = wording.say("kien_nghi.khong", chot=short_date(inputs.as_of))
        asked = [claim(nothing, ClaimKind.ABSENT, basis=NOTE_COLUMN)]
    return present(line("VI", BlockKind.HEADING_1, wording.say("tieu_de.vi")), paragraph("VI.text", asked))


def _strengths(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> Iterator[Claim]:
    complete = [task for task in tasks if task.is_complete]
    values = {"chot": short_date(inputs.as_of), "tong": count(len(tasks))}
    refs = [activity.ref for task in complete for activity in task.activities]
    if not refs:
        yield claim(wording.say("danh_gia.chua_uu_diem", **values), ClaimKind.ABSENT, basis=COMPLETE)
        return
    key = "danh_gia.hoan_thanh_het" if len(complete) == len(tasks) else "danh_gia.hoan_thanh"
    text = wording.say(key, so=count(len(complete)), ten=_names(complete), **values)
    yield claim(text, ClaimKind.COUNTED, refs, basis=COMPLETE)
    for unit, findings in _commended(tasks):
        refs = list(dict.fromkeys(ref for finding in findings for ref in finding.counted))
        text = wording.say("danh_gia.bieu_duong", don_vi=unit, so=count(len(refs)))
        yield claim(text, ClaimKind.COUNTED, refs, basis=COMMENDED)


def _commended(tasks: Sequence[Task]) -> Iterator[tuple[str, Sequence[Finding]]]:
    """Units that have done all they owe, every activity with evidence, and nothing speaks against it."""
    for unit in once(owner for task in tasks for owner in task.expectation.owners):
        owed = [(t, f) for t in tasks for f in t.findings if f.owner == unit and f.status != Status.NOT_YET]
        activities = [activity for task, _ in owed for activity in task.by_owner[unit]]
        fine = all(f.status is Status.DONE and not f.contradicted_by for _, f in owed)
        if fine and len(activities) >= FEWEST_TO_COMMEND and all(a.evidence for a in activities):
            yield unit, [finding for _, finding in owed]


def _shortcomings(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> Iterator[Claim]:
    lacking = [task for task in tasks if task.is_lacking]
    if lacking:
        text = wording.say(
            "danh_gia.con_thieu",
            so=count(len(lacking)),
            tong=count(len(tasks)),
            ten=_names(lacking),
        )
        yield claim(text, ClaimKind.ABSENT, basis=LACKING)
        units = once(finding.owner for task in lacking for finding in task.lacking)
        if units:
            yield claim(
                wording.say("danh_gia.don_vi_thieu", don_vi=listed(units)), ClaimKind.ABSENT, basis=LACKING
            )
    else:
        text = wording.say("danh_gia.khong_han_che", chot=short_date(inputs.as_of))
        yield claim(text, ClaimKind.ABSENT, basis=LACKING)
    unhappy = [item for item in feedback_of(inputs) if is_complaint(item)]
    if unhappy:
        topics = listed([f"«{topic}»" for topic in once(item.topic for item in unhappy)])
        text = wording.say("danh_gia.chua_hai_long", so=count(len(unhappy)), ten=topics)
        yield claim(text, ClaimKind.COUNTED, [item.ref for item in unhappy], basis="complaints")


def _owed(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> Iterator[Claim]:
    units = once(finding.owner for task in tasks for finding in task.lacking)
    if units:
        names = _names([task for task in tasks if task.lacking])
        text = wording.say("phuong_huong.bo_sung", don_vi=listed(units), ten=names)
        yield claim(text, ClaimKind.ABSENT, basis=LACKING)
    under_way = [activity for task in tasks for activity in task.under_way][:MOST_UNDER_WAY]
    if under_way:
        names = listed([ended(f"{inside(a.title, inputs.profile)} ({a.unit})")[:-1] for a in under_way])
        text = wording.say("phuong_huong.dang_lam", ten=names)
        yield claim(text, ClaimKind.SUBMITTED, [activity.ref for activity in under_way])
    waiting = [item.ref for item in feedback_of(inputs) if item.wants_answer]
    if waiting:
        yield claim(wording.say("phuong_huong.tra_loi", so=count(len(waiting))), ClaimKind.COUNTED, waiting)


def _word(
    inputs: ReportInputs, task: Task, key: str, said: str | None, column: str, wording: Wording
) -> Claim:
    """The principal's words on a responsibility, as she wrote them."""
    text = wording.say(key, ten=inside(task.name, inputs.profile), cau=ended(said or ""))
    return claim(text, ClaimKind.DECISION, basis=f"{column} · {task.expectation.code}")


def _is_proposal(note: str, wording: Wording) -> bool:
    """True if a note begins as a request to those above: «Kiến nghị …»."""
    return any(fold(note).startswith(fold(sign)) for sign in wording.every("kien_nghi.dau_hieu"))


def _names(tasks: Sequence[Task]) -> str:
    return listed([f"«{clean(task.name)}»" for task in tasks])


def _next_period(inputs: ReportInputs, wording: Wording) -> str:
    year = inputs.period.due.year
    key = {"6T": "ky_sau_6", "9T": "ky_sau_9", "NAM": "ky_sau_nam"}.get(inputs.period.key, "ky_sau")
    return wording.say(f"phuong_huong.{key}", nam=str(year), nam_sau=str(year + 1))
