"""The results of one responsibility as a school's secretary tells them: one thread, not a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from service.domain.compose.claims import claim, line, paragraph, present
from service.domain.compose.deeds import Deed, deeds_of, tellings_of
from service.domain.compose.feedback import task_feedback_claim
from service.domain.compose.figures import attendance_of, figure_claims
from service.domain.compose.inputs import LACKING, Task
from service.domain.compose.occasions import JOINT, is_joint, occasions_of
from service.domain.compose.phrasing import bare, listed
from service.domain.compose.units import in_order, named
from service.domain.compose.voice import as_deed, attributed
from service.domain.compose.wording import Wording
from service.domain.dates import count, short_date
from service.domain.expectations import SchoolProfile
from service.domain.findings import Finding, Status
from service.domain.report import Block, BlockKind, Claim, ClaimKind

#: More kinds of activity than this are summed up as «05 việc khác».
MOST_NAMED = 6


def results(task: Task, key: str, profile: SchoolProfile, wording: Wording) -> tuple[Block, ...]:
    """Paragraphs of a responsibility: what was done with its figures, what is missing, notices."""
    deeds = deeds_of(task.activities)
    told = [
        *_done(task, deeds, profile, wording),
        *_quoted(task, deeds, profile, wording),
        *_nothing(task, profile, wording),
        *figure_claims(task, profile, wording),
    ]
    opinion = task_feedback_claim(task, wording)
    if opinion is not None:
        told.append(opinion)
    missing = [*_missing(task, profile, wording)]
    if not told and not missing:
        missing = [_silence(task, wording)]
    return present(
        paragraph(f"{key}.text", told),
        paragraph(f"{key}.missing", missing),
        *_notices(task, key, profile, wording),
    )


def _done(task: Task, deeds: Sequence[Deed], profile: SchoolProfile, wording: Wording) -> Iterator[Claim]:
    if not task.activities:
        return
    refs = [activity.ref for activity in task.activities]
    occasions = occasions_of(task.activities)
    basis = JOINT if is_joint(task.activities) else ""
    units = in_order((activity.unit for activity in task.activities), profile)
    values = {
        "don_vi": named(units, profile, wording),
        "so": count(len(occasions)),
        "du": _attendance(task, wording),
        "ten": _kinds(deeds, profile, wording, name_units=len(units) > 1 and len(occasions) > 1),
    }
    if len(occasions) == 1:
        day = task.activities[0].date
        when = wording.say("ket_qua.mot_viec_luc", ngay=short_date(day)) if day else ""
        text = wording.say("ket_qua.mot_viec", task.turn, **values, luc=when)
    elif len(deeds) == 1:
        ten = as_deed(deeds[0].title, profile, wording)
        text = wording.say("ket_qua.mot_loai", task.turn, **(values | {"ten": ten}))
    else:
        text = wording.say("ket_qua.viec" if len(units) == 1 else "ket_qua.viec_chung", task.turn, **values)
    yield claim(text, ClaimKind.COUNTED, refs, basis=basis)
    if task.under_way:
        going_on = occasions_of(task.under_way)
        key = "ket_qua.dang_lam" if len(occasions) > len(going_on) else "ket_qua.dang_lam_het"
        text = wording.say(key, so=count(len(going_on)))
        yield claim(text, ClaimKind.COUNTED, [activity.ref for activity in task.under_way])


def _attendance(task: Task, wording: Wording) -> str:
    people = attendance_of(task.activities)
    if people.total is None:
        return ""
    if people.total == 0:
        return wording.say("ket_qua.du_khong") if people.reported == people.of else ""
    if people.reported == people.of:
        return wording.say("ket_qua.du", so=count(people.total))
    return wording.say(
        "ket_qua.du_mot_phan", so=count(people.total), co=count(people.reported), tong=count(people.of)
    )


def _kinds(deeds: Sequence[Deed], profile: SchoolProfile, wording: Wording, *, name_units: bool) -> str:
    """What was done: each kind with who did it and how often, where that is not plain already."""
    said = [_kind(deed, profile, wording, name_units=name_units) for deed in deeds[:MOST_NAMED]]
    if len(deeds) > MOST_NAMED:
        said.append(wording.say("ket_qua.viec_khac", so=count(len(deeds) - MOST_NAMED)))
    return listed(said)


def _kind(deed: Deed, profile: SchoolProfile, wording: Wording, *, name_units: bool) -> str:
    values = {
        "ten": as_deed(deed.title, profile, wording),
        "so": count(deed.times),
        "don_vi": named(deed.units, profile, wording),
    }
    often = deed.times > 1
    if name_units:
        return wording.say("ket_qua.lan_don_vi" if often else "ket_qua.cua_don_vi", **values)
    return wording.say("ket_qua.lan", **values) if often else values["ten"]


def _quoted(task: Task, deeds: Sequence[Deed], profile: SchoolProfile, wording: Wording) -> Iterator[Claim]:
    only_unit = len({activity.unit for activity in task.activities}) == 1
    only_event = len(occasions_of(task.activities)) == 1
    for place, telling in enumerate(tellings_of(deeds)):
        if only_event:
            telling = replace(telling, day=None)  # the sentence before has told it
        text = attributed(telling, profile, wording, turn=task.turn + place, only_unit=only_unit)
        yield claim(text, ClaimKind.SUBMITTED, telling.sources)


def _nothing(task: Task, profile: SchoolProfile, wording: Wording) -> Iterator[Claim]:
    quiet = [f for f in task.findings if f.said_nothing and not f.counted]
    if quiet:
        units = [f.owner for f in quiet if f.owner]
        refs = [ref for finding in quiet for ref in finding.said_nothing]
        key = "ket_qua.khong_phat_sinh" if units else "ket_qua.khong_phat_sinh_chung"
        text = wording.say(key, task.turn, don_vi=named(units, profile, wording))
        yield claim(text, ClaimKind.SUBMITTED, refs, basis=quiet[0].rule)


def _missing(task: Task, profile: SchoolProfile, wording: Wording) -> Iterator[Claim]:
    due = short_date(task.due)
    empty = [f for f in task.lacking if not f.counted]
    absent = [f for f in empty if not task.unusable.get(f.owner)]
    if absent:
        units = named((f.owner for f in absent), profile, wording)
        text = wording.say("ket_qua.thieu", task.turn, don_vi=units, han=due)
        yield claim(text, ClaimKind.ABSENT, basis=absent[0].rule)
    unusable = [f for f in empty if task.unusable.get(f.owner)]
    if unusable:
        units = named((f.owner for f in unusable), profile, wording)
        refs = [ref for finding in unusable for ref in task.unusable[finding.owner]]
        text = wording.say("ket_qua.chua_dung_duoc", task.turn, don_vi=units, han=due)
        yield claim(text, ClaimKind.COUNTED, refs, basis=unusable[0].rule)
    for place, finding in enumerate(f for f in task.lacking if f.counted and f.status is Status.OVERDUE):
        text = wording.say(
            "ket_qua.chua_du",
            task.turn + place,
            don_vi=finding.owner,
            so=count(len(finding.counted)),
            han=due,
        )
        yield claim(text, ClaimKind.COUNTED, finding.counted, basis=finding.rule)


def _silence(task: Task, wording: Wording) -> Claim:
    """What is said of a responsibility of which nothing came and nobody is named as owing it."""
    key = "ket_qua.chua_co"
    statuses = {finding.status for finding in task.findings}
    if statuses == {Status.NOT_YET}:
        key = "ket_qua.chua_den_ky"
    elif statuses == {Status.NOTHING}:
        key = "ket_qua.khong_ap_dung"
    basis = task.findings[0].rule if task.findings else task.expectation.code
    return claim(wording.say(key), ClaimKind.ABSENT, basis=basis)


def _notices(task: Task, key: str, profile: SchoolProfile, wording: Wording) -> Iterator[Block]:
    label = wording.say("ghi_chu.nhan")
    if not task.expectation.owners and any(f.status in LACKING for f in task.findings):
        text = wording.say("ghi_chu.chua_ro_don_vi", nhan=label)
        yield line(f"{key}.notice.owner", BlockKind.NOTICE, text, basis=task.expectation.code)
    doubted = [f for f in task.findings if f.status is Status.TO_REVIEW]
    if doubted:
        text = wording.say("ghi_chu.xem_lai", nhan=label, ly_do=_doubts(doubted, profile, wording))
        refs = [refusal.ref for finding in doubted for refusal in finding.contradicted_by]
        kind = ClaimKind.COUNTED if refs else ClaimKind.WORDING
        yield Block(
            key=f"{key}.notice.review",
            kind=BlockKind.NOTICE,
            claims=(claim(text, kind, refs, basis=doubted[0].rule),),
        )


def _doubts(doubted: Sequence[Finding], profile: SchoolProfile, wording: Wording) -> str:
    """«Ban Giám hiệu và Công đoàn: báo đã hoàn thành nhưng …»: owners with the same reason together."""
    owners: dict[str, list[str]] = {}
    for finding in doubted:
        owners.setdefault(bare(finding.reason), []).append(finding.owner)
    said = []
    for reason, units in owners.items():
        words = reason[:1].lower() + reason[1:]
        known = [unit for unit in units if unit]
        said.append(f"{named(known, profile, wording)} {words}" if known else words)
    return "; ".join(said)
