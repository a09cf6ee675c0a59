"""A part of the matrix for every day; all of it is `make faults`."""

from __future__ import annotations

import random

import pytest

from service.standin.faults import Fault
from tests.faults.bench import Bench
from tests.faults.matrix import COLUMNS, Trial, outcome
from tests.faults.school import PHASES
from tests.faults.sight import differences

#: What is ordered in a storm: everything but what a person has to mend.
_STORM = (
    "429", "403-rate", "401", "500", "503", "500-after", "drop-before", "drop-after", "truncated", "stale",
)  # fmt: skip


@pytest.mark.parametrize(
    ("phase", "call", "column"),
    [
        ("setup", "drive.files.create", "dropped after"),
        ("setup", "forms.forms.create", "truncated"),
        ("setup", "forms.forms.batchUpdate", "dropped after, lasting"),
        ("first", "drive.files.copy", "500 after"),
        ("first", "docs.documents.batchUpdate", "dropped after, lasting"),
        ("first", "forms.forms.responses.list", "503 lasting"),
        # The school's own spreadsheet, before it was ever read.
        ("first", "sheets.spreadsheets.get", "404"),
        ("second", "sheets.spreadsheets.batchUpdate", "dropped after"),
        ("second", "docs.documents.batchUpdate", "dropped after"),
        # The Doc on which it is tried out whether Google suggests.
        ("second", "docs.documents.get", "403 storage"),
        ("second", "drive.files.delete", "404"),
        ("second", "forms.forms.create", "time-out after"),
        ("second", "drive.changes.list", "404"),
    ],
)
def test_a_fault_leaves_no_trace_after_a_clean_cycle(
    bench: Bench, phase: str, call: str, column: str
) -> None:
    # Of several such calls the last: of those to Docs it is the one that suggests.
    position = max(number for number, name in enumerate(bench.calls[phase], 1) if name == call)
    assert outcome(bench, Trial(phase=phase, position=position, call=call, column=column)) == []


@pytest.mark.parametrize("phase", PHASES)
def test_a_bad_hour_leaves_no_trace_after_a_clean_cycle(bench: Bench, phase: str) -> None:
    chance = random.Random(phase)
    bench.load(phase)
    for _ in range(4):
        last = len(bench.calls[phase])
        faults = [
            Fault(kind=chance.choice(_STORM), method="*.*", nth=chance.randint(1, last)) for _ in range(5)
        ]
        bench.attempt(phase, *faults)
    for _ in range(PHASES[phase].settles_in):
        bench.run(PHASES[phase])
    assert differences(bench.expected[phase], bench.state()) == []


def test_every_fault_of_the_stand_in_that_a_call_can_meet_is_in_the_matrix() -> None:
    from service.standin.faults import KINDS

    of_tokens = {"invalid-grant", "revoked", "skew", "wrong-scope"}
    assert {kind for kind, _ in COLUMNS.values()} == set(KINDS) - of_tokens
