"""Sections IV to VI: judgement by a named rule or in the principal's words, and what comes next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.checks.complaints import is_complaint
from service.domain.compose.claims import claim, line, paragraph, present
from service.domain.compose.deeds import deeds_of
from service.domain.compose.inputs import ReportInputs, Standing, Task
from service.domain.compose.outline import Part, places_of
from service.domain.compose.phrasing import clean, ended, inside, listed, once, quoted
from service.domain.compose.units import in_order, named
from service.domain.compose.voice import as_deed
from service.domain.compose.wording import Wording
from service.domain.dates import count, short_date
from service.domain.findings import Finding, Status
from service.domain.records import SourceRef
from service.domain.report import Block, BlockKind, Claim, ClaimKind
from service.domain.text import fold

#: Rules of judgement: what a sentence that judges rests on, beside its submissions.
COMPLETE = "assessment.every-owner-done"
COMMENDED = "assessment.all-done-all-proven"
LACKING = "assessment.owner-owes-report"
DOUBTED = "assessment.evidence-or-feedback-against"
AGAINST = "assessment.unhappy-feedback"
VERDICT_COLUMN = "Theo dõi · Đánh giá của Hiệu trưởng"
NOTE_COLUMN = "Theo dõi · Ý kiến chỉ đạo"
#: A unit is commended for no fewer activities than this.
FEWEST_TO_COMMEND = 3
MOST_UNDER_WAY = 5
_DOUBTS = {
    "review.done-without-evidence": "danh_gia.vi_minh_chung",
    "review.contradicted-by-feedback": "danh_gia.vi_gop_y",
}
#: Standings that are neither praise nor reproach; all are told, so that the numbers add up.
_OTHERS = {
    Standing.NOTHING: "danh_gia.khong_phat_sinh",
    Standing.NOT_IN_FORCE: "danh_gia.khong_ap_dung",
    Standing.NOT_YET: "danh_gia.chua_den_ky",
    Standing.NOT_ASKED_FOR: "danh_gia.khong_bat_buoc",
}


def assessment(
    inputs: ReportInputs, tasks: Sequence[Task], parts: Sequence[Part], wording: Wording
) -> tuple[Block, ...]:
    """Section IV: what is complete, what is lacking, what the principal says."""
    cause = wording.say("ghi_chu.nguyen_nhan", nhan=wording.say("ghi_chu.nhan"))
    weak = any(t.standing in (Standing.LACKING, Standing.JUDGED_LACKING) for t in tasks)
    return present(
        line("IV", BlockKind.HEADING_1, wording.say("tieu_de.iv")),
        line("IV.strong", BlockKind.HEADING_2, wording.say("tieu_de.uu_diem")),
        paragraph("IV.strong.text", _strengths(inputs, tasks, parts, wording)),
        line("IV.weak", BlockKind.HEADING_2, wording.say("tieu_de.han_che")),
        paragraph("IV.weak.text", _shortcomings(inputs, tasks, parts, wording)),
        line("IV.notice", BlockKind.NOTICE, cause) if weak else None,
        *_verdicts(inputs, tasks, parts, wording),
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
    key = "ke_hoach_moi" if inputs.period.key == "NAM" else "tiep_tuc"
    going_on = wording.say(
        f"phuong_huong.{key if tasks else 'trien_khai'}",
        so=count(len(tasks)),
        ke_hoach=number,
        nam_sau=str(inputs.period.due.year + 1),
    )
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


def _strengths(
    inputs: ReportInputs, tasks: Sequence[Task], parts: Sequence[Part], wording: Wording
) -> Iterator[Claim]:
    complete = [task for task in tasks if task.standing is Standing.COMPLETE]
    values = {"chot": short_date(inputs.as_of), "tong": count(len(tasks))}
    if complete:
        key = "danh_gia.hoan_thanh_het" if len(complete) == len(tasks) else "danh_gia.hoan_thanh"
        text = wording.say(key, so=count(len(complete)), ten=places_of(parts, complete, wording), **values)
        refs = [activity.ref for task in complete for activity in task.activities]
        yield claim(text, ClaimKind.COUNTED if refs else ClaimKind.DECISION, refs, basis=COMPLETE)
    elif tasks:
        yield claim(wording.say("danh_gia.chua_uu_diem", **values), ClaimKind.ABSENT, basis=COMPLETE)
    else:
        yield claim(wording.say("danh_gia.khong_nhiem_vu"), ClaimKind.ABSENT, basis=COMPLETE)
    yield from _others(tasks, parts, wording)
    commended = [*_commended(inputs, tasks, wording)]
    if commended:
        refs = [ref for _, _, refs in commended for ref in refs]
        units = listed([f"{unit} ({deeds})" for unit, deeds, _ in commended])
        yield claim(
            wording.say("danh_gia.bieu_duong", don_vi=units), ClaimKind.COUNTED, refs, basis=COMMENDED
        )


def _others(tasks: Sequence[Task], parts: Sequence[Part], wording: Wording) -> Iterator[Claim]:
    for standing, key in _OTHERS.items():
        here = [task for task in tasks if task.standing is standing]
        if not here:
            continue
        text = wording.say(key, so=count(len(here)), ten=places_of(parts, here, wording))
        refs = [ref for task in here for finding in task.findings for ref in finding.said_nothing]
        said = standing is Standing.NOTHING
        yield claim(
            text, ClaimKind.COUNTED if said else ClaimKind.ABSENT, refs if said else (), basis=COMPLETE
        )


def _commended(
    inputs: ReportInputs, tasks: Sequence[Task], wording: Wording
) -> Iterator[tuple[str, str, Sequence[SourceRef]]]:
    """Units that have done all they owe, every activity with evidence, and nothing speaks against it."""
    for unit in in_order((owner for task in tasks for owner in task.expectation.owners), inputs.profile):
        owed = [(t, f) for t in tasks for f in t.findings if f.owner == unit and f.status != Status.NOT_YET]
        activities = [activity for task, _ in owed for activity in task.by_owner[unit]]
        fine = all(_is_fine(task, finding) for task, finding in owed)
        if fine and len(activities) >= FEWEST_TO_COMMEND and all(a.evidence for a in activities):
            most = as_deed(deeds_of(activities)[0].title, inputs.profile, wording)
            deeds = wording.say("danh_gia.viec_bieu_duong", so=count(len(activities)), ten=most)
            yield unit, deeds, [activity.ref for activity in activities]


def _is_fine(task: Task, finding: Finding) -> bool:
    done = finding.status is Status.DONE and not finding.contradicted_by
    return done and task.standing is not Standing.JUDGED_LACKING


def _shortcomings(
    inputs: ReportInputs, tasks: Sequence[Task], parts: Sequence[Part], wording: Wording
) -> Iterator[Claim]:
    total = count(len(tasks))
    lacking = [task for task in tasks if task.standing is Standing.LACKING]
    judged = [task for task in tasks if task.standing is Standing.JUDGED_LACKING]
    doubted = [task for task in tasks if task.standing is Standing.TO_REVIEW]
    if lacking:
        ten = listed([_with_owners(task, inputs, wording) for task in lacking])
        text = wording.say("danh_gia.con_thieu", so=count(len(lacking)), tong=total, ten=ten)
        yield claim(text, ClaimKind.ABSENT, basis=LACKING)
    if judged:
        ten = places_of(parts, judged, wording)
        text = wording.say("danh_gia.can_bo_sung", so=count(len(judged)), tong=total, ten=ten)
        yield claim(text, ClaimKind.DECISION, basis=VERDICT_COLUMN)
    if doubted:
        ten, why = places_of(parts, doubted, wording), _why_doubted(doubted, wording)
        text = wording.say("danh_gia.can_xem_lai", so=count(len(doubted)), tong=total, ten=ten, vi=why)
        refs = [r.ref for task in doubted for finding in task.findings for r in finding.contradicted_by]
        yield claim(text, ClaimKind.COUNTED if refs else ClaimKind.ABSENT, refs, basis=DOUBTED)
    if not (lacking or judged or doubted):
        text = wording.say("danh_gia.khong_han_che", chot=short_date(inputs.as_of))
        yield claim(text, ClaimKind.ABSENT, basis=LACKING)
    unhappy = [item for item in inputs.window_feedback if is_complaint(item)]
    if unhappy:
        topics = listed([quoted(topic) for topic in once(item.topic for item in unhappy)])
        text = wording.say("danh_gia.chua_hai_long", so=count(len(unhappy)), ten=topics)
        yield claim(text, ClaimKind.COUNTED, [item.ref for item in unhappy], basis=AGAINST)


def _why_doubted(tasks: Sequence[Task], wording: Wording) -> str:
    rules = {f.rule for task in tasks for f in task.findings if f.status is Status.TO_REVIEW}
    known = [key for rule, key in _DOUBTS.items() if rule in rules]
    return wording.say(known[0] if len(known) == 1 else "danh_gia.vi_ca_hai")


def _verdicts(
    inputs: ReportInputs, tasks: Sequence[Task], parts: Sequence[Part], wording: Wording
) -> tuple[Block, ...]:
    """The principal's verdicts, responsibilities with the same one together."""
    judged: dict[str, list[Task]] = {}
    for task in tasks:
        if task.decision and task.decision.verdict and clean(task.decision.verdict):
            judged.setdefault(clean(task.decision.verdict), []).append(task)
    if not judged:
        return ()
    said = [
        claim(
            wording.say("danh_gia.hieu_truong", cau=verdict, ten=places_of(parts, here, wording)),
            ClaimKind.DECISION,
            basis=f"{VERDICT_COLUMN} · {', '.join(task.expectation.code for task in here)}",
        )
        for verdict, here in judged.items()
    ]
    title = wording.say("tieu_de.y_kien_hieu_truong", chuc_vu=inputs.profile.principal_title)
    return present(line("IV.verdicts", BlockKind.HEADING_2, title), paragraph("IV.verdicts.text", said))


