"""What the report says of the hearing on its own draft, and what the principal still has to do about it."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.compose.claims import claim, line
from service.domain.compose.inputs import ReportInputs
from service.domain.compose.phrasing import listed
from service.domain.compose.wording import Wording
from service.domain.dates import count, short_date
from service.domain.hearing import Hearing, Stance, Taken
from service.domain.report import Block, BlockKind, Claim, ClaimKind

_STANCES = (
    ("lay_y_kien.dong_y", Stance.AGREES),
    ("lay_y_kien.chinh_sua", Stance.AGREES_WITH_CHANGES),
    ("lay_y_kien.khong_dong_y", Stance.DISAGREES),
)
_ANSWERS = (
    ("lay_y_kien.tiep_thu", Taken.YES),
    ("lay_y_kien.mot_phan", Taken.PARTLY),
    ("lay_y_kien.giai_trinh", Taken.NO),
)


def hearing_claims(inputs: ReportInputs, wording: Wording) -> Iterator[Claim]:
    """Since when staff were asked, what they said, what became of it (Law 10/2022, articles 53 and 55)."""
    hearing = inputs.hearing
    if hearing is None or not hearing.heard:
        return
    said = [wording.say(key, so=count(n)) for key, stance in _STANCES if (n := hearing.count(stance))]
    refs = [item.opinion.ref for item in hearing.heard]
    text = wording.say(
        "lay_y_kien.ket_qua", tu=short_date(hearing.opened_on), so=count(len(refs)), ten=listed(said)
    )
    yield claim(text, ClaimKind.COUNTED, refs)
    answered = [wording.say(key, so=count(n)) for key, taken in _ANSWERS if (n := hearing.answered(taken))]
    if answered:
        answers = [item.opinion.ref for item in hearing.remarks if item.answer]
        text = wording.say("lay_y_kien.tra_loi", so=count(len(answers)), ten=listed(answered))
        yield claim(text, ClaimKind.DECISION, answers, basis="Ý kiến dự thảo · Tiếp thu")


def hearing_notice(inputs: ReportInputs, wording: Wording) -> Iterator[Block]:
    """What is still to be done before the principal may decide; nothing once all is answered."""
    hearing, label = inputs.hearing, wording.say("ghi_chu.nhan")
    if hearing is None:
        text = wording.say("ghi_chu.lay_y_kien", nhan=label)
    elif not hearing.heard:
        text = wording.say("ghi_chu.chua_co_y_kien", nhan=label, tu=short_date(hearing.opened_on))
    elif hearing.unanswered:
        text = wording.say("ghi_chu.chua_tra_loi", nhan=label, so=count(len(hearing.unanswered)))
    else:
        return
    yield line("notice.staff", BlockKind.NOTICE, text, basis=_basis(hearing))


def _basis(hearing: Hearing | None) -> str:
    return "Luật 10/2022/QH15, Điều 53 khoản 4" if hearing is None else "Ý kiến dự thảo · Tiếp thu"
