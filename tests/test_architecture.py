"""Who may import whom: the table of the architecture, held against the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
OURS = ("forms", "sheets", "service")

#: What each part may import of ours, itself apart. The longest matching prefix holds.
MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "forms": (),
    "sheets": (),
    "service.standin": (),
    "service.domain": (),
    "service.plan_text": ("service.domain",),
    "service.google": ("service.domain",),
    "service.layout": ("service.domain",),
    "service.store": ("service.domain",),
    # Pages show values; they never talk to Google or write SQL.
    "service.web": (
        "service.domain",
        "service.store",
        "service.config",
        "service.errors",
        "service.jobs",
        "service.overview",
        "service.ledger_words",
        # What a form says becomes a decision, and what a report is made from tells what it lacks.
        "service.approving",
        "service.choosing",
        "service.editions",
        "service.signing",
        "service.state",
        "service.todo",
        "service.tracing",
        "service.workspace",
        # The edge of the house: who comes in, and what Google sends.
        "service.accounts",
        "service.hooks",
        "service.unit_view",
        "service.templates",
    ),
}
#: Only the command line, the local set-up and the sample school may start the stand-in.
MAY_START_THE_STANDIN = ("service.cli", "service.local", "service.sample")


def modules() -> Iterator[tuple[str, Path]]:
    for package in OURS:
        for path in (ROOT / package).rglob("*.py"):
            if "migrations" not in path.parts:
                parts = path.relative_to(ROOT).with_suffix("").parts
                yield ".".join(part for part in parts if part != "__init__"), path


def imports_of(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name for name in found if name.split(".")[0] in OURS}


def is_in(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


@pytest.mark.parametrize(("name", "path"), [pytest.param(n, p, id=n) for n, p in modules()])
def test_a_module_imports_only_what_the_architecture_allows(name: str, path: Path) -> None:
    home = max((part for part in MAY_IMPORT if is_in(name, part)), key=len, default=None)
    for imported in imports_of(path):
        if imported == "service":
            continue
        if is_in(imported, "service.standin") and not is_in(name, "service.standin"):
            assert any(is_in(name, part) for part in MAY_START_THE_STANDIN), f"{name} imports {imported}"
        if home is not None:
            allowed = (home, *MAY_IMPORT[home])
            assert any(is_in(imported, part) for part in allowed), f"{name} imports {imported}"


def test_the_top_level_holds_only_what_the_owner_fixed() -> None:
    folders = {path.name for path in ROOT.iterdir() if path.is_dir() and not path.name.startswith(".")}
    generated = {name for name in folders if name.endswith(".egg-info") or name in ("build", "dunghan-data")}
    assert folders - generated <= {"forms", "sheets", "service", "templates", "tests", "docs"}
