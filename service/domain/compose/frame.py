"""What stands around the results: letterhead, opening, sections I and II, the closing sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from service.domain.compose.claims import claim, line, paragraph, present
from service.domain.compose.hearing import hearing_claims, hearing_notice
from service.domain.compose.inputs import ReportInputs, Task, is_meant
from service.domain.compose.occasions import occasions_of
from service.domain.compose.phrasing import bare, clean, inside, sentence_case, shortened
from service.domain.compose.ready import readiness_notices
from service.domain.compose.units import in_order, named
from service.domain.compose.verbs import begins_with_deed
from service.domain.compose.wording import Wording
from service.domain.dates import count, short_date, state_date
from service.domain.in_force import copies
from service.domain.report import Block, BlockKind, Claim, ClaimKind, Letterhead
from service.domain.text import fold

_PLACE_NAME = re.compile(
    r"(?<= )(?:QUẬN|HUYỆN|THỊ XÃ|PHƯỜNG|XÃ|THÀNH PHỐ|TỈNH|THCS|THPT|TIỂU HỌC|MẦM NON) .+$"
)
NO_BREAK = "\u00a0"
#: More units than this are counted instead of named.
MOST_UNITS = 4
#: A Doc's name is no longer than this before the school's.
LONGEST_NAME = 120
_ABOUT = re.compile(r"^(?:về việc|về|v/v)\s+", re.IGNORECASE)
_CARRIES_OUT = re.compile(
    r"^(?:tiếp tục |tổ chức )?(?:triển khai )?thực hiện\s+|^triển khai\s+", re.IGNORECASE
)
#: The plan's year is left out where the report's period gives it: not «đầu năm học 2026 - 2027».
_YEAR = re.compile(
    r"(?<!đầu)(?<!cuối)\s+(?:trong |của )?năm(?: học)? 20\d\d(?:\s*[-–]\s*20\d\d)?$", re.IGNORECASE
)


def letterhead(inputs: ReportInputs, wording: Wording) -> Letterhead:
    """Number and day stay blank: they are given when the report is signed (Decree 30/2020, article 15)."""
    profile, period = inputs.profile, inputs.period
    return Letterhead(
        parent_agency=_breaking_well(clean(profile.parent).upper()),
        agency=_breaking_well(clean(profile.name).upper()),
        number_line=wording.say("the_thuc.so", ky_hieu=profile.symbol),
        date_line=wording.say("the_thuc.ngay", dia_danh=profile.place, nam=str(period.due.year)),
        title=wording.say("the_thuc.ten_loai"),
        # The period stays on one line: «6 / tháng đầu năm» reads badly under the title.
        subject=wording.say(
            "the_thuc.trich_yeu",
            viec=subject_of(inputs, wording),
            ky=period.label.replace(" ", NO_BREAK),
        ),
        recipient=wording.say("the_thuc.kinh_gui", noi_nhan=_recipient(inputs, wording)),
        signer_title=profile.principal_title.upper(),
        signer_name=profile.principal,
        copies_to=copies(wording.every("the_thuc.noi_nhan"), inputs.in_force),
    )


def opening(inputs: ReportInputs, wording: Wording) -> tuple[Block, ...]:
    """Notices for the principal, legal bases, the plan itself, and the sentence that begins the report."""
    plan, period = inputs.plan, inputs.period
    bases = [
        line(f"basis.{place}", BlockKind.LEGAL_BASE, f"{bare(text)};", ClaimKind.PLAN, plan.document_number)
        for place, text in enumerate(inputs.in_force.legal_bases, start=1)
    ]
    own = wording.say(
        "mo_dau.can_cu_ke_hoach",
        so=plan.document_number,
        ngay=_dated(inputs),
        truong=_issuer(inputs),
        ve=_about(inputs),
    )
    begins = wording.say(
        "mo_dau.doan",
        so=plan.document_number,
        truong=inputs.profile.name,
        viec=subject_of(inputs, wording),
        **_window(inputs),
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


def name_of(inputs: ReportInputs, wording: Wording) -> str:
    """The Doc's name in Drive."""
    about = shortened(subject_of(inputs, wording), LONGEST_NAME)
    return wording.say("the_thuc.ten_tep", viec=about, ky=inputs.period.label, truong=inputs.profile.name)


def direction(inputs: ReportInputs, tasks: Sequence[Task], wording: Wording) -> tuple[Block, ...]:
    """Section II: the plan, who was given what, how much was handed in."""
    plan = inputs.plan
    issuer = _issuer(inputs)
    issued = wording.say(
        "chi_dao.ke_hoach" if issuer == inputs.profile.name else "chi_dao.ke_hoach_cap_tren",
        truong=inputs.profile.name,
        ban_hanh=issuer,
        so=plan.document_number,
        ngay=_dated(inputs),
        ve=_about(inputs),
        nhiem_vu=wording.say("chi_dao.nhiem_vu", so=count(len(tasks))) if tasks else "",
    )
    claims = [claim(issued, ClaimKind.PLAN, basis=plan.document_number)]
    owners = in_order((owner for task in tasks for owner in task.expectation.owners), inputs.profile)
    unowned = sum(not task.expectation.owners for task in tasks)
    if owners:
        text = wording.say(
            "chi_dao.phan_cong_thieu" if unowned else "chi_dao.phan_cong",
            don_vi=_few(owners, inputs, wording),
            so=count(unowned),
            han=short_date(inputs.period.internal_due),
        )
        claims.append(claim(text, ClaimKind.PLAN, basis="Kế hoạch · Đơn vị chịu trách nhiệm"))
    claims.append(_received(inputs, tasks, wording))
    claims.extend(hearing_claims(inputs, wording))
    return present(line("II", BlockKind.HEADING_1, wording.say("tieu_de.ii")), paragraph("II.text", claims))


