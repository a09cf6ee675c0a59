"""An amended plan: what changed, and every responsibility found again under whatever number."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from builders import a_plan, an_expectation
from hypothesis import given
from hypothesis import strategies as st

from service.domain.plan import DutyKind, Plan, ReportingDuty, Responsibility
from service.domain.settings import Decision, SchoolSettings
from service.plan_import import amended, carry_over
from service.plan_text.changes import describe, plan_changes, renumbering
from service.store.codec import from_json, to_json

TEXTS = {
    "II.1.a": "Tuyên truyền cải cách hành chính, chuyển đổi số trong nhà trường.",
    "II.1.b": "Đẩy mạnh phòng, chống tham nhũng, nâng cao đạo đức công vụ.",
    "II.1.c": "Tiếp công dân định kỳ, giải quyết đơn thư đúng thời hạn.",
    "III.1": "Hiệu trưởng tổ chức hội nghị đối thoại với cha mẹ học sinh.",
}
BEFORE = dt.datetime(2025, 4, 1, tzinfo=dt.UTC)
NOW = dt.datetime(2025, 4, 20, tzinfo=dt.UTC)
LATER = dt.datetime(2025, 5, 1, tzinfo=dt.UTC)


def a_plan_of(texts: dict[str, str], *duties: ReportingDuty) -> Plan:
    items = tuple(
        Responsibility(code=code, text=text, section=code.rpartition(".")[0]) for code, text in texts.items()
    )
    return replace(a_plan(*duties), responsibilities=items)


OLD = a_plan_of(TEXTS)


# --- what changed ----------------------------------------------------------------------------------


def test_the_same_plan_changes_nothing() -> None:
    assert plan_changes(OLD, OLD).is_empty
    assert describe(plan_changes(OLD, OLD)) == ()


def test_a_new_item_in_the_middle_moves_the_numbers_and_not_the_items() -> None:
    new = a_plan_of(
        {
            "II.1.a": TEXTS["II.1.a"],
            "II.1.b": "Xây dựng thư viện xanh cho học sinh khối 6.",
            "II.1.c": TEXTS["II.1.b"],
            "II.1.d": TEXTS["II.1.c"],
            "III.1": TEXTS["III.1"],
        }
    )
    assert renumbering(OLD, new) == {
        "II.1.a": "II.1.a",
        "II.1.b": "II.1.c",
        "II.1.c": "II.1.d",
        "III.1": "III.1",
    }
    assert describe(plan_changes(OLD, new)) == (
        "Thêm nhiệm vụ II.1.b: Xây dựng thư viện xanh cho học sinh khối 6.",
        "Nhiệm vụ II.1.b nay mang số II.1.c.",
        "Nhiệm vụ II.1.c nay mang số II.1.d.",
    )


def test_two_items_that_change_places_are_not_two_that_change_words() -> None:
    new = a_plan_of({**TEXTS, "II.1.a": TEXTS["II.1.b"], "II.1.b": TEXTS["II.1.a"]})
    changes = plan_changes(OLD, new)
    assert not changes.added
    assert not changes.removed
    assert all(pair.before.text == pair.after.text for pair in changes.reworded)


def test_an_item_that_moves_and_is_reworded_is_still_the_same() -> None:
    new = a_plan_of({**TEXTS, "II.1.c": "Tiếp công dân định kỳ hằng tuần, giải quyết đơn thư đúng thời hạn."})
    assert renumbering(OLD, new)["II.1.c"] == "II.1.c"
    moved = a_plan_of({"IV.2": "Tiếp công dân định kỳ hằng tuần, giải quyết đơn thư đúng thời hạn."})
    assert renumbering(OLD, moved) == {"II.1.c": "IV.2"}


def test_an_item_that_says_something_else_under_the_same_number_is_another() -> None:
    new = a_plan_of({**TEXTS, "II.1.c": "Xây dựng thư viện xanh."})
    changes = plan_changes(OLD, new)
    assert [item.text for item in changes.added] == ["Xây dựng thư viện xanh."]
    assert [item.code for item in changes.removed] == ["II.1.c"]


def test_the_head_bases_owners_and_reports_are_compared_too() -> None:
    duty = ReportingDuty(quote="trước ngày 05/5", kind=DutyKind.YEARLY, day=5, month=5, recipient="UBND quận")
    other = replace(duty, recipient="UBND phường", via="Phòng Văn hóa - Xã hội")
    old = replace(a_plan_of(TEXTS, duty), legal_bases=("Căn cứ A",))
    owned = replace(old.responsibilities[0], owners=("Công đoàn",))
    new = replace(
        a_plan_of(TEXTS, other),
        number="96",
        legal_bases=("Căn cứ B",),
        responsibilities=(owned, *old.responsibilities[1:]),
    )
    assert describe(plan_changes(old, new)) == (
        "Số kế hoạch: «95/KH-TC» → «96/KH-TC».",
        "Thêm căn cứ: «Căn cứ B».",
        "Bỏ căn cứ: «Căn cứ A».",
        "Nhiệm vụ II.1.a đổi đơn vị chịu trách nhiệm: chưa nêu → Công đoàn.",
        "Thêm báo cáo: «trước ngày 05/5» về UBND phường (qua Phòng Văn hóa - Xã hội).",
        "Bỏ báo cáo: «trước ngày 05/5» về UBND quận.",
    )


# --- identity --------------------------------------------------------------------------------------

INSERTED = a_plan_of(
    {
        "II.1.a": "Xây dựng thư viện xanh.",
        **{f"II.1.{b}": TEXTS[f"II.1.{a}"] for a, b in zip("abc", "bcd", strict=True)},
    }
)


def test_what_was_renumbered_keeps_its_key_and_what_is_new_gets_one_that_nobody_had() -> None:
    plan = amended(OLD, INSERTED, now=NOW)
    assert [plan.key_of(item.code) for item in plan.responsibilities] == [
        "II.1.a~2",
        "II.1.a",
        "II.1.b",
        "II.1.c",
    ]
    assert plan.code_of("II.1.c") == "II.1.d"
    assert plan.withdrawn == ("III.1",)
    assert plan.code_of("III.1") is None


def test_a_key_is_never_given_twice_over_several_amendments() -> None:
    plan = amended(amended(OLD, INSERTED, now=NOW), OLD, now=LATER)
    keys = [plan.key_of(item.code) for item in plan.responsibilities]
    assert keys[:3] == ["II.1.a", "II.1.b", "II.1.c"]
    assert keys[3] not in ("III.1", *keys[:3])  # withdrawn once: what people wrote there is of another
    assert set(keys).isdisjoint(plan.withdrawn)


def test_an_import_of_the_same_text_changes_nothing_at_all() -> None:
    once = amended(OLD, INSERTED, now=NOW)
    assert amended(OLD, OLD, now=NOW) == OLD
    assert amended(once, INSERTED, now=LATER) == once


def test_a_code_means_what_it_meant_when_it_was_used() -> None:
    plan = amended(OLD, INSERTED, now=NOW)
    assert plan.codes_at(BEFORE) == {"II.1.b": "II.1.a", "II.1.c": "II.1.b", "II.1.d": "II.1.c"}
    assert plan.codes_at(NOW) == {code: code for code in ("II.1.a", "II.1.b", "II.1.c", "II.1.d")}
    back = amended(plan, OLD, now=LATER)
    assert back.codes_at(BEFORE) == {code: code for code in ("II.1.a", "II.1.b", "II.1.c")}
    assert back.codes_at(NOW) == {"II.1.a": "II.1.b", "II.1.b": "II.1.c", "II.1.c": "II.1.d"}


def test_what_the_principal_set_and_decided_goes_along_with_the_responsibility() -> None:
    settings = SchoolSettings(
        expectations=(an_expectation("II.1.c", short_name="Tiếp dân", owners=("Văn phòng",)),),
        decisions=(
            Decision(code="II.1.c", period="6T", note="Làm kỹ."),
            Decision(code="III.1", period="6T", note="Đã rút."),
        ),
    )
    plan = amended(OLD, INSERTED, now=NOW)
    carried = carry_over(settings, OLD, plan)
    assert [item.code for item in carried.expectations] == ["II.1.a", "II.1.b", "II.1.c", "II.1.d"]
    assert (carried.expectations[3].short_name, carried.expectations[3].owners) == (
        "Tiếp dân",
        ("Văn phòng",),
    )
    assert carried.expectations[3].text == TEXTS["II.1.c"]
    assert carried.expectations[0].owners == ()
    assert carried.decisions == (Decision(code="II.1.d", period="6T", note="Làm kỹ."),)


def test_a_plan_with_a_history_goes_through_the_store_unchanged() -> None:
    plan = amended(OLD, INSERTED, now=NOW)
    assert from_json(Plan, to_json(plan)) == plan


@given(st.permutations(list(TEXTS.values())), st.permutations(list(TEXTS.values())))
def test_any_order_of_the_same_items_keeps_every_identity(first: list[str], second: list[str]) -> None:
    texts = [dict(zip(TEXTS, order, strict=True)) for order in (first, second)]
    plan = amended(amended(OLD, a_plan_of(texts[0]), now=NOW), a_plan_of(texts[1]), now=LATER)
    assert not plan.withdrawn
    for item in plan.responsibilities:
        [original] = [known for known in OLD.responsibilities if known.text == item.text]
        assert plan.key_of(item.code) == original.code
        assert plan.codes_at(BEFORE)[item.code] == original.code