def _owed(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> Iterator[Claim]:
    owed: dict[str, list[Task]] = {}
    for task in tasks:
        if task.standing in (Standing.LACKING, Standing.JUDGED_LACKING):
            for finding in task.lacking:
                owed.setdefault(finding.owner, []).append(task)
    if owed:
        ten = listed(
            [
                wording.say("phuong_huong.don_vi_no", don_vi=unit, ten=_names(owed[unit], inputs))
                for unit in in_order(owed, inputs.profile)
            ]
        )
        yield claim(wording.say("phuong_huong.bo_sung", ten=ten), ClaimKind.ABSENT, basis=LACKING)
    under_way = deeds_of([activity for task in tasks for activity in task.under_way])[:MOST_UNDER_WAY]
    if under_way:
        names = [
            f"{as_deed(deed.title, inputs.profile, wording)} ({named(deed.units, inputs.profile, wording)})"
            for deed in under_way
        ]
        text = wording.say("phuong_huong.dang_lam", ten=listed(names))
        yield claim(text, ClaimKind.SUBMITTED, [ref for deed in under_way for ref in deed.sources])
    doubted = [task for task in tasks if task.standing is Standing.TO_REVIEW]
    if doubted:
        text = wording.say("phuong_huong.xem_lai", ten=_names(doubted, inputs))
        yield claim(text, ClaimKind.ABSENT, basis=DOUBTED)
    waiting = [item.ref for item in inputs.window_feedback if item.wants_answer]
    if waiting:
        yield claim(wording.say("phuong_huong.tra_loi", so=count(len(waiting))), ClaimKind.COUNTED, waiting)


def _with_owners(task: Task, inputs: ReportInputs, wording: Wording) -> str:
    """«giám sát, rà soát quy chế dân chủ (Công đoàn)»: what is lacking, and from whom."""
    name = inside(task.name, inputs.profile)
    if not task.lacking:
        return name
    owners = named((finding.owner for finding in task.lacking), inputs.profile, wording)
    return f"{name} ({owners})"


def _names(tasks: Sequence[Task], inputs: ReportInputs) -> str:
    return listed([quoted(inside(task.name, inputs.profile)) for task in tasks])


def _word(
    inputs: ReportInputs, task: Task, key: str, said: str | None, column: str, wording: Wording
) -> Claim:
    """The principal's words on a responsibility, as she wrote them."""
    text = wording.say(key, ten=inside(task.name, inputs.profile), cau=ended(said or ""))
    return claim(text, ClaimKind.DECISION, basis=f"{column} · {task.expectation.code}")


def _is_proposal(note: str, wording: Wording) -> bool:
    """True if a note begins as a request to those above: «Kiến nghị …»."""
    return any(fold(note).startswith(fold(sign)) for sign in wording.every("kien_nghi.dau_hieu"))


def _next_period(inputs: ReportInputs, wording: Wording) -> str:
    year = inputs.period.due.year
    key = {"6T": "ky_sau_6", "9T": "ky_sau_9", "NAM": "ky_sau_nam"}.get(inputs.period.key, "ky_sau")
    return wording.say(f"phuong_huong.{key}", nam=str(year), nam_sau=str(year + 1))
