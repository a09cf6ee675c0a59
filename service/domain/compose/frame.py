"""What stands around the results: letterhead, opening, sections I and II, the closing sentence."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from service.domain.compose.claims import claim, line, paragraph, present
from service.domain.compose.inputs import ReportInputs, Task
from service.domain.compose.phrasing import bare, clean, ended, listed, once
from service.domain.compose.wording import Wording
from service.domain.dates import count, short_date, state_date
from service.domain.report import Block, BlockKind, Claim, ClaimKind, Letterhead
from service.domain.text import fold

#: From this day on there are no districts (Law 72/2025/QH15, article 51.3).
NO_DISTRICTS_FROM = dt.date(2025, 7, 1)
_DISTRICT_WORDS = ("quan", "huyen", "thi xa")


def letterhead(inputs: ReportInputs, wording: Wording) -> Letterhead:
    """Number and day stay blank: they are given when the report is signed (Decree 30/2020, article 15)."""
    profile, period = inputs.profile, inputs.period
    return Letterhead(
        parent_agency=clean(profile.parent).upper(),
        agency=clean(profile.name).upper(),
        number_line=wording.say("the_thuc.so", ky_hieu=profile.symbol),
        date_line=wording.say("the_thuc.ngay", dia_danh=profile.place, nam=str(period.due.year)),
        title=wording.say("the_thuc.ten_loai"),
        subject=wording.say("the_thuc.trich_yeu", ky=period.label),
        recipient=wording.say("the_thuc.kinh_gui", noi_nhan=_recipient(inputs, wording)),
        signer_title=profile.principal_title.upper(),
        signer_name=profile.principal,
        copies_to=wording.every("the_thuc.noi_nhan"),
    )


def opening(inputs: ReportInputs, wording: Wording) -> tuple[Block, ...]:
    """Notices for the principal, legal bases, the plan itself, and the sentence that begins the report."""
    plan, period = inputs.plan, inputs.period
    bases = [
        line(f"basis.{place}", BlockKind.LEGAL_BASE, f"{bare(text)};", ClaimKind.PLAN, plan.document_number)
        for place, text in enumerate(plan.legal_bases, start=1)
    ]
    own = wording.say(
        "mo_dau.can_cu_ke_hoach",
        so=plan.document_number,
        ngay=_dated(inputs),
        truong=inputs.profile.name,
        ve=_about(inputs),
    )
    begins = wording.say(
        "mo_dau.doan", so=plan.document_number, truong=inputs.profile.name, **_window(inputs)
    )
    claims = [claim(begins, ClaimKind.PLAN, basis=period.quote or period.key)]
    if period.estimate_to is not None:
        until = wording.say(
            "mo_dau.uoc", den=short_date(period.data_to), uoc_den=short_date(period.estimate_to)
        )
        claims.append(claim(until, ClaimKind.DECISION, basis="Kỳ báo cáo · Ước thực hiện đến"))
    return present(
        *_notices(inputs, wording),
        *bases,
        line("basis.plan", BlockKind.LEGAL_BASE, own, ClaimKind.PLAN, plan.document_number),
        paragraph("opening", claims),
    )


def situation(inputs: ReportInputs, wording: Wording) -> tuple[Block, ...]:
    """Section I: what is known of the school, and a notice that asks for the rest."""
    units = [unit.name for unit in inputs.profile.units]
    known: list[Claim] = []
    if units:
        text = wording.say(
            "dac_diem.don_vi", truong=inputs.profile.name, so=count(len(units)), ten=listed(units)
        )
        known.append(claim(text, ClaimKind.PLAN, basis="Danh bạ"))
    label = wording.say("ghi_chu.nhan")
    return present(
        line("I", BlockKind.HEADING_1, wording.say("tieu_de.i")),
        paragraph("I.units", known),
        line("I.notice", BlockKind.NOTICE, wording.say("ghi_chu.dac_diem", nhan=label)),
    )


def direction(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> tuple[Block, ...]:
    """Section II: the plan, who was given what, how much was handed in."""
    plan = inputs.plan
    issued = wording.say(
        "chi_dao.ke_hoach",
        truong=inputs.profile.name,
        so=plan.document_number,
        ngay=_dated(inputs),
        ve=_about(inputs),
        nhiem_vu=count(len(tasks)),
    )
    claims = [claim(issued, ClaimKind.PLAN, basis=plan.document_number)]
    owners = once(owner for task in tasks for owner in task.expectation.owners)
    unowned = sum(not task.expectation.owners for task in tasks)
    if owners:
        text = wording.say(
            "chi_dao.phan_cong_thieu" if unowned else "chi_dao.phan_cong",
            don_vi=listed(owners),
            so=count(unowned),
            han=short_date(inputs.period.internal_due),
        )
        claims.append(claim(text, ClaimKind.PLAN, basis="Kế hoạch · Đơn vị chịu trách nhiệm"))
    claims.append(_received(inputs, tasks, wording))
    return present(line("II", BlockKind.HEADING_1, wording.say("tieu_de.ii")), paragraph("II.text", claims))


def closing(inputs: ReportInputs, wording: Wording) -> Block:
    """The last sentence of the body, which ends «./.»."""
    text = wording.say("mo_dau.ket", ky=inputs.period.label, truong=inputs.profile.name)
    return line("closing", BlockKind.PARAGRAPH, text)


def annex_heading(inputs: ReportInputs, wording: Wording) -> tuple[Block, ...]:
    """«PHỤ LỤC», its name, and which report it belongs to."""
    belongs = wording.say(
        "tieu_de.phu_luc_kem",
        ky_hieu=inputs.profile.symbol,
        nam=str(inputs.period.due.year),
        truong=inputs.profile.name,
        **_window(inputs),
    )
    return (
        line("annex", BlockKind.ANNEX_TITLE, wording.say("tieu_de.phu_luc")),
        line("annex.name", BlockKind.ANNEX_TITLE, wording.say("tieu_de.phu_luc_ten")),
        line("annex.of", BlockKind.ANNEX_NOTE, belongs),
    )


def _received(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> Claim:
    activities = [activity for task in tasks for activity in task.activities]
    day = short_date(inputs.as_of)
    if not activities:
        return claim(wording.say("chi_dao.tiep_nhan_trong", chot=day), ClaimKind.ABSENT)
    units = listed(once(activity.unit for activity in activities))
    text = wording.say("chi_dao.tiep_nhan", chot=day, so=count(len(activities)), don_vi=units)
    return claim(text, ClaimKind.COUNTED, [activity.ref for activity in activities])


def _notices(inputs: ReportInputs, wording: Wording) -> Iterator[Block]:
    period, label = inputs.period, wording.say("ghi_chu.nhan")
    if period.confirmed_by is None:
        text = wording.say(
            "ghi_chu.chua_xac_nhan",
            nhan=label,
            tu=short_date(period.data_from),
            den=short_date(period.data_to),
        )
        yield line("notice.window", BlockKind.NOTICE, text, basis="Kỳ báo cáo · Người xác nhận")
    recipient = _recipient(inputs, wording)
    words = f" {fold(recipient)} "
    if period.due >= NO_DISTRICTS_FROM and any(f" {word} " in words for word in _DISTRICT_WORDS):
        text = wording.say("ghi_chu.noi_nhan_cu", nhan=label, noi_nhan=recipient)
        yield line("notice.recipient", BlockKind.NOTICE, text, basis=period.quote)
    yield line("notice.staff", BlockKind.NOTICE, wording.say("ghi_chu.lay_y_kien", nhan=label))
    if inputs.unassigned:
        text = wording.say("ghi_chu.ngoai_danh_muc", nhan=label, so=count(len(inputs.unassigned)))
        unfiled = claim(text, ClaimKind.COUNTED, inputs.unassigned)
        yield Block(key="notice.unassigned", kind=BlockKind.NOTICE, claims=(unfiled,))


def _window(inputs: ReportInputs) -> dict[str, str]:
    period = inputs.period
    return {
        "ky": period.label,
        "tu": short_date(period.data_from),
        "den": short_date(period.data_to),
        "chot": short_date(inputs.as_of),
    }


def _recipient(inputs: ReportInputs, wording: Wording) -> str:
    """«Ủy ban nhân dân quận Tân Bình (qua Phòng Nội vụ)»: the plan's recipient, named in full."""
    period = inputs.period
    parent = _sentence_case(inputs.profile.parent, inputs.profile.place)
    named = clean(period.recipient or parent)
    named = named.replace("UBND", "Ủy ban nhân dân")
    if fold(parent).startswith(fold(named)):
        named = parent
    return named + (
        wording.say("the_thuc.qua", don_vi=clean(period.via).strip("().;, ")) if period.via else ""
    )


def _sentence_case(capitals: str, place: str) -> str:
    """«ỦY BAN NHÂN DÂN QUẬN TÂN BÌNH» → «Ủy ban nhân dân quận Tân Bình»."""
    text = clean(capitals)
    if not text.isupper():
        return text
    return text.capitalize().replace(clean(place).lower(), clean(place))


def _dated(inputs: ReportInputs) -> str:
    return f" {state_date(inputs.plan.date)}" if inputs.plan.date else ""


def _about(inputs: ReportInputs) -> str:
    """« về thực hiện …»: the plan's title, which reads on after «Kế hoạch»."""
    title = ended(inputs.plan.title or "")[:-1]
    if not title:
        return ""
    words = title if title[:2].isupper() else title[:1].lower() + title[1:]
    return f" {words}" if fold(words).startswith("ve ") else f" về {words}"
