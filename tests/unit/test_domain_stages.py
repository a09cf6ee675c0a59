"""A report's life: a fold of what was done, and what may be done next."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.domain.readiness import Blocker
from service.domain.stages import (
    Act,
    Decided,
    Deed,
    Ground,
    Life,
    Stage,
    Way,
    against_approval,
    life_of,
    refusal,
    shown,
    told,
)

DAY = dt.date(2025, 4, 28)
READY = Ground(is_heard=True)


def an_act(
    deed: Deed,
    *,
    who: str = "Trần Thu Hà",
    reason: str = "",
    number: str = "",
    on: dt.date | None = None,
    decided: Decided | None = None,
) -> Act:
    at = dt.datetime.combine(DAY, dt.time(9), ZoneInfo("Asia/Ho_Chi_Minh"))
    return Act(
        deed=deed, at=at, who=who, way=Way.PAGE, reason=reason, number=number, issued_on=on, decided=decided
    )


def after(*deeds: Deed) -> Life:
    return life_of(an_act(deed) for deed in deeds)


TOMORROW = an_act(Deed.ISSUED, number="12", on=DAY + dt.timedelta(days=1))
ISSUE = an_act(Deed.ISSUED, number="12/BC-TC", on=DAY)


@pytest.mark.parametrize(
    ("deeds", "stage"),
    [
        ((), Stage.DRAFT),
        ((Deed.OPENED,), Stage.OPINIONS),
        ((Deed.OPENED, Deed.APPROVED), Stage.APPROVED),
        ((Deed.OPENED, Deed.APPROVED, Deed.ISSUED), Stage.ISSUED),
        # taken back, it stands where it stood
        ((Deed.OPENED, Deed.APPROVED, Deed.REOPENED), Stage.OPINIONS),
        ((Deed.APPROVED, Deed.REOPENED), Stage.DRAFT),
        # opinions that open late change nothing of an approval
        ((Deed.APPROVED, Deed.OPENED), Stage.APPROVED),
        ((Deed.OPENED, Deed.ASKED, Deed.STARTED), Stage.OPINIONS),
        ((Deed.OPENED, Deed.ASKED, Deed.STARTED, Deed.DECLINED), Stage.OPINIONS),
        ((Deed.APPROVED, Deed.ISSUED, Deed.CORRECTED), Stage.DRAFT),
    ],
)
def test_the_stage_follows_from_what_was_done(deeds: tuple[Deed, ...], stage: Stage) -> None:
    assert after(*deeds).stage is stage


def test_nothing_is_written_once_it_is_approved_or_while_drive_has_locked_it() -> None:
    assert not after(Deed.OPENED, Deed.ASKED).is_held
    assert after(Deed.ASKED, Deed.STARTED).is_held
    assert after(Deed.ASKED, Deed.STARTED, Deed.DECLINED).is_held, "Drive's lock is still on it"
    assert not after(Deed.ASKED, Deed.STARTED, Deed.DECLINED, Deed.UNLOCKED).is_held
    assert after(Deed.APPROVED).is_held
    assert not after(Deed.APPROVED, Deed.REOPENED).is_held
    assert after(Deed.APPROVED, Deed.ISSUED).is_held
    assert not after(Deed.APPROVED, Deed.ISSUED, Deed.CORRECTED).is_held, "the correction is another document"


def test_approval_without_opinions_is_refused_with_the_law_and_can_be_overruled_with_a_reason() -> None:
    why_not = refusal(Life(), an_act(Deed.APPROVED), Ground())
    assert why_not is not None
    assert "khoản 4 Điều 53" in why_not
    assert "10/2022/QH15" in why_not
    assert refusal(Life(), an_act(Deed.APPROVED, reason="Nộp gấp theo yêu cầu"), Ground()) is None
    assert refusal(after(Deed.OPENED), an_act(Deed.APPROVED), Ground()) is None


def test_approval_of_what_is_not_ready_names_what_is_missing() -> None:
    ground = Ground(
        blockers=(Blocker(key="window", reason="Chưa xác nhận kỳ số liệu.", remedy=""),),
        is_heard=True,
        unanswered=2,
    )
    why_not = refusal(Life(), an_act(Deed.APPROVED), ground)
    assert why_not is not None
    assert "Chưa xác nhận kỳ số liệu." in why_not
    assert "Còn 2 ý kiến" in why_not
    assert len(against_approval(Life(), ground)) == 2
    assert refusal(Life(), an_act(Deed.APPROVED), READY) is None


@pytest.mark.parametrize(
    ("life", "act", "words"),
    [
        (Life(), an_act(Deed.APPROVED, who=""), "ghi tên người duyệt"),
        (after(Deed.APPROVED), an_act(Deed.APPROVED), "đã duyệt bởi Trần Thu Hà rồi"),
        (Life(), an_act(Deed.REOPENED), "chưa được duyệt"),
        (after(Deed.APPROVED, Deed.ISSUED), an_act(Deed.REOPENED), "bản đính chính"),
        (Life(), ISSUE, "chưa được Hiệu trưởng duyệt"),
        (after(Deed.APPROVED), an_act(Deed.ISSUED, on=DAY), "cả số và ngày"),
        (after(Deed.APPROVED), an_act(Deed.ISSUED, number="12"), "cả số và ngày"),
        (after(Deed.APPROVED), TOMORROW, "29/4/2025 chưa đến"),
        (life_of([an_act(Deed.APPROVED), ISSUE]), ISSUE, "số 12/BC-TC ngày 28/4/2025"),
        (after(Deed.APPROVED), an_act(Deed.CORRECTED), "đã ban hành mới lập"),
        (after(Deed.ASKED), an_act(Deed.ASKED), "đang chờ Hiệu trưởng"),
    ],
)  # fmt: skip
def test_what_may_not_be_done_is_refused_in_one_line(life: Life, act: Act, words: str) -> None:
    why_not = refusal(life, act, READY)
    assert why_not is not None
    assert words in why_not
    assert "\n" not in why_not


def test_the_way_from_draft_to_the_correction_of_an_issued_report_is_open() -> None:
    done: list[Act] = []
    for act in (
        an_act(Deed.OPENED),
        an_act(Deed.APPROVED),
        ISSUE,
        an_act(Deed.CORRECTED),
        an_act(Deed.APPROVED),
    ):
        assert refusal(life_of(done), act, READY) is None
        done.append(act)
    assert life_of(done).edition == 2


def test_a_word_of_the_tab_waits_until_something_is_decided() -> None:
    agreed = an_act(Deed.SHEET, decided=Decided(approved=True))
    assert life_of([agreed]).waits_for_sheet
    assert not life_of([agreed, an_act(Deed.APPROVED)]).waits_for_sheet
    # taken back on the page: the cell that still says «Đồng ý» approves nothing any more
    back = life_of([agreed, an_act(Deed.APPROVED), an_act(Deed.REOPENED)])
    assert (back.stage, back.waits_for_sheet) == (Stage.DRAFT, False)


def test_people_are_told_who_did_what_when_and_why() -> None:
    act = an_act(Deed.APPROVED, reason="Nộp gấp")
    assert told(act, DAY) == "Duyệt ngày 28/4/2025, Trần Thu Hà, trên trang dự thảo. Lý do: Nộp gấp"
    assert "số 12/BC-TC, ký ngày 28/4/2025" in told(ISSUE, DAY)
    assert shown([an_act(Deed.SHEET), act]) == (act,)


@given(st.lists(st.sampled_from(Deed), max_size=25))
def test_whatever_people_try_an_issued_report_is_left_only_by_a_correction(deeds: list[Deed]) -> None:
    """Only what is not refused is done, as in the service."""
    done: list[Act] = []
    for deed in deeds:
        act = an_act(deed, reason="vì", number="12/BC-TC", on=DAY)
        before = life_of(done)
        if deed in (Deed.DECLINED, Deed.STARTED, Deed.REFUSED) and before.pending is None:
            continue  # Drive answers only what it was asked
        if refusal(before, act, READY) is not None:
            continue
        done.append(act)
        after_it = life_of(done)
        if before.stage is Stage.ISSUED:
            assert after_it.stage is Stage.ISSUED or deed is Deed.CORRECTED
        if after_it.stage is Stage.ISSUED:
            assert after_it.approved is not None
        assert after_it.edition == 1 + sum(item.deed is Deed.CORRECTED for item in done)
