"""One bench for all tests of a worker: its phases are lived through once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.faults.bench import Bench, open_bench


@pytest.fixture(scope="session")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """The small school on a stand-in that fails on order."""
    with open_bench(tmp_path_factory.mktemp("faults")) as bench:
        yield bench
