"""What holds for every report, whatever people submit and in whatever order it comes."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re

from builders import (
    MATHS,
    NINE_MONTHS,
    OFFICE,
    UNION,
    a_feedback,
    a_finding,
    a_period,
    a_plan,
    a_ref,
    an_activity,
    at,
)
from builders import an_expectation as expected
from hypothesis import given
from hypothesis import strategies as st
from report_builders import LITERATURE, SCIENCE, claims_of, some_inputs, the_wording, whole_text

from service.domain.compose import ReportInputs, compose_report
from service.domain.compose.occasions import occasions_of
from service.domain.expectations import Expectation
from service.domain.findings import Finding, Refusal, Status
from service.domain.records import Activity, ActivityStatus, Feedback, FeedbackGroup
from service.domain.report import BlockKind, ClaimKind, Report
from service.domain.settings import Decision

WORDING = the_wording()
CODES = ("II.1.c", "II.2.a", "III.1")
FIGURES = ("Đơn nhận", "Đơn đã giải quyết", "Đơn còn lại", "Tỷ lệ hài lòng (%)")
OWNERS = (MATHS, UNION, OFFICE, LITERATURE, SCIENCE)
DAYS = st.dates(dt.date(2024, 10, 1), dt.date(2025, 9, 30))
TITLES = st.sampled_from(
    [
        "",
        "Tiếp dân",
        "Tiếp dân tháng 3/2025",
        "Hội nghị",
        "{ten} lạ",
        "Thăm em Lê Văn An",
        "tổ chức; họp, và bàn",
    ]
)
RESULTS = st.sampled_from(
    [
        "tốt",
        "Đã tiếp 04 lượt cha mẹ học sinh, không còn đơn.",
        "Tổ thống nhất nội quy học tập mới; 12 ý kiến góp ý.",
    ]
)


def activities(codes: tuple[str | None, ...] = (*CODES, None)) -> st.SearchStrategy[Activity]:
    return st.builds(
        an_activity,
        ref=st.integers(0, 10**9).map(lambda n: a_ref(f"p{n}")),
        date=DAYS | st.none(),
        submitted_at=DAYS.map(at),
        unit=st.sampled_from(OWNERS),
        responsibility=st.sampled_from(codes),
        title=TITLES,
        result=RESULTS,
        status=st.sampled_from(ActivityStatus),
        participants=st.none() | st.integers(0, 300),
        figures=st.dictionaries(st.sampled_from(FIGURES), st.integers(0, 20), max_size=3),
        evidence=st.sampled_from([(), ("https://drive.example/x",)]),
    )


ACTIVITIES = st.lists(activities(), max_size=12, unique_by=lambda item: item.ref)
FEEDBACK = st.lists(
    st.builds(
        a_feedback,
        group=st.sampled_from(FeedbackGroup),
        topic=st.sampled_from(["Tiếp dân", "Thu chi, công khai"]),
        responsibilities=st.sampled_from([(), (CODES[0],), CODES[:2]]),
        satisfaction=st.none() | st.integers(1, 5),
        submitted_at=DAYS.map(at),
        wants_answer=st.booleans(),
        text=st.sampled_from(["", "Rất bức xúc"]),
    ),
    max_size=12,
)
DECISIONS = st.lists(
    st.builds(
        Decision,
        code=st.sampled_from(CODES),
        period=st.just("6T"),
        verdict=st.sampled_from([None, "", "Hoàn thành", "Chưa đạt", "Tạm được"]),
        note=st.sampled_from([None, "Kiến nghị cấp trên", "Làm tiếp"]),
        extended_to=st.none() | DAYS,
    ),
    max_size=3,
    unique_by=lambda decision: decision.code,
)
EXPECTATIONS = st.lists(
    st.builds(
        expected,
        st.sampled_from(CODES),
        short_name=st.sampled_from(["Tiếp dân; trả lời đơn", "", "Phong trào “Dân vận khéo”"]),
        owners=st.lists(st.sampled_from(OWNERS), max_size=4, unique=True).map(tuple),
        min_activities=st.integers(0, 3),
        evidence_required=st.booleans(),
        figures=st.lists(st.sampled_from(FIGURES), max_size=3, unique=True).map(tuple),
        valid_to=st.none() | DAYS,
    ),
    max_size=3,
    unique_by=lambda item: item.code,
)
FINDINGS = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(CODES),
        owner=st.sampled_from((*OWNERS, "")),
        period=st.just("6T"),
        status=st.sampled_from(Status),
        rule=st.sampled_from(["done.enough", "missing.none", "missing.not-asked-for", "nothing.reported"]),
        reason=st.just("Vì sao."),
        counted=st.lists(st.integers(0, 5).map(lambda n: a_ref(f"f{n}")), max_size=3, unique=True).map(tuple),
        said_nothing=st.sampled_from([(), (a_ref("n1"),)]),
        refused=st.sampled_from([(), (Refusal(ref=a_ref("f1"), reason="Vì thế."),)]),
        contradicted_by=st.sampled_from([(), (Refusal(ref=a_ref("f2"), reason="Vì thế."),)]),
        figures=st.dictionaries(st.sampled_from(FIGURES), st.integers(0, 20), max_size=3),
    ),
    max_size=6,
    unique_by=lambda finding: (finding.code, finding.owner),
)


def composed(inputs: ReportInputs) -> Report:
    return compose_report(inputs, WORDING)


def obeys_the_laws(report: Report) -> None:
    """What every report owes its reader."""
    keys = [block.key for block in report.blocks]
    assert len(keys) == len(set(keys))
    for claim in claims_of(report):
        if claim.kind in (ClaimKind.SUBMITTED, ClaimKind.COUNTED):
            assert claim.sources, claim.text
        else:
            assert not claim.sources, claim.text
        assert claim.text
    for block in report.blocks:
        assert "\n" not in block.text
        assert (block.table is not None) == (block.kind is BlockKind.TABLE)
        if block.kind is BlockKind.ANNEX_NOTE:
            continue  # blanks for number and day
        if block.table is None:
            assert not re.search(r"  |\.\.| [,.;:]|\(\)", block.text), block.text
        else:
            assert {len(row) for row in block.table.rows} <= {len(block.table.header)}


@given(EXPECTATIONS, ACTIVITIES, FEEDBACK, DECISIONS, DAYS)
def test_composing_never_fails_and_every_number_has_its_submissions(
    expectations: list[Expectation],
    told: list[Activity],
    feedback: list[Feedback],
    decisions: list[Decision],
    as_of: dt.date,
) -> None:
    inputs = some_inputs(
        *told, expectations=expectations, feedback=feedback, decisions=decisions, as_of=as_of
    )
    obeys_the_laws(composed(inputs))


@given(EXPECTATIONS, FINDINGS, st.lists(st.integers(0, 5), unique=True), DECISIONS)
def test_even_findings_that_no_check_gives_are_composed(
    expectations: list[Expectation], findings: list[Finding], known: list[int], decisions: list[Decision]
) -> None:
    told = [an_activity(ref=a_ref(f"f{n}"), title=f"Việc {n}", figures={"Đơn nhận": n}) for n in known]
    inputs = some_inputs(*told, expectations=expectations, decisions=decisions)
    obeys_the_laws(composed(dataclasses.replace(inputs, findings=tuple(findings))))


@given(
    st.lists(st.text(max_size=40), min_size=4, max_size=4),
    st.text(max_size=80).filter(lambda words: words.strip()),
)
def test_no_word_that_people_type_breaks_the_wording(words: list[str], unit: str) -> None:
    title, result, name, plan_title = words
    told = [an_activity(unit=unit, title=title, result=result + " đã họp và thống nhất")]
    asked = [expected(short_name=name, owners=(unit, UNION))]
    composed(some_inputs(*told, expectations=asked, plan=a_plan(title=plan_title)))


@given(EXPECTATIONS, ACTIVITIES, FEEDBACK, DECISIONS, st.randoms(use_true_random=False))
def test_the_order_in_which_things_come_makes_no_difference(  # type: ignore[no-untyped-def]
    expectations, told, feedback, decisions, random
) -> None:
    plan = a_plan()
    one = some_inputs(*told, expectations=expectations, feedback=feedback, decisions=decisions, plan=plan)

    def shuffled(items):  # type: ignore[no-untyped-def]
        items = list(items)
        random.shuffle(items)
        return tuple(items)

    other = dataclasses.replace(
        one,
        expectations=shuffled(one.expectations),
        findings=shuffled(one.findings),
        activities=dict(shuffled(one.activities.items())),
        feedback=shuffled(one.feedback),
        decisions=shuffled(one.decisions),
    )
    assert composed(one) == composed(other)
    assert composed(one) == composed(one)


@given(ACTIVITIES, activities(("II.2.a",)))
def test_an_activity_of_one_responsibility_leaves_the_others_blocks_alone(
    told: list[Activity], more: Activity
) -> None:
    told = [item for item in told if item.ref != more.ref]
    asked = [expected(code, owners=OWNERS, figures=FIGURES[:2]) for code in CODES]
    before = composed(some_inputs(*told, expectations=asked))
    after = composed(some_inputs(*told, more, expectations=asked))
    others = ("III.II.1.c", "III.III.1", "I.", "basis.", "VI")
    kept = {b.key: b for b in before.blocks if b.key.startswith(others)}
    assert {b.key: b for b in after.blocks if b.key.startswith(others)} == kept


@given(ACTIVITIES)
def test_nothing_is_said_to_have_occurred_unless_somebody_said_so(told: list[Activity]) -> None:
    silent = [
        item for item in told if item.status is not ActivityStatus.NOTHING and 0 not in item.figures.values()
    ]
    silent = [dataclasses.replace(item, result=f"{item.result} đã họp") for item in silent]
    asked = [expected(code, owners=OWNERS, figures=FIGURES[:2]) for code in CODES]
    assert "không phát sinh" not in whole_text(composed(some_inputs(*silent, expectations=asked))).casefold()


@given(ACTIVITIES)
def test_the_annex_and_the_text_count_the_same_activities(told: list[Activity]) -> None:
    asked = [expected(code, owners=OWNERS, figures=()) for code in CODES]
    inputs = some_inputs(
        *told, expectations=asked, period=NINE_MONTHS, earlier=a_period(), as_of=dt.date(2025, 9, 3)
    )
    report = composed(inputs)
    counted = {ref for finding in inputs.findings for ref in finding.counted}
    by_task: dict[str | None, list[Activity]] = {}
    for activity in told:
        if activity.ref in counted:
            by_task.setdefault(activity.responsibility, []).append(activity)
    table = next(block for block in report.annex if block.key == "annex.activities").table
    assert table is not None
    totals = [int(row[1]) for row in table.rows if row[1].isdigit()]
    assert sum(totals) == sum(len(occasions_of(activities)) for activities in by_task.values())


def test_findings_without_activities_at_hand_are_told_as_missing_text_and_not_as_numbers() -> None:
    inputs = some_inputs(expectations=[expected()])
    found = a_finding(CODES[0], MATHS, Status.DONE, counted=2)
    report = composed(dataclasses.replace(inputs, findings=(found,)))
    obeys_the_laws(report)
