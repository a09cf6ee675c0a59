"""SIGKILL in the middle of the work; 200 and more of them are `make soak`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.bench import Bench
from tests.faults.kills import Killer, a_killer
from tests.faults.school import PHASES

#: On a quick machine the work may be done before the kill comes; then other moments are chosen.
_TRIES = 5


@pytest.fixture(scope="module")
def killer(bench: Bench) -> Iterator[Killer]:
    with a_killer(bench) as killer:
        yield killer


@pytest.mark.parametrize(("phase", "seed"), [(phase, seed) for seed, phase in enumerate(PHASES)])
def test_a_killed_service_goes_on_as_if_it_had_not_been(killer: Killer, phase: str, seed: int) -> None:
    for number in range(_TRIES):
        hits, told = killer.series(phase, seed + number * len(PHASES))
        assert told == []
        if hits:
            return
    pytest.fail("no kill came before the end: the moments are chosen badly")
