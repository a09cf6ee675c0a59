"""The bar that people see while they wait."""

from __future__ import annotations

import io
import sys

import pytest

from service.console import progress_bar


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def drawn(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, *, steps: int, quiet: bool = False) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_bar(steps, quiet=quiet) as progress:
        for number in range(1, 4):
            progress(f"Bước {number}")
    return stream.getvalue()


@pytest.mark.parametrize("steps", [3, 1, 10])  # as many as expected, more, fewer
def test_a_bar_ends_full_however_many_steps_there_were(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    text = drawn(monkeypatch, Terminal(), steps=steps)
    whole = max(steps, 3)
    assert "Bước 3" in text
    assert f"{whole}/{whole}" in text


def test_a_pipe_gets_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, io.StringIO(), steps=3) == ""


def test_machines_get_no_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    assert drawn(monkeypatch, Terminal(), steps=3, quiet=True) == ""
