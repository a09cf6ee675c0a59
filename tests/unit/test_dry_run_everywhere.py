"""Every command shows what it would do, or only reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from service.cli import main

#: They change neither what Google has nor what the store holds; some write the file that they are told to.
ONLY_READ = {
    "backup",
    "check-layout",
    "corrections",
    "directory",
    "export",
    "late",
    "ledger",
    "person",
    "sources",
    "status",
    "why",
}
MANUAL = Path(__file__).parents[2] / "docs" / "commands.md"


def commands(group: click.Group, prefix: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command that can be run, by its full name."""
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix}{name} ")
            if not command.invoke_without_command:
                continue
        yield prefix + name, command


@pytest.mark.parametrize(("name", "command"), [pytest.param(n, c, id=n) for n, c in commands(main)])
def test_a_command_has_a_dry_run_or_only_reads(name: str, command: click.Command) -> None:
    has_it = any("--dry-run" in parameter.opts for parameter in command.params)
    assert has_it != (name in ONLY_READ)


def test_the_manual_names_those_that_only_read() -> None:
    [line] = [
        line
        for line in MANUAL.read_text(encoding="utf-8").splitlines()
        if line.startswith("Commands without `--dry-run`")
    ]
    assert {name for name in ONLY_READ if f"`{name}`" in line} == ONLY_READ
