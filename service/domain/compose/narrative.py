"""The results of one responsibility as a school's secretary tells them: one thread, not a list."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from service.domain.compose.claims import claim, line, paragraph, present
from service.domain.compose.deeds import Deed, Telling, deeds_of, tellings_of
from service.domain.compose.figures import attendance_of, figure_claims
from service.domain.compose.inputs import LACKING, Task
from service.domain.compose.opinions import task_feedback_claim
from service.domain.compose.phrasing import bare, ended, inside, listed, once, starts_with_unit
from service.domain.compose.wording import Wording, capital
from service.domain.dates import count, number, short_date
from service.domain.expectations import SchoolProfile
from service.domain.findings import Status
from service.domain.report import Block, BlockKind, Claim, ClaimKind

#: More kinds of activity than this are summed up as «05 việc khác».
MOST_NAMED = 4
#: More units than this are «các đơn vị» in the first sentence; the annex names each.
MOST_UNITS = 4


def results(task: Task, key: str, profile: SchoolProfile, wording: Wording) -> tuple[Block, ...]:
    """Paragraphs of a responsibility: what was done, figures and feedback, what is missing, notices."""
    deeds = deeds_of(task.activities)
    told = [*_done(task, deeds, profile, wording), *_quoted(task, deeds, profile, wording)]
    summed = [*_nothing(task, wording), *figure_claims(task, wording)]
    opinion = task_feedback_claim(task, wording)
    if opinion is not None:
        summed.append(opinion)
    missing = [*_missing(task, wording)]
    if not told and not summed and not missing:
        missing = [_silence(task, wording)]
    return present(
        paragraph(f"{key}.text", told),
        paragraph(f"{key}.figures", summed),
        paragraph(f"{key}.missing", missing),
        *_notices(task, key, wording),
    )


def _done(task: Task, deeds: Sequence[Deed], profile: SchoolProfile, wording: Wording) -> Iterator[Claim]:
    if not task.activities:
        return
    refs = [activity.ref for activity in task.activities]
    units = listed(once(activity.unit for activity in task.activities))
    present_at = _attendance(task, wording)
    if len(task.activities) == 1:
        [only] = task.activities
        day = wording.say("ket_qua.mot_viec_luc", ngay=short_date(only.date)) if only.date else ""
        name = inside(bare(only.title or deeds[0].title), profile)
        text = wording.say("ket_qua.mot_viec", task.turn, don_vi=units, ten=name, luc=day, du=present_at)
        yield claim(text, ClaimKind.COUNTED, refs)
    else:
        few = len(once(activity.unit for activity in task.activities)) <= MOST_UNITS
        text = wording.say(
            "ket_qua.viec" if few else "ket_qua.viec_chung",
            task.turn,
            don_vi=units,
            so=count(len(refs)),
            du=present_at,
        )
        yield claim(text, ClaimKind.COUNTED, refs)
        yield claim(_kinds(task, deeds, profile, wording), ClaimKind.COUNTED, refs)
    if task.under_way:
        text = wording.say("ket_qua.dang_lam", so=count(len(task.under_way)))
        yield claim(text, ClaimKind.COUNTED, [activity.ref for activity in task.under_way])


def _attendance(task: Task, wording: Wording) -> str:
    people = attendance_of(task.activities)
    if people.total is None:
        return ""
    if people.total == 0:
        return wording.say("ket_qua.du_khong") if people.reported == people.of else ""
    if people.reported == people.of:
        return wording.say("ket_qua.du", so=number(people.total))
    return wording.say("ket_qua.du_mot_phan", so=number(people.total), co=f"{people.reported}/{people.of}")


def _kinds(task: Task, deeds: Sequence[Deed], profile: SchoolProfile, wording: Wording) -> str:
    """What the activities were: one kind by its name, several with how often and by whom."""
    if len(deeds) == 1:
        return wording.say("ket_qua.mot_loai", task.turn, ten=inside(bare(deeds[0].title), profile))
    named = listed([*_named(deeds, profile, wording)])
    return wording.say("ket_qua.viec_chinh", task.turn, ten=named)


def _named(deeds: Sequence[Deed], profile: SchoolProfile, wording: Wording) -> Iterator[str]:
    for deed in deeds[:MOST_NAMED]:
        values = {
            "ten": inside(bare(deed.title), profile),
            "so": count(len(deed.activities)),
            "don_vi": listed(deed.units),
        }
        together, often = len(deed.units) > 1, len(deed.activities) > 1
        if together:
            yield wording.say("ket_qua.lan_nhieu" if often else "ket_qua.cung", **values)
        else:
            yield wording.say("ket_qua.lan", **values) if often else values["ten"]
    if len(deeds) > MOST_NAMED:
        yield wording.say("ket_qua.viec_khac", so=count(len(deeds) - MOST_NAMED))


def _quoted(task: Task, deeds: Sequence[Deed], profile: SchoolProfile, wording: Wording) -> Iterator[Claim]:
    for place, telling in enumerate(tellings_of(deeds)):
        text = _attributed(telling, task.turn + place, profile, wording)
        yield claim(text, ClaimKind.SUBMITTED, telling.sources)


def _attributed(telling: Telling, turn: int, profile: SchoolProfile, wording: Wording) -> str:
    """The sentence with who says it, unless it names its unit itself."""
    sentence = ended(telling.text)
    if len(telling.units) == 1 and starts_with_unit(sentence, profile, telling.units[0]):
        return capital(sentence)
    key = "ket_qua.ke_don_vi" if len(telling.units) == 1 else "ket_qua.ke_nhieu_don_vi"
    return wording.say(key, turn, don_vi=listed(telling.units), cau=inside(sentence, profile))


def _nothing(task: Task, wording: Wording) -> Iterator[Claim]:
    quiet = [f for f in task.findings if f.said_nothing and not f.counted]
    if quiet:
        units = listed([f.owner or "Các đơn vị" for f in quiet])
        refs = [ref for finding in quiet for ref in finding.said_nothing]
        text = wording.say("ket_qua.khong_phat_sinh", task.turn, don_vi=units)
        yield claim(text, ClaimKind.SUBMITTED, refs, basis=quiet[0].rule)


def _missing(task: Task, wording: Wording) -> Iterator[Claim]:
    due = short_date(task.due)
    absent = [f for f in task.lacking if not f.counted]
    if absent:
        units = listed([f.owner for f in absent])
        text = wording.say("ket_qua.thieu", task.turn, don_vi=units, han=due)
        yield claim(text, ClaimKind.ABSENT, basis=absent[0].rule)
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


def _notices(task: Task, key: str, wording: Wording) -> Iterator[Block]:
    label = wording.say("ghi_chu.nhan")
    if not task.expectation.owners and any(f.status in LACKING for f in task.findings):
        text = wording.say("ghi_chu.chua_ro_don_vi", nhan=label)
        yield line(f"{key}.notice.owner", BlockKind.NOTICE, text, basis=task.expectation.code)
    for finding in task.findings:
        if finding.status is Status.TO_REVIEW:
            text = wording.say(
                "ghi_chu.xem_lai", nhan=label, don_vi=finding.owner or task.name, ly_do=ended(finding.reason)
            )
            yield line(f"{key}.notice.{finding.owner}", BlockKind.NOTICE, text, basis=finding.rule)