def closing(inputs: ReportInputs, wording: Wording) -> Block:
    """The last sentence of the body, which ends «./.»."""
    text = wording.say(
        "mo_dau.ket",
        viec=subject_of(inputs, wording),
        ky=inputs.period.label,
        truong=inputs.profile.name,
    )
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
        return claim(wording.say("chi_dao.tiep_nhan_trong", chot=day), ClaimKind.ABSENT, basis="II.received")
    units = in_order((activity.unit for activity in activities), inputs.profile)
    refs = list(dict.fromkeys(activity.ref for activity in activities))
    before = {ref for finding in inputs.previous_findings for ref in finding.counted}
    earlier = ""
    if inputs.previous is not None and before:
        earlier = wording.say("chi_dao.ky_truoc", ky=inputs.previous.label, so=count(len(before)))
    text = wording.say(
        "chi_dao.tiep_nhan",
        chot=day,
        so=count(sum(len(occasions_of(task.activities)) for task in tasks)),
        don_vi=_few(units, inputs, wording),
        ky_truoc=earlier,
    )
    return claim(text, ClaimKind.COUNTED, [*refs, *sorted(before)])


def _few(units: Sequence[str], inputs: ReportInputs, wording: Wording) -> str:
    """A few units by name, more of them by their number: section I has named them."""
    if len(units) <= MOST_UNITS:
        return named(units, inputs.profile, wording)
    return wording.say("chi_dao.so_don_vi", so=count(len(units)))


def _notices(inputs: ReportInputs, wording: Wording) -> Iterator[Block]:
    label = wording.say("ghi_chu.nhan")
    if inputs.unread:
        text = wording.say("ghi_chu.chua_du_nguon", nhan=label, nguon=inputs.unread)
        yield line("notice.sources", BlockKind.NOTICE, text, basis="Nguồn dữ liệu")
    yield from readiness_notices(inputs, wording)
    yield from hearing_notice(inputs, wording)
    refs = [ref for ref in inputs.unassigned if is_meant(inputs, ref)]
    if refs:
        text = wording.say("ghi_chu.ngoai_danh_muc", nhan=label, so=count(len(refs)))
        unfiled = claim(text, ClaimKind.COUNTED, refs)
        yield Block(key="notice.unassigned", kind=BlockKind.NOTICE, claims=(unfiled,))


def subject_of(inputs: ReportInputs, wording: Wording) -> str:
    """What the plan is about, to follow «kết quả …»: «thực hiện công tác dân vận của chính quyền …»."""
    profile = inputs.profile
    title = _ABOUT.sub("", bare(sentence_case(inputs.plan.title or "", inputs.names)))
    title = _YEAR.sub("", title)
    if not title:
        return wording.say("mo_dau.viec_khong_ten", so=inputs.plan.document_number)
    if _CARRIES_OUT.match(title):
        return f"thực hiện {_CARRIES_OUT.sub('', title)}"
    words = inside(title, profile)
    return words if begins_with_deed(words) else f"thực hiện {words}"


def _window(inputs: ReportInputs) -> dict[str, str]:
    period = inputs.period
    return {
        "ky": period.label,
        "tu": short_date(period.data_from),
        "den": short_date(period.data_to),
        "chot": short_date(inputs.as_of),
    }


def _breaking_well(agency: str) -> str:
    """A name that is too long for its line breaks before «QUẬN TÂN BÌNH», not inside of it."""
    found = _PLACE_NAME.search(agency)
    return agency[: found.start()] + found[0].replace(" ", NO_BREAK) if found else agency


def _recipient(inputs: ReportInputs, wording: Wording) -> str:
    """«Ủy ban nhân dân quận Tân Bình (qua Phòng Nội vụ)»: the recipient at the report's date, in full."""
    found = inputs.in_force
    named = clean(sentence_case(found.recipient, (inputs.profile.place,)))
    return named + (wording.say("the_thuc.qua", don_vi=clean(found.via)) if found.via else "")


def _issuer(inputs: ReportInputs) -> str:
    """Who issued the plan; the school, where the plan does not say."""
    issuer = clean(inputs.plan.issuer or "")
    if not issuer or fold(issuer) in fold(inputs.profile.name):
        return inputs.profile.name
    return sentence_case(issuer, inputs.names)


def _dated(inputs: ReportInputs) -> str:
    return f" {state_date(inputs.plan.date)}" if inputs.plan.date else ""


def _about(inputs: ReportInputs) -> str:
    """« về thực hiện …»: the plan's title, which reads on after «Kế hoạch»."""
    profile = inputs.profile
    words = inside(bare(sentence_case(inputs.plan.title or "", inputs.names)), profile)
    if not words:
        return ""
    return f" {words}" if fold(words).startswith("ve ") else f" về {words}"
