"""What keeps a report from being signed: small rules, each of which says why and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from service.domain.dates import short_date
from service.domain.directory import ONE_DAY
from service.domain.expectations import Period
from service.domain.in_force import Ended, InForce, Use

#: Stands in the letterhead until somebody says which body is above the school; never guessed.
PARENT_OPEN = "[CƠ QUAN CHỦ QUẢN]"
#: Where people choose who comes after what has ended.
DIRECTORY_PAGE = "/danh-ba"


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocker:
    """One reason why a report is not ready to sign."""

    #: Stable over runs: "window", "parent-open", "ended:agency:…".
    key: str
    #: In Vietnamese, whole sentences: why, and what a person should do.
    reason: str
    remedy: str
    #: Address of the page where it is done; "" where that is the school's spreadsheet or the Doc.
    page: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFacts:
    """What the readiness of one report is judged by."""

    period: Period
    #: The names that it uses.
    in_force: InForce
    #: (key, what does not agree, in Vietnamese without a full stop) of figures that should.
    figure_faults: tuple[tuple[str, str], ...] = ()


Rule = Callable[[ReportFacts], Iterator[Blocker]]


def unconfirmed_window(facts: ReportFacts) -> Iterator[Blocker]:
    """Nobody has signed for the days that the report covers."""
    period = facts.period
    if period.confirmed_by is None:
        yield Blocker(
            key="window",
            reason=(
                "Chưa xác nhận kỳ số liệu: dự thảo đang lấy "
                f"từ ngày {short_date(period.data_from)} đến ngày {short_date(period.data_to)}."
            ),
            remedy="Xác nhận hoặc sửa ở tab «Kỳ báo cáo», ghi tên vào cột «Người xác nhận».",
        )


def open_parent(facts: ReportFacts) -> Iterator[Blocker]:
    """The letterhead does not name the body above the school."""
    parent = facts.in_force.profile.parent
    if PARENT_OPEN in parent or not parent.strip():
        yield Blocker(
            key="parent-open",
            reason="Chưa rõ cơ quan chủ quản của trường để ghi ở đầu văn bản.",
            remedy="Ghi tên cơ quan vào cột «Cấp trên» của dòng «Trường» ở tab «Danh bạ».",
            page=DIRECTORY_PAGE,
        )


def ended(facts: ReportFacts) -> Iterator[Blocker]:
    """Something that the report names is no more at its date, and nobody has chosen what comes after it."""
    for item in facts.in_force.open:
        yield Blocker(
            key=f"ended:{item.subject}", reason=explain(item), remedy=_remedy(item), page=DIRECTORY_PAGE
        )


def figures(facts: ReportFacts) -> Iterator[Blocker]:
    """Figures that should agree do not."""
    for key, said in facts.figure_faults:
        yield Blocker(
            key=f"figures:{key}",
            reason=f"Số liệu chưa khớp: {said}.",
            remedy="Kiểm tra lại với đơn vị báo cáo và sửa ở phiếu hoặc sổ hoạt động.",
        )


#: In the order in which people are told.
RULES: tuple[Rule, ...] = (ended, open_parent, unconfirmed_window, figures)


def blockers(facts: ReportFacts) -> tuple[Blocker, ...]:
    """Everything that keeps the report from being signed; empty when it is ready."""
    return tuple(blocker for rule in RULES for blocker in rule(facts))


def explain(item: Ended) -> str:
    """Why the report cannot be signed with this, in Vietnamese."""
    if item.choice is not None:
        after = item.choice.successor or "không có đơn vị kế tục"
        return f"Đã chọn thay cho {item.name}: {after}, nhưng chưa đủ. {item.lacking}"
    if item.uses == (Use.BASIS,):
        return f"Căn cứ “{item.name}” hết hiệu lực{_since(item)}."
    if item.uses == (Use.UNIT,):
        return f"{item.name} được giao nhiệm vụ nhưng đã kết thúc hoạt động{_since(item)}."
    uses = " và ".join(use.value for use in item.uses)
    fell = f" thuộc {item.ending.fell_with}" if item.ending.fell_with else ""
    what = "tên" if item.uses[0] in (Use.PLACE, Use.SCHOOL) else "cơ quan"
    return f"Theo kế hoạch, {uses} là {item.name}{fell}; {what} này không còn{_since(item)}."


def _since(item: Ended) -> str:
    day = item.ending.last_day
    since = f" từ ngày {short_date(day + ONE_DAY)}" if day else ""
    return since + (f" ({item.ending.basis})" if item.ending.basis else "")


def _remedy(item: Ended) -> str:
    if item.choice is not None:
        return "Bổ sung ở trang «Danh bạ» hoặc ở tab «Danh bạ»."
    return "Chọn bên kế tục ở trang «Danh bạ» hoặc ở tab «Danh bạ» (cột «Kế tục bởi» và «Người chọn»)."
