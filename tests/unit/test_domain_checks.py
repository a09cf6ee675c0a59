"""The check: which rule gives which status, what counts, what is refused and what speaks against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from builders import (
    CODE,
    MATHS,
    NINE_MONTHS,
    OFFICE,
    UNION,
    a_feedback,
    a_period,
    a_ref,
    an_activity,
    an_expectation,
    at,
    checked,
)
from hypothesis import given
from hypothesis import strategies as st

from service.domain.checks.complaints import is_complaint
from service.domain.expectations import Expectation
from service.domain.findings import Finding, Status
from service.domain.records import Activity, ActivityStatus, Feedback

LINK = ("https://drive.example/bien-ban",)
UNDER_WAY, PLANNED, NOTHING = ActivityStatus.UNDER_WAY, ActivityStatus.PLANNED, ActivityStatus.NOTHING


def only(findings: Sequence[Finding]) -> Finding:
    (finding,) = findings
    return finding


def found(
    *activities: Activity,
    expectation: Expectation | None = None,
    as_of: dt.date = dt.date(2025, 4, 10),
    feedback: Sequence[Feedback] = (),
) -> Finding:
    """The finding of Tổ Toán – Tin for the 6 months."""
    return only(
        checked(
            *activities, expectations=[expectation or an_expectation()], as_of=as_of, feedback=feedback
        ).findings
    )


BEFORE_DUE, AFTER_DUE = dt.date(2025, 4, 18), dt.date(2025, 4, 19)
PROVEN = an_expectation(evidence_required=True)
TWO = an_expectation(min_activities=2)
SPAN = "01/11/2024 – 30/4/2025"
OPTIONAL = an_expectation(min_activities=0)


@pytest.mark.parametrize(
    ("activities", "expectation", "as_of", "status", "rule"),
    [
        # nothing came, and there is time
        ([], an_expectation(), BEFORE_DUE, Status.MISSING, "missing.none"),
        # the day after the units' date
        ([], an_expectation(), AFTER_DUE, Status.OVERDUE, "overdue.after-due"),
        # before the first day of the window
        ([], an_expectation(), dt.date(2024, 10, 31), Status.NOT_YET, "not-yet.window-ahead"),
        ([an_activity()], an_expectation(), BEFORE_DUE, Status.DONE, "done.enough"),
        # done stays done after the date
        ([an_activity()], an_expectation(), AFTER_DUE, Status.DONE, "done.enough"),
        ([an_activity(status=UNDER_WAY)], an_expectation(), BEFORE_DUE, Status.UNDER_WAY, "under-way.some"),
        ([an_activity(status=UNDER_WAY)], an_expectation(), AFTER_DUE, Status.OVERDUE, "overdue.after-due"),
        # one of two
        ([an_activity()], TWO, BEFORE_DUE, Status.UNDER_WAY, "under-way.some"),
        # a plan is no deed
        ([an_activity(status=PLANNED)], an_expectation(), BEFORE_DUE, Status.MISSING, "missing.none"),
        ([an_activity()], PROVEN, BEFORE_DUE, Status.TO_REVIEW, "review.done-without-evidence"),
        ([an_activity(evidence=LINK)], PROVEN, BEFORE_DUE, Status.DONE, "done.enough"),
        ([an_activity(status=NOTHING, date=None)], TWO, AFTER_DUE, Status.NOTHING, "nothing.reported"),
        # a deed beside «không phát sinh» counts
        (
            [an_activity(status=NOTHING, date=None), an_activity()],
            an_expectation(),
            BEFORE_DUE,
            Status.DONE,
            "done.enough",
        ),
        # nothing asked for: never overdue, but no claim that nothing occurred
        ([], OPTIONAL, AFTER_DUE, Status.MISSING, "missing.not-asked-for"),
        ([an_activity()], OPTIONAL, AFTER_DUE, Status.DONE, "done.enough"),
        ([an_activity(status=UNDER_WAY)], OPTIONAL, AFTER_DUE, Status.UNDER_WAY, "under-way.some"),
        # withdrawn before the window, or not yet in force
        (
            [],
            an_expectation(valid_to=dt.date(2024, 10, 31)),
            AFTER_DUE,
            Status.NOTHING,
            "nothing.not-in-force",
        ),
        (
            [],
            an_expectation(valid_from=dt.date(2025, 5, 1)),
            AFTER_DUE,
            Status.NOTHING,
            "nothing.not-in-force",
        ),
    ],
)
def test_one_rule_gives_the_status(
    activities: list[Activity], expectation: Expectation, as_of: dt.date, status: Status, rule: str
) -> None:
    finding = found(*activities, expectation=expectation, as_of=as_of)
    assert (finding.status, finding.rule) == (status, rule)
    assert finding.reason


@pytest.mark.parametrize(
    ("activity", "reason"),
    [
        (
            an_activity(date=dt.date(2024, 10, 31)),
            "Ngày 31/10/2024 nằm ngoài kỳ số liệu 01/11/2024 – 30/4/2025.",
        ),
        (
            an_activity(date=dt.date(2025, 5, 1)),
            "Ngày 01/5/2025 nằm ngoài kỳ số liệu 01/11/2024 – 30/4/2025.",
        ),
        (an_activity(submitted_at=at(dt.date(2025, 5, 4), 0)), "Gửi sau ngày khóa số liệu 03/5/2025."),
        (an_activity(status=PLANNED), "Mới lên kế hoạch, chưa thực hiện."),
        (an_activity(date=None), "Chưa ghi ngày thực hiện."),
        (
            an_activity(status=NOTHING, date=dt.date(2025, 5, 2)),
            "Báo «không phát sinh» cho ngày 02/5/2025, ngoài kỳ số liệu.",
        ),
        (
            an_activity(status=NOTHING, date=None, submitted_at=at(dt.date(2024, 10, 31))),
            "Báo «không phát sinh» trước khi kỳ số liệu bắt đầu.",
        ),
        (an_activity(result="tốt"), "Chưa nói rõ đã làm gì, kết quả ra sao."),
        (an_activity(result="Đã thực hiện tốt."), "Chưa nói rõ đã làm gì, kết quả ra sao."),
        (an_activity(result="." * 500), "Chưa nói rõ đã làm gì, kết quả ra sao."),
        (an_activity(result=""), "Chưa nói rõ đã làm gì, kết quả ra sao."),
    ],
)
def test_what_does_not_count_is_refused_with_a_reason(activity: Activity, reason: str) -> None:
    finding = found(activity, as_of=dt.date(2025, 6, 1))
    assert [(refusal.ref, refusal.reason) for refusal in finding.refused] == [(activity.ref, reason)]
    assert finding.counted == ()


def test_the_first_and_last_day_and_the_evening_of_the_close_still_count() -> None:
    first = an_activity(date=dt.date(2024, 11, 1), title="Họp mở đầu")
    last = an_activity(
        date=dt.date(2025, 4, 30), title="Họp kết thúc", submitted_at=at(dt.date(2025, 5, 3), 23)
    )
    assert found(first, last, as_of=dt.date(2025, 6, 1)).counted == (first.ref, last.ref)


def test_a_deed_on_a_day_on_which_the_responsibility_did_not_apply_is_refused() -> None:
    early = an_activity(date=dt.date(2024, 12, 1), title="Họp sớm")
    finding = found(early, an_activity(), expectation=an_expectation(valid_from=dt.date(2025, 1, 1)))
    assert [refusal.ref for refusal in finding.refused] == [early.ref]
    assert "chưa áp dụng" in finding.refused[0].reason


def test_a_deed_after_the_responsibility_ended_is_refused() -> None:
    late = an_activity(date=dt.date(2025, 4, 2))
    finding = found(late, expectation=an_expectation(valid_to=dt.date(2025, 3, 31)))
    assert [refusal.reason for refusal in finding.refused] == [
        "Ngày 02/4/2025 nhiệm vụ này đã thôi áp dụng (đến 31/3/2025)."
    ]


@pytest.mark.parametrize(
    "again",
    [
        an_activity(),  # the same words, from form and sheet
        an_activity(title="TIẾP CHA MẸ HỌC SINH KHỐI 9."),
        an_activity(title="Đã tiếp cha mẹ học sinh khối 9"),  # one word more
    ],
)
def test_the_same_deed_told_twice_counts_once(again: Activity) -> None:
    first = an_activity(submitted_at=at(dt.date(2025, 3, 12), 9))
    finding = found(first, again)
    assert finding.counted == (first.ref,)
    assert [refusal.ref for refusal in finding.refused] == [again.ref]
    assert finding.refused[0].reason.startswith(
        "Trùng với hoạt động «Tiếp cha mẹ học sinh khối 9» ngày 12/3/2025"
    )


@pytest.mark.parametrize(
    "other",
    [
        an_activity(title="Tiếp cha mẹ học sinh khối 8"),  # one number apart
        an_activity(date=dt.date(2025, 3, 13)),  # the next day
        an_activity(title="Trả lời đơn của cha mẹ học sinh lớp 9A"),
        an_activity(title="★★★", result="★★★ Đã phát tờ rơi tuyên truyền"),
    ],
)
def test_two_deeds_that_look_alike_both_count(other: Activity) -> None:
    first = an_activity()
    assert set(found(first, other).counted) == {first.ref, other.ref}


def test_of_two_tellings_the_one_that_is_done_and_proven_counts() -> None:
    started = an_activity(status=UNDER_WAY, submitted_at=at(dt.date(2025, 3, 12), 9))
    done = an_activity(submitted_at=at(dt.date(2025, 3, 12), 10))
    proven = an_activity(evidence=LINK, submitted_at=at(dt.date(2025, 3, 12), 11))
    finding = found(started, done, proven, expectation=PROVEN)
    assert (finding.status, finding.counted, finding.evidence) == (Status.DONE, (proven.ref,), LINK)


def test_two_units_that_tell_of_one_day_are_not_twins_where_the_whole_school_counts() -> None:
    activities = [an_activity(unit=unit) for unit in (MATHS, UNION)]
    finding = found(*activities, expectation=an_expectation(owners=()))
    assert (finding.owner, len(finding.counted)) == ("", 2)
    assert "Kế hoạch chưa nêu đơn vị chịu trách nhiệm" in finding.reason


def test_each_owner_has_its_own_finding() -> None:
    result = checked(an_activity(unit=UNION), expectations=[an_expectation(owners=(MATHS, UNION))])
    assert [(item.owner, item.status) for item in result.findings] == [
        (MATHS, Status.MISSING),
        (UNION, Status.DONE),
    ]


def test_what_another_unit_did_counts_for_nobody_else() -> None:
    assert found(an_activity(unit=OFFICE)).status is Status.MISSING


def test_an_activity_without_a_responsibility_is_handed_to_a_person() -> None:
    unfiled = an_activity(responsibility=None)
    result = checked(unfiled)
    assert result.unassigned == (unfiled,)
    assert only(result.findings).counted == ()


def test_nothing_that_came_after_the_day_is_seen() -> None:
    later = an_activity(submitted_at=at(dt.date(2025, 4, 11)))
    angry = a_feedback(satisfaction=1, submitted_at=at(dt.date(2025, 4, 11)))
    finding = found(an_activity(), later, feedback=[angry], as_of=dt.date(2025, 4, 10))
    assert (finding.status, len(finding.counted), finding.refused) == (Status.DONE, 1, ())


def test_an_extension_moves_the_date_of_one_responsibility_in_one_period() -> None:
    extended = {(CODE, "6T"): dt.date(2025, 4, 25)}
    late = dt.date(2025, 4, 24)
    assert only(checked(as_of=late).findings).status is Status.OVERDUE
    assert only(checked(as_of=late, extensions=extended).findings).status is Status.MISSING
    assert only(checked(as_of=dt.date(2025, 4, 26), extensions=extended).findings).status is Status.OVERDUE


def test_figures_are_summed_and_one_that_nobody_reported_is_absent() -> None:
    finding = found(
        an_activity(figures={"Đơn nhận": 2}),
        an_activity(title="Tiếp công dân thứ Năm", figures={"Đơn nhận": 0, "Số khác": 9}),
    )
    assert dict(finding.figures) == {"Đơn nhận": 2}


@pytest.mark.parametrize(
    ("label", "total"),
    [
        ("Đơn nhận trong kỳ", 6),  # a flow is summed
        ("Đơn kỳ trước chuyển sang", 1),  # what was there at the beginning: the first report
        ("Tồn đầu kỳ", 1),
        ("Đơn còn lại", 3),  # what is left: the last report
        ("Đơn đang giải quyết", 3),
    ],
)
def test_what_is_left_over_is_no_sum(label: str, total: int) -> None:
    months = [
        an_activity(title=f"Tháng {n}", date=dt.date(2025, n, 5), figures={label: n}) for n in (3, 1, 2)
    ]
    finding = found(*months, expectation=an_expectation(figures=(label,)))
    assert dict(finding.figures) == {label: total}


def test_what_is_left_is_added_up_over_units() -> None:
    told = [an_activity(unit=unit, title=unit, figures={"Đơn còn lại": 2}) for unit in (MATHS, UNION)]
    finding = found(*told, expectation=an_expectation(owners=(), figures=("Đơn còn lại",)))
    assert finding.figures["Đơn còn lại"] == 4


def test_links_of_what_counts_stand_once_and_the_last_day_is_known() -> None:
    finding = found(
        an_activity(evidence=LINK),
        an_activity(title="Tiếp công dân thứ Năm", date=dt.date(2025, 3, 20), evidence=LINK),
        an_activity(result="ok", title="Khác", evidence=("https://drive.example/khac",)),
    )
    assert (finding.evidence, finding.last_activity) == (LINK, dt.date(2025, 3, 20))


@pytest.mark.parametrize(
    ("feedback", "complains"),
    [
        (a_feedback(satisfaction=2, text="Tạm được"), True),
        (a_feedback(satisfaction=3, text="Gửi đơn hai tháng chưa được trả lời"), True),
        (a_feedback(text="Phụ huynh rất bức xúc"), True),
        (a_feedback(text="Chúng tôi không hài lòng"), True),
        # a good mark outweighs a word
        (a_feedback(satisfaction=5, text="Không còn ai bức xúc"), False),
        (a_feedback(satisfaction=3, text="Bình thường"), False),
        (a_feedback(text="Nhà trường trả lời nhanh, cảm ơn"), False),
    ],
)
def test_a_complaint_is_a_low_mark_or_plain_words(feedback: Feedback, complains: bool) -> None:
    assert is_complaint(feedback) is complains


def test_a_complaint_about_what_is_reported_as_done_is_raised() -> None:
    complaint = a_feedback(satisfaction=1)
    finding = found(
        an_activity(), feedback=[complaint, a_feedback(satisfaction=5), a_feedback(satisfaction=5)]
    )
    assert (finding.status, finding.rule) == (Status.TO_REVIEW, "review.contradicted-by-feedback")
    assert [refusal.ref for refusal in finding.contradicted_by] == [complaint.ref]


@pytest.mark.parametrize(
    "harmless",
    [
        a_feedback(satisfaction=1, responsibilities=("II.2.a",)),  # about something else
        a_feedback(satisfaction=1, submitted_at=at(dt.date(2024, 10, 31))),  # before the window
    ],
)
def test_a_complaint_about_something_else_or_another_time_is_not(harmless: Feedback) -> None:
    finding = found(an_activity(), feedback=[harmless])
    assert (finding.status, finding.contradicted_by) == (Status.DONE, ())


def test_a_complaint_does_not_hide_that_a_unit_is_late() -> None:
    finding = found(an_activity(), expectation=TWO, feedback=[a_feedback(satisfaction=1)], as_of=AFTER_DUE)
    assert finding.status is Status.OVERDUE
    assert len(finding.contradicted_by) == 1


def test_a_done_without_evidence_is_shown_even_where_the_rest_suffices() -> None:
    bare = an_activity()
    proven = an_activity(title="Đối thoại với cha mẹ học sinh", evidence=LINK)
    finding = found(bare, proven, expectation=PROVEN)
    assert finding.status is Status.DONE
    assert [refusal.ref for refusal in finding.contradicted_by] == [bare.ref]


def test_nothing_occurred_is_said_for_one_period_and_not_for_the_longer_ones_after_it() -> None:
    april = an_activity(status=NOTHING, date=None, submitted_at=at(dt.date(2025, 4, 10)))
    result = checked(april, periods=(a_period(), NINE_MONTHS), as_of=dt.date(2025, 8, 25))
    six, nine = result.findings
    assert (six.status, six.said_nothing) == (Status.NOTHING, (april.ref,))
    assert (nine.status, nine.said_nothing) == (Status.OVERDUE, ())
    assert "kỳ trước" in nine.refused[0].reason


DAYS = st.dates(dt.date(2024, 10, 1), dt.date(2025, 9, 30))


def test_where_proof_is_asked_for_the_reason_counts_what_is_done_and_what_is_proven() -> None:
    finding = found(
        an_activity(title="Họp cha mẹ học sinh", evidence=LINK),
        an_activity(title="Giao ban đầu tuần"),
        expectation=PROVEN,
    )
    assert finding.reason == "Đã thực hiện 02 hoạt động, 01 có minh chứng (yêu cầu 01)."


ACTIVITIES = st.lists(
    st.builds(
        an_activity,
        ref=st.integers(0, 10**6).map(lambda n: a_ref(f"p{n}")),
        date=DAYS | st.none(),
        submitted_at=DAYS.map(at),
        unit=st.sampled_from([MATHS, UNION, OFFICE]),
        responsibility=st.sampled_from([CODE, "II.2.a", None]),
        title=st.sampled_from(["Tiếp dân", "Tiếp dân sáng thứ Năm", "Họp khối 8", "Họp khối 9", ""]),
        result=st.sampled_from(["tốt", "Đã tiếp 04 lượt cha mẹ học sinh.", "Đã họp, thống nhất nội quy."]),
        status=st.sampled_from(ActivityStatus),
        evidence=st.sampled_from([(), LINK]),
    ),
    max_size=12,
    unique_by=lambda activity: activity.ref,
)
FEEDBACK = st.lists(
    st.builds(a_feedback, satisfaction=st.none() | st.integers(1, 5), submitted_at=DAYS.map(at)), max_size=3
)
EXPECTATIONS = (
    an_expectation(owners=(MATHS, UNION), evidence_required=True, min_activities=2),
    an_expectation("II.2.a", short_name="Tuyên truyền", owners=()),
)
PERIODS = (a_period(), NINE_MONTHS)


@given(ACTIVITIES, FEEDBACK, DAYS, st.randoms(use_true_random=False))
def test_the_order_of_submissions_makes_no_difference(activities, feedback, as_of, random) -> None:  # type: ignore[no-untyped-def]
    one = checked(*activities, expectations=EXPECTATIONS, periods=PERIODS, feedback=feedback, as_of=as_of)
    random.shuffle(activities)
    random.shuffle(feedback)
    other = checked(*activities, expectations=EXPECTATIONS, periods=PERIODS, feedback=feedback, as_of=as_of)
    assert one == other


@given(ACTIVITIES, FEEDBACK, DAYS)
def test_every_done_rests_on_counted_evidence_inside_its_window(
    activities: list[Activity], feedback: list[Feedback], as_of: dt.date
) -> None:
    result = checked(*activities, expectations=EXPECTATIONS, periods=PERIODS, feedback=feedback, as_of=as_of)
    by_ref = {activity.ref: activity for activity in activities}
    windows = {period.key: period for period in PERIODS}
    for finding in result.findings:
        period = windows[finding.period]
        for activity in map(by_ref.__getitem__, finding.counted):
            assert activity.date is not None
            assert period.data_from <= activity.date <= period.data_to
            assert activity.submitted_at.date() <= min(period.closes, as_of)
        if finding.status is Status.DONE:
            assert any(by_ref[ref].status is ActivityStatus.DONE for ref in finding.counted)
        if finding.rule == "nothing.reported":
            assert finding.said_nothing


@given(ACTIVITIES, DAYS)
def test_every_submission_is_counted_refused_or_handed_on_exactly_once(
    activities: list[Activity], as_of: dt.date
) -> None:
    result = checked(*activities, expectations=EXPECTATIONS, periods=PERIODS, as_of=as_of)
    owners = {(item.code, owner) for item in EXPECTATIONS for owner in item.owners or ("",)}
    owed = {(CODE, MATHS): (CODE, MATHS), (CODE, UNION): (CODE, UNION)} | {
        ("II.2.a", unit): ("II.2.a", "") for unit in (MATHS, UNION, OFFICE)
    }
    assert set(owed.values()) == owners
    for period in PERIODS:
        told = [
            ref
            for finding in result.findings
            if finding.period == period.key
            for ref in (*finding.counted, *finding.said_nothing, *(item.ref for item in finding.refused))
        ]
        expected = [
            item.ref
            for item in activities
            if item.submitted_at.date() <= as_of and (item.responsibility, item.unit) in owed
        ]
        assert sorted(told) == sorted(expected)
